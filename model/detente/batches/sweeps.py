"""Sweeps: parameters that take several values, crossed with each other and with every scenario.

A sweep is a dotted path, as `Scenario.change` takes it, with its values: ``path=lo:hi:n`` for evenly
spaced numbers or ``path=a,b,c``. Each scenario with one value of every path is a *point* of the batch:
a resolved scenario like any other, checked like a file.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from math import isfinite
from numbers import Integral, Real
from typing import Final

from detente.errors import DetenteError, Mistake, ScenarioError
from detente.scenario import Month, Scenario, read_settings
from detente.scenario.changes import CHANGE
from detente.scenario.names import quoted

__all__ = ["ORIGIN", "Point", "Sweep", "points_of", "read_sweeps"]

ORIGIN: Final = "--sweep"
"""Stands for the file in mistakes of a sweep."""

Sweep = Mapping[str, Sequence[object]]

_RANGE: Final = re.compile(r"([^:,\[\]]+):([^:,\[\]]+):([^:,\[\]]+)")
_MOST_VALUES: Final = 10_000
_ENOUGH_MISTAKES: Final = 20
_LONGEST_NAME: Final = 60


@dataclass(frozen=True)
class Point:
    """One resolved scenario of a batch.

    Attributes
    ----------
    name : str
        The scenario's name; for a sweep with a number, such as ``classroom-0001``.
    origin : str
        Name of the scenario that was asked for.
    scenario : Scenario
        What is run; it bears the name of the point.
    values : mapping of str to object
        Values of the swept paths.
    """

    name: str
    origin: str
    scenario: Scenario
    values: Mapping[str, object] = field(default_factory=dict)


def read_sweeps(texts: Iterable[str]) -> dict[str, tuple[object, ...]]:
    """Read sweeps as they are typed on a command line.

    Parameters
    ----------
    texts : iterable of str
        One text per path: ``path=lo:hi:n``, n numbers from lo to hi, or ``path=a,b,c``.

    Returns
    -------
    dict
        Values by dotted path.

    Raises
    ------
    ScenarioError
        With one mistake for each text that is no sweep.

    Examples
    --------
    >>> read_sweeps(["powers.CHN.effort=0:4:5", "theory.skirmish_loss=0.1:0.2:3", "rounds=12,24"])
    {'powers.CHN.effort': (0, 1, 2, 3, 4), 'theory.skirmish_loss': (0.1, 0.15, 0.2), 'rounds': (12, 24)}
    """
    sweep: dict[str, tuple[object, ...]] = {}
    mistakes = []
    for text in texts:
        path, sign, values = (part.strip() for part in text.partition("="))
        try:
            if not (path and sign and values):
                raise ValueError(
                    f"found {quoted(text)}; write path=lo:hi:n, such as "
                    "theory.skirmish_loss=0.05:0.20:8, or path=a,b,c"
                )
            if path in sweep:
                raise ValueError("this path is swept twice; give all of its values at once")
            sweep[path] = _range(values) if ":" in values else _listed(path, values)
        except ScenarioError as error:
            mistakes += [mistake._replace(file=ORIGIN) for mistake in error.mistakes]
        except ValueError as error:
            mistakes.append(Mistake(ORIGIN, 0, 0, path if sign else "", str(error)))
    if mistakes:
        raise ScenarioError(mistakes)
    return sweep


def _range(text: str) -> tuple[float, ...]:
    """Evenly spaced numbers; whole ones where both ends and the step are."""
    whole = _RANGE.fullmatch(text)
    try:
        if whole is None:
            raise ValueError
        low, high = float(whole[1]), float(whole[2])
        number = int(whole[3])
    except ValueError:
        raise ValueError(
            f"found {quoted(text)}; write lo:hi:n, two numbers and how many values there are"
        ) from None
    if not (isfinite(low) and isfinite(high)):
        raise ValueError(f"found {quoted(text)}; both ends are finite numbers")
    if not 2 <= number <= _MOST_VALUES:
        raise ValueError(f"found {number} values; allowed: 2 to {_MOST_VALUES}, both ends included")
    step = (high - low) / (number - 1)
    values = [float(f"{low + step * place:.12g}") for place in range(number)]
    if re.search(r"[.eE]", whole[1] + whole[2]) or not step.is_integer():
        return tuple(values)
    return tuple(int(value) for value in values)


def _listed(path: str, text: str) -> tuple[object, ...]:
    """Values with commas between them; those inside of brackets are part of a value."""
    pieces = re.findall(r"(?:\[[^\]]*\]|\{[^}]*\}|\"[^\"]*\"|[^,])+", text)
    return tuple(read_settings([f"{path}={piece}"])[path] for piece in pieces)


def points_of(scenarios: Iterable[Scenario], sweep: Sweep | None = None) -> tuple[Point, ...]:
    """Cross scenarios with the values of a sweep.

    Parameters
    ----------
    scenarios : iterable of Scenario
        Scenarios with different names; one that is given again counts once.
    sweep : mapping of str to sequence, optional
        Values by dotted path.

    Returns
    -------
    tuple of Point
        The scenarios in their order; for each of them all combinations of the values, of which those
        of the last path change fastest.

    Raises
    ------
    ScenarioError
        With the mistakes of the values, as `Scenario.change` finds them.
    DetenteError
        For two different scenarios of one name, for no scenario, and for a path without a value.
    """
    named = _named(scenarios)
    grid = {path: [_plain(value) for value in values] for path, values in (sweep or {}).items()}
    for path, values in grid.items():
        if not values:
            raise DetenteError(f"{path}: a sweep without a value; give at least one")
        if len(values) > len({repr(value) for value in values}):
            raise DetenteError(f"{path}: a value of the sweep is given twice")
    if not grid:
        return tuple(Point(name, name, scenario) for name, scenario in named.items())
    points: list[Point] = []
    mistakes: set[Mistake] = set()
    for name, scenario in named.items():
        for point in _swept(name, scenario, grid, mistakes):
            points.append(point)
            if len(mistakes) >= _ENOUGH_MISTAKES:
                break
    if mistakes:
        raise ScenarioError(mistakes)
    if len({point.name for point in points}) < len(points):
        raise DetenteError(
            "two scenarios have names that are too long to be numbered; shorten them"
        )
    return tuple(points)


def _named(scenarios: Iterable[Scenario]) -> dict[str, Scenario]:
    """Scenarios by name, each of them once."""
    named: dict[str, Scenario] = {}
    for scenario in scenarios:
        if named.setdefault(scenario.name, scenario) != scenario:
            raise DetenteError(
                f"{scenario.name}: two different scenarios have this name; "
                "save one of them under another"
            )
    if not named:
        raise DetenteError("a batch needs at least one scenario; detente scenarios lists them")
    return named


def _swept(
    name: str, scenario: Scenario, grid: Mapping[str, list[object]], mistakes: set[Mistake]
) -> Iterator[Point]:
    """Points of one scenario; takes note of mistakes and leaves out what has any."""
    for number, values in enumerate(product(*grid.values()), start=1):
        changes = dict(zip(grid, values, strict=True))
        suffix = f"-{number:04d}"
        point = name[: _LONGEST_NAME - len(suffix)] + suffix
        try:
            changed = scenario.change({**changes, "name": point})
        except ScenarioError as error:
            mistakes |= {
                mistake._replace(file=ORIGIN) if mistake.file == CHANGE else mistake
                for mistake in error.mistakes
            }
            if len(mistakes) >= _ENOUGH_MISTAKES:
                return
        else:
            yield Point(point, name, changed, changes)


def _plain(value: object) -> object:
    """Return a value as a manifest can hold it."""
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, Integral):
        return int(value)
    if isinstance(value, Real):
        return float(value)
    if isinstance(value, Month):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Iterable):
        return [_plain(inner) for inner in value]
    raise DetenteError(f"a sweep takes numbers, text, lists and mappings, not {value!r}")
