"""Tables of a batch of policies, made by hand: two borders, two years, effects that are plain to see."""

import numpy as np
import pandas as pd

from detente.plots import BatchTables

__all__ = ["BASE", "BORDERS", "POLICIES", "batch_tables", "swept_tables"]

BASE = "plain"
POLICIES = {"joint-patrols": 0.1, "unilateral-withdrawal": 0.0, "great-power-rivalry": -0.1}
BORDERS = ("A-B", "B-C")
RUNS = 40
MONTHS = 25

_OUTCOMES = {
    # outcome: (level, what a policy of strength 1 adds)
    "stability.final": (0.6, 1.0),
    "trust.final": (0.5, 1.2),
    "density.final": (1.5, -3.0),
    "trade.final": (0.4, 0.8),
    "skirmishes.total": (8.0, -40.0),
    "severity.total": (30.0, -100.0),
    "infiltration.total": (90.0, 10.0),
}
_STATUSES = ("demilitarized", "reduced", "garrisoned", "militarized")
_STAGES = ("none", "talks", "in_force", "completed")


def batch_tables(*more: str) -> BatchTables:
    """Tables of a baseline and three policies, a good, an idle and a bad one, and of some more."""
    strengths = {BASE: 0.0} | POLICIES | dict.fromkeys(more, 0.05)
    points = pd.DataFrame(
        {
            "point": list(strengths),
            "scenario": list(strengths),
            "base": [None, *[BASE] * (len(strengths) - 1)],
            "digest": "0" * 8,
        }
    )
    return BatchTables(
        points=points,
        outcomes=pd.concat([_outcomes(name, value) for name, value in strengths.items()]),
        summary=pd.concat([_summary(name, value) for name, value in strengths.items()]),
        shares=pd.concat([_shares(name, value) for name, value in strengths.items()]),
        seed=7,
    )


def swept_tables(*paths: str, scenarios: tuple[str, ...] = (BASE,)) -> BatchTables:
    """Tables of a sweep over one or more paths of three values each."""
    grid = np.array(np.meshgrid(*[[0.0, 0.1, 0.2]] * len(paths), indexing="ij")).reshape(
        len(paths), -1
    )
    rows, outcomes = [], []
    for scenario in scenarios:
        for number, values in enumerate(grid.T, start=1):
            name = f"{scenario}-{number:04d}"
            rows.append((name, scenario, None, "0" * 8, *values))
            strength = sum(value / place for place, value in enumerate(values, start=1))
            outcomes.append(_outcomes(name, float(strength) + 0.5 * (scenario != BASE)))
    columns = ["point", "scenario", "base", "digest", *paths]
    nothing = batch_tables()
    return BatchTables(
        points=pd.DataFrame(rows, columns=columns),
        outcomes=pd.concat(outcomes),
        summary=nothing.summary.iloc[:0],
        shares=nothing.shares.iloc[:0],
        seed=7,
    )


def _outcomes(point: str, strength: float) -> pd.DataFrame:
    """Outcomes of the runs of a point; the second border is never reached by a policy."""
    luck = np.random.default_rng(3).normal(0, 0.05, RUNS)
    own = np.random.default_rng(len(point)).normal(0, 0.02, RUNS)
    parts = []
    for border, reach in (("all", 1.0), (BORDERS[0], 2.0), (BORDERS[1], 0.0)):
        columns = {
            name: level * (1 + luck)
            + reach * gain * (strength + own * (strength != 0 or reach == 1))
            for name, (level, gain) in _OUTCOMES.items()
        }
        if point == BASE:
            columns = {name: level * (1 + luck) for name, (level, _) in _OUTCOMES.items()}
        keys = {"point": point, "replicate": np.arange(RUNS), "border": border}
        parts.append(pd.DataFrame(keys | columns))
    return pd.concat(parts)


def _dates() -> pd.DatetimeIndex:
    """Months from the start on."""
    return pd.date_range("2000-12-01", periods=MONTHS, freq="MS")


def _summary(point: str, strength: float) -> pd.DataFrame:
    """Quantiles that widen with time and move by the strength of the policy."""
    rounds = np.arange(MONTHS)
    parts = []
    for border in ("all", *BORDERS):
        for variable, level in (("stability", 0.5), ("density", 2.0)):
            middle = level + 0.1 * len(border) * (border != "all") + strength * rounds / MONTHS
            wide = 0.1 * rounds / MONTHS
            columns = {
                f"q{share:02d}": middle + wide * (share - 50) / 50 for share in (5, 25, 50, 75, 95)
            }
            keys = {"point": point, "round": rounds, "date": _dates(), "border": border}
            parts.append(pd.DataFrame(keys | {"variable": variable} | columns))
    return pd.concat(parts)


def _shares(point: str, strength: float) -> pd.DataFrame:
    """Shares that move from the worst class to the best."""
    rounds = np.arange(MONTHS)
    parts = []
    for kind, names in (("status", _STATUSES), ("treaty", _STAGES[::-1])):
        for border in ("all", *BORDERS):
            best = (0.5 + strength - 0.1 * (border == "all")) * rounds / MONTHS
            shares = (best, 0.2 - 0.1 * best, 0.3 - 0.4 * best, 0.5 - 0.5 * best)
            for name, share in zip(names, shares, strict=True):
                keys = {"point": point, "round": rounds, "date": _dates(), "border": border}
                parts.append(pd.DataFrame(keys | {"kind": kind, "name": name, "share": share}))
    return pd.concat(parts)
