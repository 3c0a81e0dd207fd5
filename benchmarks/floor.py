"""The floor: the rules that a round asks, evaluated by bare compiled loops with no world around them.

The inputs are those of recorded runs, laid out in plain arrays, and the loops work on as many runs side
by side as the engine does. Rules that are asked equally often share one loop, and a column of arguments
that several of them read stands there once; what is the same in all runs is a single number. Uniform
numbers are drawn where the engine would draw them. The loops are written out as source and compiled by
the engine's own compiler. Results are added up, so that no call can be left out.
"""

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from types import ModuleType
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.inputs import RULE_MODULES, Inputs
from detente.ensemble.compiling import compiled
from detente.ensemble.lanes import LANES
from detente.ensemble.layout import room
from detente.rules.csbm import EFFECTS, MEASURES
from detente.rules.forms import hazard_probability
from detente.rules.parameters import Theory

__all__ = ["Floor", "loops_of"]

Floats = NDArray[np.float64]

_HEAD: Final = '''"""Written by benchmarks/floor.py: the rules of a round in bare loops."""

import numpy as np

from detente import measures
from detente.draws import mix_all
from detente.ensemble.lanes import in_lanes, lane_of, successive
from detente.rules import {modules}


def draw(key, place):
    return ((mix_all(key ^ np.uint64(place)) >> np.uint64(12)) + 0.5) * 2.0**-52
'''
_LOOP: Final = """

def loop_{number}(rows, single, start, stop, theory, key):
    x = in_lanes(rows)
    total = 0.0 * key
    for i in range(start, stop):
        {calls}
    return total
"""
_WHOLE: Final = """

def evaluate(rows, singles, ends, theories, seed, rounds):
    theory = theories[0]
    recorded = ends.shape[1] - 1
    total = 0.0 * successive(seed)
    for number in range(rounds):
        now = number * recorded // rounds
        key = mix_all(successive(seed) ^ np.uint64(number))
        {calls}
    answer = 0.0
    for lane in range({lanes}):
        answer += lane_of(total, lane)
    return answer
"""


class Floor:
    """Bare loops over the rules of a round.

    Parameters
    ----------
    inputs : list of Inputs
        What the rules were asked in the recorded rounds.
    theory : Theory
        Values of all parameters.
    folder : Path
        Where the source of the loops is written, and kept for the next time.
    """

    def __init__(self, inputs: list[Inputs], theory: Theory, folder: Path) -> None:
        loops = loops_of(inputs)
        path, source = folder / "floor_loops.py", _source(loops)
        if not path.exists() or path.read_text(encoding="utf-8") != source:
            path.write_text(source, encoding="utf-8")  # else its machine code is still good
        self._evaluate: Callable[..., float] = compiled(_module_at(path).evaluate)
        self._rows = tuple(loop.rows for loop in loops)
        self._singles = tuple(loop.singles for loop in loops)
        self._ends = np.array([loop.ends for loop in loops])
        self._theory = _record_of(theory)

    def seconds(self, rounds: int, runs: int) -> float:
        """Processor time of one run's worth of rules.

        Parameters
        ----------
        rounds : int
            Rounds of a run; the recorded ones stand for equal stretches of it.
        runs : int
            Runs over which the time is averaged, rounded up to whole rows.
        """
        groups = -(-runs // LANES)
        start, total = process_time(), 0.0
        for group in range(groups):
            seed = np.uint64(LANES * group)
            total += self._evaluate(
                self._rows, self._singles, self._ends, self._theory, seed, rounds
            )
        if not np.isfinite(total):
            raise RuntimeError("the floor: a rule gave no finite number on a recorded input")
        return (process_time() - start) / (groups * LANES)


class Loop(NamedTuple):
    """Rules that are asked equally often, and the arguments that they share.

    Attributes
    ----------
    calls : list of str
        A statement for each rule.
    rows : array, shape (rows, columns, LANES)
        Arguments that differ between runs.
    singles : array, shape (rows, columns)
        Arguments that are the same in all runs.
    ends : tuple of int
        Where the rows of each recorded round begin, and the end.
    """

    calls: list[str]
    rows: Floats
    singles: Floats
    ends: tuple[int, ...]


def loops_of(inputs: list[Inputs]) -> list[Loop]:
    """Gather rules that are asked equally often."""
    groups: dict[tuple[int, ...], list[Inputs]] = {}
    for each in inputs:
        groups.setdefault(each.ends, []).append(each)
    return [_loop_of(group) for group in groups.values()]


def _loop_of(group: list[Inputs]) -> Loop:
    """Write the calls of some rules, each column of arguments once."""
    rows, singles, known = list[Floats](), list[Floats](), dict[bytes, str]()
    calls = []
    for place, each in enumerate(group):
        arguments, column = [], 0
        for name, width in zip(each.rule.__code__.co_varnames, each.widths, strict=False):
            part = np.ascontiguousarray(each.rows[:, column : column + width])
            if width == 0:
                arguments.append("theory" if name == "theory" else f"draw(key, {place} + 999 * i)")
            elif (part == part[:, :, :1]).all():
                arguments.append(_kept(part[:, :, 0], "single", singles, known))
            else:
                arguments.append(_kept(part, "x", rows, known))
            column += width
        calls.append(_call_of(each, arguments, place))
    count = group[0].ends[-1]
    return Loop(
        calls,
        _aligned(np.concatenate([np.empty((count, 0, LANES)), *rows], axis=1)),
        np.ascontiguousarray(np.concatenate([np.empty((count, 0)), *singles], axis=1)),
        group[0].ends,
    )


def _kept(part: Floats, name: str, columns: list[Floats], known: dict[bytes, str]) -> str:
    """Keep an argument among the columns, unless it is there, and tell where it stands."""
    key = name.encode() + str(part.shape).encode() + part.tobytes()
    if key not in known:
        first = sum(column.shape[1] for column in columns)
        width = part.shape[1]
        place = f"{first}" if width == 1 else f"{first}:{first + width}"
        known[key] = f"{name}[i, {place}]"
        columns.append(part)
    return known[key]


def _aligned(rows: Floats) -> Floats:
    """Copy rows to where the processor reads them whole."""
    copy = room(rows.shape)
    copy[...] = rows
    return copy


def _call_of(inputs: Inputs, arguments: list[str], place: int) -> str:
    """Write a statement that adds up what a rule returns."""
    module = inputs.rule.__module__.rpartition(".")[2]
    call = f"{module}.{inputs.rule.__name__}({', '.join(arguments)})"
    if inputs.results > 1:
        parts = [f"r{place}_{k}" for k in range(inputs.results)]
        return f"{', '.join(parts)} = {call}\n        total += {' + '.join(parts)}"
    if inputs.rule is hazard_probability:  # compared with a uniform number by whoever asks
        return f"total += {call} - draw(key, {place} + 999 * i)"
    return f"total += {call}"


def _source(loops: list[Loop]) -> str:
    """Write the loops out."""
    line = "\n        "
    modules = ", ".join(module.__name__.rpartition(".")[2] for module in RULE_MODULES[:-1])
    calls = [
        f"total += loop_{n}(rows[{n}], singles[{n}], ends[{n}, now], ends[{n}, now + 1], theory, "
        f"mix_all(key ^ np.uint64({n})))"
        for n in range(len(loops))
    ]
    parts = [_LOOP.format(number=n, calls=line.join(loop.calls)) for n, loop in enumerate(loops)]
    whole = _WHOLE.format(calls=line.join(calls), lanes=LANES)
    return _HEAD.format(modules=modules) + "".join(parts) + whole


def _module_at(path: Path) -> ModuleType:
    """Import a file."""
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        raise ImportError(path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module  # numba looks there for what its cache holds
    spec.loader.exec_module(module)
    return module


def _record_of(theory: Theory) -> NDArray[np.void]:
    """Write the parameters into one record, from which compiled rules read them."""
    fields: list[Any] = [
        (name, float, (len(MEASURES),)) if name in EFFECTS else (name, float)
        for name in Theory._fields
    ]
    record = np.zeros(1, np.dtype(fields))
    for name in Theory._fields:
        record[name] = getattr(theory, name)
    return record
