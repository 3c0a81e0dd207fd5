"""Commands `compare` and `plot`: what each policy of a batch did, in words, numbers and pictures."""

import json
import re
import shutil
from pathlib import Path

import pandas as pd
import pytest

import detente as package
from detente.analysis import compare
from detente.batches import open_batch
from detente.scenario import load
from tests.cli.conftest import Detente

REPLICATES = 30


@pytest.fixture(scope="session")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The classroom world, one where misunderstandings are rare, and one that only has a new name."""
    base = load("classroom").change({"rounds": 60})
    folder = tmp_path_factory.mktemp("batches") / "policies"
    calm = base.change({"name": "calm", "theory.misunderstanding_chance": 0.2})
    idle = base.change({"name": "idle", "theory.severity_limit": 1999})
    package.batch([base, calm, idle], replicates=REPLICATES, seed=7, out=folder)
    return folder


@pytest.fixture(scope="session")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep of one parameter in two scenarios."""
    base = load("classroom").change({"rounds": 24})
    folder = tmp_path_factory.mktemp("batches") / "swept"
    calm = base.change({"name": "calm", "theory.misunderstanding_chance": 0.2})
    package.batch(
        [base, calm],
        replicates=REPLICATES,
        seed=7,
        out=folder,
        sweep={"theory.contact_rate": [0.3, 0.6]},
    )
    return folder


# compare


def test_every_policy_is_told_with_its_verdict(detente: Detente, policies: Path) -> None:
    result = detente("compare", policies, "--baseline", "classroom")
    assert result.exit_code == 0
    text = result.stdout
    assert text.startswith(f"{policies}: {REPLICATES} pairs, seed 7, baseline classroom\n")
    assert "calm against classroom, region" in text
    calm, idle = text.split("idle against classroom, region")
    assert re.search(r"^stability\.final +0\.\d+ +\+0\.\d+ .* raises", calm, re.M)
    assert re.search(r"^skirmishes\.total .* lowers", calm, re.M)
    assert idle.count("the same in every pair") == 7
    assert "all 14 verdicts hold together at 95 % (Holm)" in " ".join(text.split())
    assert "Without pairs the variance would be" in text
    assert all(len(line) <= 100 for line in text.splitlines()[1:])


def test_the_baseline_may_be_left_out(detente: Detente, policies: Path) -> None:
    named = detente("compare", policies, "--baseline", "classroom").stdout
    assert detente("compare", policies).stdout == named


def test_a_narrow_screen_gets_fewer_columns(
    detente: Detente, policies: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    text = detente("compare", policies, "--outcome", "stability.final").stdout
    assert all(len(line) <= 80 for line in text.splitlines()[1:])
    assert re.search(r"^outcome +effect +95 % interval +better +verdict$", text, re.M)
    assert "sd:" not in text


def test_json_has_the_numbers_of_the_analysis(detente: Detente, policies: Path) -> None:
    result = detente(
        "compare",
        policies,
        "--outcome",
        "trust.final",
        "--border",
        "NOR-SOU",
        "--border",
        "all",
        "--json",
    )
    told = json.loads(result.stdout)
    assert (told["baseline"], told["correction"], told["comparisons"]) == ("classroom", "Holm", 4)
    assert (told["state"], told["seed"], told["level"]) == ("finished", 7, 0.95)
    expected = compare(
        open_batch(policies).outcomes(),
        "classroom",
        names=["trust.final"],
        borders=["NOR-SOU", "all"],
    )
    assert [row["effect"] for row in told["effects"]] == expected["effect"].to_list()
    assert [row["verdict"] for row in told["effects"]] == expected["verdict"].to_list()
    assert {row["pairing_gain"] for row in told["effects"] if row["point"] == "idle"} == {None}


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_the_table_can_be_written(detente: Detente, policies: Path, suffix: str) -> None:
    result = detente("compare", policies, "--incidents", "--pairs", "2", "--out", f"table.{suffix}")
    assert result.exit_code == 0
    read = pd.read_csv if suffix == "csv" else pd.read_parquet
    effects = read(Path(f"table.{suffix}"))
    assert len(effects) == 14
    assert {"point", "effect", "low", "high", "verdict"} <= set(effects.columns)
    assert set(read(Path(f"table-incidents.{suffix}"))["point"]) == {"calm", "idle"}
    assert "change" in read(Path(f"table-before.{suffix}")).columns
    assert f"table-before.{suffix} written" in result.stderr


def test_incidents_that_were_prevented_are_told(detente: Detente, policies: Path) -> None:
    result = detente("compare", policies, "--outcome", "trust.final", "--incidents", "--pairs", "5")
    text = result.stdout
    assert "Incidents per run, calm against classroom, 5 pairs run again" in text
    found = re.search(r"^region +misunderstanding +(\S+) +(\S+) +(\S+) ±\S+ +(\S+) ±", text, re.M)
    assert found is not None
    before, after, prevented, caused = map(float, found.groups())
    assert before > after
    assert prevented - caused == pytest.approx(before - after)
    idle = text.split("Incidents per run, idle against classroom")[1]
    changes = re.findall(r"([+-]?\d+\.\d+) ±", idle)
    assert len(changes) >= 15
    assert {float(change) for change in changes} == {0.0}  # the same dice, the same incidents
    assert re.search(r"^region +forced skirmish +1\.00 +1\.00 +0\.00 ±0\.00", text, re.M)
    assert re.search(r"misunderstanding\s+prevented .* (decay|hotline|incidents?) [+-]0\.", text)


def test_a_size_is_turned_into_a_number_of_pairs(detente: Detente, policies: Path) -> None:
    few, many = (
        detente("compare", policies, "--outcome", "trust.final", "--size", size).stdout
        for size in ("0.05", "0.005")
    )
    row = re.compile(r"^calm +region +trust\.final +([\d,]+) +30$", re.M)
    needed = [int(row.findall(text)[0].replace(",", "")) for text in (few, many)]
    assert 2 <= needed[0] < needed[1]


def test_a_sweep_is_told_by_its_values(detente: Detente, swept: Path) -> None:
    text = detente("compare", swept, "--outcome", "trust.final").stdout
    assert re.search(r"^classroom +0\.3 +30 +0\.\d+ +0\.\d+ to 0\.\d+ +classroom-0001$", text, re.M)
    assert re.search(r"^calm +0\.6 +30 +", text, re.M)
    told = json.loads(detente("compare", swept, "--outcome", "trust.final", "--json").stdout)
    assert [row["theory.contact_rate"] for row in told["means"]] == [0.3, 0.6, 0.3, 0.6]


def test_a_swept_scenario_is_compared_value_by_value(detente: Detente, swept: Path) -> None:
    arguments = ("compare", swept, "--outcome", "skirmishes.total", "--baseline", "classroom")
    text = detente(*arguments).stdout
    assert re.search(r"^calm +0\.3 +\d", text, re.M)
    assert not re.search(r"^classroom +0\.", text, re.M)
    told = json.loads(detente(*arguments, "--json").stdout)
    assert [row["baseline"] for row in told["effects"]] == ["classroom-0001", "classroom-0002"]
    assert [row["theory.contact_rate"] for row in told["effects"]] == [0.3, 0.6]


def test_an_unfinished_batch_is_compared_as_far_as_it_is(
    detente: Detente, policies: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(policies, tmp_path / "unfinished"))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest |= {"state": "unfinished", "files": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    for path in (folder / "parts").glob("idle-*"):
        path.unlink()
    result = detente("compare", folder, "--outcome", "trust.final", "--incidents", "--pairs", "2")
    assert result.exit_code == 0
    assert f"{folder} is unfinished; this is what is there" in result.stderr
    assert "no pairs yet for idle" in result.stderr
    assert "calm against classroom" in result.stdout
    assert "Incidents per run, calm against classroom, 2 pairs run again" in result.stdout
    assert "idle against" not in result.stdout


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--baseline", "clasroom"), "unknown point 'clasroom'; did you mean 'classroom'?"),
        (("--outcome", "trust"), "unknown outcome 'trust'; did you mean 'trust."),
        (("--border", "NOR-SUO"), "unknown border 'NOR-SUO'; did you mean 'NOR-SOU'?"),
        (("--size", "0"), "--size: found 0; allowed: a number other than 0"),
        (("--out", "table.txt"), "--out table.txt: found the ending .txt; allowed: .csv and"),
        (("--out", "nowhere/table.csv"), "there is no folder nowhere; make it first"),
    ],
)
def test_mistakes_are_told_in_words(
    detente: Detente, policies: Path, options: tuple[str, ...], message: str
) -> None:
    result = detente("compare", policies, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_a_sweep_without_a_baseline_has_no_effects(detente: Detente, swept: Path) -> None:
    result = detente("compare", swept, "--size", "0.1")
    assert result.exit_code == 2
    assert "--size compares with a baseline, and a sweep has none by itself" in result.stderr
    result = detente("compare", "nowhere")
    assert result.exit_code == 2
    assert "nowhere does not exist; give the folder of a batch" in result.stderr


# plot


def test_the_pictures_of_policies(detente: Detente, policies: Path, tmp_path: Path) -> None:
    result = detente("plot", policies, "--border", "NOR-SOU", "--out", tmp_path / "pictures")
    assert result.exit_code == 0
    files = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert {
        "fan-stability-NOR-SOU.png",
        "shares-status-NOR-SOU.png",
        "effects-NOR-SOU.png",
    } <= files
    assert "effects-by-border-skirmishes.total.png" in files
    assert len(result.stdout.splitlines()) == len(files) == 11
    for path in (tmp_path / "pictures").iterdir():
        assert path.read_bytes().startswith(b"\x89PNG")
        assert f"picture: {path}" in result.stdout


def test_pictures_lie_in_the_folder_of_the_batch(
    detente: Detente, swept: Path, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(swept, tmp_path / "batch"))
    told = json.loads(detente("plot", folder, "--json").stdout)
    names = [Path(path) for path in told["pictures"]]
    assert {path.parent for path in names} == {folder / "pictures"}
    assert "sweep-trust.final.png" in {path.name for path in names}
    assert all(path.is_file() for path in names)
    assert detente("compare", folder).exit_code == 0  # the batch can still be opened


def test_what_cannot_be_drawn_is_told(detente: Detente, policies: Path, tmp_path: Path) -> None:
    result = detente("plot", policies, "--border", "NOR-SUO", "--out", tmp_path / "new")
    assert result.exit_code == 2
    assert "unknown border 'NOR-SUO'; did you mean 'NOR-SOU'?" in result.stderr
    assert not (tmp_path / "new").exists()
    (tmp_path / "file").write_text("", encoding="utf-8")
    result = detente("plot", policies, "--out", tmp_path / "file")
    assert result.exit_code == 2
    assert "file cannot be written" in result.stderr
