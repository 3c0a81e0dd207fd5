"""A run that fails is a row with its stage and its message, and the others go on."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.batches import engines as engines_module
from detente.batches import open_batch, status_of
from detente.ensemble import Chunk, Failure, Tally, reduce_runs, run_chunk
from detente.model import BorderModel
from detente.scenario import Scenario
from detente.world import world_of
from tests.batches.folders import differing, small

judge_as_ever = BorderModel.judge


def failing_in(replicates: set[int], round_number: int) -> Any:
    """A phase that fails in some runs."""

    def judge(self: BorderModel) -> None:
        if self.replicate in replicates and self.round == round_number:
            raise ZeroDivisionError("nothing to divide by")
        judge_as_ever(self)

    return judge


def test_a_run_of_mesa_that_fails_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(BorderModel, "judge", failing_in({3, 5}, 4))
    done = small(tmp_path / "b", engine="mesa", workers=1, replicates=7)
    runs = done.runs().set_index(["point", "replicate"])
    for point in done.points()["point"]:
        failed = runs.loc[point].query("status == 'failed'")
        assert failed.index.tolist() == [3, 5]
        assert failed["round"].tolist() == [4, 4]
        assert failed["stage"].tolist() == ["trust", "trust"]
        assert failed["message"].unique().tolist() == ["ZeroDivisionError: nothing to divide by"]
    assert done.manifest.failed == 4
    kept = done.outcomes()
    assert set(kept["replicate"]) == {0, 1, 2, 4, 6}
    assert not kept.isna().any().any()
    assert [failure.replicate for failure in status_of(tmp_path / "b").failures] == [3, 5, 3, 5]


def test_the_others_are_as_they_would_be_without_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = small(tmp_path / "whole", replicates=7).outcomes()
    monkeypatch.setattr(BorderModel, "judge", failing_in({3}, 4))
    options = {"engine": "mesa", "workers": 1, "keep": "trajectories"}
    done = small(tmp_path / "b", replicates=7, **options)
    expected = whole[whole["replicate"] != 3].reset_index(drop=True)
    assert done.outcomes().equals(expected)
    assert set(done.trajectories()["replicate"]) == {0, 1, 2, 4, 5, 6}
    last = done.summary().query("round == 6 and border == 'all' and variable == 'stability'")
    means = done.means(["stability.final"])
    assert np.allclose(last["mean"], means["mean"], rtol=1e-9)
    assert np.allclose(last["sd"], means["sd"], rtol=1e-6)


def test_a_model_that_cannot_be_made_fails_at_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def settle(_: BorderModel) -> None:
        raise ValueError("no beginning")

    monkeypatch.setattr(BorderModel, "_settle", settle)
    done = small(tmp_path / "b", engine="mesa", workers=1, replicates=2)
    runs = done.runs()
    assert (runs["round"].eq(0) & runs["stage"].eq("start")).all()
    assert done.manifest.failed == len(runs) == 4


def test_numbers_that_run_away_are_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def judge(self: BorderModel) -> None:
        judge_as_ever(self)
        if self.replicate == 1 and self.round == 2:
            self.sides[0].next_trust = float("nan")

    monkeypatch.setattr(BorderModel, "judge", judge)
    done = small(tmp_path / "b", engine="mesa", workers=1, replicates=3)
    failed = done.runs().query("status == 'failed'")
    assert failed["replicate"].tolist() == [1, 1]
    assert failed["round"].le(3).all()


def chunk_with_failures(
    scenario: Scenario, seed: int, first: int, count: int, *, keep_trajectories: bool = False
) -> Chunk:
    """What the compiled engine gives where every tenth run fails."""
    chunk = run_chunk(scenario, seed, first, count, keep_trajectories=True)
    world = world_of(scenario)
    failed = [place for place in range(count) if (first + place) % 10 == 9]
    assert chunk.trajectories is not None
    chunk.trajectories[failed] = np.nan
    chunk.outcomes[failed] = np.nan
    _, tally = reduce_runs(chunk.trajectories, world)
    failures = tuple(Failure(first + place, 2, "record", "ran away") for place in failed)
    kept = chunk.trajectories if keep_trajectories else None
    return Chunk(first, count, chunk.outcomes, failures, tally, kept)


@pytest.mark.parametrize("keep", ["summary", "trajectories"])
def test_compiled_runs_that_fail_are_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keep: str
) -> None:
    monkeypatch.setattr(engines_module, "run_chunk", chunk_with_failures)
    done = small(tmp_path / "b", keep=keep, replicates=220)
    runs = done.runs()
    assert done.manifest.failed == runs["status"].eq("failed").sum() == 44
    assert runs.query("status == 'failed'")["replicate"].mod(10).eq(9).all()
    assert len(done.outcomes()) == 2 * 2 * 198
    small(tmp_path / "c", keep=keep, replicates=190)
    small(tmp_path / "c", keep=keep, replicates=220, resume=True)
    assert not differing(tmp_path / "b", tmp_path / "c")
    assert open_batch(tmp_path / "c").manifest.failed == 44


def all_failing(
    scenario: Scenario, seed: int, first: int, count: int, *, keep_trajectories: bool = False
) -> Chunk:
    """What an engine gives where no run can be finished."""
    chunk = run_chunk(scenario, seed, first, count, keep_trajectories=keep_trajectories)
    chunk.outcomes[:] = np.nan
    failures = tuple(Failure(first + place, 1, "record", "ran away") for place in range(count))
    return Chunk(first, count, chunk.outcomes, failures, Tally.of(world_of(scenario)), None)


def test_a_batch_in_which_everything_fails_is_a_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines_module, "run_chunk", all_failing)
    done = small(tmp_path / "b", replicates=120, until="trust.final", precision=0.1)
    assert done.manifest.failed == 240
    for table in ("outcomes", "summary", "shares", "incidents"):
        assert getattr(done, table)().empty
    assert done.means(["trust.final"])["runs"].tolist() == [0, 0]
    reached = done.manifest.reached
    assert reached is not None
    assert (reached.is_reached, reached.half_width) == (False, None)
