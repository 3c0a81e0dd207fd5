"""Common random numbers: what is added elsewhere, or later, changes nothing here and before.

At the level of draws, whose keys hold nothing but the run and the place; and at the level of events, on
a border with identical inputs that what is added does not touch.
"""

from typing import Any

import pytest
from hypothesis import assume, given
from ruamel.yaml import YAML

from detente.model import BorderModel
from detente.scenario import SERIES, Scenario, from_mapping, load
from tests.generators import START, scenario_data
from tests.model.comparing import Tables, assert_same_run, luck_of, tables_of, up_to
from tests.model.library import LIBRARY, finished, library_run

Data = dict[str, Any]
HERE = "NOR-SOU"
SOURCE = "assumption: added to try what it changes"


def classroom() -> Data:
    """The classroom without its powers, so that its border stands alone."""
    data: Data = YAML(typ="safe").load(load("classroom").to_yaml())
    for state in data["states"].values():
        state.pop("influence", None)
    timeline = {"shooting": data["timeline"]["shooting"]}
    return data | {"powers": {}, "rounds": 36, "timeline": timeline, "source": SOURCE}


def neighborhood(*, disputed: float = 1.0) -> Data:
    """Another pair of states, and a border between them, whose names come before and after."""
    border = classroom()["borders"][HERE]
    sectors = {"middle": {"posts": {"AAA": "Here", "ZZZ": "There"}}}
    border |= {"sides": ["AAA", "ZZZ"], "sectors": sectors, "dispute": disputed}
    for key in ("trust", "trust_baseline", "troops_per_km", "strategic_asset"):
        border[key] = 0.5
    state = {"name": "Elsewhere", "will": 0.5, "stability": 0.5, "insurgency": 0.9}
    return {"states": {"AAA": state, "ZZZ": state}, "borders": {"AAA-ZZZ": border}}


def joined(*parts: Data) -> Data:
    """Data with the entities of others added."""
    whole = classroom()
    for part in parts:
        for kind, entities in part.items():
            whole[kind] = {**whole.get(kind, {}), **entities}
    return whole


def power(*, mandate: Data) -> Data:
    instruments = dict.fromkeys(("support", "mediation", "monitoring"), 1.0)
    return {
        "name": "A power",
        "kind": "organization",
        "effort": 5.0,
        "mandate": mandate,
        "instruments": instruments,
    }


ELSEWHERE = power(mandate={"borders": {"AAA-ZZZ": 1.0}})
CLASH = {
    "title": "A clash elsewhere",
    "kind": "shock",
    "date": "2001-06",
    "effects": [{"what": "clash", "at": "AAA-ZZZ", "add": 50.0}],
}
ADDITIONS: dict[str, Data] = {
    "a border and its states": joined(neighborhood()),
    "another border": joined(neighborhood(disputed=2.0)),
    "a power": joined(neighborhood(), {"powers": {"ORG": ELSEWHERE}}),
    "two powers": joined(neighborhood(), {"powers": {"ORG": ELSEWHERE, "ABC": ELSEWHERE}}),
    "an idle power": joined({"powers": {"ORG": power(mandate={}) | {"effort": 20.0}}}),
    "a clash": joined(neighborhood(), {"timeline": {"elsewhere": CLASH}}),
}


def local(model: BorderModel) -> Tables:
    """What a run left on the border of the classroom and in its states."""
    tables = tables_of(model)
    views = ("border", "side", "post", "events", "ledger")
    mine = {name: tables[name][tables[name]["border"].astype(str) == HERE] for name in views}
    mine["events"] = mine["events"][
        mine["events"]["kind"] != "timeline"
    ]  # names all or some borders
    states = tables["state"]
    mine["state"] = states[states["state"].isin(["NOR", "SOU"])]
    plain = {name: table.reset_index(drop=True) for name, table in mine.items()}
    for column in ("border", "side"):  # categories know of the other borders
        plain["ledger"][column] = plain["ledger"][column].astype(str)
    return plain


@pytest.mark.parametrize("addition", ADDITIONS)
def test_what_is_added_elsewhere_changes_no_event_here(addition: str) -> None:
    before = finished(from_mapping(classroom()))
    after = finished(from_mapping(ADDITIONS[addition]))
    assert_same_run(local(before), local(after))
    assert before.events()["kind"].isin(["smuggling", "misunderstanding"]).any()


@pytest.mark.parametrize("addition", ADDITIONS)
def test_what_is_added_elsewhere_changes_no_draw_here(addition: str) -> None:
    before = BorderModel(from_mapping(classroom()), seed=7)
    after = BorderModel(from_mapping(ADDITIONS[addition]), seed=7)
    for _ in range(6):
        before.step()
        after.step()
        mine, its = luck_of(before), luck_of(after)
        assert {place: its[place] for place in mine} == mine


def test_parts_of_a_region_meet_the_luck_of_the_whole() -> None:
    whole, part = BorderModel("central-asia", seed=7), BorderModel("ferghana-valley", seed=7)
    for _ in range(12):
        whole.step()
        part.step()
        mine, its = luck_of(part), luck_of(whole)
        assert {place: its[place] for place in mine} == mine


@given(data=scenario_data())
def test_neither_theory_nor_timeline_enters_the_luck(data: Data) -> None:
    plain = from_mapping(data | {"theory": {}, "without": [], "timeline": {}, "rivalry": 0.0})
    before, after = BorderModel(from_mapping(data), seed=7), BorderModel(plain, seed=7)
    for _ in range(min(3, before.world.rounds)):
        before.step()
        after.step()
        assert luck_of(before) == luck_of(after)


# What falls due later changes nothing before


def central(what: str) -> Data:
    """An event of a series in the middle of a run."""
    series = SERIES[what]  # type: ignore[index]
    high = (series.set_range or series.add_range or (0.0, 1.0))[1]
    places = {"state": "SOU", "power": "UN", "border": HERE}
    effect: Data = {"what": what, "set" if series.set_range else "add": min(high, 1.0)}
    if series.place != "region":
        effect["at"] = places[series.place]
    if what == "membership":
        effect["side"] = "SOU"
    if what == "effort":
        effect["set"] = 3.0
    return {"title": "Tried", "kind": "policy", "date": "2002-01", "effects": [effect]}


def two_powers() -> Scenario:
    """The classroom, another border, a rival and a mandate that follows from membership."""
    powers = YAML(typ="safe").load(load("classroom").to_yaml())["powers"]
    data = joined(neighborhood(), {"powers": powers})
    data["powers"]["RIV"] = data["powers"]["EMP"] | {"name": "A rival"}
    data["powers"]["UN"]["mandate"] = {"members": 1.0, "frontier": 0.7, "elsewhere": 0.1}
    data["states"] = {
        name: state | {"influence": {"EMP": 0.5, "RIV": 0.5}}
        for name, state in data["states"].items()
    }
    return from_mapping(data | {"rounds": 36, "source": SOURCE, "timeline": {}})


@pytest.mark.parametrize("what", SERIES)
def test_a_policy_acts_from_its_date_on(what: str) -> None:
    before = two_powers()
    after = before.change({"timeline": {"tried": central(what)}})
    first, second = tables_of(finished(before)), tables_of(finished(after))
    assert_same_run(up_to(first, 12), up_to(second, 12))
    assert not first["border"]["stability"].equals(second["border"]["stability"])


@given(data=scenario_data())
def test_events_of_any_world_act_from_their_dates_on(data: Data) -> None:
    assume(len(data["timeline"]) > 0)
    scenario, quiet = from_mapping(data), from_mapping(data | {"timeline": {}})
    effects = [effect for event in scenario.timeline.values() for effect in event.effects]
    first = min(effect.date.since(START) for effect in effects)
    assume(first > 0)  # the opening state knows of the first month
    one, other = tables_of(finished(scenario)), tables_of(finished(quiet))
    assert_same_run(up_to(one, first), up_to(other, first))


def only_in_timeline(variant: Scenario, base: Scenario) -> bool:
    """Whether a variant of the library differs from its base in the timeline only."""
    parts = ("start", "rounds", "rivalry", "states", "powers", "borders", "theory", "without")
    return all(getattr(variant, part) == getattr(base, part) for part in parts)


def test_variants_of_the_library_follow_their_base_until_they_part() -> None:
    tried = []
    for name in LIBRARY:
        variant = load(name)
        base = load(variant.base) if variant.base else None
        if base is None or not only_in_timeline(variant, base):
            continue
        changed = [
            effect.date.since(variant.start)
            for mine, its in ((variant.timeline, base.timeline), (base.timeline, variant.timeline))
            for key, event in mine.items()
            if its.get(key) != event
            for effect in event.effects
        ]
        first, second = library_run(name), library_run(base.name)
        for view in ("border", "side", "state", "power"):
            mine, its = ({view: model.trajectories(view)} for model in (first, second))
            assert_same_run(up_to(mine, min(changed)), up_to(its, min(changed)))
        assert first.stability != second.stability
        tried.append(name)
    assert len(tried) >= 5
