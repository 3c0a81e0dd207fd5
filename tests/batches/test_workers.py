"""Crews: processes for Mesa, started from any script, lost and replaced; orders are bounded."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from detente.batches import Progress, batch
from detente.batches.engines import Order, do_order
from detente.batches.executing import _Work
from detente.batches.parts import FilledPart
from detente.batches.plan import Part
from detente.batches.workers import Alone, LostWorkerError, Processes, Threads, local_crew
from detente.errors import DetenteError
from tests.batches.folders import classroom, differing, small

SCRIPT = """
import sys
import detente

print("the script runs")
world = detente.load("classroom").change({"rounds": 1})
detente.batch(world, out=sys.argv[1], replicates=201, engine="mesa", workers=2, seed=7)
"""


def order(first: int = 0, size: int = 2) -> Order:
    """Two runs of Mesa."""
    part = Part("classroom", first, size)
    return Order(part, classroom(2), 7, "mesa", "summary")


def test_compiled_runs_get_threads_and_runs_of_mesa_processes() -> None:
    assert isinstance(local_crew("compiled", 1), Threads)
    assert isinstance(local_crew("mesa", 2), Processes)
    assert isinstance(local_crew("mesa", 1), Alone)


def test_a_script_without_a_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    done = subprocess.run(
        (sys.executable, script, tmp_path / "b"), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "the script runs\n", "")
    batch(classroom(1), out=tmp_path / "c", replicates=201, seed=7)
    assert not differing(tmp_path / "b", tmp_path / "c")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_worker_costs_its_part() -> None:
    with Processes(1) as crew:
        expected = crew.result(crew.submit(order()))
        (process,) = crew._executor._processes  # type: ignore[union-attr]  # noqa: SLF001
        os.kill(process, signal.SIGKILL)
        time.sleep(0.2)
        first, second = crew.submit(order()), crew.submit(order(2))
        for lost in (first, second):
            with pytest.raises(LostWorkerError):
                crew.result(lost)
        assert crew.result(crew.submit(order())) == expected == do_order(order())


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_workers_that_die_again_and_again_end_the_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    crew = Processes(1)
    broken: Future[FilledPart] = Future()
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    broken.set_exception(BrokenProcessPool("killed"))
    with crew:
        monkeypatch.setattr(Processes, "__enter__", lambda self: self)
        for _ in range(3):
            crew._given.add(broken)  # noqa: SLF001
            with pytest.raises(LostWorkerError):
                crew.result(broken)
        crew._given.add(broken)  # noqa: SLF001
        with pytest.raises(DetenteError, match=r"killed again and again.*--resume and fewer"):
            crew.result(broken)


def test_few_orders_are_given_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    most = 0
    given = 0
    submit, result = Threads.submit, Threads.result

    def counting_submit(self: Threads, order: Order) -> "Future[FilledPart]":
        nonlocal most, given
        given += 1
        most = max(most, given)
        return submit(self, order)

    def counting_result(self: Threads, done: "Future[FilledPart]") -> FilledPart:
        nonlocal given
        given -= 1
        return result(self, done)

    monkeypatch.setattr(Threads, "submit", counting_submit)
    monkeypatch.setattr(Threads, "result", counting_result)
    small(tmp_path / "b", workers=1, replicates=1700)
    assert most == 2


class Forgetful(Alone):
    """A worker that loses every second order."""

    lost = 0

    def result(self, done: "Future[FilledPart]") -> FilledPart:
        self.lost += 1
        if self.lost % 2:
            raise LostWorkerError
        return super().result(done)


def test_what_a_lost_worker_had_is_done_again(
    finished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crew = Forgetful()
    monkeypatch.setattr("detente.batches.executing.local_crew", lambda *_: crew)
    small(tmp_path / "b")
    assert crew.lost == 12
    assert not differing(tmp_path / "b", finished)


def test_progress_is_told_after_each_part(tmp_path: Path) -> None:
    seen: list[Progress] = []
    small(tmp_path / "b", workers=1, progress=seen.append)
    assert [each.done for each in seen] == [0, 200, 400, 600, 800, 850, 900]
    assert {(each.planned, each.before, each.failed) for each in seen} == {(900, 0, 0)}
    seen.clear()
    small(tmp_path / "b", workers=1, progress=seen.append, replicates=460, resume=True)
    assert [each.done for each in seen] == [800, 860, 920]
    assert {(each.planned, each.before) for each in seen} == {(920, 800)}


@pytest.fixture
def interrupted() -> Iterator[None]:
    """Ctrl-C while the second part is on its way."""
    with pytest.MonkeyPatch.context() as patch:
        order_as_ever = _Work._order  # noqa: SLF001

        def order(self: _Work, part: Part) -> Order:
            if part.first == 200:
                raise KeyboardInterrupt
            return order_as_ever(self, part)

        patch.setattr(_Work, "_order", order)
        yield


@pytest.mark.usefixtures("interrupted")
def test_an_interruption_keeps_what_is_finished(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        small(tmp_path / "b", engine="mesa", workers=1, sweep=None)
    assert len(list((tmp_path / "b" / "parts").glob("*.json"))) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"engine": "compield"}, "unknown engine 'compield'; did you mean 'compiled'"),
        ({"workers": 0}, "workers: found 0; allowed is a whole number from 1 up"),
        ({"workers": 2, "scheduler": "tcp://host:8786"}, "--workers and --scheduler do not go"),
        ({"replicates": 0}, "replicates: found 0; allowed: a whole number, 1 to 4000000"),
        ({"replicates": 4_000_001}, "replicates: found 4000001"),
        ({"seed": -1}, "seed: found -1; allowed"),
        ({"seed": 1.0}, r"seed: found 1\.0; allowed"),
        ({"keep": "everything"}, "keep: unknown choice 'everything'; allowed: summary, traj"),
    ],
)
def test_options_that_are_not_allowed_are_told_first(
    tmp_path: Path, options: dict[str, object], message: str
) -> None:
    with pytest.raises(DetenteError, match=message):
        small(tmp_path / "b", **options)
    assert not any(tmp_path.iterdir())
