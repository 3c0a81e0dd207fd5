"""Command `batch`: scenarios run many times, in a folder that can be gone on with."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated, Final, TypeVar

import typer

from detente.cli.library import AsJson
from detente.cli.screen import error_console, note, print_json
from detente.errors import DetenteError, Mistake, ScenarioError

if TYPE_CHECKING:
    from detente.batches import Point, Progress
    from detente.scenario import Scenario

__all__ = ["batch"]

Item = TypeVar("Item")

_FAILED: Final = 3


class Engine(StrEnum):
    """What does the runs; both give the same bits."""

    COMPILED = "compiled"
    MESA = "mesa"


class Keep(StrEnum):
    """What is kept of the runs."""

    SUMMARY = "summary"
    TRAJECTORIES = "trajectories"


def batch(
    given: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="SCENARIO...",
            help="Names of the library or files; with --resume they may be left out.",
        ),
    ] = None,
    *,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the batch.")],
    replicates: Annotated[
        int | None,
        typer.Option(
            min=1,
            max=4_000_000,
            help="Runs of each point; with --until, at most.  [default: 100; with --until 10,000]",
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(min=0, help="Seed of all luck.  [default: 0]")] = None,
    sweeps: Annotated[
        list[str] | None,
        typer.Option(
            "--sweep",
            metavar="PATH=LO:HI:N",
            help="Let a value vary, such as theory.skirmish_loss=0.05:0.20:8 or "
            "powers.CHN.effort=0,1,4; may be given again: all combinations are run.",
        ),
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set", metavar="PATH=VALUE", help="Change a value of every scenario; see detente run."
        ),
    ] = None,
    rounds: Annotated[
        int | None, typer.Option(min=1, max=2400, help="Rounds (months) instead of their own.")
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            metavar="OUTCOME",
            help="Add runs until the mean of this is known to --precision in every point, such as "
            "stability.final or KGZ-TJK:skirmishes.total.",
        ),
    ] = None,
    precision: Annotated[
        float | None, typer.Option(help="Half of the 95 % interval that --until is content with.")
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help="What does the runs; both give the same bits.")
    ] = Engine.COMPILED,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Threads, or processes of Mesa.  [default: usable cores]"),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Let a Dask cluster do the runs: tcp://host:8786."),
    ] = None,
    keep: Annotated[
        Keep | None, typer.Option(help="Keep all variables of every run.  [default: summary]")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on with the batch in the folder.")
    ] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run scenarios many times.

    Replicate number n meets the same luck in every scenario and with every swept value, so that what
    differs is the policy. A batch that was stopped, even by a power cut, goes on with --resume: `detente
    batch --resume --out DIR`, where --replicates or a finer --precision add to it. --until adds runs in
    cohorts: 200, then as many again as there are. Ends with status 3 if any run failed.
    """
    from detente.batches import batch as run_batch
    from detente.cli.batch_report import print_batch, report_of_batch

    began = perf_counter()
    points = _points(given, settings or [], sweeps or [], rounds)
    if not quiet:
        _tell_notes(points or [])
        if engine is Engine.COMPILED and scheduler is None:
            _tell_of_compiling()
    with _interruptible(out), _watched(is_shown=not quiet) as watch:
        done = run_batch(
            points,
            out=out,
            replicates=replicates,
            seed=seed,
            engine=engine.value,
            workers=workers,
            scheduler=scheduler,
            keep=keep.value if keep else None,
            resume=resume,
            until=until,
            precision=precision,
            progress=watch,
        )
    report = report_of_batch(done, perf_counter() - began, watch.runs_here)
    if as_json:
        print_json(report)
    elif not quiet:
        print_batch(done, report)
    if done.manifest.failed:
        raise typer.Exit(_FAILED)


def _points(
    given: Sequence[str] | None, settings: Sequence[str], sweeps: Sequence[str], rounds: int | None
) -> "list[Point] | None":
    """Load the scenarios, change them and cross them with what is swept."""
    from detente.batches import points_of, read_sweeps
    from detente.cli.showing import scenario_of
    from detente.scenario import read_settings

    changes = read_settings(settings)
    if rounds is not None:
        changes["rounds"] = rounds
    sweep = read_sweeps(sweeps)
    if not given:
        if changes or sweep:
            raise DetenteError("--set, --rounds and --sweep need the scenarios that they are for")
        return None
    twice = sorted({name for name in given if given.count(name) > 1})
    if twice:
        note(f"note: {', '.join(twice)}: named twice, and run once")
    loaded = _each(given, scenario_of)
    if changes:
        loaded = _each(loaded, lambda scenario: scenario.change(changes))
    return list(points_of(loaded, sweep))


def _each(items: Sequence[Item], make: "Callable[[Item], Scenario]") -> "list[Scenario]":
    """Make a scenario of each item; tell the mistakes of all of them together."""
    from detente.scenario.changes import CHANGE

    made: list[Scenario] = []
    mistakes: list[Mistake] = []
    for item in items:
        try:
            made.append(make(item))
        except ScenarioError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ScenarioError(
            mistake._replace(file="--set") if mistake.file == CHANGE else mistake
            for mistake in mistakes
        )
    return made


def _tell_notes(points: "Sequence[Point]") -> None:
    """Tell once what deserves a second look: values out of their range, and equal points."""
    from detente.scenario import notes
    from detente.scenario.changes import CHANGE

    remarks = {
        f"{remark.path}: {remark.message}": None
        for point in points
        for remark in notes(point.scenario)
        if remark.file == CHANGE
    }
    alike: dict[str, list[str]] = {}
    for point in points:
        alike.setdefault(point.scenario.digest, []).append(point.name)
    for names in alike.values():
        if len(names) > 1:
            remarks[f"{', '.join(names)}: the same world, so that their runs are equal"] = None
    for remark in remarks:
        note(f"note: {remark}")


def _tell_of_compiling() -> None:
    """Say why the first batch on a machine begins late."""
    from detente.ensemble import is_ready

    if not is_ready():
        note(
            "note: the theory is being compiled, once for this version of its rules: up to a minute"
        )


@contextmanager
def _interruptible(folder: Path) -> Iterator[None]:
    """Say on Ctrl-C how to go on."""
    try:
        yield
    except KeyboardInterrupt:
        note(
            f"interrupted; what is finished is kept, go on with: detente batch --resume --out {folder}"
        )
        raise


class _Watch:
    """Looks on while a batch is done, and shows it where somebody is watching."""

    def __init__(self) -> None:
        self.runs_here = 0
        self.show: Callable[[Progress], None] | None = None

    def __call__(self, progress: "Progress") -> None:
        """Take note of how far the batch is."""
        self.runs_here = progress.done - progress.before
        if self.show is not None:
            self.show(progress)


@contextmanager
def _watched(*, is_shown: bool) -> Iterator[_Watch]:
    """Show a bar with rate and time left on a terminal; nothing in a pipe."""
    watch = _Watch()
    if not (is_shown and sys.stderr.isatty()):
        yield watch
        return
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(elapsed_when_finished=True),
    )
    began = perf_counter()
    with Bar(*columns, console=error_console(), transient=True) as bar:
        task = bar.add_task("runs", total=None, rate="")

        def show(progress: "Progress") -> None:
            rate = watch.runs_here / (perf_counter() - began)
            words = f"{rate:,.0f} runs/s" if watch.runs_here else ""
            if progress.failed:
                words += f", {progress.failed} failed"
            bar.update(task, total=progress.planned, completed=progress.done, rate=words)

        watch.show = show
        yield watch
