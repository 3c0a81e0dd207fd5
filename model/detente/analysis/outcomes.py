"""What the outcomes of a run mean: words, unit, and which direction is the better one.

An outcome is a number of one run and border, named ``variable.reduction``: `final` is the last round,
`mean` and `total` run over all rounds, `least` is the lowest. Whether more is better is said here, once;
it is a reading of the document's aims (trust, cooperation and trade rise, troops and violence fall), not
a result. What is not listed can still be compared, but no side of it is called better.
"""

from typing import Final, Literal, NamedTuple

__all__ = ["DEFAULT_OUTCOMES", "REGION", "Outcome", "outcome_of"]

REGION: Final = "all"
"""The region in the column border: means of levels over borders, sums of troops and incidents."""

DEFAULT_OUTCOMES: Final[tuple[str, ...]] = (
    "stability.final",
    "trust.final",
    "density.final",
    "trade.final",
    "skirmishes.total",
    "severity.total",
    "infiltration.total",
)
"""Outcomes that are compared when none is named: one for each aim, and the violence."""

Better = Literal["higher", "lower", ""]

_REDUCTIONS: Final[dict[str, str]] = {
    "final": "at the end",
    "mean": "mean over the run",
    "least": "least during the run",
    "total": "in the whole run",
}

_VARIABLES: Final[dict[str, tuple[str, str, Better]]] = {
    # variable: (words, unit, better direction)
    "stability": ("stability index", "0–1", "higher"),
    "trust": ("trust", "0–1", "higher"),
    "density": ("troop density", "policing norms", "lower"),
    "troops": ("troops", "persons", "lower"),
    "crime_load": ("crime load", "0–1", "lower"),
    "cooperation": ("cooperation", "0–1", "higher"),
    "trade": ("trade, share of its potential", "0–1", "higher"),
    "delimited": ("delimited share of the line", "0–1", "higher"),
    "treaty": ("treaty in force", "0–1", "higher"),
    "misunderstandings": ("misunderstandings", "number", "lower"),
    "standoffs": ("stand-offs", "number", "lower"),
    "skirmishes": ("skirmishes", "number", "lower"),
    "severity": ("severity of skirmishes", "casualties", "lower"),
    "smuggling": ("smuggling", "number", "lower"),
    "trafficking": ("trafficking", "number", "lower"),
    "infiltration": ("infiltration", "number", "lower"),
}


class Outcome(NamedTuple):
    """What an outcome means.

    Attributes
    ----------
    name : str
        Column of the table of outcomes, such as ``stability.final``.
    words : str
        In words, lower case.
    unit : str
        Unit; empty where it is not known.
    better : {"higher", "lower", ""}
        The better direction; empty where it is not known.
    """

    name: str
    words: str
    unit: str
    better: Better

    @property
    def sign(self) -> float:
        """1 where higher is better, -1 where lower is, 0 where neither is said."""
        return {"higher": 1.0, "lower": -1.0, "": 0.0}[self.better]

    @property
    def label(self) -> str:
        """Words with the unit."""
        return f"{self.words} ({self.unit})" if self.unit else self.words


def outcome_of(name: str) -> Outcome:
    """Say what an outcome means.

    Parameters
    ----------
    name : str
        Column of the table of outcomes.

    Returns
    -------
    Outcome
        Its words, unit and better direction; the bare name where it is not known.

    Examples
    --------
    >>> outcome_of("severity.total").label
    'severity of skirmishes, in the whole run (casualties)'
    """
    variable, _, reduction = name.partition(".")
    if variable not in _VARIABLES or reduction not in _REDUCTIONS:
        return Outcome(name, name.replace("_", " "), "", "")
    words, unit, better = _VARIABLES[variable]
    return Outcome(name, f"{words}, {_REDUCTIONS[reduction]}", unit, better)
