"""Lesson 1: right answers hold, mistakes get their own hint, and nothing breaks the check."""

import numpy as np
import pandas as pd
import pytest

import detente
from detente.teaching import check
from detente.teaching.checking import exercises_of
from tests.teaching.hints import hint_for

NORTH = "borders.NOR-SOU.troops_per_km.NOR"


def after_a_month(changes: dict[str, object] | None = None) -> dict[str, float]:
    """Troops after the first month, by side."""
    scenario = detente.load("classroom").change(changes or {})
    model = detente.BorderModel(scenario, seed=7)
    model.step()
    return {side.state.name: side.troops for side in model.sides}


def sums(quantity: str, side: str, *years: str) -> "pd.Series[float]":
    """Ledger of the ten years, added up by term."""
    model = detente.BorderModel("classroom", seed=7)
    model.run()
    table = detente.explain(model.ledger(), model.trajectories("side"), "NOR-SOU", *years)
    own = table[(table["quantity"] == quantity) & (table["side"] == side)]
    return own.set_index("term")["change"]


def test_the_answers_hold() -> None:
    assert check("1.1", -0.029 * 6 / 10 * 0.4)
    assert check("1.2", -0.08 * after_a_month()["NOR"])
    assert check("1.3", after_a_month({NORTH: 6})["SOU"] - 300)
    assert check("1.4", " Threat ")


def test_the_answers_hold_as_students_round_them() -> None:
    assert check("1.1", -0.007)
    assert check("1.2", -23.7)
    assert check("1.3", 9)


@pytest.mark.parametrize(
    ("key", "answer", "word"),
    [
        ("1.1", 0.00696, "gain or a loss"),
        ("1.1", -0.00994, "doubled"),
        ("1.1", -0.00497, "now has 6"),
        ("1.1", -0.0174, "Multiply"),
        ("1.1", -0.01152, "per km"),
        ("1.1", -0.5, "three factors"),
        ("1.1", -7.0, "unit"),
        ("1.2", -24, "first month"),
        ("1.2", 23.72, "come or go"),
        ("1.2", -23.675, "Southland"),
        ("1.2", 296.55, "let go"),
        ("1.3", -4.07, "know of your change"),
        ("1.3", -25.6, "whose number"),
        ("1.3", -24.45, "gave the soldiers to Southland"),
        ("1.3", -16.58, "both sides"),
        ("1.3", 309.02, "their change"),
        ("1.4", "skirmish", "other months"),
        ("1.4", "crime", "others take more"),
        ("1.4", "incident", "little"),
        ("1.4", "skirmishes", "Did you mean 'skirmish'"),
    ],
)
def test_each_slip_has_its_hint(key: str, answer: object, word: str) -> None:
    assert word in hint_for(key, answer)


def test_hints_do_not_give_the_answer_away() -> None:
    for exercise in exercises_of(1):
        said = [exercise.hint, *(slip.hint for slip in getattr(exercise, "slips", ()))]
        said += getattr(exercise, "options", {}).values()
        for number in ("0.00696", "0.007", "23.7", "9.0"):
            assert not any(number in text for text in said)
        assert not any("threat" in text for text in said if exercise.key == "1.4")


def test_what_is_said_to_right_answers_is_true() -> None:
    """1.3: troops rise where they fell; 1.4: the threat takes more than all shots."""
    assert after_a_month({NORTH: 6})["SOU"] > 300 > after_a_month()["SOU"]
    losses = sums("trust", "SOU")
    assert losses["threat"] < losses["skirmish"] < 0


def test_the_pencil_agrees_with_the_ledger_of_the_first_month() -> None:
    terms = sums("troops", "NOR", "2001-01", "2001-01")
    posture = 0.08 * 100 * (0.55 + 0.55 * 0.5 * 0.4)
    budget = -0.08 * 0.03 * 300 * 300 / 100
    assert terms[["fatigue", "posture", "budget"]].tolist() == pytest.approx([-24, posture, budget])
    assert sums("trust", "SOU", "2001-01", "2001-01")["threat"] == pytest.approx(
        -0.029 * 3 / 7 * 0.4
    )


def test_a_good_part_of_the_fall_comes_without_the_agreement() -> None:
    """What the teacher's guide tells those who ask for the ten years without it."""
    ends = []
    for changes in ({}, {"timeline.hotline": None}):
        model = detente.BorderModel(detente.load("classroom").change(changes), seed=7)
        model.run()
        ends.append(300 - np.array([side.troops for side in model.sides]))
    assert (ends[1] / ends[0] > 0.7).all()
    assert (ends[1] / ends[0] < 0.9).all()
