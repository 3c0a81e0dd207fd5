"""The agents of the package on the classes of agentpy instead of Mesa's, as a program of its own.

All that the package takes from Mesa goes through `detente.agents.framework`. This program puts a
stand-in there before anything else is imported, so that states, borders, posts and powers are agentpy's
agents in agentpy's lists, the model is agentpy's model, its ``run`` calls the rounds, and its recorder
collects. Rules, phases and luck stay what they are; `benchmarks.peers` compares the results with Mesa's.
"""

import json
import sys
from collections.abc import Callable
from time import perf_counter
from types import ModuleType
from typing import Any

import agentpy  # type: ignore[import-not-found,unused-ignore]


class Agent(agentpy.Agent):  # type: ignore[misc,unused-ignore]
    """An agent that lists itself with its model, by kind, as Mesa's do."""

    def __init__(self, model: "Model") -> None:
        super().__init__(model)
        kinds = model.agents_by_type
        kinds.setdefault(type(self), AgentList(model)).append(self)


class AgentList(agentpy.AgentList):  # type: ignore[misc,unused-ignore]
    """A list of agents that can all do the same."""

    def do(self, act: Callable[[Any], None]) -> None:
        """Let every agent act."""
        for agent in self:
            act(agent)


class Model(agentpy.Model):  # type: ignore[misc,unused-ignore]
    """A model whose rounds are counted and called by agentpy."""

    def __init__(self, *, rng: int) -> None:
        self.agents_by_type: dict[type, AgentList] = {}
        super().__init__({"seed": rng})


class DataCollector:
    """Writes what the reporters say into agentpy's record of the model."""

    def __init__(self, model_reporters: dict[str, Callable[[Any], float]]) -> None:
        self.reporters = model_reporters

    def collect(self, model: Any) -> None:
        """Record one round; agentpy's method of that name gives way to the package's own record."""
        own = model.record
        for name, reporter in self.reporters.items():
            write = agentpy.Model._record if model.log else agentpy.Model.record  # noqa: SLF001
            write(model, name, reporter(model))
        model.record = own


def let_go(_: Any) -> None:
    """Nothing: agentpy holds no model after its run."""


def stand_in() -> ModuleType:
    """Make the module that takes the place of the door to Mesa."""
    module = ModuleType("detente.agents.framework")
    module.__dict__.update(Agent=Agent, Model=Model, DataCollector=DataCollector, let_go=let_go)
    return module


def main() -> dict[str, Any]:
    """Run the scenario of the command line, with its seed, as often as it says.

    Returns
    -------
    dict
        Seconds of one run, and the stability of every border in every round of the last.
    """
    sys.modules["detente.agents.framework"] = stand_in()
    from detente.model import BorderModel  # noqa: PLC0415 - after the stand-in
    from detente.scenario import load  # noqa: PLC0415

    scenario, seed, runs = load(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    start = perf_counter()
    for replicate in range(runs):
        model: Any = BorderModel(scenario, seed=seed, replicate=replicate)
        agentpy.Model.run(model, steps=scenario.rounds, display=False)
    seconds = (perf_counter() - start) / runs
    if "mesa" in sys.modules:
        raise RuntimeError("Mesa was imported: these were not agentpy's agents")
    return {"seconds": seconds, "stability": model.trajectories()["stability"].tolist()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()))
