"""How sure a mean is: intervals, tests, and the correction for asking many questions at once.

Intervals are Student's. The sign test stands beside them as a check that assumes nothing about tails,
and Holm's step-down correction (1979) keeps the chance that *any* verdict of a family is wrong at the
level, however its members depend on each other, as the borders and outcomes of the same runs do.

Measured on 200,000 pairs of the classroom world under three policies, cut into batches of 20, 100 and
1,000 pairs (nominal 95 %): levels and numbers of incidents are covered in 86–95, 92–95 and 94–97 % of
the batches. Casualties are not: their tail has the exponent 1.5, small samples miss the one run in a
thousand with the great disaster, and only 71–75, 79 and 82–87 % are covered; the true effect is then
larger than the interval says, not of another sign. `is_rough` tells such intervals apart by their
skewness (from 100 pairs on it flags 86–100 % of those of casualties, from 1,000 pairs on none of the
others). The studentized bootstrap, tried on simulated casualties, does no better (86–90 %), and covers
only 90 % where there is no effect at all, where Student's covers 96 %: it would find effects that are
not there.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy.special import bdtr, ndtri, stdtr, stdtrit  # type: ignore[import-untyped]

__all__ = [
    "POWER",
    "detectable",
    "holm",
    "is_rough",
    "mean_interval",
    "pairs_needed",
    "sign_test",
    "t_test",
]

Floats = NDArray[np.float64]

POWER: Final = 0.8
"""Chance with which an effect shall be seen that is really there."""


def mean_interval(mean: Any, error: Any, count: Any, level: float = 0.95) -> tuple[Floats, Floats]:
    """Interval of a mean, by Student's distribution.

    Equation: ``mean ± t(1 - (1 - level)/2, count - 1) error``.

    Parameters
    ----------
    mean, error : float array
        Means and their standard errors.
    count : int array
        Values that each mean is of; below 2 there is no interval (NaN).
    level : float
        Share of such intervals that cover the true mean, 0 to 1.

    Returns
    -------
    tuple of float array
        Lower and upper ends.
    """
    reach = _student((1.0 + level) / 2.0, count) * np.asarray(error, dtype=float)
    middle = np.asarray(mean, dtype=float)
    return middle - reach, middle + reach


def _student(share: Any, count: Any) -> Floats:
    """Quantile of Student's distribution for means of `count` values; NaN below two of them."""
    freedom = np.asarray(count, dtype=float) - 1.0
    quantile = stdtrit(np.maximum(freedom, 1.0), share)
    return np.asarray(np.where(freedom >= 1.0, quantile, np.nan))


def t_test(mean: Any, error: Any, count: Any) -> Floats:
    """Probability of a mean at least as far from zero as this one, if the true mean is zero.

    Parameters
    ----------
    mean, error : float array
        Means of differences and their standard errors.
    count : int array
        Pairs that each mean is of.

    Returns
    -------
    float array
        Two-sided; 1 where there are fewer than two pairs or nothing differs. Where all pairs differ by
        the same amount, as counts may, it is that of the sign test: ``2^(1 - n)``.
    """
    middle, spread = np.asarray(mean, dtype=float), np.asarray(error, dtype=float)
    freedom = np.asarray(count, dtype=float) - 1.0
    size = np.abs(middle)
    statistic = np.divide(size, spread, out=np.where(size > 0, np.inf, 0.0), where=spread > 0)
    tail = 2.0 * stdtr(np.maximum(freedom, 1.0), -statistic)
    tail = np.where((spread == 0.0) & (size > 0.0), 2.0**-freedom, tail)
    return np.asarray(np.where((freedom >= 1.0) & np.isfinite(middle), tail, 1.0))


def is_rough(skewness: Any, count: Any) -> NDArray[np.bool_]:
    """Tell whether so many values are too few for an interval, by Cochran's rule (1977, section 2.15).

    Equation: ``n <= 25 g^2``. Up to there Student's intervals of skewed values are too short.

    Parameters
    ----------
    skewness : float array
        Skewness g of the values; NaN where they are all alike.
    count : int array
        Values n.
    """
    square = np.asarray(skewness, dtype=float) ** 2
    return np.asarray(np.nan_to_num(25.0 * square, nan=0.0) >= np.asarray(count, dtype=float))


def sign_test(more: Any, fewer: Any) -> Floats:
    """Probability of so uneven a split of pairs, if either way is as likely.

    Parameters
    ----------
    more, fewer : int array
        Pairs in which the policy has the higher and the lower value; ties are left out.

    Returns
    -------
    float array
        Exact and two-sided; 1 where there are only ties.
    """
    up, down = np.asarray(more, dtype=float), np.asarray(fewer, dtype=float)
    total = np.maximum(up + down, 1.0).astype(np.int64)
    tail = bdtr(np.minimum(up, down), total, 0.5)
    return np.asarray(np.where(up + down > 0, np.minimum(1.0, 2.0 * tail), 1.0))


def holm(probabilities: Floats) -> Floats:
    """Correct the probabilities of a family of tests for their number (Holm 1979).

    Equation: in rising order, ``p'_k = max over j <= k of min(1, (m - j + 1) p_j)``. Holds for any
    dependence between the tests.

    Parameters
    ----------
    probabilities : float array
        One for each test.

    Returns
    -------
    float array
        In the same order; each may be compared with the level by itself.

    Examples
    --------
    >>> holm(np.array([0.01, 0.04, 0.02])).tolist()
    [0.03, 0.04, 0.04]
    """
    order = np.argsort(probabilities, kind="stable")
    factors = np.arange(len(probabilities), 0, -1)
    raised = np.maximum.accumulate(np.minimum(1.0, factors * probabilities[order]))
    corrected = np.empty_like(raised)
    corrected[order] = raised
    return corrected


def detectable(
    spread: Any, count: Any, *, level: float = 0.95, power: float = POWER, tests: int = 1
) -> Floats:
    """Smallest effect that so many pairs show with a given chance.

    Equation: ``(t(1 - alpha/(2 tests)) + t(power)) sd / sqrt(n)`` with ``alpha = 1 - level``. With more
    than one test it is the first step of Holm's correction, the hardest one.

    Parameters
    ----------
    spread : float array
        Standard deviations of the differences.
    count : int array
        Pairs.
    level, power : float
        Level of the verdict and the chance of reaching it.
    tests : int
        Verdicts that are to hold together.

    Returns
    -------
    float array
        Sizes of effects; NaN for fewer than two pairs.
    """
    quantiles = _student(1.0 - (1.0 - level) / (2.0 * tests), count) + _student(power, count)
    error = np.asarray(spread, dtype=float) / np.sqrt(np.asarray(count, dtype=float))
    return np.asarray(quantiles * error)


def pairs_needed(
    spread: Any, size: Any, *, level: float = 0.95, power: float = POWER, tests: int = 1
) -> Floats:
    """Pairs that are needed to see an effect of a given size.

    The inverse of `detectable`, to a pair or two: normal quantiles, and half of their square in addition
    for the spread that has to be estimated (Guenther 1981).

    Parameters
    ----------
    spread : float array
        Standard deviations of the differences.
    size : float array
        Effects to be seen, in the unit of the outcome; not 0.
    level, power, tests
        As for `detectable`.

    Returns
    -------
    float array
        Whole numbers, at least 2.

    Examples
    --------
    >>> float(pairs_needed(1.0, 0.5))
    34.0
    """
    outer = ndtri(1.0 - (1.0 - level) / (2.0 * tests))
    ratio = np.asarray(spread, dtype=float) / np.abs(np.asarray(size, dtype=float))
    number = ((outer + ndtri(power)) * ratio) ** 2 + outer * outer / 2.0
    return np.asarray(np.maximum(2.0, np.ceil(number)))
