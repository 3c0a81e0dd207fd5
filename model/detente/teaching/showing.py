"""Showing a picture and a sentence, with or without a person in front of the notebook.

Sliders need somebody who moves them. A notebook that is executed by a program (to test it, or to make a
page of it) gets a plain picture instead, so that nothing in the page depends on a network. The
environment variable ``DETENTE_WIDGETS`` decides if it is ``yes`` or ``no``; otherwise there are sliders
where ipywidgets is installed and the notebook could ask its reader a question, which programs forbid.
"""

import os
import sys
from importlib.util import find_spec
from typing import Any, Final

__all__ = ["SCREEN", "has_widgets", "show"]

SCREEN: Final = 90.0
"""Pixels per inch of a picture on a screen; few, so that it is drawn at once."""

_SWITCH: Final = "DETENTE_WIDGETS"
_WORDS: Final = {"yes": True, "1": True, "on": True, "no": False, "0": False, "off": False}


def has_widgets() -> bool:
    """Whether sliders can be shown, and somebody is there to move them."""
    wish = _WORDS.get(os.environ.get(_SWITCH, "").strip().lower())
    if wish is False or find_spec("ipywidgets") is None:
        return False
    return wish or _has_reader()


def _has_reader() -> bool:
    """Whether the running cell was started by a person: it may then ask for input."""
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython  # noqa: PLC0415 - an extra

    kernel: Any = getattr(get_ipython(), "kernel", None)
    if not hasattr(kernel, "get_parent"):
        return False
    return bool(kernel.get_parent().get("content", {}).get("allow_stdin", False))


def show(picture: bytes, words: str) -> None:
    """Show a picture and words below it, in a notebook.

    Parameters
    ----------
    picture : bytes
        A PNG picture.
    words : str
        Markdown.
    """
    from IPython import display  # noqa: PLC0415 - an extra

    shown: Any = display  # half of its functions say nothing about their types
    shown.display(shown.Image(picture, format="png"))
    shown.display(shown.Markdown(words))
