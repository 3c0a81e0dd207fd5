"""L4, L5 and L7: trust decays, trade saturates and CSBMs settle as their closed forms say."""

from math import exp

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.model import BorderModel
from detente.rules.csbm import MEASURE_EFFECTS
from tests.limits.laboratory import laboratory, run

shares = st.integers(0, 100).map(lambda k: k / 100)


def by_side(finished_run: BorderModel, column: str) -> NDArray[np.float64]:
    table = finished_run.trajectories("side")[column]
    values: NDArray[np.float64] = table.to_numpy(dtype=float).reshape(-1, 2)
    return values


@settings(max_examples=8)
@given(
    trust=st.tuples(shares, shares), baseline=shares, speed=st.sampled_from([0.01, 0.02, 0.3, 1.0])
)
def test_trust_decays_geometrically_to_its_baseline(
    trust: tuple[float, float], baseline: float, speed: float
) -> None:
    model = run(
        laboratory(
            {"trust_decay": speed},
            rounds=120,
            trust={"AAA": trust[0], "BBB": trust[1]},
            trust_baseline=baseline,
        )
    )
    left = (1.0 - speed) ** np.arange(121)[:, None]
    expected = baseline + (np.array(trust) - baseline) * left
    np.testing.assert_allclose(by_side(model, "trust"), expected, rtol=0, atol=1e-12)


def test_half_of_a_gap_in_trust_is_left_after_34_months() -> None:
    model = run(laboratory({"trust_decay": 0.02}, rounds=35, trust=0.9, trust_baseline=0.1))
    trust = by_side(model, "trust")[:, 0]
    assert trust[34] > 0.5 > trust[35]


def test_a_balance_of_gains_and_losses_settles_where_they_meet() -> None:
    """Losses ``l T`` and gains ``g (1 - T)`` beside decay: a linear path to a known level."""
    rates = {"trust_decay": 0.02, "csbm_gain": 0.05, "undelimited_loss": 0.01}
    model = run(laboratory(rates, rounds=900))
    gain = 0.05 * (0.06 * 0.4 + 0.14 * 0.7)
    loss = 0.01 * 0.5
    lasting = (0.02 * 0.5 + gain) / (0.02 + gain + loss)
    left = (1.0 - 0.02 - gain - loss) ** np.arange(901)[:, None]
    expected = lasting + (np.array([0.45, 0.35]) - lasting) * left
    np.testing.assert_allclose(by_side(model, "trust"), expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("opening", [0.001, 0.1, 0.3, 1.0])
def test_trade_follows_the_logistic_curve_to_its_cap(opening: float) -> None:
    model = run(laboratory({"trade_growth": 0.06}, rounds=600, trade=opening))
    cap = 0.5 * (0.35 + 0.65 * (0.4 * 0.4 + 0.35 * 0.2 + 0.25 * 0.1)) + 0.02
    months = np.arange(601)
    expected = opening * cap / (opening + (cap - opening) * np.exp(-0.06 * months))
    trade = model.trajectories()["trade"].to_numpy()
    np.testing.assert_allclose(trade, expected, rtol=0, atol=1e-12)
    assert trade[-1] == pytest.approx(cap, rel=1e-6)


def test_enablers_settle_where_building_meets_decay() -> None:
    theory = {
        "infrastructure_building": 0.03,
        "customs_reform": 0.02,
        "enabler_decay": 0.006,
    }
    model = run(laboratory(theory, rounds=2000))
    built = 0.03 * 0.2 * 0.5 * 0.4
    reformed = 0.02 * 0.5 * 0.7 * (0.4 + 0.4)
    table = model.trajectories()
    for column, opening, rate in (("infrastructure", 0.4, built), ("customs", 0.2, reformed)):
        lasting = rate / (rate + 0.006)
        expected = lasting + (opening - lasting) * (1.0 - rate - 0.006) ** np.arange(2001)
        np.testing.assert_allclose(table[column], expected, rtol=0, atol=1e-12)


@pytest.mark.parametrize("policy", [0.0, 0.1])
def test_measures_settle_where_adoption_meets_lapse(policy: float) -> None:
    """Every measure on its own threshold, with constant will and trust and no outside support."""
    theory = {"adoption_speed": 0.085, "basic_lapse": 0.014, "mistrust_lapse": 0.03}
    scenario = laboratory(theory, rounds=600)
    if policy:
        event = {
            "title": "A program of measures",
            "kind": "policy",
            "date": "2001-01",
            "effects": [{"what": "csbm", "at": "all", "add": policy}],
        }
        scenario = scenario.change({"timeline": {"program": event}})
    table = run(scenario).trajectories()
    opening = {"hotline": 0.4, "dialogue": 0.7}
    for measure, effects in MEASURE_EFFECTS.items():
        feasible = 1.0 / (1.0 + exp(-12.0 * (0.35 - effects[0])))
        adopted = 2.0 * 0.085 * 0.5 * 0.7 * feasible * 0.25 + policy
        lapsed = 0.014 * exp(3.0 * 0.0) + 0.03 * (1.0 - feasible)
        lasting = adopted / (adopted + lapsed)
        left = (1.0 - adopted - lapsed) ** np.arange(601)
        expected = lasting + (opening.get(measure, 0.0) - lasting) * left
        np.testing.assert_allclose(table[f"csbm_{measure}"], expected, rtol=0, atol=1e-12)


def test_alert_after_a_clash_fades_geometrically() -> None:
    clash = {
        "title": "A clash",
        "kind": "shock",
        "date": "2001-06",
        "effects": [{"what": "clash", "at": "all", "add": 10.0}],
    }
    scenario = laboratory({"alert_gain": 0.2, "alert_decay": 0.12}, rounds=60)
    model = run(scenario.change({"timeline": {"clash": clash}}))
    months = np.arange(61)
    expected = np.where(months < 6, 0.0, 0.2 * np.log(11.0) * 0.88 ** np.maximum(0, months - 6))
    for side in (0, 1):
        np.testing.assert_allclose(by_side(model, "alert")[:, side], expected, rtol=0, atol=1e-12)


def test_a_cut_takes_the_same_share_every_month() -> None:
    cut = {
        "title": "Withdrawal",
        "kind": "policy",
        "date": "2001-01",
        "until": "2002-01",
        "effects": [{"what": "cut", "at": "all", "side": "AAA", "add": 0.05}],
    }
    model = run(laboratory({}, rounds=24).change({"timeline": {"cut": cut}}))
    months = np.minimum(np.arange(25), 12)
    expected = np.stack([600.0 * 0.95**months, np.full(25, 900.0)], axis=1)
    np.testing.assert_allclose(by_side(model, "troops"), expected, rtol=1e-12)


def test_a_treaty_draws_troops_down_to_its_falling_ceiling() -> None:
    """Each side's own line from its troops at signing to the ceiling, at its own state's pace."""
    theory = {"drawdown_speed": 0.1, "treaty_months": 48.0, "treaty_ceiling": 1.0}
    scenario = laboratory(theory, rounds=120, treaty="in_force", treaty_signed="2000-12")
    troops = by_side(run(scenario), "troops")
    for side, (signed, pace) in enumerate(((600.0, 0.1 * 0.6 * 0.7), (900.0, 0.1 * 0.5 * 0.8))):
        level, path = signed, [signed]
        for month in range(1, 121):  # signed a month before the start
            ceiling = 300.0 + (signed - 300.0) * max(0.0, 1.0 - (month + 1) / 48.0)
            level -= pace * max(0.0, level - ceiling)
            path.append(level)
        np.testing.assert_allclose(troops[:, side], path, rtol=1e-12)
    assert (troops[-1] < 320.0).all()
