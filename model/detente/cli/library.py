"""Commands on scenario files: `scenarios`, `check` and `new`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from detente.cli.citing import Citations, values_by_kind
from detente.cli.screen import print_json
from detente.errors import DetenteError, Mistake, ScenarioError

if TYPE_CHECKING:
    from detente.scenario import ScenarioEntry

__all__ = ["check", "new", "scenarios"]

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of tables.")]


def scenarios(*, as_json: AsJson = False) -> None:
    """List the scenarios of the library: worlds first, then variants."""
    from detente.scenario import scenarios as library

    entries = library()
    if as_json:
        print_json([_entry_data(entry) for entry in entries])
        return
    width = max(len(entry.name) for entry in entries)
    typer.echo(f"{'name':{width}}  years      borders  base")
    for entry in entries:
        line = f"{entry.name:{width}}  {entry.years}  {entry.borders:>7}  {entry.base or '-'}"
        typer.echo(f"{line}\n    {entry.title}")


def _entry_data(entry: "ScenarioEntry") -> dict[str, Any]:
    """Entry of the library as JSON."""
    return {
        "name": entry.name,
        "title": entry.title,
        "summary": entry.summary,
        "start": str(entry.start),
        "end": str(entry.end),
        "borders": entry.borders,
        "base": entry.base,
        "path": str(entry.path),
    }


def check(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE...", help="Files, or names of the library.")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Check scenario files: every mistake with its line and column.

    Ends with status 2 if there is any mistake. Notes are no mistakes: they tell of parameters outside of
    their plausible range and of changes without effect.
    """
    reports = [_check(file) for file in files]
    if as_json:
        print_json(reports)
    else:
        for report in reports:
            for line in _report_lines(report):
                typer.echo(line)
    if any(report["mistakes"] for report in reports):
        raise typer.Exit(2)


def _check(file: str) -> dict[str, Any]:
    """Check one file."""
    from detente.scenario import load, notes

    report: dict[str, Any] = {"file": file, "mistakes": [], "notes": []}
    try:
        scenario = load(file)
    except ScenarioError as error:
        report["mistakes"] = [mistake._asdict() for mistake in error.mistakes]
    else:
        report["notes"] = [remark._asdict() for remark in notes(scenario)]
        report["values"] = Citations(scenario).by_kind()
    return report


def _report_lines(report: dict[str, Any]) -> list[str]:
    """Lines for one file that was checked."""
    lines = [str(Mistake(**mistake)) for mistake in report["mistakes"]]
    for remark in report["notes"]:
        lines.append(str(Mistake(**{**remark, "message": f"note: {remark['message']}"})))
    if not report["mistakes"]:
        lines.append(f"{report['file']}: ok, {values_by_kind(report['values'])}")
    return lines


def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write, NAME.yaml.")],
    *,
    base: Annotated[
        str,
        typer.Option("--from", metavar="NAME_OR_PATH", help="The scenario that it is to extend."),
    ],
) -> None:
    """Write a commented variant of a scenario, to be edited."""
    from detente.scenario import new_variant

    if file.suffix not in {".yaml", ".yml"}:
        raise DetenteError(f"{file}: the name of a scenario file ends in .yaml")
    is_path = base.endswith((".yaml", ".yml"))
    if is_path and file.parent.resolve() != Path.cwd():
        base = str(Path(base).resolve())
    text = new_variant(file.stem, base)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise DetenteError(f"{file} is there already; choose another name") from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DetenteError(f"{file} cannot be written: {reason}") from None
    typer.echo(f"{file} written; edit it, then: detente check {file}")
