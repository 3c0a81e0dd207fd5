"""Made-up worlds of any size, to see how time grows with borders.

States like those of the scenario `classroom` stand in a ring or on a grid, with one border of two
sectors between neighbors, one great power and one organization. Levels differ from place to place, so
that no two borders do the same.
"""

from math import ceil, sqrt
from typing import Any, Final

from detente.scenario import Scenario, from_mapping

__all__ = ["SHAPES", "grid", "ring"]

_SOURCE: Final = "assumption: a made-up world to measure with"
_INSTRUMENTS: Final = {"support": 1.0, "mediation": 1.0, "monitoring": 1.0, "peacekeeping": 1.0}

Neighbors = list[tuple[int, int]]


def ring(borders: int, rounds: int) -> Scenario:
    """Make a ring of states, each with two neighbors.

    Parameters
    ----------
    borders : int
        Number of borders and of states, at least 3.
    rounds : int
        Number of rounds.

    Returns
    -------
    Scenario
        The world, checked like any other.
    """
    pairs = [(place, (place + 1) % borders) for place in range(borders)]
    return _world(f"ring-{borders}", pairs, borders, rounds)


def grid(borders: int, rounds: int) -> Scenario:
    """Make a square grid of states, each with up to four neighbors.

    Parameters
    ----------
    borders : int
        Least number of borders; a grid of ``k`` by ``k`` states has ``2 k (k - 1)``.
    rounds : int
        Number of rounds.

    Returns
    -------
    Scenario
        The world, checked like any other.
    """
    side = ceil((1 + sqrt(1 + 2 * borders)) / 2)
    places = range(side * side)
    pairs = [(place, place + 1) for place in places if (place + 1) % side]
    pairs += [(place, place + side) for place in places if place + side < side * side]
    return _world(f"grid-{len(pairs)}", pairs, side * side, rounds)


SHAPES: Final = {"ring": ring, "grid": grid}
"""Makers of worlds by name."""


def _world(name: str, pairs: Neighbors, states: int, rounds: int) -> Scenario:
    """Make a world of some states and the borders between them."""
    borders = {f"{_code(a)}-{_code(b)}": _border(k, a, b) for k, (a, b) in enumerate(pairs)}
    return from_mapping(
        {
            "name": name,
            "title": f"{len(pairs)} made-up borders",
            "about": "A world to measure with.",
            "source": _SOURCE,
            "start": "2001-01",
            "rounds": rounds,
            "rivalry": 0,
            "states": {_code(place): _state(place) for place in range(states)},
            "powers": {
                "EMP": _power("great_power", {"support": 0.5, "guarantee": 0.5}, len(pairs)),
                "UNO": _power("organization", _INSTRUMENTS, len(pairs)),
            },
            "borders": borders,
        }
    )


def _code(place: int) -> str:
    """Code of a state: four capitals."""
    letters = ""
    for _ in range(4):
        place, letter = divmod(place, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _spread(number: int, low: float, high: float) -> float:
    """A level that differs from one place to the next, within bounds."""
    return round(low + (high - low) * (number * 0.618034 % 1.0), 3)


def _state(place: int) -> dict[str, Any]:
    return {
        "name": f"State {place}",
        "will": _spread(place, 0.3, 0.6),
        "stability": _spread(place, 0.4, 0.8),
        "insurgency": _spread(place, 0.0, 0.4),
        "influence": {"EMP": _spread(place, 0.2, 0.7)},
    }


def _power(kind: str, instruments: dict[str, float], borders: int) -> dict[str, Any]:
    """Make a power whose effort grows with the borders, as far as the format allows."""
    return {
        "name": kind,
        "kind": kind,
        "effort": min(20.0, 0.2 * borders),
        "mandate": {"elsewhere": 1.0},
        "instruments": instruments,
    }


def _border(number: int, first: int, second: int) -> dict[str, Any]:
    sides = [_code(first), _code(second)]
    trust = _spread(number, 0.25, 0.55)
    return {
        "sides": sides,
        "kind": "land",
        "length_km": _spread(number, 80, 400),
        "delimited": _spread(number, 0.3, 0.9),
        "trust": trust,
        "trust_baseline": trust,
        "troops_per_km": _spread(number, 1, 6),
        "strategic_asset": _spread(number, 0.1, 0.7),
        "dispute": _spread(number, 0.2, 1.2),
        "crime_attraction": _spread(number, 0.2, 0.9),
        "terrain": _spread(number, 0.3, 1.0),
        "trade_potential": _spread(number, 0.2, 1.0),
        "trade": _spread(number, 0.05, 0.3),
        "openness": _spread(number, 0.1, 0.6),
        "infrastructure": _spread(number, 0.1, 0.5),
        "customs": _spread(number, 0.1, 0.5),
        "joint_projects": 0,
        "sectors": {name: {"posts": {side: f"{name} {side}" for side in sides}} for name in "xy"},
    }
