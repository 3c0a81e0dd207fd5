"""Changes of a scenario: dotted paths, checked like a file, resting on the user's own source."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from detente.scenario import Month, Scenario, ScenarioError, load, notes, read_settings
from tests.scenario.texts import MINI, write


@pytest.fixture
def mini(tmp_path: Path) -> Scenario:
    write(tmp_path, mini=MINI)
    return load(tmp_path / "mini.yaml")


def test_scalars_lists_and_removal(mini: Scenario) -> None:
    changed = mini.change(
        {
            "rounds": 12,
            "rivalry": 1,
            "without": ["crime", "trade"],
            "timeline": None,
            "theory.crime_need": 1.5,
            "borders.AAA-BBB.trust": 0.8,
            "borders.AAA-BBB.csbm.dialogue": 0.5,
            "borders.AAA-BBB.sectors.north.terrain": 2,
            "powers.UN.effort": 3.5,
            "start": Month(2030, 5),
        }
    )
    border = changed.borders["AAA-BBB"]
    assert (changed.rounds, changed.rivalry, changed.start) == (12, 1.0, Month(2030, 5))
    assert changed.without == ("crime", "trade")
    assert not changed.timeline
    assert changed.theory["crime_need"] == 1.5
    assert border.trust == {"AAA": 0.8, "BBB": 0.8}
    assert (border.csbm["hotline"], border.csbm["dialogue"]) == (0.3, 0.5)
    assert border.sectors["north"].terrain == 2.0
    assert changed.powers["UN"].effort == 3.5
    assert str(changed.source_of("powers.UN.effort")) == "assumption: set by the user"
    assert str(changed.source_of("powers.RUS.effort")) == "assumption: invented for the tests"


def test_scenario_itself_stays_as_it_is(mini: Scenario) -> None:
    digest = mini.digest
    assert mini.change({"rivalry": 1}).digest != digest
    assert mini.change({}).digest == mini.digest == digest
    with pytest.raises(ValueError, match="frozen"):
        mini.rounds = 5  # type: ignore[misc]


def test_event_may_be_added(mini: Scenario) -> None:
    event = {
        "title": "A hotline",
        "kind": "policy",
        "date": "2025-06",
        "source": "publication: A Treaty, 2025",
        "effects": [{"what": "csbm", "at": "all", "measures": ["hotline"], "add": 0.05}],
    }
    changed = mini.change({"timeline.hotline": event})
    assert list(changed.timeline) == ["unrest", "hotline"]
    assert changed.timeline["hotline"].effects[0].at == ("AAA-BBB",)
    source = changed.source_of("timeline.hotline.effects.0.add")
    assert str(source) == "publication: A Treaty, 2025"


def test_values_of_single_effects_may_be_changed(mini: Scenario) -> None:
    before = mini.timeline["unrest"]
    changed = mini.change(
        {
            "timeline.unrest.effects.1.add": -0.3,
            "timeline.unrest.effects.3.set": 0.7,
            "timeline.unrest.title": "Worse unrest",
            "rivalry": 0.2,
        }
    )
    after = changed.timeline["unrest"]
    assert [effect.what for effect in after.effects] == [effect.what for effect in before.effects]
    assert after.effects[0] == before.effects[0]
    assert after.effects[1] == before.effects[1].model_copy(update={"add": -0.3})
    assert after.effects[3].set == 0.7
    assert (after.title, changed.rivalry) == ("Worse unrest", 0.2)
    assert str(changed.source_of("timeline.unrest.effects.1.add")) == "assumption: set by the user"
    kept = "timeline.unrest.effects.0.add"
    assert changed.source_of(kept) == mini.source_of(kept)
    shorter = changed.change({"timeline.unrest.effects.1.side": None})
    assert shorter.timeline["unrest"].effects[1].side != after.effects[1].side


def test_changes_follow_one_another(mini: Scenario) -> None:
    once = mini.change({"borders.AAA-BBB.trust.AAA": 0.1})
    twice = once.change({"borders.AAA-BBB.trust.BBB": 0.2, "name": "other"})
    assert twice.borders["AAA-BBB"].trust == {"AAA": 0.1, "BBB": 0.2}
    assert twice.name == "other"
    assert twice.change({"rounds": 2}).timeline == {}


def test_mapping_and_path_beneath_it(mini: Scenario) -> None:
    changed = mini.change({"theory": {"trust_decay": 0.03}, "theory.threat": 0.02})
    assert changed.theory == {"crime_need": 1.2, "trust_decay": 0.03, "threat": 0.02}


def test_numpy_numbers_are_numbers(mini: Scenario) -> None:
    changed = mini.change({"rounds": np.int64(5), "rivalry": np.float64(0.5)})
    assert (changed.rounds, changed.rivalry) == (5, 0.5)
    assert type(changed.rivalry) is float


NO_EFFECT = "write the number of an effect (0 to 3) and a key, such as effects.0.add"
MISTAKES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "parameter": (
        {"theory.crime_nee": 1},
        ["theory.crime_nee: unknown parameter 'crime_nee'; did you mean 'crime_need'?"],
    ),
    "border": (
        {"borders.AAA-BBC.trust": 0.5},
        ["borders.AAA-BBC.trust: unknown border 'AAA-BBC'; did you mean 'AAA-BBB'?"],
    ),
    "sector": (
        {"borders.AAA-BBB.sectors.nort.dispute": 1},
        ["borders.AAA-BBB.sectors.nort.dispute: unknown sector 'nort'; did you mean 'north'?"],
    ),
    "event": (
        {"timeline.unrst.date": "2025-05"},
        ["timeline.unrst.date: unknown event 'unrst'; did you mean 'unrest'?"],
    ),
    "section": (
        {"timelin": None},
        ["timelin: nothing to take away: unknown key 'timelin'; did you mean 'timeline'?"],
    ),
    "field": (
        {"states.AAA.wil": 0.5},
        ["states.AAA.wil: unknown key 'wil'; did you mean 'will'?"],
    ),
    "name to take away": (
        {"timeline.unrst": None},
        ["timeline.unrst: nothing to take away: unknown key 'unrst'; did you mean 'unrest'?"],
    ),
    "several at once": (
        {"rounds": 2.5, "rivalry": "high", "states.AAA.will": True},
        [
            (
                "rivalry: found the text 'high'; "
                "allowed: a number from 0 to 1 (rivalry of the great powers, share)"
            ),
            "rounds: found 2.5; allowed: a whole number from 1 to 2400 (number of rounds)",
            (
                "states.AAA.will: found true; "
                "allowed: a number from 0.02 to 1 (political will to reduce tension, share)"
            ),
        ],
    ),
    "what is needed": (
        {"rivalry": None},
        ["missing key 'rivalry' (rivalry of the great powers, share)"],
    ),
    "base": (
        {"extends": "central-asia"},
        ["extends: a change cannot make a scenario extend another one"],
    ),
    "path": (
        {"theory.": 1, "": 2},
        [
            "a path is written with dots between its keys, such as theory.crime_need",
            "theory.: a path is written with dots between its keys, such as theory.crime_need",
        ],
    ),
    "number of an effect": (
        {"timeline.unrest.effects.4.add": 0.1, "timeline.unrest.effects.add": 0.1},
        [
            f"timeline.unrest.effects.4.add: {NO_EFFECT}",
            f"timeline.unrest.effects.add: {NO_EFFECT}",
        ],
    ),
    "value of an effect": (
        {"timeline.unrest.effects.1.add": 3, "timeline.unrest.effects.0.ad": 0.1},
        [
            "timeline.unrest.effects.0.ad: unknown key 'ad'; did you mean 'add'?",
            "timeline.unrest.effects.1.add: found 3; allowed: a number from -1 to 1 (shock to trust)",
        ],
    ),
    "an effect and the whole": (
        {"timeline.unrest": None, "timeline.unrest.effects.0.set": 0.1},
        ["timeline.unrest.effects.0.set: 'unrest' is given as a whole already"],
    ),
    "an effect and all of them": (
        {
            "timeline.unrest.effects": [{"what": "rivalry", "set": 1}],
            "timeline.unrest.effects.0.set": 0.1,
        },
        ["timeline.unrest.effects.0.set: 'unrest' is given as a whole already"],
    ),
    "object": (
        {"rivalry": {1, 2}},
        [
            "rivalry: found a set; allowed: numbers, text, lists and mappings",
            (
                "rivalry: found the text '{1, 2}'; "
                "allowed: a number from 0 to 1 (rivalry of the great powers, share)"
            ),
        ],
    ),
    "not a number": (
        {"rivalry": float("nan")},
        ["rivalry: found nan; allowed: a number from 0 to 1 (rivalry of the great powers, share)"],
    ),
}


@pytest.mark.parametrize(("changes", "expected"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_of_a_change(mini: Scenario, changes: dict[str, Any], expected: list[str]) -> None:
    with pytest.raises(ScenarioError) as caught:
        mini.change(changes)
    assert str(caught.value).split("\n") == [f"<change>: {line}" for line in expected]


def test_switches_win_over_changed_parameters(mini: Scenario) -> None:
    changed = mini.change({"theory.trade_gain": 0.03, "theory.trust_decay": 0.9})
    assert changed.theory_values() == {
        "crime_need": 1.2,
        "trust_decay": 0.9,
        "trade_gain": 0.0,
        "trade_deterrence": 0.0,
        "will_from_trade": 0.0,
    }
    assert [str(note) for note in notes(changed)] == [
        "<change>: theory.trade_gain: has no effect, since 'trade' is switched off",
        (
            "<change>: theory.trust_decay: 0.9 lies outside of the plausible range, 0.01 to 0.04 "
            "(return of trust to its baseline)"
        ),
    ]


def test_theory_counts_in_the_digest_by_its_values(mini: Scenario) -> None:
    bare = mini.change({"without": None, "theory": None})
    values = {"trade_gain": 0, "trade_deterrence": 0, "will_from_trade": 0}
    assert bare.change({"without": ["trade"]}) == bare.change({"theory": values})


SETTINGS = {
    "theory.crime_need=1.2": 1.2,
    "rounds = 12": 12,
    "start=2025-03": "2025-03",
    "timeline=none": None,
    "timeline=null": None,
    "timeline.unrest=none": None,
    "borders.AAA-BBB.treaty=none": "none",
    "borders.AAA-BBB.treaty_signed=none": None,
    "without=[trade, crime]": ("trade", "crime"),
    "borders.AAA-BBB.trust={AAA: 0.5, BBB: 0.6}": {"AAA": 0.5, "BBB": 0.6},
    'title="a: b"': "a: b",
    "title=a = b": "a = b",
}


@pytest.mark.parametrize(("text", "value"), SETTINGS.items())
def test_settings_are_read_like_a_file(text: str, value: object) -> None:
    assert read_settings([text]) == {text.partition("=")[0].strip(): value}


def test_mistakes_of_settings() -> None:
    with pytest.raises(ScenarioError) as caught:
        read_settings(
            ["rounds", "=5", "rivalry=", "without=[trade", "title=a: b", "rounds=!!int x"]
        )
    assert str(caught.value).split("\n") == [
        "--set: found '=5'; write path=value, such as theory.crime_need=1.2",
        "--set: found 'rivalry='; write path=value, such as theory.crime_need=1.2",
        "--set: found 'rounds'; write path=value, such as theory.crime_need=1.2",
        "--set: rounds: the value '!!int x' cannot be read; put text with signs in quotes",
        "--set: title: the value 'a: b' cannot be read; put text with signs in quotes",
        "--set: without: the value '[trade' cannot be read; put text with signs in quotes",
    ]
