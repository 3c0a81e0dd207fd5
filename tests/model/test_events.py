"""The event log tells of everything that the trajectories count, and what each event alone did."""

from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given

from detente.ledger import TRUST_TERMS
from detente.model import BorderModel
from detente.rules.csbm import MEASURES
from detente.scenario import Scenario
from tests.generators import scenarios
from tests.model.library import LIBRARY, finished, library_run

COUNTED = {
    "misunderstandings": "misunderstanding",
    "standoffs": "standoff",
    "skirmishes": "skirmish",
    "smuggling": "smuggling",
    "trafficking": "trafficking",
    "infiltration": "infiltration",
}
STEPS = {
    ("none", "talks"): "talks_opened",
    ("talks", "in_force"): "treaty_signed",
    ("talks", "none"): "talks_collapsed",
    ("in_force", "none"): "treaty_broken",
    ("in_force", "completed"): "treaty_completed",
    ("completed", "none"): "treaty_broken",
}
KEY = ["round", "border"]


def assert_counts_agree(model: BorderModel) -> None:
    """As many events of a kind in a month on a border as the trajectories count."""
    events = model.events()
    table = model.trajectories().query("round > 0").set_index(KEY)
    for column, kind in COUNTED.items():
        told = events[events["kind"] == kind].groupby(KEY).size().reindex(table.index, fill_value=0)
        assert told.to_numpy().tolist() == table[column].to_numpy().tolist(), kind
    fire = events[events["kind"] == "skirmish"].groupby(KEY)["severity"].sum()
    told = fire.reindex(table.index, fill_value=0.0)
    np.testing.assert_allclose(told, table["severity"], rtol=1e-12)


def assert_effects_add_up(model: BorderModel) -> None:
    """What events did to trust is what the ledger says of incidents and skirmishes."""
    events, ledger = model.events(), model.ledger()
    mine = ledger[ledger["quantity"] == "trust"]
    changes = mine["change"].to_numpy().reshape(model.round, -1, 2, len(TRUST_TERMS)).mean(axis=2)
    index = pd.MultiIndex.from_product(
        [range(1, model.round + 1), [border.name for border in model.borders]], names=KEY
    )
    for term, kinds in (("incident", ["misunderstanding", "standoff"]), ("skirmish", ["skirmish"])):
        told = events[events["kind"].isin(kinds)].groupby(KEY)["trust_change"].sum()
        expected = changes[:, :, TRUST_TERMS.index(term)].ravel()
        np.testing.assert_allclose(
            told.reindex(index, fill_value=0.0), expected, rtol=1e-9, atol=1e-15
        )


def steps_between(before: dict[Any, Any], now: dict[Any, Any]) -> list[str]:
    """Kinds of events that two months of a border tell of."""
    kinds = []
    if before["treaty"] != now["treaty"]:
        kinds.append(STEPS[before["treaty"], now["treaty"]])
    for measure in MEASURES:
        was, is_now = (month[f"csbm_{measure}"] >= 0.5 for month in (before, now))
        if was != is_now:
            kinds.append("csbm_adopted" if is_now else "csbm_lapsed")
    if before["delimited"] < 0.99 <= now["delimited"]:
        kinds.append("delimited")
    return kinds


def assert_diplomacy_is_told(model: BorderModel) -> None:
    """Every step of a treaty, every measure that crosses one half and every settled line."""
    told = model.events()
    names = {*STEPS.values(), "csbm_adopted", "csbm_lapsed", "delimited"}
    told = told[told["kind"].isin(names)]
    found = sorted(zip(told["round"], told["border"], told["kind"], strict=True))
    expected: list[tuple[int, str, str]] = []
    for name, table in model.trajectories().groupby("border", sort=False):
        for before, now in pairwise(table.to_dict("records")):
            expected += [(now["round"], str(name), kind) for kind in steps_between(before, now)]
    assert found == sorted(expected)


@pytest.mark.parametrize("name", ["classroom", "ferghana-valley", "central-asia"])
def test_the_log_of_the_library_tells_what_happened(name: str) -> None:
    model = library_run(name)
    assert_counts_agree(model)
    assert_effects_add_up(model)
    assert_diplomacy_is_told(model)


@given(scenario=scenarios())
def test_the_log_of_any_world_tells_what_happened(scenario: Scenario) -> None:
    model = finished(scenario)
    assert_counts_agree(model)
    assert_effects_add_up(model)
    assert_diplomacy_is_told(model)


@pytest.mark.parametrize("name", LIBRARY)
def test_every_event_of_the_timeline_is_told_in_its_month(name: str) -> None:
    model = library_run(name)
    scenario, told = model.world.scenario, model.events().query("kind == 'timeline'")
    dates = {
        event.title: event.date.since(scenario.start) + 1 for event in scenario.timeline.values()
    }
    assert dict(zip(told["outcome"], told["round"], strict=True)) == dates


def test_an_event_knows_its_place() -> None:
    model = library_run("central-asia")
    events = model.events()
    posts = {(p.side.border.name, p.sector.name, p.side.state.name) for p in model.posts}
    crime = events[events["kind"].isin(["smuggling", "trafficking", "infiltration"])]
    assert set(zip(crime["border"], crime["sector"], crime["side"], strict=True)) <= posts
    meetings = events[events["kind"].isin(["misunderstanding", "standoff"])]
    sectors = {(border, sector) for border, sector, _ in posts}
    assert set(zip(meetings["border"], meetings["sector"], strict=True)) <= sectors
    assert events["round"].is_monotonic_increasing
    assert (events["outcome"] != "").all()


def test_crimes_raise_the_load_by_their_weight() -> None:
    """The load of a side decays by a tenth and takes what its events added."""
    model = library_run("classroom")
    sides = model.trajectories("side")
    crimes = model.events().groupby(["round", "side"])["load_change"].sum()
    for state in ("NOR", "SOU"):
        load = sides.loc[sides["state"] == state, "crime_load"].to_numpy()
        memory = load / (1.0 - load)
        added = [crimes.get((month, state), 0.0) for month in range(1, model.round + 1)]
        np.testing.assert_allclose(np.diff(memory) + 0.1 * memory[:-1], added, atol=1e-12)
