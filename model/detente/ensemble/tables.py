"""Tables of an ensemble: outcomes by run, quantiles and moments, shares of classes, incidents."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detente.ensemble.reduction import BINS, OUTCOMES, UNIT
from detente.ensemble.tally import CLASSES, REGION, Tally
from detente.ensemble.variables import INCIDENTS, LEVELS, VARIABLES
from detente.measures import STATUSES
from detente.world import TREATY_STAGES, World

__all__ = [
    "QUANTILES",
    "incident_table",
    "outcome_table",
    "share_table",
    "summary_table",
    "trajectory_table",
]

QUANTILES: Final[dict[str, float]] = {
    "q05": 0.05,
    "q25": 0.25,
    "q50": 0.5,
    "q75": 0.75,
    "q95": 0.95,
}
"""Quantiles of a summary by the name of their column."""

_CASUALTY: Final = 2.0**-20
Floats = NDArray[np.float64]


def outcome_table(outcomes: Floats, first: int, world: World) -> pd.DataFrame:
    """Outcomes of some runs, a row for each run and border.

    Parameters
    ----------
    outcomes : array, shape (runs, borders + 1, outcomes)
        As a `Chunk` holds them; the last border is the region.
    first : int
        Number of the first replicate.
    world : World
        The world that was run.

    Returns
    -------
    DataFrame
        Columns replicate, border and those of `OUTCOMES`; failed runs are left out.
    """
    runs, places, _ = outcomes.shape
    keys = {
        "replicate": np.repeat(np.arange(first, first + runs), places),
        "border": _names([*world.borders, REGION], 1, runs),
    }
    numbers = outcomes.reshape(-1, len(OUTCOMES))
    table = pd.DataFrame(keys).join(pd.DataFrame(numbers, columns=list(OUTCOMES)))
    return table[~np.isnan(numbers[:, 0])].reset_index(drop=True)


def summary_table(tally: Tally, world: World) -> pd.DataFrame:
    """Quantiles and moments of every level, by round and border.

    Parameters
    ----------
    tally : Tally
        Counts of some runs.
    world : World
        The world that was run.

    Returns
    -------
    DataFrame
        Columns round, date, border, variable, mean, sd, least, q05, q25, q50, q75, q95, most. Empty
        without a run.
    """
    cells, runs = tally.cells, tally.runs
    if runs == 0:
        return _keys(world, LEVELS, "variable").iloc[:0].assign(**dict.fromkeys(_SUMMARY, 0.0))
    part = cells.totals / UNIT / runs
    spread = np.maximum(0.0, cells.squares / UNIT / runs - part * part)
    spread[cells.least == cells.most] = 0.0
    deviation = np.sqrt(spread * (runs / max(1, runs - 1)))
    numbers: dict[str, Floats] = {
        "mean": np.clip(part * tally.limits, cells.least, cells.most),
        "sd": deviation * tally.limits,
        "least": cells.least,
        **_quantiles(tally),
        "most": cells.most,
    }
    columns = {name: values.ravel() for name, values in numbers.items()}
    return _keys(world, LEVELS, "variable").assign(**columns)


_SUMMARY: Final = ("mean", "sd", "least", *QUANTILES, "most")


def _quantiles(tally: Tally) -> dict[str, Floats]:
    """Quantiles of every level, border and round, read off the bins."""
    cells = tally.cells
    upto = np.cumsum(cells.bins, axis=-1, dtype=np.int32)
    found: dict[str, Floats] = {}
    for name, level in QUANTILES.items():
        target = level * tally.runs
        place = (upto < target).sum(axis=-1)[..., None]
        here = np.take_along_axis(cells.bins, place, axis=-1)[..., 0]
        below = np.take_along_axis(upto, place, axis=-1)[..., 0] - here
        inside = (target - below) / np.maximum(1, here)
        value = (place[..., 0] + inside) / BINS * tally.limits
        found[name] = np.clip(value, cells.least, cells.most)
    return found


def share_table(tally: Tally, world: World) -> pd.DataFrame:
    """Shares of runs by status and by stage of the treaty, by round and border.

    Parameters
    ----------
    tally, world
        As for `summary_table`.

    Returns
    -------
    DataFrame
        Columns round, date, border, kind (``status`` or ``treaty``), name, share. For the region, the
        share of all its borders in all runs.
    """
    table = _keys(world, tuple(name for _, name in CLASSES), "name")
    counted = np.ones(len(world.borders) + 1) * tally.runs
    counted[-1] *= len(world.borders)
    kinds = [kind for kind, _ in CLASSES]
    table.insert(3, "kind", pd.Series(_names(kinds, 1, len(table) // len(kinds))))
    with np.errstate(invalid="ignore"):
        share = tally.cells.classes / counted[None, :, None]
    return table.assign(share=share.ravel())


def incident_table(tally: Tally, world: World) -> pd.DataFrame:
    """What happens in a month: mean number and share of runs, by round and border.

    Parameters
    ----------
    tally, world
        As for `summary_table`.

    Returns
    -------
    DataFrame
        Columns round, date, border, kind, mean (number per run; casualties for severity) and any
        (share of runs with at least one).
    """
    unit = np.array([_CASUALTY if kind == "severity" else 1.0 for kind in INCIDENTS])
    with np.errstate(invalid="ignore"):
        mean = tally.cells.incidents * unit / np.float64(tally.runs)
        hit = tally.cells.hit / np.float64(tally.runs)
    return _keys(world, INCIDENTS, "kind").assign(mean=mean.ravel(), any=hit.ravel())


def trajectory_table(trajectories: Floats, first: int, world: World) -> pd.DataFrame:
    """Trajectories of some runs, a row for each run, round and border.

    Parameters
    ----------
    trajectories : array, shape (runs, rounds + 1, borders, variables)
        As a `Chunk` holds them.
    first : int
        Number of the first replicate.
    world : World
        The world that was run.

    Returns
    -------
    DataFrame
        Columns replicate, round, date, border and those of `VARIABLES`, with status and treaty in
        words; failed runs are left out.
    """
    runs, rounds, borders, _ = trajectories.shape
    numbers = trajectories.reshape(-1, len(VARIABLES))
    keys = {
        "replicate": np.repeat(np.arange(first, first + runs), rounds * borders),
        "round": np.tile(np.repeat(np.arange(rounds, dtype=np.int32), borders), runs),
        "date": np.tile(np.repeat(_months(world), borders), runs),
        "border": _names(world.borders, 1, runs * rounds),
    }
    table = pd.DataFrame(keys).join(pd.DataFrame(numbers, columns=list(VARIABLES)))
    table = table[~np.isnan(numbers[:, 0])].reset_index(drop=True)
    for column, words in (("status", STATUSES), ("treaty", TREATY_STAGES)):
        codes = table[column].to_numpy(int)
        table[column] = pd.Categorical.from_codes(codes, pd.Index(words))
    return table


def _keys(world: World, names: Sequence[str], column: str) -> pd.DataFrame:
    """Rows for every round, border (with the region) and name."""
    places = [*world.borders, REGION]
    rounds, each = world.rounds + 1, len(places) * len(names)
    return pd.DataFrame(
        {
            "round": np.repeat(np.arange(rounds, dtype=np.int32), each),
            "date": np.repeat(_months(world), each),
            "border": _names(places, len(names), rounds),
            column: _names(names, 1, rounds * len(places)),
        }
    )


def _names(names: Sequence[str], each: int, times: int) -> "pd.Categorical[Any]":
    """Repeat every name ``each`` times, and the whole ``times`` times."""
    categories = list(dict.fromkeys(names))
    codes = np.array([categories.index(name) for name in names])
    return pd.Categorical.from_codes(np.tile(np.repeat(codes, each), times), pd.Index(categories))


def _months(world: World) -> NDArray[np.datetime64]:
    """Month at whose end each round is recorded; round 0 is the month before the start."""
    first = pd.Period(str(world.scenario.start), freq="M") - 1
    months = pd.period_range(first, periods=world.rounds + 1, freq="M").to_timestamp()
    return months.to_numpy("datetime64[us]")
