"""Shares of runs by the status of a border, or by the stage of its treaty, stacked over time.

A panel for each point of a batch, the baseline first. What is desired lies at the bottom, so that a
rising edge is a change for the better; the shares at the end stand below the panel.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from detente.plots.checks import chosen, require_columns, require_rows
from detente.plots.labels import span_words
from detente.plots.point_panels import foot, panel_grid, place_words, shown_points
from detente.plots.style import INK, PATCHES, REST, SMALL, PatchStyle, styled

__all__ = ["share_chart"]

_CLASSES: Final[dict[str, dict[str, PatchStyle]]] = {
    # from the bottom up
    "status": {
        "demilitarized": PATCHES["blue"],
        "reduced": PATCHES["sky"],
        "garrisoned": PATCHES["yellow"],
        "militarized": PATCHES["vermilion"],
    },
    "treaty": {
        "completed": PATCHES["blue"],
        "in_force": PATCHES["green"],
        "talks": PATCHES["yellow"],
        "none": REST,
    },
}
_TITLES: Final = {"status": "Status by troop density", "treaty": "Stage of the treaty on troops"}
_ENOUGH: Final = 0.005  # of the runs, to be named at the end


def share_chart(
    shares: pd.DataFrame,
    kind: str = "status",
    *,
    border: str = "all",
    baseline: str | None = None,
    points: Sequence[str] | None = None,
    caption: str = "",
) -> Figure:
    """Draw shares of runs by class over time, a panel for each point.

    Parameters
    ----------
    shares : DataFrame
        Columns point, date, border, kind, name and share (0–1).
    kind : {"status", "treaty"}
        What runs are classed by.
    border : str
        A border, or ``all`` for the region, whose shares are those of the borders of all runs.
    baseline : str, optional
        A point that is drawn first, beside the others.
    points : sequence of str, optional
        Which points, in which order; by default all, at most twelve.
    caption : str
        Stands below, such as the number of replicates.

    Returns
    -------
    Figure
        An axes for each point.

    Raises
    ------
    PictureError
        For a point, border or kind that is not there, and for too many points.
    """
    require_columns(shares, ("point", "date", "border", "kind", "name", "share"), "the shares")
    require_rows(shares, "rounds in the table of shares")
    chosen(kind, shares["kind"].unique(), "kind of shares")
    chosen(border, shares["border"].unique(), "border")
    own = shares[(shares["kind"] == kind) & (shares["border"] == border)]
    names = shown_points(own, points, baseline)
    if baseline is not None and baseline not in names:
        names = [baseline, *names]
    of_what = "borders and runs" if border == "all" else "runs"
    with styled():
        figure, panels = panel_grid(names, own["date"])
        for name, panel in zip(names, panels, strict=True):
            _stack(panel, own[own["point"] == name], kind)
        title = f"{_TITLES[kind]}, {place_words(border)}, {span_words(own)}"
        figure.suptitle(title, x=0.01, ha="left")
        figure.supylabel(f"share of {of_what}", fontsize=SMALL + 2)
        foot(figure, _handles(kind), caption)
    return figure


def _stack(panel: Axes, rows: pd.DataFrame, kind: str) -> None:
    """Stack the shares of one point, and write those at the end below."""
    styles = _CLASSES[kind]
    wide = rows.pivot(index="date", columns="name", values="share").reindex(columns=list(styles))
    values = wide.fillna(0.0).to_numpy(dtype=np.float64)
    layers = panel.stackplot(
        date2num(wide.index.to_numpy()),
        values.T,
        colors=[style.color for style in styles.values()],
        linewidth=0.6,
    )
    for layer, style in zip(layers, styles.values(), strict=True):
        layer.set(hatch=style.hatch, edgecolor=style.edge)
    panel.set_ylim(0, 1)
    ends = [
        f"{name.replace('_', ' ')} {100 * share:.0f} %"
        for name, share in zip(styles, values[-1], strict=True)
        if share >= _ENOUGH
    ]
    half = (len(ends) + 1) // 2
    lines = [", ".join(part) for part in (ends[:half], ends[half:]) if part]
    panel.set_xlabel("at the end: " + ",\n".join(lines), fontsize=SMALL - 1, color=INK)


def _handles(kind: str) -> list[Artist]:
    """Legend entries for the classes."""
    return [
        Patch(
            facecolor=style.color,
            hatch=style.hatch,
            edgecolor=style.edge,
            label=name.replace("_", " "),
        )
        for name, style in _CLASSES[kind].items()
    ]
