"""The compiled engine with one phase changed: trade is held on a path that is given.

What a modeler would do to try another rule: write the phase anew, give a border the field that it needs,
and let the rest be.
"""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from detente import Scenario
from detente.ensemble import VARIABLES, phases, play
from detente.ensemble.compiling import compiled
from detente.ensemble.dice import PROCESSES
from detente.ensemble.lanes import LANES
from detente.ensemble.layout import Board, Records, room
from detente.ensemble.runs import no_history, prepared

__all__ = ["clamped"]


def exchange_on_path(board: Board, theory: phases.Record) -> None:
    """Phase *trade*: do as always, and then put trade back on its path."""
    phases.exchange(board, theory)
    for b in range(len(board.borders)):
        border = board.borders[b]
        border.months += 1
        phases.set_trade(border, border.path[border.months])


def clamped(scenario: Scenario, seed: int, paths: NDArray[np.float32]) -> NDArray[np.float64]:
    """Run replicates whose trade follows paths of shape (replicates, rounds + 1, borders).

    Returns all variables, of shape (replicates, rounds + 1, borders, variables).
    """
    world, board, timeline, theory = prepared(scenario)
    replicates, rounds, _ = paths.shape
    board = board._replace(borders=_with_paths(board.borders, rounds))
    shape = (1, rounds, len(world.borders) + 1, len(VARIABLES), LANES)
    seen, failed, luck = room(shape), room((1, LANES)), room((PROCESSES, LANES), np.uint64)
    numbers = np.empty((*paths.shape, len(VARIABLES)))
    nothing, scratch = no_history(board), board.copy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(play, "exchange", exchange_on_path)
        machine = compiled(play.play_runs)
    for first in range(0, replicates, LANES):
        here = slice(first, min(first + LANES, replicates))
        runs = here.stop - first
        board.borders["path"][..., :runs] = np.moveaxis(paths[here], (0, 2), (2, 0))
        key = (np.uint64(seed), np.uint64(first))
        machine(board, scratch, timeline, theory, key, seen, failed, luck, nothing)
        numbers[here] = np.moveaxis(seen[0, :, :-1, :, :runs], -1, 0)
    return numbers


def _with_paths(borders: Records, rounds: int) -> Records:
    """Borders with a path for each of the runs that are played side by side."""
    known = borders.dtype
    fields: list[Any] = [(name, known.fields[name][0]) for name in known.names]  # type: ignore[index, union-attr]
    fields += [("months", np.int64), ("path", np.float64, (rounds, LANES))]
    with_paths: Records = room(len(borders), np.dtype(fields))
    for name in known.names or ():
        with_paths[name] = borders[name]
    return with_paths
