"""What is known about one number of the theory: its unit, its range and where it comes from.

A parameter carries everything that the code, the scenario check, the documentation and a sensitivity
study need to know of it, so that none of them keeps a list of its own. The grade says what the
*sign or form* of the parameter rests on; the value itself is an assumption wherever the source says so.
"""

from dataclasses import dataclass
from typing import Literal

__all__ = ["Grade", "Parameter"]

Grade = Literal["document", "literature", "assumption"]

_SHARES = ("share", "probability", "1/month", "trust")


@dataclass(frozen=True)
class Parameter:
    """One number of the theory, with its range and its source.

    Attributes
    ----------
    symbol : str
        The symbol of the theory's equations, such as ``rho0``.
    subject : str
        The part of the theory that it belongs to, such as ``troops``.
    meaning : str
        What the number says, in words.
    low, high : float
        Plausible range: what a referee would accept without a reason. Sensitivity studies sample it.
    unit : str
        Unit, or ``share``, ``probability``, ``trust`` for numbers between 0 and 1, ``logit`` for a
        slope or intercept on the logit scale, ``density`` for multiples of the policing norm.
    grade : {"document", "literature", "assumption"}
        The best support that the sign or the form has.
    source : str
        The passage, the publication or the reason.
    limits : tuple of float, optional
        Hard limits outside which the equations lose their meaning; derived from the unit by default.
    """

    symbol: str
    subject: str
    meaning: str
    low: float
    high: float
    unit: str
    grade: Grade
    source: str
    limits: tuple[float, float] | None = None

    @property
    def hard_limits(self) -> tuple[float, float]:
        """Smallest and largest value that the equations accept."""
        if self.limits is not None:
            return self.limits
        if self.unit in _SHARES:
            return (0.0, 1.0)
        if self.unit == "logit":
            return (-20.0, 20.0)
        return (0.0, 100.0)

    def plausible(self, value: float) -> bool:
        """Whether a value lies in the plausible range."""
        return self.low <= value <= self.high
