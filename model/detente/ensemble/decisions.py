"""The phases of a round in the compiled engine that states decide: trust, troops and politics.

As in `detente.ensemble.phases`, each function does what the agents do, with the same rules.
"""

from typing import Any, Final

from detente.draws import Process
from detente.ensemble.dice import Keys, draw
from detente.ensemble.layout import Board, Floats
from detente.rules import diplomacy, politics, powers, troops, trust
from detente.rules.elementary import choose
from detente.rules.forms import relative_change, share
from detente.scenario import INSTRUMENTS
from detente.world import IN_FORCE

__all__ = ["govern", "judge", "move_troops", "post_evenly"]

Record = Any

_INFRASTRUCTURE: Final = INSTRUMENTS.index("infrastructure")
_WILL: Final = int(Process.WILL)
_STABILITY: Final = int(Process.STABILITY)


def judge(board: Board, theory: Record) -> None:
    """Each side's trust moves by the contributions of this round."""
    for i in range(len(board.states)):
        state = board.states[i]
        state.trust_sum = state.alert_sum = 0.0
        for place in range(state.first_side, state.end_side):
            side = board.sides[board.sides_of_states[place]]
            state.trust_sum += side.trust
            state.alert_sum += side.alert
    for s in range(len(board.sides)):
        side = board.sides[s]
        terms = board.ledger[min(s, len(board.ledger) - 1)].trust_terms
        _list_trust_terms(
            terms,
            side,
            board.sides[side.opponent],
            board.borders[side.border],
            board.states[side.state],
            theory,
        )
        moved = _add(side.trust, terms, len(terms) - 1)
        side.next_trust = share(moved)
        terms[len(terms) - 1] = side.next_trust - moved


def _add(start: float, terms: Floats, count: int) -> float:
    """Add the first of some terms in their order."""
    total = start
    for k in range(count):
        total += terms[k]
    return total


def _elsewhere(side: Record, state: Record) -> tuple[float, float]:
    """Mean trust and alert of the state on its other borders; its own trust where it has none."""
    others = state.end_side - state.first_side - 1
    trust_elsewhere, alert_elsewhere = side.trust, 0.0 * side.alert
    if others > 0:
        trust_elsewhere = (state.trust_sum - side.trust) / others
        alert_elsewhere = max(0.0, state.alert_sum - side.alert) / others
    return trust_elsewhere, alert_elsewhere


def _list_trust_terms(
    terms: Floats, side: Record, opponent: Record, border: Record, state: Record, theory: Record
) -> None:
    """Everything that this month moves a side's trust (M28-M43), in the order of the ledger."""
    now, baseline = side.trust, side.trust_baseline
    verified = border.verification
    elsewhere_trust, elsewhere_alert = _elsewhere(side, state)
    terms[0] = trust.decay(now, baseline, theory)
    terms[1] = trust.threat(now, opponent.troops / opponent.reference, theory)
    terms[2] = trust.incident(now, border.misunderstandings, border.standoffs, theory)
    terms[3] = trust.skirmish(now, border.severity, theory)
    terms[4] = trust.crime(now, side.crime_load, border.joint_policing, theory)
    measures = len(border.csbm)
    for k in range(measures):
        terms[5 + k] = trust.csbm(now, border.csbm[k], theory.reassurance[k], theory)
    k = 5 + measures
    terms[k] = trust.lapse(now, border.lapsed, theory)
    terms[k + 1] = trust.trade(now, border.interdependence, theory)
    terms[k + 2] = trust.guarantee(now, side.guarantee, opponent.guarantee, theory)
    terms[k + 3] = trust.mediation(now, baseline, border.mediation, theory)
    terms[k + 4] = trust.treaty(now, opponent.compliance, verified, theory)
    terms[k + 5] = trust.delimitation(now, border.delimited, border.newly_delimited, theory)
    terms[k + 6] = trust.reciprocity(now, opponent.growth, verified, theory)
    terms[k + 7] = trust.vulnerability(now, side.troops, opponent.troops, verified, theory)
    terms[k + 8] = trust.spillover(now, elsewhere_trust, elsewhere_alert, theory)
    terms[k + 9] = trust.rivalry(now, border.rivalry, theory)
    terms[k + 10] = side.trust_shock


def move_troops(board: Board, theory: Record) -> None:
    """States set their targets and posts move toward them; trust and troops change at once."""
    for s in range(len(board.sides)):
        side = board.sides[s]
        terms = board.ledger[min(s, len(board.ledger) - 1)].troop_terms
        _list_troop_terms(
            terms,
            side,
            board.sides[side.opponent],
            board.borders[side.border],
            board.states[side.state],
            theory,
        )
        moved = _add(side.troops, terms, len(terms) - 1)
        side.next_troops = troops.bounded(moved, side.reference, theory)
        terms[len(terms) - 1] = side.next_troops - moved
    for s in range(len(board.sides)):
        _act(board, s, theory)


def _list_troop_terms(
    terms: Floats, side: Record, opponent: Record, border: Record, state: Record, theory: Record
) -> None:
    """Everything that this month moves a side's troops (M1-M10), in the order of the ledger."""
    now, norm = side.troops, side.reference
    terms[0] = troops.fatigue(now, theory)
    terms[1] = troops.reaction(opponent.troops, side.trust, theory)
    terms[2] = troops.posture(
        norm, side.strategic_asset, state.sovereignty, side.legacy_posture, theory
    )
    terms[3] = troops.dispute(norm, border.delimited, side.trust, theory)
    terms[4] = troops.crime(norm, side.crime_load, theory)
    terms[5] = troops.alert(norm, side.alert, theory)
    terms[6] = troops.guarantee(now, norm, side.guarantee, opponent.guarantee, theory)
    limit = diplomacy.treaty_limit(side.signed_troops, norm, border.treaty_months, theory)
    reduction = troops.treaty(now, limit, state.will, state.stability, theory)
    terms[7] = choose(border.treaty_stage >= IN_FORCE, reduction, 0.0)
    planned = _add(0.0, terms, 8)
    terms[8] = troops.policy(now, side.cut)
    terms[9] = troops.friction(planned, side.strategic_asset, state.stability, theory)
    terms[10] = troops.budget(now, norm, theory)


def _act(board: Board, s: int, theory: Record) -> None:
    """Both changes of a side take effect at once, and its posts are manned by risk."""
    side = board.sides[s]
    side.growth = relative_change(side.troops, side.next_troops)
    side.trust = side.next_trust
    side.troops = side.next_troops
    border = board.borders[side.border]
    total = 0.0
    for k in range(border.first_sector, border.end_sector):
        post = board.posts[2 * k + s % 2]
        post.risk = (
            theory.smuggling_weight * post.pressure[0]
            + theory.trafficking_weight * post.pressure[1]
            + theory.infiltration_weight * post.pressure[2]
            + board.sectors[k].misunderstanding_rate
        )
        total += post.risk
    left = side.troops
    sectors = float(border.end_sector - border.first_sector)
    for k in range(border.first_sector, border.end_sector - 1):
        post = board.posts[2 * k + s % 2]
        post.troops = troops.post_share(sectors, post.risk, total, theory) * side.troops
        left -= post.troops
    board.posts[2 * (border.end_sector - 1) + s % 2].troops = max(0.0, left)


def post_evenly(board: Board, s: int) -> None:
    """Spread the troops of a side evenly over its posts, as every run opens."""
    side = board.sides[s]
    border = board.borders[side.border]
    for k in range(border.first_sector, border.end_sector):
        board.posts[2 * k + s % 2].troops = side.troops / (border.end_sector - border.first_sector)


def govern(board: Board, luck: Keys, theory: Record) -> None:
    """Political will, stability and influence follow what happened at the borders."""
    for i in range(len(board.states)):
        _govern_state(board, board.states[i], luck, theory)
    for g in range(len(board.great_powers)):
        power = board.powers[board.great_powers[g]]
        effort = board.effort[board.great_powers[g]]
        withdrawal = 0.0
        if power.opening_budget > 0.0:
            withdrawal = max(0.0, 1.0 - power.budget / power.opening_budget)
        for i in range(len(board.states)):
            state = board.states[i]
            investment = 0.0
            for place in range(state.first_side, state.end_side):
                side = board.sides[board.sides_of_states[place]]
                investment += power.instruments[_INFRASTRUCTURE] * effort[side.border]
            board.influence[i, g] = powers.influence_next(
                board.influence[i, g],
                investment / (state.end_side - state.first_side),
                withdrawal,
                theory,
            )


def _govern_state(board: Board, state: Record, luck: Keys, theory: Record) -> None:
    """Political will and stability of one state after the month."""
    alert = trust_sum = trade = support = capacity = crime_load = 0.0
    for place in range(state.first_side, state.end_side):
        side = board.sides[board.sides_of_states[place]]
        border = board.borders[side.border]
        alert += side.alert
        trust_sum += side.trust
        trade += border.trade
        support += border.support
        capacity += border.capacity
        crime_load += side.crime_load
    borders = state.end_side - state.first_side
    target = politics.will_target(
        state.will_norm,
        trust_sum / borders,
        trade / borders,
        alert / borders,
        max(0.0, state.stability_norm - state.stability),
        support / borders,
        state.will_shift,
        theory,
    )
    state.will = politics.will_next(state.will, target, draw(luck, _WILL, state.key), theory)
    state.stability = politics.stability_next(
        state.stability,
        politics.stability_norm(state.stability_norm, capacity / borders, theory),
        crime_load / borders,
        alert / borders,
        state.stability_shock,
        draw(luck, _STABILITY, state.key),
        theory,
    )
