"""Command `run`: one run, its summary on the screen, its tables and pictures in a folder."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.library import AsJson
from detente.cli.report import print_report, report_of
from detente.cli.screen import error_console, note, print_json
from detente.cli.showing import Given, scenario_of
from detente.errors import ScenarioError

if TYPE_CHECKING:
    from detente.model import BorderModel
    from detente.scenario import Scenario

__all__ = ["run"]


def run(
    given: Given,
    *,
    seed: Annotated[int, typer.Option(min=0, help="Seed of all luck.")] = 0,
    replicate: Annotated[int, typer.Option(min=0, help="Number of the replicate.")] = 0,
    rounds: Annotated[
        int | None, typer.Option(min=1, max=2400, help="Rounds (months) instead of its own.")
    ] = None,
    settings: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="PATH=VALUE",
            help="Change a value, such as theory.crime_need=1.2, borders.KGZ-TJK.trust=0.3, "
            "timeline=none or 'without=[trade]'; may be given again.",
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for tables and pictures.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Write to a folder that holds another run.")
    ] = False,
    no_pictures: Annotated[bool, typer.Option("--no-pictures", help="Draw nothing.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Run a scenario once.

    The same scenario, seed and replicate give the same run. One run is one draw of luck: it shows what
    can happen and why, not what is likely.
    """
    scenario = _changed(scenario_of(given), settings or [], rounds)
    if not quiet:
        _tell_notes(scenario)
    if out is not None:
        from detente.results import RunKey, check_folder

        check_folder(out, RunKey.of(scenario, seed, replicate), force=force)
    model = _run(scenario, seed, replicate, is_shown=not quiet)
    files = [] if out is None else _write(model, out, force=force, has_pictures=not no_pictures)
    if quiet and not as_json:
        return
    report = report_of(model, settings or [])
    report["files"] = [str(path) for path in files]
    if as_json:
        print_json(report)
    else:
        print_report(report)


def _changed(scenario: "Scenario", settings: Sequence[str], rounds: int | None) -> "Scenario":
    """Lay the user's changes over a scenario."""
    from detente.scenario import read_settings

    changes = read_settings(settings)
    if rounds is not None:
        changes["rounds"] = rounds
    if not changes:
        return scenario
    try:
        return scenario.change(changes)
    except ScenarioError as error:
        from detente.scenario.changes import CHANGE

        raise ScenarioError(
            mistake._replace(file="--set") if mistake.file == CHANGE else mistake
            for mistake in error.mistakes
        ) from None


def _tell_notes(scenario: "Scenario") -> None:
    """Tell what deserves a second look in what the user has changed."""
    from detente.scenario import notes
    from detente.scenario.changes import CHANGE

    for remark in notes(scenario):
        if remark.file == CHANGE:
            note(f"note: {remark.path}: {remark.message}")


def _run(scenario: "Scenario", seed: int, replicate: int, *, is_shown: bool) -> "BorderModel":
    """Run a model to its end; show the progress if somebody is watching."""
    from detente.model import BorderModel

    model = BorderModel(scenario, seed=seed, replicate=replicate)
    if not (is_shown and sys.stderr.isatty()):
        model.run()
        return model
    from rich.progress import track

    console = error_console()
    for _ in track(range(scenario.rounds), scenario.name, console=console, transient=True):
        model.step()
    return model


def _write(model: "BorderModel", folder: Path, *, force: bool, has_pictures: bool) -> list[Path]:
    """Write the folder of a run; return its files."""
    from detente.results import open_run, write_run

    manifest = write_run(model, folder, force=force)
    files = [folder / "manifest.json", *(folder / name for name in manifest.files)]
    if has_pictures:
        from detente.pictures import draw_run

        files += draw_run(open_run(folder))
    return files
