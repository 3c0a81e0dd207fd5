"""Generated worlds are valid, of the size that was asked for, and run on both engines."""

import pytest
from benchmarks.worlds import grid, ring

from detente.model import BorderModel


@pytest.mark.parametrize("borders", [3, 10, 30])
def test_a_ring_has_as_many_states_as_borders(borders: int) -> None:
    world = ring(borders, rounds=2)
    assert (len(world.borders), len(world.states)) == (borders, borders)


@pytest.mark.parametrize(("asked", "borders"), [(10, 12), (12, 12), (13, 24), (100, 112)])
def test_a_grid_has_at_least_as_many_borders_as_asked(asked: int, borders: int) -> None:
    assert len(grid(asked, rounds=2).borders) == borders


def test_no_two_borders_do_the_same() -> None:
    model = BorderModel(grid(24, rounds=6))
    model.run()
    assert len({border.trust for border in model.borders}) == len(model.borders)
