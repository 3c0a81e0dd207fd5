"""Contributions: the stack adds up to the net change, whatever is merged and however long."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.container import BarContainer
from numpy.typing import NDArray

from detente.errors import DetenteError
from detente.plots import ledger_contributions
from detente.plots.ledger_sums import contributions_by_period, months_between
from tests.plots.synthetic import Run


def stacked(ax: Axes) -> NDArray[np.float64]:
    """Sum of the heights of the bars of each period."""
    bars = [each for each in ax.containers if isinstance(each, BarContainer)]
    heights = [[patch.get_height() for patch in container] for container in bars]
    return np.asarray(np.array(heights).sum(axis=0), dtype=np.float64)


def own_changes(run: Run, quantity: str = "trust") -> pd.DataFrame:
    ledger = run.ledger
    return ledger[(ledger["border"] == "KGZ-TJK") & (ledger["quantity"] == quantity)]


@pytest.mark.parametrize("quantity", ["trust", "troops"])
@pytest.mark.parametrize("end", ["1992-06", "1995-12", None])
def test_bars_add_up_to_the_net_change(run: Run, quantity: str, end: str | None) -> None:
    figure = ledger_contributions(run.ledger, "KGZ-TJK", quantity, end=end)
    bars = figure.axes[1]
    own = own_changes(run, quantity)
    own = own[own["date"] <= pd.Period(end, "M").end_time] if end else own
    total = own["change"].sum() / (2 if quantity == "trust" else 1)
    assert stacked(bars).sum() == pytest.approx(total)
    assert np.asarray(bars.lines[0].get_ydata()) == pytest.approx(stacked(bars))


def test_bars_are_stacked_without_gaps_or_overlaps(run: Run) -> None:
    bars = ledger_contributions(run.ledger, "KGZ-TJK", side="KGZ").axes[1]
    containers = [each for each in bars.containers if isinstance(each, BarContainer)]
    for period in range(len(containers[0])):
        patches = [container[period] for container in containers]
        spans = [sorted((p.get_y(), p.get_y() + p.get_height())) for p in patches]
        spans = sorted(span for span in spans if span[1] - span[0] > 1e-15)
        for below, above in pairwise(spans):
            assert above[0] == pytest.approx(below[1], abs=1e-12)


@pytest.mark.parametrize(
    ("end", "period", "bars"),
    [("1994-04", "month", 40), ("1994-05", "quarter", 14), (None, "year", 20)],
)
def test_the_period_grows_with_the_time(run: Run, end: str | None, period: str, bars: int) -> None:
    found = contributions_by_period(months_between(run.ledger, None, end), "KGZ-TJK")
    assert found.period == period
    assert len(found.table) == bars


def test_the_least_terms_are_merged_and_counted(run: Run) -> None:
    found = contributions_by_period(run.ledger, "KGZ-TJK")
    assert len(found.table.columns) == 8
    assert found.table.columns[-1] == "other"
    weights = own_changes(run)["change"].abs().groupby(own_changes(run)["term"]).sum()
    active = len(weights[weights > 0])
    own = [column for column in found.table.columns if column not in found.merged]
    assert len(own) + sum(found.merged.values()) == active
    assert set(own) >= set(weights.nlargest(6).index)


def test_lesser_measures_are_merged_apart() -> None:
    dates = pd.date_range("2000-01-01", periods=3, freq="MS")
    sizes: dict[str, float] = {
        "decay": 9,
        "threat": -8,
        "crime": -7,
        "trade": 6,
        "treaty": 5,
        "rivalry": -4,
    }
    sizes |= {"hotline": 1, "dialogue": 1, "transparency": 1, "bounds": 0.5}
    ledger = pd.DataFrame(
        [(date, "A-B", "A", "trust", term, size) for date in dates for term, size in sizes.items()],
        columns=["date", "border", "side", "quantity", "term", "change"],
    )
    found = contributions_by_period(ledger, "A-B")
    assert found.merged == {"measures": 3, "other": 1}
    assert found.table["measures"].tolist() == [3, 3, 3]
    words = [text.get_text() for text in ledger_contributions(ledger, "A-B").legends[0].get_texts()]
    assert "3 other CSBMs\n+9.000" in words
    assert "1 other term\n+1.500" in words


def test_few_terms_are_all_shown(run: Run) -> None:
    few = run.ledger[run.ledger["term"].isin(["decay", "skirmish", "trade"])]
    found = contributions_by_period(few, "KGZ-TJK")
    assert found.merged == {}
    assert set(found.table.columns) == {"decay", "skirmish", "trade"}


def test_categories_are_read_like_words(run: Run) -> None:
    kinds = dict.fromkeys(("border", "side", "quantity", "term"), "category")
    plain = contributions_by_period(run.ledger, "KGZ-TJK", "troops", "TJK")
    coded = contributions_by_period(run.ledger.astype(kinds), "KGZ-TJK", "troops", "TJK")
    pd.testing.assert_frame_equal(plain.table, coded.table)


def test_a_still_month_can_be_drawn(run: Run) -> None:
    still = run.ledger[run.ledger["round"] == 1].assign(change=0.0)
    figure = ledger_contributions(still, "KGZ-TJK")
    assert figure.axes[1].lines[0].get_ydata().tolist() == [0.0]  # type: ignore[union-attr]


def test_title_units_and_legend(run: Run) -> None:
    figure = ledger_contributions(run.ledger, "KGZ-TJK", "trust", "KGZ", sides=run.sides)
    upper, lower = figure.axes
    assert figure.get_suptitle() == "What moved trust on KGZ-TJK (side of KGZ), 1991–2010"
    assert lower.get_ylabel() == "change in trust\nper year (0–1)"
    assert upper.get_ylabel() == "level of trust\n(0–1)"
    assert upper.get_ylim() == (0, 1)
    (legend,) = figure.legends
    words = [text.get_text().split("\n")[0] for text in legend.get_texts()]
    assert words[0] == "net change"
    assert len(words) == 9


def test_fills_differ_without_color(run: Run) -> None:
    bars = ledger_contributions(run.ledger, "TJK-AFG").axes[1]
    containers = [each for each in bars.containers if isinstance(each, BarContainer)]
    looks = {(str(c[0].get_hatch()), c[0].get_facecolor()) for c in containers}
    assert len(looks) == len(containers) == 8
    assert len({str(c[0].get_hatch()) for c in containers}) >= 7


def test_the_level_is_that_of_the_sides(run: Run) -> None:
    figure = ledger_contributions(run.ledger, "KGZ-TJK", "troops", sides=run.sides)
    own = run.sides[run.sides["border"] == "KGZ-TJK"].groupby("date")["troops"].sum()
    drawn = np.asarray(figure.axes[0].lines[0].get_ydata())
    assert drawn[-1] == pytest.approx(own.iloc[-1])
    net = stacked(figure.axes[1]).sum()
    assert own.iloc[-1] - own.iloc[0] == pytest.approx(net)


def test_without_sides_the_changes_are_added_up(run: Run) -> None:
    figure = ledger_contributions(run.ledger, "KGZ-TJK")
    drawn = np.asarray(figure.axes[0].lines[0].get_ydata())
    assert drawn[0] == 0
    assert drawn[-1] == pytest.approx(stacked(figure.axes[1]).sum())


def test_mistakes_are_named(run: Run) -> None:
    with pytest.raises(DetenteError, match=r"no border 'KGZ-TKJ'.*Did you mean 'KGZ-TJK'\?"):
        ledger_contributions(run.ledger, "KGZ-TKJ")
    with pytest.raises(DetenteError, match="no quantity 'stability'; there is: troops, trust"):
        ledger_contributions(run.ledger, "KGZ-TJK", "stability")
    with pytest.raises(DetenteError, match="no side of KGZ-TJK 'UZB'; there is: KGZ, TJK"):
        ledger_contributions(run.ledger, "KGZ-TJK", side="UZB")
    with pytest.raises(DetenteError, match="no months from 2030-01 to the last"):
        ledger_contributions(run.ledger, "KGZ-TJK", start="2030-01")
    with pytest.raises(DetenteError, match="write 1992-01 for January 1992"):
        ledger_contributions(run.ledger, "KGZ-TJK", start="soon")
    with pytest.raises(DetenteError, match="Column term is missing from the ledger"):
        ledger_contributions(run.ledger.drop(columns="term"), "KGZ-TJK")
