"""A scenario as plain arrays and names: the one form that both engines start from.

States, borders, sectors, posts and powers are numbered in the order of their names, in which a scenario
holds them; side 0 of a border is the first of its two states. Everything exogenous (the timeline,
mandates) is unrolled into one value per round by `detente.series`. The world knows nothing of files and
does not move.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from detente.rules.csbm import MEASURES
from detente.rules.parameters import Theory, theory_from
from detente.scenario import INSTRUMENTS, Border, Power, Scenario, State
from detente.series import Series, unroll

__all__ = ["COMPLETED", "IN_FORCE", "NONE", "TALKS", "TREATY_STAGES", "World", "world_of"]

TREATY_STAGES: Final[tuple[str, ...]] = ("none", "talks", "in_force", "completed")
"""Stages of a border's treaty on troops."""

NONE, TALKS, IN_FORCE, COMPLETED = range(len(TREATY_STAGES))

Floats = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True)
class World:
    """A scenario, ready to be moved by an engine.

    Attributes
    ----------
    scenario : Scenario
        Where everything comes from.
    theory : Theory
        Values of all parameters.
    rounds : int
        Number of rounds.
    states, borders, powers, great_powers : tuple of str
        Names.
    sectors, posts : tuple of str
        Full names, ``border/sector`` and ``border/sector/state``; posts 2k and 2k + 1 face each other
        on sector k.
    will, stability : array, shape (states,)
        Opening values, which are also the norms.
    influence : array, shape (states, great_powers)
        Opening influence of the great powers.
    border_states : array of int, shape (borders, 2)
        State on each side.
    reference : array, shape (borders,)
        Persons per side at the policing norm.
    trust, trust_baseline, troops, strategic_asset : array, shape (borders, 2)
        Opening values by side; troops in persons.
    trade_potential, delimited, trade, openness : array, shape (borders,)
        Opening values.
    infrastructure, customs, joint_projects : array, shape (borders,)
        Opening values.
    csbm : array, shape (borders, 9)
        Opening levels of the CSBMs.
    treaty_stage, treaty_months : array of int, shape (borders,)
        Opening stage and months since signing.
    sector_border : array of int, shape (sectors,)
        Border of each sector.
    dispute, crime_attraction, terrain : array, shape (sectors,)
        Fixed features of the sectors.
    seeks_trade : array of bool, shape (powers,)
        Whether trade draws the power's attention, rather than tension.
    leader : array of int, shape (powers,)
        Great power whose influence carries the power's guarantee, or -1.
    instruments : array, shape (powers, 9)
        Weight of each of `INSTRUMENTS`.
    series : Series
        Exogenous values by round.
    """

    scenario: Scenario
    theory: Theory
    rounds: int
    states: tuple[str, ...]
    borders: tuple[str, ...]
    powers: tuple[str, ...]
    great_powers: tuple[str, ...]
    sectors: tuple[str, ...]
    posts: tuple[str, ...]
    will: Floats
    stability: Floats
    influence: Floats
    border_states: Places
    reference: Floats
    trust: Floats
    trust_baseline: Floats
    troops: Floats
    strategic_asset: Floats
    trade_potential: Floats
    delimited: Floats
    trade: Floats
    openness: Floats
    infrastructure: Floats
    customs: Floats
    joint_projects: Floats
    csbm: Floats
    treaty_stage: Places
    treaty_months: Places
    sector_border: Places
    dispute: Floats
    crime_attraction: Floats
    terrain: Floats
    seeks_trade: NDArray[np.bool_]
    leader: Places
    instruments: Floats
    series: Series

    def __deepcopy__(self, memo: dict[int, object]) -> "World":
        """Nothing in a world ever changes, so copies of a model share it."""
        return self


def world_of(scenario: Scenario) -> World:
    """Turn a scenario into arrays and names.

    Parameters
    ----------
    scenario : Scenario
        A loaded scenario; it has been checked already.

    Returns
    -------
    World
        The scenario in the order of its names.
    """
    theory = theory_from(scenario.theory_values())
    states = tuple(scenario.states)
    borders = list(scenario.borders.values())
    great = tuple(n for n, p in scenario.powers.items() if p.kind == "great_power")
    sectors = [(b, s) for b in scenario.borders for s in scenario.borders[b].sectors]
    place_of = {name: i for i, name in enumerate(states)}
    border_of = {name: b for b, name in enumerate(scenario.borders)}
    reference = theory.policing_norm * _column(borders, "length_km")
    return World(
        scenario=scenario,
        theory=theory,
        rounds=scenario.rounds,
        states=states,
        borders=tuple(scenario.borders),
        powers=tuple(scenario.powers),
        great_powers=great,
        sectors=tuple(f"{b}/{s}" for b, s in sectors),
        posts=tuple(f"{b}/{s}/{state}" for b, s in sectors for state in scenario.borders[b].sides),
        will=_column(scenario.states.values(), "will"),
        stability=_column(scenario.states.values(), "stability"),
        influence=_influence(list(scenario.states.values()), great),
        border_states=np.array([[place_of[s] for s in b.sides] for b in borders]),
        reference=reference,
        trust=_by_side(borders, "trust"),
        trust_baseline=_by_side(borders, "trust_baseline"),
        troops=_by_side(borders, "troops_per_km") * _column(borders, "length_km")[:, None],
        strategic_asset=_by_side(borders, "strategic_asset"),
        trade_potential=_column(borders, "trade_potential"),
        delimited=_column(borders, "delimited"),
        trade=_column(borders, "trade"),
        openness=_column(borders, "openness"),
        infrastructure=_column(borders, "infrastructure"),
        customs=_column(borders, "customs"),
        joint_projects=_column(borders, "joint_projects"),
        csbm=np.array([[b.csbm.get(measure, 0.0) for measure in MEASURES] for b in borders]),
        treaty_stage=np.array([TREATY_STAGES.index(b.treaty) for b in borders]),
        treaty_months=np.array([_months_in_force(b, scenario) for b in borders]),
        sector_border=np.array([border_of[b] for b, _ in sectors]),
        dispute=_sector_column(scenario, sectors, "dispute"),
        crime_attraction=_sector_column(scenario, sectors, "crime_attraction"),
        terrain=_sector_column(scenario, sectors, "terrain"),
        seeks_trade=np.array(
            [power.attention == "trade" for power in scenario.powers.values()], dtype=bool
        ),
        leader=np.array([_leader(p, great) for p in scenario.powers.values()], dtype=int),
        instruments=_instruments(list(scenario.powers.values())),
        series=unroll(scenario),
    )


def _column(things: Iterable[State] | Iterable[Border], name: str) -> Floats:
    """One number of each state or border."""
    return np.array([getattr(thing, name) for thing in things], dtype=float)


def _by_side(borders: list[Border], name: str) -> Floats:
    """One number of each side of each border."""
    return np.array([[getattr(b, name)[side] for side in b.sides] for b in borders], dtype=float)


def _sector_column(scenario: Scenario, sectors: list[tuple[str, str]], name: str) -> Floats:
    """One number of each sector."""
    return np.array([getattr(scenario.borders[b].sectors[s], name) for b, s in sectors])


def _influence(states: list[State], great_powers: tuple[str, ...]) -> Floats:
    """Influence of every great power over every state."""
    rows = [[state.influence.get(power, 0.0) for power in great_powers] for state in states]
    return np.array(rows, dtype=float).reshape(len(states), len(great_powers))


def _leader(power: Power, great_powers: tuple[str, ...]) -> int:
    """Number of the great power whose influence carries a power's guarantee, or -1."""
    return -1 if power.leader is None else great_powers.index(power.leader)


def _instruments(powers: list[Power]) -> Floats:
    """Weight of every instrument of every power."""
    rows = [[power.instruments[name] for name in INSTRUMENTS] for power in powers]
    return np.array(rows, dtype=float).reshape(len(powers), len(INSTRUMENTS))


def _months_in_force(border: Border, scenario: Scenario) -> int:
    """Months since the treaty was signed, 0 without one."""
    if border.treaty_signed is None:
        return 0
    return scenario.start.since(border.treaty_signed)
