"""The stylized facts hold: the most robust in the ordinary suite, all of them under `slow`.

An effect is the mean over paired replicates. With 100 of them it must exceed its bound by three
standard errors (an error of 0.13 % for a fact that just misses it); with six, by six (Student's t with
five degrees of freedom: 0.1 %).
"""

import numpy as np
import pytest

from detente import load
from tests.facts.facts import FACTS, Fact, Runs
from tests.facts.worlds import BASE, ensembles

QUICK = [name for name, fact in FACTS.items() if fact.quick]
SEED = 20_261


def _needed(names: list[str]) -> list[str]:
    return sorted({variant for name in names for variant in FACTS[name].variants})


@pytest.fixture(scope="module")
def quick_runs() -> Runs:
    return ensembles(_needed(QUICK), 6, SEED)


@pytest.fixture(scope="module")
def all_runs() -> Runs:
    return ensembles(_needed(list(FACTS)), 100, SEED)


def check(fact: Fact, runs: Runs, margin: float) -> None:
    effect = fact.sign * fact.effect(runs, list(load(BASE).borders))
    error = float(effect.std(ddof=1) / np.sqrt(len(effect)))
    least = float(effect.mean()) - margin * error
    measured = f"effect {fact.sign * effect.mean():+.4f}, standard error {error:.4f}"
    print(f"{fact.statement}: {measured}, bound {fact.sign * fact.bound:+.4f}")  # noqa: T201
    assert least > fact.bound or (fact.bound and least == fact.bound), (
        f"{fact.statement}: {measured}"
    )


@pytest.mark.parametrize("name", QUICK)
def test_robust_facts_hold(name: str, quick_runs: Runs) -> None:
    check(FACTS[name], quick_runs, margin=6.0)


@pytest.mark.slow
@pytest.mark.parametrize("name", list(FACTS))
def test_every_fact_holds(name: str, all_runs: Runs) -> None:
    check(FACTS[name], all_runs, margin=3.0)
