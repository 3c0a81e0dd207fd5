"""Sliders: what is run and what is said without a widget, and that the widgets show the same."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from IPython import display

from detente import compare, load, simulate, teaching
from detente.errors import DetenteError
from detente.rules.parameters import DEFAULTS
from detente.teaching import showing
from detente.teaching.exploring import Exploration
from detente.teaching.panel import Panel
from detente.teaching.wording import decimals, effect_words

PNG = b"\x89PNG"
WILL = teaching.Slider("Will of Southland", "states.SOU.will", 0.0, 1.4)
TRUST = teaching.Slider("Trust", "borders.NOR-SOU.trust", 0.1, 0.9)


@pytest.fixture(scope="module")
def exploration() -> Exploration:
    """Two sliders on the classroom world."""
    return teaching.explore("classroom", [WILL, TRUST], variable="trust", replicates=60, seed=3)


def test_sliders_start_at_the_scenarios_own_values(exploration: Exploration) -> None:
    assert exploration.start == {WILL.path: 0.4, TRUST.path: 0.4}


@pytest.mark.parametrize(
    ("path", "own"),
    [
        ("rivalry", 0.0),
        ("theory.rivalry_blocking", None),
        ("borders.NOR-SOU.csbm.hotline", 0.0),
        ("borders.NOR-SOU.trust.NOR", 0.4),
        ("borders.NOR-SOU.sectors.hills.dispute", 1.5),
        ("powers.UN.instruments.mediation", 1.0),
        ("timeline.hotline.effects.0.add", 0.1),
    ],
)
def test_a_number_anywhere_in_the_scenario_can_be_moved(path: str, own: float | None) -> None:
    slider = teaching.Slider("it", path, -10, 10)
    expected = DEFAULTS[path.removeprefix("theory.")] if own is None else own
    assert teaching.explore("classroom", [slider]).start == {path: expected}


def test_a_policy_of_the_timeline_can_be_moved() -> None:
    path = "timeline.hotline.effects.0.add"
    agreement = teaching.Slider("agreement, a month", path, 0, 0.3)
    exploration = teaching.explore("classroom", [agreement], variable="trust", replicates=60)
    weaker, stronger = exploration.at({path: 0.0}).effect, exploration.at({path: 0.3}).effect
    assert weaker is not None
    assert stronger is not None
    assert weaker["high"] < 0 < stronger["low"]


def test_a_changed_theory_shows_its_changed_value() -> None:
    world = load("classroom").change({"theory.rivalry_blocking": 0.123})
    slider = teaching.Slider("it", "theory.rivalry_blocking", 0, 1)
    assert teaching.explore(world, [slider]).start[slider.path] == 0.123


def test_the_effect_is_that_of_pairs_of_runs(exploration: Exploration) -> None:
    view = exploration.at({WILL.label: 0.8})
    world = load("classroom")
    runs = [
        simulate(world, 60, 3).outcomes().assign(point="a"),
        simulate(world.change({WILL.path: 0.8}), 60, 3).outcomes().assign(point="b"),
    ]
    row = compare(pd.concat(runs), "a", names=["trust.final"]).iloc[0]
    assert view.effect is not None
    for column in ("effect", "low", "high", "pairs", "mean"):
        assert view.effect[column] == row[column]
    assert view.changes == {WILL.path: 0.8}
    assert view.picture.startswith(PNG)


def test_the_words_say_what_was_changed_and_by_how_much(exploration: Exploration) -> None:
    view = exploration.at({WILL.path: 0.8})
    assert view.effect is not None
    assert "Will of Southland from 0.4 to 0.8" in view.words
    assert "At the end (2010-12), trust in the region is" in view.words
    assert "higher in the mean" in view.words
    assert "60 pairs" in view.words
    digits = decimals(view.effect["low"], view.effect["high"], view.effect["effect"])
    assert f"{view.effect['low']:.{digits}f} to {view.effect['high']:.{digits}f}" in view.words
    assert "lower in the mean" in exploration.at({WILL.path: 0.1}).words


def test_nothing_changed_is_said_to_be_nothing(exploration: Exploration) -> None:
    for values in ({}, exploration.start, {"Trust": 0.4}):
        view = exploration.at(values)
        assert view.changes == {}
        assert view.effect is None
        assert "Nothing is changed" in view.words
    assert exploration.at({}).picture == exploration.at(exploration.start).picture
    assert exploration.at({}).picture != exploration.at({WILL.path: 0.9}).picture


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ({"effect": 0.001, "low": -0.01, "high": 0.012, "verdict": "not distinguishable from zero"},
         "cannot be told apart"),
        ({"verdict": "the same in every pair"}, "the same in each of 60 pairs"),
        ({"pairs": 1, "low": float("nan"), "high": float("nan")}, "a single pair"),
        ({"rough": True}, "take more runs"),
        ({"border": "NOR-SOU"}, "on NOR-SOU"),
        ({"effect": -0.5, "low": -0.6, "high": -0.4}, "0.500 lower in the mean"),
        ({"effect": -0.5, "low": -0.6, "high": -0.4}, "−0.60"),
    ],
)  # fmt: skip
def test_every_verdict_has_its_words(row: dict[str, object], words: str) -> None:
    usual = {
        "outcome": "trust.final", "border": "all", "pairs": 60, "effect": 0.1, "low": 0.05,
        "high": 0.15, "baseline_mean": 0.4, "mean": 0.5, "verdict": "raises", "rough": False,
    }  # fmt: skip
    said = effect_words(pd.Series(usual | row), load("classroom"))
    assert words.replace("0.500", "0.50") in said


@pytest.mark.parametrize("value", [None, "0.8", True, [0.8]])
def test_a_value_is_a_number(exploration: Exploration, value: Any) -> None:
    with pytest.raises(DetenteError, match="allowed is a number"):
        exploration.at({WILL.path: value})


def test_what_a_slider_loses_by_rounding_is_no_change(exploration: Exploration) -> None:
    own = exploration.start[WILL.path]
    assert exploration.at({WILL.path: own + 1e-12}).effect is None
    assert exploration.at({WILL.path: own + 1e-6}).effect is not None


def test_an_impossible_value_is_refused_by_the_checker_and_the_picture_stays(
    exploration: Exploration,
) -> None:
    before = exploration.at({WILL.path: 0.8})
    with pytest.raises(DetenteError, match=r"allowed: a number from 0\.02 to 1"):
        exploration.at({WILL.path: 1.3})
    view = exploration.try_at({WILL.path: 1.3}, before)
    assert view.picture == before.picture
    assert "states.SOU.will: found 1.3; allowed: a number from 0.02 to 1" in view.words
    assert exploration.try_at({WILL.path: 1.3}).picture == exploration.at({}).picture


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("states.SUO.will", "did you mean 'SOU'"),
        ("states.SOU", "is not one number"),
        ("states.SOU.name", "is not one number"),
        ("theory.rivalry_blokcing", "did you mean 'rivalry_blocking'"),
        ("timeline.hotline.effects.1.add", "unknown key '1'"),
        ("", "unknown key"),
        ("rounds", "how long a world is looked at"),
    ],
)
def test_a_path_that_leads_to_no_number_is_refused(path: str, message: str) -> None:
    with pytest.raises(DetenteError, match=message):
        teaching.explore("classroom", [teaching.Slider("it", path, 0, 1)])


def test_different_sides_have_to_be_named() -> None:
    slider = teaching.Slider("it", "borders.KGZ-TJK.trust", 0, 1)
    with pytest.raises(DetenteError, match="name one of KGZ, TJK"):
        teaching.explore("ferghana-valley", [slider])


def test_mistakes_of_the_call_say_what_is_allowed() -> None:
    with pytest.raises(DetenteError, match="did you mean 'trust'"):
        teaching.explore("classroom", [WILL], variable="trsut")
    with pytest.raises(DetenteError, match="did you mean 'NOR-SOU'"):
        teaching.explore("classroom", [WILL], border="NOR-SUO")
    none: list[Any] = [(), WILL]
    for sliders in none:
        with pytest.raises(DetenteError, match="in a list with at least one"):
            teaching.explore("classroom", sliders)
    for other, what in (("states.NOR.will", "label"), (WILL.path, "path")):
        twin = teaching.Slider(WILL.label if what == "label" else "it", other, 0.1, 0.9)
        with pytest.raises(DetenteError, match=f"two sliders have the same {what}"):
            teaching.explore("classroom", [WILL, twin])
    with pytest.raises(DetenteError, match="outside of the slider"):
        teaching.explore("classroom", [teaching.Slider("it", WILL.path, 0.5, 0.9)])
    with pytest.raises(DetenteError, match="swap them"):
        teaching.Slider("it", WILL.path, 0.9, 0.1)
    with pytest.raises(DetenteError, match="allowed is a number"):
        teaching.Slider("it", WILL.path, 0.1, float("nan"))
    with pytest.raises(DetenteError, match="unknown slider 'Wil'"):
        teaching.explore("classroom", [WILL]).at({"Wil": 0.3})


def test_the_example_moves_the_first_number_as_far_as_it_goes(exploration: Exploration) -> None:
    assert exploration.example == {WILL.path: 1.4}
    low = teaching.Slider("it", WILL.path, 0.1, 0.5)
    assert teaching.explore("classroom", [low]).example == {WILL.path: 0.1}


# Widgets


def test_moving_a_slider_draws_anew_and_says_so(exploration: Exploration) -> None:
    panel = Panel(exploration)
    start = bytes(panel.picture.value)
    assert start.startswith(PNG)
    assert panel.sliders[WILL.path].value == 0.4
    assert not panel.sliders[WILL.path].continuous_update

    panel.sliders[WILL.path].value = 0.8
    assert bytes(panel.picture.value) == exploration.at({WILL.path: 0.8}).picture != start
    assert "from 0.4 to 0.8" in panel.words.value

    panel.sliders[TRUST.path].value = 0.6
    assert panel.view.changes == {WILL.path: 0.8, TRUST.path: 0.6}
    both = bytes(panel.picture.value)

    panel.sliders[WILL.path].value = 1.3
    assert bytes(panel.picture.value) == both
    assert "allowed: a number from 0.02 to 1" in panel.words.value

    panel.back.click()
    assert panel.sliders[WILL.path].value == 0.4
    assert bytes(panel.picture.value) == start
    assert "Nothing is changed" in panel.words.value


def test_words_of_a_file_are_not_taken_for_markup() -> None:
    slider = teaching.Slider("<b>it</b>", WILL.path, 0.1, 0.9)
    panel = Panel(teaching.explore("classroom", [slider], replicates=8))
    panel.sliders[WILL.path].value = 0.7
    assert "&lt;b&gt;it&lt;/b&gt; from 0.4" in panel.words.value


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What is handed to a notebook."""
    seen: list[object] = []
    monkeypatch.setattr(display, "display", lambda thing, **_: seen.append(thing))
    return seen


def test_with_widgets_a_picture_stands_beside_them(
    exploration: Exploration, shown: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_WIDGETS", "yes")
    exploration._ipython_display_()
    bundle = shown[-1]
    assert isinstance(bundle, dict)
    assert "application/vnd.jupyter.widget-view+json" in bundle
    assert bundle["image/png"].startswith(PNG)


def test_without_widgets_there_is_a_picture_and_how_to_go_on(
    exploration: Exploration, shown: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DETENTE_WIDGETS", "no")
    exploration._ipython_display_()
    picture, words = shown
    assert picture.data == exploration.at({}).picture  # type: ignore[attr-defined]
    assert "allowed: a number from 0.02 to 1" in words.data  # type: ignore[attr-defined]
    assert '.at({"states.SOU.will": 1.4})' in words.data  # type: ignore[attr-defined]


def test_the_switch_decides_and_without_a_reader_there_are_no_sliders(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DETENTE_WIDGETS", "yes")
    assert showing.has_widgets()
    monkeypatch.setattr(showing, "find_spec", lambda _: None)
    assert not showing.has_widgets()
    monkeypatch.undo()
    monkeypatch.setenv("DETENTE_WIDGETS", "no")
    assert not showing.has_widgets()
    monkeypatch.delenv("DETENTE_WIDGETS")
    assert not showing.has_widgets()  # a test is no notebook


def test_a_notebook_that_a_program_executes_gets_pictures(tmp_path: Path) -> None:
    code = (
        "from detente import teaching\n"
        "will = teaching.Slider('Will', 'states.SOU.will', 0.1, 0.9)\n"
        "teaching.explore('classroom', [will], replicates=8)"
    )
    cell = {"cell_type": "code", "id": "c", "metadata": {}, "outputs": [], "source": code}
    notebook = {"cells": [cell | {"execution_count": None}], "metadata": {}}
    source = tmp_path / "sliders.ipynb"
    source.write_text(json.dumps(notebook | {"nbformat": 4, "nbformat_minor": 5}), "utf-8")
    environment = {key: text for key, text in os.environ.items() if key != "DETENTE_WIDGETS"}
    command = "from nbclient.cli import main; main()"
    subprocess.run(
        [sys.executable, "-c", command, "--inplace", str(source)],
        check=True,
        env=environment,
        timeout=240,
    )
    outputs = json.loads(source.read_text(encoding="utf-8"))["cells"][0]["outputs"]
    kinds = [set(output.get("data", {})) for output in outputs]
    assert any("image/png" in kind for kind in kinds)
    assert any("text/markdown" in kind for kind in kinds)
    assert not any("widget" in name for kind in kinds for name in kind)


def test_checking_needs_neither_widgets_nor_pictures() -> None:
    code = (
        "import sys\n"
        "from detente import teaching\n"
        "assert not bool(teaching.check('0.0', 1))\n"
        "heavy = {'matplotlib', 'ipywidgets', 'IPython'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120)
