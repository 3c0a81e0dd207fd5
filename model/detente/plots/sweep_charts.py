"""Outcomes along the parameters of a sweep: a line for one parameter, a heat map for two.

The table is that of `detente.analysis.sweep`. Without a baseline it shows means, with one the effects of
the policy at each value; then cells whose effect cannot be told from zero are set in parentheses and
hatched. More than two parameters do not fit into a picture; the table holds them all.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.colors import TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from detente.analysis.comparison import LOWERS, RAISES
from detente.analysis.outcomes import outcome_of
from detente.plots.checks import PictureError, chosen, require_columns, require_rows
from detente.plots.labels import EndLabel, end_labels
from detente.plots.point_panels import foot, place_words
from detente.plots.style import GRAY, INK, LINES, SMALL, dress, new_figure, styled

__all__ = ["sweep_chart"]

_MOST_LINES: Final = len(LINES)
_MOST_CELLS: Final = 16  # along one axis, with numbers in them


def sweep_chart(
    table: pd.DataFrame,
    paths: Sequence[str],
    outcome: str,
    *,
    border: str = "all",
    caption: str = "",
) -> Figure:
    """Draw an outcome along one or two swept parameters.

    Parameters
    ----------
    table : DataFrame
        Result of `detente.analysis.sweep`; where it has a column effect, effects are drawn.
    paths : sequence of str
        The swept paths, one or two of its columns.
    outcome : str
        Which outcome.
    border : str
        A border, or ``all`` for the region.
    caption : str
        Stands below, such as the number of replicates.

    Returns
    -------
    Figure
        For one parameter one axes with a line for each scenario; for two, an axes for each scenario.

    Raises
    ------
    PictureError
        For an outcome, border or path that is not there, and for more than two paths.
    """
    require_columns(table, ("scenario", "border", "outcome", *paths), "the table of the sweep")
    if len(paths) not in (1, 2):
        raise PictureError(f"A picture shows 1 or 2 swept parameters, not {len(paths)}.")
    own = table[table["outcome"] == chosen(outcome, table["outcome"].unique(), "outcome")]
    own = own[own["border"] == chosen(border, own["border"].unique(), "border")]
    has_effect = "effect" in own.columns
    require_rows(own, f"points of the sweep with {outcome}")
    what = outcome_of(outcome)
    words = f"{what.words[0].upper()}{what.words[1:]}"
    subject = f"Effect on {what.words}" if has_effect else words
    with styled():
        unit = f" ({what.unit})" if what.unit else ""
        label = f"{'change' if has_effect else 'mean'}{unit}"
        figure = _lines(own, paths[0], label) if len(paths) == 1 else _maps(own, paths, label)
        figure.suptitle(f"{subject}, {place_words(border)}", x=0.01, ha="left")
        foot(figure, [], caption)
    return figure


def _columns(own: pd.DataFrame) -> tuple[str, str, str]:
    """Columns of the value and its interval."""
    if "effect" in own.columns:
        return "effect", "effect_low", "effect_high"
    return "mean", "low", "high"


def _scenarios(own: pd.DataFrame) -> list[str]:
    """Scenarios with a number to show; one that is all baseline has none."""
    return [str(name) for name in own.loc[own[_columns(own)[0]].notna(), "scenario"].unique()]


def _lines(own: pd.DataFrame, path: str, label: str) -> Figure:
    """Draw a line for each scenario over the values of one parameter."""
    scenarios = _scenarios(own)
    if len(scenarios) > _MOST_LINES:
        raise PictureError(
            f"A picture shows up to {_MOST_LINES} swept scenarios, not {len(scenarios)}."
        )
    figure = new_figure(5.6)
    panel = figure.add_subplot()
    value, low, high = _columns(own)
    is_number = pd.api.types.is_numeric_dtype(own[path])
    ticks = list(dict.fromkeys(own[path]))
    labels = []
    for name, style in zip(scenarios, LINES, strict=False):
        rows = own[(own["scenario"] == name) & own[value].notna()]
        if is_number:
            rows = rows.sort_values(path, kind="stable")
        across = rows[path].to_numpy() if is_number else [ticks.index(x) for x in rows[path]]
        panel.fill_between(across, rows[low], rows[high], color=style.color, alpha=0.2, lw=0)
        line = {"color": style.color, "linestyle": style.dashes, "linewidth": style.width}
        panel.plot(across, rows[value], **line, marker="o", markersize=6)
        labels.append(EndLabel(float(rows[value].iloc[-1]), name, style.color))
    if not is_number:
        panel.set_xticks(range(len(ticks)), [str(tick) for tick in ticks])
    if value == "effect":
        panel.axhline(0.0, color=INK, linewidth=1.2, zorder=1)
    dress(panel)
    panel.set_xlabel(path)
    panel.set_ylabel(label)
    if len(labels) > 1 or value == "effect":
        end_labels(panel, labels)
    return figure


def _maps(own: pd.DataFrame, paths: Sequence[str], label: str) -> Figure:
    """Draw a heat map for each scenario over the values of two parameters."""
    scenarios = _scenarios(own)
    values = [list(dict.fromkeys(own[path])) for path in paths]
    columns = min(2, len(scenarios))
    rows = -(-len(scenarios) // columns)
    figure = new_figure(1.6 + rows * min(7.0, max(2.6, 0.55 * len(values[1]) + 1.2)))
    column = _columns(own)[0]
    colors = _colors(own[column].to_numpy(dtype=np.float64), is_effect=column == "effect")
    panels: list[Axes] = []
    mesh: Any = None
    for number, name in enumerate(scenarios):
        panel = figure.add_subplot(rows, columns, number + 1)
        mesh = _map(panel, own[own["scenario"] == name], paths, values, colors)
        if len(scenarios) > 1 or column == "effect":
            panel.set_title(name, fontsize=SMALL + 2, pad=6)
        panels.append(panel)
    bar = figure.colorbar(mesh, ax=panels, shrink=0.9, pad=0.02)
    bar.set_label(label, fontsize=SMALL + 1)
    bar.ax.tick_params(labelsize=SMALL)
    return figure


def _colors(values: Any, *, is_effect: bool) -> dict[str, Any]:
    """Color scale: light is more; around zero for effects, with the sign in the numbers."""
    low, high = float(np.nanmin(values)), float(np.nanmax(values))
    if not is_effect:
        return {"cmap": "cividis", "vmin": low, "vmax": high if high > low else low + 1e-9}
    most = max(abs(low), abs(high)) or 1e-9
    return {"cmap": "PuOr_r", "norm": TwoSlopeNorm(0.0, -most, most)}


def _map(
    panel: Axes,
    rows: pd.DataFrame,
    paths: Sequence[str],
    values: list[list[Any]],
    colors: dict[str, Any],
) -> Any:
    """Draw the cells of one scenario, with their numbers."""
    column = _columns(rows)[0]
    grid = np.full((len(values[1]), len(values[0])), np.nan)
    unsure = []
    for row in rows.to_dict("records"):
        place = values[1].index(row[paths[1]]), values[0].index(row[paths[0]])
        grid[place] = row[column]
        if pd.isna(row[column]):
            middle: dict[str, Any] = {
                "ha": "center",
                "va": "center",
                "fontsize": SMALL,
                "color": INK,
            }
            panel.text(place[1] + 0.5, place[0] + 0.5, "baseline", **middle)
        elif column == "effect" and row["verdict"] not in (RAISES, LOWERS):
            unsure.append(place)
    mesh = panel.pcolormesh(grid, edgecolors="white", linewidth=1.0, **colors)
    for down, across in unsure:
        panel.add_patch(
            Rectangle((across, down), 1, 1, fill=False, hatch="//", edgecolor=GRAY, lw=0)
        )
    if max(grid.shape) <= _MOST_CELLS:
        _numbers(panel, mesh, grid, unsure, sign="+" if column == "effect" else "")
    for axis, path, ticks in (
        (panel.xaxis, paths[0], values[0]),
        (panel.yaxis, paths[1], values[1]),
    ):
        axis.set_ticks([n + 0.5 for n in range(len(ticks))], [_tick(tick) for tick in ticks])
        axis.set_label_text(path, fontsize=SMALL + 1)
    dress(panel, size=SMALL, grid=False)
    panel.tick_params(length=0)
    return mesh


def _numbers(
    panel: Axes, mesh: Any, grid: Any, unsure: list[tuple[int, int]], *, sign: str
) -> None:
    """Write the value into each cell, in black or white, whichever is read."""
    spread = float(np.nanmax(np.abs(grid)))
    digits = int(np.clip(2 - np.floor(np.log10(spread)), 0, 4)) if spread > 0 else 2
    size = SMALL if grid.shape[1] <= 8 else SMALL - 3
    for down, across in np.argwhere(np.isfinite(grid)):
        value = grid[down, across]
        red, green, blue, _ = mesh.cmap(mesh.norm(value))
        dark = 0.299 * red + 0.587 * green + 0.114 * blue < 0.5
        words = f"{value:{sign},.{digits}f}".replace("-", "\N{MINUS SIGN}")
        panel.text(
            across + 0.5,
            down + 0.5,
            f"({words})" if (down, across) in unsure else words,
            ha="center",
            va="center",
            fontsize=size,
            color="white" if dark else INK,
        )


def _tick(value: Any) -> str:
    """Write a swept value."""
    return f"{value:g}" if isinstance(value, float) else str(value)
