"""Labels beside lines, and the rows of the timeline: nothing overlaps."""

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.plots.labels import span_words, spread, text_width
from detente.plots.timeline import row_of_each

HEIGHTS = st.lists(st.floats(0, 1), min_size=1, max_size=9)
INTERVALS = st.lists(
    st.tuples(st.floats(0, 100), st.floats(0.1, 40)).map(lambda pair: (pair[0], sum(pair))),
    max_size=20,
)


@given(heights=HEIGHTS)
def test_labels_keep_their_distance_and_their_order(heights: list[float]) -> None:
    placed = spread(heights, 0.1, 0.0, 1.0)
    order = sorted(range(len(heights)), key=lambda i: heights[i])
    for lower, upper in pairwise(order):
        assert placed[upper] - placed[lower] >= 0.1 - 1e-9
    assert min(placed) >= -1e-9
    assert max(placed) <= 1 + 1e-9


@given(height=st.floats(0, 1))
def test_a_label_alone_stays_at_its_line(height: float) -> None:
    assert spread([height], 0.1, 0.0, 1.0) == [height]


@given(spans=INTERVALS)
def test_no_two_intervals_of_a_row_overlap(spans: list[tuple[float, float]]) -> None:
    rows = row_of_each(spans)
    assert len(rows) == len(spans)
    for i, (start, end) in enumerate(spans):
        for j, (other_start, other_end) in enumerate(spans[:i]):
            assert rows[i] != rows[j] or end <= other_start or start >= other_end


def test_a_longer_text_is_wider() -> None:
    assert 0 == text_width(" ", 11) < text_width("KGZ", 11) < text_width("Kyrgyzstan", 11)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["1990-12-01", "1991-01-01", "2010-12-01"], "1991–2010"),
        (["1990-12-01", "1991-01-01"], "1991"),
        (["1990-12-01"], "1990"),
    ],
)
def test_the_state_at_the_start_does_not_count_as_a_year(dates: list[str], words: str) -> None:
    table = pd.DataFrame({"round": range(len(dates)), "date": pd.to_datetime(dates)})
    assert span_words(table) == words
