"""Executing: from what is asked for to a finished folder.

Everything that can be wrong is found before anything is written. Then the parts that are missing are
handed to a crew, a few at a time, and written as they come; with a rule for when to stop, cohort after
cohort. Only this process writes.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, wait
from math import isfinite
from pathlib import Path
from typing import NamedTuple

from detente.batches.cluster import Cluster
from detente.batches.engines import ENGINES, Order
from detente.batches.folder import check_writable, locked, told
from detente.batches.manifest import MANIFEST, Manifest, Times, read_manifest
from detente.batches.plan import Part, cohort_ends
from detente.batches.precision import Reached, Until, interval_of
from detente.batches.reading import Batch, open_batch
from detente.batches.requesting import Given, Request, Wishes, request_of, request_of_folder
from detente.batches.resuming import refuse_other_batch
from detente.batches.store import Store, changed_files
from detente.batches.sweeps import Sweep
from detente.batches.workers import Crew, LostWorkerError, Result, local_crew
from detente.errors import DetenteError
from detente.results.manifest import README
from detente.scenario.names import unknown

__all__ = ["Progress", "batch"]


class Progress(NamedTuple):
    """How far a batch is.

    Attributes
    ----------
    done, planned : int
        Runs that are done, and those of the batch; with a rule for when to stop, those of the cohort
        in hand and before.
    before : int
        Runs that were done when this process began.
    failed : int
        Runs that failed.
    """

    done: int
    planned: int
    before: int
    failed: int


Tell = Callable[[Progress], None]


def batch(  # noqa: PLR0913 - what is asked, how it is done, and how it is told
    scenarios: Iterable[Given] | Given | None = None,
    *,
    out: str | os.PathLike[str],
    replicates: int | None = None,
    seed: int | None = None,
    sweep: Sweep | None = None,
    engine: str = "compiled",
    workers: int | None = None,
    scheduler: str | None = None,
    keep: str | None = None,
    resume: bool = False,
    until: str | None = None,
    precision: float | None = None,
    progress: Tell | None = None,
) -> Batch:
    """Run scenarios many times, with their results in a folder.

    Parameters
    ----------
    scenarios : Scenario, str, path, or iterable of these
        What to run: scenarios, names of the library, files, or points that `points_of` made. With
        `resume` it may be left out: the batch in the folder is gone on with.
    out : str or path
        Folder of the batch.
    replicates : int, optional
        Runs of every point, 100 by default; with `until` the most, 10,000 by default.
    seed : int, default 0
        Seed of all luck. Run number n of every point meets the same luck.
    sweep : mapping of str to sequence, optional
        Values by dotted path, as `Scenario.change` takes them; all combinations are run.
    engine : {"compiled", "mesa"}
        What does the runs; both give the same bits.
    workers : int, optional
        Threads (compiled) or processes (mesa); by default one for each usable core.
    scheduler : str, optional
        Address of the scheduler of a Dask cluster that does the runs instead.
    keep : {"summary", "trajectories"}
        Keep every variable of every run by round as well, which takes much room.
    resume : bool, default False
        Go on with the batch that is in the folder.
    until : str, optional
        Outcome, such as ``stability.final`` or ``KGZ-TJK:stability.final``: replicates are added in
        cohorts (200, then as many again as there are) until its mean is known in every point.
    precision : float, optional
        Half-width of the 95 % interval of the mean with which `until` is content.
    progress : function, optional
        Called with a `Progress` after each part.

    Returns
    -------
    Batch
        The finished batch. A run that failed is a row of its table of runs, and the others go on.

    Raises
    ------
    ScenarioError
        For mistakes in scenarios and in the values of a sweep.
    DetenteError
        For anything else that is asked for and cannot be done, a folder that holds something else,
        another process at work in it, and where the disk refuses.
    """
    folder = Path(out)
    crew = _crew(engine, workers, scheduler)
    check_writable(folder)
    _refuse_without_resume(folder, resume=resume)
    found = read_manifest(folder) if (folder / MANIFEST).exists() else None
    wishes = Wishes(replicates, seed, keep, until, precision)
    if scenarios is not None:
        request = request_of(scenarios, sweep, wishes, found)
    elif sweep:
        raise DetenteError("--sweep needs the scenarios that it is for; name them as well")
    else:
        request = request_of_folder(folder, found, wishes)
    tell = progress or _tell_nobody
    with locked(folder):
        _refuse_without_resume(folder, resume=resume)
        manifest = _joined(folder, request, engine)
        if manifest.is_finished:
            runs = manifest.replicates * len(manifest.points)
            tell(Progress(runs, runs, runs, manifest.failed))
        else:
            with crew:
                _work(Store(folder, manifest, request.scenarios), crew, engine, tell)
    return open_batch(folder)


def _tell_nobody(_: Progress) -> None:
    """Progress that nobody asked for."""


def _refuse_without_resume(folder: Path, *, resume: bool) -> None:
    """Refuse a folder with a batch, unless it is to be gone on with."""
    if (folder / MANIFEST).exists() and not resume:
        raise DetenteError(
            f"{folder} holds a batch already; go on with it by --resume (resume=True), or choose "
            "another folder"
        )


def _crew(engine: str, workers: int | None, scheduler: str | None) -> Crew:
    """Choose who does the parts."""
    if engine not in ENGINES:
        raise DetenteError(unknown("engine", engine, ENGINES))
    if workers is not None and (type(workers) is not int or workers < 1):
        raise DetenteError(f"workers: found {workers!r}; allowed is a whole number from 1 up")
    if scheduler is None:
        return local_crew(engine, workers)
    if workers is not None:
        raise DetenteError("--workers and --scheduler do not go together: a cluster has its own")
    return Cluster(scheduler)


def _joined(folder: Path, request: Request, engine: str) -> Manifest:
    """Join what is asked for with what is in the folder; that of the folder if nothing is left."""
    asked = request.manifest
    if not (folder / MANIFEST).exists():
        return asked.having(engines=[engine])
    found = read_manifest(folder)
    refuse_other_batch(folder, found, asked, request.scenarios)
    is_same = (found.most, found.until) == (asked.most, asked.until)
    files = {name: digest for name, digest in found.files.items() if name != README}
    if found.is_finished and is_same and not changed_files(folder, files):
        return found
    engines = [*found.engines, *(each for each in [engine] if each not in found.engines)]
    return asked.having(engines=engines, times=Times(begun=found.times.begun))


# The work


def _work(store: Store, crew: Crew, engine: str, tell: Tell) -> None:
    """Do what is missing, and write the tables."""
    with told(store.folder):
        store.begin()
        store.find_parts()
    work = _Work(store, crew, engine, tell)
    until, most = store.manifest.until, store.manifest.most
    reached = None
    end = most
    for end in [most] if until is None else cohort_ends(most):
        work.do(end)
        reached = None if until is None else _reached(store, until, end)
        if reached is not None and reached.is_reached:
            break
    store.manifest = store.manifest.having(replicates=end, reached=reached)
    with told(store.folder):
        store.finish()


def _reached(store: Store, until: Until, replicates: int) -> Reached:
    """Find the point whose mean is known least well."""
    widths = {
        point: interval_of(
            store.outcomes(point, until.outcome, until.border, replicates)
        ).half_width
        for point in store.scenarios
    }
    widest = max(widths, key=lambda point: widths[point])
    width = widths[widest]
    return Reached(
        point=widest,
        half_width=width if isfinite(width) else None,
        is_reached=width <= until.precision,
    )


class _Work:
    """Parts on their way to a crew and back to the folder."""

    def __init__(self, store: Store, crew: Crew, engine: str, tell: Tell) -> None:
        self._store = store
        self._crew = crew
        self._engine = engine
        self._tell = tell
        self._done = sum(part.size for part in store.done)
        self._failed = sum(len(done.receipt.failures) for done in store.done.values())
        self._before = self._done

    def do(self, replicates: int) -> None:
        """Do what is missing of the first replicates of every point."""
        manifest = self._store.manifest
        planned = replicates * len(manifest.points)
        self._tell(Progress(self._done, planned, self._before, self._failed))
        waiting = deque(
            part
            for part in manifest.parts()
            if part.first < replicates and part not in self._store.done
        )
        given: dict[Result, Part] = {}
        while waiting or given:
            room = self._crew.room
            while waiting and len(given) < room:
                part = waiting.popleft()
                given[self._crew.submit(self._order(part))] = part
            for result in wait(given, return_when=FIRST_COMPLETED).done:
                part = given.pop(result)
                try:
                    filled = self._crew.result(result)
                except LostWorkerError:
                    waiting.appendleft(part)
                    continue
                with told(self._store.folder):
                    self._store.add(part, filled)
                self._done += part.size
                self._failed += len(filled.receipt.failures)
                self._tell(Progress(self._done, planned, self._before, self._failed))

    def _order(self, part: Part) -> Order:
        """Order for a part."""
        manifest = self._store.manifest
        scenario = self._store.scenarios[part.point]
        return Order(part, scenario, manifest.seed, self._engine, manifest.keep)
