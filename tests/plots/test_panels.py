"""Small multiples: 22 borders on the same scales."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from PIL import Image

from detente.errors import DetenteError
from detente.plots import border_trajectories, save
from tests.plots.synthetic import Run


def test_every_border_has_a_panel_with_the_same_scales(run: Run) -> None:
    figure = border_trajectories(run.borders)
    assert [ax.get_title(loc="left") for ax in figure.axes] == list(run.borders["border"].unique())
    assert len(figure.axes) == 22
    assert len({(ax.get_xlim(), ax.get_ylim()) for ax in figure.axes}) == 1
    assert figure.get_suptitle() == "Stability index by border, 1991–2010"
    assert figure.get_supylabel() == "stability index (0–1)"
    assert len(figure.legends) == 1


def test_lines_are_those_of_the_table_and_differ_in_dashes(run: Run) -> None:
    figure = border_trajectories(run.borders, ("stability", "trust", "cooperation"))
    own = run.borders[run.borders["border"] == "KAZ-RUS"]
    lines = figure.axes[0].lines
    for line, name in zip(lines, ("stability", "trust", "cooperation"), strict=True):
        np.testing.assert_array_equal(line.get_ydata(), own[name])
    assert [line.is_dashed() for line in lines] == [False, True, True]
    assert len({line.get_color() for line in lines}) == 3


def test_an_area_has_its_own_scale_with_its_unit(run: Run) -> None:
    figure = border_trajectories(run.borders, area="density")
    assert len(figure.axes) == 44
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert words == ["stability index", "troop density (persons per km and side), right scale"]
    assert "troop density" in {ax.get_ylabel() for ax in figure.axes}


def test_borders_are_chosen_and_ordered(run: Run) -> None:
    figure = border_trajectories(run.borders, borders=["TJK-AFG", "KAZ-RUS"])
    assert [ax.get_title(loc="left") for ax in figure.axes] == ["TJK-AFG", "KAZ-RUS"]


def test_a_quantity_without_limits_starts_at_zero(run: Run) -> None:
    figure = border_trajectories(run.borders, ("density",))
    bottom, top = figure.axes[0].get_ylim()
    assert bottom == 0
    assert top > run.borders["density"].max()


def test_events_are_marked_in_the_panel_of_their_border(run: Run) -> None:
    figure = border_trajectories(run.borders, events=run.events)
    numbers = {
        ax.get_title(loc="left"): [t.get_text().strip() for t in ax.texts] for ax in figure.axes
    }
    assert numbers["KAZ-CHN"] == ["1", "3", "4", "7"]  # in the top row: with those for all
    assert numbers["TJK-AFG"] == ["2", "6"]
    assert numbers["UZB-AFG"] == []
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert "Tajik civil war, 1992–1997" in words


def test_many_entries_for_all_borders_are_left_out(run: Run) -> None:
    many = pd.DataFrame(
        {
            "date": pd.date_range("1992-01-01", periods=12, freq="YS"),
            "kind": "timeline",
            "border": "",
            "severity": 0.0,
            "outcome": [f"Event {i}" for i in range(12)],
        }
    )
    figure = border_trajectories(run.borders, events=pd.concat([many, run.events]))
    words = [text.get_text() for text in figure.legends[0].get_texts()]
    assert not any(word.startswith(("Event", "CSTO")) for word in words)
    assert "Tajik civil war, 1992–1997" in words


def test_the_picture_of_22_borders_can_be_saved(run: Run, tmp_path: Path) -> None:
    figure = border_trajectories(
        run.borders, ("stability", "trust"), area="density", events=run.events
    )
    with Image.open(save(figure, tmp_path / "panels.png")) as picture:
        assert picture.width == 1600


def test_mistakes_are_named(run: Run) -> None:
    with pytest.raises(DetenteError, match=r"no quantity 'stabilty'.*Did you mean 'stability'\?"):
        border_trajectories(run.borders, ("stabilty",))
    with pytest.raises(DetenteError, match="no quantity 'status'"):
        border_trajectories(run.borders, ("status",))
    with pytest.raises(DetenteError, match="Units differ among stability, density"):
        border_trajectories(run.borders, ("stability", "density"))
    with pytest.raises(DetenteError, match="1 to 6 quantities as lines, not 0"):
        border_trajectories(run.borders, ())
    with pytest.raises(DetenteError, match="no border 'KAZ'"):
        border_trajectories(run.borders, borders=["KAZ"])
