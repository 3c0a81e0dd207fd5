"""Sliders in a notebook: the only place that knows ipywidgets.

A panel has a slider for each number, a picture, and a line of words below it. It decides nothing: every
move asks an `Exploration` what comes of the values, and shows the answer. A slider reports when it is
let go, and moves are answered one after the other, so that the last one always stands at the end.
"""

from html import escape
from typing import Any, Final

import ipywidgets as widgets  # type: ignore[import-untyped]
from IPython import display

from detente.teaching.exploring import Exploration, View

__all__ = ["Panel"]

_STEPS: Final = 100
_WIDE: Final = "min(100%, 60em)"


class Panel:
    """Sliders, a picture and a line of words.

    Parameters
    ----------
    exploration : Exploration
        What comes of the values.

    Attributes
    ----------
    sliders : dict of str to FloatSlider
        By path, each at the scenario's own value.
    picture : Image
        Both worlds.
    words : HTML
        What was changed and what came of it, or what is wrong with a value.
    view : View
        What is shown.
    """

    def __init__(self, exploration: Exploration) -> None:
        self.exploration = exploration
        self.sliders: dict[str, Any] = {
            slider.path: widgets.FloatSlider(
                value=exploration.start[slider.path],
                min=slider.low,
                max=slider.high,
                step=(slider.high - slider.low) / _STEPS,
                description=slider.label,
                readout_format=".3g",
                continuous_update=False,
                style={"description_width": "14em"},
                layout=widgets.Layout(width=_WIDE),
            )
            for slider in exploration.sliders
        }
        self.back: Any = widgets.Button(description="as it is", tooltip="Undo every change")
        self.picture: Any = widgets.Image(format="png", layout=widgets.Layout(width=_WIDE))
        self.words: Any = widgets.HTML()
        self.box: Any = widgets.VBox([*self.sliders.values(), self.back, self.picture, self.words])
        self.view = self._put(exploration.try_at(exploration.start))
        for slider in self.sliders.values():
            slider.observe(self._moved, names="value")
        self.back.on_click(self._undo)
        self._is_held = False

    def _put(self, view: View) -> View:
        """Show a view."""
        self.picture.value = view.picture
        self.words.value = f"<p>{escape(view.words)}</p>"
        return view

    def _moved(self, _: object) -> None:
        """Answer a move."""
        if not self._is_held:
            values = {path: slider.value for path, slider in self.sliders.items()}
            self.view = self._put(self.exploration.try_at(values, self.view))

    def _undo(self, _: object) -> None:
        """Put every slider back, and answer once."""
        self._is_held = True
        for path, value in self.exploration.start.items():
            self.sliders[path].value = value
        self._is_held = False
        self._moved(None)

    def show(self) -> None:
        """Show the panel; where widgets are not understood, its picture stands for it."""
        bundle = dict(self.box._repr_mimebundle_())
        bundle["image/png"] = self.view.picture
        shown: Any = display  # says nothing about its types
        shown.display(bundle, raw=True)
