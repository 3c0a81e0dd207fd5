"""Whether the words of a picture can be read: none is cut off, and no two lie over each other."""

from collections.abc import Iterator

from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from detente.plots import styled

__all__ = ["illegible"]

_TOUCH = 1.0  # pixels


def illegible(figure: Figure) -> list[str]:
    """Say which words of a figure are cut off or overlap."""
    with styled():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        renderer = canvas.get_renderer()
        boxes = [
            (text.get_text(), text.get_window_extent(renderer)) for text in _shown_texts(figure)
        ]
    width, height = figure.bbox.width, figure.bbox.height
    faults = [
        f"{words!r} is cut off"
        for words, box in boxes
        if min(box.x0, box.y0) < -_TOUCH or box.x1 > width + _TOUCH or box.y1 > height + _TOUCH
    ]
    for number, (words, box) in enumerate(boxes):
        for others, other in boxes[:number]:
            wide = min(box.x1, other.x1) - max(box.x0, other.x0)
            high = min(box.y1, other.y1) - max(box.y0, other.y0)
            if min(wide, high) > _TOUCH:
                faults.append(f"{words!r} lies over {others!r}")
    return faults


def _shown_texts(figure: Figure) -> Iterator[Text]:
    """Texts that are drawn; matplotlib keeps labels of ticks outside of the axes and hides them."""
    hidden = {
        id(label)
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for label in _outside(axis)
    }
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and id(text) not in hidden:
            yield text


def _outside(axis: Axis) -> Iterator[Text]:
    """Labels of the ticks outside of the limits of an axis."""
    low, high = sorted(axis.get_view_interval())
    margin = 1e-9 * (high - low)
    for tick in axis.get_major_ticks():
        if not low - margin <= tick.get_loc() <= high + margin:
            yield from (tick.label1, tick.label2)
