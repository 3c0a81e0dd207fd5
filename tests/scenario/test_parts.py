"""The small parts: months, sources, names, the parts of a scenario and what is told of their sources."""

from pathlib import Path
from typing import get_args

import pytest
from ruamel.yaml import YAML

from detente.errors import Mistake
from detente.rules.mechanisms import SWITCHES
from detente.rules.parameters import PARAMETERS
from detente.scenario import (
    SECTIONS,
    SERIES,
    Effect,
    Month,
    Scenario,
    ScenarioError,
    Source,
    from_mapping,
    load,
)
from detente.scenario.timeline import Quantity
from tests.scenario.texts import MINI, spoiled, write


@pytest.fixture
def mini(tmp_path: Path) -> Scenario:
    write(tmp_path, mini=MINI)
    return load(tmp_path / "mini.yaml")


def test_months_count() -> None:
    month = Month.parse("2025-11")
    assert month.plus(2) == Month(2026, 1)
    assert month.plus(-11) == Month(2024, 12)
    assert Month(2026, 1).since(month) == 2
    assert str(Month(33, 4)) == "0033-04"
    assert Month(2025, 9) < Month(2025, 10) < Month(2026, 1)


@pytest.mark.parametrize("text", ["2025-13", "2025-00", "2025-1", "0000-01", "2025", "25-01", ""])
def test_months_that_are_none(text: str) -> None:
    with pytest.raises(ValueError, match="month"):
        Month.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        f"document: {SECTIONS[0]}",
        "publication: Fravel, Strong Borders, Secure Nation: Chapter 3, 2008 (medium)",
        "publication: Wikipedia (online), 2024",
        "assumption: round numbers (low)",
    ],
)
def test_sources_are_written_as_they_are_read(text: str) -> None:
    assert str(Source.parse(text)) == text


def test_parts_of_a_source() -> None:
    source = Source.parse("publication:  A Book,\n  2001 (low) ")
    assert source == Source("publication", "A Book, 2001", "low")
    assert Source.parse("assumption: for a reason").confidence is None


def test_mistakes_are_written_with_what_is_known_of_their_place() -> None:
    assert str(Mistake("a.yaml", 3, 7, "states.AAA", "no")) == "a.yaml:3:7: states.AAA: no"
    assert str(Mistake("a.yaml", 3, 7, "", "no")) == "a.yaml:3:7: no"
    assert str(Mistake("<change>", 0, 0, "rounds", "no")) == "<change>: rounds: no"


def test_every_quantity_has_a_series() -> None:
    assert set(get_args(Quantity)) == set(SERIES)


def test_switches_put_parameters_within_their_limits() -> None:
    for values in SWITCHES.values():
        for name, value in values.items():
            low, high = PARAMETERS[name].hard_limits
            assert low <= value <= high


def test_scenario_is_resolved(mini: Scenario) -> None:
    border = mini.borders["AAA-BBB"]
    assert border.sides == ("AAA", "BBB")
    assert border.troops_per_km == {"AAA": 1.5, "BBB": 1.5}
    sector = border.sectors["north"]
    assert (sector.dispute, sector.crime_attraction, sector.terrain) == (1.4, 0.5, 0.7)
    assert (mini.powers["RUS"].leader, mini.powers["UN"].leader) == ("RUS", None)
    assert mini.powers["UN"].instruments["support"] == 0.0
    assert mini.powers["UN"].mandate.maritime == 1.0
    assert (mini.start, mini.end) == (Month(2025, 1), Month(2026, 12))


def test_effects_are_resolved(mini: Scenario) -> None:
    stability, trust, membership, rivalry = mini.timeline["unrest"].effects
    start, end = Month(2025, 3), Month(2025, 9)
    assert stability == Effect(what="stability", at=("AAA",), add=-0.01, date=start, until=end)
    assert trust == Effect(what="trust", at=("AAA-BBB",), side=("AAA",), add=-0.1, date=start)
    assert membership == Effect(
        what="membership", at=("UN",), side=("BBB",), set=1.0, date=start, until=end
    )
    assert rivalry == Effect(what="rivalry", set=0.5, date=start, until=end)


def test_effect_may_have_dates_and_measures_of_its_own(tmp_path: Path) -> None:
    own = "what: csbm, at: all, add: 0.1, date: 2025-05, until: 2030-01"
    write(tmp_path, mini=spoiled(("what: stability, at: AAA, add: -0.01", own)))
    effect = load(tmp_path / "mini.yaml").timeline["unrest"].effects[0]
    assert (str(effect.date), str(effect.until)) == ("2025-05", "2030-01")
    assert len(effect.measures) == 9


def test_sources_by_path(mini: Scenario) -> None:
    assert str(mini.source_of("borders.AAA-BBB.length_km")) == "publication: An Atlas, 2020 (high)"
    assumed = Source("assumption", "invented for the tests")
    for path in (
        "rivalry",
        "borders.AAA-BBB.trust",
        "borders.AAA-BBB.trust.AAA",
        "borders.AAA-BBB.sectors.north.terrain",
        "timeline.unrest.effects.0.add",
        "timeline.unrest.effects.0.date",
        "states.AAA",
    ):
        assert mini.source_of(path) == assumed
    assert "nothing is claimed" in mini.source_of("states.AAA.sovereignty").text
    assert "nothing is claimed" in mini.source_of("states.AAA.name").text


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("borders.AAA-BBC.trust", "borders.AAA-BBC: unknown key 'AAA-BBC'; did you mean 'AAA-BBB'"),
        ("states.AAA.wil", "states.AAA.wil: unknown key 'wil'; did you mean 'will'"),
        ("timeline.unrest.effects.9", "unknown key '9'"),
        ("rivalry.x", "unknown key 'x'"),
        ("", "unknown key ''"),
    ],
)
def test_paths_that_lead_nowhere(mini: Scenario, path: str, message: str) -> None:
    with pytest.raises(KeyError, match=message):
        mini.source_of(path)


def test_values_may_be_wrapped_anywhere(tmp_path: Path) -> None:
    text = spoiled(
        ("name: Aland", 'name: {value: Aland, source: "publication: An Atlas, 2020"}'),
        ("members: [AAA]", "members: {value: [AAA], note: since 1992}"),
        ("trust: 0.3", 'trust: {value: {AAA: 0.3, BBB: 0.3}, source: "assumption: a guess at it"}'),
    )
    write(tmp_path, mini=text)
    wrapped, bare = load(tmp_path / "mini.yaml"), from_mini()
    assert wrapped == bare
    assert str(wrapped.source_of("states.AAA.name")) == "publication: An Atlas, 2020"
    assert str(wrapped.source_of("borders.AAA-BBB.trust.BBB")) == "assumption: a guess at it"
    assert "note: since 1992" in wrapped.to_yaml()


def from_mini() -> Scenario:
    return from_mapping(YAML(typ="safe", pure=True).load(MINI))


def test_aliases_are_written_out(tmp_path: Path) -> None:
    text = spoiled(
        ("trust: 0.3", "trust: &level 0.3"), ("strategic_asset: 0.4", "strategic_asset: *level")
    )
    write(tmp_path, mini=text)
    assert load(tmp_path / "mini.yaml").borders["AAA-BBB"].strategic_asset["AAA"] == 0.3


def test_numbers_in_every_notation_of_yaml(tmp_path: Path) -> None:
    write(tmp_path, mini=spoiled(("rounds: 24", "rounds: 0x18"), ("effort: 2\n", "effort: 2e0\n")))
    scenario = load(tmp_path / "mini.yaml")
    assert (scenario.rounds, scenario.powers["RUS"].effort) == (24, 2.0)


def test_scenarios_are_not_made_by_hand(mini: Scenario) -> None:
    with pytest.raises(TypeError, match="from_mapping"):
        Scenario(**{key: getattr(mini, key) for key in Scenario.model_fields})


def test_mistakes_of_a_mapping() -> None:
    with pytest.raises(ScenarioError) as caught:
        from_mapping({"name": "x", "rounds": 2.5}, "<mine>")
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        "<mine>: missing keys 'title', 'about', 'start', 'rivalry', 'states', 'borders'",
        "<mine>: rounds: found 2.5; allowed: a whole number from 1 to 2400 (number of rounds)",
    ]
