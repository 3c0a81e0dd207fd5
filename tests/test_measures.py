"""The stability index, the status of a border, its classes over time, and recovery after a shock."""

from math import exp, inf, log
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measures import (
    COMPONENTS,
    STATUSES,
    Components,
    border_status,
    classify,
    half_recovery,
    index_components,
    stability_geometric,
    stability_index,
    violence_next,
)

shares = st.floats(0.0, 1.0)
components = st.builds(Components, *[shares] * 6)


def test_weights_are_those_of_the_theory_and_sum_to_one() -> None:
    assert COMPONENTS == {
        "trust": 0.25,
        "restraint": 0.20,
        "calm": 0.20,
        "security": 0.15,
        "cooperation": 0.10,
        "exchange": 0.10,
    }
    assert sum(COMPONENTS.values()) == pytest.approx(1.0, abs=1e-15)
    assert tuple(COMPONENTS) == Components._fields


@given(
    trust=shares,
    density=st.floats(0.0, 100.0),
    violence=st.floats(0.0, 15.0),
    load=shares,
    cooperation=shares,
    trade=shares,
)
def test_components_are_those_of_the_theory(
    trust: float, density: float, violence: float, load: float, cooperation: float, trade: float
) -> None:
    found = index_components(
        trust=trust,
        density=density,
        violence=violence,
        crime_load=load,
        cooperation=cooperation,
        trade=trade,
    )
    expected = (
        trust,
        1 / (1 + density / 3),
        exp(-1.2 * violence),
        1 - load,
        cooperation,
        min(1, 1.5 * trade),
    )
    assert found == pytest.approx(expected, rel=1e-14)
    assert all(0.0 <= part <= 1.0 for part in found)


@given(parts=components)
def test_the_index_is_the_weighted_mean(parts: Components) -> None:
    weights = list(COMPONENTS.values())
    assert stability_index(parts) == pytest.approx(np.dot(weights, parts), abs=1e-15)
    assert min(parts) - 1e-15 <= stability_index(parts) <= max(parts) + 1e-15


@given(before=components, after=components)
def test_a_change_splits_exactly_into_its_parts(before: Components, after: Components) -> None:
    change = stability_index(after) - stability_index(before)
    weights = COMPONENTS.values()
    parts = [w * (b - a) for w, a, b in zip(weights, before, after, strict=True)]
    assert change == pytest.approx(sum(parts), abs=1e-15)


@given(parts=components)
def test_the_geometric_mean_makes_up_for_nothing(parts: Components) -> None:
    raised = Components(*(max(0.001, part) for part in parts))
    mean = stability_geometric(parts)
    logs = [w * log(part) for w, part in zip(COMPONENTS.values(), raised, strict=True)]
    assert mean == pytest.approx(exp(sum(logs)), rel=1e-13)
    assert mean <= stability_index(raised) + 1e-15
    assert stability_geometric(Components(*[1.0] * 6)) == 1.0


@given(violence=st.floats(0.0, 10.0), severity=st.floats(0.0, 2000.0))
def test_violence_is_a_moving_average(violence: float, severity: float) -> None:
    after = violence_next(violence, severity)
    assert after == pytest.approx(0.9 * violence + 0.1 * log(1 + severity), abs=1e-13)


@pytest.mark.parametrize(
    ("density", "cooperation", "calm", "status"),
    [
        (1.0, 0.4, 12, "demilitarized"),
        (0.0, 1.0, 100, "demilitarized"),
        (1.0, 0.4, 11, "reduced"),
        (1.0, 0.399, 12, "reduced"),
        (1.001, 0.4, 12, "reduced"),
        (2.0, 0.0, 0, "reduced"),
        (2.001, 1.0, 100, "garrisoned"),
        (4.0, 0.0, 0, "garrisoned"),
        (4.001, 1.0, 100, "militarized"),
    ],
)
def test_status_by_density_cooperation_and_calm(
    density: float, cooperation: float, calm: int, status: str
) -> None:
    assert border_status(density, cooperation, calm) == status
    assert status in STATUSES


# Classes over time, on tables made by hand


def table(border: str = "A-B", **columns: Any) -> pd.DataFrame:
    """Trajectories of one border; a single value holds for all rounds."""
    rounds = max(len(v) for v in columns.values() if isinstance(v, list))
    usual = {"status": "reduced", "trust": 0.5, "density": 1.5, "cooperation": 0.2, "severity": 0.0}
    values = {
        key: v if isinstance(v, list) else [v] * rounds for key, v in (usual | columns).items()
    }
    return pd.DataFrame({"round": range(rounds), "border": border, **values})


def test_direction_is_the_change_of_a_year() -> None:
    doubling = [1.0] * 12 + [exp(0.051), exp(0.049), exp(-0.049), exp(-0.051)]
    found = classify(table(density=doubling))["direction"].tolist()
    assert found == ["level"] * 12 + ["rising", "level", "level", "falling"]


def test_direction_of_an_emptied_border() -> None:
    found = classify(table(density=[1.0] * 12 + [0.0] + [0.0] * 12))["direction"].tolist()
    assert found[12:24] == ["falling"] * 12
    assert found[24] == "level"


def test_a_status_is_sustained_from_its_36th_month_on() -> None:
    statuses = ["reduced"] * 40 + ["garrisoned"] * 2 + ["reduced"] * 36
    found = classify(table(status=statuses))["sustained"].tolist()
    assert found == [False] * 35 + [True] * 5 + [False] * 2 + [False] * 35 + [True]


@pytest.mark.parametrize(
    ("density", "trust", "hollow"),
    [(2.0, 0.349, True), (2.0, 0.35, False), (2.001, 0.1, False), (0.0, 0.0, True)],
)
def test_a_withdrawal_without_trust_is_hollow(density: float, trust: float, hollow: bool) -> None:
    found = classify(table(density=[density], trust=trust))
    assert found["hollow"].tolist() == [hollow]


def test_peace_needs_twelve_calm_months() -> None:
    fire = [0.0] * 3 + [5.0] + [0.0] * 13
    calm = ["negative"] * 3 + ["none"] * 12 + ["negative"] * 2
    assert classify(table(severity=fire))["peace"].tolist() == calm
    friendly = classify(table(severity=fire, trust=0.6, cooperation=0.4))["peace"].tolist()
    assert friendly == [kind.replace("negative", "stable") for kind in calm]


@pytest.mark.parametrize(("trust", "cooperation"), [(0.599, 1.0), (1.0, 0.399)])
def test_stable_peace_needs_trust_and_cooperation(trust: float, cooperation: float) -> None:
    found = classify(table(density=[1.0], trust=trust, cooperation=cooperation))
    assert found["peace"].tolist() == ["negative"]


def test_borders_are_classified_apart_and_kept_in_their_order() -> None:
    first = table("B-C", density=[1.0] * 14, severity=[0.0] * 13 + [1.0])
    second = table("A-B", density=[1.0] * 12 + [2.0, 2.0])
    mixed = pd.concat([first, second]).sort_values("round", kind="stable", ignore_index=True)
    found = classify(mixed)
    assert found[["round", "border"]].equals(mixed[["round", "border"]])
    for name, alone in (("B-C", first), ("A-B", second)):
        mine = found[found["border"] == name].reset_index(drop=True)
        pd.testing.assert_frame_equal(mine, classify(alone))


# Recovery


def series(*trust: float) -> "pd.Series[float]":
    return pd.Series(trust, index=range(10, 10 + len(trust)))


@pytest.mark.parametrize(
    ("trust", "months"),
    [
        ((0.5, 0.3, 0.35, 0.4, 0.45), 2.0),
        ((0.5, 0.3, 0.4), 1.0),
        ((0.5, 0.3, 0.39, 0.38), inf),
        ((0.5, 0.5, 0.4), 0.0),
        ((0.5, 0.6), 0.0),
        ((0.5, 0.3), inf),
        ((0.5, 0.3, 0.45, 0.1), 1.0),
    ],
)
def test_half_recovery_counts_months_from_the_shock(
    trust: tuple[float, ...], months: float
) -> None:
    assert half_recovery(series(*trust), 11) == months


@given(fall=st.floats(0.01, 0.4), decay=st.floats(0.02, 0.5))
def test_half_recovery_of_a_geometric_return_is_its_half_life(fall: float, decay: float) -> None:
    path = 0.5 - fall * (1.0 - decay) ** np.arange(400)
    expected = log(0.5) / log(1.0 - decay)
    found = half_recovery(pd.Series([0.5, *path]), 1)
    assert expected - 1e-9 <= found < expected + 1.0 + 1e-9
