"""The store: one folder for one batch, from its first file to its last.

The manifest is written first, then the scenarios, the parts as they come, and at the end the tables and
the manifest once more. Whatever is interrupted in between is done again from the parts that are whole.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from detente.batches.assembling import (
    Done,
    TableFile,
    outcome_tables,
    point_table,
    reduced_tables,
    run_tables,
)
from detente.batches.columns import readme
from detente.batches.folder import (
    hand_to_disk,
    remove_unfinished,
    whole_file,
    write_whole,
)
from detente.batches.manifest import MANIFEST, Manifest, now
from detente.batches.parts import (
    PARTS,
    TRAJECTORIES,
    FilledPart,
    file_of,
    read_receipt,
    receipt_file,
    write_part,
)
from detente.batches.plan import Part
from detente.batches.resuming import SCENARIOS, SETTING_UP, scenario_file
from detente.batches.tables import bytes_of
from detente.ensemble.runs import usable_cores
from detente.results.manifest import README, checksum, table_file
from detente.scenario import Scenario

__all__ = ["FINAL_TABLES", "Store"]

POINTS: Final = "points"
FINAL_TABLES: Final = ("runs", "outcomes", "summary", "shares", "incidents")
"""Tables that are written when all runs are done."""


class Store:
    """The folder of one batch, which this process holds the lock of.

    Parameters
    ----------
    folder : Path
        The folder.
    manifest : Manifest
        What is asked for.
    scenarios : mapping of str to Scenario
        Scenarios of the points by name.

    Attributes
    ----------
    manifest : Manifest
        What stands in the folder.
    done : dict of Part to Done
        Parts that are done.
    """

    def __init__(self, folder: Path, manifest: Manifest, scenarios: Mapping[str, Scenario]) -> None:
        self.folder = folder
        self.manifest = manifest
        self.scenarios = scenarios
        self.done: dict[Part, Done] = {}

    # At the beginning

    def begin(self) -> None:
        """Write all that is known before the first run.

        Raises
        ------
        OSError
            Where the disk refuses.
        """
        if (self.folder / MANIFEST).exists():
            self.write_manifest(self.manifest)
            (self.folder / SCENARIOS).mkdir(exist_ok=True)
            for point, scenario in self.scenarios.items():
                self._write_if_new(scenario_file(point), scenario.to_yaml().encode())
        else:
            self._set_up()
        remove_unfinished(self.folder)
        for table in FINAL_TABLES:
            (self.folder / table_file(table)).unlink(missing_ok=True)
        for name in [PARTS, TRAJECTORIES] if self.manifest.keep == TRAJECTORIES else [PARTS]:
            (self.folder / name).mkdir(exist_ok=True)
        self._write_if_new(README, readme(self.manifest).encode())
        self._write_if_new(table_file(POINTS), bytes_of(point_table(self.manifest)))
        hand_to_disk(self.folder)

    def _set_up(self) -> None:
        """Write the scenarios and then the manifest, from which a batch can be gone on with."""
        remove_unfinished(self.folder)
        hidden = self.folder / SETTING_UP
        try:
            hidden.mkdir()
            for point, scenario in self.scenarios.items():
                name = Path(scenario_file(point)).name
                write_whole(hidden / name, scenario.to_yaml().encode())
            self.write_manifest(self.manifest)
        except BaseException:
            remove_unfinished(self.folder)
            raise
        hidden.replace(self.folder / SCENARIOS)

    def find_parts(self) -> None:
        """Find the parts that are done, and check every one of their files."""
        points = {point.point: point for point in self.manifest.points}
        for part in self.manifest.parts():
            receipt = read_receipt(
                self.folder, part, points[part.point], self.manifest.seed, is_checked=True
            )
            if receipt is not None:
                self.done[part] = Done(part, receipt)

    def write_manifest(self, manifest: Manifest) -> None:
        """Replace the manifest."""
        self.manifest = manifest
        write_whole(self.folder / MANIFEST, manifest.text().encode())

    def _write_if_new(self, name: str, content: bytes) -> None:
        """Write a file unless it is there already, as it should be."""
        path = self.folder / name
        if not path.exists() or path.read_bytes() != content:
            write_whole(path, content)

    # In between

    def add(self, part: Part, filled: FilledPart) -> None:
        """Write a part that was computed."""
        write_part(self.folder, part, filled)
        self.done[part] = Done(part, filled.receipt)

    def outcomes(self, point: str, outcome: str, border: str, replicates: int) -> list[float]:
        """One outcome of the first replicates of a point, on one border."""
        values: list[float] = []
        for part in self._parts_of(point):
            if part.part.first < replicates:
                rows = pq.read_table(
                    self.folder / file_of(part.part, "outcomes"),
                    columns=[outcome],
                    filters=[("border", "=", border)],
                )
                values += rows[outcome].to_pylist()
        return values

    def _parts_of(self, point: str) -> list[Done]:
        """Parts of a point that are done, in the order of replicates."""
        return sorted(
            (done for part, done in self.done.items() if part.point == point),
            key=lambda done: done.part.first,
        )

    # At the end

    def finish(self) -> None:
        """Write the tables, and the manifest that declares the batch finished.

        Raises
        ------
        OSError
            Where the disk refuses; the parts stay as they are.
        """
        self._write_tables()
        failed = sum(len(done.receipt.failures) for done in self.done.values())
        times = self.manifest.times.model_copy(update={"finished": now()})
        manifest = self.manifest.having(
            state="finished", failed=failed, files=self._checksums(), times=times
        )
        self.write_manifest(manifest)
        hand_to_disk(self.folder)

    def _write_tables(self) -> None:
        """Write the tables of all runs, point by point."""
        with ExitStack() as stack:
            paths = {
                table: stack.enter_context(whole_file(self.folder / table_file(table)))
                for table in FINAL_TABLES
            }
            with ExitStack() as written:
                files = {
                    table: written.enter_context(TableFile(path)) for table, path in paths.items()
                }
                points = {point.point: point for point in self.manifest.points}
                for name, reduced in self._reduced(points):
                    parts = self._parts_of(name)
                    for rows in run_tables(points[name], self.manifest.seed, parts):
                        files["runs"].add(rows)
                    for rows in outcome_tables(self.folder, parts):
                        files["outcomes"].add(rows)
                    for table, rows in reduced.items():
                        files[table].add(rows)
                    for file in files.values():
                        file.flush()

    def _reduced(self, points: Iterable[str]) -> Iterator[tuple[str, Mapping[str, pa.Table]]]:
        """Tables in which the runs of each point are added up, a few points ahead of their use."""
        threads = usable_cores()
        waiting: deque[tuple[str, Future[Mapping[str, pa.Table]]]] = deque()
        with ThreadPoolExecutor(threads) as pool:
            for name in points:
                parts, scenario = self._parts_of(name), self.scenarios[name]
                waiting.append(
                    (name, pool.submit(reduced_tables, self.folder, scenario, name, parts))
                )
                if len(waiting) > threads:
                    first, reduced = waiting.popleft()
                    yield first, reduced.result()
            for first, reduced in waiting:
                yield first, reduced.result()

    def _checksums(self) -> dict[str, str]:
        """SHA-256 of every file of the batch but the manifest."""
        tables = [table_file(table) for table in (POINTS, *FINAL_TABLES)]
        scenarios = [scenario_file(point) for point in self.scenarios]
        found = {name: checksum(self.folder / name) for name in (README, *tables, *scenarios)}
        for part in self.manifest.parts():
            receipt = self.done[part].receipt
            found[receipt_file(part)] = checksum(self.folder / receipt_file(part))
            found |= receipt.files
        return found


def changed_files(folder: Path, files: Mapping[str, str]) -> Sequence[str]:
    """Names of files that are missing or no longer what they were."""
    return [
        name
        for name, expected in files.items()
        if not (folder / name).is_file() or checksum(folder / name) != expected
    ]


def digest_of(content: bytes) -> str:
    """SHA-256 of some bytes in hexadecimal digits."""
    return sha256(content).hexdigest()
