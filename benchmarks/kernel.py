"""The compiled kernel against the floor: what the world around the rules costs."""

from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, Final
from unittest.mock import patch

from benchmarks.floor import Floor
from benchmarks.inputs import record_inputs
from benchmarks.plan import Plan
from benchmarks.readings import Readings, Row, Wanted
from detente.ensemble import run_chunk, runs
from detente.ensemble.compiling import compiled
from detente.scenario import Scenario, load
from detente.world import world_of

__all__ = ["Kernel"]

_SUBJECT: Final = "Kernel and floor (processor time, 1 thread)"
_SEED: Final = 7
_RECORDED: Final = 8
"""Rounds whose inputs the floor uses, spread over the run."""


class Kernel:
    """Time of the kernel and of the floor, turn about.

    Parameters
    ----------
    plan : Plan
        Sizes.
    folder : Path
        Where the floor keeps its source.
    """

    def __init__(self, plan: Plan, folder: Path) -> None:
        self._plan = plan
        self._scenario = load("central-asia").change({"rounds": plan.months})
        step = plan.months // _RECORDED
        self._inputs = record_inputs(
            self._scenario, _SEED, range((step + 1) // 2, plan.months + 1, step)
        )
        self._floor = Floor(self._inputs, world_of(self._scenario).theory, folder)
        self._floor.seconds(self._plan.months, 1)
        run_chunk(self._scenario, _SEED, 0, 1)

    def measure(self, round_number: int, readings: Readings) -> None:
        """Take the readings of one round: a kernel, the floor, and a kernel again."""
        months, count = self._plan.months, self._plan.floor_runs
        first = _kernel_seconds(self._scenario, count)
        readings.note("kernel.floor", round_number, self._floor.seconds(months, count))
        second = _kernel_seconds(self._scenario, count)
        for name in first:
            mean = (first[name] + second.get(name, first[name])) / 2
            readings.note(f"kernel.{name}", round_number, mean)

    def rows(self, readings: Readings) -> list[Row]:
        """Lines of the table."""

        def microseconds(seconds: float) -> float:
            return 1e6 * seconds / self._plan.months

        calls = sum(each.calls for each in self._inputs)
        parts = {
            name.rpartition(".")[2]: readings.ratio(name, "kernel.whole").value
            for name in readings.names("kernel.part.")
        }
        return [
            Row(
                _SUBJECT,
                "kernel (`run_chunk`, summary mode): central-asia",
                "µs per round",
                readings.figure("kernel.whole", microseconds),
                note=", ".join(f"{part} {100 * share:.0f} %" for part, share in parts.items()),
            ),
            Row(
                _SUBJECT,
                "floor: the same rules on the same number of inputs",
                "µs per round",
                readings.figure("kernel.floor", microseconds),
                note=f"{len(self._inputs)} rules, {calls:.0f} calls a round",
            ),
            Row(
                _SUBJECT,
                "kernel : floor",
                "times",
                readings.ratio("kernel.whole", "kernel.floor"),
                Wanted("at most 1.5", most=1.5),
            ),
        ]


def _kernel_seconds(scenario: Scenario, count: int) -> dict[str, float]:
    """Processor time of one run, in all and in each function that is compiled as a whole."""
    spent: dict[str, float] = {}
    make = compiled

    def timed(entry: Callable[..., Any]) -> Callable[..., Any]:
        function = make(entry)

        def run(*arguments: Any) -> Any:
            start = process_time()
            answer = function(*arguments)
            name = f"part.{entry.__name__}"
            spent[name] = spent.get(name, 0.0) + process_time() - start
            return answer

        return run

    with patch.object(runs, "compiled", timed):
        start = process_time()
        run_chunk(scenario, _SEED, 0, count)
        whole = process_time() - start
    return {name: seconds / count for name, seconds in {"whole": whole, **spent}.items()}
