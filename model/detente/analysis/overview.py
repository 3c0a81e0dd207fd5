"""What a run came to: its borders at the start and at the end, what moved them, and what happened.

The tables say what was, not what is likely: one run is one draw of luck. They are what the command shows
at the end of a run.
"""

from typing import Final

import pandas as pd

from detente.measures import COMPONENTS

__all__ = ["NOTABLE", "counts", "drivers", "notable_events", "summary", "yearly"]

NOTABLE: Final = (
    "timeline",
    "skirmish",
    "talks_opened",
    "talks_collapsed",
    "treaty_signed",
    "treaty_broken",
    "treaty_completed",
    "delimited",
    "csbm_adopted",
    "csbm_lapsed",
)
"""Kinds of events that a reader wants to know of one by one; the others are only counted."""

_LEVELS: Final = ("stability", "trust", "density")


def summary(trajectories: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Compare the borders at the start of a run and at its end.

    Parameters
    ----------
    trajectories : DataFrame
        By border: columns round, border, stability, trust, density, troops, status and treaty.
    events : DataFrame
        Columns border, kind and severity.

    Returns
    -------
    DataFrame
        One row for each border, in the order of the scenario: border; stability, trust and density,
        each with ``_start`` and ``_end``; troops_start, troops_end; status and treaty at the end;
        skirmishes and casualties of the whole run.
    """
    by_border = trajectories.sort_values("round", kind="stable").groupby("border", sort=False)
    first, last = by_border.first(), by_border.last()
    table = pd.DataFrame(index=first.index)
    for level in (*_LEVELS, "troops"):
        table[f"{level}_start"] = first[level]
        table[f"{level}_end"] = last[level]
    table["status"] = last["status"]
    table["treaty"] = last["treaty"]
    fire = events[events["kind"] == "skirmish"].groupby("border")["severity"]
    table["skirmishes"] = fire.size().reindex(table.index, fill_value=0).astype(int)
    table["casualties"] = fire.sum().reindex(table.index, fill_value=0.0)
    return table.reset_index()


def drivers(ledger: pd.DataFrame) -> pd.DataFrame:
    """Add up what moved trust and troops over a whole run, over all borders.

    Parameters
    ----------
    ledger : DataFrame
        Columns border, side, quantity, term, mechanism and change.

    Returns
    -------
    DataFrame
        One row for each quantity and term, trust first and the largest changes of a quantity first:
        quantity, term, mechanism, change, share. A change of trust is the mean over the sides of
        all borders, one of troops the sum in persons; a share is that of the gross change.
    """
    keys = ["quantity", "term", "mechanism"]
    table = ledger.groupby(keys, observed=True, sort=False)["change"].sum().reset_index()
    table = table.astype(dict.fromkeys(keys, "str"))
    n_sides = len(ledger[["border", "side"]].drop_duplicates())
    table.loc[table["quantity"] == "trust", "change"] /= n_sides
    size = table["change"].abs()
    gross = size.groupby(table["quantity"]).transform("sum")
    table["share"] = (size / gross).where(gross > 0, 0.0)
    parts = [
        table.loc[size[table["quantity"] == quantity].sort_values(ascending=False).index]
        for quantity in ("trust", "troops")
    ]
    return pd.concat(parts, ignore_index=True)


def counts(events: pd.DataFrame) -> dict[str, int]:
    """Count the events of each kind; an event of the timeline counts once, not for each border.

    Parameters
    ----------
    events : DataFrame
        Columns round, kind and outcome.

    Returns
    -------
    dict of str to int
        Numbers by kind, in the order of names.
    """
    from_outside = events["kind"] == "timeline"
    repeated = events.duplicated(["round", "kind", "outcome"]) & from_outside
    numbers = events.loc[~repeated, "kind"].value_counts().sort_index()
    return {str(kind): int(number) for kind, number in numbers.items()}


def notable_events(events: pd.DataFrame) -> pd.DataFrame:
    """Keep the events that a reader wants to know of one by one, in the order of time.

    Parameters
    ----------
    events : DataFrame
        Columns date, border, kind and severity.

    Returns
    -------
    DataFrame
        Rows of `events`.
    """
    return events[events["kind"].isin(NOTABLE)].reset_index(drop=True)


def yearly(region: pd.DataFrame) -> pd.DataFrame:
    """Reduce the trajectory of the region to its start and the ends of its years.

    Parameters
    ----------
    region : DataFrame
        By region: columns round, date, stability, its parts and others.

    Returns
    -------
    DataFrame
        Date, stability, the six parts, trust, troops, density and cooperation at the start, in each
        December and in the last month; skirmishes and casualties since the row before.
    """
    ordered = region.sort_values("round", kind="stable").reset_index(drop=True)
    kept = (ordered["date"].dt.month == 12) | ordered.index.isin([0, len(ordered) - 1])
    levels = ["stability", *(f"part_{name}" for name in COMPONENTS)]
    levels += ["trust", "troops", "density", "cooperation"]
    table = ordered.loc[kept, ["round", "date", *levels]].copy()
    for name, column in (("skirmishes", "skirmishes"), ("casualties", "severity")):
        total = ordered[column].cumsum()[kept]
        table[name] = total.diff().fillna(total.iloc[0])
    reduced: pd.DataFrame = table.reset_index(drop=True)
    return reduced
