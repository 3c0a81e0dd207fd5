"""Lesson 8: right answers hold, mistakes get their own hint, and nothing breaks the check."""

import math

import pytest

import detente
from detente.teaching import check

PAIRS = [
    (0.2,),
    (0.1, 0.2, 0.3),
    ("a", "b"),
    (None, 1),
    (math.nan, 1.0),
    (0.5, math.inf),
    (True, 1),
]


def test_the_answers_hold() -> None:
    assert check("8.1", 2069)
    assert check("8.2", " Runs ")
    assert check("8.3", (0.553, 0.615))
    assert check("8.3", [0.55, 0.61])
    assert check("8.4", "A")


def test_so_many_runs_reach_the_wanted_precision() -> None:
    """The number of Exercise 8.1, run, gives an interval of the wanted width."""
    trust = detente.simulate("classroom", replicates=2069, seed=11).outcomes()["trust.final"][::2]
    assert 0.0018 < 1.96 * trust.std() / math.sqrt(len(trust)) < 0.0022


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (539, "quarter"),
        (517, "quarter"),
        (45.5, "squared"),
        (920, "0.003"),
        (2599, "planned shooting"),
        (5000, "standard deviation"),
        (0.5, "unit"),
        ("2069", "text"),
    ],
)
def test_each_slip_of_the_precision_has_its_hint(answer: object, word: str) -> None:
    verdict = check("8.1", answer)
    assert not verdict
    assert word in verdict.message


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        ((55.3, 61.5), "Percent"),
        ((0.615, 0.553), "lower end"),
        ((0.36, 0.42), "another world"),
        ((0.97, 1.0), "another world"),
        ((0.7, 0.76), "does not lie"),
        ((0.566, 0.572), "too sure"),
        ((0.27, 0.88), "too sure|better|another"),
        ((0.5, 0.66), "know it better"),
        ("(0.553, 0.615)", "two numbers"),
        (0.58, "float"),
    ],
)
def test_each_slip_of_the_interval_has_its_hint(answer: object, word: str) -> None:
    verdict = check("8.3", answer)
    assert not verdict
    assert any(each in verdict.message for each in word.split("|"))


@pytest.mark.parametrize(
    ("key", "answer"),
    [
        ("8.2", "mean"),
        ("8.2", "theories"),
        ("8.2", "reality"),
        ("8.4", "B"),
        ("8.4", "c"),
        ("8.4", "D"),
    ],
)
def test_wrong_choices_get_a_hint_of_their_own(key: str, answer: str) -> None:
    verdict = check(key, answer)
    assert not verdict
    assert "not among" not in verdict.message


@pytest.mark.parametrize("key", ["8.1", "8.2", "8.3", "8.4"])
@pytest.mark.parametrize("answer", PAIRS)
def test_pairs_that_are_none_get_a_verdict(key: str, answer: object) -> None:
    verdict = check(key, answer)
    assert not verdict
    assert verdict.message
