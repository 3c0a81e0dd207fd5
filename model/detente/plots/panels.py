"""Small multiples: one panel for each border, all on the same scales.

Twenty-two borders are read by comparison, not one by one: the panels share both axes, so that a higher
line is a higher value anywhere on the page. Lines are told apart by dashes as well as color. Timeline
entries are numbered lines; their words stand once, below the panels.
"""

from collections.abc import Mapping, Sequence
from math import ceil, sqrt
from typing import Final

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from detente.plots.checks import PictureError, chosen, require_columns, require_rows
from detente.plots.events import event_handles, mark_events, of_border
from detente.plots.labels import legend_shape, span_words
from detente.plots.quantities import Quantity, quantity
from detente.plots.style import LINES, SMALL, date_axis, dress, new_figure, styled
from detente.plots.timeline import Entry, entry_keys, mark_entries, row_of_each, timeline_entries

__all__ = ["border_trajectories"]

_AREA: Final = "#cfcfcf"
_WIDEST: Final = 5  # panels side by side
_HEIGHT: Final = 2.0  # inches, of one panel
_MOST_EVERYWHERE: Final = 8  # timeline entries for all borders, drawn in every panel


def border_trajectories(
    table: pd.DataFrame,
    quantities: Sequence[str] = ("stability",),
    *,
    area: str | None = None,
    events: pd.DataFrame | None = None,
    borders: Sequence[str] | None = None,
    title: str | None = None,
) -> Figure:
    """Draw a small panel for each border.

    Parameters
    ----------
    table : DataFrame
        Trajectories by border: columns date, border and the quantities.
    quantities : sequence of str
        One to four columns of one unit, drawn as lines ("stability", "trust").
    area : str, optional
        A column drawn as a gray area on a scale of its own, to the right ("density").
    events : DataFrame, optional
        Events of the run: skirmishes, treaties and timeline entries are marked in the panel of their
        border. Timeline entries that name no border are marked in all panels if they are eight or fewer,
        else in none.
    borders : sequence of str, optional
        Which borders, in which order; by default all, as they stand in the table.
    title : str, optional
        Replaces the title.

    Returns
    -------
    Figure
        One axes for each border, in order; with `area` their twins follow.

    Raises
    ------
    PictureError
        If a border, a quantity or a column is not there, or the quantities differ in unit.
    """
    require_columns(table, ("date", "border"), "the table of the borders")
    require_rows(table, "rounds in the table of the borders")
    lines = _lines(table, quantities)
    keys = _keys(table, borders)
    rows_of = {key: table[table["border"] == key] for key in keys}
    happened = _events_of(events, keys)
    entries = timeline_entries(pd.concat(happened.values())) if happened else []
    with styled():
        figure, panels = _grid(keys, table)
        for key, panel in panels.items():
            _panel(panel, rows_of[key], lines)
            panel.set_title(key, fontsize=SMALL + 1, pad=4)
            if key in happened:
                _panel_events(panel, happened[key], entries, key)
        _scale(list(panels.values()), table, lines)
        if area is not None:
            _areas(panels, rows_of, area, quantity(area, table))
        words = " and ".join(each.label for each in lines.values())
        heading = title or f"{words[0].upper()}{words[1:]} by border, {span_words(table)}"
        figure.suptitle(heading, x=0.01, ha="left")
        unit = next(iter(lines.values())).unit
        figure.supylabel(f"{words} ({unit})" if unit else words, fontsize=SMALL + 2)
        marks = event_handles(pd.concat(happened.values())) if happened else []
        handles = [*_line_handles(lines), *_area_handle(area, table), *marks, *entry_keys(entries)]
        _legend(figure, handles)
    return figure


def _lines(table: pd.DataFrame, names: Sequence[str]) -> dict[str, Quantity]:
    """Describe the quantities to draw as lines, which must share a unit."""
    if not 1 <= len(names) <= len(LINES):
        raise PictureError(
            f"A panel shows 1 to {len(LINES)} quantities as lines, not {len(names)}."
        )
    found = {name: quantity(name, table) for name in names}
    units = {each.unit for each in found.values()}
    if len(units) > 1:
        raise PictureError(
            f"Units differ among {', '.join(names)} ({', '.join(sorted(units))}): "
            "draw one of them as the area, or in a figure of its own."
        )
    return found


def _keys(table: pd.DataFrame, borders: Sequence[str] | None) -> list[str]:
    """Find the borders to draw, in order."""
    there = [str(key) for key in table["border"].unique()]
    return there if borders is None else [chosen(key, there, "border") for key in borders]


def _grid(keys: Sequence[str], table: pd.DataFrame) -> tuple[Figure, dict[str, Axes]]:
    """Make a figure with an axes for each border."""
    columns = len(keys) if len(keys) <= 3 else min(_WIDEST, ceil(sqrt(len(keys))))
    rows = ceil(len(keys) / columns)
    figure = new_figure(1.0 + rows * (_HEIGHT if columns > 3 else 2.8))
    days = date2num(table["date"].to_numpy())
    panels: dict[str, Axes] = {}
    for number, key in enumerate(keys):
        panel = figure.add_subplot(rows, columns, number + 1)
        date_axis(panel, float(days.min()), float(days.max()), 4)
        dress(panel, size=SMALL - 1)
        panel.tick_params(
            labelleft=number % columns == 0, labelbottom=number + columns >= len(keys)
        )
        panels[key] = panel
    return figure, panels


def _panel(panel: Axes, rows: pd.DataFrame, lines: Mapping[str, Quantity]) -> None:
    """Draw the lines of one border."""
    days = date2num(rows["date"].to_numpy())
    for name, style in zip(lines, LINES, strict=False):
        values = rows[name].to_numpy(dtype=float)
        width = style.width - 0.6
        panel.plot(
            days, values, color=style.color, linestyle=style.dashes, linewidth=width, zorder=3
        )


def _scale(panels: Sequence[Axes], table: pd.DataFrame, lines: Mapping[str, Quantity]) -> None:
    """Give every panel the same vertical limits."""
    values = table[list(lines)].to_numpy(dtype=float)
    margin = 0.05 * float(values.max() - values.min())
    low = min((each.low for each in lines.values() if each.low is not None), default=None)
    high = max((each.high for each in lines.values() if each.high is not None), default=None)
    for panel in panels:
        panel.set_ylim(
            float(values.min()) - margin if low is None else low,
            float(values.max()) + margin if high is None else high,
        )


def _areas(
    panels: Mapping[str, Axes],
    rows_of: Mapping[str, pd.DataFrame],
    name: str,
    described: Quantity,
) -> None:
    """Draw a quantity as a gray area behind the lines, on a scale to the right."""
    top = 1.05 * max(float(rows[name].max()) for rows in rows_of.values())
    for key, panel in panels.items():
        twin = panel.twinx()
        rows = rows_of[key]
        twin.fill_between(
            date2num(rows["date"].to_numpy()),
            0,
            rows[name].to_numpy(dtype=float),
            color=_AREA,
            lw=0,
        )
        twin.set_ylim(0, top)
        dress(twin, size=SMALL - 1, grid=False)
        twin.spines["left"].set_visible(False)
        place = panel.get_subplotspec()
        at_edge = place is not None and place.is_last_col()
        twin.tick_params(right=at_edge, labelright=at_edge)
        if at_edge:
            twin.set_ylabel(described.label, fontsize=SMALL - 1)
        panel.set_zorder(twin.get_zorder() + 1)
        panel.patch.set_visible(False)


def _events_of(events: pd.DataFrame | None, keys: Sequence[str]) -> dict[str, pd.DataFrame]:
    """Find the events of each border; entries for all borders are left out where they are many."""
    if events is None:
        return {}
    happened = {key: of_border(events, key) for key in keys}
    everywhere = [
        rows[(rows["kind"] == "timeline") & (rows["border"] != key)]
        for key, rows in happened.items()
    ]
    if len(timeline_entries(everywhere[0])) <= _MOST_EVERYWHERE:
        return happened
    return {key: rows[rows["border"] == key] for key, rows in happened.items()}


def _panel_events(panel: Axes, events: pd.DataFrame, entries: Sequence[Entry], key: str) -> None:
    """Mark the events of one border; the number of an entry for all borders stands in the top row."""
    mark_events(panel, events, scale=0.5)
    mark_entries(panel, timeline_entries(events))
    place = panel.get_subplotspec()
    on_top = place is not None and place.is_first_row()
    numbered = timeline_entries(events if on_top else events[events["border"] == key])
    first, last = panel.get_xlim()
    width = (last - first) / 8
    rows = row_of_each([(entry.start, entry.start + width) for entry in numbered])
    for entry, row in zip(numbered, rows, strict=True):
        if first <= entry.start <= last:
            panel.text(
                entry.start,
                0.99 - 0.1 * row,
                f" {entries.index(entry) + 1}",
                transform=panel.get_xaxis_transform(),
                fontsize=SMALL - 2,
                ha="left",
                va="top",
                gid="timeline",
            )


def _line_handles(lines: Mapping[str, Quantity]) -> list[Artist]:
    """Make legend entries for the lines."""
    return [
        Line2D([], [], color=style.color, linestyle=style.dashes, lw=style.width, label=each.label)
        for each, style in zip(lines.values(), LINES, strict=False)
    ]


def _area_handle(area: str | None, table: pd.DataFrame) -> list[Artist]:
    """Make the legend entry for the area."""
    if area is None:
        return []
    return [Patch(facecolor=_AREA, label=f"{quantity(area, table).axis}, right scale")]


def _legend(figure: Figure, handles: Sequence[Artist]) -> None:
    """Put the legend below the panels and make the figure taller by it."""
    width, height = figure.get_size_inches()
    columns, points = legend_shape(handles, SMALL, 72 * (width - 0.4))
    figure.set_size_inches(width, height + points / 72 + 0.15)
    figure.legend(handles=list(handles), loc="outside lower center", ncols=columns, fontsize=SMALL)
