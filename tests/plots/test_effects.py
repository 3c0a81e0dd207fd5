"""Effect plots: dots with intervals, sorted, and gray where there is nothing to be seen."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from PIL import Image

from detente.analysis import compare
from detente.errors import DetenteError
from detente.plots import border_effects, effect_chart, save
from detente.plots.style import COLORS, GRAY
from tests.plots.batch_tables import BASE, BORDERS, POLICIES, batch_tables

BETTER, WORSE = "for the better", "for the worse"
UNSURE, SAME = "not distinguishable from zero", "the same in every pair"


@pytest.fixture(scope="module")
def effects() -> pd.DataFrame:
    """Effects of the policies on the region and the borders."""
    return compare(batch_tables().outcomes, BASE, borders=["all", *BORDERS])


class Drawn(NamedTuple):
    """A dot with its interval."""

    effect: float
    mark: str
    low: float
    high: float


def drawn(panel: Axes) -> list[Drawn]:
    """Dots of a panel from the top down."""
    dots = [line for line in panel.lines if line.get_gid() is not None]
    bars = [line for line in panel.lines[1:] if line.get_gid() is None]
    assert len(dots) == len(bars)
    found = []
    for dot, bar in zip(dots, bars, strict=True):
        ends = np.asarray(bar.get_xdata(), dtype=float)
        found.append(Drawn(float(np.asarray(dot.get_xdata())[0]), str(dot.get_gid()), *ends))
    return found[::-1]


def rows_of(panel: Axes) -> list[str]:
    """Words beside the rows of a panel, from the top down."""
    return [label.get_text().replace("\n", "") for label in panel.get_yticklabels()][::-1]


def test_every_outcome_has_a_panel_with_its_unit(effects: pd.DataFrame) -> None:
    figure = effect_chart(effects, caption="40 pairs, seed 7")
    titles = [panel.get_title(loc="left").replace("\n", " ") for panel in figure.axes]
    assert titles[0] == "stability index, at the end"
    assert "severity of skirmishes, in the whole run" in titles
    units = {panel.get_xlabel() for panel in figure.axes}
    assert units == {
        f"change ({unit})" for unit in ("0–1", "policing norms", "number", "casualties")
    }
    assert figure.get_suptitle() == f"Effects against {BASE}, region"
    assert figure.legends[0].get_title().get_text() == "40 pairs, seed 7"


@pytest.mark.parametrize("outcome", ["stability.final", "skirmishes.total"])
def test_dots_are_the_effects_and_the_best_is_at_the_top(
    effects: pd.DataFrame, outcome: str
) -> None:
    panel = effect_chart(effects, outcomes=[outcome]).axes[0]
    found, points = drawn(panel), rows_of(panel)
    own = effects[(effects["border"] == "all") & (effects["outcome"] == outcome)]
    own = own.set_index("point")
    assert points == ["joint-patrols", "unilateral-withdrawal", "great-power-rivalry"]
    for point, dot in zip(points, found, strict=True):
        expected = tuple(own.loc[point, ["effect", "low", "high"]])
        assert (dot.effect, dot.low, dot.high) == expected
    assert (found[0].mark, found[-1].mark) == (BETTER, WORSE)


def test_what_cannot_be_told_from_zero_is_gray_and_hollow(effects: pd.DataFrame) -> None:
    unsure = effects.assign(verdict=UNSURE, barely=False)
    panel = effect_chart(unsure, outcomes=["trust.final"]).axes[0]
    for dot in (line for line in panel.lines if line.get_gid() is not None):
        assert dot.get_gid() == UNSURE
        assert to_hex(dot.get_markeredgecolor()) == GRAY
        assert dot.get_markerfacecolor() == "white"
    same = effect_chart(effects, border="B-C", outcomes=["trust.final"]).axes[0]
    assert SAME in {dot.mark for dot in drawn(same)}


def test_bare_effects_are_hollow_but_keep_their_color(effects: pd.DataFrame) -> None:
    bare = effects.assign(verdict="raises", barely=True)
    figure = effect_chart(bare, outcomes=["trust.final"])
    dot = next(line for line in figure.axes[0].lines if line.get_gid() == BETTER)
    assert dot.get_markerfacecolor() == "white"
    assert to_hex(dot.get_markeredgecolor()).upper() == COLORS["blue"]
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert words == [BETTER, "hollow: below 0.1 sd of the runs"]


def test_marks_differ_without_color(effects: pd.DataFrame) -> None:
    mixed = effects[effects["outcome"] == "trust.final"].copy()
    mixed.loc[mixed["point"] == "unilateral-withdrawal", "verdict"] = UNSURE
    figure = effect_chart(mixed)
    lines = figure.legends[0].get_lines()
    assert len({str(line.get_marker()) for line in lines}) == len(lines) == 3


def test_zero_is_marked(effects: pd.DataFrame) -> None:
    for panel in effect_chart(effects).axes:
        assert np.asarray(panel.lines[0].get_xdata()).tolist() == [0.0, 0.0]


def test_borders_are_rows_and_policies_panels(effects: pd.DataFrame) -> None:
    figure = border_effects(effects, "trust.final")
    titles = [panel.get_title(loc="left").replace("\n", "") for panel in figure.axes]
    assert titles == list(POLICIES)
    assert rows_of(figure.axes[0]) == list(BORDERS)  # the one that moves most on top
    assert len({panel.get_xlim() for panel in figure.axes}) == 1
    own = effects[(effects["outcome"] == "trust.final") & (effects["border"] == "A-B")]
    assert drawn(figure.axes[2])[0].effect == own["effect"].iloc[2]
    assert figure.get_suptitle() == "Trust, at the end: effect by border, against plain"


def test_the_region_alone_has_a_row(effects: pd.DataFrame) -> None:
    figure = border_effects(effects[effects["border"] == "all"], "trust.final")
    assert rows_of(figure.axes[0]) == ["region"]


def test_pictures_can_be_saved(effects: pd.DataFrame, tmp_path: Path) -> None:
    for name, figure in (
        ("effects", effect_chart(effects, caption="small print")),
        ("borders", border_effects(effects, "severity.total")),
    ):
        with Image.open(save(figure, tmp_path / f"{name}.png")) as picture:
            assert picture.width == 1600


def test_mistakes_are_named(effects: pd.DataFrame) -> None:
    with pytest.raises(DetenteError, match=r"no border 'A-C'"):
        effect_chart(effects, border="A-C")
    with pytest.raises(DetenteError, match=r"no outcome 'trust'.*'trust\.final'\?"):
        effect_chart(effects, outcomes=["trust"])
    with pytest.raises(DetenteError, match="no outcome 'trade'"):
        border_effects(effects, "trade")
    with pytest.raises(DetenteError, match="Column verdict is missing from the table of effects"):
        effect_chart(effects.drop(columns="verdict"))
    many = pd.concat([effects.assign(point=f"p{n}") for n in range(13)])
    with pytest.raises(DetenteError, match="up to 12 points, not 13"):
        effect_chart(many)
