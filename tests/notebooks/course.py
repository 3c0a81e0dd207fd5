"""The course as files: its notebooks, their solutions and the pages of the teacher's guide."""

import re
from pathlib import Path
from typing import Any, Final

import nbformat

from detente.teaching.checking import exercises_of

__all__ = ["GUIDE", "STEMS", "cells", "lesson_of", "notebook", "solution", "with_answers"]

ROOT: Final = Path(__file__).parents[2]
GUIDE: Final = ROOT / "docs" / "guide"
STEMS: Final = sorted(path.stem for path in (ROOT / "notebooks").glob("*.ipynb"))
"""Names of the lessons, by number."""

_ANSWERS: Final = re.compile(
    r"(<!-- begin answers (\d+) -->\n).*?(<!-- end answers \2 -->)", re.DOTALL
)


def lesson_of(stem: str) -> int:
    """Number of a lesson."""
    return int(stem.partition("_")[0])


def notebook(stem: str) -> Path:
    """The notebook of the students."""
    return ROOT / "notebooks" / f"{stem}.ipynb"


def solution(stem: str) -> Path:
    """The notebook with the solutions."""
    return ROOT / "notebooks" / "solutions" / f"{stem}.ipynb"


def cells(path: Path, kind: str) -> list[Any]:
    """Cells of a notebook, ``markdown`` or ``code``."""
    book = nbformat.read(path, as_version=4)
    return [cell for cell in book.cells if cell.cell_type == kind]


def with_answers(page: str) -> str:
    """A page of the guide with the answers as the exercises work them out now."""
    return _ANSWERS.sub(lambda block: f"{block[1]}\n{_answers(int(block[2]))}\n\n{block[3]}", page)


def _answers(lesson: int) -> str:
    """Questions and answers of a lesson as a table."""
    rows = ["| exercise | goal | question | answer |", "|---|---|---|---|"]
    for exercise in exercises_of(lesson):
        words = (exercise.key, exercise.goal, exercise.question, exercise.answer())
        rows.append(f"| {' | '.join(' '.join(word.split()).replace('|', '/') for word in words)} |")
    return "\n".join(rows)
