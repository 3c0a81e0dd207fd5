"""Lesson 6: right answers hold, mistakes get their own hint, and nothing breaks the check."""

from typing import Any

import pytest

import detente
from detente.teaching import check
from tests.teaching.hints import hint_for

VALLEY = detente.load("ferghana-valley")
DOUBLED: dict[str, Any] = {
    "powers.UN.effort": 0.678,
    "powers.UN.mandate.elsewhere": 0.5,
    "powers.UN.mandate.borders": {"KGZ-TJK": 1.0},
}


def test_the_answers_hold() -> None:
    assert check("6.1", 0.293)
    assert check("6.1", 0.29)  # rounded
    assert check("6.2", "Wary")
    assert check("6.3", "fewer troops, less trust")
    assert check("6.4", VALLEY.change(DOUBLED))


def test_effort_worked_out_by_hand_is_that_of_the_model() -> None:
    """Two borders of the classroom's kind, with the numbers of Exercise 6.1."""
    first = 0.5 * (0.15 + 1 - 0.2 + 0.5) * (0.3 + 0.7 * 0.3)
    second = 0.6 * (0.15 + 1 - 0.6) * (0.3 + 0.7 * 0.7)
    assert check("6.1", 0.5 * first / (first + second))


def test_the_lesser_guarantee_does_not_tip_both_verdicts() -> None:
    """Counted a second way, with other luck."""
    quiet = detente.load("classroom").change(
        {
            "timeline": None,
            "powers.UN.effort": 0,
            "powers.EMP.effort": 1,
            "powers.EMP.instruments": {"guarantee": 1, "support": 0},
            "states.NOR.influence.EMP": 0.5,
            "states.SOU.influence.EMP": 0.1,
        }
    )
    ends = []
    for world in (quiet, quiet.change({"powers.EMP.effort": 0})):
        table = detente.simulate(world, replicates=200, seed=31).outcomes()
        ends.append(table.query("border == 'NOR-SOU'")[["troops.final", "trust.final"]].mean())
    assert (ends[0] < ends[1]).all()


@pytest.mark.parametrize(
    ("key", "answer", "word"),
    [
        ("6.1", 0.2068, "border B"),
        ("6.1", 0.5865, "share of the budget"),
        ("6.1", 0.2408, "tension of A"),
        ("6.1", 0.3436, "consent"),
        ("6.1", 0.3526, "less willing"),
        ("6.1", 0.3279, "mean of the two"),
        ("6.1", 0.3149, "mandates"),
        ("6.1", 0.25, "Work out"),
        ("6.1", 50, "unit"),
        ("6.2", "bitter", "let the helpers in"),
        ("6.2", "friendly", "need them"),
        ("6.2", "wery", "Did you mean"),
        ("6.3", "more troops, less trust", "one side alone"),
        ("6.3", "more troops, more trust", "guaranteed"),
        ("6.3", "fewer troops, more trust", "trust again"),
    ],
)
def test_each_slip_has_its_hint(key: str, answer: object, word: str) -> None:
    assert word in hint_for(key, answer)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "not twice"),
        ({"powers.UN.effort": 0.96}, "keep what they had"),
        ({"powers.UN.mandate.borders": {"KGZ-TJK": 1.0}}, "not twice"),
        (DOUBLED | {"powers.UN.effort": 0.48}, "not twice"),
        (DOUBLED | {"powers.UN.effort": 0}, "not twice"),
        (DOUBLED | {"powers.UN.instruments.mediation": 0.5}, "other than"),
        (DOUBLED | {"powers.CSTO.effort": 1}, "other than"),
        (DOUBLED | {"states.TJK.will": 0.9}, "other than"),
        (DOUBLED | {"rounds": 12}, "other than"),
        (DOUBLED | {"theory.mediation_gain": 0.05}, "other than"),
        ({"powers.UN": None}, "other than"),
    ],
)
def test_worlds_that_do_not_fit_are_told_why(changes: dict[str, object], word: str) -> None:
    verdict = check("6.4", VALLEY.change(changes))
    assert not verdict
    assert word in verdict.message


@pytest.mark.parametrize("name", ["classroom", "central-asia", "kazakhstan-china"])
def test_another_world_is_not_the_valley(name: str) -> None:
    assert "other than" in check("6.4", detente.load(name)).message
