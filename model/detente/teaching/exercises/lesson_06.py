"""Lesson 6: external powers.

How a limited effort is shared over borders, where it goes first, and what an unequal guarantee does.
"""

from functools import lru_cache
from typing import Any, Final

import pandas as pd

from detente.analysis import compare
from detente.ensemble import simulate
from detente.model import BorderModel
from detente.rules import powers
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

_SEED: Final = 7
_RUNS: Final = 200
_POWER: Final = "UN"
_DOUBLED: Final = "KGZ-TJK"
_NEAR: Final = 0.05

_BUDGET: Final = 0.5
_MANDATES: Final = (0.5, 0.6)
_TRUST: Final = (0.2, 0.6)
_ALERT: Final = (0.5, 0.0)
_WILL: Final = (0.3, 0.7)
_MORE_WILLING: Final = (0.8, 0.7)

_HOSTS: Final = {
    "bitter": (0.15, 0.3, 0.1),
    "wary": (0.4, 0.0, 0.7),
    "friendly": (0.7, 0.0, 0.9),
}

_UNEQUAL: Final = (0.5, 0.1)


def _efforts(
    *,
    mandates: tuple[float, float] = _MANDATES,
    alert: tuple[float, float] = _ALERT,
    will: tuple[float, float] = _WILL,
) -> tuple[float, float]:
    """Efforts on the two borders of Exercise 6.1, or what comes out where something is forgotten."""
    needs = [powers.tension(trust, nervous) for trust, nervous in zip(_TRUST, alert, strict=True)]
    first, second = (
        powers.priority(mandate, need, consent)
        for mandate, need, consent in zip(mandates, needs, will, strict=True)
    )
    total = first + second
    return powers.effort(_BUDGET, first, total), powers.effort(_BUDGET, second, total)


def _first_host() -> str:
    """The host that draws most effort."""

    def draw(name: str) -> float:
        trust, alert, will = _HOSTS[name]
        return powers.priority(1.0, powers.tension(trust, alert), will)

    return max(_HOSTS, key=draw)


def _guaranteed(north: float, south: float) -> Scenario:
    """The classroom with nothing from outside but a guarantee."""
    return load("classroom").change(
        {
            "timeline": None,
            "powers.UN.effort": 0,
            "powers.EMP.effort": 1,
            "powers.EMP.instruments": {"guarantee": 1, "support": 0},
            "states.NOR.influence.EMP": north,
            "states.SOU.influence.EMP": south,
        }
    )


@lru_cache(maxsize=1)
def _what_comes_of_it() -> str:
    """What an unequal guarantee does to troops and trust, as one of the choices."""
    worlds = {"none": _guaranteed(0.0, 0.0), "unequal": _guaranteed(*_UNEQUAL)}
    runs = pd.concat(
        [simulate(world, _RUNS, _SEED).outcomes().assign(point=n) for n, world in worlds.items()]
    )
    table = compare(runs, "none", names=["troops.final", "trust.final"]).set_index("outcome")
    words = {"raises": "more", "lowers": "fewer"}
    troops = words.get(str(table.loc["troops.final", "verdict"]), "as many")
    trust = {"raises": "more", "lowers": "less"}.get(
        str(table.loc["trust.final", "verdict"]), "as much"
    )
    return f"{troops} troops, {trust} trust"


@lru_cache(maxsize=1)
def _valley() -> Scenario:
    """The world of Exercise 6.4."""
    return load("ferghana-valley")


def _first_month(scenario: Scenario) -> dict[str, float]:
    """Effort of the UN on each border in the first month."""
    model = BorderModel(scenario, seed=_SEED)
    model.step()
    return {border.name: border.effort[_POWER] for border in model.borders}


def _changes_only_the_budget_and_the_mandate(world: Scenario) -> bool:
    """Whether a world is the valley but for the budget and the mandate of the UN."""
    if list(world.borders) != list(_valley().borders) or _POWER not in world.powers:
        return False
    own, others = world.powers[_POWER], _valley().powers[_POWER]
    fixed = ("kind", "attention", "leader", "members", "instruments")
    if any(getattr(own, name) != getattr(others, name) for name in fixed):
        return False
    without: dict[str, Any] = {"powers.UN": None}
    return world.change(without) == _valley().change(without)


def _doubles_there(world: Scenario) -> bool:
    """Whether the effort on the one border is twice what it was."""
    before, after = _first_month(_valley())[_DOUBLED], _first_month(world)[_DOUBLED]
    return abs(after / before - 2.0) <= 2.0 * _NEAR


def _keeps_elsewhere(world: Scenario) -> bool:
    """Whether the efforts on the other borders are what they were."""
    before, after = _first_month(_valley()), _first_month(world)
    return all(
        abs(after[name] / before[name] - 1.0) <= _NEAR for name in before if name != _DOUBLED
    )


EXERCISES: tuple[Exercise, ...] = (
    NumberExercise(
        key="6.1",
        goal="6.a",
        question="How much effort does border A get from a UN with a budget of 0.5?",
        hint=(
            "Work out mandate × (0.15 + tension) × (0.3 + 0.7 × lower will) for each of the two, and "
            "share the budget in proportion."
        ),
        because="The priority of A over the sum of both, times the budget.",
        solve=lambda: _efforts()[0],
        within=0.004,
        unit="effort, 0 to 0.5",
        allowed=(0.0, 1.0),
        decimals=3,
        slips=(
            Slip(lambda: _efforts()[1], "That is what border B gets."),
            Slip(
                lambda: _efforts()[0] / _BUDGET,
                "That is the share of the budget. How much is that share of 0.5?",
            ),
            Slip(
                lambda: _efforts(alert=(0.0, 0.0))[0],
                "You have mistrust. What else belongs to the tension of A?",
            ),
            Slip(
                lambda: _efforts(will=(1.0, 1.0))[0],
                "You have mandate and need. What of consent: are the hosts willing?",
            ),
            Slip(
                lambda: _efforts(will=_MORE_WILLING)[0],
                "Whose will counts, that of the more or of the less willing state?",
            ),
            Slip(
                lambda: _efforts(will=(0.55, 0.7))[0],
                "You took the mean of the two wills. One unwilling state is enough to keep a guest out.",
            ),
            Slip(
                lambda: _efforts(mandates=(1.0, 1.0))[0],
                "You have need and consent. The mandates of the two are not the same.",
            ),
        ),
    ),
    ChoiceExercise(
        key="6.2",
        goal="6.a",
        question="Where does effort go first: to the bitter, the wary or the friendly border?",
        hint="Need and consent are multiplied: work out both for each of the three.",
        because=(
            "Enough need and enough consent. The most tense border is not the one that gets most help, "
            "because its governments do not want it."
        ),
        solve=_first_host,
        options={
            "bitter": "It has the largest need. Does it let the helpers in?",
            "wary": "",
            "friendly": "It is the most willing host. Does it need them?",
        },
    ),
    ChoiceExercise(
        key="6.3",
        goal="6.b",
        question=(
            "The Empire guarantees Northland (influence 0.5) more than Southland (0.1). What comes of "
            "it after ten years, against no guarantee?"
        ),
        hint=(
            "Run `guaranteed(0.5, 0.1)` against `none` and look at the two verdicts of `compare`. They "
            "need not point the same way."
        ),
        because=(
            "A little protection of one's own is worth some soldiers, so that there are fewer of them. "
            "But the difference still alarms: judged by troops alone, this would look like a success."
        ),
        solve=_what_comes_of_it,
        options={
            "more troops, less trust": "That is what a guarantee for one side alone does. Run 0.1.",
            "more troops, more trust": "",
            "fewer troops, less trust": "",
            "fewer troops, more trust": (
                "That is what an equal guarantee does. Is 0.1 near enough to it? Look at trust again."
            ),
        },
    ),
    BuildExercise(
        key="6.4",
        goal="6.a",
        question=(
            "Build a variant of ferghana-valley in which the UN's effort on the Kyrgyz-Tajik border is "
            "twice what it is in the first month, and the same as before on the two others."
        ),
        hint="Change the budget and the mandate of the UN together.",
        because=(
            "The budget grows by what the border shall have more, and its mandate has to be twice that "
            "of the others, so that they do not share in it."
        ),
        kind=Scenario,
        kind_words='a scenario, such as valley.change({"powers.UN.effort": 0.6})',
        requirements=(
            Requirement(
                _changes_only_the_budget_and_the_mandate,
                "Something other than the UN's budget and mandate differs from `ferghana-valley`. Start "
                "again from `valley.change(...)`.",
            ),
            Requirement(
                _doubles_there,
                "The effort on the Kyrgyz-Tajik border is not twice what it was. Only the ratio of the "
                "mandates counts, and each is at most 1: what could be lowered instead?",
            ),
            Requirement(
                _keeps_elsewhere,
                "The two other borders do not keep what they had. How much larger must the budget be, "
                "if nobody is to lose or to gain?",
            ),
        ),
        example=(
            "a budget of 0.678, a mandate of 1 on the Kyrgyz-Tajik border and of 0.5 elsewhere"
        ),
    ),
)
"""The exercises of the lesson."""
