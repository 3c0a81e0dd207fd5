"""The data dictionary: meaning and unit of every column of every table that a run leaves behind.

The words are written once, here. They go into the README of a run folder, where whoever opens the tables
with another program finds them. A run of a scenario with great powers has one more column of states for
each of them, ``influence_<POWER>``.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from detente.measures import COMPONENTS
from detente.rules.csbm import MEASURES

__all__ = ["COLUMNS", "TABLES", "Column", "column_of", "dictionary_text", "section"]

INFLUENCE: Final = "influence_"


class Column(NamedTuple):
    """What a column holds.

    Attributes
    ----------
    unit : str
        Unit; ``0-1`` for shares and indices, ``text`` and ``true/false`` for what is no number.
    meaning : str
        In words, without a full stop.
    """

    unit: str
    meaning: str


TABLES: Final[dict[str, str]] = {
    "trajectories": "One row per round and border: what the border looked like at the end of the month.",
    "region": "One row per round: means over the borders, and sums of troops and of what happened.",
    "sides": "One row per round and side of a border: the view of one state on one neighbor.",
    "states": "One row per round and state.",
    "powers": "One row per round, external power and border: where powers spend their effort.",
    "posts": "One row per round and border post: troops and crime on one sector, on one side.",
    "events": "One row for everything that happened, in the order of rounds. An event of the "
    "timeline has a row for each border that it acts on.",
    "ledger": "One row per round, side, quantity and term: why trust and troops moved. "
    "The terms of a month add up to the change of the month.",
}
"""Tables of a run folder (the stems of the Parquet files) and what a row stands for."""

_ROUND: Final = {
    "round": Column("months", "rounds done; 0 is the state at the start"),
    "date": Column("date", "first day of the month at whose end the record was taken"),
}
_BORDER: Final = Column("text", "name of the border")
_CRIMES: Final = ("smuggling", "trafficking", "infiltration")

_TRAJECTORIES: Final[dict[str, Column]] = {
    "border": _BORDER,
    "stability": Column("0-1", "stability index, the weighted mean of six components"),
    "stability_geometric": Column("0-1", "the same components, weighted geometric mean"),
    **{
        f"part_{name}": Column("0-1", f"part of {name} in the stability index (weight {weight:g})")
        for name, weight in COMPONENTS.items()
    },
    "status": Column("text", "demilitarized, reduced, garrisoned or militarized, by density"),
    "trust": Column("0-1", "trust, mean of the two sides"),
    "troops": Column("persons", "troops of both sides"),
    "density": Column("policing norms", "troops over those on a quiet border, mean of the sides"),
    "alert": Column("0-3", "nervousness after clashes, mean of the two sides"),
    "crime_load": Column("0-1", "crime lately suffered, mean of the two sides"),
    "cooperation": Column("0-1", "mean level of the nine measures (CSBMs)"),
    **{
        f"csbm_{name}": Column("0-1", f"level of the measure {name.replace('_', ' ')}")
        for name in MEASURES
    },
    "treaty": Column("text", "stage of the treaty on troops: none, talks, in_force or completed"),
    "verification": Column("0-1", "how far each side can check the troops of the other"),
    "delimited": Column("0-1", "share of the line that is agreed"),
    "trade": Column("0-1", "share of the trade potential that is realized"),
    "openness": Column("0-1", "openness of the crossings"),
    "infrastructure": Column("0-1", "quality of roads, railways and crossings"),
    "customs": Column("0-1", "quality of customs and rules"),
    "joint_projects": Column("0-1", "extent of joint economic projects"),
    "support": Column("0-1", "support of the cooperation from outside"),
    "rivalry": Column("0-1", "rivalry of the great powers over the border"),
    "misunderstandings": Column("per month", "misunderstandings that were resolved"),
    "standoffs": Column("per month", "stand-offs that ended without fire"),
    "skirmishes": Column("per month", "skirmishes"),
    "severity": Column("casualties", "casualties of the month's skirmishes"),
    **{kind: Column("per month", f"incidents of {kind}, both directions") for kind in _CRIMES},
    "direction": Column("text", "rising, falling or level: density against twelve months before"),
    "sustained": Column("true/false", "the status has held for 36 months"),
    "hollow": Column("true/false", "low density without trust: a withdrawal that may not last"),
    "peace": Column("text", "stable, negative (no more than calm) or none, over twelve months"),
}
_REGION_COLUMNS: Final = (
    *("stability", "stability_geometric", *(f"part_{name}" for name in COMPONENTS)),
    *("trust", "density", "alert", "crime_load", "cooperation", "verification", "delimited"),
    *("trade", "openness", "support", "rivalry"),
    *("troops", "misunderstandings", "standoffs", "skirmishes", "severity", *_CRIMES),
)
_SUMMED: Final = ("persons", "per month", "casualties")


def _over_borders(name: str) -> Column:
    """Describe a column of the region by that of the borders."""
    unit, meaning = _TRAJECTORIES[name]
    return Column(unit, f"{'sum' if unit in _SUMMED else 'mean'} over borders: {meaning}")


COLUMNS: Final[dict[str, dict[str, Column]]] = {
    "trajectories": _ROUND | _TRAJECTORIES,
    "region": _ROUND | {name: _over_borders(name) for name in _REGION_COLUMNS},
    "sides": {
        **_ROUND,
        "border": _BORDER,
        "state": Column("text", "state whose side it is"),
        "opponent": Column("text", "state on the other side"),
        "trust": Column("0-1", "how far the side believes the other to keep a bargain"),
        "troops": Column("persons", "troops of the side"),
        "density": Column("policing norms", "troops over those that police a quiet border"),
        "alert": Column("0-3", "nervousness of the side after clashes"),
        "crime_load": Column("0-1", "crime that the side has lately suffered"),
        "guarantee": Column("0-1", "security guarantee of great powers that the side enjoys"),
        "compliance": Column("-1 to 1", "how far the side keeps to the treaty; 0 without one"),
    },
    "states": {
        **_ROUND,
        "state": Column("text", "name of the state"),
        "will": Column("0-1", "political will to reduce tension"),
        "stability": Column("0-1", "internal political stability"),
        "insurgency": Column("0-2", "insurgents who set out from the state, 1 = Afghanistan 2000"),
    },
    "powers": {
        **_ROUND,
        "power": Column("text", "name of the external power"),
        "border": _BORDER,
        "effort": Column("0-1", "effort of the power on the border, 1 is full effort"),
    },
    "posts": {
        **_ROUND,
        "border": _BORDER,
        "sector": Column("text", "stretch of the border"),
        "state": Column("text", "state whose post it is"),
        "post": Column("text", "name of the post"),
        "troops": Column("persons", "troops of the post"),
        **{
            f"{kind}_pressure": Column("per month", f"incidents of {kind} to be expected")
            for kind in _CRIMES
        },
        **{kind: Column("per month", f"incidents of {kind}") for kind in _CRIMES},
    },
    "events": {
        **_ROUND,
        "border": Column("text", "name of the border; empty where the whole region is concerned"),
        "sector": Column("text", "stretch of the border; empty for the whole of it"),
        "side": Column("text", "state that met the crime; empty for what concerns both"),
        "kind": Column("text", "what happened"),
        "severity": Column("casualties", "casualties of a skirmish"),
        "outcome": Column("text", "what came of it; the measure, or the title on the timeline"),
        "trust_change": Column("trust", "what it did to trust that month, mean of the sides"),
        "alert_change": Column("alert", "what it did to alert that month, mean of the sides"),
        "load_change": Column("crime", "what it added to the remembered crime of the side"),
        "until": Column("date", "month in which an event of the timeline is over, if it ends"),
    },
    "ledger": {
        **_ROUND,
        "border": _BORDER,
        "side": Column("text", "state whose trust or troops are meant"),
        "quantity": Column("text", "trust or troops"),
        "term": Column("text", "cause of the change"),
        "mechanism": Column("text", "number of the mechanism in the theory, such as M31"),
        "change": Column("trust or persons", "contribution of the term to the change of the month"),
    },
}
"""Columns of each table, in their order."""


def column_of(table: str, name: str) -> Column:
    """Describe a column.

    Parameters
    ----------
    table : str
        One of `TABLES`.
    name : str
        A column of it.

    Returns
    -------
    Column
        Unit and meaning.

    Raises
    ------
    KeyError
        For a column that no run has.
    """
    if table == "states" and name.startswith(INFLUENCE):
        return Column("0-1", f"influence of {name.removeprefix(INFLUENCE)} over the state")
    return COLUMNS[table][name]


def dictionary_text(columns: Mapping[str, Iterable[str]]) -> str:
    """Write the dictionary of some tables as Markdown.

    Parameters
    ----------
    columns : mapping of str to iterable of str
        Names of the columns by table.

    Returns
    -------
    str
        A section for each table.
    """
    return "\n".join(
        line
        for table, names in columns.items()
        for line in section(
            f"{table}.parquet", TABLES[table], {name: column_of(table, name) for name in names}
        )
    )


def section(file: str, about: str, columns: Mapping[str, Column]) -> Iterator[str]:
    """Lines of the section on one table: its file, what a row stands for, and its columns."""
    yield f"## {file}"
    yield ""
    yield about
    yield ""
    yield "| column | unit | meaning |"
    yield "|---|---|---|"
    for name, (unit, meaning) in columns.items():
        yield f"| {name} | {unit} | {meaning} |"
    yield ""
