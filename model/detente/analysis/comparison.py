"""What each policy did: paired effects on the outcomes of runs, with how sure they are.

Replicates of the same number meet the same luck, so a policy is compared with the baseline pair by pair,
and the spread of the differences, not that of the runs, sets the interval. A verdict is about the mean
difference and is corrected for all comparisons of the table (`detente.analysis.intervals`). For outcomes
with a heavy tail, such as casualties, the mean hangs on a few runs: what happened in most of the runs
stands beside it and rests on the sign test alone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detente.analysis.intervals import (
    detectable,
    holm,
    is_rough,
    mean_interval,
    sign_test,
    t_test,
)
from detente.analysis.outcomes import DEFAULT_OUTCOMES, REGION, outcome_of
from detente.errors import DetenteError
from detente.scenario.names import listed, unknown

__all__ = ["BARELY", "LOWERS", "NO_VERDICT", "RAISES", "UNCHANGED", "compare", "known_outcomes"]

RAISES: Final = "raises"
LOWERS: Final = "lowers"
NO_VERDICT: Final = "not distinguishable from zero"
UNCHANGED: Final = "the same in every pair"
"""The verdicts; the last one says that no pair differs, not that none ever would."""

BARELY: Final = 0.1
"""Effects below so many standard deviations of the baseline's runs are bare ones: luck dwarfs them."""

_KEYS: Final = ("point", "border", "replicate")
Floats = NDArray[np.float64]


def known_outcomes(outcomes: pd.DataFrame) -> list[str]:
    """Names of the outcomes of a table."""
    return [str(column) for column in outcomes.columns if column not in _KEYS]


def compare(
    outcomes: pd.DataFrame,
    baseline: str | Mapping[str, str],
    *,
    names: Sequence[str] = DEFAULT_OUTCOMES,
    borders: Sequence[str] = (REGION,),
    level: float = 0.95,
) -> pd.DataFrame:
    """Compare every point of a batch with a baseline, pair by pair.

    The rows are one family of verdicts: asking for fewer outcomes and borders leaves each of them more
    certain, so choose before you look.

    Parameters
    ----------
    outcomes : DataFrame
        Columns point, replicate, border and the outcomes, a row per run and border.
    baseline : str or mapping of str to str
        The point that the others are compared with, or, for each point to be compared, its own baseline.
    names : sequence of str
        Outcomes to compare.
    borders : sequence of str
        Borders to compare; ``all`` is the region.
    level : float
        Level of the intervals and the verdicts, between 0 and 1.

    Returns
    -------
    DataFrame
        A row per point, border and outcome, points in the order of the table:

        - point, baseline, border, outcome, pairs (replicates done in both)
        - baseline_mean, baseline_spread (standard deviation between runs), mean (of the point)
        - effect (mean difference, point minus baseline), error (its standard error), low and high (its
          interval by itself), rough (a few pairs make up too much for the interval to hold)
        - better: share of pairs in which the point is better, ties counted half; NaN where neither
          direction is the better one
        - verdict; barely (the effect is below a tenth of the baseline's spread); most_runs (``higher``,
          ``lower`` or empty: what the sign test says of the runs, corrected like the verdicts)
        - p_value, and p_corrected for the number of rows (Holm)
        - spread (standard deviation of the differences), pairing_gain (variance of the difference if
          the runs were not paired, over that of the pairs), detectable (the effect that these pairs
          would show with a chance of 80 %)

        A point without a replicate in common with its baseline has no rows.

    Raises
    ------
    DetenteError
        For an unknown baseline, outcome or border, a level that is none, and where nothing can be
        compared.

    Examples
    --------
    >>> table = pd.DataFrame(
    ...     {
    ...         "point": ["plain"] * 4 + ["patrols"] * 4,
    ...         "replicate": [0, 1, 2, 3] * 2,
    ...         "border": "all",
    ...         "trust.final": [0.30, 0.50, 0.40, 0.60, 0.41, 0.59, 0.51, 0.70],
    ...     }
    ... )
    >>> effect = compare(table, "plain", names=["trust.final"]).loc[0]
    >>> f"{effect['effect']:.3f} {effect['verdict']}, better in {effect['better']:.0%}"
    '0.102 raises, better in 100%'
    """
    if not 0.0 < level < 1.0:
        raise DetenteError(
            f"level: found {level}; allowed is a share between 0 and 1, such as 0.95"
        )
    _check(outcomes, names, borders)
    by_point = _by_point(outcomes, names, borders)
    opposed = _opposed(list(by_point), baseline)
    parts = [
        _differences(by_point[point], by_point[other], names).assign(point=point, baseline=other)
        for point, other in opposed.items()
    ]
    table = pd.concat(parts, ignore_index=True)
    if table.empty:
        raise DetenteError(
            "no replicate is done in a point and its baseline; let the batch go on (--resume)"
        )
    return _judged(table, level)


def _check(outcomes: pd.DataFrame, names: Iterable[str], borders: Iterable[str]) -> None:
    """Refuse outcomes and borders that the table does not have."""
    there = {
        "outcome": known_outcomes(outcomes),
        "border": [str(name) for name in outcomes["border"].unique()],
    }
    for kind, wanted in (("outcome", names), ("border", borders)):
        asked = list(wanted)
        if not asked:
            raise DetenteError(f"no {kind} to compare; name at least one")
        for name in asked:
            if name not in there[kind]:
                raise DetenteError(unknown(kind, name, there[kind]))


def _by_point(
    outcomes: pd.DataFrame, names: Sequence[str], borders: Sequence[str]
) -> dict[str, pd.DataFrame]:
    """Split the table; rows by border in the order asked for, and by replicate."""
    columns = ["point", "border", "replicate", *dict.fromkeys(names)]
    wanted = outcomes.loc[outcomes["border"].isin(borders), columns]
    order = {name: place for place, name in enumerate(dict.fromkeys(borders))}
    place = wanted["border"].astype(object).map(order).astype(int)
    wanted = wanted.assign(place=place).sort_values(["place", "replicate"], kind="stable")
    points = outcomes["point"].unique()
    return {str(point): wanted[wanted["point"] == point] for point in points}


def _opposed(points: list[str], baseline: str | Mapping[str, str]) -> dict[str, str]:
    """Baseline of each point that is compared; points of which no run is done are left out."""
    if isinstance(baseline, str):
        if baseline not in points:
            raise DetenteError(unknown("point", baseline, points))
        opposed = {point: baseline for point in points if point != baseline}
    else:
        opposed = {point: baseline[point] for point in points if point in baseline}
        opposed = {point: other for point, other in opposed.items() if other in points}
    if not opposed:
        raise DetenteError(f"nothing to compare: runs are there of {listed(points)} only")
    return opposed


def _differences(own: pd.DataFrame, other: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Moments of the paired differences of one point, by border and outcome."""
    pairs = own.merge(
        other, on=["border", "replicate"], suffixes=("", " before"), sort=False
    ).sort_values(["place", "replicate"], kind="stable")
    unique = list(dict.fromkeys(names))
    if pairs.empty:
        return pd.DataFrame()
    after = pairs[unique].to_numpy(dtype=float)
    before = pairs[[f"{name} before" for name in unique]].to_numpy(dtype=float)
    starts = np.flatnonzero(np.diff(pairs["place"].to_numpy(), prepend=-1))
    ends = [*starts[1:], len(pairs)]
    moments = [
        _moments(before[start:end], after[start:end])
        for start, end in zip(starts, ends, strict=True)
    ]
    table = pd.DataFrame({name: np.concatenate([m[name] for m in moments]) for name in moments[0]})
    borders = pairs["border"].astype("str").to_numpy()[starts]
    table["border"] = np.repeat(borders, len(unique))
    table["outcome"] = np.tile(unique, len(starts))
    return table


def _moments(before: Floats, after: Floats) -> dict[str, NDArray[Any]]:
    """Moments of the pairs: rows are pairs, columns are outcomes."""
    change = after - before
    count = len(change)
    freedom = 1 if count > 1 else 0

    def variance(values: Floats) -> Floats:
        return np.asarray(values.var(axis=0, ddof=freedom)) if freedom else values[0] * np.nan

    unpaired, paired = variance(before) + variance(after), variance(change)
    # a variance that is only rounding is none: all pairs differ by the same amount
    paired = np.where(np.ptp(change, axis=0) == 0.0, paired * 0.0, paired)
    third = ((change - change.mean(axis=0)) ** 3).mean(axis=0)
    gain = np.divide(unpaired, paired, out=np.full_like(paired, np.inf), where=paired > 0)
    return {
        "pairs": np.full(change.shape[1], count),
        "baseline_mean": before.mean(axis=0),
        "baseline_spread": np.sqrt(variance(before)),
        "mean": after.mean(axis=0),
        "effect": change.mean(axis=0),
        "spread": np.sqrt(paired),
        "skewness": np.divide(third, paired**1.5, out=np.zeros_like(third), where=paired > 0),
        "pairing_gain": np.where(np.isnan(paired) | (unpaired == 0.0), np.nan, gain),
        "more": (change > 0).sum(axis=0),
        "fewer": (change < 0).sum(axis=0),
    }


def _judged(table: pd.DataFrame, level: float) -> pd.DataFrame:
    """Add intervals, tests, corrections and verdicts to the moments."""
    pairs = table["pairs"].to_numpy()
    effect = table["effect"].to_numpy()
    error = table["spread"].to_numpy() / np.sqrt(pairs)
    more, fewer = table["more"].to_numpy(), table["fewer"].to_numpy()
    low, high = mean_interval(effect, error, pairs, level)
    alone = t_test(effect, error, pairs)
    corrected = holm(alone)
    signs = holm(sign_test(more, fewer)) <= 1.0 - level
    directions = table["outcome"].map(lambda name: outcome_of(name).sign).to_numpy(dtype=float)
    share = 0.5 + directions * (more - fewer) / (2.0 * pairs)
    judged = table.assign(
        error=error,
        low=low,
        high=high,
        rough=is_rough(table["skewness"], pairs),
        better=np.where(directions == 0.0, np.nan, share),
        verdict=np.select(
            [
                more + fewer == 0,
                (corrected <= 1.0 - level) & (effect > 0),
                corrected <= 1.0 - level,
            ],
            [UNCHANGED, RAISES, LOWERS],
            NO_VERDICT,
        ),
        barely=np.abs(effect) < BARELY * table["baseline_spread"].to_numpy(),
        p_value=alone,
        p_corrected=corrected,
        most_runs=np.select([signs & (more > fewer), signs], ["higher", "lower"], ""),
        detectable=detectable(table["spread"].to_numpy(), pairs, level=level, tests=len(table)),
    )
    columns = "point baseline border outcome pairs baseline_mean baseline_spread mean effect error"
    columns += (
        " low high rough better verdict barely most_runs p_value p_corrected spread pairing_gain"
    )
    return judged[[*columns.split(), "detectable"]].reset_index(drop=True)
