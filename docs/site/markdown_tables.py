"""Tables in Markdown."""

from collections.abc import Iterable

__all__ = ["markdown_table"]


def markdown_table(
    head: Iterable[str], rows: Iterable[Iterable[object]], numbers: Iterable[int] = ()
) -> str:
    """Write a table in Markdown.

    Parameters
    ----------
    head : iterable of str
        Headings.
    rows : iterable of iterable
        Cells, which may hold Markdown; a bar in a cell is escaped.
    numbers : iterable of int, optional
        Columns that are set flush right, counted from 0.

    Returns
    -------
    str
        The table, without an empty line around it.
    """
    names, right = list(head), set(numbers)
    marks = ["---:" if place in right else "---" for place in range(len(names))]
    lines = [names, marks, *([_cell(each) for each in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _cell(content: object) -> str:
    """Write one cell on one line."""
    return " ".join(str(content).split()).replace("|", "\\|")
