"""Diplomacy: levels in the long run, the steps of a treaty, compliance, the line."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.rules import diplomacy
from detente.rules.csbm import MEASURES
from detente.rules.parameters import theory_from

shares = st.floats(0.0, 1.0)
rates = st.floats(0.0, 0.5)
THEORY = theory_from({})


@given(level=shares, adopted=rates, lapsed=rates, months=st.integers(1, 240))
def test_measures_approach_their_level_geometrically(
    level: float, adopted: float, lapsed: float, months: int
) -> None:
    reached = level
    for _ in range(months):
        reached = diplomacy.csbm_next(reached, adopted, lapsed)
    turnover = adopted + lapsed
    lasting = adopted / turnover if turnover > 1e-300 else level
    expected = lasting + (level - lasting) * (1.0 - turnover) ** months
    assert reached == pytest.approx(expected, abs=1e-12)


@given(
    levels=st.lists(shares, min_size=9, max_size=9),
    weights=st.lists(shares, min_size=9, max_size=9),
)
def test_effects_of_measures_add_up_in_their_order(
    levels: list[float], weights: list[float]
) -> None:
    total = 0.0
    for k in range(len(MEASURES)):
        total += levels[k] * weights[k]
    assert diplomacy.combined_effect(levels, weights) == total
    alone = [0.0] * 9
    alone[3] = 1.0
    assert diplomacy.combined_effect(alone, weights) == weights[3]


@given(signed=st.floats(0.0, 1e5), reference=st.floats(1.0, 1e4))
def test_a_treaty_goes_in_equal_steps_to_its_ceiling(signed: float, reference: float) -> None:
    months = int(THEORY.treaty_months)
    limits = [
        diplomacy.treaty_limit(signed, reference, float(month), THEORY)
        for month in range(months + 12)
    ]
    ceiling = THEORY.treaty_ceiling * reference
    assert limits[0] == pytest.approx(max(signed, ceiling), rel=1e-12)
    assert limits[months:] == [ceiling] * 12
    steps = [a - b for a, b in pairwise(limits[: months + 1])]
    assert steps == pytest.approx([steps[0]] * months, abs=1e-9 * max(signed, ceiling))


@given(limit=st.floats(1.0, 1e5), excess=st.floats(0.0, 3.0))
def test_compliance_counts_from_the_tolerance(limit: float, excess: float) -> None:
    violation = diplomacy.violation(limit * (1.0 + excess), limit, THEORY)
    expected = max(0.0, excess - THEORY.treaty_tolerance)
    assert violation == pytest.approx(expected, abs=1e-12)
    assert diplomacy.compliance(violation) == pytest.approx(
        max(-1.0, 1.0 - 4.0 * expected), abs=1e-11
    )


@given(delimited=shares, pace=shares)
def test_no_more_is_delimited_than_is_left(delimited: float, pace: float) -> None:
    theory = theory_from({"delimitation_speed": pace})
    newly = diplomacy.delimitation(delimited, 1.0, 1.0, 1.0, 12.0, 1.0, theory)
    assert 0.0 <= delimited + newly <= 1.0
