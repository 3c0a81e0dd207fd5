"""Measures of whole runs, on tables made by hand."""

import numpy as np
import pandas as pd
import pytest

from detente.analysis.patterns import rank_agreement, run_measures, tail_exponent
from detente.measures import COMPONENTS


def one_border(**columns: list[object]) -> pd.DataFrame:
    length = len(next(iter(columns.values())))
    return pd.DataFrame({"round": range(length), "border": "A-B"} | columns)


def test_run_measures_of_a_border_that_is_shot_at_and_recovers() -> None:
    trajectories = one_border(
        status=["garrisoned", "garrisoned", "reduced", "reduced", "demilitarized"],
        treaty=["none", "talks", "in_force", "in_force", "completed"],
        trust=[0.5, 0.3, 0.35, 0.41, 0.45],
        severity=[0.0, 12.0, 0.0, 2.0, 0.0],
    )
    sides = pd.concat(
        [
            one_border(trust=[0.6, 0.4, 0.4, 0.5, 0.5]),
            one_border(trust=[0.4, 0.2, 0.3, 0.32, 0.4]),
        ]
    )
    measured = run_measures(trajectories, sides).loc["A-B"]
    assert measured["months_to_reduced"] == 2
    assert measured["months_to_demilitarized"] == 4
    assert measured["treaty_share"] == 0.75
    assert measured["low_trust_share"] == 0.5
    assert measured["asymmetry"] == pytest.approx((0.2 + 0.2 + 0.1 + 0.18 + 0.1) / 5)
    assert measured["half_recovery"] == 2  # half of the fall of 0.2 is regained at 0.41


def test_what_never_happens_is_infinite_or_missing() -> None:
    trajectories = one_border(
        status=["militarized"] * 3, treaty=["none"] * 3, trust=[0.5] * 3, severity=[0.0] * 3
    )
    measured = run_measures(trajectories, one_border(trust=[0.5] * 3)).loc["A-B"]
    assert measured["months_to_reduced"] == np.inf
    assert np.isnan(measured["half_recovery"])


def test_tail_exponent_of_exact_quantiles() -> None:
    quantiles = (np.arange(20_000) + 0.5) / 20_000
    assert tail_exponent(pd.Series((1 - quantiles) ** (-1 / 1.5))) == pytest.approx(1.5, rel=1e-3)
    assert np.isnan(tail_exponent(pd.Series([1.0, 1.0])))


def test_weights_do_not_matter_where_one_border_is_better_in_everything() -> None:
    rows = [
        {"round": 0, "border": border}
        | {f"part_{name}": level * weight for name, weight in COMPONENTS.items()}
        for border, level in (("A", 0.2), ("B", 0.5), ("C", 0.9))
    ]
    assert rank_agreement(pd.DataFrame(rows), samples=20).to_list() == pytest.approx([1.0] * 20)


def test_weights_matter_where_strengths_differ() -> None:
    strengths = [{"trust": 1.0}, {"calm": 1.0}, {"exchange": 1.0}]
    rows = [
        {"round": 0, "border": str(place)}
        | {f"part_{name}": own.get(name, 0.0) * weight for name, weight in COMPONENTS.items()}
        for place, own in enumerate(strengths)
    ]
    assert rank_agreement(pd.DataFrame(rows), samples=50).min() < 0
