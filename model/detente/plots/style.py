"""One style for every picture: colors, line styles, hatches, sizes, and how a picture is saved.

The colors are those of Okabe and Ito (2008), told apart with any common color blindness. Each comes with
a line style, a hatch and a marker of its own, so that no picture depends on color: in gray the same
things are told apart. Sizes are meant for the last row of a classroom. The style is a context: nothing
here changes matplotlib's global settings, and no picture needs `pyplot`.
"""

import sys
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import Any, Final, NamedTuple

import matplotlib
from matplotlib.axes import Axes
from matplotlib.dates import ConciseDateFormatter, DateLocator, MonthLocator, YearLocator
from matplotlib.figure import Figure
from matplotlib.layout_engine import ConstrainedLayoutEngine

from detente.plots.checks import PictureError

__all__ = [
    "COLORS",
    "GRAY",
    "INK",
    "LINES",
    "PATCHES",
    "REST",
    "SMALL",
    "LineStyle",
    "PatchStyle",
    "Picture",
    "date_axis",
    "dress",
    "new_figure",
    "png_of",
    "save",
    "styled",
]

COLORS: Final[dict[str, str]] = {
    "black": "#000000",
    "orange": "#E69F00",
    "sky": "#56B4E9",
    "green": "#009E73",
    "yellow": "#F0E442",
    "blue": "#0072B2",
    "vermilion": "#D55E00",
    "purple": "#CC79A7",
}
"""The palette of Okabe and Ito."""

INK: Final = "#1a1a1a"
GRAY: Final = "#8a8a8a"
TEXT: Final = 13.0  # points; 26 pixels in a saved picture of the usual width
SMALL: Final = 11.0  # points
WIDTH: Final = 11.0  # inches
PIXELS: Final = 1600


class LineStyle(NamedTuple):
    """How one line is drawn."""

    color: str
    dashes: Any
    width: float


class PatchStyle(NamedTuple):
    """How one area is filled, and the color of its hatch and edge."""

    color: str
    hatch: str
    edge: str


LINES: Final[tuple[LineStyle, ...]] = (
    LineStyle(COLORS["blue"], "solid", 2.6),
    LineStyle(COLORS["vermilion"], (0, (4, 1.5)), 2.2),
    LineStyle(COLORS["green"], (0, (1, 1)), 2.6),
    LineStyle(COLORS["purple"], (0, (6, 1.5, 1, 1.5)), 2.2),
    LineStyle(COLORS["black"], (0, (10, 2)), 1.6),
    LineStyle(COLORS["orange"], (0, (8, 1.5, 1, 1.5, 1, 1.5)), 2.2),
)
"""Line styles in the order in which they are used."""

PATCHES: Final[dict[str, PatchStyle]] = {
    "blue": PatchStyle(COLORS["blue"], "///", "white"),
    "green": PatchStyle(COLORS["green"], "\\\\\\", "white"),
    "sky": PatchStyle(COLORS["sky"], "xxx", INK),
    "orange": PatchStyle(COLORS["orange"], "...", INK),
    "purple": PatchStyle(COLORS["purple"], "--", INK),
    "yellow": PatchStyle(COLORS["yellow"], "||", INK),
    "vermilion": PatchStyle(COLORS["vermilion"], "", "white"),
}
"""Fills: each color has a hatch of its own."""

REST: Final = PatchStyle("#c8c8c8", "", "white")
"""The fill of whatever is left over."""

_SETTINGS: Final[Any] = {
    "font.family": "sans-serif",
    "font.sans-serif": ["DejaVu Sans"],
    "font.size": TEXT,
    "axes.titlesize": TEXT + 3,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.labelsize": TEXT,
    "axes.labelcolor": INK,
    "axes.edgecolor": INK,
    "axes.facecolor": "white",
    "axes.axisbelow": True,
    "axes.grid": False,
    "axes.unicode_minus": True,
    "text.color": INK,
    "text.usetex": False,
    "text.parse_math": False,  # a dollar in a title is a dollar
    "legend.fontsize": TEXT - 1,
    "legend.frameon": False,
    "legend.handlelength": 2.6,
    "figure.facecolor": "white",
    "figure.titlesize": TEXT + 4,
    "figure.titleweight": "bold",
    "hatch.linewidth": 0.7,
    "lines.dash_capstyle": "butt",
    "lines.solid_capstyle": "round",
    "savefig.facecolor": "auto",
    "savefig.bbox": None,
    "path.simplify": True,
}


def styled() -> AbstractContextManager[None]:
    """Return the context in which pictures are made and saved.

    Returns
    -------
    context manager
        Inside it matplotlib has the settings of this package; afterwards it has its own again.
    """
    return matplotlib.rc_context(_SETTINGS)


class Picture(Figure):
    """A figure that a notebook shows in this style, without `pyplot` and without a setting."""

    def _repr_png_(self) -> bytes:
        """Draw the figure as it would be saved."""
        return png_of(self)


def new_figure(height: float, width: float = WIDTH) -> Picture:
    """Make an empty figure whose parts make room for each other.

    Parameters
    ----------
    height, width : float
        Size in inches.

    Returns
    -------
    Picture
        Not registered with `pyplot`, so that nothing needs to be closed.
    """
    engine = ConstrainedLayoutEngine(w_pad=0.1, h_pad=0.1)
    return Picture(figsize=(width, height), layout=engine)


def dress(ax: Axes, *, size: float = TEXT, grid: bool = True) -> None:
    """Give axes the open frame, the ticks and the grid of the style.

    Ticks are made late, when the picture is drawn, so their sizes are set here and not by the context.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    size : float
        Size of the tick labels in points.
    grid : bool
        Whether horizontal grid lines are drawn.
    """
    for side in ("top", "right"):
        ax.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        ax.spines[side].set_linewidth(1.0)
    ax.tick_params(labelsize=size, length=4, width=1.0, color=INK, labelcolor=INK)
    if grid:
        ax.grid(visible=True, axis="y", color="#d9d9d9", linewidth=0.8)


def date_axis(ax: Axes, first: float, last: float, ticks: int = 8) -> None:
    """Let the horizontal axis run over dates, with round years, or months where the time is short.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    first, last : float
        Limits as day numbers; a single day gets a month around it.
    ticks : int
        About the most ticks there may be.
    """
    if last <= first:
        first, last = first - 15.0, first + 15.0
    ax.xaxis_date()
    ax.set_xlim(first, last)
    months = (last - first) / 30.44
    years = [step for step in (1, 2, 5, 10, 20, 25, 50) if months <= 12 * step * ticks]
    intervals = [step for step in (1, 2, 3, 4, 6) if months <= step * ticks]
    if intervals:
        locator: DateLocator = MonthLocator(bymonth=range(1, 13, intervals[0]))
    else:
        locator = YearLocator(years[0] if years else 100)
    ax.xaxis.set_major_locator(locator)
    ax.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))


def png_of(figure: Figure, dots: float | None = None) -> bytes:
    """Draw a figure in this style as a PNG picture.

    Parameters
    ----------
    figure : Figure
        The figure; it stays as it is.
    dots : float, optional
        Pixels per inch, few for a picture that is drawn at once; by default the picture is 1600 pixels
        wide.

    Returns
    -------
    bytes
        The content of the file.
    """
    drawn = BytesIO()
    with styled():
        dpi = dots or PIXELS / float(figure.get_size_inches()[0])
        figure.savefig(drawn, format="png", dpi=dpi, metadata={"Software": None})
    return drawn.getvalue()


def save(figure: Figure, path: str | Path) -> Path:
    """Write a figure as a PNG picture 1600 pixels wide, and close it.

    The same figure gives the same bytes with the same version of matplotlib: no date and no program name
    is written.

    Parameters
    ----------
    figure : Figure
        The figure; it is not to be used afterwards.
    path : str or Path
        File to write, ending in ``.png``. Its folder must exist.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    PictureError
        If the name does not end in ``.png``.
    """
    target = Path(path)
    if target.suffix.lower() != ".png":
        raise PictureError(f"{target} does not end in .png: pictures are saved as PNG files.")
    target.write_bytes(png_of(figure))
    pyplot = sys.modules.get("matplotlib.pyplot")
    if pyplot is not None:  # a figure the caller made with pyplot is registered there
        pyplot.close(figure)
    return target
