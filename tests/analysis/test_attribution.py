"""Which incidents a policy prevented and caused: by hand, and on real pairs of runs."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from detente.analysis.attribution import FORCED, INCIDENT_KINDS, Attribution, Tables, attribute
from detente.analysis.precursors import MONTHS_BEFORE
from detente.ensemble import run_one
from detente.errors import DetenteError
from detente.scenario import Scenario, load

BORDERS = ["A-B", "B-C"]
POLICY = {"name": "calmer", "theory.misunderstanding_chance": 0.2, "theory.trade_growth": 0.05}
PAIRS = 4


def event_rows(*rows: tuple[Any, ...]) -> pd.DataFrame:
    """Events, each given by round, border, sector, side, kind and perhaps its outcome."""
    columns = ["round", "border", "sector", "side", "kind", "outcome"]
    return pd.DataFrame([(*row, "whatever")[:6] for row in rows], columns=columns)


def ledger_rows(changes: dict[tuple[int, str], tuple[float, float]], rounds: int) -> pd.DataFrame:
    """A ledger of one term of trust and one of troops, the same on both sides of a border."""
    rows = []
    for now in range(1, rounds + 1):
        for border in BORDERS:
            hotline, fatigue = changes.get((now, border), (0.0, 0.0))
            for side in border.split("-"):
                rows.append((now, border, side, "trust", "hotline", "M33", hotline))
                rows.append((now, border, side, "troops", "fatigue", "M1", fatigue))
    columns = ["round", "border", "side", "quantity", "term", "mechanism", "change"]
    return pd.DataFrame(rows, columns=columns)


QUIET = ledger_rows({}, 30)


def told(incidents: pd.DataFrame, border: str, kind: str) -> dict[str, Any]:
    """The row of a border and a kind."""
    row = incidents[(incidents["border"] == border) & (incidents["kind"] == kind)]
    assert len(row) == 1
    return {str(name): value for name, value in row.to_dict("records")[0].items()}


# By hand


def test_incidents_are_matched_by_month_place_and_kind() -> None:
    before = event_rows(
        (3, "A-B", "north", "", "skirmish"),  # prevented
        (3, "A-B", "south", "", "skirmish"),  # in both
        (7, "A-B", "north", "A", "smuggling"),  # three against one: two prevented
        (7, "A-B", "north", "A", "smuggling"),
        (7, "A-B", "north", "A", "smuggling"),
        (8, "B-C", "west", "B", "smuggling"),  # met by the other side: one of each
        (9, "B-C", "west", "B", "trafficking"),  # on the other sector: one of each
    )
    after = event_rows(
        (3, "A-B", "south", "", "skirmish"),
        (4, "A-B", "north", "", "skirmish"),  # a month later: caused
        (3, "A-B", "north", "", "standoff"),  # what became of the first skirmish: caused
        (7, "A-B", "north", "A", "smuggling"),
        (8, "B-C", "west", "C", "smuggling"),
        (9, "B-C", "east", "B", "trafficking"),
    )
    incidents, _ = attribute([((before, QUIET), (after, QUIET))], BORDERS)
    cases = {
        ("A-B", "skirmish"): (2, 2, 1, 1),
        ("A-B", "standoff"): (0, 1, 0, 1),
        ("A-B", "smuggling"): (3, 1, 2, 0),
        ("B-C", "smuggling"): (1, 1, 1, 1),
        ("B-C", "trafficking"): (1, 1, 1, 1),
        ("all", "trafficking"): (1, 1, 1, 1),
        ("all", "skirmish"): (2, 2, 1, 1),
        ("all", "standoff"): (0, 1, 0, 1),
        ("all", "smuggling"): (4, 2, 3, 1),
    }
    assert len(incidents) == len(cases)
    for (border, kind), expected in cases.items():
        row = told(incidents, border, kind)
        found = [row[name] for name in ("baseline_mean", "policy_mean", "prevented", "caused")]
        assert tuple(found) == expected
        assert row["net"] == expected[1] - expected[0]


def test_other_events_do_not_count_and_forced_clashes_stand_apart() -> None:
    before = event_rows(
        (2, "A-B", "", "", "timeline", "A shooting"),
        (2, "A-B", "", "", "skirmish", "fire, by the timeline"),
        (2, "A-B", "north", "", "skirmish", "fire"),
        (5, "A-B", "", "", "treaty_signed", "each side lowers its troops"),
    )
    incidents, ledger = attribute([((before, QUIET), (event_rows(), QUIET))], BORDERS)
    assert told(incidents, "all", FORCED)["prevented"] == 1
    assert told(incidents, "all", "skirmish")["prevented"] == 1
    assert set(incidents["kind"]) == {FORCED, "skirmish"}
    assert ledger.empty  # nothing had changed before


def test_means_and_intervals_are_those_of_the_pairs() -> None:
    pairs = [
        ((event_rows(*[(3, "A-B", "north", "", "standoff")] * n), QUIET), (event_rows(), QUIET))
        for n in (1, 4, 0, 2)
    ]
    row = told(attribute(iter(pairs), BORDERS)[0], "A-B", "standoff")
    error = np.std([1, 4, 0, 2], ddof=1) / 2
    assert row["pairs"] == 4
    assert row["prevented"] == 1.75
    assert row["prevented_high"] - row["prevented"] == pytest.approx(3.182446 * error)
    assert (row["caused"], row["caused_low"], row["caused_high"]) == (0, 0, 0)
    assert (row["net"], row["net_low"]) == (-1.75, -row["prevented_high"])


def test_the_ledger_is_that_of_the_twelve_months_before_on_the_border() -> None:
    now = 20
    changes = {
        (now, "A-B"): (100.0, 100.0),  # the month itself comes after the incident
        (now - 1, "A-B"): (0.02, -30.0),
        (now - MONTHS_BEFORE, "A-B"): (0.01, 0.0),
        (now - MONTHS_BEFORE - 1, "A-B"): (50.0, 50.0),  # too long ago
        (now - 2, "B-C"): (70.0, 70.0),  # elsewhere
    }
    before = event_rows((now, "A-B", "north", "", "skirmish"))
    policy = event_rows(), ledger_rows(changes, 30)
    _, ledger = attribute([((before, QUIET), policy)], BORDERS)
    own = ledger[ledger["border"] == "A-B"].to_dict("records")
    assert [row["quantity"] for row in own] == ["trust", "troops"]
    assert own[0]["change"] == pytest.approx(0.03)  # mean of the sides
    assert own[1]["change"] == pytest.approx(-60.0)  # sum of the sides
    assert {(row["fate"], row["kind"], row["incidents"]) for row in own} == {
        ("prevented", "skirmish", 1)
    }
    region = ledger[ledger["border"] == "all"]
    assert region["change"].to_list() == pytest.approx([0.03, -60.0])


def test_the_ledger_is_the_mean_of_the_incidents() -> None:
    calm = event_rows(), ledger_rows({(1, "A-B"): (0.04, 0.0)}, 30)
    early = event_rows(*[(5, "A-B", "north", "", "skirmish")] * 3), QUIET
    late = event_rows((25, "A-B", "north", "", "skirmish")), QUIET  # out of reach of round 1
    _, ledger = attribute([(early, calm), (late, calm)], BORDERS)
    assert ledger["incidents"].unique().tolist() == [4]
    assert ledger["change"].to_list() == pytest.approx([0.03, 0.03])  # A-B and the region


def test_an_incident_of_the_first_month_has_nothing_before_it() -> None:
    calm = event_rows(), ledger_rows({(1, "A-B"): (0.5, 0.0)}, 30)
    fire = event_rows((1, "A-B", "north", "", "skirmish")), QUIET
    incidents, ledger = attribute([(fire, calm)], BORDERS)
    assert told(incidents, "A-B", "skirmish")["prevented"] == 1
    assert ledger.empty


def test_the_largest_changes_come_first() -> None:
    extra = QUIET.assign(term=QUIET["term"].replace({"hotline": "trade", "fatigue": "posture"}))
    both = pd.concat([QUIET, extra], ignore_index=True)
    policy = both.copy()
    policy.loc[policy["term"] == "trade", "change"] = -0.02
    policy.loc[policy["term"] == "hotline", "change"] = 0.01
    policy.loc[policy["term"] == "posture", "change"] = -5.0
    fire = event_rows((20, "A-B", "north", "", "skirmish"))
    _, ledger = attribute([((fire, both), (event_rows(), policy))], BORDERS)
    assert ledger[ledger["border"] == "A-B"]["term"].to_list() == ["trade", "hotline", "posture"]


def test_no_pair_gives_empty_tables() -> None:
    incidents, ledger = attribute([], BORDERS)
    assert incidents.empty
    assert ledger.empty


def test_runs_that_do_not_belong_together_are_refused() -> None:
    fire = event_rows((2, "C-D", "north", "", "skirmish"))
    with pytest.raises(DetenteError, match=r"differ in their borders: C-D is not in"):
        attribute([((event_rows(), QUIET), (fire, QUIET))], BORDERS)
    with pytest.raises(DetenteError, match=r"have 30 and 12 rounds; compare runs of the same"):
        attribute([((event_rows(), QUIET), (event_rows(), ledger_rows({}, 12)))], BORDERS)
    strange = QUIET.assign(term=QUIET["term"].replace("hotline", "hotlines"))
    with pytest.raises(DetenteError, match=r"differ in their borders or terms"):
        attribute([((event_rows(), QUIET), (event_rows(), strange))], BORDERS)


# On real pairs


@pytest.fixture(scope="module")
def scenarios() -> tuple[Scenario, Scenario]:
    """The classroom world, which forces a clash, and a calmer one of the same luck."""
    base = load("classroom")
    return base, base.change(POLICY)


@pytest.fixture(scope="module")
def pairs(scenarios: tuple[Scenario, Scenario]) -> list[tuple[Tables, Tables]]:
    """Events and ledgers of some pairs of runs."""

    def tables(scenario: Scenario, replicate: int) -> Tables:
        run = run_one(scenario, 7, replicate)
        return run.events(), run.ledger()

    base, policy = scenarios
    return [(tables(base, n), tables(policy, n)) for n in range(PAIRS)]


def counts(events: pd.DataFrame, border: str, kind: str) -> int:
    """Number of incidents, counted anew."""
    is_forced = events["outcome"] == "fire, by the timeline"
    wanted = events["kind"] == ("skirmish" if kind == FORCED else kind)
    if kind in (FORCED, "skirmish"):
        wanted &= is_forced == (kind == FORCED)
    return int((wanted & (events["border"] == border)).sum())


def test_prevented_less_caused_is_the_difference_of_the_counts(
    scenarios: tuple[Scenario, Scenario], pairs: list[tuple[Tables, Tables]]
) -> None:
    borders = list(scenarios[0].borders)
    incidents, _ = attribute(pairs, borders)
    assert (incidents["prevented"] > 0).any()
    for border in borders:
        for kind in INCIDENT_KINDS:
            before, after = (
                sum(counts(pair[which][0], border, kind) for pair in pairs) for which in (0, 1)
            )
            if before + after == 0:
                continue
            row = told(incidents, border, kind)
            assert PAIRS * (row["prevented"] - row["caused"]) == before - after
            assert PAIRS * row["baseline_mean"] == before
            assert PAIRS * row["policy_mean"] == after


def test_the_forced_clash_is_neither_prevented_nor_caused(
    scenarios: tuple[Scenario, Scenario], pairs: list[tuple[Tables, Tables]]
) -> None:
    row = told(attribute(pairs, list(scenarios[0].borders))[0], "all", FORCED)
    assert (row["baseline_mean"], row["prevented"], row["caused"]) == (1, 0, 0)


def test_the_ledger_before_is_what_a_plain_sum_says(
    scenarios: tuple[Scenario, Scenario], pairs: list[tuple[Tables, Tables]]
) -> None:
    (border,) = scenarios[0].borders
    _, ledger = attribute(pairs, [border])
    kind, term = "misunderstanding", "skirmish"
    sums, number = 0.0, 0
    for (events, before), (other, after) in pairs:
        for now in range(1, 121):
            lost = sum(
                max(
                    0,
                    sum((t["kind"] == kind) & (t["round"] == now) & (t["sector"] == sector))
                    - sum((o["kind"] == kind) & (o["round"] == now) & (o["sector"] == sector)),
                )
                for t, o in [(events, other)]
                for sector in events.loc[events["round"] == now, "sector"].unique()
            )
            if lost:
                number += lost
                sums += lost * (
                    _plain_sum(after, term, now, border) - _plain_sum(before, term, now, border)
                )
    row = ledger[
        (ledger["border"] == border)
        & (ledger["kind"] == kind)
        & (ledger["fate"] == "prevented")
        & (ledger["quantity"] == "trust")
        & (ledger["term"] == term)
    ].to_dict("records")[0]
    assert row["incidents"] == number > 0
    assert row["change"] == pytest.approx(sums / number, rel=1e-9, abs=1e-12)


def _plain_sum(ledger: pd.DataFrame, term: str, now: int, border: str) -> float:
    """A term of trust over the months before, mean of the two sides."""
    rows = ledger[
        (ledger["quantity"] == "trust")
        & (ledger["term"] == term)
        & (ledger["border"] == border)
        & ledger["round"].between(now - MONTHS_BEFORE, now - 1)
    ]
    return float(rows["change"].sum()) / 2


def test_pairs_are_taken_one_at_a_time(pairs: list[tuple[Tables, Tables]]) -> None:
    taken: list[int] = []

    def one_by_one() -> Iterator[tuple[Tables, Tables]]:
        for number, pair in enumerate(pairs):
            taken.append(number)
            yield pair

    found = Attribution([str(pairs[0][0][1]["border"].iloc[0])])
    for number, (baseline, policy) in enumerate(one_by_one(), start=1):
        found.add(baseline, policy)
        assert (found.pairs, len(taken)) == (number, number)
    whole = attribute(iter(pairs), [str(pairs[0][0][1]["border"].iloc[0])])
    pd.testing.assert_frame_equal(found.incidents(), whole[0])
    pd.testing.assert_frame_equal(found.ledger(), whole[1])
