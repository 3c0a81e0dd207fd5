"""Why trust and troops moved on one border: the ledger added up over a window of months.

The level before the window, plus the sums of all terms, is the level at its end (to rounding). A share
is a term's part of the gross change, the sum of what the terms did in either direction, since terms that
cancel each other have mattered all the same. Which term was decisive is not said: for that, run the
scenario without it.
"""

import re
from typing import Any, NamedTuple

import pandas as pd

from detente.errors import DetenteError
from detente.scenario.names import quoted, unknown

__all__ = ["Window", "explain", "incidents", "window"]

Date = str | pd.Timestamp


class Window(NamedTuple):
    """Months that are looked at, both included, by their first days."""

    first: pd.Timestamp
    last: pd.Timestamp


_DATE = re.compile(r"(\d{4})(?:-(\d{1,2}))?")


def window(dates: "pd.Series[Any]", start: Date | None, end: Date | None) -> Window:
    """Find the months of a run that lie within a window.

    Parameters
    ----------
    dates : Series of Timestamp
        Months of the run.
    start, end : str or Timestamp, optional
        First and last month, such as ``2010-03``; a year alone, ``2010``, begins with its January and
        ends with its December. By default the run's own.

    Returns
    -------
    Window
        The part of the window that the run covers.

    Raises
    ------
    DetenteError
        For what is no month, and where no month of the run is left.
    """
    earliest, latest = dates.min(), dates.max()
    first = earliest if start is None else max(_month(start, 1), earliest)
    last = latest if end is None else min(_month(end, 12), latest)
    if not first <= last:
        asked = f"from {start or 'the start'} to {end or 'the end'}"
        raise DetenteError(
            f"there is no month {asked}; the run goes from {earliest:%Y-%m} to {latest:%Y-%m}"
        )
    return Window(first, last)


def _month(date: Date, of_a_year: int) -> pd.Timestamp:
    """Read a month; a year alone stands for one of its months."""
    if isinstance(date, pd.Timestamp):
        return date.to_period("M").to_timestamp()
    found = _DATE.fullmatch(date.strip())
    try:
        if found is None:
            raise ValueError
        return pd.Timestamp(int(found[1]), int(found[2] or of_a_year), 1)
    except ValueError:
        raise DetenteError(
            f"found {quoted(date)}; allowed: a year such as 2010 or a month such as 2010-03"
        ) from None


def explain(
    ledger: pd.DataFrame,
    sides: pd.DataFrame,
    border: str,
    start: Date | None = None,
    end: Date | None = None,
) -> pd.DataFrame:
    """Say what moved trust and troops on one border, by side and term.

    Parameters
    ----------
    ledger : DataFrame
        Columns date, border, side, quantity, term, mechanism and change.
    sides : DataFrame
        Trajectories by side: columns round, date, border, state, trust and troops.
    border : str
        Which border.
    start, end : str or Timestamp, optional
        First and last month; see `window`.

    Returns
    -------
    DataFrame
        One row for each side, quantity and term, the largest changes of a side and quantity first:
        side, quantity, before (level before the window), after (level at its end), term,
        mechanism, change, and share (of the gross change, 0 to 1). Trust in points, troops in persons.

    Raises
    ------
    DetenteError
        For a border that is not there and for a window without a month of the run.
    """
    known = [str(name) for name in ledger["border"].unique()]
    if border not in known:
        raise DetenteError(unknown("border", border, known))
    own = ledger[ledger["border"] == border]
    first, last = window(own["date"], start, end)
    own = own[own["date"].between(first, last)]
    keys = ["side", "quantity", "term", "mechanism"]
    sums = own.groupby(keys, observed=True, sort=False)["change"].sum().reset_index()
    sums = sums.astype(dict.fromkeys(keys, "str"))
    levels = _levels(sides[sides["border"] == border], Window(first, last))
    table = sums.merge(levels, on=["side", "quantity"], how="left")
    size = table["change"].abs()
    gross = size.groupby([table["side"], table["quantity"]]).transform("sum")
    table["share"] = (size / gross).where(gross > 0, 0.0)
    place = table.groupby(["side", "quantity"], sort=False).ngroup()
    order = pd.DataFrame({"place": place, "size": -size}).sort_values(
        ["place", "size"], kind="stable"
    )
    columns = ["side", "quantity", "before", "after", "term", "mechanism", "change", "share"]
    return table.loc[order.index, columns].reset_index(drop=True)


def _levels(sides: pd.DataFrame, months: Window) -> pd.DataFrame:
    """Levels of trust and troops before a window and at its end, by side and quantity."""
    before = sides[sides["date"] == months.first - pd.DateOffset(months=1)]
    after = sides[sides["date"] == months.last]
    levels = {
        name: rows.melt("state", ["trust", "troops"], "quantity", name).rename(
            columns={"state": "side"}
        )
        for name, rows in (("before", before), ("after", after))
    }
    return levels["before"].merge(levels["after"], on=["side", "quantity"])


def incidents(
    events: pd.DataFrame, border: str, start: Date | None = None, end: Date | None = None
) -> pd.DataFrame:
    """List the events on a border that moved trust, those that moved it most first.

    Parameters
    ----------
    events : DataFrame
        Columns date, border, sector, kind, severity, outcome and trust_change.
    border : str
        Which border.
    start, end : str or Timestamp, optional
        First and last month, as for `window`.

    Returns
    -------
    DataFrame
        Rows of `events`; none where nothing happened.
    """
    own = events[(events["border"] == border) & (events["trust_change"] != 0.0)]
    if start is not None:
        own = own[own["date"] >= _month(start, 1)]
    if end is not None:
        own = own[own["date"] <= _month(end, 12)]
    order = own["trust_change"].abs().sort_values(ascending=False, kind="stable").index
    return own.loc[order].reset_index(drop=True)
