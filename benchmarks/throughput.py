"""Runs per second: one Mesa run, Mesa's own batch runner, and the compiled ensemble.

``mesa.batch_run`` is given a loaded scenario and the replicates as a parameter, and keeps one row a run.
Its two processes are started anew by every call; what that takes is measured by a batch of two runs of
one round and taken off, so that the comparison is of work with work.
"""

from collections.abc import Callable
from time import perf_counter
from typing import Any, Final

import mesa

from benchmarks.plan import Plan
from benchmarks.readings import Readings, Row, Wanted
from detente.ensemble import simulate
from detente.model import PHASES, BorderModel
from detente.scenario import Scenario, load

__all__ = ["Throughput"]

_SUBJECT: Final = "Runs"
_SEED: Final = 7
_WORLDS: Final = ("classroom", "central-asia")
_PHASES: Final = (*PHASES, "dice")


class Throughput:
    """How many runs each engine does in a second.

    Parameters
    ----------
    plan : Plan
        Sizes.
    """

    def __init__(self, plan: Plan) -> None:
        self._scenarios = {
            "classroom": load("classroom"),
            "central-asia": load("central-asia").change({"rounds": plan.months}),
        }
        self._batch_runs = {
            "classroom": plan.classroom_batch_runs,
            "central-asia": plan.batch_runs,
        }
        self._runs = {"classroom": plan.classroom_runs, "central-asia": plan.runs}
        for scenario in self._scenarios.values():  # machine code is made or loaded once
            simulate(scenario, 2)

    def measure(self, round_number: int, readings: Readings) -> None:
        """Take the readings of one round."""
        for name, scenario in self._scenarios.items():
            for what, seconds in _one_run(scenario).items():
                readings.note(f"mesa.{name}.{what}", round_number, seconds)
            runs = self._batch_runs[name]
            start = _seconds(_batch_run, scenario.change({"rounds": 1}), 2, 2)
            readings.note(f"batch_run.{name}.start", round_number, start)
            alone = _seconds(_batch_run, scenario, runs, 1)
            readings.note(f"batch_run.{name}.1", round_number, runs / alone)
            both = _seconds(_batch_run, scenario, runs, 2)
            if both > start:  # else it was too short to tell
                readings.note(f"batch_run.{name}.2", round_number, runs / (both - start))
            for threads in (1, 2):
                runs = self._runs[name]
                took = _seconds(simulate, scenario, runs, _SEED, threads=threads)
                readings.note(f"ensemble.{name}.{threads}", round_number, runs / took)

    def rows(self, readings: Readings) -> list[Row]:
        """Lines of the table."""
        rows: list[Row] = []
        for name, scenario in self._scenarios.items():
            rows += _rows_of_one_run(name, scenario, readings)
        for name, scenario in self._scenarios.items():
            rows += _rows_of_batches(f"{name}, {scenario.rounds} rounds", name, readings)
        return rows


def _seconds(act: Callable[..., Any], *arguments: Any, **named: Any) -> float:
    """Time that a call takes by the clock on the wall."""
    start = perf_counter()
    act(*arguments, **named)
    return perf_counter() - start


def _batch_run(scenario: Scenario, runs: int, processes: int) -> None:
    """Run Mesa's batch runner; its other parameters differ from version to version."""
    rows = mesa.batch_run(
        BorderModel,
        parameters={"scenario": [scenario], "replicate": range(runs)},
        number_processes=processes,
        max_steps=scenario.rounds,
        display_progress=False,
    )
    if len(rows) != runs:
        raise RuntimeError(f"mesa.batch_run gave {len(rows)} rows for {runs} runs")


def _one_run(scenario: Scenario) -> dict[str, float]:
    """Seconds of one run of agents, and of each of its phases."""
    model, spent = BorderModel(scenario, seed=_SEED), dict.fromkeys(_PHASES, 0.0)
    for phase, method in (*PHASES.items(), ("dice", "_roll_dice")):
        setattr(model, method, _timed(getattr(model, method), phase, spent))
    return {"run": _seconds(model.run), **spent}


def _timed(act: Callable[[], None], phase: str, spent: dict[str, float]) -> Callable[[], None]:
    """Wrap a phase so that its time is added up."""

    def timed() -> None:
        start = perf_counter()
        act()
        spent[phase] += perf_counter() - start

    return timed


def _rows_of_one_run(name: str, scenario: Scenario, readings: Readings) -> list[Row]:
    """One Mesa run: time by post and round, and where it goes."""
    posts = sum(2 * len(border.sectors) for border in scenario.borders.values())
    visits = posts * scenario.rounds
    shares = {
        phase: readings.ratio(f"mesa.{name}.{phase}", f"mesa.{name}.run").value for phase in _PHASES
    }
    return [
        Row(
            _SUBJECT,
            f"one Mesa run: {name}, {posts} posts, {scenario.rounds} rounds",
            "µs per post and round",
            readings.figure(f"mesa.{name}.run", lambda seconds: 1e6 * seconds / visits),
            note=", ".join(f"{phase} {100 * share:.0f} %" for phase, share in shares.items()),
        )
    ]


def _rows_of_batches(title: str, name: str, readings: Readings) -> list[Row]:
    """Batches of one world by either engine, and how they compare."""
    engine = {1: "1 thread", 2: "2 threads"}
    processes = {1: "1 process", 2: "2 processes"}
    rows = [
        Row(
            _SUBJECT,
            f"mesa.batch_run, {words}: {title}",
            "runs/s",
            readings.figure(f"batch_run.{name}.{n}"),
            note="" if n == 1 else _note_on_start(name, readings),
        )
        for n, words in processes.items()
    ]
    rows += [
        Row(
            _SUBJECT,
            f"compiled ensemble, {words}: {title}",
            "runs/s",
            readings.figure(f"ensemble.{name}.{n}"),
            _WANTED_RUNS if (name, n) == ("central-asia", 2) else None,
        )
        for n, words in engine.items()
    ]
    return [
        *rows,
        Row(
            _SUBJECT,
            f"compiled ensemble : mesa.batch_run, both on 2 cores, {name}",
            "times",
            readings.ratio(f"ensemble.{name}.2", f"batch_run.{name}.2"),
            Wanted("at least 50, aim 200", least=50.0),
        ),
        Row(
            _SUBJECT,
            f"2 threads : 1 thread, {name}",
            "times",
            readings.ratio(f"ensemble.{name}.2", f"ensemble.{name}.1"),
            Wanted("at least 1.8", least=1.8),
        ),
    ]


_WANTED_RUNS: Final = Wanted("at least 300, aim 1,000", least=300.0)


def _note_on_start(name: str, readings: Readings) -> str:
    """What was taken off."""
    start = readings.figure(f"batch_run.{name}.start").value
    return f"after {start:.1f} s for starting the processes, which are not counted"
