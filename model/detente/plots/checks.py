"""Checks of the tables that come in, with messages that say what is there instead.

Every picture names borders, sides, quantities and columns; a slip of the pen in one of them is the
commonest mistake of a user. This module finds it before matplotlib does. It does not check values.
"""

from collections.abc import Iterable
from difflib import get_close_matches

import pandas as pd

from detente.errors import DetenteError

__all__ = ["PictureError", "chosen", "require_columns", "require_rows"]


class PictureError(DetenteError, ValueError):
    """A picture that cannot be drawn of the tables given."""


def chosen(name: str, known: Iterable[str], what: str) -> str:
    """Return a name that is among the known ones.

    Parameters
    ----------
    name : str
        What the user asked for.
    known : iterable of str
        The names that exist.
    what : str
        What the name stands for, in the singular ("border").

    Returns
    -------
    str
        The same name.

    Raises
    ------
    PictureError
        If the name is not known; the message lists the known names and the nearest of them.

    Examples
    --------
    >>> chosen("KGZ-TJK", ["KGZ-TJK", "KGZ-UZB"], "border")
    'KGZ-TJK'
    """
    names = sorted({str(each) for each in known})
    if name in names:
        return name
    by_letters = {each.casefold(): each for each in names}
    near = get_close_matches(str(name).casefold(), by_letters, n=1)
    hint = f" Did you mean {by_letters[near[0]]!r}?" if near else ""
    raise PictureError(
        f"There is no {what} {name!r}; there is: {', '.join(names) or 'none'}.{hint}"
    )


def require_columns(table: pd.DataFrame, columns: Iterable[str], what: str) -> None:
    """Make sure that a table has the columns a picture reads.

    Parameters
    ----------
    table : DataFrame
        Any table.
    columns : iterable of str
        Columns that must be there.
    what : str
        What the table is ("the ledger").

    Raises
    ------
    PictureError
        If a column is missing.
    """
    missing = [column for column in columns if column not in table.columns]
    if missing:
        there = ", ".join(map(str, table.columns))
        raise PictureError(f"Column {', '.join(missing)} is missing from {what}; it has: {there}.")


def require_rows(table: pd.DataFrame, what: str) -> None:
    """Make sure that there is something to draw.

    Parameters
    ----------
    table : DataFrame
        Any table.
    what : str
        What its rows are ("months from 1992-01 to 1993-12 in the ledger").

    Raises
    ------
    PictureError
        If the table has no rows.
    """
    if table.empty:
        raise PictureError(f"There are no {what}: nothing to draw.")
