"""Opening a batch: finished, unfinished, damaged, foreign; arrays with names; status."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.batches import Batch, batch, open_batch, status_of
from detente.errors import DetenteError
from tests.batches.folders import classroom, small

TABLES = ("runs", "outcomes", "summary", "shares", "incidents")


@pytest.fixture
def half(folder: Path) -> Path:
    """A batch of which the parts from replicate 200 on are missing."""
    for path in (folder / "parts").glob("*-000000[24]00.*"):
        path.unlink()
    for table in TABLES:
        (folder / f"{table}.parquet").unlink()
    change(folder, state="unfinished", files={})
    return folder


def change(folder: Path, **values: Any) -> None:
    """Change the manifest of a batch."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(manifest | values), encoding="utf-8")


def test_an_unfinished_batch_is_read_as_far_as_it_has_come(half: Path, tmp_path: Path) -> None:
    opened = open_batch(half)
    assert not opened.is_finished
    expected = small(tmp_path / "fewer", replicates=200)
    for table in (*TABLES, "points"):
        assert getattr(opened, table)().equals(getattr(expected, table)()), table
    assert opened.means().equals(expected.means())
    assert opened.scenario("classroom-0002") == expected.scenario("classroom-0002")


def test_a_batch_that_was_just_begun_has_no_tables(half: Path) -> None:
    for path in (half / "parts").iterdir():
        path.unlink()
    assert len(open_batch(half).points()) == 2
    with pytest.raises(DetenteError, match="no part of the batch is done yet"):
        open_batch(half).outcomes()


def test_a_damaged_part_of_an_unfinished_batch_is_left_out(half: Path) -> None:
    (half / "parts" / "classroom-0001-000000000.counts.parquet").write_bytes(b"damaged")
    assert open_batch(half).runs()["point"].unique().tolist() == ["classroom-0002"]


def test_means_tell_how_well_they_are_known(finished: Path) -> None:
    opened = open_batch(finished)
    means = opened.means(["trust.final", "skirmishes.total"], border="NOR-SOU")
    own = opened.outcomes().query("border == 'NOR-SOU' and point == 'classroom-0002'")
    row = means.query("point == 'classroom-0002' and outcome == 'trust.final'").iloc[0]
    assert row["runs"] == 450
    assert row["mean"] == pytest.approx(own["trust.final"].mean(), rel=1e-12)
    assert row["sd"] == pytest.approx(own["trust.final"].std(), rel=1e-12)
    assert row["half_width"] == pytest.approx(1.96527 * row["sd"] / np.sqrt(450), rel=1e-4)
    with pytest.raises(DetenteError, match=r"unknown outcome 'trust\.finally'; did you mean"):
        opened.means(["trust.finally"])


# Arrays with names


def test_outcomes_as_arrays_have_the_order_of_the_batch(tmp_path: Path) -> None:
    pytest.importorskip("xarray")
    worlds = [classroom().change({"name": "z"}), classroom().change({"name": "a", "rounds": 3})]
    opened = batch(worlds, out=tmp_path / "b", replicates=4, sweep={"theory.crime_need": (1, 2)})
    data = opened.to_xarray()
    assert data.sizes == {"point": 4, "replicate": 4, "border": 2}
    assert data["point"].values.tolist() == ["z-0001", "z-0002", "a-0001", "a-0002"]
    assert data["border"].values.tolist() == ["NOR-SOU", "all"]
    assert data["theory.crime_need"].values.tolist() == [1, 2, 1, 2]
    assert data["trust.final"].attrs["units"] == "0-1"
    row = opened.outcomes().query("point == 'a-0002' and replicate == 3 and border == 'all'")
    found = data["trust.final"].sel(point="a-0002", replicate=3, border="all")
    assert float(found) == row["trust.final"].item()
    summary = opened.to_xarray("summary")
    assert summary.sizes == {"point": 4, "round": 7, "border": 2, "variable": 6}
    assert summary["variable"].values.tolist()[:2] == ["stability", "trust"]
    assert bool(summary["mean"].sel(point="a-0001", round=6).isnull().all())
    assert bool(summary["mean"].sel(point="z-0001").notnull().all())


def test_arrays_are_an_extra(finished: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DetenteError, match="unknown table 'outcome'; did you mean 'outcomes'"):
        open_batch(finished).to_xarray("outcome")
    monkeypatch.setitem(sys.modules, "xarray", None)
    with pytest.raises(DetenteError, match=r'not installed: pip install "detente\[xarray\]"'):
        open_batch(finished).to_xarray()


# What is refused


@pytest.mark.parametrize("table", [*TABLES, "points"])
def test_a_missing_or_damaged_table_is_named(folder: Path, table: str) -> None:
    path = folder / f"{table}.parquet"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(DetenteError, match=rf"{table}\.parquet is damaged.*--resume --out"):
        open_batch(folder)
    path.unlink()
    with pytest.raises(DetenteError, match=rf"{table}\.parquet cannot be read: no such file"):
        open_batch(folder)


def test_words_in_the_readme_make_no_difference(folder: Path) -> None:
    (folder / "README.md").write_text("The batch of chapter 3.\n", encoding="utf-8")
    assert open_batch(folder).is_finished


def test_what_is_no_batch_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="nowhere does not exist; give the folder of a batch"):
        open_batch(tmp_path / "nowhere")
    (tmp_path / "file").touch()
    with pytest.raises(DetenteError, match="file is a file; give the folder of a batch"):
        open_batch(tmp_path / "file")
    with pytest.raises(
        DetenteError, match=r"is not the folder of a batch: it has no manifest\.json"
    ):
        open_batch(tmp_path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is damaged: it is not JSON"),
        ("[1]", "it is not a mapping"),
        ("{}", "is the folder of something else and not of a batch"),
        ('{"format": 1, "replicate": 0}', r"is the folder of a run \(detente run\) and not"),
        ('{"kind": "batch", "format": 99}', "has format 99, this version of detente reads up to 1"),
        ('{"kind": "batch", "format": 1}', "is damaged, or was changed: look at engines, failed"),
        ("\xff", "is damaged: it is not JSON"),
    ],
)
def test_a_foreign_or_damaged_manifest_is_told(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(DetenteError, match=message):
        open_batch(tmp_path)


def test_trajectories_that_were_not_kept(finished: Path) -> None:
    with pytest.raises(DetenteError, match="keeps no trajectories; do the batch with --keep"):
        open_batch(finished).trajectories()


@pytest.mark.parametrize("ask", [Batch.scenario, Batch.trajectories])
def test_an_unknown_point_is_told(tmp_path: Path, ask: Any) -> None:
    opened = batch(classroom(1), out=tmp_path / "b", replicates=1, keep="trajectories")
    with pytest.raises(DetenteError, match="unknown point 'clasroom'; did you mean 'classroom'"):
        ask(opened, "clasroom")


# Status


def test_the_status_of_half_a_batch(half: Path) -> None:
    status = status_of(half)
    assert [(each.done, each.left, each.failed) for each in status.points] == [(200, 250, 0)] * 2
    assert not status.is_worked_on
    assert status.failures == []


def test_the_status_of_a_finished_batch(finished: Path) -> None:
    assert [each.left for each in status_of(finished).points] == [0, 0]
