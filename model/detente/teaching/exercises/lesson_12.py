"""Lesson 12: build your own border.

Mending a scenario file by its messages, asking how far a result hangs on one unsure value, and a
scenario of one's own. What is handed in is a file, so the checks open it first and say in words what is
wrong with it.
"""

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from detente.ensemble import simulate
from detente.errors import ScenarioError
from detente.scenario import Border, Scenario, load, scenarios
from detente.teaching.exercise import (
    BuildExercise,
    Exercise,
    NumberExercise,
    Requirement,
    Slip,
)

__all__ = ["EXERCISES", "WORKED_EXAMPLE", "FileExercise", "judged_values"]

_MADE_UP: Final = re.compile(r"made[- ]up|invented|fictional|imaginary", re.IGNORECASE)
_FEWEST_WORDS: Final = 4
_UNTOUCHED: Final = ("a first draft, to be replaced", "an example of a change", "set by the user")
_MOST_MESSAGES: Final = 3
_LONGEST_PATH: Final = 1000
_JUDGED: Final = (
    "trust",
    "trust_baseline",
    "troops_per_km",
    "strategic_asset",
    "dispute",
    "crime_attraction",
    "terrain",
    "trade_potential",
    "trade",
    "openness",
    "infrastructure",
    "customs",
    "joint_projects",
)
"""Values of a border that its author has to judge."""

WORKED_EXAMPLE: Final = (
    "0.5, 0.5",
    "0.45, 0.45",
    "4, 4",
    "0.5, 0.5",
    "0.5",
    "0.5",
    "0.3",
    "0.8",
    "0.15",
    "0.3",
    "0.25",
    "0.2",
    "0.1",
)
"""These values of the border in the notebook's worked example, `my-border.yaml`."""


# Opening what is handed in


def _told(error: ScenarioError) -> str:
    """Say what keeps a file from loading."""
    told = [str(mistake) for mistake in error.mistakes]
    left = len(told) - _MOST_MESSAGES
    more = f" And {left} more." if left > 0 else ""
    count = "one mistake" if len(told) == 1 else f"{len(told)} mistakes"
    return f"It does not load yet; {count}: {' | '.join(told[:_MOST_MESSAGES])}.{more}"


def _opened(answer: object) -> Scenario | str:
    """Scenario that was handed in, by itself or by the path of its file, or what is wrong with it."""
    if isinstance(answer, Scenario):
        return answer
    if not isinstance(answer, str | Path):
        return f"This is a {type(answer).__name__}. Wanted is the path of your file, in quotes."
    path = os.fspath(answer).strip()
    if not path or len(path) > _LONGEST_PATH or not path.isprintable():
        return "This cannot be the path of a file. Wanted is something like 'my-valley.yaml'."
    if not path.endswith((".yaml", ".yml")):
        return _no_scenario_file(path)
    try:
        return load(path)
    except ScenarioError as error:
        return _told(error)
    except (OSError, ValueError) as error:
        return f"{path} cannot be opened: {error}."


def _no_scenario_file(path: str) -> str:
    """Say why a path cannot be that of a scenario file."""
    if Path(path).is_dir():
        return f"{path} is a folder. Hand in the file inside of it, a path that ends in .yaml."
    if path.endswith(".ipynb"):
        return "This is a notebook. Hand in the scenario file, a path that ends in .yaml."
    if path in {entry.name for entry in scenarios()}:
        return "This scenario is in the library. Hand in your own file, a path that ends in .yaml."
    return f"{path[:60]!r} does not end in .yaml, so it is no scenario file. Write the path of your own."


def _read(answer: object) -> Scenario | str:
    """Scenario whose text was handed in, or what is wrong with it."""
    if not isinstance(answer, str):
        return f"This is a {type(answer).__name__}. Wanted is the mended text."
    name = re.search(r"^name: *([a-z0-9-]{1,60}) *$", answer, re.MULTILINE)
    if name is None:
        return (
            "No line 'name: ...' is left in it. Begin with the text of the exercise and mend that."
        )
    with TemporaryDirectory() as folder:
        file = Path(folder, f"{name[1]}.yaml")
        file.write_text(answer, encoding="utf-8", errors="replace")
        found = _opened(file)
    return found.replace(f"{folder}{os.sep}", "") if isinstance(found, str) else found


@dataclass(frozen=True, kw_only=True)
class FileExercise(BuildExercise):
    """An exercise whose answer is a scenario file; everything that is missing is named at once.

    Attributes
    ----------
    opened : function
        Makes the scenario of an answer, or says why there is none.
    """

    opened: Callable[[object], Scenario | str]

    def trouble(self, answer: object) -> str | None:
        """Say what is wrong with a file; None if it holds."""
        scenario = self.opened(answer)
        if isinstance(scenario, str):
            return scenario
        missing = [each.hint for each in self.requirements if not each.holds(scenario)]
        if not missing:
            return None
        return "It loads. Still missing: " + " ".join(
            f"({number}) {hint}" for number, hint in enumerate(missing, 1)
        )


# Exercise 12.1


def _changes_will(scenario: Scenario) -> bool:
    return scenario.states["SOU"].will == 0.6 if "SOU" in scenario.states else False


def _changes_trust(scenario: Scenario) -> bool:
    opening = load("classroom").borders["NOR-SOU"].trust
    border = scenario.borders.get("NOR-SOU")
    return border is not None and all(border.trust[side] > opening[side] for side in opening)


def _has_patrols(scenario: Scenario) -> bool:
    return any(
        "joint_patrols" in (effect.measures or ())
        for event in scenario.timeline.values()
        for effect in event.effects
        if effect.what == "csbm"
    )


# Exercise 12.2


@lru_cache(maxsize=4)
def _moved(value: str, outcome: str) -> float:
    """How far an outcome of the classroom moves when a value of its border goes from 0.3 to 0.5."""
    means = []
    for level in (0.3, 0.5):
        scenario = load("classroom").change({f"borders.NOR-SOU.{value}": level})
        outcomes = simulate(scenario, 200, 7).outcomes()
        means.append(float(outcomes.loc[outcomes["border"] == "all", outcome].mean()))
    return means[1] - means[0]


# Exercise 12.3


def _has_own_names(scenario: Scenario) -> bool:
    library = {entry.name for entry in scenarios()} | {entry.title for entry in scenarios()}
    made_up = {state.name for state in load("classroom").states.values()}
    names = {state.name for state in scenario.states.values()}
    return not names & made_up and not {scenario.name, scenario.title} & library


@lru_cache(maxsize=3)
def _world(name: str) -> Scenario:
    return load(name)


def _compared_with(scenario: Scenario) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Judged values of each border, and of those that it may be a copy of."""
    made_up = next(iter(_world("classroom").borders.values()))
    for key, border in scenario.borders.items():
        own = judged_values(border)
        yield own, judged_values(made_up)
        yield own, WORKED_EXAMPLE
        for name in ("central-asia", "post-soviet-1991"):
            other = _world(name).borders.get(key)
            if other is not None:
                yield own, judged_values(other)


def judged_values(border: Border) -> tuple[str, ...]:
    """Values of a border that its author has to judge, as text, without the names of its sides."""
    values = (getattr(border, name) for name in _JUDGED)
    return tuple(
        ", ".join(f"{level:g}" for level in value.values())
        if isinstance(value, Mapping)
        else f"{value:g}"
        for value in values
    )


def _is_no_copy(scenario: Scenario) -> bool:
    return all(
        2 * sum(map(str.__eq__, own, other)) <= len(own) for own, other in _compared_with(scenario)
    )


def _has_own_sources(scenario: Scenario) -> bool:
    sources = scenario.sources().values()
    return not any(text in source.text for source in sources for text in _UNTOUCHED)


def _spreads_assumptions(scenario: Scenario) -> bool:
    sources = list(scenario.sources().values())
    assumed = Counter(source.text for source in sources if source.kind == "assumption")
    return 2 * max(assumed.values(), default=0) <= len(sources)


def _gives_reasons(scenario: Scenario) -> bool:
    return all(
        len(source.text.split()) >= _FEWEST_WORDS
        for source in scenario.sources().values()
        if source.kind == "assumption"
    )


def _has_publications(scenario: Scenario) -> bool:
    sources = scenario.sources().values()
    cited = {source.text for source in sources if source.kind == "publication"}
    return len(cited) > 1 or _MADE_UP.search(scenario.about) is not None


def _has_policy(scenario: Scenario) -> bool:
    return any(event.kind == "policy" for event in scenario.timeline.values())


EXERCISES: Final[tuple[Exercise, ...]] = (
    FileExercise(
        key="12.1",
        goal="12.a",
        question="Mend the three mistakes of the text, and keep what it wants to change.",
        kind=str,
        kind_words="the mended text",
        opened=_read,
        requirements=(
            Requirement(
                _changes_will,
                "the text set out to raise the will of Southland to 0.6; mend that line, do not "
                "drop it.",
            ),
            Requirement(
                _changes_trust,
                "the text set out to raise trust on NOR-SOU above its opening level; mend that line.",
            ),
            Requirement(_has_patrols, "the policy of the text, joint patrols, has gone."),
        ),
        hint="Run the messages of check from the top; each names the place and what is allowed there.",
        because=(
            "The three usual mistakes: a key that is not spelled as in the list, a number outside "
            "of its range, and a source that does not say on what it rests."
        ),
        example="will instead of wil, trust 0.55 instead of 5.5, and a reason after 'assumption:'",
    ),
    NumberExercise(
        key="12.2",
        goal="12.c",
        question="How far does mean final trust of the classroom move when its trust baseline "
        "goes from 0.3 to 0.5?",
        solve=lambda: _moved("trust_baseline", "trust.final"),
        within=0.006,
        unit="trust, 0 to 1, at 0.5 minus at 0.3",
        allowed=(-1.0, 1.0),
        decimals=3,
        hint=(
            "Change borders.NOR-SOU.trust_baseline to 0.3 and to 0.5, run both 200 times with "
            "seed 7, and subtract the means of trust.final of border 'all'."
        ),
        slips=(
            Slip(
                lambda: -_moved("trust_baseline", "trust.final"),
                "The size is right. Which of the two is subtracted from which?",
            ),
            Slip(
                lambda: _moved("trust", "trust.final"),
                "This is what the opening level of trust does. Asked is for the baseline, to "
                "which trust returns.",
            ),
            Slip(
                lambda: _moved("trust_baseline", "trust.mean"),
                "This is the mean over all months (trust.mean). Asked is for the end (trust.final).",
            ),
            Slip(
                lambda: _moved("trust_baseline", "stability.final"),
                "This is the stability index. Asked is for trust.",
            ),
            Slip(
                lambda: 0.2,
                "That is how far the value itself was moved. How far does the outcome follow?",
            ),
        ),
        because=(
            "A judged value of history and habit moves the end of the story much further "
            "than the hotline does, and nobody has measured it. A result that hangs on it has to say so."
        ),
    ),
    FileExercise(
        key="12.3",
        goal="12.b",
        question="Hand in a scenario of your own: a border that you know, with sources.",
        kind=object,
        kind_words="the path of your scenario file, in quotes, or the loaded scenario",
        opened=_opened,
        requirements=(
            Requirement(
                _has_own_names,
                "names of your own: the file, its title and the states still bear names of the library.",
            ),
            Requirement(
                _is_no_copy,
                "values of your own: more than half of the judged values of a border are those of "
                "a border of the library or of the worked example.",
            ),
            Requirement(
                _has_own_sources,
                "reasons of your own: some sources are still those of the template, or of a "
                "change made in Python. Replace each by what the value rests on.",
            ),
            Requirement(
                _spreads_assumptions,
                "a source for each value: one single assumption carries more than half of them. "
                "Write {value: ..., source: ...} and give each its own reason.",
            ),
            Requirement(
                _gives_reasons,
                "reasons in words: an assumption of fewer than four words does not tell a reader why.",
            ),
            Requirement(
                _has_publications,
                "at least two different publications; or, if the border is made up, say so in 'about'.",
            ),
            Requirement(
                _has_policy,
                "a policy: an event of kind 'policy' in the timeline, to have something to compare.",
            ),
        ),
        hint="Read the messages one by one; each names what is missing.",
        because=(
            "It loads, its values have reasons, and there is a policy to ask about. Whether the "
            "sources say what you claim, only a reader can check: pass it on for review."
        ),
        example="a file like notebooks/examples/my-border.yaml, on another border",
    ),
)
