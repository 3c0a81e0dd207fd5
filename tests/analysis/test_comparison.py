"""Paired effects: those that are known are found, and luck is not taken for an effect."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from detente.analysis import compare, outcome_of
from detente.analysis.comparison import LOWERS, NO_VERDICT, RAISES, UNCHANGED, known_outcomes
from detente.analysis.intervals import detectable
from detente.batches.columns import column_of
from detente.ensemble import OUTCOMES
from detente.errors import DetenteError
from tests.analysis.paired_runs import BASE, POLICY, casualties, outcome_rows, paired

EXPERIMENTS = 2000
SURE = 3.5  # standard errors of a share that a test allows for


def off(share: float, experiments: int = EXPERIMENTS) -> float:
    """Largest difference of a share that luck explains."""
    return SURE * float(np.sqrt(share * (1 - share) / experiments))


def coverage(table: pd.DataFrame, outcome: str, effect: float) -> float:
    """Share of the experiments whose interval holds the true effect."""
    borders = list(table["border"].unique())
    found = compare(table, BASE, names=[outcome], borders=borders)
    assert len(found) == EXPERIMENTS
    return float(((found["low"] <= effect) & (effect <= found["high"])).mean())


# What is found


def test_intervals_cover_a_known_effect_on_a_level() -> None:
    draw, shape = np.random.default_rng(11), (EXPERIMENTS, 30)
    luck = draw.normal(0.5, 0.1, shape)
    after = luck + draw.normal(0.02, 0.04, shape)
    table = paired({"trust.final": luck}, {"trust.final": after})
    assert coverage(table, "trust.final", 0.02) == pytest.approx(0.95, abs=off(0.95))


def test_intervals_cover_a_known_effect_on_a_number_of_incidents() -> None:
    draw, shape = np.random.default_rng(12), (EXPERIMENTS, 100)
    kept, prevented = draw.poisson(5.0, shape), draw.poisson(3.0, shape)
    table = paired(
        {"skirmishes.total": (kept + prevented).astype(float)},
        {"skirmishes.total": (kept + draw.poisson(1.0, shape)).astype(float)},
    )
    assert coverage(table, "skirmishes.total", -2.0) == pytest.approx(0.95, abs=off(0.95))


def test_intervals_of_casualties_are_too_short_and_are_marked_as_rough() -> None:
    draw, shape = np.random.default_rng(13), (EXPERIMENTS, 100)
    kept = casualties(draw, shape, 2.0)
    table = paired(
        {"severity.total": kept + casualties(draw, shape, 2.0)}, {"severity.total": kept}
    )
    mean = (
        1.0 + (2000.0 ** (-0.5) - 1.0) / -0.5
    )  # of min(2000, Pareto): 1 + the integral of the tail
    covered = coverage(table, "severity.total", -2.0 * mean)
    assert 0.8 < covered < 0.93  # as the module says, not as one would wish
    found = compare(table, BASE, names=["severity.total"], borders=list(table["border"].unique()))
    assert found["rough"].mean() > 0.8
    assert (found["high"] < 0).mean() > 0.8  # never of another sign
    assert not (found["low"] > 0).any()


def test_without_an_effect_casualties_are_rarely_found_to_differ() -> None:
    draw, shape = np.random.default_rng(14), (EXPERIMENTS, 100)
    table = paired(
        {"severity.total": casualties(draw, shape, 2.0)},
        {"severity.total": casualties(draw, shape, 2.0)},
    )
    found = compare(table, BASE, names=["severity.total"], borders=list(table["border"].unique()))
    assert (found["p_value"] <= 0.05).mean() <= 0.05 + off(0.05)


def test_without_an_effect_a_whole_table_is_rarely_wrong() -> None:
    draw, families, pairs = np.random.default_rng(15), 150, 25
    wrong = alone = signs = 0
    names = [f"variable{n}" for n in range(12)]
    for _ in range(families):
        before, after = (draw.normal(0, 1, (12, pairs)) for _ in range(2))
        after[6:] = 0.9 * after[:6] + 0.1 * after[6:]  # half of them say nearly the same
        before[6:] = 0.9 * before[:6] + 0.1 * before[6:]
        values = [
            {name: values[n : n + 1] for n, name in enumerate(names)} for values in (before, after)
        ]
        found = compare(paired(*values), BASE, names=names, borders=["B0000"])
        wrong += int((found["verdict"] != NO_VERDICT).any())
        alone += int((found["p_value"] <= 0.05).any())
        signs += int((found["most_runs"] != "").any())
    assert wrong / families <= 0.05 + off(0.05, families)
    assert signs / families <= 0.05 + off(0.05, families)
    assert alone / families > 0.15  # what the correction is for


def test_pairs_are_matched_by_number_and_not_by_place() -> None:
    before = np.array([1.0, 5.0, 9.0, 2.0])
    table = pd.concat(
        [
            outcome_rows(BASE, "all", trust__final=before),
            outcome_rows(POLICY, "all", trust__final=before + np.array([0.1, 0.2, 0.3, 0.4])).iloc[
                ::-1
            ],
        ]
    )
    found = compare(table, BASE, names=["trust.final"]).loc[0]
    assert found["effect"] == pytest.approx(0.25)
    assert found["spread"] == pytest.approx(np.std([0.1, 0.2, 0.3, 0.4], ddof=1))
    assert found["pairs"] == 4


def test_a_run_without_its_twin_is_left_out() -> None:
    whole = outcome_rows(BASE, "all", trust__final=[0.1, 0.2, 0.3, 0.4, 99.0])
    policy = outcome_rows(POLICY, "all", trust__final=[99.0, 0.3, 0.5, 0.6])
    table = pd.concat([whole, policy[policy["replicate"] != 0]])
    found = compare(table, BASE, names=["trust.final"]).loc[0]
    assert found["pairs"] == 3
    assert found["baseline_mean"] == pytest.approx(0.3)
    assert found["mean"] == pytest.approx(1.4 / 3)
    assert found["effect"] == pytest.approx(0.5 / 3)


def test_pairing_saves_the_variance_that_the_runs_share() -> None:
    draw, shape = np.random.default_rng(16), (1, 20_000)
    shared = draw.normal(0, 3, shape)
    before, after = (shared + draw.normal(0, 1, shape) for _ in range(2))
    found = compare(
        paired({"trust.final": before}, {"trust.final": after}),
        BASE,
        names=["trust.final"],
        borders=["B0000"],
    )
    assert found["pairing_gain"][0] == pytest.approx(10.0, rel=0.05)  # (10 + 10) / 2


# What is said


def verdict_of(change: list[float], outcome: str = "trust.final") -> dict[str, Any]:
    """Effect of the pairs that differ by some amounts."""
    before = np.linspace(0.2, 0.4, len(change))
    name = outcome.replace(".", "__")
    table = pd.concat(
        [
            outcome_rows(BASE, "all", **{name: before}),
            outcome_rows(POLICY, "all", **{name: before + change}),
        ]
    )
    found = compare(table, BASE, names=[outcome]).to_dict("records")[0]
    return {str(name): value for name, value in found.items()}


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        ([0.1, 0.2, 0.1, 0.2], RAISES),
        ([-0.1, -0.2, -0.1, -0.2], LOWERS),
        ([0.1, -0.1, 0.2, -0.2], NO_VERDICT),
        ([0.0, 0.0, 0.0, 0.0], UNCHANGED),
        ([0.5], NO_VERDICT),  # one pair tells nothing
    ],
)
def test_verdicts(change: list[float], verdict: str) -> None:
    assert verdict_of(change)["verdict"] == verdict


@pytest.mark.parametrize(
    ("outcome", "share"),
    [("trust.final", 0.625), ("skirmishes.total", 0.375), ("something_else", np.nan)],
)
def test_better_counts_ties_by_half_and_knows_the_direction(outcome: str, share: float) -> None:
    found = verdict_of([0.1, 0.1, -0.1, 0.0], outcome)
    assert found["better"] == pytest.approx(share, nan_ok=True)


def test_most_runs_are_told_where_few_carry_the_mean() -> None:
    found = verdict_of([-1.0] * 95 + [40.0] * 5)
    assert found["effect"] == pytest.approx(1.05)
    assert found["verdict"] == NO_VERDICT
    assert found["most_runs"] == "lower"
    assert found["rough"]
    even = verdict_of([-1.0, 1.0] * 50)
    assert even["most_runs"] == ""
    assert not even["rough"]


@pytest.mark.parametrize("scale", [1e-3, 1.0, 1e3])
def test_rough_depends_on_the_shape_and_not_on_the_unit(scale: float) -> None:
    even = scale * np.linspace(-1, 2, 40)
    assert not verdict_of(list(even), "severity.total")["rough"]
    assert verdict_of([*even, 30 * scale], "severity.total")["rough"]


def test_an_effect_far_below_the_spread_of_luck_is_bare() -> None:
    tiny, large = verdict_of([0.0010, 0.0011] * 10), verdict_of([0.10, 0.11] * 10)
    assert (tiny["verdict"], tiny["barely"]) == (RAISES, True)
    assert (large["verdict"], large["barely"]) == (RAISES, False)


def test_a_change_by_the_same_amount_is_judged_by_its_sign() -> None:
    """Counts may differ by one in each of a few pairs, by luck alone."""
    assert verdict_of([0.25] * 3)["verdict"] == NO_VERDICT
    found = verdict_of([0.25] * 12)
    assert found["verdict"] == RAISES
    assert found["effect"] == pytest.approx(0.25)


def test_the_correction_counts_every_row() -> None:
    draw = np.random.default_rng(17)
    values = {f"v{n}": draw.normal(0, 1, (3, 20)) for n in range(4)}
    after = {name: value + draw.normal(0.4, 1, value.shape) for name, value in values.items()}
    found = compare(
        paired(values, after), BASE, names=list(values), borders=["B0000", "B0001", "B0002"]
    )
    assert len(found) == 12
    assert found["p_corrected"].min() == pytest.approx(12 * found["p_value"].min())
    expected = detectable(found["spread"].to_numpy(), 20, tests=12)
    assert found["detectable"].to_numpy() == pytest.approx(expected)


def test_rows_keep_the_order_that_was_asked_for() -> None:
    draw = np.random.default_rng(18)
    values = {name: draw.normal(0, 1, (2, 5)) for name in ("trust.final", "trade.final")}
    found = compare(
        paired(values, values),
        BASE,
        names=["trade.final", "trust.final"],
        borders=["B0001", "B0000"],
    )
    assert found["border"].tolist() == ["B0001", "B0001", "B0000", "B0000"]
    assert found["outcome"].tolist() == ["trade.final", "trust.final"] * 2


def test_every_point_can_have_a_baseline_of_its_own() -> None:
    parts = [outcome_rows(f"p{n}", "all", trust__final=[n * 1.0, n + 0.5, n * n]) for n in range(4)]
    found = compare(pd.concat(parts), {"p1": "p0", "p3": "p2"}, names=["trust.final"])
    assert list(zip(found["point"], found["baseline"], strict=True)) == [("p1", "p0"), ("p3", "p2")]


def test_points_of_which_no_run_is_done_are_left_out() -> None:
    table = pd.concat([outcome_rows(p, "all", trust__final=[0.1, 0.2]) for p in (BASE, POLICY)])
    opposed = {POLICY: BASE, "late": BASE}
    assert set(compare(table, opposed, names=["trust.final"])["point"]) == {POLICY}
    with pytest.raises(DetenteError, match="nothing to compare: runs are there of plain, patrols"):
        compare(table, {"late": BASE, POLICY: "later"}, names=["trust.final"])


def test_a_point_without_pairs_is_left_out() -> None:
    late = outcome_rows("late", "all", trust__final=[0.5]).assign(replicate=7)
    parts = [outcome_rows(p, "all", trust__final=[0.1, 0.2]) for p in (BASE, POLICY)]
    assert set(compare(pd.concat([*parts, late]), BASE, names=["trust.final"])["point"]) == {POLICY}
    with pytest.raises(DetenteError, match=r"no replicate is done in a point and its baseline"):
        compare(pd.concat([parts[0], late]), BASE, names=["trust.final"])


def test_mistakes_are_named() -> None:
    table = pd.concat([outcome_rows(p, "all", trust__final=[0.1, 0.2]) for p in (BASE, POLICY)])
    with pytest.raises(DetenteError, match="unknown point 'patrol'; did you mean 'patrols'"):
        compare(table, "patrol", names=["trust.final"])
    with pytest.raises(DetenteError, match=r"unknown outcome 'trust\.finale'; did you mean"):
        compare(table, BASE, names=["trust.finale"])
    with pytest.raises(DetenteError, match="unknown border 'KGZ-TJK'; allowed: all"):
        compare(table, BASE, names=["trust.final"], borders=["KGZ-TJK"])
    with pytest.raises(DetenteError, match="no outcome to compare"):
        compare(table, BASE, names=[])
    with pytest.raises(DetenteError, match="level: found 95; allowed is a share"):
        compare(table, BASE, names=["trust.final"], level=95)
    with pytest.raises(DetenteError, match="nothing to compare: runs are there of plain only"):
        compare(table[table["point"] == BASE], BASE, names=["trust.final"])


# What outcomes mean


@pytest.mark.parametrize("name", OUTCOMES)
def test_every_outcome_has_words_a_direction_and_the_unit_of_the_dictionary(name: str) -> None:
    meaning = outcome_of(name)
    assert meaning.words != name
    assert meaning.better
    assert meaning.unit.replace("\N{EN DASH}", "-") == column_of("outcomes", name).unit


def test_less_violence_crime_and_troops_are_better_and_more_of_the_rest() -> None:
    higher = {name.partition(".")[0] for name in OUTCOMES if outcome_of(name).better == "higher"}
    assert higher == {"stability", "trust", "cooperation", "trade", "delimited", "treaty"}


def test_outcomes_of_a_table_are_its_other_columns() -> None:
    assert known_outcomes(outcome_rows(BASE, "all", trust__final=[1.0])) == ["trust.final"]
