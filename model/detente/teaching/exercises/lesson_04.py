"""Lesson 4: crime at the border.

What guards deter and what they feed, by the rules of crime, and a withdrawal from the Afghan frontier
that does not let more armed groups in.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Final

import pandas as pd

from detente.ensemble import simulate
from detente.rules import crime
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
_BASE: Final = "afghan-frontier"
_WITHDRAWAL: Final = "demilitarization-without-cooperation"
_POSTS: Final = 4
_MONTHS: Final = 12
_LARGEST: Final = 0.1
"""Largest monthly addition to the adoption of a measure that an answer may use."""

_TOLERATED: Final = 1.01
"""Infiltration of a year, relative to the frontier left alone, that does not yet count as a rise."""

_DURING: Final = (2027, 2030)
_REPLICATES: Final = 200


# Exercise 4.1


def _smuggling(
    *, weakness: float = crime.weakness(0.6), openness: float = 0.25, coverage: float = 0.4
) -> float:
    """Smuggling of a month at the post of the exercise."""
    return crime.smuggling_pressure(0.5, weakness, openness, coverage, 1.2, 1.0, _THEORY)


def _smuggling_of_year() -> float:
    return _smuggling() * _POSTS * _MONTHS


# Exercise 4.2


def _density_where(small_enough: Callable[[float], bool]) -> float:
    """Smallest density at which something that only falls with density has become small enough."""
    low, high = 0.0, _THEORY.garrison_capacity
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (low, middle) if small_enough(middle) else (middle, high)
    return high


def _infiltration(density: float) -> float:
    coverage = crime.guard_coverage(density, _THEORY)
    return crime.infiltration_pressure(1.0, 1.0, coverage, 1.0, _THEORY)


def _half_deterred() -> float:
    return _density_where(lambda density: _infiltration(density) <= _infiltration(0.0) / 2)


def _half_covered() -> float:
    return _density_where(lambda density: crime.guard_coverage(density, _THEORY) >= 1 / 2)


# Exercise 4.3


def _rises() -> dict[str, float]:
    """How many times each crime rises when a crossing is shut."""
    coverage = crime.guard_coverage(1.0, _THEORY)
    levels = []
    for openness in (0.8, 0.0):
        rent = crime.militarization_rent(1.0, openness, _THEORY)
        conditions = (0.5, crime.weakness(0.5), openness, coverage, rent, 1.0, _THEORY)
        levels.append(
            {
                "smuggling": crime.smuggling_pressure(*conditions),
                "trafficking": crime.trafficking_pressure(*conditions),
                "infiltration": crime.infiltration_pressure(0.5, 1.0, coverage, 1.0, _THEORY),
            }
        )
    before, after = levels
    return {kind: after[kind] / before[kind] for kind in before}


def _rises_most() -> str:
    rises = _rises()
    kind = max(rises, key=rises.__getitem__)
    return kind if rises[kind] > 1.01 * min(rises.values()) else "all alike"


# Exercise 4.4


@lru_cache(maxsize=4)
def _infiltration_by_year(scenario: Scenario) -> "pd.Series[float]":
    """Infiltration on the frontier by year, in the mean over runs."""
    table = simulate(scenario, _REPLICATES, seed=7).incidents()
    of_kind = (table["border"] == "all") & (table["kind"] == "infiltration") & (table["round"] > 0)
    rows = table[of_kind]
    return rows.groupby(rows["date"].dt.year)["mean"].sum()


def _stays_down(scenario: Scenario, first: int, last: int) -> bool:
    own = _infiltration_by_year(scenario).loc[first:last]
    alone = _infiltration_by_year(load(_BASE)).loc[first:last]
    return bool((own <= _TOLERATED * alone).all())


def _same_world(scenario: Scenario) -> bool:
    base = load(_WITHDRAWAL)
    kept = ("states", "powers", "borders", "start", "rounds", "rivalry", "without")
    same = all(getattr(scenario, name) == getattr(base, name) for name in kept)
    return same and scenario.theory_values() == base.theory_values()


def _withdraws(scenario: Scenario) -> bool:
    base = load(_WITHDRAWAL).timeline["withdrawal"]
    return scenario.timeline.get("withdrawal") == base


def _only_measures(scenario: Scenario) -> bool:
    added = [event for key, event in scenario.timeline.items() if key != "withdrawal"]
    return all(effect.what == "csbm" for event in added for effect in event.effects)


def _of_a_size(scenario: Scenario) -> bool:
    added = [event for key, event in scenario.timeline.items() if key != "withdrawal"]
    sizes = [effect.add or effect.set or 0.0 for event in added for effect in event.effects]
    return all(size <= _LARGEST for size in sizes)


EXERCISES: Final[tuple[Exercise, ...]] = (
    NumberExercise(
        key="4.1",
        goal="4.a",
        question="How many smuggling incidents does a side with four such posts expect in a year?",
        hint="Write the seven factors below each other, the weakness and the two brackets worked out"
        " first. Then ask what the product counts: where, and in which time?",
        because="Weakness is 1.5 - 0.6; the product is for one post and one month, so times four posts"
        " and twelve months.",
        solve=_smuggling_of_year,
        within=0.2,
        unit="incidents a year on the whole side",
        allowed=(0.0, 10_000.0),
        decimals=1,
        slips=(
            Slip(lambda: _smuggling() * _MONTHS, "That is one post. How many are there?"),
            Slip(lambda: _smuggling() * _POSTS, "That is one month. What is asked is a year."),
            Slip(_smuggling, "That is one post in one month. What is asked is the side in a year."),
            Slip(
                lambda: _smuggling(weakness=0.6) * _POSTS * _MONTHS,
                "You put the stability where its weakness belongs: a stable neighbor sends less.",
            ),
            Slip(
                lambda: _smuggling(openness=0.75) * _POSTS * _MONTHS,
                "A quarter open is three quarters shut; smuggling grows with what is shut.",
            ),
            Slip(
                lambda: _smuggling(coverage=0.0) * _POSTS * _MONTHS,
                "The guards are missing: what part of smuggling does their coverage leave?",
            ),
        ),
    ),
    NumberExercise(
        key="4.2",
        goal="4.b",
        question="At which density do guards keep half of the infiltration out?",
        hint="Compare with infiltration at density 0, not at density 1, and go along the curve until"
        " half is left.",
        because="Half is left where coverage is 0.5 / 0.9. Twice as many guards deter much less than"
        " twice as much.",
        solve=_half_deterred,
        within=0.08,
        unit="density, multiples of the policing norm",
        allowed=(0.0, 12.0),
        slips=(
            Slip(
                _half_covered,
                "There guards see half of the stretch. Some get through even where guards look: mind"
                " the 0.9.",
            ),
            Slip(
                lambda: _density_where(lambda x: _infiltration(x) <= _infiltration(1.0) / 2),
                "That halves the infiltration of density 1. Compare with no guards at all.",
            ),
        ),
    ),
    ChoiceExercise(
        key="4.3",
        goal="4.b",
        question="A crossing is shut and the guards stay. Which crime rises most, in percent?",
        hint="Divide each crime behind the shut crossing by the same crime behind the open one.",
        because="Smugglers lose the crossing itself; traffickers used it less to begin with, and"
        " infiltration never did.",
        solve=_rises_most,
        options={
            "smuggling": "",
            "trafficking": "It rises, but compare the closure brackets of the two rules: which one"
            " changes by the larger factor?",
            "infiltration": "Look for openness in the rule of infiltration.",
            "all alike": "Openness stands in each rule differently, and not in every one.",
        },
    ),
    BuildExercise(
        key="4.4",
        goal="4.c",
        question="Build a withdrawal with cooperation during which infiltration does not rise.",
        hint="Which measures police jointly?",
        because="The guards go home, and in no year does more infiltration get through than on the"
        " frontier left alone.",
        kind=Scenario,
        kind_words=f"a scenario made from {_WITHDRAWAL!r} by change",
        requirements=(
            Requirement(
                _same_world,
                "States, borders, powers and the theory have to be those of"
                f" {_WITHDRAWAL!r}; only the timeline may have more in it.",
            ),
            Requirement(
                _withdraws, "The withdrawal has to stay in the timeline just as it is there."
            ),
            Requirement(
                _only_measures,
                "Cooperate by measures of confidence and security alone: every effect that you add has"
                " what: csbm.",
            ),
            Requirement(
                _of_a_size, f"No more than {_LARGEST} may be added to a measure in one effect."
            ),
            Requirement(
                lambda scenario: _stays_down(scenario, *_DURING),
                "While the guards leave and in the two years after, more gets through than without all"
                " this. Are these the measures that police jointly, on all three borders, in time, and"
                " fast enough?",
            ),
            Requirement(
                lambda scenario: _stays_down(scenario, _DURING[1] + 1, 2044),
                "It goes well at first and not later. What becomes of the measures when the policy"
                " ends, and how many guards are there by then?",
            ),
        ),
        example="joint_patrols and shared_monitoring on the three borders, add 0.05, from 2027-01"
        " without an end",
    ),
)
"""Exercises of the lesson, in order."""
