"""The Mesa engine for batches: one `BorderModel` after the other, counted like compiled runs.

The runs of a part are counted by the same functions of the ensemble, a few at a time so that memory
stays flat; what is written is equal to the bit. A model that fails is written down with the phase of
the round in which it did.
"""

from traceback import walk_tb
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.ensemble import OUTCOMES, VARIABLES, Chunk, Failure, Tally, reduce_runs
from detente.measures import STATUSES
from detente.model import PHASES, BorderModel
from detente.scenario import Scenario
from detente.world import TREATY_STAGES, world_of

__all__ = ["run_models"]

Floats = NDArray[np.float64]

_NUMBERS_AT_ONCE: Final = 4_000_000  # of trajectories: 32 MB
_NOT_FINITE: Final = "a value is no longer finite; look at the parameters that the scenario changes"


def run_models(
    scenario: Scenario, seed: int, first: int, count: int, *, keep_trajectories: bool = False
) -> Chunk:
    """Run some successive replicates of a scenario.

    Parameters
    ----------
    scenario : Scenario
        A loaded scenario.
    seed : int
        Seed of all luck.
    first, count : int
        Replicates ``first`` to ``first + count - 1``.
    keep_trajectories : bool, default False
        Keep all variables by round.

    Returns
    -------
    Chunk
        What `detente.ensemble.run_chunk` gives.
    """
    world = world_of(scenario)
    shape = (world.rounds + 1, len(world.borders), len(VARIABLES))
    at_once = max(1, _NUMBERS_AT_ONCE // (shape[0] * shape[1] * shape[2]))
    outcomes = np.full((count, len(world.borders) + 1, len(OUTCOMES)), np.nan)
    kept = np.full((count, *shape), np.nan) if keep_trajectories else None
    tally = Tally.of(world)
    failures: list[Failure] = []
    for start in range(0, count, at_once):
        runs: dict[int, Floats] = {}
        for place in range(start, min(start + at_once, count)):
            done = _run(scenario, seed, first + place)
            if isinstance(done, Failure):
                failures.append(done)
            else:
                runs[place] = done
        if runs:
            places = list(runs)
            outcomes[places], counted = reduce_runs(np.stack(list(runs.values())), world)
            tally.add(counted)
            if kept is not None:
                kept[places] = list(runs.values())
    return Chunk(first, count, outcomes, tuple(failures), tally, kept)


def _run(scenario: Scenario, seed: int, replicate: int) -> Floats | Failure:
    """Do one run; give its trajectories as numbers, or where and why it failed."""
    model = None
    try:
        model = BorderModel(scenario, seed=seed, replicate=replicate)
        model.run()
    except MemoryError:
        raise
    except Exception as error:  # whatever it is, the other runs go on, and this one is told
        reached = 0 if model is None else model.round
        return Failure(replicate, reached, _stage(error), f"{type(error).__name__}: {error}")
    numbers = _numbers(model)
    finite = np.isfinite(numbers).all(axis=(1, 2))
    if not finite.all():
        return Failure(replicate, int(np.argmin(finite)), "record", _NOT_FINITE)
    return numbers


def _stage(error: Exception) -> str:
    """Phase of the round that raised an error; ``start`` where it was none."""
    names = {method: phase for phase, method in PHASES.items()}
    callers = (frame.f_code.co_name for frame, _ in walk_tb(error.__traceback__))
    return next((names[caller] for caller in callers if caller in names), "start")


def _numbers(model: BorderModel) -> Floats:
    """Trajectories of a run as numbers, in the order of `detente.ensemble.VARIABLES`."""
    table = model.trajectories()
    for column, names in (("status", STATUSES), ("treaty", TREATY_STAGES)):
        table[column] = table[column].map({name: place for place, name in enumerate(names)})
    numbers = table[list(VARIABLES)].to_numpy(dtype=float)
    return numbers.reshape(model.round + 1, len(model.borders), len(VARIABLES))
