"""Lesson 12: files that hold, files that lack something, and whatever else is handed in for a file."""

import socket
from pathlib import Path
from tempfile import gettempdir

import pytest

import detente
from detente.teaching import check
from detente.teaching.exercises.lesson_12 import WORKED_EXAMPLE, judged_values

EXAMPLE = Path(__file__).parents[2] / "notebooks" / "examples" / "my-border.yaml"
MENDED = """
name: more-trust
title: More trust to begin with
about: A friendlier start, and joint patrols.
extends: classroom
source: "assumption: round numbers for an exercise"
states:
  SOU: {will: 0.6}
borders:
  NOR-SOU: {trust: 0.55}
timeline:
  patrols:
    title: Joint patrols
    kind: policy
    date: 2004-01
    effects: [{what: csbm, at: NOR-SOU, measures: [joint_patrols], add: 0.1}]
"""
OTHER_VALUES = {
    "trust: {value: 0.5,": "trust: {value: 0.4,",
    "trust_baseline: {value: 0.45": "trust_baseline: {value: 0.4",
    "value: 4\n": "value: 2\n",
    "dispute: {value: 0.5": "dispute: {value: 0.7",
    "terrain: {value: 0.3": "terrain: {value: 0.4",
    "trade: {value: 0.15": "trade: {value: 0.2",
    "openness: {value: 0.3": "openness: {value: 0.4",
    "name: my-border ": "name: own ",
}


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """Scenario file that holds: the worked example with values of its own."""
    text = EXAMPLE.read_text(encoding="utf-8")
    for before, after in OTHER_VALUES.items():
        assert before in text
        text = text.replace(before, after)
    file = tmp_path / "own.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def rewritten(file: Path, before: str, after: str) -> Path:
    """Replace something in the file of a student."""
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, after), encoding="utf-8")
    return file


# Exercise 12.1


def test_the_mended_text_holds_whatever_trust_it_chooses() -> None:
    assert check("12.1", MENDED)
    assert check("12.1", MENDED.replace("0.55", "{NOR: 0.5, SOU: 0.41}"))


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("will:", "wil:", "did you mean 'will'"),
        ("0.55", "5.5", "from 0 to 1"),
        ('"assumption: round numbers for an exercise"', '"assumption"', "does not say its kind"),
        ("0.55", "0.3", "mend that line"),
        ("  SOU: {will: 0.6}", "  SOU: {will: 0.5}", "will of Southland"),
        ("joint_patrols", "hotline", "joint patrols"),
        ("name: more-trust", "", "name"),
        ("extends: classroom", "extends: clasroom", "classroom"),
        ("extends: classroom", "extends: ferghana-valley", "NOR-SOU"),
    ],
)
def test_each_mistake_left_in_the_text_is_told(before: str, after: str, word: str) -> None:
    verdict = check("12.1", MENDED.replace(before, after))
    assert not verdict
    assert word in verdict.message
    assert gettempdir() not in verdict.message


# Exercise 12.2


def moved(value: str, outcome: str) -> float:
    means = [
        detente.simulate(
            detente.load("classroom").change({f"borders.NOR-SOU.{value}": level}), 200, seed=7
        )
        .outcomes()
        .query("border == 'all'")[outcome]
        .mean()
        for level in (0.3, 0.5)
    ]
    return float(means[1] - means[0])


def test_the_swing_and_the_slips_on_the_way_to_it() -> None:
    right = moved("trust_baseline", "trust.final")
    assert check("12.2", right)
    slips = {
        -right: "subtracted",
        moved("trust", "trust.final"): "opening level",
        moved("trust_baseline", "trust.mean"): "trust.mean",
        moved("trust_baseline", "stability.final"): "stability index",
        0.2: "value itself",
        3.0: "unit",
    }
    for answer, word in slips.items():
        verdict = check("12.2", answer)
        assert not verdict
        assert word in verdict.message


def test_the_baseline_moves_trust_further_than_the_hotline() -> None:
    world = detente.load("classroom")
    with_it, without = (
        detente.simulate(scenario, 200, seed=7)
        .outcomes()
        .query("border == 'all'")["trust.final"]
        .mean()
        for scenario in (world, world.change({"timeline.hotline": None}))
    )
    assert moved("trust_baseline", "trust.final") > 2 * (with_it - without) > 0


# Exercise 12.3


def test_a_file_of_ones_own_holds_by_path_and_loaded(own: Path) -> None:
    for answer in (own, str(own), f" {own} ", detente.load(own)):
        assert check("12.3", answer)


def test_the_worked_example_is_not_ones_own() -> None:
    assert judged_values(detente.load(EXAMPLE).borders["RUS-CHN"]) == WORKED_EXAMPLE
    verdict = check("12.3", EXAMPLE)
    assert not verdict
    assert "worked example" in verdict.message
    assert "(2)" not in verdict.message


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [
        ("title: Russia and China, from 1999", "title: Northland and Southland", "names"),
        ("name: Russia", "name: Northland", "names"),
        ("assumption: ordinary neighbors", "assumption: an example of a change", "template"),
        (
            "assumption: low, as trade of the 1990s had to start from little",
            "assumption: my estimate",
            "four",
        ),
        ("kind: policy", "kind: shock", "policy"),
    ],
)
def test_what_is_missing_is_named(own: Path, before: str, after: str, word: str) -> None:
    verdict = check("12.3", rewritten(own, before, after))
    assert not verdict
    assert word in verdict.message
    assert "(2)" not in verdict.message


def test_one_assumption_over_all_is_not_enough(own: Path) -> None:
    lines = [
        line.split('source: "assumption')[0]
        + 'source: "assumption: the same reason for all of them"'
        + "}" * ("{" in line)
        if 'source: "assumption' in line
        else line
        for line in own.read_text(encoding="utf-8").splitlines()
    ]
    text = "\n".join(lines)
    own.write_text(text, encoding="utf-8")
    assert "one single assumption" in check("12.3", own).message


def test_publications_or_a_word_that_it_is_made_up(own: Path) -> None:
    text = own.read_text(encoding="utf-8").replace("publication: ", "assumption: as told in ")
    own.write_text(text, encoding="utf-8")
    assert "two different publications" in check("12.3", own).message
    assert check(
        "12.3", rewritten(own, "The border between", "A made-up story of the border between")
    )


def test_values_set_in_python_have_no_reason(own: Path) -> None:
    changed = detente.load(own).change({"borders.RUS-CHN.trust": 0.6})
    assert "made in Python" in check("12.3", changed).message


@pytest.mark.parametrize("name", ["classroom", "ferghana-valley", "central-asia"])
def test_scenarios_of_the_library_are_not_ones_own(name: str) -> None:
    assert "in the library" in check("12.3", name).message
    renamed = detente.load(name).change({"title": "My own border"})
    verdict = check("12.3", renamed)
    assert not verdict
    assert "values of your own" in verdict.message


def test_whatever_is_no_scenario_file_gets_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / "folder.yaml"
    folder.mkdir()
    binary = tmp_path / "binary.yaml"
    binary.write_bytes(bytes(range(256)))
    empty = tmp_path / "empty.yaml"
    empty.touch()
    listing = tmp_path / "listing.yaml"
    listing.write_text("- 1\n- 2\n", encoding="utf-8")
    words = {
        tmp_path: "folder",
        folder: "directory",
        binary: "UTF-8",
        empty: "empty",
        listing: "not a mapping",
        tmp_path / "missing.yaml": "no such file",
        tmp_path / "lesson.ipynb": "notebook",
        tmp_path / "border.txt": "does not end in .yaml",
        "nul\0.yaml": "cannot be the path",
        "x" * 5000: "cannot be the path",
        "x" * 300 + ".yaml": "too long",
    }
    for answer, word in words.items():
        verdict = check("12.3", answer)
        assert not verdict
        assert word in verdict.message


def test_a_socket_is_no_scenario_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.yaml")
        assert "cannot be read" in check("12.3", "socket.yaml").message
