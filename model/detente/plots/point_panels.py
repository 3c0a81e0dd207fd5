"""Panels for the points of a batch: how they are arranged, named and explained.

A point is a scenario or a combination of swept values; every picture of a batch has a panel for each of
those that it shows, and below them one legend and the small print: replicates, seed, level.
"""

from collections.abc import Sequence
from math import ceil
from typing import Any, Final

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from detente.plots.checks import PictureError, chosen
from detente.plots.labels import legend_shape
from detente.plots.style import INK, SMALL, date_axis, dress, new_figure

__all__ = ["MOST_PANELS", "foot", "panel_grid", "place_words", "point_words", "shown_points"]

MOST_PANELS: Final = 12
"""Panels of one picture; more could not be read."""

_HEIGHT: Final = 3.1  # inches, of one panel


def shown_points(
    table: pd.DataFrame, points: Sequence[str] | None, baseline: str | None
) -> list[str]:
    """Find the points that get a panel: all that are asked for, but not the baseline beside others.

    Parameters
    ----------
    table : DataFrame
        With a column point.
    points : sequence of str, optional
        What is asked for; by default all.
    baseline : str, optional
        The baseline.

    Returns
    -------
    list of str
        Names, in order.

    Raises
    ------
    PictureError
        For an unknown point, and for more than fit into a picture.
    """
    there = [str(name) for name in table["point"].unique()]
    if baseline is not None:
        chosen(baseline, there, "point")
    names = there if points is None else [chosen(name, there, "point") for name in points]
    others = [name for name in names if name != baseline]
    if len(others) > MOST_PANELS:
        raise PictureError(
            f"A picture shows up to {MOST_PANELS} points, not {len(others)}: name some of them."
        )
    return others or names


def panel_grid(names: Sequence[str], dates: "pd.Series[Any]") -> tuple[Figure, list[Axes]]:
    """Make a figure with a panel over time for each point.

    Parameters
    ----------
    names : sequence of str
        Points, whose names stand above the panels.
    dates : Series of Timestamp
        What the time axis covers.

    Returns
    -------
    Figure
        The figure.
    list of Axes
        Its panels, in order.
    """
    columns = len(names) if len(names) < 3 else 2 if len(names) == 4 else 3
    rows = ceil(len(names) / columns)
    figure = new_figure(1.2 + rows * (_HEIGHT if columns > 1 else 4.6))
    days = date2num(dates.to_numpy())
    panels = []
    for number, name in enumerate(names):
        panel = figure.add_subplot(rows, columns, number + 1)
        date_axis(panel, float(days.min()), float(days.max()), {1: 8, 2: 6}.get(columns, 4))
        dress(panel, size=SMALL)
        panel.tick_params(
            labelleft=number % columns == 0, labelbottom=number + columns >= len(names)
        )
        panel.set_title(point_words(name, 46 // columns), fontsize=SMALL + 2, pad=6)
        panels.append(panel)
    return figure, panels


def point_words(name: str, letters: int) -> str:
    """Break the name of a point at its hyphens, so that no line is longer than some letters."""
    lines = [""]
    for part in name.split("-"):
        joined = f"{lines[-1]}-{part}" if lines[-1] else part
        if len(joined) > letters and lines[-1]:
            lines[-1] += "-"
            lines.append(part)
        else:
            lines[-1] = joined
    return "\n".join(lines)


def place_words(border: str) -> str:
    """Name a border, or the region."""
    return "region" if border == "all" else border


def foot(figure: Figure, handles: Sequence[Artist], caption: str) -> None:
    """Put the legend and the caption below the panels, and make the figure taller by them.

    Parameters
    ----------
    figure : Figure
        Changed in place.
    handles : sequence of Artist
        What the legend explains; none for no legend.
    caption : str
        Small print, at the right.
    """
    width, height = figure.get_size_inches()
    if not handles:
        figure.supxlabel(caption, x=0.99, ha="right", fontsize=SMALL, color=INK)
        figure.set_size_inches(width, height + (0.25 if caption else 0.0))
        return
    columns, points = legend_shape(handles, SMALL + 1, 72 * (width - 0.4))
    if len(handles) == 6:
        columns = min(columns, 3)
        points = 1.62 * (SMALL + 1) * ceil(6 / columns)
    figure.legend(
        handles=list(handles),
        loc="outside lower center",
        ncols=columns,
        fontsize=SMALL + 1,
        title=caption or None,
        title_fontsize=SMALL,
    )
    figure.set_size_inches(width, height + points / 72 + (0.45 if caption else 0.15))
