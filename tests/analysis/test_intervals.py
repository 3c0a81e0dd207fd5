"""Intervals and tests against published values, brute force and simulated experiments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.analysis.intervals import (
    detectable,
    holm,
    is_rough,
    mean_interval,
    pairs_needed,
    sign_test,
    t_test,
)

PROBABILITIES = st.lists(st.floats(1e-9, 0.1), min_size=1, max_size=8)

SLEEP = np.array([1.2, 2.4, 1.3, 1.3, 0.0, 1.0, 1.8, 0.8, 4.6, 1.4])
"""Additional hours of sleep of ten patients, the differences of Student (1908)."""


@pytest.mark.parametrize(
    ("count", "quantile"), [(2, 12.706), (3, 4.303), (11, 2.228), (31, 2.042), (1_000_001, 1.960)]
)
def test_intervals_use_the_published_quantiles(count: int, quantile: float) -> None:
    low, high = mean_interval(5.0, 1.0, count)
    assert high - 5.0 == pytest.approx(quantile, abs=6e-4)
    assert low + high == pytest.approx(10.0)


def test_an_interval_needs_two_values() -> None:
    assert np.isnan(mean_interval(5.0, 1.0, 1)).all()


def test_the_test_of_student_on_his_own_example() -> None:
    error = SLEEP.std(ddof=1) / np.sqrt(len(SLEEP))
    assert SLEEP.mean() / error == pytest.approx(4.0621, abs=1e-4)
    assert float(t_test(SLEEP.mean(), error, len(SLEEP))) == pytest.approx(0.002833, abs=1e-6)
    assert float(t_test(-SLEEP.mean(), error, len(SLEEP))) == pytest.approx(0.002833, abs=1e-6)


def test_tests_where_nothing_spreads() -> None:
    assert t_test([0.0, 0.3, -0.3], [0.0, 0.0, 0.0], [9, 9, 9]).tolist() == [
        1.0,
        2.0**-8,
        2.0**-8,
    ]
    assert float(t_test(0.3, 0.0, 1)) == 1.0
    assert float(t_test(np.nan, np.nan, 5)) == 1.0


@pytest.mark.parametrize(
    ("more", "fewer", "probability"),
    [(8, 2, 0.109375), (2, 8, 0.109375), (10, 0, 2 / 1024), (5, 5, 1.0), (0, 0, 1.0), (1, 0, 1.0)],
)
def test_signs_are_tested_exactly(more: int, fewer: int, probability: float) -> None:
    assert float(sign_test(more, fewer)) == pytest.approx(probability)


@pytest.mark.parametrize(
    ("probabilities", "corrected"),
    [
        ([0.01, 0.04, 0.02], [0.03, 0.04, 0.04]),
        ([0.010, 0.011, 0.9], [0.03, 0.03, 0.9]),  # never below one that is smaller
        ([0.02, 0.02], [0.04, 0.04]),
        ([0.7, 0.6], [1.0, 1.0]),
        ([0.03], [0.03]),
    ],
)
def test_the_correction_by_hand(probabilities: list[float], corrected: list[float]) -> None:
    assert holm(np.array(probabilities)).tolist() == pytest.approx(corrected)


def step_down(probabilities: list[float], alpha: float) -> list[bool]:
    """Holm's procedure as he gives it: step down until a test fails."""
    rejected = [False] * len(probabilities)
    order = sorted(range(len(probabilities)), key=lambda place: probabilities[place])
    for step, place in enumerate(order):
        if probabilities[place] * (len(order) - step) > alpha:
            break
        rejected[place] = True
    return rejected


@given(probabilities=PROBABILITIES, alpha=st.sampled_from([0.01, 0.05, 0.2]))
def test_the_correction_decides_as_the_stepwise_procedure(
    probabilities: list[float], alpha: float
) -> None:
    corrected = holm(np.array(probabilities))
    assert (corrected <= alpha).tolist() == step_down(probabilities, alpha)
    assert (corrected >= probabilities).all()
    assert (corrected <= 1.0).all()


def test_rough_intervals_are_told_by_their_skewness() -> None:
    assert is_rough([0.0, 1.9, 2.1, -2.1, np.nan], [100] * 5).tolist() == [
        False,
        False,
        True,
        True,
        False,
    ]


@given(
    spread=st.floats(0.1, 10.0),
    ratio=st.floats(0.03, 1.5),
    tests=st.sampled_from([1, 7, 100]),
)
def test_pairs_needed_and_the_effect_they_show_are_inverse(
    spread: float, ratio: float, tests: int
) -> None:
    size = ratio * spread
    needed = int(pairs_needed(spread, size, tests=tests))
    assert float(detectable(spread, needed + 2, tests=tests)) <= size * 1.02
    if needed > 6:
        assert float(detectable(spread, needed - 3, tests=tests)) >= size * 0.98


def test_so_many_pairs_show_the_effect_in_four_of_five_experiments() -> None:
    draw, experiments, size = np.random.default_rng(5), 4000, 0.4
    needed = int(pairs_needed(1.0, size))
    change = draw.normal(size, 1.0, (experiments, needed))
    error = change.std(axis=1, ddof=1) / np.sqrt(needed)
    seen = (t_test(change.mean(axis=1), error, needed) <= 0.05).mean()
    assert seen == pytest.approx(0.8, abs=4 * np.sqrt(0.16 / experiments) + 0.005)
