"""A hook of the site: a page for every scenario of the library, as `detente show` tells it.

The tables and the codes of the sources are those of the command. A variant is short, and is shown as the
file that it is, with its sources and comments.
"""

import re
from collections.abc import Iterator
from typing import Any, Final

from markdown_tables import markdown_table
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from rich.table import Table

from detente.cli.citing import Citations, values_by_kind
from detente.cli.sections import SECTIONS, Section
from detente.scenario import Scenario, ScenarioEntry, load, scenarios

__all__ = ["index_page", "on_config", "on_files", "scenario_page"]

FOLDER: Final = "docs/reference/scenarios"

_CODE = re.compile(r"\[([DPA]\d+)\]")
_WHOLE = re.compile(r"\d{4}-\d\d|[A-Z0-9]+(-[A-Z0-9]+)+")


def on_config(config: MkDocsConfig) -> None:
    """Put all pages into the navigation, below the one that lists them."""
    index = f"{FOLDER}/index.md"
    pages = [{entry.name: f"{FOLDER}/{entry.name}.md"} for entry in scenarios()]

    def with_pages(items: list[Any]) -> list[Any]:
        filled: list[Any] = []
        for item in items:
            if item == index:
                filled += [index, *pages]
            elif isinstance(item, dict):
                filled.append(
                    {k: with_pages(v) if isinstance(v, list) else v for k, v in item.items()}
                )
            else:
                filled.append(item)
        return filled

    config.nav = with_pages(config.nav or [])


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add the list, the pages, and the files themselves."""
    entries = scenarios()
    files.append(File.generated(config, f"{FOLDER}/index.md", content=index_page(entries)))
    for entry in entries:
        page = scenario_page(entry)
        files.append(File.generated(config, f"{FOLDER}/{entry.name}.md", content=page))
        content = entry.path.read_bytes()
        files.append(File.generated(config, f"{FOLDER}/{entry.path.name}", content=content))


def index_page(entries: list[ScenarioEntry]) -> str:
    """Write the list of the library.

    Parameters
    ----------
    entries : list of ScenarioEntry
        The scenarios.

    Returns
    -------
    str
        Markdown.
    """
    rows = (
        (
            f"[`{entry.name}`]({entry.name}.md)",
            f"**{entry.title}**<br>{entry.summary}",
            entry.years,
            entry.borders,
            f"[`{entry.base}`]({entry.base}.md)" if entry.base else "",
        )
        for entry in entries
    )
    head = ("name", "what it represents", "years", "borders", "extends")
    text = (
        "A scenario is loaded by its name: `detente.load(NAME)`, `detente run NAME`. "
        "What the keys of a file mean, and what carries the weight in the numbers, is said in "
        "[the scenario file](../../../scenarios/README.md)."
    )
    return f"# Scenarios of the library\n\n{text}\n\n{markdown_table(head, rows, numbers=[3])}\n"


def scenario_page(entry: ScenarioEntry) -> str:
    """Write the page of a scenario.

    Parameters
    ----------
    entry : ScenarioEntry
        The scenario.

    Returns
    -------
    str
        Markdown.
    """
    scenario = load(entry.path)
    citations = Citations(scenario)
    parts = list(_head(scenario, entry, citations))
    sections = list(Section) if scenario.base is None else [Section.TIMELINE, Section.SOURCES]
    for section in sections:
        if section == Section.SOURCES and scenario.base is not None:
            text = entry.path.read_text(encoding="utf-8").strip()
            parts += ["## The file", f"```yaml\n{text}\n```"]
        for title, table in SECTIONS[section](scenario, citations):
            parts.append(f"## {title}")
            parts += [_in_markdown(table)] if table else []
    return "\n\n".join(parts) + "\n"


def _head(scenario: Scenario, entry: ScenarioEntry, citations: Citations) -> Iterator[str]:
    """What a scenario is about."""
    yield f"# {scenario.name}: {scenario.title}"
    yield " ".join(scenario.about.split())
    base = f"[`{scenario.base}`]({scenario.base}.md)" if scenario.base else "no other scenario"
    facts = {
        "Time": f"{scenario.rounds} rounds (months), {scenario.start} to {scenario.end}",
        "Extends": base,
        "Borders": ", ".join(f"`{name}`" for name in scenario.borders),
        "Stands on": "; ".join(scenario.passages) or "no passage of the document",
        "Rivalry": f"{scenario.rivalry:g} between the great powers",
        "Sources": values_by_kind(citations.by_kind()),
        "File": f"[{entry.path.name}]({entry.path.name})",
    }
    yield "\n".join(f"- **{name}**: {fact}" for name, fact in facts.items())
    yield (
        "Codes such as A1 stand for sources, which are spelled out at the end: D for the source "
        "document, P for publications, A for assumptions. A row's source holds for all of its values "
        "that carry no code of their own."
    )


def _in_markdown(table: Table) -> str:
    """Write a table of the command in Markdown; codes lead to the list of sources."""
    head = [str(column.header).replace("-\n", "").replace("\n", " ") for column in table.columns]
    rows = zip(*(column.cells for column in table.columns), strict=True)
    numbers = [place for place, column in enumerate(table.columns) if column.justify == "right"]
    is_list = head[0] == "code"
    return markdown_table(
        head, ([_linked(str(cell), is_list=is_list) for cell in row] for row in rows), numbers
    )


def _linked(cell: str, *, is_list: bool) -> str:
    """Make a code a link to the list of sources, or, in that list, its target; keep names whole."""
    if _WHOLE.fullmatch(cell):
        return f'<span class="whole">{cell}</span>'
    form = r'<span id="\1">\1</span>' if is_list else r"[\1](#\1)"
    return _CODE.sub(form, cell)
