"""The timeline: dated shocks and policies, and the series of the model that they may act on.

An effect sets or shifts one exogenous series at one or more places from a month on; trust and clashes
are pulses of a single month. `SERIES` says for each series where it acts and how far it may go. Of
several effects on one series at one place, the `set` with the latest date holds and the `add`s are
summed on top of it. What a series then does to the world is for the rules to say.
"""

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from pydantic import Field

from detente.scenario.entities import MonthField, Part, Text

__all__ = ["SERIES", "Effect", "Event", "Quantity", "Series", "keys_needed", "keys_not_taken"]

Quantity = Literal[
    "will",
    "stability",
    "sovereignty",
    "insurgency",
    "membership",
    "effort",
    "rivalry",
    "trust",
    "clash",
    "cut",
    "csbm",
    "closure",
    "facilitation",
    "posture",
]


class Series(NamedTuple):
    """What an effect may do with one exogenous series.

    Attributes
    ----------
    place : {"state", "power", "border", "region"}
        What `at` names; a series of the region has no `at`.
    set_range, add_range : tuple of float, optional
        Smallest and largest value; None where the form is not allowed.
    unit : str
        Unit and meaning.
    side : {"none", "optional", "required"}
        Whether the effect names a state with `side`.
    pulse : bool
        Whether it acts in its first month only.
    """

    place: Literal["state", "power", "border", "region"]
    set_range: tuple[float, float] | None
    add_range: tuple[float, float] | None
    unit: str
    side: Literal["none", "optional", "required"] = "none"
    pulse: bool = False


SERIES: Final[Mapping[Quantity, Series]] = {
    "will": Series("state", (-1, 1), (-1, 1), "shift of the target of political will"),
    "stability": Series("state", (-0.2, 0.2), (-0.2, 0.2), "change of stability per month"),
    "sovereignty": Series("state", (0, 3), (-3, 3), "salience of sovereignty"),
    "insurgency": Series("state", (0, 2), (-2, 2), "insurgent source"),
    "membership": Series("power", (0, 1), None, "1 joins, 0 leaves", side="required"),
    "effort": Series("power", (0, 20), (-20, 20), "effort budget in borders"),
    "rivalry": Series("region", (0, 1), (-1, 1), "rivalry of the great powers"),
    "trust": Series("border", None, (-1, 1), "shock to trust", side="optional", pulse=True),
    "clash": Series("border", None, (0, 2000), "casualties of a forced skirmish", pulse=True),
    "cut": Series(
        "border", (-0.5, 0.5), (-0.5, 0.5), "share of troops withdrawn per month", side="optional"
    ),
    "csbm": Series("border", (0, 0.5), (0, 0.5), "added to the adoption of CSBMs per month"),
    "closure": Series("border", (0, 1), (0, 1), "share of openness that is shut"),
    "facilitation": Series("border", (0, 1), (0, 1), "spending on trade and infrastructure"),
    "posture": Series(
        "border", (-4, 6), (-4, 6), "density held for reasons outside the model", side="optional"
    ),
}
"""Where each series acts and how far an effect may move it."""


def keys_not_taken(what: Quantity) -> dict[str, str]:
    """Keys that an effect on a series does not take, with the reason."""
    series = SERIES[what]
    conditions = {
        "at": (series.place == "region", "it holds for the whole region"),
        "side": (series.side == "none", "it has no sides"),
        "measures": (what != "csbm", "only 'csbm' has some"),
        "until": (series.pulse, "it acts in one month only"),
        "fade": (series.pulse or series.add_range is None, "nothing is added that lasts"),
    }
    return {key: reason for key, (is_out, reason) in conditions.items() if is_out}


def keys_needed(what: Quantity) -> list[str]:
    """Keys that an effect on a series needs beside its amount."""
    series = SERIES[what]
    at = [] if series.place == "region" else ["at"]
    return [*at, "side"] if series.side == "required" else at


class Effect(Part):
    """One effect of an event, with its places, sides and dates written out."""

    what: Quantity = Field(description="series that is changed")
    at: tuple[str, ...] = Field(default=(), description="places, or 'all'")
    side: tuple[str, ...] = Field(
        default=(), description="states: the side of a border, or who joins or leaves a power"
    )
    set: float | None = Field(default=None, description="level that holds")
    add: float | None = Field(default=None, description="amount that is added")
    fade: float | None = Field(
        default=None, gt=0, description="months in which an addition falls to 1/e"
    )
    measures: tuple[str, ...] = Field(
        default=(), description="CSBMs that are meant, all of them by default"
    )
    date: MonthField = Field(description="first month")
    until: MonthField | None = Field(default=None, description="month in which it is over")


class Event(Part):
    """A shock or a policy with its effects."""

    title: Text = Field(description="what happens, in a few words")
    kind: Literal["shock", "policy"] = Field(description="whether it befalls or is decided")
    date: MonthField = Field(description="month in which it begins")
    until: MonthField | None = Field(default=None, description="month in which it is over")
    effects: tuple[Effect, ...] = Field(min_length=1, description="what it changes")
