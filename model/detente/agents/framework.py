"""The only door to Mesa: the parts of it that behave alike in every version supported.

Mesa 3.3.1 is the last for Python 3.11 and later ones want 3.12. What is used is `Model(rng=int)`,
`Agent(model)`, `AgentSet.do` and `DataCollector.collect`; Mesa's own counters, schedulers, spaces and
random generators are left alone, since they differ between versions.
"""

from mesa import Agent, DataCollector, Model

__all__ = ["Agent", "DataCollector", "Model"]
