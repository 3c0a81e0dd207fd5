"""The command: measure everything, turn about, and print the table."""

import argparse
import json
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter
from typing import Final

import platformdirs
from rich.console import Console

from benchmarks.growth import Growth
from benchmarks.kernel import Kernel
from benchmarks.machine import describe_machine
from benchmarks.memory import Memory
from benchmarks.peers import Peers
from benchmarks.plan import FULL, QUICK, USUAL, Plan
from benchmarks.readings import Readings, Row, Subject
from benchmarks.redraws import Redraws
from benchmarks.starts import Starts
from benchmarks.table import as_mapping, show
from benchmarks.throughput import Throughput

__all__ = ["main"]

_WIDTH: Final = 160
"""Columns where there is no terminal."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    arguments : sequence of str, optional
        Those of the command line by default.

    Returns
    -------
    int
        Exit status; 0 whatever the figures are.
    """
    asked = _parser().parse_args(arguments)
    plan = QUICK if asked.quick else FULL if asked.full else USUAL
    plan = replace(plan, rounds=asked.rounds or plan.rounds)
    machine, errors = describe_machine(), Console(stderr=True)
    console = Console() if sys.stdout.isatty() else Console(width=_WIDTH)
    with tempfile.TemporaryDirectory(prefix="detente-benchmark-") as folder:
        rows, readings = _measured(
            plan, Path(folder), lambda words: errors.print(words, style="dim")
        )
    console.print(
        f"{machine['processor']}, {machine['cores']} cores, load {machine['load']}; "
        f"Python {machine['python']}, numba {machine['versions']['numba']}, "
        f"Mesa {machine['versions']['mesa']}; {plan.name}, median of {plan.rounds} rounds",
        highlight=False,
    )
    show(rows, console, judges=plan.judges)
    if not plan.judges:
        console.print(
            "These runs are too short to say what is met: that it works is all they show."
        )
    if asked.json is not None:
        report = {
            "plan": plan.name,
            "rounds": plan.rounds,
            "machine": machine,
            "rows": as_mapping(rows, judges=plan.judges),
            "readings": readings.as_mapping(),
        }
        asked.json.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog="python benchmarks/run.py",
        description="Measure the package on this machine; everything in turn, round after round.",
    )
    sizes = parser.add_mutually_exclusive_group()
    sizes.add_argument("--quick", action="store_true", help="small sizes, one round: does it work?")
    sizes.add_argument("--full", action="store_true", help="up to a million replicates")
    parser.add_argument("--rounds", type=_rounds, metavar="N", help="measure so often instead")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every reading to a file")
    return parser


def _rounds(text: str) -> int:
    """Read a number of rounds; argparse tells what else was found."""
    rounds = int(text)
    if rounds < 1:
        raise argparse.ArgumentTypeError(f"found {text!r}; allowed is a whole number from 1 up")
    return rounds


def _measured(plan: Plan, folder: Path, tell: Callable[[str], None]) -> tuple[list[Row], Readings]:
    """Let every subject measure in every round, backwards and forwards in turn."""
    start = perf_counter()
    makers: list[tuple[str, Callable[[], Subject]]] = [
        ("starts", lambda: Starts(folder, beside=not plan.judges)),
        ("redraws", Redraws),
        ("throughput", lambda: Throughput(plan)),
        ("kernel and floor", lambda: Kernel(plan, _kept_folder(folder))),
        ("growth", lambda: Growth(plan)),
        ("memory", lambda: Memory(plan, folder)),
        ("other frameworks", lambda: Peers(plan)),
    ]
    subjects: list[tuple[str, Subject]] = []
    for name, make in makers:
        tell(f"{perf_counter() - start:5.0f} s  preparing: {name}")
        subjects.append((name, make()))
    readings = Readings(plan.rounds)
    for number in range(plan.rounds):
        for name, subject in reversed(subjects) if number % 2 == 0 else subjects:
            tell(f"{perf_counter() - start:5.0f} s  round {number + 1} of {plan.rounds}: {name}")
            subject.measure(number, readings)
    return [row for _, subject in subjects for row in subject.rows(readings)], readings


def _kept_folder(otherwise: Path) -> Path:
    """Where the floor is kept, so that it is compiled once; a folder of this run if there is none."""
    folder = Path(platformdirs.user_cache_dir("detente")) / "benchmarks"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return otherwise
    return folder
