"""Fresh processes: what they take by the clock, and what they print."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Final, NamedTuple

__all__ = ["ROOT", "Outcome", "run_python"]

ROOT: Final = Path(__file__).parents[1]
"""The checkout, in which every process starts."""


class Outcome(NamedTuple):
    """Time of a process by the clock on the wall, and what it printed."""

    seconds: float
    printed: str


def run_python(code: str, *arguments: str, environment: Mapping[str, str] | None = None) -> Outcome:
    """Run some code in a process of its own.

    Parameters
    ----------
    code : str
        Python code.
    *arguments : str
        What it finds in ``sys.argv[1:]``.
    environment : mapping of str to str, optional
        Variables that differ from those here.

    Returns
    -------
    Outcome
        Its time and what it printed.

    Raises
    ------
    RuntimeError
        When the process fails, with what it said.
    """
    start = perf_counter()
    process = subprocess.run(  # noqa: S603 - the code is ours
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**os.environ, **(environment or {})},
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = perf_counter() - start
    if process.returncode != 0:
        last = process.stderr.strip().splitlines()[-1:] or [f"status {process.returncode}"]
        raise RuntimeError(f"a process that was to be measured failed: {last[0]}\n{code}")
    return Outcome(seconds, process.stdout)
