"""The ledger adds up: the terms of every month are the change, on every border, side and round.

To 1e-12 for trust and to 1e-9 of the troops for troops, in the order of the ledger's terms; and the
mechanisms that theory says hardly ever act (bounds on trust) hardly ever do.
"""

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from detente.ledger import TROOP_TERMS, TRUST_TERMS
from detente.model import BorderModel
from detente.scenario import Scenario
from tests.generators import scenarios
from tests.model.library import LIBRARY, finished, library_run, wild_scenarios

Floats = NDArray[np.float64]


def contributions(model: BorderModel, quantity: str, terms: tuple[str, ...]) -> Floats:
    """Terms by round, side and term, as the long table gives them."""
    table = model.ledger()
    mine = table[table["quantity"] == quantity]
    shape = (model.round, len(model.sides), len(terms))
    assert list(mine["term"][: len(terms)]) == list(terms)
    assert (mine["round"].to_numpy().reshape(shape)[:, 0, 0] == np.arange(1, model.round + 1)).all()
    changes: Floats = mine["change"].to_numpy(dtype=float).reshape(shape)
    return changes


def levels(model: BorderModel, quantity: str) -> Floats:
    table = model.trajectories("side")[quantity].to_numpy(dtype=float)
    return table.reshape(model.round + 1, len(model.sides))


def assert_adds_up(model: BorderModel) -> None:
    trust, troops = levels(model, "trust"), levels(model, "troops")
    gained = contributions(model, "trust", TRUST_TERMS).sum(axis=2)
    np.testing.assert_allclose(np.diff(trust, axis=0), gained, rtol=0, atol=1e-12)
    terms = contributions(model, "troops", TROOP_TERMS)
    size = np.maximum(np.abs(terms).max(axis=2), np.maximum(troops[1:], troops[:-1]))
    error = np.abs(np.diff(troops, axis=0) - terms.sum(axis=2))
    assert (error <= 1e-9 * np.maximum(size, 1e-300)).all()


@pytest.mark.parametrize("name", LIBRARY)
def test_the_ledger_of_the_library_adds_up(name: str) -> None:
    assert_adds_up(library_run(name))


@pytest.mark.parametrize("name", LIBRARY)
def test_bounds_hardly_ever_act_on_trust(name: str) -> None:
    terms = contributions(library_run(name), "trust", TRUST_TERMS)
    bounds, rest = np.abs(terms[:, :, -1]).sum(), np.abs(terms[:, :, :-1]).sum()
    assert bounds <= 1e-12 * rest


@given(scenario=scenarios())
def test_the_ledger_of_any_world_adds_up(scenario: Scenario) -> None:
    assert_adds_up(finished(scenario))


@settings(max_examples=15)
@given(scenario=wild_scenarios())
def test_the_ledger_adds_up_under_any_theory(scenario: Scenario) -> None:
    assert_adds_up(finished(scenario))


def test_the_ledger_names_every_border_side_and_mechanism() -> None:
    model = library_run("ferghana-valley")
    table = model.ledger()
    sides = [(side.border.name, side.state.name) for side in model.sides]
    first = table[(table["round"] == 1) & (table["quantity"] == "trust")]
    found = list(zip(first["border"], first["side"], strict=True))[:: len(TRUST_TERMS)]
    assert found == sides
    assert len(table) == model.round * len(sides) * (len(TRUST_TERMS) + len(TROOP_TERMS))
    assert table["mechanism"].notna().all()
    dates = table.groupby("round")["date"].first()
    assert (dates.to_numpy() == model.trajectories()["date"].unique()[1:]).all()


def test_the_ledger_of_a_run_that_has_not_begun_is_empty() -> None:
    model = BorderModel("classroom")
    table = model.ledger()
    assert table.empty
    assert list(table) == list(library_run("classroom").ledger())
