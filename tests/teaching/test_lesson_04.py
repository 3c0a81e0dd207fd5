"""Lesson 4: right answers hold, mistakes get their own hint, and nothing breaks the check."""

import math
from typing import Any

import pytest

import detente
from detente.teaching import check
from detente.teaching.checking import exercises_of
from tests.teaching.hints import hint_for

KEYS = [exercise.key for exercise in exercises_of(4)]
WITHDRAWAL = detente.load("demilitarization-without-cooperation")
FRONTIER = ["TJK-AFG", "UZB-AFG", "TKM-AFG"]


def _patrols(
    *,
    at: list[str] = FRONTIER,
    measures: tuple[str, ...] = ("joint_patrols", "shared_monitoring"),
    add: float = 0.05,
    date: str = "2027-01",
    until: str | None = None,
) -> dict[str, Any]:
    effect = {"what": "csbm", "at": at, "measures": list(measures), "add": add}
    event = {"title": "Patrols", "kind": "policy", "date": date, "effects": [effect]}
    return event | ({"until": until} if until else {})


def test_the_answers_hold() -> None:
    assert check("4.1", 0.8 * 0.5 * 0.9 * 1.0 * 0.8 * 1.2 * 4 * 12)
    assert check("4.2", -math.log(1 - 0.5 / 0.9) / 0.45)
    assert check("4.3", " Smuggling ")
    assert check("4.4", WITHDRAWAL.change({"timeline.patrols": _patrols()}))


@pytest.mark.parametrize("add", [0.04, 0.06, 0.1])
def test_other_cooperation_holds_as_well(add: float) -> None:
    for measures in (
        ("joint_patrols", "information_sharing"),
        ("joint_patrols", "shared_monitoring"),
    ):
        patrols = _patrols(measures=measures, add=add, date="2026-07")
        assert check("4.4", WITHDRAWAL.change({"timeline.patrols": patrols}))


@pytest.mark.parametrize(
    ("key", "answer", "word"),
    [
        ("4.1", 4.147, "one post"),
        ("4.1", 1.382, "one month"),
        ("4.1", 0.3456, "side in a year"),
        ("4.1", 11.06, "stability"),
        ("4.1", 8.29, "shut"),
        ("4.1", 20.74, "guards"),
        ("4.1", 99.0, "factors"),
        ("4.1", -3.0, "unit"),
        ("4.2", math.log(2) / 0.45, "0.9"),
        ("4.2", 2.97, "no guards"),
        ("4.2", 6.0, "curve"),
        ("4.2", 50.0, "unit"),
        ("4.3", "trafficking", "factor"),
        ("4.3", "infiltration", "openness"),
        ("4.3", "all alike", "differently"),
        ("4.3", "smugling", "Did you mean"),
    ],
)
def test_each_mistake_has_its_hint(key: str, answer: object, word: str) -> None:
    assert word in hint_for(key, answer)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "While the guards leave"),
        ({"timeline.patrols": _patrols(measures=("hotline", "dialogue"))}, "While the guards"),
        ({"timeline.patrols": _patrols(date="2029-01")}, "While the guards leave"),
        ({"timeline.patrols": _patrols(at=["UZB-AFG"])}, "While the guards leave"),
        ({"timeline.patrols": _patrols(until="2031-01")}, "at first and not later"),
        ({"timeline.patrols": _patrols(add=0.3)}, "No more than"),
        ({"timeline.withdrawal": None, "timeline.patrols": _patrols()}, "withdrawal has to stay"),
        ({"theory.joint_policing": 2.5, "timeline.patrols": _patrols()}, "States, borders"),
        ({"states.AFG.insurgency": 0.1, "timeline.patrols": _patrols()}, "States, borders"),
        ({"without": ["crime"]}, "States, borders"),
        ({"rounds": 60, "timeline.patrols": _patrols()}, "States, borders"),
        (
            {
                "timeline.peace": {
                    "title": "Peace",
                    "kind": "shock",
                    "date": "2027-01",
                    "effects": [{"what": "insurgency", "at": "AFG", "add": -1.0}],
                }
            },
            "by measures",
        ),
    ],
)
def test_each_withdrawal_that_fails_is_told_why(changes: dict[str, Any], word: str) -> None:
    verdict = check("4.4", WITHDRAWAL.change(changes))
    assert not verdict
    assert word in verdict.message


def test_other_scenarios_are_refused() -> None:
    for name in ("classroom", "afghan-frontier", "central-asia"):
        assert not check("4.4", detente.load(name))
