"""Ratios are taken within a round, and a figure is the median of what was measured."""

from math import isnan, nan

import pytest
from benchmarks.growth import fitted
from benchmarks.readings import Figure, Readings, Row, Wanted
from benchmarks.table import as_mapping


def test_a_ratio_is_taken_within_each_round() -> None:
    readings = Readings(3)
    for number, (above, below) in enumerate([(10.0, 1.0), (30.0, 2.0), (200.0, 10.0)]):
        readings.note("above", number, above)
        readings.note("below", number, below)
    assert readings.ratio("above", "below") == Figure(15.0, 10.0, 20.0)


def test_rounds_without_a_reading_are_left_out() -> None:
    readings = Readings(3)
    readings.note("once", 0, 4.0)
    assert readings.figure("once", lambda value: value / 2) == Figure(2.0, 2.0, 2.0)
    assert readings.as_mapping() == {"once": [4.0, None, None]}
    assert isnan(readings.figure("never").value)


@pytest.mark.parametrize(
    ("wanted", "value", "met"),
    [
        (Wanted("at least 2", least=2.0), 2.0, True),
        (Wanted("at least 2", least=2.0), 1.9, False),
        (Wanted("at most 2", most=2.0), 2.1, False),
        (Wanted("1 ± 0.05", least=0.95, most=1.05), 1.0, True),
        (Wanted("at most 2", most=2.0), nan, None),
    ],
)
def test_what_is_wanted_is_met_or_not(wanted: Wanted, value: float, met: bool | None) -> None:
    row = Row("subject", "measure", "s", Figure(value, value, value), wanted)
    assert as_mapping([row], judges=True)[0]["met"] is met
    assert as_mapping([row], judges=False)[0]["met"] is None


def test_the_exponent_of_a_power_law_is_found() -> None:
    sizes = [10, 30, 100, 300]
    exponent = fitted(sizes, [0.5 * size**1.25 for size in sizes])
    assert exponent.slope == pytest.approx(1.25)
    assert exponent.error == pytest.approx(0.0, abs=1e-9)
    assert isnan(fitted([10], [1.0]).slope)
