"""Going on with a batch: what is refused, what is done again, what is left alone."""

import json
import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from detente.batches import Progress, batch, open_batch
from detente.batches import manifest as manifest_module
from detente.errors import DetenteError
from tests.batches.folders import SWEEP, classroom, content, differing, small

STEM = "parts/classroom-0001-000000200"


def runs_done(folder: Path, **options: Any) -> int:
    """Go on with a batch; return how many runs were done."""
    seen: list[Progress] = []
    small(folder, resume=True, progress=seen.append, **options)
    return seen[-1].done - seen[0].before


def test_a_finished_batch_is_left_alone(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")}
    assert runs_done(folder) == 0
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")} == before


def test_a_batch_is_gone_on_with_by_its_folder_alone(folder: Path, finished: Path) -> None:
    (folder / f"{STEM}.json").unlink()
    assert batch(out=folder, resume=True).is_finished
    assert not differing(folder, finished)
    assert batch(out=folder, resume=True, replicates=460).manifest.replicates == 460


def test_resuming_what_is_not_there_begins_it(tmp_path: Path, finished: Path) -> None:
    assert runs_done(tmp_path / "new" / "batch") == 900
    assert not differing(tmp_path / "new" / "batch", finished)


def test_without_resume_a_batch_is_left_alone(folder: Path) -> None:
    before = content(folder)
    with pytest.raises(DetenteError, match="holds a batch already; go on with it by --resume"):
        small(folder)
    assert content(folder) == before


# What is done again


def truncated(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-100])


def flipped(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(bytes(whole))


@pytest.mark.parametrize("spoil", [truncated, flipped, Path.unlink])
@pytest.mark.parametrize("suffix", ["outcomes.parquet", "counts.parquet", "sums.parquet", "json"])
@pytest.mark.parametrize("is_finished", [True, False])
def test_a_damaged_part_is_done_again(
    folder: Path,
    finished: Path,
    spoil: Callable[[Path], None],
    suffix: str,
    is_finished: bool,
) -> None:
    if not is_finished:
        unfinish(folder)
    spoil(folder / f"{STEM}.{suffix}")
    assert runs_done(folder) == 200
    assert not differing(folder, finished)


def unfinish(folder: Path) -> None:
    """Make it a batch that was killed before its tables were written."""
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest |= {"state": "unfinished", "files": {}, "failed": 0}
    path.write_text(json.dumps(manifest), encoding="utf-8")


def test_a_part_of_another_seed_is_not_taken(folder: Path, finished: Path, tmp_path: Path) -> None:
    small(tmp_path / "other", seed=8)
    for path in (tmp_path / "other").glob(f"{STEM}.*"):
        shutil.copy(path, folder / "parts")
    unfinish(folder)
    assert runs_done(folder) == 200
    assert not differing(folder, finished)


@pytest.mark.parametrize("table", ["runs", "outcomes", "summary", "shares", "incidents", "points"])
def test_a_damaged_table_is_written_again(folder: Path, finished: Path, table: str) -> None:
    truncated(folder / f"{table}.parquet")
    assert runs_done(folder) == 0
    assert not differing(folder, finished)


def test_what_a_killed_process_left_is_taken_away(folder: Path, finished: Path) -> None:
    unfinish(folder)
    strays = [".unfinished-outcomes.parquet", "parts/.unfinished-x.parquet"]
    for stray in strays:
        (folder / stray).write_bytes(b"half")
    own = folder / "notes.txt"
    own.write_text("mine", encoding="utf-8")
    small(folder, resume=True)
    assert differing(folder, finished) == {"notes.txt"}
    assert own.read_text(encoding="utf-8") == "mine"


# What is refused


@pytest.mark.parametrize(
    ("options", "messages"),
    [
        ({"seed": 8}, ["seed: 7 there, 8 asked for"]),
        ({"keep": "trajectories"}, ["keep: summary there, trajectories asked for"]),
        ({"replicates": 400}, ["replicates: 450 there, only 400 asked for; more may be"]),
        ({"until": "trust.final", "precision": 0.1}, ["until: not set there, trust.final asked"]),
        (
            {"sweep": {"theory.crime_need": (0.9, 1.2)}},
            ["classroom-0002: sweep of theory.crime_need: 1.1 there, 1.2 asked for"],
        ),
        (
            {"sweep": {"powers.EMP.effort": (0, 1)}},
            [
                "classroom-0001: sweep of powers.EMP.effort: nothing there, 0 asked for",
                "classroom-0001: sweep of theory.crime_need: 0.9 there, nothing asked for",
            ],
        ),
        (
            {"sweep": {"theory.crime_need": (0.9, 1.1, 1.2)}},
            ["points asked for, not there: classroom-0003"],
        ),
        ({"sweep": None}, ["points there, not asked for: classroom-0001", "not there: classroom"]),
        (
            {"seed": 8, "keep": "trajectories"},
            ["seed: 7 there, 8 asked for", "keep: summary there"],
        ),
    ],
)
def test_another_batch_is_refused_with_what_differs(
    folder: Path, options: dict[str, Any], messages: list[str]
) -> None:
    before = content(folder)
    with pytest.raises(DetenteError) as caught:
        small(folder, resume=True, **options)
    text = str(caught.value)
    assert text.startswith(f"{folder} holds another batch than the one asked for:\n  ")
    assert all(message in text for message in messages)
    assert f"detente batch --resume --out {folder} goes on with what is there" in text
    assert content(folder) == before


def test_what_was_changed_in_a_scenario_is_told(folder: Path) -> None:
    changed = classroom().change({"borders.NOR-SOU.trust.NOR": 0.31, "rounds": 12})
    with pytest.raises(DetenteError) as caught:
        batch(changed, out=folder, resume=True, sweep=SWEEP, replicates=450, seed=7)
    lines = str(caught.value).splitlines()
    assert "  classroom-0001: rounds: 6 there, 12 now" in lines
    assert any(line.startswith("  classroom-0001: borders.NOR-SOU.trust.NOR: 0.") for line in lines)
    assert all("crime_need" not in line for line in lines)


def test_another_order_of_scenarios_is_told(tmp_path: Path) -> None:
    worlds = [classroom(), classroom().change({"name": "b", "theory.crime_need": 0.9})]
    batch(worlds, out=tmp_path / "b", replicates=2)
    with pytest.raises(DetenteError, match="order of the points: classroom, b there, b, classroom"):
        batch(worlds[::-1], out=tmp_path / "b", replicates=2, resume=True)


def test_another_version_is_refused(folder: Path) -> None:
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found["versions"]["detente"] = "0.0.1"
    (folder / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(DetenteError, match=r"version of detente: 0\.0\.1 there, "):
        batch(out=folder, resume=True)


def test_an_edited_rule_is_refused(folder: Path) -> None:
    found = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    found["source"] = "0" * 64
    (folder / "manifest.json").write_text(json.dumps(found), encoding="utf-8")
    with pytest.raises(DetenteError, match="a rule or an engine was edited since"):
        batch(out=folder, resume=True)


def test_the_source_of_the_model_is_that_of_rules_and_engines() -> None:
    found = set(manifest_module._source(files("detente")))  # noqa: SLF001
    assert {"rules/trust.py", "rules/parameters.csv", "model.py", "draws.py"} <= found
    assert {"ensemble/play.py", "scenario/resolving.py", "world.py", "agents/border.py"} <= found
    assert not any(name.startswith(("cli/", "plots/", "batch/", "analysis/")) for name in found)


def test_an_edited_scenario_in_the_folder_is_refused(folder: Path) -> None:
    path = folder / "scenarios" / "classroom-0001.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("0.9", "0.8"), encoding="utf-8")
    with pytest.raises(DetenteError, match=r"classroom-0001\.yaml was changed after"):
        batch(out=folder, resume=True)
    assert runs_done(folder) == 0  # named anew, the scenario is known, and the file is mended
    assert batch(out=folder, resume=True).is_finished


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"out": "nowhere"}, "nowhere holds no batch to go on with; name at least one scenario"),
        ({"sweep": SWEEP}, "--sweep needs the scenarios"),
    ],
)
def test_going_on_needs_a_batch(
    folder: Path,
    options: dict[str, Any],
    message: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(DetenteError, match=message):
        batch(resume=True, **({"out": folder} | options))


def test_a_batch_that_is_begun_cannot_be_read_from_halves(folder: Path) -> None:
    """While parts are added, no table of an earlier state stands where another program finds it."""
    small(folder, resume=True, replicates=500)
    unfinish(folder)

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    (folder / f"{STEM}.json").unlink()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("detente.batches.engines.fill", stop)
        with pytest.raises(KeyboardInterrupt):
            small(folder, resume=True, replicates=500)
    assert {path.name for path in folder.glob("*.parquet")} == {"points.parquet"}
    assert not open_batch(folder).is_finished
