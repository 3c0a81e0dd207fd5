"""Running a scenario many times in machine code: chunks of replicates, or one run to look inside."""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detente.ensemble import reduction
from detente.ensemble.compiling import compiled, is_compiled
from detente.ensemble.dice import PROCESSES
from detente.ensemble.lanes import LANES
from detente.ensemble.layout import (
    Board,
    Records,
    board_of,
    of_one_run,
    room,
    theory_record,
)
from detente.ensemble.play import History, play_runs
from detente.ensemble.reduction import OUTCOMES
from detente.ensemble.tables import incident_table, outcome_table, share_table, summary_table
from detente.ensemble.tally import Tally
from detente.ensemble.variables import SUMMARIZED, VARIABLES
from detente.errors import DetenteError
from detente.scenario import Scenario, load
from detente.series import Series
from detente.world import World, world_of

__all__ = [
    "Chunk",
    "Ensemble",
    "Failure",
    "is_ready",
    "reduce_runs",
    "run_chunk",
    "simulate",
    "usable_cores",
]

Floats = NDArray[np.float64]

_BLOCK: Final = 50_000_000
"""Bytes of what is observed that are held before they are counted."""

_MOST_REPLICATES: Final = 4_000_000
"""Runs that a tally can count without overflow."""


class Failure(NamedTuple):
    """A run that could not be finished."""

    replicate: int
    round: int
    stage: str
    message: str


@dataclass(frozen=True)
class Chunk:
    """What some successive replicates of a scenario leave behind.

    Attributes
    ----------
    first, count : int
        The replicates, from the first on.
    outcomes : array, shape (count, borders + 1, outcomes)
        Numbers of `OUTCOMES`; the last border is the region; NaN for a run that failed.
    failures : tuple of Failure
        Runs that failed.
    tally : Tally
        Counts of the runs that did not fail.
    trajectories : array, shape (count, rounds + 1, borders, variables), or None
        Variables of `VARIABLES` where they were asked for; NaN for a run that failed.
    """

    first: int
    count: int
    outcomes: Floats
    failures: tuple[Failure, ...]
    tally: Tally
    trajectories: Floats | None


class Prepared(NamedTuple):
    """A scenario as the compiled engine takes it."""

    world: World
    board: Board
    timeline: Series
    theory: Records


@lru_cache(maxsize=8)
def prepared(scenario: Scenario) -> Prepared:
    """Turn a scenario into records; the last few are kept."""
    world = world_of(scenario)
    return Prepared(world, board_of(world), world.series, theory_record(world.theory))


def is_ready() -> bool:
    """Whether the machine code is on the disk; if not, the first run makes it, in up to a minute."""
    return is_compiled(play_runs) and is_compiled(reduction.reduce)


def run_chunk(
    scenario: Scenario, seed: int, first: int, count: int, *, keep_trajectories: bool = False
) -> Chunk:
    """Run some successive replicates of a scenario.

    Parameters
    ----------
    scenario : Scenario
        A loaded scenario.
    seed : int
        Seed of all luck, not negative.
    first, count : int
        Replicates ``first`` to ``first + count - 1``.
    keep_trajectories : bool, default False
        Keep all variables by round.

    Returns
    -------
    Chunk
        The same to the last bit however replicates are cut into chunks. The machine code runs without
        the interpreter's lock, so that threads can share the work.
    """
    world, board, timeline, theory = prepared(scenario)
    width = len(VARIABLES) if keep_trajectories else len(SUMMARIZED)
    shape = (world.rounds + 1, len(world.borders) + 1, width)
    size = min(-(-count // LANES), max(1, _BLOCK // int(8 * LANES * np.prod(shape))))
    seen, failed = room((size, *shape, LANES)), room((size, LANES))
    results = room((size, shape[1], len(OUTCOMES), LANES))
    outcomes = np.empty((count, shape[1], len(OUTCOMES)))
    kept = np.empty((count, shape[0], shape[1] - 1, width)) if keep_trajectories else None
    tally, failures = Tally.of(world), list[Failure]()
    play, reduce = compiled(play_runs), compiled(reduction.reduce)
    scratch, nothing = board.copy(), no_history(board)
    luck = room((PROCESSES, LANES), np.uint64)
    for start in range(0, count, size * LANES):
        runs = min(size * LANES, count - start)
        groups, here = slice(-(-runs // LANES)), slice(start, start + runs)
        numbers = (np.uint64(seed % 2**64), np.uint64(first + start))
        play(board, scratch, timeline, theory, numbers, seen[groups], failed[groups], luck, nothing)
        rounds = failed.ravel()[:runs].astype(int)
        failed.ravel()[runs:] = 0.0  # lanes that nobody asked for
        reduce(seen[groups], failed[groups], tally.limits, tally.cells, results[groups])
        outcomes[here] = _by_run(results)[:runs]
        for run in np.flatnonzero(rounds >= 0):
            failures.append(_failure(first + start + int(run), int(rounds[run])))
        if kept is not None:
            kept[here] = _by_run(seen)[:runs, :, :-1]
            kept[here][rounds >= 0] = np.nan
    return Chunk(first, count, outcomes, tuple(failures), tally, kept)


def _by_run(rows: Floats) -> Floats:
    """Put runs that stand side by side, along the last axis, one after the other."""
    ordered = np.moveaxis(rows, -1, 1)
    return ordered.reshape(-1, *ordered.shape[2:])


def _failure(replicate: int, round_number: int) -> Failure:
    """Describe a run whose numbers ran away."""
    message = "a value is no longer finite; look at the parameters that the scenario changes"
    return Failure(replicate, round_number, "record", message)


def no_history(board: Board, rounds: int = 0) -> History:
    """Make a history with room for some rounds; for none, nothing is remembered."""
    records = {
        name: np.zeros((rounds, len(part)), of_one_run(part.dtype))
        for name, part in board._asdict().items()
        if name in History._fields and part.dtype.names
    }
    return History(
        **records,
        influence=np.zeros((rounds, *board.influence.shape[:-1])),
        effort=np.zeros((rounds, *board.effort.shape[:-1])),
    )


def reduce_runs(runs: Floats, world: World) -> tuple[Floats, Tally]:
    """Count runs that another engine made.

    Parameters
    ----------
    runs : array, shape (runs, rounds + 1, borders, variables)
        Variables of `VARIABLES`, status and treaty as numbers; NaN for a run that failed.
    world : World
        The world that was run.

    Returns
    -------
    outcomes : array, shape (runs, borders + 1, outcomes)
        As in a `Chunk`.
    tally : Tally
        Counts of the runs that did not fail.
    """
    count, rounds, borders, _ = runs.shape
    size = -(-count // LANES)
    one_by_one = np.zeros((size * LANES, rounds, borders + 1, len(SUMMARIZED)))
    one_by_one[:count, :, :-1] = runs[..., : len(SUMMARIZED)]
    failed = np.where(np.isfinite(one_by_one).all(axis=(1, 2, 3)), -1.0, 0.0)
    one_by_one[failed >= 0.0] = failed[count:] = 0.0
    seen = np.moveaxis(one_by_one.reshape(size, LANES, *one_by_one.shape[1:]), 1, -1).copy()
    compiled(reduction.add_regions)(seen)
    results = np.empty((size, borders + 1, len(OUTCOMES), LANES))
    tally = Tally.of(world)
    compiled(reduction.reduce)(
        seen, failed.reshape(size, LANES), tally.limits, tally.cells, results
    )
    return _by_run(results)[:count], tally


@dataclass(frozen=True)
class Ensemble:
    """The replicates of one scenario, in memory.

    Attributes
    ----------
    scenario : Scenario
        What was run.
    seed : int
        Seed of all luck.
    replicates : int
        Number of runs, from replicate 0 on.
    failures : tuple of Failure
        Runs that failed.
    """

    scenario: Scenario
    seed: int
    replicates: int
    failures: tuple[Failure, ...]
    _tally: Tally
    _outcomes: Floats

    def outcomes(self) -> pd.DataFrame:
        """Outcomes of every run, by border and for the region (border ``all``)."""
        return outcome_table(self._outcomes, 0, prepared(self.scenario).world)

    def summary(self) -> pd.DataFrame:
        """Quantiles and moments of the levels, by round and border."""
        return summary_table(self._tally, prepared(self.scenario).world)

    def shares(self) -> pd.DataFrame:
        """Shares of runs by status and stage of the treaty, by round and border."""
        return share_table(self._tally, prepared(self.scenario).world)

    def incidents(self) -> pd.DataFrame:
        """Mean number of incidents, and share of runs with any, by round and border."""
        return incident_table(self._tally, prepared(self.scenario).world)


def usable_cores() -> int:
    """Cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def simulate(
    scenario: Scenario | str | os.PathLike[str],
    replicates: int = 1000,
    seed: int = 0,
    *,
    threads: int | None = None,
    progress: Callable[[int], Any] | None = None,
) -> Ensemble:
    """Run a scenario many times, in memory.

    Parameters
    ----------
    scenario : Scenario or str
        A loaded scenario, the name of one in the library, or the path of a file.
    replicates : int, default 1000
        Number of runs, 1 to 4,000,000; replicate 0 is the run of ``BorderModel(scenario, seed)``.
    seed : int, default 0
        Seed of all luck, not negative.
    threads : int, optional
        Threads that share the work; all usable cores by default. The result does not depend on it.
    progress : function, optional
        Called with the number of runs done, after each chunk.

    Returns
    -------
    Ensemble
        Tables of the runs.

    Raises
    ------
    ScenarioError
        When the scenario is given by name or path and has mistakes.
    DetenteError
        For a number of replicates or a seed that is not allowed.

    Examples
    --------
    >>> ensemble = simulate("classroom", replicates=50, seed=7)
    >>> len(ensemble.outcomes().query("border == 'all'"))
    50
    """
    if type(replicates) is not int or not 1 <= replicates <= _MOST_REPLICATES:
        allowed = f"a whole number from 1 to {_MOST_REPLICATES}"
        raise DetenteError(f"replicates: found {replicates!r}; allowed is {allowed}")
    if type(seed) is not int or seed < 0:
        raise DetenteError(f"seed: found {seed!r}; allowed is a whole number from 0 up")
    if threads is not None and (type(threads) is not int or threads < 1):
        raise DetenteError(f"threads: found {threads!r}; allowed is a whole number from 1 up")
    known = scenario if isinstance(scenario, Scenario) else load(scenario)
    threads = threads or usable_cores()
    size = max(1, min(2000, -(-replicates // (2 * threads))))
    size = -(-size // LANES) * LANES
    starts = range(0, replicates, size)
    whole, outcomes, failures = Tally.of(prepared(known).world), list[Floats](), list[Failure]()
    with ThreadPoolExecutor(threads) as pool:
        done = 0
        sizes = [min(size, replicates - start) for start in starts]
        for chunk in pool.map(
            lambda pair: run_chunk(known, seed, *pair), zip(starts, sizes, strict=True)
        ):
            whole.add(chunk.tally)
            outcomes.append(chunk.outcomes)
            failures += chunk.failures
            done += chunk.count
            if progress is not None:
                progress(done)
    return Ensemble(known, seed, replicates, tuple(failures), whole, np.concatenate(outcomes))
