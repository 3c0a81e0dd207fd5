"""Where the compiled engine keeps a world: one record per border, side, sector, post, state and power.

The fields carry the names of the agents' attributes, and a phase of the compiled engine reads them as
the agents do: ``border.trade``, ``side.trust``. What every run moves in its own way is a row of `LANES`
numbers, one for each of the runs that are played side by side; what is the same in all of them is one
number. Side ``d`` of border ``b`` is number ``2 b + d``, and the post of that side on sector ``k`` is
number ``2 k + d``. What never changes in a run stands beside what does, so that a run starts from one
copy.
"""

from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.draws import place_key
from detente.ensemble.lanes import LANES
from detente.ledger import TROOP_TERMS, TRUST_TERMS
from detente.rules.csbm import EFFECTS, MEASURES
from detente.rules.parameters import Theory
from detente.scenario import INSTRUMENTS
from detente.world import World

__all__ = [
    "BORDER",
    "LEDGER",
    "Board",
    "Records",
    "board_of",
    "of_one_run",
    "room",
    "theory_record",
]

Records = NDArray[np.void]
Floats = NDArray[np.float64]
Places = NDArray[np.int64]


def _record(moving: str, same: str = "", places: str = "", **nested: int) -> np.dtype[np.void]:
    """Describe a record: numbers and rows of numbers that move, and what is the same in all runs."""
    fields: list[Any] = [(name, np.float64, (LANES,)) for name in moving.split()]
    fields += [(name, np.float64, (length, LANES)) for name, length in nested.items()]
    fields += [("key", np.uint64)]
    fields += [(name, np.float64) for name in same.split()]
    fields += [(name, np.int64) for name in places.split()]
    closely = np.dtype(fields)
    known = dict(closely.fields or {})
    described: Any = {
        "names": list(known),
        "formats": [field[0] for field in known.values()],
        "offsets": [field[1] for field in known.values()],
        "itemsize": closely.itemsize + -closely.itemsize % (8 * LANES),
    }
    padded: np.dtype[np.void] = np.dtype(described)
    return padded


def of_one_run(record: np.dtype[np.void]) -> np.dtype[np.void]:
    """Describe a record with the same fields for one run: a number in place of a row."""
    fields = []
    for name in record.names or ():
        base, shape = record[name].base, record[name].shape
        fields.append((name, base, shape[:-1] if shape and shape[-1] == LANES else shape))
    return np.dtype(fields)


BORDER: Final = _record(
    "delimited newly_delimited trade openness infrastructure customs joint_projects interdependence "
    "support mediation monitoring peacekeeping infrastructure_effort customs_effort "
    "joint_projects_effort capacity rivalry prevention deescalation joint_policing verification "
    "misunderstandings standoffs skirmishes severity lapsed violence trust lower_trust density alert "
    "will state_stability treaty_stage treaty_months compliant_months calm_months",
    "reference trade_potential forced_clash closure facilitation",
    "first_sector end_sector",
    csbm=len(MEASURES),
    recent_density=12,
)
SIDE: Final = _record(
    "trust next_trust troops next_troops signed_troops growth alert load_memory crime_load guarantee "
    "violation compliance",
    "reference strategic_asset trust_baseline cut legacy_posture trust_shock",
    "state border opponent",
)
LEDGER: Final = _record("", trust_terms=len(TRUST_TERMS), troop_terms=len(TROOP_TERMS))
SECTOR: Final = _record(
    "misunderstandings standoffs skirmishes casualties misunderstanding_rate",
    "reference dispute crime_attraction terrain",
    "border",
)
POST: Final = _record("troops risk", pressure=3, incidents=3)
STATE: Final = _record(
    "will stability trust_sum alert_sum",
    "will_norm stability_norm insurgency sovereignty will_shift stability_shock",
    "first_side end_side",
)
POWER: Final = np.dtype(
    [
        ("budget", np.float64),
        ("opening_budget", np.float64),
        ("seeks_trade", np.int64),
        ("leader", np.int64),
        ("instruments", np.float64, (len(INSTRUMENTS),)),
    ]
)
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
    ledger : array of records, shape (sides,) or (1,)
        This month's contributions by side; where nobody asks for them, all sides share one place.
    influence : array, shape (states, great powers, LANES)
        Influence of the great powers over the states.
    effort : array, shape (powers, borders, LANES)
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
    ledger: Records
    influence: Floats
    effort: Floats
    great_powers: Places
    sides_of_states: Places

    def copy(self) -> "Board":
        """Copy everything, so that a run can move it."""
        return Board(*(_copy(part) for part in self))


def theory_record(theory: Theory) -> Records:
    """Write the values of all parameters into one record."""
    record = np.zeros(1, THEORY)
    for name in Theory._fields:
        record[name] = getattr(theory, name)
    return record


def room(shape: int | tuple[int, ...], dtype: Any = np.float64) -> NDArray[Any]:
    """Make an array of zeros whose first number stands where a row of `LANES` should start in memory."""
    size = int(np.prod(shape)) * np.dtype(dtype).itemsize
    raw = np.zeros(size + 8 * LANES, np.uint8)
    start = -raw.ctypes.data % (8 * LANES)
    made: NDArray[Any] = raw[start : start + size].view(dtype).reshape(shape)
    return made


def _copy(part: NDArray[Any]) -> NDArray[Any]:
    """Copy an array to a place where rows start well."""
    copied = room(part.shape, part.dtype)
    copied[...] = part
    return copied


def _in_rows(values: Any) -> NDArray[np.float64]:
    """Repeat numbers in every lane."""
    array = np.asarray(values, dtype=float)[..., None]
    return _copy(np.broadcast_to(array, (*array.shape[:-1], LANES)))


def _filled(dtype: np.dtype[np.void], names: tuple[str, ...], **values: Any) -> Records:
    """Make the records of some places, with what is known of them at the start."""
    records = room(len(names), dtype)
    if "key" in (dtype.names or ()):
        records["key"] = [place_key(name) for name in names]
    for field, value in values.items():
        shape = records[field].shape
        is_row = len(shape) > 1 and shape[-1] == LANES
        records[field] = np.asarray(value)[..., None] if is_row and np.ndim(value) else value
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
        ledger=room(1, LEDGER),
        influence=_in_rows(world.influence),
        effort=room((len(world.powers), len(world.borders), LANES)),
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
    sides = room(count, SIDE)
    sides["state"] = world.border_states.ravel()
    sides["border"] = np.repeat(np.arange(len(world.borders)), 2)
    sides["opponent"] = np.arange(count) ^ 1
    sides["reference"] = np.repeat(world.reference, 2)
    for field in ("strategic_asset", "trust_baseline"):
        sides[field] = getattr(world, field).ravel()
    for field in ("trust", "troops"):
        sides[field] = getattr(world, field).ravel()[:, None]
    sides["signed_troops"] = sides["troops"]
    return sides
