"""What holds for any valid scenario: it is written and read again, and told apart by its digest."""

import copy
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from detente.scenario import Mistake, Scenario, ScenarioError, from_mapping, load, notes
from tests.generators import scenario_data, scenarios, shares
from tests.scenario.texts import MINI

texts = st.text(min_size=1) | st.text("a b'\"\n:#-{}[]%@&*!|>\t\\", min_size=1, max_size=200)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("generated")


def written(scenario: Scenario, folder: Path) -> Scenario:
    path = folder / f"{scenario.name}.yaml"
    path.write_text(scenario.to_yaml(), encoding="utf-8")
    return load(path)


def mistakes_of(data: dict[str, Any]) -> list[Mistake]:
    """Mistakes of a mapping; any other exception is a failure."""
    try:
        from_mapping(data)
    except ScenarioError as error:
        return error.mistakes or [Mistake("", 0, 0, "", "")]
    return []


def backwards(data: Any) -> Any:
    """The same content with the keys of all mappings in the opposite order."""
    if isinstance(data, dict):
        return {key: backwards(value) for key, value in reversed(data.items())}
    return [backwards(item) for item in data] if isinstance(data, list) else data


@given(scenario=scenarios())
def test_what_is_written_is_read_again(scenario: Scenario, folder: Path) -> None:
    again = written(scenario, folder)
    assert again.digest == scenario.digest
    assert again.sources() == scenario.sources()
    assert (again.title, again.about, again.passages) == (
        scenario.title,
        scenario.about,
        scenario.passages,
    )
    assert again.to_yaml() == scenario.to_yaml()


@given(title=texts, about=texts, note=texts, reason=st.text(min_size=10))
def test_any_text_is_written_and_read_again(
    title: str, about: str, note: str, reason: str, folder: Path
) -> None:
    data = YAML(typ="safe", pure=True).load(MINI)
    data |= {"title": title, "about": about}
    wrapper = {"value": 0.3, "note": note, "source": f"assumption: {reason}"}
    data["borders"]["AAA-BBB"]["trade"] = wrapper
    assume(not mistakes_of(data))  # such as texts of spaces only
    scenario = from_mapping(data)
    again = written(scenario, folder)
    assert (again.title, again.about) == (scenario.title, scenario.about)
    assert again.sources() == scenario.sources()


@given(data=scenario_data())
def test_order_of_keys_makes_no_difference(data: dict[str, Any]) -> None:
    first, second = from_mapping(data), from_mapping(backwards(data))
    assert first.digest == second.digest
    assert list(first.borders) == list(second.borders)
    assert list(first.timeline) == list(second.timeline)
    assert first.model_dump() == second.model_dump()


@given(scenario=scenarios())
def test_everything_claimed_has_a_source(scenario: Scenario) -> None:
    for path, source in scenario.sources().items():
        assert scenario.source_of(path) == source
    for key, border in scenario.borders.items():
        for side in border.sides:
            assert scenario.source_of(f"borders.{key}.trust.{side}").text
        for name in border.sectors:
            assert scenario.source_of(f"borders.{key}.sectors.{name}.terrain").text


@given(scenario=scenarios())
def test_values_are_resolved(scenario: Scenario) -> None:
    for border in scenario.borders.values():
        assert set(border.trust) == set(border.troops_per_km) == set(border.sides)
        assert len(border.csbm) == 9
        assert all(set(sector.posts) == set(border.sides) for sector in border.sectors.values())
    for power in scenario.powers.values():
        assert len(power.instruments) == 9
    for event in scenario.timeline.values():
        for effect in event.effects:
            assert "all" not in effect.at
            assert scenario.start <= effect.date <= scenario.end


@given(scenario=scenarios())
def test_copies_are_equal(scenario: Scenario) -> None:
    assert copy.deepcopy(scenario) is scenario
    again = pickle.loads(pickle.dumps(scenario))  # noqa: S301
    assert again == scenario
    assert hash(again) == hash(scenario)
    assert again.sources() == scenario.sources()
    assert again.change({}) == scenario


@given(scenario=scenarios(), share=shares, data=st.data())
def test_digest_tells_values_apart_and_not_titles(
    scenario: Scenario, share: float, data: st.DataObject
) -> None:
    key = data.draw(st.sampled_from(sorted(scenario.borders)))
    border = scenario.borders[key]
    changed = scenario.change({f"borders.{key}.openness": share})
    assert (changed.digest == scenario.digest) == (border.openness == share)
    state = next(iter(scenario.states))
    renamed = scenario.change(
        {"title": "Another", "about": "Another.", "passages": [], f"states.{state}.name": "Other"}
    )
    assert renamed == scenario


@given(scenario=scenarios(), rounds=st.integers(1, 48))
def test_any_horizon_may_be_chosen(scenario: Scenario, rounds: int) -> None:
    changed = scenario.change({"rounds": rounds})
    assert changed.rounds == rounds
    assert set(changed.timeline) == {
        key for key, event in scenario.timeline.items() if event.date.since(scenario.start) < rounds
    }


@given(scenario=scenarios(), data=st.data())
def test_keeping_one_border_is_a_valid_scenario(scenario: Scenario, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(scenario.borders)))
    changed = scenario.change({"keep": [key]})
    assert set(changed.borders) == {key}
    assert set(changed.states) == set(scenario.borders[key].sides)
    assert changed.borders[key] == scenario.borders[key]


@given(scenario=scenarios(), data=st.data())
def test_any_power_may_be_taken_away(scenario: Scenario, data: st.DataObject) -> None:
    if not scenario.powers:
        return
    key = data.draw(st.sampled_from(sorted(scenario.powers)))
    changed = scenario.change({f"powers.{key}": None})
    assert set(changed.powers) == set(scenario.powers) - {key}


@given(scenario=scenarios())
def test_plausible_values_give_no_note(scenario: Scenario) -> None:
    assert all("plausible" not in note.message for note in notes(scenario))


@given(
    data=scenario_data(),
    junk=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=5,
    ),
    choices=st.lists(st.integers(0, 30), max_size=6),
)
def test_junk_in_any_place_gives_messages_only(
    data: dict[str, Any], junk: Any, choices: list[int]
) -> None:
    place: Any = data
    key: Any = "name"
    for choice in choices:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = keys[choice % len(keys)]
        if not isinstance(place[key], dict | list):
            break
        place = place[key]
        key = next(iter(place), "x") if isinstance(place, dict) else 0
    if isinstance(place, dict):
        place[key] = junk
    elif place:
        place[0] = junk
    assert all(mistake.message for mistake in mistakes_of(data))
