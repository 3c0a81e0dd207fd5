"""Trade follows the logistic equation exactly, and openness its target."""

from math import exp

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.rules import trade
from detente.rules.parameters import theory_from

shares = st.floats(0.0, 1.0)
THEORY = theory_from({})


@given(opening=shares, cap=st.floats(0.02, 1.0), growth=shares, months=st.integers(1, 600))
def test_trade_follows_the_logistic_equation(
    opening: float, cap: float, growth: float, months: int
) -> None:
    theory = theory_from({"trade_growth": growth})
    level = opening
    for _ in range(months):
        level = trade.trade_next(level, cap, theory)
        assert 0.0 <= level <= 1.0
    left = exp(-growth * months)
    expected = opening * cap / (opening + (cap - opening) * left)
    assert level == pytest.approx(expected, abs=1e-12)


@given(opening=shares, caps=st.lists(st.floats(0.02, 1.02), min_size=1, max_size=60), growth=shares)
def test_trade_moves_toward_its_cap_and_never_past_it(
    opening: float, caps: list[float], growth: float
) -> None:
    theory = theory_from({"trade_growth": growth})
    level = opening
    for cap in caps:
        before, level = level, trade.trade_next(level, cap, theory)
        low, high = sorted((before, cap))
        assert low - 1e-15 <= level <= min(1.0, high + 1e-15)


def test_trade_does_not_come_from_nothing() -> None:
    assert trade.trade_next(0.0, 0.5, THEORY) == 0.0


@given(trust=shares, density=st.floats(0.0, 12.0), months=st.integers(1, 400))
def test_openness_approaches_what_trust_and_garrisons_allow(
    trust: float, density: float, months: int
) -> None:
    target = trade.openness_next(
        0.0, trust, density, 0.0, 0.0, THEORY._replace(openness_adjustment=1.0)
    )
    level = 1.0
    for _ in range(months):
        level = trade.openness_next(level, trust, density, 0.0, 0.0, THEORY)
    left = (1.0 - THEORY.openness_adjustment) ** months
    assert level == pytest.approx(target + (1.0 - target) * left, abs=1e-12)


@given(openness=shares, closure=shares)
def test_a_government_shuts_crossings_at_a_stroke(openness: float, closure: float) -> None:
    assert trade.openness_next(openness, 1.0, 0.0, 0.0, closure, THEORY) <= 1.0 - closure
