"""What Mesa's users know works: agents by type, data collectors, batch runs."""

import inspect
from typing import Any

import mesa
import pytest

from detente import DetenteError
from detente.agents import Border, BorderPost, ExternalPower, State
from detente.model import PHASES, BorderModel
from tests.model.library import finished

HAS_RNG = "rng" in inspect.signature(mesa.batch_run).parameters


def test_a_border_model_is_a_mesa_model() -> None:
    model = BorderModel("central-asia")
    assert isinstance(model, mesa.Model)
    counts = {kind: len(agents) for kind, agents in model.agents_by_type.items()}
    assert counts == {
        State: len(model.states),
        ExternalPower: len(model.powers),
        Border: len(model.borders),
        BorderPost: len(model.posts),
    }
    assert len(model.agents) == sum(counts.values())
    assert all(isinstance(agent, mesa.Agent) for agent in model.agents)


def test_agents_are_where_the_scenario_puts_them() -> None:
    model = BorderModel("central-asia")
    assert [state.name for state in model.states] == list(model.world.scenario.states)
    assert [border.name for border in model.borders] == list(model.world.scenario.borders)
    for border in model.borders:
        described = model.world.scenario.borders[border.name]
        assert [side.state.name for side in border.sides] == list(described.sides)
        for sector, (name, plan) in zip(border.sectors, described.sectors.items(), strict=True):
            assert sector.name == name
            assert [post.label for post in sector.posts] == [plan.posts[s] for s in described.sides]


def test_the_model_s_own_collector_follows_the_region() -> None:
    model = finished("classroom")
    collected = model.datacollector.get_model_vars_dataframe()
    region = model.trajectories("region")
    assert len(collected) == model.round + 1
    for column in ("stability", "trust", "troops"):
        assert collected[column].to_numpy() == pytest.approx(region[column].to_numpy(), rel=1e-12)


def test_a_collector_with_agent_reporters_works() -> None:
    model = BorderModel("ferghana-valley", seed=2)
    posts = mesa.DataCollector(
        model_reporters={"round": "round"},
        agenttype_reporters={BorderPost: {"name": "name", "troops": "troops"}},
    )
    everyone = mesa.DataCollector(agent_reporters={"name": lambda agent: agent.name})
    for _ in range(4):
        model.step()
        posts.collect(model)
        everyone.collect(model)
    table = posts.get_agenttype_vars_dataframe(BorderPost)
    recorded = model.trajectories("post").query("round > 0")
    assert table["troops"].tolist() == recorded["troops"].tolist()
    assert posts.get_model_vars_dataframe()["round"].tolist() == [1, 2, 3, 4]
    assert len(everyone.get_agent_vars_dataframe()) == 4 * len(model.agents)


def _is_tajik(post: Any) -> bool:
    return bool(post.side.state.name == "TJK")


def test_agent_sets_select_and_aggregate() -> None:
    model = finished("ferghana-valley", rounds=2)
    posts = model.agents_by_type[BorderPost]
    total = posts.agg("troops", sum)
    assert total == pytest.approx(sum(side.troops for side in model.sides))
    tajik = posts.select(_is_tajik)
    assert 0 < len(tajik) < len(posts)


def batch(parameters: dict[str, Any], **options: Any) -> list[dict[str, Any]]:
    results: list[dict[str, Any]] = mesa.batch_run(
        BorderModel, parameters=parameters, display_progress=False, **options
    )
    return results


def expected(replicate: int, seed: int, round_number: int) -> float:
    table = finished("classroom", replicate, seed=seed).trajectories("region")
    return float(table["stability"].iloc[round_number])


def test_a_batch_run_of_mesa_ends_with_the_last_round() -> None:
    """Mesa 3.3.1 reports the state before the last step, later versions the last."""
    rows = batch({"scenario": "classroom", "replicate": [0, 1]}, max_steps=200)
    last = 120 if HAS_RNG else 119
    assert [row["replicate"] for row in rows] == [0, 1]
    for row in rows:
        assert row["stability"] == pytest.approx(expected(row["replicate"], 0, last), rel=1e-12)


def test_a_batch_run_of_mesa_may_be_seeded() -> None:
    parameters: dict[str, Any] = {"scenario": "classroom", "replicate": [2]}
    if HAS_RNG:
        rows = batch(parameters, rng=9, max_steps=200)
    else:
        rows = batch(parameters | {"seed": 9}, max_steps=200)
    (row,) = rows
    assert row["stability"] == pytest.approx(expected(2, 9, 120 if HAS_RNG else 119), rel=1e-12)


def test_a_batch_run_of_mesa_collects_every_period() -> None:
    rows = batch({"scenario": "classroom"}, max_steps=200, data_collection_period=12)
    found = {int(row["Step"]): row["stability"] for row in rows}
    assert len(found) >= 10
    for step, stability in found.items():
        assert stability == pytest.approx(expected(0, 0, step), rel=1e-12)


def test_mesa_s_own_loop_runs_to_the_end() -> None:
    model = BorderModel("classroom", seed=4)
    model.run_model()
    assert model.round == 120
    assert not model.running
    assert model.steps == model.round


def test_there_is_no_round_after_the_last() -> None:
    model = finished("classroom")
    with pytest.raises(DetenteError, match="all 120 rounds are done"):
        model.step()
    assert model.round == 120
    model.run()
    assert model.round == 120


@pytest.mark.parametrize("value", [-1, 1.5, "7", True])
@pytest.mark.parametrize("name", ["seed", "replicate"])
def test_a_seed_that_is_none_is_refused(name: str, value: Any) -> None:
    with pytest.raises(
        DetenteError, match=f"{name}: found .*; allowed is a whole number from 0 up"
    ):
        BorderModel("classroom", **{name: value})


def test_an_unknown_view_is_refused() -> None:
    with pytest.raises(DetenteError, match="by: found 'year'; allowed are border, region"):
        BorderModel("classroom").trajectories("year")


def test_phases_are_the_round() -> None:
    called: list[str] = []

    class Listening(BorderModel):
        """A model that notes what it does."""

    def noting(phase: str, method: str) -> Any:
        def act(self: BorderModel) -> None:
            if self.round:
                called.append(phase)
            getattr(BorderModel, method)(self)

        return act

    for phase, method in PHASES.items():
        setattr(Listening, method, noting(phase, method))
    model = Listening("classroom")
    model.step()
    model.step()
    assert called == [*PHASES, *PHASES]
