"""Sweeps: which point is compared with which, and outcomes along the values."""

import numpy as np
import pandas as pd
import pytest

from detente.analysis import baselines, sweep, swept_paths, usual_baseline
from detente.errors import DetenteError
from tests.analysis.paired_runs import outcome_rows

PATHS = ["theory.skirmish_loss", "timeline"]


def swept(*scenarios: str) -> pd.DataFrame:
    """Points of a sweep of a number and a text."""
    rows = [
        (f"{scenario}-{2 * n + m + 1:04d}", scenario, None, "0" * 8, value, text)
        for scenario in scenarios
        for n, value in enumerate((0.1, 0.2, 0.3))
        for m, text in enumerate(("all", "none"))
    ]
    return pd.DataFrame(rows, columns=["point", "scenario", "base", "digest", *PATHS])


def plain(*rows: tuple[str, str | None]) -> pd.DataFrame:
    """Points without a sweep, with what they extend."""
    table = pd.DataFrame(rows, columns=["point", "base"])
    return table.assign(scenario=table["point"], digest="0" * 8)


def outcomes_of(points: pd.DataFrame, shift: float = 0.05) -> pd.DataFrame:
    """Outcomes that follow the swept number; what is not "plain" is higher by a shift."""
    luck = np.tile([0.01, -0.02, 0.03, 0.00, -0.02], 4)
    return pd.concat(
        [
            outcome_rows(
                row["point"],
                "all",
                trust__final=row[PATHS[0]] + luck + shift * (row["scenario"] != "plain"),
            )
            for row in points.to_dict("records")
        ]
    )


def test_swept_paths_are_the_other_columns() -> None:
    assert swept_paths(swept("plain")) == PATHS
    assert swept_paths(plain(("a", None))) == []


@pytest.mark.parametrize(
    ("rows", "usual"),
    [
        ([("patrols", "plain"), ("plain", None), ("other", None)], "plain"),
        ([("patrols", "elsewhere"), ("plain", None)], "patrols"),
        ([("only", None)], "only"),
    ],
)
def test_the_usual_baseline_is_what_others_extend(
    rows: list[tuple[str, str | None]], usual: str
) -> None:
    assert usual_baseline(plain(*rows)) == usual


def test_a_point_is_the_baseline_of_all_others() -> None:
    found = baselines(swept("plain"), "plain-0002")
    assert set(found.values()) == {"plain-0002"}
    assert len(found) == 5


def test_a_swept_scenario_is_compared_value_by_value() -> None:
    found = baselines(swept("plain", "patrols"), "plain")
    assert found == {f"patrols-{n:04d}": f"plain-{n:04d}" for n in range(1, 7)}


def test_a_value_that_the_baseline_lacks_is_not_compared() -> None:
    points = swept("plain", "patrols")
    found = baselines(points[points["point"] != "plain-0003"], "plain")
    assert set(found) == {f"patrols-{n:04d}" for n in (1, 2, 4, 5, 6)}


def test_mistakes_are_named() -> None:
    with pytest.raises(DetenteError, match=r"plain is the only scenario.*plain-0001, plain-0002"):
        baselines(swept("plain"), "plain")
    with pytest.raises(DetenteError, match="unknown point 'plane'; did you mean 'plain'"):
        baselines(swept("plain", "patrols"), "plane")


def test_means_stand_beside_the_values_of_their_points() -> None:
    points = swept("plain")
    found = sweep(outcomes_of(points), points, names=["trust.final"])
    keys = ["point", "scenario", *PATHS, "border", "outcome"]
    assert list(found.columns) == [*keys, "runs", "mean", "low", "high"]
    assert found["mean"].to_numpy() == pytest.approx(points[PATHS[0]].to_numpy())
    assert found["runs"].unique().tolist() == [20]
    assert (found["high"] - found["mean"]).to_numpy() == pytest.approx(
        2.0930 * np.std([0.01, -0.02, 0.03, 0.00, -0.02] * 4, ddof=1) / np.sqrt(20), rel=1e-4
    )


def test_effects_stand_beside_the_means() -> None:
    points = swept("plain", "patrols")
    found = sweep(outcomes_of(points), points, names=["trust.final"], baseline="plain")
    policy = found[found["scenario"] == "patrols"]
    assert policy["effect"].to_numpy() == pytest.approx(0.05)
    assert (policy["verdict"] == "raises").all()
    assert (policy["effect_low"] <= policy["effect"]).all()
    assert found.loc[found["scenario"] == "plain", "effect"].isna().all()
    assert found["mean"].notna().all()
