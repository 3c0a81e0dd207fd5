"""Parts: what the replicates of a point leave behind, as files that can be checked and done again.

A part is a table of outcomes, the counts and sums of its runs, on demand their trajectories, and a
receipt: a small file that is written last and holds the failed runs and the checksum of each of the
others. A part counts as done where there is a receipt of these very runs and all files are as it says.
"""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt, ValidationError

from detente.batches.folder import hand_to_disk, write_whole
from detente.batches.plan import Part
from detente.batches.tables import bytes_of, frame_of, plain_table
from detente.ensemble import Chunk, Tally, outcome_table, trajectory_table
from detente.results.manifest import checksum
from detente.world import World

if TYPE_CHECKING:
    from detente.batches.manifest import PlannedPoint

__all__ = [
    "PARTS",
    "TRAJECTORIES",
    "FailedRun",
    "FilledPart",
    "Receipt",
    "file_of",
    "fill",
    "outcomes_of",
    "read_receipt",
    "receipt_file",
    "tally_of",
    "write_part",
]

PARTS: Final = "parts"
TRAJECTORIES: Final = "trajectories"

_NAMES: Final = ["point", "border", "variable"]  # few different ones, read as categories


class FailedRun(BaseModel):
    """A run that failed, with the round and the stage in which it did, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    replicate: NonNegativeInt
    round: NonNegativeInt
    stage: str
    message: str


class Receipt(BaseModel):
    """What was done in one part.

    Attributes
    ----------
    point, digest, seed, first, size
        The runs.
    failures : list of FailedRun
        Those that failed.
    files : dict of str to str
        SHA-256 of each file, by name below the folder of the batch.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    point: str
    digest: str
    seed: NonNegativeInt
    first: NonNegativeInt
    size: PositiveInt
    failures: list[FailedRun]
    files: dict[str, str]


class FilledPart(NamedTuple):
    """A part that was computed, as bytes on their way to the folder."""

    receipt: Receipt
    files: dict[str, bytes]


def file_of(part: Part, table: str) -> str:
    """Name of the file of a table of a part, below the folder of the batch."""
    if table == TRAJECTORIES:
        return f"{TRAJECTORIES}/{part.stem}.parquet"
    return f"{PARTS}/{part.stem}.{table}.parquet"


def receipt_file(part: Part) -> str:
    """Name of the receipt of a part."""
    return f"{PARTS}/{part.stem}.json"


def fill(part: Part, seed: int, world: World, chunk: Chunk) -> FilledPart:
    """Write the results of a part into files in memory.

    Parameters
    ----------
    part : Part
        The part.
    seed : int
        Seed of the batch.
    world : World
        What was run.
    chunk : Chunk
        Results of an engine; trajectories are written where it kept them.

    Returns
    -------
    FilledPart
        The same bytes whichever engine made the chunk.
    """
    tables = {
        "outcomes": outcome_table(chunk.outcomes, part.first, world),
        "counts": chunk.tally.counts(),
        "sums": chunk.tally.sums(),
    }
    if chunk.trajectories is not None:
        tables[TRAJECTORIES] = trajectory_table(chunk.trajectories, part.first, world)
    files = {
        file_of(part, name): bytes_of(plain_table(table, part.point))
        for name, table in tables.items()
    }
    receipt = Receipt(
        point=part.point,
        digest=world.scenario.digest,
        seed=seed,
        first=part.first,
        size=part.size,
        failures=[
            FailedRun(
                replicate=each.replicate, round=each.round, stage=each.stage, message=each.message
            )
            for each in sorted(chunk.failures, key=lambda each: each.replicate)
        ],
        files={name: sha256(content).hexdigest() for name, content in files.items()},
    )
    return FilledPart(receipt, files)


def write_part(folder: Path, part: Part, filled: FilledPart) -> None:
    """Write a part, its receipt last.

    Parameters
    ----------
    folder : Path
        Folder of the batch.
    part : Part
        The part.
    filled : FilledPart
        What was computed.

    Raises
    ------
    OSError
        Where the disk refuses; no file is left half written.
    """
    for name, content in filled.files.items():
        write_whole(folder / name, content)
    text = filled.receipt.model_dump_json(indent=2) + "\n"
    write_whole(folder / receipt_file(part), text.encode())
    hand_to_disk(folder / PARTS)


def read_receipt(
    folder: Path, part: Part, point: "PlannedPoint", seed: int, *, is_checked: bool
) -> Receipt | None:
    """Read the receipt of a part that is done.

    Parameters
    ----------
    folder : Path
        Folder of the batch.
    part : Part
        The part.
    point : PlannedPoint
        Its point in the plan.
    seed : int
        Seed of the batch.
    is_checked : bool
        Whether the files are compared with their checksums; otherwise it is enough that they are there.

    Returns
    -------
    Receipt or None
        None where the part is missing, is that of other runs, or is damaged.
    """
    try:
        text = (folder / receipt_file(part)).read_text(encoding="utf-8")
        receipt = Receipt.model_validate_json(text)
    except (OSError, UnicodeDecodeError, ValidationError):
        return None
    asked = (part.point, point.digest, seed, part.first, part.size)
    if asked != (receipt.point, receipt.digest, receipt.seed, receipt.first, receipt.size):
        return None
    for name, expected in receipt.files.items():
        path = folder / name
        if not path.is_file() or (is_checked and checksum(path) != expected):
            return None
    return receipt


# What a part holds


def outcomes_of(folder: Path, part: Part) -> pa.Table:
    """Table of outcomes of a part, with its point in front."""
    return pq.read_table(folder / file_of(part, "outcomes"))


def tally_of(folder: Path, parts: Iterator[Part], world: World) -> Tally:
    """Add up the counts and sums of parts of one point."""
    whole = None
    for part in parts:
        counts, sums = (
            frame_of(pq.read_table(folder / file_of(part, table), read_dictionary=_NAMES))
            for table in ("counts", "sums")
        )
        tally = Tally.from_tables(world, counts, sums)
        if whole is None:
            whole = tally
        else:
            whole.add(tally)
    return whole or Tally.of(world)
