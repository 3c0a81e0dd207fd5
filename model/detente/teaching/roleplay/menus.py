"""Menus: who plays in a scenario, which cards each role has now, and where they can be played."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import pandas as pd

from detente.errors import DetenteError
from detente.scenario import Scenario
from detente.scenario.months import Month
from detente.scenario.names import listed, unknown
from detente.teaching.roleplay.cards import Card
from detente.teaching.roleplay.deck import CARDS
from detente.teaching.roleplay.tables import ReadingTable

__all__ = [
    "WAIT",
    "Menu",
    "great_powers",
    "kind_words",
    "members_now",
    "name_of",
    "roles_of",
    "table_of_roles",
]

WAIT: Final = "wait"
"""What is played by who decides nothing."""


def roles_of(scenario: Scenario) -> list[str]:
    """Keys of all roles: states first, then powers that are no states."""
    powers = [name for name in scenario.powers if name not in scenario.states]
    return [*scenario.states, *powers]


def name_of(role: str, scenario: Scenario) -> str:
    """Name of a state or power."""
    known = scenario.states.get(role) or scenario.powers[role]
    return known.name


def great_powers(scenario: Scenario) -> list[str]:
    """Keys of the great powers."""
    return [name for name, power in scenario.powers.items() if power.kind == "great_power"]


def kinds_of(role: str, scenario: Scenario) -> list[str]:
    """Say what a role is; Russia may be a state and a great power at once."""
    state = ["state"] if role in scenario.states else []
    return state + ([scenario.powers[role].kind] if role in scenario.powers else [])


def kind_words(role: str, scenario: Scenario) -> str:
    """Say what a role is, in words."""
    return " and ".join(kind.replace("_", " ") for kind in kinds_of(role, scenario))


def table_of_roles(scenario: Scenario) -> pd.DataFrame:
    """Table of the roles: role, name, kind, and the borders at which they can act."""
    return ReadingTable(
        {
            "role": role,
            "name": name_of(role, scenario),
            "kind": kind_words(role, scenario),
            "borders": listed(
                name
                for name, border in scenario.borders.items()
                if role in border.sides or role in scenario.powers
            ),
        }
        for role in roles_of(scenario)
    )


def members_now(scenario: Scenario, month: Month) -> dict[str, set[str]]:
    """Members of each organization in a month; those to which membership means nothing are left out."""
    members = {
        name: set(power.members)
        for name, power in scenario.powers.items()
        if power.kind == "organization" and (power.mandate.members or power.mandate.frontier)
    }
    for event in scenario.timeline.values():
        for effect in event.effects:
            is_over = effect.until is not None and effect.until <= month
            if effect.what != "membership" or effect.date > month or is_over:
                continue
            for power in members.keys() & set(effect.at):
                change = members[power].update if effect.set else members[power].difference_update
                change(effect.side)
    return members


@dataclass(frozen=True)
class Menu:
    """What can be decided at a moment.

    Attributes
    ----------
    scenario : Scenario
        The world.
    members : mapping of str to set of str
        Members of each organization at this moment, as `members_now` finds them.
    """

    scenario: Scenario
    members: Mapping[str, set[str]]

    def cards(self, role: str) -> list[Card]:
        """Cards that a role has, in the order of the menu.

        Without those that could be played nowhere, and without rivalry where there is no rival.

        Raises
        ------
        DetenteError
            For an unknown role.
        """
        roles = roles_of(self.scenario)
        if role not in roles:
            raise DetenteError(unknown("role", str(role), roles))
        kinds = set(kinds_of(role, self.scenario))
        has_rivals = len(great_powers(self.scenario)) > 1
        return [
            card
            for card in CARDS
            if kinds & set(card.kinds)
            and (has_rivals or card.name not in ("compete", "concert"))
            and (card.place in ("home", "world") or self.places(card, role))
        ]

    def places(self, card: Card, role: str) -> list[str]:
        """Where a role may play a card; empty for a card that has no place."""
        world = self.scenario
        if card.place == "border":
            is_theirs = "state" in card.kinds
            borders = world.borders.items()
            return [name for name, border in borders if not is_theirs or role in border.sides]
        if card.place == "power":
            inside = card.name == "leave"
            return [power for power, states in self.members.items() if (role in states) == inside]
        if card.place == "state":
            known = self.members.get(role, set(world.states))
            return [state for state in world.states if state not in known]
        return []

    def chosen(self, role: str, card: str, at: str | None) -> tuple[Card, str]:
        """Find the card and the place that are meant.

        Parameters
        ----------
        role, card : str
            Keys of a role and of a card.
        at : str, optional
            Place; may be left out where there is only one.

        Returns
        -------
        Card
            The card.
        str
            The place, empty for a card that has none.

        Raises
        ------
        DetenteError
            For what is not allowed; the message says what is.
        """
        cards = {each.name: each for each in self.cards(role)}
        if str(card) not in cards:
            raise DetenteError(f"{role}: {unknown('card', str(card), (*cards, WAIT))}")
        places = self.places(cards[card], role)
        if not places:
            if at not in (None, "", role):
                raise DetenteError(f"{role}: the card '{card}' is played without a place (at)")
            return cards[card], ""
        if at is None and len(places) > 1:
            raise DetenteError(
                f"{role}: say where '{card}' is played with at=...; allowed: {listed(places)}"
            )
        place = places[0] if at is None else str(at)
        if place not in places:
            raise DetenteError(f"{role}, card '{card}': {unknown('place', place, places)}")
        return cards[card], place

    def table(self, role: str) -> pd.DataFrame:
        """Table of the cards of a role: card, where, what it does, needs, size, source."""
        rows = [
            {
                "card": card.name,
                "where": listed(self.places(card, role)) or card.place.replace("world", "-"),
                "what it does": card.text,
                "needs": _need_words(card),
                "size": f"assumption: {card.size}",
                "source": card.source,
            }
            for card in self.cards(role)
        ]
        nothing = "Decide nothing in this period; takes back what you have chosen."
        columns = ["card", "where", "what it does", "needs", "size", "source"]
        rows.append(dict(zip(columns, [WAIT, "-", nothing, "nobody", "-", "-"], strict=True)))
        return ReadingTable(rows, columns=columns)


def _need_words(card: Card) -> str:
    """Say who has to play a part as well."""
    words = {
        "neighbor": f"the neighbor, who plays “{card.answer}” at the same border",
        "rival": f"the other great power, who plays “{card.answer}”",
        "organization": f"the organization, which plays “{card.answer}” at you",
        "applicant": f"the state, which plays “{card.answer}” at you",
    }
    return words.get(card.needs, "nobody")
