"""Copies of a model go on by themselves, and models that nobody uses are let go."""

import copy
import gc
import pickle
import weakref
from collections.abc import Callable
from typing import Any

import pytest

from detente.agents import BorderPost
from detente.model import BorderModel
from tests.model.comparing import assert_same_run, tables_of, up_to
from tests.model.library import finished


def pickled(model: BorderModel) -> BorderModel:
    again: BorderModel = pickle.loads(pickle.dumps(model))  # noqa: S301
    return again


COPIERS: list[Callable[[BorderModel], BorderModel]] = [copy.deepcopy, pickled]


@pytest.mark.parametrize("copier", COPIERS, ids=["deepcopy", "pickle"])
@pytest.mark.parametrize("name", ["classroom", "ferghana-valley"])
def test_a_copy_in_mid_run_goes_on_as_the_original_would(
    name: str, copier: Callable[[BorderModel], BorderModel]
) -> None:
    whole = tables_of(finished(name, rounds=48))
    original = finished(name, rounds=24)
    before = tables_of(original)
    twin = copier(original)
    for _ in range(24):
        twin.step()
    assert_same_run(tables_of(twin), whole)
    assert original.round == 24
    assert_same_run(tables_of(original), before)
    for _ in range(24):
        original.step()
    assert_same_run(tables_of(original), whole)


@pytest.mark.parametrize("copier", COPIERS, ids=["deepcopy", "pickle"])
def test_a_copy_shares_no_agent_with_its_original(
    copier: Callable[[BorderModel], BorderModel],
) -> None:
    original = finished("classroom", rounds=6)
    twin = copier(original)
    assert not set(original.agents) & set(twin.agents)
    for agent in twin.agents:
        assert agent.model is twin
    for post in twin.posts:
        assert post.side.border.model is twin
        assert post in twin.agents_by_type[BorderPost]
    twin.borders[0].sides[0].troops = 0.0
    assert original.borders[0].sides[0].troops > 0.0


def test_copies_of_one_moment_may_part_ways() -> None:
    original = finished("classroom", rounds=24)
    other = copy.deepcopy(original)
    other.borders[0].sides[0].trust = 0.9
    original.step()
    other.step()
    first, second = tables_of(original), tables_of(other)
    assert_same_run(up_to(first, 24), up_to(second, 24))
    assert (first["side"]["trust"] != second["side"]["trust"]).any()


def test_a_model_that_nobody_uses_is_let_go() -> None:
    gone: list[weakref.ref[Any]] = []
    for replicate in range(20):
        model = BorderModel("classroom", seed=1, replicate=replicate)
        model.step()
        gone.append(weakref.ref(model))
        gone += [weakref.ref(agent) for agent in model.agents]
        del model
    gc.collect()
    assert [reference for reference in gone if reference() is not None] == []


def test_tables_do_not_hold_their_model() -> None:
    model = finished("classroom", rounds=3)
    tables, reference = tables_of(model), weakref.ref(model)
    del model
    gc.collect()
    assert reference() is None
    assert len(tables["border"]) == 4


def test_tables_are_the_caller_s_own() -> None:
    model = finished("classroom", rounds=3)
    table, ledger = model.trajectories(), model.ledger()
    table["trust"] = 0.0
    ledger["change"] = 0.0
    assert (model.trajectories()["trust"] > 0.0).all()
    assert model.ledger()["change"].any()
