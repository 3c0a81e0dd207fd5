"""Crime is in balance from the first month on, and its incidents are Poisson counts of known rate."""

import numpy as np

from tests.limits.laboratory import laboratory, run

ROUNDS, SECTORS, SIGMAS = 1200, 3, 5.0
RATES = {"smuggling_rate": 1.2, "trafficking_rate": 0.7, "infiltration_rate": 1.5}


def balance() -> dict[str, np.ndarray]:
    """Pressure on the posts of either side, from the equations of the theory."""
    density = np.array([2.0, 3.0])
    other_stability, other_insurgency = np.array([0.8, 0.7]), np.array([0.3, 0.5])
    policing = 0.05 * 0.7  # only dialogue polices, the hotline does not
    joint = np.exp(-1.6 * policing)
    cover = 1.0 - np.exp(-0.45 * density)
    rent = 1.0 + 0.8 * density / (density + 4.0) * (1.0 - 0.75 * 0.5)
    common = 0.5 * (1.5 - other_stability) * (1.0 - 0.5 * cover) * rent * joint
    return {
        "smuggling": 1.2 * common * (0.25 + 0.5),
        "trafficking": 0.7 * common * (0.4 + 0.6 * 0.5),
        "infiltration": 1.5 * other_insurgency * 0.5 * (1.0 - 0.9 * cover) * joint,
    }


def test_pressure_opens_in_balance_and_incidents_are_poisson() -> None:
    posts = run(laboratory(RATES, rounds=ROUNDS, sectors=SECTORS)).trajectories("post")
    for kind, expected in balance().items():
        for state, rate in zip(("AAA", "BBB"), expected, strict=True):
            mine = posts[posts["state"] == state]
            np.testing.assert_allclose(mine[f"{kind}_pressure"], rate, rtol=1e-12)
            assert rate < 2.5  # no count is cut
            counts = mine.loc[mine["round"] > 0, kind]
            mean = ROUNDS * SECTORS * rate
            assert abs(counts.sum() - mean) < SIGMAS * np.sqrt(mean), (kind, state)
            n = ROUNDS * SECTORS
            dispersion = ((counts - counts.mean()) ** 2).sum() / counts.mean()
            assert abs(dispersion - (n - 1)) < SIGMAS * np.sqrt(2.0 * (n - 1)), (kind, state)


def test_networks_adjust_geometrically_to_new_conditions() -> None:
    surge = {
        "title": "An insurgency",
        "kind": "shock",
        "date": "2001-01",
        "effects": [{"what": "insurgency", "at": "BBB", "set": 0.6}],
    }
    scenario = laboratory(RATES, rounds=61).change(
        {"timeline": {"surge": surge | {"date": "2001-02"}}}
    )
    posts = run(scenario).trajectories("post")
    pressure = posts.loc[posts["state"] == "AAA", "infiltration_pressure"].to_numpy()
    opening = balance()["infiltration"][0]
    months = np.maximum(0, np.arange(62) - 1)
    expected = 2.0 * opening - opening * (1.0 - 0.15) ** months
    np.testing.assert_allclose(pressure.reshape(62, SECTORS)[:, 0], expected, rtol=1e-12)


def test_the_load_remembers_what_happened() -> None:
    model = run(laboratory(RATES, rounds=200, sectors=SECTORS))
    borders, posts = model.trajectories("side"), model.trajectories("post")
    for state, rates in zip(("AAA", "BBB"), zip(*balance().values(), strict=True), strict=True):
        memory = float(np.dot([0.25, 0.5, 1.2], rates))
        mine = posts[posts["state"] == state].groupby("round")
        months = mine[["smuggling", "trafficking", "infiltration"]].sum().to_numpy()
        loads = [memory / (1.0 + memory)]
        for counts in months[1:]:
            memory += 0.1 * (float(np.dot([0.25, 0.5, 1.2], counts)) / SECTORS - memory)
            loads.append(memory / (1.0 + memory))
        recorded = borders.loc[borders["state"] == state, "crime_load"]
        np.testing.assert_allclose(recorded, loads, rtol=0, atol=1e-12)
