"""Precision: how well the runs of a batch fix a mean, and when there are enough of them.

Replicates are independent, so the mean of an outcome has a 95 % interval by Student's distribution.
Sums are exact, so that the same runs give the same interval on any machine, and with it the same
decision to go on or to stop.
"""

from collections.abc import Iterable
from math import fsum, inf, sqrt
from typing import Final, NamedTuple

from pydantic import BaseModel, ConfigDict, PositiveFloat

from detente.ensemble import OUTCOMES, REGION
from detente.errors import DetenteError
from detente.scenario import Scenario
from detente.scenario.names import unknown

__all__ = ["Interval", "Reached", "Until", "interval_of", "until_of"]

_NORMAL: Final = 1.959963984540054


class Until(BaseModel):
    """The rule by which a batch adds replicates until a mean is known well enough.

    Attributes
    ----------
    outcome : str
        One of `detente.ensemble.OUTCOMES`.
    border : str
        Border, or `REGION`.
    precision : float
        Largest half-width of the 95 % interval of the mean, in every point.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    outcome: str
    border: str
    precision: PositiveFloat

    def __str__(self) -> str:
        """Write the outcome as on the command line."""
        return self.outcome if self.border == REGION else f"{self.border}:{self.outcome}"


class Reached(BaseModel):
    """What came of an `Until`.

    Attributes
    ----------
    point : str
        Point with the widest interval.
    half_width : float or None
        Its half-width; None with fewer than two runs that were done.
    is_reached : bool
        Whether it is narrow enough.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    point: str
    half_width: float | None
    is_reached: bool


class Interval(NamedTuple):
    """Mean of an outcome over runs.

    Attributes
    ----------
    runs : int
        Number of runs.
    mean, sd : float
        Mean and standard deviation over runs; NaN without runs.
    half_width : float
        Half of the width of the 95 % interval of the mean; infinite for fewer than two runs.
    """

    runs: int
    mean: float
    sd: float
    half_width: float


def interval_of(values: Iterable[float]) -> Interval:
    """Mean of some numbers with its 95 % interval.

    Parameters
    ----------
    values : iterable of float
        One number for each run.

    Returns
    -------
    Interval
        By Student's distribution; where all numbers are equal, by the rule of three.

    Examples
    --------
    >>> found = interval_of([1.0, 2.0, 3.0, 4.0, 5.0])
    >>> found.mean, round(found.half_width, 2)
    (3.0, 1.96)
    """
    numbers = list(values)
    runs = len(numbers)
    if runs == 0:
        return Interval(0, float("nan"), float("nan"), inf)
    mean = fsum(numbers) / runs
    if runs == 1:
        return Interval(1, mean, float("nan"), inf)
    sd = sqrt(fsum((number - mean) * (number - mean) for number in numbers) / (runs - 1))
    if (
        sd == 0.0
    ):  # what has not happened yet in so many runs may happen in 3 of n: the rule of three
        return Interval(runs, mean, sd, 3.0 / runs)
    return Interval(runs, mean, sd, _student(runs - 1) * sd / sqrt(runs))


def _student(freedom: int) -> float:
    """97.5 % quantile of Student's distribution.

    Exact for one and two degrees of freedom, otherwise the expansion of Cornish and Fisher (1938) in
    the normal quantile, within 0.4 % for three degrees and 0.01 % from ten.
    """
    if freedom == 1:
        return 12.706204736432095
    if freedom == 2:
        return 4.302652729911275
    z = _NORMAL
    square = z * z
    terms = (
        z * (square + 1.0) / 4.0,
        z * ((5.0 * square + 16.0) * square + 3.0) / 96.0,
        z * (((3.0 * square + 19.0) * square + 17.0) * square - 15.0) / 384.0,
        z
        * ((((79.0 * square + 776.0) * square + 1482.0) * square - 1920.0) * square - 945.0)
        / 92160.0,
    )
    total = z
    power = 1.0
    for term in terms:
        power /= freedom
        total += term * power
    return total


def until_of(
    outcome: str | None, precision: float | None, scenarios: Iterable[Scenario]
) -> Until | None:
    """Read the rule by which a batch is to stop.

    Parameters
    ----------
    outcome : str or None
        An outcome of the region, such as ``stability.final``, or of a border,
        ``KGZ-TJK:stability.final``.
    precision : float or None
        Largest half-width.
    scenarios : iterable of Scenario
        What is run; all of them must have the border.

    Returns
    -------
    Until or None
        The rule; None where neither is given.

    Raises
    ------
    DetenteError
        For one without the other, for unknown names, and for a precision that is not above 0.
    """
    if outcome is None and precision is None:
        return None
    if outcome is None or precision is None:
        raise DetenteError(
            "--until and --precision go together, such as --until stability.final --precision 0.01"
        )
    border, colon, name = outcome.rpartition(":")
    if name not in OUTCOMES:
        raise DetenteError(f"--until: {unknown('outcome', name, OUTCOMES)}")
    for scenario in scenarios if colon else ():
        known = (REGION, *scenario.borders)
        if border not in known:
            raise DetenteError(
                f"--until: {unknown('border', border, known)} (scenario {scenario.name})"
            )
    if not 0 < precision < inf:
        raise DetenteError(f"--precision: found {precision:g}; allowed: a number above 0")
    return Until(outcome=name, border=border or REGION, precision=float(precision))
