"""Two fans on one axes: what is drawn is what the tables say, and it can be told apart in gray."""

import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgb

from detente import load, simulate
from detente.errors import DetenteError
from detente.plots import paired_fan
from tests.plots.legible import illegible

Pair = tuple[pd.DataFrame, pd.DataFrame]


@pytest.fixture(scope="module")
def pair() -> Pair:
    """Summaries of the classroom world as it is and with a friendlier Southland."""
    world = load("classroom")
    friendly = world.change({"states.SOU.will": 0.9})
    return simulate(world, 40, 7).summary(), simulate(friendly, 40, 7).summary()


def rows_of(table: pd.DataFrame, variable: str, border: str) -> pd.DataFrame:
    return table[(table["variable"] == variable) & (table["border"] == border)]


@pytest.mark.parametrize(("variable", "border"), [("stability", "all"), ("trust", "NOR-SOU")])
def test_both_medians_and_both_bands_are_those_of_the_tables(
    pair: Pair, variable: str, border: str
) -> None:
    axes = paired_fan(*pair, variable, border=border).axes
    assert len(axes) == 1
    lines = {line.get_gid(): np.asarray(line.get_ydata()) for line in axes[0].lines}
    for name, table in zip(("base", "changed"), pair, strict=True):
        own = rows_of(table, variable, border)
        np.testing.assert_array_equal(lines[name], own["q50"])
        band = next(each for each in axes[0].collections if each.get_gid() == name)
        assert isinstance(band, PolyCollection)
        points = np.asarray(band.get_paths()[0].vertices)
        last = points[points[:, 0] == points[:, 0].max(), 1]
        assert (last.min(), last.max()) == (own["q25"].iloc[-1], own["q75"].iloc[-1])


def test_thin_lines_are_the_middle_nine_tenths(pair: Pair) -> None:
    axes = paired_fan(*pair).axes[0]
    for edge in ("q05", "q95"):
        drawn = [line for line in axes.lines if line.get_gid() == edge]
        for line, table in zip(drawn, pair, strict=True):
            np.testing.assert_array_equal(
                line.get_ydata(), rows_of(table, "stability", "all")[edge]
            )
    low, high = axes.get_ylim()
    ends = pd.concat([rows_of(table, "stability", "all") for table in pair])
    assert low < ends["q05"].min()
    assert ends["q95"].max() < high


def test_the_two_are_told_apart_without_color(pair: Pair) -> None:
    axes = paired_fan(*pair).axes[0]
    lines = {line.get_gid(): line for line in axes.lines}
    assert not lines["base"].is_dashed()
    assert lines["changed"].is_dashed()
    bands = {band.get_gid(): band for band in axes.collections}
    assert bands["base"].get_hatch() != bands["changed"].get_hatch()
    assert all(band.get_hatch() for band in bands.values())
    gray = [np.dot(to_rgb(lines[name].get_color()), (0.3, 0.59, 0.11)) for name in lines]
    assert max(gray) < 0.6  # all of them stand out from white


def test_labels_stand_at_the_ends_and_all_words_can_be_read(pair: Pair) -> None:
    figure = paired_fan(*pair, labels=("nobody decides", "the game"), caption="40 runs each")
    ends = [float(rows_of(table, "stability", "all")["q50"].iloc[-1]) for table in pair]
    words = [text.get_text() for text in figure.axes[0].texts]
    assert words == [f"nobody decides {ends[0]:.2f}", f"the game {ends[1]:.2f}"]
    assert "40 runs each" in figure.legends[0].get_title().get_text()
    assert illegible(figure) == []


def test_worlds_of_different_length_share_an_axis(pair: Pair) -> None:
    short = pair[1][pair[1]["round"] <= 24]
    axes = paired_fan(pair[0], short).axes[0]
    lengths = {line.get_gid(): len(np.asarray(line.get_ydata())) for line in axes.lines}
    assert lengths["base"] == 121
    assert lengths["changed"] == 25


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"variable": "trsut"}, "Did you mean 'trust'"),
        ({"border": "NOR-SUO"}, "Did you mean 'NOR-SOU'"),
        ({"labels": ("one",)}, "two labels, not 1"),
    ],
)
def test_mistakes_say_what_is_there(pair: Pair, change: dict[str, object], message: str) -> None:
    with pytest.raises(DetenteError, match=message):
        paired_fan(*pair, **change)  # type: ignore[arg-type]


def test_a_table_that_is_no_summary_is_refused(pair: Pair) -> None:
    with pytest.raises(DetenteError, match="q05 is missing"):
        paired_fan(pair[0], pair[1].drop(columns="q05"))
    with pytest.raises(DetenteError, match="nothing to draw"):
        paired_fan(pair[0].iloc[:0], pair[1])
