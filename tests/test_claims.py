"""Every claim of the source document has its place: `docs/claims.csv` against the code and the text.

The column ``code`` names what makes a claim: a rule (``trust.csbm``), a key of scenario files
(``border.delimited``, ``state.influence``), an instrument of the powers, a measure (``csbm.hotline``), a
series of the timeline (``series.closure``), an event of the library (``event.classroom/shooting``) or
something that is measured (``measures.classify``).
"""

import csv
import importlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from detente import measures
from detente.rules.csbm import MEASURES
from detente.rules.mechanisms import MECHANISMS
from detente.scenario import (
    INSTRUMENTS,
    SECTIONS,
    SERIES,
    Border,
    Power,
    Sector,
    State,
    load,
    scenarios,
)
from tests.facts.facts import FACTS
from tests.source_document import sections_of_the_document

CLAIMS = Path(__file__).parents[1] / "docs" / "claims.csv"
ROWS = list(csv.DictReader(CLAIMS.read_text(encoding="utf-8").splitlines()))
LIBRARY = {entry.name for entry in scenarios()}


@cache
def _events(scenario: str) -> frozenset[str]:
    return frozenset(load(scenario).timeline) if scenario in LIBRARY else frozenset()


def _names_an_event(name: str) -> bool:
    scenario, _, event = name.partition("/")
    return event in _events(scenario)


KINDS: dict[str, Callable[[str], bool]] = {
    "border": Border.model_fields.__contains__,
    "csbm": MEASURES.__contains__,
    "event": _names_an_event,
    "instrument": INSTRUMENTS.__contains__,
    "measures": measures.__all__.__contains__,
    "power": Power.model_fields.__contains__,
    "sector": Sector.model_fields.__contains__,
    "series": SERIES.__contains__,
    "state": State.model_fields.__contains__,
}
"""What a dotted name of the column ``code`` may begin with, beside the modules of the rules."""


def exists(dotted: str) -> bool:
    """Whether a name of the column ``code`` names something."""
    kind, _, name = dotted.partition(".")
    if kind in KINDS:
        return KINDS[kind](name)
    if kind not in {rule.partition(".")[0] for m in MECHANISMS.values() for rule in m.rules}:
        return False
    return name in importlib.import_module(f"detente.rules.{kind}").__all__


def named_in(column: str) -> set[str]:
    """Everything that a column names."""
    return {name for row in ROWS for name in row[column].split()}


def test_every_section_that_holds_claims_has_some() -> None:
    assert [section for section in SECTIONS if section in {row["section"] for row in ROWS}] == list(
        SECTIONS
    )
    assert {row["section"] for row in ROWS} <= set(SECTIONS)


def test_what_the_claims_name_exists() -> None:
    assert named_in("mechanisms") <= set(MECHANISMS)
    assert named_in("scenarios") <= LIBRARY
    assert named_in("facts") <= set(FACTS)
    assert [name for name in sorted(named_in("code")) if not exists(name)] == []


def test_every_mechanism_that_stands_on_the_document_serves_a_claim() -> None:
    cited = {number for number, mechanism in MECHANISMS.items() if mechanism.passages}
    assert cited - named_in("mechanisms") == set()


def test_every_fact_shows_a_claim() -> None:
    assert set(FACTS) - named_in("facts") == set()


def test_every_row_leads_somewhere() -> None:
    assert [row["claim"] for row in ROWS if not row["code"]] == []


def test_a_claim_that_no_mechanism_makes_says_why() -> None:
    unexplained = [row["claim"] for row in ROWS if not row["mechanisms"] and not row["remark"]]
    assert unexplained == []


def test_mechanisms_and_rules_of_a_claim_belong_together() -> None:
    strays = []
    for row in ROWS:
        stated = {number: set(MECHANISMS[number].rules) for number in row["mechanisms"].split()}
        rules = {name for name in row["code"].split() if name.partition(".")[0] not in KINDS}
        if stated:
            strays += [f"{row['quote']}: {name}" for name in rules - set().union(*stated.values())]
        strays += [f"{row['quote']}: {number}" for number in stated if not stated[number] & rules]
    assert strays == []


def test_quotes_are_in_their_section_word_for_word() -> None:
    text = sections_of_the_document()
    wrong = [row["quote"] for row in ROWS if row["quote"] not in text[row["section"]]]
    assert wrong == []
