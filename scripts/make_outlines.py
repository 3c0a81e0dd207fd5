"""Make the map geometry of `detente.plots` from Natural Earth's country outlines.

The input is the 1:50 million TopoJSON file of the npm package `world-atlas` (Natural Earth 4.1.0, public
domain). In TopoJSON two neighbors share the arc between them, so the line of a border is the set of
arcs that both of its states use. Borders across the Caspian Sea have no line in that file: they are
drawn here as arcs between points on the two coasts, a convention and not a claim about the seabed.
`model/detente/plots/geometry/outlines.md` gives the steps; this script is not part of the package.
"""

import argparse
import json
import math
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

Point = tuple[float, float]
Line = list[Point]
Feature = dict[str, Any]

BOX = (36.0, 26.0, 100.0, 60.0)  # west, south, east, north: degrees
TOLERANCE = 0.015  # degrees; simplification keeps every point farther than this from the line
SMALLEST_RING = 0.002  # square degrees; smaller islands are left out

STATES: dict[str, tuple[str, str, Point]] = {
    # ISO 3166-1 numeric code: (three-letter code, name, place of the name on the map)
    "398": ("KAZ", "Kazakhstan", (67.5, 47.9)),
    "417": ("KGZ", "Kyrgyzstan", (75.2, 41.75)),
    "762": ("TJK", "Tajikistan", (71.3, 38.5)),
    "860": ("UZB", "Uzbekistan", (63.8, 42.05)),
    "795": ("TKM", "Turkmenistan", (58.9, 39.6)),
    "643": ("RUS", "Russia", (58.5, 55.2)),
    "156": ("CHN", "China", (83.0, 40.4)),
    "004": ("AFG", "Afghanistan", (66.0, 34.6)),
    "364": ("IRN", "Iran", (55.5, 35.4)),
    "031": ("AZE", "Azerbaijan", (47.4, 40.35)),
}

ORDER = ["KAZ", "KGZ", "TJK", "UZB", "TKM", "RUS", "CHN", "AFG", "IRN", "AZE"]

CASPIAN: dict[str, tuple[Point, Point, float]] = {
    # border: (point on one coast, point on the other, pull sideways as a share of the chord)
    "KAZ-RUS": ((51.1, 45.4), (47.5, 44.9), 0.10),
    "KAZ-AZE": ((50.6, 44.4), (49.3, 41.0), 0.10),
    "KAZ-TKM": ((51.6, 43.0), (52.7, 41.4), 0.40),
    "KAZ-IRN": ((51.2, 43.9), (51.0, 36.8), 0.07),
    "RUS-TKM": ((47.6, 43.0), (52.9, 40.9), -0.08),
    "TKM-AZE": ((52.9, 39.9), (50.1, 40.2), 0.14),
    "TKM-IRN": ((53.8, 38.7), (52.5, 36.9), -0.20),
    "AZE-RUS": ((48.9, 41.4), (48.1, 42.2), 0.45),
    "AZE-IRN": ((49.0, 39.1), (49.8, 37.4), 0.45),
    "RUS-IRN": ((47.7, 43.2), (50.3, 37.2), -0.10),
}

LABELS: dict[str, Point] = {
    # where the label of a border stands; halfway along the line if it is not listed
    "KAZ-RUS land": (69.2, 55.35),
    "KAZ-TKM land": (54.9, 42.4),
    "KAZ-UZB land": (62.0, 43.5),
    "UZB-TKM land": (63.3, 39.35),
    "TJK-AFG land": (71.6, 36.75),
    "UZB-AFG land": (66.3, 36.6),
    "KGZ-UZB land": (72.3, 41.0),
    "KGZ-TJK land": (71.9, 39.4),
    "TJK-UZB land": (70.9, 40.5),
    "KAZ-AZE maritime": (49.3, 41.9),
    "KAZ-TKM maritime": (53.3, 43.3),
    "KAZ-IRN maritime": (50.9, 38.2),
    "RUS-TKM maritime": (48.7, 42.9),
    "TKM-AZE maritime": (51.6, 39.5),
    "TKM-IRN maritime": (52.8, 37.9),
}
ON_LINE = 0.45  # degrees; a label nearer than this to its line stands on the line


def decode_arcs(topology: Feature) -> list[Line]:
    """Undo the quantization and the differences of TopoJSON."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Line] = []
    for deltas in topology["arcs"]:
        x = y = 0
        line: Line = []
        for dx, dy in deltas:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(line)
    return arcs


def simplify(line: Line, tolerance: float) -> Line:
    """Drop points nearer than `tolerance` to the line (Douglas & Peucker 1973)."""
    if len(line) < 3:
        return line
    (x0, y0), (x1, y1) = line[0], line[-1]
    length = math.hypot(x1 - x0, y1 - y0)

    def distance(point: Point) -> float:
        if length == 0:
            return math.hypot(point[0] - x0, point[1] - y0)
        return abs((x1 - x0) * (y0 - point[1]) - (x0 - point[0]) * (y1 - y0)) / length

    far = max(range(1, len(line) - 1), key=lambda i: distance(line[i]))
    if distance(line[far]) <= tolerance:
        return [line[0], line[-1]]
    return simplify(line[: far + 1], tolerance)[:-1] + simplify(line[far:], tolerance)


def arc_numbers(arcs: Any) -> Iterator[int]:
    """Every arc of a geometry, whatever its nesting; a negative number is an arc walked backwards."""
    if isinstance(arcs, int):
        yield arcs if arcs >= 0 else ~arcs
        return
    for part in arcs:
        yield from arc_numbers(part)


def ring_points(numbers: Iterable[int], arcs: list[Line]) -> Line:
    """Join the arcs of a ring."""
    ring: Line = []
    for number in numbers:
        part = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(part if not ring else part[1:])
    return ring


def clip_ring(ring: Line) -> Line:
    """Clip a ring to the box (Sutherland & Hodgman 1974)."""
    west, south, east, north = BOX
    for axis, limit, sign in ((0, west, 1), (1, south, 1), (0, east, -1), (1, north, -1)):
        kept: Line = []
        for last, point in zip(ring[-1:] + ring[:-1], ring, strict=True):
            inside = sign * (point[axis] - limit) >= 0
            was_inside = sign * (last[axis] - limit) >= 0
            if inside != was_inside:
                share = (limit - last[axis]) / (point[axis] - last[axis])
                kept.append(
                    (last[0] + share * (point[0] - last[0]), last[1] + share * (point[1] - last[1]))
                )
            if inside:
                kept.append(point)
        ring = kept
        if not ring:
            return []
    return ring + ring[:1]


def clip_line(line: Line) -> list[Line]:
    """Cut a line to the box, keeping whole points only."""
    west, south, east, north = BOX
    parts: list[Line] = [[]]
    for x, y in line:
        if west <= x <= east and south <= y <= north:
            parts[-1].append((x, y))
        elif parts[-1]:
            parts.append([])
    return [part for part in parts if len(part) > 1]


def area(ring: Line) -> float:
    """Area of a ring in square degrees."""
    following = ring[1:] + ring[:1]
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, following, strict=True))) / 2


def rounded(line: Line) -> list[list[float]]:
    """Coordinates to a hundredth of a degree (about a kilometer), repeats dropped."""
    points: list[list[float]] = []
    for x, y in line:
        point = [round(x, 2), round(y, 2)]
        if not points or point != points[-1]:
            points.append(point)
    return points


def country(geometry: Feature, arcs: list[Line]) -> Feature | None:
    """One country as a GeoJSON feature, or nothing if it lies outside the box."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    kept: list[list[list[list[float]]]] = []
    for polygon in polygons:
        rings = [clip_ring(ring_points(numbers, arcs)) for numbers in polygon]
        rings = [ring for ring in rings if ring and area(ring) >= SMALLEST_RING]
        if rings:
            kept.append([rounded(ring) for ring in rings])
    if not kept:
        return None
    properties: Feature = {"role": "neighbor", "name": geometry["properties"]["name"]}
    if geometry.get("id") in STATES:
        code, name, place = STATES[geometry["id"]]
        properties = {"role": "state", "code": code, "name": name, "label": list(place)}
    return feature(properties, "MultiPolygon", kept)


def feature(properties: Feature, kind: str, coordinates: Any) -> Feature:
    """A GeoJSON feature."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def middle(line: Line) -> Point:
    """The point halfway along a line."""
    steps = [math.dist(a, b) for a, b in pairwise(line)]
    left = sum(steps) / 2
    for (a, b), step in zip(pairwise(line), steps, strict=True):
        if step >= left:
            return (a[0] + left / step * (b[0] - a[0]), a[1] + left / step * (b[1] - a[1]))
        left -= step
    return line[-1]


def border(pair: str, kind: str, lines: list[Line]) -> Feature:
    """A border as a GeoJSON feature, with the place of its label and the point it belongs to."""
    longest = sorted(lines, key=len)[-1]
    wanted = LABELS.get(f"{pair} {kind}", middle(longest))
    anchor = min(longest, key=lambda point: math.dist(point, wanted))
    place = anchor if math.dist(anchor, wanted) < ON_LINE else wanted
    properties = {
        "role": "border",
        "sides": sorted(pair.split("-")),
        "kind": kind,
        "anchor": rounded([anchor])[0],
        "label": rounded([place])[0],
    }
    return feature(properties, "MultiLineString", [rounded(line) for line in lines])


def land_borders(topology: Feature, arcs: list[Line]) -> Iterator[Feature]:
    """Borders of the ten states: the arcs that two of them share."""
    users: dict[int, list[str]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        if geometry.get("id") in STATES:
            for number in set(arc_numbers(geometry["arcs"])):
                users.setdefault(number, []).append(STATES[geometry["id"]][0])
    pairs: dict[str, list[Line]] = {}
    for number, sides in sorted(users.items()):
        if len(sides) == 2:
            pair = "-".join(sorted(sides, key=ORDER.index))
            pairs.setdefault(pair, []).extend(clip_line(arcs[number]))
    for pair, lines in sorted(pairs.items()):
        yield border(pair, "land", lines)


def caspian_borders(points: int = 17) -> Iterator[Feature]:
    """Borders across the Caspian Sea as arcs (quadratic Bezier curves) between the coasts."""
    for pair, (start, end, pull) in sorted(CASPIAN.items()):
        across = (end[1] - start[1], start[0] - end[0])
        control = [(start[axis] + end[axis]) / 2 + pull * across[axis] for axis in (0, 1)]
        line: Line = []
        for step in range(points):
            t = step / (points - 1)
            weights = ((1 - t) ** 2, 2 * t * (1 - t), t**2)
            x, y = (
                weights[0] * start[axis] + weights[1] * control[axis] + weights[2] * end[axis]
                for axis in (0, 1)
            )
            line.append((x, y))
        yield border(pair, "maritime", [line])


def outlines(topology: Feature) -> Feature:
    """The whole map as a GeoJSON feature collection."""
    arcs = [simplify(arc, TOLERANCE) for arc in decode_arcs(topology)]
    geometries = topology["objects"]["countries"]["geometries"]
    countries = [country(geometry, arcs) for geometry in geometries if "arcs" in geometry]
    features = [found for found in countries if found is not None]
    features += [*land_borders(topology, arcs), *caspian_borders()]
    return {"type": "FeatureCollection", "features": features}


def main() -> None:
    """Read the TopoJSON file named first and write the GeoJSON file named second."""
    parser = argparse.ArgumentParser(description="Make the map geometry of detente.plots.")
    parser.add_argument("topology", type=Path, help="countries-50m.json of npm's world-atlas 2.0.2")
    parser.add_argument("geojson", type=Path, help="file to write")
    arguments = parser.parse_args()
    topology = json.loads(arguments.topology.read_text(encoding="utf-8"))
    features = outlines(topology)["features"]
    lines = ",\n".join(json.dumps(item, separators=(",", ":")) for item in features)
    text = f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n'
    arguments.geojson.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
