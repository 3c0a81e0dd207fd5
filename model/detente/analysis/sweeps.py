"""Outcomes along the parameters of a sweep, with or without a baseline.

A swept batch has a point for every combination of values. Its baseline is either one point, or a
scenario: then every point is compared with the point of that scenario that has the same values, which
says what the policy does under each of them.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from detente.analysis.comparison import compare
from detente.analysis.intervals import mean_interval
from detente.analysis.outcomes import DEFAULT_OUTCOMES, REGION
from detente.errors import DetenteError
from detente.scenario.names import listed, unknown

__all__ = ["baselines", "sweep", "swept_paths", "usual_baseline"]

_FIXED: Final = {"point", "scenario", "base", "digest"}


def swept_paths(points: pd.DataFrame) -> list[str]:
    """Name the swept paths of a batch.

    Parameters
    ----------
    points : DataFrame
        Columns point, scenario, digest, and one for each swept path.

    Returns
    -------
    list of str
        The paths in their order; none where nothing is swept.
    """
    return [str(column) for column in points.columns if column not in _FIXED]


def usual_baseline(points: pd.DataFrame) -> str:
    """Point, or swept scenario, that the others are compared with where none is named.

    Parameters
    ----------
    points : DataFrame
        Columns point, scenario, base and the swept paths.

    Returns
    -------
    str
        The scenario that others of the batch extend, or else the first point.
    """
    scenarios = [str(name) for name in points["scenario"].unique()]
    extended = {str(name) for name in points["base"].dropna()}
    for name in scenarios:
        if name in extended:
            return name
    return str(points["point"].iloc[0])


def baselines(points: pd.DataFrame, baseline: str) -> dict[str, str]:
    """Find the baseline of every point.

    Parameters
    ----------
    points : DataFrame
        Columns point, scenario and the swept paths.
    baseline : str
        A point, which all others are compared with; or a scenario, whose points are compared with those
        of the other scenarios that have the same values.

    Returns
    -------
    dict of str to str
        Baseline by point, in the order of the points; the baselines themselves are not in it.

    Raises
    ------
    DetenteError
        For a name that is neither, with the nearest one, and for a scenario that alone is swept.
    """
    names = [str(name) for name in points["point"]]
    if baseline in names:
        return {name: baseline for name in names if name != baseline}
    scenarios = [str(name) for name in points["scenario"]]
    if baseline not in scenarios:
        raise DetenteError(unknown("point", baseline, dict.fromkeys([*names, *scenarios])))
    paths = swept_paths(points)
    values = [tuple(map(repr, row)) for row in points[paths].itertuples(index=False, name=None)]
    rows = list(zip(names, scenarios, values, strict=True))
    own = {value: name for name, scenario, value in rows if scenario == baseline}
    found = {
        name: own[value] for name, scenario, value in rows if scenario != baseline and value in own
    }
    if not found:
        raise DetenteError(
            f"{baseline} is the only scenario of this batch; give one of its points as baseline: "
            f"{listed(name for name in names)}"
        )
    return found


def sweep(
    outcomes: pd.DataFrame,
    points: pd.DataFrame,
    *,
    names: Sequence[str] = DEFAULT_OUTCOMES,
    borders: Sequence[str] = (REGION,),
    baseline: str | None = None,
    level: float = 0.95,
) -> pd.DataFrame:
    """Tell how outcomes go along the swept parameters.

    Parameters
    ----------
    outcomes : DataFrame
        Columns point, replicate, border and the outcomes.
    points : DataFrame
        Columns point, scenario, digest and the swept paths.
    names, borders : sequence of str
        Outcomes and borders.
    baseline : str, optional
        Point or scenario to compare with; see `baselines`.
    level : float
        Level of the intervals.

    Returns
    -------
    DataFrame
        A row per point, border and outcome: point, scenario, a column for each swept path, border,
        outcome, runs, mean, low and high (the interval of the mean). With a baseline also the columns
        of `compare` from effect on; they are empty for the baseline itself. Its ends are then
        effect_low and effect_high.

    Raises
    ------
    DetenteError
        As `compare` and `baselines`.
    """
    wanted = list(dict.fromkeys(names))
    effects = None
    if baseline is not None:
        opposed = baselines(points, baseline)
        effects = compare(outcomes, opposed, names=wanted, borders=borders, level=level)
    table = _means(outcomes[outcomes["border"].isin(borders)], wanted, level)
    described = points.drop(columns=["base", "digest"], errors="ignore").rename(columns=str)
    along = described.merge(table, on="point", how="inner", sort=False)
    if effects is None:
        return along
    kept = effects.drop(columns=["mean"]).rename(
        columns={"low": "effect_low", "high": "effect_high"}
    )
    return along.merge(kept, on=["point", "border", "outcome"], how="left", sort=False)


def _means(outcomes: pd.DataFrame, names: list[str], level: float) -> pd.DataFrame:
    """Mean of every outcome by point and border, with its interval."""
    parts: list[pd.DataFrame] = []
    for (point, border), rows in outcomes.groupby(["point", "border"], sort=False, observed=True):
        values: Any = rows[names].to_numpy(dtype=float)
        count = len(values)
        mean = values.mean(axis=0)
        spread = values.std(axis=0, ddof=1) if count > 1 else np.full(len(names), np.nan)
        low, high = mean_interval(mean, spread / np.sqrt(count), count, level)
        part = {"runs": count, "mean": mean, "low": low, "high": high}
        parts.append(pd.DataFrame({"point": point, "border": border, "outcome": names, **part}))
    return pd.concat(parts, ignore_index=True)
