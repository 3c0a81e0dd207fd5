"""Nothing depends on the order in which agents act, or on what else runs in the same process."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings

from detente.agents import Border, BorderPost, ExternalPower, State
from detente.model import BorderModel
from detente.scenario import Scenario, from_mapping, load
from tests.generators import scenario_data, scenarios
from tests.model.comparing import assert_same_run, tables_of
from tests.model.library import finished

KINDS = (State, ExternalPower, Border, BorderPost)


def shuffle(model: BorderModel) -> None:
    for agents in model.agents_by_type.values():
        agents.shuffle(inplace=True)


def reverse(model: BorderModel) -> None:
    for agents in model.agents_by_type.values():
        agents.sort("unique_id", ascending=False, inplace=True)


def disordered(
    scenario: Scenario, disorder: Callable[[BorderModel], None], rounds: int
) -> BorderModel:
    model = BorderModel(scenario, seed=7)
    while model.round < min(rounds, scenario.rounds):
        disorder(model)
        model.step()
    return model


@pytest.mark.parametrize("disorder", [shuffle, reverse])
@pytest.mark.parametrize(("name", "rounds"), [("central-asia", 60), ("post-soviet-1991", 60)])
def test_the_region_does_not_depend_on_the_order_of_agents(
    name: str, rounds: int, disorder: Callable[[BorderModel], None]
) -> None:
    scenario = load(name)
    assert_same_run(
        tables_of(disordered(scenario, disorder, rounds)),
        tables_of(finished(scenario, rounds=rounds)),
    )


@given(scenario=scenarios())
def test_no_world_depends_on_the_order_of_agents(scenario: Scenario) -> None:
    shuffled = disordered(scenario, shuffle, 12)
    assert_same_run(tables_of(shuffled), tables_of(finished(scenario, rounds=12)))


@pytest.mark.parametrize("disorder", [shuffle, reverse])
def test_the_disorder_is_real(disorder: Callable[[BorderModel], None]) -> None:
    model = BorderModel("central-asia")
    orderly = {kind: list(model.agents_by_type[kind]) for kind in KINDS}
    disorder(model)
    for kind in KINDS:
        assert set(model.agents_by_type[kind]) == set(orderly[kind])
        assert list(model.agents_by_type[kind]) != orderly[kind]


def test_the_generator_of_mesa_is_not_used() -> None:
    """Mesa's numbers differ between its versions, so nothing may come from them."""
    model = BorderModel("central-asia", seed=3)
    before = model.random.getstate(), model.rng.bit_generator.state
    for _ in range(6):
        model.step()
    assert (model.random.getstate(), model.rng.bit_generator.state) == before


def test_the_global_generators_do_not_matter() -> None:
    state = np.random.get_state()  # noqa: NPY002
    tables = tables_of(finished("classroom"))
    np.random.seed(1)  # noqa: NPY002
    assert_same_run(tables, tables_of(finished("classroom")))
    np.random.set_state(state)  # noqa: NPY002


def backwards(data: Any) -> Any:
    """The same content with the keys of all mappings in the opposite order."""
    if isinstance(data, list):
        return [backwards(item) for item in data]
    if isinstance(data, dict):
        return {key: backwards(value) for key, value in reversed(data.items())}
    return data


@given(data=scenario_data())
def test_the_order_of_entities_in_a_file_does_not_matter(data: dict[str, Any]) -> None:
    there, here = from_mapping(backwards(data)), from_mapping(data)
    assert_same_run(tables_of(finished(there, rounds=12)), tables_of(finished(here, rounds=12)))


@settings(max_examples=5)
@given(scenario=scenarios())
def test_the_same_run_is_the_same_run(scenario: Scenario) -> None:
    assert_same_run(tables_of(finished(scenario)), tables_of(finished(scenario)))


def test_a_replicate_is_the_same_alone_and_after_others() -> None:
    alone = tables_of(finished("ferghana-valley", 5, rounds=48))
    for replicate in range(5):
        finished("ferghana-valley", replicate, rounds=6)
    assert_same_run(alone, tables_of(finished("ferghana-valley", 5, rounds=48)))


def test_runs_that_take_turns_do_not_disturb_each_other() -> None:
    models = [BorderModel("ferghana-valley", seed=7, replicate=r) for r in range(3)]
    for _ in range(24):
        for model in models:
            model.step()
    for replicate, model in enumerate(models):
        alone = finished("ferghana-valley", replicate, rounds=24)
        assert_same_run(tables_of(model), tables_of(alone))


@pytest.mark.parametrize("other", [{"seed": 8}, {"replicate": 1}])
def test_other_seeds_and_replicates_are_other_runs(other: dict[str, int]) -> None:
    first = BorderModel("classroom", seed=7, replicate=0)
    second = BorderModel("classroom", **{"seed": 7, "replicate": 0, **other})
    first.run()
    second.run()
    assert (first.trajectories()["trust"] != second.trajectories()["trust"]).any()
    assert not first.events()[["round", "kind"]].equals(second.events()[["round", "kind"]])


@pytest.mark.parametrize("seed", [0, 1, 2**31, 2**63, 2**64 - 1])
def test_any_seed_is_good(seed: int) -> None:
    assert finished("classroom", seed=seed, rounds=3).round == 3
