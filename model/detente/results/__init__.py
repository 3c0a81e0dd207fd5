"""Results: one run as a folder of tables that any program can read.

`write_run` leaves a manifest, the scenario, Parquet tables and their dictionary; `open_run` reads them
back. Nothing in the folder depends on when, where or by which command it was written: the same run gives
the same bytes with the same versions. Pictures are made from it elsewhere.
"""

from detente.results.columns import COLUMNS, TABLES, Column
from detente.results.manifest import Manifest, RunKey
from detente.results.reading import Run, open_run
from detente.results.writing import check_folder, write_run

__all__ = [
    "COLUMNS",
    "TABLES",
    "Column",
    "Manifest",
    "Run",
    "RunKey",
    "check_folder",
    "open_run",
    "write_run",
]
