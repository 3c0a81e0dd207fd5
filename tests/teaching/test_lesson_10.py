"""Lesson 10: right answers hold, mistakes get their own hint, and nothing breaks the check."""

import pytest

import detente
from detente.teaching import check
from tests.teaching.hints import hint_for

KEYS = ["10.1", "10.2", "10.3", "10.4"]


def test_the_answers_hold() -> None:
    assert check("10.1", 16.9)
    assert check("10.2", 65)
    assert check("10.3", -0.095)
    assert check("10.4", "Moved")


def test_the_first_years_of_a_shortened_run_are_those_of_the_whole() -> None:
    """Exercise 10.1 is checked on ten years; the notebook runs all 34."""
    model = detente.BorderModel("post-soviet-1991", seed=7)
    while model.round < 120:
        model.step()
    why = detente.explain(
        model.ledger(), model.trajectories("side"), "KGZ-TJK", "1997", "2001"
    ).query("side == 'TJK' and quantity == 'trust'")
    worst = why.sort_values("change").iloc[0]
    assert worst["term"] == "skirmish"
    assert check("10.1", 100 * worst["share"])


@pytest.mark.parametrize(
    ("key", "answer", "word"),
    [
        ("10.1", 0.169, "percent"),
        ("10.1", 30.15, "sign"),
        ("10.1", -16.9, "without its sign"),
        ("10.1", 32.5, "losses"),
        ("10.1", 426.5, "net change"),
        ("10.1", 15.2, "explain"),
        ("10.2", -65, "size is right"),
        ("10.2", 454, "one term"),
        ("10.2", 31.8, "one side"),
        ("10.2", 33.4, "one side"),
        ("10.2", 343, "last row"),
        ("10.3", 0.095, "size is right"),
        ("10.3", -0.073, "with the hotline"),
        ("10.3", -0.127, "differ in the shooting alone"),
        ("10.3", 5.0, "unit"),
        ("10.4", "prevented", "whole run"),
        ("10.4", "more", "seed 7"),
        ("10.4", "mooved", "moved"),
    ],
)
def test_each_slip_has_its_hint(key: str, answer: object, word: str) -> None:
    assert word in hint_for(key, answer)
