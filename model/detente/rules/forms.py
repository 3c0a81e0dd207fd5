"""The few shapes that the theory's equations are built from.

Every function takes and returns plain floats, uses only arithmetic and the functions of
`detente.rules.elementary`, so that results are the same to the last bit in Python and when compiled,
and guards its own domain: no argument within reach of the model raises or gives a NaN. Randomness comes
in as a uniform number in (0, 1).
"""

from detente.rules.elementary import anywhere, choose, exp, exp_within, log

__all__ = [
    "hazard_probability",
    "logistic_noise",
    "poisson_count",
    "relative_change",
    "saturation",
    "share",
    "sigmoid",
]


def sigmoid(x: float) -> float:
    """Logistic curve ``1 / (1 + exp(-x))``, flat beyond +-40.

    Examples
    --------
    >>> sigmoid(0.0)
    0.5
    """
    return 1.0 / (1.0 + exp_within(-max(-40.0, min(40.0, x))))


def saturation(x: float, half: float) -> float:
    """Saturating curve ``x / (x + half)`` of a quantity ``x >= 0``; one half at ``x = half > 0``.

    Examples
    --------
    >>> saturation(4.0, 4.0)
    0.5
    """
    return x / (x + half)


def share(x: float) -> float:
    """Cut a number to the range of a share, 0 to 1."""
    return max(0.0, min(1.0, x))


def relative_change(before: float, after: float) -> float:
    """Relative change ``(after - before) / before`` of a quantity ``>= 0``; 0 from nothing.

    Less than a billionth before counts as a billionth, so that the change stays finite.

    Examples
    --------
    >>> relative_change(4.0, 5.0), relative_change(0.0, 5.0)
    (0.25, 0.0)
    """
    return choose(before > 0.0, (after - before) / max(before, 1e-9), 0.0)


def hazard_probability(hazard: float) -> float:
    """Probability ``1 - exp(-h)`` that an event of monthly hazard ``h >= 0`` happens in a month."""
    return 1.0 - exp(-hazard)


def logistic_noise(uniform: float) -> float:
    """Noise of mean 0 and variance 1 by inverse CDF of the logistic distribution.

    Equation: ``0.5513 log(u / (1 - u))`` with ``0.5513 = sqrt(3) / pi``.

    Parameters
    ----------
    uniform : float
        Uniform number, strictly inside (0, 1).
    """
    return 0.5513 * log(uniform / (1.0 - uniform))


def poisson_count(rate: float, uniform: float) -> float:
    """Number of events in a month by inverse CDF of the Poisson distribution.

    Parameters
    ----------
    rate : float
        Expected number, cut at 2.5: there P(N > 10) = 6e-5, and the count is cut at 10.
    uniform : float
        Uniform number in (0, 1); the count rises with it.

    Returns
    -------
    float
        A whole number from 0 to 10.

    Notes
    -----
    ``exp(-rate) >= 1 - rate``, so a uniform below ``1 - rate`` needs no exponential.

    Examples
    --------
    >>> poisson_count(0.5, 0.4), poisson_count(0.5, 0.7), poisson_count(0.5, 0.95)
    (0.0, 1.0, 2.0)
    """
    count, number, least = 0.0, 0.0, 1.0 - rate
    if anywhere(uniform > least):
        capped = min(rate, 2.5)
        term = exp_within(-capped)
        cumulative = max(term, least)
        more = uniform > cumulative
        while anywhere(more) and number < 10.0:
            number += 1.0
            count = choose(more, number, count)
            term *= capped * (1.0 / number)
            cumulative += term
            more = uniform > cumulative
    return count
