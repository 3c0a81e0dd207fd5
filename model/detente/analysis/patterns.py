"""What a whole run was like, border by border, in numbers that no single month shows.

Months to a status, time under a treaty, time in low trust, recovery after clashes and the heaviness of
the tail of violence are what runs are compared by. `rank_agreement` asks whether the weights of the
stability index matter: it ranks borders by the index under other weights.
"""

from typing import Final

import numpy as np
import pandas as pd

from detente.draws import place_key, uniform
from detente.measures import COMPONENTS, half_recovery

__all__ = ["LOW_TRUST", "rank_agreement", "run_measures", "tail_exponent"]

LOW_TRUST: Final = 0.4
"""Mean trust below which a border counts as caught in the low basin."""


def run_measures(
    trajectories: pd.DataFrame, sides: pd.DataFrame, *, clash: float = 10.0
) -> pd.DataFrame:
    """Measure a run border by border.

    Parameters
    ----------
    trajectories : DataFrame
        By border: columns round, border, status, treaty, trust and severity.
    sides : DataFrame
        By side: columns round, border and trust.
    clash : float
        Casualties in a month from which recovery is measured.

    Returns
    -------
    DataFrame
        Indexed by border: ``months_to_reduced`` and ``months_to_demilitarized`` (round in which the
        status, or a lower one, is first reached; infinite if never), ``treaty_share`` and
        ``low_trust_share`` (shares of rounds under a treaty and with mean trust below `LOW_TRUST`),
        ``asymmetry`` (mean difference of the two directed trusts) and ``half_recovery`` (mean months
        to regain half of the trust lost to a clash; infinite where one is never regained, missing
        without a clash).
    """
    gap = sides.groupby(["border", "round"], sort=False, observed=True)["trust"].agg(np.ptp)
    rows = {}
    for border, run in trajectories.groupby("border", sort=False, observed=True):
        table = run.set_index("round").sort_index()
        later = table.loc[1:]
        clashes = later.index[later["severity"] >= clash]
        recoveries = [half_recovery(table["trust"], int(month)) for month in clashes]
        rows[border] = {
            "months_to_reduced": _first(table["status"].isin(["reduced", "demilitarized"])),
            "months_to_demilitarized": _first(table["status"] == "demilitarized"),
            "treaty_share": later["treaty"].isin(["in_force", "completed"]).mean(),
            "low_trust_share": (later["trust"] < LOW_TRUST).mean(),
            "asymmetry": gap.loc[border].mean(),
            "half_recovery": float(np.mean(recoveries)) if recoveries else np.nan,
        }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("border")


def _first(reached: pd.Series) -> float:
    """First round in which something holds, or infinity."""
    rounds = reached.index[reached]
    return float(rounds[0]) if len(rounds) else float("inf")


def tail_exponent(severity: pd.Series) -> float:
    """Estimate the tail exponent of skirmishes by Hill's maximum likelihood, minimum 1 casualty.

    Parameters
    ----------
    severity : Series
        Casualties of skirmishes, each at least 1.

    Returns
    -------
    float
        Exponent of ``P(S > s) = s^-alpha``; its standard error is the estimate over the square root
        of the number of skirmishes. Missing where there is none above 1.
    """
    logs = np.log(severity.to_numpy(dtype=float))
    return float(len(logs) / logs.sum()) if logs.sum() > 0 else float("nan")


def rank_agreement(trajectories: pd.DataFrame, *, samples: int = 200, seed: int = 0) -> pd.Series:
    """Ask how far the ranking of borders by stability depends on the weights of the index.

    Parameters
    ----------
    trajectories : DataFrame
        By border: columns round, border, stability and the weighted parts ``part_...``.
    samples : int
        Number of random weightings, uniform over all that sum to 1.
    seed : int
        Seed of the weightings.

    Returns
    -------
    Series
        Spearman's rank correlation of the borders' mean stability with that under each random
        weighting; 1 where the ranking is the same.
    """
    weights = np.array(list(COMPONENTS.values()))
    parts = trajectories.groupby("border", sort=False, observed=True)[
        [f"part_{name}" for name in COMPONENTS]
    ].mean()
    usual = parts.sum(axis=1).rank()
    components = parts.to_numpy() / weights
    agreement = []
    for sample in range(samples):
        keys = [uniform(seed, sample, 0, 0, place_key(name)) for name in COMPONENTS]
        exponential = -np.log(keys)
        index = pd.Series(components @ (exponential / exponential.sum()), index=parts.index)
        agreement.append(usual.corr(index.rank()))
    return pd.Series(agreement, name="rank_agreement")
