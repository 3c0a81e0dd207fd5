"""Lesson 11: right answers hold, mistakes get their own hint, and just one choice is right."""

import pandas as pd
import pytest

import detente
from detente.rules.parameters import PARAMETERS
from detente.teaching import check
from detente.teaching.checking import exercises_of
from detente.teaching.exercises import lesson_11

ANSWERS = {"11.2": "skirmish_mistrust", "11.3": "direction", "11.4": "fighting"}


def kinds(name: str) -> "pd.Series[str]":
    return pd.Series([source.kind for source in detente.load(name).sources().values()])


def test_the_answers_hold() -> None:
    assert check("11.1", int((kinds("ferghana-valley") == "assumption").sum()))
    for key, answer in ANSWERS.items():
        assert check(key, answer)
        assert check(key, f" {answer.upper()} ")


def test_just_one_statement_is_justified_and_just_one_fact_is_missed() -> None:
    assert [name for name, holds in lesson_11.statements().items() if holds] == ["direction"]
    assert [name for name, shown in lesson_11.reproduced().items() if not shown] == ["fighting"]


def test_the_parameter_that_moves_most_is_ahead_by_far() -> None:
    """The choice does not hang on the luck of 300 runs."""
    swings = sorted(lesson_11.swing(name) for name in lesson_11.CANDIDATES)
    assert swings[-1] > 1.4 * swings[-2]
    other_luck = {}
    for name in ("skirmish_mistrust", "contact_rate"):
        ends = (getattr(PARAMETERS[name], end) for end in ("low", "high"))
        worlds = [detente.load("classroom").change({f"theory.{name}": value}) for value in ends]
        low, high = (
            detente.simulate(world, 300, seed=8)
            .outcomes()
            .query("border == 'all'")["skirmishes.total"]
            .mean()
            for world in worlds
        )
        other_luck[name] = abs(high - low)
    assert other_luck["skirmish_mistrust"] > 1.3 * other_luck["contact_rate"]


def test_each_slip_of_counting_has_its_hint() -> None:
    valley = detente.load("ferghana-valley")
    own = sum(
        valley.place_of(path).file.endswith("ferghana-valley.yaml") for path in valley.sources()
    )
    grades = [entry.grade for entry in PARAMETERS.values()]
    slips = {
        int((kinds("ferghana-valley") == "publication").sum()): "publication",
        len(kinds("ferghana-valley")): "all values",
        own: "extends",
        grades.count("assumption"): "grade",
        int((kinds("post-soviet-1991") == "assumption").sum()): "other scenario",
    }
    assert len(slips) == 5
    for answer, word in slips.items():
        verdict = check("11.1", answer)
        assert not verdict
        assert word in verdict.message


@pytest.mark.parametrize("key", [exercise.key for exercise in exercises_of(11)])
def test_wrong_answers_and_nonsense_get_a_hint_that_gives_nothing_away(key: str) -> None:
    [exercise] = [exercise for exercise in exercises_of(11) if exercise.key == key]
    wrong: dict[str, list[object]] = {
        "11.1": [133, 135, 0],
        "11.2": ["threat", "csbm_gain", "contact_rate", "basic_posture"],
        "11.3": ["level", "size", "certain"],
        "11.4": ["nineties", "china", "afghan"],
    }
    for answer in [*wrong[key], detente.load("classroom")]:
        verdict = check(key, answer)
        assert not verdict
        assert verdict.message != exercise.because
        assert len(verdict.message) > 20
        if key == "11.1":
            assert exercise.answer().split()[0] not in verdict.message
