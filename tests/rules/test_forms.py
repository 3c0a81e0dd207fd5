"""The shapes that equations are built from: exact values, exact distributions, no overflow."""

from bisect import bisect_left
from fractions import Fraction
from math import exp, log, pi, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.rules.forms import (
    hazard_probability,
    logistic_noise,
    poisson_count,
    saturation,
    share,
    sigmoid,
)

uniforms = st.integers(0, 2**52 - 1).map(lambda k: (k + 0.5) * 2.0**-52)


def exact_cdf(rate: float) -> list[float]:
    """P(N <= k) for k = 0..9, in exact fractions but for the exponential."""
    term, total, values = Fraction(exp(-rate)), Fraction(0), []
    for k in range(10):
        total += term
        values.append(float(total))
        term = term * Fraction(rate) / (k + 1)
    return values


@given(rate=st.floats(0.0, 2.5), uniform=uniforms)
def test_counts_are_the_inverse_of_the_poisson_distribution(rate: float, uniform: float) -> None:
    cdf = exact_cdf(rate)
    count = poisson_count(rate, uniform)
    possible = {float(bisect_left(cdf, uniform + shift)) for shift in (-1e-14, 0.0, 1e-14)}
    assert count in possible


@pytest.mark.parametrize("rate", [0.0, 0.01, 0.3, 1.0, 2.5])
def test_counts_change_where_the_exact_distribution_does(rate: float) -> None:
    for k, chance in enumerate(exact_cdf(rate)):
        if chance < 1.0 - 1e-12:
            assert poisson_count(rate, chance - 1e-13) <= k
            assert poisson_count(rate, chance + 1e-13) == k + 1


@given(rate=st.floats(2.5, 1e300), uniform=uniforms)
def test_rates_are_cut_at_two_and_a_half(rate: float, uniform: float) -> None:
    assert poisson_count(rate, uniform) == poisson_count(2.5, uniform)


@given(rate=st.floats(0.0, 10.0), uniform=uniforms)
def test_counts_are_whole_numbers_to_ten(rate: float, uniform: float) -> None:
    assert poisson_count(rate, uniform) in {float(k) for k in range(11)}


def test_nothing_happens_at_rate_zero() -> None:
    assert poisson_count(0.0, 1.0 - 2.0**-53) == 0.0


def test_counts_beyond_ten_are_as_rare_as_said() -> None:
    assert 1.0 - exact_cdf(2.5)[-1] - exp(-2.5) * 2.5**10 / 3_628_800 == pytest.approx(
        6e-5, rel=0.1
    )
    assert poisson_count(2.5, 1.0 - 2.0**-53) == 10.0


@given(x=st.floats(-700.0, 700.0))
def test_the_sigmoid_is_symmetric_and_exact_within_its_cut(x: float) -> None:
    assert sigmoid(x) + sigmoid(-x) == pytest.approx(1.0, abs=1e-15)
    if abs(x) <= 40.0:
        assert log(sigmoid(x) / sigmoid(-x)) == pytest.approx(x, abs=1e-12 * max(1.0, abs(x)))
    else:
        assert sigmoid(x) == sigmoid(40.0 if x > 0.0 else -40.0)


@pytest.mark.parametrize("x", [float("inf"), float("-inf"), 1e308, -1e308])
def test_the_sigmoid_never_overflows(x: float) -> None:
    assert 0.0 < sigmoid(x) <= 1.0


@given(half=st.floats(1e-3, 1e3), factor=st.floats(0.0, 1e6))
def test_saturation_depends_on_the_ratio_only(half: float, factor: float) -> None:
    assert saturation(factor * half, half) == pytest.approx(factor / (factor + 1.0), rel=1e-14)


@given(x=st.floats(allow_nan=False))
def test_a_share_is_the_nearest_number_of_its_range(x: float) -> None:
    assert share(x) == float(np.clip(x, 0.0, 1.0))


@given(hazard=st.floats(0.0, 1e3), parts=st.integers(1, 12))
def test_hazards_add_up_over_time(hazard: float, parts: int) -> None:
    survived = (1.0 - hazard_probability(hazard / parts)) ** parts
    assert 1.0 - survived == pytest.approx(hazard_probability(hazard), abs=1e-14)


@given(hazard=st.floats(0.0, 1e3))
def test_a_hazard_is_at_least_the_chance_of_its_event(hazard: float) -> None:
    assert 0.0 <= hazard_probability(hazard) <= min(1.0, hazard + 1e-16)


@given(uniform=uniforms)
def test_noise_is_symmetric(uniform: float) -> None:
    mirrored = logistic_noise(1.0 - uniform)
    assert logistic_noise(uniform) == pytest.approx(-mirrored, abs=1e-9)


def test_noise_has_mean_zero_and_variance_one() -> None:
    n = 200_000  # the midpoint rule over the unit interval
    values = np.array([logistic_noise((k + 0.5) / n) for k in range(n)])
    assert values.mean() == pytest.approx(0.0, abs=1e-9)
    assert values.var() == pytest.approx(1.0, abs=1e-3)
    assert sqrt(3) / pi == pytest.approx(0.5513, abs=5e-5)
