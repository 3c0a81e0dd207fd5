"""Errors of the package, worded for people and not for programmers.

A mistake in a scenario file is a plain record of where and what; all mistakes of a file travel together
in one `ScenarioError`, so that a user mends them in one go. The module imports nothing heavy, since the
command line needs it before it knows what it has to do.
"""

from collections.abc import Iterable
from typing import NamedTuple

__all__ = ["DetenteError", "Mistake", "ScenarioError"]


class DetenteError(Exception):
    """Base of every error that a user can cause and mend."""


class Mistake(NamedTuple):
    """One mistake of a scenario file.

    Attributes
    ----------
    file : str
        The file as the user may open it, or the origin of the values, such as ``<change>``.
    line, column : int
        Place in the file, counted from 1; both are 0 where the values do not come from a file.
    path : str
        Dotted path of the value, such as ``borders.KGZ-TJK.trust``; empty for the file as a whole.
    message : str
        What was found, what is allowed, and the nearest name where it looks like a slip.
    """

    file: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        """Write the mistake as ``file:line:column: path: message``."""
        where = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return ": ".join(part for part in (where, self.path, self.message) if part)


class ScenarioError(DetenteError):
    """A scenario that does not load, with all of its mistakes.

    Parameters
    ----------
    mistakes : iterable of Mistake
        At least one mistake; kept in the order of file, line and column.

    Attributes
    ----------
    mistakes : list of Mistake
        The mistakes, each of them once.
    """

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes: list[Mistake] = sorted(set(mistakes))
        super().__init__(self.mistakes)

    def __str__(self) -> str:
        """Write one mistake per line."""
        return "\n".join(str(mistake) for mistake in self.mistakes)
