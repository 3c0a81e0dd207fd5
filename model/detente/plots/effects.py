"""Effects of policies: a dot for each with its interval, around the line where nothing changes.

A panel for each outcome in its own unit, the best policy at the top; or, for one outcome, a row for each
border and a panel for each policy. Color and shape say whether the change is for the better or the
worse; what cannot be told from zero is gray and hollow, so that nobody reads a result into luck.
"""

from collections.abc import Sequence
from math import ceil
from textwrap import fill
from typing import Any, Final, NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, ScalarFormatter

from detente.analysis.comparison import LOWERS, RAISES, UNCHANGED
from detente.analysis.outcomes import REGION, outcome_of
from detente.plots.checks import PictureError, chosen, require_columns, require_rows
from detente.plots.point_panels import MOST_PANELS, foot, place_words, point_words
from detente.plots.style import COLORS, GRAY, INK, SMALL, dress, new_figure, styled

__all__ = ["border_effects", "effect_chart"]

_COLUMNS: Final = (
    "point",
    "baseline",
    "border",
    "outcome",
    "effect",
    "low",
    "high",
    "verdict",
    "barely",
)
_ROW: Final = 0.34  # inches, of one dot
_HEAD: Final = 1.05  # inches, of the title and the axis of a panel
_NAME_LETTERS: Final = 24


class Mark(NamedTuple):
    """How an effect is drawn."""

    marker: str
    color: str
    fill: str
    words: str


_BETTER: Final = Mark("o", COLORS["blue"], COLORS["blue"], "for the better")
_WORSE: Final = Mark("s", COLORS["vermilion"], COLORS["vermilion"], "for the worse")
_CHANGED: Final = Mark("^", INK, INK, "changed")
_UNSURE: Final = Mark("D", GRAY, "white", "not distinguishable from zero")
_SAME: Final = Mark(".", GRAY, GRAY, "the same in every pair")
_BARE: Final = Mark("o", INK, "white", "hollow: below 0.1 sd of the runs")
_MARKS: Final = (_BETTER, _WORSE, _CHANGED, _UNSURE, _SAME)


def effect_chart(
    effects: pd.DataFrame,
    *,
    border: str = "all",
    outcomes: Sequence[str] | None = None,
    caption: str = "",
) -> Figure:
    """Draw the effects of policies, a panel for each outcome.

    Parameters
    ----------
    effects : DataFrame
        Result of `detente.analysis.compare`.
    border : str
        A border, or ``all`` for the region.
    outcomes : sequence of str, optional
        Which outcomes, in which order; by default all of the table.
    caption : str
        Stands below, such as the number of pairs.

    Returns
    -------
    Figure
        An axes for each outcome; the best policy, or the largest effect, at the top.

    Raises
    ------
    PictureError
        For a border or an outcome that is not there, and for too many policies.
    """
    own = _checked(effects, border=border)
    there = [str(name) for name in own["outcome"].unique()]
    names = there if outcomes is None else [chosen(name, there, "outcome") for name in outcomes]
    own = own[own["outcome"].isin(names)]
    policies = own["point"].nunique()
    columns = 1 if len(names) == 1 else 2
    rows = ceil(len(names) / columns)
    with styled():
        figure = new_figure(0.6 + rows * (_HEAD + _ROW * policies))
        for number, name in enumerate(names):
            panel = figure.add_subplot(rows, columns, number + 1)
            part = own[own["outcome"] == name]
            good = (outcome_of(name).sign or 1.0) * part["effect"]
            part = part.loc[good.sort_values(kind="stable").index]
            _dots(panel, part)
            words = [point_words(str(point), _NAME_LETTERS) for point in part["point"]]
            panel.set_yticks(range(len(part)), words)
            _dress(panel, fill(outcome_of(name).words, 70 // columns), outcome_of(name).unit)
        title = f"Effects against {_baseline(own)}, {place_words(border)}"
        figure.suptitle(title, x=0.01, ha="left")
        foot(figure, _handles(own), caption)
    return figure


def border_effects(effects: pd.DataFrame, outcome: str, *, caption: str = "") -> Figure:
    """Draw the effects of policies on one outcome, a row for each border and a panel for each policy.

    Parameters
    ----------
    effects : DataFrame
        Result of `detente.analysis.compare` for several borders.
    outcome : str
        Which outcome.
    caption : str
        Stands below.

    Returns
    -------
    Figure
        An axes for each policy, with the same scales; the border that moves most at the top. The
        region is left out where there are borders, since its sums would dwarf them.

    Raises
    ------
    PictureError
        For an outcome that is not there, and for too many policies.
    """
    own = _checked(effects, outcome=outcome)
    borders = own[own["border"] != REGION]
    own = own if borders.empty else borders
    policies = [str(name) for name in own["point"].unique()]
    size = own["effect"].abs().groupby(own["border"].astype("str")).mean()
    order = [str(name) for name in size.sort_values(kind="stable").index]
    columns = len(policies) if len(policies) <= 4 else 3
    rows = ceil(len(policies) / columns)
    what = outcome_of(outcome)
    with styled():
        figure = new_figure(0.8 + rows * (_HEAD + 0.27 * len(order)))
        first = None
        for number, name in enumerate(policies):
            panel = figure.add_subplot(rows, columns, number + 1, sharex=first, sharey=first)
            first = first or panel
            part = own[own["point"] == name].set_index("border").reindex(order).reset_index()
            _dots(panel, part)
            panel.set_yticks(range(len(order)), [place_words(border) for border in order])
            _dress(panel, point_words(name, 52 // columns), what.unit, ticks=4)
            panel.tick_params(labelleft=number % columns == 0)
        words = f"{what.words[0].upper()}{what.words[1:]}"
        title = f"{words}: effect by border, against {_baseline(own)}"
        figure.suptitle(title, x=0.01, ha="left")
        foot(figure, _handles(own), caption)
    return figure


def _checked(
    effects: pd.DataFrame, *, border: str | None = None, outcome: str | None = None
) -> pd.DataFrame:
    """Rows of one border or one outcome."""
    require_columns(effects, _COLUMNS, "the table of effects")
    require_rows(effects, "effects")
    own = effects
    if border is not None:
        own = own[own["border"] == chosen(border, own["border"].unique(), "border")]
    if outcome is not None:
        own = own[own["outcome"] == chosen(outcome, own["outcome"].unique(), "outcome")]
    policies = own["point"].nunique()
    if policies > MOST_PANELS:
        raise PictureError(
            f"A picture shows the effects of up to {MOST_PANELS} points, not {policies}: "
            "name some of them."
        )
    return own


def _baseline(effects: pd.DataFrame) -> str:
    """Name of the baseline, or of what the baselines have in common."""
    names = effects["baseline"].unique()
    return str(names[0]) if len(names) == 1 else "the baseline of the same values"


def _mark(outcome: str, verdict: str) -> Mark:
    """How an effect with a verdict is drawn."""
    if verdict not in (RAISES, LOWERS):
        return _SAME if verdict == UNCHANGED else _UNSURE
    sign = outcome_of(outcome).sign * (1.0 if verdict == RAISES else -1.0)
    return _CHANGED if sign == 0.0 else _BETTER if sign > 0.0 else _WORSE


def _dots(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw effects with their intervals, from the bottom up."""
    panel.axvline(0.0, color=INK, linewidth=1.2, zorder=1)
    for height, row in enumerate(rows.to_dict("records")):
        if pd.isna(row["effect"]):
            continue
        mark = _mark(str(row["outcome"]), str(row["verdict"]))
        ends = [row["low"], row["high"]]
        panel.plot(ends, [height, height], color=mark.color, linewidth=2.4, zorder=2)
        panel.plot(
            [row["effect"]],
            [height],
            linestyle="None",
            marker=mark.marker,
            markersize=8.5,
            markerfacecolor="white" if row["barely"] and mark is not _SAME else mark.fill,
            markeredgecolor=mark.color,
            markeredgewidth=1.6,
            zorder=3,
            gid=mark.words,
        )
    panel.set_ylim(-0.6, len(rows) - 0.4)


def _dress(panel: Axes, title: str, unit: str, ticks: int = 5) -> None:
    """Give a panel its title, its unit and vertical grid lines."""
    dress(panel, size=SMALL, grid=False)
    panel.grid(visible=True, axis="x", color="#d9d9d9", linewidth=0.8)
    panel.set_title(title, fontsize=SMALL + 2, pad=6)
    panel.set_xlabel(f"change ({unit})" if unit else "change", fontsize=SMALL)
    panel.xaxis.set_major_locator(MaxNLocator(ticks))
    numbers = ScalarFormatter()
    numbers.set_powerlimits((-3, 5))  # tiny effects as a few digits, with their power at the end
    panel.xaxis.set_major_formatter(numbers)
    panel.xaxis.get_offset_text().set_fontsize(SMALL)
    panel.margins(x=0.08)


def _handles(effects: pd.DataFrame) -> list[Artist]:
    """Legend entries for the marks that occur."""
    there = {
        _mark(str(name), str(verdict))
        for name, verdict in effects[["outcome", "verdict"]].itertuples(index=False, name=None)
    }
    handles: list[Artist] = [_handle(mark) for mark in _MARKS if mark in there]
    if (effects["barely"].astype("bool") & effects["verdict"].isin([RAISES, LOWERS])).any():
        handles.append(_handle(_BARE))
    return handles


def _handle(mark: Mark) -> Line2D:
    """Legend entry for a mark on its interval."""
    style: dict[str, Any] = {"color": mark.color, "marker": mark.marker, "linewidth": 2.4}
    style |= {"markerfacecolor": mark.fill, "markeredgecolor": mark.color, "markersize": 8.5}
    return Line2D([], [], **style, markeredgewidth=1.6, label=mark.words)
