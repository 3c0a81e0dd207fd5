"""How long it takes until something happens: the command's help, and a first and second start."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from benchmarks.processes import Outcome, run_python
from benchmarks.readings import Readings, Row, Wanted

__all__ = ["Starts"]

_SUBJECT: Final = "Starts (whole process)"

_COMMAND: Final = "from detente.cli import main; main()"
_SIMULATE: Final = "from detente.ensemble import simulate; simulate('classroom', 100)"
_HEAVY: Final = ("dask", "matplotlib", "mesa", "numba", "numpy", "pandas", "pyarrow", "xarray")
_WHAT_HELP_IMPORTS: Final = f"""
import json, sys
from contextlib import redirect_stdout, suppress
from io import StringIO
from detente.cli import main
with suppress(SystemExit), redirect_stdout(StringIO()):
    main()
print(json.dumps([name for name in {_HEAVY!r} if name in sys.modules]))
"""


class Starts:
    """Times of fresh processes; the first that simulates finds no machine code.

    Parameters
    ----------
    folder : Path
        An empty folder for machine code and results.
    beside : bool
        Whether to make the first start beside whatever else is measured, where time is short.
    """

    def __init__(self, folder: Path, *, beside: bool) -> None:
        self._folder = folder
        self._environment = {"XDG_CACHE_HOME": str(folder / "cache")}
        self._imported: list[str] = []
        self._cold = ThreadPoolExecutor(1).submit(self._start, _SIMULATE) if beside else None

    def measure(self, round_number: int, readings: Readings) -> None:
        """Take the readings of one round."""
        if round_number == 0:
            self._imported = json.loads(self._start(_WHAT_HELP_IMPORTS, "--help").printed)
            cold = self._cold.result() if self._cold else self._start(_SIMULATE)
            readings.note("start.cold", round_number, cold.seconds)
        out = str(self._folder / f"batch-{round_number}")
        for name, code, *arguments in (
            ("nothing", "pass"),
            ("import", "import detente"),
            ("help", _COMMAND, "--help"),
            ("warm", _SIMULATE),
            ("batch", _COMMAND, "batch", "classroom", "--replicates", "100", "--out", out),
        ):
            seconds = self._start(code, *arguments).seconds
            readings.note(f"start.{name}", round_number, seconds)

    def _start(self, code: str, *arguments: str) -> Outcome:
        """Run a process that has a cache of its own."""
        return run_python(code, *arguments, environment=self._environment)

    def rows(self, readings: Readings) -> list[Row]:
        """Lines of the table."""
        imported = ", ".join(self._imported) or "nothing heavy is imported"
        below_three = Wanted("below 3 s", most=3.0)
        lines = (
            ("nothing", "an interpreter that does nothing", None, ""),
            ("import", "import detente", None, ""),
            ("help", "detente --help", Wanted("below 0.4 s", most=0.4), imported),
            ("cold", "simulate classroom × 100, no machine code on the disk", None, ""),
            ("warm", "the same, machine code on the disk", below_three, ""),
            ("batch", "detente batch classroom --replicates 100, the same", below_three, ""),
        )
        return [
            Row(_SUBJECT, measure, "s", readings.figure(f"start.{name}"), wanted, note)
            for name, measure, wanted, note in lines
        ]
