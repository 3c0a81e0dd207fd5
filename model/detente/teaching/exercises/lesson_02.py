"""Exercises of lesson 2: the arms race of Richardson, worked out by hand and built as a scenario."""

from collections.abc import Callable
from functools import cache
from typing import Final

from detente.model import BorderModel
from detente.rules import troops
from detente.rules.parameters import theory_from
from detente.scenario import Scenario, load
from detente.teaching.exercise import (
    BuildExercise,
    ChoiceExercise,
    Exercise,
    NumberExercise,
    Requirement,
    Slip,
)

__all__ = ["EXERCISES"]

_BORDER: Final = "NOR-SOU"
_RACE: Final = {"reactivity": 1.2, "trust_relief": 0.8}
_NERVOUS: Final = 0.1
_NORTH, _SOUTH = 1.5, 0.8


def _lasting(reactivity: float, posture: float) -> float:
    """Density at which two equal sides stand still: ``x = reactivity x + posture``."""
    return posture / (1.0 - reactivity)


def _posture() -> float:
    """Posture of the library's arms race, persons per km."""
    return float(load("richardson").theory_values()["basic_posture"])


def _who_can_calm_the_race() -> str:
    """Side whose reactivity has to be halved so that the product of both is below 1."""
    by_north = 0.5 * _NORTH * _SOUTH < 1.0
    by_south = _NORTH * 0.5 * _SOUTH < 1.0
    if by_north and by_south:
        return "either"
    if by_north:
        return "northland"
    return "southland" if by_south else "both"


@cache
def _expected_theory() -> dict[str, float]:
    """Theory of the race that exercise 2.3 is about."""
    changes = {f"theory.{name}": value for name, value in _RACE.items()}
    return dict(load("richardson").change(changes).theory_values())


def _reactivities(scenario: Scenario) -> dict[str, float]:
    """Reactivity of each side at its trust."""
    theory = theory_from(scenario.theory_values())
    levels = scenario.borders[_BORDER].trust
    return {side: troops.reactivity(level, theory) for side, level in levels.items()}


def _same_border(scenario: Scenario) -> bool:
    """Whether the border is there and all but trust is as in the library."""
    known = load("richardson")
    if set(scenario.borders) != set(known.borders) or scenario.timeline:
        return False
    own, base = scenario.borders[_BORDER], known.borders[_BORDER]
    return own.troops_per_km == base.troops_per_km and scenario.rounds == known.rounds


def _calm_in_the_end(scenario: Scenario) -> bool:
    """Whether the troops of both sides end below what they opened with."""
    model = BorderModel(scenario, seed=7)
    before = [side.troops for side in model.sides]
    model.run()
    return all(side.troops < start for side, start in zip(model.sides, before, strict=True))


def _unchanged(value: float) -> Callable[[Scenario], bool]:
    """Whether Northland has this trust."""
    return lambda scenario: abs(scenario.borders[_BORDER].trust["NOR"] - value) < 1e-9


EXERCISES: Final[tuple[Exercise, ...]] = (
    NumberExercise(
        key="2.1",
        goal="2.a",
        question=(
            "By hand: two equal sides keep 8 soldiers for 10 of the other and hold 0.3 soldiers per km "
            "without any threat. At how many soldiers per km does the race stand still?"
        ),
        hint=(
            "At the equilibrium a side has exactly what it wants: x = 0.8 x + 0.3. Bring both x to one "
            "side before you divide."
        ),
        because="Each soldier without a threat becomes five, since 1 / (1 - 0.8) is 5.",
        solve=lambda: _lasting(0.8, 0.3),
        within=0.01,
        unit="soldiers per km and side",
        allowed=(-100.0, 1000.0),
        slips=(
            Slip(
                lambda: 0.3 * (1.0 - 0.8),
                "You multiplied by 1 minus the reactivity. Reactions make the number larger.",
            ),
            Slip(
                lambda: 0.3 / 0.8,
                "You divided by the reactivity. With a reactivity of 0 this would be without end, yet a "
                "side that does not react simply holds its posture.",
            ),
            Slip(
                lambda: _lasting(0.8, _posture()),
                "You took the posture of the notebook. Here it is 0.3.",
            ),
            Slip(
                lambda: 100.0 * _lasting(0.8, 0.3),
                "That is all soldiers of a side on its 100 km. The question is about one km.",
            ),
            Slip(
                lambda: _lasting(0.6, 0.3),
                "You took the reactivity of the notebook. Here it is 0.8.",
            ),
            Slip(
                lambda: 0.8 + 0.3,
                "That is what a side wants while the other has 1 soldier per km. Then it has more than "
                "1 itself, and the other wants more in turn. Where does this end?",
            ),
        ),
    ),
    ChoiceExercise(
        key="2.2",
        goal="2.b",
        question=(
            "Northland keeps 15 soldiers for 10 of Southland, Southland 8 for 10 of Northland. Whose "
            "reactivity has to be halved to make the race stable: 'northland', 'southland', 'either' "
            "(one of the two is enough, no matter which) or 'both'?"
        ),
        hint="Work out the product of the two reactivities before and after, and compare it with 1.",
        because=(
            "Only the product counts: 1.5 times 0.8 is above 1, and halving either factor brings it "
            "below. The calmer side can end the race as well as the nervous one."
        ),
        solve=_who_can_calm_the_race,
        options={
            "northland": (
                "It would be enough, but is it the only way? Halve the other and look at the product."
            ),
            "southland": (
                "It would be enough, but is it the only way? Halve the other and look at the product."
            ),
            "either": "",
            "both": "Is it needed that both change? Halve one and look at the product.",
        },
    ),
    BuildExercise(
        key="2.3",
        goal="2.d",
        question=(
            "In a race with reactivity 1.2 and trust relief 0.8, Northland's trust is 0.1. Build a "
            "scenario in which Southland's trust alone keeps the race from running away."
        ),
        hint="Work out the reactivity of each side at its trust, and their product.",
        because=(
            "Northland still reacts with more than one for one. Southland's trust makes up for it, "
            "since only the product of the two counts."
        ),
        kind=Scenario,
        kind_words="a scenario, made with load(...).change(...)",
        requirements=(
            Requirement(
                _same_border,
                "Begin with detente.load('richardson'); leave troops, rounds and timeline alone.",
            ),
            Requirement(
                lambda scenario: dict(scenario.theory_values()) == _expected_theory(),
                "Change two numbers of the theory and no more: theory.reactivity to 1.2 and "
                "theory.trust_relief to 0.8.",
            ),
            Requirement(
                _unchanged(_NERVOUS),
                "Northland's trust is to be 0.1: set borders.NOR-SOU.trust to a value for each side, "
                "such as {'NOR': 0.1, 'SOU': ...}.",
            ),
            Requirement(
                lambda scenario: (
                    _reactivities(scenario)["NOR"] * _reactivities(scenario)["SOU"] < 1.0
                ),
                "This race still runs away: the product of the two reactivities is not below 1. More "
                "trust in Southland lowers one factor.",
            ),
            Requirement(
                _calm_in_the_end,
                "The race has an equilibrium, but it lies above the troops of the start. Go further "
                "from the edge.",
            ),
        ),
        example="trust 0.1 for Northland and 0.7 for Southland",
    ),
    NumberExercise(
        key="2.4",
        goal="2.a",
        question=(
            "With a posture of 0.5 soldiers per km: above which reactivity of two equal sides does the "
            "race end with more than 4 soldiers per km?"
        ),
        hint="Turn the equation of the equilibrium round: 4 = 0.5 / (1 - reactivity).",
        because=(
            "The posture is divided by what is left of 1, so near 1 a little more reaction makes a "
            "great difference."
        ),
        solve=lambda: 1.0 - _posture() / 4.0,
        within=0.006,
        unit="soldiers kept for each soldier of the other side",
        allowed=(0.0, 12.0),
        decimals=3,
        slips=(
            Slip(
                lambda: _posture() / 4.0,
                "That is what is left of 1 after the reactivity. One step is missing.",
            ),
            Slip(
                lambda: _lasting(0.6, _posture()),
                "Those are the soldiers at the reactivity of the notebook. The question turns it round.",
            ),
            Slip(
                lambda: 1.0 - 1.0 / 4.0,
                "That would be right with a posture of 1. Here it is 0.5.",
            ),
        ),
    ),
)
