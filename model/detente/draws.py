"""Keyed random numbers: every uniform is a pure function of where it is used.

A uniform is fixed by (seed, replicate, round, process, place): SplitMix64 (Steele, Lea & Flood 2014)
chained over the five, and the upper 52 bits taken to the open interval (0, 1). Nothing is consumed, so
a new mechanism, border or draw elsewhere changes no other number, and two variants of one scenario meet
the same luck (common random numbers). The scenario and its policies never enter the key. A place is
known by its name, not its position.
"""

from collections.abc import Sequence
from enum import IntEnum
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

__all__ = ["Draws", "Process", "mix_all", "place_key", "uniform"]

_MASK = (1 << 64) - 1
_GOLDEN = 0x9E3779B97F4A7C15
_FIRST = 0xBF58476D1CE4E5B9
_SECOND = 0x94D049BB133111EB

Keys = NDArray[np.uint64]


class Process(IntEnum):
    """What a uniform decides. Numbers are only ever appended: a change would change every result."""

    MISUNDERSTANDING = 1
    STANDOFF = 2
    SKIRMISH = 3
    SEVERITY = 4
    SMUGGLING = 5
    TRAFFICKING = 6
    INFILTRATION = 7
    TREATY_STEP = 8
    TREATY_BREAK = 9
    WILL = 10
    STABILITY = 11


def place_key(name: str) -> int:
    """Key of a place (a state, border, sector or post) from its full name; 64 bits of BLAKE2b."""
    return int.from_bytes(blake2b(name.encode(), digest_size=8).digest(), "little")


def _mix(key: int) -> int:
    """One step of SplitMix64."""
    key = (key + _GOLDEN) & _MASK
    key = ((key ^ (key >> 30)) * _FIRST) & _MASK
    key = ((key ^ (key >> 27)) * _SECOND) & _MASK
    return key ^ (key >> 31)


def mix_all(keys: Keys) -> Keys:
    """One step of SplitMix64 on an array, or, when compiled, on one key."""
    keys = keys + np.uint64(_GOLDEN)
    keys = (keys ^ (keys >> np.uint64(30))) * np.uint64(_FIRST)
    keys = (keys ^ (keys >> np.uint64(27))) * np.uint64(_SECOND)
    return keys ^ (keys >> np.uint64(31))


def uniform(seed: int, replicate: int, round_number: int, process: int, place: int) -> float:
    """Draw one uniform number; the reference that every other way of drawing must equal.

    Parameters
    ----------
    seed, replicate, round_number : int
        Not negative.
    process : int
        A `Process`.
    place : int
        Result of `place_key`.

    Returns
    -------
    float
        Strictly between 0 and 1.
    """
    key = _mix(seed & _MASK)
    for part in (replicate, round_number, process, place):
        key = _mix(key ^ part)
    return ((key >> 12) + 0.5) * 2.0**-52


class Draws:
    """The uniforms of one run, a table for each round and kind of place.

    Parameters
    ----------
    seed, replicate : int
        What fixes the run, not negative.
    """

    def __init__(self, seed: int, replicate: int) -> None:
        self._run = _mix(_mix(seed & _MASK) ^ replicate)

    def table(
        self, round_number: int, processes: Sequence[Process], places: Keys
    ) -> list[list[float]]:
        """Draw the uniforms of one round for several processes at several places.

        Parameters
        ----------
        round_number : int
            Round, from 1.
        processes : sequence of Process
            Decisions that are drawn.
        places : array of uint64, shape (places,)
            Keys of the places.

        Returns
        -------
        list of list of float
            One row per place, one number per process.
        """
        this_round = _mix(self._run ^ round_number)
        keys = np.array([_mix(this_round ^ process) for process in processes], dtype=np.uint64)
        mixed = mix_all(places[:, None] ^ keys[None, :])
        numbers: list[list[float]] = (((mixed >> np.uint64(12)) + 0.5) * 2.0**-52).tolist()
        return numbers
