"""What the columns of the tables mean to a reader: words, units, limits, and which end is tense.

The same words stand on every axis and in every legend. A column that is not listed here is drawn under
its own name, so that a table with columns of the user's making can be shown too.
"""

from typing import Final, Literal, NamedTuple

import pandas as pd

from detente.plots.checks import chosen

__all__ = ["PARTS", "Quantity", "described", "quantity", "term_words"]


class Quantity(NamedTuple):
    """How a quantity is named and scaled.

    Attributes
    ----------
    label : str
        In words, lower case.
    unit : str
        Unit as it stands on an axis.
    low, high : float or None
        Limits of the scale; None where the data decide.
    tense : {"low", "high"}
        Which end of the scale stands for tension.
    """

    label: str
    unit: str
    low: float | None
    high: float | None
    tense: Literal["low", "high"]

    @property
    def axis(self) -> str:
        """Label of an axis: the words and the unit."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


def _share(label: str, tense: Literal["low", "high"] = "low") -> Quantity:
    """Describe a quantity between 0 and 1."""
    return Quantity(label, "0–1", 0.0, 1.0, tense)


def _amount(label: str, unit: str) -> Quantity:
    """Describe a quantity from 0 upward that rises with tension."""
    return Quantity(label, unit, 0.0, None, "high")


_QUANTITIES: Final[dict[str, Quantity]] = {
    "stability": _share("stability index"),
    "stability_geometric": _share("stability index, geometric mean"),
    "trust": _share("trust"),
    "cooperation": _share("cooperation (mean level of CSBMs)"),
    "trade": _share("trade, share of its potential"),
    "delimited": _share("delimited share of the line"),
    "verification": _share("verification"),
    "openness": _share("openness"),
    "infrastructure": _share("infrastructure"),
    "customs": _share("quality of customs"),
    "joint_projects": _share("joint projects"),
    "support": _share("outside support"),
    "will": _share("political will"),
    "rivalry": _share("rivalry of the great powers", "high"),
    "crime_load": _share("crime load", "high"),
    "troops": _amount("troops", "persons"),
    "density": _amount("troop density", "persons per km and side"),
    "alert": Quantity("alert", "0–3", 0.0, 3.0, "high"),
    "misunderstandings": _amount("misunderstandings", "per month"),
    "standoffs": _amount("stand-offs", "per month"),
    "skirmishes": _amount("skirmishes", "per month"),
    "severity": _amount("severity of skirmishes", "casualties per month"),
    "smuggling": _amount("smuggling", "incidents per month"),
    "trafficking": _amount("trafficking", "incidents per month"),
    "infiltration": _amount("infiltration", "incidents per month"),
}

PARTS: Final[dict[str, str]] = {
    "part_trust": "trust",
    "part_restraint": "restraint",
    "part_calm": "calm",
    "part_security": "security",
    "part_cooperation": "cooperation",
    "part_exchange": "exchange",
}
"""The weighted parts of the stability index, by column, in the order in which they are stacked."""

_TERMS: Final[dict[str, str]] = {
    "decay": "pull to baseline",
    "threat": "threat of troops",
    "incident": "incidents",
    "skirmish": "skirmishes",
    "crime": "crime",
    "contact_points": "army contact points",
    "shared_monitoring": "shared monitoring",
    "dialogue": "civil dialogue",
    "hotline": "hotlines",
    "lapse": "lapsed measures",
    "guarantee": "guarantees",
    "spillover": "spillover from neighbors",
    "rivalry": "great-power rivalry",
    "shock": "timeline shocks",
    "bounds": "limits of the scale",
    "fatigue": "fatigue",
    "reaction": "reaction to other side",
    "posture": "standing posture",
    "alert": "alert",
    "policy": "troop policy",
    "friction": "reluctance to cut",
    "budget": "budget",
}


def quantity(name: str, table: pd.DataFrame) -> Quantity:
    """Describe a column of a table.

    Parameters
    ----------
    name : str
        Column of the table.
    table : DataFrame
        The table that is to be drawn.

    Returns
    -------
    Quantity
        Words, unit and scale; the bare name where nothing is known about it.

    Raises
    ------
    PictureError
        If the table has no such column of numbers.
    """
    numbers = [str(column) for column in table.select_dtypes("number").columns]
    return described(chosen(name, [column for column in numbers if column != "round"], "quantity"))


def described(name: str) -> Quantity:
    """Describe a quantity by its name alone."""
    if name in _QUANTITIES:
        return _QUANTITIES[name]
    if name.startswith("csbm_"):
        return _share(f"{term_words(name.removeprefix('csbm_'))} (level)")
    return Quantity(name.replace("_", " "), "", None, None, "low")


def term_words(term: str) -> str:
    """Put the name of a ledger term into words.

    Parameters
    ----------
    term : str
        Name as it stands in the ledger.

    Returns
    -------
    str
        Words for a legend.
    """
    return _TERMS.get(term, term.replace("_", " "))
