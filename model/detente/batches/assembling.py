"""Assembling: the parts of a batch become its tables, point by point, in flat memory.

Counts are whole numbers and are added in the order of the plan, outcomes and runs are joined in the
order of replicates: when, where and in which order the parts were done leaves no trace.
"""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

import pyarrow as pa
import pyarrow.parquet as pq

from detente.batches.manifest import Manifest, PlannedPoint
from detente.batches.parts import Receipt, outcomes_of, tally_of
from detente.batches.plan import Part
from detente.batches.tables import COMPRESSION, RUNS, plain_table
from detente.ensemble import incident_table, share_table, summary_table
from detente.scenario import Scenario
from detente.world import world_of

__all__ = ["Done", "TableFile", "outcome_tables", "point_table", "reduced_tables", "run_tables"]

_ROWS_AT_ONCE: Final = 100_000


class Done(NamedTuple):
    """A part that is done, with its receipt."""

    part: Part
    receipt: Receipt


class TableFile:
    """A Parquet file that is written piece by piece, in row groups that depend on the rows alone.

    Parameters
    ----------
    path : Path
        Where to.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._writer: Any = None
        self._waiting: list[pa.Table] = []
        self._rows = 0

    def add(self, rows: pa.Table) -> None:
        """Add rows; they are written once there are enough of them."""
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._path, rows.schema, compression=COMPRESSION)
        self._waiting.append(rows)
        self._rows += rows.num_rows
        if self._rows >= _ROWS_AT_ONCE:
            self.flush()

    def flush(self) -> None:
        """Write the rows that wait as one group."""
        if self._waiting:
            rows = pa.concat_tables(self._waiting).combine_chunks()
            self._writer.write_table(rows, row_group_size=max(1, rows.num_rows))
            self._waiting, self._rows = [], 0

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Write what is left and close the file."""
        try:
            if kind is None:
                self.flush()
        finally:
            if self._writer is not None:
                self._writer.close()


def point_table(manifest: Manifest) -> pa.Table:
    """Table of the points, with a column for each swept path."""
    points = manifest.points
    columns: dict[str, pa.Array] = {
        name: pa.array([getattr(point, name) for point in points], pa.string())
        for name in ("point", "scenario", "base", "digest")
    }
    for path in dict.fromkeys(path for point in points for path in point.values):
        columns[path] = _values([point.values.get(path) for point in points])
    return pa.table(columns)


def _values(values: Sequence[object]) -> pa.Array:
    """Column of swept values: numbers where all are, otherwise text."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return pa.array(values, pa.float64())
    return pa.array(["none" if value is None else str(value) for value in values], pa.string())


def run_tables(point: PlannedPoint, seed: int, parts: Sequence[Done]) -> Iterator[pa.Table]:
    """Tables of the runs of one point, a row each.

    Parameters
    ----------
    point : PlannedPoint
        The point.
    seed : int
        Seed of the batch.
    parts : sequence of Done
        Its parts, in the order of replicates.

    Yields
    ------
    Table
        Columns of `RUNS`; ``round`` is the last that was done, or in which the run failed.
    """
    for part, receipt in parts:
        failures = {failure.replicate: failure for failure in receipt.failures}
        rows = [
            (failure.round, failure.stage, failure.message, "failed")
            if (failure := failures.get(replicate)) is not None
            else (point.rounds, None, None, "done")
            for replicate in range(part.first, part.first + part.size)
        ]
        rounds, stages, messages, statuses = zip(*rows, strict=True)
        yield pa.table(
            {
                "point": pa.repeat(part.point, part.size),
                "digest": pa.repeat(point.digest, part.size),
                "seed": pa.repeat(seed, part.size),
                "replicate": range(part.first, part.first + part.size),
                "status": statuses,
                "round": rounds,
                "stage": stages,
                "message": messages,
            },
            schema=RUNS,
        )


def outcome_tables(folder: Path, parts: Sequence[Done]) -> Iterator[pa.Table]:
    """Tables of the outcomes of the runs of one point."""
    for part, _ in parts:
        yield outcomes_of(folder, part)


def reduced_tables(
    folder: Path, scenario: Scenario, point: str, parts: Sequence[Done]
) -> Mapping[str, pa.Table]:
    """Tables in which all runs of one point are added up.

    Parameters
    ----------
    folder : Path
        Folder of the batch.
    scenario : Scenario
        What was run.
    point : str
        Name of the point.
    parts : sequence of Done
        Its parts.

    Returns
    -------
    mapping of str to Table
        Tables summary, shares and incidents; empty ones where no run was finished.
    """
    world = world_of(scenario)
    tally = tally_of(folder, (part for part, _ in parts), world)
    tables = {
        "summary": summary_table(tally, world),
        "shares": share_table(tally, world),
        "incidents": incident_table(tally, world),
    }
    if tally.runs == 0:
        tables = {name: table.iloc[:0] for name, table in tables.items()}
    return {name: plain_table(table, point) for name, table in tables.items()}
