"""Why did it move? The contributions of the ledger, stacked.

Each bar is a month, a quarter or a year: what raised trust (or troops) is stacked upward, what lowered
it downward, and the line is the sum of both, the net change. Above the bars stands the level. The terms
that weigh most over the whole time shown have a color and a hatch of their own, the others are one gray
term, so that the bars always add up to the net change.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.patheffects import Normal, Stroke

from detente.plots.checks import require_columns, require_rows
from detente.plots.ledger_sums import (
    MEASURES_TOGETHER,
    OTHER,
    PERIODS,
    Contributions,
    contributions_by_period,
    months_between,
)
from detente.plots.quantities import Quantity, described, term_words
from detente.plots.style import (
    COLORS,
    INK,
    PATCHES,
    REST,
    SMALL,
    TEXT,
    PatchStyle,
    date_axis,
    dress,
    new_figure,
    styled,
)
from detente.rules.csbm import MEASURES

__all__ = ["ledger_contributions"]

_FAVORITES: Final[dict[str, str]] = {
    "skirmish": "vermilion",
    "reaction": "vermilion",
    "threat": "orange",
    "dispute": "orange",
    "crime": "purple",
    "trade": "green",
    "policy": "green",
    "mediation": "sky",
    "guarantee": "sky",
    MEASURES_TOGETHER: "blue",
    "posture": "blue",
    "decay": "yellow",
    "fatigue": "yellow",
}
"""Fill that a term has in every picture, as long as no weightier term wants the same."""


def ledger_contributions(  # noqa: PLR0913 - which change, of whom, and when
    ledger: pd.DataFrame,
    border: str,
    quantity: str = "trust",
    side: str | None = None,
    *,
    sides: pd.DataFrame | None = None,
    start: str | pd.Timestamp | None = None,
    end: str | pd.Timestamp | None = None,
) -> Figure:
    """Draw what moved trust or troops on one border.

    Parameters
    ----------
    ledger : DataFrame
        Columns date, border, side, quantity, term and change.
    border : str
        Which border.
    quantity : str
        "trust" or "troops".
    side : str, optional
        The state whose trust or troops are meant. Without it: the mean of both sides for trust, their
        sum for troops.
    sides : DataFrame, optional
        Trajectories by side: columns date, border, state and the quantity; gives the level above the
        bars. Without it the net change is added up from zero.
    start, end : str or Timestamp, optional
        First and last month, "1992-01"; both count. By default all there is.

    Returns
    -------
    Figure
        With two axes: the level above, the bars below.

    Raises
    ------
    PictureError
        If the border, the quantity or the side is not there, or no month is left.
    """
    require_columns(ledger, ("date",), "the ledger")
    found = contributions_by_period(months_between(ledger, start, end), border, quantity, side)
    level = _level(sides, border, quantity, side)
    fills = _fills(found.table)
    about = described(quantity)
    with styled():
        figure = new_figure(8.0)
        upper, lower = figure.subplots(2, 1, sharex=True, height_ratios=(1.0, 2.3))
        _stack(lower, found, fills)
        lower.set_ylabel(f"change in {about.label}\nper {found.period} ({about.unit})")
        _draw_level(upper, level, found, about)
        figure.suptitle(_heading(found, border, quantity, side), x=0.01, ha="left")
        _legend(figure, found, fills)
    return figure


def _fills(table: pd.DataFrame) -> dict[str, PatchStyle]:
    """Give each term a fill: its favorite if it is free, else a free one, warm for what lowers."""
    free = dict(PATCHES)
    fills: dict[str, PatchStyle] = {}
    wanted = [str(term) for term in table.columns if term != OTHER]
    for term in wanted:
        if _FAVORITES.get(term) in free:
            fills[term] = free.pop(_FAVORITES[term])
    for term in wanted:
        if term not in fills:
            lowers = float(table[term].sum()) < 0
            fills[term] = free.pop(list(free)[-1 if lowers else 0])
    return {str(term): fills.get(str(term), REST) for term in table.columns}


def _edges(found: Contributions) -> tuple[Any, Any]:
    """Return the first day and the length in days of each period."""
    starts = pd.DatetimeIndex(found.table.index)
    following = starts.to_period(PERIODS[found.period]).shift(1).to_timestamp()
    first = np.asarray(date2num(starts.to_numpy()))
    return first, np.asarray(date2num(following.to_numpy())) - first


def _stack(ax: Axes, found: Contributions, fills: dict[str, PatchStyle]) -> None:
    """Draw the stacked bars and the net change."""
    first, length = _edges(found)
    above = np.zeros(len(first))
    below = np.zeros(len(first))
    for term, fill in fills.items():
        change = found.table[term].to_numpy(dtype=np.float64)
        ax.bar(
            first + length / 2,
            change,
            width=0.84 * length,
            bottom=np.where(change >= 0, above, below),
            color=fill.color,
            hatch=fill.hatch,
            edgecolor=fill.edge,
            linewidth=0.4,
            label=term_words(term),
        )
        above += np.maximum(change, 0)
        below += np.minimum(change, 0)
    net = found.table.sum(axis=1).to_numpy(dtype=np.float64)
    line = Line2D(first + length / 2, net, color=INK, linewidth=2.2, marker="o", markersize=4.5)
    line.set(path_effects=[Stroke(linewidth=4.6, foreground="white"), Normal()], zorder=4)
    line.set_label("net change")
    ax.add_line(line)
    ax.axhline(0, color=INK, linewidth=1.0, zorder=3)
    ax.margins(y=0.06)
    date_axis(ax, float(first[0]), float(first[-1] + length[-1]))
    dress(ax)


def _level(
    sides: pd.DataFrame | None, border: str, quantity: str, side: str | None
) -> "pd.Series[float] | None":
    """Find the level by date, in the table of the sides."""
    if sides is None:
        return None
    require_columns(sides, ("date", "border", "state", quantity), "the table of the sides")
    own = sides[(sides["border"] == border) & (True if side is None else sides["state"] == side)]
    require_rows(own, f"rows of {border} in the table of the sides")
    by_date = own.groupby("date")[quantity]
    return by_date.sum() if quantity == "troops" else by_date.mean()


def _draw_level(
    ax: Axes, level: "pd.Series[float] | None", found: Contributions, about: Quantity
) -> None:
    """Draw the level, or the net change added up where the level is not known."""
    first, length = _edges(found)
    limits = (float(first[0]), float(first[-1] + length[-1]))
    if level is None:
        net = np.cumsum(found.table.sum(axis=1).to_numpy(dtype=np.float64))
        days, values = np.append(first, limits[1]), np.concatenate([[0.0], net])
        ax.set_ylabel(f"{about.label},\nnet change\nadded up ({about.unit})")
    else:
        days, values = date2num(level.index.to_numpy()), level.to_numpy(dtype=np.float64)
        ax.set_ylim(about.low, about.high)
        ax.set_ylabel(f"level of {about.label}\n({about.unit})")
    inside = (days >= limits[0] - 31) & (days <= limits[1])
    ax.plot(days[inside], values[inside], color=COLORS["blue"], linewidth=2.8)
    if level is not None and about.high is None:
        ax.set_ylim(about.low, 1.08 * float(values[inside].max()))
    dress(ax)


def _heading(found: Contributions, border: str, quantity: str, side: str | None) -> str:
    """Say in words what is shown."""
    both = "sum of both sides" if quantity == "troops" else "mean of both sides"
    who = both if side is None else f"side of {side}"
    first, last = found.table.index[0].year, found.table.index[-1].year
    years = str(first) if first == last else f"{first}–{last}"
    return f"What moved {quantity} on {border} ({who}), {years}"


def _legend(figure: Figure, found: Contributions, fills: dict[str, PatchStyle]) -> None:
    """List the terms with their sums beside the bars, the largest gain on top."""
    sums = found.table.sum()
    digits = 0 if float(sums.abs().max()) >= 100 else 3
    order = [str(term) for term in sums.sort_values(ascending=False, kind="stable").index]
    handles: list[Line2D | Patch] = [
        Line2D(
            [], [], color=INK, lw=2.2, marker="o", ms=4.5, label=_sum("net change", sums, digits)
        )
    ]
    for term in order:
        words = _words(term, found.merged)
        fill = fills[term]
        handles.append(
            Patch(
                facecolor=fill.color,
                hatch=fill.hatch,
                edgecolor=fill.edge,
                linewidth=0.4,
                label=_sum(words, sums[[term]], digits),
            )
        )
    figure.legend(
        handles=handles,
        title="Sum over the time shown",
        title_fontsize=SMALL,
        loc="outside right center",
        fontsize=TEXT - 1.5,
        handleheight=1.5,
        labelspacing=0.55,
        alignment="left",
    )


def _words(term: str, merged: Mapping[str, int]) -> str:
    """Put a term into words; merged terms are named by their number."""
    count = merged.get(term, 0)
    if term == MEASURES_TOGETHER:
        return "all nine CSBMs" if count == len(MEASURES) else f"{count} other CSBMs"
    if term == OTHER:
        return "1 other term" if count == 1 else f"{count} other terms"
    return term_words(term)


def _sum(words: str, sums: "pd.Series[float]", digits: int) -> str:
    """Write a term and its sum."""
    number = f"{float(sums.sum()):+,.{digits}f}".replace("-", "−")
    return f"{words}\n{number}"
