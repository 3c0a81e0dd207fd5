"""What is measured, round after round, and how far it goes in one direction or the other.

A reading is one number of one round. Ratios are taken within a round, so that whatever else the machine
does at that time is in both; what is reported is the median over rounds, with the least and the most.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from math import isfinite, nan
from statistics import median
from typing import Protocol

__all__ = ["Figure", "Readings", "Row", "Subject", "Wanted"]


@dataclass(frozen=True)
class Figure:
    """Median of some readings, and their range; NaN where there are none."""

    value: float
    least: float
    most: float

    @classmethod
    def of(cls, numbers: list[float]) -> "Figure":
        """Sum some readings up, leaving out rounds without one."""
        known = [number for number in numbers if isfinite(number)]
        return cls(median(known), min(known), max(known)) if known else cls(nan, nan, nan)


@dataclass
class Readings:
    """Readings by name and round.

    Attributes
    ----------
    rounds : int
        Number of rounds.
    """

    rounds: int
    _by_name: dict[str, list[float]] = field(default_factory=dict)

    def note(self, name: str, round_number: int, value: float) -> None:
        """Note one reading."""
        self._by_name.setdefault(name, [nan] * self.rounds)[round_number] = value

    def all(self, name: str) -> list[float]:
        """Readings of a name by round, NaN where there is none."""
        return list(self._by_name.get(name, [nan] * self.rounds))

    def names(self, start: str) -> list[str]:
        """Names that start so, in the order in which they came."""
        return [name for name in self._by_name if name.startswith(start)]

    def figure(self, name: str, change: Callable[[float], float] = float) -> Figure:
        """Sum up the readings of a name, each changed in some way first."""
        return Figure.of([change(value) for value in self.all(name)])

    def ratio(self, above: str, below: str) -> Figure:
        """Sum up the ratio of two names, taken within each round."""
        pairs = zip(self.all(above), self.all(below), strict=True)
        return Figure.of([a / b for a, b in pairs if b > 0.0])

    def as_mapping(self) -> dict[str, list[float | None]]:
        """Every reading, for JSON: None where there is none."""
        return {
            name: [value if isfinite(value) else None for value in values]
            for name, values in self._by_name.items()
        }


@dataclass(frozen=True)
class Wanted:
    """What a figure should reach.

    Attributes
    ----------
    least, most : float or None
        Bounds; None where there is none.
    words : str
        The same in words.
    """

    words: str
    least: float | None = None
    most: float | None = None

    def is_met(self, value: float) -> bool | None:
        """Whether a figure is within the bounds; None where it was not measured."""
        if not isfinite(value):
            return None
        above = self.least is None or value >= self.least
        return above and (self.most is None or value <= self.most)


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    subject, measure, unit : str
        What it is about; what was measured, in words; and in what.
    figure : Figure
        The median and the range.
    wanted : Wanted, optional
        What it should reach.
    note : str
        What a reader has to know beside it.
    """

    subject: str
    measure: str
    unit: str
    figure: Figure
    wanted: Wanted | None = None
    note: str = ""


class Subject(Protocol):
    """Something that can be measured once in every round."""

    def measure(self, round_number: int, readings: Readings) -> None:
        """Take the readings of one round."""
        ...

    def rows(self, readings: Readings) -> list[Row]:
        """Lines of the table, once all rounds are done."""
        ...
