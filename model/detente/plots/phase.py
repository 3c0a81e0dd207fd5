"""The phase plane: where a system of two quantities moves from each point, and the paths it takes.

Arrows show the direction of change, lines where one of the two stands still, paths what a run did. An
equilibrium lies where the lines cross; whether it is stable, the arrows around it say.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from detente.plots.checks import PictureError, require_columns, require_rows
from detente.plots.style import COLORS, GRAY, INK, LINES, dress, new_figure, styled

__all__ = ["phase_plane"]


def phase_plane(  # noqa: PLR0913 - the parts of a chart, each named at the call
    arrows: pd.DataFrame,
    *,
    across: str,
    up: str,
    title: str = "",
    lines: Mapping[str, pd.DataFrame] | None = None,
    paths: Mapping[str, pd.DataFrame] | None = None,
    points: Mapping[str, tuple[float, float]] | None = None,
) -> Figure:
    """Draw the motion of two quantities.

    Parameters
    ----------
    arrows : DataFrame
        Columns x, y (where) and dx, dy (the change per round there), on a grid. All arrows are drawn
        equally long; slow ones are lighter.
    across, up : str
        What x and y are, with the unit.
    title : str
        Stands above.
    lines : mapping of str to DataFrame, optional
        Columns x and y of lines on which one quantity stands still.
    paths : mapping of str to DataFrame, optional
        Columns x and y of runs; a dot marks where each begins.
    points : mapping of str to (float, float), optional
        Equilibria and other places that are named.

    Returns
    -------
    Figure
        One axes, as long as wide.

    Raises
    ------
    PictureError
        If there are no arrows, a column is missing, or there are more lines and paths than styles.
    """
    require_columns(arrows, ("x", "y", "dx", "dy"), "the table of arrows")
    require_rows(arrows, "arrows")
    lines, paths = lines or {}, paths or {}
    if len(lines) + len(paths) > len(LINES):
        raise PictureError(f"A phase plane shows up to {len(LINES)} lines and paths together.")
    with styled():
        figure = new_figure(8.6, width=9.0)
        panel = figure.add_subplot()
        _arrows(panel, arrows)
        curves = [("line", *each) for each in lines.items()]
        curves += [("path", *each) for each in paths.items()]
        handles = []
        for (kind, label, curve), style in zip(curves, LINES, strict=False):
            require_columns(curve, ("x", "y"), f"the {kind} {label!r}")
            look = {"color": style.color, "linestyle": style.dashes, "linewidth": style.width}
            handles += panel.plot(curve["x"], curve["y"], label=label, **look)
            if kind == "path":
                panel.plot(curve["x"].iloc[:1], curve["y"].iloc[:1], "o", color=style.color, ms=9)
        _points(panel, points or {})
        panel.set_xlim(arrows["x"].min(), arrows["x"].max())
        panel.set_ylim(arrows["y"].min(), arrows["y"].max())
        dress(panel, grid=False)
        panel.set_xlabel(across)
        panel.set_ylabel(up)
        panel.set_title(title)
        if handles:
            figure.legend(handles=handles, loc="outside lower left", ncols=2)
    return figure


def _arrows(panel: Axes, arrows: pd.DataFrame) -> None:
    """Draw directions, darker where the change is fast."""
    length = np.hypot(arrows["dx"].to_numpy(dtype=float), arrows["dy"].to_numpy(dtype=float))
    moving = length > 0.0
    speed = length[moving] / length.max() if moving.any() else length[moving]
    rows = arrows[moving]
    panel.quiver(
        rows["x"],
        rows["y"],
        rows["dx"] / length[moving],
        rows["dy"] / length[moving],
        color=[(0.1, 0.1, 0.1, 0.25 + 0.5 * share) for share in np.sqrt(speed)],
        angles="xy",
        pivot="mid",
        scale=28.0,
        width=0.0035,
    )


def _points(panel: Axes, points: Mapping[str, tuple[float, float]]) -> None:
    """Mark and name places."""
    for label, (x, y) in points.items():
        panel.add_line(
            Line2D([x], [y], marker="s", markersize=11, color=COLORS["yellow"], mec=INK, mew=1.6)
        )
        panel.annotate(
            label, (x, y), (10, 10), textcoords="offset points", color=INK, zorder=5,
            bbox={"facecolor": "white", "edgecolor": GRAY, "alpha": 0.9, "pad": 2.5},
        )  # fmt: skip
