"""One month of a run worked out again from what was recorded, by the equations written for the tests.

`Recorded` holds what the tables say of the end of the month before and of this month, by border and
side; `test_replay` and `test_replay_ledger` put these numbers into the equations and compare.
Nothing here calls a rule or an agent, so a quantity that reaches the wrong rule, side or phase is found.
"""

from collections.abc import Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.draws import Process, place_key, uniform
from detente.model import BorderModel
from detente.rules.csbm import EFFECTS, MEASURE_EFFECTS, MEASURES
from detente.rules.parameters import PARAMETERS
from tests.rules.equations import EQUATIONS

__all__ = ["MONTHS", "Floats", "Recorded", "close", "months", "recorded", "rule", "weight_of"]

Floats = NDArray[np.float64]

MONTHS: Final = 30
"""Months that are worked out again."""


class Recorded(NamedTuple):
    """Tables of a run as arrays whose first axis is the round.

    Attributes
    ----------
    border : dict of str to array, shape (rounds + 1, borders)
    side : dict of str to array, shape (rounds + 1, borders, 2)
    state : dict of str to array, shape (rounds + 1, states)
    effort : array, shape (rounds + 1, powers, borders)
    post : dict of str to array, shape (rounds + 1, sectors, 2)
    """

    model: BorderModel
    border: dict[str, Floats]
    side: dict[str, Floats]
    state: dict[str, Floats]
    effort: Floats
    post: dict[str, Floats]

    def lower(self, name: str, month: int, b: int) -> float:
        """Lower value of the two states of a border."""
        places = self.model.world.border_states[b]
        return float(self.state[name][month, places].min())

    def csbm(self, month: int, b: int) -> Floats:
        """Levels of the measures."""
        return np.array([self.border[f"csbm_{measure}"][month, b] for measure in MEASURES])

    def effect(self, effect: str, month: int, b: int) -> float:
        """What the measures in force amount to in one of their effects."""
        return float(weight_of(effect) @ self.csbm(month, b))

    def instrument(self, name: str, month: int, b: int) -> float:
        """Effort of all powers on a border by one of their instruments."""
        powers = self.model.world.scenario.powers.values()
        weights = np.array([power.instruments[name] for power in powers])
        return float(weights @ self.effort[month, :, b])

    def interdependence(self, month: int, b: int) -> float:
        """Interdependence over a border."""
        potential = float(self.model.world.trade_potential[b])
        trade = float(self.border["trade"][month, b])
        result: float = rule(self, "trade.interdependence", trade=trade, trade_potential=potential)
        return result

    def luck(self, process: Process, place: str, month: int) -> float:
        """A uniform of the run."""
        run = self.model
        return uniform(run.seed, run.replicate, month, process, place_key(place))


def weight_of(effect: str) -> Floats:
    """One effect of every measure, at its default."""
    column = list(EFFECTS).index(effect)
    return np.array([MEASURE_EFFECTS[measure][column] for measure in MEASURES])


def symbols(model: BorderModel) -> dict[str, float]:
    """Values of the parameters by the symbols of the theory."""
    scalars = [name for name, known in PARAMETERS.items() if known.subject != "csbm"]
    return {PARAMETERS[name].symbol: getattr(model.theory, name) for name in scalars}


def rule(run: Recorded, name: str, **values: Any) -> Any:
    """Result of an equation with the run's parameters."""
    return EQUATIONS[name](symbols(run.model), **values)


def recorded(model: BorderModel) -> Recorded:
    """Turn the tables of a run into arrays."""
    rounds, borders = model.round + 1, len(model.borders)
    shapes = {
        "border": (rounds, borders),
        "side": (rounds, borders, 2),
        "state": (rounds, len(model.states)),
        "post": (rounds, len(model.sectors), 2),
    }
    arrays: dict[str, dict[str, Floats]] = {}
    for view, shape in shapes.items():
        numbers = model.trajectories(view).select_dtypes("number")
        arrays[view] = {
            str(name): column.to_numpy(dtype=float).reshape(shape)
            for name, column in numbers.items()
        }
    effort = model.trajectories("power")["effort"].to_numpy(dtype=float)
    shape_of_effort = (rounds, len(model.powers), borders)
    return Recorded(
        model,
        border=arrays["border"],
        side=arrays["side"],
        state=arrays["state"],
        post=arrays["post"],
        effort=effort.reshape(shape_of_effort),
    )


def months(run: Recorded) -> Iterator[tuple[int, int]]:
    """Every month of every border."""
    for month in range(1, MONTHS + 1):
        for b in range(len(run.model.borders)):
            yield month, b


def close(found: ArrayLike, expected: ArrayLike, what: object) -> None:
    """Check that numbers agree to rounding; ``what`` says which they are."""
    one, other = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    np.testing.assert_allclose(one, other, rtol=1e-9, atol=1e-12, err_msg=str(what))
