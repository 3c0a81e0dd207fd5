"""Terms of the ledger scale as the theory says, so that they add up and obey one theory on any border.

Losses of trust are proportional to trust and gains to what is left of it; terms of troops double with
the troops and the length of a border, exactly, since doubling is exact in binary.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.rules import trust
from detente.rules.parameters import theory_from
from tests.rules.contracts import CONTRACTS, apply, arguments, arguments_of, theories

THEORY = theory_from({})
LOSSES = ("threat", "incident", "skirmish", "crime", "lapse", "vulnerability", "rivalry")
GAINS = ("csbm", "trade")
MIXED = ("guarantee", "treaty", "delimitation", "reciprocity")
PERSONS = ("troops", "other_troops", "reference", "limit", "planned")
TROOP_TERMS = [
    name
    for name in CONTRACTS
    if name.startswith("troops.") and set(arguments_of(name)) & set(PERSONS)
]
shares = st.floats(0.0, 1.0)


def rest(name: str) -> st.SearchStrategy[dict[str, float]]:
    """Arguments of a trust term other than trust."""
    return arguments(f"trust.{name}").map(
        lambda values: {key: value for key, value in values.items() if key != "trust"}
    )


@pytest.mark.parametrize("name", LOSSES)
@given(data=st.data(), level=shares)
def test_losses_are_proportional_to_trust(name: str, data: st.DataObject, level: float) -> None:
    values = data.draw(rest(name))
    theory = data.draw(theories(f"trust.{name}", plausible=True))
    whole = apply(f"trust.{name}", {"trust": 1.0, **values}, theory)
    assert whole <= 0.0
    part = apply(f"trust.{name}", {"trust": level, **values}, theory)
    assert part == pytest.approx(level * whole, rel=1e-14, abs=1e-300)


@pytest.mark.parametrize("name", GAINS)
@given(data=st.data(), level=shares)
def test_gains_are_proportional_to_what_is_left(
    name: str, data: st.DataObject, level: float
) -> None:
    values = data.draw(rest(name))
    theory = data.draw(theories(f"trust.{name}", plausible=True))
    whole = apply(f"trust.{name}", {"trust": 0.0, **values}, theory)
    assert whole >= 0.0
    part = apply(f"trust.{name}", {"trust": level, **values}, theory)
    assert part == pytest.approx((1.0 - level) * whole, rel=1e-14, abs=1e-300)


@pytest.mark.parametrize("name", MIXED)
@given(data=st.data(), level=shares)
def test_terms_of_both_kinds_are_a_gain_and_a_loss(
    name: str, data: st.DataObject, level: float
) -> None:
    values = data.draw(rest(name))
    theory = data.draw(theories(f"trust.{name}", plausible=True))
    gain = apply(f"trust.{name}", {"trust": 0.0, **values}, theory)
    loss = apply(f"trust.{name}", {"trust": 1.0, **values}, theory)
    assert loss <= 0.0 <= gain
    part = apply(f"trust.{name}", {"trust": level, **values}, theory)
    size = max(1e-300, gain - loss)
    assert part == pytest.approx((1.0 - level) * gain + level * loss, abs=1e-14 * size)


@pytest.mark.parametrize("name", TROOP_TERMS)
@given(data=st.data(), doublings=st.integers(-5, 5))
def test_a_border_twice_as_long_moves_twice_the_troops(
    name: str, data: st.DataObject, doublings: int
) -> None:
    drawn = data.draw(arguments(name))
    values = {key: value if abs(value) > 1e-100 else 0.0 for key, value in drawn.items()}
    theory = data.draw(theories(name, plausible=False))
    factor = 2.0**doublings
    scaled = {key: value * factor if key in PERSONS else value for key, value in values.items()}
    result, expected = apply(name, scaled, theory), factor * apply(name, values, theory)
    assert result == expected or abs(result) < 1e-100  # below, doubling is not exact


@given(level=shares, baseline=shares, effort=st.floats(0.0, 3.0))
def test_mediation_helps_most_after_a_fall(level: float, baseline: float, effort: float) -> None:
    fallen = trust.mediation(level, max(level, baseline), effort, THEORY)
    assert fallen >= trust.mediation(level, level, effort, THEORY)


@given(level=shares, growth=st.floats(0.0, 1.0), verified=shares)
def test_a_build_up_is_never_seen_as_kind(level: float, growth: float, verified: float) -> None:
    assert trust.reciprocity(level, growth, verified, THEORY) <= 0.0
    assert trust.reciprocity(level, -growth, verified, THEORY) >= 0.0


@given(level=shares, own=st.floats(0.0, 1.0), gap=st.floats(0.0, 1.0))
def test_a_shared_guarantee_reassures_and_a_one_sided_one_alarms(
    level: float, own: float, gap: float
) -> None:
    assert trust.guarantee(level, own, own, THEORY) >= 0.0
    assert trust.guarantee(level, 0.0, gap, THEORY) <= 0.0
    assert trust.guarantee(level, gap, 0.0, THEORY) == trust.guarantee(level, 0.0, gap, THEORY)


@given(level=shares)
def test_trust_elsewhere_pulls_only_where_it_differs(level: float) -> None:
    assert trust.spillover(level, level, 0.0, THEORY) == 0.0
    assert trust.decay(level, level, THEORY) == 0.0


def test_nobody_is_weaker_on_an_empty_border() -> None:
    assert trust.vulnerability(0.5, 0.0, 0.0, 0.0, THEORY) == 0.0


@given(own=st.floats(0.0, 1e6), other=st.floats(0.0, 1e6))
def test_only_the_weaker_side_is_vulnerable(own: float, other: float) -> None:
    loss = trust.vulnerability(0.5, own, other, 0.0, THEORY)
    assert (loss < 0.0) == (other > own and (other - own) / (other + own) > 0.0)
