"""Command `explain`: the ledger of a run as tables, JSON and pictures."""

import json
import re
import shutil
from pathlib import Path

import pytest

from detente.results import open_run
from tests.cli.conftest import Detente


@pytest.fixture
def folder(run_folder: Path, tmp_path: Path) -> Path:
    """A copy of the folder of a run, to draw in."""
    return Path(shutil.copytree(run_folder, tmp_path / "run"))


def test_both_quantities_and_sides_are_told(detente: Detente, folder: Path) -> None:
    result = detente("explain", folder, "--border", "NOR-SOU", "--from", "2003", "--to", "2004")
    assert result.exit_code == 0
    text = result.stdout
    assert text.startswith("NOR-SOU, 2003-01 to 2004-12\n")
    for quantity in ("trust", "troops"):
        for side in ("NOR", "SOU"):
            assert re.search(
                rf"^{quantity} of {side}: .* at the start, .* at the end \(", text, re.M
            )
        picture = folder / "pictures" / f"explain-NOR-SOU-{quantity}-2003-01-2004-12.png"
        assert f"picture: {picture}" in text
        assert picture.read_bytes().startswith(b"\x89PNG")
    assert re.search(r"^skirmish +M31 +-0\.\d{3} +\d+% +-0\.\d{3} +\d+%", text, re.M)
    assert "skirmish, 10 casualties" in text


def test_the_numbers_are_those_of_the_run(detente: Detente, folder: Path) -> None:
    result = detente(
        "explain", folder, "--border", "NOR-SOU", "--quantity", "trust", "--side", "SOU", "--json"
    )
    told = json.loads(result.stdout)
    assert (told["border"], told["from"], told["to"]) == ("NOR-SOU", "2001-01", "2010-12")
    sides = open_run(folder).trajectories("side")
    trust = sides[sides["state"] == "SOU"]["trust"]
    assert {cause["before"] for cause in told["causes"]} == {trust.iloc[0]}
    assert {cause["after"] for cause in told["causes"]} == {trust.iloc[-1]}
    change = sum(cause["change"] for cause in told["causes"])
    assert change == pytest.approx(trust.iloc[-1] - trust.iloc[0])
    assert {cause["quantity"] for cause in told["causes"]} == {"trust"}
    assert [Path(path).name for path in told["pictures"]] == [
        "explain-NOR-SOU-SOU-trust-2001-01-2010-12.png"
    ]
    assert abs(told["events"][0]["trust_change"]) >= abs(told["events"][-1]["trust_change"])


def test_a_quiet_time_says_so(detente: Detente, folder: Path) -> None:
    events = open_run(folder).events()
    troubled = set(events[events["trust_change"] != 0]["date"].dt.strftime("%Y-%m"))
    months = [f"{year}-{month:02d}" for year in range(2001, 2011) for month in range(1, 13)]
    quiet = next(month for month in months if month not in troubled)
    result = detente("explain", folder, "--border", "NOR-SOU", "--from", quiet, "--to", quiet)
    assert "No incident moved trust in this time." in result.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--border", "NOR-SUO"), "unknown border 'NOR-SUO'; did you mean 'NOR-SOU'?"),
        (("--border", "NOR-SOU", "--side", "SUO"), "unknown side of NOR-SOU 'SUO'; did you"),
        (("--border", "NOR-SOU", "--from", "2020"), "the run goes from 2001-01 to 2010-12"),
        (("--border", "NOR-SOU", "--to", "yesterday"), "found 'yesterday'; allowed: a year"),
    ],
)
def test_mistakes_are_told_and_nothing_is_drawn(
    detente: Detente, folder: Path, options: tuple[str, ...], message: str
) -> None:
    before = set((folder / "pictures").iterdir())
    result = detente("explain", folder, *options)
    assert result.exit_code == 2
    assert message in result.stderr
    assert set((folder / "pictures").iterdir()) == before


def test_a_folder_that_is_no_run_is_told(detente: Detente, tmp_path: Path) -> None:
    result = detente("explain", tmp_path, "--border", "NOR-SOU")
    assert result.exit_code == 2
    assert "is not the folder of a run" in result.stderr


def test_a_picture_that_cannot_be_written_is_told(detente: Detente, folder: Path) -> None:
    shutil.rmtree(folder / "pictures")
    (folder / "pictures").touch()
    result = detente("explain", folder, "--border", "NOR-SOU")
    assert result.exit_code == 2
    assert "pictures cannot be written" in result.stderr
