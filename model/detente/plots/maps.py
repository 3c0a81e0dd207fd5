"""The map: every border a line whose color, width and number tell its value.

Where the states of the table are those of Central Asia the lines are those of the map, which shows as
much of the region as the borders need; the narrow Ferghana Valley has an inset. A world of other
states, or with two borders of one kind between the same states, is drawn as a network on a circle.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.path import Path

from detente.plots.border_lines import Scale, draw_borders, draw_numbers, draw_scale, scale_of
from detente.plots.checks import chosen, require_columns, require_rows
from detente.plots.geography import BorderLine, Place, central_asia
from detente.plots.quantities import described
from detente.plots.schematic import circle_places, schematic_lines
from detente.plots.style import INK, SMALL, TEXT, new_figure, styled

__all__ = ["border_map"]

_SEA: Final = "#e3ebf2"
_LAND: Final = "#f4f2ee"
_AROUND: Final = "#e4e2dd"
_COAST: Final = "#b5b5b5"
_SHAPE: Final = 1.38  # width of the map over its height


class _View(NamedTuple):
    """A rectangle of the map, in kilometers."""

    west: float
    east: float
    south: float
    north: float

    def holds(self, point: tuple[float, float]) -> bool:
        """Tell whether a point lies in it."""
        return self.west < point[0] < self.east and self.south < point[1] < self.north


_WHOLE: Final = _View(-1790.0, 1750.0, -1215.0, 1350.0)
_FERGHANA: Final = _View(210.0, 590.0, -635.0, -352.0)


def border_map(
    values: "pd.Series[float]",
    borders: pd.DataFrame,
    names: Mapping[str, str] | None = None,
    *,
    limits: tuple[float, float] | None = None,
    title: str | None = None,
    ax: Axes | None = None,
) -> Axes:
    """Draw a value of each border on the map, or on a network where there is no map.

    Parameters
    ----------
    values : Series
        Values of one round, indexed by border. The name of the series is that of the quantity
        ("stability") and gives the words, the unit and the end of the scale that is tense. A missing
        number is drawn gray and dotted.
    borders : DataFrame
        Columns border, state_a, state_b and kind ("land" or "maritime"), a row for each border.
    names : mapping, optional
        Names of the states; by default those of the map, or else the codes.
    limits : (float, float), optional
        Ends of the scale. By default those of the quantity (0 and 1 for a share), or those of the
        values: give them when maps are to be compared.
    title : str, optional
        Replaces the title.
    ax : Axes, optional
        Where to draw; by default a figure of its own.

    Returns
    -------
    Axes
        The axes of the map; each border is a line whose ``get_gid()`` is ``border:`` and its key.

    Raises
    ------
    PictureError
        If the table lacks a column, or `values` and `borders` do not name the same borders.

    Examples
    --------
    >>> import pandas as pd
    >>> borders = pd.DataFrame(
    ...     [("NORTH-SOUTH", "NORTH", "SOUTH", "land")],
    ...     columns=["border", "state_a", "state_b", "kind"],
    ... )
    >>> values = pd.Series({"NORTH-SOUTH": 0.6}, name="stability")
    >>> border_map(values, borders).get_title(loc="left")
    'Stability index by border'
    """
    _check(values, borders)
    by_border = {str(key): float(value) for key, value in values.items()}
    about = described("value" if values.name is None else str(values.name))
    scale = scale_of(values, about, limits)
    with styled():
        drawn = new_figure(8.7).add_subplot() if ax is None else ax
        lines = _lines_on_map(borders)
        if lines is None:
            _draw_network(drawn, borders, names or {}, by_border, scale)
        else:
            shown = set(borders["state_a"]) | set(borders["state_b"])
            _draw_map(drawn, _names(shown, names or {}), lines, by_border, scale)
        drawn.set(xticks=[], yticks=[], aspect="equal")
        drawn.set_title(title or f"{about.label[0].upper()}{about.label[1:]} by border")
    return drawn


def _check(values: "pd.Series[float]", borders: pd.DataFrame) -> None:
    """Make sure that the table is whole and that every border of it has a value."""
    require_columns(borders, ("border", "state_a", "state_b", "kind"), "the table of borders")
    require_rows(borders, "borders in the table")
    for key in values.index:
        chosen(str(key), borders["border"], "border")
    for key in borders["border"]:
        chosen(str(key), values.index, "value of the border")


def _lines_on_map(borders: pd.DataFrame) -> dict[str, BorderLine] | None:
    """Find the line of each border on the map, or nothing if any has none of its own."""
    known = central_asia().borders
    pairs = zip(borders["state_a"], borders["state_b"], borders["kind"], strict=True)
    places = [(frozenset((str(a), str(b))), str(kind)) for a, b, kind in pairs]
    if len(set(places)) < len(places) or not set(places) <= set(known):
        return None
    return {str(key): known[place] for key, place in zip(borders["border"], places, strict=True)}


def _names(shown: Iterable[str], names: Mapping[str, str]) -> dict[str, str]:
    """Name the states that are shown."""
    states = central_asia().states
    return {code: names.get(code, states[code].name) for code in sorted(shown)}


def _view_of(lines: Iterable[BorderLine]) -> _View:
    """Choose the part of the map to show: the borders with a margin, in the shape of the map."""
    points = np.concatenate([part for line in lines for part in line.parts])
    (west, south), (east, north) = points.min(axis=0), points.max(axis=0)
    height = 1.25 * max(north - south, (east - west) / _SHAPE, 400.0)
    middle, center = (west + east) / 2, (south + north) / 2
    if height > 0.8 * (_WHOLE.north - _WHOLE.south):
        return _WHOLE
    reach = height * _SHAPE / 2
    return _View(middle - reach, middle + reach, center - height / 2, center + height / 2)


def _draw_map(
    ax: Axes,
    names: Mapping[str, str],
    lines: Mapping[str, BorderLine],
    values: Mapping[str, float],
    scale: Scale,
) -> None:
    """Draw land, names, borders, numbers and the scale."""
    view = _view_of(lines.values())
    _draw_land(ax, view, names)
    draw_borders(ax, lines, values, scale)
    inside = {key: line for key, line in lines.items() if _FERGHANA.holds(line.label)}
    if view is _WHOLE and len(inside) > 1:
        inset = ax.inset_axes((0.742, 0.012, 0.25, 0.257))
        _draw_land(inset, _FERGHANA, {})
        draw_borders(inset, lines, values, scale)
        draw_numbers(inset, inside, values, scale)
        inset.set(xticks=[], yticks=[], aspect="equal")
        inset.text(
            0.5,
            1.02,
            "Ferghana Valley",
            transform=inset.transAxes,
            fontsize=SMALL,
            ha="center",
            va="bottom",
            bbox={"pad": 1.5, "facecolor": _LAND, "edgecolor": "none"},
        )
        west, east, south, north = _FERGHANA
        ax.indicate_inset((west, south, east - west, north - south), edgecolor=INK, alpha=1.0)
        lines = {key: line for key, line in lines.items() if key not in inside}
    draw_numbers(ax, lines, values, scale)
    draw_scale(ax, scale, (0.02, 0.925, 0.25, 0.03))
    note = "Outlines: Natural Earth."
    if any(line.dashed for line in lines.values()):
        note += " Lines across the Caspian Sea are schematic."
    ax.set_xlabel(note, fontsize=SMALL - 2, color="#555555", loc="left")


def _draw_land(ax: Axes, view: _View, names: Mapping[str, str]) -> None:
    """Draw the land, the sea and the names of states that lie in the view."""
    geography = central_asia()
    ax.set_facecolor(_SEA)
    ax.add_collection(PolyCollection(geography.around, facecolor=_AROUND, edgecolor="none"))
    for code, place in geography.states.items():
        face = _LAND if code in names or not names else _AROUND
        ax.add_collection(PolyCollection(place.rings, facecolor=face, edgecolor=_COAST, lw=0.7))
        if code not in names:
            continue
        at = place.at if view is _WHOLE else _roomiest(place, view)
        if at is not None:
            ax.text(*at, names[code], color="#555555", fontsize=TEXT, ha="center", va="center")
    ax.set(xlim=(view.west, view.east), ylim=(view.south, view.north))


def _roomiest(place: Place, view: _View) -> tuple[float, float] | None:
    """Find the point of a state that is farthest from its outline and from the edge of the view."""
    width, height = view.east - view.west, view.north - view.south
    columns = view.west + width * np.linspace(0.1, 0.9, 33)
    rows = view.south + height * np.linspace(0.06, 0.94, 29)
    spots = np.array([(x, y) for x in columns for y in rows])
    in_scale = (spots[:, 0] < view.west + 0.4 * width) & (spots[:, 1] > view.north - 0.2 * height)
    spots = spots[~in_scale]
    outline = max(place.rings, key=len)
    spots = spots[Path(outline).contains_points(spots)]
    if not len(spots):
        return None
    to_edge = np.minimum(spots - (view.west, view.south), (view.east, view.north) - spots).min(
        axis=1
    )
    to_line = np.hypot(*(spots[:, None, :] - outline[None, :, :]).T).min(axis=0)
    x, y = spots[np.argmax(np.minimum(to_edge, to_line))]
    return float(x), float(y)


def _draw_network(
    ax: Axes,
    borders: pd.DataFrame,
    names: Mapping[str, str],
    values: Mapping[str, float],
    scale: Scale,
) -> None:
    """Draw the states as discs with their names, and the borders between them."""
    places = circle_places(borders)
    lines = schematic_lines(borders, places)
    draw_borders(ax, lines, values, scale)
    draw_numbers(ax, lines, values, scale)
    for code, (x, y) in places.items():
        ax.plot(x, y, "o", markersize=20, color="white", markeredgecolor=INK, mew=2.0, zorder=5)
        ax.annotate(
            names.get(code, code),
            (x, y),
            xytext=(16 * np.sign(round(x)), 24 if y >= 0 else -24),
            textcoords="offset points",
            ha="center" if abs(x) < 1 else ("left" if x > 0 else "right"),
            va="center",
            fontsize=TEXT + 1,
            fontweight="bold",
        )
    ax.spines[:].set_visible(False)
    reach = 1.3 * max(max(abs(x), abs(y)) for x, y in places.values())
    right = 1.2 * reach  # the circle leaves the left to the scale
    ax.set(xlim=(right - 2 * _SHAPE * reach, right), ylim=(-reach, reach))
    draw_scale(ax, scale, (0.02, 0.925, 0.25, 0.03))
