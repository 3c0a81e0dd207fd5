"""Sweeps as lines and heat maps, and which pictures a batch gets."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.collections import QuadMesh
from PIL import Image

from detente.analysis import compare, sweep
from detente.errors import DetenteError
from detente.plots import (
    BatchTables,
    batch_figures,
    effect_chart,
    fan_chart,
    save,
    share_chart,
    sweep_chart,
)
from detente.plots.style import new_figure
from tests.plots.batch_tables import BASE, batch_tables, swept_tables
from tests.plots.legible import illegible

ONE, TWO = ("theory.contact_rate",), ("theory.contact_rate", "theory.skirmish_loss")


def along(tables: BatchTables, outcome: str, baseline: str | None = None) -> pd.DataFrame:
    """An outcome along a sweep."""
    return sweep(tables.outcomes, tables.points, names=[outcome], baseline=baseline)


def words_of(panel: Axes) -> list[str]:
    """Texts inside of a panel."""
    return [text.get_text() for text in panel.texts]


def test_one_parameter_is_a_line_for_each_scenario() -> None:
    table = along(swept_tables(*ONE, scenarios=(BASE, "patrols")), "trust.final")
    figure = sweep_chart(table, ONE, "trust.final", caption="40 replicates")
    (panel,) = figure.axes
    for line, name in zip(panel.lines, (BASE, "patrols"), strict=True):
        own = table[table["scenario"] == name]
        np.testing.assert_array_equal(line.get_xdata(), [0.0, 0.1, 0.2])
        np.testing.assert_array_equal(line.get_ydata(), own["mean"])
    assert len({str(line.get_linestyle()) for line in panel.lines}) == 2
    assert panel.get_xlabel() == "theory.contact_rate"
    assert panel.get_ylabel() == "mean (0–1)"
    assert figure.get_suptitle() == "Trust, at the end, region"
    assert figure.get_supxlabel() == "40 replicates"
    assert words_of(panel) == [BASE, "patrols"]


def test_a_swept_text_is_an_axis_of_words() -> None:
    table = along(swept_tables(*ONE), "trust.final")
    table[ONE[0]] = ["none", "few", "all"]
    (panel,) = sweep_chart(table, ONE, "trust.final").axes
    assert [tick.get_text() for tick in panel.get_xticklabels()] == ["none", "few", "all"]


def test_two_parameters_are_a_map_with_its_numbers() -> None:
    table = along(swept_tables(*TWO), "trust.final")
    figure = sweep_chart(table, TWO, "trust.final")
    panel, bar = figure.axes
    mesh = next(each for each in panel.collections if isinstance(each, QuadMesh))
    cells = np.asarray(mesh.get_array()).reshape(3, 3)
    for row in table.to_dict("records"):
        across, down = (round(float(row[path]) * 10) for path in TWO)
        assert cells[down, across] == row["mean"]
    assert words_of(panel)[:3] == [f"{value:.3f}" for value in cells[0]]
    assert (panel.get_xlabel(), panel.get_ylabel()) == TWO
    assert bar.get_ylabel() == "mean (0–1)"


def test_effects_are_signed_and_those_not_seen_are_in_parentheses() -> None:
    table = along(swept_tables(*TWO), "trust.final", baseline=f"{BASE}-0005")
    table.loc[table["point"] == f"{BASE}-0001", "verdict"] = "not distinguishable from zero"
    figure = sweep_chart(table, TWO, "trust.final")
    words = words_of(figure.axes[0])
    assert len(words) == 9
    assert "baseline" in words
    unsure = [word for word in words if word.startswith("(")]
    assert unsure == ["(−0.180)"]
    assert "+0.180" in words
    hatched = [patch for patch in figure.axes[0].patches if patch.get_hatch()]
    assert len(hatched) == 1
    assert figure.get_suptitle() == "Effect on trust, at the end, region"


def test_a_policy_is_compared_value_by_value() -> None:
    tables = swept_tables(*ONE, scenarios=(BASE, "patrols"))
    table = along(tables, "trust.final", baseline=BASE)
    (panel,) = sweep_chart(table, ONE, "trust.final").axes
    effect = panel.lines[0]
    assert np.asarray(effect.get_ydata(), dtype=float) == pytest.approx(0.6, abs=0.03)
    assert len(panel.lines) == 2  # the effect, and the line of zero
    assert words_of(panel) == ["patrols"]
    tables = swept_tables(*TWO, scenarios=(BASE, "patrols"))
    panel = sweep_chart(along(tables, "trust.final", BASE), TWO, "trust.final").axes[0]
    assert panel.get_title(loc="left") == "patrols"
    assert {words[0] for words in words_of(panel)} == {"+"}


def test_mistakes_are_named() -> None:
    table = along(swept_tables(*ONE), "trust.final")
    with pytest.raises(DetenteError, match="1 or 2 swept parameters, not 0"):
        sweep_chart(table, (), "trust.final")
    with pytest.raises(DetenteError, match=r"no outcome 'trade\.final'"):
        sweep_chart(table, ONE, "trade.final")
    with pytest.raises(DetenteError, match=r"Column theory\.elsewhere is missing"):
        sweep_chart(table, ("theory.elsewhere",), "trust.final")
    many = pd.concat([table.assign(scenario=f"s{n}") for n in range(7)])
    with pytest.raises(DetenteError, match="up to 6 swept scenarios, not 7"):
        sweep_chart(many, ONE, "trust.final")


# Which pictures there are


def test_a_batch_of_policies_gets_fans_shares_and_effects(tmp_path: Path) -> None:
    figures = dict(batch_figures(batch_tables(), ["all", "A-B"], baseline=BASE))
    fans = [f"fan-{name}{end}" for end in ("", "-A-B") for name in ("stability", "density")]
    shares = [f"shares-{kind}{end}" for end in ("", "-A-B") for kind in ("status", "treaty")]
    effects = ["effects", "effects-A-B"]
    effects += [f"effects-by-border-{name}" for name in ("stability.final", "skirmishes.total")]
    assert set(figures) == {*fans, *shares, *effects}
    small = figures["effects"].legends[0].get_title().get_text()
    assert small.startswith("40 pairs, seed 7; bars: 95 % intervals; colors hold for all 42")
    small = figures["fan-stability"].legends[0].get_title().get_text()
    assert small == "40 replicates of each, seed 7"
    with Image.open(save(figures["effects-A-B"], tmp_path / "effects.png")) as picture:
        assert picture.width == 1600


def test_an_unfinished_batch_is_drawn_as_far_as_it_is() -> None:
    whole = batch_tables()
    late = "great-power-rivalry"
    tables = whole._replace(
        outcomes=whole.outcomes[whole.outcomes["point"] != late],
        summary=whole.summary[whole.summary["point"] != late],
        shares=whole.shares[whole.shares["point"] != late],
    )
    figures = dict(batch_figures(tables, baseline=BASE))
    assert len(figures["fan-stability"].axes) == 2
    assert len(figures["shares-status"].axes) == 3
    assert len(figures["effects"].axes[0].get_yticklabels()) == 2


def test_without_a_baseline_there_are_no_effects() -> None:
    assert not [name for name, _ in batch_figures(batch_tables()) if name.startswith("effects")]


@pytest.mark.parametrize("paths", [ONE, TWO])
def test_a_sweep_gets_a_chart_for_each_outcome(paths: tuple[str, ...]) -> None:
    figures = dict(batch_figures(swept_tables(*paths), baseline=f"{BASE}-0002"))
    assert len(figures) == 7
    caption = figures["sweep-trust.final"].get_supxlabel()
    assert caption.startswith("against plain-0002, 40 replicates of each, seed 7; ")


LONG = ("great-power-concert", "demilitarization-without-cooperation")
MANY = (*LONG, *(f"international-support-{number}" for number in range(7)))


@pytest.mark.parametrize(
    "tables",
    [
        batch_tables(),
        swept_tables(*ONE, scenarios=(BASE, "patrols")),
        swept_tables(*TWO, scenarios=(BASE, "patrols")),
    ],
    ids=["policies", "line", "map"],
)
def test_every_word_can_be_read(tables: BatchTables) -> None:
    short = tables._replace(summary=tables.summary[tables.summary["variable"] == "density"])
    for name, figure in batch_figures(short, baseline=BASE):
        assert illegible(figure) == [], name


def test_every_word_of_twelve_policies_can_be_read() -> None:
    tables = batch_tables(*MANY)
    effects = compare(tables.outcomes, BASE, names=["severity.total", "trade.final"])
    for figure in (
        fan_chart(tables.summary, "density", baseline=BASE, caption="40 replicates"),
        share_chart(tables.shares, baseline=BASE, caption="40 replicates"),
        effect_chart(effects, caption="40 pairs"),
    ):
        assert illegible(figure) == []


def test_words_that_cannot_be_read_are_found() -> None:
    figure = new_figure(3.0)
    figure.text(0.5, 0.5, "one")
    figure.text(0.51, 0.51, "other")
    figure.text(0.98, 0.1, "beyond the edge")
    assert illegible(figure) == ["'beyond the edge' is cut off", "'other' lies over 'one'"]


def test_what_does_not_fit_into_a_picture_is_told() -> None:
    with pytest.raises(DetenteError, match="unknown border 'A-C'; did you mean"):
        next(batch_figures(batch_tables(), ["A-C"]))
    with pytest.raises(DetenteError, match="3 parameters are swept, and a picture shows one or"):
        next(batch_figures(swept_tables(*TWO, "theory.third")))
    tables = batch_tables()
    many = pd.concat([tables.points.iloc[:1].assign(point=f"p{n}") for n in range(14)])
    with pytest.raises(DetenteError, match="up to 12 policies and a baseline; this batch has 14"):
        next(batch_figures(tables._replace(points=many)))
