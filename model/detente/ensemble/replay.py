"""One compiled run to look inside: the same tables as those of the agents' run, to the last bit.

The board of every round is laid out again as things with the names that `detente.record` reads, and the
record writes its rows from them. So trajectories, events and ledger are worded in one place only.
"""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, Final

import numpy as np
import pandas as pd

from detente.ensemble.compiling import compiled
from detente.ensemble.dice import PROCESSES
from detente.ensemble.lanes import LANES
from detente.ensemble.layout import LEDGER, room
from detente.ensemble.play import History, play_runs
from detente.ensemble.runs import no_history, prepared
from detente.ensemble.variables import STATUS, SUMMARIZED
from detente.errors import DetenteError
from detente.measures import STATUSES, index_components
from detente.record import VIEWS, Record
from detente.scenario import Scenario, load
from detente.world import TREATY_STAGES, World

__all__ = ["CompiledRun", "run_one"]


_PLACES: Final = ("key", "border", "state", "opponent")
"""Fields that say where a record belongs, by number."""


class Side(SimpleNamespace):
    """One side of a border in a round."""

    def count_incidents(self, kind: int) -> float:
        """Incidents of one kind of crime at all posts of the side this month."""
        total = 0.0
        for post in self.posts:
            total += post.incidents[kind]
        return total


class CompiledRun:
    """A run of the compiled engine, with the tables of `BorderModel`.

    Attributes
    ----------
    world : World
        The scenario as arrays and names.
    seed, replicate : int
        What fixes the run's luck.
    round : int
        Rounds done.
    """

    def __init__(self, world: World, seed: int, replicate: int) -> None:
        self.world = world
        self.theory = world.theory
        self.seed = seed
        self.replicate = replicate
        self.round = 0
        self.record = Record()
        self._lay_out()

    def _lay_out(self) -> None:
        """Make the things of a round, once."""
        world = self.world
        self.states = [SimpleNamespace(name=name) for name in world.states]
        self.powers = [SimpleNamespace(name=name) for name in world.powers]
        self.great_powers = [SimpleNamespace(name=name) for name in world.great_powers]
        self.borders = [SimpleNamespace(name=name, sectors=[]) for name in world.borders]
        for b, border in enumerate(self.borders):
            states = [self.states[i] for i in world.border_states[b]]
            border.sides = [Side(border=border, state=state, posts=[]) for state in states]
            border.sides[0].opponent, border.sides[1].opponent = reversed(border.sides)
        self.sides = [side for border in self.borders for side in border.sides]
        self.sectors = [SimpleNamespace(name=name.split("/")[1]) for name in world.sectors]
        self.posts: list[Any] = []
        for sector, b in zip(self.sectors, world.sector_border, strict=True):
            border = self.borders[b]
            border.sectors.append(sector)
            labels = self.world.scenario.borders[border.name].sectors[sector.name].posts
            for side in border.sides:
                post = SimpleNamespace(side=side, sector=sector, label=labels[side.state.name])
                side.posts.append(post)
                self.posts.append(post)

    def take(self, history: History, seen: Any) -> None:
        """Write down every round of a run."""
        for now in range(len(seen)):
            self.round = now
            parts = zip(
                (self.borders, self.sides, self.sides, self.sectors, self.posts, self.states),
                (
                    history.borders,
                    history.sides,
                    history.ledger,
                    history.sectors,
                    history.posts,
                    history.states,
                ),
                strict=True,
            )
            for things, records in parts:
                names = [name for name in records.dtype.names or () if name not in _PLACES]
                columns = [records[name][now].tolist() for name in names]
                for thing, values in zip(things, zip(*columns, strict=True), strict=True):
                    vars(thing).update(zip(names, values, strict=True))
            for i, state in enumerate(self.states):
                state.influence = dict(enumerate(history.influence[now, i].tolist()))
            for b, border in enumerate(self.borders):
                self._complete(border, history.effort[now, :, b], int(seen[now, b, STATUS]))
            self.record.take(self)  # type: ignore[arg-type]

    def _complete(self, border: Any, effort: Any, status: int) -> None:
        """Add what an observer works out from what a border is like."""
        for side in border.sides:
            side.density = side.troops / side.reference
        first, second = border.sides
        border.effort = dict(zip(self.world.powers, effort.tolist(), strict=True))
        border.troops = first.troops + second.troops
        border.crime_load = (first.crime_load + second.crime_load) / 2
        border.cooperation = _mean(border.csbm)
        border.treaty = TREATY_STAGES[int(border.treaty_stage)]
        border.status = STATUSES[status]
        border.components = index_components(
            border.trust,
            border.density,
            border.violence,
            border.crime_load,
            border.cooperation,
            border.trade,
        )

    def trajectories(self, by: str = "border") -> pd.DataFrame:
        """Table of the run, as `BorderModel.trajectories` gives it."""
        if by not in VIEWS:
            raise DetenteError(f"by: found {by!r}; allowed are {', '.join(VIEWS)}")
        return self.record.table(by, self)  # type: ignore[arg-type]

    def events(self) -> pd.DataFrame:
        """Table of everything that happened, as `BorderModel.events` gives it."""
        return self.record.event_table(self)  # type: ignore[arg-type]

    def ledger(self) -> pd.DataFrame:
        """Table of contributions, as `BorderModel.ledger` gives it."""
        return self.record.ledger(self)  # type: ignore[arg-type]


def _mean(values: list[float]) -> float:
    """Mean, added in order."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)


def run_one(scenario: Scenario | str, seed: int = 0, replicate: int = 0) -> CompiledRun:
    """Run a scenario once in machine code and keep everything that it went through.

    Parameters
    ----------
    scenario : Scenario or str
        A loaded scenario, the name of one in the library, or the path of a file.
    seed, replicate : int, default 0
        What fixes the run's luck, not negative.

    Returns
    -------
    CompiledRun
        Tables of the run, equal to those of ``BorderModel(scenario, seed, replicate)``.

    Raises
    ------
    DetenteError
        When a value is no longer finite in some round.
    """
    known = load(scenario) if isinstance(scenario, str) else scenario
    world, board, timeline, theory = prepared(known)
    board = board._replace(ledger=room(len(board.sides), LEDGER))
    shape = (1, world.rounds + 1, len(world.borders) + 1, len(SUMMARIZED), LANES)
    seen, failed = room(shape), room((1, LANES))
    luck, history = room((PROCESSES, LANES), np.uint64), no_history(board, world.rounds + 1)
    numbers = (np.uint64(seed % 2**64), np.uint64(replicate))
    compiled(play_runs)(board, board.copy(), timeline, theory, numbers, seen, failed, luck, history)
    if failed[0, 0] >= 0:
        raise DetenteError(
            f"{known.name}, seed {seed}, replicate {replicate}: a value is no longer finite in round "
            f"{failed[0, 0]:g}; look at the parameters that the scenario changes"
        )
    run = CompiledRun(replace(world, scenario=known), seed, replicate)
    run.take(history, seen[0, ..., 0])
    return run
