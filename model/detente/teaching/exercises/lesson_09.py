"""Lesson 9: the policy laboratory.

A paired effect with its interval, policies under several futures by two criteria, what is left of a
policy after it has ended, and a package of measures that does better than joint patrols for the same
effort. The answers come from paired runs of the region.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

import pandas as pd

from detente.analysis import compare
from detente.ensemble import simulate
from detente.rules.csbm import MEASURES
from detente.scenario import Scenario, load
from detente.teaching.exercise import (
    BuildExercise,
    Exercise,
    NumberExercise,
    Requirement,
    Slip,
)

__all__ = ["EXERCISES"]

_SEED: Final = 7
_ROUNDS: Final = 120
_PAIRS: Final = 100
_PAIRS_OF_FUTURES: Final = 24
_AFGHAN: Final = ("TJK-AFG", "TKM-AFG", "UZB-AFG")
_BORDER: Final = "TJK-AFG"
_SUPPORT: Final = "international-support"
_PATROLS: Final = "joint-patrols"
_CANDIDATES: Final = ("joint-patrols", "multilateral-framework", "economic-incentives")
_POLICIES: Final = (*_CANDIDATES, _SUPPORT, "unilateral-withdrawal", "coordinated-reduction")
_FUTURES: Final = (
    "great-power-rivalry",
    "political-instability",
    "insurgency-shock",
    "support-withdrawn",
)
_WEIGHTS: Final = (0.8, 0.05, 0.05, 0.05, 0.05)
_EFFORT: Final = 1.8
_FIRST_MONTH: Final = "2027-01"

Events = dict[str, Any]


@lru_cache(maxsize=1)
def _base() -> Scenario:
    """Load the region as it is today, for ten years."""
    return load("central-asia").change({"rounds": _ROUNDS})


@lru_cache(maxsize=16)
def _events(name: str) -> Events:
    """What a variant adds to the timeline."""
    timeline = load(name).model_dump(mode="json", exclude_defaults=True)["timeline"]
    return {key: event for key, event in timeline.items() if key not in _base().timeline}


def _ending(name: str, month: str) -> Events:
    """What a variant adds to the timeline, all over in a month."""
    return {
        key: event
        | {
            "until": month,
            "effects": [effect | {"until": month} for effect in event["effects"]],
        }
        for key, event in _events(name).items()
    }


def _with(events: Events) -> Scenario:
    """Put events into the region."""
    return _base().change({"timeline": events}) if events else _base()


@lru_cache(maxsize=32)
def _outcomes(world: Scenario, pairs: int = _PAIRS) -> pd.DataFrame:
    """Outcomes of the runs of a world."""
    return simulate(world, replicates=pairs, seed=_SEED).outcomes()


def _in_region(world: Scenario, outcome: str, pairs: int = _PAIRS) -> float:
    """Mean of an outcome of the region."""
    runs = _outcomes(world, pairs)
    return float(runs.loc[runs["border"] == "all", outcome].mean())


# Exercise 9.1


@lru_cache(maxsize=2)
def _effect(border: str) -> Mapping[str, float]:
    """Effect of more support on the skirmishes of a border, with its interval."""
    runs = pd.concat(
        [
            _outcomes(_base()).assign(point="no policy"),
            _outcomes(_with(_events(_SUPPORT))).assign(point=_SUPPORT),
        ]
    )
    table = compare(runs, "no policy", names=["skirmishes.total"], borders=[border])
    return {name: float(table[name].iloc[0]) for name in ("effect", "low", "high")}


def _nearest_end(border: str = _BORDER) -> float:
    """End of the interval that lies nearest to zero."""
    effect = _effect(border)
    return min(effect["low"], effect["high"], key=abs)


def _farthest_end() -> float:
    """End of the interval that lies farthest from zero."""
    effect = _effect(_BORDER)
    return max(effect["low"], effect["high"], key=abs)


# Exercise 9.2


@lru_cache(maxsize=1)
def _trade() -> pd.DataFrame:
    """Mean trade at the end of three programs of two years, under five futures."""
    futures: dict[str, Events] = {"as today": {}}
    futures.update({future: _events(future) for future in _FUTURES})
    return pd.DataFrame(
        {
            name: {
                policy: _in_region(
                    _with(_ending(policy, "2029-01") | shock), "trade.final", _PAIRS_OF_FUTURES
                )
                for policy in _CANDIDATES
            }
            for name, shock in futures.items()
        }
    )


def _best_by_mean() -> str:
    return str((_trade() * list(_WEIGHTS)).sum(axis=1).idxmax())


def _best_in_worst_case() -> str:
    return str(_trade().min(axis=1).idxmax())


def _named(answer: Mapping[Any, Any], key: str) -> str:
    """Policy that an answer names, however its words are joined."""
    return "-".join(str(answer[key]).casefold().replace("-", " ").replace("_", " ").split())


# Exercise 9.3


def _left(name: str = _SUPPORT, month: str = "2031-01") -> float:
    """Percent of the gain of trust that is left of a policy that ends."""
    before = _in_region(_base(), "trust.final")
    going_on = _in_region(_with(_events(name)), "trust.final") - before
    ended = _in_region(_with(_ending(name, month)), "trust.final") - before
    return 100.0 * ended / going_on


def _levels_compared() -> float:
    """Percent of the level of trust, of which most is there without a policy."""
    ended = _in_region(_with(_ending(_SUPPORT, "2031-01")), "trust.final")
    return 100.0 * ended / _in_region(_with(_events(_SUPPORT)), "trust.final")


# Exercise 9.4


def _added(answer: Scenario) -> list[str]:
    """Events that an answer has beside those of the region."""
    return [key for key in answer.timeline if key not in _base().timeline]


def _is_the_region(answer: Scenario) -> bool:
    """Whether nothing but the added events differs."""
    own = _added(answer)
    bare = answer.change({f"timeline.{key}": None for key in own}) if own else answer
    return bare == _base()


def _measures_only(answer: Scenario) -> bool:
    """Whether the added events do nothing but add to measures, not before the policies of the lesson."""
    effects = [effect for key in _added(answer) for effect in answer.timeline[key].effects]
    return all(
        effect.what == "csbm" and effect.add is not None and str(effect.date) >= _FIRST_MONTH
        for effect in effects
    )


def _effort(answer: Scenario) -> float:
    """Borders times measures times monthly addition."""
    effects = [effect for key in _added(answer) for effect in answer.timeline[key].effects]
    return sum(
        len(effect.at) * (len(effect.measures) or len(MEASURES)) * (effect.add or 0.0)
        for effect in effects
    )


def _infiltration(world: Scenario) -> float:
    """Mean infiltration on the Afghan borders."""
    runs = _outcomes(world)
    return float(runs.loc[runs["border"].isin(_AFGHAN), "infiltration.total"].sum())


def _beats_patrols(answer: Scenario) -> bool:
    """Whether there are surely fewer skirmishes than with joint patrols."""
    runs = pd.concat(
        [
            _outcomes(_with(_events(_PATROLS))).assign(point=_PATROLS),
            _outcomes(answer).assign(point="ours"),
        ]
    )
    return bool(compare(runs, _PATROLS, names=["skirmishes.total"])["high"].iloc[0] < 0.0)


_PACKAGE: Final = (
    Requirement(
        _is_the_region,
        "Something other than your events differs from the region of the lesson. Start from "
        "`base`, and add one event to its timeline.",
    ),
    Requirement(
        lambda answer: bool(_added(answer)),
        "This is the region without a policy. Add an event to its timeline.",
    ),
    Requirement(
        _measures_only,
        "Only measures may be added (`what: csbm` with `add`), from January 2027 on. An order to "
        "withdraw, money or other budgets would be another policy.",
    ),
    Requirement(
        lambda answer: _effort(answer) <= _EFFORT + 1e-9,
        "Your package takes more effort than joint patrols: borders × measures × monthly addition "
        "is above 1.8. Take fewer borders, fewer measures, or a smaller addition.",
    ),
    Requirement(
        lambda answer: _infiltration(answer) <= _infiltration(_base()),
        "More armed groups cross the Afghan borders than without a policy. Trust sends guards "
        "home; which measures make up for them? Lesson 4 has the answer.",
    ),
    Requirement(
        _beats_patrols,
        "Not fewer skirmishes than with joint patrols, or not surely so: the interval of the "
        "paired difference reaches zero. Where do the skirmishes of this region happen, and which "
        "measures keep a meeting from ending in fire?",
    ),
)


def _names_both(answer: Mapping[Any, Any]) -> bool:
    return set(answer) == {"mean", "worst case"}


def _names_policies(answer: Mapping[Any, Any]) -> bool:
    return all(_named(answer, key) in _POLICIES for key in answer)


EXERCISES: tuple[Exercise, ...] = (
    NumberExercise(
        key="9.1",
        goal="9.a",
        question="What is the smallest effect of `international-support` on the skirmishes of "
        "TJK-AFG that fits with 100 pairs?",
        solve=_nearest_end,
        within=0.02,
        unit="skirmishes in ten years",
        allowed=(-20, 20),
        hint="Compare with the border TJK-AFG alone and look at the columns `low` and `high`. One "
        "of the two lies nearer to zero.",
        because="The interval does not reach zero, so the sign is sure; its size is known to "
        "within the ends.",
        slips=(
            Slip(
                _farthest_end,
                "This is the other end: the largest effect that fits. Which of the two is nearer "
                "to zero?",
            ),
            Slip(
                lambda: _effect(_BORDER)["effect"],
                "This is the effect itself, the mean of the differences. Wanted is an end of its "
                "interval.",
            ),
            Slip(
                lambda: _nearest_end("all"),
                "This is the number of the whole region. Give `borders` to `compare`.",
            ),
            Slip(
                lambda: -_nearest_end(),
                "The size is right. Do the skirmishes rise or fall? Give the sign as well.",
            ),
        ),
    ),
    BuildExercise(
        key="9.2",
        goal="9.d",
        question="Judged by trade at the end: which program is best by the weighted mean, and "
        "which in the worst case?",
        kind=dict,
        kind_words='two names: {"mean": "...", "worst case": "..."}',
        requirements=(
            Requirement(
                _names_both,
                'Wanted are two names: {"mean": "...", "worst case": "..."}.',
            ),
            Requirement(
                _names_policies,
                "One of the names is none of the six policies. They are: "
                f"{', '.join(sorted(_POLICIES))}.",
            ),
            Requirement(
                lambda answer: _named(answer, "worst case") == _best_in_worst_case(),
                "The worst case is not right. Take the smallest number in each row of the table, "
                "and then the row in which that number is largest. The likely future plays no "
                "part.",
            ),
            Requirement(
                lambda answer: _named(answer, "mean") == _best_by_mean(),
                "The mean is not right. Multiply each column by its weight (0.8 for `as today`, "
                "0.05 for each of the others) before you add up the row.",
            ),
        ),
        example="the names with the largest `(table * [0.8, 0.05, 0.05, 0.05, 0.05]).sum(axis=1)` "
        "and with the largest `table.min(axis=1)`",
        hint="Compute `means_by_future` for `trade.final`.",
        because="Both are best, each by its own criterion. The runs give the table; the criterion "
        "and the weights are yours.",
    ),
    NumberExercise(
        key="9.3",
        goal="9.b",
        question="`international-support` ends in January 2031. How much of the trust that it "
        "gains by going on is left at the end of 2034?",
        solve=_left,
        within=3,
        unit="percent",
        allowed=(1, 150),
        decimals=0,
        hint="Three means of `trust.final` in the region: without a policy, with the policy going "
        "on, with the policy ending. Subtract the first from both others, then divide.",
        because="A longer program leaves more behind, and most of the gain still fades within "
        "four years.",
        slips=(
            Slip(
                lambda: 100.0 - _left(),
                "This is the part that is lost. Wanted is what is left.",
            ),
            Slip(
                lambda: _left(month="2029-01"),
                "This is the program of the lesson, which ends in January 2029. Let this one end "
                "in 2031.",
            ),
            Slip(
                _levels_compared,
                "This compares levels of trust. Most of the level is there without a policy: "
                "subtract it first.",
            ),
        ),
    ),
    BuildExercise(
        key="9.4",
        goal="9.c",
        question="A package of measures with fewer skirmishes than joint patrols, no more "
        "infiltration on the Afghan borders than without a policy, and no more effort",
        kind=Scenario,
        kind_words="a scenario, such as base.change({...})",
        requirements=_PACKAGE,
        example="hotlines, contact points, joint patrols and shared monitoring on the three "
        "Afghan borders, with a monthly addition of 0.15",
        hint="Put the effort where the skirmishes are.",
        because="The effort goes where the skirmishes are. Whether those who live on the other "
        "borders agree is another question: look at who lost.",
    ),
)
