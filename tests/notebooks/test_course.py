"""The course hangs together: lessons are whole, goals are practiced, exercises have their places.

That the notebooks run is tried by executing them (`python -m pytest --nbmake notebooks`), and what their
prose claims is asserted in them.
"""

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from detente.teaching.checking import exercises_of, lessons
from detente.teaching.exercise import Exercise
from tests.notebooks.course import (
    GUIDE,
    STEMS,
    cells,
    lesson_of,
    notebook,
    solution,
    with_answers,
)

HEADINGS = [
    "Predict",
    "Run",
    "Look",
    "Debrief",
    "Exercises",
    "Things to try",
    "Words and sources",
]
GUIDE_HEADINGS = [
    "Goals",
    "Minutes",
    "Before the class",
    "Answers",
    "Debrief: what to expect",
    "Common mistakes",
    "Role-play variant",
]
BOOKS = [*map(notebook, STEMS), *map(solution, STEMS)]
EXERCISES = [exercise for lesson in lessons() for exercise in exercises_of(lesson)]

each_lesson = pytest.mark.parametrize("stem", STEMS)
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda each: each.key)


def prose(path: Path) -> str:
    """Text cells of a notebook."""
    return "\n\n".join(cell.source for cell in cells(path, "markdown"))


def code(path: Path) -> str:
    """Code cells of a notebook."""
    return "\n\n".join(cell.source for cell in cells(path, "code"))


def headings(text: str) -> list[str]:
    """Headings of the second level."""
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def test_lessons_are_numbered_from_one_and_have_exercises() -> None:
    assert [lesson_of(stem) for stem in STEMS] == list(range(1, len(STEMS) + 1)) == lessons()


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: f"{book.parent.name}/{book.stem}")
def test_notebooks_are_kept_without_outputs(book: Path) -> None:
    content = nbformat.read(book, as_version=4)
    nbformat.validate(content)
    for cell in cells(book, "code"):
        assert not cell.outputs
        assert cell.execution_count is None
    assert set(content.metadata) <= {"kernelspec", "language_info"}


@each_lesson
def test_a_lesson_has_its_parts_in_order(stem: str) -> None:
    text = prose(notebook(stem))
    assert text.startswith(f"# {lesson_of(stem)}. ")
    assert "**Learning goals**" in text
    assert "**Time**" in text
    names = dict.fromkeys(heading.partition(":")[0] for heading in headings(text))
    found = [name for name in names if name in HEADINGS]
    assert found == HEADINGS


@each_lesson
def test_a_prediction_comes_before_the_run(stem: str) -> None:
    book = nbformat.read(notebook(stem), as_version=4)
    first = next(cell for cell in book.cells if cell.cell_type == "code")
    assert "my_prediction = ..." in first.source


@each_lesson
def test_claims_are_asserted(stem: str) -> None:
    checks = [
        cell.source
        for cell in cells(notebook(stem), "code")
        if cell.source.startswith("# The notebook checks what it says.")
    ]
    assert len(checks) >= 2
    assert all("assert " in check for check in checks)


@each_lesson
def test_exercises_serve_goals_of_their_lesson(stem: str) -> None:
    goals = re.findall(rf"^- \(({lesson_of(stem)}\.[a-z])\)", prose(notebook(stem)), re.MULTILINE)
    assert goals
    assert {exercise.goal for exercise in exercises_of(lesson_of(stem))} <= set(goals)


@each_exercise
def test_an_exercise_is_asked_solved_and_answered(exercise: Exercise) -> None:
    lesson, _, _ = exercise.key.partition(".")
    (stem,) = (stem for stem in STEMS if lesson_of(stem) == int(lesson))
    assert re.search(rf"^### Exercise {re.escape(exercise.key)}\b", prose(notebook(stem)), re.M)
    call = rf'teaching\.check\("{re.escape(exercise.key)}", '
    assert re.search(call, code(notebook(stem)))
    assert re.search(rf"assert {call}", code(solution(stem)))


@each_lesson
def test_the_guide_has_a_page_with_all_its_parts(stem: str) -> None:
    text = (GUIDE / f"{stem}.md").read_text(encoding="utf-8")
    assert text.startswith(f"# Lesson {lesson_of(stem)}: ")
    assert [name for name in headings(text) if name in GUIDE_HEADINGS] == GUIDE_HEADINGS


@each_lesson
def test_the_answers_in_the_guide_are_those_of_the_exercises(
    stem: str, check_generated: Callable[[Path, str], None]
) -> None:
    page = GUIDE / f"{stem}.md"
    text = page.read_text(encoding="utf-8")
    assert f"<!-- begin answers {lesson_of(stem)} -->" in text
    check_generated(page, with_answers(text))
