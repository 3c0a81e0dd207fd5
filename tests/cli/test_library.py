"""Commands on files and on the theory: `scenarios`, `show`, `check`, `new`, `theory`, `schema`."""

import json
import re
from pathlib import Path

import pytest

from detente.rules.parameters import PARAMETERS
from detente.scenario import load, scenarios
from tests.cli.conftest import Detente

GOOD = """\
name: {name}
title: A variant
about: Only for a test.
extends: classroom
source: "assumption: made up for a test"
"""


def write(name: str, more: str = "") -> Path:
    """Write a variant of the classroom world to the working folder."""
    path = Path(f"{name}.yaml")
    path.write_text(GOOD.format(name=name) + more, encoding="utf-8")
    return path


def test_the_library_is_listed(detente: Detente) -> None:
    lines = detente("scenarios").stdout.splitlines()
    for entry in scenarios():
        place = next(n for n, line in enumerate(lines) if line.split()[0] == entry.name)
        assert lines[place].split()[1:] == [entry.years, str(entry.borders), entry.base or "-"]
        assert lines[place + 1].strip() == entry.title


def test_the_library_as_json(detente: Detente) -> None:
    listing = json.loads(detente("scenarios", "--json").stdout)
    assert [each["name"] for each in listing] == [entry.name for entry in scenarios()]
    assert listing[0].keys() >= {"title", "summary", "start", "end", "borders", "base", "path"}


@pytest.mark.parametrize("name", ["classroom", "ferghana-valley", "central-asia", "caspian"])
def test_every_code_that_is_shown_is_spelled_out(detente: Detente, name: str) -> None:
    text = detente("show", name).stdout
    sections = re.split(r"\n\n(?=States|External|Borders: the line|Sectors|Confidence)", text)
    assert len(sections) == 6
    for section in sections[1:]:
        cited = set(re.findall(r"\[[DPA]\d+\]", section))
        spelled = set(re.findall(r"^(\[[DPA]\d+\]) \w+:", section, re.MULTILINE))
        assert cited == spelled
        assert cited or "none" in section


def test_what_is_in_a_scenario_is_shown(detente: Detente, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    text = detente("show", "classroom").stdout
    scenario = load("classroom")
    for words in ("Northland", "The Empire", "NOR-SOU", "High Pass / Low Pass", scenario.digest):
        assert words in text
    assert "csbm +0.1 at NOR-SOU (hotline, contact points)" in text


def test_a_value_with_a_source_of_its_own_carries_its_code(detente: Detente) -> None:
    write("mine", "borders: {NOR-SOU: {length_km: {value: 7, source: 'publication: A map, 1999'}}}")
    text = detente("show", "mine.yaml", "--section", "borders").stdout
    assert re.search(r"NOR-SOU +land +7 \[P1\]", text)
    assert "[P1] publication: A map, 1999" in text


@pytest.mark.parametrize(
    ("section", "words"),
    [
        ("states", "Southland"),
        ("powers", "mediation"),
        ("borders", "strategic"),
        ("sectors", "river"),
        ("csbms", "at the start (level 0-1): none"),
        ("theory", "no parameter is changed"),
        ("timeline", "A patrol is fired at (shock)"),
        ("sources", "assumption: a made-up world"),
    ],
)
def test_a_section_is_shown_alone(detente: Detente, section: str, words: str) -> None:
    text = detente("show", "classroom", "--section", section).stdout
    assert words in text
    assert "Two made-up states" not in text
    data = json.loads(detente("show", "classroom", "--section", section, "--json").stdout)
    assert data.keys() == {section, "sources"}


def test_changed_parameters_and_switches_are_shown(detente: Detente) -> None:
    write("mine", "theory: {crime_need: 0.7}\nwithout: [trade, rivalry]\n")
    text = detente("show", "mine.yaml", "--section", "theory").stdout
    assert re.search(r"crime_need .* 0\.7 +\[A\d\]", text)
    assert re.search(r"Switched off: trade, rivalry \[A\d\]", text)


def test_a_scenario_as_json(detente: Detente) -> None:
    data = json.loads(detente("show", "ferghana-valley", "--json").stdout)
    scenario = load("ferghana-valley")
    assert (data["digest"], data["base"]) == (scenario.digest, "central-asia")
    assert data["borders"]["KGZ-TJK"]["trust"] == dict(scenario.borders["KGZ-TJK"].trust)
    assert data["sources"]["borders.KGZ-TJK.length_km"].startswith("publication: CIA")


def test_a_good_file_is_ok(detente: Detente) -> None:
    write("mine")
    result = detente("check", "mine.yaml", "central-asia")
    assert result.exit_code == 0
    first, second = result.stdout.splitlines()
    assert first == "mine.yaml: ok, 45 values: 45 assumption"
    assert re.fullmatch(r"central-asia: ok, \d+ values: .*\d+ publication.*", second)


def test_every_mistake_is_told_with_its_place(detente: Detente) -> None:
    write("bad", "rivalry: 3\nborders:\n  NOR-SOU:\n    trust: high\n    troops: 5\n")
    write("mine")
    result = detente("check", "bad.yaml", "mine.yaml")
    assert result.exit_code == 2
    lines = result.stdout.splitlines()
    assert lines[0].startswith("bad.yaml:6:10: rivalry: found 3; allowed: a number from 0 to 1")
    assert lines[1].startswith("bad.yaml:9:12: borders.NOR-SOU.trust: found the text 'high'")
    assert lines[2].startswith("bad.yaml:10:5: borders.NOR-SOU.troops: unknown key 'troops'")
    assert lines[3] == "mine.yaml: ok, 45 values: 45 assumption"


def test_notes_are_no_mistakes(detente: Detente) -> None:
    write("mine", "theory: {adjustment: 0.5}\n")
    result = detente("check", "mine.yaml")
    assert result.exit_code == 0
    assert "mine.yaml:6:22: theory.adjustment: note: 0.5 lies outside" in result.stdout


def test_a_check_as_json(detente: Detente) -> None:
    write("bad", "rivalry: 3\n")
    write("mine", "theory: {adjustment: 0.5}\n")
    result = detente("check", "bad.yaml", "mine.yaml", "--json")
    assert result.exit_code == 2
    bad, mine = json.loads(result.stdout)
    (mistake,) = bad["mistakes"]
    assert (mistake["line"], mistake["column"], mistake["path"]) == (6, 10, "rivalry")
    assert mine["mistakes"] == []
    assert [note["path"] for note in mine["notes"]] == ["theory.adjustment"]
    assert mine["values"] == {"document": 0, "publication": 0, "assumption": 46}


@pytest.mark.parametrize("name", ["nowhere.yaml", "clasroom", "."])
def test_a_file_that_is_not_there_is_a_mistake(detente: Detente, name: str) -> None:
    result = detente("check", name)
    assert result.exit_code == 2
    assert result.stdout.startswith(f"{name}: ")


def test_a_new_variant_is_right_and_changes_nothing(detente: Detente) -> None:
    result = detente("new", "my.yaml", "--from", "ferghana-valley")
    assert result.exit_code == 0
    assert load("my.yaml") == load("ferghana-valley")
    assert detente("check", "my.yaml").exit_code == 0


def test_a_new_variant_of_a_file_in_another_folder_finds_its_base(detente: Detente) -> None:
    write("mine")
    Path("below").mkdir()
    assert detente("new", "below/my.yaml", "--from", "mine.yaml").exit_code == 0
    assert load("below/my.yaml").base == "mine"


def test_new_never_writes_over_a_file(detente: Detente) -> None:
    path = write("mine")
    before = path.read_bytes()
    result = detente("new", "mine.yaml", "--from", "classroom")
    assert result.exit_code == 2
    assert result.stderr == "mine.yaml is there already; choose another name\n"
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("file", "base", "message"),
    [
        ("my", "classroom", "the name of a scenario file ends in .yaml"),
        ("My World.yaml", "classroom", "use lower-case letters, digits and hyphens"),
        ("my.yaml", "clasroom", "did you mean 'classroom'?"),
        ("nowhere/my.yaml", "classroom", "cannot be written: no such file or directory"),
    ],
)
def test_a_variant_that_cannot_be_written_is_told(
    detente: Detente, file: str, base: str, message: str
) -> None:
    result = detente("new", file, "--from", base)
    assert result.exit_code == 2
    assert message in result.stderr
    assert not Path(file).exists()


def test_every_parameter_is_listed(detente: Detente) -> None:
    text = detente("theory").stdout
    data = {each["name"]: each for each in json.loads(detente("theory", "--json").stdout)}
    assert list(data) == list(PARAMETERS)
    for name, parameter in PARAMETERS.items():
        assert re.search(rf"^{name} ", text, re.MULTILINE)
        assert data[name]["source"] == parameter.source


def test_parameters_of_one_subject(detente: Detente) -> None:
    text = detente("theory", "crime").stdout
    assert "smuggling_rate" in text
    assert "reactivity" not in text
    result = detente("theory", "crimes")
    assert result.exit_code == 2
    assert result.stderr == "unknown subject 'crimes'; did you mean 'crime'?\n"


def test_the_schema_is_printed_and_written(detente: Detente) -> None:
    printed = json.loads(detente("schema").stdout)
    assert printed["$schema"].startswith("https://json-schema.org/")
    assert detente("schema", "--out", "schema.json").exit_code == 0
    assert json.loads(Path("schema.json").read_text(encoding="utf-8")) == printed
    result = detente("schema", "--out", "nowhere/schema.json")
    assert result.exit_code == 2
    assert "cannot be written" in result.stderr
