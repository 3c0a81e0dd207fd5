"""The phases of a round in the compiled engine, from the timeline to trade.

Each function does what the agents of the same phase do, in the same order and with the same rules; only
what stays the same within a border is worked out once. Trust, troops and politics are in
`detente.ensemble.decisions`. Nothing here is called as it stands: `detente.ensemble.compiling` turns it
into machine code together with the rules.
"""

from typing import Any, Final

from detente.draws import Process
from detente.ensemble.dice import Keys, draw
from detente.ensemble.layout import Board, Floats
from detente.ensemble.treaties import account_for_treaty, advance_treaty
from detente.measures import violence_next
from detente.rules import crime, diplomacy, encounters, powers, trade
from detente.rules.elementary import anywhere, choose
from detente.rules.forms import poisson_count
from detente.scenario import INSTRUMENTS
from detente.series import Series

__all__ = [
    "allocate_effort",
    "exchange",
    "follow_timeline",
    "meet",
    "negotiate",
    "set_trade",
    "sustain_crime",
    "watch_crime",
    "weigh_measures",
]

Record = Any
"""One record of a `Board`, whose fields are read as attributes."""

_SUPPORT: Final = INSTRUMENTS.index("support")
_GUARANTEE: Final = INSTRUMENTS.index("guarantee")
_MEDIATION: Final = INSTRUMENTS.index("mediation")
_MONITORING: Final = INSTRUMENTS.index("monitoring")
_PEACEKEEPING: Final = INSTRUMENTS.index("peacekeeping")
_INFRASTRUCTURE: Final = INSTRUMENTS.index("infrastructure")
_CUSTOMS: Final = INSTRUMENTS.index("customs")
_JOINT_PROJECTS: Final = INSTRUMENTS.index("joint_projects")
_CAPACITY: Final = INSTRUMENTS.index("capacity")

_MISUNDERSTANDING: Final = int(Process.MISUNDERSTANDING)
_STANDOFF: Final = int(Process.STANDOFF)
_SKIRMISH: Final = int(Process.SKIRMISH)
_SEVERITY: Final = int(Process.SEVERITY)
_SMUGGLING: Final = int(Process.SMUGGLING)
_TRAFFICKING: Final = int(Process.TRAFFICKING)
_INFILTRATION: Final = int(Process.INFILTRATION)


def follow_timeline(board: Board, timeline: Series, month: int) -> None:
    """Set every exogenous value to that of a month, counted from 0."""
    for i in range(len(board.states)):
        state = board.states[i]
        state.will_shift = timeline.will[month, i]
        state.stability_shock = timeline.stability[month, i]
        state.sovereignty = timeline.sovereignty[month, i]
        state.insurgency = timeline.insurgency[month, i]
    for p in range(len(board.powers)):
        board.powers[p].budget = timeline.effort[month, p]
    for b in range(len(board.borders)):
        border = board.borders[b]
        border.closure = timeline.closure[month, b]
        border.facilitation = timeline.facilitation[month, b]
        border.forced_clash = timeline.clash[month, b]
        for d in range(2):
            side = board.sides[2 * b + d]
            side.cut = timeline.cut[month, b, d]
            side.legacy_posture = timeline.posture[month, b, d]
            side.trust_shock = timeline.trust[month, b, d]


# External powers


def allocate_effort(board: Board, timeline: Series, month: int, theory: Record) -> None:
    """External powers and organizations allocate a limited effort over borders."""
    for p in range(len(board.powers)):
        power, effort = board.powers[p], board.effort[p]
        total = 0.0
        for b in range(len(board.borders)):
            effort[b] = _priority_of(power, board.borders[b], timeline.mandate[month, p, b])
            total += effort[b]
        for b in range(len(board.borders)):
            effort[b] = powers.effort(power.budget, effort[b], total)
    for b in range(len(board.borders)):
        _receive_effort(board, b, timeline.rivalry[month], theory)


def _priority_of(power: Record, border: Record, mandate: float) -> float:
    """Priority of a border for a power (M19)."""
    if mandate == 0.0:
        return 0.0
    if power.seeks_trade:
        attention = powers.trade_attention(border.trade_potential)
    else:
        attention = powers.tension(border.trust, border.alert)
    return powers.priority(mandate, attention, border.will)


def _receive_effort(board: Board, b: int, level: float, theory: Record) -> None:
    """What the powers' effort on a border amounts to (M6, M19-M21)."""
    border, first, second = board.borders[b], board.sides[2 * b], board.sides[2 * b + 1]
    support = mediation = monitoring = peacekeeping = 0.0
    infrastructure = customs = joint_projects = capacity = 0.0
    first.guarantee = second.guarantee = 0.0
    for p in range(len(board.powers)):
        power, effort = board.powers[p], board.effort[p, b]
        support += power.instruments[_SUPPORT] * effort
        mediation += power.instruments[_MEDIATION] * effort
        monitoring += power.instruments[_MONITORING] * effort
        peacekeeping += power.instruments[_PEACEKEEPING] * effort
        infrastructure += power.instruments[_INFRASTRUCTURE] * effort
        customs += power.instruments[_CUSTOMS] * effort
        joint_projects += power.instruments[_JOINT_PROJECTS] * effort
        capacity += power.instruments[_CAPACITY] * effort
        if power.leader >= 0:
            guarantee = power.instruments[_GUARANTEE] * effort
            for side in (first, second):
                influence = board.influence[side.state, power.leader]
                side.guarantee += powers.guarantee(influence, guarantee)
    border.support = powers.support(support)
    border.mediation = mediation
    border.monitoring = monitoring
    border.peacekeeping = peacekeeping
    border.infrastructure_effort = infrastructure
    border.customs_effort = customs
    border.joint_projects_effort = joint_projects
    border.capacity = capacity
    border.rivalry = _rivalry_over(board.influence, first.state, second.state, level, theory)


def _rivalry_over(
    influence: Floats, first: int, second: int, level: float, theory: Record
) -> float:
    """Rivalry over a border between two states; none without two great powers (M21)."""
    if influence.shape[1] < 2:
        return 0.0
    return powers.rivalry(
        level,
        powers.contested_influence(influence[first, 0], influence[first, 1]),
        powers.contested_influence(influence[second, 0], influence[second, 1]),
        powers.alignment(influence[first, 0], influence[first, 1]),
        powers.alignment(influence[second, 0], influence[second, 1]),
        theory,
    )


# Crime


def watch_crime(board: Board, luck: Keys, theory: Record) -> None:
    """Smuggling, trafficking and insurgent infiltration at every post."""
    for s in range(len(board.sides)):
        side = board.sides[s]
        border = board.borders[side.border]
        smuggling = trafficking = infiltration = 0.0
        for k in range(border.first_sector, border.end_sector):
            post = board.posts[2 * k + s % 2]
            sustained = sustain_crime(board, s, k, theory)
            for kind in range(3):
                pressure = crime.pressure_next(post.pressure[kind], sustained[kind], theory)
                post.pressure[kind] = pressure
                post.incidents[kind] = poisson_count(
                    pressure, draw(luck, _SMUGGLING + kind, post.key)
                )
            smuggling += post.incidents[0]
            trafficking += post.incidents[1]
            infiltration += post.incidents[2]
        sectors = float(border.end_sector - border.first_sector)
        side.load_memory = crime.load_next(
            side.load_memory, smuggling, trafficking, infiltration, sectors, theory
        )
        side.crime_load = crime.crime_load(side.load_memory)


def sustain_crime(board: Board, s: int, k: int, theory: Record) -> tuple[float, float, float]:
    """Crime that conditions sustain at the post of a side on a sector (M17)."""
    side, sector, post = board.sides[s], board.sectors[k], board.posts[2 * k + s % 2]
    border = board.borders[side.border]
    origin = board.states[board.sides[side.opponent].state]
    density = post.troops / sector.reference
    coverage = crime.guard_coverage(density, theory)
    rent = crime.militarization_rent(density, border.openness, theory)
    weakness = crime.weakness(origin.stability)
    attraction, openness, joint = sector.crime_attraction, border.openness, border.joint_policing
    return (
        crime.smuggling_pressure(attraction, weakness, openness, coverage, rent, joint, theory),
        crime.trafficking_pressure(attraction, weakness, openness, coverage, rent, joint, theory),
        crime.infiltration_pressure(origin.insurgency, sector.terrain, coverage, joint, theory),
    )


# Encounters


def meet(board: Board, luck: Keys, theory: Record) -> None:
    """Misunderstanding, stand-off and skirmish between facing posts."""
    for b in range(len(board.borders)):
        border = board.borders[b]
        border.misunderstandings = border.standoffs = border.skirmishes = 0.0
        severity = border.forced_clash
        if border.forced_clash > 0.0:
            border.skirmishes = 1.0
        misunderstood = encounters.misunderstanding_probability(border.prevention, theory)
        fires = encounters.skirmish_probability(
            border.trust,
            border.alert,
            border.deescalation,
            border.interdependence,
            border.peacekeeping,
            theory,
        )
        for k in range(border.first_sector, border.end_sector):
            sector = board.sectors[k]
            _meet_on_sector(board, k, misunderstood, fires, luck, theory)
            border.misunderstandings += sector.misunderstandings
            border.standoffs += sector.standoffs
            border.skirmishes += sector.skirmishes
            severity += sector.skirmishes * sector.casualties
        first, second = board.sides[2 * b], board.sides[2 * b + 1]
        first.alert = encounters.alert_next(first.alert, severity, theory)
        second.alert = encounters.alert_next(second.alert, severity, theory)
        border.severity = severity
        border.alert = (first.alert + second.alert) / 2
        border.calm_months = choose(border.skirmishes > 0.0, 0.0, border.calm_months + 1.0)
        border.violence = violence_next(border.violence, severity)


def _meet_on_sector(
    board: Board, k: int, misunderstood: float, fires: float, luck: Keys, theory: Record
) -> None:
    """Patrols meet on a sector; some meetings are misunderstood, harden, end in fire."""
    sector, post_a, post_b = board.sectors[k], board.posts[2 * k], board.posts[2 * k + 1]
    border = board.borders[sector.border]
    contact = encounters.contact_rate(
        sector.dispute,
        border.delimited,
        post_a.troops / sector.reference,
        post_b.troops / sector.reference,
        theory,
    )
    sector.misunderstanding_rate = contact * misunderstood
    hardens = encounters.standoff_probability(
        border.trust,
        border.alert,
        encounters.imbalance(post_a.troops, post_b.troops, sector.reference),
        border.deescalation,
        theory,
    )
    resolved, tense, shots = encounters.encounter_rates(contact, misunderstood, hardens, fires)
    sector.misunderstandings = poisson_count(resolved, draw(luck, _MISUNDERSTANDING, sector.key))
    sector.standoffs = poisson_count(tense, draw(luck, _STANDOFF, sector.key))
    sector.skirmishes = poisson_count(shots, draw(luck, _SKIRMISH, sector.key))
    sector.casualties = 0.0
    fire = sector.skirmishes > 0.0
    if anywhere(fire):
        casualties = encounters.skirmish_severity(draw(luck, _SEVERITY, sector.key), theory)
        sector.casualties = choose(fire, casualties, 0.0)


# Diplomacy


def negotiate(board: Board, timeline: Series, month: int, luck: Keys, theory: Record) -> None:
    """CSBMs are adopted, kept up or lapse; treaties advance; borders are delimited."""
    for b in range(len(board.borders)):
        border, first, second = board.borders[b], board.sides[2 * b], board.sides[2 * b + 1]
        room = diplomacy.diplomatic_room(border.rivalry, theory)
        newly = diplomacy.delimitation(
            border.delimited,
            border.will,
            border.state_stability,
            border.lower_trust,
            border.mediation,
            room,
            theory,
        )
        advance_treaty(border, first, second, room, luck, theory)
        account_for_treaty(border, first, theory)
        account_for_treaty(border, second, theory)
        _tend_measures(border, timeline.csbm[month, b], room, theory)
        border.newly_delimited = newly
        border.delimited += newly
        weigh_measures(border, theory)


def _tend_measures(border: Record, policy: Floats, room: float, theory: Record) -> None:
    """Adopt CSBMs, keep them up or let them lapse (M22)."""
    trust, support = border.lower_trust, border.support
    neglect = diplomacy.neglect(border.will, support, theory)
    border.lapsed = 0.0
    for k in range(len(border.csbm)):
        level = border.csbm[k]
        feasible = diplomacy.feasibility(trust, support, theory.threshold[k], theory)
        adopted = diplomacy.adoption(
            border.will, border.state_stability, feasible, support, room, policy[k], theory
        )
        lapsed = diplomacy.lapse(neglect, border.alert, feasible, theory)
        border.csbm[k] = diplomacy.csbm_next(level, adopted, lapsed)
        border.lapsed += theory.reassurance[k] * max(0.0, level - border.csbm[k])


def weigh_measures(border: Record, theory: Record) -> None:
    """What the CSBMs in force amount to, until they change again."""
    border.prevention = diplomacy.combined_effect(border.csbm, theory.prevention)
    border.deescalation = diplomacy.combined_effect(border.csbm, theory.deescalation)
    policing = diplomacy.combined_effect(border.csbm, theory.policing)
    border.joint_policing = crime.joint_policing(policing, theory)
    verified = diplomacy.combined_effect(border.csbm, theory.verification)
    border.verification = diplomacy.verification(verified, border.monitoring)


# Trade


def exchange(board: Board, theory: Record) -> None:
    """Trade links grow or shrink with openness, infrastructure, trust and violence."""
    for b in range(len(board.borders)):
        border = board.borders[b]
        cap = trade.trade_cap(
            border.openness, border.infrastructure, border.customs, border.joint_projects, theory
        )
        realized, trust, will = border.trade, border.trust, border.will
        border.openness = trade.openness_next(
            border.openness, trust, border.density, border.alert, border.closure, theory
        )
        border.infrastructure = trade.infrastructure_next(
            border.infrastructure,
            will,
            border.infrastructure_effort + border.facilitation,
            trust,
            theory,
        )
        border.customs = trade.customs_next(
            border.customs,
            will,
            border.state_stability,
            border.customs_effort + border.facilitation,
            trust,
            theory,
        )
        border.joint_projects = trade.joint_projects_next(
            border.joint_projects, will, trust, realized, border.joint_projects_effort, theory
        )
        set_trade(border, trade.trade_next(realized, cap, theory))


def set_trade(border: Record, realized: float) -> None:
    """Set the share of the trade potential that is realized, and what it means for the two."""
    border.trade = realized
    border.interdependence = trade.interdependence(realized, border.trade_potential)
