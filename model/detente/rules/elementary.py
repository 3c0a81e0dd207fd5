"""The exponential and the logarithm in plain arithmetic, and decisions that are no branches.

Libraries of mathematics round differently from one processor to the next, and do not work on several
numbers at once. Made of ``+ - * /`` alone, in a fixed order, both functions give the same bits
everywhere and in both engines, within 1e-15 of the exact value; the logarithm follows FDLIBM (Sun
Microsystems 1993). The compiled engine plays several runs side by side and hands a rule all their
numbers at once; `choose` and `anywhere` are how a rule decides there. It has machine code of its own
only for `choose`, `anywhere`, `power_of_two` and `split`, which are exact.
"""

from math import frexp, isnan, ldexp
from typing import Final

__all__ = ["SQRT_HALF", "anywhere", "choose", "exp", "exp_within", "log", "power_of_two", "split"]

SQRT_HALF: Final = 0.7071067811865476
"""Square root of one half: where `split` changes from one power of two to the next."""

_LOG2_E: Final = 1.4426950408889634
_LN_2: Final = 6.93147180369123816490e-01
_REST_OF_LN_2: Final = 1.90821492927058770002e-10
_TO_WHOLE: Final = 6755399441055744.0
"""1.5 times 2^52: numbers of this size have no fraction, so that adding and subtracting it rounds."""


def choose(condition: bool, yes: float, no: float) -> float:  # noqa: FBT001
    """Choose one of two numbers; both are worked out, so both have to be harmless.

    Examples
    --------
    >>> choose(1.0 > 0.0, 5.0, 7.0)
    5.0
    """
    return yes if condition else no


def anywhere(condition: bool) -> bool:  # noqa: FBT001
    """Whether a condition holds in any of the runs that are played side by side; here, in the one."""
    return condition


def power_of_two(exponent: float) -> float:
    """Two to the power of a whole number from -1022 to 1023, exactly."""
    if isnan(exponent):
        return exponent
    return ldexp(1.0, int(exponent))


def split(x: float) -> tuple[float, float]:
    """Split a positive number into ``m 2^e`` with m from `SQRT_HALF` to twice that, exactly.

    Examples
    --------
    >>> split(12.0)
    (0.75, 4.0)
    """
    part, power = frexp(x)
    if part < SQRT_HALF:
        return 2.0 * part, power - 1.0
    return part, float(power)


def exp(x: float) -> float:
    """Exponential of a number, flat beyond +-700.

    Examples
    --------
    >>> exp(0.0), exp(1.0), exp(-1e9) > 0.0
    (1.0, 2.718281828459045, True)
    """
    return exp_within(max(min(x, 700.0), -700.0))


def exp_within(x: float) -> float:
    """Exponential of a number that is known to lie within +-700.

    Equation: ``exp(x) = 2^n exp(r)`` with ``r = x - n ln 2``, and ``exp(r) = 1 + r + r^2/2 + ...`` to
    the twelfth power, even and odd powers apart.
    """
    n = (x * _LOG2_E + _TO_WHOLE) - _TO_WHOLE
    r = (x - n * _LN_2) - n * _REST_OF_LN_2
    t = r * r
    even = 1 / 40320 + t * (1 / 3628800 + t * (1 / 479001600))
    even = 1 / 2 + t * (1 / 24 + t * (1 / 720 + t * even))
    odd = 1 / 6 + t * (1 / 120 + t * (1 / 5040 + t * (1 / 362880 + t * (1 / 39916800))))
    return (1.0 + (r + t * (even + r * odd))) * power_of_two(n)


def log(x: float) -> float:
    """Natural logarithm of a positive number; not a number where x is none.

    Equation: ``log(x) = e ln 2 + log(1 + f)`` with ``x = 2^e (1 + f)``, and
    ``log(1 + f) = f - f^2/2 + s (f^2/2 + 2/3 s^2 + 2/5 s^4 + ...)`` with ``s = f / (2 + f)``.

    Examples
    --------
    >>> log(1.0), log(10.0)
    (0.0, 2.302585092994046)
    """
    m, e = split(x)
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    series = 1.818357216161805012e-01 + z * (
        1.531383769920937332e-01 + z * 1.479819860511658591e-01
    )
    series = z * (
        6.666666666666735130e-01
        + z
        * (
            3.999999999940941908e-01
            + z * (2.857142874366239149e-01 + z * (2.222219843214978396e-01 + z * series))
        )
    )
    half = 0.5 * f * f
    return e * _LN_2 - ((half - (s * (half + series) + e * _REST_OF_LN_2)) - f) + (x - x)
