"""The data dictionary of a batch: meaning and unit of every column of every table.

What a batch shares with a single run is described in the same words. The dictionary goes into the
README of the folder.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from detente.ensemble import INCIDENTS, LEVELS, OUTCOMES, VARIABLES
from detente.results.columns import COLUMNS as RUN_COLUMNS
from detente.results.columns import Column, section

if TYPE_CHECKING:
    from detente.batches.manifest import Manifest

__all__ = ["COLUMNS", "TABLES", "column_of", "readme"]

TABLES: Final[dict[str, str]] = {
    "points": "One row per point: a scenario, or one combination of swept values in a scenario, in the "
    "order of the plan.",
    "runs": "One row per run. Runs of the same replicate meet the same luck in every point.",
    "outcomes": "One row per run and border: what the run came to. Failed runs are left out.",
    "summary": "One row per point, round, border and variable: how the runs are distributed.",
    "shares": "One row per point, round, border and class: how many runs are in it.",
    "incidents": "One row per point, round, border and kind: what happens in a month.",
    "trajectories": "One row per run, round and border: what the border looked like at the end of the "
    "month. A file for each part; only where trajectories were kept.",
    "counts": "One row per round, border, variable and bin: how many runs of a part are in it.",
    "sums": "One row per round, border and variable: sums over the runs of a part, as whole numbers.",
}
"""Tables and what a row of each stands for; the last two lie in ``parts/`` and serve to add up."""

_BORDERS: Final = RUN_COLUMNS["trajectories"]
_POINT: Final = {"point": Column("text", "name of the point")}
_REPLICATE: Final = {"replicate": Column("number", "number of the replicate, from 0")}
_DATED: Final = {name: _BORDERS[name] for name in ("round", "date")}
_PLACE: Final = {
    "border": Column(
        "text",
        "name of the border; `all` is the region: the mean over borders of a "
        "level, the sum of troops and of what happened",
    )
}
_VARIABLE: Final = {"variable": Column("text", f"one of {', '.join(LEVELS)}, as in trajectories")}
_OF_VARIABLE: Final = "that of the variable"
_REDUCTIONS: Final = {
    "final": "at the end of the last round",
    "mean": "mean over rounds 1 to the last",
    "least": "least over all rounds, the start included",
    "total": "sum over all rounds",
}


def _outcome(name: str) -> Column:
    """Describe an outcome by its variable and what was made of it."""
    variable, _, reduction = name.partition(".")
    if variable == "treaty":
        meaning = "1 where a treaty on troops is in force or completed; `all`: share of borders"
        return Column("0-1", f"{meaning}, {_REDUCTIONS[reduction]}")
    unit, meaning = _BORDERS[variable]
    return Column("number" if unit == "per month" else unit, f"{meaning}: {_REDUCTIONS[reduction]}")


def _quantile(name: str) -> Column:
    """Describe a quantile."""
    share = int(name.removeprefix("q"))
    return Column(_OF_VARIABLE, f"{share} % of the runs are below, to 1/256 of the range")


COLUMNS: Final[dict[str, dict[str, Column]]] = {
    "points": {
        **_POINT,
        "scenario": Column("text", "name of the scenario that was asked for"),
        "base": Column("text", "name of the scenario that this one extends; empty for none"),
        "digest": Column("text", "SHA-256 of all in the scenario that matters to a run"),
    },
    "runs": {
        **_POINT,
        "digest": Column("text", "SHA-256 of all in the scenario that matters to a run"),
        "seed": Column("number", "seed of all luck"),
        **_REPLICATE,
        "status": Column("text", "done or failed"),
        "round": Column("months", "rounds done; of a failed run, the round in which it failed"),
        "stage": Column("text", "phase of the round in which the run failed; empty if it did not"),
        "message": Column("text", "why the run failed; empty if it did not"),
    },
    "outcomes": {**_POINT, **_REPLICATE, **_PLACE, **{name: _outcome(name) for name in OUTCOMES}},
    "summary": {
        **_POINT,
        **_DATED,
        **_PLACE,
        **_VARIABLE,
        "mean": Column(_OF_VARIABLE, "mean over runs"),
        "sd": Column(_OF_VARIABLE, "standard deviation over runs"),
        "least": Column(_OF_VARIABLE, "least of all runs"),
        **{name: _quantile(name) for name in ("q05", "q25", "q50", "q75", "q95")},
        "most": Column(_OF_VARIABLE, "greatest of all runs"),
    },
    "shares": {
        **_POINT,
        **_DATED,
        **_PLACE,
        "kind": Column("text", "status, or treaty for its stage"),
        "name": Column("text", "the class, as in trajectories"),
        "share": Column("0-1", "share of the runs; `all`: share of the borders of all runs"),
    },
    "incidents": {
        **_POINT,
        **_DATED,
        **_PLACE,
        "kind": Column("text", f"one of {', '.join(INCIDENTS)}, as in trajectories"),
        "mean": Column("per month", "mean number per run; of severity, casualties"),
        "any": Column("0-1", "share of the runs with at least one"),
    },
    "trajectories": {
        **_POINT,
        **_REPLICATE,
        **_DATED,
        "border": _BORDERS["border"],
        **{name: _BORDERS[name] for name in VARIABLES},
    },
    "counts": {
        **_POINT,
        "round": _BORDERS["round"],
        **_PLACE,
        **_VARIABLE,
        "bin": Column(
            "number", "0 to 255, bins of equal width from 0 to the limit of the variable"
        ),
        "count": Column("number", "runs in the bin"),
    },
    "sums": {
        **_POINT,
        "round": _BORDERS["round"],
        **_PLACE,
        "variable": Column(
            "text", "a level, a class such as `status.reduced`, or a kind of incident"
        ),
        "total": Column(
            "parts", "sum: levels over their limit in 2^-40, casualties in 2^-20, numbers"
        ),
        "squares": Column(
            "parts", "sum of squares of a level; of incidents, runs with at least one"
        ),
        "least": Column(_OF_VARIABLE, "least of the runs; empty but for levels"),
        "most": Column(_OF_VARIABLE, "greatest of the runs; empty but for levels"),
    },
}
"""Columns of each table, in their order; points have one more for each swept path."""


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
    """
    if table == "points" and name not in COLUMNS[table]:
        return Column("that of the value", "value in this point, swept")
    return COLUMNS[table][name]


def _dictionary(columns: Mapping[str, Iterable[str]]) -> Iterator[str]:
    """Lines of the dictionary of some tables, in Markdown."""
    for table, names in columns.items():
        described = {name: column_of(table, name) for name in names}
        yield from section(_file(table), TABLES[table], described)


def _file(table: str) -> str:
    """Name of the file, or files, of a table."""
    if table == "trajectories":
        return "trajectories/*.parquet"
    return f"parts/*.{table}.parquet" if table in {"counts", "sums"} else f"{table}.parquet"


def readme(manifest: "Manifest") -> str:
    """Words for whoever opens the folder: what was asked, and what the tables hold.

    Parameters
    ----------
    manifest : Manifest
        The batch.

    Returns
    -------
    str
        Markdown.
    """
    swept = list(dict.fromkeys(path for point in manifest.points for path in point.values))
    names = {table: list(columns) for table, columns in COLUMNS.items()}
    names["points"] += swept
    if manifest.keep != "trajectories":
        del names["trajectories"]
    scenarios = ", ".join(dict.fromkeys(point.scenario for point in manifest.points))
    rule = (
        f"until the 95 % interval of the mean of {manifest.until} is within "
        f"{manifest.until.precision:g} of it in every point, at most {manifest.most}"
        if manifest.until
        else f"{manifest.most}"
    )
    sweep = f"\nSwept: {', '.join(f'`{path}`' for path in swept)}.\n" if swept else ""
    dictionary = "\n".join(_dictionary(names))
    return f"""\
# A batch of detente {manifest.versions["detente"]}

Scenarios: {scenarios}. Points: {len(manifest.points)}.
Replicates of each: {rule}. Seed: {manifest.seed}.
{sweep}
Each run is fixed by the digest of its scenario, the seed and the number of its replicate. One of them in
full: `detente run scenarios/POINT.yaml --seed {manifest.seed} --replicate N`

- `manifest.json`: what was asked, the plan, versions, and the SHA-256 of every file
- `scenarios/`: the scenario of each point, whole, with the source of every value
- `parts/`: what each part of the work left behind; needed to go on (`detente batch --resume`)
- the tables below, in Parquet: `pandas.read_parquet("outcomes.parquet")`,
  `duckdb.sql("FROM 'outcomes.parquet'")`, `polars.read_parquet("outcomes.parquet")`

Tables are there once the batch is finished; `detente status` tells how far it is.

{dictionary}"""
