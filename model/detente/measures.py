"""What is read off a run: the stability index of a border, its status, and recovery after a shock.

The index is a weighted mean of six components in [0, 1], so that a change splits exactly into its parts;
the weighted geometric mean stands beside it, since it lets no strength make up for a collapse elsewhere
(OECD & JRC 2008). Trust and restraint are also what policies act on: never judge a policy by the index
alone, but by infiltration, skirmishes, trade and trust after it has ended. Weights and classes are
assumptions.
"""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd

from detente.rules.elementary import choose, exp, log

__all__ = [
    "COMPONENTS",
    "STATUSES",
    "Components",
    "border_status",
    "classify",
    "half_recovery",
    "index_components",
    "stability_geometric",
    "stability_index",
    "status_number",
    "violence_next",
]

COMPONENTS: Final[dict[str, float]] = {
    "trust": 0.25,
    "restraint": 0.20,
    "calm": 0.20,
    "security": 0.15,
    "cooperation": 0.10,
    "exchange": 0.10,
}
"""Components of the stability index and their weights, which sum to 1."""

_WEIGHTS: Final = tuple(COMPONENTS.values())

STATUSES: Final[tuple[str, ...]] = ("demilitarized", "reduced", "garrisoned", "militarized")
"""Classes of a border by troop density, from low to high."""


class Components(NamedTuple):
    """Components of the stability index of a border, each from 0 (worst) to 1."""

    trust: float
    restraint: float
    calm: float
    security: float
    cooperation: float
    exchange: float


def violence_next(violence: float, severity: float) -> float:
    """Remembered violence, a moving average (0.1 a month) of ``log(1 + severity)``.

    Parameters
    ----------
    violence : float
        Value before, >= 0.
    severity : float
        Casualties of the month on the border.
    """
    return violence + 0.1 * (log(1.0 + severity) - violence)


def index_components(
    trust: float,
    density: float,
    violence: float,
    crime_load: float,
    cooperation: float,
    trade: float,
) -> Components:
    """Components of the stability index of one border.

    Equations: trust itself; restraint ``1 / (1 + x/3)``; calm ``exp(-1.2 v)``; security ``1 - E``;
    cooperation, the mean CSBM level; exchange ``min(1, 1.5 X)``.

    Parameters
    ----------
    trust, density, crime_load : float
        Means of the two sides.
    violence : float
        Result of `violence_next`.
    cooperation : float
        Mean level of the nine CSBMs, 0 to 1.
    trade : float
        Share of the trade potential realized, 0 to 1.
    """
    restraint = 1.0 / (1.0 + density / 3.0)
    calm = exp(-1.2 * violence)
    exchange = min(1.0, 1.5 * trade)
    return Components(trust, restraint, calm, 1.0 - crime_load, cooperation, exchange)


def stability_index(components: Components) -> float:
    """Stability index, the weighted arithmetic mean of the components, 0 to 1."""
    total = 0.0
    for k in range(len(_WEIGHTS)):
        total += _WEIGHTS[k] * components[k]
    return total


def stability_geometric(components: Components) -> float:
    """Weighted geometric mean of the components; a component counts as at least 0.001."""
    total = 0.0
    for component, weight in zip(components, COMPONENTS.values(), strict=True):
        total += weight * log(max(0.001, component))
    return exp(total)


def border_status(density: float, cooperation: float, calm_months: int) -> str:
    """Status of a border, one of `STATUSES`, by `status_number`."""
    return STATUSES[int(status_number(density, cooperation, calm_months))]


def status_number(density: float, cooperation: float, calm_months: float) -> float:
    """Status of a border as its number in `STATUSES`.

    Demilitarized needs a density of at most 1.0, cooperation of at least 0.4 and twelve months without
    a skirmish; reduced at most 2.0; garrisoned at most 4.0.

    Parameters
    ----------
    density : float
        Mean density over the last twelve months.
    cooperation : float
        Mean level of the nine CSBMs.
    calm_months : float
        Months since the last skirmish.
    """
    is_calm = (density <= 1.0) & (cooperation >= 0.4) & (calm_months >= 12)
    manned = choose(density <= 2.0, 1, choose(density <= 4.0, 2, 3))
    return choose(is_calm, 0, manned)


def classify(borders: pd.DataFrame) -> pd.DataFrame:
    """Add the classes that look at more than one month.

    Parameters
    ----------
    borders : DataFrame
        Trajectories by border: round, border, status, trust, density, cooperation, severity.

    Returns
    -------
    DataFrame
        The table with the columns ``direction`` (rising, falling, level: twelve-month log change of
        density beyond 0.05), ``sustained`` (status held for 36 months), ``hollow`` (density at most
        2.0 while trust is below 0.35: withdrawal without trust) and ``peace`` (stable: calm for twelve
        months, trust at least 0.6, cooperation at least 0.4, after Deutsch 1957; negative: calm only;
        none).
    """
    ordered = borders.sort_values(["border", "round"])
    by_border = ordered.groupby("border", observed=True, sort=False)
    change = np.log(ordered["density"].clip(lower=1e-9))
    change = change - change.groupby(ordered["border"], observed=True).shift(12)
    direction = np.select([change > 0.05, change < -0.05], ["rising", "falling"], "level")
    changed = ordered["status"] != by_border["status"].shift()
    spell = changed.groupby(ordered["border"], observed=True).cumsum()
    held = ordered.groupby([ordered["border"], spell], observed=True).cumcount()
    fire = by_border["severity"].transform(lambda s: s.rolling(12, min_periods=1).sum())
    calm = fire == 0.0
    stable = calm & (ordered["trust"] >= 0.6) & (ordered["cooperation"] >= 0.4)
    return ordered.assign(
        direction=direction,
        sustained=held >= 35,
        hollow=(ordered["density"] <= 2.0) & (ordered["trust"] < 0.35),
        peace=np.select([stable, calm], ["stable", "negative"], "none"),
    ).sort_index()


def half_recovery(trust: pd.Series, shock_round: int) -> float:
    """Months until trust has regained half of what it lost to a shock.

    Parameters
    ----------
    trust : Series
        Trust of a border, indexed by round.
    shock_round : int
        Round of the shock; the level before it is that of the round before.

    Returns
    -------
    float
        Months after the shock; infinite when it is not regained within the series, 0 without a fall.
    """
    before = float(trust.loc[shock_round - 1])
    after = trust.loc[shock_round:]
    fallen = float(after.iloc[0])
    if fallen >= before:
        return 0.0
    regained = np.flatnonzero(after.to_numpy() >= fallen + (before - fallen) / 2)
    return float(regained[0]) if regained.size else float("inf")
