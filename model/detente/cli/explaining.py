"""Command `explain`: why trust and troops moved on one border."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from detente.cli.library import AsJson
from detente.cli.report import event_words, records
from detente.cli.screen import heading, print_json, say, signed, table
from detente.errors import DetenteError

if TYPE_CHECKING:
    import pandas as pd

    from detente.analysis import Window
    from detente.results import Run

__all__ = ["explain"]

_MOST_EVENTS: Final = 8


class Quantity(StrEnum):
    """What moved."""

    TRUST = "trust"
    TROOPS = "troops"


def explain(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of a run (detente run ... --out DIR).")
    ],
    *,
    border: Annotated[str, typer.Option(help="Which border, such as KGZ-TJK.")],
    start: Annotated[
        str | None, typer.Option("--from", metavar="DATE", help="2010 or 2010-03; by default all.")
    ] = None,
    end: Annotated[
        str | None, typer.Option("--to", metavar="DATE", help="2014 (the whole year) or 2014-06.")
    ] = None,
    side: Annotated[str | None, typer.Option(help="Only the view of this state.")] = None,
    quantity: Annotated[Quantity | None, typer.Option(help="Only this; by default both.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say why trust and troops moved on a border.

    The ledger of a run as tables, and as pictures in its folder. Each change is the sum of its causes. A
    share is a cause's part of all that moved trust or troops, in either direction. The mechanism is the
    number of the equation in the theory.
    """
    from detente.analysis import explain as add_up
    from detente.analysis import window
    from detente.results import open_run

    run = open_run(folder)
    ledger = run.ledger()
    causes = add_up(ledger, run.trajectories("side"), border, start, end)
    months = window(ledger["date"], start, end)
    causes = _chosen(causes, border, side, quantity)
    happened = _incidents(run, border, months)
    pictures = _draw(run, border, side, months, list(causes["quantity"].unique()))
    if as_json:
        print_json(_data(border, months, causes, happened, pictures))
        return
    say(heading(f"{border}, {months.first:%Y-%m} to {months.last:%Y-%m}"), "")
    for name, rows in causes.groupby("quantity", sort=False):
        _print_causes(str(name), rows)
    _print_incidents(happened)
    for picture in pictures:
        typer.echo(f"picture: {picture}")


def _chosen(
    causes: "pd.DataFrame", border: str, side: str | None, quantity: str | None
) -> "pd.DataFrame":
    """Keep one side and one quantity, if they are asked for."""
    from detente.scenario.names import unknown

    sides = list(causes["side"].unique())
    if side is not None and side not in sides:
        raise DetenteError(unknown(f"side of {border}", side, sides))
    if side is not None:
        causes = causes[causes["side"] == side]
    if quantity is not None:
        causes = causes[causes["quantity"] == str(quantity)]
    return causes


def _incidents(run: "Run", border: str, months: "Window") -> "pd.DataFrame":
    """Events that moved trust."""
    from detente.analysis import incidents

    return incidents(run.events(), border, months.first, months.last)


def _draw(
    run: "Run", border: str, side: str | None, months: "Window", quantities: list[str]
) -> list[Path]:
    """Draw a picture for each quantity."""
    from detente.pictures import draw_explanation

    return [draw_explanation(run, border, quantity, months, side) for quantity in quantities]


def _data(
    border: str,
    months: "Window",
    causes: "pd.DataFrame",
    happened: "pd.DataFrame",
    pictures: list[Path],
) -> dict[str, Any]:
    """Explanation as JSON."""
    return {
        "border": border,
        "from": f"{months.first:%Y-%m}",
        "to": f"{months.last:%Y-%m}",
        "causes": records(causes),
        "events": records(happened),
        "pictures": [str(path) for path in pictures],
    }


def _print_causes(quantity: str, rows: "pd.DataFrame") -> None:
    """Print the causes of one quantity, the sides beside each other."""
    digits = 3 if quantity == "trust" else 0
    sides = list(rows["side"].unique())
    for side in sides:
        levels = rows[rows["side"] == side].iloc[0]
        before, after = levels["before"], levels["after"]
        say(
            f"{quantity} of {side}: {before:,.{digits}f} at the start, {after:,.{digits}f} at the end "
            f"({signed(after - before, digits)})"
        )
    size = rows["change"].abs().groupby(rows["term"]).sum().sort_values(ascending=False)
    cells = []
    for term in size[size > 0].index:
        own = rows[rows["term"] == term].set_index("side")
        row = [str(term).replace("_", " "), own["mechanism"].iloc[0]]
        for side in sides:
            row += [signed(own["change"][side], digits), f"{own['share'][side]:.0%}"]
        cells.append(row)
    columns = [column for side in sides for column in (f">{side}", ">share")]
    say("", table(["cause", "mechanism", *columns], cells), "")


def _print_incidents(happened: "pd.DataFrame") -> None:
    """Print the events that moved trust most."""
    if happened.empty:
        say("No incident moved trust in this time.", "")
        return
    rows = [
        (*event_words(event), signed(event["trust_change"]))
        for event in records(happened.head(_MOST_EVENTS))
    ]
    title = f"Incidents that moved trust most ({len(rows)} of {len(happened)})"
    say(heading(title), table(["month", "border (sector)", "event", ">trust"], rows), "")
