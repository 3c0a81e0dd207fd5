"""Powers spend no more than they have; rivals are alike, and a concert has no rivalry."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.rules import powers
from detente.rules.parameters import theory_from

shares = st.floats(0.0, 1.0)
THEORY = theory_from({})


@given(
    budget=st.floats(0.0, 20.0), priorities=st.lists(st.floats(0.001, 4.0), min_size=1, max_size=30)
)
def test_effort_spends_no_more_than_the_budget(budget: float, priorities: list[float]) -> None:
    total = sum(priorities)
    efforts = [powers.effort(budget, priority, total) for priority in priorities]
    assert sum(efforts) <= budget * (1.0 + 1e-12)
    if max(efforts) < 1.0:
        assert sum(efforts) == pytest.approx(budget, rel=1e-12)


@given(a=shares, b=shares)
def test_rivals_are_alike(a: float, b: float) -> None:
    assert powers.contested_influence(a, b) == pytest.approx(powers.contested_influence(b, a))
    assert powers.alignment(a, b) == -powers.alignment(b, a)
    assert powers.contested_influence(a, 0.0) == 0.0


@given(influence=st.lists(shares, min_size=4, max_size=4))
def test_a_concert_of_powers_has_no_rivalry(influence: list[float]) -> None:
    a, b, c, d = influence
    assert powers.rivalry(0.0, a, b, c, d, THEORY) == 0.0


@given(ia=shares, ib=shares)
def test_rivalry_has_no_side(ia: float, ib: float) -> None:
    assert powers.rivalry(0.7, 0.2, 0.4, ia, ib, THEORY) == pytest.approx(
        powers.rivalry(0.7, 0.4, 0.2, ib, ia, THEORY)
    )


@given(influence=shares, months=st.integers(1, 600))
def test_influence_goes_with_its_power(influence: float, months: int) -> None:
    level = influence
    for _ in range(months):
        level = powers.influence_next(level, 0.0, 1.0, THEORY)
    expected = influence * (1.0 - THEORY.influence_drift) ** months
    assert level == pytest.approx(expected, rel=1e-10, abs=1e-300)
    assert powers.influence_next(influence, 0.0, 0.0, THEORY) == influence
