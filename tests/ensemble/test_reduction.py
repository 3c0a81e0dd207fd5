"""What is left of many runs agrees with the runs themselves, however they are grouped."""

from itertools import pairwise
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente import load
from detente.ensemble import (
    INCIDENTS,
    LEVELS,
    OUTCOMES,
    REGION,
    VARIABLES,
    Chunk,
    Tally,
    incident_table,
    outcome_table,
    reduce_runs,
    run_chunk,
    share_table,
    summary_table,
    trajectory_table,
)
from detente.ensemble.reduction import BINS
from detente.measures import STATUSES
from detente.scenario import Scenario
from detente.world import TREATY_STAGES, World, world_of
from tests.model.library import SEED, finished

RUNS = 60
GENERALLY = load("ferghana-valley").change({"rounds": 50})


@pytest.fixture(scope="module")
def world() -> World:
    return world_of(GENERALLY)


@pytest.fixture(scope="module")
def chunk() -> Chunk:
    return run_chunk(GENERALLY, SEED, 0, RUNS, keep_trajectories=True)


@pytest.fixture(scope="module")
def runs(chunk: Chunk, world: World) -> pd.DataFrame:
    assert chunk.trajectories is not None
    return trajectory_table(chunk.trajectories, 0, world)


def assert_same_tally(one: Tally, other: Tally) -> None:
    for name, mine in one.cells._asdict().items():
        np.testing.assert_array_equal(mine, getattr(other.cells, name), err_msg=name)


@given(cuts=st.sets(st.integers(1, RUNS - 1), max_size=6), order=st.randoms(use_true_random=False))
def test_no_grouping_of_runs_changes_a_bit(
    cuts: set[int], order: Random, chunk: Chunk, world: World
) -> None:
    spans = list(pairwise([0, *sorted(cuts), RUNS]))
    order.shuffle(spans)
    tally, outcomes = Tally.of(world), np.full_like(chunk.outcomes, np.nan)
    for first, last in spans:
        part = run_chunk(GENERALLY, SEED, first, last - first)
        tally.add(part.tally)
        outcomes[first:last] = part.outcomes
    assert_same_tally(tally, chunk.tally)
    np.testing.assert_array_equal(outcomes, chunk.outcomes)


def test_runs_of_the_agents_leave_the_same(chunk: Chunk, world: World) -> None:
    numbers = []
    for replicate in range(3):
        table = finished(GENERALLY, replicate).trajectories()
        table["status"] = table["status"].map(STATUSES.index)
        table["treaty"] = table["treaty"].map(TREATY_STAGES.index)
        numbers.append(table[list(VARIABLES)].to_numpy(float))
    shape = (3, world.rounds + 1, len(world.borders), len(VARIABLES))
    outcomes, tally = reduce_runs(np.array(numbers).reshape(shape), world)
    np.testing.assert_array_equal(outcomes, chunk.outcomes[:3])
    assert_same_tally(tally, run_chunk(GENERALLY, SEED, 0, 3).tally)


def test_a_tally_comes_back_from_its_tables(chunk: Chunk, world: World) -> None:
    tally = chunk.tally
    assert_same_tally(Tally.from_tables(world, tally.counts(), tally.sums()), tally)
    assert tally.runs == RUNS


def test_quantiles_and_moments_are_those_of_the_runs(
    chunk: Chunk, runs: pd.DataFrame, world: World
) -> None:
    summary = summary_table(chunk.tally, world).set_index(["round", "border", "variable"])
    assert len(summary) == (world.rounds + 1) * (len(world.borders) + 1) * len(LEVELS)
    limits = dict(zip(LEVELS, chunk.tally.limits, strict=True))
    by_place = runs.groupby(["round", "border"], observed=True)
    for name in LEVELS:
        found = summary.xs(name, level="variable").drop(REGION, level="border").sort_index()
        expected = by_place[name].agg(["mean", "std", "min", "max"]).sort_index()
        step = limits[name] / BINS
        np.testing.assert_allclose(
            found["mean"], expected["mean"], rtol=0, atol=1e-11 * limits[name]
        )
        np.testing.assert_allclose(
            found["sd"], expected["std"], rtol=1e-4, atol=2e-6 * limits[name]
        )
        np.testing.assert_array_equal(found["least"], expected["min"])
        np.testing.assert_array_equal(found["most"], expected["max"])
        for column, level in (("q05", 0.05), ("q50", 0.5), ("q95", 0.95)):
            below = by_place[name].quantile(level, interpolation="lower").sort_index()
            above = by_place[name].quantile(level, interpolation="higher").sort_index()
            assert (found[column].to_numpy() >= below.to_numpy() - step).all(), (name, column)
            assert (found[column].to_numpy() <= above.to_numpy() + step).all(), (name, column)


def test_the_region_is_the_mean_or_the_sum_of_its_borders(
    chunk: Chunk, runs: pd.DataFrame, world: World
) -> None:
    summary = summary_table(chunk.tally, world)
    levels = summary[summary["border"] == REGION].pivot(
        index="round", columns="variable", values="mean"
    )
    means = runs.groupby("round")[list(LEVELS)].mean()
    np.testing.assert_allclose(levels[list(LEVELS)], means, rtol=0, atol=1e-10)
    incidents = incident_table(chunk.tally, world)
    counts = incidents[incidents["border"] == REGION].pivot(
        index="round", columns="kind", values="mean"
    )
    sums = runs.groupby("round")[list(INCIDENTS)].sum() / RUNS
    np.testing.assert_allclose(counts[list(INCIDENTS)], sums, rtol=0, atol=1e-5)


def test_outcomes_are_those_of_the_runs(chunk: Chunk, runs: pd.DataFrame, world: World) -> None:
    table = outcome_table(chunk.outcomes, 0, world)
    assert list(table.columns) == ["replicate", "border", *OUTCOMES]
    found = table[table["border"] != REGION].set_index(["replicate", "border"]).sort_index()
    by_run = runs.groupby(["replicate", "border"], observed=True)
    after = runs[runs["round"] > 0].groupby(["replicate", "border"], observed=True)
    for outcome in OUTCOMES:
        name, reduction = outcome.split(".")
        if name == "treaty":
            expected = by_run["treaty"].last().isin(["in_force", "completed"]).astype(float)
        elif reduction == "final":
            expected = by_run[name].last()
        elif reduction == "least":
            expected = by_run[name].min()
        else:
            expected = after[name].mean() if reduction == "mean" else after[name].sum()
        np.testing.assert_allclose(found[outcome], expected.sort_index(), rtol=1e-12, atol=1e-12)


def test_shares_add_up_to_one(chunk: Chunk, runs: pd.DataFrame, world: World) -> None:
    shares = share_table(chunk.tally, world)
    sums = shares.groupby(["round", "border", "kind"], observed=True)["share"].sum()
    np.testing.assert_allclose(sums, 1.0, rtol=0, atol=1e-12)
    last = shares[(shares["round"] == world.rounds) & (shares["border"] == REGION)]
    expected = runs[runs["round"] == world.rounds]["status"].value_counts(normalize=True)
    found = last[last["kind"] == "status"].set_index("name")["share"]
    for name in STATUSES:
        assert found[name] == pytest.approx(expected[name])


def test_a_failed_run_leaves_nothing_but_its_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    from detente.ensemble import runs as engine  # noqa: PLC0415

    def spoiled(scenario: Scenario) -> engine.Prepared:
        made = engine.Prepared(*original(scenario))
        made.board.sides["trust"][0] = np.nan
        return made

    original = engine.prepared.__wrapped__
    monkeypatch.setattr(engine, "prepared", spoiled)
    part = run_chunk(GENERALLY, SEED, 10, 4)
    assert [failure.replicate for failure in part.failures] == [10, 11, 12, 13]
    assert part.failures[0].round == 0
    assert part.tally.runs == 0
    assert np.isnan(part.outcomes).all()
    assert outcome_table(part.outcomes, 10, world_of(GENERALLY)).empty
