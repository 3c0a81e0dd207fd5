"""Counts of many runs, exact and in flat memory: however runs are grouped, they add up to the same bits.

Levels are counted in bins of equal width and added up as whole numbers, so that adding tallies is
associative. Quantiles are read off the bins (to a fraction of one bin in 256), means to 1e-12 of the
range of the level, least and most are exact.
"""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detente.ensemble.reduction import BINS, Cells
from detente.ensemble.variables import INCIDENTS, LEVELS
from detente.measures import STATUSES
from detente.world import TREATY_STAGES, World

__all__ = ["CLASSES", "REGION", "Tally"]

REGION: Final = "all"
"""Name of the region where a border is expected, as in a scenario's timeline."""

CLASSES: Final = tuple(
    [("status", name) for name in STATUSES] + [("treaty", name) for name in TREATY_STAGES]
)
"""What borders are counted by."""


@dataclass(frozen=True)
class Tally:
    """Counts of the runs of one scenario.

    Attributes
    ----------
    borders : tuple of str
        Names; the region comes after them.
    limits : array, shape (levels,)
        Largest possible value of each level of `LEVELS`.
    cells : Cells
        The counts.
    """

    borders: tuple[str, ...]
    limits: NDArray[np.float64]
    cells: Cells

    @classmethod
    def of(cls, world: World) -> "Tally":
        """Make a tally of no runs."""
        capacity = world.theory.garrison_capacity
        limits = np.array([capacity if name == "density" else 1.0 for name in LEVELS])
        place = (world.rounds + 1, len(world.borders) + 1)
        levels = (*place, len(LEVELS))
        cells = Cells(
            bins=np.zeros((*levels, BINS), np.int32),
            totals=np.zeros(levels, np.int64),
            squares=np.zeros(levels, np.int64),
            least=np.full(levels, np.inf),
            most=np.full(levels, -np.inf),
            classes=np.zeros((*place, len(CLASSES)), np.int64),
            incidents=np.zeros((*place, len(INCIDENTS)), np.int64),
            hit=np.zeros((*place, len(INCIDENTS)), np.int64),
        )
        return cls(world.borders, limits, cells)

    @property
    def runs(self) -> int:
        """Number of runs that were counted."""
        return int(self.cells.bins[0, 0, 0].sum())

    def add(self, other: "Tally") -> None:
        """Add the counts of other runs of the same scenario."""
        mine, theirs = self.cells, other.cells
        np.minimum(mine.least, theirs.least, out=mine.least)
        np.maximum(mine.most, theirs.most, out=mine.most)
        for name in ("bins", "totals", "squares", "classes", "incidents", "hit"):
            counts = getattr(mine, name)
            counts += getattr(theirs, name)

    # As tables

    def counts(self) -> pd.DataFrame:
        """Table of the bins that are not empty: round, border, variable, bin, count."""
        now, b, level, place = np.nonzero(self.cells.bins)
        return self._table(now, b, level, LEVELS).assign(
            bin=place.astype(np.int16), count=self.cells.bins[now, b, level, place]
        )

    def sums(self) -> pd.DataFrame:
        """Table of the sums and extremes of levels, and of the counts of classes and incidents.

        Returns
        -------
        DataFrame
            Columns round, border, variable (a level, ``status.reduced`` and the like, or a kind of
            incident), total, squares (of an incident: the runs with at least one), least and most
            (NaN but for levels).
        """
        cells = self.cells
        names = [".".join(pair) for pair in CLASSES]
        parts = [
            self._dense(LEVELS, cells.totals, cells.squares, cells.least, cells.most),
            self._dense(names, cells.classes, np.zeros_like(cells.classes), None, None),
            self._dense(INCIDENTS, cells.incidents, cells.hit, None, None),
        ]
        table = pd.concat(parts, ignore_index=True)
        for column in ("border", "variable"):
            table[column] = table[column].astype("category")
        return table

    @classmethod
    def from_tables(cls, world: World, counts: pd.DataFrame, sums: pd.DataFrame) -> "Tally":
        """Make the tally again whose `counts` and `sums` these are.

        Parameters
        ----------
        world : World
            The world that was run.
        counts, sums : DataFrame
            Tables of a tally.

        Returns
        -------
        Tally
            Equal to the bit.
        """
        tally = cls.of(world)
        places = {name: b for b, name in enumerate((*world.borders, REGION))}
        index = (
            counts["round"].to_numpy(np.intp),
            _numbers(counts["border"], places),
            _numbers(counts["variable"], {name: v for v, name in enumerate(LEVELS)}),
            counts["bin"].to_numpy(np.intp),
        )
        tally.cells.bins[index] = counts["count"].to_numpy()
        cells, start = tally.cells, 0
        blocks: list[tuple[tuple[NDArray[Any], ...], int]] = [
            ((cells.totals, cells.squares, cells.least, cells.most), len(LEVELS)),
            ((cells.classes,), len(CLASSES)),
            ((cells.incidents, cells.hit), len(INCIDENTS)),
        ]
        columns = ("total", "squares", "least", "most")
        for arrays, width in blocks:
            rows = cells.totals.shape[0] * cells.totals.shape[1] * width
            for array, column in zip(arrays, columns, strict=False):
                part = sums[column].iloc[start : start + rows].to_numpy(array.dtype)
                array[...] = part.reshape(array.shape)
            start += rows
        return tally

    def _table(
        self, now: NDArray[Any], b: NDArray[Any], v: NDArray[Any], names: tuple[str, ...]
    ) -> pd.DataFrame:
        """Rows with their round, border and variable in words."""
        borders = pd.Categorical.from_codes(b, pd.Index([*self.borders, REGION]))
        variables = pd.Categorical.from_codes(v, pd.Index(names))
        return pd.DataFrame(
            {"round": now.astype(np.int32), "border": borders, "variable": variables}
        )

    def _dense(
        self,
        names: Any,
        total: NDArray[Any],
        squares: NDArray[Any],
        least: NDArray[Any] | None,
        most: NDArray[Any] | None,
    ) -> pd.DataFrame:
        """Rows for every round, border and name."""
        now, b, v = (index.ravel() for index in np.indices(total.shape))
        table = self._table(now, b, v, tuple(names))
        for column in ("border", "variable"):
            table[column] = table[column].astype(str)
        nothing = np.full(total.size, np.nan)
        return table.assign(
            total=total.ravel(),
            squares=squares.ravel(),
            least=nothing if least is None else least.ravel(),
            most=nothing if most is None else most.ravel(),
        )


def _numbers(column: "pd.Series[Any]", places: dict[str, int]) -> NDArray[Any]:
    """Numbers of the names in a column."""
    named = column.astype("category").cat
    numbers = np.array([places[name] for name in named.categories], dtype=np.intp)
    return numbers[named.codes.to_numpy()]
