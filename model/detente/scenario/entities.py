"""What exists in a scenario: states, external powers, borders and their sectors.

Every field carries its meaning, unit and bounds, and is the only place where they are written down: the
messages about mistakes, the JSON Schema and the documentation read them from here. The classes hold a
scenario after it has been resolved, so that values by side are known for both sides and a sector has its
own dispute, crime attraction and terrain. References between parts are checked elsewhere.
"""

from collections.abc import Mapping
from typing import Annotated, Final, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
)

from detente.rules.csbm import MEASURES
from detente.scenario.months import Month

__all__ = [
    "BY_SIDE",
    "INSTRUMENTS",
    "SECTOR_FIELDS",
    "Border",
    "BorderKey",
    "LowerKey",
    "Mandate",
    "MonthField",
    "Part",
    "Power",
    "PowerKey",
    "Sector",
    "Share",
    "State",
    "StateKey",
    "Text",
]

BY_SIDE: Final[tuple[str, ...]] = ("trust", "trust_baseline", "troops_per_km", "strategic_asset")
"""Fields of a border that have a value on each side; one number stands for both."""

SECTOR_FIELDS: Final[tuple[str, ...]] = ("dispute", "crime_attraction", "terrain")
"""Fields of a border that a sector may have otherwise."""

INSTRUMENTS: Final[tuple[str, ...]] = (
    "support",
    "guarantee",
    "mediation",
    "monitoring",
    "peacekeeping",
    "infrastructure",
    "customs",
    "joint_projects",
    "capacity",
)
"""What the effort of a power can do on a border."""


def _month(value: object) -> object:
    """Read a month from its text."""
    if isinstance(value, str):
        return Month.parse(value)
    return value


def _stripped(value: object) -> object:
    """Take the space around a text away, such as the line end of a folded paragraph."""
    return value.strip() if isinstance(value, str) else value


def _all_measures(levels: Mapping[str, float]) -> dict[str, float]:
    """Levels of all measures, 0 where none is given."""
    return dict.fromkeys(MEASURES, 0.0) | dict(levels)


def _all_instruments(weights: Mapping[str, float]) -> dict[str, float]:
    """Weights of all instruments, 0 where none is given."""
    return dict.fromkeys(INSTRUMENTS, 0.0) | dict(weights)


Text = Annotated[str, BeforeValidator(_stripped), Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
StateKey = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
PowerKey = Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9]{1,11}$")]
BorderKey = Annotated[str, Field(pattern=r"^[A-Z0-9][A-Z0-9-]{0,39}$")]
LowerKey = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]{0,59}$")]
MonthField = Annotated[
    Month, BeforeValidator(_month), PlainSerializer(str), Field(json_schema_extra={"month": True})
]


class Part(BaseModel):
    """A frozen part of a scenario that knows all of its keys and takes numbers for numbers only."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class State(Part):
    """A country, with what its government can and wants to do at the start."""

    name: Text = Field(description="name of the state")
    will: float = Field(ge=0.02, le=1, description="political will to reduce tension, share")
    stability: float = Field(ge=0.02, le=1, description="internal political stability, share")
    insurgency: float = Field(
        ge=0, le=2, description="insurgent groups that set out from the state, 1 = Afghanistan 2000"
    )
    sovereignty: float = Field(
        default=0.0, ge=0, le=3, description="salience of sovereignty beyond the usual"
    )
    influence: Mapping[str, Share] = Field(
        default_factory=dict, description="influence of great powers over the state, share"
    )


class Mandate(Part):
    """How far a border is a power's business; the first field that applies to it counts."""

    borders: Mapping[str, Share] = Field(
        default_factory=dict, description="weight of single borders, share"
    )
    own: Share = Field(
        default=0.0, description="weight of borders of the state of the same name, share"
    )
    members: Share = Field(default=0.0, description="weight where both sides are members, share")
    frontier: Share = Field(default=0.0, description="weight where one side is a member, share")
    elsewhere: Share = Field(default=0.0, description="weight of any other border, share")
    maritime: Share = Field(default=1.0, description="factor on maritime borders, share")


class Power(Part):
    """A great power or an organization that acts on borders from outside."""

    name: Text = Field(description="name of the power")
    kind: Literal["great_power", "organization"] = Field(description="kind of power")
    effort: float = Field(
        ge=0, le=20, description="effort budget, in borders that it can serve fully at one time"
    )
    attention: Literal["tension", "trade"] = Field(
        default="tension", description="what draws the effort"
    )
    leader: str | None = Field(
        default=None, description="great power whose influence carries the guarantee"
    )
    members: tuple[str, ...] = Field(default=(), description="states that are members")
    mandate: Mandate = Field(
        default_factory=Mandate, description="weight of a border for the power"
    )
    instruments: Annotated[Mapping[str, Share], AfterValidator(_all_instruments)] = Field(
        default_factory=lambda: _all_instruments({}),
        description="weight of each instrument per unit of effort, share",
    )


class Sector(Part):
    """A stretch of a border, with one post of each side."""

    posts: Mapping[str, Text] = Field(description="name of the post of each side")
    dispute: float = Field(ge=0, le=2, description="intensity of the dispute where not delimited")
    crime_attraction: float = Field(
        ge=0, le=2, description="attraction for smuggling and trafficking"
    )
    terrain: float = Field(ge=0, le=2, description="ease of infiltration")


class Border(Part):
    """The relation between two neighboring states along a common line."""

    sides: tuple[str, str] = Field(description="the two states; the first is side 0")
    kind: Literal["land", "maritime"] = Field(description="kind of border")
    length_km: float = Field(gt=0, le=20000, description="length in km")
    delimited: Share = Field(description="share of the line that is delimited")
    trust: Mapping[str, Share] = Field(
        description="how far a side believes the other to keep a bargain, 0 to 1"
    )
    trust_baseline: Mapping[str, Share] = Field(
        description="trust to which a side returns by itself, 0 to 1"
    )
    troops_per_km: Mapping[str, Annotated[float, Field(ge=0)]] = Field(
        description="troops of a side, persons per km"
    )
    strategic_asset: Mapping[str, Share] = Field(
        description="how far a side treats the border region as a strategic asset, 0 to 1"
    )
    dispute: float = Field(ge=0, le=2, description="intensity of the dispute where not delimited")
    crime_attraction: float = Field(
        ge=0, le=2, description="attraction for smuggling and trafficking"
    )
    terrain: float = Field(ge=0, le=2, description="ease of infiltration")
    trade_potential: float = Field(
        ge=0, le=1.5, description="normalized gravity potential of trade"
    )
    trade: Share = Field(description="share of the potential that is realized")
    openness: Share = Field(description="openness to trade and movement, share")
    infrastructure: Share = Field(description="quality of roads, railways and crossings, share")
    customs: Share = Field(description="quality of customs and rules, share")
    joint_projects: Share = Field(description="extent of joint economic projects, share")
    csbm: Annotated[Mapping[str, Share], AfterValidator(_all_measures)] = Field(
        default_factory=lambda: _all_measures({}), description="levels of the CSBMs, share"
    )
    treaty: Literal["none", "talks", "in_force", "completed"] = Field(
        default="none", description="stage of the treaty on troops"
    )
    treaty_signed: MonthField | None = Field(
        default=None, description="month in which the treaty was signed"
    )
    sectors: Mapping[LowerKey, Sector] = Field(min_length=1, description="stretches of the border")
