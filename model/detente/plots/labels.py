"""Words beside lines: labels at the right end of each line, moved apart so that they can be read.

A direct label is read without looking away and needs no color. Where there is no room for one, a legend
stands below the axes in as many columns as fit.
"""

from collections.abc import Sequence
from functools import cache
from math import ceil
from typing import NamedTuple

import pandas as pd
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from detente.plots.style import SMALL

__all__ = [
    "EndLabel",
    "end_labels",
    "legend_below",
    "legend_shape",
    "span_words",
    "spread",
    "text_width",
]


class EndLabel(NamedTuple):
    """A label: the height it belongs to (data units), its words and its color."""

    height: float
    words: str
    color: str


def spread(heights: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Move heights apart until neighbors are `gap` apart, each as little as may be.

    Parameters
    ----------
    heights : sequence of float
        Where the labels would like to be.
    gap : float
        Least distance between two of them.
    low, high : float
        Limits; they give way when there are too many labels.

    Returns
    -------
    list of float
        New heights, in the order given; their order along the axis is kept.
    """
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    groups: list[list[int]] = []
    centers: list[float] = []
    for number in order:
        groups.append([number])
        centers.append(min(max(heights[number], low), high))
        while len(groups) > 1 and _touch(groups, centers, gap):
            last, center = groups.pop(), centers.pop()
            whole = len(groups[-1]) + len(last)
            centers[-1] = (centers[-1] * len(groups[-1]) + center * len(last)) / whole
            groups[-1] += last
            reach = gap * (whole - 1) / 2
            centers[-1] = max(low + reach, min(centers[-1], high - reach))
    placed = [0.0] * len(heights)
    for group, center in zip(groups, centers, strict=True):
        for place, number in enumerate(group):
            placed[number] = center + gap * (place - (len(group) - 1) / 2)
    return placed


def _touch(groups: list[list[int]], centers: list[float], gap: float) -> bool:
    """Tell whether the last two groups of labels are too near."""
    reach = gap * (len(groups[-1]) + len(groups[-2])) / 2
    return centers[-1] - centers[-2] < reach


def end_labels(ax: Axes, labels: Sequence[EndLabel], *, size: float = SMALL + 1) -> None:
    """Write labels to the right of the axes, each at the height of its line.

    Parameters
    ----------
    ax : Axes
        Axes whose vertical limits are set already.
    labels : sequence of EndLabel
        What to write.
    size : float
        Size of the letters in points.
    """
    low, high = ax.get_ylim()
    points = 0.85 * 72 * ax.bbox.height / ax.figure.dpi
    gap = size * 1.25 / points * (high - low)
    heights = spread([label.height for label in labels], gap, low, high)
    for label, height in zip(labels, heights, strict=True):
        ax.annotate(
            label.words,
            xy=(1.0, height),
            xycoords=("axes fraction", "data"),
            xytext=(6, 0),
            textcoords="offset points",
            va="center",
            ha="left",
            fontsize=size,
            color=label.color,
            annotation_clip=False,
        )


@cache
def text_width(words: str, size: float) -> float:
    """Return the width of a text in points.

    Parameters
    ----------
    words : str
        One line of text.
    size : float
        Size of the letters in points.

    Returns
    -------
    float
        Width in points; 0 for blanks.
    """
    font = FontProperties(family="DejaVu Sans", size=size)
    plain = words.replace("$", r"\$")  # not the beginning of a formula
    return float(TextPath((0, 0), plain, prop=font).get_extents().width) if words.strip() else 0.0


def legend_shape(handles: Sequence[Artist], size: float, width: float) -> tuple[int, float]:
    """Choose the columns of a legend.

    Parameters
    ----------
    handles : sequence of Artist
        What the legend explains, by their labels; at least one.
    size : float
        Size of the letters in points.
    width : float
        Width there is, in points.

    Returns
    -------
    int
        Number of columns, as many as fit.
    float
        Height of the legend in points, about.
    """
    widest = max(text_width(str(handle.get_label()), size) for handle in handles) + 4.6 * size
    columns = max(1, min(len(handles), 4, int(width / widest)))
    return columns, 1.62 * size * ceil(len(handles) / columns)


def legend_below(ax: Axes, handles: Sequence[Artist]) -> float:
    """Put a legend below the axes, out of the way of the lines.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    handles : sequence of Artist
        What the legend explains; with many of them the letters are smaller.

    Returns
    -------
    float
        Height of the legend in points; 0 for no handles, and no legend.
    """
    if not handles:
        return 0.0
    size = SMALL + 1 if len(handles) <= 12 else SMALL - 1
    columns, height = legend_shape(handles, size, 1.15 * 72 * ax.bbox.width / ax.figure.dpi)
    ax.legend(
        handles=list(handles),
        loc="upper left",
        bbox_to_anchor=(-0.02, 0.0),
        borderaxespad=2.4 * 12 / size,
        ncols=columns,
        columnspacing=1.6,
        fontsize=size,
    )
    return height


def span_words(table: pd.DataFrame) -> str:
    """Name the years that a table covers: "1991–2010".

    Parameters
    ----------
    table : DataFrame
        With a column date; a row whose round is 0 stands for the start and does not count.

    Returns
    -------
    str
        The first and the last year, or the only one.
    """
    after_start = table["round"] > 0 if "round" in table.columns else table["date"].notna()
    dates = table.loc[after_start, "date"] if after_start.any() else table["date"]
    first, last = pd.Timestamp(dates.min()).year, pd.Timestamp(dates.max()).year
    return str(first) if first == last else f"{first}–{last}"
