"""The timeline unrolled: set, add, fade, until, pulses, membership, clipping.

Against a second reading of the format, month by month and place by place: the level of the `set` in
force with the latest date (or the base), plus every addition in force, cut to the range of the series.
"""

from math import exp
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from numpy.typing import NDArray

from detente.rules.csbm import MEASURES
from detente.scenario import SERIES, Effect, Scenario, from_mapping, load
from detente.series import Series, unroll
from tests.generators import scenarios

Floats = NDArray[np.float64]
BORDER = "NOR-SOU"


def classroom(*events: dict[str, Any], **changes: Any) -> Scenario:
    """Three years of the classroom with some events and nothing else in its timeline."""
    timeline = {
        f"event-{number}": {"title": "Tried", "kind": "policy", **event}
        for number, event in enumerate(events)
    }
    base = load("classroom").change({"rounds": 36, "timeline": None})
    return base.change({"timeline": timeline, **changes} if timeline else changes)


def event(date: str, *effects: dict[str, Any], until: str | None = None) -> dict[str, Any]:
    lasting = {"until": until} if until else {}
    return {"date": date, "effects": list(effects), **lasting}


def rivalry(*events: dict[str, Any], **changes: Any) -> list[float]:
    levels: list[float] = unroll(classroom(*events, **changes)).rivalry.tolist()
    return levels


def to(level: float) -> dict[str, Any]:
    return {"what": "rivalry", "set": level}


def by(amount: float, **options: Any) -> dict[str, Any]:
    return {"what": "rivalry", "add": amount, **options}


def test_without_events_the_base_holds() -> None:
    assert rivalry(rivalry=0.3) == [0.3] * 36


def test_a_level_holds_from_its_date_on() -> None:
    assert rivalry(event("2001-04", to(0.5)), rivalry=0.2) == [0.2] * 3 + [0.5] * 33


def test_until_is_the_first_month_without() -> None:
    levels = rivalry(event("2001-04", to(0.5), until="2001-06"), rivalry=0.2)
    assert levels == [0.2] * 3 + [0.5] * 2 + [0.2] * 31


def test_the_level_before_returns() -> None:
    """A short event within a long one, whichever stands first in the file."""
    long, short = (
        event("2001-02", to(0.4), until="2002-01"),
        event("2001-05", to(0.9), until="2001-07"),
    )
    expected = [0.1] + [0.4] * 3 + [0.9] * 2 + [0.4] * 6 + [0.1] * 24
    assert rivalry(long, short, rivalry=0.1) == expected
    assert rivalry(short, long, rivalry=0.1) == expected


def test_the_latest_date_wins_where_levels_overlap() -> None:
    levels = rivalry(event("2001-03", to(0.6)), event("2001-02", to(0.3), until="2001-10"))
    assert levels == [0.0, 0.3] + [0.6] * 34


def test_the_date_of_an_effect_counts_and_not_that_of_its_event() -> None:
    late = {**to(0.9), "date": "2001-06"}
    levels = rivalry(event("2001-02", late), event("2001-03", to(0.3)))
    assert levels == [0.0] * 2 + [0.3] * 3 + [0.9] * 31


def test_additions_are_summed_on_top_of_the_level() -> None:
    levels = rivalry(
        event("2001-03", by(0.1), until="2001-06"),
        event("2001-04", by(0.2)),
        event("2001-05", to(0.5)),
        rivalry=0.05,
    )
    expected = [0.05, 0.05, 0.15, 0.35, 0.8] + [0.7] * 31
    assert levels == pytest.approx(expected, abs=1e-15)


def test_an_addition_fades_exponentially() -> None:
    levels = rivalry(event("2001-04", by(0.8, fade=6.0), until="2002-01"), rivalry=0.1)
    faded = [0.1 + 0.8 * exp(-month / 6.0) for month in range(9)]
    assert levels == pytest.approx([0.1] * 3 + faded + [0.1] * 24, abs=1e-15)


def test_fading_is_the_same_on_every_machine() -> None:
    """NumPy's exponential differs in the last bit between processors; that of `math` does not."""
    levels = unroll(classroom(event("2001-01", by(0.7, fade=48.0)), rounds=400)).rivalry
    assert levels.tolist() == [0.7 * exp(-month / 48.0) for month in range(400)]


def test_an_event_may_outlast_the_run_and_effects_have_dates_of_their_own() -> None:
    own = by(0.2, date="2001-03", until="2001-05")
    levels = rivalry(event("2001-02", to(0.5), own, until="2030-01"))
    assert levels == pytest.approx([0.0, 0.5, 0.7, 0.7] + [0.5] * 32)


@pytest.mark.parametrize(("amount", "level"), [(0.9, 1.0), (-0.9, 0.0)])
def test_sums_are_cut_to_the_range_of_the_series(amount: float, level: float) -> None:
    levels = rivalry(event("2001-02", by(amount)), event("2001-03", by(amount)), rivalry=0.5)
    assert levels[0] == 0.5
    assert levels[2:] == [level] * 34


def test_the_cut_comes_after_the_sum() -> None:
    """Additions that cancel leave the base, even where one alone would be cut."""
    levels = rivalry(event("2001-02", by(0.8)), event("2001-02", by(-0.8)), rivalry=0.5)
    assert levels == pytest.approx([0.5] * 36)


def test_pulses_happen_in_one_month() -> None:
    clash = {"what": "clash", "at": BORDER, "add": 12.0}
    shock = {"what": "trust", "at": BORDER, "side": "SOU", "add": -0.2}
    both = {"what": "trust", "at": BORDER, "add": 0.05}
    series = unroll(classroom(event("2001-03", clash, shock, both), event("2001-03", clash)))
    assert series.clash[:, 0].tolist() == [0.0] * 2 + [24.0] + [0.0] * 33
    assert series.trust[2, 0] == pytest.approx([0.05, -0.15])
    assert not np.delete(series.trust, 2, axis=0).any()


def test_effects_on_a_side_leave_the_other_alone() -> None:
    cut = {"what": "cut", "at": BORDER, "side": "SOU", "add": 0.1}
    posture = {"what": "posture", "at": "all", "set": 2.0}
    series = unroll(classroom(event("2001-02", cut, posture)))
    assert series.cut[1:, 0].tolist() == [[0.0, 0.1]] * 35
    assert series.posture[1:, 0].tolist() == [[2.0, 2.0]] * 35
    assert not series.cut[0].any()


def test_policies_for_measures_name_them() -> None:
    some = {"what": "csbm", "at": BORDER, "measures": ["dialogue", "hotline"], "add": 0.1}
    every = {"what": "csbm", "at": BORDER, "add": 0.02}
    series = unroll(classroom(event("2001-02", some, every))).csbm[5, 0]
    expected = [0.12 if name in {"dialogue", "hotline"} else 0.02 for name in MEASURES]
    assert series == pytest.approx(expected)


# Mandates


def mandate(*events: dict[str, Any], **fields: Any) -> list[float]:
    """Weight of the border in the mandate of the UN, month by month."""
    members = fields.pop("members_now", [])
    none = dict.fromkeys(("own", "members", "frontier", "elsewhere"), 0.0)
    changes = {"powers.UN.mandate": none | fields, "powers.UN.members": members}
    scenario = classroom(*events, **changes)
    series = unroll(scenario).mandate
    weights: list[float] = series[:, list(scenario.powers).index("UN"), 0].tolist()
    return weights


def joins(state: str | list[str], level: int) -> dict[str, Any]:
    return {"what": "membership", "at": "UN", "side": state, "set": level}


def test_a_border_has_the_weight_of_its_members() -> None:
    weights = {"members": 0.9, "frontier": 0.4, "elsewhere": 0.1}
    found = mandate(
        event("2001-02", joins("NOR", 1)),
        event("2001-04", joins("SOU", 1), until="2001-06"),
        event("2001-08", joins(["NOR", "SOU"], 0)),
        **weights,
    )
    assert found == [0.1] + [0.4] * 2 + [0.9] * 2 + [0.4] * 2 + [0.1] * 29


def test_the_largest_weight_that_applies_holds() -> None:
    assert mandate(members_now=["NOR", "SOU"], members=0.3, elsewhere=0.6) == [0.6] * 36
    assert mandate(members_now=["NOR"], frontier=0.7, members=0.3, elsewhere=0.6) == [0.7] * 36


def test_a_border_that_is_named_has_its_own_weight() -> None:
    found = mandate(
        event("2001-02", joins(["NOR", "SOU"], 1)),
        members=1.0,
        elsewhere=0.5,
        borders={BORDER: 0.2},
    )
    assert found == [0.2] * 36


def test_members_of_the_start_may_leave() -> None:
    found = mandate(event("2001-03", joins("NOR", 0)), members_now=["NOR", "SOU"], members=0.8)
    assert found == [0.8] * 2 + [0.0] * 34


@pytest.mark.parametrize(("kind", "weight"), [("land", 0.6), ("maritime", 0.3)])
def test_a_power_s_own_border_and_the_sea(kind: str, weight: float) -> None:
    scenario = from_mapping(
        {
            "name": "sea",
            "title": "A sea",
            "about": "Two states and a power that is one of them.",
            "passages": [],
            "start": "2001-01",
            "rounds": 2,
            "source": "assumption: made up for a test",
            "rivalry": 0.0,
            "states": {
                name: {"name": name, "will": 0.5, "stability": 0.5, "insurgency": 0.0}
                for name in ("AAA", "BBB", "CCC")
            },
            "powers": {
                "AAA": {
                    "name": "A",
                    "kind": "great_power",
                    "effort": 1.0,
                    "mandate": {"own": 0.6, "elsewhere": 0.2, "maritime": 0.5},
                    "instruments": {},
                }
            },
            "borders": {name: _border(name.split("-"), kind) for name in ("AAA-BBB", "BBB-CCC")},
        }
    )
    factor = weight / 0.6
    assert unroll(scenario).mandate[:, 0, 0] == pytest.approx([weight] * 2)
    assert unroll(scenario).mandate[:, 0, 1] == pytest.approx([0.2 * factor] * 2)


def _border(sides: list[str], kind: str) -> dict[str, Any]:
    plain = load("classroom").borders[BORDER]
    numbers = "length_km delimited trade_potential trade openness infrastructure customs"
    numbers += " joint_projects dispute crime_attraction terrain"
    taken = {key: getattr(plain, key) for key in numbers.split()}
    by_side = dict.fromkeys(("trust", "trust_baseline", "troops_per_km", "strategic_asset"), 0.5)
    sectors = {"all": {"posts": {side: side.title() for side in sides}}}
    return {"sides": sides, "kind": kind, "sectors": sectors, **taken, **by_side}


# Any scenario, read a second time


def value_of(
    scenario: Scenario, what: str, month: int, base: float, effects: list[Effect]
) -> float:
    """One value of a series, by the words of the format."""
    series = SERIES[what]  # type: ignore[index]

    def acts(effect: Effect) -> bool:
        age = month - effect.date.since(scenario.start)
        if series.pulse:
            return age == 0
        return age >= 0 and (effect.until is None or month < effect.until.since(scenario.start))

    level = base
    acting = [effect for effect in effects if effect.what == what and acts(effect)]
    levels = [effect for effect in acting if effect.set is not None]
    if levels:
        level = max(levels, key=lambda effect: effect.date).set or 0.0
    for effect in acting:
        if effect.add is not None:
            age = month - effect.date.since(scenario.start)
            level += effect.add * (exp(-age / effect.fade) if effect.fade else 1.0)
    low, high = series.set_range or series.add_range or (0.0, 1.0)
    return max(low, min(high, level))


def effects_at(scenario: Scenario, name: str) -> list[Effect]:
    effects = [effect for event in scenario.timeline.values() for effect in event.effects]
    return [effect for effect in effects if name in effect.at or "all" in effect.at]


def check(scenario: Scenario, values: Floats, what: str, base: float, acting: list[Effect]) -> None:
    expected = [value_of(scenario, what, month, base, acting) for month in range(scenario.rounds)]
    np.testing.assert_allclose(values, expected, rtol=0, atol=1e-12)


@given(scenario=scenarios())
def test_any_timeline_of_states_and_powers_is_unrolled_as_the_format_says(
    scenario: Scenario,
) -> None:
    series: Series = unroll(scenario)
    effects = [effect for event in scenario.timeline.values() for effect in event.effects]
    check(scenario, series.rivalry, "rivalry", scenario.rivalry, effects)
    for i, (name, state) in enumerate(scenario.states.items()):
        bases = {"will": 0.0, "stability": 0.0}
        bases |= {"sovereignty": state.sovereignty, "insurgency": state.insurgency}
        for what, base in bases.items():
            acting = effects_at(scenario, name)
            check(scenario, getattr(series, what)[:, i], what, base, acting)
    for p, (name, power) in enumerate(scenario.powers.items()):
        check(scenario, series.effort[:, p], "effort", power.effort, effects_at(scenario, name))


@given(scenario=scenarios())
def test_any_timeline_of_borders_is_unrolled_as_the_format_says(scenario: Scenario) -> None:
    series: Series = unroll(scenario)
    for b, (name, border) in enumerate(scenario.borders.items()):
        here = effects_at(scenario, name)
        for what in ("clash", "closure", "facilitation"):
            check(scenario, getattr(series, what)[:, b], what, 0.0, here)
        for k, measure in enumerate(MEASURES):
            mine = [effect for effect in here if measure in effect.measures]
            check(scenario, series.csbm[:, b, k], "csbm", 0.0, mine)
        for d, side in enumerate(border.sides):
            mine = [effect for effect in here if not effect.side or side in effect.side]
            for what in ("trust", "cut", "posture"):
                check(scenario, getattr(series, what)[:, b, d], what, 0.0, mine)


@given(scenario=scenarios())
def test_any_series_has_the_shape_of_its_places(scenario: Scenario) -> None:
    series = unroll(scenario)
    rounds, states, powers = scenario.rounds, len(scenario.states), len(scenario.powers)
    borders = len(scenario.borders)
    assert series.will.shape == series.insurgency.shape == (rounds, states)
    assert series.effort.shape == (rounds, powers)
    assert series.mandate.shape == (rounds, powers, borders)
    assert series.trust.shape == series.cut.shape == series.posture.shape == (rounds, borders, 2)
    assert series.csbm.shape == (rounds, borders, len(MEASURES))
    assert ((series.mandate >= 0.0) & (series.mandate <= 1.0)).all()
