"""A crew on a Dask cluster: the same orders, on other machines.

Dask moves an order to a worker and the files of its part back, and gives an order again where a worker
is lost. A worker needs nothing but this package, in the version that the batch was begun with, which
every order checks. Only this process writes to the folder of the batch.
"""

import logging
import socket
from concurrent.futures import CancelledError
from contextlib import suppress
from typing import Any, Final, Self
from urllib.parse import urlsplit

from detente.batches.engines import Build, Order, do_order, own_build
from detente.batches.parts import FilledPart
from detente.batches.workers import LostWorkerError, Result
from detente.errors import DetenteError

__all__ = ["Cluster", "do_order_there"]

_LOG: Final = logging.getLogger("distributed.client")
_SECONDS: Final = 30.0  # to find the scheduler and one worker
_AGAIN: Final = 5  # times that an order is given again where it raises an error
_LEAST_ROOM: Final = 4
_MOST_LOSSES: Final = 10


def do_order_there(order: Order, expected: Build) -> FilledPart:
    """Do the runs of a part on a worker, if it has the same package.

    Raises
    ------
    DetenteError
        Where it has not.
    """
    _refuse_other_build(own_build(), expected)
    return do_order(order)


def _refuse_other_build(found: Build, expected: Build, worker: str = "a worker") -> None:
    """Refuse a worker with another version of the package or of what writes the files."""
    if found == expected:
        return
    differing = [
        f"{name} {there} there, {here} here"
        for name, there, here in zip(
            ("detente", *(name for name, _ in expected.libraries)),
            (found.detente, *(version for _, version in found.libraries)),
            (expected.detente, *(version for _, version in expected.libraries)),
            strict=True,
        )
        if there != here
    ]
    if found.source != expected.source:
        differing.append("another source of the model, so other rules")
    raise DetenteError(
        f"{worker} of the cluster differs: {'; '.join(differing)}; install the same versions on all "
        "machines"
    )


class Cluster:
    """Workers of a Dask cluster.

    Parameters
    ----------
    address : str
        Address of the scheduler, such as ``tcp://host:8786``.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._dask: Any = None
        self._client: Any = None
        self._executor: Any = None
        self._build = own_build()
        self._losses = 0

    @property
    def room(self) -> int:
        """Twice the threads of the workers that are there at this moment."""
        with suppress(OSError, RuntimeError):
            if self._client is not None:
                threads: dict[str, int] = self._client.nthreads()
                return max(_LEAST_ROOM, 2 * sum(threads.values()))
        return _LEAST_ROOM

    def submit(self, order: Order) -> Result:
        """Have an order done."""
        done: Result = self._executor.submit(do_order_there, order, self._build)
        return done

    def result(self, done: Result) -> FilledPart:
        """What came of an order; it is to be given again where the scheduler has forgotten it."""
        try:
            filled = done.result()
        except self._dask.KilledWorker as error:
            raise DetenteError(
                f"{error}; the workers may lack memory. What is finished is kept: go on with --resume"
            ) from error
        except ImportError as error:
            raise self._lacking(error) from error
        except CancelledError as error:
            self._losses += 1
            if self._losses > _MOST_LOSSES or not self._is_connected():
                raise DetenteError(
                    f"the scheduler at {self._address} is gone; what is finished is kept: start it "
                    "again, and go on with --resume"
                ) from error
            raise LostWorkerError from error
        self._losses = 0
        return filled

    def _lacking(self, error: ImportError) -> DetenteError:
        """Error for a worker without the package."""
        return DetenteError(
            f"--scheduler: a worker lacks this package ({error}); install detente on all machines"
        )

    def _is_connected(self) -> bool:
        """Whether the scheduler answers."""
        return self._client is not None and self._client.status == "running"

    def __enter__(self) -> Self:
        """Find the scheduler and at least one worker, and see that all of them fit.

        Raises
        ------
        DetenteError
            Where Dask is not installed, nobody answers, there is no worker, or one differs.
        """
        try:
            import distributed  # noqa: PLC0415 - an extra, and slow to import
        except ImportError:
            raise DetenteError(
                '--scheduler needs Dask, which is not installed: pip install "detente[cluster]"'
            ) from None
        self._dask = distributed
        _LOG.disabled = True  # what it would say of a scheduler that is lost is told in words
        try:
            self._find_scheduler()
            self._meet_workers()
        except BaseException:
            self.__exit__()
            raise
        self._executor = self._client.get_executor(pure=False, retries=_AGAIN)
        return self

    def _find_scheduler(self) -> None:
        """Connect to the scheduler."""
        place = urlsplit(self._address)
        if place.hostname is None or place.port is None:
            raise DetenteError(
                f"--scheduler: found {self._address!r}; write the address of a Dask scheduler, such as "
                "tcp://host:8786"
            )
        try:
            socket.create_connection((place.hostname, place.port), timeout=_SECONDS).close()
            self._client = self._dask.Client(self._address, timeout=_SECONDS, set_as_default=False)
        except (OSError, ValueError, TimeoutError) as error:
            raise DetenteError(
                f"--scheduler: no Dask scheduler answers at {self._address} ({error}); start one with "
                "dask scheduler, and give the address that it prints"
            ) from None

    def _meet_workers(self) -> None:
        """Wait for the first worker, and compare the packages of all that are there."""
        client = self._client
        try:
            client.wait_for_workers(1, timeout=_SECONDS)
        except TimeoutError:
            raise DetenteError(
                f"--scheduler: the scheduler at {self._address} has no worker; start some with "
                f"dask worker {self._address}"
            ) from None
        try:
            builds = client.run(own_build)
        except ImportError as error:
            raise self._lacking(error) from None
        for worker, build in builds.items():
            _refuse_other_build(build, self._build, f"the worker {worker}")

    def __exit__(self, *_: object) -> None:
        """Take back what is not done, and leave the cluster as it was."""
        if self._executor is not None:
            self._executor.shutdown(wait=False)
        if self._client is not None:
            self._client.close()
        _LOG.disabled = False
