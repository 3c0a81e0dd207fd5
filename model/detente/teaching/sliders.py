"""Sliders: which numbers of a scenario may be moved, and where each stands before anybody moves it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isfinite
from numbers import Real
from typing import Any

from detente.errors import DetenteError
from detente.rules.parameters import DEFAULTS
from detente.scenario import Scenario
from detente.scenario.names import listed, unknown

__all__ = ["Slider", "is_number", "own_value"]


@dataclass(frozen=True)
class Slider:
    """A number of a scenario that may be moved.

    Attributes
    ----------
    label : str
        What it is called beside the slider.
    path : str
        Dotted path of the number, as for `Scenario.change`, such as ``states.SOU.will``.
    low, high : float
        How far it may be moved.

    Raises
    ------
    DetenteError
        If there is no room between the ends.
    """

    label: str
    path: str
    low: float
    high: float

    def __post_init__(self) -> None:
        """Refuse ends that are none."""
        for name, end in (("low", self.low), ("high", self.high)):
            if not is_number(end) or not isfinite(end):
                raise DetenteError(f"{self.label}: {name} is {end!r}; allowed is a number")
        if not self.low < self.high:
            raise DetenteError(
                f"{self.label}: low is {self.low:g}, high is {self.high:g}; swap them"
            )


def is_number(value: object) -> bool:
    """Whether something is a number; true and false are none."""
    return isinstance(value, Real) and not isinstance(value, bool)


def own_value(scenario: Scenario, path: str) -> float:
    """Find the number that a scenario has at a path.

    Parameters
    ----------
    scenario : Scenario
        A loaded scenario.
    path : str
        Dotted path; where both sides of a border have the same number, the side may be left out.

    Returns
    -------
    float
        The number.

    Raises
    ------
    DetenteError
        For a path that leads nowhere, or to something else than one number, and for ``rounds``: worlds
        of different length cannot be compared month by month.

    Examples
    --------
    >>> from detente import load
    >>> own_value(load("classroom"), "borders.NOR-SOU.trust")
    0.4
    """
    section, _, parameter = path.partition(".")
    if section == "rounds":
        raise DetenteError("rounds: how long a world is looked at is no number that it has")
    if section == "theory":
        if parameter not in DEFAULTS:
            raise DetenteError(unknown("parameter", parameter, DEFAULTS))
        return float(scenario.theory.get(parameter, DEFAULTS[parameter]))
    value: Any = scenario.model_dump(mode="json")
    for number, step in enumerate(path.split(".")):
        known = dict(_parts(value))
        if step not in known:
            where = ".".join(path.split(".")[:number]) or scenario.name
            raise DetenteError(f"{path}: {unknown('key', step, known)} (in {where})")
        value = known[step]
    if isinstance(value, Mapping) and value and len(set(map(str, value.values()))) == 1:
        value = next(iter(value.values()))  # one number for both sides
    if not is_number(value):
        inside = f"; name one of {listed(value)}" if isinstance(value, Mapping) else ""
        raise DetenteError(f"{path} is not one number{inside}")
    return float(value)


def _parts(value: Any) -> Iterable[tuple[str, Any]]:
    """Parts of a mapping or a list by their keys or numbers; none of anything else."""
    if isinstance(value, Mapping):
        return value.items()
    return (
        (str(number), part) for number, part in enumerate(value if isinstance(value, list) else ())
    )
