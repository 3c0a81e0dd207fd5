"""Runs of the library that several tests look at, and worlds beyond the plausible."""

from functools import cache
from typing import Any, Final

from hypothesis import strategies as st

from detente.model import BorderModel
from detente.rules.parameters import PARAMETERS
from detente.scenario import Scenario, from_mapping, scenarios
from tests.generators import numbers, scenario_data

__all__ = ["LIBRARY", "SEED", "finished", "library_run", "wild_scenarios"]

SEED: Final = 7
LIBRARY: Final = tuple(entry.name for entry in scenarios())


@cache
def library_run(name: str, replicate: int = 0) -> BorderModel:
    """A finished run of a scenario of the library; to be looked at, not moved."""
    return finished(name, replicate)


def finished(
    scenario: Scenario | str, replicate: int = 0, *, seed: int = SEED, rounds: int | None = None
) -> BorderModel:
    """A run, to its end or for some rounds."""
    model = BorderModel(scenario, seed=seed, replicate=replicate)
    last = model.world.rounds if rounds is None else min(rounds, model.world.rounds)
    while model.round < last:
        model.step()
    return model


@st.composite
def wild_scenarios(draw: st.DrawFn) -> Scenario:
    """Valid scenarios whose parameters are anywhere within their hard limits."""
    data: dict[str, Any] = draw(scenario_data())
    names = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=25, unique=True))
    theory = {name: draw(numbers(*PARAMETERS[name].hard_limits)) for name in names}
    theory.pop("policing_norm", None)  # decides with the troops of the data what fits a garrison
    theory.pop("garrison_capacity", None)
    return from_mapping(data | {"theory": {**data["theory"], **theory}})
