"""Teaching with the model: exercises that check themselves, sliders, and role play.

The notebooks of the course use it; it holds nothing that a study needs. Everything is imported when it
is first used, so that an exercise can be checked where nothing can be drawn.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from detente.teaching.checking import check
    from detente.teaching.exploring import explore
    from detente.teaching.roleplay import RolePlay
    from detente.teaching.sliders import Slider

__all__ = ["RolePlay", "Slider", "check", "explore"]
_HOMES: Final = {
    "RolePlay": "roleplay",
    "Slider": "sliders",
    "check": "checking",
    "explore": "exploring",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    if name not in _HOMES:
        raise AttributeError(f"module 'detente.teaching' has no attribute {name!r}")
    return getattr(import_module(f"detente.teaching.{_HOMES[name]}"), name)
