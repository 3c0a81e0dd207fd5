"""Encounters: thinning, the tail of severity, alert."""

from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.rules import encounters
from detente.rules.parameters import theory_from

shares = st.floats(0.0, 1.0)
uniforms = st.integers(0, 2**52 - 1).map(lambda k: (k + 0.5) * 2.0**-52)
THEORY = theory_from({})


@given(contact=st.floats(0.0, 100.0), m=shares, s=shares, k=shares)
def test_outcomes_of_a_contact_add_up(contact: float, m: float, s: float, k: float) -> None:
    rates = encounters.encounter_rates(contact, m, s, k)
    assert sum(rates) == pytest.approx(contact * m, rel=1e-14)
    assert rates[1] + rates[2] == pytest.approx(contact * m * s, rel=1e-14)


@given(severity=st.floats(1.0, 1e5), alpha=st.floats(0.2, 10.0), beyond=st.floats(1e-6, 0.5))
def test_severity_has_a_power_law_tail(severity: float, alpha: float, beyond: float) -> None:
    theory = theory_from({"severity_exponent": alpha, "severity_limit": 1e6})
    survival = severity ** (-alpha)  # P(S > s)
    if survival > 1e-12:
        below = encounters.skirmish_severity(1.0 - survival * min(1.0, 1.0 + beyond), theory)
        above = encounters.skirmish_severity(1.0 - survival * (1.0 - beyond), theory)
        assert below <= severity * (1.0 + 1e-3)
        assert above >= severity * (1.0 - 1e-3)


@given(uniform=uniforms)
def test_severity_is_exact_and_cut(uniform: float) -> None:
    casualties = encounters.skirmish_severity(uniform, THEORY)
    exact = (1.0 - uniform) ** (-1.0 / THEORY.severity_exponent)
    assert casualties == pytest.approx(min(THEORY.severity_limit, exact), rel=1e-13)


@given(own=st.floats(0.0, 1e6), other=st.floats(0.0, 1e6), reference=st.floats(0.01, 1e6))
def test_imbalance_has_no_side(own: float, other: float, reference: float) -> None:
    here = encounters.imbalance(own, other, reference)
    assert here == pytest.approx(encounters.imbalance(other, own, reference), abs=1e-14)
    assert encounters.imbalance(own, own, reference) == 0.0


@given(a=st.floats(0.0, 100.0), b=st.floats(0.0, 100.0))
def test_contact_has_no_side(a: float, b: float) -> None:
    assert encounters.contact_rate(1.0, 0.5, a, b, THEORY) == encounters.contact_rate(
        1.0, 0.5, b, a, THEORY
    )
    assert encounters.contact_rate(1.0, 0.5, a, 0.0, THEORY) == 0.0


@given(alert=st.floats(0.0, 3.0), months=st.integers(1, 60))
def test_quiet_lets_alert_fade_geometrically(alert: float, months: int) -> None:
    level = alert
    for _ in range(months):
        level = encounters.alert_next(level, 0.0, THEORY)
    assert level == pytest.approx(alert * (1.0 - THEORY.alert_decay) ** months, rel=1e-12)


@given(severity=st.floats(0.0, 2000.0))
def test_alert_after_one_clash(severity: float) -> None:
    assert encounters.alert_next(0.0, severity, THEORY) == pytest.approx(
        min(3.0, THEORY.alert_gain * log(1.0 + severity)), rel=1e-14
    )
