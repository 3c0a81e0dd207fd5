"""Means of outcomes along a sweep, as tables for the screen and as data for JSON."""

from math import isfinite
from typing import TYPE_CHECKING, Any

from detente.cli.numbers import batch_head, digits_of, place_words, point_cells, point_columns
from detente.cli.report import records
from detente.cli.screen import heading, say, table

if TYPE_CHECKING:
    import pandas as pd

    from detente.batches import Batch

__all__ = ["mean_data", "print_means"]


def mean_data(batch: "Batch", means: "pd.DataFrame") -> dict[str, Any]:
    """Means along a sweep as JSON.

    Parameters
    ----------
    batch : Batch
        The batch.
    means : DataFrame
        Result of `detente.analysis.sweep`.
    """
    return {**batch_head(batch), "means": records(means)}


def print_means(batch: "Batch", points: "pd.DataFrame", means: "pd.DataFrame") -> None:
    """Print the means along a sweep, a table for each outcome and border.

    Parameters
    ----------
    batch : Batch
        The batch.
    points : DataFrame
        Its points.
    means : DataFrame
        Result of `detente.analysis.sweep`.
    """
    from detente.analysis import outcome_of, swept_paths

    paths = swept_paths(points)
    say(heading(f"{batch.folder}: {len(points)} points, seed {batch.manifest.seed}"), "")
    for (name, border), part in means.groupby(["outcome", "border"], sort=False):
        rows = []
        found = part.to_dict("records")
        digits = max(digits_of((row["high"] - row["low"]) / 4, row["mean"]) for row in found)
        for row in found:
            numbers = [f"{row[key]:,.{digits}f}" for key in ("mean", "low", "high")]
            interval = f"{numbers[1]} to {numbers[2]}" if isfinite(row["low"]) else "-"
            rows.append(
                (*point_cells(row, paths), f"{row['runs']:,}", numbers[0], interval, row["point"])
            )
        columns = [*point_columns(paths), ">!runs", ">!mean", "!95 % interval", "!point"]
        title = f"{outcome_of(str(name)).label}, {place_words(border)}"
        say(heading(title), table(columns, rows), "")
    say("To compare points pair by pair, name one of them, or a scenario: --baseline POINT.")
