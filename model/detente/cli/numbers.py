"""How numbers, places and points of a batch are written: with the digits that their error allows."""

from collections.abc import Mapping
from math import floor, isfinite, log10
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from detente.batches import Batch

__all__ = ["batch_head", "digits_of", "place_words", "point_cells", "point_columns"]

_MOST_DIGITS: Final = 6


def batch_head(batch: "Batch") -> dict[str, Any]:
    """What was compared."""
    manifest = batch.manifest
    head = {"folder": str(batch.folder), "state": manifest.state, "seed": manifest.seed}
    return {**head, "level": 0.95}


def digits_of(error: float, effect: float) -> int:
    """Digits after the point with which a number is written: two of its error's."""
    size = error if isfinite(error) and error > 0 else abs(effect) / 10
    if not isfinite(size) or size <= 0:
        return 2
    return min(_MOST_DIGITS, max(0, 1 - floor(log10(size))))


def place_words(border: object) -> str:
    """Name of a border, or the region."""
    return "region" if border == "all" else str(border)


def value_words(value: object) -> str:
    """Write a swept value."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def point_columns(paths: list[str]) -> list[str]:
    """Headings for a point of a sweep: its scenario and its values."""
    short = [path.rpartition(".")[2].replace("_", "_\n") for path in paths]
    return ["!scenario", *(f">{path}" for path in short)]


def point_cells(row: Mapping[Any, Any], paths: list[str]) -> tuple[str, ...]:
    """Cells for a point of a sweep."""
    return (str(row["scenario"]), *(value_words(row[path]) for path in paths))
