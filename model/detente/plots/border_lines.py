"""Borders as lines whose color, width and number tell their value, and the scale that explains them.

Dark and thick is tense, light and thin is calm. The colors are those of viridis, whose lightness rises
evenly, so that gray keeps their order; a dark edge keeps light lines visible. This module draws lines
that it is given; where they lie is the matter of the map and of the network.
"""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.colors import Colormap
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.patheffects import Normal, Stroke
from matplotlib.ticker import MaxNLocator

from detente.plots.geography import BorderLine
from detente.plots.quantities import Quantity
from detente.plots.style import INK, SMALL, TEXT

__all__ = ["Scale", "draw_borders", "draw_numbers", "draw_scale", "scale_of"]

_WIDTHS: Final = (2.4, 6.8)  # points, calm and tense


class Scale:
    """Turns a value into a color, a width and words.

    Parameters
    ----------
    about : Quantity
        What the values are.
    low, high : float
        Ends of the scale; values beyond them look like the ends.
    """

    def __init__(self, about: Quantity, low: float, high: float) -> None:
        self.about = about
        self.low = low
        self.high = high if high > low else low + 1.0
        self.colors: Colormap = colormaps["viridis"]

    def calm(self, value: float) -> float:
        """Return how near a value is to the calm end, 0–1."""
        share = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
        return share if self.about.tense == "low" else 1 - share

    def color(self, value: float) -> tuple[float, float, float, float]:
        """Return the color of a value; gray for a missing one."""
        if np.isnan(value):
            return (0.6, 0.6, 0.6, 1.0)
        return self.colors(self.calm(value))

    def width(self, value: float) -> float:
        """Return the width of the line of a value in points."""
        return _WIDTHS[1] - (_WIDTHS[1] - _WIDTHS[0]) * (
            1.0 if np.isnan(value) else self.calm(value)
        )

    def words(self, value: float) -> str:
        """Write a value with the digits that the scale calls for."""
        span = self.high - self.low
        digits = 2 if span <= 2 else (1 if span <= 20 else 0)
        return "no value" if np.isnan(value) else f"{value:,.{digits}f}"


def scale_of(
    values: "pd.Series[float]", about: Quantity, limits: tuple[float, float] | None
) -> Scale:
    """Choose the ends of the scale.

    Parameters
    ----------
    values : Series
        What is to be drawn.
    about : Quantity
        What the values are.
    limits : (float, float) or None
        The ends, if the caller gives them.

    Returns
    -------
    Scale
        With the limits given, else those of the quantity, else round numbers around the values.
    """
    if limits is not None:
        return Scale(about, *limits)
    numbers = values.dropna().to_numpy(dtype=np.float64)
    low, high = (float(numbers.min()), float(numbers.max())) if len(numbers) else (0.0, 1.0)
    ticks = MaxNLocator(5).tick_values(low if about.low is None else about.low, high)
    return Scale(
        about,
        float(ticks[0]) if about.low is None else about.low,
        float(ticks[-1]) if about.high is None else about.high,
    )


def draw_borders(
    ax: Axes, lines: Mapping[str, BorderLine], values: Mapping[str, float], scale: Scale
) -> None:
    """Draw a line for each border, the tense ones last and so on top.

    Parameters
    ----------
    ax : Axes
        Changed in place; each line has the id ``border:`` and its key.
    lines : mapping
        Lines by border.
    values : mapping
        Values by border; a missing number is drawn gray and dotted.
    scale : Scale
        Colors and widths.
    """
    for key in sorted(lines, key=lambda key: -scale.width(values[key])):
        ax.add_line(_line(lines[key], values[key], scale, f"border:{key}"))


def _line(line: BorderLine, value: float, scale: Scale, name: str) -> Line2D:
    """Make one line, its parts with gaps between them."""
    gap = np.full((1, 2), np.nan)
    points = np.concatenate([piece for part in line.parts for piece in (part, gap)])[:-1]
    width = scale.width(value)
    dashes: Any = (0, (9 / width, 5 / width)) if line.dashed else "solid"
    if np.isnan(value):
        dashes = (0, (1, 2))
    drawn = Line2D(
        points[:, 0],
        points[:, 1],
        color=scale.color(value),
        linewidth=width,
        linestyle=dashes,
        solid_capstyle="round",
        solid_joinstyle="round",
        dash_capstyle="butt",
        zorder=3 + scale.width(value) / 10,
        gid=name,
    )
    drawn.set_path_effects([Stroke(linewidth=width + 1.6, foreground=INK), Normal()])
    return drawn


def draw_numbers(
    ax: Axes, lines: Mapping[str, BorderLine], values: Mapping[str, float], scale: Scale
) -> None:
    """Write the value of each border on its line, or beside it with a thin pointer.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    lines, values, scale
        As in `draw_borders`.
    """
    for key, line in lines.items():
        if line.label != line.anchor:
            (x0, y0), (x1, y1) = line.anchor, line.label
            ax.plot([x0, x1], [y0, y1], color=INK, linewidth=1.0, zorder=4)
        ax.text(
            *line.label,
            scale.words(values[key]),
            fontsize=TEXT - 1,
            fontweight="bold",
            ha="center",
            va="center",
            zorder=6,
            clip_on=True,
            gid=f"value:{key}",
            bbox={"boxstyle": "round,pad=0.14", "facecolor": "white", "edgecolor": "none"},
        )


def draw_scale(ax: Axes, scale: Scale, place: tuple[float, float, float, float]) -> None:
    """Draw the scale as a wedge that is thick and dark at its tense end.

    Parameters
    ----------
    ax : Axes
        Axes of the map; the scale is an inset of it.
    scale : Scale
        What to draw.
    place : (float, float, float, float)
        Left, bottom, width and height of the wedge, as shares of the axes.
    """
    left, bottom, width, height = place
    ground = Rectangle(
        (left - 0.016, bottom - 0.112), width + 0.046, height + 0.153, transform=ax.transAxes
    )
    ground.set(facecolor="white", alpha=0.8, edgecolor="none", zorder=4.5)
    ax.add_patch(ground)
    bar = ax.inset_axes(place)
    edges = np.linspace(scale.low, scale.high, 101)
    middles = (edges[1:] + edges[:-1]) / 2
    heights = np.array([scale.width(middle) for middle in middles])
    colors = [scale.color(middle) for middle in middles]
    bar.bar(middles, heights, np.diff(edges) * 1.02, bottom=-heights / 2, color=colors, lw=0)
    bar.set(xlim=(scale.low, scale.high), ylim=(-_WIDTHS[1] / 2, _WIDTHS[1] / 2), yticks=[])
    bar.patch.set_alpha(0.0)
    bar.spines[:].set_visible(False)
    bar.xaxis.set_major_locator(MaxNLocator(5))
    bar.tick_params(labelsize=SMALL, length=4, color=INK, labelcolor=INK)
    bar.set_xlabel(scale.about.axis.replace(" (", "\n("), fontsize=SMALL)
    ends = ("tense", "calm") if scale.about.tense == "low" else ("calm", "tense")
    for x, words, side in ((0.0, ends[0], "left"), (1.0, ends[1], "right")):
        bar.text(x, 1.2, words, transform=bar.transAxes, fontsize=SMALL, ha=side, va="bottom")
