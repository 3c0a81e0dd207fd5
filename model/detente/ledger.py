"""The ledger: what each change of trust and troops is made of.

Every month each side of each border writes the terms of its change of trust and of troops; the terms of
a month add up to the change (a test holds this to 1e-12). The table says *why* something happened and is
what `detente explain` shows.
"""

from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detente.rules.csbm import MEASURES

__all__ = ["MECHANISM_OF_TERM", "TROOP_TERMS", "TRUST_TERMS", "ledger_table"]

TRUST_TERMS: Final[tuple[str, ...]] = (
    "decay",
    "threat",
    "incident",
    "skirmish",
    "crime",
    *MEASURES,
    "lapse",
    "trade",
    "guarantee",
    "mediation",
    "treaty",
    "delimitation",
    "reciprocity",
    "vulnerability",
    "spillover",
    "rivalry",
    "shock",
    "bounds",
)
"""Terms of a change of trust, in the order in which they are added."""

TROOP_TERMS: Final[tuple[str, ...]] = (
    "fatigue",
    "reaction",
    "posture",
    "dispute",
    "crime",
    "alert",
    "guarantee",
    "treaty",
    "policy",
    "friction",
    "budget",
    "bounds",
)
"""Terms of a change of troops, in the order in which they are added."""

MECHANISM_OF_TERM: Final[dict[tuple[str, str], str]] = {
    **{("trust", name): "M33" for name in (*MEASURES, "lapse")},
    ("trust", "decay"): "M28",
    ("trust", "threat"): "M29",
    ("trust", "incident"): "M30",
    ("trust", "skirmish"): "M31",
    ("trust", "crime"): "M32",
    ("trust", "trade"): "M34",
    ("trust", "guarantee"): "M35",
    ("trust", "mediation"): "M36",
    ("trust", "treaty"): "M37",
    ("trust", "delimitation"): "M38",
    ("trust", "reciprocity"): "M39",
    ("trust", "vulnerability"): "M40",
    ("trust", "spillover"): "M41",
    ("trust", "rivalry"): "M42",
    ("trust", "shock"): "M43",
    ("trust", "bounds"): "M44",
    ("troops", "fatigue"): "M1",
    ("troops", "reaction"): "M1",
    ("troops", "posture"): "M2",
    ("troops", "dispute"): "M3",
    ("troops", "crime"): "M4",
    ("troops", "alert"): "M5",
    ("troops", "guarantee"): "M6",
    ("troops", "treaty"): "M7",
    ("troops", "policy"): "M8",
    ("troops", "friction"): "M9",
    ("troops", "budget"): "M10",
    ("troops", "bounds"): "M11",
}
"""Mechanism of the theory behind each term, by (quantity, term)."""


def ledger_table(
    trust: NDArray[np.float64],
    troops: NDArray[np.float64],
    dates: pd.DatetimeIndex,
    sides: list[tuple[str, str]],
) -> pd.DataFrame:
    """Turn recorded terms into the long ledger table.

    Parameters
    ----------
    trust : array, shape (rounds, sides, trust terms)
        Contributions to trust, in the order of `TRUST_TERMS`.
    troops : array, shape (rounds, sides, troop terms)
        Contributions to troops in persons, in the order of `TROOP_TERMS`.
    dates : DatetimeIndex, length rounds
        Month of each round.
    sides : list of (border, state)
        Names of the sides.

    Returns
    -------
    DataFrame
        Columns round, date, border, side, quantity, term, mechanism, change.
    """
    parts = [
        _long(trust, dates, sides, "trust", TRUST_TERMS),
        _long(troops, dates, sides, "troops", TROOP_TERMS),
    ]
    table = pd.concat(parts, ignore_index=True)
    for column in ("border", "side", "quantity", "term", "mechanism"):
        table[column] = table[column].astype("category")
    return table


def _long(
    values: NDArray[np.float64],
    dates: pd.DatetimeIndex,
    sides: list[tuple[str, str]],
    quantity: str,
    terms: tuple[str, ...],
) -> pd.DataFrame:
    """Unfold one array of contributions into rows."""
    rounds, n_sides, n_terms = values.shape
    block = n_sides * n_terms
    mechanisms = [MECHANISM_OF_TERM[quantity, term] for term in terms]
    return pd.DataFrame(
        {
            "round": np.repeat(np.arange(1, rounds + 1), block),
            "date": dates.repeat(block),
            "border": _codes([border for border, _ in sides], n_terms, rounds),
            "side": _codes([state for _, state in sides], n_terms, rounds),
            "quantity": _codes([quantity], 1, rounds * block),
            "term": _codes(list(terms), 1, rounds * n_sides),
            "mechanism": _codes(mechanisms, 1, rounds * n_sides),
            "change": values.reshape(-1),
        }
    )


def _codes(names: list[str], each: int, times: int) -> "pd.Categorical[str]":
    """Repeat every name ``each`` times, and the whole ``times`` times, as a categorical."""
    categories = list(dict.fromkeys(names))
    place = {name: code for code, name in enumerate(categories)}
    codes = np.tile(np.repeat([place[name] for name in names], each), times)
    return pd.Categorical.from_codes(codes, pd.Index(categories))
