"""Writing a run folder: whole or not at all, and never over what is not ours.

Everything is written to a hidden folder inside of the target first, on the same disk, and moved to its
place file by file when it is complete; the manifest goes last. What the disk refuses is told in words.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from detente.errors import DetenteError
from detente.results.columns import dictionary_text
from detente.results.manifest import (
    FORMAT,
    MANIFEST,
    README,
    SCENARIO,
    Manifest,
    RunKey,
    checksum,
    detente_version,
    read_manifest,
    table_file,
    versions,
)

if TYPE_CHECKING:
    from detente.model import BorderModel

__all__ = ["PICTURES", "PICTURE_FILES", "VIEW_OF_TABLE", "check_folder", "told", "write_run"]

PICTURES: Final = "pictures"
"""Folder of the pictures inside of a run folder."""

PICTURE_FILES: Final = (
    "stability.png",
    "borders.png",
    "trust.png",
    "troops.png",
    "map.png",
    "ledger.png",
    "explain-*.png",
)
"""Names of pictures; those of another run are taken away when its folder is written anew."""

VIEW_OF_TABLE: Final = {
    "trajectories": "border",
    "region": "region",
    "sides": "side",
    "states": "state",
    "powers": "power",
    "posts": "post",
}
"""What a row of a table of trajectories stands for."""

_UNFINISHED: Final = ".unfinished-"
_FORCE: Final = "choose another folder, or use --force (force=True) to write there all the same"


def check_folder(folder: str | os.PathLike[str], key: RunKey, *, force: bool = False) -> None:
    """Refuse a folder that a run must not be written to.

    Parameters
    ----------
    folder : str or path
        Where the run is to go; it need not exist.
    key : RunKey
        The run.
    force : bool, default False
        Write even where there is another run or something else.

    Raises
    ------
    DetenteError
        For a file, a folder that cannot be written, and, without `force`, for a folder with
        another run or with anything else in it.
    """
    target = Path(folder)
    with told(target):
        existing = next(path for path in (target, *target.absolute().parents) if path.exists())
        if not existing.is_dir():
            raise DetenteError(f"{existing} is a file; a run is written to a folder")
        if not os.access(existing, os.W_OK | os.X_OK):
            raise DetenteError(f"{existing} is read-only; choose a folder that you may write to")
        if existing == target and not force:
            _refuse_other(target, key)


def _refuse_other(target: Path, key: RunKey) -> None:
    """Refuse a folder with another run, or without a manifest but not empty."""
    if not any(not path.name.startswith(".") for path in target.iterdir()):
        return
    if not (target / MANIFEST).exists():
        raise DetenteError(f"{target} is not empty and holds no run; {_FORCE}")
    try:
        found = read_manifest(target)
    except DetenteError as error:
        raise DetenteError(f"{error}; {_FORCE}") from None
    if found.key != key:
        words = f"{found.scenario}, seed {found.seed}, replicate {found.replicate}"
        differing = [
            name
            for name, there, here in zip(RunKey._fields, found.key, key, strict=True)
            if there != here
        ]
        told_of = "another scenario" if "digest" in differing else "another " + differing[0]
        raise DetenteError(f"{target} holds another run ({words}): {told_of}; {_FORCE}")


def write_run(
    model: "BorderModel", folder: str | os.PathLike[str], *, force: bool = False
) -> Manifest:
    """Write all that a run leaves behind.

    Parameters
    ----------
    model : BorderModel
        A model, run to its end or in the middle.
    folder : str or path
        Where to; it is made if it is not there.
    force : bool, default False
        Write even where there is another run or something else. Only files that detente itself
        writes are ever replaced.

    Returns
    -------
    Manifest
        The manifest of the folder.

    Raises
    ------
    DetenteError
        As `check_folder`, and where the disk is full.
    """
    target = Path(folder)
    scenario = model.world.scenario
    key = RunKey.of(scenario, model.seed, model.replicate)
    check_folder(target, key, force=force)
    with told(target), _made(target), TemporaryDirectory(prefix=_UNFINISHED, dir=target) as made:
        unfinished = Path(made)
        files = _write_files(model, unfinished)
        manifest = Manifest(
            format=FORMAT,
            scenario=scenario.name,
            digest=key.digest,
            seed=key.seed,
            replicate=key.replicate,
            start=str(scenario.start),
            rounds=model.round,
            versions=versions(),
            files={name: checksum(unfinished / name) for name in files},
        )
        (unfinished / MANIFEST).write_text(manifest.text(), encoding="utf-8", newline="\n")
        _remove_pictures_of_another_run(target, key)
        for name in (*files, MANIFEST):
            (unfinished / name).replace(target / name)
    return manifest


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Tell in words what the disk refuses."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DetenteError(
            f"{folder} cannot be written: {reason}; choose another folder"
        ) from error


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder, and take it away again if nothing comes of it."""
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        if is_new:
            with suppress(OSError):
                folder.rmdir()
        raise


def _remove_pictures_of_another_run(folder: Path, key: RunKey) -> None:
    """Take away pictures that would no longer fit the tables."""
    with suppress(DetenteError):
        if read_manifest(folder).key == key:
            return
    for pattern in PICTURE_FILES:
        for picture in (folder / PICTURES).glob(pattern):
            picture.unlink()


def _write_files(model: "BorderModel", folder: Path) -> list[str]:
    """Write the scenario, the tables and their dictionary; return the names of the files."""
    tables = {name: model.trajectories(by=view) for name, view in VIEW_OF_TABLE.items()}
    tables |= {"events": model.events(), "ledger": model.ledger()}
    for name, table in tables.items():
        _write_table(table, folder / table_file(name))
    texts = {SCENARIO: model.world.scenario.to_yaml(), README: _readme(model, tables)}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    return [*map(table_file, tables), *texts]


def _write_table(table: pd.DataFrame, path: Path) -> None:
    """Write one table as Parquet."""
    rows = pa.Table.from_pandas(table, preserve_index=False)
    pq.write_table(rows, path, compression="zstd")


def _readme(model: "BorderModel", tables: dict[str, pd.DataFrame]) -> str:
    """Words for whoever opens the folder: what was run, and what the tables hold."""
    scenario = model.world.scenario
    about = " ".join(scenario.about.split())
    columns = {name: list(map(str, table.columns)) for name, table in tables.items()}
    return f"""\
# {scenario.title}

{about}

One run of the scenario `{scenario.name}` by detente {detente_version()}: seed {model.seed}, replicate
{model.replicate}, {model.round} rounds (months) from {scenario.start}.

- `{MANIFEST}`: what was run, with which versions, and the SHA-256 of every file
- `{SCENARIO}`: the scenario, whole, with the source of every value
- `{PICTURES}/`: what `detente run` and `detente explain` drew
- the tables below, in Parquet: `pandas.read_parquet("trajectories.parquet")`

The same run again: `detente run THIS_FOLDER --seed {model.seed} --replicate {model.replicate}`

{dictionary_text(columns)}"""
