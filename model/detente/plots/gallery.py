"""Which pictures a batch gets: fans, effects and shares by policy, or a chart along what is swept.

Tables in, figures out, one after the other, so that only one is in memory; where they are saved is not
known here.
"""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import pandas as pd
from matplotlib.figure import Figure

from detente.analysis import DEFAULT_OUTCOMES, baselines, compare, sweep, swept_paths
from detente.errors import DetenteError
from detente.plots.effects import border_effects, effect_chart
from detente.plots.ensembles import fan_chart
from detente.plots.point_panels import MOST_PANELS
from detente.plots.shares import share_chart
from detente.plots.sweep_charts import sweep_chart
from detente.scenario.names import unknown

__all__ = ["BatchTables", "batch_figures"]

_BY_BORDER: Final = ("stability.final", "skirmishes.total")
_MOST_SWEPT: Final = 2


class BatchTables(NamedTuple):
    """Tables of a batch.

    Attributes
    ----------
    points, outcomes, summary, shares : DataFrame
        As a batch has them.
    seed : int
        Seed of all luck, for the small print.
    """

    points: pd.DataFrame
    outcomes: pd.DataFrame
    summary: pd.DataFrame
    shares: pd.DataFrame
    seed: int


def batch_figures(
    tables: BatchTables, borders: Sequence[str] = ("all",), *, baseline: str | None = None
) -> Iterator[tuple[str, Figure]]:
    """Draw the pictures of a batch.

    Parameters
    ----------
    tables : BatchTables
        Tables of the batch.
    borders : sequence of str
        Borders; ``all`` is the region.
    baseline : str, optional
        Point, or swept scenario, that the others are compared with. Without one, a batch of policies
        gets no effects, and a sweep shows means.

    Yields
    ------
    tuple of str and Figure
        Name of the picture, without an ending, and the picture.

    Raises
    ------
    DetenteError
        For an unknown border or baseline, for too many points, and for a sweep of more than two
        parameters.
    """
    known = [str(name) for name in tables.outcomes["border"].unique()]
    for border in borders:
        if border not in known:
            raise DetenteError(unknown("border", border, known))
    if swept_paths(tables.points):
        yield from _swept(tables, borders, baseline)
        return
    number = len(tables.points)
    if number > MOST_PANELS + 1:
        raise DetenteError(
            f"a picture shows up to {MOST_PANELS} policies and a baseline; this batch has {number} "
            "points: make a batch of fewer, or use detente.plots with the points that you want"
        )
    opposed = {} if baseline is None or number == 1 else baselines(tables.points, baseline)
    yield from _policies(tables, borders, baseline)
    if opposed:
        yield from _effects(tables, borders, opposed)


def _policies(
    tables: BatchTables, borders: Sequence[str], baseline: str | None
) -> Iterator[tuple[str, Figure]]:
    """Fans of all levels, and shares by status and stage of the treaty."""
    small = _runs(tables)
    there = {str(name) for name in tables.summary["point"].unique()}
    behind = baseline if baseline in there else None
    for border in borders:
        for variable in tables.summary["variable"].unique():
            name = f"fan-{variable}{_suffix(border)}"
            yield (
                name,
                fan_chart(
                    tables.summary, str(variable), border=border, baseline=behind, caption=small
                ),
            )
        for kind in ("status", "treaty"):
            yield (
                f"shares-{kind}{_suffix(border)}",
                share_chart(tables.shares, kind, border=border, baseline=behind, caption=small),
            )


def _effects(
    tables: BatchTables, borders: Sequence[str], opposed: dict[str, str]
) -> Iterator[tuple[str, Figure]]:
    """Effects by outcome, and on two outcomes by border."""
    effects = compare(tables.outcomes, opposed, borders=borders)
    for border in borders:
        yield (
            f"effects{_suffix(border)}",
            effect_chart(effects, border=border, caption=_pairs(effects, tables.seed)),
        )
    everywhere = [str(name) for name in tables.outcomes["border"].unique()]
    for outcome in _BY_BORDER:
        found = compare(tables.outcomes, opposed, names=[outcome], borders=everywhere)
        figure = border_effects(found, outcome, caption=_pairs(found, tables.seed))
        yield f"effects-by-border-{outcome}", figure


def _swept(
    tables: BatchTables, borders: Sequence[str], baseline: str | None
) -> Iterator[tuple[str, Figure]]:
    """Outcomes along what is swept."""
    paths = swept_paths(tables.points)
    if len(paths) > _MOST_SWEPT:
        raise DetenteError(
            f"{len(paths)} parameters are swept, and a picture shows one or two: use "
            "detente compare DIR --out FILE.csv, which writes them all"
        )
    table = sweep(tables.outcomes, tables.points, borders=borders, baseline=baseline)
    small = _runs(tables)
    if baseline is not None:
        small = f"against {baseline}, {small}"
    if len(paths) == 1:
        small += "; bands: 95 % intervals"
    elif baseline is not None:
        small += "; in parentheses: not distinguishable from zero"
    for border in borders:
        for outcome in DEFAULT_OUTCOMES:
            figure = sweep_chart(table, paths, outcome, border=border, caption=small)
            yield f"sweep-{outcome}{_suffix(border)}", figure


def _suffix(border: str) -> str:
    """What the name of a picture of a border ends in."""
    return "" if border == "all" else f"-{border}"


def _runs(tables: BatchTables) -> str:
    """Small print: replicates and seed."""
    region = tables.outcomes[tables.outcomes["border"] == "all"]
    runs = region.groupby("point", observed=True).size()
    return f"{_number(runs)} replicates of each, seed {tables.seed}"


def _pairs(effects: pd.DataFrame, seed: int) -> str:
    """Small print: pairs, seed, and what the bars and the colors stand for."""
    return (
        f"{_number(effects['pairs'])} pairs, seed {seed}; bars: 95 % intervals; "
        f"colors hold for all {len(effects)} comparisons together (Holm)"
    )


def _number(counts: "pd.Series[int]") -> str:
    """One number, or the range of several."""
    least, most = int(counts.min()), int(counts.max())
    return f"{most:,}" if least == most else f"{least:,} to {most:,}"
