"""Where the compiled engine keeps a world: one record per border, side, sector, post, state and power.

The fields carry the names of the agents' attributes, and a phase of the compiled engine reads them as the
agents do: ``border.trade``, ``side.trust``. Side ``d`` of border ``b`` is number ``2 b + d``, and the post
of that side on sector ``k`` is number ``2 k + d``. What never changes in a run stands beside what does,
so that a run starts from one copy.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.draws import place_key
from detente.ledger import TROOP_TERMS, TRUST_TERMS
from detente.rules.csbm import EFFECTS, MEASURES
from detente.rules.parameters import Theory
from detente.scenario import INSTRUMENTS
from detente.series import Series
from detente.world import World

__all__ = ["BORDER", "Board", "Records", "Timeline", "board_of", "theory_record", "timeline_of"]

Records = NDArray[np.void]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def _record(floats: str, whole: str = "", **nested: int) -> np.dtype[np.void]:
    """Describe a record: numbers, whole numbers, the key of its place, and rows of numbers."""
    fields: list[Any] = [("key", np.uint64)]
    fields += [(name, np.float64) for name in floats.split()]
    fields += [(name, np.int64) for name in whole.split()]
    fields += [(name, np.float64, (length,)) for name, length in nested.items()]
    return np.dtype(fields)


BORDER: Final = _record(
    "reference trade_potential delimited newly_delimited trade openness infrastructure customs "
    "joint_projects interdependence support mediation monitoring peacekeeping infrastructure_effort "
    "customs_effort joint_projects_effort capacity rivalry prevention deescalation joint_policing "
    "verification misunderstandings standoffs skirmishes severity lapsed violence trust lower_trust "
    "density alert will state_stability forced_clash closure facilitation",
    "treaty_stage treaty_months compliant_months calm_months first_sector end_sector",
    csbm=len(MEASURES),
    recent_density=12,
)
SIDE: Final = _record(
    "reference strategic_asset trust_baseline trust next_trust troops next_troops signed_troops growth "
    "alert load_memory crime_load guarantee violation compliance cut legacy_posture trust_shock",
    "state border opponent",
    trust_terms=len(TRUST_TERMS),
    troop_terms=len(TROOP_TERMS),
)
SECTOR: Final = _record(
    "reference dispute crime_attraction terrain misunderstandings standoffs skirmishes casualties "
    "misunderstanding_rate",
    "border",
)
POST: Final = _record("troops risk", pressure=3, incidents=3)
STATE: Final = _record(
    "will will_norm stability stability_norm insurgency sovereignty will_shift stability_shock "
    "trust_sum alert_sum",
    "first_side end_side",
)
POWER: Final = _record("budget opening_budget", "seeks_trade leader", instruments=len(INSTRUMENTS))
THEORY: Final = np.dtype(
    [
        (name, np.float64, (len(MEASURES),)) if name in EFFECTS else (name, np.float64)
        for name in Theory._fields
    ]
)


class Board(NamedTuple):
    """A world as the compiled engine moves it.

    Attributes
    ----------
    borders, sides, sectors, posts, states, powers : array of records
        In the order of the scenario.
    influence : array, shape (states, great powers)
        Influence of the great powers over the states.
    effort : array, shape (powers, borders)
        Effort of each power on each border.
    great_powers : array of int, shape (great powers,)
        Which powers they are.
    sides_of_states : array of int, shape (sides,)
        Sides by state; those of a state stand from its ``first_side`` to its ``end_side``.
    """

    borders: Records
    sides: Records
    sectors: Records
    posts: Records
    states: Records
    powers: Records
    influence: Floats
    effort: Floats
    great_powers: Places
    sides_of_states: Places

    def copy(self) -> "Board":
        """Copy everything, so that a run can move it."""
        return Board(*(part.copy() for part in self))


class Timeline(NamedTuple):
    """Exogenous values by round, as `detente.series.Series` holds them."""

    will: Floats
    stability: Floats
    sovereignty: Floats
    insurgency: Floats
    effort: Floats
    mandate: Floats
    rivalry: Floats
    trust: Floats
    cut: Floats
    posture: Floats
    clash: Floats
    closure: Floats
    facilitation: Floats
    csbm: Floats


def timeline_of(series: Series) -> Timeline:
    """Take over the exogenous values of a world."""
    return Timeline(*(np.ascontiguousarray(getattr(series, name)) for name in Timeline._fields))


def theory_record(theory: Theory) -> Records:
    """Write the values of all parameters into one record."""
    record = np.zeros(1, THEORY)
    for name in Theory._fields:
        record[name] = getattr(theory, name)
    return record


def _filled(dtype: np.dtype[np.void], names: tuple[str, ...], **values: Any) -> Records:
    """Make the records of some places, with what is known of them at the start."""
    records = np.zeros(len(names), dtype)
    records["key"] = [place_key(name) for name in names]
    for field, value in values.items():
        records[field] = value
    return records


def board_of(world: World) -> Board:
    """Set up a world before its first round; the rules still have to settle what they decide."""
    sides_of_states = [
        np.flatnonzero(world.border_states.ravel() == i) for i in range(len(world.states))
    ]
    ends = np.cumsum([len(sides) for sides in sides_of_states], dtype=np.int64)
    end_sector = np.searchsorted(world.sector_border, np.arange(len(world.borders)), side="right")
    first_sector = np.searchsorted(world.sector_border, np.arange(len(world.borders)))
    sectors_of_border = (end_sector - first_sector)[world.sector_border]
    return Board(
        borders=_filled(
            BORDER,
            world.borders,
            **{name: getattr(world, name) for name in _OPENING_OF_BORDERS},
            calm_months=12,
            first_sector=first_sector,
            end_sector=end_sector,
        ),
        sides=_sides(world),
        sectors=_filled(
            SECTOR,
            world.sectors,
            border=world.sector_border,
            reference=world.reference[world.sector_border] / sectors_of_border,
            dispute=world.dispute,
            crime_attraction=world.crime_attraction,
            terrain=world.terrain,
        ),
        posts=_filled(POST, world.posts),
        states=_filled(
            STATE,
            world.states,
            will=world.will,
            will_norm=world.will,
            stability=world.stability,
            stability_norm=world.stability,
            first_side=ends - [len(sides) for sides in sides_of_states],
            end_side=ends,
        ),
        powers=_filled(
            POWER,
            world.powers,
            seeks_trade=world.seeks_trade,
            leader=world.leader,
            instruments=world.instruments,
        ),
        influence=world.influence.copy(),
        effort=np.zeros((len(world.powers), len(world.borders))),
        great_powers=np.array([world.powers.index(name) for name in world.great_powers], dtype=int),
        sides_of_states=np.concatenate(sides_of_states),
    )


_OPENING_OF_BORDERS: Final = (
    "reference",
    "trade_potential",
    "delimited",
    "trade",
    "openness",
    "infrastructure",
    "customs",
    "joint_projects",
    "csbm",
    "treaty_stage",
    "treaty_months",
)


def _sides(world: World) -> Records:
    """Make the two sides of every border."""
    count = 2 * len(world.borders)
    sides = np.zeros(count, SIDE)
    sides["state"] = world.border_states.ravel()
    sides["border"] = np.repeat(np.arange(len(world.borders)), 2)
    sides["opponent"] = np.arange(count) ^ 1
    sides["reference"] = np.repeat(world.reference, 2)
    for field in ("strategic_asset", "trust_baseline", "trust", "troops"):
        sides[field] = getattr(world, field).ravel()
    sides["signed_troops"] = sides["troops"]
    return sides
