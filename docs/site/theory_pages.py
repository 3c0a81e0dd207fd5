"""A hook of the site: the parameters and mechanisms of the theory, from the code's own tables."""

import importlib
import inspect
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from markdown_tables import markdown_table
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from detente.ledger import MECHANISM_OF_TERM
from detente.rules.csbm import EFFECTS, MEASURES
from detente.rules.mechanisms import MECHANISMS, SWITCHES, Mechanism
from detente.rules.parameters import DEFAULTS, PARAMETERS

__all__ = ["mechanism_page", "on_files", "parameter_page"]

FOLDER: Final = "docs/reference"

_EQUATION = re.compile(r"Equation:\s+``(.+?)``", re.DOTALL)
_LITERAL = re.compile(r"``(\w+)``")


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Add both pages."""
    files.append(File.generated(config, f"{FOLDER}/parameters.md", content=parameter_page()))
    files.append(File.generated(config, f"{FOLDER}/mechanisms.md", content=mechanism_page()))


def _described(rule: str) -> str:
    """Docstring of a rule, by its name within `detente.rules`."""
    module, _, name = rule.partition(".")
    return inspect.getdoc(getattr(importlib.import_module(f"detente.rules.{module}"), name)) or ""


def _read_by(rule: str) -> list[str]:
    """Parameters, and effects of CSBMs, that a rule says to read."""
    named = _LITERAL.findall(_described(rule))
    return [name for name in dict.fromkeys(named) if name in PARAMETERS or name in EFFECTS]


def _readers() -> dict[str, list[str]]:
    """Mechanisms that read each parameter."""
    readers = defaultdict[str, list[str]](list)
    for number, mechanism in MECHANISMS.items():
        for name in dict.fromkeys(name for rule in mechanism.rules for name in _read_by(rule)):
            readers[name].append(number)
    return readers


# Parameters


def parameter_page() -> str:
    """Write the page of the parameters, a table for each subject.

    Returns
    -------
    str
        Markdown.
    """
    return "\n\n".join(_parameter_parts()) + "\n"


def _parameter_parts() -> Iterator[str]:
    """Parts of the page, from the top."""
    yield "# Parameters"
    graded = defaultdict[str, int](int)
    for parameter in PARAMETERS.values():
        graded[parameter.grade] += 1
    yield (
        f"The theory has {len(PARAMETERS)} parameters. The grade says what the *sign or form* rests on: "
        f"the source document ({graded['document']} parameters), the literature "
        f"({graded['literature']}), or an assumption alone ({graded['assumption']}). None of the "
        "values is an estimate from data. The range is what a referee would accept without a reason; "
        "studies of sensitivity sample it. A scenario changes a parameter under `theory:`, a run with "
        "`--set theory.NAME=VALUE`."
    )
    yield (
        "This page is made from the table that the code reads. The equations stand under "
        "[mechanisms](mechanisms.md), the publications in the [bibliography](../bibliography.md)."
    )
    readers = _readers()
    for subject in dict.fromkeys(parameter.subject for parameter in PARAMETERS.values()):
        if subject == "csbm":
            yield from _measures()
            continue
        yield f"## {subject.capitalize()}"
        rows = [
            (
                f'<code id="{name}">{name}</code><br>`{p.symbol}`',
                p.meaning,
                f"{DEFAULTS[name]:g}",
                f"{p.low:g} to {p.high:g}",
                p.unit,
                f"**{p.grade}**<br>{p.source}",
                _links(readers[name]),
            )
            for name, p in PARAMETERS.items()
            if p.subject == subject
        ]
        head = ("name, symbol", "meaning", "default", "range", "unit", "grade and source", "in")
        yield markdown_table(head, rows, numbers=[2])
    yield "## Parts that can be switched off"
    yield "What a scenario names under `without:`, and the values that put it to rest."
    switched = (
        (f"`{name}`", ", ".join(f"`{each}` = {value:g}" for each, value in values.items()))
        for name, values in SWITCHES.items()
    )
    yield markdown_table(("part", "parameters"), switched)


def _measures() -> Iterator[str]:
    """The parameters of the nine measures, a column for each effect."""
    yield "## CSBMs"
    source = PARAMETERS[f"{MEASURES[0]}_threshold"].source
    yield (
        "Each number is a parameter of its own, named `<measure>_<effect>`, such as "
        f"`{MEASURES[0]}_threshold`; its range stands below it. How measures come about and lapse is "
        f"[M22](mechanisms.md#m22). Graded **document**: {source}."
    )
    rows = [
        (
            f"`{measure}`",
            *(
                f"{DEFAULTS[name]:g}<br><small>{PARAMETERS[name].low:g} to "
                f"{PARAMETERS[name].high:g}</small>"
                for name in (f"{measure}_{effect}" for effect in EFFECTS)
            ),
        )
        for measure in MEASURES
    ]
    yield markdown_table(("measure", *EFFECTS), rows, numbers=range(1, len(EFFECTS) + 1))
    meanings = (
        (f'<code id="{name}">{name}</code>', f"`{symbol}`", meaning)
        for name, (symbol, meaning) in EFFECTS.items()
    )
    yield markdown_table(("effect", "symbol", "meaning"), meanings)


def _links(numbers: Iterable[str]) -> str:
    """Links to mechanisms."""
    return ", ".join(f"[{number}](mechanisms.md#{number.lower()})" for number in numbers)


# Mechanisms


def mechanism_page() -> str:
    """Write the page of the mechanisms, with their rules, equations, passages and parameters.

    Returns
    -------
    str
        Markdown.
    """
    about = (
        f"The theory is made of {len(MECHANISMS)} mechanisms. Each is stated by one or a few rules, "
        "small functions of `detente.rules` that both engines apply; the equation stands in the "
        "function's description. Quotations are from *Border Demilitarization Efforts in Central Asia: "
        "Advancing Regional Stability*. A mechanism that no passage and no publication supports is an "
        "assumption. Symbols are those of the [parameters](parameters.md) and of the "
        "[notation](../odd.md#notation) of the model's description."
    )
    parts = ["# Mechanisms", about]
    for number, mechanism in MECHANISMS.items():
        parts.append(f"## {number} {mechanism.name} {{#{number.lower()}}}")
        parts += _mechanism_parts(number, mechanism)
    return "\n\n".join(parts) + "\n"


def _mechanism_parts(number: str, mechanism: Mechanism) -> Iterator[str]:
    """What is said of one mechanism."""
    if mechanism.rules:
        yield markdown_table(
            ("rule", "equation"), [_equation_row(rule) for rule in mechanism.rules]
        )
    facts = [f"Phases of the round: {', '.join(mechanism.phases)}."]
    if mechanism.home:
        facts.append(f"In the code: {mechanism.home}.")
    facts += [f'Document, {heading}: "{words}".' for heading, words in mechanism.passages]
    if mechanism.literature:
        facts.append(f"Literature: {mechanism.literature} ([bibliography](../bibliography.md)).")
    if not mechanism.passages and not mechanism.literature:
        facts.append("Stands on: assumption.")
    read = dict.fromkeys(name for rule in mechanism.rules for name in _read_by(rule))
    if read:
        links = ", ".join(f"[`{name}`](parameters.md#{name})" for name in read)
        facts.append(f"Parameters: {links}.")
    terms = [f"`{term}` of {what}" for (what, term), m in MECHANISM_OF_TERM.items() if m == number]
    if terms:
        facts.append(f"In the ledger: {', '.join(terms)}.")
    yield "\n".join(f"- {fact}" for fact in facts)


def _equation_row(rule: str) -> tuple[str, str]:
    """Rule with a link to its description, and its equation."""
    found = _EQUATION.search(_described(rule))
    equation = " ".join(found[1].split()) if found else ""
    return f"[`{rule}`][detente.rules.{rule}]", f"`{equation}`" if equation else "no equation"
