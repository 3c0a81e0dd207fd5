"""Command `run`: the same run as in Python, told on the screen, as JSON and in a folder."""

import json
from pathlib import Path
from typing import Any

import pytest

from detente.model import BorderModel
from detente.results import open_run
from detente.scenario import load
from tests.cli.conftest import Detente

PICTURES = {"stability.png", "borders.png", "trust.png", "troops.png", "map.png", "ledger.png"}
SHORT = ("run", "classroom", "--rounds", "6")


def report(detente: Detente, *arguments: str | Path) -> dict[str, Any]:
    """Report of a run as JSON; nothing but JSON is printed."""
    result = detente(*arguments, "--json")
    assert result.exit_code == 0, result.stderr
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def test_the_folder_has_tables_and_pictures(run_folder: Path) -> None:
    run = open_run(run_folder)
    assert (run.manifest.scenario, run.manifest.seed, run.manifest.rounds) == ("classroom", 7, 120)
    pictures = run_folder / "pictures"
    assert {path.name for path in pictures.iterdir()} == PICTURES
    for path in pictures.iterdir():
        assert path.read_bytes().startswith(b"\x89PNG")


def test_the_report_is_that_of_the_model(detente: Detente) -> None:
    told = report(detente, "run", "classroom", "--seed", "3", "--replicate", "2")
    model = BorderModel("classroom", seed=3, replicate=2)
    model.run()
    assert told["digest"] == load("classroom").digest
    assert (told["seed"], told["replicate"], told["rounds"]) == (3, 2, 120)
    assert told["region"][-1]["stability"] == model.stability
    assert [row["date"] for row in told["region"][:2]] == ["2000-12", "2001-12"]
    (border,) = told["borders"]
    assert border["trust_end"] == model.borders[0].trust
    assert told["counts"]["timeline"] == 2
    assert {row["quantity"] for row in told["drivers"]} == {"trust", "troops"}
    assert told["files"] == []


def test_the_summary_on_the_screen(detente: Detente) -> None:
    text = detente("run", "classroom", "--seed", "7").stdout
    for words in (
        "classroom: Northland and Southland",
        "120 rounds (months), 2001-01 to 2010-12, seed 7, replicate 0",
        "stability",
        "NOR-SOU",
        "What mattered most",
        "skirmish, 10 casualties",
    ):
        assert words in text
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_numbers_are_read_at_80_columns(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = detente("run", "post-soviet-1991", "--rounds", "24").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    for name in load("post-soviet-1991").borders:
        assert sum(line.startswith(f"{name} ") for line in lines) == 1


def test_quiet_is_quiet(detente: Detente) -> None:
    result = detente(*SHORT, "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_settings_change_the_scenario(detente: Detente) -> None:
    settings = ["theory.crime_need=1.2", "timeline=none", "powers.EMP.effort=3", "without=[trade]"]
    options = [part for setting in settings for part in ("--set", setting)]
    told = report(detente, *SHORT, *options)
    changes = {
        "theory.crime_need": 1.2,
        "timeline": None,
        "powers.EMP.effort": 3,
        "without": ["trade"],
        "rounds": 6,
    }
    assert told["digest"] == load("classroom").change(changes).digest
    assert told["settings"] == settings
    assert "timeline" not in told["counts"]


def test_mistakes_in_settings_are_told_like_those_of_a_file(detente: Detente) -> None:
    settings = ("theory.crime_neeed=2", "borders.NOR-SUO.trust=0.3", "powers.EMP.effort=99")
    options = [part for setting in settings for part in ("--set", setting)]
    result = detente("run", "classroom", *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines[0].startswith(
        "--set: borders.NOR-SUO.trust: unknown border 'NOR-SUO'; did you mean"
    )
    assert lines[1].startswith("--set: powers.EMP.effort: found 99; allowed: a number from 0 to 20")
    assert lines[2].startswith(
        "--set: theory.crime_neeed: unknown parameter 'crime_neeed'; did you"
    )
    assert len(lines) == 3


@pytest.mark.parametrize(
    "setting", ["crime_need", "=3", "theory.crime_need=", "rivalry=[", "a..b=1"]
)
def test_a_setting_that_is_none_is_told(detente: Detente, setting: str) -> None:
    result = detente("run", "classroom", "--set", setting)
    assert result.exit_code == 2
    assert result.stderr.startswith("--set: ")


def test_an_implausible_setting_is_noted_and_run(detente: Detente) -> None:
    result = detente(*SHORT, "--set", "theory.adjustment=0.5", "--json")
    assert result.exit_code == 0
    assert "note: theory.adjustment: 0.5 lies outside" in result.stderr
    json.loads(result.stdout)


@pytest.mark.parametrize(
    "options",
    [
        ("--seed", "-1"),
        ("--replicate", "-1"),
        ("--seed", "x"),
        ("--rounds", "0"),
        ("--rounds", "2401"),
    ],
)
def test_numbers_out_of_range_are_told(detente: Detente, options: tuple[str, str]) -> None:
    result = detente("run", "classroom", *options)
    assert result.exit_code == 2
    assert f"Invalid value for '{options[0]}'" in result.stderr


def test_a_scenario_that_is_wrong_is_not_run(detente: Detente) -> None:
    result = detente("run", "clasroom", "--out", "results")
    assert result.exit_code == 2
    assert "did you mean 'classroom'?" in result.stderr
    assert not Path("results").exists()


def test_a_folder_is_written_and_named(detente: Detente) -> None:
    result = detente(*SHORT, "--out", "results", "--no-pictures")
    assert result.stdout.splitlines()[-1] == "Written to results/: 11 files, 0 pictures"
    assert not Path("results/pictures").exists()
    told = report(detente, *SHORT, "--out", "results", "--no-pictures")
    assert sorted(told["files"]) == sorted(str(path) for path in Path("results").iterdir())


def test_another_run_needs_force(detente: Detente) -> None:
    detente(*SHORT, "--out", "results", "--no-pictures")
    other = (*SHORT, "--seed", "1", "--out", "results", "--no-pictures", "--quiet")
    result = detente(*other)
    assert result.exit_code == 2
    assert "results holds another run (classroom, seed 0" in result.stderr
    assert open_run("results").manifest.seed == 0
    assert detente(*other, "--force").exit_code == 0
    assert open_run("results").manifest.seed == 1


def test_a_folder_is_refused_before_the_run(
    detente: Detente, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: BorderModel) -> None:
        raise AssertionError("the model was run")

    monkeypatch.setattr(BorderModel, "run", never)
    Path("results").touch()
    result = detente(*SHORT, "--out", "results")
    assert result.exit_code == 2
    assert result.stderr == "results is a file; a run is written to a folder\n"


def test_a_run_is_repeated_from_its_folder(detente: Detente, run_folder: Path) -> None:
    told = report(detente, "run", run_folder, "--seed", "7")
    assert told["digest"] == open_run(run_folder).manifest.digest
    region = open_run(run_folder).trajectories("region")
    assert told["region"][-1]["stability"] == region["stability"].iloc[-1]
