"""Wording of differences: how far two worlds end apart, in a sentence with its interval."""

from math import ceil, isfinite, log10
from typing import Any

import pandas as pd

from detente.analysis import outcome_of
from detente.analysis.comparison import NO_VERDICT, UNCHANGED
from detente.ensemble import REGION
from detente.errors import DetenteError, ScenarioError
from detente.scenario import Scenario

__all__ = ["decimals", "effect_words", "ends_words", "reason_words", "signed"]


def reason_words(error: DetenteError) -> str:
    """Say why a value cannot be; of a mistake in a scenario, where it lies and what is allowed."""
    if isinstance(error, ScenarioError):
        reasons = [f"{mistake.path}: {mistake.message}" for mistake in error.mistakes]
        return f"Not possible, so the picture stays. {'; '.join(reasons)}"
    return f"Not possible, so the picture stays. {error}"


def effect_words(effect: "pd.Series[Any]", scenario: Scenario) -> str:
    """Put a paired effect into words.

    Parameters
    ----------
    effect : Series
        A row of `detente.compare`.
    scenario : Scenario
        What was run.

    Returns
    -------
    str
        How far apart the two worlds are in the mean, with the interval, or why that is not known.
    """
    what = outcome_of(str(effect["outcome"])).words.partition(",")[0]
    place = "in the region" if effect["border"] == REGION else f"on {effect['border']}"
    pairs, size = int(effect["pairs"]), float(effect["effect"])
    where = f"At the end ({scenario.end}), {what} {place}"
    if effect["verdict"] == UNCHANGED:
        return f"{where} is the same in each of {pairs:,} pairs of runs."
    low, high = float(effect["low"]), float(effect["high"])
    digits = decimals(low, high, size)
    way = "higher" if size > 0 else "lower"
    distance = f"{abs(size):.{digits}f} {way} in the mean"
    if pairs < 2:
        return f"{where} is {distance}. This is a single pair of runs: it may be luck."
    interval = f"95 % interval of the difference {ends_words(low, high, digits)}"
    basis = f"({interval}; {pairs:,} pairs of runs, each with the same luck)"
    means = f"from {effect['baseline_mean']:.{digits}f} to {effect['mean']:.{digits}f}"
    rough = " A few pairs make up much of this: take more runs." if effect["rough"] else ""
    if effect["verdict"] == NO_VERDICT:
        unsure = f"cannot be told apart in the two worlds: {distance}, which may be luck"
        return f"{where} {unsure} {basis}.{rough}"
    return f"{where} is {distance}, {means} {basis}.{rough}"


def decimals(low: float, high: float, size: float) -> int:
    """Decimals with which an interval shows two digits of its width, 2 to 6.

    Examples
    --------
    >>> decimals(0.011, 0.034, 0.02)
    3
    """
    width = high - low if isfinite(high - low) and high > low else abs(size)
    return min(6, max(2, ceil(-log10(width)) + 1)) if width > 0.0 else 2


def ends_words(low: float, high: float, digits: int) -> str:
    """Write the ends of an interval."""
    return f"{low:.{digits}f} to {high:.{digits}f}".replace("-", "−")


def signed(number: float, digits: int) -> str:
    """Write a difference with its sign."""
    return f"{number:+,.{digits}f}".replace("-", "−")
