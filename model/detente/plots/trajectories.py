"""Trajectories: the stability of the region, and the history of one border with its events in words.

`stability_trajectory` shows one line for the region, with the spread of its borders or with the weighted
parts of the index, which sum to it. `border_history` draws one border large. The tables are those of a
run; nothing is computed here but means and quantiles over borders. Many borders side by side are the
matter of `detente.plots.panels`.
"""

from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from detente.plots.checks import chosen, require_columns, require_rows
from detente.plots.events import event_handles, of_border, show_events
from detente.plots.labels import EndLabel, end_labels, legend_below, span_words
from detente.plots.quantities import PARTS, quantity
from detente.plots.style import (
    GRAY,
    INK,
    LINES,
    PATCHES,
    LineStyle,
    date_axis,
    dress,
    new_figure,
    styled,
)
from detente.plots.timeline import Strip

__all__ = ["border_history", "stability_trajectory"]

_PART_FILLS: Final = ("blue", "sky", "yellow", "orange", "green", "purple")
_ENOUGH: Final = 4  # borders, for a band of the middle half
_HISTORY: Final = ("stability", "trust", "cooperation")


def stability_trajectory(
    region: pd.DataFrame,
    borders: pd.DataFrame | None = None,
    *,
    ax: Axes | None = None,
    events: pd.DataFrame | None = None,
    parts: bool = False,
    title: str | None = None,
) -> Axes:
    """Draw the stability index of the region over time.

    Parameters
    ----------
    region : DataFrame
        Trajectories by region: columns date and stability (0–1).
    borders : DataFrame, optional
        Trajectories by border: columns date, border and stability. Each border becomes a thin line, the
        middle half of them a band, and the lowest and the highest at the end are named.
    ax : Axes, optional
        Where to draw; by default a figure of its own.
    events : DataFrame, optional
        Events of the run: skirmishes and treaties are marked, timeline entries stand above the axes in
        words. A column until, if there is one, ends an entry of the timeline.
    parts : bool
        Show the six weighted parts of the index, stacked, instead of the spread of the borders. The
        columns ``part_*`` are those of `region`, or else the means of those of `borders`.
    title : str, optional
        Replaces the title.

    Returns
    -------
    Axes
        The axes drawn on; the figure is ``axes.figure``.

    Raises
    ------
    PictureError
        If a table lacks a column or has no rows.
    """
    require_columns(region, ("date", "stability"), "the table of the region")
    require_rows(region, "rounds in the table of the region")
    with styled():
        drawn = new_figure(5.6).add_subplot() if ax is None else ax
        drawn.set_ylim(0, 1)
        style = LineStyle(INK, "solid", 3.0) if parts else LINES[0]._replace(width=3.4)
        last = _line(drawn, region, "stability", style, "stability index, region")[-1]
        labels = [EndLabel(last, f"region {last:.2f}", style.color)]
        if parts:
            labels = _stack_parts(drawn, _parts_of(region, borders)) + labels
        elif borders is not None:
            labels += _spread_of(drawn, borders)
        end_labels(drawn, labels)
        drawn.set_ylabel("stability index (0–1)")
        subject = "Stability of the region and its parts" if parts else "Stability of the region"
        heading = title or f"{subject}, {span_words(region)}"
        height, handles = _finish(drawn, region["date"], events, heading)
        height += legend_below(drawn, handles)
        if ax is None:
            _grow(drawn, height)
    return drawn


def _line(ax: Axes, table: pd.DataFrame, column: str, style: LineStyle, label: str) -> list[float]:
    """Draw one column over time and return its values."""
    values = table[column].to_numpy(dtype=np.float64)
    ax.plot(
        _days(table["date"]),
        values,
        color=style.color,
        linestyle=style.dashes,
        linewidth=style.width,
        label=label,
        zorder=3,
    )
    return [float(value) for value in values]


def _days(dates: "pd.Series[Any]") -> Any:
    """Turn dates into day numbers."""
    return date2num(dates.to_numpy())


def _finish(
    ax: Axes, dates: "pd.Series[Any]", events: pd.DataFrame | None, title: str
) -> tuple[float, list[Artist]]:
    """Set the time axis, the events and the title; return the height added and the legend entries."""
    days = _days(dates)
    date_axis(ax, float(days[0]), float(days[-1]))
    dress(ax)
    handles: list[Artist] = list(ax.get_legend_handles_labels()[0])
    strip = Strip(0.0, []) if events is None else show_events(ax, events)
    if events is not None:
        handles += [*event_handles(events), *strip.keys]
    ax.set_title(title, pad=strip.height + 8)
    return strip.height, handles


def _grow(ax: Axes, points: float) -> None:
    """Make a figure taller, so that its axes keep their size."""
    if isinstance(ax.figure, Figure):
        width, height = ax.figure.get_size_inches()
        ax.figure.set_size_inches(width, height + points / 72)


def _parts_of(region: pd.DataFrame, borders: pd.DataFrame | None) -> pd.DataFrame:
    """Find the weighted parts by date, in the table of the region or as means over the borders."""
    columns = list(PARTS)
    if borders is None or set(columns) <= set(region.columns):
        require_columns(region, columns, "the table of the region")
        return region.set_index("date")[columns]
    require_columns(borders, ["date", *columns], "the table of the borders")
    return borders.groupby("date")[columns].mean()


def _stack_parts(ax: Axes, parts: pd.DataFrame) -> list[EndLabel]:
    """Stack the parts and return a label for each."""
    layers = ax.stackplot(
        date2num(parts.index.to_numpy()),
        parts.to_numpy(dtype=np.float64).T,
        colors=[PATCHES[name].color for name in _PART_FILLS],
        labels=list(PARTS.values()),
        linewidth=0.5,
    )
    for layer, name in zip(layers, _PART_FILLS, strict=True):
        layer.set(hatch=PATCHES[name].hatch, edgecolor=PATCHES[name].edge)
    last = parts.iloc[-1].to_numpy(dtype=np.float64)
    tops = np.cumsum(last)
    return [
        EndLabel(float(top - value / 2), f"{words} {value:.2f}", INK)
        for top, value, words in zip(tops, last, PARTS.values(), strict=True)
    ]


def _spread_of(ax: Axes, borders: pd.DataFrame) -> list[EndLabel]:
    """Draw every border as a thin line and the middle half as a band; name the extremes."""
    require_columns(borders, ("date", "border", "stability"), "the table of the borders")
    wide = borders.pivot(index="date", columns="border", values="stability")
    days = date2num(wide.index.to_numpy())
    values = wide.to_numpy(dtype=np.float64)
    if values.shape[1] < 2:
        return []
    if values.shape[1] >= _ENOUGH:
        low, high = np.quantile(values, (0.25, 0.75), axis=1)
        ax.fill_between(days, low, high, color="#cfe3f1", lw=0, label="middle half of borders")
    ax.plot(days, values, color=GRAY, linewidth=0.6, alpha=0.7, zorder=1.5)
    ax.plot([], [], color=GRAY, linewidth=0.9, label=f"each of {values.shape[1]} borders")
    ends = wide.iloc[-1].sort_values()
    return [EndLabel(float(ends.iloc[at]), str(ends.index[at]), "#5a5a5a") for at in (0, -1)]


def border_history(
    table: pd.DataFrame,
    border: str,
    *,
    sides: pd.DataFrame | None = None,
    events: pd.DataFrame | None = None,
    title: str | None = None,
) -> Figure:
    """Draw one border large: stability, trust and cooperation above, troops of each side below.

    Parameters
    ----------
    table : DataFrame
        Trajectories by border: columns date, border, stability, trust, cooperation and density.
    border : str
        Which border.
    sides : DataFrame, optional
        Trajectories by side: columns date, border, state and density. Without it the mean of the two
        sides is drawn.
    events : DataFrame, optional
        Events of the run; those of this border and the timeline entries for all are marked.
    title : str, optional
        Replaces the title.

    Returns
    -------
    Figure
        A figure with two axes.

    Raises
    ------
    PictureError
        If there is no such border or a table lacks a column.
    """
    require_columns(table, ("date", "border", "density", *_HISTORY), "the table of the borders")
    chosen(border, table["border"].unique(), "border")
    own = table[table["border"] == border]
    happened = None if events is None else of_border(events, border)
    with styled():
        figure = new_figure(7.8)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(2.0, 1.0))
        upper.set_ylim(0, 1)
        labels: list[EndLabel] = []
        for name, style in zip(_HISTORY, LINES, strict=False):
            words = quantity(name, own).label.split(" (")[0]
            labels.append(EndLabel(_line(upper, own, name, style, words)[-1], words, style.color))
        end_labels(upper, labels)
        upper.set_ylabel("index (0–1)")
        _troops(lower, own, None if sides is None else sides[sides["border"] == border])
        heading = title or f"Border {border}, {span_words(own)}"
        height, handles = _finish(upper, own["date"], happened, heading)
        dress(lower)
        _grow(upper, height + legend_below(lower, handles))
    return figure


def _troops(ax: Axes, own: pd.DataFrame, sides: pd.DataFrame | None) -> None:
    """Draw the density of troops, by side where it is known."""
    labels: list[EndLabel] = []
    if sides is None:
        values = _line(ax, own, "density", LineStyle(INK, "solid", 2.4), "mean of both sides")
        labels.append(EndLabel(values[-1], "both sides", INK))
    else:
        require_columns(sides, ("date", "state", "density"), "the table of the sides")
        dashes = ("solid", (0, (3, 1.5)))
        for number, (state, rows) in enumerate(sides.groupby("state", sort=False)):
            style = LineStyle((INK, "#6b6b6b")[number % 2], dashes[number % 2], 2.4)
            values = _line(ax, rows, "density", style, f"troops of {state}")
            labels.append(EndLabel(values[-1], str(state), style.color))
    ax.set_ylim(bottom=0)
    ax.set_ylabel("troops (persons\nper km and side)")
    end_labels(ax, labels)
