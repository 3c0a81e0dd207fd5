"""A Dask cluster on loopback: real processes, one of them killed; what does not fit is told."""

import dataclasses
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest

from detente.batches import Progress, status_of
from detente.batches import cluster as cluster_module
from detente.batches import engines as engines_module
from detente.batches.cluster import Cluster, do_order_there
from detente.batches.engines import Order, own_build
from detente.batches.plan import Part
from detente.errors import DetenteError
from tests.batches.folders import classroom, differing, small

pytest.importorskip("distributed")

QUIET = {
    "DASK_DISTRIBUTED__LOGGING__DISTRIBUTED": "error",
    "DASK_DISTRIBUTED__DASHBOARD__LINK": "",
    "PYTHONWARNINGS": "ignore",
}


@contextmanager
def dask(*arguments: str) -> Iterator["subprocess.Popen[bytes]"]:
    """A scheduler or a worker, which ends whatever happens."""
    process = subprocess.Popen(
        (sys.executable, "-m", "dask", *arguments, "--host", "127.0.0.1", "--no-dashboard"),
        env={**os.environ, **QUIET},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def scheduling(folder: Path) -> Iterator[tuple[str, "subprocess.Popen[bytes]"]]:
    """A scheduler without workers, and its address."""
    told = folder / "scheduler.json"
    with dask("scheduler", "--port", "0", "--scheduler-file", str(told)) as process:
        deadline = time.monotonic() + 60
        while not (told.exists() and (text := told.read_text(encoding="utf-8"))):
            assert time.monotonic() < deadline, "no scheduler came"
            time.sleep(0.05)
        yield json.loads(text)["address"], process


def worker(scheduler: str) -> AbstractContextManager["subprocess.Popen[bytes]"]:
    """A worker of one thread, in a process of its own."""
    return dask("worker", scheduler, "--nthreads", "1", "--no-nanny")


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_killed_workers_and_schedulers_lose_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of two workers is killed in the middle of a batch, then the scheduler in that of another."""
    three = {"sweep": {"theory.crime_need": (0.9, 1, 1.1)}, "replicates": 60}  # a part for each
    options = {"engine": "mesa", "workers": None, **three}
    small(tmp_path / "here", **three)
    with scheduling(tmp_path) as (address, scheduler), worker(address) as first, worker(address):
        wait_for_workers(address, 2)
        there = {"scheduler": address, **options}
        small(tmp_path / "there", progress=lambda progress: kill(first, progress), **there)
        assert first.returncode == -signal.SIGKILL
        assert not differing(tmp_path / "there", tmp_path / "here")
        monkeypatch.setattr(cluster_module, "_SECONDS", 3.0)
        with pytest.raises(DetenteError, match="is gone; what is finished is kept"):
            small(tmp_path / "half", progress=lambda progress: kill(scheduler, progress), **there)
        assert scheduler.returncode == -signal.SIGKILL
    assert 0 < sum(point.done for point in status_of(tmp_path / "half").points) < 180
    small(tmp_path / "half", resume=True, **three)
    assert not differing(tmp_path / "half", tmp_path / "here")


def kill(process: "subprocess.Popen[bytes]", progress: Progress) -> None:
    """Kill a process once a part is done."""
    if progress.done and process.poll() is None:
        process.kill()
        process.wait()


def wait_for_workers(scheduler: str, number: int) -> None:
    """Wait until some workers are there."""
    from distributed import Client  # noqa: PLC0415

    with Client(scheduler, set_as_default=False) as client:  # type: ignore[no-untyped-call]
        client.wait_for_workers(number, timeout=60)


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
def test_a_cluster_without_workers_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with scheduling(tmp_path) as (address, _):
        monkeypatch.setattr(cluster_module, "_SECONDS", 2.0)
        with pytest.raises(DetenteError, match="has no worker; start some with dask worker tcp://"):
            small(tmp_path / "b", workers=None, scheduler=address)
    assert not (tmp_path / "b").exists()


def test_a_scheduler_that_does_not_answer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster_module, "_SECONDS", 0.5)
    for address in ("tcp://127.0.0.1:1", "tcp://no-such-host.invalid:8786"):
        with pytest.raises(DetenteError, match=f"no Dask scheduler answers at {address}"):
            small(tmp_path / "b", workers=None, scheduler=address)
    for address in ("nonsense", "nonsense://host"):
        with pytest.raises(DetenteError, match=f"found '{address}'; write the address of a Dask"):
            small(tmp_path / "b", workers=None, scheduler=address)
    assert not any(tmp_path.iterdir())


def test_dask_is_an_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(DetenteError, match=r'not installed: pip install "detente\[cluster\]"'):
        small(tmp_path / "b", workers=None, scheduler="tcp://127.0.0.1:1")
    assert not any(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"detente": "9.9"}, r"detente 0\.1\.0 there, 9\.9 here"),
        ({"source": "0"}, "another source of the model, so other rules"),
        ({"libraries": (("numpy", "1.0"), ("pandas", "1"), ("pyarrow", "1"))}, "numpy .* there, 1"),
    ],
)
def test_a_worker_with_another_package_is_refused(change: dict[str, Any], message: str) -> None:
    order = Order(Part("classroom", 0, 1), classroom(1), 0, "compiled", "summary")
    expected = dataclasses.replace(own_build(), **change)
    with pytest.raises(DetenteError, match=f"a worker of the cluster differs: {message}"):
        do_order_there(order, expected)


def test_a_worker_with_the_same_package_does_as_it_is_told() -> None:
    order = Order(Part("classroom", 0, 1), classroom(1), 0, "compiled", "summary")
    assert do_order_there(order, own_build()) == engines_module.do_order(order)
    assert Cluster("tcp://nowhere:1").room >= 1
