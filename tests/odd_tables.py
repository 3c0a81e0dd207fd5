"""The tables of `docs/odd.md`, made from the code so that the model's description cannot drift from it.

A table stands in the text between ``<!-- generated: name -->`` and ``<!-- end -->``. Equations, meanings
and attributes are read off the docstrings of what they describe; nothing is written down twice.
"""

import importlib
import inspect
import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Final

from detente import measures, results
from detente.agents import Border, BorderPost, ExternalPower, Sector, Side, State
from detente.draws import Process
from detente.ledger import MECHANISM_OF_TERM, TROOP_TERMS, TRUST_TERMS
from detente.model import PHASES, BorderModel
from detente.rules.csbm import EFFECTS, MEASURE_EFFECTS
from detente.rules.mechanisms import MECHANISMS, SWITCHES, Mechanism
from detente.rules.parameters import DEFAULTS, PARAMETERS
from detente.scenario import SECTIONS, SERIES
from tests.facts.facts import FACTS

__all__ = ["BLOCK", "TABLES", "equation_of", "rule_named", "with_current_tables"]

BLOCK: Final = re.compile(r"(<!-- generated: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
EQUATION: Final = re.compile(r"Equation:\s+``(.+?)``", re.DOTALL)
ATTRIBUTES: Final = re.compile(r"Attributes\n-+\n(.*?)(?:\n\n\S|\Z)", re.DOTALL)

GROUPS: Final[dict[str, tuple[int, int]]] = {
    "troops": (1, 11),
    "encounters": (12, 16),
    "crime": (17, 18),
    "powers": (19, 21),
    "diplomacy": (22, 24),
    "trade": (25, 27),
    "trust": (28, 44),
    "politics": (45, 47),
}
"""First and last mechanism of each subject."""

AGENTS: Final = (State, ExternalPower, Border, Side, Sector, BorderPost)

DECISIONS: Final[dict[Process, tuple[str, str]]] = {
    Process.MISUNDERSTANDING: ("sector", "number of misunderstandings that are resolved"),
    Process.STANDOFF: ("sector", "number of stand-offs that end without fire"),
    Process.SKIRMISH: ("sector", "number of skirmishes"),
    Process.SEVERITY: ("sector", "casualties of each skirmish of the month"),
    Process.SMUGGLING: ("post", "number of smuggling incidents"),
    Process.TRAFFICKING: ("post", "number of trafficking incidents"),
    Process.INFILTRATION: ("post", "number of infiltrations"),
    Process.TREATY_STEP: ("border", "whether talks open, or a treaty is signed"),
    Process.TREATY_BREAK: ("border", "whether talks collapse, or a treaty breaks down"),
    Process.WILL: ("state", "noise of political will"),
    Process.STABILITY: ("state", "noise of stability"),
}
"""Where each uniform is drawn, and what it decides."""


def rule_named(dotted: str) -> Callable[..., object]:
    """Find the function of a rule by its name within `detente.rules`."""
    module, _, name = dotted.partition(".")
    rule: Callable[..., object] = getattr(importlib.import_module(f"detente.rules.{module}"), name)
    return rule


def equation_of(dotted: str) -> str:
    """Read the equation of a rule from its docstring."""
    found = EQUATION.search(inspect.getdoc(rule_named(dotted)) or "")
    return " ".join(found[1].split()) if found else ""


def with_current_tables(text: str) -> str:
    """Put the tables that the code makes now between their marks."""
    return BLOCK.sub(lambda block: f"{block[1]}\n{TABLES[block[2]]()}\n\n{block[3]}", text)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """Write a table in Markdown; a bar inside a cell is escaped."""
    names = list(head)
    lines = [names, ["---"] * len(names)]
    lines += [[str(cell).replace("|", "\\|") for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _first_line(described: object) -> str:
    return (inspect.getdoc(described) or "").partition("\n")[0]


def _paragraph(described: object, number: int) -> str:
    """One paragraph of a docstring, on one line and with code as Markdown writes it."""
    paragraphs = (inspect.getdoc(described) or "").split("\n\n")
    return " ".join(paragraphs[number].split()).replace("``", "`")


def _sections() -> str:
    return "\n".join(f"{number}. {heading}" for number, heading in enumerate(SECTIONS, start=1))


def _patterns() -> str:
    rows = (
        (
            number,
            fact.statement,
            f"{'>' if fact.sign > 0 else '<'} {fact.sign * fact.bound + 0.0:g}",
        )
        for number, fact in FACTS.items()
    )
    return _table(("fact", "statement", "holds where the effect is"), rows)


def _schedule() -> str:
    def acting(phase: str) -> str:
        return ", ".join(number for number, m in MECHANISMS.items() if phase in m.phases)

    rows = (
        (
            number,
            f"*{phase}*",
            _first_line(getattr(BorderModel, method)),
            f"`{method}`",
            acting(phase),
        )
        for number, (phase, method) in enumerate(PHASES.items(), start=1)
    )
    return _table(("", "phase", "what happens", "method", "mechanisms"), rows)


def _entities() -> str:
    return "\n\n".join(
        f"**`{kind.__name__}`**: {_first_line(kind)}\n\n"
        + _table(("variable", "kind", "meaning"), _attributes(kind))
        for kind in AGENTS
    )


def _attributes(kind: type) -> list[tuple[str, str, str]]:
    """Attributes of a class: names, kind and meaning, from its docstring."""
    found = ATTRIBUTES.search(inspect.getdoc(kind) or "")
    assert found, f"{kind.__name__} does not list its attributes"
    rows: list[tuple[str, str, str]] = []
    for entry in re.split(r"\n(?=\S)", re.sub(r",\n(?=\S)", ", ", found[1])):
        head, _, meaning = entry.partition("\n")
        names, _, of_kind = head.partition(" : ")
        rows.append((_code(names.split(", ")), of_kind, " ".join(meaning.split())))
    return [(names, of_kind, text.replace("``", "`")) for names, of_kind, text in rows]


def _mechanisms(group: str) -> str:
    """Mechanisms of a subject; a rule that serves several is written out once."""
    first, last = GROUPS[group]
    written: set[str] = set()
    rows = []
    for number in (f"M{number}" for number in range(first, last + 1)):
        mechanism = MECHANISMS[number]
        rules = [rule for rule in mechanism.rules if rule not in written]
        written.update(rules)
        stated = [f"`{rule}`: `{equation_of(rule)}`" for rule in rules]
        stated += [mechanism.home] if mechanism.home else []
        row = (number, mechanism.name, stated, _grounds(mechanism), _entries(number))
        rows.append([cell if isinstance(cell, str) else "<br>".join(cell) for cell in row])
    head = ["", "mechanism", "rules and equations", "stands on", "entries of the ledger"]
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    return _table(head, rows)


def _grounds(mechanism: Mechanism) -> list[str]:
    """What a mechanism stands on: sections of the document by number, and publications."""
    grounds = [
        f'[{SECTIONS.index(heading) + 1}] "{words}"' for heading, words in mechanism.passages
    ]
    grounds += [mechanism.literature] if mechanism.literature else []
    return grounds or (["assumption"] if mechanism.rules else [])


def _entries(number: str) -> list[str]:
    """Terms of the ledger that a mechanism writes."""
    terms: dict[str, list[str]] = {}
    for (quantity, term), owner in MECHANISM_OF_TERM.items():
        if owner == number:
            terms.setdefault(quantity, []).append(term)
    return [f"{quantity}: {_code(names)}" for quantity, names in terms.items()]


def _parameters() -> str:
    parts = []
    for subject in GROUPS:
        rows = (
            (
                f"`{name}`",
                f"`{p.symbol}`",
                p.meaning,
                f"{DEFAULTS[name]:g}",
                f"{p.low:g} to {p.high:g}",
                p.unit,
                p.grade,
                p.source,
            )
            for name, p in PARAMETERS.items()
            if p.subject == subject
        )
        head = ("name", "symbol", "meaning", "default", "range", "unit", "grade", "source")
        parts.append(f"**{subject.capitalize()}**\n\n{_table(head, rows)}")
    return "\n\n".join(parts)


def _csbm() -> str:
    head = ("measure", *(f"{effect} `{symbol}`" for effect, (symbol, _) in EFFECTS.items()))
    rows = ((f"`{name}`", *(f"{v:g}" for v in values)) for name, values in MEASURE_EFFECTS.items())
    meanings = "; ".join(f"{effect}: {meaning}" for effect, (_, meaning) in EFFECTS.items())
    return f"{_table(head, rows)}\n\nThe columns: {meanings}."


def _switches() -> str:
    rows = (
        (f"`{name}`", ", ".join(f"`{p}` = {v:g}" for p, v in values.items()))
        for name, values in SWITCHES.items()
    )
    return _table(("part", "parameters that put it to rest"), rows)


def _processes() -> str:
    rows = ((p.value, p.name.lower(), *DECISIONS[p]) for p in Process)
    return _table(("number", "process", "place", "what it decides"), rows)


def _series() -> str:
    rows = (
        (
            f"`{what}`",
            s.place + (", by side" if s.side == "optional" else ""),
            s.unit,
            f"{s.set_range[0]:g} to {s.set_range[1]:g}" if s.set_range else "",
            f"{s.add_range[0]:g} to {s.add_range[1]:g}" if s.add_range else "",
            "one month" if s.pulse else "while it lasts",
        )
        for what, s in SERIES.items()
    )
    return _table(("series", "place", "unit and meaning", "`set`", "`add`", "acts"), rows)


def _ledger() -> str:
    rows = (
        (quantity, number, f"`{term}`", MECHANISM_OF_TERM[quantity, term])
        for quantity, terms in (("trust", TRUST_TERMS), ("troops", TROOP_TERMS))
        for number, term in enumerate(terms, start=1)
    )
    return _table(("quantity", "added as", "term", "mechanism"), rows)


def _index() -> str:
    described = _paragraph(measures.index_components, 1).removeprefix("Equations: ").rstrip(".")
    equations = dict(zip(measures.COMPONENTS, described.split("; "), strict=True))
    rows = (
        (name, f"{weight:g}", equations[name].removeprefix(name).lstrip(", "))
        for name, weight in measures.COMPONENTS.items()
    )
    return _table(("component", "weight", "equation"), rows)


def _statuses() -> str:
    names = ", ".join(measures.STATUSES)
    return f"Statuses, from few troops to many: {names}. {_paragraph(measures.status_number, 1)}"


def _columns() -> str:
    parts = []
    for table, about in results.TABLES.items():
        rows = ((f"`{name}`", *column) for name, column in results.COLUMNS[table].items())
        parts.append(f"**`{table}`**: {about}\n\n{_table(('column', 'unit', 'meaning'), rows)}")
    return "\n\n".join(parts)


TABLES: Final[dict[str, Callable[[], str]]] = {
    "sections": _sections,
    "patterns": _patterns,
    "entities": _entities,
    "schedule": _schedule,
    "processes": _processes,
    "series": _series,
    "ledger": _ledger,
    "index": _index,
    "statuses": _statuses,
    "parameters": _parameters,
    "csbm": _csbm,
    "switches": _switches,
    "columns": _columns,
    **{f"mechanisms-{group}": partial(_mechanisms, group) for group in GROUPS},
}
"""What makes each generated table, by the name that stands in the text."""
