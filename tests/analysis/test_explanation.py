"""Explanations add up: levels, terms, shares and windows, on made-up tables and on a real run."""

import pandas as pd
import pytest

from detente.analysis import (
    counts,
    drivers,
    explain,
    incidents,
    notable_events,
    summary,
    window,
    yearly,
)
from detente.errors import DetenteError
from detente.model import BorderModel

DATES = pd.date_range("2010-01-01", periods=24, freq="MS")


@pytest.fixture(scope="module")
def model() -> BorderModel:
    """Ten years of the classroom world."""
    model = BorderModel("classroom", seed=7)
    model.run()
    return model


@pytest.fixture(scope="module")
def ledger(model: BorderModel) -> pd.DataFrame:
    return model.ledger()


@pytest.fixture(scope="module")
def sides(model: BorderModel) -> pd.DataFrame:
    return model.trajectories("side")


def made_up() -> tuple[pd.DataFrame, pd.DataFrame]:
    """Two years of one border on which two terms cancel each other nearly."""
    terms = {"trade": ("M34", 0.02), "skirmish": ("M31", -0.03), "bounds": ("M44", 0.0)}
    rows = [
        (number + 1, date, "A-B", side, "trust", term, mechanism, change)
        for number, date in enumerate(DATES)
        for side in ("A", "B")
        for term, (mechanism, change) in terms.items()
    ]
    names = ["round", "date", "border", "side", "quantity", "term", "mechanism", "change"]
    ledger = pd.DataFrame(rows, columns=names)
    months = [pd.Timestamp("2009-12-01"), *DATES]
    levels = [
        (number, date, "A-B", state, 0.9 - 0.01 * number, 100.0)
        for number, date in enumerate(months)
        for state in ("A", "B")
    ]
    sides = pd.DataFrame(levels, columns=["round", "date", "border", "state", "trust", "troops"])
    return ledger, sides


def test_terms_are_summed_over_the_window_and_the_largest_comes_first() -> None:
    found = explain(*made_up(), "A-B", "2010-03", "2010-07")
    assert found["side"].tolist() == ["A"] * 3 + ["B"] * 3
    assert found["term"].tolist() == ["skirmish", "trade", "bounds"] * 2
    assert found["mechanism"].tolist() == ["M31", "M34", "M44"] * 2
    assert found["change"].tolist() == pytest.approx([-0.15, 0.10, 0.0] * 2)
    assert found["share"].tolist() == pytest.approx([0.6, 0.4, 0.0] * 2)


def test_levels_are_those_before_the_window_and_at_its_end() -> None:
    found = explain(*made_up(), "A-B", "2010-03", "2010-07")
    assert found["before"].unique().tolist() == pytest.approx([0.88])
    assert found["after"].unique().tolist() == pytest.approx([0.83])


def test_nothing_moved_is_no_share() -> None:
    ledger, sides = made_up()
    found = explain(ledger.assign(change=0.0), sides, "A-B")
    assert found["share"].tolist() == [0.0] * 6


@pytest.mark.parametrize(
    ("start", "end"), [(None, None), ("2003", "2003"), ("2004-05", "2006-02"), ("2010-12", None)]
)
def test_the_terms_of_a_run_lead_from_one_level_to_the_other(
    ledger: pd.DataFrame, sides: pd.DataFrame, start: str | None, end: str | None
) -> None:
    found = explain(ledger, sides, "NOR-SOU", start, end)
    for (_, quantity), rows in found.groupby(["side", "quantity"]):
        moved = rows["after"].iloc[0] - rows["before"].iloc[0]
        scale = 1.0 if quantity == "trust" else rows["before"].iloc[0]
        assert rows["change"].sum() == pytest.approx(moved, abs=1e-9 * scale)
        assert rows["share"].sum() == pytest.approx(1.0)
        assert rows["change"].abs().is_monotonic_decreasing
    assert len(found.groupby(["side", "quantity"])) == 4


def test_an_unknown_border_is_told_with_the_nearest(
    ledger: pd.DataFrame, sides: pd.DataFrame
) -> None:
    with pytest.raises(DetenteError, match="unknown border 'NOR-SUO'; did you mean 'NOR-SOU'"):
        explain(ledger, sides, "NOR-SUO")


def test_a_window_outside_the_run_is_refused(ledger: pd.DataFrame, sides: pd.DataFrame) -> None:
    with pytest.raises(DetenteError, match="from 2020 to the end; the run goes from 2001-01 to"):
        explain(ledger, sides, "NOR-SOU", "2020")


def test_a_year_alone_is_the_whole_year() -> None:
    found = window(pd.Series(DATES), "2010", "2010")
    assert (found.first, found.last) == (DATES[0], DATES[11])


def test_a_window_is_cut_to_the_run() -> None:
    assert window(pd.Series(DATES), "1990", "2090") == (DATES[0], DATES[-1])
    assert window(pd.Series(DATES), None, None) == (DATES[0], DATES[-1])


@pytest.mark.parametrize("date", ["", "soon", "2010-13", "2010-00", "2010/3", "10", "0000"])
def test_what_is_no_month_is_told(date: str) -> None:
    with pytest.raises(DetenteError, match="allowed: a year such as 2010 or a month"):
        window(pd.Series(DATES), date, None)


def test_a_window_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(DetenteError, match="no month from 2011 to 2010"):
        window(pd.Series(DATES), "2011", "2010")


def test_incidents_are_those_of_the_border_and_window_by_what_they_did() -> None:
    events = pd.DataFrame(
        [
            ("2010-01", "A-B", "misunderstanding", -0.01),
            ("2010-02", "A-B", "skirmish", -0.2),
            ("2010-03", "A-C", "skirmish", -0.3),
            ("2010-04", "A-B", "smuggling", 0.0),
            ("2012-01", "A-B", "standoff", -0.02),
        ],
        columns=["date", "border", "kind", "trust_change"],
    ).assign(date=lambda table: pd.to_datetime(table["date"]))
    everything = incidents(events, "A-B")
    assert everything["kind"].tolist() == ["skirmish", "standoff", "misunderstanding"]
    assert incidents(events, "A-B", "2010-02", "2010")["kind"].tolist() == ["skirmish"]
    assert incidents(events, "A-B", "2015").empty


def test_the_summary_compares_start_and_end(model: BorderModel) -> None:
    trajectories, events = model.trajectories(), model.events()
    (row,) = summary(trajectories, events).to_dict("records")
    assert row["border"] == "NOR-SOU"
    assert row["stability_start"] == trajectories["stability"].iloc[0]
    assert row["density_end"] == trajectories["density"].iloc[-1]
    assert row["status"] == trajectories["status"].iloc[-1]
    assert row["skirmishes"] == trajectories["skirmishes"].sum() > 0
    assert row["casualties"] == pytest.approx(trajectories["severity"].sum())


def test_a_border_without_skirmishes_has_none(model: BorderModel) -> None:
    quiet = model.events().iloc[:0]
    (row,) = summary(model.trajectories(), quiet).to_dict("records")
    assert (row["skirmishes"], row["casualties"]) == (0, 0.0)


def test_drivers_add_up_to_the_change_of_the_region(
    ledger: pd.DataFrame, sides: pd.DataFrame
) -> None:
    found = drivers(ledger)
    assert found["quantity"].unique().tolist() == ["trust", "troops"]
    first, last = (sides[sides["round"] == number] for number in (0, sides["round"].max()))
    change = found.groupby("quantity")["change"].sum()
    assert change["trust"] == pytest.approx(last["trust"].mean() - first["trust"].mean())
    assert change["troops"] == pytest.approx(last["troops"].sum() - first["troops"].sum())
    for _, rows in found.groupby("quantity"):
        assert rows["change"].abs().is_monotonic_decreasing
        assert rows["share"].sum() == pytest.approx(1.0)


def test_years_begin_with_the_start_and_end_with_the_end(model: BorderModel) -> None:
    region = model.trajectories("region")
    found = yearly(region)
    assert found["date"].dt.strftime("%Y-%m").tolist() == [
        f"{year}-12" for year in range(2000, 2011)
    ]
    assert found["skirmishes"].sum() == region["skirmishes"].sum()
    assert found["casualties"].sum() == pytest.approx(region["severity"].sum())


def test_a_run_that_ends_in_mid_year_keeps_its_last_month() -> None:
    model = BorderModel("classroom")
    for _ in range(17):
        model.step()
    dates = yearly(model.trajectories("region"))["date"]
    assert dates.dt.strftime("%Y-%m").tolist() == ["2000-12", "2001-12", "2002-05"]


def test_an_event_of_the_timeline_counts_once() -> None:
    events = pd.DataFrame(
        [
            (1, "timeline", "A treaty", "A-B"),
            (1, "timeline", "A treaty", "A-C"),
            (2, "standoff", "ended", "A-B"),
            (2, "standoff", "ended", "A-B"),
        ],
        columns=["round", "kind", "outcome", "border"],
    )
    assert counts(events) == {"standoff": 2, "timeline": 1}


def test_notable_events_leave_the_daily_ones_out(model: BorderModel) -> None:
    kinds = set(notable_events(model.events())["kind"])
    assert "skirmish" in kinds
    assert not kinds & {"smuggling", "misunderstanding", "standoff"}
