"""Checking answers: every exercise of the course by its number."""

from importlib import import_module
from pkgutil import iter_modules

from detente.teaching import exercises
from detente.teaching.exercise import Exercise, Verdict

__all__ = ["check", "exercises_of", "lessons"]


def lessons() -> list[int]:
    """Numbers of the lessons that have exercises, in order."""
    return sorted(
        int(module.name.removeprefix("lesson_")) for module in iter_modules(exercises.__path__)
    )


def exercises_of(lesson: int) -> tuple[Exercise, ...]:
    """Return the exercises of a lesson, in order.

    Parameters
    ----------
    lesson : int
        Number of the lesson, one of `lessons`.

    Returns
    -------
    tuple of Exercise
        They work out their answers when they are asked.
    """
    module = import_module(f"detente.teaching.exercises.lesson_{lesson:02d}")
    found: tuple[Exercise, ...] = module.EXERCISES
    return found


def check(key: str, answer: object) -> Verdict:
    """Say whether the answer to an exercise holds, with a hint where it does not.

    Parameters
    ----------
    key : str
        Number of the exercise, such as ``"3.2"``.
    answer : object
        The answer: a number, one of the words of the question, or what was built.

    Returns
    -------
    Verdict
        True if the answer holds; shows itself as a sentence in a notebook. The right answer is never
        part of it. A wrong number of an exercise is answered in the same way, not by an error.

    Examples
    --------
    >>> bool(check("1.1", "I do not know"))
    False
    """
    lesson, _, _ = str(key).partition(".")
    known = lessons()
    if not lesson.isdecimal() or int(lesson) not in known:
        allowed = f"Lessons with exercises: {', '.join(map(str, known))}."
        return Verdict(str(key), holds=False, message=f"There is no such exercise. {allowed}")
    of_lesson = {exercise.key: exercise for exercise in exercises_of(int(lesson))}
    if key not in of_lesson:
        allowed = f"Lesson {lesson} has {', '.join(of_lesson)}."
        return Verdict(str(key), holds=False, message=f"There is no such exercise. {allowed}")
    return of_lesson[key].check(answer)
