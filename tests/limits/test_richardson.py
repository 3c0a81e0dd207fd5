"""L1: with everything else at rest the troops follow Richardson's linear arms race (1960).

One month is ``N' = N + a (rho N_o - N + g)`` for each side, with a grievance ``g`` in persons. The path
is ``N* + (N0 - N*) M^t`` and the equilibrium ``N1* = (a2 g1 + k1 g2) / (a1 a2 - k1 k2)``, which is
stable where ``k1 k2 < a1 a2``.
"""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detente.model import BorderModel
from tests.limits.laboratory import laboratory, run

Floats = NDArray[np.float64]
REFERENCE = 300.0


def troops_of(model: BorderModel) -> Floats:
    """Troops by round and side."""
    table = model.trajectories("side")["troops"].to_numpy(dtype=float)
    return table.reshape(model.round + 1, 2)


def closed_path(start: Floats, a: float, rho: Floats, grievance: Floats, rounds: int) -> Floats:
    """Solution of the linear arms race by the eigenvectors of its matrix."""
    step = np.array([[1.0 - a, a * rho[0]], [a * rho[1], 1.0 - a]])
    lasting = np.linalg.solve(np.eye(2) - step, a * grievance)
    growth, directions = np.linalg.eig(step)
    weights = np.linalg.solve(directions, start - lasting)
    months = np.arange(rounds + 1)[:, None]
    path: Floats = lasting + (weights * growth**months) @ directions.T
    return path


def arms_race(**changes: Any) -> dict[str, float]:
    return {"adjustment": 0.08, "reactivity": 0.6, "basic_posture": 0.5, **changes}


@pytest.mark.parametrize(
    ("adjustment", "reactivity"), [(0.08, 0.6), (0.03, 0.95), (0.15, 0.0), (0.9, 0.9), (1.0, 0.5)]
)
def test_a_symmetric_race_has_the_equilibrium_of_richardson(
    adjustment: float, reactivity: float
) -> None:
    theory = arms_race(adjustment=adjustment, reactivity=reactivity)
    model = run(laboratory(theory, rounds=600, troops_per_km=2.0, strategic_asset=0.0))
    density = troops_of(model) / REFERENCE
    lasting = 0.5 / (1.0 - reactivity)
    left = (1.0 - adjustment * (1.0 - reactivity)) ** np.arange(601)
    expected = lasting + (2.0 - lasting) * left
    np.testing.assert_allclose(density, np.stack([expected] * 2, axis=1), rtol=1e-9)
    if left[-1] < 1e-12:
        np.testing.assert_allclose(density[-1], lasting, rtol=1e-9)


@pytest.mark.parametrize("adjustment", [0.05, 0.4, 0.95])
def test_an_asymmetric_race_follows_its_closed_path(adjustment: float) -> None:
    changes = {"trust_relief": 0.8, "trust_steepness": 9.0, "asset_posture": 0.55}
    scenario = laboratory(arms_race(adjustment=adjustment, reactivity=0.86, **changes), rounds=900)
    model = run(scenario)
    trust, asset = np.array([0.45, 0.35]), np.array([0.25, 0.75])
    rho = 0.86 * (1.0 - 0.8 / (1.0 + np.exp(-9.0 * (trust - 0.42))))
    grievance = REFERENCE * (0.5 + 0.55 * asset * 0.4)
    path = closed_path(np.array([600.0, 900.0]), adjustment, rho, grievance, 900)
    np.testing.assert_allclose(troops_of(model), path, rtol=1e-9)
    lasting = (grievance + rho * grievance[::-1]) / (1.0 - rho[0] * rho[1])
    np.testing.assert_allclose(troops_of(model)[-1], lasting, rtol=1e-9)


def test_sides_that_differ_swing_towards_each_other() -> None:
    theory = arms_race(adjustment=0.9, reactivity=0.9, basic_posture=0.1)
    model = run(laboratory(theory, rounds=40, strategic_asset=0.0))
    gap = troops_of(model) @ np.array([1.0, -1.0])
    expected = -300.0 * (1.0 - 0.9 * 1.9) ** np.arange(41)
    np.testing.assert_allclose(gap, expected, rtol=1e-9, atol=1e-9)


def test_a_race_beyond_stability_runs_to_capacity() -> None:
    theory = arms_race(reactivity=1.02, garrison_capacity=12.0)
    model = run(laboratory(theory, rounds=1200, troops_per_km=2.0, strategic_asset=0.0))
    density = troops_of(model)[:, 0] / REFERENCE
    growth = (1.0 + 0.08 * 0.02) ** np.arange(1201)
    unbounded = -25.0 + (2.0 + 25.0) * growth  # the equilibrium is negative: h0 / (1 - rho0)
    np.testing.assert_allclose(density, np.minimum(12.0, unbounded), rtol=1e-9)
    assert density[-1] == 12.0
    bounds = model.ledger().query("quantity == 'troops' and term == 'bounds'")["change"]
    assert (bounds <= 0.0).all()
    assert bounds.iloc[-1] < 0.0


def test_a_race_at_the_edge_of_stability_grows_by_the_same_number_every_month() -> None:
    race = arms_race(reactivity=1.0)
    model = run(laboratory(race, rounds=100, troops_per_km=1.0, strategic_asset=0.0))
    expected = 300.0 * (1.0 + 0.08 * 0.5 * np.arange(101))
    np.testing.assert_allclose(troops_of(model)[:, 0], expected, rtol=1e-9)


@pytest.mark.parametrize(("trust", "stable"), [((0.9, 0.0), True), ((0.1, 0.05), False)])
def test_stability_depends_on_the_product_of_the_reactions(
    trust: tuple[float, float], stable: bool
) -> None:
    """One side may react more than one for one, as long as the other makes up for it."""
    changes = {"trust_relief": 0.8, "trust_steepness": 9.0, "garrison_capacity": 100.0}
    theory = arms_race(reactivity=1.2, **changes)
    model = run(
        laboratory(
            theory,
            rounds=1200,
            trust={"AAA": trust[0], "BBB": trust[1]},
            strategic_asset=0.0,
        )
    )
    rho = 1.2 * (1.0 - 0.8 / (1.0 + np.exp(-9.0 * (np.array(trust) - 0.42))))
    assert rho.max() > 1.0
    assert bool(rho.prod() < 1.0) == stable
    reached = troops_of(model)[-1] / REFERENCE
    if stable:
        np.testing.assert_allclose(reached, 0.5 * (1.0 + rho) / (1.0 - rho.prod()), rtol=1e-9)
    else:
        assert (reached == 100.0).all()
