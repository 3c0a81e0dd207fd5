"""Variants: laid over their base key by key, at any depth, with the base's sources and places kept."""

from pathlib import Path

import pytest

from detente.scenario import Scenario, ScenarioError, load
from tests.scenario.texts import MINI, spoiled, write

HEAD = """\
name: own
title: Own
about: A variant. It changes something.
extends: mini.yaml
source: "assumption: chosen for this variant"
"""

THIRD_STATE = spoiled(
    ("powers:\n", "  CCC: {name: Celand, will: 0.4, stability: 0.5, insurgency: 0}\npowers:\n"),
    (
        "borders:\n  AAA-BBB:",
        """\
borders:
  BBB-CCC:
    {sides: [BBB, CCC], kind: maritime, length_km: 50, delimited: 1, trust: 0.6, trust_baseline: 0.6,
    troops_per_km: 1, strategic_asset: 0, dispute: 0, crime_attraction: 0, terrain: 0,
    trade_potential: 0.5, trade: 0.5, openness: 0.5, infrastructure: 0.5, customs: 0.5,
    joint_projects: 0.5, sectors: {sea: {posts: {BBB: Port, CCC: Quay}}}}
  AAA-BBB:""",
    ),
    ("members: [AAA]", "members: [AAA, BBB, CCC]"),
    ("borders: {AAA-BBB: 0.7}", "borders: {AAA-BBB: 0.7, BBB-CCC: 0.2}"),
    (
        "      - {what: rivalry, set: 0.5}\n",
        """\
      - {what: rivalry, set: 0.5}
  storm:
    title: Storm
    kind: shock
    date: 2025-08
    effects:
      - {what: closure, at: BBB-CCC, set: 1}
      - {what: will, at: [AAA, CCC], add: 0.1}
  flood:
    title: Flood
    kind: shock
    date: 2026-06
    effects:
      - {what: stability, at: CCC, add: -0.05}
""",
    ),
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, mini=MINI)
    return tmp_path


def variant(here: Path, text: str) -> Scenario:
    write(here, own=HEAD + text)
    return load("own.yaml")


def messages(path: str = "own.yaml") -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value).split("\n")


def test_variant_without_changes_gives_the_same_runs(here: Path) -> None:
    own, base = variant(here, ""), load("mini.yaml")
    assert own == base
    assert (own.name, own.base, base.base) == ("own", "mini", None)
    assert own.passages == ()


def test_mappings_merge_and_scalars_and_lists_replace(here: Path) -> None:
    own = variant(
        here,
        """\
rivalry: 0.9
without: [crime]
borders:
  AAA-BBB:
    csbm: {dialogue: 0.5}
    trust_baseline: {AAA: 0.5}
    trust: {BBB: 0.9}
theory: {trust_decay: 0.03}
""",
    )
    border = own.borders["AAA-BBB"]
    assert own.rivalry == 0.9
    assert own.without == ("crime",)
    assert own.theory == {"crime_need": 1.2, "trust_decay": 0.03}
    assert (border.csbm["hotline"], border.csbm["dialogue"]) == (0.3, 0.5)
    assert border.trust_baseline == {"AAA": 0.5, "BBB": 0.4}
    assert border.trust == {"AAA": 0.3, "BBB": 0.9}


def test_one_number_replaces_values_by_side(here: Path) -> None:
    own = variant(here, "borders: {AAA-BBB: {trust_baseline: 0.2}}\n")
    assert own.borders["AAA-BBB"].trust_baseline == {"AAA": 0.2, "BBB": 0.2}


def test_null_takes_away(here: Path) -> None:
    own = variant(here, "timeline: {unrest: null}\ntheory: null\nborders: {AAA-BBB: {csbm: ~}}\n")
    assert not own.timeline
    assert not own.theory
    assert set(own.borders["AAA-BBB"].csbm.values()) == {0.0}


def test_optional_section_that_is_not_there_may_be_taken_away(here: Path) -> None:
    write(here, mini=spoiled(("theory:\n  crime_need: 1.2\n", "")))
    assert not variant(here, "theory: null\n").theory


def test_sources_are_those_of_the_file_in_which_a_value_stands(here: Path) -> None:
    own = variant(here, "rivalry: 0.9\nborders: {AAA-BBB: {trust: {BBB: 0.9}}}\n")
    assert str(own.source_of("rivalry")) == "assumption: chosen for this variant"
    assert str(own.source_of("borders.AAA-BBB.trust.BBB")) == "assumption: chosen for this variant"
    assert str(own.source_of("borders.AAA-BBB.trust.AAA")) == "assumption: invented for the tests"
    assert str(own.source_of("borders.AAA-BBB.length_km")) == "publication: An Atlas, 2020 (high)"
    assert own.place_of("rivalry")[:3] == ("own.yaml", 6, 10)
    assert own.place_of("borders.AAA-BBB.length_km")[:3] == ("mini.yaml", 38, 24)


def test_value_of_a_variant_does_not_inherit_from_the_base(here: Path) -> None:
    write(here, own=HEAD.replace('source: "assumption: chosen for this variant"\n', "rivalry: 1\n"))
    assert messages() == [
        "own.yaml:5:10: rivalry: the value has no source; write {value: ..., source: ...}"
    ]


def test_variants_of_variants(here: Path) -> None:
    variant(here, "rivalry: 0.9\ntheory: {trust_decay: 0.03}\n")
    (here / "deep").mkdir()
    deep = HEAD.replace("own", "deeper").replace("mini.yaml", "../own.yaml") + "rivalry: 0.1\n"
    write(here / "deep", deeper=deep)
    scenario = load("deep/deeper.yaml")
    assert scenario.rivalry == 0.1
    assert scenario.theory == {"crime_need": 1.2, "trust_decay": 0.03}
    assert scenario.base == "own"


def test_keep_drops_whatever_is_gone(here: Path) -> None:
    write(here, mini=THIRD_STATE)
    assert len(load("mini.yaml").borders) == 2
    own = variant(here, "keep: [AAA-BBB]\n")
    assert set(own.states) == {"AAA", "BBB"}
    assert own.powers["UN"].members == ("AAA", "BBB")
    assert dict(own.powers["UN"].mandate.borders) == {"AAA-BBB": 0.7}
    assert set(own.timeline) == {"unrest", "storm"}
    assert [effect.at for effect in own.timeline["storm"].effects] == [("AAA",)]


def test_taking_a_border_away_drops_the_same(here: Path) -> None:
    write(here, mini=THIRD_STATE)
    kept = variant(here, "keep: [AAA-BBB]\n")
    assert variant(here, "borders: {BBB-CCC: null}\n") == kept


def test_taking_a_power_away_drops_what_it_did(here: Path) -> None:
    own = variant(here, "powers: {UN: null, RUS: null}\n")
    assert not own.powers
    assert not own.states["AAA"].influence
    assert [effect.what for effect in own.timeline["unrest"].effects] == [
        "stability",
        "trust",
        "rivalry",
    ]


def test_new_border_may_bring_its_states(here: Path) -> None:
    write(here, mini=THIRD_STATE)
    own = variant(
        here,
        """\
keep: [AAA-BBB]
states:
  DDD: {name: Deland, will: 0.4, stability: 0.5, insurgency: 0}
borders:
  AAA-DDD:
    {sides: [DDD, AAA], kind: land, length_km: 50, delimited: 1, trust: 0.6, trust_baseline: 0.6,
    troops_per_km: 1, strategic_asset: 0, dispute: 0, crime_attraction: 0, terrain: 0,
    trade_potential: 0.5, trade: 0.5, openness: 0.5, infrastructure: 0.5, customs: 0.5,
    joint_projects: 0.5, sectors: {all: {posts: {AAA: East, DDD: West}}}}
""",
    )
    assert set(own.borders) == {"AAA-BBB", "AAA-DDD"}
    assert set(own.states) == {"AAA", "BBB", "DDD"}


def test_shorter_variant_leaves_later_events_out(here: Path) -> None:
    write(here, mini=THIRD_STATE)
    assert set(variant(here, "rounds: 9\n").timeline) == {"unrest", "storm"}
    assert set(variant(here, "rounds: 3\n").timeline) == {"unrest"}


def test_later_start_is_told_where_it_cuts(here: Path) -> None:
    write(here, own=HEAD + "start: 2025-06\n")
    assert messages() == [
        (
            "mini.yaml:65:11: timeline.unrest.date: "
            "found 2025-03; allowed: within the horizon, 2025-06 to 2027-05"
        )
    ]


MISTAKES = {
    "value": (
        "states: {AAA: {will: 7}}\n",
        [
            (
                "own.yaml:6:22: states.AAA.will: found 7; "
                "allowed: a number from 0.02 to 1 (political will to reduce tension, share)"
            )
        ],
    ),
    "border that the base does not have": (
        "borders:\n  AAA-BBC:\n    trust: 0.5\n",
        [
            (
                "own.yaml:7:3: borders.AAA-BBC: missing keys 'sides', 'kind', 'length_km', 'delimited', "
                "'trust_baseline', 'troops_per_km', 'strategic_asset', 'dispute', 'crime_attraction', "
                "'terrain', ... (17 in all); did you mean 'AAA-BBB'?"
            )
        ],
    ),
    "null for a name that is not there": (
        "timeline:\n  unrst: null\n",
        [
            (
                "own.yaml:7:3: timeline.unrst: "
                "nothing to take away: unknown key 'unrst'; did you mean 'unrest'?"
            )
        ],
    ),
    "value left empty": (
        "timeline:\n# unrest: null\n",
        ["own.yaml:6:1: timeline: found no value; write null to take the key away"],
    ),
    "null for what is needed": (
        "states: {AAA: {will: null}}\n",
        ["own.yaml:6:10: states.AAA: missing key 'will' (political will to reduce tension, share)"],
    ),
    "state without which a border hangs": (
        "states: {BBB: null}\n",
        [
            "mini.yaml:36:18: borders.AAA-BBB.sides.1: unknown state 'BBB'; allowed: AAA",
            "own.yaml:6:1: states: found 1 in it; needed: at least 2 (states by name)",
        ],
    ),
    "unknown border to keep": (
        "keep: [AAA-BBC]\n",
        ["own.yaml:6:8: keep.0: unknown border to keep 'AAA-BBC'; did you mean 'AAA-BBB'?"],
    ),
    "nothing to keep": (
        "keep: []\n",
        ["own.yaml:6:7: keep: name a list of borders to keep, such as [KGZ-TJK]"],
    ),
    "text to keep": (
        "keep: AAA-BBB\n",
        ["own.yaml:6:7: keep: name a list of borders to keep, such as [KGZ-TJK]"],
    ),
    "event moved out of the horizon": (
        "rounds: 6\ntimeline: {unrest: {date: 2026-01, until: null}}\n",
        [
            (
                "own.yaml:7:27: timeline.unrest.date: "
                "found 2026-01; allowed: within the horizon, 2025-01 to 2025-06"
            )
        ],
    ),
    "section of another form": (
        "states: 5\n",
        ["own.yaml:6:9: states: found 5; allowed: a mapping of keys to values (states by name)"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_of_a_variant(text: str, expected: list[str], here: Path) -> None:
    write(here, own=HEAD + text)
    assert messages() == expected


def test_mistakes_of_the_base_are_told_in_the_base(here: Path) -> None:
    write(here, mini=spoiled(("trust: 0.3", "trust: 3")), own=HEAD + "rivalry: 3\n")
    assert messages() == [
        (
            "mini.yaml:40:12: borders.AAA-BBB.trust: found 3; "
            "allowed: a number from 0 to 1 (how far a side believes the other to keep a bargain, 0 to 1)"
        ),
        (
            "own.yaml:6:10: rivalry: found 3; "
            "allowed: a number from 0 to 1 (rivalry of the great powers, share)"
        ),
    ]


def test_value_that_the_variant_replaces_is_no_mistake(here: Path) -> None:
    write(here, mini=spoiled(("trust: 0.3", "trust: 3")))
    assert variant(here, "borders: {AAA-BBB: {trust: 0.3}}\n").name == "own"


def test_base_that_cannot_be_read_is_told_with_the_rest(here: Path) -> None:
    write(here, mini="a: [1", own=HEAD + "rivalry: 1\nrivalry: 2\n")
    assert messages() == [
        "mini.yaml:1:6: not YAML: expected ',' or ']', but got '<stream end>'",
        "own.yaml:7:1: rivalry: the key is written twice; first at line 6",
    ]


def test_loops_are_refused_with_the_chain(here: Path) -> None:
    write(
        here,
        own=HEAD.replace("mini", "other"),
        other=HEAD.replace("own", "other").replace("mini", "third"),
        third=HEAD.replace("own", "third").replace("mini", "own"),
    )
    assert messages() == [
        "third.yaml:4:10: extends: a loop of variants: own -> other -> third -> own"
    ]
    write(here, own=HEAD.replace("mini", "own"))
    assert messages() == ["own.yaml:4:10: extends: a loop of variants: own -> own"]


BASES = {
    "5": "name one scenario of the library, or a path that ends in .yaml",
    "[a, b]": "name one scenario of the library, or a path that ends in .yaml",
    "central-asi": (
        "unknown scenario 'central-asi'; did you mean 'central-asia'? (a path ends in .yaml)"
    ),
    "other.yaml": "there is no file 'other.yaml'; the path starts from this file's folder",
}


@pytest.mark.parametrize(("base", "expected"), BASES.items(), ids=BASES)
def test_bases_that_are_none(base: str, expected: str, here: Path) -> None:
    write(here, own=HEAD.replace("mini.yaml", base))
    assert messages() == [f"own.yaml:4:10: extends: {expected}"]


def test_keep_needs_a_base(here: Path) -> None:
    write(here, mini=MINI + "keep: [AAA-BBB]\n")
    assert messages("mini.yaml") == [
        "mini.yaml:72:1: keep: 'keep' goes with 'extends'; nothing is extended here"
    ]


def test_variant_is_written_as_one_file(here: Path) -> None:
    write(here, mini=THIRD_STATE)
    own = variant(here, "keep: [AAA-BBB]\nrivalry: 0.9\nborders: {AAA-BBB: {trust: {AAA: 0.7}}}\n")
    text = own.to_yaml()
    assert "extends" not in text
    (here / "alone").mkdir()
    write(here / "alone", own=text)
    alone = load("alone/own.yaml")
    assert alone == own
    assert alone.sources() == own.sources()
    assert alone.base is None
