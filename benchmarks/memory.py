"""Peak memory of a process in each mode of running."""

from pathlib import Path
from typing import Final

from benchmarks.plan import Plan
from benchmarks.processes import run_python
from benchmarks.readings import Readings, Row, Wanted

__all__ = ["Memory"]

_SUBJECT: Final = "Peak memory (resident, of a process of its own)"
_MILLION: Final = 1_000_000

# On Linux from /proc: what getrusage tells there begins with the memory of the process that started it.
_PEAK: Final = """
import resource, sys
from pathlib import Path
status = Path("/proc/self/status")
if status.exists():
    lines = status.read_text().splitlines()
    print(next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")))
else:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(peak // 1024 if sys.platform == "darwin" else peak)
"""
_MESA: Final = "from detente.model import BorderModel\nBorderModel(sys.argv[1]).run()"
_SIMULATE: Final = (
    "from detente.ensemble import simulate\nkept = simulate(sys.argv[1], int(sys.argv[2]))"
)
_BATCH: Final = (
    "from detente.batches import batch\n"
    "batch(sys.argv[1], replicates=int(sys.argv[2]), out=sys.argv[3])"
)


class Memory:
    """Memory of one Mesa run, of ensembles in memory and of batches on the disk.

    Parameters
    ----------
    plan : Plan
        Sizes.
    folder : Path
        Where batches are written.
    """

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._folder = folder
        small, large = plan.memory
        self._sizes = plan.memory
        self._cases: dict[str, tuple[str, str, str, int]] = {
            "mesa": ("one Mesa run, central-asia", _MESA, "central-asia", 1),
            "small": (f"simulate, classroom × {small:,}", _SIMULATE, "classroom", small),
            "large": (f"simulate, classroom × {large:,}", _SIMULATE, "classroom", large),
            "batch-small": (f"batch, classroom × {small:,}", _BATCH, "classroom", small),
            "batch-large": (f"batch, classroom × {large:,}", _BATCH, "classroom", large),
            "region": (
                f"simulate, central-asia × {plan.memory_runs:,}",
                _SIMULATE,
                "central-asia",
                plan.memory_runs,
            ),
            "batch-region": (
                f"batch, central-asia × {plan.memory_runs:,}",
                _BATCH,
                "central-asia",
                plan.memory_runs,
            ),
        }

    def measure(self, round_number: int, readings: Readings) -> None:
        """Take the readings, in the first round only: nobody else can change them."""
        if round_number > 0:
            return
        for name, (_, code, scenario, count) in self._cases.items():
            out = str(self._folder / f"memory-{name}")
            printed = run_python(f"import sys\n{code}{_PEAK}", scenario, str(count), out).printed
            readings.note(f"memory.{name}", round_number, int(printed.split()[-1]) / 1024)

    def rows(self, readings: Readings) -> list[Row]:
        """Lines of the table."""
        large = self._sizes[1]
        judged = {"large", "batch-large"} if large >= _MILLION else set[str]()
        rows = [
            Row(
                _SUBJECT,
                words,
                "MiB",
                readings.figure(f"memory.{name}"),
                Wanted("below 1 GiB", most=1024.0) if name in judged else None,
            )
            for name, (words, *_) in self._cases.items()
        ]
        for mode, prefix in (("simulate", ""), ("batch", "batch-")):
            rows.append(
                Row(
                    _SUBJECT,
                    f"{mode}: {large:,} : {self._sizes[0]:,} replicates",
                    "times",
                    readings.ratio(f"memory.{prefix}large", f"memory.{prefix}small"),
                    Wanted("flat: at most 1.1", most=1.1),
                    note="keeps the outcomes of every run in memory" if mode == "simulate" else "",
                )
            )
        return rows
