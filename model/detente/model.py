"""`BorderModel`: the borders of a region as a Mesa model, one round a month.

The round is synchronous: each phase reads the world as the phase before left it. Agents write only their
own values, sums run in the order of the scenario, and every uniform is keyed by where it is used, so
neither the order of agents nor the number of workers can change a result.
"""

from collections.abc import Callable, Sequence
from typing import Final, TypeVar

import numpy as np
import pandas as pd

from detente.agents import Border, BorderPost, ExternalPower, Sector, State
from detente.agents.framework import DataCollector, Model, let_go
from detente.agents.population import (
    make_borders,
    make_powers,
    make_sectors,
    make_states,
    open_posts,
)
from detente.draws import Draws, Process, place_key
from detente.errors import DetenteError
from detente.record import VIEWS, Record
from detente.scenario import INSTRUMENTS, Scenario, load
from detente.world import world_of

__all__ = ["PHASES", "BorderModel"]

PHASES: Final[dict[str, str]] = {
    "timeline": "follow_timeline",
    "powers": "allocate_effort",
    "crime": "watch_crime",
    "encounters": "meet",
    "diplomacy": "negotiate",
    "trade": "exchange",
    "trust": "judge",
    "troops": "move_troops",
    "politics": "govern",
    "record": "observe",
}
"""The phases of a round, in order, and the method of `BorderModel` that does each."""

_Lucky = Sector | BorderPost | Border | State
AgentKind = TypeVar("AgentKind", State, BorderPost, ExternalPower, Border)

_SECTOR_PROCESSES = (
    Process.MISUNDERSTANDING,
    Process.STANDOFF,
    Process.SKIRMISH,
    Process.SEVERITY,
)
_POST_PROCESSES = (Process.SMUGGLING, Process.TRAFFICKING, Process.INFILTRATION)
_BORDER_PROCESSES = (Process.TREATY_STEP, Process.TREATY_BREAK)
_STATE_PROCESSES = (Process.WILL, Process.STABILITY)


class BorderModel(Model):
    """States, border posts and external powers over monthly rounds.

    Parameters
    ----------
    scenario : Scenario or str
        A loaded scenario, the name of one in the library, or the path of a file.
    seed : int, default 0
        Seed of all luck, not negative. None, which Mesa's batch runner passes when it is given no
        numbers, counts as 0.
    replicate : int, default 0
        Number of the replicate, not negative: (scenario, seed, replicate) fixes the run to the bit.

    Attributes
    ----------
    seed, replicate : int
        What fixes the run's luck.
    round : int
        Rounds done; 0 at the start.
    states, borders, powers, posts : list
        Agents, in the order of the scenario.
    world : World
        The scenario as arrays and names.
    theory : Theory
        Values of all parameters.

    Raises
    ------
    ScenarioError
        When the scenario is given by name or path and has mistakes.
    DetenteError
        When seed or replicate is negative or not a whole number.

    Examples
    --------
    >>> model = BorderModel("classroom", seed=7)
    >>> model.run()
    >>> model.trajectories().columns[:4].tolist()
    ['round', 'date', 'border', 'stability']
    """

    instruments = INSTRUMENTS

    def __init__(self, scenario: Scenario | str, seed: int | None = 0, replicate: int = 0) -> None:
        seed = 0 if seed is None else seed
        for name, value in (("seed", seed), ("replicate", replicate)):
            if type(value) is not int or value < 0:
                raise DetenteError(f"{name}: found {value!r}; allowed is a whole number from 0 up")
        super().__init__(rng=seed)
        self.world = world_of(load(scenario) if isinstance(scenario, str) else scenario)
        self.theory = self.world.theory
        self.seed = seed
        self.replicate = replicate
        self.round = 0
        self.rivalry = 0.0
        self._draws = Draws(seed, replicate)
        self._keys = {
            kind: np.array([place_key(name) for name in names], dtype=np.uint64)
            for kind, names in (
                ("sector", self.world.sectors),
                ("post", self.world.posts),
                ("border", self.world.borders),
                ("state", self.world.states),
            )
        }
        self._settle()
        self.record = Record()
        self.datacollector = DataCollector(
            model_reporters={"stability": _stability, "trust": _trust, "troops": _troops}
        )
        self.observe()

    def _settle(self) -> None:
        """Make the agents, and bring what the scenario leaves open to its opening level."""
        self.states = make_states(self)
        self.powers = make_powers(self)
        self.great_powers = [p for p in self.powers if p.name in self.world.great_powers]
        self.borders = make_borders(self)
        self.sides = [side for border in self.borders for side in border.sides]
        self.sectors = make_sectors(self)
        self.posts = [post for sector in self.sectors for post in sector.posts]
        self._apply_series(0)
        for power in self.powers:
            power.opening_budget = power.budget
        open_posts(self.sides, self.theory)
        let_go(self)

    # The round

    def step(self) -> None:
        """Do one round: every phase of `PHASES` in turn.

        Raises
        ------
        DetenteError
            When the scenario's last round is done.
        """
        if self.round >= self.world.rounds:
            raise DetenteError(
                f"{self.world.scenario.name}: all {self.world.rounds} rounds are done; "
                "to go on, load the scenario with more `rounds`"
            )
        self.round += 1
        self._roll_dice()
        for method in PHASES.values():
            getattr(self, method)()
        self.running = self.round < self.world.rounds

    def run(self) -> None:
        """Do all rounds that are left."""
        while self.round < self.world.rounds:
            self.step()

    def _roll_dice(self) -> None:
        """Hand every place its uniforms of the month."""
        tables: list[tuple[Sequence[_Lucky], str, tuple[Process, ...]]] = [
            (self.sectors, "sector", _SECTOR_PROCESSES),
            (self.posts, "post", _POST_PROCESSES),
            (self.borders, "border", _BORDER_PROCESSES),
            (self.states, "state", _STATE_PROCESSES),
        ]
        for places, kind, processes in tables:
            luck = self._draws.table(self.round, processes, self._keys[kind])
            for place, numbers in zip(places, luck, strict=True):
                place.luck = numbers

    def follow_timeline(self) -> None:
        """Shocks and policies that fall due change the exogenous values of the month."""
        self._apply_series(self.round - 1)

    def _apply_series(self, month: int) -> None:
        """Set every exogenous value to that of a month, counted from 0."""
        series = self.world.series
        self.rivalry = float(series.rivalry[month])
        for i, state in enumerate(self.states):
            state.will_shift = float(series.will[month, i])
            state.stability_shock = float(series.stability[month, i])
            state.sovereignty = float(series.sovereignty[month, i])
            state.insurgency = float(series.insurgency[month, i])
        for p, power in enumerate(self.powers):
            power.budget = float(series.effort[month, p])
            mandate = series.mandate[month, p].tolist()
            power.mandate = dict(zip(self.world.borders, mandate, strict=True))
        for b, border in enumerate(self.borders):
            border.csbm_policy = series.csbm[month, b].tolist()
            border.closure = float(series.closure[month, b])
            border.facilitation = float(series.facilitation[month, b])
            border.forced_clash = float(series.clash[month, b])
            for d, side in enumerate(border.sides):
                side.cut = float(series.cut[month, b, d])
                side.legacy_posture = float(series.posture[month, b, d])
                side.trust_shock = float(series.trust[month, b, d])

    def allocate_effort(self) -> None:
        """External powers and organizations allocate a limited effort over borders."""
        self._agents_do(ExternalPower, ExternalPower.allocate)
        self._agents_do(Border, lambda border: border.receive_effort(self.great_powers))

    def watch_crime(self) -> None:
        """Smuggling, trafficking and insurgent infiltration at every post."""
        self._agents_do(BorderPost, BorderPost.watch)
        for side in self.sides:
            side.remember_crime(self.theory)

    def meet(self) -> None:
        """Misunderstanding, stand-off and skirmish between facing posts."""
        self._agents_do(Border, Border.meet)

    def negotiate(self) -> None:
        """CSBMs are adopted, kept up or lapse; treaties advance; borders are delimited."""
        self._agents_do(Border, Border.negotiate)

    def exchange(self) -> None:
        """Trade links grow or shrink with openness, infrastructure, trust and violence."""
        self._agents_do(Border, Border.exchange)

    def judge(self) -> None:
        """Each side's trust moves by the contributions of this round."""
        for side in self.sides:
            side.judge(self.theory)

    def move_troops(self) -> None:
        """States set their targets and posts move toward them; trust and troops change at once."""
        for side in self.sides:
            side.plan_troops(self.theory)
        for side in self.sides:
            side.act(self.theory)

    def govern(self) -> None:
        """Political will, stability and influence follow what happened at the borders."""
        self._agents_do(State, State.govern)
        self._agents_do(State, lambda state: state.drift(self.great_powers))

    def observe(self) -> None:
        """Write the round down."""
        for border in self.borders:
            border.look_back()
        self.record.take(self)
        self.datacollector.collect(self)

    def _agents_do(self, kind: type[AgentKind], act: Callable[[AgentKind], None]) -> None:
        """Let every agent of a kind act; there may be no power at all."""
        if kind in self.agents_by_type:
            self.agents_by_type[kind].do(act)

    # What a run leaves behind

    @property
    def stability(self) -> float:
        """Stability of the region: mean of the index over borders."""
        return _mean_over_borders(self, "stability")

    def trajectories(self, by: str = "border") -> pd.DataFrame:
        """Table of the run so far, from round 0, the state at the start.

        Parameters
        ----------
        by : {"border", "region", "side", "state", "power", "post"}
            What a row stands for, beside its round.

        Returns
        -------
        DataFrame
            Columns ``round`` and ``date`` (first day of the month at whose end the record was taken),
            names, and the variables of `docs/odd.md`.

        Raises
        ------
        DetenteError
            For an unknown view.
        """
        if by not in VIEWS:
            raise DetenteError(f"by: found {by!r}; allowed are {', '.join(VIEWS)}")
        return self.record.table(by, self)

    def events(self) -> pd.DataFrame:
        """Table of everything that happened, one row each.

        Returns
        -------
        DataFrame
            Columns round, date, border, sector, side, kind, severity (casualties), outcome,
            trust_change, alert_change (means over the two sides), load_change and until (month in
            which an event of the timeline is over, or NaT). An event of the timeline has a row for
            each border that it acts on, and one without a border where it acts on the whole region.
        """
        return self.record.event_table(self)

    def ledger(self) -> pd.DataFrame:
        """Table of contributions: for each month, border and side the terms of every change.

        Returns
        -------
        DataFrame
            Columns round, date, border, side, quantity (trust or troops), term, mechanism, change
            (trust points or persons). The terms of a month add up to the change.
        """
        return self.record.ledger(self)


def _mean_over_borders(model: BorderModel, variable: str) -> float:
    """Mean of a variable over borders, added in their order."""
    total = 0.0
    for border in model.borders:
        total += getattr(border, variable)
    return total / len(model.borders)


def _stability(model: BorderModel) -> float:
    """Reporter of the region's stability."""
    return model.stability


def _trust(model: BorderModel) -> float:
    """Reporter of the region's trust."""
    return _mean_over_borders(model, "trust")


def _troops(model: BorderModel) -> float:
    """Reporter of all troops of the region, persons."""
    total = 0.0
    for border in model.borders:
        total += border.troops
    return total
