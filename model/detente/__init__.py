"""Tension and demilitarization on the borders of Central Asia, as an agent-based simulation.

`load` a scenario, run a `BorderModel` of it, `explain` what moved its borders. Everything is imported
when it is first used, so that `import detente` is light.
"""

from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from detente import plots, teaching
    from detente.analysis import compare, explain
    from detente.batches import batch, open_batch
    from detente.ensemble import simulate
    from detente.errors import DetenteError, ScenarioError
    from detente.model import BorderModel
    from detente.results import open_run, write_run
    from detente.scenario import Scenario, load, scenarios

    __version__: str

__all__ = ["BorderModel", "DetenteError", "Scenario", "ScenarioError", "__version__"]
__all__ += ["batch", "compare", "explain", "load", "open_batch", "open_run", "plots", "scenarios"]
__all__ += ["simulate", "teaching", "write_run"]
_HOMES: Final = {"BorderModel": "model", "simulate": "ensemble"}
_HOMES.update(dict.fromkeys(("compare", "explain"), "analysis"))
_HOMES.update(dict.fromkeys(("batch", "open_batch"), "batches"))
_HOMES.update(dict.fromkeys(("DetenteError", "ScenarioError"), "errors"))
_HOMES.update(dict.fromkeys(("open_run", "write_run"), "results"))
_HOMES.update(dict.fromkeys(("Scenario", "load", "scenarios"), "scenario"))


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name == "__version__":
        return version("detente")
    if name in ("plots", "teaching"):
        return import_module(f"detente.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(import_module(f"detente.{_HOMES[name]}"), name)
