"""Exercises that can tell whether an answer holds, and give a hint, without giving the answer away.

An exercise knows its question and how to work out its answer from the model; nothing is typed in, so a
change of the theory changes the answer with it. Whatever a student hands in gets a verdict in plain
words: a number, a word, a whole scenario, or nothing at all.
"""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

__all__ = [
    "BuildExercise",
    "ChoiceExercise",
    "Exercise",
    "NumberExercise",
    "Requirement",
    "Slip",
    "Verdict",
]


@dataclass(frozen=True)
class Verdict:
    """What is said to an answer.

    Attributes
    ----------
    key : str
        Number of the exercise.
    holds : bool
        Whether the answer is right.
    message : str
        Why, or a hint; never the answer.
    """

    key: str
    holds: bool
    message: str

    def __bool__(self) -> bool:
        return self.holds

    def __repr__(self) -> str:
        return f"Exercise {self.key}: {'right.' if self.holds else 'not yet.'} {self.message}"

    def _repr_markdown_(self) -> str:
        """Show the verdict in a notebook."""
        word = "right." if self.holds else "not yet."
        return f"**Exercise {self.key}: {word}** {self.message}"


@dataclass(frozen=True, kw_only=True)
class Exercise(ABC):
    """One exercise of the course.

    Attributes
    ----------
    key : str
        Number of the lesson and of the exercise, such as ``"3.2"``.
    goal : str
        Learning goal that it serves, such as ``"3.a"``.
    question : str
        What is asked, in a sentence.
    hint : str
        How to think about it; shown with a wrong answer for which there is no better hint.
    because : str
        Why the right answer is right; shown only with it.
    """

    key: str
    goal: str
    question: str
    hint: str
    because: str

    def check(self, answer: object) -> Verdict:
        """Say whether an answer holds.

        Parameters
        ----------
        answer : object
            Whatever the student has handed in.

        Returns
        -------
        Verdict
            Right, or a hint.
        """
        if answer is None or answer is Ellipsis:
            return Verdict(
                self.key, holds=False, message=f"There is no answer yet. {self.wanted()}"
            )
        trouble = self.trouble(answer)
        return Verdict(self.key, trouble is None, self.because if trouble is None else trouble)

    @abstractmethod
    def wanted(self) -> str:
        """Say in a sentence what kind of answer is wanted."""

    @abstractmethod
    def trouble(self, answer: object) -> str | None:
        """Say what is wrong with an answer; None if it holds."""

    @abstractmethod
    def answer(self) -> str:
        """Word the right answer, for the teacher's guide."""


@dataclass(frozen=True)
class Slip:
    """A mistake that leads to a number of its own.

    Attributes
    ----------
    value : function
        The number that the mistake leads to.
    hint : str
        What to say to those who made it.
    """

    value: Callable[[], float]
    hint: str


@dataclass(frozen=True, kw_only=True)
class NumberExercise(Exercise):
    """An exercise whose answer is a number.

    Attributes
    ----------
    solve : function
        Works out the answer.
    within : float
        Largest distance from it that still counts as right, in the unit of the answer.
    unit : str
        Unit in words, such as ``"soldiers"``.
    allowed : (float, float)
        Smallest and largest number that makes sense at all.
    decimals : int
        Decimals with which the teacher's guide gives the answer.
    slips : sequence of Slip
        Known mistakes.
    """

    solve: Callable[[], float]
    within: float
    unit: str
    allowed: tuple[float, float] = (-math.inf, math.inf)
    decimals: int = 2
    slips: Sequence[Slip] = ()

    def wanted(self) -> str:
        """Say in a sentence what kind of answer is wanted."""
        return f"Wanted is a number ({self.unit})."

    def trouble(self, answer: object) -> str | None:
        """Say what is wrong with a number; None if it holds."""
        if isinstance(answer, pd.Series | np.ndarray) and answer.size == 1:
            answer = answer.item()  # a table gives a single number in this form
        if isinstance(answer, str):
            return f"This is text. {self.wanted()} Write it without quotes, with a point: 1.5"
        if isinstance(answer, bool) or not isinstance(answer, Real):
            return f"This is a {type(answer).__name__}. {self.wanted()}"
        number = float(answer)
        if not math.isfinite(number):
            return f"This number is not finite. {self.wanted()}"
        low, high = self.allowed
        if not low <= number <= high:
            return f"That cannot be: look at the unit ({self.unit}). {self.hint}"
        if abs(number - self.solve()) <= self.within:
            return None
        for slip in self.slips:
            if abs(number - slip.value()) <= self.within:
                return slip.hint
        return self.hint

    def answer(self) -> str:
        """Word the right answer, for the teacher's guide."""
        return f"{self.solve():,.{self.decimals}f} {self.unit} (± {self.within:g} counts as right)"


@dataclass(frozen=True, kw_only=True)
class ChoiceExercise(Exercise):
    """An exercise whose answer is one of some words.

    Attributes
    ----------
    solve : function
        Works out the right word.
    options : mapping of str to str
        Each word that may be chosen, and the hint for those who choose it wrongly; an empty one
        stands for `hint`.
    """

    solve: Callable[[], str]
    options: Mapping[str, str]

    def wanted(self) -> str:
        """Say in a sentence what kind of answer is wanted."""
        return f"Wanted is one of: {', '.join(map(repr, self.options))}."

    def trouble(self, answer: object) -> str | None:
        """Say what is wrong with a choice; None if it holds."""
        if not isinstance(answer, str):
            return f"This is a {type(answer).__name__}. {self.wanted()}"
        words = {option.casefold(): option for option in self.options}
        chosen = words.get(answer.strip().casefold())
        if chosen is None:
            near = get_close_matches(answer.strip().casefold(), words, n=1)
            slip = f" Did you mean {words[near[0]]!r}?" if near else ""
            return f"{answer[:40]!r} is not among the choices. {self.wanted()}{slip}"
        return None if chosen == self.solve() else self.options[chosen] or self.hint

    def answer(self) -> str:
        """Word the right answer, for the teacher's guide."""
        return self.solve()


@dataclass(frozen=True)
class Requirement:
    """Something that what is built has to fulfill.

    Attributes
    ----------
    holds : function
        Whether an answer fulfills it.
    hint : str
        What to say if it does not.
    """

    holds: Callable[[Any], bool]
    hint: str


@dataclass(frozen=True, kw_only=True)
class BuildExercise(Exercise):
    """An exercise whose answer is built: a scenario, a table, a list of reasons.

    Attributes
    ----------
    kind : type
        What the answer has to be.
    kind_words : str
        The same in words, such as ``"a scenario"``.
    requirements : sequence of Requirement
        Looked at in this order; the first that is not fulfilled is named.
    example : str
        One answer that holds, in words, for the teacher's guide.
    """

    kind: type
    kind_words: str
    requirements: Sequence[Requirement] = field(default_factory=tuple)
    example: str

    def wanted(self) -> str:
        """Say in a sentence what kind of answer is wanted."""
        return f"Wanted is {self.kind_words}."

    def trouble(self, answer: object) -> str | None:
        """Say what is wrong with what was built; None if it holds."""
        if not isinstance(answer, self.kind):
            return f"This is a {type(answer).__name__}. {self.wanted()}"
        for requirement in self.requirements:
            if not requirement.holds(answer):
                return requirement.hint
        return None

    def answer(self) -> str:
        """Word one right answer, for the teacher's guide."""
        return f"for example: {self.example}"
