"""The status of a batch: what is done, what is left, what failed, and whether anybody is at work."""

import os
from pathlib import Path
from typing import NamedTuple

from detente.batches.folder import is_worked_on
from detente.batches.manifest import Manifest
from detente.batches.parts import read_receipt
from detente.batches.reading import open_batch

__all__ = ["FailureStatus", "PointStatus", "Status", "status_of"]


class PointStatus(NamedTuple):
    """How far one point is, in runs; failed ones are done as well."""

    point: str
    planned: int
    done: int
    failed: int

    @property
    def left(self) -> int:
        """Runs that are still to be done."""
        return self.planned - self.done


class FailureStatus(NamedTuple):
    """A run that failed."""

    point: str
    replicate: int
    round: int
    stage: str
    message: str


class Status(NamedTuple):
    """How far a batch is.

    Attributes
    ----------
    folder : Path
        Its folder.
    manifest : Manifest
        What was asked for.
    is_worked_on : bool
        Whether a process is working on it at this moment.
    points : list of PointStatus
        Every point.
    failures : list of FailureStatus
        Runs that failed, in the order of points and replicates.
    """

    folder: Path
    manifest: Manifest
    is_worked_on: bool
    points: list[PointStatus]
    failures: list[FailureStatus]


def status_of(folder: str | os.PathLike[str]) -> Status:
    """Find out how far a batch is.

    Parameters
    ----------
    folder : str or path
        Folder of a batch.

    Returns
    -------
    Status
        By the receipts of its parts; their files are not read.

    Raises
    ------
    DetenteError
        As `open_batch`.
    """
    batch = open_batch(folder)
    manifest = batch.manifest
    planned = {point.point: point for point in manifest.points}
    done = dict.fromkeys(planned, 0)
    failures: dict[str, list[FailureStatus]] = {name: [] for name in planned}
    for part in manifest.parts():
        receipt = read_receipt(
            batch.folder, part, planned[part.point], manifest.seed, is_checked=False
        )
        if receipt is not None:
            done[part.point] += part.size
            failures[part.point] += [
                FailureStatus(part.point, each.replicate, each.round, each.stage, each.message)
                for each in receipt.failures
            ]
    points = [
        PointStatus(name, manifest.replicates, done[name], len(failures[name])) for name in planned
    ]
    told = [failure for own in failures.values() for failure in own]
    return Status(batch.folder, manifest, is_worked_on(batch.folder), points, told)
