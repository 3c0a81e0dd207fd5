"""How much is measured: enough to see that all of it works, as usual, or everything."""

from dataclasses import dataclass, replace
from typing import Final

__all__ = ["FULL", "QUICK", "USUAL", "Plan"]


@dataclass(frozen=True)
class Plan:
    """Sizes of one benchmark.

    Attributes
    ----------
    name : str
        What it is called in messages.
    rounds : int
        How often everything is measured.
    months : int
        Rounds of `central-asia` in every run of it.
    batch_runs, classroom_batch_runs : int
        Runs of one call of ``mesa.batch_run``.
    runs, classroom_runs : int
        Runs of one ensemble.
    floor_runs : int
        Runs of the kernel and of the floor beside it.
    replicates : tuple of int
        Replicates of `classroom` over which growth is seen.
    replicates_often : int
        Up to this many in every round, more only in the first.
    border_months : int
        Border-months of one point of the growth with rounds and borders, so that all take as long.
    months_grown : tuple of int
        Rounds of `central-asia` over which growth is seen.
    borders : tuple of int
        Borders of the generated worlds.
    borders_often : int
        Up to this many in every round, more only in the first.
    memory : tuple of int
        Replicates of `classroom` whose memory is measured.
    memory_runs : int
        Replicates of `central-asia` whose memory is measured.
    """

    name: str
    rounds: int
    months: int
    batch_runs: int
    classroom_batch_runs: int
    runs: int
    classroom_runs: int
    floor_runs: int
    replicates: tuple[int, ...]
    replicates_often: int
    border_months: int
    months_grown: tuple[int, ...]
    borders: tuple[int, ...]
    borders_often: int
    memory: tuple[int, ...]
    memory_runs: int

    @property
    def judges(self) -> bool:
        """Whether the sizes are large enough to say what is met."""
        return self.name != "quick"


QUICK: Final = Plan(
    name="quick",
    rounds=1,
    months=24,
    batch_runs=2,
    classroom_batch_runs=2,
    runs=40,
    classroom_runs=400,
    floor_runs=10,
    replicates=(100, 300, 1000),
    replicates_often=1000,
    border_months=20_000,
    months_grown=(12, 24, 48),
    borders=(10, 30, 100),
    borders_often=100,
    memory=(100, 1000),
    memory_runs=20,
)
USUAL: Final = Plan(
    name="usual",
    rounds=5,
    months=240,
    batch_runs=8,
    classroom_batch_runs=80,
    runs=1000,
    classroom_runs=10_000,
    floor_runs=300,
    replicates=(100, 300, 1000, 3000, 10_000, 30_000, 100_000),
    replicates_often=10_000,
    border_months=4_000_000,
    months_grown=(60, 120, 240, 480, 960),
    borders=(10, 30, 100, 300, 1000, 3000, 10_000),
    borders_often=1000,
    memory=(10_000, 100_000),
    memory_runs=1000,
)
FULL: Final = replace(
    USUAL,
    name="full",
    rounds=7,
    replicates=(*USUAL.replicates, 300_000, 1_000_000),
    replicates_often=30_000,
    memory=(10_000, 1_000_000),
)
