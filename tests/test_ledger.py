"""The ledger's table: its terms, their order and mechanisms, and how it unfolds arrays."""

import numpy as np
import pandas as pd

from detente.ledger import MECHANISM_OF_TERM, TROOP_TERMS, TRUST_TERMS, ledger_table
from detente.rules import troops, trust
from detente.rules.csbm import MEASURES
from detente.rules.mechanisms import MECHANISMS

SIDES = [("A-B", "A"), ("A-B", "B"), ("A-C", "A")]
DATES = pd.date_range("2001-01-01", periods=2, freq="MS")
TRUST = np.arange(2 * 3 * len(TRUST_TERMS), dtype=float).reshape(2, 3, -1)
TROOPS = -np.arange(2 * 3 * len(TROOP_TERMS), dtype=float).reshape(2, 3, -1)


def test_terms_are_named_once_and_have_a_mechanism() -> None:
    for quantity, terms in (("trust", TRUST_TERMS), ("troops", TROOP_TERMS)):
        assert len(set(terms)) == len(terms)
        for term in terms:
            assert MECHANISM_OF_TERM[quantity, term] in MECHANISMS
    assert len(MECHANISM_OF_TERM) == len(TRUST_TERMS) + len(TROOP_TERMS)


def test_bounds_are_the_last_term() -> None:
    assert TRUST_TERMS[-1] == TROOP_TERMS[-1] == "bounds"


def test_every_term_but_shocks_and_bounds_has_its_rule() -> None:
    assert set(TRUST_TERMS) - {*MEASURES, "shock", "bounds"} == set(trust.__all__) - {"csbm"}
    others = {"bounded", "post_share", "reactivity"}
    assert set(TROOP_TERMS) - {"bounds"} == set(troops.__all__) - others


def test_the_table_holds_every_number_at_its_place() -> None:
    table = ledger_table(TRUST, TROOPS, DATES, SIDES)
    assert len(table) == TRUST.size + TROOPS.size
    for quantity, terms, values in (("trust", TRUST_TERMS, TRUST), ("troops", TROOP_TERMS, TROOPS)):
        for t, date in enumerate(DATES):
            for s, (border, state) in enumerate(SIDES):
                for k, term in enumerate(terms):
                    row = table[
                        (table["round"] == t + 1)
                        & (table["border"] == border)
                        & (table["side"] == state)
                        & (table["quantity"] == quantity)
                        & (table["term"] == term)
                    ]
                    assert row["change"].tolist() == [values[t, s, k]]
                    assert row["date"].tolist() == [date]
                    assert row["mechanism"].tolist() == [MECHANISM_OF_TERM[quantity, term]]


def test_sums_over_terms_are_the_changes() -> None:
    table = ledger_table(TRUST, TROOPS, DATES, SIDES)
    sums = table.groupby(["quantity", "round", "border", "side"], observed=True)["change"].sum()
    for t in (0, 1):
        for s, side in enumerate(SIDES):
            assert sums["trust", t + 1, *side] == TRUST[t, s].sum()
            assert sums["troops", t + 1, *side] == TROOPS[t, s].sum()


def test_a_run_of_no_rounds_has_an_empty_table() -> None:
    nothing = np.empty((0, 3, len(TRUST_TERMS))), np.empty((0, 3, len(TROOP_TERMS)))
    table = ledger_table(*nothing, DATES[:0], SIDES)
    assert table.empty
    assert list(table) == list(ledger_table(TRUST, TROOPS, DATES, SIDES))
