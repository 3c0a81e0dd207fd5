"""Commands for looking things up: `theory` and `schema`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.padding import Padding

from detente.cli.library import AsJson
from detente.cli.screen import heading, print_json, say
from detente.errors import DetenteError

if TYPE_CHECKING:
    from detente.rules.quantity import Parameter

__all__ = ["schema", "theory"]


def theory(
    subject: Annotated[
        str | None,
        typer.Argument(metavar="SUBJECT", help="Only this subject, such as troops or trust."),
    ] = None,
    *,
    as_json: AsJson = False,
) -> None:
    """List the parameters of the theory with their sources.

    A source holds for the parameters below it as well, until the next one. A scenario changes parameters
    under `theory:`, a run with --set theory.NAME=VALUE.
    """
    from detente.rules.parameters import PARAMETERS
    from detente.scenario.names import unknown

    subjects = list(dict.fromkeys(each.subject for each in PARAMETERS.values()))
    if subject is not None and subject not in subjects:
        raise DetenteError(unknown("subject", subject, subjects))
    chosen = {name: p for name, p in PARAMETERS.items() if subject in {None, p.subject}}
    if as_json:
        print_json([_parameter_data(name, parameter) for name, parameter in chosen.items()])
        return
    for each in subjects:
        members = {name: p for name, p in chosen.items() if p.subject == each}
        if members:
            _print_subject(each, members)


def _parameter_data(name: str, parameter: "Parameter") -> dict[str, Any]:
    """Parameter as JSON."""
    from detente.rules.parameters import DEFAULTS

    lowest, highest = parameter.hard_limits
    return {
        "name": name,
        "symbol": parameter.symbol,
        "subject": parameter.subject,
        "meaning": parameter.meaning,
        "default": DEFAULTS[name],
        "low": parameter.low,
        "high": parameter.high,
        "minimum": lowest,
        "maximum": highest,
        "unit": parameter.unit,
        "grade": parameter.grade,
        "source": parameter.source,
    }


def _print_subject(subject: str, parameters: "dict[str, Parameter]") -> None:
    """Print the parameters of one subject: a line of numbers, and what they mean and rest on."""
    from detente.rules.parameters import DEFAULTS

    widths = (
        max(map(len, parameters)),
        max(len(_range(each)) for each in parameters.values()),
        max(len(each.unit) for each in parameters.values()),
    )
    columns = ("name", "default", "plausible", "unit", "grade")
    say(heading(f"{subject} ({len(parameters)} parameters)"), heading(_line(columns, widths)))
    above = ""
    for name, each in parameters.items():
        cells = (name, f"{DEFAULTS[name]:g}", _range(each), each.unit, each.grade)
        say(_line(cells, widths), _indented(f"{each.symbol}: {each.meaning}"))
        if each.source != above:
            say(_indented(f"source: {each.source}"))
        above = each.source
    say("")


def _range(parameter: "Parameter") -> str:
    """Plausible range in words."""
    return f"{parameter.low:g} to {parameter.high:g}"


def _line(cells: tuple[str, ...], widths: tuple[int, int, int]) -> str:
    """Put the numbers of a parameter below their headings."""
    name, default, plausible, unit, grade = cells
    longest, wide, long = widths
    return f"{name:{longest}}  {default:>7}  {plausible:{wide}}  {unit:{long}}  {grade}"


def _indented(text: str) -> Padding:
    """Set a text off from the line above it."""
    return Padding(text, (0, 0, 0, 4))


def schema(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it to a file.")
    ] = None,
) -> None:
    """Print the JSON Schema of scenario files.

    Editors that know it check a file while one types.
    """
    from detente.scenario import json_schema, write_json_schema

    if out is None:
        print_json(json_schema())
        return
    try:
        write_json_schema(out)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DetenteError(f"{out} cannot be written: {reason}") from None
    typer.echo(f"{out} written")
