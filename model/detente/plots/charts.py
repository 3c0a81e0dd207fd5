"""Plain charts: lines, bars, and the spread of runs, for whatever a study or a lesson computes.

The other modules of `detente.plots` draw the tables of runs and batches; these draw any numbers, in the
same style. Lines are named where they end, so that they can be told apart without color.
"""

from collections.abc import Mapping, Sequence
from itertools import cycle
from numbers import Real
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from detente.analysis.intervals import mean_interval
from detente.plots.checks import PictureError, require_columns
from detente.plots.labels import EndLabel, end_labels
from detente.plots.style import (
    COLORS,
    GRAY,
    INK,
    LINES,
    SMALL,
    LineStyle,
    date_axis,
    dress,
    new_figure,
    styled,
)

__all__ = ["bar_chart", "line_chart", "spread_chart"]

_ROW: Final = 0.55  # inches, of one bar or one row of dots
_GOLDEN: Final = 0.6180339887498949


def line_chart(  # noqa: PLR0913 - the parts of a chart, each named at the call
    lines: Mapping[str, "pd.Series[Any]"],
    *,
    across: str,
    up: str,
    title: str = "",
    levels: Mapping[str, float] | None = None,
    moments: Mapping[str, Any] | None = None,
    limits: tuple[float, float] | None = None,
    bands: Mapping[str, pd.DataFrame] | None = None,
) -> Figure:
    """Draw lines over numbers or dates.

    Parameters
    ----------
    lines : mapping of str to Series
        Label and values of each line, up to six; the index is the horizontal axis.
    across, up : str
        What the axes show, with the unit.
    title : str
        Stands above.
    levels : mapping of str to float, optional
        Heights that are marked by a horizontal line, by their label.
    moments : mapping of str to number or date, optional
        Places along the horizontal axis that are marked by a vertical line, by their label; those beyond
        the ends of the lines are left out.
    limits : (float, float), optional
        Lower and upper end of the vertical axis; by default what the values need.
    bands : mapping of str to DataFrame, optional
        Columns low and high around a line of the same label, with its index.

    Returns
    -------
    Figure
        One axes; shows itself in a notebook.

    Raises
    ------
    PictureError
        For no line, too many lines, a line without values, an index that is neither numbers nor dates
        (or not the same in all lines), and a band without its line or without a value's row.
    """
    _check_lines(lines, bands or {})
    with styled():
        figure = new_figure(5.6)
        panel = figure.add_subplot()
        ends = []
        for (label, values), style in zip(lines.items(), LINES, strict=False):
            places = _places(values.index)
            if bands and label in bands:
                band = _ends(bands[label], values, f"the band {label!r}")
                panel.fill_between(
                    places, band["low"], band["high"], color=style.color, alpha=0.2, lw=0
                )
            _line(panel, places, values, style)
            ends.append(EndLabel(float(values.dropna().iloc[-1]), label, style.color))
        if limits is not None:
            panel.set_ylim(*limits)
        _across(panel, [values.index for values in lines.values()])
        ends += _levels(panel, levels or {})
        _moments(panel, moments or {})
        end_labels(panel, ends)
        _name(panel, across, up, title)
    return figure


def bar_chart(
    values: "pd.Series[Any]",
    *,
    along: str,
    title: str = "",
    intervals: pd.DataFrame | None = None,
    levels: Mapping[str, float] | None = None,
) -> Figure:
    """Draw a horizontal bar for each value, the first at the top.

    Parameters
    ----------
    values : Series
        Values, by the words that name them.
    along : str
        What the axis shows, with the unit.
    title : str
        Stands above.
    intervals : DataFrame, optional
        Columns low and high, with the index of `values`.
    levels : mapping of str to float, optional
        Values that are marked by a vertical line, by their label.

    Returns
    -------
    Figure
        One axes; bars below zero are hatched.

    Raises
    ------
    PictureError
        If there is no value, or a value without its interval.
    """
    if values.empty:
        raise PictureError("There are no values: nothing to draw.")
    with styled():
        figure = new_figure(1.5 + _ROW * len(values))
        panel = figure.add_subplot()
        numbers = values.to_numpy(dtype=float)
        rows = np.arange(len(values))
        colors = np.where(numbers < 0.0, COLORS["vermilion"], COLORS["blue"])
        bars = panel.barh(rows, numbers, color=colors, edgecolor="white", height=0.7)
        for bar, number in zip(bars, numbers, strict=True):
            bar.set_hatch("///" if number < 0.0 else "")
        if intervals is not None:
            ends = _ends(intervals, values, "intervals")
            panel.hlines(rows, ends["low"], ends["high"], color=INK, linewidth=2.4)
        panel.axvline(0.0, color=INK, linewidth=1.2)
        panel.set_yticks(rows, [str(word) for word in values.index])
        panel.invert_yaxis()
        _moments(panel, levels or {})
        _name(panel, along, "", title)
        panel.grid(visible=False, axis="y")
    return figure


def spread_chart(
    samples: "Mapping[str, Sequence[float] | pd.Series[Any]]",
    *,
    along: str,
    title: str = "",
    levels: Mapping[str, float] | None = None,
) -> Figure:
    """Draw each run as a dot, with the mean of the runs and its 95 % interval.

    Parameters
    ----------
    samples : mapping of str to sequence of float
        A row of dots for each label, the first at the top.
    along : str
        What the axis shows, with the unit.
    title : str
        Stands above.
    levels : mapping of str to float, optional
        Values that are marked by a vertical line, by their label.

    Returns
    -------
    Figure
        One axes. The heights of the dots in a row mean nothing; they keep them apart.

    Raises
    ------
    PictureError
        For no sample, an empty one, and one with gaps.
    """
    rows = {label: np.asarray(sample, dtype=float) for label, sample in samples.items()}
    if not rows or any(len(numbers) == 0 for numbers in rows.values()):
        raise PictureError("A row without runs cannot be drawn: give each label its numbers.")
    for label, numbers in rows.items():
        if not np.isfinite(numbers).all():
            raise PictureError(
                f"Not every run of {label!r} has a number; a mean needs all of them."
            )
    with styled():
        figure = new_figure(1.7 + 1.6 * _ROW * len(rows))
        panel = figure.add_subplot()
        for row, (numbers, style) in enumerate(zip(rows.values(), cycle(LINES), strict=False)):
            _dots(panel, row, numbers, style.color)
        panel.set_yticks(range(len(rows)), list(rows))
        panel.set_ylim(len(rows) - 0.5, -0.5)
        _moments(panel, levels or {})
        _name(panel, along, "", title)
        panel.grid(visible=False, axis="y")
        panel.annotate(
            "black: mean and its 95 % interval", (1.0, 1.0), (0, 4), "axes fraction",
            "offset points", ha="right", va="bottom", fontsize=SMALL, color=INK,
        )  # fmt: skip
    return figure


def _check_lines(lines: Mapping[str, "pd.Series[Any]"], bands: Mapping[str, pd.DataFrame]) -> None:
    """Refuse what cannot be drawn."""
    if not 1 <= len(lines) <= len(LINES):
        raise PictureError(f"A chart shows 1 to {len(LINES)} lines, not {len(lines)}.")
    for label, values in lines.items():
        if values.dropna().empty:
            raise PictureError(f"The line {label!r} has no values.")
    kinds = {_kind(values.index) for values in lines.values()}
    if kinds not in ({"dates"}, {"numbers"}):
        found = " and ".join(sorted(kinds))
        raise PictureError(f"Lines run over numbers or over dates (Timestamp); here over {found}.")
    for label in bands:
        if label not in lines:
            raise PictureError(f"The band {label!r} has no line; lines: {', '.join(lines)}.")


def _ends(band: pd.DataFrame, values: "pd.Series[Any]", what: str) -> pd.DataFrame:
    """Low and high ends in the order of the values that they belong to."""
    require_columns(band, ("low", "high"), what)
    if not (band.index.is_unique and values.index.isin(band.index).all()):
        raise PictureError(f"In {what} each value needs one row, with the same index.")
    return band.loc[values.index]


def _kind(index: "pd.Index[Any]") -> str:
    """Say over what a line runs."""
    if isinstance(index, pd.DatetimeIndex):
        return "dates"
    return "numbers" if pd.api.types.is_numeric_dtype(index) else str(index.dtype)


def _places(index: "pd.Index[Any]") -> Any:
    """Places of an index along the axis."""
    return date2num(index) if isinstance(index, pd.DatetimeIndex) else index.to_numpy(dtype=float)


def _line(panel: Axes, places: Any, values: "pd.Series[Any]", style: LineStyle) -> None:
    """Draw a line; few points are marked."""
    marker = "o" if len(values) <= 30 else ""
    panel.plot(
        places,
        values.to_numpy(dtype=float),
        color=style.color,
        linestyle=style.dashes,
        linewidth=style.width,
        marker=marker,
        markersize=6,
    )


def _across(panel: Axes, indices: Sequence["pd.Index[Any]"]) -> None:
    """Set the horizontal axis from end to end of the lines."""
    places = np.concatenate([_places(index) for index in indices])
    if isinstance(indices[0], pd.DatetimeIndex):
        date_axis(panel, places.min(), places.max())
        return
    if places.max() > places.min():
        panel.set_xlim(places.min(), places.max())
    if all(pd.api.types.is_integer_dtype(index) for index in indices):
        panel.xaxis.set_major_locator(MaxNLocator(integer=True))


def _levels(panel: Axes, levels: Mapping[str, float]) -> list[EndLabel]:
    """Draw labeled horizontal lines."""
    for height in levels.values():
        panel.axhline(height, color=GRAY, linewidth=1.4, linestyle=(0, (2, 2)), zorder=1)
    low, high = panel.get_ylim()
    return [EndLabel(y, label, INK) for label, y in levels.items() if low <= y <= high]


def _moments(panel: Axes, moments: Mapping[str, Any]) -> None:
    """Draw labeled vertical lines; the labels stand above each other where they would touch."""
    places = [_place(moment) for moment in moments.values()]
    for place in places:
        panel.axvline(place, color=GRAY, linewidth=1.4, linestyle=(0, (2, 2)), zorder=1)
    low, high = panel.get_xlim()
    seen = [pair for pair in zip(moments, places, strict=True) if low <= pair[1] <= high]
    for number, (label, place) in enumerate(seen):
        is_late = place > low + 0.8 * (high - low)  # its label would run into those of the lines
        panel.annotate(
            label, (place, 1.0), (-4 if is_late else 4, -4 - 15 * number),
            ("data", "axes fraction"), "offset points", va="top",
            ha="right" if is_late else "left", fontsize=SMALL, color=INK,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.8, "pad": 1.0},
        )  # fmt: skip


def _place(moment: Any) -> float:
    """Place of a number or date along the axis."""
    return float(moment) if isinstance(moment, Real) else float(date2num(pd.Timestamp(moment)))


def _name(panel: Axes, across: str, up: str, title: str) -> None:
    """Name the axes and the chart."""
    dress(panel)
    panel.set_xlabel(across)
    panel.set_ylabel(up)
    if title:
        panel.set_title(title, pad=22 if up == "" else 10)


def _dots(panel: Axes, row: int, numbers: Any, color: str) -> None:
    """Draw a row of dots, spread by the golden ratio so that the same numbers look the same."""
    heights = row + 0.5 * ((np.arange(len(numbers)) * _GOLDEN) % 1.0 - 0.5)
    alpha = float(np.clip(60.0 / len(numbers), 0.08, 0.7))
    panel.scatter(numbers, heights, s=26, color=color, alpha=alpha, linewidths=0)
    mean = float(numbers.mean())
    panel.plot([mean], [row], marker="D", color=INK, markersize=8)
    if len(numbers) > 1:
        error = numbers.std(ddof=1) / np.sqrt(len(numbers))
        low, high = mean_interval(mean, error, len(numbers))
        panel.hlines(row, float(low), float(high), color=INK, linewidth=3.0)
