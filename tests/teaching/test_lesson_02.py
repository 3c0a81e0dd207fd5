"""Lesson 2: right answers hold, mistakes get their own hint, and the race is that of Richardson."""

import numpy as np
import pandas as pd
import pytest

import detente
from detente.rules.troops import reactivity
from detente.scenario.remarks import notes
from detente.teaching import check
from tests.teaching.hints import hint_for

BASE = detente.load("richardson")
RACE = {"theory.reactivity": 1.2, "theory.trust_relief": 0.8}
TRUST = "borders.NOR-SOU.trust"


def density(scenario: detente.Scenario) -> "pd.DataFrame":
    """Soldiers per km by month and side."""
    model = detente.BorderModel(scenario, seed=7)
    model.run()
    table = model.trajectories("side")
    return table.pivot(index="round", columns="state", values="density")


def with_trust(north: float, south: float) -> detente.Scenario:
    """The race of exercise 2.3."""
    return BASE.change({**RACE, TRUST: {"NOR": north, "SOU": south}})


def test_the_answers_hold() -> None:
    assert check("2.1", 1.5)
    assert check("2.2", "Either")
    assert check("2.3", with_trust(0.1, 0.7))
    assert check("2.4", 0.875)
    assert check("2.4", 0.88)  # rounded


@pytest.mark.parametrize(
    ("key", "answer", "word"),
    [
        ("2.1", 0.06, "multiplied"),
        ("2.1", 0.375, "divided by the reactivity"),
        ("2.1", 2.5, "Here it is 0.3"),
        ("2.1", 0.75, "Here it is 0.8"),
        ("2.1", 1.1, "Where does this end"),
        ("2.1", 3.0, "Bring both x"),
        ("2.1", 1e5, "unit"),
        ("2.2", "northland", "only way"),
        ("2.2", "southland", "only way"),
        ("2.2", "both", "both change"),
        ("2.4", 0.125, "step is missing"),
        ("2.4", 1.25, "turns it round"),
        ("2.4", 0.75, "posture of 1"),
        ("2.4", 0.5, "equation"),
    ],
)
def test_each_slip_has_its_hint(key: str, answer: object, word: str) -> None:
    assert word in hint_for(key, answer)


@pytest.mark.parametrize(
    ("scenario", "word"),
    [
        (BASE, "two numbers of the theory"),
        (detente.load("classroom"), "Begin with"),
        (detente.load("kazakhstan-china"), "Begin with"),
        (with_trust(0.1, 0.7).change({"rounds": 12}), "Begin with"),
        (with_trust(0.1, 0.7).change({"theory.basic_posture": 0.1}), "two numbers of the theory"),
        (with_trust(0.5, 0.7), "Northland's trust"),
        (with_trust(0.1, 0.1), "still runs away"),
        (with_trust(0.1, 0.37), "further"),
    ],
    ids=str,
)
def test_each_wrong_scenario_has_its_hint(scenario: detente.Scenario, word: str) -> None:
    verdict = check("2.3", scenario)
    assert not verdict
    assert word in verdict.message


def test_the_variant_leaves_three_terms() -> None:
    model = detente.BorderModel(BASE, seed=7)
    model.run()
    ledger = model.ledger()
    assert set(ledger[ledger["change"] != 0]["term"]) == {"reaction", "fatigue", "posture"}
    assert model.events().empty
    assert {note.path.removeprefix("theory.") for note in notes(BASE)} <= {
        name for name, value in BASE.theory.items() if value == 0
    }


@pytest.mark.parametrize("rate", [0.0, 0.6, 0.95, 1.1])
def test_the_race_of_equals_follows_its_closed_form(rate: float) -> None:
    path = density(BASE.change({"theory.reactivity": rate}))
    end = 0.5 / (1 - rate)
    expected = np.minimum(12, end + (3 - end) * (1 - 0.1 * (1 - rate)) ** np.arange(241))
    np.testing.assert_allclose(path["NOR"], expected, rtol=1e-9)
    np.testing.assert_allclose(path["SOU"], expected, rtol=1e-9)


@pytest.mark.parametrize(
    ("north", "south", "stable"), [(0.9, 0.0, True), (0.1, 0.4, True), (0.1, 0.3, False)]
)
def test_the_product_of_the_reactivities_decides(north: float, south: float, stable: bool) -> None:
    scenario = with_trust(north, south).change({"rounds": 2400})
    theory = detente.BorderModel(scenario).theory
    k, m = reactivity(north, theory), reactivity(south, theory)
    assert (k * m < 1) == stable
    last = density(scenario).iloc[-1]
    if stable:
        ends = [0.5 * (1 + k) / (1 - k * m), 0.5 * (1 + m) / (1 - k * m)]
        np.testing.assert_allclose(last, ends, rtol=1e-6)
    else:
        assert last.max() == 12
