"""The style: nothing leaks, nothing depends on color alone, and a picture is saved alike each time."""

import subprocess
import sys
from itertools import combinations
from pathlib import Path

import matplotlib as mpl
import pandas as pd
import pytest
from matplotlib.colors import to_rgb
from PIL import Image

from detente.errors import DetenteError
from detente.plots import save, stability_trajectory, styled
from detente.plots.style import COLORS, LINES, PATCHES, REST
from tests.plots.synthetic import Run


def figure_of(run: Run) -> mpl.figure.Figure:
    figure = stability_trajectory(run.region, run.borders, events=run.events).figure
    assert isinstance(figure, mpl.figure.Figure)
    return figure


def lightness(color: str) -> float:
    red, green, blue = to_rgb(color)
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_settings_of_matplotlib_are_left_alone(run: Run, tmp_path: Path) -> None:
    before = mpl.rcParams.copy()
    save(figure_of(run), tmp_path / "picture.png")
    assert mpl.rcParams == before


def test_settings_come_back_after_an_error() -> None:
    before = mpl.rcParams.copy()
    with pytest.raises(DetenteError), styled():
        stability_trajectory(pd.DataFrame())
    assert mpl.rcParams == before


def test_a_saved_picture_is_1600_pixels_wide(run: Run, tmp_path: Path) -> None:
    with Image.open(save(figure_of(run), tmp_path / "picture.png")) as picture:
        assert picture.width == 1600
        assert not {"Software", "Creation Time"} & set(picture.info)


def test_the_same_picture_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    first = save(figure_of(run), tmp_path / "first.png").read_bytes()
    assert save(figure_of(run), tmp_path / "second.png").read_bytes() == first


def test_a_figure_made_with_pyplot_is_closed(run: Run, tmp_path: Path) -> None:
    from matplotlib import pyplot as plt  # noqa: PLC0415 - what a notebook does

    figure, ax = plt.subplots()
    stability_trajectory(run.region, ax=ax)
    save(figure, tmp_path / "picture.png")
    assert not plt.get_fignums()


def test_only_png_pictures_are_saved(run: Run, tmp_path: Path) -> None:
    with pytest.raises(DetenteError, match=r"picture\.jpg does not end in \.png"):
        save(figure_of(run), tmp_path / "picture.jpg")
    assert not list(tmp_path.iterdir())


def test_lines_differ_without_color() -> None:
    assert len({str(line.dashes) for line in LINES}) == len(LINES)


def test_fills_differ_without_color() -> None:
    fills = [*PATCHES.values(), REST]
    hatched = [fill.hatch for fill in fills if fill.hatch]
    assert len(set(hatched)) == len(hatched)
    plain = [fill for fill in fills if not fill.hatch]
    for one, other in combinations(plain, 2):
        assert abs(lightness(one.color) - lightness(other.color)) > 0.2


def test_fills_are_of_the_palette() -> None:
    assert {fill.color for fill in PATCHES.values()} <= set(COLORS.values())


def test_pyplot_is_not_imported() -> None:
    program = "import sys, detente.plots; sys.exit('matplotlib.pyplot' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
