"""Trajectories: the region, and one border with its events."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure

from detente.errors import DetenteError
from detente.plots import border_history, save, stability_trajectory
from tests.plots.synthetic import Run, make_run


def legend_words(ax: Axes) -> list[str]:
    legend = ax.get_legend()
    return [] if legend is None else [text.get_text() for text in legend.get_texts()]


def timeline_words(ax: Axes) -> list[str]:
    return [text.get_text() for text in ax.texts if text.get_gid() == "timeline"]


def test_the_region_has_title_unit_and_legend(run: Run) -> None:
    ax = stability_trajectory(run.region, run.borders, events=run.events)
    assert ax.get_title(loc="left") == "Stability of the region, 1991–2010"
    assert ax.get_ylabel() == "stability index (0–1)"
    assert ax.get_ylim() == (0, 1)
    words = legend_words(ax)
    for expected in ("stability index, region", "middle half of borders", "each of 22 borders"):
        assert expected in words
    assert {"treaty signed", "treaty broken", "treaty completed"} <= set(words)


def test_the_line_is_the_region(run: Run) -> None:
    ax = stability_trajectory(run.region)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), run.region["stability"])


def test_the_lowest_and_the_highest_border_are_named(run: Run) -> None:
    ends = run.borders[run.borders["round"] == 240].set_index("border")["stability"]
    words = [text.get_text() for text in stability_trajectory(run.region, run.borders).texts]
    assert {str(ends.idxmin()), str(ends.idxmax())} <= set(words)


def test_the_parts_are_stacked_to_the_index(run: Run) -> None:
    ax = stability_trajectory(run.region, run.borders, parts=True)
    last = np.asarray(run.region["stability"])
    top = np.asarray(ax.collections[-1].get_paths()[0].vertices)[:, 1]
    assert top.max() == pytest.approx(last.max())
    words = [text.get_text().split()[0] for text in ax.texts]
    assert words == ["trust", "restraint", "calm", "security", "cooperation", "exchange", "region"]
    assert len({str(area.get_hatch()) for area in ax.collections}) == 6


def test_a_given_axes_is_drawn_on(run: Run) -> None:
    figure = Figure(figsize=(12, 5))
    left, right = figure.subplots(1, 2)
    assert stability_trajectory(run.region, ax=left, title="Before") is left
    assert stability_trajectory(run.region, ax=right, title="After") is right
    assert figure.get_size_inches().tolist() == [12, 5]


def test_timeline_entries_stand_once_and_do_not_overlap(run: Run) -> None:
    ax = stability_trajectory(run.region, events=run.events)
    words = [text for text in ax.texts if text.get_gid() == "timeline"]
    assert len(words) == 9
    assert "Tajik civil war" in timeline_words(ax)
    assert isinstance(ax.figure, Figure)
    renderer = FigureCanvasAgg(ax.figure).get_renderer()
    ax.figure.draw(renderer)
    boxes = [text.get_window_extent(renderer) for text in words]
    for i, box in enumerate(boxes):
        assert not any(box.overlaps(other) for other in boxes[:i])


def test_a_long_timeline_is_numbered_and_has_a_key(run: Run) -> None:
    many = pd.DataFrame(
        {
            "date": pd.date_range("1991-06-01", periods=40, freq="5MS"),
            "kind": "timeline",
            "border": "",
            "severity": 0.0,
            "outcome": [f"Something of importance happens, number {i}" for i in range(40)],
        }
    )
    ax = stability_trajectory(run.region, events=many)
    assert timeline_words(ax) == [str(number) for number in range(1, 41)]
    assert sum("Something of importance" in words for words in legend_words(ax)) == 40


def test_dollars_in_a_title_are_no_formula(run: Run, tmp_path: Path) -> None:
    entry = {"date": [pd.Timestamp("1995-01-01")], "kind": "timeline", "border": ""}
    words = "From $2 million_a to $3^ million"
    events = pd.DataFrame({**entry, "severity": 0.0, "outcome": words})
    ax = stability_trajectory(run.region, events=events)
    assert timeline_words(ax) == [words]
    assert isinstance(ax.figure, Figure)
    save(ax.figure, tmp_path / "picture.png")


def test_skirmishes_are_marked_by_size() -> None:
    events = pd.DataFrame(
        {
            "date": pd.to_datetime(["1992-01-01", "1995-01-01"]),
            "kind": "skirmish",
            "border": "KGZ-TJK",
            "severity": [1.0, 80.0],
            "outcome": "shots fired",
        }
    )
    ax = stability_trajectory(make_run(60).region, events=events)
    (marks,) = [each for each in ax.collections if each.get_gid() == "skirmish"]
    assert isinstance(marks, PathCollection)
    small, large = marks.get_sizes()
    assert large > 4 * small


def test_a_history_shows_the_events_of_its_border_only(run: Run) -> None:
    figure = border_history(run.borders, "KGZ-TJK", sides=run.sides, events=run.events)
    upper, lower = figure.axes
    assert upper.get_title(loc="left") == "Border KGZ-TJK, 1991–2010"
    assert "Incursions into Batken" in timeline_words(upper)
    assert "CSTO charter" in timeline_words(upper)
    assert "Tajik civil war" not in timeline_words(upper)
    assert "per km" in lower.get_ylabel()
    assert [text.get_text() for text in lower.texts] == ["KGZ", "TJK"]
    assert len({line.get_linestyle() for line in upper.lines[:3]}) > 1
    assert {"stability index", "trust", "cooperation"} <= set(legend_words(lower))


def test_a_history_without_sides_and_events(run: Run) -> None:
    figure = border_history(run.borders, "KAZ-CHN", title="Kazakhstan and China")
    assert figure.axes[0].get_title(loc="left") == "Kazakhstan and China"
    assert [text.get_text() for text in figure.axes[1].texts] == ["both sides"]


@pytest.mark.parametrize("rounds", [0, 1, 5, 24, 600])
def test_any_horizon_can_be_drawn(rounds: int, tmp_path: Path) -> None:
    run = make_run(rounds)
    ax = stability_trajectory(run.region, run.borders, events=run.events)
    assert isinstance(ax.figure, Figure)
    save(ax.figure, tmp_path / "picture.png")


def test_unknown_borders_and_missing_columns_are_named(run: Run) -> None:
    with pytest.raises(DetenteError, match=r"no border 'KGZ-TKJ'.*Did you mean 'KGZ-TJK'\?"):
        border_history(run.borders, "KGZ-TKJ")
    with pytest.raises(
        ValueError, match="Column stability is missing from the table of the region"
    ):
        stability_trajectory(run.region.drop(columns="stability"))
    with pytest.raises(DetenteError, match="Column part_trust"):
        stability_trajectory(run.region, parts=True)
    with pytest.raises(DetenteError, match="nothing to draw"):
        stability_trajectory(run.region.iloc[:0])
