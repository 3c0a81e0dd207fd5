"""Commands `batch` and `status`: what is asked, told, refused and gone on with."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from detente.batches import open_batch
from detente.model import BorderModel
from detente.scenario import load
from tests.batches.folders import differing
from tests.cli.conftest import Detente

SHORT = ("batch", "classroom", "--rounds", "6", "--out", "results")
COMMAND = (sys.executable, "-c", "from detente.cli import main; main()")


def report(detente: Detente, *arguments: str | Path, status: int = 0) -> dict[str, Any]:
    """Report as JSON; nothing but JSON is printed."""
    result = detente(*arguments, "--json")
    assert result.exit_code == status, result.stderr
    content: dict[str, Any] = json.loads(result.stdout)
    return content


def test_the_summary_on_the_screen(detente: Detente) -> None:
    result = detente(*SHORT, "--replicates", "200", "--seed", "7")
    assert (result.exit_code, result.stderr) == (0, "")
    text = result.stdout
    assert text.startswith("1 point x 200 runs, seed 7: mean of the region ± half of its 95 % int")
    means = open_batch("results").means(["stability.final"]).iloc[0]
    assert f"{means['mean']:.3f} ±{means['half_width']:.3f}" in text
    words = " ".join(text.split())
    assert "(detente batch --resume --out results --replicates 800)" in words
    assert (
        text.splitlines()[-1] == "Written to results/; README.md there tells what each table holds"
    )
    assert not any(line.endswith(" ") for line in text.splitlines())


def test_sweeps_settings_and_scenarios_make_points(detente: Detente) -> None:
    variant = "unilateral-withdrawal"
    options = ("--sweep", "powers.CHN.effort=0:2:2", "--sweep", "theory.crime_need=0.9,1.1")
    told = report(
        detente,
        *("batch", "central-asia", variant, "--rounds", "2", "--set", "rivalry=0.5"),
        *(*options, "--replicates", "2", "--out", "results"),
    )
    assert told["runs"] == told["runs_here"] == 16
    assert [point["scenario"] for point in told["points"]] == ["central-asia"] * 4 + [variant] * 4
    assert told["points"][1]["values"] == {"powers.CHN.effort": 0, "theory.crime_need": 1.1}
    changes = {"rounds": 2, "rivalry": 0.5, "powers.CHN.effort": 2, "theory.crime_need": 0.9}
    assert told["points"][6]["digest"] == load(variant).change(changes).digest
    numbers = told["points"][6]["outcomes"]["stability.final"]
    assert set(numbers) == {"runs", "mean", "sd", "half_width"}
    assert (told["failed"], told["failures"], told["state"]) == (0, [], "finished")


def test_swept_values_stand_beside_the_points(detente: Detente) -> None:
    text = detente(*SHORT, "--replicates", "3", "--sweep", "theory.crime_need=0.9:1.1:3").stdout
    assert "theory.crime_need" in text
    for name, value in (("0001", "0.9"), ("0002", "1"), ("0003", "1.1")):
        assert any(line.split()[:2] == [f"classroom-{name}", value] for line in text.splitlines())


def test_quiet_is_quiet(detente: Detente) -> None:
    result = detente(*SHORT, "--replicates", "2", "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_until_tells_what_was_reached(detente: Detente) -> None:
    options = ("--until", "NOR-SOU:trust.final", "--precision")
    text = " ".join(detente(*SHORT, *options, "0.5", "--replicates", "400").stdout.split())
    assert "Precision of NOR-SOU:trust.final: reached, ±0.00" in text
    assert "asked for ±0.5; 200 runs of each point" in text
    assert "If an interval" not in text
    told = report(detente, *SHORT, *options, "1e-9", "--replicates", "400", "--resume")
    assert told["until"] == {"outcome": "trust.final", "border": "NOR-SOU", "precision": 1e-9}
    assert told["reached"]["is_reached"] is False
    assert "trust.final" in told["points"][0]["outcomes"]
    text = " ".join(detente(*SHORT, "--resume").stdout.split())
    assert "not reached" in text
    assert "four times the runs halve it" in text


def test_a_batch_is_resumed_by_its_folder(detente: Detente) -> None:
    detente(*SHORT, "--replicates", "230", "--seed", "7", "--quiet")
    told = report(detente, "batch", "--resume", "--out", "results", "--replicates", "260")
    assert (told["replicates"], told["seed"], told["runs_here"]) == (260, 7, 60)
    text = detente("batch", "--resume", "--out", "results").stdout
    assert "Nothing was left to do: the batch is finished" in text


def test_without_resume_nothing_is_touched(detente: Detente) -> None:
    detente(*SHORT, "--replicates", "2", "--quiet")
    result = detente(*SHORT, "--replicates", "3")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == (
        "results holds a batch already; go on with it by --resume (resume=True), or choose "
        "another folder\n"
    )
    assert open_batch("results").manifest.replicates == 2


def test_what_differs_is_told(detente: Detente) -> None:
    detente(*SHORT, "--replicates", "2", "--quiet")
    result = detente(*SHORT, "--seed", "3", "--set", "theory.crime_need=1.3", "--resume")
    assert result.exit_code == 2
    assert result.stderr.splitlines()[1:3] == [
        "  seed: 0 there, 3 asked for",
        "  classroom: theory.crime_need: nothing there, 1.3 now",
    ]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--sweep", "theory.crime_neeed=1:2:3"), "--sweep: theory.crime_neeed: unknown parameter"),
        (("--sweep", "theory.crime_need=1:2"), "--sweep: theory.crime_need: found '1:2'; write"),
        (("--sweep", "powers.EMP.effort=1,99"), "--sweep: powers.EMP.effort: found 99; allowed"),
        (("--set", "theory.crime_neeed=1"), "--set: theory.crime_neeed: unknown parameter"),
        (("--until", "stability.final"), "--until and --precision go together"),
        (("--until", "stabilty", "--precision", "1"), "--until: unknown outcome 'stabilty'"),
        (("--workers", "2", "--scheduler", "tcp://h:1"), "--workers and --scheduler do not go"),
    ],
)
def test_mistakes_are_told_and_nothing_is_written(
    detente: Detente, options: tuple[str, ...], message: str
) -> None:
    result = detente(*SHORT, *options)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(message)
    assert not Path("results").exists()


def test_mistakes_of_all_scenarios_are_told_together(detente: Detente) -> None:
    result = detente("batch", "clasroom", "centralasia", "--out", "results")
    assert result.exit_code == 2
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        "centralasia",
        "clasroom",
    ]


@pytest.mark.parametrize(
    "options",
    [
        ("--replicates", "0"),
        ("--seed", "-1"),
        ("--rounds", "2401"),
        ("--workers", "0"),
        ("--engine", "x"),
        ("--keep", "x"),
    ],
)
def test_options_out_of_range_are_told(detente: Detente, options: tuple[str, str]) -> None:
    result = detente(*SHORT, *options)
    assert result.exit_code == 2
    assert f"Invalid value for '{options[0]}'" in result.stderr


def test_a_scenario_is_needed(detente: Detente) -> None:
    result = detente("batch", "--out", "results")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("results holds no batch to go on with; name at least one")
    result = detente("batch", "--out", "results", "--resume", "--rounds", "3")
    assert result.stderr.startswith("--set, --rounds and --sweep need the scenarios")


def test_what_deserves_a_second_look_is_noted(detente: Detente) -> None:
    options = ("--replicates", "1", "--set", "theory.adjustment=0.5", "--sweep")
    result = detente("batch", "classroom", "classroom", *SHORT[2:], *options, "rounds=6,6.0")
    assert result.exit_code == 2  # 6 and 6.0 are the same value for the format, but written twice
    result = detente("batch", "classroom", "classroom", *SHORT[2:], *options, "rounds=6,7")
    assert result.exit_code == 0
    lines = result.stderr.splitlines()
    assert lines[0] == "note: classroom: named twice, and run once"
    assert lines[1].startswith("note: theory.adjustment: 0.5 lies outside")
    assert len(lines) == 2


def test_equal_points_are_noted(detente: Detente) -> None:
    Path("twin.yaml").write_text(
        "name: twin\ntitle: Twin\nabout: The same.\nextends: classroom\n", encoding="utf-8"
    )
    result = detente("batch", "classroom", "twin.yaml", *SHORT[2:], "--replicates", "1")
    assert result.exit_code == 0, result.stderr
    assert "note: classroom, twin: the same world, so that their runs are equal" in result.stderr


# Failed runs


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the second replicate fail in its third round."""
    judge_as_ever = BorderModel.judge

    def judge(self: BorderModel) -> None:
        if (self.replicate, self.round) == (1, 3):
            raise OverflowError("math range error")
        judge_as_ever(self)

    monkeypatch.setattr(BorderModel, "judge", judge)


@pytest.mark.usefixtures("failing")
def test_failed_runs_end_with_status_3_and_are_told(detente: Detente) -> None:
    options = (*SHORT, "--engine", "mesa", "--workers", "1", "--replicates", "3")
    result = detente(*options)
    assert result.exit_code == 3
    assert "1 of 3 runs failed: detente status results tells why" in result.stdout
    told = report(detente, *options, "--resume", status=3)
    failure = {"point": "classroom", "replicate": 1, "round": 3, "stage": "trust"}
    failure["message"] = "OverflowError: math range error"
    assert told["failures"] == [failure]
    text = detente("status", "results").stdout
    assert "Runs that failed (1 of 1)" in text
    assert "OverflowError: math range error" in text
    assert report(detente, "status", "results")["failures"] == [failure]


def test_the_exit_status_is_documented(detente: Detente) -> None:
    words = " ".join(detente("--help").stdout.split())
    assert "3, some runs of a batch failed" in words


# Status


def test_the_status_of_a_finished_batch(detente: Detente) -> None:
    detente(*SHORT, "--replicates", "2", "--seed", "7", "--quiet")
    text = detente("status", "results").stdout
    assert text.startswith(
        "results: finished\n2 runs are done, 0 are left, 0 failed; seed 7, begun"
    )
    told = report(detente, "status", "results")
    assert (told["done"], told["left"], told["is_worked_on"]) == (2, 0, False)


def test_the_status_of_something_else(detente: Detente) -> None:
    result = detente("status", "nowhere")
    assert result.exit_code == 2
    assert result.stderr.startswith("nowhere does not exist; give the folder of a batch")


# As a program of its own


def test_the_progress_is_shown_on_a_terminal_only(tmp_path: Path) -> None:
    pytest.importorskip("pty", reason="there are no terminals")
    import pty  # noqa: PLC0415 - not on every system

    ours, theirs = pty.openpty()
    command = (*COMMAND, *SHORT, "--engine", "mesa", "--workers", "1", "--replicates", "150")
    with subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=theirs, stdin=theirs
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                piece = os.read(ours, 4096)
            except OSError:
                break
            if not piece:
                break
            shown += piece
        assert process.stdout is not None
        text = process.stdout.read().decode()
    os.close(ours)
    assert process.returncode == 0
    assert b"150" in shown
    assert b"runs/s" in shown
    assert "\x1b" not in text


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_an_interruption_says_how_to_go_on(tmp_path: Path, detente: Detente) -> None:
    """The whole group of processes is interrupted, as by Ctrl-C; no worker has a word to say."""
    command = (*COMMAND, *SHORT, "--engine", "mesa", "--workers", "2", "--replicates", "900")
    with subprocess.Popen(
        command,
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        deadline = time.monotonic() + 60
        while not any((tmp_path / "results" / "parts").glob("*.json")):
            assert time.monotonic() < deadline, "no part was done"
            time.sleep(0.05)
        os.killpg(process.pid, signal.SIGINT)
        text, errors = process.communicate(timeout=30)
    assert (process.returncode, text) == (128 + signal.SIGINT, "")
    assert errors == (
        "interrupted; what is finished is kept, go on with: detente batch --resume --out results\n"
    )
    told = report(detente, "batch", "--resume", "--out", "results")
    assert 0 < told["runs_here"] < told["runs"] == 900
    detente(*SHORT[:-1], "whole", "--replicates", "900", "--quiet")
    assert not differing(tmp_path / "results", tmp_path / "whole")


def test_batch_is_light_until_it_runs() -> None:
    for arguments in (["batch", "--help"], ["status", "--help"]):
        code = f"import sys; sys.argv[1:] = {arguments}\nfrom detente.cli import main\n"
        code += "try:\n    main()\nfinally:\n    print('MODULES', *sys.modules)"
        done = subprocess.run((sys.executable, "-c", code), capture_output=True, check=True)
        modules = set(done.stdout.decode().partition("MODULES")[2].split())
        heavy = {
            "numpy",
            "pandas",
            "pyarrow",
            "numba",
            "mesa",
            "filelock",
            "distributed",
        }
        assert modules.isdisjoint(heavy)
