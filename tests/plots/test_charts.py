"""Plain charts: what is drawn is what was given, each thing is named, and mistakes are too."""

from datetime import date
from io import BytesIO
from typing import Any

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PathCollection
from matplotlib.dates import date2num
from matplotlib.quiver import Quiver
from PIL import Image

from detente.errors import DetenteError
from detente.plots import bar_chart, line_chart, phase_plane, spread_chart
from tests.plots.legible import illegible

PLACES = pd.Index([0.0, 2.0, 8.0])
LINES = {
    f"line {k}": pd.Series([k, k + 1.0, k * k], index=PLACES, dtype=float) for k in range(1, 7)
}


def words_of(panel: Axes) -> list[str]:
    """Texts inside of a panel."""
    return [text.get_text() for text in panel.texts]


def test_lines_are_those_given_and_named_where_they_end() -> None:
    figure = line_chart(LINES, across="density", up="incidents", title="Guards")
    (panel,) = figure.axes
    for line, (label, values) in zip(panel.lines, LINES.items(), strict=True):
        np.testing.assert_array_equal(line.get_xdata(), PLACES)
        np.testing.assert_array_equal(line.get_ydata(), values)
        (word,) = (text for text in panel.texts if text.get_text() == label)
        assert word.get_color() == line.get_color()
    assert panel.get_xlim() == (0.0, 8.0)
    assert (panel.get_xlabel(), panel.get_ylabel()) == ("density", "incidents")
    assert len({str(line.get_color()) for line in panel.lines}) == 6
    assert not illegible(figure)


def test_dates_levels_moments_and_bands_are_drawn() -> None:
    months = pd.date_range("2001-01-01", periods=48, freq="MS")
    trust = pd.Series(np.linspace(0.4, 0.6, 48), index=months)
    band = pd.DataFrame({"low": trust - 0.1, "high": trust + 0.1})
    figure = line_chart(
        {"trust": trust},
        across="",
        up="trust (0–1)",
        levels={"threshold": 0.5},
        moments={"shooting": pd.Timestamp("2002-01-01"), "hotline": pd.Timestamp("2002-03-01")},
        bands={"trust": band},
        limits=(0.0, 1.0),
    )
    (panel,) = figure.axes
    assert sorted(words_of(panel)) == ["hotline", "shooting", "threshold", "trust"]
    reach = panel.collections[0].get_datalim(panel.transData)
    assert reach.y0 == pytest.approx(0.3)
    assert reach.y1 == pytest.approx(0.7)
    assert panel.get_ylim() == (0.0, 1.0)
    assert not illegible(figure)


def test_a_gap_at_the_end_does_not_lose_the_label() -> None:
    figure = line_chart(
        {"calm": pd.Series([1.0, 2.0, np.nan], index=PLACES)}, across="x", up="y", limits=(0, 4)
    )
    assert words_of(figure.axes[0]) == ["calm"]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ({}, "1 to 6 lines, not 0"),
        (LINES | {"seven": LINES["line 1"]}, "1 to 6 lines, not 7"),
        ({"empty": pd.Series([np.nan], index=[1.0])}, "'empty' has no values"),
    ],
)
def test_lines_that_cannot_be_drawn_are_refused(
    lines: "dict[str, pd.Series[float]]", message: str
) -> None:
    with pytest.raises(DetenteError, match=message):
        line_chart(lines, across="x", up="y")


def test_a_band_needs_its_line() -> None:
    band = pd.DataFrame({"low": [0.0], "high": [1.0]})
    with pytest.raises(DetenteError, match="'other' has no line; lines: line 1"):
        line_chart({"line 1": LINES["line 1"]}, across="x", up="y", bands={"other": band})


def test_bars_keep_their_order_and_tell_losses_without_color() -> None:
    values = pd.Series({"threat": -0.01, "trade": 0.004})
    intervals = pd.DataFrame({"low": [0.003, -0.012], "high": [0.005, -0.008]}, ["trade", "threat"])
    figure = bar_chart(values, along="change of trust", intervals=intervals, levels={"goal": 0.002})
    (panel,) = figure.axes
    assert [tick.get_text() for tick in panel.get_yticklabels()] == ["threat", "trade"]
    assert panel.yaxis_inverted()
    assert [bar.get_width() for bar in panel.patches] == [-0.01, 0.004]  # type: ignore[attr-defined]
    assert [bool(bar.get_hatch()) for bar in panel.patches] == [True, False]
    (ends,) = (each for each in panel.collections if isinstance(each, LineCollection))
    assert [segment[:, 0].tolist() for segment in ends.get_segments()] == [
        [-0.012, -0.008],
        [0.003, 0.005],
    ]
    assert not illegible(figure)


def test_every_run_is_a_dot_and_the_mean_has_its_interval() -> None:
    samples: dict[str, Any] = {"shared": [1.0, 2.0, 3.0], "own": pd.Series([0.0, 4.0])}
    figure = spread_chart(samples, along="effect", levels={"no effect": 0.0})
    (panel,) = figure.axes
    dots = [each for each in panel.collections if isinstance(each, PathCollection)]
    assert [np.asarray(each.get_offsets())[:, 0].tolist() for each in dots] == [
        [1.0, 2.0, 3.0],
        [0.0, 4.0],
    ]
    bars = [each for each in panel.collections if isinstance(each, LineCollection)]
    low, high = bars[0].get_segments()[0][:, 0]
    assert (low, high) == pytest.approx((2 - 4.302653 / 3**0.5, 2 + 4.302653 / 3**0.5), abs=1e-5)
    assert not illegible(figure)


def test_a_row_of_one_run_has_no_interval() -> None:
    (panel,) = spread_chart({"one": [1.0]}, along="effect").axes
    assert not [each for each in panel.collections if isinstance(each, LineCollection)]


def test_empty_charts_are_refused() -> None:
    with pytest.raises(DetenteError, match="no values"):
        bar_chart(pd.Series(dtype=float), along="x")
    with pytest.raises(DetenteError, match="without runs"):
        spread_chart({"none": []}, along="x")


def arrows() -> pd.DataFrame:
    """An arms race that calms down at (2, 2), where nothing moves."""
    grid = [(x, y) for x in range(5) for y in range(5)]
    return pd.DataFrame(
        [(x, y, 0.6 + 0.7 * y - x, 0.6 + 0.7 * x - y) for x, y in grid],
        columns=["x", "y", "dx", "dy"],
    )


def test_a_phase_plane_shows_directions_lines_paths_and_points() -> None:
    line = pd.DataFrame({"x": [0.6, 3.4], "y": [0.0, 4.0]})
    path = pd.DataFrame({"x": [4.0, 2.0], "y": [1.0, 2.0]})
    figure = phase_plane(
        arrows(),
        across="troops of Northland",
        up="troops of Southland",
        title="An arms race",
        lines={"Northland stands still": line},
        paths={"from above": path},
        points={"equilibrium": (2.0, 2.0)},
    )
    (panel,) = figure.axes
    (quiver,) = (each for each in panel.collections if isinstance(each, Quiver))
    lengths = np.hypot(np.asarray(quiver.U), np.asarray(quiver.V))
    np.testing.assert_allclose(lengths, 1.0)
    assert words_of(panel) == ["equilibrium"]
    labels = [text.get_text() for text in figure.legends[0].get_texts()]
    assert labels == ["Northland stands still", "from above"]
    assert not illegible(figure)


def test_a_point_at_rest_has_no_arrow() -> None:
    still = arrows()
    (panel,) = phase_plane(still, across="x", up="y").axes
    (quiver,) = (each for each in panel.collections if isinstance(each, Quiver))
    assert len(np.asarray(quiver.U)) == len(still) - 1


def test_mistakes_in_a_phase_plane_are_named() -> None:
    with pytest.raises(DetenteError, match="Column dy is missing from the table of arrows"):
        phase_plane(arrows().drop(columns="dy"), across="x", up="y")
    with pytest.raises(DetenteError, match="Column y is missing from the path 'p'"):
        phase_plane(arrows(), across="x", up="y", paths={"p": pd.DataFrame({"x": [1.0]})})
    many = {f"{k}": pd.DataFrame({"x": [0.0], "y": [0.0]}) for k in range(7)}
    with pytest.raises(DetenteError, match="up to 6 lines and paths"):
        phase_plane(arrows(), across="x", up="y", lines=many)


def test_a_notebook_shows_a_figure_as_it_would_be_saved() -> None:
    figure = line_chart({"line 1": LINES["line 1"]}, across="x", up="y")
    with Image.open(BytesIO(figure._repr_png_())) as picture:  # type: ignore[attr-defined]
        assert picture.width == 1600


def test_a_moment_near_the_end_is_named_inside_and_one_beyond_it_is_not() -> None:
    moments = {"early": 1.0, "late": 7.5, "never": 20.0}
    figure = line_chart({"calm": LINES["line 1"]}, across="x", up="y", moments=moments)
    (panel,) = figure.axes
    sides = {text.get_text(): text.get_horizontalalignment() for text in panel.texts}
    assert sides == {"early": "left", "late": "right", "calm": "left"}
    assert not illegible(figure)


@pytest.mark.parametrize("moment", ["2001-06", date(2001, 6, 1), np.datetime64("2001-06-01")])
def test_a_moment_is_any_date(moment: object) -> None:
    months = pd.date_range("2001-01-01", periods=12, freq="MS")
    calm = pd.Series(range(12), index=months)
    figure = line_chart({"calm": calm}, across="", up="y", moments={"shot": moment})
    (place,) = {float(x) for x in np.asarray(figure.axes[0].lines[1].get_xdata())}
    assert place == date2num(pd.Timestamp("2001-06-01"))


@pytest.mark.parametrize("index", [["a", "b"], pd.period_range("2001-01", periods=2, freq="M")])
def test_lines_run_over_numbers_or_dates_alone(index: Any) -> None:
    odd = pd.Series([1.0, 2.0], index=index)
    with pytest.raises(DetenteError, match="numbers or over dates"):
        line_chart({"odd": odd}, across="x", up="y")
    dated = pd.Series([1.0, 2.0], index=pd.date_range("2001-01-01", periods=2))
    with pytest.raises(DetenteError, match="here over dates and numbers"):
        line_chart({"dated": dated, "calm": LINES["line 1"]}, across="x", up="y")


def test_a_band_and_intervals_belong_to_their_values() -> None:
    calm = LINES["line 1"]
    band = pd.DataFrame({"low": calm - 1.0, "high": calm + 1.0})
    with pytest.raises(DetenteError, match="In the band 'calm' each value needs one row"):
        line_chart({"calm": calm}, across="x", up="y", bands={"calm": band.iloc[1:]})
    with pytest.raises(DetenteError, match="Column low is missing from the band 'calm'"):
        line_chart({"calm": calm}, across="x", up="y", bands={"calm": band[["high"]]})
    with pytest.raises(DetenteError, match="In intervals each value needs one row"):
        bar_chart(calm, along="x", intervals=band.iloc[1:])


def test_every_row_of_runs_is_drawn_however_many() -> None:
    figure = spread_chart({str(row): [1.0, 2.0] for row in range(61)}, along="x")
    dots = [each for each in figure.axes[0].collections if isinstance(each, PathCollection)]
    assert len(dots) == 61


def test_a_run_without_a_number_is_not_passed_over() -> None:
    with pytest.raises(DetenteError, match="Not every run of 'calm' has a number"):
        spread_chart({"calm": [1.0, np.nan]}, along="x")
