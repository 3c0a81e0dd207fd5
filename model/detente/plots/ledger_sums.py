"""Sums of the ledger: how much each term moved trust or troops, by month, quarter or year.

Many terms of the ledger are small. The weightiest over the whole time keep their own column; the lesser
confidence-building measures, small one by one and large together, are added into one, and all other
terms into another, so that every row still sums to the net change. Nothing is drawn here; that is the
matter of `detente.plots.contributions`.
"""

from typing import Final, NamedTuple

import pandas as pd

from detente.plots.checks import PictureError, chosen, require_columns, require_rows
from detente.rules.csbm import MEASURES

__all__ = [
    "MEASURES_TOGETHER",
    "OTHER",
    "PERIODS",
    "Contributions",
    "contributions_by_period",
    "months_between",
]

PERIODS: Final[dict[str, str]] = {"month": "M", "quarter": "Q", "year": "Y"}
"""Lengths of a period, with the letter pandas has for each."""

OTHER: Final = "other"
"""Column of the terms that are merged."""

MEASURES_TOGETHER: Final = "measures"
"""Column of the confidence-building measures that are merged."""

_MOST_BARS: Final = 40
_SHOWN: Final = 7  # terms with a column of their own
_COLUMNS: Final = ("date", "border", "side", "quantity", "term", "change")


class Contributions(NamedTuple):
    """Contributions to a change, summed by period.

    Attributes
    ----------
    table : DataFrame
        One row for each period, by its first day; one column for each term, the weightiest first. Every
        row sums to the net change of its period.
    merged : dict
        How many lesser terms the columns ``measures`` and ``other`` hold, where there are such columns.
    period : str
        Length of a period: "month", "quarter" or "year".
    """

    table: pd.DataFrame
    merged: dict[str, int]
    period: str


def contributions_by_period(
    ledger: pd.DataFrame,
    border: str,
    quantity: str = "trust",
    side: str | None = None,
) -> Contributions:
    """Sum the ledger of one border by term and period.

    Parameters
    ----------
    ledger : DataFrame
        Columns date, border, side, quantity, term and change.
    border : str
        Which border.
    quantity : str
        "trust" or "troops".
    side : str, optional
        The state whose trust or troops are meant. Without it: the mean of both sides for trust, their
        sum for troops.

    Returns
    -------
    Contributions
        By month up to 40 months, then by quarter up to 40 quarters, then by year.

    Raises
    ------
    PictureError
        If the border, the quantity or the side is not in the ledger.
    """
    require_columns(ledger, _COLUMNS, "the ledger")
    chosen(border, ledger["border"].unique(), "border")
    own = ledger[ledger["border"] == border]
    chosen(quantity, own["quantity"].unique(), "quantity")
    own = own[own["quantity"] == quantity]
    if side is not None:
        chosen(side, own["side"].unique(), f"side of {border}")
        own = own[own["side"] == side]
    sides = 1 if quantity == "troops" else own["side"].nunique()
    period = _period(own["date"].nunique())
    periods = own["date"].dt.to_period(PERIODS[period]).dt.to_timestamp()
    terms = own["term"].astype("str")
    sums = own["change"].groupby([periods, terms]).sum().unstack(fill_value=0) / sides
    weights = own["change"].abs().groupby(terms).sum()
    active = weights[weights > 0].sort_index().sort_values(ascending=False, kind="stable")
    table, merged = _weightiest(sums, [str(term) for term in active.index])
    return Contributions(table, merged, period)


def months_between(
    table: pd.DataFrame, start: str | pd.Timestamp | None, end: str | pd.Timestamp | None
) -> pd.DataFrame:
    """Keep the rows of a table from one month to another, both included.

    Parameters
    ----------
    table : DataFrame
        With a column date.
    start, end : str or Timestamp or None
        Months such as "1992-01"; None for as far as the table goes.

    Returns
    -------
    DataFrame
        The rows kept.

    Raises
    ------
    PictureError
        If a month cannot be read or no row is left.
    """
    try:
        first = table["date"].min() if start is None else pd.Period(start, "M").start_time
        last = table["date"].max() if end is None else pd.Period(end, "M").end_time
    except ValueError as error:
        raise PictureError(
            f"Cannot read {start!r} or {end!r} as a month: write 1992-01 for January 1992."
        ) from error
    kept = table[(table["date"] >= first) & (table["date"] <= last)]
    require_rows(kept, f"months from {start or 'the first'} to {end or 'the last'} in the ledger")
    return kept


def _period(months: int) -> str:
    """Choose the shortest period that gives a readable number of bars."""
    for period, length in (("month", 1), ("quarter", 3)):
        if months <= length * _MOST_BARS:
            return period
    return "year"


def _weightiest(sums: pd.DataFrame, terms: list[str]) -> tuple[pd.DataFrame, dict[str, int]]:
    """Keep the first of the terms and merge the others, measures apart from the rest."""
    own = terms[:_SHOWN]
    measures = [term for term in terms[_SHOWN - 1 :] if term in MEASURES]
    if len(terms) > _SHOWN and len(measures) > 1:
        own = terms[: _SHOWN - 1]
    else:
        measures = []
    rest = [term for term in terms if term not in (*own, *measures)]
    table = sums.reindex(columns=own)
    merged = {MEASURES_TOGETHER: measures, OTHER: rest}
    for column, members in merged.items():
        if members:
            table[column] = sums.reindex(columns=members).sum(axis=1)
    return table, {column: len(members) for column, members in merged.items() if members}
