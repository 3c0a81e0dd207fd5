"""Fan charts and stacked shares: what is drawn is what the tables say."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_rgba
from PIL import Image

from detente.errors import DetenteError
from detente.plots import BatchTables, fan_chart, save, share_chart
from detente.plots.point_panels import point_words
from tests.plots.batch_tables import BASE, POLICIES, batch_tables


@pytest.fixture(scope="module")
def tables() -> BatchTables:
    """Tables of a batch of policies."""
    return batch_tables()


def rows_of(tables: BatchTables, point: str, variable: str = "stability") -> pd.DataFrame:
    """Quantiles of one point in the region."""
    own = tables.summary[tables.summary["border"] == "all"]
    return own[(own["point"] == point) & (own["variable"] == variable)]


def edges(panel: Axes, gid: str | None) -> list[tuple[float, float]]:
    """Lowest and highest value of the bands of a panel, at the end."""
    found = []
    for band in panel.collections:
        if isinstance(band, PolyCollection) and band.get_gid() == gid:
            points = np.asarray(band.get_paths()[0].vertices)
            last = points[points[:, 0] == points[:, 0].max(), 1]
            found.append((float(last.min()), float(last.max())))
    return found


def test_every_policy_has_a_panel_with_the_baseline_behind_it(tables: BatchTables) -> None:
    figure = fan_chart(tables.summary, baseline=BASE)
    titles = [panel.get_title(loc="left").replace("\n", "") for panel in figure.axes]
    assert titles == list(POLICIES)
    assert len({(panel.get_xlim(), panel.get_ylim()) for panel in figure.axes}) == 1
    for panel, point in zip(figure.axes, POLICIES, strict=True):
        own, behind = rows_of(tables, point), rows_of(tables, BASE)
        lines = {line.get_gid(): np.asarray(line.get_ydata()) for line in panel.lines}
        np.testing.assert_array_equal(lines["median"], own["q50"])
        np.testing.assert_array_equal(lines["baseline"], behind["q50"])
        last = own.iloc[-1]
        assert edges(panel, None) == [(last["q25"], last["q75"])]
        last = behind.iloc[-1]
        assert edges(panel, "baseline") == [(last["q05"], last["q95"]), (last["q25"], last["q75"])]
        dashed = [
            np.asarray(line.get_ydata())[-1] for line in panel.lines if line.get_gid() is None
        ]
        assert dashed[0] == pytest.approx(own["q05"].iloc[-1])


def test_words_units_and_small_print(tables: BatchTables) -> None:
    figure = fan_chart(tables.summary, "density", border="A-B", caption="40 replicates, seed 7")
    assert figure.get_suptitle() == "Troop density, A-B, 2001–2002"
    assert figure.get_supylabel().replace("\n", " ") == "troop density (persons per km and side)"
    assert figure.legends[0].get_title().get_text() == "40 replicates, seed 7"
    assert figure.axes[0].get_xlabel() == "median at the end 2.300"  # that of the border
    assert len(figure.axes) == 1 + len(POLICIES)  # without a baseline, every point


def test_nearly_equal_medians_are_told_apart_by_more_digits(tables: BatchTables) -> None:
    summary = tables.summary.copy()
    near = summary["point"] == "unilateral-withdrawal"
    summary.loc[near, "q50"] += 0.00004
    figure = fan_chart(summary, baseline=BASE, points=["unilateral-withdrawal"])
    assert figure.axes[0].get_xlabel() == "median at the end 0.50004, baseline 0.50000"


def test_the_legend_tells_lines_and_bands_apart_without_color(tables: BatchTables) -> None:
    legend = fan_chart(tables.summary, baseline=BASE).legends[0]
    words = [text.get_text() for text in legend.get_texts()]
    assert "policy: median" in words
    assert f"{BASE}: middle half" in words
    lines = [line for line in legend.get_lines() if line.get_linewidth() > 0]
    assert len({str(line.get_linestyle()) + str(line.get_linewidth()) for line in lines}) == 3


def test_a_chosen_point_is_drawn_alone(tables: BatchTables) -> None:
    figure = fan_chart(tables.summary, points=["joint-patrols"])
    assert [panel.get_title(loc="left") for panel in figure.axes] == ["joint-patrols"]


@pytest.mark.parametrize("kind", ["status", "treaty"])
def test_shares_are_stacked_from_the_desired_class_up(tables: BatchTables, kind: str) -> None:
    figure = share_chart(tables.shares, kind, baseline=BASE)
    titles = [panel.get_title(loc="left").replace("\n", "") for panel in figure.axes]
    assert titles == [BASE, *POLICIES]
    shares = tables.shares[(tables.shares["kind"] == kind) & (tables.shares["border"] == "all")]
    names = [text.get_text().replace(" ", "_") for text in figure.legends[0].get_texts()]
    for panel, point in zip(figure.axes, [BASE, *POLICIES], strict=True):
        assert panel.get_ylim() == (0, 1)
        own = shares[shares["point"] == point].groupby("name")["share"].last()
        tops = np.cumsum([own[name] for name in names])
        assert [high for _, high in edges(panel, None)] == pytest.approx(tops)
    assert figure.get_supylabel() == "share of borders and runs"
    assert names[0] in ("demilitarized", "completed")


def test_shares_at_the_end_are_written_out(tables: BatchTables) -> None:
    figure = share_chart(tables.shares, "status", border="A-B", points=["joint-patrols"])
    words = figure.axes[0].get_xlabel().replace("\n", " ")
    assert words.startswith("at the end: demilitarized 58 %, reduced 14 %")
    assert figure.get_supylabel() == "share of runs"


def test_classes_differ_without_color(tables: BatchTables) -> None:
    for kind in ("status", "treaty"):
        patches = share_chart(tables.shares, kind).legends[0].get_patches()
        looks = {(patch.get_hatch() or "", to_rgba(patch.get_facecolor())) for patch in patches}
        assert len({hatch for hatch, _ in looks}) == len(patches) == 4


def test_names_of_points_are_broken_at_hyphens() -> None:
    assert point_words("demilitarization-without-cooperation", 22) == (
        "demilitarization-\nwithout-cooperation"
    )
    assert point_words("caspian", 3) == "caspian"
    assert point_words("joint-patrols", 20) == "joint-patrols"


def test_pictures_can_be_saved(tables: BatchTables, tmp_path: Path) -> None:
    for name, figure in (
        ("fan", fan_chart(tables.summary, baseline=BASE, caption="small print")),
        ("shares", share_chart(tables.shares, caption="small print")),
    ):
        with Image.open(save(figure, tmp_path / f"{name}.png")) as picture:
            assert picture.width == 1600


def test_mistakes_are_named(tables: BatchTables) -> None:
    with pytest.raises(DetenteError, match=r"no variable 'stabilty'.*'stability'\?"):
        fan_chart(tables.summary, "stabilty")
    with pytest.raises(DetenteError, match="no border 'A-C'"):
        fan_chart(tables.summary, border="A-C")
    with pytest.raises(DetenteError, match="no point 'plane'"):
        fan_chart(tables.summary, baseline="plane")
    with pytest.raises(DetenteError, match="no kind of shares 'stage'"):
        share_chart(tables.shares, "stage")
    with pytest.raises(DetenteError, match="Column q50 is missing from the summary"):
        fan_chart(tables.summary.drop(columns="q50"))
    many = pd.concat([rows_of(tables, BASE).assign(point=f"p{n}") for n in range(13)])
    with pytest.raises(DetenteError, match="up to 12 points, not 13"):
        fan_chart(many)
