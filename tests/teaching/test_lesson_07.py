"""Lesson 7: right answers hold, mistakes get their own hint, and nothing breaks the check."""

from typing import Any

import pytest

import detente
from detente.teaching import check
from tests.teaching.hints import hint_for

BASELINE = "borders.NOR-SOU.trust_baseline"
BORDER = detente.load("two-worlds").change({BASELINE: 0.32})


def policy(*, add: float = 0.05, until: str | None = "2014-01", **effect: Any) -> dict[str, Any]:
    """Measures on the border from 2006 on."""
    one = {"what": "csbm", "at": "NOR-SOU", "add": add} | effect
    event = {"title": "Measures", "kind": "policy", "date": "2006-01", "effects": [one]}
    if until:
        event["until"] = until
    return {"timeline.measures": event}


def test_the_answers_hold() -> None:
    assert check("7.1", 0.453)
    assert check("7.2", 0.375)
    assert check("7.3", "only 0.42")
    assert check("7.4", BORDER.change(policy()))


def test_another_policy_holds_as_well() -> None:
    will = {"what": "will", "at": ["NOR", "SOU"], "add": 0.2}
    both = policy(add=0.1, until="2012-01")
    both["timeline.measures"]["effects"].append(will)
    assert check("7.4", BORDER.change(both))


def test_half_of_the_runs_lie_on_either_side_of_the_tipping_points() -> None:
    """Counted a second way, with other luck."""
    base = detente.load("two-worlds")
    for start, point in ((0.2, 0.453), (0.65, 0.375)):
        shares = []
        for baseline in (point - 0.02, point + 0.02):
            world = base.change({"borders.NOR-SOU.trust": start, BASELINE: baseline})
            table = detente.simulate(world, replicates=200, seed=11).outcomes()
            shares.append((table.query("border == 'NOR-SOU'")["trust.final"] < 0.5).mean())
        assert shares[0] > 0.6
        assert shares[1] < 0.4


@pytest.mark.parametrize(
    ("key", "answer", "word"),
    [
        ("7.1", 0.375, "friends fall"),
        ("7.1", 0.415, "200 years"),
        ("7.1", 0.55, "middle"),
        ("7.1", 45, "unit"),
        ("7.2", 0.453, "enemies rise"),
        ("7.2", 0.5, "7.1"),
        ("7.3", "all", "0.38"),
        ("7.3", "0.4 and 0.42", "three of four"),
        ("7.3", "none", "0.42"),
        ("7.3", "only 0.4", "choices"),
    ],
)
def test_each_slip_has_its_hint(key: str, answer: object, word: str) -> None:
    assert word in hint_for(key, answer)


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "no policy"),
        (policy(until="2009-01"), "Too few"),
        (policy(add=0.001), "Too few"),
        (policy(until=None), "after January 2021"),
        (policy(until="2021-02"), "after January 2021"),
        (policy(until="2022-01"), "after January 2021"),
        (policy(fade=24), "after January 2021"),
        (policy(date="2005-12"), "before January 2006"),
        (policy() | {"powers.UN.effort": 0.3}, "other than the timeline"),
        (policy() | {BASELINE: 0.4}, "other than the timeline"),
        (policy() | {"rounds": 300}, "other than the timeline"),
        (policy() | {"borders.NOR-SOU.trust": 0.5}, "other than the timeline"),
        (policy() | {"theory.feasibility_steepness": 6}, "other than the timeline"),
    ],
)
def test_worlds_that_do_not_fit_are_told_why(changes: dict[str, object], word: str) -> None:
    verdict = check("7.4", BORDER.change(changes))
    assert not verdict
    assert word in verdict.message


def test_trust_is_not_decreed() -> None:
    decree = {"what": "trust", "at": "NOR-SOU", "add": 0.5}
    event = {"title": "Love", "kind": "policy", "date": "2007-01", "effects": [decree]}
    verdict = check("7.4", BORDER.change({"timeline.love": event}))
    assert "decreed" in verdict.message


@pytest.mark.parametrize("name", ["classroom", "ferghana-valley", "two-worlds"])
def test_another_world_is_not_the_border(name: str) -> None:
    assert "other than the timeline" in check("7.4", detente.load(name)).message
