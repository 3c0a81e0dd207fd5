"""Lesson 5: right answers hold, mistakes get their own hint, and nothing breaks the check."""

from typing import Any

import pandas as pd
import pytest

import detente
from detente.teaching import check
from detente.teaching.checking import exercises_of
from tests.teaching.hints import hint_for

KEYS = [exercise.key for exercise in exercises_of(5)]
WEAK = {
    "states.KGZ.will": 0.2,
    "states.UZB.will": 0.2,
    "borders.KGZ-UZB.trust_baseline": 0.3,
}


def _closed(share: float = 1.0, until: str = "2032-01", at: str = "KGZ-UZB") -> detente.Scenario:
    closure = {
        "title": "Crossings shut",
        "kind": "shock",
        "date": "2030-01",
        "until": until,
        "effects": [{"what": "closure", "at": at, "set": share}],
    }
    return detente.load("ferghana-valley").change({"timeline.closure": closure})


def _months(shut: detente.Scenario) -> int:
    """Months to half recovery, counted afresh from the tables."""
    paths = []
    for scenario in (detente.load("ferghana-valley"), shut):
        table = detente.simulate(scenario, 200, seed=7).summary()
        rows = table[(table["border"] == "KGZ-UZB") & (table["variable"] == "trade")]
        paths.append(dict(zip(rows["date"], rows["mean"], strict=True)))
    gap = {date: paths[0][date] - paths[1][date] for date in paths[0]}
    lost = gap[pd.Timestamp("2031-12-01")]
    later = sorted(date for date in gap if date >= pd.Timestamp("2032-01-01"))
    return next(k for k, date in enumerate(later, start=1) if gap[date] <= lost / 2)


def test_the_answers_hold() -> None:
    assert check("5.1", 0.6 * (0.35 + 0.65 * (0.4 * 0.5 + 0.35 * 0.6 + 0.25 * 0.2)) + 0.02)
    assert check("5.2", _months(_closed(0.5)))
    assert check("5.3", _closed().change(WEAK))
    assert check("5.4", "Customs")


@pytest.mark.parametrize(
    ("key", "answer", "word"),
    [
        ("5.1", 0.3894, "a little crosses"),
        ("5.1", 0.669, "all crossings open"),
        ("5.1", 0.296, "no enablers"),
        ("5.1", 0.506, "0.65"),
        ("5.1", 0.9, "inside out"),
        ("5.1", 3.0, "unit"),
        ("5.2", 65, "full closure"),
        ("5.2", 59, "from the reopening"),
        ("5.2", 10, "months_to_half"),
        ("5.2", 1000, "unit"),
        ("5.4", "infrastructure", "missing here"),
        ("5.4", "joint projects", "weight"),
        ("5.4", "custom", "Did you mean"),
    ],
)
def test_each_mistake_has_its_hint(key: str, answer: object, word: str) -> None:
    assert word in hint_for(key, answer)


@pytest.mark.parametrize(
    ("scenario", "changes", "word"),
    [
        (_closed(), {}, "come back further"),
        (_closed(), {"states.KGZ.will": 0.2, "states.UZB.will": 0.2}, "come back further"),
        (_closed(0.5), WEAK, "under the key 'closure'"),
        (_closed(until="2036-01"), WEAK, "under the key 'closure'"),
        (_closed(at="KGZ-TJK"), WEAK, "under the key 'closure'"),
        (_closed(), {"timeline.closure": None}, "under the key 'closure'"),
        (_closed(), WEAK | {"powers.UN.effort": 0.0}, "organizations"),
        (_closed(), WEAK | {"powers.UN": None}, "organizations"),
        (_closed(), WEAK | {"theory.trade_growth": 0.03}, "Theory"),
        (_closed(), WEAK | {"rounds": 120}, "Theory"),
        (
            _closed(),
            {
                "states.KGZ.will": 0.05,
                "states.UZB.will": 0.05,
                "borders.KGZ-UZB.trust_baseline": 0.1,
            },
            "nothing to lose",
        ),
    ],
)
def test_each_world_that_fails_is_told_why(
    scenario: detente.Scenario, changes: dict[str, Any], word: str
) -> None:
    verdict = check("5.3", scenario.change(changes) if changes else scenario)
    assert not verdict
    assert word in verdict.message


def test_other_scenarios_are_refused() -> None:
    for name in ("classroom", "ferghana-valley", "central-asia"):
        assert not check("5.3", detente.load(name))
