"""Events on a time axis: skirmishes by their size, treaties, and the entries of the timeline.

Skirmishes are triangles at the foot of the axes, larger with their severity; treaties are marks at the
head, each with a shape of its own; the timeline stands above. This module finds and draws them; it does
not know why they happened.
"""

from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D

from detente.plots.checks import require_columns
from detente.plots.style import COLORS
from detente.plots.timeline import Strip, timeline_entries, timeline_strip

__all__ = ["event_handles", "mark_events", "of_border", "show_events"]

_TREATY_MARKS: Final[dict[str, tuple[str, str, str, float]]] = {
    # kind: (marker, color, words, size in points)
    "treaty_signed": ("s", COLORS["green"], "treaty signed", 8.0),
    "treaty_completed": ("*", COLORS["blue"], "treaty completed", 12.0),
    "treaty_broken": ("X", COLORS["vermilion"], "treaty broken", 8.5),
}


def of_border(events: pd.DataFrame, border: str) -> pd.DataFrame:
    """Keep the events of one border, and the timeline entries that name no border.

    Parameters
    ----------
    events : DataFrame
        With columns date, border and kind.
    border : str
        Which border.

    Returns
    -------
    DataFrame
        The rows that concern it.
    """
    require_columns(events, ("date", "border", "kind"), "the table of events")
    nowhere = events["border"].isna() | (events["border"].astype("str") == "")
    return events[(events["border"] == border) | (nowhere & (events["kind"] == "timeline"))]


def show_events(ax: Axes, events: pd.DataFrame) -> Strip:
    """Mark skirmishes and treaties, and put the timeline above the axes.

    Parameters
    ----------
    ax : Axes
        Axes of dates whose limits are set.
    events : DataFrame
        With columns date, kind, severity and outcome, and perhaps until.

    Returns
    -------
    Strip
        The height above the axes that the timeline took, and the key to its numbers, if it has any.
    """
    mark_events(ax, events)
    return timeline_strip(ax, timeline_entries(events))


def mark_events(ax: Axes, events: pd.DataFrame, *, scale: float = 1.0) -> None:
    """Mark skirmishes at the foot of the axes and treaties at its head.

    Parameters
    ----------
    ax : Axes
        Axes of dates.
    events : DataFrame
        With columns date, kind and severity (casualties). Skirmishes of one month are one mark.
    scale : float
        Factor on the area of the marks.
    """
    require_columns(events, ("date", "kind", "severity"), "the table of events")
    clashes = events[events["kind"] == "skirmish"].groupby("date")["severity"].sum()
    if len(clashes):
        sizes = scale * _area(clashes.to_numpy(dtype=np.float64))
        style = ("^", COLORS["vermilion"], "skirmish")
        _scatter(ax, clashes.index.to_numpy(), 0.05, sizes, style)
    for kind, (marker, color, _, size) in _TREATY_MARKS.items():
        dates = events.loc[events["kind"] == kind, "date"].to_numpy()
        if len(dates):
            _scatter(ax, dates, 0.95, np.full(len(dates), scale * size**2), (marker, color, kind))


def _scatter(
    ax: Axes, dates: Any, height: float, sizes: npt.NDArray[np.float64], style: tuple[str, str, str]
) -> None:
    """Put marks of one kind at one height of the axes."""
    marker, color, kind = style
    ax.scatter(
        np.asarray(date2num(dates)),
        np.full(len(dates), height),
        s=sizes,
        marker=marker,
        facecolor=color,
        edgecolor="white",
        linewidth=0.5,
        transform=ax.get_xaxis_transform(),
        zorder=2.6,
        gid=kind,
    )


def _area(severity: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Area of the mark of a skirmish in square points: it grows with the logarithm of severity."""
    return np.asarray(16 + 26 * np.log1p(severity) ** 1.5)


def event_handles(events: pd.DataFrame) -> list[Line2D]:
    """Make the legend entries for the events that a table holds.

    Parameters
    ----------
    events : DataFrame
        With a column kind.

    Returns
    -------
    list of Line2D
        Handles for a legend, none for kinds that do not occur.
    """
    handles: list[Line2D] = []
    if (events["kind"] == "skirmish").any():
        small, large = np.sqrt(_area(np.array([1.0, 100.0])))
        handles.append(_mark("^", COLORS["vermilion"], "skirmish, 1 casualty", small))
        handles.append(_mark("^", COLORS["vermilion"], "skirmish, 100 casualties", large))
    for kind, (marker, color, words, size) in _TREATY_MARKS.items():
        if (events["kind"] == kind).any():
            handles.append(_mark(marker, color, words, size))
    return handles


def _mark(marker: str, color: str, words: str, size: float) -> Line2D:
    """Make a legend entry for a mark without a line."""
    handle = Line2D([], [], linestyle="None", marker=marker, markersize=float(size), label=words)
    handle.set(markerfacecolor=color, markeredgecolor="white")
    return handle
