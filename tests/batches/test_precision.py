"""Intervals of means, and the rule by which a batch adds replicates."""

from math import inf, isnan, sqrt
from pathlib import Path
from statistics import NormalDist, fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batches import batch, interval_of, open_batch
from detente.errors import DetenteError
from detente.scenario import load
from tests.batches.folders import content, differing, small

# 97.5 % quantiles of Student's distribution, from a printed table
STUDENT = {1: 12.706, 2: 4.303, 3: 3.182, 4: 2.776, 5: 2.571, 10: 2.228, 30: 2.042, 99: 1.984}


@pytest.mark.parametrize(("freedom", "quantile"), STUDENT.items())
def test_the_interval_is_that_of_student(freedom: int, quantile: float) -> None:
    values = [float(place % 2) for place in range(freedom + 1)]
    expected = quantile * stdev(values) / sqrt(freedom + 1)
    assert interval_of(values).half_width == pytest.approx(expected, rel=0.004)


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=40), st.randoms(use_true_random=False))
def test_order_makes_no_difference(values: list[float], random: object) -> None:
    shuffled = sorted(values, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert interval_of(values) == interval_of(shuffled)
    assert interval_of(values).mean == pytest.approx(fmean(values), rel=1e-12, abs=1e-9)


def test_few_runs_fix_nothing() -> None:
    assert interval_of([]).half_width == interval_of([1.0]).half_width == inf
    assert isnan(interval_of([]).mean)
    assert interval_of([2.0, 2.0]).half_width == 1.5  # the rule of three


def test_intervals_hold_the_mean_as_often_as_they_claim() -> None:
    """Numbers of a normal distribution by a fixed sequence of quantiles (Weyl), 5 at a time."""
    normal = NormalDist()
    numbers = [normal.inv_cdf((place * 0.7548776662466927 + 0.5) % 1.0) for place in range(5, 5005)]
    groups = [numbers[place::1000] for place in range(1000)]
    held = [abs(found.mean) <= found.half_width for found in map(interval_of, groups)]
    assert 0.9 <= fmean(held) <= 1.0


# Until


def test_replicates_are_added_until_the_mean_is_known(tmp_path: Path) -> None:
    wide = small(tmp_path / "wide", until="misunderstandings.total", precision=0.5, replicates=1000)
    assert wide.manifest.replicates == 200
    fine = small(
        tmp_path / "fine", until="misunderstandings.total", precision=0.25, replicates=1000
    )
    reached = fine.manifest.reached
    assert reached is not None
    assert reached.is_reached
    widths = fine.means(["misunderstandings.total"]).set_index("point")["half_width"]
    assert reached.half_width == widths.max() <= 0.25
    assert reached.point == widths.idxmax()
    before = fine.manifest.replicates // 2
    assert before == 200
    runs = fine.outcomes().query("border == 'all' and replicate < @before")
    earlier = runs.groupby("point")["misunderstandings.total"].agg(
        lambda own: interval_of(own).half_width
    )
    assert earlier.max() > 0.25
    assert len(fine.runs()) == 2 * fine.manifest.replicates


def test_a_batch_until_equals_one_of_as_many_replicates(tmp_path: Path) -> None:
    found = small(tmp_path / "until", until="NOR-SOU:trust.final", precision=1.5e-3, replicates=800)
    number = found.manifest.replicates
    assert 200 < number < 800
    small(tmp_path / "fixed", replicates=number)
    assert differing(tmp_path / "until", tmp_path / "fixed") == {"manifest.json", "README.md"}


def test_a_batch_until_goes_on_to_the_same_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Killed when all parts of its third cohort are there, it still looks at the first one alone."""

    def die(_: object) -> None:
        raise KeyboardInterrupt

    options = {"until": "misunderstandings.total", "precision": 0.16, "replicates": 1000}
    small(tmp_path / "b", **options)
    with monkeypatch.context() as patch:
        patch.setattr("detente.batches.store.Store.finish", die)
        with pytest.raises(KeyboardInterrupt):
            small(tmp_path / "c", **options)
    assert small(tmp_path / "c", resume=True, replicates=1000).manifest.replicates == 800
    assert not differing(tmp_path / "b", tmp_path / "c")


def test_the_mean_of_a_border_is_that_of_the_border(tmp_path: Path) -> None:
    world = load("ferghana-valley").change({"rounds": 3})
    rule = "KGZ-TJK:trust.final"
    found = batch(world, out=tmp_path / "b", replicates=50, until=rule, precision=0.5)
    widths = [
        found.means(["trust.final"], border=border)["half_width"].item()
        for border in ("KGZ-TJK", "KGZ-UZB", "all")
    ]
    assert len(set(widths)) == 3
    assert found.manifest.reached is not None
    assert found.manifest.reached.half_width == widths[0]


def test_what_cannot_be_reached_is_told(tmp_path: Path) -> None:
    found = small(tmp_path / "b", until="stability.final", precision=1e-9, replicates=150)
    reached = found.manifest.reached
    assert reached is not None
    assert (reached.is_reached, found.manifest.replicates) == (False, 150)


def test_a_finer_precision_adds_to_what_is_there(tmp_path: Path) -> None:
    options = {"until": "misunderstandings.total", "replicates": 1000}
    small(tmp_path / "b", precision=0.5, **options)
    small(tmp_path / "b", precision=0.25, resume=True, **options)
    small(tmp_path / "c", precision=0.25, **options)
    assert content(tmp_path / "b") == content(tmp_path / "c")


def test_a_coarser_precision_is_refused(tmp_path: Path) -> None:
    options = {"until": "misunderstandings.total", "replicates": 1000}
    small(tmp_path / "b", precision=0.5, **options)
    with pytest.raises(DetenteError, match=r"precision: 0\.5 there, 0\.6 asked for; a finer one"):
        small(tmp_path / "b", precision=0.6, resume=True, **options)
    with pytest.raises(
        DetenteError, match=r"until: misunderstandings\.total there, trust\.final asked"
    ):
        small(tmp_path / "b", until="trust.final", precision=0.5, replicates=1000, resume=True)
    assert open_batch(tmp_path / "b").is_finished


@pytest.mark.parametrize(
    ("until", "precision", "message"),
    [
        ("stability.final", None, "--until and --precision go together"),
        (None, 0.1, "--until and --precision go together"),
        ("stabilty.final", 0.1, r"unknown outcome 'stabilty\.final'; did you mean 'stability"),
        ("NOR-SUO:trust.mean", 0.1, r"unknown border 'NOR-SUO'; did you mean 'NOR-SOU'\?"),
        ("trust.mean", 0.0, "--precision: found 0; allowed: a number above 0"),
        ("trust.mean", inf, "--precision: found inf"),
    ],
)
def test_rules_that_make_no_sense_are_refused(
    tmp_path: Path, until: str | None, precision: float | None, message: str
) -> None:
    with pytest.raises(DetenteError, match=message):
        small(tmp_path / "b", until=until, precision=precision)
    assert not any(tmp_path.iterdir())
