"""Every rule keeps its contract: results finite and in range, and directions as its docstring says."""

import importlib
from math import isfinite
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.contracts import (
    CONTRACTS,
    SUBJECTS,
    apply,
    arguments,
    arguments_of,
    theories,
)

DIRECTED = [
    (name, argument, sign)
    for name, contract in CONTRACTS.items()
    for sign, those in ((1, contract.rises), (-1, contract.falls))
    for argument in those.split()
]


def numbers_of(result: Any) -> tuple[float, ...]:
    return result if isinstance(result, tuple) else (result,)


def test_every_rule_has_a_contract() -> None:
    rules = {
        f"{subject}.{name}"
        for subject in SUBJECTS
        for name in importlib.import_module(f"detente.rules.{subject}").__all__
    }
    assert rules - {"diplomacy.combined_effect"} == set(CONTRACTS)


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_contract_speaks_of_every_argument_once(name: str) -> None:
    contract = CONTRACTS[name]
    declared = f"{contract.rises} {contract.falls} {contract.either}".split()
    assert sorted(declared) == sorted(arguments_of(name))


@pytest.mark.parametrize("name", CONTRACTS)
@given(data=st.data())
def test_results_are_finite_and_in_range(name: str, data: st.DataObject) -> None:
    values = data.draw(arguments(name))
    theory = data.draw(theories(name, plausible=False))
    low, high = CONTRACTS[name].gives
    for number in numbers_of(apply(name, values, theory)):
        assert type(number) is float
        assert isfinite(number)
        assert low <= number <= high


@pytest.mark.parametrize("name", sorted({name for name, _, _ in DIRECTED}))
@given(data=st.data())
def test_directions_hold_everywhere(name: str, data: st.DataObject) -> None:
    values, others = data.draw(arguments(name)), data.draw(arguments(name))
    theory = data.draw(theories(name, plausible=True))
    for rule, argument, sign in DIRECTED:
        if rule == name:
            less, more = sorted((values[argument], others[argument]))
            before = apply(name, values | {argument: less}, theory)
            after = apply(name, values | {argument: more}, theory)
            rounding = 1e-12 * max(1.0, abs(before), abs(after))
            assert sign * (after - before) >= -rounding, argument


@pytest.mark.parametrize(("name", "argument", "sign"), DIRECTED)
def test_directions_are_strict_somewhere(name: str, argument: str, sign: int) -> None:
    contract, points = CONTRACTS[name], np.random.default_rng(7)
    for _ in range(200):
        values = {}
        for a in arguments_of(name):
            low, high = contract.range_of(a)
            values[a] = float(points.uniform(max(low, -3.0), min(high, 3.0)))
        more = values[argument] + 0.1 * (
            min(contract.range_of(argument)[1], 3.0) - values[argument]
        )
        if sign * (apply(name, values | {argument: more}) - apply(name, values)) > 0.0:
            return
    pytest.fail(f"{name} does not move with {argument}")
