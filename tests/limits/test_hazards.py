"""Treaties begin and end at their hazards, and political will and stability wander by their noise.

Many pairs of states side by side stand for as many trials. A number of events among n with
chance p must lie within five standard deviations of n p (error 6e-7 each).
"""

from math import exp, sqrt

import numpy as np
import pytest

from detente.model import BorderModel
from tests.limits.laboratory import crowd, laboratory, run

SIGMAS = 5.0
PAIRS = 300
WILL, STABILITY, TRUST = 0.5, 0.7, 0.35  # the lower of the two sides


def sig(x: float) -> float:
    return 1.0 / (1.0 + exp(-x))


def stages(model: BorderModel) -> np.ndarray:
    """Stage of every border's treaty by round."""
    table = model.trajectories()["treaty"].to_numpy(dtype=str)
    return table.reshape(model.round + 1, len(model.borders))


def assert_frequency(events: np.ndarray, trials: np.ndarray, hazard: float) -> None:
    """Every month as many of those that could as the hazard says, on the whole."""
    chance, n = 1.0 - exp(-hazard), int(trials.sum())
    assert n >= 300
    assert abs(int(events.sum()) - n * chance) < SIGMAS * sqrt(n * chance * (1.0 - chance))


def test_talks_open_at_their_hazard() -> None:
    model = run(crowd({"talks_rate": 0.9}, pairs=PAIRS, rounds=12))
    stage = stages(model)
    could, did = stage[:-1] == "none", stage[1:] == "talks"
    hazard = 0.9 * WILL * STABILITY * 0.2 * sig(10 * (TRUST - 0.3))
    assert_frequency(could & did, could, hazard)


def test_treaties_are_signed_at_their_hazard() -> None:
    theory = {"signing_rate": 0.9, "signing_trust": 0.3}
    model = run(crowd(theory, pairs=PAIRS, rounds=12, treaty="talks"))
    stage = stages(model)
    could, did = stage[:-1] == "talks", stage[1:] == "in_force"
    hazard = 0.9 * WILL * STABILITY * 0.3 * sig(12 * (TRUST - 0.3)) * (0.3 + 0.7 * 0.5)
    assert model.borders[0].verification == pytest.approx(0.0, abs=1e-12)
    assert_frequency(could & did, could, hazard)
    assert not (stage == "none").any()


def test_talks_collapse_at_their_hazard() -> None:
    clash = {
        "title": "A clash",
        "kind": "shock",
        "date": "2001-01",
        "effects": [{"what": "clash", "at": "all", "add": 100.0}],
    }
    theory = {"alert_gain": 0.2, "alert_decay": 0.0}
    scenario = crowd(theory, pairs=PAIRS, rounds=12, treaty="talks")
    stage = stages(run(scenario.change({"timeline": {"clash": clash}})))
    could, did = stage[:-1] == "talks", stage[1:] == "none"
    assert_frequency(could & did, could, 0.15 * 0.2 * np.log(101.0))


def test_treaties_break_at_their_hazard() -> None:
    theory = {"breakdown_rate": 0.05, "treaty_tolerance": 0.1, "treaty_ceiling": 1.0}
    scenario = crowd(
        theory, pairs=PAIRS, rounds=12, treaty="in_force", treaty_signed="1990-01", trust=0.2
    )
    stage = stages(run(scenario))
    could, did = stage[:-1] == "in_force", stage[1:] == "none"
    violation = 3.0 - 1.1  # three persons a km on the larger side, and one allowed
    hazards = [0.05 * 6.0 * (0.3 - 0.2), 0.05 * (6.0 * (0.3 - 0.2) + violation)]
    first = could[:1]  # nobody has been seen to violate before the first month is over
    assert_frequency(first & did[:1], first, hazards[0])
    assert_frequency(could[1:] & did[1:], could[1:], hazards[1])


def test_kept_treaties_are_completed_at_the_end_of_their_term() -> None:
    scenario = crowd(
        {"treaty_months": 24.0},
        pairs=20,
        rounds=40,
        treaty="in_force",
        treaty_signed="2000-12",
        troops_per_km=0.5,
    )
    stage = stages(run(scenario))
    completed = (stage == "completed").argmax(axis=0)
    assert (completed == 23).all()  # signed a month before the start
    assert (stage[:23] == "in_force").all()
    assert (stage[23:] == "completed").all()


def test_a_treaty_that_is_kept_late_is_completed_after_a_year() -> None:
    cut = {
        "title": "Withdrawal",
        "kind": "policy",
        "date": "2001-06",
        "until": "2001-07",
        "effects": [{"what": "cut", "at": "all", "set": 0.5}],
    }
    scenario = crowd(
        {}, pairs=3, rounds=40, treaty="in_force", treaty_signed="1990-01", troops_per_km=1.8
    )
    stage = stages(run(scenario.change({"timeline": {"cut": cut}})))
    # The troops fall at the end of round 6; compliance is counted from round 7 and seen from 8 on.
    assert (stage[:19] == "in_force").all()
    assert (stage[19:] == "completed").all()


@pytest.mark.parametrize("quantity", ["will", "stability"])
def test_states_wander_by_the_noise_of_the_theory(quantity: str) -> None:
    """Logistic noise has a kurtosis of 4.2, so a variance of n numbers has an error of sqrt(3.2/n)."""
    model = run(laboratory({f"{quantity}_noise": 0.002}, rounds=1500, sectors=1))
    levels = model.trajectories("state")[quantity].to_numpy().reshape(-1, 2)
    steps = np.diff(levels, axis=0).ravel() / 0.002
    assert abs(steps.mean()) < SIGMAS / np.sqrt(steps.size)
    assert abs(steps.var() - 1.0) < SIGMAS * np.sqrt(3.2 / steps.size)
    apart = np.corrcoef(np.diff(levels, axis=0), rowvar=False)[0, 1]
    assert abs(apart) < SIGMAS / np.sqrt(1500)
    along = np.corrcoef(steps[:-2], steps[2:])[0, 1]
    assert abs(along) < SIGMAS / np.sqrt(steps.size)


def test_will_and_stability_return_to_their_targets() -> None:
    theory = {"will_adjustment": 0.06, "stability_reversion": 0.04, "will_from_trust": 0.5}
    unrest = {
        "title": "Unrest",
        "kind": "shock",
        "date": "2001-01",
        "until": "2001-02",
        "effects": [
            {"what": "stability", "at": "AAA", "add": -0.2},
            {"what": "will", "at": "BBB", "add": 0.3},
        ],
    }
    scenario = laboratory(
        theory
        | {"will_lost_to_instability": 0.0, "will_from_support": 0.0, "will_from_trade": 0.0},
        rounds=120,
    ).change({"timeline": {"unrest": unrest}})
    states = run(scenario).trajectories("state")
    months = np.arange(121)
    stability = states.loc[states["state"] == "AAA", "stability"]
    gap = np.where(months > 0, -0.2 * 0.96 ** (months - 1), 0.0)
    np.testing.assert_allclose(stability, 0.7 + gap, rtol=0, atol=1e-12)
    will = states.loc[states["state"] == "BBB", "will"]
    target = 0.5 + 0.5 * (0.35 - 0.4)
    opening = 0.5 + 0.06 * (target + 0.3 - 0.5)
    path = np.where(months > 0, target + (opening - target) * 0.94 ** (months - 1), 0.5)
    np.testing.assert_allclose(will, path, rtol=0, atol=1e-12)
