"""A hook of the site: every column of every table, from the package's own dictionaries of data."""

from collections.abc import Iterator, Mapping
from typing import Final

from markdown_tables import markdown_table
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from detente import results
from detente.batches import columns as batches

__all__ = ["dictionary_page", "on_files"]

PAGE: Final = "docs/reference/tables.md"


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the page."""
    files.append(File.generated(config, PAGE, content=dictionary_page()))


def dictionary_page() -> str:
    """Write the page.

    Returns
    -------
    str
        Markdown.
    """
    about = (
        "The same dictionary is in the `README.md` of every folder. How the tables are read: "
        "[read the tables](../how_to/read_the_tables.md)."
    )
    parts = [
        "# Tables, column by column",
        about,
        *_section("A run", results.TABLES, results.COLUMNS),
        *_section("A batch", batches.TABLES, batches.COLUMNS),
    ]
    return "\n\n".join(parts) + "\n"


def _section(
    title: str,
    tables: Mapping[str, str],
    columns: Mapping[str, Mapping[str, results.Column]],
) -> Iterator[str]:
    """Tables of one kind of folder."""
    yield f"## {title}"
    for name, about in tables.items():
        yield f"### {title}: {name}"
        yield about
        rows = ((f"`{column}`", *described) for column, described in columns[name].items())
        yield markdown_table(("column", "unit", "meaning"), rows)
