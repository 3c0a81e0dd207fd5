"""Tables of outcomes with effects that are known, drawn from a generator with a fixed seed.

Every border of a table is an experiment of its own, so that one comparison of a table with thousands of
borders is thousands of experiments.
"""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["BASE", "POLICY", "casualties", "outcome_rows", "paired"]

BASE, POLICY = "plain", "patrols"

Floats = NDArray[np.float64]


def outcome_rows(point: str, border: str, **outcomes: Any) -> pd.DataFrame:
    """Rows of one point on one border; outcomes are given with an underscore for the dot."""
    columns = {name.replace("__", "."): np.asarray(v, float) for name, v in outcomes.items()}
    count = len(next(iter(columns.values())))
    return pd.DataFrame(
        {"point": point, "replicate": np.arange(count), "border": border, **columns}
    )


def paired(before: Mapping[str, Floats], after: Mapping[str, Floats]) -> pd.DataFrame:
    """Outcomes of two points, given as arrays of shape (experiments, pairs)."""
    experiments, pairs = next(iter(before.values())).shape
    keys = {
        "replicate": np.tile(np.arange(pairs), experiments),
        "border": np.repeat([f"B{n:04d}" for n in range(experiments)], pairs),
    }
    parts = [
        pd.DataFrame({"point": point, **keys, **{k: v.reshape(-1) for k, v in values.items()}})
        for point, values in ((BASE, before), (POLICY, after))
    ]
    return pd.concat(parts, ignore_index=True)


def casualties(draw: np.random.Generator, shape: tuple[int, int], rate: float) -> Floats:
    """Casualties of a run: a Poisson number of skirmishes, Pareto with exponent 1.5 up to 2,000."""
    clashes = draw.poisson(rate, shape)
    total = np.zeros(shape)
    for clash in range(int(clashes.max())):
        severity = np.minimum(2000.0, (1.0 - draw.random(shape)) ** (-1.0 / 1.5))
        total += np.where(clashes > clash, severity, 0.0)
    return total
