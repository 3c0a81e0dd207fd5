"""What a run leaves behind: trajectories, events and the ledger, as pandas tables.

A `Record` looks at the world at the end of each round and writes down rows of plain numbers; tables are
made only when asked for. Round 0 is the state at the start. Recording changes nothing in the world.
"""

from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pandas as pd

from detente.events import Before, Event, events_of_round
from detente.ledger import ledger_table
from detente.measures import COMPONENTS, classify, stability_geometric, stability_index
from detente.rules.csbm import MEASURES

if TYPE_CHECKING:
    from detente.agents import Border
    from detente.model import BorderModel

__all__ = ["VIEWS", "Record"]

VIEWS: Final[tuple[str, ...]] = ("border", "region", "side", "state", "power", "post")
"""What trajectories can be given by."""

_BORDER_COLUMNS = (
    "round",
    "border",
    "stability",
    "stability_geometric",
    *(f"part_{name}" for name in COMPONENTS),
    "status",
    "trust",
    "troops",
    "density",
    "alert",
    "crime_load",
    "cooperation",
    *(f"csbm_{name}" for name in MEASURES),
    "treaty",
    "verification",
    "delimited",
    "trade",
    "openness",
    "infrastructure",
    "customs",
    "joint_projects",
    "support",
    "rivalry",
    "misunderstandings",
    "standoffs",
    "skirmishes",
    "severity",
    "smuggling",
    "trafficking",
    "infiltration",
)
_SIDE_COLUMNS = (
    "round",
    "border",
    "state",
    "opponent",
    "trust",
    "troops",
    "density",
    "alert",
    "crime_load",
    "guarantee",
    "compliance",
)
_REGION_SUMS = (
    "troops",
    "misunderstandings",
    "standoffs",
    "skirmishes",
    "severity",
    "smuggling",
    "trafficking",
    "infiltration",
)
_REGION_MEANS = (
    "stability",
    "stability_geometric",
    *(f"part_{name}" for name in COMPONENTS),
    "trust",
    "density",
    "alert",
    "crime_load",
    "cooperation",
    "verification",
    "delimited",
    "trade",
    "openness",
    "support",
    "rivalry",
)


class Record:
    """Rows of a run, round by round.

    Attributes
    ----------
    events : list of Event
        What happened, in the order of rounds and borders.
    """

    def __init__(self) -> None:
        self._borders: list[tuple[Any, ...]] = []
        self._sides: list[tuple[Any, ...]] = []
        self._states: list[tuple[Any, ...]] = []
        self._powers: list[tuple[Any, ...]] = []
        self._posts: list[tuple[Any, ...]] = []
        self._trust_terms: list[list[tuple[float, ...]]] = []
        self._troop_terms: list[list[tuple[float, ...]]] = []
        self._before: dict[str, Before] = {}
        self.events: list[Event] = []

    def take(self, model: "BorderModel") -> None:
        """Write down the world as it is at the end of a round, and at the start."""
        now = model.round
        self._borders += [_border_row(now, border) for border in model.borders]
        self._sides += [
            (
                now,
                side.border.name,
                side.state.name,
                side.opponent.state.name,
                side.trust,
                side.troops,
                side.density,
                side.alert,
                side.crime_load,
                side.guarantee,
                side.compliance,
            )
            for side in model.sides
        ]
        self._states += [
            (
                now,
                state.name,
                state.will,
                state.stability,
                state.insurgency,
                *state.influence.values(),
            )
            for state in model.states
        ]
        self._powers += [
            (now, power.name, border.name, border.effort.get(power.name, 0.0))
            for power in model.powers
            for border in model.borders
        ]
        self._posts += [
            (
                now,
                post.side.border.name,
                post.sector.name,
                post.side.state.name,
                post.label,
                post.troops,
                *post.pressure,
                *post.incidents,
            )
            for post in model.posts
        ]
        if now > 0:
            self._trust_terms.append([side.trust_terms for side in model.sides])
            self._troop_terms.append([side.troop_terms for side in model.sides])
            self.events += events_of_round(model, self._before)
        self._before = {border.name: Before.of(border) for border in model.borders}

    # Tables

    def table(self, by: str, model: "BorderModel") -> pd.DataFrame:
        """Trajectories by one of `VIEWS`, with dates."""
        if by in ("border", "region"):
            borders = pd.DataFrame(self._borders, columns=list(_BORDER_COLUMNS))
            table = _region(borders) if by == "region" else classify(borders)
        elif by == "side":
            table = pd.DataFrame(self._sides, columns=list(_SIDE_COLUMNS))
        elif by == "state":
            influence = [f"influence_{power.name}" for power in model.great_powers]
            columns = ["round", "state", "will", "stability", "insurgency", *influence]
            table = pd.DataFrame(self._states, columns=columns)
        elif by == "power":
            table = pd.DataFrame(self._powers, columns=["round", "power", "border", "effort"])
        else:
            kinds = ["smuggling", "trafficking", "infiltration"]
            columns = ["round", "border", "sector", "state", "post", "troops"]
            columns += [f"{kind}_pressure" for kind in kinds] + kinds
            table = pd.DataFrame(self._posts, columns=columns)
        return _dated(table, model)

    def event_table(self, model: "BorderModel") -> pd.DataFrame:
        """Everything that happened, one row each."""
        table = pd.DataFrame(self.events, columns=list(Event._fields))
        table["until"] = pd.to_datetime(table["until"].replace("", None), format="%Y-%m")
        kinds = {name: hint for name, hint in Event.__annotations__.items() if name != "until"}
        return _dated(table.astype(kinds | {"until": "datetime64[us]"}), model)

    def ledger(self, model: "BorderModel") -> pd.DataFrame:
        """Contributions to every change of trust and troops."""
        sides = [(side.border.name, side.state.name) for side in model.sides]
        rounds = len(self._trust_terms)
        dates = _months(model)[1 : rounds + 1]
        shape = (rounds, len(sides), -1)
        if rounds == 0:
            shape = (0, len(sides), 1)
        trust = np.array(self._trust_terms, dtype=float).reshape(shape)
        troops = np.array(self._troop_terms, dtype=float).reshape(shape)
        return ledger_table(trust, troops, dates, sides)


def _border_row(now: int, border: "Border") -> tuple[Any, ...]:
    """One row of the trajectories by border, in the order of `_BORDER_COLUMNS`."""
    components = border.components
    return (
        now,
        border.name,
        stability_index(components),
        stability_geometric(components),
        *[w * c for w, c in zip(COMPONENTS.values(), components, strict=True)],
        border.status,
        border.trust,
        border.troops,
        border.density,
        border.alert,
        border.crime_load,
        border.cooperation,
        *border.csbm,
        border.treaty,
        border.verification,
        border.delimited,
        border.trade,
        border.openness,
        border.infrastructure,
        border.customs,
        border.joint_projects,
        border.support,
        border.rivalry,
        border.misunderstandings,
        border.standoffs,
        border.skirmishes,
        border.severity,
        *[
            border.sides[0].count_incidents(kind) + border.sides[1].count_incidents(kind)
            for kind in range(3)
        ],
    )


def _region(borders: pd.DataFrame) -> pd.DataFrame:
    """Means over borders of levels, and sums of troops and counts."""
    by_round = borders.groupby("round", sort=True)
    means = by_round[list(_REGION_MEANS)].mean()
    sums = by_round[list(_REGION_SUMS)].sum()
    return means.join(sums).reset_index()


def _months(model: "BorderModel") -> pd.DatetimeIndex:
    """Month at whose end each record was taken; record 0 is the month before the start."""
    first = pd.Period(str(model.world.scenario.start), freq="M") - 1
    return pd.period_range(first, periods=model.world.rounds + 1, freq="M").to_timestamp()


def _dated(table: pd.DataFrame, model: "BorderModel") -> pd.DataFrame:
    """Add the month after the round."""
    table.insert(1, "date", _months(model)[table["round"].to_numpy(dtype=int)])
    return table
