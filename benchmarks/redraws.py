"""How long a reader waits after moving a slider: the runs, the comparison and the picture."""

from time import perf_counter
from typing import Final

from benchmarks.readings import Readings, Row, Wanted
from detente.teaching import Slider, explore
from detente.teaching.exploring import Exploration

__all__ = ["Redraws"]

_SUBJECT: Final = "Sliders (200 pairs of runs, all usable cores)"
_SLIDERS: Final = {
    "classroom": Slider("will", "states.SOU.will", 0.1, 0.9),
    "central-asia": Slider("rivalry", "rivalry", 0.0, 1.0),
}
_VALUES: Final = (0.5, 0.6, 0.7)


class Redraws:
    """Times from a new value to the picture and the words, without what the browser adds."""

    def __init__(self) -> None:
        self._open: dict[str, Exploration] = {}

    def measure(self, round_number: int, readings: Readings) -> None:
        """Take the readings of one round: the mean over some values, after the first picture."""
        for name, slider in _SLIDERS.items():
            if name not in self._open:
                self._open[name] = explore(name, [slider])
                self._open[name].at({slider.path: slider.high})
            start = perf_counter()
            for value in _VALUES:
                self._open[name].at({slider.path: value})
            readings.note(f"redraw.{name}", round_number, (perf_counter() - start) / len(_VALUES))

    def rows(self, readings: Readings) -> list[Row]:
        """Lines of the table."""
        wanted = Wanted("below 0.5 s", most=0.5)
        return [
            Row(_SUBJECT, f"a slider moved: {name}", "s", readings.figure(f"redraw.{name}"), wanted)
            for name in _SLIDERS
        ]
