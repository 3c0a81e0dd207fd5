"""Both engines behind one door: an order goes in, a filled part comes out.

A run that fails is written down and the others go on. An order can be sent to another process or
another machine: it holds all that is needed, and this package is all that must be there.
"""

from dataclasses import dataclass
from typing import Final

from detente.batches.manifest import source_digest
from detente.batches.parts import FilledPart, fill
from detente.batches.plan import Part
from detente.ensemble import run_chunk
from detente.results.manifest import versions
from detente.scenario import Scenario
from detente.world import world_of

__all__ = ["ENGINES", "Build", "Order", "do_order", "own_build"]

ENGINES: Final = ("compiled", "mesa")
"""What can do the runs, the faster first."""


@dataclass(frozen=True)
class Build:
    """What must be equal on all machines that work on one batch.

    Attributes
    ----------
    detente, source : str
        Version of the package, and digest of the source of its model.
    libraries : tuple of (str, str)
        Versions of the libraries that write the files.
    """

    detente: str
    source: str
    libraries: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Order:
    """One part, with all that is needed to do it.

    Attributes
    ----------
    part : Part
        The part.
    scenario : Scenario
        What is run.
    seed : int
        Seed of the batch.
    engine : str
        One of `ENGINES`.
    keep : str
        What is kept of the runs.
    """

    part: Part
    scenario: Scenario
    seed: int
    engine: str
    keep: str


def own_build() -> Build:
    """What this machine has."""
    found = versions()
    libraries = tuple((name, found[name]) for name in ("numpy", "pandas", "pyarrow"))
    return Build(found["detente"], source_digest(), libraries)


def do_order(order: Order) -> FilledPart:
    """Do the runs of a part.

    Parameters
    ----------
    order : Order
        What is asked for.

    Returns
    -------
    FilledPart
        Its files; a run that failed stands in the receipt.
    """
    if order.engine == "compiled":
        run = run_chunk
    else:
        from detente.batches.mesa_runs import run_models as run  # noqa: PLC0415 - Mesa is slow to import

    keeps = order.keep == "trajectories"
    part = order.part
    chunk = run(order.scenario, order.seed, part.first, part.size, keep_trajectories=keeps)
    return fill(part, order.seed, world_of(order.scenario), chunk)
