"""Exercises of lesson 1: one month of one border by hand, and ten years from the ledger."""

from collections.abc import Callable
from functools import cache
from typing import Final

from detente.analysis import explain
from detente.model import BorderModel
from detente.rules import troops, trust
from detente.rules.parameters import theory_from
from detente.scenario import load
from detente.teaching.exercise import ChoiceExercise, Exercise, NumberExercise, Slip

__all__ = ["EXERCISES"]

_SEED: Final = 7
_BORDER: Final = "NOR-SOU"
_TROOPS_OF_NORTHLAND: Final = f"borders.{_BORDER}.troops_per_km.NOR"
_TROOPS_OF_SOUTHLAND: Final = f"borders.{_BORDER}.troops_per_km.SOU"
_LOSSES: Final = ("threat", "skirmish", "incident", "crime")


@cache
def _opening_trust() -> float:
    """Trust of Southland at the start."""
    return load("classroom").borders[_BORDER].trust["SOU"]


def _threat(density: float, trust_before: float | None = None) -> float:
    """Trust that Southland loses in the first month to a garrison of Northland."""
    before = _opening_trust() if trust_before is None else trust_before
    return trust.threat(before, density, theory_from(load("classroom").theory_values()))


@cache
def _first_month(path: str | None = None, value: float = 0.0) -> dict[str, tuple[float, float]]:
    """Troops of each side before and after the first month, with one opening number changed."""
    scenario = load("classroom")
    model = BorderModel(scenario if path is None else scenario.change({path: value}), seed=_SEED)
    before = {side.state.name: side.troops for side in model.sides}
    model.step()
    return {side.state.name: (before[side.state.name], side.troops) for side in model.sides}


def _fatigue_of_the_second_month(side: str = "NOR", month: int = 1) -> float:
    """Soldiers that a side lets go for their cost after `month` months."""
    theory = theory_from(load("classroom").theory_values())
    return troops.fatigue(_first_month()[side][month], theory)


def _change(side: str, path: str | None = None, value: float = 0.0) -> Callable[[], float]:
    """Change of a side's troops in the first month."""

    def work_out() -> float:
        before, after = _first_month(path, value)[side]
        return after - before

    return work_out


@cache
def _largest_loss() -> str:
    """Term of `_LOSSES` that took most trust from Southland in the ten years."""
    model = BorderModel("classroom", seed=_SEED)
    model.run()
    table = explain(model.ledger(), model.trajectories("side"), _BORDER)
    own = table[(table["side"] == "SOU") & (table["quantity"] == "trust")]
    losses = own[own["term"].isin(_LOSSES)].set_index("term")["change"]
    return str(losses.idxmin())


EXERCISES: Final[tuple[Exercise, ...]] = (
    NumberExercise(
        key="1.1",
        goal="1.b",
        question=(
            "By hand: how much trust would Southland lose to the threat in the first month if "
            "Northland had 6 soldiers per km, and all else were as it is?"
        ),
        hint=(
            "The equation has three factors: the parameter 0.029, a share of fear that grows with the "
            "other side's soldiers per km, and the trust that there is to lose. Put 6 in for 3."
        ),
        because=(
            "Twice the soldiers take more trust, but not twice as much: the share of fear rises from "
            "3/7 to 6/10."
        ),
        solve=lambda: _threat(6.0),
        within=0.00006,
        unit="points of trust, a loss below zero",
        allowed=(-1.0, 1.0),
        decimals=5,
        slips=(
            Slip(lambda: -_threat(6.0), "The size is right. Is it a gain or a loss?"),
            Slip(
                lambda: 2.0 * _threat(3.0),
                "You doubled the loss because the soldiers doubled. Fear does not grow in a straight "
                "line: work out 6 / (6 + 4) and compare it with 3 / (3 + 4).",
            ),
            Slip(
                lambda: _threat(3.0),
                "That is the loss with 3 soldiers per km. The other side now has 6.",
            ),
            Slip(
                lambda: _threat(6.0, 1.0),
                "One factor is missing: who trusts little has little to lose. Multiply by the trust.",
            ),
            Slip(
                lambda: _threat(300.0 + 300.0),
                "Fear looks at soldiers per km, not at all soldiers of the border.",
            ),
        ),
    ),
    NumberExercise(
        key="1.2",
        goal="1.b",
        question=(
            "The next month by hand: how many soldiers does Northland let go for their cost (the term "
            "fatigue) in the second month?"
        ),
        hint=(
            "The equation of fatigue is minus 0.08 times the troops. Which troops does Northland have "
            "when the second month begins?"
        ),
        because="Each month begins where the month before ended, so the same rule gives another number.",
        solve=_fatigue_of_the_second_month,
        within=0.03,
        unit="soldiers, a loss below zero",
        allowed=(-1000.0, 1000.0),
        slips=(
            Slip(
                lambda: _fatigue_of_the_second_month(month=0),
                "That is the first month. After it Northland no longer has 300 soldiers.",
            ),
            Slip(
                lambda: -_fatigue_of_the_second_month(),
                "The size is right. Do soldiers come or go?",
            ),
            Slip(
                lambda: _fatigue_of_the_second_month("SOU"),
                "That is the fatigue of Southland. The question is about Northland.",
            ),
            Slip(
                lambda: _first_month()["NOR"][1],
                "Those are the soldiers that Northland has. How many of them does it let go?",
            ),
        ),
    ),
    NumberExercise(
        key="1.3",
        goal="1.d",
        question=(
            "Change the scenario so that Northland opens with 6 soldiers per km, and play one month "
            "with seed 7: by how many soldiers do the troops of Southland change?"
        ),
        hint=(
            "Change the one number of Northland, make a new model of the changed scenario with seed 7, "
            "do one step, and take the troops of Southland after the step minus those before it."
        ),
        because=(
            "Southland reacts to twice as many soldiers, so its own troops rise where they fell before. "
            "Nobody in Southland has changed."
        ),
        solve=_change("SOU", _TROOPS_OF_NORTHLAND, 6.0),
        within=0.05,
        unit="soldiers, more above zero and fewer below",
        allowed=(-600.0, 600.0),
        slips=(
            Slip(
                _change("SOU"),
                "That is the month of the unchanged scenario. Does the model know of your change?",
            ),
            Slip(
                _change("NOR", _TROOPS_OF_NORTHLAND, 6.0),
                "That is Northland, whose number you changed. What does Southland do?",
            ),
            Slip(
                _change("SOU", _TROOPS_OF_SOUTHLAND, 6.0),
                "You gave the soldiers to Southland. It is Northland that opens with more.",
            ),
            Slip(
                _change("SOU", f"borders.{_BORDER}.troops_per_km", 6.0),
                "You gave 6 soldiers per km to both sides. Only Northland opens with more.",
            ),
            Slip(
                lambda: _first_month(_TROOPS_OF_NORTHLAND, 6.0)["SOU"][1],
                "Those are the troops after the month. The question is about their change.",
            ),
        ),
    ),
    ChoiceExercise(
        key="1.4",
        goal="1.c",
        question=(
            "Over all ten years, which single reason takes most trust from Southland: 'threat', "
            "'skirmish', 'incident' or 'crime'?"
        ),
        hint="Add up the ledger over all years: why('SOU', 'trust'), without any dates.",
        because=(
            "The garrison on the other side takes a little every month, and that adds up to more than "
            "all shots that were fired. What makes the news is not always what does the most."
        ),
        solve=_largest_loss,
        options={
            "threat": "",
            "skirmish": (
                "It takes most in the month in which shots are fired. Add up the other months as well."
            ),
            "incident": "It takes trust often, but little. Add up the ledger over all years.",
            "crime": "It takes trust nearly every month, but others take more. Add up the ledger.",
        },
    ),
)
