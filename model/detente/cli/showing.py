"""Command `show`: what is in a scenario, with every source."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from rich.table import Table

from detente.cli.citing import Citations, values_by_kind
from detente.cli.library import AsJson
from detente.cli.screen import heading, print_json, say
from detente.cli.sections import SECTIONS, Section

if TYPE_CHECKING:
    from detente.scenario import Scenario

__all__ = ["Given", "scenario_of", "show"]

_ALL: Final = [section for section in Section if section != Section.SOURCES]
"""Sections that are shown together; each spells out its own sources."""

Given = Annotated[
    str,
    typer.Argument(
        metavar="SCENARIO",
        help="A name of the library, a file that ends in .yaml, or the folder of a run.",
    ),
]


def scenario_of(given: str) -> "Scenario":
    """Load a scenario by name or path, or take that of a run from its folder."""
    if Path(given).is_dir() and (Path(given) / "manifest.json").exists():
        from detente.results import open_run

        return open_run(given).scenario()
    from detente.scenario import load

    return load(given)


def show(
    given: Given,
    *,
    section: Annotated[
        Section | None, typer.Option("--section", help="Only this part of it.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Show what is in a scenario, with the source of every value.

    Codes such as [P3] stand for sources, which are spelled out below the tables: D for the source
    document, P for publications, A for assumptions. A row's source holds for all of its values that
    carry no code of their own.
    """
    scenario = scenario_of(given)
    if as_json:
        print_json(_data(scenario, section))
        return
    citations = Citations(scenario)
    if section is None:
        _print_head(scenario, citations)
    for name in _ALL if section is None else [section]:
        for title, made in SECTIONS[name](scenario, citations):
            say(heading(title), *([made] if made else []), "")
        cited = [f"{code} {source}" for code, source in citations.cited()]
        if cited:
            say(*cited, "")


def _print_head(scenario: "Scenario", citations: Citations) -> None:
    """Print what the scenario is about."""
    facts = {
        "time": f"{scenario.rounds} rounds (months), {scenario.start} to {scenario.end}",
        "extends": scenario.base or "no other scenario",
        "stands on": "; ".join(scenario.passages) or "no passage of the document",
        "rivalry": f"{scenario.rivalry:g} between the great powers",
        "sources": values_by_kind(citations.by_kind()),
        "digest": scenario.digest,
    }
    say(heading(f"{scenario.name}: {scenario.title}"), " ".join(scenario.about.split()), "")
    grid = Table.grid(padding=(0, 2, 0, 0))
    for name, fact in facts.items():
        grid.add_row(name, fact)
    say(grid, "")


def _data(scenario: "Scenario", section: Section | None) -> dict[str, Any]:
    """Scenario, or a section of it, as JSON."""
    sources = {path: str(source) for path, source in scenario.sources().items()}
    content = scenario.model_dump(mode="json")
    if section is None:
        head = {"base": scenario.base, "end": str(scenario.end), "digest": scenario.digest}
        return {**content, **head, "sources": sources}
    if section == Section.SOURCES:
        return {"sources": sources}
    if section in {Section.SECTORS, Section.CSBMS}:
        field = "csbm" if section == Section.CSBMS else section.value
        part: dict[str, Any] = {b: v[field] for b, v in content["borders"].items()}
        own = {path: text for path, text in sources.items() if f".{field}" in path}
        return {section.value: part, "sources": own}
    own = {path: text for path, text in sources.items() if path.startswith(section.value)}
    return {section.value: content[section.value], "sources": own}
