"""Sweeps as they are typed, and the points that come of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.batches import points_of, read_sweeps
from detente.errors import DetenteError, ScenarioError
from detente.scenario import load


def test_all_combinations_are_points_and_the_last_path_changes_fastest() -> None:
    sweep = {"theory.crime_need": (0.9, 1.1), "powers.EMP.effort": (0, 1, 2)}
    points = points_of([load("classroom")], sweep)
    assert [point.name for point in points] == [f"classroom-{n:04d}" for n in range(1, 7)]
    assert [tuple(point.values.values()) for point in points[:3]] == [(0.9, 0), (0.9, 1), (0.9, 2)]
    for point in points:
        assert point.origin == "classroom"
        assert point.scenario == load("classroom").change(point.values)
        assert point.scenario.name == point.name


def test_every_scenario_is_crossed_with_the_sweep() -> None:
    points = points_of([load("classroom"), load("central-asia")], read_sweeps(["rounds=12,24"]))
    names = ["classroom-0001", "classroom-0002", "central-asia-0001", "central-asia-0002"]
    assert [point.name for point in points] == names
    assert [point.scenario.rounds for point in points] == [12, 24, 12, 24]


def test_without_a_sweep_points_bear_the_names_of_scenarios() -> None:
    (point,) = points_of([load("classroom")])
    assert (point.name, point.values, point.scenario) == ("classroom", {}, load("classroom"))


def test_the_same_scenario_counts_once() -> None:
    assert len(points_of([load("classroom"), load("classroom")])) == 1


def test_two_scenarios_of_one_name_are_refused() -> None:
    with pytest.raises(DetenteError, match="classroom: two different scenarios have this name"):
        points_of([load("classroom"), load("classroom").change({"rounds": 6})])


def test_no_scenario_is_refused() -> None:
    with pytest.raises(DetenteError, match="at least one scenario"):
        points_of([])


def test_long_names_are_cut_and_stay_apart() -> None:
    long = load("classroom").change({"name": "x" * 60})
    (point, _) = points_of([long], {"rounds": (6, 12)})
    assert point.name == "x" * 55 + "-0001"
    other = load("classroom").change({"name": "x" * 58 + "yy"})
    with pytest.raises(DetenteError, match="too long to be numbered"):
        points_of([long, other], {"rounds": (6, 12)})


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("powers.EMP.effort=0:4:5", (0, 1, 2, 3, 4)),
        ("powers.EMP.effort=0.0:4:5", (0.0, 1.0, 2.0, 3.0, 4.0)),
        ("theory.skirmish_loss=0.05:0.20:4", (0.05, 0.1, 0.15, 0.2)),
        ("theory.skirmish_loss=0.2:0.1:3", (0.2, 0.15, 0.1)),
        ("theory.skirmish_loss=0:1:3", (0.0, 0.5, 1.0)),
        ("rounds=12", (12,)),
        ("timeline=none,{}", (None, {})),
        ("without=[trade, crime],[]", (("trade", "crime"), ())),
    ],
)
def test_values_are_read_as_in_a_file(text: str, values: tuple[object, ...]) -> None:
    read = next(iter(read_sweeps([text]).values()))
    assert read == values
    assert [type(value) for value in read] == [type(value) for value in values]


@given(
    low=st.floats(-1e6, 1e6),
    high=st.floats(-1e6, 1e6),
    number=st.integers(2, 50),
)
def test_a_range_has_both_ends_and_even_steps(low: float, high: float, number: int) -> None:
    (values,) = read_sweeps([f"x={low!r}:{high!r}:{number}"]).values()
    numbers = [float(str(value)) for value in values]
    assert len(numbers) == number
    scale = max(abs(low), abs(high), 1e-300)
    assert abs(numbers[0] - low) <= 1e-11 * scale
    assert abs(numbers[-1] - high) <= 1e-11 * scale
    steps = [after - before for before, after in pairwise(numbers)]
    assert max(steps) - min(steps) <= 1e-10 * scale


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("theory.crime_need", "found 'theory.crime_need'; write path=lo:hi:n"),
        ("theory.crime_need=", "write path=lo:hi:n"),
        ("theory.crime_need=1:2", "theory.crime_need: found '1:2'; write lo:hi:n"),
        ("theory.crime_need=1:2:x", "write lo:hi:n"),
        ("theory.crime_need=1:2:1", "found 1 values; allowed: 2 to"),
        ("theory.crime_need=1:inf:3", "both ends are finite"),
        ("theory.crime_need=[,2", "cannot be read"),
    ],
)
def test_what_is_no_sweep_is_told(text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        read_sweeps([text])
    assert str(caught.value).startswith("--sweep: ")
    assert message in str(caught.value)


def test_a_path_is_swept_once() -> None:
    with pytest.raises(ScenarioError, match="rounds: this path is swept twice"):
        read_sweeps(["rounds=6,12", "rounds=24,48"])


def test_mistakes_in_values_are_told_like_those_of_a_setting() -> None:
    with pytest.raises(ScenarioError) as caught:
        points_of([load("classroom")], {"powers.EMP.effort": (1, 99), "theory.crime_neeed": (1,)})
    lines = str(caught.value).splitlines()
    assert lines[0].startswith("--sweep: powers.EMP.effort: found 99; allowed: a number from 0 to")
    assert lines[1].startswith("--sweep: theory.crime_neeed: unknown parameter 'crime_neeed'; did")
    assert len(lines) == 2


def test_a_value_is_swept_once() -> None:
    with pytest.raises(DetenteError, match="rounds: a value of the sweep is given twice"):
        points_of([load("classroom")], {"rounds": (6, 6)})
    with pytest.raises(DetenteError, match="rounds: a sweep without a value"):
        points_of([load("classroom")], {"rounds": ()})


def test_what_no_file_could_hold_is_refused() -> None:
    with pytest.raises(DetenteError, match="numbers, text, lists and mappings, not <object"):
        points_of([load("classroom")], {"rounds": (object(),)})
