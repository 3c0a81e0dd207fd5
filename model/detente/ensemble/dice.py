"""The luck of a compiled run: the uniforms of `detente.draws`, drawn where they are used.

A round has one key for each process, and a place finds its uniform with one more step of the generator.
So a number that nothing asks for costs nothing.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.draws import Process, mix_all

__all__ = ["PROCESSES", "Key", "draw", "roll", "run_key"]

Keys = NDArray[np.uint64]
Key = Any
"""A key of 64 bits, or a row of them, one for each of the runs that are played side by side."""

PROCESSES: Final = max(Process) + 1
"""Length of an array with a key for each process; number 0 is no process."""

_SHIFT: Final = np.uint64(12)


def run_key(seed: Key, replicate: Key) -> Key:
    """Key of one run, or of several side by side."""
    return mix_all(mix_all(seed) ^ replicate)


def roll(run: Key, round_number: int, luck: Keys) -> None:
    """Make the keys of a round, one for each process."""
    this_round = mix_all(run ^ np.uint64(round_number))
    for process in range(PROCESSES):
        luck[process] = mix_all(this_round ^ np.uint64(process))


def draw(luck: Keys, process: int, place: Key) -> Any:
    """Draw the uniform of a process at a place, strictly between 0 and 1."""
    return ((mix_all(luck[process] ^ place) >> _SHIFT) + 0.5) * 2.0**-52
