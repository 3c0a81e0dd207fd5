"""What is left of many runs: exact counts by border and round, and the outcomes of each run.

Both engines end here. The loops are compiled like the phases, go through the runs in their order and add
only whole numbers, so that neither chunks nor threads can change a bit of what comes out.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.ensemble.lanes import LANES, in_lanes, lane_of, whole
from detente.ensemble.variables import (
    COOPERATION,
    CRIME_LOAD,
    DELIMITED,
    DENSITY,
    INCIDENTS,
    LEVELS,
    MISUNDERSTANDINGS,
    SEVERITY,
    STABILITY,
    STATUS,
    TRADE,
    TREATY,
    TROOPS,
    TRUST,
)
from detente.measures import STATUSES
from detente.rules.elementary import choose
from detente.world import IN_FORCE, TREATY_STAGES

__all__ = ["BINS", "OUTCOMES", "UNIT", "Cells", "add_regions", "reduce"]

Floats = NDArray[np.float64]
Whole = NDArray[Any]

OUTCOMES: Final[tuple[str, ...]] = (
    "stability.final",
    "stability.mean",
    "stability.least",
    "trust.final",
    "trust.mean",
    "density.final",
    "density.mean",
    "troops.final",
    "crime_load.final",
    "crime_load.mean",
    "cooperation.final",
    "trade.final",
    "trade.mean",
    "delimited.final",
    "treaty.final",
    *(f"{kind}.total" for kind in INCIDENTS),
)
"""Numbers of one run and border: the last round, the mean or total over all rounds, the least."""

BINS: Final = 256
"""Bins of equal width in which the values of a level are counted."""

UNIT: Final = 2.0**40
"""What 1 is as a whole number, when levels are added up."""

_CASUALTY: Final = 2.0**20
_STATUSES: Final = len(STATUSES)
_CLASSES: Final = len(STATUSES) + len(TREATY_STAGES)
_N_LEVELS: Final = len(LEVELS)
_N_INCIDENTS: Final = len(INCIDENTS)


class Cells(NamedTuple):
    """Counts by round and border; the last place along the borders is the region.

    Attributes
    ----------
    bins : array of int32, shape (rounds + 1, borders + 1, levels, bins)
        Runs by value.
    totals, squares : array of int64, shape (rounds + 1, borders + 1, levels)
        Sums over runs of the value over its limit and of its square, in parts of `UNIT`.
    least, most : array, shape (rounds + 1, borders + 1, levels)
        Extreme values.
    classes : array of int64, shape (rounds + 1, borders + 1, statuses + treaty stages)
        Runs by status and by treaty stage; of the region, border-runs.
    incidents : array of int64, shape (rounds + 1, borders + 1, incidents)
        Sums over runs; severity in parts of 2^-20 casualties.
    hit : array of int64, shape (rounds + 1, borders + 1, incidents)
        Runs with at least one.
    """

    bins: Whole
    totals: Whole
    squares: Whole
    least: Floats
    most: Floats
    classes: Whole
    incidents: Whole
    hit: Whole


def add_regions(seen: Floats) -> None:
    """Fill the last place along the borders in every round of some runs.

    Parameters
    ----------
    seen : array, shape (groups, rounds + 1, borders + 1, variables, LANES)
        What was observed.
    """
    rows = in_lanes(seen)
    for group in range(rows.shape[0]):
        for now in range(rows.shape[1]):
            add_region(rows[group, now])


def add_region(seen: Floats) -> None:
    """Fill the last place along the borders: means of levels over borders, sums of the others.

    Parameters
    ----------
    seen : array of lanes, shape (borders + 1, variables)
        What was observed in one round; status and treaty of the region are left at 0 and the share of
        borders whose treaty is in force.
    """
    borders = len(seen) - 1
    region = seen[borders]
    for v in range(STATUS + 2):
        region[v] = 0.0
    for b in range(borders):
        row = seen[b]
        for v in range(STATUS):
            region[v] += row[v]
        region[TREATY] += choose(row[TREATY] >= IN_FORCE, 1.0, 0.0)
    for v in range(_N_LEVELS):
        region[v] /= borders
    region[DELIMITED] /= borders
    region[TREATY] /= borders


def reduce(seen: Floats, failed: Floats, limits: Floats, cells: Cells, outcomes: Floats) -> None:
    """Add runs to the counts and work out their outcomes.

    Parameters
    ----------
    seen : array, shape (groups, rounds + 1, borders + 1, variables, LANES)
        What was observed, with the region.
    failed : array, shape (groups, LANES)
        Round in which a run failed, or -1; a run that failed is not counted.
    limits : array, shape (levels,)
        Largest possible value of each level.
    cells : Cells
        Counts, which are added to.
    outcomes : array, shape (groups, borders + 1, outcomes, LANES)
        Filled; NaN for a run that failed.
    """
    region = seen.shape[2] - 1
    rows, failures, results = in_lanes(seen), in_lanes(failed), in_lanes(outcomes)
    for group in range(seen.shape[0]):
        for b in range(seen.shape[2]):
            _outcomes_of(rows[group, :, b], b == region, results[group, b])
            for k in range(outcomes.shape[2]):
                results[group, b, k] = choose(failures[group] < 0.0, results[group, b, k], np.nan)
    for now in range(seen.shape[1]):
        for b in range(region):
            _count_month(rows[:, now, b], failures, limits, cells, (now, b))
            _count_classes(rows[:, now, b], failures, cells.classes[now, b])
        _count_month(rows[:, now, region], failures, limits, cells, (now, region))
        for kind in range(_CLASSES):
            cells.classes[now, region, kind] = 0
            for b in range(region):
                cells.classes[now, region, kind] += cells.classes[now, b, kind]


def _outcomes_of(seen: Floats, is_region: bool, outcomes: Floats) -> None:  # noqa: FBT001
    """Outcomes of some runs on one border, in the order of `OUTCOMES`."""
    rounds = len(seen) - 1
    final, least = seen[rounds], seen[0, STABILITY]
    for now in range(1, rounds + 1):
        least = min(least, seen[now, STABILITY])
    outcomes[0] = final[STABILITY]
    outcomes[1] = _total(seen, STABILITY) / rounds
    outcomes[2] = least
    outcomes[3] = final[TRUST]
    outcomes[4] = _total(seen, TRUST) / rounds
    outcomes[5] = final[DENSITY]
    outcomes[6] = _total(seen, DENSITY) / rounds
    outcomes[7] = final[TROOPS]
    outcomes[8] = final[CRIME_LOAD]
    outcomes[9] = _total(seen, CRIME_LOAD) / rounds
    outcomes[10] = final[COOPERATION]
    outcomes[11] = final[TRADE]
    outcomes[12] = _total(seen, TRADE) / rounds
    outcomes[13] = final[DELIMITED]
    outcomes[14] = final[TREATY]
    if not is_region:
        outcomes[14] = choose(final[TREATY] >= IN_FORCE, 1.0, 0.0)
    for kind in range(_N_INCIDENTS):
        outcomes[15 + kind] = _total(seen, MISUNDERSTANDINGS + kind)


def _total(seen: Floats, variable: int) -> float:
    """Sum of a variable over all rounds but the opening."""
    total = 0.0
    for now in range(1, len(seen)):
        total += seen[now, variable]
    return total


def _count_month(
    seen: Floats, failed: Floats, limits: Floats, cells: Cells, place: tuple[int, int]
) -> None:
    """Add one round and border of all runs to the counts."""
    now, b = place
    for level in range(_N_LEVELS):
        _count_level(seen[:, level], failed, limits[level], cells, (now, b, level))
    for kind in range(_N_INCIDENTS):
        scale = _CASUALTY if MISUNDERSTANDINGS + kind == SEVERITY else 1.0
        total, hit = whole(0.0 * failed[0]), 0.0
        for group in range(len(seen)):
            number = choose(failed[group] < 0.0, seen[group, MISUNDERSTANDINGS + kind], 0.0)
            total += whole(number * scale + 0.5)
            hit += choose(number > 0.0, 1.0, 0.0)
        cells.incidents[now, b, kind] += _sum_of(total)
        cells.hit[now, b, kind] += _sum_of(whole(hit))


def _count_classes(seen: Floats, failed: Floats, classes: Whole) -> None:
    """Add the status and the treaty of one round and border of all runs to the counts."""
    for kind in range(_CLASSES):
        variable = STATUS if kind < _STATUSES else TREATY
        number = kind if kind < _STATUSES else kind - _STATUSES
        runs = 0.0
        for group in range(len(seen)):
            belongs = (failed[group] < 0.0) & (seen[group, variable] == number)
            runs += choose(belongs, 1.0, 0.0)
        classes[kind] += _sum_of(whole(runs))


def _count_level(
    values: Floats, failed: Floats, limit: float, cells: Cells, place: tuple[int, int, int]
) -> None:
    """Add one level in one round and border of all runs to the counts."""
    least, most = cells.least[place] + 0.0 * failed[0], cells.most[place] + 0.0 * failed[0]
    total = squares = whole(0.0 * failed[0])
    bins = cells.bins[place]
    for group in range(len(values)):
        value, counts = values[group], failed[group] < 0.0
        part = choose(counts, value / limit, 0.0)
        number, one = whole(max(0.0, min(BINS - 1.0, part * BINS))), whole(choose(counts, 1.0, 0.0))
        for lane in range(LANES):
            bins[lane_of(number, lane)] += lane_of(one, lane)
        total += whole(part * UNIT + 0.5)
        squares += whole(part * part * UNIT + 0.5)
        least = choose(counts, min(least, value), least)
        most = choose(counts, max(most, value), most)
    cells.totals[place] += _sum_of(total)
    cells.squares[place] += _sum_of(squares)
    for lane in range(LANES):
        cells.least[place] = min(cells.least[place], lane_of(least, lane))
        cells.most[place] = max(cells.most[place], lane_of(most, lane))


def _sum_of(row: Whole) -> int:
    """Sum of the whole numbers of a row."""
    total = 0
    for lane in range(LANES):
        total += lane_of(row, lane)
    return total
