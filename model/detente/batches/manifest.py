"""The manifest of a batch: what was asked, the plan, what it was made with, and the state it is in.

It is the first file of a batch and the last: written before any run, so that an interrupted batch says
what it was to be, and again when all is there, with the checksum of every file. Only its times depend
on when the batch was done.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import BaseModel, ConfigDict, NonNegativeInt, PositiveInt, ValidationError

from detente.batches.plan import Part, parts_of
from detente.batches.precision import Reached, Until
from detente.errors import DetenteError
from detente.results.manifest import MANIFEST, refuse_later

__all__ = [
    "FORMAT",
    "MANIFEST",
    "Manifest",
    "PlannedPoint",
    "Times",
    "now",
    "read_manifest",
    "source_digest",
]

FORMAT: Final = 1
"""Number of the form of a batch's folder; it rises when a reader would have to know."""

_NOT_THE_MODEL: Final = frozenset(
    {"__init__.py", "_scenarios", "analysis", "batches", "cli", "pictures.py", "plots", "results"}
)


class _Record(BaseModel):
    """A part of the manifest."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PlannedPoint(_Record):
    """One point in the plan.

    Attributes
    ----------
    point : str
        Its name.
    scenario : str
        Name of the scenario that was asked for.
    base : str or None
        Name of the scenario that this one extends.
    digest : str
        SHA-256 of everything in the scenario that matters to a run.
    rounds : int
        Rounds of each run.
    values : dict of str to object
        Values of the swept paths.
    largest_part : int
        Largest number of replicates that are done and written together.
    """

    point: str
    scenario: str
    base: str | None
    digest: str
    rounds: PositiveInt
    values: dict[str, Any]
    largest_part: PositiveInt


class Times(_Record):
    """When a batch was begun and finished, UTC."""

    begun: str
    finished: str | None = None


class Manifest(_Record):
    """Content of ``manifest.json``.

    Attributes
    ----------
    format : int
        Number of the form of the folder.
    kind : str
        ``batch``, to tell it from the manifest of a run.
    state : str
        ``unfinished`` or ``finished``.
    seed : int
        Seed of all luck.
    replicates : int
        Replicates of every point: asked for at first; those that were done, once finished.
    most : int
        Replicates that were asked for, the most where `until` says when to stop.
    keep : str
        What is kept of the runs.
    until : Until or None
        Rule by which replicates are added.
    reached : Reached or None
        What came of that rule.
    points : list of PlannedPoint
        The plan.
    failed : int
        Runs that failed.
    engines : list of str
        Engines that were used; they give the same bits.
    source : str
        SHA-256 of the source of the model, which changes where a rule is edited.
    versions : dict of str to str
        Versions of detente, Python and the libraries.
    files : dict of str to str
        SHA-256 of every other file, by name; empty until the batch is finished.
    times : Times
        The only part that depends on when the batch was done.
    """

    format: NonNegativeInt
    kind: Literal["batch"]
    state: Literal["unfinished", "finished"]
    seed: NonNegativeInt
    replicates: PositiveInt
    most: PositiveInt
    keep: Literal["summary", "trajectories"]
    until: Until | None
    reached: Reached | None
    points: list[PlannedPoint]
    failed: NonNegativeInt
    engines: list[str]
    source: str
    versions: dict[str, str]
    files: dict[str, str]
    times: Times

    @property
    def is_finished(self) -> bool:
        """Whether all runs are done and all tables are written."""
        return self.state == "finished"

    def parts(self) -> list[Part]:
        """The plan, part by part; where `until` ends a batch early, the rest is never done."""
        return parts_of([(each.point, each.largest_part) for each in self.points], self.replicates)

    def having(self, **changes: Any) -> "Manifest":
        """The same manifest with other values."""
        return self.model_copy(update=changes)

    def text(self) -> str:
        """Write the manifest as JSON."""
        return json.dumps(self.model_dump(), indent=2, ensure_ascii=False) + "\n"


def now() -> str:
    """The time, to the second, UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@cache
def source_digest() -> str:
    """SHA-256 of the source of the model: rules, engines and what they stand on."""
    digest = sha256()
    for name, content in sorted(_source(files("detente")).items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _source(folder: Traversable, above: str = "") -> dict[str, bytes]:
    """Files of the package that can make a difference to a run, by name; line ends do not count."""
    found: dict[str, bytes] = {}
    for entry in folder.iterdir():
        if not above and entry.name in _NOT_THE_MODEL:
            continue
        if entry.is_dir():
            found |= _source(entry, f"{above}{entry.name}/")
        elif entry.name.endswith((".py", ".csv")):
            found[above + entry.name] = entry.read_bytes().replace(b"\r\n", b"\n")
    return found


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a batch.

    Parameters
    ----------
    folder : Path
        The folder.

    Returns
    -------
    Manifest
        Its manifest; the files that it speaks of are not looked at.

    Raises
    ------
    DetenteError
        Where there is no manifest, where it cannot be read, where it is that of a run, and for a
        folder of a later format.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DetenteError(
            f"{folder} is not the folder of a batch: it has no {MANIFEST} "
            "(detente batch ... --out FOLDER writes one)"
        ) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DetenteError(f"{path} cannot be read: {reason}") from None
    except ValueError:
        raise DetenteError(f"{path} is damaged: it is not JSON") from None
    if not isinstance(content, dict):
        raise DetenteError(f"{path} is not the manifest of a batch: it is not a mapping")
    _refuse_foreign(content, path)
    try:
        return Manifest.model_validate(content)
    except ValidationError as error:
        fields = sorted({str(each["loc"][0]) for each in error.errors() if each["loc"]})
        raise DetenteError(
            f"{path} is damaged, or was changed: look at {', '.join(fields)}"
        ) from None


def _refuse_foreign(content: Mapping[str, Any], path: Path) -> None:
    """Refuse the manifest of something else, or of a later version."""
    if content.get("kind") != "batch":
        what = "a run (detente run)" if "replicate" in content else "something else"
        raise DetenteError(
            f"{path.parent} is the folder of {what} and not of a batch; choose another folder"
        )
    refuse_later(content.get("format"), FORMAT, path)
