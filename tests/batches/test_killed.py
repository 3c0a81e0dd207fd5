"""Killed at any moment, a batch goes on to the same bytes; nothing makes it lose what is finished."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from detente.batches import batch, open_batch, status_of
from detente.batches import folder as folder_module
from detente.batches.folder import check_writable, is_worked_on, locked
from detente.errors import DetenteError
from tests.batches.folders import content, differing, small

ROOT = Path(__file__).parents[2]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")

KILLED_BEFORE_RENAMING = """
import os, signal, sys
from pathlib import Path
from tests.batches.folders import classroom, small
from detente.ensemble import run_chunk

replace = Path.replace
left = 0

def replace_or_die(self, target):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return replace(self, target)

Path.replace = replace_or_die
run_chunk(classroom(), 0, 0, 1)  # whatever is slow for the first time
for line in sys.argv[1:]:  # a folder, and renamings until death, again and again
    folder, *moments = line.split(":")
    for moment in moments:
        child = os.fork()
        if child == 0:
            left = int(moment)
            small(Path(folder), sweep=None, replicates=210, resume=True)
            os._exit(0)
        print(folder, os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""

JUST_RUN = "import sys\nfrom pathlib import Path\nfrom tests.batches.folders import small\n"
JUST_RUN += "small(Path(sys.argv[1]), resume=True, engine='mesa', replicates=2000)"


def started(code: str, *arguments: str | Path) -> "subprocess.Popen[bytes]":
    """A process that works on a batch."""
    return subprocess.Popen(
        (sys.executable, "-c", code, *map(str, arguments)),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


# A batch of one point renames, in this order: manifest, README, scenario, points, 2 x (3 tables and a
# receipt), 5 tables, manifest. One that is gone on with begins with the manifest and does what is left.
MOMENTS = [*range(1, 19), "7:7:2:9"]


@pytest.fixture(scope="module")
def killed(tmp_path_factory: pytest.TempPathFactory) -> dict[object, Path]:
    """Folders of batches that were killed at every moment, and of one that was killed four times."""
    above = tmp_path_factory.mktemp("killed")
    folders = {moment: above / f"b{number}" for number, moment in enumerate(MOMENTS)}
    lines = [f"{folder}:{moment}" for moment, folder in folders.items()]
    with started(KILLED_BEFORE_RENAMING, *lines) as process:
        told, errors = process.communicate()
    statuses = [line.rpartition(" ")[2] for line in told.decode().splitlines()]
    assert statuses == [str(-signal.SIGKILL)] * (len(MOMENTS) + 3), errors.decode()
    return folders


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same batch, never killed."""
    folder = tmp_path_factory.mktemp("undisturbed") / "b"
    small(folder, sweep=None, replicates=210)
    return folder


@POSIX
@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_any_moment_it_goes_on_to_the_same_bytes(
    undisturbed: Path, killed: dict[object, Path], moment: object
) -> None:
    folder = killed[moment]
    assert any(path.name.startswith(".unfinished-") for path in folder.rglob("*"))
    assert not is_worked_on(folder)
    small(folder, sweep=None, replicates=210, resume=True)
    assert not differing(folder, undisturbed)
    assert not any(path.name.startswith(".unfinished-") for path in folder.rglob("*"))


@POSIX
@pytest.mark.usefixtures("impatient")
def test_a_killed_process_lets_go_of_the_folder_and_of_its_workers(tmp_path: Path) -> None:
    folder = tmp_path / "b"
    with started(JUST_RUN, folder) as process:
        wait_for(folder / "parts")
        with pytest.raises(DetenteError, match="another process is working"):
            small(folder, resume=True)
        assert status_of(folder).is_worked_on
        children = wait_for_children(process.pid)
        process.kill()
        _, errors = process.communicate(timeout=20)
    assert not status_of(folder).is_worked_on
    assert not status_of(folder).manifest.is_finished
    deadline = time.monotonic() + 10
    while any(is_alive(child) for child in children):
        assert time.monotonic() < deadline, "worker processes outlive the batch"
        time.sleep(0.05)
    assert b"Traceback" not in errors  # Python tells of semaphores that it has cleaned up


def wait_for(path: Path) -> None:
    """Wait until something is there."""
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} never came"
        time.sleep(0.02)


def wait_for_children(process: int) -> list[int]:
    """Wait for the worker processes of a process."""
    path = Path(f"/proc/{process}/task/{process}/children")
    if not path.exists():
        pytest.skip("this system does not tell the children of a process")
    deadline = time.monotonic() + 30
    while len(children := path.read_text(encoding="ascii").split()) < 3:  # two, and a tracker
        assert time.monotonic() < deadline, "no worker process was started"
        time.sleep(0.02)
    return [int(child) for child in children]


def is_alive(process: int) -> bool:
    """Whether a process runs."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8")
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


# A disk that refuses


class FullDisk:
    """A disk that is full after some files."""

    def __init__(self, files: int, error: int = errno.ENOSPC) -> None:
        self.left = files
        self.error = error

    def write(self, path: Path, content: bytes) -> int:
        """Write a file, or half of it."""
        self.left -= 1
        if self.left < 0:
            with path.open("wb") as stream:
                stream.write(content[: len(content) // 2])
            raise OSError(self.error, os.strerror(self.error))
        with path.open("wb") as stream:
            return stream.write(content)


@pytest.mark.parametrize("files", [0, 1, 4, 5, 8, 20, 28])
def test_a_full_disk_is_told_and_nothing_is_lost(
    finished: Path, tmp_path: Path, files: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "b"
    disk = FullDisk(files)

    def write_bytes(path: Path, content: bytes) -> int:
        return disk.write(path, content)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", write_bytes)
        with pytest.raises(DetenteError, match="cannot be written: no space left on device; "):
            small(folder)
    if files:
        parts = sum(path.suffix == ".json" for path in (folder / "parts").glob("*"))
        assert parts == max(0, (files - 5) // 4)
    else:
        assert not folder.exists()
    assert not any(path.name.startswith(".unfinished-") for path in tmp_path.rglob("*"))
    small(folder, resume=True)
    assert not differing(folder, finished)


def test_a_disk_that_fills_up_with_tables_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    small(folder, resume=True, replicates=460)
    with monkeypatch.context() as patch:
        patch.setattr("detente.batches.assembling.TableFile.flush", full)
        with pytest.raises(DetenteError, match=r"no space left.*detente batch --resume --out"):
            small(folder, resume=True, replicates=470)
    assert {path.name for path in folder.glob("*.parquet")} == {"points.parquet"}
    assert status_of(folder).manifest.state == "unfinished"
    assert len(open_batch(folder).runs()) == 940
    small(folder, resume=True, replicates=470)
    assert open_batch(folder).is_finished


@pytest.mark.skipif(shutil.which("mount") is None, reason="there is nothing to mount with")
def test_a_disk_that_is_really_full(finished: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    if mounted("-t", "tmpfs", "-o", "size=120k", "tmpfs", str(disk)) != 0:
        pytest.skip("only an administrator can mount a small file system")
    try:
        with pytest.raises(DetenteError, match="no space left on device; what is finished is kept"):
            small(disk / "b")
        done = sum(point.done for point in status_of(disk / "b").points)
        assert 0 < done < 900
        assert mounted("-o", "remount,size=16m", str(disk)) == 0
        small(disk / "b", resume=True)
        assert not differing(disk / "b", finished)
    finally:
        subprocess.run((shutil.which("umount") or "umount", str(disk)), check=True)


def mounted(*options: str) -> int:
    """Mount a file system; return what came of it."""
    command = (shutil.which("mount") or "mount", *options)
    return subprocess.run(command, capture_output=True, check=False).returncode


def test_a_read_only_folder_is_told_before_anything_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(DetenteError, match="is read-only; choose a folder that you may write to"):
        check_writable(tmp_path / "b")


def test_a_file_and_a_folder_of_something_else_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for out in (tmp_path / "file", tmp_path / "file" / "b"):
        with pytest.raises(DetenteError, match="file is a file; a batch is written to a folder"):
            small(out)
    with pytest.raises(DetenteError, match="is not empty and holds no batch"):
        small(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"file"}


def test_a_folder_of_a_run_is_refused(run_folder: Path) -> None:
    with pytest.raises(DetenteError, match=r"is the folder of a run .* and not of a batch"):
        small(run_folder, resume=True)


@pytest.fixture
def run_folder(tmp_path: Path) -> Path:
    """A folder whose manifest is that of a run."""
    (tmp_path / "manifest.json").write_text('{"format": 1, "replicate": 0}', encoding="utf-8")
    return tmp_path


# Two at once


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do not wait for another process."""
    monkeypatch.setattr(folder_module, "_PATIENCE", 0.05)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("options", [{"resume": True}, {"resume": True, "replicates": 500}])
def test_two_batches_on_one_folder(folder: Path, options: dict[str, Any]) -> None:
    before = content(folder)
    with locked(folder):
        with pytest.raises(DetenteError, match="another process is working on the batch in"):
            small(folder, **options)
        assert status_of(folder).is_worked_on
    assert not status_of(folder).is_worked_on
    assert content(folder) == before


def test_a_batch_that_comes_in_between_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "b"

    @contextmanager
    def after_another(_: Path) -> Iterator[None]:
        monkeypatch.undo()
        small(folder, replicates=3)
        yield

    monkeypatch.setattr("detente.batches.executing.locked", after_another)
    with pytest.raises(DetenteError, match="holds a batch already"):
        small(folder)
    assert open_batch(folder).manifest.replicates == 3


def test_a_lock_that_comes_to_nothing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path / "a" / "b"):
        raise ZeroDivisionError
    assert not (tmp_path / "a" / "b").exists()


def test_a_batch_that_was_killed_while_it_was_set_up_needs_no_scenario_to_go_on(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, replace = tmp_path / "b", Path.replace

    def die(path: Path, target: Path) -> Path:
        if path.name == ".unfinished-scenarios":
            raise KeyboardInterrupt
        return replace(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", die)
        with pytest.raises(KeyboardInterrupt):
            small(folder)
    assert (folder / "manifest.json").exists()
    assert not (folder / "scenarios").exists()
    batch(out=folder, resume=True)
    assert not differing(folder, finished)
