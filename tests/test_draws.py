"""The random numbers: SplitMix64 as published, the same by every way, uniform, and independent by key.

Statistical claims are bounds at five standard deviations (error 6e-7 each) or with the error named, on
fixed keys: they say that these numbers are good, whatever the day.
"""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from detente.draws import Draws, Process, _mix, place_key, uniform
from detente.scenario import load, scenarios

Floats = NDArray[np.float64]

SIGMAS = 5.0
GOLDEN = 0x9E3779B97F4A7C15
MASK = (1 << 64) - 1
ROUNDS, REPLICATES = 120, 8
PLACES = [f"PLACE-{number}" for number in range(60)]
BATTERY_SEEDS = (0, 7)

keys = st.integers(0, MASK)


def numbers(seed: int) -> Floats:
    """Uniforms of shape (replicates, rounds, places, processes)."""
    places = np.array([place_key(name) for name in PLACES], dtype=np.uint64)
    return np.array(
        [
            [Draws(seed, r).table(t, list(Process), places) for t in range(1, ROUNDS + 1)]
            for r in range(REPLICATES)
        ]
    )


@pytest.fixture(scope="module", params=BATTERY_SEEDS)
def cube(request: pytest.FixtureRequest) -> Floats:
    return numbers(request.param)


# What is published, and what must never change


def test_one_step_is_that_of_splitmix64() -> None:
    """First outputs for the seed 1234567, as published with the generator."""
    published = (
        6457827717110365317,
        3203168211198807973,
        9817491932198370423,
        4593380528125082431,
        16408922859458223821,
    )
    state = 1234567
    for output in published:
        assert _mix(state) == output
        state = (state + GOLDEN) & MASK


def test_process_numbers_are_never_changed() -> None:
    """A change would change every result ever published: only ever append to this list."""
    assert {process.name: process.value for process in Process} == {
        "MISUNDERSTANDING": 1,
        "STANDOFF": 2,
        "SKIRMISH": 3,
        "SEVERITY": 4,
        "SMUGGLING": 5,
        "TRAFFICKING": 6,
        "INFILTRATION": 7,
        "TREATY_STEP": 8,
        "TREATY_BREAK": 9,
        "WILL": 10,
        "STABILITY": 11,
    }


def test_keys_of_places_are_never_changed() -> None:
    """The bytes that `b2sum -l 64` prints, the first of them the least."""
    assert place_key("KGZ").to_bytes(8, "little").hex() == "30b8ae8dae5bb3c8"
    assert place_key("KGZ-TJK/batken/KGZ") == 935615170576703916


def test_some_numbers_are_never_changed() -> None:
    """Worked out apart from the package."""
    assert uniform(0, 0, 1, Process.WILL, place_key("KGZ")) == 0.7646565534980488
    batken = place_key("KGZ-TJK/batken")
    assert uniform(7, 3, 240, Process.SKIRMISH, batken) == 0.6905976974744622
    assert uniform(MASK, 10**6, 2400, Process.STABILITY, MASK) == 0.6354579473405108


def test_places_of_the_library_have_keys_of_their_own() -> None:
    names: set[str] = set()
    for entry in scenarios():
        scenario = load(entry.name)
        names |= {*scenario.states, *scenario.borders}
        for name, border in scenario.borders.items():
            for sector, described in border.sectors.items():
                names.add(f"{name}/{sector}")
                names |= {f"{name}/{sector}/{state}" for state in described.posts}
    assert len({place_key(name) for name in names}) == len(names) > 100


# One number, however it is drawn


@given(
    seed=keys,
    replicate=st.integers(0, 2**40),
    round_number=st.integers(0, 2400),
    places=st.lists(keys, max_size=5),
    processes=st.lists(st.sampled_from(Process), max_size=4),
)
def test_a_table_equals_single_draws_to_the_bit(
    seed: int, replicate: int, round_number: int, places: list[int], processes: list[Process]
) -> None:
    table = Draws(seed, replicate).table(round_number, processes, np.array(places, dtype=np.uint64))
    assert table == [
        [uniform(seed, replicate, round_number, process, place) for process in processes]
        for place in places
    ]
    assert all(type(number) is float for row in table for number in row)


@given(seed=keys, replicate=keys, round_number=keys, process=st.integers(1, 1000), place=keys)
def test_numbers_lie_strictly_inside_the_unit_interval(
    seed: int, replicate: int, round_number: int, process: int, place: int
) -> None:
    assert 0.0 < uniform(seed, replicate, round_number, process, place) < 1.0


def test_the_smallest_and_the_largest_number_lie_strictly_inside() -> None:
    assert 0.0 < (0 + 0.5) * 2.0**-52
    assert ((MASK >> 12) + 0.5) * 2.0**-52 == 1.0 - 2.0**-53 < 1.0


@given(seed=keys, round_number=st.integers(1, 2400), place=keys, others=st.lists(keys, max_size=4))
def test_a_number_does_not_depend_on_what_else_is_drawn(
    seed: int, round_number: int, place: int, others: list[int]
) -> None:
    draws = Draws(seed, 0)
    alone = draws.table(round_number, [Process.WILL], np.array([place], dtype=np.uint64))
    draws.table(round_number + 1, list(Process), np.array(others, dtype=np.uint64))
    among = np.array([*others, place], dtype=np.uint64)
    table = draws.table(round_number, [Process.SKIRMISH, Process.WILL], among)
    assert table[-1][1] == alone[0][0]


def test_every_part_of_the_key_counts_and_none_is_like_another() -> None:
    parts = (3, 5, 8, 13, 21)
    base = uniform(*parts)
    for place in range(5):
        assert uniform(*(p + (k == place) for k, p in enumerate(parts))) != base
    swapped = {uniform(*parts)} | {
        uniform(*((*parts[:k], parts[k + 1], parts[k], *parts[k + 2 :]))) for k in range(4)
    }
    assert len(swapped) == 5


# Are they uniform?


def test_the_mean_and_the_variance_are_those_of_the_uniform_distribution(cube: Floats) -> None:
    n = cube.size
    assert abs(cube.mean() - 0.5) < SIGMAS / np.sqrt(12 * n)
    assert abs(cube.var() - 1 / 12) < SIGMAS * np.sqrt(1 / (180 * n))


def chi_square_excess(counts: NDArray[np.int64]) -> float:
    """Chi-square of equal bins as a standard normal number (Wilson & Hilferty 1931)."""
    expected, freedom = counts.mean(), counts.size - 1
    chi = ((counts - expected) ** 2).sum() / expected
    scale = 2 / (9 * freedom)
    return float(((chi / freedom) ** (1 / 3) - (1 - scale)) / np.sqrt(scale))


@pytest.mark.parametrize("bins", [10, 256, 4096])
def test_bins_fill_evenly(cube: Floats, bins: int) -> None:
    counts = np.bincount((cube.ravel() * bins).astype(np.int64), minlength=bins)
    assert abs(chi_square_excess(counts)) < SIGMAS


@pytest.mark.parametrize("process", Process)
def test_every_process_is_uniform(cube: Floats, process: Process) -> None:
    counts = np.bincount((cube[..., process - 1].ravel() * 64).astype(np.int64), minlength=64)
    assert abs(chi_square_excess(counts)) < SIGMAS


def test_the_distribution_is_uniform_everywhere(cube: Floats) -> None:
    """Kolmogorov-Smirnov: P(sqrt(n) D > 2.7) = 2 exp(-2 * 2.7^2) = 9e-7."""
    ordered = np.sort(cube.ravel())
    gap = np.abs(ordered - (np.arange(ordered.size) + 0.5) / ordered.size).max()
    assert gap < 2.7 / np.sqrt(ordered.size) + 0.5 / ordered.size


def test_every_bit_is_fair(cube: Floats) -> None:
    whole = (cube.ravel() * 2.0**52 - 0.5).astype(np.uint64)
    for bit in range(52):
        ones = ((whole >> np.uint64(bit)) & np.uint64(1)).sum()
        assert abs(int(ones) - whole.size / 2) < SIGMAS * np.sqrt(whole.size / 4), bit


def test_no_number_comes_twice(cube: Floats) -> None:
    """Expected coincidences among these: 1e-5."""
    assert np.unique(cube).size == cube.size


# Are they independent along every part of the key?


@pytest.mark.parametrize("axis", [0, 1, 2, 3], ids=["replicate", "round", "place", "process"])
@pytest.mark.parametrize("lag", [1, 2])
def test_neighbors_in_the_key_are_uncorrelated(cube: Floats, axis: int, lag: int) -> None:
    length = cube.shape[axis]
    first = np.take(cube, np.arange(length - lag), axis=axis).ravel() - 0.5
    second = np.take(cube, np.arange(lag, length), axis=axis).ravel() - 0.5
    assert abs((first * second).mean() * 12) < SIGMAS / np.sqrt(first.size)


@pytest.mark.parametrize("axis", [0, 1, 2, 3], ids=["replicate", "round", "place", "process"])
def test_pairs_of_neighbors_fill_the_square_evenly(cube: Floats, axis: int) -> None:
    """Pairs that do not overlap, in 24 by 24 cells."""
    length = cube.shape[axis] // 2 * 2
    first = np.take(cube, np.arange(0, length, 2), axis=axis).ravel()
    second = np.take(cube, np.arange(1, length, 2), axis=axis).ravel()
    cells = (first * 24).astype(np.int64) * 24 + (second * 24).astype(np.int64)
    assert abs(chi_square_excess(np.bincount(cells, minlength=576))) < SIGMAS


def test_neighboring_seeds_are_uncorrelated() -> None:
    for one, other in pairwise((0, 1, 2, 3)):
        first, second = numbers(one)[0].ravel() - 0.5, numbers(other)[0].ravel() - 0.5
        assert abs((first * second).mean() * 12) < SIGMAS / np.sqrt(first.size)


def test_runs_of_one_process_at_one_place_go_up_and_down_as_often_as_chance(cube: Floats) -> None:
    """Turning points of a series of T numbers: mean 2 (T - 2) / 3, variance (16 T - 29) / 90."""
    rises = np.diff(cube, axis=1) > 0.0
    turns = (rises[:, 1:] != rises[:, :-1]).sum()
    series = cube.size // ROUNDS
    mean, variance = 2 * (ROUNDS - 2) / 3, (16 * ROUNDS - 29) / 90
    assert abs(turns - series * mean) < SIGMAS * np.sqrt(series * variance)
