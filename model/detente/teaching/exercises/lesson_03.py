"""Lesson 3: accidents and hotlines.

The chain of chances that ends in fire, what measures do to it, and luck that is shared between two runs.
"""

from functools import lru_cache
from typing import Any, Final

import pandas as pd

from detente.ensemble import simulate
from detente.rules import encounters
from detente.rules.csbm import MEASURES
from detente.rules.parameters import theory_from
from detente.rules.trade import interdependence
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

_BORDER: Final = "NOR-SOU"
_LEVELS: Final = f"borders.{_BORDER}.csbm"
_HOTLINE: Final = 0.5
_RUNS: Final = 4000
_PAIRS: Final = 100
_THEORY: Final = theory_from({})
_CHOICES: Final = {
    "hotline": "",
    "contact points": "",
    "dialogue": "Compare its calming with that of the others: is it really next to nothing?",
    "transparency": "",
}


@lru_cache(maxsize=1)
def _base() -> Scenario:
    """The classroom world without its timeline."""
    return load("classroom").change({"timeline": None})


def _expected(sector: str, prevention: float = 0.0, calming: float = 0.0) -> float:
    """Skirmishes to be expected on a sector in the first month."""
    border = _base().borders[_BORDER]
    first, second = (border.troops_per_km[side] / _THEORY.policing_norm for side in border.sides)
    trust = sum(border.trust.values()) / len(border.trust)
    need = interdependence(border.trade, border.trade_potential)
    dispute = border.sectors[sector].dispute
    meetings = encounters.contact_rate(dispute, border.delimited, first, second, _THEORY)
    misread = encounters.misunderstanding_probability(prevention, _THEORY)
    hardens = encounters.standoff_probability(trust, 0.0, 0.0, calming, _THEORY)
    effort = _base().powers["UN"].effort
    fires = encounters.skirmish_probability(trust, 0.0, calming, need, effort, _THEORY)
    return meetings * misread * hardens * fires


def _with(levels: dict[str, float]) -> float:
    """Skirmishes to be expected on the border in the first month, with some measures in force."""
    prevention = sum(_THEORY.prevention[MEASURES.index(m)] * level for m, level in levels.items())
    calming = sum(_THEORY.deescalation[MEASURES.index(m)] * level for m, level in levels.items())
    return sum(
        _expected(sector, prevention, calming) for sector in _base().borders[_BORDER].sectors
    )


def _at_the_river(
    *, prevention: bool = True, calming: bool = True, level: float = _HOTLINE
) -> float:
    """Answer to 3.1, or what comes out where an effect is forgotten."""
    place = MEASURES.index("hotline")
    prevented = _THEORY.prevention[place] * level if prevention else 0.0
    calmed = _THEORY.deescalation[place] * level if calming else 0.0
    return 1000 * _expected("river", prevented, calmed)


def _least_calming() -> str:
    """The measure whose prevention outweighs its calming most."""

    def ratio(name: str) -> float:
        place = MEASURES.index(name.replace(" ", "_"))
        return _THEORY.prevention[place] / _THEORY.deescalation[place]

    return max(_CHOICES, key=ratio)


@lru_cache(maxsize=1)
def _ratio_of_spreads() -> float:
    """Spread of the differences in final trust with other luck, over that with the same luck."""
    hotline = _base().change({f"{_LEVELS}.hotline": _HOTLINE})

    def trust(world: Scenario, seed: int) -> "pd.Series[Any]":
        table = simulate(world, _RUNS, seed).outcomes()
        return table[table["border"] == _BORDER].set_index("replicate")["trust.final"]

    without = trust(_base(), 7)
    spreads = [float((trust(hotline, seed) - without).std()) for seed in (7, 8)]
    return spreads[1] / spreads[0]


def _levels_of(world: Scenario) -> dict[str, float]:
    """Measures in force at the start."""
    return {name: level for name, level in world.borders[_BORDER].csbm.items() if level > 0.0}


def _changes_only_measures(world: Scenario) -> bool:
    """Whether a world is the base but for the levels of its measures."""
    if list(world.borders) != [_BORDER]:
        return False
    return world == _base().change({_LEVELS: dict(world.borders[_BORDER].csbm)})


EXERCISES: tuple[Exercise, ...] = (
    NumberExercise(
        key="3.1",
        goal="3.a",
        question=(
            "With a hotline at level 0.5, how many skirmishes are to be expected at the river in 1,000 "
            "first months?"
        ),
        hint=(
            "Multiply the four steps for a dispute of 1. What a measure does is its number times its "
            "level, once for the misunderstanding and once for the two steps after it."
        ),
        because="The four steps multiplied, with half of the hotline's prevention and calming.",
        solve=_at_the_river,
        within=0.05,
        unit="skirmishes in 1,000 months",
        allowed=(0.0, 1000.0),
        slips=(
            Slip(
                lambda: _at_the_river() / 1000, "That is for one month. The question is on 1,000."
            ),
            Slip(
                lambda: _at_the_river(prevention=False, calming=False),
                "That is the river without a hotline.",
            ),
            Slip(
                lambda: _at_the_river(prevention=False),
                "You have the calming. What does the hotline do before, at the misunderstanding?",
            ),
            Slip(
                lambda: _at_the_river(calming=False),
                "You have the prevention. What does the hotline do after a misunderstanding?",
            ),
            Slip(
                lambda: _at_the_river(level=1.0),
                "That is a hotline that works fully. Here it works by half.",
            ),
            Slip(
                lambda: 1000 * _with({"hotline": _HOTLINE}),
                "That is the whole border. The question is on one of its two sectors.",
            ),
            Slip(
                lambda: 1000 * _with({"hotline": _HOTLINE}) - _at_the_river(),
                "That is the hills. The dispute at the river is less sharp.",
            ),
        ),
    ),
    ChoiceExercise(
        key="3.2",
        goal="3.b",
        question="Which of these measures works nearly alone on step 2, the misreading of a meeting?",
        hint=(
            "Look at both columns of the table of measures: the first shall be large, the second next "
            "to nothing."
        ),
        because=(
            "Of the four it has the largest prevention and the smallest calming: who knows what the "
            "other side is about to do misreads less, but has nobody to call once it has gone wrong."
        ),
        solve=_least_calming,
        options=_CHOICES,
    ),
    NumberExercise(
        key="3.3",
        goal="3.c",
        question=(
            "For the trust at the end: how many pairs with other luck give the precision of 100 pairs "
            "with the same luck?"
        ),
        hint=(
            "Work out the spread of the differences both ways. The error of a mean is the spread over "
            "the root of the number; make the two errors equal."
        ),
        because=(
            "The numbers of pairs are in the ratio of the spreads, squared. Final trust carries the "
            "luck of ten years, most of which two runs with the same dice share."
        ),
        solve=lambda: _PAIRS * _ratio_of_spreads() ** 2,
        within=150.0,
        unit="pairs",
        allowed=(1.0, 1e6),
        decimals=0,
        slips=(
            Slip(
                lambda: _PAIRS * _ratio_of_spreads(),
                "That is the ratio of the spreads. An error falls with the root of the number of pairs.",
            ),
            Slip(
                lambda: _ratio_of_spreads() ** 2,
                "That is how many times as many. The question is for 100 pairs.",
            ),
        ),
    ),
    BuildExercise(
        key="3.4",
        goal="3.b",
        question=(
            "Build a world in which one measure other than the hotline prevents at least as many "
            "skirmishes of the first month as a hotline at level 0.5."
        ),
        hint="Change one level of the border's measures in the world without a timeline.",
        because=(
            "In the first month it does as well. Whether it still does later depends on trust: a "
            "measure lapses faster where trust is below its threshold. Run it and compare."
        ),
        kind=Scenario,
        kind_words='a world, such as base.change({"borders.NOR-SOU.csbm.dialogue": 0.5})',
        requirements=(
            Requirement(
                _changes_only_measures,
                "Something other than the measures differs from `base`. Start from `base`, not from "
                "another world, and change a level only.",
            ),
            Requirement(
                lambda world: "hotline" not in _levels_of(world),
                "There is a hotline in it, which Southland refuses.",
            ),
            Requirement(
                lambda world: len(_levels_of(world)) == 1,
                "Exactly one measure shall be in force at the start.",
            ),
            Requirement(
                lambda world: _with(_levels_of(world)) <= _with({"hotline": _HOTLINE}),
                "That prevents too little. Put its two numbers, times its level, into `skirmishes`, and "
                "compare with the hotline; calming counts at two steps.",
            ),
        ),
        example='base.change({"borders.NOR-SOU.csbm.contact_points": 0.7})',
    ),
)
"""The exercises of the lesson."""
