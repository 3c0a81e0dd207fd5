"""The table of figures, for readers and for machines."""

from itertools import groupby
from math import isfinite
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.readings import Figure, Row

__all__ = ["as_mapping", "show"]


def show(rows: list[Row], console: Console, *, judges: bool) -> None:
    """Print the table, a part for each subject.

    Parameters
    ----------
    rows : list of Row
        Lines.
    console : Console
        Where to.
    judges : bool
        Whether to say what is met.
    """
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("measure", overflow="fold", min_width=64, max_width=72)
    for name in ("median", "range"):
        table.add_column(name, justify="right", no_wrap=True)
    for name in ("unit", "wanted", "met"):
        table.add_column(name, overflow="fold")
    for subject, lines in groupby(rows, key=lambda row: row.subject):
        table.add_section()
        table.add_row(f"[bold]{subject}[/bold]")
        for row in lines:
            table.add_row(
                row.measure,
                _number(row.figure.value),
                _range(row.figure),
                row.unit,
                row.wanted.words if row.wanted else "",
                verdict_on(row) if judges else "",
            )
            if row.note:
                table.add_row(f"[dim]  {row.note}[/dim]")
    console.print(table)


def as_mapping(rows: list[Row], *, judges: bool) -> list[dict[str, Any]]:
    """The same lines for JSON; whether something is met is null where that is not said."""
    return [
        {
            "subject": row.subject,
            "measure": row.measure,
            "unit": row.unit,
            "median": _or_none(row.figure.value),
            "least": _or_none(row.figure.least),
            "most": _or_none(row.figure.most),
            "wanted": row.wanted.words if row.wanted else None,
            "met": row.wanted.is_met(row.figure.value) if row.wanted and judges else None,
            "note": row.note,
        }
        for row in rows
    ]


def verdict_on(row: Row) -> str:
    """Whether a line reaches what is wanted, in words; empty where nothing is."""
    if row.wanted is None:
        return ""
    met = row.wanted.is_met(row.figure.value)
    return {True: "met", False: "not met", None: "not measured"}[met]


def _or_none(value: float) -> float | None:
    """A number, or None where there is none."""
    return value if isfinite(value) else None


def _range(figure: Figure) -> str:
    """Range of a figure; empty where there was one reading."""
    if not isfinite(figure.least) or figure.least == figure.most:
        return ""
    return f"{_number(figure.least)}–{_number(figure.most)}"


def _number(value: float) -> str:
    """A number to three places that count."""
    if not isfinite(value):
        return "–"
    if abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.3g}"
