"""The geography of Central Asia: outlines of states and lines of borders, projected to a plane.

The outlines are Natural Earth's (public domain; `geometry/outlines.md` tells where they come from).
Land borders are the lines that two outlines share; borders across the Caspian Sea are arcs between
the coasts, a convention of this package. The projection is Lambert's conformal conic, which keeps
shapes. Nothing here says whose a place is.
"""

import json
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["BorderLine", "Geography", "Place", "central_asia"]

Points = npt.NDArray[np.float64]
"""Points of a line or ring, shape (points, 2): kilometers east and north of the center."""

_RADIUS: Final = 6371.0  # kilometers
_CENTER: Final = (66.5, 45.0)  # degrees east and north
_PARALLELS: Final = (38.0, 52.0)  # degrees north, where the scale is true


class Place(NamedTuple):
    """A state on the map: its name, where the name stands, and the rings of its outline."""

    name: str
    at: tuple[float, float]
    rings: tuple[Points, ...]


class BorderLine(NamedTuple):
    """A border to draw.

    Attributes
    ----------
    parts : tuple of arrays
        Its line, in one or more parts.
    anchor : (float, float)
        The point of the line that its label belongs to.
    label : (float, float)
        Where the label stands.
    dashed : bool
        Whether it is drawn dashed, as borders across water are.
    """

    parts: tuple[Points, ...]
    anchor: tuple[float, float]
    label: tuple[float, float]
    dashed: bool


class Geography(NamedTuple):
    """The map: states, land around them, and borders by their two states and kind."""

    states: dict[str, Place]
    around: tuple[Points, ...]
    borders: dict[tuple[frozenset[str], str], BorderLine]


@cache
def central_asia() -> Geography:
    """Read the map that comes with the package.

    Returns
    -------
    Geography
        Ten states, and the borders among them by land and across the Caspian Sea.
    """
    source = files("detente.plots") / "geometry" / "central_asia.geojson"
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    states: dict[str, Place] = {}
    around: list[Points] = []
    borders: dict[tuple[frozenset[str], str], BorderLine] = {}
    for each in features:
        facts, shape = each["properties"], each["geometry"]["coordinates"]
        if facts["role"] == "border":
            borders[frozenset(facts["sides"]), facts["kind"]] = _border(facts, shape)
        elif facts["role"] == "state":
            at = _project_point(facts["label"])
            states[facts["code"]] = Place(facts["name"], at, _rings(shape))
        else:
            around.extend(_rings(shape))
    return Geography(states, tuple(around), borders)


def _border(facts: dict[str, Any], lines: list[Any]) -> BorderLine:
    """Make a border of a feature."""
    return BorderLine(
        parts=tuple(project(np.array(line, dtype=np.float64)) for line in lines),
        anchor=_project_point(facts["anchor"]),
        label=_project_point(facts["label"]),
        dashed=facts["kind"] == "maritime",
    )


def _rings(polygons: list[Any]) -> tuple[Points, ...]:
    """Project every ring of a multipolygon."""
    return tuple(project(np.array(ring, dtype=np.float64)) for rings in polygons for ring in rings)


def _project_point(point: list[float]) -> tuple[float, float]:
    """Project one point."""
    x, y = project(np.array([point], dtype=np.float64))[0]
    return float(x), float(y)


def project(degrees: Points) -> Points:
    """Project longitude and latitude by Lambert's conformal conic projection.

    Parameters
    ----------
    degrees : float array, shape (points, 2)
        Degrees east and north.

    Returns
    -------
    float array, shape (points, 2)
        Kilometers east and north of the center of the map.

    Notes
    -----
    Snyder (1987), Map projections: a working manual, equations 15-1 to 15-5, for a sphere.
    """
    first, second = np.radians(_PARALLELS)
    longitude, latitude = np.radians(degrees.T)
    east, north = np.radians(_CENTER)
    cone = np.log(np.cos(first) / np.cos(second)) / np.log(_stretch(second) / _stretch(first))
    factor = _RADIUS * np.cos(first) * _stretch(first) ** cone / cone
    radius, center = factor / _stretch(latitude) ** cone, factor / _stretch(north) ** cone
    angle = cone * (longitude - east)
    return np.column_stack([radius * np.sin(angle), center - radius * np.cos(angle)])


def _stretch(latitude: Any) -> Any:
    """Return tan(45 degrees + latitude / 2), the term that Mercator and Lambert share."""
    return np.tan(np.pi / 4 + latitude / 2)
