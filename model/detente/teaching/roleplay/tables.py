"""Tables that are read and not computed with: whole sentences in their cells, rows without numbers."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

__all__ = ["ReadingTable", "markdown_list", "markdown_table", "month_words"]


class ReadingTable(pd.DataFrame):
    """A table that a notebook shows with all of its words."""

    @property
    def _constructor(self) -> "type[ReadingTable]":
        """Stay such a table when rows or columns are taken out."""
        return ReadingTable

    def _repr_html_(self) -> str:
        """Show every word, and no row numbers."""
        with pd.option_context("display.max_colwidth", None):
            words = str(self.to_html(index=False, justify="left"))
        return words.replace("<td>", '<td style="text-align: left">')


def markdown_table(rows: pd.DataFrame) -> str:
    """Write a table in Markdown.

    Parameters
    ----------
    rows : DataFrame
        Words and numbers, already rounded.

    Returns
    -------
    str
        A line for each row, and an empty one at the end.
    """

    def line(cells: Iterable[Any]) -> str:
        return f"| {' | '.join(str(cell).replace('|', '/') for cell in cells)} |"

    rule = line(["---"] * len(rows.columns))
    body = [line(row) for row in rows.itertuples(index=False)]
    return "\n".join([line(rows.columns), rule, *body, ""])


def markdown_list(sentences: Sequence[str]) -> str:
    """Write sentences as a list in Markdown."""
    return "\n".join(f"- {sentence}" for sentence in sentences)


def month_words(date: Any) -> str:
    """Write a date as a month, as in scenario files."""
    return f"{pd.Timestamp(date):%Y-%m}"
