"""Decisions of a role play: what came of each, and what it adds to the timeline.

A decision is a card that a role plays in a period, somewhere. Here partners are matched (a hotline needs
two ends) and decisions become dated policies in the format of the scenario files, with their sources.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from detente.scenario import SERIES, Scenario
from detente.scenario.months import Month
from detente.teaching.roleplay.cards import Card, Move
from detente.teaching.roleplay.deck import CARDS
from detente.teaching.roleplay.menus import great_powers, name_of

__all__ = ["Decision", "Result", "Span", "policies", "results_of"]

_CARDS: Final = {card.name: card for card in CARDS}
_LONGEST: Final = 60  # letters in the key of an event


class Decision(NamedTuple):
    """A card that a role plays in a period; `at` is empty for a card that is played nowhere special."""

    period: int
    role: str
    card: str
    at: str


class Result(NamedTuple):
    """What came of a decision.

    Attributes
    ----------
    decision : Decision
        What was decided.
    holds : bool
        Whether it took effect.
    missing : tuple of str
        Roles that would have had to play their part and did not.
    """

    decision: Decision
    holds: bool
    missing: tuple[str, ...]


class Span(NamedTuple):
    """Months of a period: the first, and the month after the last."""

    first: Month
    until: Month

    @classmethod
    def of(cls, period: int, months: int, scenario: Scenario) -> "Span":
        """Months of a period, counted from 1."""
        return cls(scenario.start.plus((period - 1) * months), scenario.start.plus(period * months))


def results_of(decisions: Iterable[Decision], scenario: Scenario) -> list[Result]:
    """Match partners: say of each decision whether it took effect.

    Parameters
    ----------
    decisions : iterable of Decision
        Decisions of one or more periods.
    scenario : Scenario
        The world.

    Returns
    -------
    list of Result
        In the order of the decisions.
    """
    taken = list(decisions)
    played = set(taken)
    results = []
    for decision in taken:
        wanted = _partners(decision, scenario)
        missing = tuple(partner.role for partner in wanted if partner not in played)
        results.append(Result(decision, not missing, missing))
    return results


def _partners(decision: Decision, scenario: Scenario) -> list[Decision]:
    """Decisions of others without which a decision comes to nothing."""
    card, (period, role, _, at) = _CARDS[decision.card], decision
    if card.needs == "neighbor":
        others = [side for side in scenario.borders[at].sides if side != role]
        return [Decision(period, other, card.answer, at) for other in others]
    if card.needs == "rival":
        rivals = [other for other in great_powers(scenario) if other != role]
        return [Decision(period, other, card.answer, "") for other in rivals]
    if card.needs in ("organization", "applicant"):
        return [Decision(period, at, card.answer, role)]
    return []


def policies(
    results: Sequence[Result], scenario: Scenario, months: int, prefix: str
) -> dict[str, object]:
    """Turn what took effect into policies of the timeline.

    Parameters
    ----------
    results : sequence of Result
        As `results_of` gives them.
    scenario : Scenario
        The world without the decisions.
    months : int
        Months of a period.
    prefix : str
        How the keys of the policies begin.

    Returns
    -------
    dict
        Changes as `Scenario.change` takes them, a policy for each decision that moves something; what
        partners do together is one policy.
    """
    changes: dict[str, object] = {}
    done: set[tuple[int, str, str]] = set()
    for result in results:
        decision, card = result.decision, _CARDS[result.decision.card]
        together = (decision.period, card.name, decision.at)
        is_shared = card.needs in ("neighbor", "rival")
        if not result.holds or not card.moves or (is_shared and together in done):
            continue
        done.add(together)
        number = len(done)
        slug = card.name.replace(" ", "-")
        key = f"{prefix}-{decision.period:03d}-{number:03d}-{decision.role.lower()}-{slug}"
        changes[f"timeline.{key[:_LONGEST].rstrip('-')}"] = _policy(
            decision, card, scenario, Span.of(decision.period, months, scenario)
        )
    return changes


def _policy(decision: Decision, card: Card, scenario: Scenario, span: Span) -> dict[str, object]:
    """Write one policy."""
    roles = [decision.role]
    if card.needs in ("neighbor", "rival"):
        roles += [partner.role for partner in _partners(decision, scenario)]
    names = " and ".join(name_of(role, scenario) for role in roles)
    policy: dict[str, object] = {
        "title": f"{names}: {card.name}",
        "kind": "policy",
        "date": str(span.first),
        "source": f"assumption: decided by {names} in period {decision.period} of a role play",
        "effects": [_effect(move, decision, card, scenario) for move in card.moves],
    }
    if all(SERIES[move.what].pulse for move in card.moves):
        policy["until"] = str(span.first.plus(1))
    elif not all(move.lasts for move in card.moves):
        policy["until"] = str(span.until)
    return policy


def _effect(move: Move, decision: Decision, card: Card, scenario: Scenario) -> dict[str, Any]:
    """Write one effect of a policy."""
    role, at = decision.role, decision.at
    where = {"border": at, "home": role, "power": at, "world": role}[card.place]
    amount = move.amount * (scenario.powers[role].effort if move.of_own else 1.0)
    effect: dict[str, Any] = {"what": move.what, "set" if move.sets else "add": amount}
    if move.what != "rivalry":
        effect["at"] = where
    if move.what == "membership":
        effect["side"] = role
    elif move.side:
        sides = scenario.borders[at].sides
        other = next(side for side in sides if side != role)
        effect["side"] = role if move.side == "own" else other
    if move.measures:
        effect["measures"] = list(move.measures)
    basis = card.source.replace("document: ", "the document, ").replace("publication: ", "")
    effect["source"] = f"assumption: the size is judged, {card.size}; that it works: {basis}"
    return effect
