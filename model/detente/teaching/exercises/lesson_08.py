"""Lesson 8: batches and uncertainty.

How many runs a precision needs, what the band of a fan chart holds, the probability of a skirmish with
its interval, and what runs justify saying. The answers come from runs of the classroom, and of the same
world under drawn theories.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import sqrt
from numbers import Real
from typing import Any, Final

import numpy as np
import pandas as pd

from detente.ensemble import simulate
from detente.rules.parameters import PARAMETERS
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
_RUNS: Final = 1000
_MANY: Final = 10_000
_NORMAL: Final = 1.96
_BAND: Final = (0.05, 0.95)
_THEORIES: Final = 24
_RUNS_OF_THEORY: Final = 16
_WANTED_REACH: Final = 0.002
_WIDTHS: Final = (0.7, 1.4)
"""Widths of an interval, relative to the right one, that count as right."""


@lru_cache(maxsize=4)
def _world(changes: tuple[tuple[str, Any], ...]) -> Scenario:
    """Load the classroom with some changes."""
    return load("classroom").change(dict(changes))


_WITH_SHOOTING: Final = ()
_WITHOUT_SHOOTING: Final = (("timeline.shooting", None),)
_LESS_WILLING: Final = (*_WITHOUT_SHOOTING, ("states.SOU.will", 0.2))


@lru_cache(maxsize=8)
def _outcomes(changes: tuple[tuple[str, Any], ...], runs: int) -> pd.DataFrame:
    """Outcomes of the runs of a world on its border."""
    return _on_the_border(_world(changes), runs)


def _on_the_border(world: Scenario, runs: int) -> pd.DataFrame:
    """Run a world and keep the rows of its border."""
    table = simulate(world, replicates=runs, seed=_SEED).outcomes()
    return table[table["border"] == "NOR-SOU"].reset_index(drop=True)


@lru_cache(maxsize=1)
def _theories() -> pd.DataFrame:
    """Mean trust at the end, and the share of runs with a skirmish, under drawn theories."""
    luck = np.random.default_rng(_SEED)
    world, found = _world(_WITHOUT_SHOOTING), []
    for _ in range(_THEORIES):
        drawn = {
            f"theory.{name}": luck.uniform(number.low, number.high)
            for name, number in PARAMETERS.items()
        }
        runs = _on_the_border(world.change(drawn), _RUNS_OF_THEORY)
        found.append((runs["trust.final"].mean(), (runs["skirmishes.total"] >= 1).mean()))
    return pd.DataFrame(found, columns=["trust", "skirmish"])


# Exercise 8.1


def _runs_needed(
    reach: float = _WANTED_REACH,
    *,
    normal: float = _NORMAL,
    changes: tuple[tuple[str, Any], ...] = _WITH_SHOOTING,
) -> float:
    """Runs after which the interval of the mean trust at the end reaches so far."""
    spread = float(_outcomes(changes, _RUNS)["trust.final"].std())
    return (normal * spread / reach) ** 2


# Exercise 8.2


def _content_of_band() -> str:
    """Which of three things lies in the band of the fan as often as the band says."""
    trust = _outcomes(_WITHOUT_SHOOTING, _RUNS)["trust.final"]
    low, high = (float(trust.quantile(share)) for share in _BAND)
    groups = trust.groupby(trust.index // 40).mean()  # means of 25 smaller batches
    contents = {"runs": trust, "mean": groups, "theories": _theories()["trust"]}
    wanted = _BAND[1] - _BAND[0]
    misses = {
        name: abs(float(values.between(low, high).mean()) - wanted)
        for name, values in contents.items()
    }
    return min(misses, key=lambda name: misses[name])


# Exercise 8.3


def _share(changes: tuple[tuple[str, Any], ...], runs: int) -> float:
    """Share of runs with at least one skirmish."""
    return float((_outcomes(changes, runs)["skirmishes.total"] >= 1).mean())


def _interval() -> tuple[float, float]:
    """Interval of the probability of a skirmish by a thousand runs."""
    share = _share(_LESS_WILLING, _RUNS)
    reach = _NORMAL * sqrt(share * (1.0 - share) / _RUNS)
    return share - reach, share + reach


def _is_pair(answer: Sequence[Any]) -> bool:
    return (
        not isinstance(answer, str)
        and len(answer) == 2
        and all(isinstance(end, Real) and not isinstance(end, bool) for end in answer)
    )


def _covers(answer: Sequence[Any], share: float) -> bool:
    return bool(answer[0] <= share <= answer[1])


def _relative_width(answer: Sequence[Any]) -> float:
    low, high = _interval()
    return float(answer[1] - answer[0]) / (high - low)


def _is_not_of_the_lesson(answer: Sequence[Any]) -> bool:
    """Whether the pair does not lie around the probability of another, nearby world."""
    others = (_WITHOUT_SHOOTING, (("states.SOU.will", 0.2),))
    if _covers(answer, _share(_LESS_WILLING, _MANY)):
        return True
    return not any(_covers(answer, _share(world, _MANY)) for world in others)


_PAIR: Final = (
    Requirement(_is_pair, "Wanted are two numbers in parentheses, the lower end first: (0.2, 0.3)"),
    Requirement(
        lambda answer: 0.0 <= answer[0] < answer[1] <= 1.0,
        "A probability lies between 0 and 1, and the lower end of an interval comes first. "
        "Percent have to be divided by 100.",
    ),
    Requirement(
        _is_not_of_the_lesson,
        "This is the interval of another world. Both changes belong together: the planned "
        "shooting is taken away, and Southland is less willing.",
    ),
    Requirement(
        lambda answer: _covers(answer, _share(_LESS_WILLING, _MANY)),
        "The share of many runs does not lie in this interval. Count the runs with "
        "`skirmishes.total` of at least 1, and take the share of them, not the mean number of "
        "skirmishes.",
    ),
    Requirement(
        lambda answer: _relative_width(answer) >= _WIDTHS[0],
        "This interval is too sure of itself. The reach goes to each side of the share, and it is "
        "1.96 standard errors of a share: √(share × (1 − share) / runs).",
    ),
    Requirement(
        lambda answer: _relative_width(answer) <= _WIDTHS[1],
        "This interval holds the probability, but a thousand runs know it better. Divide by the "
        "number of runs before taking the root.",
    ),
)


# Exercise 8.4


def _justified() -> str:
    """Which of the four statements holds in the runs."""
    share, theories = _share(_WITHOUT_SHOOTING, _RUNS), _theories()["skirmish"]
    casualties = _outcomes(_WITHOUT_SHOOTING, _MANY)["severity.total"]
    holds: Mapping[str, bool] = {
        "A": share > 0.25,
        "B": bool((theories > 0.25).all()),
        "C": bool(theories.max() - theories.min() <= 0.06),
        "D": bool((casualties < 100.0).all()),
    }
    return ", ".join(name for name, is_so in holds.items() if is_so)


EXERCISES: tuple[Exercise, ...] = (
    NumberExercise(
        key="8.1",
        goal="8.a",
        question="How many runs of `classroom` does it take to know the mean of `trust.final` to "
        "±0.002?",
        solve=_runs_needed,
        within=300,
        unit="runs",
        allowed=(1, 1e7),
        decimals=0,
        hint="Take the standard deviation of `trust.final` over 1,000 runs of `classroom`, "
        "multiply it by 1.96, divide it by the wanted reach, and square the result.",
        because="The spread of the runs is a fact of this world; only the number of runs is yours "
        "to choose, and it enters through its square root.",
        slips=(
            Slip(
                lambda: _runs_needed(normal=1.0),
                "This is about a quarter of what it takes. The interval reaches 1.96 standard "
                "errors to *each* side, and ±0.002 is the reach to one side.",
            ),
            Slip(
                lambda: sqrt(_runs_needed()),
                "This is the ratio of the spread to the wanted reach. The error falls with the "
                "square root of the number of runs, so the ratio still has to be squared.",
            ),
            Slip(
                lambda: _runs_needed(0.003),
                "That would do for ±0.003, as in the lesson. Here the wanted reach is smaller.",
            ),
            Slip(
                lambda: _runs_needed(changes=_WITHOUT_SHOOTING),
                "This is the number for the world of the lesson. The question is about "
                "`classroom` as it is, with its planned shooting: another world has another "
                "spread.",
            ),
        ),
    ),
    ChoiceExercise(
        key="8.2",
        goal="8.b",
        question="What lies between the two outer edges of a fan chart?",
        solve=_content_of_band,
        options={
            "runs": "",
            "mean": "The mean is known much better than the width of the band. Compare the band "
            "with the interval of the mean, which the notebook prints below the chart.",
            "theories": "All runs of the fan share one set of numbers. How far did the hundred "
            "theories spread?",
            "reality": "No run of a model can say that. Which numbers behind the fan were "
            "measured on a real border?",
        },
        hint="Ask what was counted to draw the edges.",
        because="The edges are quantiles of runs. One run in twenty ends above the upper one and "
        "one in twenty below the lower one.",
    ),
    BuildExercise(
        key="8.3",
        goal="8.c",
        question="In what interval does the probability of a skirmish lie, if Southland's will is "
        "0.2 and no shooting is planned?",
        kind=Sequence,
        kind_words="a pair of numbers, such as (0.2, 0.3)",
        requirements=_PAIR,
        example="the share of 1,000 runs with a skirmish, ± 1.96 × √(share × (1 − share) / 1,000)",
        hint="Change the world, run it, count, and put the reach around the share.",
        because="It holds the share of ten thousand runs, and is as wide as a thousand runs allow.",
    ),
    ChoiceExercise(
        key="8.4",
        goal="8.d",
        question="Which of the four statements do the runs justify?",
        solve=_justified,
        options={
            "A": "",
            "B": "Look at the lowest of the hundred theories in the last picture.",
            "C": "Three points is the reach of *luck*, with one set of numbers. What do the other "
            "theories say?",
            "D": "It was not seen in 1,000 runs. What does the rule of three say about that, and "
            "what did the 20,000 runs say?",
        },
        hint="Ask of each statement whether it speaks of runs under given numbers, or of more "
        "than that.",
        because="It says which model, which numbers and which share: that is all that runs can show.",
    ),
)
