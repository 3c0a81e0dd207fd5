"""The register of mechanisms, the rules' docstrings and the rules themselves say the same."""

import ast
import importlib
import inspect
import re
import sys
from collections import defaultdict
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import FrameType

import pytest

from detente.ledger import MECHANISM_OF_TERM
from detente.model import PHASES, BorderModel
from detente.rules.mechanisms import MECHANISMS, SWITCHES
from detente.rules.parameters import PARAMETERS, Theory
from detente.scenario import SECTIONS
from tests.odd_tables import equation_of, rule_named
from tests.source_document import sections_of_the_document

SUBJECTS = ("powers", "crime", "encounters", "diplomacy", "trade", "trust", "troops", "politics")
BIBLIOGRAPHY = (Path(__file__).parents[1] / "docs" / "bibliography.md").read_text(encoding="utf-8")

RULES = [
    f"{subject}.{name}"
    for subject in SUBJECTS
    for name in importlib.import_module(f"detente.rules.{subject}").__all__
]


def docstring(rule: str) -> str:
    """Docstring of a rule on one line."""
    return " ".join((inspect.getdoc(rule_named(rule)) or "").split())


def parameters_read(rule: str) -> set[str]:
    """Parameters that the source of a rule reads itself; what it calls reads for itself."""
    tree = ast.parse(inspect.getsource(rule_named(rule)))
    return {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id == "theory"
    }


def numbers_in(text: str) -> set[str]:
    """Mechanisms that a text names, ranges such as M13-M15 written out."""
    numbers = set()
    for first, last in re.findall(r"\bM(\d+)(?:-M(\d+))?\b", text):
        numbers |= {f"M{number}" for number in range(int(first), int(last or first) + 1)}
    return numbers


def test_every_mechanism_of_the_theory_is_there() -> None:
    assert list(MECHANISMS) == [f"M{number}" for number in range(1, 48)]


def test_every_rule_belongs_to_a_mechanism() -> None:
    registered = {rule for mechanism in MECHANISMS.values() for rule in mechanism.rules}
    assert registered == set(RULES)


def test_a_mechanism_without_a_rule_says_where_it_lives() -> None:
    assert [number for number, m in MECHANISMS.items() if not m.rules and not m.home] == []


def test_every_term_of_the_ledger_has_its_mechanism() -> None:
    assert set(MECHANISM_OF_TERM.values()) <= set(MECHANISMS)


def test_mechanisms_stand_on_what_the_document_says() -> None:
    text = sections_of_the_document()
    passages = [passage for m in MECHANISMS.values() for passage in m.passages]
    assert [words for heading, words in passages if words not in text[heading]] == []


def test_mechanisms_stand_on_sections_that_exist() -> None:
    headings = {heading for m in MECHANISMS.values() for heading, _ in m.passages}
    assert headings <= set(SECTIONS)


@pytest.mark.parametrize("number", [n for n, m in MECHANISMS.items() if m.literature])
def test_literature_is_in_the_bibliography(number: str) -> None:
    for citation in MECHANISMS[number].literature.split("; "):
        author = re.split(r"[ ,&]", citation)[0]
        year = citation.split()[-1]
        assert re.search(rf"^\| .*\b{author}\b.* {year}\. ", BIBLIOGRAPHY, re.MULTILINE), citation


@pytest.mark.parametrize("rule", RULES)
def test_the_docstring_of_a_rule_names_its_mechanisms(rule: str) -> None:
    registered = {number for number, m in MECHANISMS.items() if rule in m.rules}
    assert registered <= numbers_in(docstring(rule))


@pytest.mark.parametrize("rule", RULES)
def test_the_docstring_of_a_rule_names_the_parameters_it_reads(rule: str) -> None:
    _, _, told = docstring(rule).partition("Reads ")
    named = set(re.findall(r"``(\w+)``", told.partition("Returns")[0]))
    assert named == parameters_read(rule)


@pytest.mark.parametrize("rule", RULES)
def test_the_equation_of_a_rule_holds_the_symbols_of_its_parameters(rule: str) -> None:
    equation = equation_of(rule)
    assert equation, "the docstring has no `Equation: ``...```"
    symbols = {PARAMETERS[name].symbol for name in parameters_read(rule)}
    assert symbols <= set(re.findall(r"\w+", equation))


def test_rules_quote_the_document_word_for_word() -> None:
    text = " ".join(sections_of_the_document().values())
    quotes = [
        (rule, quote)
        for rule in RULES
        for quote in re.findall(r'"([^"]+)"', docstring(rule).partition("Parameters ---")[0])
    ]
    assert [found for found in quotes if found[1] not in text] == []


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_sets_parameters_that_a_rule_reads(name: str) -> None:
    assert set(SWITCHES[name]) <= set(PARAMETERS)


def test_every_parameter_is_read_by_a_rule_or_handed_to_one() -> None:
    read = {parameter for rule in RULES for parameter in parameters_read(rule)}
    by_measure = {name for name, p in PARAMETERS.items() if p.subject == "csbm"}
    assert set(PARAMETERS) - by_measure - read == {"policing_norm"}  # the world turns it to persons
    assert read <= set(Theory._fields)


def trace(model: BorderModel, rounds: int) -> dict[str, set[str]]:
    """Rules that each phase calls over some rounds."""
    called: dict[str, set[str]] = defaultdict(set)

    def listen(phase: str, frame: FrameType, event: str, _argument: object) -> None:
        home = frame.f_globals["__name__"].removeprefix("detente.rules.")
        if event == "call" and home in SUBJECTS and not frame.f_code.co_name.startswith("<"):
            called[phase].add(f"{home}.{frame.f_code.co_name}")

    def traced(phase: str, act: Callable[[], None]) -> None:
        sys.setprofile(partial(listen, phase))
        try:
            act()
        finally:
            sys.setprofile(None)

    for phase, method in PHASES.items():
        setattr(model, method, partial(traced, phase, getattr(model, method)))
    for _ in range(rounds):
        model.step()
    return called


def test_mechanisms_act_in_the_phases_that_the_register_says() -> None:
    called: dict[str, set[str]] = defaultdict(set)
    for scenario, rounds in (("classroom", 120), ("central-asia", 12)):
        for phase, rules in trace(BorderModel(scenario, seed=7), rounds).items():
            called[phase] |= rules
    declared: dict[str, set[str]] = defaultdict(set)
    for mechanism in MECHANISMS.values():
        for phase in mechanism.phases:
            declared[phase] |= set(mechanism.rules)
            if mechanism.rules:
                assert called[phase] & set(mechanism.rules), f"{mechanism.name}: never in {phase}"
    assert set(declared) <= set(PHASES)
    strays = {phase: rules - declared[phase] for phase, rules in called.items()}
    assert not any(strays.values()), strays
    assert set().union(*called.values()) == set(RULES)
