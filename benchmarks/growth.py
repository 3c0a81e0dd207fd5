"""How time grows with replicates, rounds and borders.

Processor time of one thread. With rounds and borders, the time of one run more in a chunk counts: what
a chunk costs once is found by a chunk of as many runs as are played side by side, shown and taken off.
Every point does the same number of border-months, by more or fewer runs. With replicates nothing is
taken off, and points where the cost of a call weighs more than a few percent are shown and not fitted.
"""

from collections.abc import Callable, Sequence
from math import log, nan, sqrt
from time import process_time
from typing import Any, Final, NamedTuple

from benchmarks.plan import Plan
from benchmarks.readings import Figure, Readings, Row, Wanted
from benchmarks.worlds import SHAPES
from detente.ensemble import run_chunk, simulate
from detente.ensemble.lanes import LANES
from detente.scenario import Scenario, load
from detente.world import world_of

__all__ = ["Exponent", "Growth", "fitted"]

_SUBJECT: Final = "Growth (processor time, 1 thread)"
_SEED: Final = 7
_MONTHS: Final = 6
"""Rounds of the generated worlds."""

_LARGEST_FIXED: Final = 0.03
"""Share of the fixed cost up to which a point is fitted."""

_LINEAR: Final = Wanted("1.00 ± 0.05", least=0.95, most=1.05)


class Exponent(NamedTuple):
    """Slope of log time over log size, with its standard error (NaN for two points)."""

    slope: float
    error: float


class Growth:
    """Times by size.

    Parameters
    ----------
    plan : Plan
        Sizes.
    """

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._classroom = load("classroom")
        simulate(self._classroom, LANES)  # machine code is made or loaded once
        region = load("central-asia")
        self._borders = len(region.borders)
        self._regions = {months: region.change({"rounds": months}) for months in plan.months_grown}
        self._worlds: dict[str, dict[int, Scenario]] = {shape: {} for shape in SHAPES}
        self._made: dict[str, dict[int, tuple[float, float]]] = {shape: {} for shape in SHAPES}
        for shape, make in SHAPES.items():
            for borders in plan.borders:
                start = process_time()
                world = make(borders, _MONTHS)
                built = process_time()
                world_of(world)
                size = len(world.borders)
                self._made[shape][size] = (built - start, process_time() - built)
                self._worlds[shape][size] = world

    def measure(self, round_number: int, readings: Readings) -> None:
        """Take the readings of one round."""
        for count in (LANES, *self._plan.replicates):
            if round_number == 0 or count <= self._plan.replicates_often:
                took = _processor_seconds(simulate, self._classroom, count, _SEED, threads=1)
                readings.note(f"growth.replicates.{count}", round_number, took)
        for months, region in self._regions.items():
            count = self._plan.border_months // (months * self._borders)
            _note(f"growth.rounds.{months}", region, count, round_number, readings)
        for shape, worlds in self._worlds.items():
            for borders, world in worlds.items():
                if round_number == 0 or borders <= self._plan.borders_often:
                    count = self._plan.border_months // (_MONTHS * borders)
                    _note(f"growth.{shape}.{borders}", world, count, round_number, readings)

    def rows(self, readings: Readings) -> list[Row]:
        """Lines of the table: exponents, then every point."""
        rows = _rows_of_replicates(readings, self._plan.replicates)
        rows += _rows_of(readings, "rounds", "rounds", "central-asia", self._plan.months_grown)
        for shape, worlds in self._worlds.items():
            rows += _rows_of(readings, shape, "borders", f"a {shape} of states", tuple(worlds))
            rows += self._rows_of_making(shape)
        exponents = [row for row in rows if row.wanted is not None]
        return exponents + [row for row in rows if row.wanted is None]

    def _rows_of_making(self, shape: str) -> list[Row]:
        """What comes before the first run: the scenario is checked, and turned into arrays."""
        return [
            Row(
                _SUBJECT,
                f"before the first run: a {shape} of {borders:,} borders",
                "s",
                Figure.of([checked + turned]),
                note=f"checking the scenario {checked:.2f} s, making arrays of it {turned:.2f} s",
            )
            for borders, (checked, turned) in self._made[shape].items()
        ]


def fitted(sizes: Sequence[float], times: Sequence[float]) -> Exponent:
    """Exponent of a power law, by least squares over logarithms.

    Parameters
    ----------
    sizes, times : sequence of float
        Points, all above zero.

    Returns
    -------
    Exponent
        NaN where there are fewer than two points.

    Examples
    --------
    >>> round(fitted([1, 10, 100], [2, 20, 200]).slope, 6)
    1.0
    """
    if len(sizes) < 2:
        return Exponent(nan, nan)
    x, y = [log(size) for size in sizes], [log(time) for time in times]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((value - mean_x) ** 2 for value in x)
    slope = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread
    if len(x) == 2:
        return Exponent(slope, nan)
    left = [b - mean_y - slope * (a - mean_x) for a, b in zip(x, y, strict=True)]
    return Exponent(slope, sqrt(sum(value**2 for value in left) / (len(x) - 2) / spread))


def _processor_seconds(act: Callable[..., Any], *arguments: Any, **named: Any) -> float:
    """Processor time of a call, in all threads."""
    start = process_time()
    act(*arguments, **named)
    return process_time() - start


def _note(name: str, world: Scenario, count: int, round_number: int, readings: Readings) -> None:
    """Note the processor time of one run more in a chunk, and what a chunk costs once."""
    groups = max(3, count // LANES)
    run_chunk(world, _SEED, 0, 1)  # what comes before the first run is measured elsewhere
    first = _processor_seconds(run_chunk, world, _SEED, 0, LANES)
    whole = _processor_seconds(run_chunk, world, _SEED, 0, groups * LANES)
    group = (whole - first) / (groups - 1)
    readings.note(name, round_number, group / LANES)
    readings.note(f"{name}.once", round_number, max(0.0, first - group))


def _rows_of_replicates(readings: Readings, sizes: Sequence[int]) -> list[Row]:
    """The exponent of time over replicates, and its points."""
    points = {size: readings.figure(f"growth.replicates.{size}") for size in sizes}
    run = points[max(points)].value / max(points)
    few = readings.figure(f"growth.replicates.{LANES}").value
    fixed = max(0.0, few - LANES * run)
    used = {
        size: figure.value
        for size, figure in points.items()
        if fixed <= _LARGEST_FIXED * figure.value
    }
    once = f"a call costs {1000 * fixed:.0f} ms once, at most {_LARGEST_FIXED:.0%} there"
    return [
        _row_of_exponent("replicates: classroom", used, once),
        *(
            Row(
                _SUBJECT,
                f"classroom, {size:,} replicates",
                "µs per replicate",
                _microseconds(figure, size),
                note="" if size in used else "not fitted: what a call costs once weighs too much",
            )
            for size, figure in points.items()
        ),
    ]


def _rows_of(
    readings: Readings, kind: str, what: str, where: str, sizes: Sequence[int]
) -> list[Row]:
    """The exponent of time over rounds or borders, and its points."""
    points = {size: readings.figure(f"growth.{kind}.{size}") for size in sizes}
    once = {size: readings.figure(f"growth.{kind}.{size}.once").value for size in sizes}
    used = {size: figure.value for size, figure in points.items() if figure.value > 0.0}
    return [
        _row_of_exponent(f"{what}: {where}", used, "one run more"),
        *(
            Row(
                _SUBJECT,
                f"{where}, {size:,} {what}",
                f"µs per run and {what[:-1]}",
                _microseconds(figure, size),
                note=f"and once for every chunk {1000 * once[size]:.3g} ms",
            )
            for size, figure in points.items()
        ),
    ]


def _row_of_exponent(over: str, points: dict[int, float], words: str) -> Row:
    """One exponent, with its standard error in place of the range."""
    slope, error = fitted(list(points), list(points.values()))
    sizes = f"fitted over {min(points):,} to {max(points):,}" if points else "no point to fit"
    figure = Figure(slope, slope - error, slope + error)
    measure = f"exponent of time over {over}"
    return Row(_SUBJECT, measure, "± standard error", figure, _LINEAR, note=f"{sizes}; {words}")


def _microseconds(figure: Figure, size: int) -> Figure:
    """Time by unit of size."""
    return Figure(*(1e6 * value / size for value in (figure.value, figure.least, figure.most)))
