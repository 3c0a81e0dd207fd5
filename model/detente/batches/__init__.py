"""Batches: scenarios run thousands of times, with results in a folder that any program can read.

`batch` plans, executes, stores and resumes; `open_batch` reads. A plan is cut into parts, which cores
or a cluster fill and this process writes; a batch that was killed goes on where it was, to the same
bytes.
"""

from detente.batches.executing import Progress, batch
from detente.batches.manifest import Manifest
from detente.batches.precision import Interval, Reached, Until, interval_of
from detente.batches.reading import Batch, open_batch
from detente.batches.status import PointStatus, Status, status_of
from detente.batches.sweeps import Point, points_of, read_sweeps

__all__ = [
    "Batch",
    "Interval",
    "Manifest",
    "Point",
    "PointStatus",
    "Progress",
    "Reached",
    "Status",
    "Until",
    "batch",
    "interval_of",
    "open_batch",
    "points_of",
    "read_sweeps",
    "status_of",
]
