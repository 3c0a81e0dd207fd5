"""The library, what is listed of it, drafts of variants, and the JSON Schema for editors."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from ruamel.yaml import YAML

from detente.rules.parameters import PARAMETERS
from detente.scenario import (
    ScenarioError,
    catalogue,
    json_schema,
    load,
    new_variant,
    notes,
    scenarios,
    write_json_schema,
)
from tests.generators import scenario_data
from tests.scenario.texts import MINI, spoiled, write

FILES = catalogue.library_files()
VALIDATOR = jsonschema.Draft202012Validator(json_schema())
VARIANT = "name: own\ntitle: Own\nabout: A variant.\nextends: mini.yaml\n"


def content(text: str) -> Any:
    """A file as an editor sees it: plain JSON."""
    return json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "library"
    (folder / "variants").mkdir(parents=True)
    monkeypatch.setattr(catalogue, "library_folder", lambda: folder)
    return folder


def test_every_scenario_of_the_library_loads_and_is_listed_rightly() -> None:
    entries = scenarios()
    assert {entry.name for entry in entries} == set(FILES)
    for entry in entries:
        scenario = load(entry.name)
        assert (entry.title, entry.start, entry.end) == (
            scenario.title,
            scenario.start,
            scenario.end,
        )
        assert (entry.borders, entry.base) == (len(scenario.borders), scenario.base)
        assert " ".join(scenario.about.split()).startswith(entry.summary)
        assert scenario.passages
        put_to_rest = ": 0.0 lies outside of the plausible range"
        assert all(put_to_rest in str(note) for note in notes(scenario))


def test_listing_is_quick() -> None:
    scenarios()
    begin = time.perf_counter()
    scenarios()
    assert time.perf_counter() - begin < 0.5


def test_listing_of_files_that_are_written_otherwise(library: Path) -> None:
    flow = json.dumps(content(MINI)).replace('"mini"', '"flow"')
    write(library, mini=MINI, flow=flow)
    own = 'source: "assumption: chosen here"\nkeep: [AAA-BBB]\nrounds: 12\n'
    write(library / "variants", own=VARIANT.replace("mini.yaml", "mini") + own)
    assert [(entry.name, entry.borders, entry.base, entry.years) for entry in scenarios()] == [
        ("flow", 1, None, "2025-2026"),
        ("mini", 1, None, "2025-2026"),
        ("own", 1, "mini", "2025-2025"),
    ]
    assert scenarios()[1].summary == "Two states and a border."
    assert load("own").base == "mini"


def test_listing_tells_the_mistakes_of_a_head(library: Path) -> None:
    write(library, mini=spoiled(("rounds: 24", "rounds: 24.5"), ("trust: 0.3", "trust: 3")))
    with pytest.raises(ScenarioError) as caught:
        scenarios()
    assert [(mistake.line, mistake.column) for mistake in caught.value.mistakes] == [
        (6, 9),
        (40, 12),
    ]


def test_empty_library(library: Path) -> None:
    assert library.is_dir()
    assert scenarios() == []
    with pytest.raises(ScenarioError, match="unknown scenario 'mini'; there are none here"):
        load("mini")


def test_layer_is_light() -> None:
    heavy = ("numpy", "pandas", "matplotlib", "mesa", "scipy")
    script = (
        f"import sys, detente.scenario;print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("base", FILES)
def test_draft_of_a_variant_loads_as_it_is_and_with_its_examples(base: str, tmp_path: Path) -> None:
    text = new_variant("my-own", base)
    write(tmp_path, my_own=text)
    draft, scenario = load(tmp_path / "my-own.yaml"), load(base)
    assert draft == scenario
    assert (draft.base, draft.name) == (base, "my-own")
    write(tmp_path, my_own=re.sub(r"(?m)^# ", "", text))
    changed = load(tmp_path / "my-own.yaml")
    assert changed != scenario
    assert changed.without == ("trade",)
    assert "hotline-and-patrols" in changed.timeline
    assert set(list(scenario.timeline)[:1]).isdisjoint(changed.timeline)


def test_draft_from_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, mini=spoiled(("passages: [Confidence-Building Measures]\n", "")))
    write(tmp_path, mine=new_variant("mine", "mini.yaml"))
    assert load("mine.yaml").base == "mini"


@pytest.mark.parametrize("name", ["", "My own", "../own"])
def test_draft_needs_a_name(name: str) -> None:
    with pytest.raises(ScenarioError, match="use lower-case letters, digits and hyphens"):
        new_variant(name, "classroom")


def test_committed_schema_is_current(
    tmp_path: Path, check_generated: Callable[[Path, str], None]
) -> None:
    text = write_json_schema(tmp_path / "schema.json").read_text(encoding="utf-8")
    check_generated(catalogue.library_folder() / "schema.json", text)


def test_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("path", FILES.values(), ids=FILES)
def test_schema_accepts_the_library(path: Path) -> None:
    VALIDATOR.validate(content(path.read_text(encoding="utf-8")))


@given(data=scenario_data())
def test_schema_accepts_every_valid_scenario(data: Any) -> None:
    VALIDATOR.validate(json.loads(json.dumps(data)))


SEEN_BY_SCHEMA = [
    ("will: 0.5", "will: 5"),
    ("will: 0.5", "will: true"),
    ("will: 0.5", "wil: 0.5"),
    ("will: 0.5", "will: {value: 0.5, sorce: none}"),
    ("    openness: 0.3\n", ""),
    ("start: 2025-01", "start: 2025-13"),
    ("kind: great_power", "kind: empire"),
    ("  BBB:\n", "  bbb:\n"),
    ("sides: [AAA, BBB]", "sides: [AAA]"),
    ("csbm: {hotline: 0.3}", "csbm: {hotlin: 0.3}"),
    ("crime_need: 1.2", "crime_needs: 1.2"),
    ("crime_need: 1.2", "crime_need: -1"),
    ("without: [trade]", "without: [trades]"),
    ("trust_baseline: {AAA: 0.35, BBB: 0.4}", "trust_baseline: {AAA: 0.35, BBB: 4}"),
    ("assumption: invented", "guess: invented"),
    ("what: stability", "what: stabilty"),
    ("at: AAA, add: -0.01", "at: AAA, add: -1"),
    ("at: AAA, add: -0.01", "at: AAA"),
    ("side: AAA, add: -0.1", "side: AAA, set: 0.1"),
    ("what: rivalry, set: 0.5", "what: rivalry, at: all, set: 0.5"),
    ("passages: [Confidence-Building Measures]", "passages: [Confidence]"),
]


@pytest.mark.parametrize(("old", "new"), SEEN_BY_SCHEMA, ids=[new for _, new in SEEN_BY_SCHEMA])
def test_schema_refuses_what_an_editor_can_see(old: str, new: str) -> None:
    assert VALIDATOR.is_valid(content(MINI))
    assert not VALIDATOR.is_valid(content(spoiled((old, new))))


def test_schema_lets_variants_leave_out_and_take_away() -> None:
    parts = "states: {AAA: {will: 0.4}}\ntimeline: null\nborders: {AAA-BBB: {trust: {AAA: 0.5}}}\n"
    assert VALIDATOR.is_valid(content(VARIANT + parts))
    assert not VALIDATOR.is_valid(content(VARIANT + "states: {AAA: {will: 4}}\n"))
    assert not VALIDATOR.is_valid(content(VARIANT.replace("title: Own\n", "")))


def test_schema_knows_every_parameter() -> None:
    theory = json_schema()["$defs"]["Scenario"]["properties"]["theory"]["properties"]
    assert set(theory) == {*PARAMETERS, "source"}
