"""The only door to Mesa: the parts of it that behave alike in every version supported.

Mesa 3.3.1 is the last for Python 3.11 and later ones want 3.12. What is used is `Model(rng=int)`,
`Agent(model)`, `AgentSet.do` and `DataCollector.collect`; Mesa's own counters, schedulers, spaces and
random generators are left alone, since they differ between versions.
"""

from mesa import Agent, DataCollector, Model

__all__ = ["Agent", "DataCollector", "Model", "let_go"]


def let_go(model: Model) -> None:
    """Let a model be freed once nobody uses it.

    Mesa 3.3.1 numbers agents with a table of the class that holds every model for ever; later versions
    have no such table. Called when a model has all of its agents.
    """
    numbers: dict[Model, object] = getattr(Agent, "_ids", {})
    numbers.pop(model, None)
