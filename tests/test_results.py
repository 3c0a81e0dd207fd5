"""The folder of a run: whole, readable elsewhere, the same each time, and never written over another."""

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from detente.errors import DetenteError
from detente.model import BorderModel
from detente.results import COLUMNS, TABLES, RunKey, check_folder, open_run, write_run
from detente.results import writing as writing_module
from detente.results.columns import column_of
from detente.results.writing import VIEW_OF_TABLE

FILES = {
    "README.md",
    "manifest.json",
    "scenario.yaml",
    *(f"{table}.parquet" for table in TABLES),
}


def finished(seed: int = 7, scenario: str = "classroom") -> BorderModel:
    """A model of which two years have been run."""
    model = BorderModel(scenario, seed=seed)
    for _ in range(24):
        model.step()
    return model


@pytest.fixture(scope="module")
def model() -> BorderModel:
    return finished()


@pytest.fixture
def folder(model: BorderModel, tmp_path: Path) -> Path:
    """The folder of a run."""
    write_run(model, tmp_path / "run")
    return tmp_path / "run"


def content(folder: Path) -> dict[str, bytes]:
    """Every file of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_the_folder_holds_what_it_should(folder: Path) -> None:
    assert {path.name for path in folder.iterdir()} == FILES


def test_tables_come_back_as_they_were(model: BorderModel, folder: Path) -> None:
    run = open_run(folder)
    for view in VIEW_OF_TABLE.values():
        assert_frame_equal(run.trajectories(view), model.trajectories(view))
    assert_frame_equal(run.events(), model.events())
    assert_frame_equal(run.ledger(), model.ledger())


def test_tables_are_read_without_this_package(model: BorderModel, folder: Path) -> None:
    assert_frame_equal(pd.read_parquet(folder / "region.parquet"), model.trajectories("region"))


def test_the_manifest_says_what_was_run(model: BorderModel, folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["scenario"] == "classroom"
    assert manifest["digest"] == model.world.scenario.digest
    assert (manifest["seed"], manifest["replicate"], manifest["rounds"]) == (7, 0, 24)
    assert manifest["start"] == "2001-01"
    assert set(manifest["versions"]) >= {"detente", "python", "mesa", "numpy", "pandas"}
    assert set(manifest["files"]) == FILES - {"manifest.json"}


def test_the_scenario_in_the_folder_repeats_the_run(model: BorderModel, folder: Path) -> None:
    scenario = open_run(folder).scenario()
    assert scenario == model.world.scenario
    assert scenario.sources() == model.world.scenario.sources()
    again = BorderModel(scenario, seed=7)
    again.step()
    expected = model.trajectories()
    assert_frame_equal(again.trajectories(), expected[expected["round"] <= 1])


def test_the_same_run_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_run(finished(), tmp_path / "elsewhere" / "again")
    assert content(tmp_path / "elsewhere" / "again") == content(folder)


def test_the_same_run_may_be_written_again(model: BorderModel, folder: Path) -> None:
    before = content(folder)
    (folder / "region.parquet").write_bytes(b"broken")
    write_run(model, folder)
    assert content(folder) == before


@pytest.mark.parametrize("scenario", ["classroom", "central-asia", "kazakhstan-china"])
def test_every_column_is_described_and_every_description_has_a_column(scenario: str) -> None:
    model = BorderModel(scenario)
    model.step()
    tables = {name: model.trajectories(view) for name, view in VIEW_OF_TABLE.items()}
    tables |= {"events": model.events(), "ledger": model.ledger()}
    assert set(tables) == set(TABLES)
    for name, table in tables.items():
        columns = [str(column) for column in table.columns]
        assert all(column_of(name, column).meaning for column in columns)
        extra = [column for column in columns if column not in COLUMNS[name]]
        assert [column for column in columns if column in COLUMNS[name]] == list(COLUMNS[name])
        assert all(name == "states" and column.startswith("influence_") for column in extra)


def test_units_fit_the_type_of_the_column(model: BorderModel) -> None:
    words = {"text": "OSU", "true/false": "b", "date": "M"}
    for name, view in VIEW_OF_TABLE.items():
        for column, values in model.trajectories(view).items():
            unit = column_of(name, str(column)).unit
            kind = "O" if str(values.dtype) == "str" else values.dtype.kind
            assert kind in words.get(unit, "fi"), (name, column)


def test_shares_stay_within_their_unit(model: BorderModel) -> None:
    for name, view in VIEW_OF_TABLE.items():
        for column, values in model.trajectories(view).items():
            if column_of(name, str(column)).unit == "0-1":
                assert values.between(0, 1).all(), (name, column)


def test_the_region_is_what_its_description_says(model: BorderModel) -> None:
    by_round = model.trajectories().groupby("round")
    region = model.trajectories("region").set_index("round")
    for column, described in COLUMNS["region"].items():
        if described.meaning.startswith(("mean", "sum")):
            how = described.meaning.partition(" ")[0]
            expected = by_round[column].agg(how)
            pd.testing.assert_series_equal(region[column], expected, check_names=False)


def test_the_readme_explains_every_table(model: BorderModel, folder: Path) -> None:
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert model.world.scenario.title in text
    for table, columns in COLUMNS.items():
        section = text.split(f"## {table}.parquet")[1].split("\n## ")[0]
        assert all(f"| {column} |" in section for column in columns)


def test_words_in_the_readme_do_not_make_the_run_unreadable(folder: Path) -> None:
    with (folder / "README.md").open("a", encoding="utf-8") as stream:
        stream.write("The run of chapter 3.\n")
    assert open_run(folder).manifest.seed == 7


# What is refused


def test_another_run_is_not_written_over(folder: Path) -> None:
    before = content(folder)
    with pytest.raises(
        DetenteError, match=r"another run \(classroom, seed 7.*another seed;.*force"
    ):
        write_run(finished(seed=8), folder)
    assert content(folder) == before
    assert write_run(finished(seed=8), folder, force=True).seed == 8
    assert open_run(folder).manifest.seed == 8


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"digest": "0" * 64}, "another scenario"),
        ({"replicate": 3}, "another replicate"),
        ({"version": "9.9"}, "another version"),
    ],
)
def test_what_makes_it_another_run_is_told(
    folder: Path, change: dict[str, Any], message: str
) -> None:
    with pytest.raises(DetenteError, match=message):
        check_folder(folder, open_run(folder).manifest.key._replace(**change))


def test_a_folder_with_something_else_is_left_alone(model: BorderModel, tmp_path: Path) -> None:
    own = tmp_path / "thesis.txt"
    own.write_text("mine", encoding="utf-8")
    with pytest.raises(DetenteError, match="is not empty and holds no run; choose another"):
        write_run(model, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"thesis.txt"}
    write_run(model, tmp_path, force=True)
    assert own.read_text(encoding="utf-8") == "mine"
    assert open_run(tmp_path).manifest.seed == 7


def test_an_empty_folder_and_hidden_files_are_no_obstacle(
    model: BorderModel, tmp_path: Path
) -> None:
    (tmp_path / ".DS_Store").touch()
    write_run(model, tmp_path)
    assert open_run(tmp_path).manifest.rounds == 24


@pytest.mark.parametrize("below", [".", "a/b"])
def test_a_file_is_no_folder(model: BorderModel, tmp_path: Path, below: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DetenteError, match="file is a file; a run is written to a folder"):
        write_run(model, tmp_path / "file" / below)


def test_a_read_only_folder_is_told_before_anything_is_written(
    model: BorderModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    key = RunKey.of(model.world.scenario, 7, 0)
    with pytest.raises(DetenteError, match="is read-only"):
        check_folder(tmp_path / "run", key)


def failing(after: int, error: int) -> Callable[..., None]:
    """A replacement of `_write_table` that fails after some tables, as a full disk does."""
    written: list[Path] = []

    def write(_: pd.DataFrame, path: Path) -> None:
        if len(written) == after:
            raise OSError(error, "No space left on device")
        written.append(path)
        path.write_bytes(b"a table")

    return write


@pytest.mark.parametrize("after", [0, 3])
def test_a_full_disk_leaves_nothing_half_written(
    model: BorderModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(writing_module, "_write_table", failing(after, errno.ENOSPC))
    with pytest.raises(DetenteError, match="run cannot be written: no space left on device"):
        write_run(model, tmp_path / "run")
    assert not any(tmp_path.iterdir())


def test_a_full_disk_leaves_an_earlier_run_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(folder)
    monkeypatch.setattr(writing_module, "_write_table", failing(2, errno.ENOSPC))
    with pytest.raises(DetenteError, match="no space left"):
        write_run(finished(seed=8), folder, force=True)
    assert content(folder) == before
    assert {path.name for path in folder.iterdir()} == FILES


def test_an_interruption_leaves_nothing(
    model: BorderModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing_module, "_write_table", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_run(model, tmp_path / "run")
    assert not any(tmp_path.iterdir())


def test_a_run_that_was_moved_in_part_is_not_opened(folder: Path, tmp_path: Path) -> None:
    write_run(finished(seed=8), tmp_path / "other")
    (tmp_path / "other" / "events.parquet").replace(folder / "events.parquet")
    with pytest.raises(DetenteError, match=r"events\.parquet is damaged, or was changed"):
        open_run(folder)


def test_pictures_of_another_run_are_taken_away(model: BorderModel, folder: Path) -> None:
    pictures = folder / "pictures"
    pictures.mkdir()
    names = {"map.png", "explain-NOR-SOU-trust-2001-01-2002-12.png", "mine.png", "map.txt"}
    for name in names:
        (pictures / name).touch()
    write_run(model, folder)
    assert {path.name for path in pictures.iterdir()} == names
    write_run(finished(seed=8), folder, force=True)
    assert {path.name for path in pictures.iterdir()} == {"mine.png", "map.txt"}


# What is not opened


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match="nowhere does not exist"):
        open_run(tmp_path / "nowhere")


def test_a_file_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "run.parquet").touch()
    with pytest.raises(DetenteError, match="is a file; give the folder of a run"):
        open_run(tmp_path / "run.parquet")


def test_a_folder_without_a_manifest(tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match=r"is not the folder of a run: it has no manifest\.json"):
        open_run(tmp_path)


@pytest.mark.parametrize("name", sorted(FILES - {"README.md", "manifest.json"}))
def test_a_missing_or_damaged_file_is_named(folder: Path, name: str) -> None:
    path = folder / name
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(DetenteError, match=f"{name} is damaged"):
        open_run(folder)
    path.unlink()
    with pytest.raises(DetenteError, match=f"{name} cannot be read: no such file"):
        open_run(folder)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "it is not JSON"),
        ("[1]", "it is not a mapping"),
        ('{"format": 1}', "look at digest, files"),
        ('{"format": 99}', "has format 99, this version of detente reads up to 1"),
        ("\xff", "it is not JSON"),
    ],
)
def test_a_damaged_manifest_is_told(folder: Path, text: str, message: str) -> None:
    (folder / "manifest.json").write_text(text, encoding="latin-1")
    with pytest.raises(DetenteError, match=message):
        open_run(folder)


def test_a_manifest_that_leaves_a_table_out(folder: Path) -> None:
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    del manifest["files"]["events.parquet"]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(DetenteError, match="does not list all files"):
        open_run(folder)


def test_an_unknown_view_is_told(folder: Path) -> None:
    with pytest.raises(DetenteError, match="by: found 'sector'; allowed are border, region"):
        open_run(folder).trajectories("sector")
