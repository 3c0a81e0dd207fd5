"""What the rules are asked in a round: recorded while the agents play.

A hook of the interpreter notes every call of a rule that comes from outside of the rules, with its
arguments. So the floor (`benchmarks.floor`) follows the theory: a rule that is added, or reads one
quantity more, is recorded like any other.
"""

import inspect
import sys
from collections.abc import Callable, Iterable
from types import CodeType, FrameType, FunctionType
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente import measures
from detente.ensemble.lanes import LANES
from detente.model import BorderModel
from detente.rules import (
    crime,
    diplomacy,
    encounters,
    forms,
    politics,
    powers,
    trade,
    troops,
    trust,
)
from detente.scenario import Scenario

__all__ = ["RULE_MODULES", "Inputs", "record_inputs"]

Floats = NDArray[np.float64]
Rule = Callable[..., Any]
Call = tuple[Any, ...]

RULE_MODULES: Final = (
    crime,
    diplomacy,
    encounters,
    forms,
    politics,
    powers,
    trade,
    troops,
    trust,
    measures,
)
"""Modules whose functions count as rules."""

_OBSERVED: Final = (
    measures.violence_next,
    measures.index_components,
    measures.stability_index,
    measures.status_number,
)
"""Of the measures, those that both engines take in every round."""

_ONCE: Final = (
    encounters.misunderstanding_probability,
    encounters.skirmish_probability,
    measures.index_components,
    measures.stability_index,
)
"""Rules that the agents ask again for the same border; the floor counts one question."""

_NOT_STORED: Final = ("theory", "uniform")
"""Parameters that the floor hands to a rule itself."""


class Inputs(NamedTuple):
    """What one rule was asked.

    Attributes
    ----------
    rule : function
        The rule.
    widths : tuple of int
        How many numbers each of its parameters is; 0 for the theory and for a uniform number.
    results : int
        How many numbers it returns.
    rows : array, shape (rows, numbers, LANES)
        Arguments, round after round; a row holds the same call in `LANES` runs, or any calls where
        runs do not ask the rule equally often.
    ends : tuple of int, length rounds + 1
        Where the rows of each round begin, and the end.
    calls : float
        Mean number of calls in a run and round.
    """

    rule: Rule
    widths: tuple[int, ...]
    results: int
    rows: Floats
    ends: tuple[int, ...]
    calls: float


def record_inputs(scenario: Scenario, seed: int, rounds: Iterable[int]) -> list[Inputs]:
    """Play a scenario with agents and note what they ask of the rules, in `LANES` replicates.

    Parameters
    ----------
    scenario : Scenario
        What is played.
    seed : int
        Seed of the runs.
    rounds : iterable of int
        Rounds that are recorded.

    Returns
    -------
    list of Inputs
        One for each rule that was asked, by module and name.
    """
    wanted = sorted(set(rounds))
    played = [_played(BorderModel(scenario, seed, number), wanted) for number in range(LANES)]
    asked = {rule for run in played for calls in run for rule in calls}
    order = sorted(asked, key=lambda rule: (rule.__module__, rule.__name__))
    return [
        _inputs_of(rule, [[run[k].get(rule, []) for run in played] for k in range(len(wanted))])
        for rule in order
    ]


def _played(model: BorderModel, wanted: list[int]) -> list[dict[Rule, list[Call]]]:
    """Play a run and record some of its rounds."""
    recorded = []
    while model.round < wanted[-1]:
        if model.round + 1 in wanted:
            recorded.append(_asked(model.step))
        else:
            model.step()
    return recorded


def _rules() -> dict[CodeType, Rule]:
    """Every rule by its code."""
    found = [vars(module)[name] for module in RULE_MODULES[:-1] for name in module.__all__]
    functions = [each for each in (*found, *_OBSERVED) if isinstance(each, FunctionType)]
    return {rule.__code__: rule for rule in functions}


def _asked(play: Callable[[], None]) -> dict[Rule, list[Call]]:
    """Arguments of every call of a rule, from outside of the rules, while something is played."""
    rules, calls = _rules(), dict[Rule, list[Call]]()

    def note(frame: FrameType, event: str, _: object) -> None:
        code, caller = frame.f_code, frame.f_back
        if event != "call" or code not in rules or caller is None or caller.f_code in rules:
            return
        names = code.co_varnames[: code.co_argcount]
        calls.setdefault(rules[code], []).append(tuple(frame.f_locals[name] for name in names))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        play()
    finally:
        sys.setprofile(before)
    return calls


def _inputs_of(rule: Rule, rounds: list[list[list[Call]]]) -> Inputs:
    """Lay out what a rule was asked, by round and run."""
    example = next(call for runs in rounds for calls in runs for call in calls)
    names = tuple(inspect.signature(rule).parameters)
    widths = tuple(
        0 if name in _NOT_STORED else np.size(value)
        for name, value in zip(names, example, strict=True)
    )
    rows, ends, calls = list[Floats](), [0], 0
    for runs in rounds:
        numbers = [[_numbers_of(call, widths) for call in asked] for asked in runs]
        if rule in _ONCE:
            numbers = [list(dict.fromkeys(asked)) for asked in numbers]
        calls += sum(map(len, numbers))
        rows.append(_in_rows(numbers, sum(widths)))
        ends.append(ends[-1] + len(rows[-1]))
    mean = calls / (len(rounds) * LANES)
    return Inputs(rule, widths, np.size(rule(*example)), np.concatenate(rows), tuple(ends), mean)


def _numbers_of(call: Call, widths: tuple[int, ...]) -> tuple[float, ...]:
    """Numbers of one call, one after the other."""
    parts = [np.ravel(value) for value, width in zip(call, widths, strict=True) if width]
    return tuple(float(number) for part in parts for number in part)


def _in_rows(runs: list[list[tuple[float, ...]]], width: int) -> Floats:
    """Put the calls of several runs side by side, and fill the last row up."""
    if len({len(calls) for calls in runs}) > 1:
        mixed = [call for calls in runs for call in calls]
        mixed += mixed[-1:] * (-len(mixed) % LANES)
        runs = [mixed[lane::LANES] for lane in range(LANES)]
    table = np.array(runs, dtype=float).reshape(LANES, len(runs[0]), width)
    return table.transpose(1, 2, 0)
