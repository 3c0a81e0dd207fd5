"""The folder: what is in it, readable elsewhere, described, and the same however it was made."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from pandas.testing import assert_frame_equal

import detente
from detente.batches import Batch, batch, open_batch
from detente.batches.columns import COLUMNS, TABLES, column_of
from detente.batches.parts import tally_of
from detente.ensemble import OUTCOMES, VARIABLES, simulate
from detente.model import BorderModel
from detente.scenario import load
from detente.world import world_of
from tests.batches.folders import SWEEP, classroom, content, differing, small

POINTS = ["classroom-0001", "classroom-0002"]
FINAL = ("points", "runs", "outcomes", "summary", "shares", "incidents")
STEMS = [f"{point}-{first:09d}" for point in POINTS for first in (0, 200, 400)]
FILES = {
    "README.md",
    "manifest.json",
    *(f"{table}.parquet" for table in FINAL),
    *(f"scenarios/{point}.yaml" for point in POINTS),
    *(
        f"parts/{stem}.{table}.parquet"
        for stem in STEMS
        for table in ("outcomes", "counts", "sums")
    ),
    *(f"parts/{stem}.json" for stem in STEMS),
}


@pytest.fixture
def done(finished: Path) -> Batch:
    """The finished batch, opened."""
    return open_batch(finished)


def test_the_folder_holds_what_it_should(finished: Path) -> None:
    assert set(content(finished)) == FILES


def test_the_manifest_says_what_was_asked(finished: Path) -> None:
    manifest = json.loads((finished / "manifest.json").read_text(encoding="utf-8"))
    assert (manifest["state"], manifest["seed"], manifest["replicates"]) == ("finished", 7, 450)
    assert [point["values"] for point in manifest["points"]] == [
        {"theory.crime_need": 0.9},
        {"theory.crime_need": 1.1},
    ]
    assert set(manifest["files"]) == FILES - {"manifest.json"}
    assert manifest["engines"] == ["compiled"]
    assert set(manifest["versions"]) >= {"detente", "python", "numba", "pyarrow"}


def test_a_run_is_known_by_digest_seed_and_replicate(done: Batch) -> None:
    runs = done.runs()
    assert not runs.duplicated(["digest", "seed", "replicate"]).any()
    assert (runs["status"] == "done").all()
    assert (runs["round"] == 6).all()
    for name in POINTS:
        own = runs[runs["point"] == name]
        assert own["digest"].unique().tolist() == [done.scenario(name).digest]
        assert own["replicate"].tolist() == list(range(450))


def test_points_tell_the_swept_values(done: Batch) -> None:
    points = done.points()
    assert points["point"].tolist() == POINTS
    assert points["theory.crime_need"].tolist() == [0.9, 1.1]
    assert points["scenario"].tolist() == ["classroom"] * 2
    assert points["base"].isna().all()
    assert points["digest"].tolist() == [
        classroom().change({"theory.crime_need": value}).digest for value in (0.9, 1.1)
    ]


def test_variants_tell_their_base(tmp_path: Path) -> None:
    variant = load("joint-patrols").change({"rounds": 1})
    done = batch(variant, out=tmp_path / "b", replicates=1)
    assert done.points()["base"].tolist() == ["central-asia"]


def test_tables_are_those_of_the_ensemble_in_memory(done: Batch) -> None:
    for name in POINTS:
        ensemble = simulate(done.scenario(name), replicates=450, seed=7)
        for table in ("outcomes", "summary", "shares", "incidents"):
            read = getattr(done, table)()
            own = read[read["point"] == name].drop(columns="point").reset_index(drop=True)
            made = getattr(ensemble, table)()
            assert_frame_equal(own, made, check_dtype=False, check_categorical=False)


def test_a_run_of_the_batch_is_that_of_the_model(done: Batch) -> None:
    model = BorderModel(done.scenario(POINTS[1]), seed=7, replicate=123)
    model.run()
    row = done.outcomes().query("point == @POINTS[1] and replicate == 123 and border == 'all'")
    assert row["stability.final"].item() == model.stability
    assert row["troops.final"].item() == model.borders[0].troops


def test_tables_are_read_without_this_package(finished: Path, done: Batch) -> None:
    assert_frame_equal(pd.read_parquet(finished / "summary.parquet"), done.summary())
    parts = pd.read_parquet(finished / "parts" / f"{STEMS[0]}.outcomes.parquet")
    whole = done.outcomes().query("point == @POINTS[0] and replicate < 200")
    assert_frame_equal(parts, whole)


def test_parquet_holds_plain_types_and_nothing_of_pandas(finished: Path) -> None:
    for path in finished.rglob("*.parquet"):
        schema = pq.read_schema(path)
        assert set(schema.metadata or {}) <= {b"ARROW:schema"}
        for field in schema:
            kinds = {"string", "timestamp[us]", "double", "int64", "int32", "int16"}
            assert str(field.type) in kinds, (path.name, field)
        assert pq.ParquetFile(path).metadata.row_group(0).column(0).compression == "ZSTD"


def test_every_column_is_described(finished: Path, tmp_path: Path) -> None:
    batch(classroom(2), out=tmp_path / "t", replicates=2, keep="trajectories")
    names = {table: finished / f"{table}.parquet" for table in FINAL}
    names |= {
        table: finished / "parts" / f"{STEMS[0]}.{table}.parquet" for table in ("counts", "sums")
    }
    names["trajectories"] = next((tmp_path / "t" / "trajectories").iterdir())
    assert set(names) == set(TABLES)
    for table, path in names.items():
        columns = pq.read_schema(path).names
        swept = [*SWEEP] if table == "points" else []
        assert columns == [*COLUMNS[table], *swept]
        assert all(column_of(table, column).meaning for column in columns)


def test_the_readme_explains_every_table(finished: Path, tmp_path: Path) -> None:
    text = (finished / "README.md").read_text(encoding="utf-8")
    for table in (*FINAL, "counts", "sums"):
        section = text.split(f"{table}.parquet\n")[1].split("\n## ")[0]
        assert TABLES[table] in section
        assert all(f"| {column} |" in section for column in COLUMNS[table])
    assert "trajectories" not in text.replace("as in trajectories", "")
    batch(classroom(2), out=tmp_path / "t", replicates=2, keep="trajectories")
    kept = (tmp_path / "t" / "README.md").read_text(encoding="utf-8")
    assert all(f"| {name} |" in kept for name in VARIABLES)


# However it was made


@pytest.mark.parametrize("options", [{"workers": 1}, {"workers": 5}])
def test_any_number_of_workers_writes_the_same_bytes(
    finished: Path, tmp_path: Path, options: dict[str, int]
) -> None:
    small(tmp_path / "b", **options)
    assert not differing(finished, tmp_path / "b")


@pytest.mark.parametrize("keep", ["summary", "trajectories"])
@pytest.mark.parametrize("numbers_at_once", [1, 10**6])
def test_both_engines_write_the_same_bytes(
    tmp_path: Path, keep: str, numbers_at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.batches.mesa_runs._NUMBERS_AT_ONCE", numbers_at_once)
    for engine in ("compiled", "mesa"):
        folder = tmp_path / engine
        small(folder, engine=engine, workers=1, replicates=6, keep=keep)
    assert not differing(tmp_path / "compiled", tmp_path / "mesa")


def test_more_replicates_are_added_to_what_is_there(finished: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    small(folder, replicates=330)
    before = (folder / "parts" / f"{STEMS[0]}.counts.parquet").stat().st_mtime_ns
    small(folder, resume=True)
    assert not differing(folder, finished)
    assert (folder / "parts" / f"{STEMS[0]}.counts.parquet").stat().st_mtime_ns == before


def test_trajectories_are_those_of_the_model(tmp_path: Path) -> None:
    done = batch(classroom(), out=tmp_path / "b", replicates=3, seed=7, keep="trajectories")
    model = BorderModel(classroom(), seed=7, replicate=2)
    model.run()
    own = done.trajectories().query("replicate == 2").reset_index(drop=True)
    expected = model.trajectories()[["round", "date", "border", *VARIABLES]]
    assert_frame_equal(own[list(expected.columns)], expected, check_dtype=False)
    assert done.trajectories("classroom").equals(done.trajectories())


def test_parts_add_up_to_the_whole(finished: Path, done: Batch) -> None:
    world = world_of(done.scenario(POINTS[0]))
    tally = tally_of(
        finished, (part for part in done.manifest.parts() if part.point == POINTS[0]), world
    )
    assert tally.runs == 450
    whole = simulate(world.scenario, replicates=450, seed=7)
    assert np.array_equal(
        tally.counts()["count"].to_numpy(),
        whole._tally.counts()["count"].to_numpy(),  # noqa: SLF001 - what there is to compare with
    )


def test_the_public_name_is_a_function_however_often_it_is_asked_for(tmp_path: Path) -> None:
    for number in (1, 2):
        done = detente.batch(classroom(1), out=tmp_path / str(number), replicates=1)
        assert done.is_finished
    assert detente.open_batch(tmp_path / "1").is_finished
    assert set(OUTCOMES) <= set(done.outcomes().columns)
