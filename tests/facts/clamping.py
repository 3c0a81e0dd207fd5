"""The compiled engine with one phase changed: trade is held on a path that is given.

What a modeler would do to try another rule: write the phase anew, give a border the field that it needs,
and let the rest be.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from detente import Scenario
from detente.ensemble import VARIABLES, phases, play
from detente.ensemble.compiling import compiled
from detente.ensemble.dice import PROCESSES
from detente.ensemble.layout import Board
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
    rounds = paths.shape[1]
    fields = [*board.borders.dtype.descr, ("months", "<i8"), ("path", "<f8", (rounds,))]
    borders = np.zeros(len(board.borders), np.dtype(fields))
    for name in board.borders.dtype.names or ():
        borders[name] = board.borders[name]
    board = board._replace(borders=borders)
    seen = np.empty((1, rounds, len(world.borders) + 1, len(VARIABLES)))
    numbers, failed = np.empty((*paths.shape, len(VARIABLES))), np.empty(1, np.int64)
    luck, nothing, scratch = np.empty(PROCESSES, np.uint64), no_history(board), board.copy()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(play, "exchange", exchange_on_path)
        machine = compiled(play.play_runs)
    for replicate, path in enumerate(paths):
        board.borders["path"] = path.T
        key = (np.uint64(seed), np.uint64(replicate))
        machine(board, scratch, timeline, theory, key, seen, failed, luck, nothing)
        numbers[replicate] = seen[0, :, :-1]
    return numbers
