"""Lesson 5: trade and interdependence.

The cap of trade by hand, recovery from a closure, a closure that lasts, and which enabler helps most.
"""

from functools import lru_cache
from typing import Final

import pandas as pd

from detente.ensemble import simulate
from detente.rules import trade
from detente.rules.parameters import theory_from
from detente.scenario import Scenario, load
from detente.teaching.exercise import (
    BuildExercise,
    ChoiceExercise,
    Exercise,
    NumberExercise,
    Requirement,
    Slip,
)

__all__ = ["EXERCISES"]

_THEORY: Final = theory_from({})
_VALLEY: Final = "ferghana-valley"
_BORDER: Final = "KGZ-UZB"
_SHUT: Final = "2030-01"
_OPEN: Final = "2032-01"
_REOPENED: Final = pd.Timestamp(_OPEN)
_REPLICATES: Final = 200

_OPENNESS: Final = 0.6
_ENABLERS: Final = (0.5, 0.6, 0.2)
"""Infrastructure, customs and joint projects of the border in exercise 5.1."""

_LASTING: Final = 0.75
"""Largest share of its trade that a border may have left where a closure lasts."""

_WORTH: Final = 0.3
"""Least trade without the closure, so that there is something to lose."""

_ORGANIZATIONS: Final = ("UN", "CSTO", "SCO")


# Exercise 5.1


def _cap() -> float:
    return trade.trade_cap(_OPENNESS, *_ENABLERS, _THEORY)


def _enabled() -> float:
    """What the enablers add up to, 0 to 1."""
    fully = trade.trade_cap(1.0, *_ENABLERS, _THEORY) - trade.trade_cap(0.0, *_ENABLERS, _THEORY)
    return (fully - _THEORY.unaided_trade) / (1.0 - _THEORY.unaided_trade)


def _floor() -> float:
    """What shut crossings carry."""
    return trade.trade_cap(0.0, *_ENABLERS, _THEORY)


# Exercises 5.2 and 5.3


def _shut(share: float) -> Scenario:
    """The valley with a closure of two years on one border."""
    effect = {"what": "closure", "at": _BORDER, "set": share}
    closure = {
        "title": "Crossings shut",
        "kind": "shock",
        "date": _SHUT,
        "until": _OPEN,
        "effects": [effect],
    }
    return load(_VALLEY).change({"timeline.closure": closure})


@lru_cache(maxsize=8)
def _trade_of(scenario: Scenario) -> "pd.Series[float]":
    """Trade on the border by month, in the mean over runs."""
    summary = simulate(scenario, _REPLICATES, seed=7).summary()
    rows = summary[(summary["border"] == _BORDER) & (summary["variable"] == "trade")]
    return rows.set_index("date")["mean"]


def _months_to_half(share: float) -> float:
    """Months after the reopening until half of the trade that was lost is made up."""
    gap = _trade_of(load(_VALLEY)) - _trade_of(_shut(share))
    lost = gap[gap.index < _REOPENED].iloc[-1]
    return float((gap[gap.index >= _REOPENED] <= lost / 2).argmax()) + 1.0


def _has_closure(scenario: Scenario) -> bool:
    closure = scenario.timeline.get("closure")
    return closure is not None and closure.effects == _shut(1.0).timeline["closure"].effects


def _same_frame(scenario: Scenario) -> bool:
    """Whether theory, months, borders and the rest of the timeline are those of the valley."""
    base = load(_VALLEY)
    others = {key: event for key, event in scenario.timeline.items() if key != "closure"}
    return (
        scenario.theory_values() == base.theory_values()
        and (scenario.start, scenario.rounds) == (base.start, base.rounds)
        and list(scenario.borders) == list(base.borders)
        and others == dict(base.timeline)
    )


def _same_organizations(scenario: Scenario) -> bool:
    base = load(_VALLEY)
    return all(scenario.powers.get(name) == base.powers[name] for name in _ORGANIZATIONS)


def _final_trade(scenario: Scenario) -> float:
    return float(_trade_of(scenario).iloc[-1])


def _worth_losing(scenario: Scenario) -> bool:
    return _final_trade(scenario.change({"timeline.closure": None})) >= _WORTH


def _lasts(scenario: Scenario) -> bool:
    without = _final_trade(scenario.change({"timeline.closure": None}))
    return _final_trade(scenario) <= _LASTING * without


# Exercise 5.4


def _helps_most() -> str:
    """The enabler that raises the cap of KAZ-CHN most when it alone is brought to 1."""
    border = load("central-asia").borders["KAZ-CHN"]
    names = ("infrastructure", "customs", "joint_projects")
    levels = {name: float(getattr(border, name)) for name in names}
    caps = {
        name: trade.trade_cap(border.openness, theory=_THEORY, **(levels | {name: 1.0}))
        for name in names
    }
    return max(caps, key=caps.__getitem__).replace("_", " ")


EXERCISES: Final[tuple[Exercise, ...]] = (
    NumberExercise(
        key="5.1",
        goal="5.a",
        question="What is the cap of trade on a border with openness 0.6, infrastructure 0.5, customs"
        " 0.6 and joint projects 0.2?",
        hint="Work from the inside out: first the three enablers with their weights, then what they do"
        " of the rest, then openness.",
        because="The enablers fill part of the 0.65 that lorries and bazaars leave; openness lets a"
        " share of all that through.",
        solve=_cap,
        within=0.004,
        unit="share of the potential",
        allowed=(0.0, 1.02),
        decimals=3,
        slips=(
            Slip(
                lambda: _cap() - _floor(),
                "Nearly: a little crosses even where all crossings are shut.",
            ),
            Slip(
                lambda: trade.trade_cap(1.0, *_ENABLERS, _THEORY),
                "That is the cap with all crossings open.",
            ),
            Slip(
                lambda: _OPENNESS * _enabled() + _floor(),
                "Some trade needs no enablers at all.",
            ),
            Slip(
                lambda: _OPENNESS * (_THEORY.unaided_trade + _enabled()) + _floor(),
                "The enablers can only fill what unaided trade leaves: mind the factor 0.65.",
            ),
        ),
    ),
    NumberExercise(
        key="5.2",
        goal="5.c",
        question="How many months after the reopening has trade made up half of what it lost, when half"
        " of the crossings were shut?",
        hint="Run the valley with and without the closure, take mean trade on the border, and use"
        " months_to_half. The loss is the distance between the two worlds just before the reopening.",
        because="There was more trade left to grow from than after a full closure, and so it took less"
        " time.",
        solve=lambda: _months_to_half(0.5),
        within=2.0,
        unit="months",
        allowed=(0.0, 156.0),
        decimals=0,
        slips=(
            Slip(
                lambda: _months_to_half(1.0), "That is the full closure. Only half of it is shut."
            ),
            Slip(
                lambda: _months_to_half(0.5) + 24.0,
                "You counted from the day of the closure. Count from the reopening.",
            ),
        ),
    ),
    BuildExercise(
        key="5.3",
        goal="5.c",
        question="Build a world in which a closure of two years lasts.",
        hint="What holds trust up on this border, apart from trade?",
        because="Where little else holds trust up, two years without trade leave so little trust that"
        " the crossings stay half shut.",
        kind=Scenario,
        kind_words="a scenario made from the closed Ferghana Valley by change",
        requirements=(
            Requirement(
                _has_closure,
                "The closure has to be in the timeline under the key 'closure', as the helper `closed`"
                " makes it: all crossings of KGZ-UZB, January 2030 to January 2032.",
            ),
            Requirement(
                _same_frame,
                "Theory, months, the list of borders and the rest of the timeline have to be those of"
                " the valley.",
            ),
            Requirement(
                _same_organizations,
                "The organizations are to stay as they are. What else keeps trust up?",
            ),
            Requirement(
                _worth_losing,
                f"Without the closure this border has less trade than {_WORTH} at the end: there was"
                " nothing to lose. Weaken it less.",
            ),
            Requirement(
                _lasts,
                "By 2044 trade has come back further than that. What pulls trust back up after the"
                " reopening? Governments have a hand in it, and so has the level to which trust"
                " returns.",
            ),
        ),
        example="will of KGZ and UZB 0.2, trust baseline of KGZ-UZB 0.3",
    ),
    ChoiceExercise(
        key="5.4",
        goal="5.d",
        question="Which of the three enablers, brought to 1 alone, raises the cap of KAZ-CHN most?",
        hint="Multiply the weight of each enabler by what it still lacks.",
        because="What counts is the weight times what is still missing, not the weight alone.",
        solve=_helps_most,
        options={
            "infrastructure": "It has the largest weight; but how much of it is still missing here?",
            "customs": "",
            "joint projects": "How large is its weight, and how much is still missing?",
        },
    ),
)
"""Exercises of the lesson, in order."""
