"""Two fans on one axes: the runs of a world as it is, and those of the same world with one change.

Each has its median as a line, the middle half of its runs as a hatched band, and the middle nine tenths
between thin lines; color, dashes and the direction of the hatch tell the two apart. The picture is drawn
anew whenever somebody moves a slider, so it has few parts. Nothing is computed here: the numbers are
those of the tables of quantiles.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from detente.plots.checks import PictureError, chosen, require_columns, require_rows
from detente.plots.ensembles import QUANTILES, quantile_values, same_scale
from detente.plots.labels import EndLabel, end_labels, span_words
from detente.plots.point_panels import foot, place_words
from detente.plots.quantities import described
from detente.plots.style import COLORS, LINES, LineStyle, date_axis, dress, new_figure, styled

__all__ = ["paired_fan"]

_THIN: Final = 1.1
_HEIGHT: Final = 5.0  # inches, without the legend


class _Look(NamedTuple):
    """How one of the two fans is drawn."""

    line: LineStyle
    fill: str
    hatch: str


_LOOKS: Final = (
    _Look(LINES[0]._replace(width=3.2), "#cfe3f1", "//"),
    _Look(LineStyle(COLORS["vermilion"], (0, (4, 1.5)), 3.2), "#f7d3bd", "\\\\"),
)
_HALF: Final = 0.55  # how far a band lets the other one shine through


def paired_fan(
    base_summary: pd.DataFrame,
    changed_summary: pd.DataFrame,
    variable: str = "stability",
    *,
    border: str = "all",
    labels: Sequence[str] = ("as it is", "with the change"),
    caption: str = "",
) -> Figure:
    """Draw the spread of the runs over time, with and without a change, on one axes.

    Parameters
    ----------
    base_summary, changed_summary : DataFrame
        Columns date, border, variable, and the quantiles q05, q25, q50, q75 and q95, as
        ``Ensemble.summary()`` gives them.
    variable : str
        One of the variables of the tables ("trust").
    border : str
        A border, or ``all`` for the region.
    labels : sequence of two str
        What the two fans stand for.
    caption : str
        Stands below, such as the number of replicates.

    Returns
    -------
    Figure
        A figure with one axes.

    Raises
    ------
    PictureError
        For a border or variable that is not there, and for other than two labels.

    Examples
    --------
    >>> from detente import load, simulate
    >>> friendly = load("classroom").change({"states.SOU.will": 0.9})
    >>> base, changed = (simulate(each, 50, 7) for each in ("classroom", friendly))
    >>> figure = paired_fan(base.summary(), changed.summary(), "trust")
    >>> len(figure.axes)
    1
    """
    if len(labels) != len(_LOOKS):
        raise PictureError(f"Two fans have two labels, not {len(labels)}.")
    tables = (base_summary, changed_summary)
    own = [_rows(table, variable, border) for table in tables]
    what = described(variable)
    both = pd.concat(own, ignore_index=True)
    with styled():
        figure = new_figure(_HEIGHT)
        ax = figure.add_subplot()
        days = [quantile_values(rows)[0] for rows in own]
        date_axis(ax, min(map(min, days)), max(map(max, days)))
        dress(ax)
        for order, (rows, look) in enumerate(zip(own, _LOOKS, strict=True)):
            _fan(ax, rows, look, order)
        same_scale([ax], both)
        ends = [
            (float(rows["q50"].iloc[-1]), look.line.color)
            for rows, look in zip(own, _LOOKS, strict=True)
        ]
        end_labels(
            ax,
            [
                EndLabel(height, f"{label} {height:.2f}", color)
                for label, (height, color) in zip(labels, ends, strict=True)
            ],
        )
        ax.set_ylabel(what.axis)
        span = span_words(both)
        title = f"{what.label[0].upper()}{what.label[1:]}, {place_words(border)}, {span}"
        figure.suptitle(title, x=0.01, ha="left")
        foot(figure, _handles(labels), caption)
    return figure


def _rows(table: pd.DataFrame, variable: str, border: str) -> pd.DataFrame:
    """Find the quantiles of one variable on one border."""
    require_columns(table, ("date", "border", "variable", *QUANTILES), "the summary")
    require_rows(table, "rounds in the summary")
    chosen(variable, table["variable"].unique(), "variable")
    chosen(border, table["border"].unique(), "border")
    return table[(table["variable"] == variable) & (table["border"] == border)]


def _fan(ax: Axes, rows: pd.DataFrame, look: _Look, order: int) -> None:
    """Draw the runs of one world."""
    days, q = quantile_values(rows)
    color, dashes, width = look.line
    name = ("base", "changed")[order]
    ax.fill_between(
        days,
        q["q25"],
        q["q75"],
        facecolor=look.fill,
        edgecolor=color,
        hatch=look.hatch,
        alpha=_HALF,
        linewidth=0.0,
        zorder=1.0 + order / 10,
        gid=name,
    )
    for edge in ("q05", "q95"):
        ax.plot(days, q[edge], color=color, linestyle=dashes, linewidth=_THIN, zorder=2, gid=edge)
    ax.plot(
        days, q["q50"], color=color, linestyle=dashes, linewidth=width, zorder=3 + order, gid=name
    )


def _handles(labels: Sequence[str]) -> list[Artist]:
    """Legend entries for both fans: a row for each."""
    columns: list[list[Artist]] = [[], [], []]
    for label, look in zip(labels, _LOOKS, strict=True):
        color, dashes, width = look.line
        line = {"color": color, "linestyle": dashes}
        columns[0].append(Line2D([], [], **line, lw=width, label=f"{label}: median"))
        columns[1].append(
            Patch(
                facecolor=look.fill,
                edgecolor=color,
                hatch=look.hatch,
                alpha=_HALF,
                linewidth=0.0,
                label="middle half of the runs",
            )
        )
        columns[2].append(Line2D([], [], **line, lw=_THIN, label="5 % and 95 % of the runs"))
    # legends fill their columns first
    return [handle for column in columns for handle in column]
