"""Reading a batch: its tables, finished or as far as it has come.

A finished batch is opened if its tables are as its manifest says. Of an unfinished one the parts that
are whole are put together in memory.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from detente.batches.assembling import (
    Done,
    outcome_tables,
    point_table,
    reduced_tables,
    run_tables,
)
from detente.batches.columns import column_of
from detente.batches.manifest import Manifest, read_manifest
from detente.batches.parts import PARTS, TRAJECTORIES, file_of, read_receipt
from detente.batches.precision import interval_of
from detente.batches.resuming import stored_scenario
from detente.batches.tables import frame_of
from detente.ensemble import OUTCOMES, REGION
from detente.errors import DetenteError
from detente.results.manifest import README, checksum, table_file
from detente.scenario import Scenario
from detente.scenario.names import unknown

if TYPE_CHECKING:
    import xarray as xr

__all__ = ["Batch", "open_batch"]

_KEYS: Final = {
    "outcomes": ["point", "replicate", "border"],
    "summary": ["point", "round", "border", "variable"],
}


@dataclass(frozen=True)
class Batch:
    """A batch in a folder.

    Attributes
    ----------
    folder : Path
        The folder.
    manifest : Manifest
        What was asked for, and how far it is.
    """

    folder: Path
    manifest: Manifest

    @property
    def is_finished(self) -> bool:
        """Whether all runs are done and all tables are written."""
        return self.manifest.is_finished

    @cached_property
    def _done(self) -> dict[str, list[Done]]:
        """Parts that are whole, by point, in the order of replicates."""
        points = {point.point: point for point in self.manifest.points}
        found: dict[str, list[Done]] = {name: [] for name in points}
        for part in self.manifest.parts():
            receipt = read_receipt(
                self.folder, part, points[part.point], self.manifest.seed, is_checked=True
            )
            if receipt is not None:
                found[part.point].append(Done(part, receipt))
        return found

    # Tables

    def points(self) -> pd.DataFrame:
        """Table of the points: scenario, digest, and the values of swept paths."""
        return frame_of(point_table(self.manifest))

    def runs(self) -> pd.DataFrame:
        """Table of the runs, with the stage and the message of those that failed."""
        return self._table("runs")

    def outcomes(self) -> pd.DataFrame:
        """Table of what each run came to, by border and for the region (border ``all``)."""
        return self._table("outcomes")

    def summary(self) -> pd.DataFrame:
        """Table of quantiles and moments over runs, by round and border."""
        return self._table("summary")

    def shares(self) -> pd.DataFrame:
        """Table of the shares of runs by status and stage of the treaty, by round and border."""
        return self._table("shares")

    def incidents(self) -> pd.DataFrame:
        """Table of mean numbers of incidents, and of shares of runs with any, by round and border."""
        return self._table("incidents")

    def trajectories(self, point: str | None = None) -> pd.DataFrame:
        """Every variable of every run by round and border, where they were kept.

        Parameters
        ----------
        point : str, optional
            Only this point; all of them may not fit into memory.

        Returns
        -------
        DataFrame
            Columns point, replicate, round, date, border, and the variables.

        Raises
        ------
        DetenteError
            Where they were not kept, and for an unknown point.
        """
        if self.manifest.keep != TRAJECTORIES:
            raise DetenteError(
                f"{self.folder} keeps no trajectories; do the batch with --keep trajectories"
            )
        points = [each.point for each in self.manifest.points]
        if point is not None and point not in points:
            raise DetenteError(unknown("point", point, points))
        return _joined(
            pq.read_table(self.folder / file_of(done.part, TRAJECTORIES))
            for name in (points if point is None else [point])
            for done in self._done[name]
        )

    def scenario(self, point: str) -> Scenario:
        """Scenario of a point, as it was run.

        Raises
        ------
        DetenteError
            For an unknown point, and where its file was changed.
        """
        digests = {each.point: each.digest for each in self.manifest.points}
        if point not in digests:
            raise DetenteError(unknown("point", point, digests))
        return stored_scenario(self.folder, point, digests[point])

    def means(self, outcomes: Iterable[str] = OUTCOMES, border: str = REGION) -> pd.DataFrame:
        """Means of outcomes over runs, and how well the runs fix them.

        Parameters
        ----------
        outcomes : iterable of str, optional
            Some of `detente.ensemble.OUTCOMES`; by default all.
        border : str, default "all"
            Border; by default the region.

        Returns
        -------
        DataFrame
            Columns point, outcome, runs, mean, sd, and half_width of the 95 % interval of the mean
            (infinite for fewer than two runs).
        """
        names = list(outcomes)
        for name in names:
            if name not in OUTCOMES:
                raise DetenteError(unknown("outcome", name, OUTCOMES))
        found: dict[str, list[pa.Table]] = {point.point: [] for point in self.manifest.points}
        for piece in self._outcome_pieces(["point", "border", *names]):
            if piece.num_rows:
                own = piece.filter(pc.field("border") == border).select(names)
                found[piece["point"][0].as_py()].append(own)
        rows = []
        for point, pieces in found.items():
            for name in names:
                values = (value for piece in pieces for value in piece[name].to_numpy())
                rows.append((point, name, *interval_of(values)))
        columns = ["point", "outcome", "runs", "mean", "sd", "half_width"]
        return pd.DataFrame(rows, columns=columns)

    def to_xarray(self, table: str = "outcomes") -> "xr.Dataset":
        """Outcomes or summary as arrays with named dimensions.

        Parameters
        ----------
        table : {"outcomes", "summary"}
            ``outcomes`` has the dimensions point, replicate and border, ``summary`` point, round,
            border and variable. Failed runs, and borders or rounds that a point lacks, are NaN.

        Returns
        -------
        xarray.Dataset
            With the values of swept paths along ``point``, and units and meanings as attributes.

        Raises
        ------
        DetenteError
            Where xarray is not installed, and for another table.
        """
        if table not in _KEYS:
            raise DetenteError(unknown("table", table, _KEYS))
        try:
            import xarray  # noqa: F401, PLC0415 - an extra that few need
        except ImportError:
            raise DetenteError(
                'to_xarray needs xarray, which is not installed: pip install "detente[xarray]"'
            ) from None
        rows = self._table(table).drop(columns="date", errors="ignore")
        keys = _KEYS[table]
        order: dict[str, Any] = {key: rows[key].unique() for key in keys}
        dataset: xr.Dataset = rows.set_index(keys).to_xarray().reindex(order)
        for name, values in dataset.data_vars.items():
            unit, meaning = column_of(table, str(name))
            values.attrs.update(units=unit, long_name=meaning)
        swept = self.points().set_index("point").loc[order["point"]].iloc[:, 3:]
        return dataset.assign_coords({path: ("point", swept[path].array) for path in swept})

    def _table(self, name: str) -> pd.DataFrame:
        """Read a table, or put it together from parts."""
        if self.is_finished:
            return frame_of(pq.read_table(self.folder / table_file(name)))
        return _joined(rows for point in self._done for rows in self._pieces(name, point))

    def _outcome_pieces(self, columns: list[str]) -> Iterator[pa.Table]:
        """Outcomes piece by piece, each of one point."""
        if not self.is_finished:
            for parts in self._done.values():
                for rows in outcome_tables(self.folder, parts):
                    yield rows.select(columns)
            return
        with pq.ParquetFile(self.folder / table_file("outcomes")) as file:
            for group in range(file.num_row_groups):
                yield file.read_row_group(group, columns=columns)

    def _pieces(self, name: str, point: str) -> Iterable[pa.Table]:
        """Pieces of a table of an unfinished batch."""
        parts = self._done[point]
        if name == "runs":
            planned = next(each for each in self.manifest.points if each.point == point)
            return run_tables(planned, self.manifest.seed, parts)
        if name == "outcomes":
            return outcome_tables(self.folder, parts)
        return [reduced_tables(self.folder, self.scenario(point), point, parts)[name]]


def _joined(pieces: Iterable[pa.Table]) -> pd.DataFrame:
    """Join the pieces of a table."""
    tables = list(pieces)
    if not tables:
        raise DetenteError("no part of the batch is done yet; go on with detente batch --resume")
    return frame_of(pa.concat_tables(tables))


def open_batch(folder: str | os.PathLike[str]) -> Batch:
    """Open the folder of a batch.

    Parameters
    ----------
    folder : str or path
        A folder that `batch` or the command wrote; the batch need not be finished.

    Returns
    -------
    Batch
        The batch; its tables are read when they are asked for.

    Raises
    ------
    DetenteError
        For a folder that is not there or is not that of a batch, and where a table of a finished
        batch is missing or was changed.
    """
    path = Path(folder)
    if not path.is_dir():
        what = "is a file" if path.exists() else "does not exist"
        raise DetenteError(
            f"{path} {what}; give the folder of a batch (detente batch --out FOLDER)"
        )
    manifest = read_manifest(path)
    for name, expected in manifest.files.items():
        if name == README or name.startswith((f"{PARTS}/", f"{TRAJECTORIES}/")):
            continue
        try:
            found = checksum(path / name)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise DetenteError(f"{path / name} cannot be read: {reason}; {_mend(path)}") from None
        if found != expected:
            raise DetenteError(
                f"{path / name} is damaged, or was changed after the batch; {_mend(path)}"
            )
    return Batch(path, manifest)


def _mend(folder: Path) -> str:
    """Say how a damaged batch is mended."""
    return f"detente batch --resume --out {folder} makes it anew"
