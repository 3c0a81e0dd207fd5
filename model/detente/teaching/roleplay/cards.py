"""Cards: decisions of a role play in plain words, each with its effects on the timeline.

A card says who may play it, where, what it does, how large that is and on what it rests. Its effects are
those of the scenario format, in force for the period in which it is played unless they say otherwise. A
card that needs a partner has effects only if the partner plays it in the same period: nobody patrols
jointly alone. Which cards there are is the matter of `detente.teaching.roleplay.deck`.
"""

from dataclasses import dataclass
from typing import Literal

from detente.scenario.timeline import Quantity

__all__ = ["Card", "Kind", "Move", "Place"]

Place = Literal["border", "home", "power", "state", "world"]
"""Where a card is played: at a border, at home, toward a power, toward a state, or nowhere special."""

Kind = Literal["state", "great_power", "organization"]
"""What a role is."""


@dataclass(frozen=True)
class Move:
    """One effect of a card.

    Attributes
    ----------
    what : str
        Series of the timeline that is moved.
    amount : float
        How far.
    measures : tuple of str
        CSBMs that are meant, with ``csbm``.
    side : {"", "own", "other"}
        Whose side of the border; empty for both.
    lasts : bool
        Whether it goes on after the period.
    sets : bool
        Whether the amount is a level instead of an addition.
    of_own : bool
        Whether the amount is a share of the power's own budget.
    """

    what: Quantity
    amount: float
    measures: tuple[str, ...] = ()
    side: Literal["", "own", "other"] = ""
    lasts: bool = False
    sets: bool = False
    of_own: bool = False


@dataclass(frozen=True)
class Card:
    """A decision that a role may take.

    Attributes
    ----------
    name : str
        What it is called.
    kinds : tuple of str
        Kinds of roles that have it.
    place : Place
        Where it is played.
    text : str
        What it does, in a sentence.
    source : str
        What it rests on, in the form of the scenario files.
    size : str
        On what its size rests.
    moves : tuple of Move
        Its effects.
    needs : {"", "neighbor", "rival", "organization", "applicant"}
        Who has to play it (or its counterpart) as well; empty for nobody.
    counterpart : str
        The card that the partner plays; by default the same.
    """

    name: str
    kinds: tuple[Kind, ...]
    place: Place
    text: str
    source: str
    size: str
    moves: tuple[Move, ...]
    needs: Literal["", "neighbor", "rival", "organization", "applicant"] = ""
    counterpart: str = ""

    @property
    def answer(self) -> str:
        """Name of the card that a partner has to play."""
        return self.counterpart or self.name
