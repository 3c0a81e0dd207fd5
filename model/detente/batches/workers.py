"""Crews: who does the parts of a batch on this machine.

The compiled engine lets go of the interpreter's lock, so that threads are enough. Mesa runs are plain
Python and need processes. These are started afresh (`spawn`), whatever Mesa or the user have set, do
not import the user's script again, and end with the process that started them, even if that one is
killed. One worker for Mesa is this process itself.
"""

import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import (
    CancelledError,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection
from threading import Thread
from types import TracebackType
from typing import Any, Final, Protocol, Self

from detente.batches.engines import Order, do_order
from detente.batches.parts import FilledPart
from detente.ensemble.runs import usable_cores
from detente.errors import DetenteError

__all__ = ["Alone", "Crew", "LostWorkerError", "Processes", "Threads", "local_crew"]

_MOST_LOSSES: Final = 3

Result = Future[FilledPart]


class LostWorkerError(Exception):
    """A worker died; the part that it had must be done again."""


class Crew(Protocol):
    """Workers that take orders."""

    @property
    def room(self) -> int:
        """Number of orders that they should have at a time."""

    def submit(self, order: Order) -> Result:
        """Have an order done."""

    def result(self, done: Result) -> FilledPart:
        """What came of an order; raises `LostWorkerError` where it must be given again."""

    def __enter__(self) -> Self:
        """Be ready for orders."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the workers go; what is not finished is given up."""


def local_crew(engine: str, workers: int | None) -> Crew:
    """Choose who does the parts on this machine.

    Parameters
    ----------
    engine : str
        Engine of the batch.
    workers : int or None
        Number of threads or processes; by default that of usable cores.

    Returns
    -------
    Crew
        To be used in a ``with`` block.
    """
    number = workers or usable_cores()
    if engine == "compiled":
        return Threads(number)
    return Processes(number) if number > 1 else Alone()


class _Pool:
    """What crews that stand on an executor share."""

    def __init__(self, number: int) -> None:
        self.room = 2 * number
        self._number = number
        self._executor: Executor | None = None

    def submit(self, order: Order) -> Result:
        """Have an order done."""
        if self._executor is None:
            raise RuntimeError("a crew takes orders inside of its with block")
        return self._executor.submit(do_order, order)

    def result(self, done: Result) -> FilledPart:
        """What came of an order."""
        return done.result()


class Threads(_Pool):
    """Threads of this process."""

    def __enter__(self) -> Self:
        """Start the threads."""
        self._executor = ThreadPoolExecutor(self._number, thread_name_prefix="detente")
        return self

    def __exit__(self, *_: object) -> None:
        """Wait for the parts in hand, which take a second or so; give up the others."""
        if self._executor is not None:
            self._executor.shutdown(cancel_futures=True)


class Alone:
    """No worker but this process, one order after the other, so that Ctrl-C is heard at once."""

    room = 1

    def submit(self, order: Order) -> Result:
        """Do an order."""
        done = Result()
        done.set_result(do_order(order))
        return done

    def result(self, done: Result) -> FilledPart:
        """What came of an order."""
        return done.result()

    def __enter__(self) -> Self:
        """Nothing needs to be made ready."""
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is left to let go."""


class Processes(_Pool):
    """Processes of this machine; where one is killed, all are started anew."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self._losses = 0
        self._given: set[Result] = set()
        self._held = ExitStack()

    def __enter__(self) -> Self:
        """Be ready to start processes, which come with the first orders."""
        context = get_context("spawn")
        leash, held = context.Pipe(duplex=False)
        self._held.callback(held.close)
        self._held.callback(leash.close)
        self._executor = ProcessPoolExecutor(
            self._number, mp_context=context, initializer=_begin, initargs=(leash,)
        )
        return self

    def submit(self, order: Order) -> Result:
        """Have an order done; start another process where all are busy."""
        with _without_main(), _without_interruption():
            try:
                done = super().submit(order)
            except BrokenProcessPool as error:
                done = Result()
                done.set_exception(error)
        self._given.add(done)
        return done

    def result(self, done: Result) -> FilledPart:
        """What came of an order; start the processes anew where one was killed."""
        is_of_these = done in self._given
        self._given.discard(done)
        try:
            filled = done.result()
        except (BrokenProcessPool, CancelledError) as error:
            if is_of_these:
                self._renew(error)
            raise LostWorkerError from error
        self._losses = 0
        return filled

    def _renew(self, error: Exception) -> None:
        """Start the processes anew."""
        self._losses += 1
        if self._losses > _MOST_LOSSES:
            raise DetenteError(
                "worker processes are killed again and again, perhaps for want of memory; "
                "what is finished is kept: go on with --resume and fewer --workers"
            ) from error
        self._given.clear()
        self.__exit__()
        self.__enter__()

    def __exit__(self, *_: object) -> None:
        """End the processes at once; what they had in hand is lost."""
        self._held.close()
        if self._executor is not None:
            self._executor.shutdown(wait=True, cancel_futures=True)


def _begin(leash: Connection) -> None:
    """Prepare a worker process: leave Ctrl-C to the first process, and end when that one ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_wait_for_the_end, args=(leash,), daemon=True).start()


def _wait_for_the_end(leash: Connection) -> None:
    """End this process when the other end of the leash is let go."""
    try:
        leash.recv()
    except (EOFError, OSError):
        os._exit(1)


@contextmanager
def _without_main() -> Iterator[None]:
    """Keep new processes from importing the user's script, which they do not need.

    A script that calls the batch without ``if __name__ == "__main__"`` would otherwise start itself
    again in each of them.
    """
    main = sys.modules["__main__"]
    names = ("__file__", "__spec__")
    hidden: dict[str, Any] = {each: vars(main).pop(each) for each in names if each in vars(main)}
    main.__spec__ = None
    try:
        yield
    finally:
        main.__dict__.update(hidden)


@contextmanager
def _without_interruption() -> Iterator[None]:
    """Hold Ctrl-C back for a moment; a process that is started meanwhile never hears of it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
