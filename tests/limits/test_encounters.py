"""L2 and L3: encounters are Poisson counts of known rate, and their severity has a known tail.

Trust, troops, alert, CSBMs and trade stand still, so the rates of every sector are the same each month.
A count over many months is Poisson with a known mean, and must lie within five standard deviations of
it (error 6e-7 for each of the three kinds); so must its index of dispersion.
"""

import numpy as np
import pandas as pd
import pytest

from detente.model import BorderModel
from tests.limits.laboratory import laboratory, run

SIGMAS = 5.0
SECTORS = 4
ROUNDS = 1500
KINDS = ("misunderstandings", "standoffs", "skirmishes")
SETTINGS = {
    "default": {"contact_rate": 0.55},
    "tense": {
        "contact_rate": 2.0,
        "misunderstanding_chance": 0.9,
        "standoff_intercept": -1.0,
        "skirmish_intercept": -1.5,
    },
}


def rates_of(theory: dict[str, float]) -> np.ndarray:
    """Rates of the three kinds on a sector, from the equations of the theory."""
    trust, hotline, dialogue, trade = 0.4, 0.4, 0.7, 0.3
    contact = theory["contact_rate"] * (0.25 + 1.0 * (1.0 - 0.5)) * np.sqrt(2.0 * 3.0)
    chance = theory.get("misunderstanding_chance", 0.35)
    misunderstood = contact * chance * np.exp(-(0.15 * hotline + 0.10 * dialogue))
    calming = 0.45 * hotline + 0.15 * dialogue
    balance = np.tanh(abs(np.log((2.0 + 0.05) / (3.0 + 0.05))))
    hardens = theory.get("standoff_intercept", -2.8) + 2.6 * (1 - trust) - 1.6 * calming
    hardens = 1 / (1 + np.exp(-hardens - 0.8 * balance * (1 - trust)))
    fires = theory.get("skirmish_intercept", -3.7) + 2.6 * (1 - trust) - 0.9 * calming
    fires = 1 / (1 + np.exp(-fires + 1.2 * np.tanh(2 * 0.6 * trade)))
    return np.array(
        [
            misunderstood * (1 - hardens),
            misunderstood * hardens * (1 - fires),
            misunderstood * hardens * fires,
        ]
    )


def frozen_run(theory: dict[str, float], replicate: int = 0, seed: int = 11) -> BorderModel:
    scenario = laboratory(theory, rounds=ROUNDS, sectors=SECTORS)
    return run(scenario, replicate=replicate, seed=seed)


@pytest.mark.parametrize("setting", SETTINGS)
def test_encounters_are_poisson_counts_of_the_rates_of_the_theory(setting: str) -> None:
    model = frozen_run(SETTINGS[setting])
    table = model.trajectories()
    counts = table.loc[table["round"] > 0, list(KINDS)].to_numpy(dtype=float)
    expected = SECTORS * rates_of(SETTINGS[setting])
    assert (rates_of(SETTINGS[setting]) < 2.5).all()  # no count is cut
    for kind in range(3):
        total, mean = counts[:, kind].sum(), ROUNDS * expected[kind]
        assert abs(total - mean) < SIGMAS * np.sqrt(mean), KINDS[kind]
        dispersion = ((counts[:, kind] - counts[:, kind].mean()) ** 2).sum() / counts[
            :, kind
        ].mean()
        spread = np.sqrt(2.0 * (ROUNDS - 1) * (1.0 - 1.0 / total))
        assert abs(dispersion - (ROUNDS - 1)) < SIGMAS * spread, KINDS[kind]


def test_the_three_kinds_are_independent() -> None:
    table = frozen_run(SETTINGS["tense"]).trajectories()
    counts = table.loc[table["round"] > 0, list(KINDS)].to_numpy(dtype=float)
    together = np.corrcoef(counts, rowvar=False)[np.triu_indices(3, 1)]
    assert abs(together).max() < SIGMAS / np.sqrt(ROUNDS)


def test_trust_troops_and_alert_stood_still() -> None:
    model = frozen_run(SETTINGS["tense"])
    sides = model.trajectories("side").drop(columns=["round", "date"])
    for column in ("trust", "troops", "alert", "guarantee", "compliance"):
        values = sides[column].to_numpy().reshape(ROUNDS + 1, 2)
        assert (values == values[0]).all(), column


def casualties_of(model: BorderModel) -> np.ndarray:
    """One severity for each month and sector with fire."""
    events = model.events()
    fire: pd.DataFrame = events[events["kind"] == "skirmish"]
    return fire.groupby(["round", "sector"])["severity"].first().to_numpy(dtype=float)


def always_fire(alpha: float, limit: float) -> dict[str, float]:
    return {
        "contact_rate": 5.0,
        "misunderstanding_chance": 1.0,
        "standoff_intercept": 20.0,
        "skirmish_intercept": 20.0,
        "severity_exponent": alpha,
        "severity_limit": limit,
    }


@pytest.mark.parametrize("alpha", [1.2, 1.5, 2.0])
def test_severity_has_the_tail_of_the_theory(alpha: float) -> None:
    """Hill's estimator (1975) of the exponent, whose standard error is alpha / sqrt(n)."""
    severity = casualties_of(frozen_run(always_fire(alpha, 1e6)))
    assert len(severity) > 4000
    assert severity.min() >= 1.0
    hill = 1.0 / np.log(severity).mean()
    assert abs(hill - alpha) < SIGMAS * alpha / np.sqrt(len(severity))
    ordered = np.sort(severity)  # Kolmogorov-Smirnov: error 2 exp(-2 * 2.7^2) = 9e-7
    gap = abs(1.0 - ordered**-alpha - (np.arange(len(ordered)) + 0.5) / len(ordered)).max()
    assert gap < 2.7 / np.sqrt(len(ordered)) + 0.5 / len(ordered)


def test_severity_is_cut_at_its_limit() -> None:
    severity = casualties_of(frozen_run(always_fire(1.5, 20.0)))
    chance = 20.0**-1.5
    at_limit = (severity == 20.0).sum()
    assert severity.max() == 20.0
    spread = np.sqrt(len(severity) * chance * (1.0 - chance))
    assert abs(at_limit - len(severity) * chance) < SIGMAS * spread
