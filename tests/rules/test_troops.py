"""Friction only slows, bounds are kept, and posts hold all of a side's troops."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.rules import troops
from detente.rules.parameters import theory_from

shares = st.floats(0.0, 1.0)
THEORY = theory_from({})


@given(planned=st.floats(-1e6, 1e6), asset=shares, stability=st.floats(0.02, 1.0))
def test_friction_slows_reductions_only_and_never_turns_them(
    planned: float, asset: float, stability: float
) -> None:
    held = troops.friction(planned, asset, stability, THEORY)
    if planned >= 0.0:
        assert held == 0.0
    else:
        assert 0.0 <= held <= 0.8 * -planned


@given(level=st.floats(-1e6, 1e6), reference=st.floats(0.01, 1e4))
def test_troops_are_bounded(level: float, reference: float) -> None:
    kept = troops.bounded(level, reference, THEORY)
    assert 0.0 <= kept <= THEORY.garrison_capacity * reference
    assert kept == level or level < 0.0 or level > THEORY.garrison_capacity * reference


@given(
    risks=st.lists(st.floats(0.0, 100.0, allow_subnormal=False), min_size=1, max_size=12),
    weighting=shares,
)
def test_shares_of_posts_add_up_to_one(risks: list[float], weighting: float) -> None:
    theory = theory_from({"risk_weighting": weighting})
    total = sum(risks)
    parts = [troops.post_share(float(len(risks)), risk, total, theory) for risk in risks]
    assert sum(parts) == pytest.approx(1.0, abs=1e-12)
    assert min(parts) >= (1.0 - weighting) / len(risks) - 1e-15


@given(risk=st.floats(0.0, 100.0), others=st.floats(0.0, 100.0))
def test_posts_are_alike_where_risk_does_not_count(risk: float, others: float) -> None:
    theory = theory_from({"risk_weighting": 0.0})
    assert troops.post_share(4.0, risk, risk + others, theory) == 0.25
    assert troops.post_share(4.0, 0.0, 0.0, THEORY) == 0.25


@given(trust=shares)
def test_without_relief_reaction_is_that_of_richardson(trust: float) -> None:
    theory = theory_from({"trust_relief": 0.0})
    assert troops.reactivity(trust, theory) == theory.reactivity
    assert troops.reaction(100.0, trust, theory) == pytest.approx(
        theory.adjustment * theory.reactivity * 100.0, rel=1e-15
    )
