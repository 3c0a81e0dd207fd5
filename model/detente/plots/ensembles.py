"""Fan charts: where the runs of a scenario lie over time, and how a policy shifts them.

Each policy has a panel of its own, in which the baseline lies behind it in gray: the median as a line,
the middle half of the runs as a band and the middle nine tenths between thin lines. All panels have the
same scales. The numbers come from the table of quantiles; nothing is computed here.
"""

from collections.abc import Mapping, Sequence
from textwrap import fill
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from detente.plots.checks import chosen, require_columns, require_rows
from detente.plots.labels import span_words
from detente.plots.point_panels import foot, panel_grid, place_words, shown_points
from detente.plots.quantities import described
from detente.plots.style import COLORS, INK, SMALL, LineStyle, styled

__all__ = ["QUANTILES", "fan_chart", "quantile_values", "same_scale"]

QUANTILES: Final = ("q05", "q25", "q50", "q75", "q95")
_BACK: Final = ("#e3e3e3", "#bdbdbd")  # nine tenths and half of the baseline's runs
_BACK_LINE: Final = LineStyle("#4d4d4d", (0, (4, 1.5)), 2.0)
_FRONT: Final = COLORS["blue"]
_FRONT_EDGE: Final = (0, (2, 1.2))


def fan_chart(
    summary: pd.DataFrame,
    variable: str = "stability",
    *,
    border: str = "all",
    baseline: str | None = None,
    points: Sequence[str] | None = None,
    caption: str = "",
) -> Figure:
    """Draw the spread of the runs over time, a panel for each point.

    Parameters
    ----------
    summary : DataFrame
        Columns point, date, border, variable, and the quantiles q05, q25, q50, q75 and q95.
    variable : str
        One of the variables of the table ("trust").
    border : str
        A border, or ``all`` for the region.
    baseline : str, optional
        A point that is drawn in gray behind the others.
    points : sequence of str, optional
        Which points, in which order; by default all, at most twelve.
    caption : str
        Stands below, such as the number of replicates.

    Returns
    -------
    Figure
        An axes for each point but the baseline.

    Raises
    ------
    PictureError
        For a point, border or variable that is not there, and for too many points.
    """
    require_columns(summary, ("point", "date", "border", "variable", *QUANTILES), "the summary")
    require_rows(summary, "rounds in the summary")
    chosen(variable, summary["variable"].unique(), "variable")
    chosen(border, summary["border"].unique(), "border")
    own = summary[(summary["variable"] == variable) & (summary["border"] == border)]
    names = shown_points(own, points, baseline)
    rows_of = {str(point): rows for point, rows in own.groupby("point", sort=False)}
    what = described(variable)
    shown = own[own["point"].isin([*names, baseline])]
    with styled():
        figure, panels = panel_grid(names, shown["date"])
        for name, panel in zip(names, panels, strict=True):
            if baseline is not None and name != baseline:
                _back(panel, rows_of[baseline])
            _front(panel, rows_of[name])
            _ends(panel, rows_of[name], rows_of.get(str(baseline)))
        same_scale(panels, shown)
        title = f"{what.label[0].upper()}{what.label[1:]}, {place_words(border)}, {span_words(own)}"
        figure.suptitle(title, x=0.01, ha="left")
        figure.supylabel(fill(what.axis, 30), fontsize=SMALL + 2)
        foot(figure, _handles(None if names == [baseline] else baseline), caption)
    return figure


def _back(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw the baseline in gray."""
    days, q = quantile_values(rows)
    panel.fill_between(days, q["q05"], q["q95"], color=_BACK[0], lw=0, zorder=1, gid="baseline")
    panel.fill_between(days, q["q25"], q["q75"], color=_BACK[1], lw=0, zorder=1.1, gid="baseline")
    panel.plot(
        days,
        q["q50"],
        color=_BACK_LINE.color,
        linestyle=_BACK_LINE.dashes,
        linewidth=_BACK_LINE.width,
        zorder=2,
        gid="baseline",
    )


def _front(panel: Axes, rows: pd.DataFrame) -> None:
    """Draw a point in color."""
    days, q = quantile_values(rows)
    panel.fill_between(days, q["q25"], q["q75"], color=_FRONT, alpha=0.35, lw=0, zorder=2.5)
    for edge in ("q05", "q95"):
        panel.plot(days, q[edge], color=_FRONT, linestyle=_FRONT_EDGE, linewidth=1.2, zorder=2.6)
    panel.plot(days, q["q50"], color=_FRONT, linewidth=2.6, zorder=3, gid="median")


def quantile_values(rows: pd.DataFrame) -> tuple[Any, dict[str, Any]]:
    """Days and quantiles as arrays."""
    days = date2num(rows["date"].to_numpy())
    return days, {name: rows[name].to_numpy(dtype=np.float64) for name in QUANTILES}


def _ends(panel: Axes, rows: pd.DataFrame, baseline: pd.DataFrame | None) -> None:
    """Write the medians at the end into the panel."""
    last = float(rows["q50"].iloc[-1])
    if baseline is None or baseline is rows:
        words = f"median at the end {last:.3f}"
    else:
        before = float(baseline["q50"].iloc[-1])
        told_apart = (n for n in (3, 4, 5) if f"{before:.{n}f}" != f"{last:.{n}f}")
        digits = next(told_apart, 3)
        words = f"median at the end {last:.{digits}f}, baseline {before:.{digits}f}"
    place = panel.get_subplotspec()
    is_narrow = place is not None and place.get_gridspec().ncols > 2
    panel.set_xlabel(fill(words, 26) if is_narrow else words, fontsize=SMALL, color=INK)


def same_scale(panels: Sequence[Axes], shown: pd.DataFrame) -> None:
    """Give every panel the same vertical limits, those of the runs."""
    values = shown[["q05", "q95"]].to_numpy(dtype=np.float64)
    low, high = float(values.min()), float(values.max())
    margin = 0.06 * (high - low) or 0.05
    for panel in panels:
        panel.set_ylim(max(low - margin, min(0.0, low)), high + margin)


def _handles(baseline: str | None) -> list[Artist]:
    """Legend entries for a point and for the baseline."""
    who = "" if baseline is None else "policy: "
    front: list[Artist] = [
        Line2D([], [], color=_FRONT, linewidth=2.6, label=f"{who}median"),
        Patch(facecolor=_FRONT, alpha=0.35, label=f"{who}middle half of the runs"),
        Line2D([], [], color=_FRONT, linestyle=_FRONT_EDGE, lw=1.2, label=f"{who}5 % and 95 %"),
    ]
    if baseline is None:
        return front
    style = _BACK_LINE
    line: Mapping[str, Any] = {"color": style.color, "linestyle": style.dashes, "lw": style.width}
    back: list[Artist] = [
        Line2D([], [], **line, label=f"{baseline}: median"),
        Patch(facecolor=_BACK[1], label=f"{baseline}: middle half"),
        Patch(facecolor=_BACK[0], label=f"{baseline}: 5 % to 95 %"),
    ]
    # legends fill their columns first: a column for each pair makes a row of each kind
    return [handle for pair in zip(front, back, strict=True) for handle in pair]
