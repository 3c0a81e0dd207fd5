"""Reading a run folder: only one that is whole, as its manifest says, is opened."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
import pyarrow.parquet as pq

from detente.errors import DetenteError
from detente.results.manifest import (
    README,
    SCENARIO,
    Manifest,
    checksum,
    read_manifest,
    table_file,
)
from detente.results.writing import VIEW_OF_TABLE
from detente.scenario import Scenario, from_mapping
from detente.scenario.reading import read_text
from detente.scenario.tree import Findings, plain

__all__ = ["Run", "open_run"]

_TABLE_OF_VIEW: Final = {view: table for table, view in VIEW_OF_TABLE.items()}


@dataclass(frozen=True)
class Run:
    """A run in a folder.

    Attributes
    ----------
    folder : Path
        The folder.
    manifest : Manifest
        What was run.
    """

    folder: Path
    manifest: Manifest

    def trajectories(self, by: str = "border") -> pd.DataFrame:
        """Table of the run, from round 0, the state at the start.

        Parameters
        ----------
        by : {"border", "region", "side", "state", "power", "post"}
            What a row stands for, beside its round.

        Returns
        -------
        DataFrame
            As `BorderModel.trajectories` gives it.

        Raises
        ------
        DetenteError
            For an unknown view.
        """
        if by not in _TABLE_OF_VIEW:
            raise DetenteError(f"by: found {by!r}; allowed are {', '.join(_TABLE_OF_VIEW)}")
        return self._table(_TABLE_OF_VIEW[by])

    def events(self) -> pd.DataFrame:
        """Table of everything that happened, one row each."""
        return self._table("events")

    def ledger(self) -> pd.DataFrame:
        """Table of the contributions to every change of trust and troops."""
        return self._table("ledger")

    def scenario(self) -> Scenario:
        """The scenario that was run."""
        path = self.folder / SCENARIO
        tree = read_text(path.read_text(encoding="utf-8"), str(path), Findings())
        data = {key: plain(child) for key, child in tree.children.items()}
        return from_mapping(data, str(path))

    def _table(self, name: str) -> pd.DataFrame:
        """Read one table."""
        table: pd.DataFrame = pq.read_table(self.folder / table_file(name)).to_pandas()
        return table


def open_run(folder: str | os.PathLike[str]) -> Run:
    """Open the folder of a run.

    Parameters
    ----------
    folder : str or path
        A folder that `write_run` wrote.

    Returns
    -------
    Run
        The run; its tables are read when they are asked for.

    Raises
    ------
    DetenteError
        For a folder that is not there or is not that of a run, and where a file is missing or differs
        from what the run wrote.
    """
    path = Path(folder)
    if not path.is_dir():
        what = "is a file" if path.exists() else "does not exist"
        raise DetenteError(
            f"{path} {what}; give the folder of a run (detente run ... --out FOLDER)"
        )
    manifest = read_manifest(path)
    for name, expected in manifest.files.items():
        if name == README:  # for people, who may write in it
            continue
        try:
            found = checksum(path / name)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise DetenteError(
                f"{path / name} cannot be read: {reason}; do the run again"
            ) from None
        if found != expected:
            raise DetenteError(
                f"{path / name} is damaged, or was changed after the run; do the run again (--force)"
            )
    return Run(path, manifest)
