"""A network in place of a map, for worlds that have no geography.

The states stand on a circle in the order in which the table names them, so the same table always gives
the same picture. Two borders between the same two states bend apart. No layout is searched for and no
random number is drawn.
"""

from collections.abc import Sequence
from math import cos, pi, sin
from typing import Final

import numpy as np
import pandas as pd

from detente.plots.geography import BorderLine, Points

__all__ = ["circle_places", "schematic_lines"]

RADIUS: Final = 1000.0
_BEND: Final = 0.16  # of the chord, between neighboring lines of one pair
_SHARES: Final = (0.5, 0.42, 0.58, 0.34, 0.66)  # of a line, where its label may stand


def circle_places(borders: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Put the states on a circle, the first at the left (of two) or at the top (of more).

    Parameters
    ----------
    borders : DataFrame
        Columns state_a and state_b.

    Returns
    -------
    dict
        Coordinates by state.
    """
    pairs = zip(borders["state_a"], borders["state_b"], strict=True)
    states = list(dict.fromkeys(str(state) for pair in pairs for state in pair))
    start = pi if len(states) == 2 else pi / 2
    angles = [start - 2 * pi * place / len(states) for place in range(len(states))]
    return {
        state: (RADIUS * cos(angle), RADIUS * sin(angle))
        for state, angle in zip(states, angles, strict=True)
    }


def schematic_lines(
    borders: pd.DataFrame, places: dict[str, tuple[float, float]]
) -> dict[str, BorderLine]:
    """Draw a line for each border between the places of its states.

    Parameters
    ----------
    borders : DataFrame
        Columns border, state_a, state_b and kind.
    places : dict
        Coordinates by state.

    Returns
    -------
    dict
        A line for each border, by its key.
    """
    pairs = [frozenset((a, b)) for a, b in zip(borders["state_a"], borders["state_b"], strict=True)]
    lines: dict[str, BorderLine] = {}
    labels: list[tuple[float, float]] = []
    for number, row in enumerate(borders.itertuples(index=False)):
        pair = pairs[number]
        first, second = sorted((str(row.state_a), str(row.state_b)), key=list(places).index)
        before, count = pairs[:number].count(pair), pairs.count(pair)
        bend = _BEND * (before - (count - 1) / 2)
        points = _arc(np.array(places[first]), np.array(places[second]), bend)
        label = _free_spot(points, labels)
        labels.append(label)
        lines[str(row.border)] = BorderLine((points,), label, label, str(row.kind) == "maritime")
    return lines


def _arc(start: Points, end: Points, bend: float, points: int = 33) -> Points:
    """Make an arc between two points (quadratic Bezier); `bend` is its height over its chord."""
    across = np.array([start[1] - end[1], end[0] - start[0]])
    control = (start + end) / 2 + 2 * bend * across
    t = np.linspace(0, 1, points)[:, None]
    return np.asarray((1 - t) ** 2 * start + 2 * t * (1 - t) * control + t**2 * end)


def _free_spot(points: Points, taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """Choose the place along a line that is farthest from the labels there are already."""
    spots = [points[round(share * (len(points) - 1))] for share in _SHARES]
    if not taken:
        return float(spots[0][0]), float(spots[0][1])
    others = np.array(taken)

    def room(spot: Points) -> float:
        return min(0.2 * RADIUS, float(np.min(np.hypot(*(others - spot).T))))

    best = max(spots, key=room)
    return float(best[0]), float(best[1])
