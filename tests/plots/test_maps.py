"""The map and the network: a line, a number and a place for every border."""

from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from detente.errors import DetenteError
from detente.plots import border_map, save
from detente.plots.border_lines import Scale
from detente.plots.geography import central_asia, project
from detente.plots.quantities import described
from detente.plots.schematic import circle_places, schematic_lines
from tests.plots.synthetic import STATES, Run


def lines_of(ax: Axes) -> dict[str, Line2D]:
    drawn = [(str(line.get_gid()), line) for line in ax.lines]
    return {
        name.removeprefix("border:"): line for name, line in drawn if name.startswith("border:")
    }


def last_round(run: Run, name: str = "stability") -> "pd.Series[float]":
    return run.borders[run.borders["round"] == 240].set_index("border")[name]


@pytest.fixture
def classroom() -> pd.DataFrame:
    rows = [
        ("NOR-SOU", "NOR", "SOU", "land"),
        ("NOR-SOU-LAKE", "NOR", "SOU", "maritime"),
        ("SOU-EAS", "SOU", "EAS", "land"),
    ]
    return pd.DataFrame(rows, columns=["border", "state_a", "state_b", "kind"])


def test_the_map_draws_a_line_for_each_of_the_22_borders(run: Run, table: pd.DataFrame) -> None:
    ax = border_map(last_round(run), table)
    assert set(lines_of(ax)) == set(table["border"])
    assert ax.get_title(loc="left") == "Stability index by border"


def test_every_border_has_its_number_on_the_map_or_in_the_inset(
    run: Run, table: pd.DataFrame
) -> None:
    values = last_round(run)
    ax = border_map(values, table)
    texts = [text for axes in (ax, *ax.child_axes) for text in axes.texts]
    numbers = {str(t.get_gid()): t.get_text() for t in texts if str(t.get_gid())[:6] == "value:"}
    assert numbers == {f"value:{key}": f"{value:.2f}" for key, value in values.items()}


def test_states_are_named(run: Run, table: pd.DataFrame) -> None:
    words = {text.get_text() for text in border_map(last_round(run), table).texts}
    assert set(STATES.values()) <= words
    words = {
        text.get_text() for text in border_map(last_round(run), table, {"KGZ": "Kirgisistan"}).texts
    }
    assert "Kirgisistan" in words


def test_maritime_borders_are_dashed(run: Run, table: pd.DataFrame) -> None:
    lines = lines_of(border_map(last_round(run), table))
    dashed = {key for key, line in lines.items() if line.is_dashed()}
    assert dashed == set(table.loc[table["kind"] == "maritime", "border"])


def test_land_borders_lie_on_the_outlines_of_both_states() -> None:
    geography = central_asia()
    for (pair, kind), line in geography.borders.items():
        if kind == "land":
            points = {tuple(np.round(point, 6)) for part in line.parts for point in part}
            for state in pair:
                outline = {
                    tuple(np.round(point, 6))
                    for ring in geography.states[state].rings
                    for point in ring
                }
                assert len(points & outline) > 0.97 * len(points), (pair, state)


def test_the_projection_keeps_angles_and_is_true_on_its_parallels() -> None:
    for latitude in (38.0, 52.0):
        (x0, y0), (x1, y1) = project(np.array([[66.5, latitude], [66.6, latitude]]))
        expected = 6371 * np.radians(0.1) * np.cos(np.radians(latitude))
        assert np.hypot(x1 - x0, y1 - y0) == pytest.approx(expected, rel=1e-5)
    here, east, north = project(np.array([[80.0, 45.0], [80.001, 45.0], [80.0, 45.001]]))
    assert np.dot(east - here, north - here) == pytest.approx(0, abs=1e-6)


def test_tense_is_dark_and_thick_and_calm_is_light_and_thin() -> None:
    for name, tense, calm in (("stability", 0.1, 0.9), ("crime_load", 0.9, 0.1)):
        scale = Scale(described(name), 0.0, 1.0)
        assert scale.width(tense) > 1.5 * scale.width(calm)
        assert sum(scale.color(tense)[:3]) < sum(scale.color(calm)[:3])


def test_lightness_keeps_the_order_of_values() -> None:
    scale = Scale(described("stability"), 0.0, 1.0)
    colors = [scale.color(value) for value in np.linspace(0, 1, 21)]
    gray = [0.299 * red + 0.587 * green + 0.114 * blue for red, green, blue, _ in colors]
    assert all(later > earlier for earlier, later in pairwise(gray))


def test_the_scale_names_its_unit_and_its_ends(run: Run, table: pd.DataFrame) -> None:
    ax = border_map(last_round(run, "density"), table)
    bar = ax.child_axes[-1]
    assert bar.get_xlabel() == "troop density\n(persons per km and side)"
    assert {text.get_text() for text in bar.texts} == {"tense", "calm"}
    assert bar.get_xlim()[0] == 0


def test_limits_can_be_given(run: Run, table: pd.DataFrame) -> None:
    ax = border_map(last_round(run), table, limits=(0.2, 0.8), title="June 2005")
    assert ax.child_axes[-1].get_xlim() == (0.2, 0.8)
    assert ax.get_title(loc="left") == "June 2005"


def test_a_part_of_the_region_is_shown_larger(run: Run, table: pd.DataFrame) -> None:
    whole = border_map(last_round(run), table)
    part = table[table["border"].isin(["KGZ-TJK", "KGZ-UZB", "TJK-UZB"])]
    near = border_map(last_round(run)[part["border"]], part)
    assert np.ptp(near.get_xlim()) < 0.5 * np.ptp(whole.get_xlim())
    assert {"Kyrgyzstan", "Tajikistan", "Uzbekistan"} <= {text.get_text() for text in near.texts}
    assert len(near.child_axes) == 1


def test_a_world_without_geography_is_a_network(classroom: pd.DataFrame, tmp_path: Path) -> None:
    values = pd.Series([0.2, 0.5, np.nan], index=classroom["border"], name="trust")
    ax = border_map(values, classroom, {"NOR": "Northland"})
    assert set(lines_of(ax)) == set(classroom["border"])
    words = [text.get_text() for text in ax.texts]
    assert {"Northland", "SOU", "EAS", "0.20", "0.50", "no value"} <= set(words)
    assert isinstance(ax.figure, Figure)
    save(ax.figure, tmp_path / "network.png")


def test_two_borders_between_the_same_states_bend_apart(classroom: pd.DataFrame) -> None:
    lines = schematic_lines(classroom, circle_places(classroom))
    first, second = (np.array(lines[key].label) for key in ("NOR-SOU", "NOR-SOU-LAKE"))
    assert np.hypot(*(first - second)) > 100


def test_two_land_borders_between_real_states_make_a_network(table: pd.DataFrame) -> None:
    twice = pd.concat([table, table.iloc[[0]].assign(border="KAZ-RUS-WEST")])
    ax = border_map(pd.Series(0.5, index=twice["border"], name="stability"), twice)
    assert len(lines_of(ax)) == 23
    assert "Outlines" not in ax.get_xlabel()


def test_a_given_axes_is_drawn_on(run: Run, table: pd.DataFrame) -> None:
    ax = Figure(figsize=(16, 6)).subplots(1, 2)[0]
    assert border_map(last_round(run), table, ax=ax) is ax


def test_mistakes_are_named(run: Run, table: pd.DataFrame) -> None:
    values = last_round(run)
    with pytest.raises(DetenteError, match="no border 'KGZ-XYZ'"):
        border_map(pd.concat([values, pd.Series({"KGZ-XYZ": 0.5})]), table)
    with pytest.raises(DetenteError, match="no value of the border 'KAZ-CHN'"):
        border_map(values.drop("KAZ-CHN"), table)
    with pytest.raises(DetenteError, match="Column kind is missing from the table of borders"):
        border_map(values, table.drop(columns="kind"))
