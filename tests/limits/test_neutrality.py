"""L8: powers without a budget and without rivalry are the same as no powers, to the bit.

A switch of `without:` does the same for a part of the theory: what it is about does not happen at all.
"""

from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from pandas.testing import assert_frame_equal
from ruamel.yaml import YAML

from detente.model import BorderModel
from detente.rules.mechanisms import SWITCHES
from detente.scenario import Scenario, from_mapping, load
from tests.generators import scenario_data

Data = dict[str, Any]
POWERFUL = ("effort", "rivalry")


def data_of(name: str) -> Data:
    """A scenario of the library as plain data."""
    data: Data = YAML(typ="safe").load(load(name).to_yaml())
    return data | {"source": "assumption: for values that a test changes"}


def timeline_without(data: Data, kinds: tuple[str, ...]) -> Data:
    """The timeline without effects of some kinds, and without events that have no others."""
    kept = {
        name: event | {"effects": [e for e in event["effects"] if e["what"] not in kinds]}
        for name, event in data.get("timeline", {}).items()
    }
    return {name: event for name, event in kept.items() if event["effects"]}


def idle(data: Data) -> Scenario:
    """The scenario with powers that do nothing."""
    powers = {name: power | {"effort": 0.0} for name, power in data["powers"].items()}
    timeline = timeline_without(data, POWERFUL)
    return from_mapping(data | {"powers": powers, "rivalry": 0.0, "timeline": timeline})


def alone(data: Data) -> Scenario:
    """The scenario without powers."""
    states = {
        name: {key: value for key, value in state.items() if key != "influence"}
        for name, state in data["states"].items()
    }
    timeline = timeline_without(data, (*POWERFUL, "membership"))
    changes = {"powers": {}, "rivalry": 0.0, "states": states, "timeline": timeline}
    return from_mapping(data | changes)


def tables(scenario: Scenario, rounds: int) -> dict[str, pd.DataFrame]:
    model = BorderModel(scenario, seed=5)
    for _ in range(min(rounds, scenario.rounds)):
        model.step()
    views = {
        view: model.trajectories(view) for view in ("border", "region", "side", "state", "post")
    }
    state = views["state"]
    views["state"] = state[[c for c in state.columns if not str(c).startswith("influence_")]]
    events = model.events()
    views["events"] = events[events["kind"] != "timeline"].reset_index(drop=True)
    return views | {"ledger": model.ledger()}


def assert_equal(first: dict[str, pd.DataFrame], second: dict[str, pd.DataFrame]) -> None:
    for name, table in first.items():
        assert_frame_equal(table, second[name], check_exact=True, obj=name)


@pytest.mark.parametrize(
    ("name", "rounds"), [("classroom", 120), ("central-asia", 36), ("post-soviet-1991", 36)]
)
def test_idle_powers_of_the_library_are_as_good_as_none(name: str, rounds: int) -> None:
    data = data_of(name)
    assert idle(data).powers
    assert not alone(data).powers
    assert_equal(tables(idle(data), rounds), tables(alone(data), rounds))


@settings(max_examples=10)
@given(data=scenario_data())
def test_idle_powers_of_any_world_are_as_good_as_none(data: Data) -> None:
    assert_equal(tables(idle(data), 12), tables(alone(data), 12))


def test_powers_that_never_had_a_budget_do_not_lose_influence() -> None:
    """Nothing invested and nothing withdrawn."""
    model = BorderModel(idle(data_of("central-asia")), seed=5)
    for _ in range(12):
        model.step()
    states = model.trajectories("state")
    for power in model.great_powers:
        levels = states[f"influence_{power.name}"].to_numpy().reshape(13, -1)
        assert (levels == levels[0]).all()


def test_powers_with_a_budget_are_not_neutral() -> None:
    data = data_of("classroom")
    with_powers, without = tables(from_mapping(data), 12), tables(alone(data), 12)
    assert (with_powers["border"]["trust"] != without["border"]["trust"]).any()


SILENT_TERMS = {
    "arms_dynamics": [("troops", "reaction")],
    "encounters": [("trust", "incident")],
    "crime": [("trust", "crime"), ("troops", "crime")],
    "trade": [("trust", "trade")],
    "guarantees": [("trust", "guarantee"), ("troops", "guarantee")],
    "mediation": [("trust", "mediation")],
    "reciprocity": [("trust", "reciprocity")],
    "spillover": [("trust", "spillover")],
    "rivalry": [("trust", "rivalry")],
    "friction": [("troops", "friction")],
}
"""Terms of the ledger that are zero without a part of the theory."""

RISING = {
    "csbms": ("border", "csbm_hotline"),
    "delimitation": ("border", "delimited"),
    "influence_drift": ("state", "influence_CHN"),
}
"""Variables that do not rise without a part of the theory."""


def region(without: list[str]) -> BorderModel:
    """Four years of the region with open rivalry, so that every part has something to do."""
    scenario = load("central-asia").change({"rounds": 48, "without": without, "rivalry": 0.5})
    model = BorderModel(scenario, seed=5)
    model.run()
    return model


@pytest.fixture(scope="module")
def usual() -> BorderModel:
    return region([])


@pytest.mark.parametrize("switch", SILENT_TERMS)
def test_a_switch_silences_its_terms(switch: str, usual: BorderModel) -> None:
    ledger, before = region([switch]).ledger(), usual.ledger()
    for quantity, term in SILENT_TERMS[switch]:
        mine = (ledger["quantity"] == quantity) & (ledger["term"] == term)
        assert not ledger.loc[mine, "change"].to_numpy().any(), (quantity, term)
        assert before.loc[mine, "change"].to_numpy().any(), (quantity, term)


@pytest.mark.parametrize("switch", RISING)
def test_a_switch_stops_what_it_is_about(switch: str, usual: BorderModel) -> None:
    place, column = RISING[switch]
    for model, moves in ((region([switch]), False), (usual, True)):
        table = model.trajectories(place)
        rises = table.groupby(place, observed=True)[column].diff().max() > 1e-15
        assert bool(rises) == moves


def test_without_treaties_none_is_negotiated(usual: BorderModel) -> None:
    news = {"talks_opened", "treaty_signed"}
    assert not news & set(region(["treaties"]).events()["kind"])
    assert news & set(usual.events()["kind"])


def test_without_verification_nobody_sees_the_other_s_troops_but_monitors() -> None:
    model = region(["verification"])
    for border in model.borders:
        assert border.verification == pytest.approx(
            1.0 - 2.718281828459045 ** (-border.monitoring), abs=1e-12
        )


def test_without_political_noise_a_state_follows_its_target() -> None:
    states = region(["political_noise"]).trajectories("state")
    jumps = states.groupby("state", observed=True)["will"].diff().abs().max()
    assert jumps < 0.06  # the adjustment of a month, of a gap of at most one


def test_every_switch_is_tried() -> None:
    tried = {*SILENT_TERMS, *RISING, "treaties", "verification", "political_noise"}
    assert tried == set(SWITCHES)
