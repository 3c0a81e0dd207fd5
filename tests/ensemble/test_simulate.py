"""`detente.simulate`: an ensemble in memory, for a notebook or a script."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

import detente
from detente.ensemble import OUTCOMES, run_one
from tests.model.library import SEED


def test_an_ensemble_is_made_of_the_runs_of_its_replicates() -> None:
    outcomes = detente.simulate("classroom", replicates=30, seed=SEED).outcomes()
    assert list(outcomes.columns) == ["replicate", "border", *OUTCOMES]
    assert outcomes["replicate"].nunique() == 30
    for replicate in (0, 17, 29):
        last = run_one("classroom", SEED, replicate).trajectories("region").iloc[-1]
        row = outcomes.query("replicate == @replicate and border == 'all'").iloc[0]
        assert row["stability.final"] == last["stability"]
        assert row["troops.final"] == last["troops"]


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_threads_make_no_difference(threads: int) -> None:
    one = detente.simulate("classroom", replicates=41, seed=3)
    other = detente.simulate("classroom", replicates=41, seed=3, threads=threads)
    for table in ("outcomes", "summary", "shares", "incidents"):
        pd.testing.assert_frame_equal(
            getattr(one, table)(), getattr(other, table)(), check_exact=True
        )


def test_progress_is_told_to_the_end() -> None:
    told: list[int] = []
    detente.simulate("classroom", replicates=10, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == 10


def test_variants_share_their_luck() -> None:
    """The difference between two policies varies far less than either of them."""
    change = {"theory.trade_gain": 0.002}
    one = detente.simulate("classroom", replicates=200, seed=1)
    other = detente.simulate(detente.load("classroom").change(change), replicates=200, seed=1)
    ends = [each.outcomes().query("border == 'all'")["trust.final"] for each in (one, other)]
    paired = np.var(ends[0].to_numpy() - ends[1].to_numpy())
    assert paired < 0.2 * (ends[0].var() + ends[1].var())


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"replicates": 0}, "replicates: found 0; allowed is a whole number from 1 to 4000000"),
        ({"replicates": 2.5}, "replicates: found 2.5"),
        ({"threads": -1}, "threads: found -1; allowed is a whole number from 1 up"),
        ({"seed": -1}, "seed: found -1; allowed is a whole number from 0 up"),
    ],
)
def test_what_is_not_allowed_is_told(options: dict[str, Any], message: str) -> None:
    with pytest.raises(detente.DetenteError, match=message):
        detente.simulate("classroom", **options)
