"""Every exercise answers right, wrong and nonsensical answers in words, and never gives itself away."""

import math
import re
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from detente import teaching
from detente.teaching.checking import exercises_of, lessons
from detente.teaching.exercise import (
    BuildExercise,
    ChoiceExercise,
    Exercise,
    NumberExercise,
    Requirement,
    Slip,
)

EXERCISES = [exercise for lesson in lessons() for exercise in exercises_of(lesson)]
NONSENSE: list[Any] = [
    None,
    ...,
    "",
    "   ",
    "abc",
    "1,5",
    [],
    {},
    (1, 2),
    True,
    math.nan,
    math.inf,
    -1e300,
    1j,
    b"\x00",
    object(),
    Path("nowhere.yaml"),
    Path("/"),
    pd.DataFrame({"trust": [0.5]}),
    np.array([1.0, 2.0]),
    print,
]

each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.key)


@each_exercise
@pytest.mark.parametrize("answer", NONSENSE, ids=lambda answer: repr(answer)[:20])
def test_nonsense_gets_a_hint_and_no_error(exercise: Exercise, answer: Any) -> None:
    verdict = teaching.check(exercise.key, answer)
    assert not verdict
    assert len(verdict.message) > 15
    assert verdict.message != exercise.because


@pytest.mark.parametrize(
    "exercise",
    [each for each in EXERCISES if isinstance(each, NumberExercise)],
    ids=lambda each: each.key,
)
def test_a_number_is_right_near_the_truth_only_and_never_told(exercise: NumberExercise) -> None:
    truth = exercise.solve()
    low, high = exercise.allowed
    assert low <= truth <= high
    assert teaching.check(exercise.key, truth)
    assert teaching.check(exercise.key, np.float64(truth))
    messages = {exercise.hint, exercise.wanted()}
    for steps in (-1000.0, -10.0, -2.5, -1.01, 1.01, 2.5, 10.0, 1000.0):
        verdict = teaching.check(exercise.key, truth + steps * (exercise.within or 1.0))
        assert not verdict
        messages.add(verdict.message)
    for slip in exercise.slips:
        assert abs(slip.value() - truth) > exercise.within, "a slip that is right"
        verdict = teaching.check(exercise.key, slip.value())
        assert not verdict
        messages.add(verdict.message)
    numbers = {float(found) for words in messages for found in re.findall(r"\d+(?:\.\d+)?", words)}
    assert not [number for number in numbers if teaching.check(exercise.key, number)]


@pytest.mark.parametrize(
    "exercise",
    [each for each in EXERCISES if isinstance(each, ChoiceExercise)],
    ids=lambda each: each.key,
)
def test_exactly_one_choice_is_right_and_each_other_has_its_hint(exercise: ChoiceExercise) -> None:
    truth = exercise.solve()
    assert truth in exercise.options
    verdicts = {option: teaching.check(exercise.key, option) for option in exercise.options}
    assert [option for option, verdict in verdicts.items() if verdict] == [truth]
    assert teaching.check(exercise.key, f"  {truth.upper()} ")
    for option, verdict in verdicts.items():
        if option != truth:
            assert verdict.message.strip()
            assert verdict.message != exercise.because


@each_exercise
def test_the_words_of_an_exercise_are_there(exercise: Exercise) -> None:
    assert exercise.key.split(".")[0] == exercise.goal.split(".")[0]
    for words in (exercise.question, exercise.hint, exercise.because, exercise.answer()):
        assert words.strip()
        assert words == words.strip()


def test_an_exercise_that_is_not_there_is_answered_in_words() -> None:
    assert "Lessons with exercises: 1, 2" in teaching.check("99.1", 1).message
    assert "Lesson 1 has 1.1, 1.2" in teaching.check("1.99", 1).message
    assert "no such exercise" in teaching.check("first", 1).message
    assert not teaching.check(None, 1)  # type: ignore[arg-type]


# The kinds of exercise, with made-up ones

NUMBER = NumberExercise(
    key="0.1",
    goal="0.a",
    question="How many soldiers?",
    hint="Count again.",
    because="Four are there.",
    solve=lambda: 4.0,
    within=0.5,
    unit="soldiers",
    allowed=(0.0, 100.0),
    slips=(Slip(lambda: 8.0, "Count one side only."),),
)
WORD = ChoiceExercise(
    key="0.2",
    goal="0.a",
    question="Up or down?",
    hint="Look at the sign.",
    because="It falls.",
    solve=lambda: "down",
    options={"up": "", "down": "", "neither": "It does move."},
)
BUILT = BuildExercise(
    key="0.3",
    goal="0.a",
    question="Make a list of two.",
    hint="Lists are written in brackets.",
    because="Two it is.",
    kind=list,
    kind_words="a list",
    requirements=(
        Requirement(lambda made: len(made) > 0, "It is empty."),
        Requirement(lambda made: len(made) == 2, "It has to have two parts."),
    ),
    example="[1, 2]",
)


@pytest.mark.parametrize(
    ("exercise", "answer", "message"),
    [
        (NUMBER, 4.4, "Four are there."),
        (NUMBER, pd.Series([4.4], index=["NOR"]), "Four are there."),
        (NUMBER, pd.Series([4.0, 4.0]), "This is a Series. Wanted is a number (soldiers)."),
        (NUMBER, pd.Series(["four"]), "This is text."),
        (NUMBER, 4.6, "Count again."),
        (NUMBER, 8.2, "Count one side only."),
        (NUMBER, 400, "That cannot be: look at the unit (soldiers). Count again."),
        (NUMBER, "4", "This is text. Wanted is a number (soldiers). Write it without quotes"),
        (NUMBER, ..., "There is no answer yet. Wanted is a number (soldiers)."),
        (WORD, " Down", "It falls."),
        (WORD, "up", "Look at the sign."),
        (WORD, "neither", "It does move."),
        (WORD, "dwn", "'dwn' is not among the choices. Wanted is one of: 'up', 'down', 'neither'."),
        (WORD, "dwn", "Did you mean 'down'?"),
        (BUILT, [1, 2], "Two it is."),
        (BUILT, [], "It is empty."),
        (BUILT, [1], "It has to have two parts."),
        (BUILT, (1, 2), "This is a tuple. Wanted is a list."),
    ],
)
def test_what_is_said(exercise: Exercise, answer: Any, message: str) -> None:
    verdict = exercise.check(answer)
    assert message in verdict.message
    assert bool(verdict) == (message == exercise.because)
    assert repr(verdict).startswith(f"Exercise {exercise.key}: ")
    assert verdict._repr_markdown_().startswith(f"**Exercise {exercise.key}: ")
