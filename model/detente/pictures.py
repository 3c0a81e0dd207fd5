"""The pictures of a run: which there are, what they show, and where they are saved.

Takes the folder of a run and draws with `detente.plots`; every picture lies in ``pictures/`` inside of
the folder and is replaced when it is drawn again. Pictures are made of the folder's tables and its
scenario alone, so that they can be drawn anew at any time.
"""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pandas as pd

from detente import plots
from detente.analysis import Window, summary
from detente.plots.style import new_figure
from detente.results import Run
from detente.results.writing import PICTURES, told

__all__ = ["draw_explanation", "draw_run"]

_MAP_SIZE: Final = (6.6, 16.0)  # height and width in inches, of two maps side by side


class _Tables:
    """Tables of a run, each read once."""

    def __init__(self, run: Run) -> None:
        self.scenario = run.scenario()
        self.borders = run.trajectories("border")
        self.region = run.trajectories("region")
        self.sides = run.trajectories("side")
        self.ledger = run.ledger()
        self.events = run.events()


def draw_run(run: Run) -> list[Path]:
    """Draw the pictures of a run.

    Parameters
    ----------
    run : Run
        An opened run folder.

    Returns
    -------
    list of Path
        The files: stability of the region, stability, trust and troops by border, the map at the
        start and at the end, and what moved trust on the border that moved most.

    Raises
    ------
    DetenteError
        Where a picture cannot be written.
    """
    tables = _Tables(run)
    return [_save(run.folder, f"{name}.png", draw(tables)) for name, draw in _PICTURES.items()]


def draw_explanation(
    run: Run, border: str, quantity: str, months: Window, side: str | None = None
) -> Path:
    """Draw what moved trust or troops on one border.

    Parameters
    ----------
    run : Run
        An opened run folder.
    border : str
        Which border.
    quantity : {"trust", "troops"}
        What moved.
    months : Window
        Months that are shown.
    side : str, optional
        The state whose trust or troops are meant; by default both sides.

    Returns
    -------
    Path
        The file, whose name says what it shows.

    Raises
    ------
    DetenteError
        Where the picture cannot be written.
    """
    figure = plots.ledger_contributions(
        run.ledger(),
        border,
        quantity,
        side,
        sides=run.trajectories("side"),
        start=months.first,
        end=months.last,
    )
    parts = [border, *([side] if side else []), quantity]
    parts += [f"{months.first:%Y-%m}", f"{months.last:%Y-%m}"]
    return _save(run.folder, f"explain-{'-'.join(parts)}.png", figure)


def _save(folder: Path, name: str, figure: Any) -> Path:
    """Save a picture whole or not at all."""
    pictures = folder / PICTURES
    with told(pictures):
        pictures.mkdir(exist_ok=True)
        with TemporaryDirectory(prefix=".unfinished-", dir=pictures) as temporary:
            plots.save(figure, Path(temporary) / name).replace(pictures / name)
    return pictures / name


def _stability(tables: _Tables) -> Any:
    """Stability of the region, with its parts and the events."""
    axes = plots.stability_trajectory(
        tables.region, tables.borders, events=tables.events, parts=True
    )
    return axes.figure


def _by_border(quantity: str) -> Callable[[_Tables], Any]:
    """Make a small panel for each border."""

    def draw(tables: _Tables) -> Any:
        return plots.border_trajectories(tables.borders, (quantity,), events=tables.events)

    return draw


def _map(tables: _Tables) -> Any:
    """Stability by border on the map, at the start and at the end."""
    columns = ["border", "state_a", "state_b", "kind"]
    rows = [(key, *each.sides, each.kind) for key, each in tables.scenario.borders.items()]
    borders = pd.DataFrame(rows, columns=columns)
    names = {key: state.name for key, state in tables.scenario.states.items()}
    height, width = _MAP_SIZE
    figure = new_figure(height, width)
    dates = tables.borders["date"]
    for axes, date in zip(figure.subplots(1, 2), (dates.min(), dates.max()), strict=True):
        values = tables.borders[dates == date].set_index("border")["stability"]
        title = f"Stability by border, end of {date:%Y-%m}"
        plots.border_map(values, borders, names, title=title, ax=axes)
    return figure


def _ledger(tables: _Tables) -> Any:
    """Contributions to trust on the border whose trust moved most."""
    ends = summary(tables.borders, tables.events)
    moved = (ends["trust_end"] - ends["trust_start"]).abs()
    border = str(ends["border"].to_numpy()[moved.argmax()])
    return plots.ledger_contributions(tables.ledger, border, "trust", sides=tables.sides)


_PICTURES: Final[dict[str, Callable[[_Tables], Any]]] = {
    "stability": _stability,
    "borders": _by_border("stability"),
    "trust": _by_border("trust"),
    "troops": _by_border("density"),
    "map": _map,
    "ledger": _ledger,
}
"""What draws each picture of a run."""
