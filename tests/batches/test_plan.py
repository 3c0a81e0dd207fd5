"""The plan: every run once, in parts that depend on the world alone, in a balanced order."""

from itertools import accumulate, pairwise

from hypothesis import given
from hypothesis import strategies as st

from detente.batches.plan import FIRST_COHORT, cohort_ends, largest_part, parts_of
from detente.scenario import load

LARGEST = st.lists(st.integers(1, 500), min_size=1, max_size=5).map(
    lambda sizes: [(f"p{place}", size) for place, size in enumerate(sizes)]
)
REPLICATES = st.integers(1, 3000)


@given(largest=LARGEST, replicates=REPLICATES)
def test_every_run_is_done_once(largest: list[tuple[str, int]], replicates: int) -> None:
    parts = parts_of(largest, replicates)
    for point, most in largest:
        own = sorted((part.first, part.size) for part in parts if part.point == point)
        runs = [first + place for first, size in own for place in range(size)]
        assert runs == list(range(replicates))
        assert all(1 <= size <= most for _, size in own)
    assert len({part.stem for part in parts}) == len(parts)


@given(largest=LARGEST, replicates=REPLICATES)
def test_any_prefix_is_balanced(largest: list[tuple[str, int]], replicates: int) -> None:
    done = dict.fromkeys((point for point, _ in largest), 0)
    sizes = [FIRST_COHORT, *(size for _, size in largest)]
    for part in parts_of(largest, replicates):
        assert part.first == done[part.point]
        done[part.point] += part.size
        assert max(done.values()) - min(done.values()) <= max(sizes)


@given(most=st.integers(1, 500), fewer=REPLICATES, more=REPLICATES)
def test_more_replicates_leave_whole_parts_as_they_are(most: int, fewer: int, more: int) -> None:
    fewer, more = sorted((fewer, more))
    few, many = (parts_of([("p", most)], number) for number in (fewer, more))
    assert few[:-1] == many[: len(few) - 1]
    last = many[len(few) - 1]
    assert (last.stem, last.size >= few[-1].size) == (few[-1].stem, True)


@given(replicates=REPLICATES, largest=LARGEST)
def test_parts_do_not_reach_over_cohorts(replicates: int, largest: list[tuple[str, int]]) -> None:
    ends = cohort_ends(replicates)
    for part in parts_of(largest, replicates):
        assert not any(part.first < end < part.first + part.size for end in ends)


@given(replicates=st.integers(1, 10**7))
def test_cohorts_add_as_many_runs_as_there_are(replicates: int) -> None:
    ends = cohort_ends(replicates)
    added = [after - before for before, after in pairwise(ends)]
    assert ends[-1] == replicates
    assert all(more == before for more, before in zip(added[:-1], ends[:-2], strict=False))
    assert list(accumulate([ends[0], *added])) == ends


def test_parts_are_smaller_where_runs_are_longer_or_kept() -> None:
    worlds = [load("classroom").change({"rounds": 6}), load("classroom"), load("central-asia")]
    sizes = [largest_part(world, "summary") for world in worlds]
    assert sizes == sorted(sizes, reverse=True)
    assert max(sizes) <= 10_000
    for world, size in zip(worlds, sizes, strict=True):
        kept = largest_part(world, "trajectories")
        assert 1 <= kept <= size
        assert kept * (world.rounds + 1) * len(world.borders) * 25 <= 8_000_000
