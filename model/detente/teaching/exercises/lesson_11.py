"""Lesson 11: how far to trust it.

Counting sources, moving one assumption over its plausible range, telling a claim that the runs justify
from one that only sounds like it, and holding the historical runs against the record.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

import pandas as pd

from detente.ensemble import Ensemble, simulate
from detente.rules.parameters import PARAMETERS
from detente.scenario import Scenario, load
from detente.teaching.exercise import ChoiceExercise, Exercise, NumberExercise, Slip

__all__ = ["CANDIDATES", "EXERCISES", "reproduced", "statements", "swing"]

_SEED: Final = 7
_SCENARIO: Final = "ferghana-valley"
_WORLD: Final = "classroom"
_HISTORY: Final = "post-soviet-1991"
_REPLICATES: Final = 300
_PAIRS: Final = 100
_HISTORIES: Final = 40
_TEN: Final = (
    "threat",
    "csbm_gain",
    "adoption_speed",
    "trade_gain",
    "openness_midpoint",
    "trust_midpoint",
    "reactivity",
    "contact_rate",
    "basic_posture",
    "skirmish_mistrust",
)
"""Parameters of the tornado in the notebook."""

_DEAD: Final = 55
"""Dead of April and May 2021 on the Kyrgyz-Tajik line (24.kg 192678; thenews 831643)."""

_INNER: Final = ("KAZ-KGZ", "KAZ-TKM", "KAZ-UZB", "KGZ-TJK", "KGZ-UZB", "TJK-UZB", "TKM-UZB")
_AFGHAN: Final = ("TJK-AFG", "TKM-AFG", "UZB-AFG")


# Exercise 11.1


@lru_cache(maxsize=1)
def _kinds() -> Mapping[str, int]:
    """Number of values of the scenario by kind of source."""
    kinds = pd.Series([source.kind for source in load(_SCENARIO).sources().values()])
    return {str(kind): int(count) for kind, count in kinds.value_counts().items()}


def _own_values() -> float:
    """Number of values that stand in the scenario's own file."""
    scenario = load(_SCENARIO)
    own = f"{_SCENARIO}.yaml"
    return sum(scenario.place_of(path).file.endswith(own) for path in scenario.sources())


# Exercises 11.2 and 11.3


def _runs(scenario: Scenario, replicates: int) -> pd.DataFrame:
    """Outcomes of the region, by replicate."""
    outcomes = simulate(scenario, replicates, _SEED).outcomes()
    region = outcomes[outcomes["border"] == "all"]
    return region.drop(columns="border").set_index("replicate")


def _ends(name: str) -> tuple[Scenario, Scenario]:
    """Classroom with a parameter at the low and at the high end of its plausible range."""
    world, entry = load(_WORLD), PARAMETERS[name]
    path = f"theory.{name}"
    return world.change({path: entry.low}), world.change({path: entry.high})


@lru_cache(maxsize=8)
def swing(name: str) -> float:
    """How far a parameter moves the mean number of skirmishes over its range."""
    low, high = (
        _runs(scenario, _REPLICATES)["skirmishes.total"].mean() for scenario in _ends(name)
    )
    return float(abs(high - low))


CANDIDATES: Final = ("threat", "csbm_gain", "contact_rate", "skirmish_mistrust", "basic_posture")


def _moves_most() -> str:
    return max(CANDIDATES, key=swing)


def _trust(scenario: Scenario) -> tuple["pd.Series[float]", "pd.Series[float]"]:
    """Final trust of each run, with the hotline and without it."""
    without = scenario.change({"timeline.hotline": None})
    return _runs(scenario, _PAIRS)["trust.final"], _runs(without, _PAIRS)["trust.final"]


@lru_cache(maxsize=1)
def statements() -> Mapping[str, bool]:
    """Whether the runs justify each statement on the hotline."""
    settings = [_trust(scenario) for name in _TEN for scenario in _ends(name)]
    levels = [helped.mean() for helped, _ in settings]
    effects = [(helped - alone).mean() for helped, alone in settings]
    helped, alone = _trust(load(_WORLD))
    return {
        "level": all(0.49 <= level <= 0.51 for level in levels),
        "size": all(0.06 <= effect <= 0.07 for effect in effects),
        "certain": bool(helped.min() > alone.max()),
        "direction": all(effect > 0.0 for effect in effects),
    }


def _justified() -> str:
    return next(name for name, holds in statements().items() if holds)


# Exercise 11.4


def _density(ensemble: Ensemble, month: str, *borders: str) -> float:
    """Mean density of some borders at the end of a month."""
    table = ensemble.summary()
    rows = (
        (table["variable"] == "density") & (table["date"] == month) & table["border"].isin(borders)
    )
    return float(table.loc[rows, "mean"].mean())


def _casualties(ensemble: Ensemble) -> "pd.Series[float]":
    """Casualties on the Kyrgyz-Tajik line, by replicate."""
    outcomes = ensemble.outcomes()
    line = outcomes[outcomes["border"] == "KGZ-TJK"]
    return line.set_index("replicate")["severity.total"]


@lru_cache(maxsize=1)
def reproduced() -> Mapping[str, bool]:
    """Whether the historical runs show each fact of the record."""
    history = load(_HISTORY)
    to_2020, to_2022 = (
        simulate(history.change({"rounds": 12 * years}), _HISTORIES, _SEED) for years in (29, 31)
    )
    many = (_casualties(to_2022) - _casualties(to_2020)) >= _DEAD
    china = [_density(to_2022, f"{year}-12-01", "KAZ-CHN") for year in (1996, 2010)]
    inner = [_density(to_2022, f"{year}-12-01", *_INNER) for year in (1991, 1996)]
    afghan = _density(to_2022, "2022-12-01", *_AFGHAN)
    return {
        "nineties": inner[1] > inner[0],
        "china": china[1] < 0.5 * china[0],
        "fighting": bool(many.mean() >= 1 / 20),
        "afghan": afghan > _density(to_2022, "2022-12-01", "all"),
    }


def _missed() -> str:
    return next(name for name, shown in reproduced().items() if not shown)


EXERCISES: Final[tuple[Exercise, ...]] = (
    NumberExercise(
        key="11.1",
        goal="11.a",
        question="How many values of ferghana-valley rest on an assumption?",
        solve=lambda: _kinds()["assumption"],
        within=0,
        unit="values",
        allowed=(0, 100_000),
        decimals=0,
        hint=(
            "sources() of the loaded scenario holds one source for each value, those of its base "
            "included; each has a kind. Count one kind."
        ),
        slips=(
            Slip(
                lambda: _kinds()["publication"],
                "These are the values that rest on a publication. Which kind is asked for?",
            ),
            Slip(
                lambda: sum(_kinds().values()),
                "That is the number of all values. Count only those of one kind.",
            ),
            Slip(
                _own_values,
                "These are the values that stand in the file itself. It extends another scenario, "
                "and what it takes over has sources as well: sources() knows them all.",
            ),
            Slip(
                lambda: sum(entry.grade == "assumption" for entry in PARAMETERS.values()),
                "That is the number of parameters of the theory with this grade. Asked is for the "
                "values of a scenario.",
            ),
            Slip(
                lambda: sum(
                    source.kind == "assumption" for source in load(_HISTORY).sources().values()
                ),
                "That is the count for post-soviet-1991. Load the other scenario.",
            ),
        ),
        because=(
            "More than nine values in ten are judgments; what is published are lengths, the settled"
            " share of the lines, and dates. The course of a run hangs on the others."
        ),
    ),
    ChoiceExercise(
        key="11.2",
        goal="11.b",
        question=(
            "Which parameter moves the number of skirmishes in the classroom the most over its "
            "range?"
        ),
        solve=_moves_most,
        options={
            "threat": (
                "This one tops the tornado of trust. Skirmishes are another outcome: run both ends "
                "and look at skirmishes.total."
            ),
            "csbm_gain": (
                "This one moves trust a good deal. How much of that reaches the number of "
                "skirmishes? Run both ends of each and compare the differences."
            ),
            "contact_rate": (
                "Close: more contacts give more skirmishes. But compare the whole differences, from"
                " the low end to the high end, of all five."
            ),
            "skirmish_mistrust": "",
            "basic_posture": (
                "More troops meet more often, but that is an indirect way. Compare the differences "
                "from the low end to the high end."
            ),
        },
        hint=(
            "For each name: change theory.NAME to PARAMETERS[NAME].low and to .high, take the mean "
            "of skirmishes.total, and subtract. The longest difference wins, whatever its sign."
        ),
        because=(
            "How much mistrust turns a stand-off into fire hardly matters to final trust, and "
            "matters most here. Which assumption carries a result depends on the outcome, so there "
            "is no tornado of a model as such."
        ),
    ),
    ChoiceExercise(
        key="11.3",
        goal="11.c",
        question="Which statement on the hotline do the runs justify?",
        solve=_justified,
        options={
            "level": (
                "The mean is in there at the default values. Where is it at the ends of the first "
                "tornado? A level is only as good as the assumptions below it."
            ),
            "size": (
                "True of one of the settings that were run. Look at the shortest and the longest "
                "bar of the second chart."
            ),
            "certain": (
                "With the same luck, yes, in each pair. But a real border has luck of its own: how "
                "many chance pairs pointed the wrong way?"
            ),
            "direction": "",
        },
        hint=(
            "Ask of each: does it hold at all settings that were run, and for runs with different "
            "luck?"
        ),
        because=(
            "It says in which model, about which mean, over which assumptions, and claims a "
            "direction and not a size. That is how much the runs carry; whether a real border is "
            "like the model is another question."
        ),
    ),
    ChoiceExercise(
        key="11.4",
        goal="11.d",
        question="Which fact of the record does post-soviet-1991 miss?",
        solve=_missed,
        options={
            "nineties": (
                "Look at the first ten years of the picture: which way do the lines between the "
                "five go? (That it was partly put in by the timeline is another matter.)"
            ),
            "china": "Read the density of KAZ-CHN at the end of 1996 and of 2010 off the runs.",
            "fighting": "",
            "afghan": (
                "Compare the density of the borders whose names end in -AFG with that of border "
                "'all' in 2022."
            ),
        },
        hint="Compute each of the four from the runs; three come out as in the record.",
        because=(
            "By 2021 that line is nearly calm in the model, with a fraction of the casualties even "
            "in the worst run. A model that misses the worst event of its own region must not be "
            "quoted on how likely such an event is."
        ),
    ),
)
