"""Lesson 10: causes.

Shares of a ledger, effects as differences between two runs with the same luck, and a skirmish that did
not happen.
"""

from functools import lru_cache
from typing import Final

from detente.analysis import explain
from detente.ensemble import run_one, simulate
from detente.scenario import Scenario, load
from detente.teaching.exercise import ChoiceExercise, Exercise, NumberExercise, Slip

__all__ = ["EXERCISES"]

_SEED: Final = 7
_PAIRS: Final = 1000
_LAST_MONTH_OF_2001: Final = 120
_WITHDRAWAL: Final = {
    "title": "Out and back",
    "kind": "policy",
    "date": "2002-01",
    "until": "2006-06",
    "effects": [
        {"what": "cut", "at": "NOR-SOU", "add": 0.08, "date": "2002-01", "until": "2004-01"},
        {"what": "cut", "at": "NOR-SOU", "add": -0.10, "date": "2004-01", "until": "2006-06"},
    ],
}


# Exercise 10.1


@lru_cache(maxsize=1)
def _tajik_trust() -> dict[str, tuple[float, float]]:
    """Change and share of each term of Tajikistan's trust in 1997 to 2001."""
    history = load("post-soviet-1991").change({"rounds": _LAST_MONTH_OF_2001})
    run = run_one(history, _SEED, 0)
    why = explain(run.ledger(), run.trajectories("side"), "KGZ-TJK", "1997", "2001")
    own = why[(why["side"] == "TJK") & (why["quantity"] == "trust")]
    return {
        str(term): (float(change), float(share))
        for term, change, share in zip(own["term"], own["change"], own["share"], strict=True)
    }


def _largest_loss() -> float:
    """Share of the term that cost most, in percent."""
    terms = _tajik_trust()
    return 100 * terms[min(terms, key=lambda term: terms[term][0])][1]


def _largest_term() -> float:
    """Share of the largest term, whether it gave or took, in percent."""
    return 100 * max(share for _, share in _tajik_trust().values())


def _of_the_losses() -> float:
    """Part that the largest loss has in all losses, in percent."""
    losses = [change for change, _ in _tajik_trust().values() if change < 0.0]
    return 100 * min(losses) / sum(losses)


def _of_the_net_change() -> float:
    """The largest loss over the net change, in percent."""
    changes = [change for change, _ in _tajik_trust().values()]
    return 100 * min(changes) / sum(changes)


# Exercise 10.2


@lru_cache(maxsize=1)
def _without_mediators() -> dict[str, float]:
    """Troops without mediators minus troops with them: at the end, by term, and by side."""
    known = load("classroom")
    found: dict[str, float] = {}
    for sign, world in ((-1.0, known), (1.0, known.change({"theory.mediation_gain": 0.0}))):
        run = run_one(world, _SEED, 0)
        sides = run.trajectories("side")
        last = sides[sides["round"] == sides["round"].max()].set_index("state")["troops"]
        ledger = run.ledger()
        reaction = (ledger["quantity"] == "troops") & (ledger["term"] == "reaction")
        values = {
            "troops": float(last.sum()),
            "reaction": float(ledger.loc[reaction, "change"].sum()),
            **{str(side): float(number) for side, number in last.items()},
        }
        for name, value in values.items():
            found[name] = found.get(name, 0.0) + sign * value
    return found


# Exercise 10.3


@lru_cache(maxsize=2)
def _effect_of_the_shooting(*, hotline: bool) -> float:
    """Mean effect of the shooting on trust at the end."""
    world = load("classroom")
    if not hotline:
        world = world.change({"timeline.hotline": None})
    means = []
    for known in (world, world.change({"timeline.shooting": None})):
        table = simulate(known, _PAIRS, _SEED).outcomes()
        means.append(float(table.loc[table["border"] == "all", "trust.final"].mean()))
    return means[0] - means[1]


# Exercise 10.4


def _skirmishes(world: Scenario) -> float:
    """Number of skirmishes in the run with seed 7."""
    return float((run_one(world, _SEED, 0).events()["kind"] == "skirmish").sum())


@lru_cache(maxsize=1)
def _fate() -> str:
    """Whether there are fewer skirmishes under the withdrawal, as many, or more."""
    world = load("classroom").change({"timeline.hotline": None})
    before = _skirmishes(world)
    after = _skirmishes(world.change({"timeline.withdrawal": _WITHDRAWAL}))
    if after == before:
        return "moved"
    return "prevented" if after < before else "more"


EXERCISES: tuple[Exercise, ...] = (
    NumberExercise(
        key="10.1",
        goal="10.a",
        question=(
            "In the run of post-soviet-1991 with seed 7, which term cost Tajikistan's trust in "
            "Kyrgyzstan most in 1997 to 2001? Answer with its share of the gross change, in percent."
        ),
        hint=(
            "Take the rows of the border KGZ-TJK, of the side TJK and of trust from `explain`, look for "
            "the largest loss, and read its share."
        ),
        because=(
            "Skirmishes took most in these years, unlike in the first two, when it was the other side's "
            "garrison. The largest term of all is a gain: the pull back to the old level of trust."
        ),
        solve=_largest_loss,
        within=0.2,
        unit="percent",
        allowed=(-1000.0, 1000.0),
        decimals=1,
        slips=(
            Slip(
                lambda: _largest_loss() / 100, "That is a share of 1. The question is in percent."
            ),
            Slip(lambda: -_largest_loss(), "A share is counted without its sign."),
            Slip(
                _largest_term,
                "That is the largest term, but look at its sign: did it cost trust or give it?",
            ),
            Slip(
                _of_the_losses,
                "That is its part in the losses. The gross change has the gains in it as well.",
            ),
            Slip(
                _of_the_net_change,
                "That is relative to the net change. The share is of the gross change.",
            ),
        ),
    ),
    NumberExercise(
        key="10.2",
        goal="10.b",
        question=(
            "How many soldiers more are there on the classroom border at the end of 2010 if mediation "
            "gives no trust (seed 7)?"
        ),
        hint=(
            "Run both worlds with seed 7 and look at the last row of `trajectories()`: troops without "
            "mediation minus troops with it."
        ),
        because=(
            "Mediation has no term in the troop ledger. It gives trust, and trust weakens the reaction "
            "to the other side's troops: without it both sides keep more."
        ),
        solve=lambda: _without_mediators()["troops"],
        within=1.0,
        unit="soldiers",
        decimals=0,
        slips=(
            Slip(
                lambda: -_without_mediators()["troops"],
                "The size is right. Take the world with mediation from the one without.",
            ),
            Slip(
                lambda: _without_mediators()["reaction"],
                "That is what one term of the ledger has more, added up over ten years. Other terms "
                "take most of it back; look at the troops at the end.",
            ),
            Slip(lambda: _without_mediators()["NOR"], "That is one side. Both are asked for."),
            Slip(lambda: _without_mediators()["SOU"], "That is one side. Both are asked for."),
        ),
    ),
    NumberExercise(
        key="10.3",
        goal="10.c",
        question=(
            "In a world without the hotline agreement, what is the effect of the shooting on trust at "
            "the end? Mean of 1,000 pairs, seed 7; a loss is negative."
        ),
        hint=(
            "Two worlds that differ in the shooting alone, and neither has a hotline: one is "
            "`shot_only`. Subtract the world without the shooting."
        ),
        because=(
            "Without a hotline the shooting costs more than with one, since less is done to win trust "
            "back. The effect of a cause depends on what else there is."
        ),
        solve=lambda: _effect_of_the_shooting(hotline=False),
        within=0.004,
        unit="trust, from -1 to 1",
        allowed=(-1.0, 1.0),
        decimals=3,
        slips=(
            Slip(
                lambda: -_effect_of_the_shooting(hotline=False),
                "The size is right. An effect is with minus without, so that a loss is negative.",
            ),
            Slip(
                lambda: _effect_of_the_shooting(hotline=True),
                "That is the effect in a world with the hotline. Take the agreement out of both worlds.",
            ),
        ),
    ),
    ChoiceExercise(
        key="10.4",
        goal="10.d",
        question=(
            "Both sides withdraw for two years and come back in force. The skirmish of August 2004 does "
            "not happen. Was it prevented, moved, or did the policy cause more than it prevented?"
        ),
        hint="List the skirmishes of both runs over all ten years, not of that month alone, and count.",
        because=(
            "There are as many skirmishes as before: the one in 2004 did not happen, and one in January "
            "2007 did, when the posts were fuller than they had been. That is one run; over many the "
            "policy causes more than it prevents."
        ),
        solve=_fate,
        options={
            "prevented": (
                "In that month, yes. Now look at the years after the troops have come back: count "
                "the skirmishes of the whole run."
            ),
            "moved": "",
            "more": (
                "Over many runs that is so. The question is on the run with seed 7: count the "
                "skirmishes of that one."
            ),
        },
    ),
)
"""The exercises of the lesson."""
