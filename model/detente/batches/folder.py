"""Files that are whole or not there, and a folder that one process works on at a time.

A file is written under a temporary name, handed to the disk and renamed, so that a power cut or a
killed process leaves no half of it under its own name. The lock is one of the operating system on an
open file: it ends with the process, however that ends.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Final

from filelock import FileLock, Timeout

from detente.batches.manifest import MANIFEST
from detente.errors import DetenteError

__all__ = [
    "check_writable",
    "hand_to_disk",
    "is_worked_on",
    "locked",
    "remove_unfinished",
    "told",
    "whole_file",
    "write_whole",
]

_LOCK: Final = ".lock"
_UNFINISHED: Final = ".unfinished-"
_PATIENCE: Final = 1.0  # seconds; whoever only asks whether the folder is worked on is gone by then


@contextmanager
def told(folder: Path) -> Iterator[None]:
    """Tell in words what the disk refuses, and that nothing that was finished is lost."""
    try:
        yield
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        if (folder / MANIFEST).exists():
            advice = (
                "what is finished is kept; when that is mended, go on with "
                f"detente batch --resume --out {folder}"
            )
        else:
            advice = "choose another folder"
        raise DetenteError(f"{folder} cannot be written: {reason}; {advice}") from error


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary name to write to, and the name itself once all is written and on the disk."""
    temporary = path.with_name(_UNFINISHED + path.name)
    try:
        yield temporary
        with temporary.open("rb+") as stream:
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def write_whole(path: Path, content: bytes) -> None:
    """Write a file, whole or not at all."""
    with whole_file(path) as temporary:
        temporary.write_bytes(content)


def hand_to_disk(folder: Path) -> None:
    """Have the names in a folder written down, where the system knows how."""
    if hasattr(os, "O_DIRECTORY"):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def remove_unfinished(folder: Path) -> None:
    """Take away what a killed process has left under temporary names."""
    for stray in list(folder.rglob(f"{_UNFINISHED}*")):
        if stray.is_dir():
            rmtree(stray)
        else:
            stray.unlink(missing_ok=True)


def check_writable(folder: Path) -> None:
    """Refuse a folder that cannot be one, before anything is written.

    Parameters
    ----------
    folder : Path
        Where a batch is to go; it need not exist.

    Raises
    ------
    DetenteError
        For a file, a folder that may not be written, and one that holds something else than a batch.
    """
    with told(folder):
        existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
        if not existing.is_dir():
            raise DetenteError(f"{existing} is a file; a batch is written to a folder")
        if not os.access(existing, os.W_OK | os.X_OK):
            raise DetenteError(f"{existing} is read-only; choose a folder that you may write to")
        if existing != folder or (folder / MANIFEST).exists():
            return
        if any(not path.name.startswith(".") for path in folder.iterdir()):
            raise DetenteError(f"{folder} is not empty and holds no batch; choose another folder")


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Keep every other batch out of a folder, which is made if it is not there.

    Raises
    ------
    DetenteError
        Where another process works in the folder.
    """
    with told(folder):
        is_new = not folder.exists()
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / _LOCK)
        try:
            lock.acquire(timeout=_PATIENCE)
        except Timeout:
            raise DetenteError(
                f"another process is working on the batch in {folder}; wait for it (detente status "
                f"{folder} tells how far it is), or choose another folder"
            ) from None
    try:
        yield
    finally:
        lock.release()
        if is_new and {path.name for path in folder.iterdir()} <= {_LOCK}:
            (folder / _LOCK).unlink(missing_ok=True)
            folder.rmdir()


def is_worked_on(folder: Path) -> bool:
    """Whether a process is working on the batch in a folder at this moment."""
    path = folder / _LOCK
    if not path.exists():
        return False
    lock = FileLock(path)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    except OSError:
        return False
    lock.release()
    return False
