"""Both engines give the same run: trajectories, events and ledger, to the last bit."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.draws import Process, place_key, uniform
from detente.ensemble import CompiledRun, run_one
from detente.ensemble.compiling import compiled
from detente.ensemble.dice import PROCESSES, draw, roll, run_key
from detente.model import BorderModel
from detente.record import VIEWS
from detente.scenario import Scenario
from tests.generators import scenarios
from tests.model.library import LIBRARY, SEED, finished, library_run, wild_scenarios


def assert_same_run(agents: BorderModel, machine: CompiledRun) -> None:
    for view in VIEWS:
        pd.testing.assert_frame_equal(
            agents.trajectories(view), machine.trajectories(view), check_exact=True
        )
    pd.testing.assert_frame_equal(agents.events(), machine.events(), check_exact=True)
    pd.testing.assert_frame_equal(agents.ledger(), machine.ledger(), check_exact=True)


@pytest.mark.parametrize("name", LIBRARY)
def test_scenarios_of_the_library_run_alike(name: str) -> None:
    assert_same_run(library_run(name), run_one(name, SEED))


@given(scenario=scenarios(), seed=st.integers(0, 2**70), replicate=st.integers(0, 10**6))
def test_generated_scenarios_run_alike(scenario: Scenario, seed: int, replicate: int) -> None:
    agents = finished(scenario, replicate, seed=seed)
    assert_same_run(agents, run_one(scenario, seed, replicate))


@given(scenario=wild_scenarios())
@settings(max_examples=settings.default.max_examples // 2 if settings.default else 10)
def test_scenarios_beyond_the_plausible_run_alike(scenario: Scenario) -> None:
    assert_same_run(finished(scenario), run_one(scenario, SEED))


def drawn(seed: Any, replicate: Any, now: int, process: int, place: Any, luck: Any) -> float:
    """A uniform as the compiled engine draws it."""
    roll(run_key(seed, replicate), now, luck)
    number: float = draw(luck, process, place)
    return number


@given(
    seed=st.integers(0, 2**64 - 1),
    replicate=st.integers(0, 2**64 - 1),
    now=st.integers(1, 2400),
    process=st.sampled_from(Process),
    name=st.text(max_size=20),
)
def test_luck_is_the_same(seed: int, replicate: int, now: int, process: Process, name: str) -> None:
    place = place_key(name)
    expected = uniform(seed, replicate, now, process, place)
    key, luck = (np.uint64(seed), np.uint64(replicate)), np.empty(PROCESSES, np.uint64)
    assert compiled(drawn)(*key, now, int(process), np.uint64(place), luck) == expected
