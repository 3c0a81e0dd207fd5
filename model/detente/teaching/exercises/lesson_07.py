"""Lesson 7: two worlds.

Tipping points of a border that may live in two basins, and policies that do or do not carry it over.
"""

from functools import lru_cache
from typing import Any, Final

from detente.ensemble import simulate
from detente.scenario import Scenario, load
from detente.scenario.months import Month
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
_TRUST: Final = f"borders.{_BORDER}.trust"
_BASELINE: Final = f"borders.{_BORDER}.trust_baseline"
_SEED: Final = 7
_RUNS: Final = 100
_MIDDLE: Final = 0.5
_ENEMIES: Final = 0.2
_FRIENDS: Final = 0.65
_BUILT_ON: Final = 0.32
_FIRST: Final = Month(2006, 1)
_LAST: Final = Month(2021, 1)
_ENOUGH: Final = 0.75
_CARRIED: Final = 0.9
_SMALL: Final = 0.02
_TRIED: Final = (0.38, 0.4, 0.42)
_EARLY_AND_LATE: Final = (0.3, 0.55)
_STEPS: Final = 6


@lru_cache(maxsize=1)
def _base() -> Scenario:
    """The world of the lesson."""
    return load("two-worlds")


def _share_low(scenario: Scenario, runs: int = _RUNS) -> float:
    """Share of runs whose trust ends in the low world."""
    table = simulate(scenario, runs, _SEED).outcomes()
    return float((table.loc[table["border"] == _BORDER, "trust.final"] < _MIDDLE).mean())


@lru_cache(maxsize=8)
def _tipping_baseline(start: float, rounds: int = 600, runs: int = _RUNS) -> float:
    """Baseline at which half of the runs end low, by halving an interval."""
    low, high = _EARLY_AND_LATE
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        world = _base().change({_TRUST: start, _BASELINE: middle, "rounds": rounds})
        if _share_low(world, runs) > _MIDDLE:
            low = middle
        else:
            high = middle
    return 0.5 * (low + high)


def _package(add: float) -> dict[str, Any]:
    """The three years of measures of the lesson, with another strength."""
    effect = {"what": "csbm", "at": _BORDER, "add": add}
    dates = {"date": "2006-01", "until": "2009-01"}
    return {"title": "Measures", "kind": "policy", "effects": [effect], **dates}


@lru_cache(maxsize=1)
def _where_enough() -> str:
    """Baselines at which the small package is enough, as one of the choices."""
    policy: dict[str, Any] = {"timeline.package": _package(_SMALL)}
    low = [_share_low(_base().change(policy | {_BASELINE: value})) for value in _TRIED]
    enough = [value for value, share in zip(_TRIED, low, strict=True) if 1.0 - share >= _ENOUGH]
    words = {0: "none", 1: "only 0.42", 2: "0.4 and 0.42", 3: "all"}
    return words[len(enough)]


def _without_timeline(world: Scenario) -> Scenario:
    """A world without its events."""
    return world.change({f"timeline.{key}": None for key in world.timeline})


def _changes_only_the_timeline(world: Scenario) -> bool:
    """Whether a world is that of the exercise but for its timeline."""
    if list(world.borders) != [_BORDER]:
        return False
    return _without_timeline(world) == _base().change({_BASELINE: _BUILT_ON})


def _begins_late_enough(world: Scenario) -> bool:
    """Whether nothing happens before the policy may begin."""
    return all(
        effect.date >= _FIRST for event in world.timeline.values() for effect in event.effects
    )


def _ends_early_enough(world: Scenario) -> bool:
    """Whether nothing goes on after the policy has to be over."""
    return all(
        effect.until is not None and effect.until <= _LAST and effect.fade is None
        for event in world.timeline.values()
        for effect in event.effects
    )


def _decrees_trust(world: Scenario) -> bool:
    """Whether an effect sets trust or a clash by decree."""
    return any(
        effect.what in {"trust", "clash"}
        for event in world.timeline.values()
        for effect in event.effects
    )


EXERCISES: tuple[Exercise, ...] = (
    NumberExercise(
        key="7.1",
        goal="7.b",
        question=(
            "At which trust baseline do half of the runs that start between enemies get out of the low "
            "world within fifty years?"
        ),
        hint=(
            "Take a baseline at which nearly all runs end low and one at which hardly any does. Try the "
            "middle, keep the half in which the share passes 0.5, and go on."
        ),
        because=(
            "Above this baseline most borders of enemies find their way up within fifty years. It is "
            "the tipping point for this horizon only: with more time it lies lower."
        ),
        solve=lambda: _tipping_baseline(_ENEMIES),
        within=0.01,
        unit="baseline, 0 to 1",
        allowed=(0.0, 1.0),
        slips=(
            Slip(
                lambda: _tipping_baseline(_FRIENDS),
                "That is where friends fall. The question is where enemies rise: start at 0.2.",
            ),
            Slip(
                lambda: _tipping_baseline(_ENEMIES, rounds=2400, runs=40),
                "That is the point for 200 years. The question gives the border fifty.",
            ),
        ),
    ),
    NumberExercise(
        key="7.2",
        goal="7.b",
        question=(
            "At which trust baseline do half of the runs that start between friends fall into the low "
            "world within fifty years?"
        ),
        hint="As in 7.1, with a start at 0.65. Should the point lie above or below the other one?",
        because=(
            "Friends hold out at baselines at which enemies stay enemies. Between the two points the "
            "border keeps the world it was in."
        ),
        solve=lambda: _tipping_baseline(_FRIENDS),
        within=0.01,
        unit="baseline, 0 to 1",
        allowed=(0.0, 1.0),
        slips=(
            Slip(
                lambda: _tipping_baseline(_ENEMIES),
                "That is where enemies rise. The question is where friends fall: start at 0.65.",
            ),
        ),
    ),
    ChoiceExercise(
        key="7.3",
        goal="7.c",
        question=(
            "For which of the baselines 0.38, 0.4 and 0.42 is the smaller package (0.02 a month, three "
            "years) enough, so that three of four runs that start between enemies are out of the low "
            "world in 2050?"
        ),
        hint="Lay the package over each of the three borders and look at the share that ends low.",
        because=(
            "The nearer a border is to its tipping point, the smaller the push that is enough. At the "
            "two others the same three years leave too many runs short of it."
        ),
        solve=_where_enough,
        options={
            "all": "Look at 0.38: which share of the runs is out of the low world?",
            "0.4 and 0.42": "Look at 0.4: more than half get out, but is it three of four?",
            "only 0.42": "",
            "none": "Look at 0.42, where the border is near its tipping point.",
        },
    ),
    BuildExercise(
        key="7.4",
        goal="7.d",
        question=(
            "Build a policy, over by January 2021, that carries the border of enemies with a baseline "
            "of 0.32 into the high world, so that nine runs of ten are still there in 2050."
        ),
        hint="Push longer or harder, or both, and let what is built carry itself.",
        because=(
            "It lasts thirty years after its end. What carries it is no longer the policy but the loop "
            "between trust, measures and trade."
        ),
        kind=Scenario,
        kind_words="a scenario, such as base.change({... | policy})",
        requirements=(
            Requirement(
                _changes_only_the_timeline,
                "Something other than the timeline differs from `base` with a baseline of 0.32: another "
                "world, another number, or another horizon. Start again from `base.change(...)`.",
            ),
            Requirement(
                lambda world: bool(world.timeline),
                "There is no policy in it: the timeline is empty.",
            ),
            Requirement(
                lambda world: not _decrees_trust(world),
                "Trust cannot be decreed: use measures, will, trade or support, and leave `trust` and "
                "`clash` alone.",
            ),
            Requirement(
                _begins_late_enough,
                "Something in the timeline begins before January 2006.",
            ),
            Requirement(
                _ends_early_enough,
                "Something goes on after January 2021. Every effect needs an `until`; none may `fade`.",
            ),
            Requirement(
                lambda world: 1.0 - _share_low(world, 200) >= _CARRIED,
                "Too few runs are in the high world in 2050. Look at the trust in the month in which "
                "the policy ends and thirty years later: did it end short of the tipping point?",
            ),
        ),
        example=(
            "all nine measures, 0.05 a month, from 2006-01 until 2014-01: eight years instead of three"
        ),
    ),
)
"""The exercises of the lesson."""
