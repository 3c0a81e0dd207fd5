"""The classroom world on agentpy, where that is installed: the same agents on other classes.

agentpy is no dependency of the package; `python -m pip install agentpy` adds these lines to the table.
"""

import importlib.util
import json
from time import perf_counter
from typing import Final

from benchmarks.plan import Plan
from benchmarks.processes import run_python
from benchmarks.readings import Readings, Row
from detente.model import BorderModel
from detente.scenario import load

__all__ = ["Peers"]

_SUBJECT: Final = "Other frameworks"
_SCENARIO: Final = "classroom"
_SEED: Final = 7
_CODE: Final = "import runpy; runpy.run_module('benchmarks.agentpy_world', run_name='__main__')"


class Peers:
    """Time of one run on agentpy and on Mesa.

    Parameters
    ----------
    plan : Plan
        Sizes.
    """

    def __init__(self, plan: Plan) -> None:
        self._runs = plan.classroom_batch_runs
        self._is_installed = importlib.util.find_spec("agentpy") is not None

    def measure(self, round_number: int, readings: Readings) -> None:
        """Take the readings of one round, and see that both engines say the same."""
        if not self._is_installed:
            return
        printed = run_python(_CODE, _SCENARIO, str(_SEED), str(self._runs)).printed
        theirs = json.loads(printed)
        scenario = load(_SCENARIO)
        start = perf_counter()
        for replicate in range(self._runs):
            model = BorderModel(scenario, seed=_SEED, replicate=replicate)
            model.run()
        ours = (perf_counter() - start) / self._runs
        if model.trajectories()["stability"].tolist() != theirs["stability"]:
            raise RuntimeError("agentpy: the run differs from that on Mesa")
        readings.note("agentpy.run", round_number, theirs["seconds"])
        readings.note("agentpy.mesa", round_number, ours)

    def rows(self, readings: Readings) -> list[Row]:
        """Lines of the table; without agentpy there are none."""
        if not self._is_installed:
            return []
        return [
            Row(
                _SUBJECT,
                "one run of classroom on agentpy",
                "ms",
                readings.figure("agentpy.run", lambda seconds: 1000 * seconds),
                note="equal to the run on Mesa, bit for bit",
            ),
            Row(
                _SUBJECT,
                "agentpy : Mesa",
                "times",
                readings.ratio("agentpy.run", "agentpy.mesa"),
            ),
        ]
