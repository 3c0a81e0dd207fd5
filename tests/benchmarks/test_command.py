"""The command runs, prints every line and writes the same for machines; no time is asserted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = ROOT / "benchmarks" / "run.py"

LINES = (
    "detente --help",
    "no machine code on the disk",
    "a slider moved: central-asia",
    "one Mesa run: classroom",
    "one Mesa run: central-asia",
    "mesa.batch_run, 1 process: central-asia",
    "mesa.batch_run, 2 processes: classroom",
    "compiled ensemble, 1 thread: central-asia",
    "compiled ensemble, 2 threads: classroom",
    "compiled ensemble : mesa.batch_run, both on 2 cores, central-asia",
    "2 threads : 1 thread, central-asia",
    "kernel : floor",
    "exponent of time over replicates",
    "exponent of time over rounds",
    "exponent of time over borders: a ring",
    "exponent of time over borders: a grid",
    "before the first run: a grid of",
    "simulate, classroom × 1,000",
    "batch, central-asia × 20",
)
TOO_SHORT = (  # to be told apart from what it costs to begin
    "exponent of time over replicates",
    "mesa.batch_run, 2 processes",
    "compiled ensemble : mesa.batch_run",
)


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(RUN), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


def test_help_tells_the_options() -> None:
    finished = run("--help")
    assert finished.returncode == 0
    assert all(option in finished.stdout for option in ("--quick", "--full", "--rounds", "--json"))


def test_a_wrong_number_of_rounds_is_refused_in_words() -> None:
    finished = run("--rounds", "0")
    assert finished.returncode == 2
    assert "allowed is a whole number from 1 up" in finished.stderr


@pytest.mark.slow
def test_a_quick_benchmark_prints_every_line(tmp_path: Path) -> None:
    finished = run("--quick", "--json", str(tmp_path / "figures.json"))
    assert finished.returncode == 0, finished.stderr
    report = json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))
    measures = {row["measure"]: row["median"] for row in report["rows"]}
    for line in LINES:
        assert line in finished.stdout
        assert any(line in measure for measure in measures)
    assert [
        measure
        for measure, value in measures.items()
        if value is None and not measure.startswith(TOO_SHORT)
    ] == []
    assert "too short to say what is met" in finished.stdout
