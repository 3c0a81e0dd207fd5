"""The timeline in words: dated entries in rows above the axes, so that no two overlap.

An entry that lasts is a bar with a light shade below, one that does not is a tick; a line leads down
from where each begins. As long as the words fit into a few rows they stand in the picture; a longer
timeline is numbered, and the words become a key for the legend. This module draws entries that it is
given; it does not know what they did.
"""

from collections.abc import Sequence
from textwrap import shorten
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num, num2date
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from matplotlib.transforms import Affine2D, ScaledTranslation, Transform

from detente.plots.checks import require_columns
from detente.plots.labels import text_width
from detente.plots.style import INK, SMALL

__all__ = [
    "Entry",
    "Strip",
    "entry_keys",
    "mark_entries",
    "row_of_each",
    "timeline_entries",
    "timeline_strip",
]

_ROW: Final = 19.0  # points between two rows
_PAD: Final = 5.0  # points between the axes and the first row
_MOST_ROWS: Final = 6  # of words; a longer timeline is numbered
_LONGEST: Final = 46  # letters of a title that are shown


class Entry(NamedTuple):
    """A timeline entry to draw: its words, its first day and, if it lasts, its end (day numbers)."""

    title: str
    start: float
    until: float | None


class Strip(NamedTuple):
    """What a strip took: its height in points, and the key to its numbers if it has numbers."""

    height: float
    keys: list[Line2D]


class _Placed(NamedTuple):
    """An entry with its label, its row and the day where the label begins."""

    entry: Entry
    label: str
    row: int
    label_from: float


def timeline_entries(events: pd.DataFrame) -> list[Entry]:
    """Find the timeline entries of a table of events.

    Parameters
    ----------
    events : DataFrame
        With columns date, kind and outcome (the words); the column until, if there is one, says when
        an entry ends. An entry that stands there once for each of several borders counts once.

    Returns
    -------
    list of Entry
        In order of date.
    """
    require_columns(events, ("date", "kind", "outcome"), "the table of events")
    rows = events[events["kind"] == "timeline"]
    ends = rows["until"] if "until" in rows.columns else pd.Series(pd.NaT, index=rows.index)
    found: dict[tuple[str, float], Entry] = {}
    for title, date, until in zip(rows["outcome"], rows["date"], ends, strict=True):
        words = shorten(str(title), _LONGEST, placeholder=" …")
        entry = Entry(words, _day(date), None if pd.isna(until) else _day(until))
        found.setdefault((words, entry.start), entry)
    return sorted(found.values(), key=lambda entry: (entry.start, entry.title))


def _day(date: Any) -> float:
    """Turn a date into matplotlib's day number."""
    return float(date2num(np.datetime64(pd.Timestamp(date), "D")))


def row_of_each(spans: Sequence[tuple[float, float]]) -> list[int]:
    """Put intervals in rows so that none overlaps another of its row.

    Parameters
    ----------
    spans : sequence of (float, float)
        Beginning and end of each interval.

    Returns
    -------
    list of int
        Row of each interval, the lowest that is free, intervals taken as they come.

    Examples
    --------
    >>> row_of_each([(0, 4), (2, 5), (4, 6)])
    [0, 1, 0]
    """
    rows: list[list[tuple[float, float]]] = []
    placed: list[int] = []
    for start, end in spans:
        free = (
            number
            for number, row in enumerate(rows)
            if all(end <= other[0] or start >= other[1] for other in row)
        )
        number = next(free, len(rows))
        if number == len(rows):
            rows.append([])
        rows[number].append((start, end))
        placed.append(number)
    return placed


def timeline_strip(ax: Axes, entries: Sequence[Entry]) -> Strip:
    """Draw timeline entries above the axes, with lines and shades below.

    Parameters
    ----------
    ax : Axes
        Axes of dates whose limits are set; entries that begin outside of them are left out.
    entries : sequence of Entry
        What to draw.

    Returns
    -------
    Strip
        The height it took, for the title to stand above, and the key for the legend: empty as long as
        the words themselves are in the strip.
    """
    first, last = ax.get_xlim()
    shown = [entry for entry in entries if first <= entry.start <= last]
    placed = _place(ax, shown, [entry.title for entry in shown])
    in_words = max((each.row for each in placed), default=0) < _MOST_ROWS
    if not in_words:
        placed = _place(ax, shown, [str(number + 1) for number in range(len(shown))])
    mark_entries(ax, shown, shaded=in_words)
    for each in placed:
        _draw_entry(ax, each, last)
    height = _PAD + _ROW * (1 + max(each.row for each in placed)) if placed else 0.0
    return Strip(height, [] if in_words else entry_keys(shown))


def _place(ax: Axes, entries: Sequence[Entry], labels: Sequence[str]) -> list[_Placed]:
    """Give each entry its row."""
    first, last = ax.get_xlim()
    width = 0.9 * 72 * ax.bbox.width / ax.figure.dpi  # points, a little less than the layout leaves
    days_per_point = (last - first) / width
    begins: list[float] = []
    spans: list[tuple[float, float]] = []
    for entry, label in zip(entries, labels, strict=True):
        length = text_width(label, SMALL) * days_per_point
        begin = max(first, min(entry.start, last - length))
        end = entry.start if entry.until is None else min(last, entry.until)
        begins.append(begin)
        spans.append((min(begin, entry.start), max(begin + length, end) + 8 * days_per_point))
    return [
        _Placed(*each) for each in zip(entries, labels, row_of_each(spans), begins, strict=True)
    ]


def _draw_entry(ax: Axes, placed: _Placed, last: float) -> None:
    """Draw the bar of an entry in its row above the axes, and its label over the bar."""
    entry = placed.entry
    inches = ax.figure.dpi_scale_trans
    bar = ax.get_xaxis_transform() + ScaledTranslation(0, (_PAD + _ROW * placed.row) / 72, inches)
    end = entry.start if entry.until is None else min(last, entry.until)
    ax.add_line(_bar(entry.start, end, bar))
    ax.text(
        placed.label_from,
        1.0,
        placed.label,
        transform=bar + ScaledTranslation(0, 2.5 / 72, inches),
        fontsize=SMALL,
        va="bottom",
        ha="left",
        clip_on=False,
        gid="timeline",
    )


def _bar(start: float, end: float, above: Transform) -> Line2D:
    """Make the bar of an entry that lasts, or the tick of one that does not."""
    return Line2D(
        [start, end],
        [1.0, 1.0],
        transform=above,
        color=INK,
        linewidth=3.0,
        solid_capstyle="butt",
        marker="|" if end == start else "None",
        markersize=7,
        markeredgewidth=2.0,
        clip_on=False,
        zorder=3,
    )


def mark_entries(ax: Axes, entries: Sequence[Entry], *, shaded: bool = True) -> None:
    """Draw a line where each entry begins and one shade wherever any of them lasts.

    Parameters
    ----------
    ax : Axes
        Axes of dates whose limits are set.
    entries : sequence of Entry
        In order of date.
    shaded : bool
        Whether to draw the shades; with many entries they would cover everything.
    """
    last = ax.get_xlim()[1]
    merged: list[list[float]] = []
    for entry in entries:
        color = INK if shaded else "#9a9a9a"
        ax.axvline(entry.start, color=color, linewidth=0.9, linestyle=(0, (1, 2)), zorder=0.6)
        if entry.until is None or not shaded:
            continue
        end = min(last, entry.until)
        if merged and entry.start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([entry.start, end])
    for start, end in merged:
        ax.axvspan(start, end, color="black", alpha=0.08, linewidth=0, zorder=0.4)


def entry_keys(entries: Sequence[Entry]) -> list[Line2D]:
    """Make a legend entry for each timeline entry: its number, its words and its years.

    Parameters
    ----------
    entries : sequence of Entry
        Numbered as they come, from 1.

    Returns
    -------
    list of Line2D
        Handles for a legend.
    """
    keys: list[Line2D] = []
    for number, entry in enumerate(entries, start=1):
        years = str(num2date(entry.start).year)
        if entry.until is not None and num2date(entry.until).year > num2date(entry.start).year:
            years += f"–{num2date(entry.until).year}"
        words = f"{entry.title}, {years}"
        size = 7 if number < 10 else 12
        marker = _number_marker(number)
        keys.append(
            Line2D([], [], ls="None", marker=marker, color=INK, mew=0.2, ms=size, label=words)
        )
    return keys


def _number_marker(number: int) -> Path:
    """Draw a number as a marker, around its middle."""
    digits = TextPath((0, 0), str(number))
    box = digits.get_extents()
    middle = Affine2D().translate(-(box.x0 + box.x1) / 2, -(box.y0 + box.y1) / 2)
    return digits.transformed(middle)
