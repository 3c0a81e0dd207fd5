"""The manifest of a run folder: what was run, with which versions, and the checksum of every file.

It is written last, so that a folder without one is not a run, and files that do not agree with it were
not written by the run that it speaks of. It says nothing of commands, times or places.
"""

import json
from collections.abc import Iterable
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from platform import python_version
from typing import TYPE_CHECKING, Final, NamedTuple

from pydantic import BaseModel, ConfigDict, NonNegativeInt, ValidationError

from detente.errors import DetenteError
from detente.results.columns import TABLES

if TYPE_CHECKING:
    from detente.scenario import Scenario

__all__ = [
    "FORMAT",
    "LIBRARIES",
    "MANIFEST",
    "README",
    "SCENARIO",
    "Manifest",
    "RunKey",
    "checksum",
    "detente_version",
    "read_manifest",
    "refuse_later",
    "table_file",
    "versions",
]

FORMAT: Final = 1
"""Number of the form of a run folder; it rises when a reader would have to know."""

MANIFEST: Final = "manifest.json"
SCENARIO: Final = "scenario.yaml"
README: Final = "README.md"

LIBRARIES: Final = ("mesa", "numpy", "pandas", "pyarrow")


class RunKey(NamedTuple):
    """What makes two runs the same run.

    Attributes
    ----------
    digest : str
        Digest of the scenario.
    seed, replicate : int
        Luck of the run.
    version : str
        Version of detente.
    """

    digest: str
    seed: int
    replicate: int
    version: str

    @classmethod
    def of(cls, scenario: "Scenario", seed: int, replicate: int) -> "RunKey":
        """Key of a run by this version of detente."""
        return cls(scenario.digest, seed, replicate, detente_version())


class Manifest(BaseModel):
    """Content of ``manifest.json``.

    Attributes
    ----------
    format : int
        Number of the form of the folder.
    scenario : str
        Name of the scenario.
    digest : str
        SHA-256 of everything in the scenario that matters to a run.
    seed, replicate : int
        Luck of the run.
    start : str
        Month of the first round, such as ``2025-01``.
    rounds : int
        Rounds done.
    versions : dict of str to str
        Versions of detente, Python and the libraries.
    files : dict of str to str
        SHA-256 of every file, by name.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    format: NonNegativeInt
    scenario: str
    digest: str
    seed: NonNegativeInt
    replicate: NonNegativeInt
    start: str
    rounds: NonNegativeInt
    versions: dict[str, str]
    files: dict[str, str]

    @property
    def key(self) -> RunKey:
        """What makes another run the same run."""
        return RunKey(self.digest, self.seed, self.replicate, self.versions.get("detente", ""))

    def text(self) -> str:
        """Write the manifest as JSON."""
        return json.dumps(self.model_dump(), indent=2, ensure_ascii=False) + "\n"


def table_file(table: str) -> str:
    """Name of the file of a table."""
    return f"{table}.parquet"


def detente_version() -> str:
    """Version of detente, or a remark where it runs from its source without being installed."""
    try:
        return version("detente")
    except PackageNotFoundError:
        return "not installed"


def versions(libraries: Iterable[str] = LIBRARIES) -> dict[str, str]:
    """Versions of all that can make a difference to what a run leaves behind."""
    libraries_there = {library: version(library) for library in libraries}
    return {"detente": detente_version(), "python": python_version(), **libraries_there}


def checksum(path: Path) -> str:
    """SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def refuse_later(found: object, known: int, path: Path) -> None:
    """Refuse a manifest whose format is later than the one that is known."""
    if isinstance(found, int) and found > known:
        raise DetenteError(
            f"{path} has format {found}, this version of detente reads up to {known}; "
            "install the version that wrote it"
        )


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a run folder.

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
        Where there is no manifest, where it cannot be read, and for a folder of a later format.
    """
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise DetenteError(
            f"{folder} is not the folder of a run: it has no {MANIFEST}; "
            "detente run SCENARIO --out FOLDER writes one"
        ) from None
    except OSError as error:
        raise DetenteError(f"{path} cannot be read: {error.strerror}") from None
    except ValueError:
        raise DetenteError(f"{path} is damaged: it is not JSON") from None
    if isinstance(content, dict):
        refuse_later(content.get("format"), FORMAT, path)
    try:
        manifest = Manifest.model_validate(content)
    except ValidationError as error:
        fields = ", ".join(sorted({str(each["loc"][0]) for each in error.errors() if each["loc"]}))
        reason = f"look at {fields}" if fields else "it is not a mapping"
        raise DetenteError(f"{path} is not the manifest of a run: {reason}") from None
    expected = {SCENARIO, *map(table_file, TABLES)}
    if not expected <= set(manifest.files):
        raise DetenteError(f"{path} is not the manifest of a run: it does not list all files")
    return manifest
