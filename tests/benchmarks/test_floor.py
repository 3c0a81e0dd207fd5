"""The floor asks every rule as often as the engine does, of the numbers that a run has."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from benchmarks.floor import Floor, loops_of
from benchmarks.inputs import RULE_MODULES, Inputs, record_inputs

from detente.ensemble.lanes import LANES
from detente.rules import encounters, forms, politics, trust
from detente.scenario import Scenario, load
from detente.world import world_of


@pytest.fixture(scope="module")
def region() -> Scenario:
    return load("central-asia")


@pytest.fixture(scope="module")
def inputs(region: Scenario) -> list[Inputs]:
    return record_inputs(region, seed=7, rounds=(3, 9))


def test_rules_are_asked_once_for_every_place(region: Scenario, inputs: list[Inputs]) -> None:
    world = world_of(region)
    calls = {each.rule: each.calls for each in inputs}
    borders, sectors, posts = len(world.borders), len(world.sectors), len(world.posts)
    assert calls[encounters.misunderstanding_probability] == borders
    assert calls[encounters.contact_rate] == sectors
    assert calls[forms.poisson_count] == 3 * posts + 3 * sectors
    assert calls[trust.decay] == 2 * borders
    assert calls[trust.csbm] == 2 * borders * 9
    assert calls[politics.will_next] == len(world.states)


def test_no_rule_is_recorded_inside_of_another(inputs: list[Inputs]) -> None:
    asked = Counter(each.rule.__name__ for each in inputs)
    assert "sigmoid" not in asked
    assert "saturation" not in asked


def test_rows_hold_the_numbers_of_the_calls(inputs: list[Inputs]) -> None:
    for each in inputs:
        assert each.rows.shape == (each.ends[-1], sum(each.widths), LANES)
        assert len(each.ends) == 3
        assert each.ends[0] == 0
        assert each.calls * 2 <= len(each.rows)


class Notes:
    """Stands for a module of rules, and notes the arguments that its rules are given."""

    def __init__(self, inputs: list[Inputs]) -> None:
        self.results = {each.rule.__name__: each.results for each in inputs}
        self.given: dict[str, tuple[Any, ...]] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        def rule(*arguments: Any) -> Any:
            self.given[name] = arguments
            return 0.0 if self.results[name] == 1 else (0.0,) * self.results[name]

        return rule


def test_loops_hand_every_rule_its_own_numbers(inputs: list[Inputs]) -> None:
    found = {(each.rule.__module__, each.rule.__name__): each for each in inputs}
    for loop in loops_of(inputs):
        row = loop.ends[-1] - 1
        modules = {each.__name__.rpartition(".")[2]: Notes(inputs) for each in RULE_MODULES}
        names = {"x": loop.rows, "single": loop.singles, "i": row, "total": 0.0, "key": 0}
        code = "\n".join(line.strip() for call in loop.calls for line in call.splitlines())
        exec(code, {**modules, **names, "theory": None, "draw": lambda *_: 0.0})  # noqa: S102
        for module in RULE_MODULES:
            for name, given in modules[module.__name__.rpartition(".")[2]].given.items():
                each = found.pop((module.__name__, name))
                parts = [
                    np.broadcast_to(np.reshape(value, (width, -1)), (width, LANES))
                    for value, width in zip(given, each.widths, strict=True)
                    if width
                ]
                assert (np.concatenate([np.empty((0, LANES)), *parts]) == each.rows[row]).all()
    assert not found


@pytest.mark.slow  # a compilation of twenty seconds
def test_the_bare_loop_runs(region: Scenario, inputs: list[Inputs], tmp_path: Path) -> None:
    floor = Floor(inputs, world_of(region).theory, tmp_path)
    assert floor.seconds(rounds=2, runs=1) > 0.0
    source = (tmp_path / "floor_loops.py").read_text(encoding="utf-8")
    assert all(f".{each.rule.__name__}(" in source for each in inputs)
