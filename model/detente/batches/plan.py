"""The plan of a batch: which runs there are, cut into parts, in a balanced order.

A run is known by (digest of its scenario, seed, replicate). The replicates of a point are cut into
parts, each of which is computed, written and done again as a whole. Where the cuts lie depends on the
world and on what is kept: not on the number of replicates, so that more can be added to parts that are
there, nor on speed, workers or engine, so that any machine makes the same files. Parts are worked on in
the order of their first replicates: whatever prefix of them is done, no point is ahead of another by
more than a part.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from detente.ensemble import VARIABLES
from detente.scenario import Scenario

__all__ = [
    "FIRST_COHORT",
    "KEEPS",
    "MOST_REPLICATES",
    "Part",
    "cohort_ends",
    "largest_part",
    "parts_of",
]

KEEPS: Final = ("summary", "trajectories")
"""What a batch can keep of its runs."""

FIRST_COHORT: Final = 200
"""Replicates of the first cohort; each later one adds as many as there are."""

MOST_REPLICATES: Final = 4_000_000
"""Replicates that the counts of a point have room for."""

_POST_ROUNDS: Final = 10_000_000  # of one part: about a second of one core, compiled
_NUMBERS: Final = 8_000_000  # of the trajectories of one part: 64 MB in memory
_MOST_RUNS: Final = 10_000


class Part(NamedTuple):
    """Replicates of one point that are computed and written together.

    Attributes
    ----------
    point : str
        Name of the point.
    first, size : int
        First replicate and number of replicates.
    """

    point: str
    first: int
    size: int

    @property
    def stem(self) -> str:
        """Beginning of the names of its files."""
        return f"{self.point}-{self.first:09d}"


def largest_part(scenario: Scenario, keep: str) -> int:
    """Largest number of replicates of one part.

    Parameters
    ----------
    scenario : Scenario
        What is run.
    keep : str
        One of `KEEPS`.

    Returns
    -------
    int
        As many as take about a second of one core, compiled; fewer where trajectories are kept and
        would fill the memory; at most 10,000.
    """
    posts = sum(2 * len(border.sectors) for border in scenario.borders.values())
    runs = min(_MOST_RUNS, _POST_ROUNDS // (scenario.rounds * posts))
    if keep == "trajectories":
        numbers = (scenario.rounds + 1) * len(scenario.borders) * len(VARIABLES)
        runs = min(runs, _NUMBERS // numbers)
    return max(1, runs)


def cohort_ends(replicates: int) -> list[int]:
    """Numbers of replicates after each cohort: 200, 400, 800, 1600 and so on, the last cut short.

    Examples
    --------
    >>> cohort_ends(1000)
    [200, 400, 800, 1000]
    """
    ends = []
    end = FIRST_COHORT
    while end < replicates:
        ends.append(end)
        end *= 2
    return [*ends, replicates]


def parts_of(largest: Sequence[tuple[str, int]], replicates: int) -> list[Part]:
    """Cut the replicates of all points into parts.

    Parameters
    ----------
    largest : sequence of (str, int)
        Names of the points, and the largest number of replicates of one part of each.
    replicates : int
        Replicates of every point.

    Returns
    -------
    list of Part
        In the order of the work. Parts never reach over the end of a cohort.
    """
    numbered = [
        (first, place, Part(point, first, size))
        for place, (point, most) in enumerate(largest)
        for first, size in _cuts(most, replicates)
    ]
    return [part for _, _, part in sorted(numbered)]


def _cuts(most: int, replicates: int) -> Iterator[tuple[int, int]]:
    """First replicate and number of replicates of the parts of one point."""
    start = 0
    for end in cohort_ends(replicates):
        for first in range(start, end, most):
            yield first, min(most, end - first)
        start = end
