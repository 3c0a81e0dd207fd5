"""Months, the only dates of the model: written ``2025-01`` and counted without days.

A round is one month, so that the distance between two months is a number of rounds. The calendar is the
proleptic Gregorian one; nothing here knows about time zones, weeks or the length of a month.
"""

import re
from dataclasses import dataclass

__all__ = ["Month"]

_FORM = re.compile(r"(\d{4})-(\d{2})")


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A month of a year.

    Attributes
    ----------
    year : int
        Year, 1 to 9999.
    number : int
        Number of the month, 1 to 12.
    """

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse what is not a month."""
        if not (1 <= self.year <= 9999 and 1 <= self.number <= 12):
            raise ValueError(f"no such month: year {self.year}, month {self.number}")

    @classmethod
    def parse(cls, text: str) -> "Month":
        """Read a month written as year and number.

        Parameters
        ----------
        text : str
            Such as ``2025-01``.

        Returns
        -------
        Month
            The month.

        Raises
        ------
        ValueError
            For any other form, and for a month that does not exist.

        Examples
        --------
        >>> Month.parse("2025-01").plus(12)
        Month(year=2026, number=1)
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"not a month: {text}")
        return cls(int(match[1]), int(match[2]))

    @property
    def index(self) -> int:
        """Months since January of year 0, so that differences are numbers of rounds."""
        return self.year * 12 + self.number - 1

    def plus(self, months: int) -> "Month":
        """Month that lies a number of months later (earlier where negative), 9999-12 at the latest."""
        index = min(self.index + months, 9999 * 12 + 11)
        return Month(index // 12, index % 12 + 1)

    def since(self, other: "Month") -> int:
        """Months from another month to this one; negative where this one is earlier."""
        return self.index - other.index

    def __str__(self) -> str:
        """Write the month as ``2025-01``."""
        return f"{self.year:04d}-{self.number:02d}"
