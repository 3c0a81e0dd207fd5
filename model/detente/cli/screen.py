"""What appears on the screen: text, tables, notes and JSON.

Everything folds to the width of the terminal; where there is none, to the variable COLUMNS or to 80
columns, without color codes. Results go to the standard output, and all that is not a result to the
standard error stream.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Final

import typer
from rich import box
from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

__all__ = ["error_console", "heading", "note", "print_json", "say", "signed", "table"]

_RIGHT: Final = ">"
_WHOLE: Final = "!"


def say(*parts: RenderableType) -> None:
    """Print text and tables, one below the other; lines do not end in blanks."""
    console = Console(markup=False, highlight=False, emoji=False)
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    for line in capture.get().splitlines():
        typer.echo(line.rstrip())


def error_console() -> Console:
    """Console of the standard error stream."""
    return Console(stderr=True, markup=False, highlight=False, emoji=False)


def note(text: str) -> None:
    """Tell something beside the result."""
    typer.echo(text, err=True)


def print_json(content: object) -> None:
    """Print one JSON value."""
    typer.echo(json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False))


def heading(text: str) -> Text:
    """Make a line that stands above something."""
    return Text(text, style="bold")


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Make a table.

    Parameters
    ----------
    columns : sequence of str
        Headings. Those that begin with ``>`` stand above numbers, flush right; those that begin with
        ``!``, or with ``>!``, stand above cells that are never broken.
    rows : iterable of sequence
        Cells, text or what can be written as text.

    Returns
    -------
    Table
        To be given to `say`.
    """
    made = Table(
        box=box.SIMPLE_HEAD,
        header_style="bold",
        pad_edge=False,
        padding=(0, 1, 0, 0),
        show_edge=False,
    )
    for column in columns:
        made.add_column(
            column.lstrip(_RIGHT + _WHOLE),
            justify="right" if column.startswith(_RIGHT) else "left",
            no_wrap=column.startswith((_WHOLE, _RIGHT + _WHOLE)),
            overflow="fold",
        )
    for row in rows:
        made.add_row(*(str(cell) for cell in row))
    return made


def signed(value: float, digits: int = 3) -> str:
    """Write a change with its sign; thousands are set apart."""
    return f"{value:+,.{digits}f}"
