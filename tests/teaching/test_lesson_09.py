"""Lesson 9: right answers hold, mistakes get their own hint, and nothing breaks the check."""

from collections.abc import Sequence
from typing import Any

import pytest

import detente
from detente.teaching import check

BASE = detente.load("central-asia").change({"rounds": 120})
AFGHAN = ["TJK-AFG", "TKM-AFG", "UZB-AFG"]
FERGHANA = ["KGZ-TJK", "KGZ-UZB", "TJK-UZB"]
FOUR = ["hotline", "contact_points", "joint_patrols", "shared_monitoring"]


def package(at: Sequence[str], measures: Sequence[str], add: float, date: str = "2027-01") -> Any:
    """Put a package of measures into the region."""
    effect = {"what": "csbm", "at": list(at), "measures": list(measures), "add": add}
    event = {"title": "Ours", "kind": "policy", "date": date, "effects": [effect]}
    return BASE.change({"timeline.ours": event})


def test_the_answers_hold() -> None:
    assert check("9.1", -0.533)
    assert check("9.2", {"mean": "economic-incentives", "worst case": " Multilateral-Framework "})
    assert check("9.2", {"mean": "economic incentives", "worst case": "multilateral_framework"})
    assert check("9.3", 40)
    assert check("9.4", package(AFGHAN, FOUR, 0.15))


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (-0.927, "other end"),
        (-0.73, "effect itself"),
        (-0.78, "whole region"),
        (0.533, "sign"),
        (-0.3, "low"),
        (53.3, "unit"),
    ],
)
def test_each_slip_of_the_interval_has_its_hint(answer: float, word: str) -> None:
    verdict = check("9.1", answer)
    assert not verdict
    assert word in verdict.message


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ({"mean": "economic-incentives"}, "two names"),
        ({"best": "joint-patrols", "worst": "joint-patrols"}, "two names"),
        ({"mean": "patrols", "worst case": "joint-patrols"}, "six policies"),
        ({"mean": 3, "worst case": None}, "six policies"),
        ({"mean": "economic-incentives", "worst case": "economic-incentives"}, "smallest number"),
        ({"mean": "joint-patrols", "worst case": "multilateral-framework"}, "weight"),
    ],
)
def test_each_slip_of_the_criteria_has_its_hint(answer: dict[str, Any], word: str) -> None:
    verdict = check("9.2", answer)
    assert not verdict
    assert word in verdict.message


@pytest.mark.parametrize(
    ("answer", "word"),
    [(60, "lost"), (20, "January 2029"), (97.9, "levels"), (75, "Subtract"), (0.4, "unit")],
)
def test_each_slip_of_what_is_left_has_its_hint(answer: float, word: str) -> None:
    verdict = check("9.3", answer)
    assert not verdict
    assert word in verdict.message


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (BASE, "without a policy"),
        (detente.load("central-asia"), "Something other"),
        (package(AFGHAN, FOUR, 0.15).change({"theory.contact_rate": 0.1}), "Something other"),
        (BASE.change({"timeline.railway": None}), "Something other"),
        (detente.load("economic-incentives").change({"rounds": 120}), "Only measures"),
        (package(AFGHAN, FOUR, 0.15, "2025-01"), "Only measures"),
        (package(AFGHAN, FOUR, 0.2), "more effort"),
        (package(FERGHANA, ["hotline", "dialogue"], 0.06), "More armed groups"),
        (package(AFGHAN, ["joint_patrols"], 0.06), "Not fewer"),
        (detente.load("joint-patrols").change({"rounds": 120}), "Not fewer"),
    ],
)
def test_each_slip_of_the_package_has_its_hint(answer: Any, word: str) -> None:
    verdict = check("9.4", answer)
    assert not verdict
    assert word in verdict.message
