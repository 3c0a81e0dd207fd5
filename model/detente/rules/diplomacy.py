"""Diplomacy: CSBMs are adopted or lapse, treaties advance or break, borders are delimited (M22-M24, M7).

A CSBM needs both sides, so the lower trust, will and stability of the two decide. Treaties go from none
to talks, in force and completed; under a treaty each side has its own ceiling that falls to its term.
The theory signs treaties where trust has already lowered troops: selection (Downs, Rocke & Barsoom
1996), not a fault.
"""

from detente.rules.elementary import exp
from detente.rules.forms import sigmoid
from detente.rules.parameters import Levels, Theory

__all__ = [
    "adoption",
    "breakdown_hazard",
    "collapse_hazard",
    "combined_effect",
    "compliance",
    "csbm_next",
    "delimitation",
    "diplomatic_room",
    "feasibility",
    "lapse",
    "neglect",
    "signing_hazard",
    "talks_hazard",
    "treaty_limit",
    "verification",
    "violation",
]


def combined_effect(levels: Levels, weights: Levels) -> float:
    """What the CSBMs of a border amount to in one of their effects (M22).

    Equation: ``sum_k weight_k C_k``, in the order of ``MEASURES``.

    Parameters
    ----------
    levels : sequence of float, length 9
        Levels C_k of the CSBMs of a border, 0 to 1.
    weights : sequence of float, length 9
        One effect of each measure, such as ``theory.prevention``.
    """
    total = 0.0
    for k in range(len(weights)):
        total += levels[k] * weights[k]
    return total


def diplomatic_room(rivalry: float, theory: Theory) -> float:
    """Share of diplomacy that the rivalry of great powers leaves (M21, for M22-M24).

    Equation: ``pol = 1 - xi R``. Falls with rivalry. Document, Challenges Encountered: external powers
    "can complicate negotiations".

    Parameters
    ----------
    rivalry : float
        Rivalry R over the border, 0 to 1.
    theory : Theory
        Reads ``rivalry_blocking``.
    """
    return 1.0 - theory.rivalry_blocking * rivalry


def feasibility(trust: float, support: float, threshold: float, theory: Theory) -> float:
    """How feasible a measure is on a border (M22).

    Equation: ``f_k = sig(sC (T_min + lift sup - theta_k))``. Rises with the lower trust and with
    outside support. Document, Challenges Encountered: "mistrust often hampers" measures.

    Parameters
    ----------
    trust : float
        Lower of the two directed trusts, 0 to 1.
    support : float
        Outside support, 0 to 1.
    threshold : float
        Trust theta_k at which the measure is half feasible, 0 to 1.
    theory : Theory
        Reads ``feasibility_steepness``, ``support_lift``.

    Returns
    -------
    float
        Feasibility, 0 to 1.
    """
    return sigmoid(
        theory.feasibility_steepness * (trust + theory.support_lift * support - threshold)
    )


def adoption(
    will: float,
    stability: float,
    feasibility: float,
    support: float,
    room: float,
    policy: float,
    theory: Theory,
) -> float:
    """Monthly rate at which a CSBM is adopted (M22).

    Equation: ``adopt = min(0.5, 2 al W_min S_min f_k (sup0 + (1 - sup0) sup) pol + policy)``. Rises with
    the lower will and stability of the two states ("mutual commitments"), with feasibility and with
    support.

    Parameters
    ----------
    will, stability : float
        Lower of the two states' values, 0 to 1.
    feasibility, support, room : float
        Results of the functions of these names, 0 to 1.
    policy : float
        Rate added by a policy of the timeline, 0 to 0.5.
    theory : Theory
        Reads ``adoption_speed``, ``unsupported_adoption``.

    Returns
    -------
    float
        Rate per month, 0 to 0.5.
    """
    backing = theory.unsupported_adoption + (1.0 - theory.unsupported_adoption) * support
    own = 2.0 * theory.adoption_speed * will * stability * feasibility * backing * room
    return min(0.5, own + policy)


def neglect(will: float, support: float, theory: Theory) -> float:
    """Monthly rate at which a CSBM lapses for want of care (part of M22).

    Equation: ``neglect = l0 exp(lw (0.5 - W_min)) (1 - 0.4 sup)``. Convex in will, so that stop-and-go
    costs more than steady will of the same mean. Document, Lessons Learned: "sustained political will".

    Parameters
    ----------
    will : float
        Lower political will of the two states, 0 to 1.
    support : float
        Outside support, 0 to 1.
    theory : Theory
        Reads ``basic_lapse``, ``lapse_will_slope``.

    Returns
    -------
    float
        Rate per month, >= 0.
    """
    care = exp(theory.lapse_will_slope * (0.5 - will))
    return theory.basic_lapse * care * (1.0 - 0.4 * support)


def lapse(neglect: float, alert: float, feasibility: float, theory: Theory) -> float:
    """Monthly rate at which a CSBM lapses (M22).

    Equation: ``lapse = min(0.5, neglect + l1 A_mean + l2 (1 - f_k))``. Rises with neglect, with alert
    and where the measure is no longer feasible.

    Parameters
    ----------
    neglect, feasibility : float
        Results of the functions of these names.
    alert : float
        Mean alert of the two sides, 0 to 3.
    theory : Theory
        Reads ``alert_lapse``, ``mistrust_lapse``.

    Returns
    -------
    float
        Rate per month, 0 to 0.5.
    """
    mistrust = theory.mistrust_lapse * (1.0 - feasibility)
    return min(0.5, neglect + theory.alert_lapse * alert + mistrust)


def csbm_next(level: float, adoption: float, lapse: float) -> float:
    """Level of a CSBM after a month (M22).

    Equation: ``C' = C + adopt (1 - C) - lapse C``. With constant rates it approaches
    ``adopt / (adopt + lapse)`` geometrically.

    Parameters
    ----------
    level : float
        Level C before, 0 to 1.
    adoption, lapse : float
        Results of the functions of these names, 0 to 0.5.
    """
    return level + adoption * (1.0 - level) - lapse * level


def verification(verified: float, monitoring: float) -> float:
    """How well each side sees the other's troops (M22).

    Equation: ``V = 1 - exp(-1.5 sum_k v_k C_k - mon)``. Rises with the CSBMs that verify and with
    outside monitoring.

    Parameters
    ----------
    verified : float
        Sum over CSBMs of level times verification, >= 0.
    monitoring : float
        Effort mon of the powers weighted by their monitoring instrument, >= 0.

    Returns
    -------
    float
        Verification, 0 to 1.
    """
    return 1.0 - exp(-1.5 * verified - monitoring)


def talks_hazard(
    will: float, stability: float, support: float, room: float, trust: float, theory: Theory
) -> float:
    """Monthly hazard that treaty talks open (M23, stage none to talks).

    Equation: ``h = r1 W_min S_min (0.2 + sup) pol sig(10 (T_min - 0.3))``. Rises with will, stability,
    support and trust, falls with rivalry.

    Parameters
    ----------
    will, stability, trust : float
        Lower of the two sides' values, 0 to 1.
    support, room : float
        Results of the functions of these names, 0 to 1.
    theory : Theory
        Reads ``talks_rate``.
    """
    willing = theory.talks_rate * will * stability * (0.2 + support) * room
    return willing * sigmoid(10.0 * (trust - 0.3))


def signing_hazard(
    will: float,
    stability: float,
    verification: float,
    room: float,
    trust: float,
    delimited: float,
    theory: Theory,
) -> float:
    """Monthly hazard that a treaty is signed (M23, stage talks to in force).

    Equation: ``h = r2 W_min S_min (0.3 + V) pol sig(12 (T_min - thz)) (0.3 + 0.7 L)``. Rises with
    verification and with the delimited share: an open line leaves little to sign.

    Parameters
    ----------
    will, stability, trust : float
        Lower of the two sides' values, 0 to 1.
    verification, room, delimited : float
        Verification, diplomatic room and delimited share, 0 to 1.
    theory : Theory
        Reads ``signing_rate``, ``signing_trust``.
    """
    willing = theory.signing_rate * will * stability * (0.3 + verification) * room
    return willing * sigmoid(12.0 * (trust - theory.signing_trust)) * (0.3 + 0.7 * delimited)


def collapse_hazard(alert: float) -> float:
    """Monthly hazard that treaty talks collapse (M23, stage talks to none).

    Equation: ``h = 0.15 A_mean``. Rises with alert; talks do not collapse by themselves.

    Parameters
    ----------
    alert : float
        Mean alert of the two sides, 0 to 3.
    """
    return 0.15 * alert


def breakdown_hazard(alert: float, trust: float, violation: float, theory: Theory) -> float:
    """Monthly hazard that a treaty breaks down (M23).

    Equation: ``h = rb (A_mean + 6 max(0, 0.3 - T_min) + violation)``. Rises with alert, with mistrust
    and with the larger violation.

    Parameters
    ----------
    alert : float
        Mean alert of the two sides, 0 to 3.
    trust : float
        Lower of the two directed trusts, 0 to 1.
    violation : float
        Larger violation of the two sides, >= 0.
    theory : Theory
        Reads ``breakdown_rate``.
    """
    return theory.breakdown_rate * (alert + 6.0 * max(0.0, 0.3 - trust) + violation)


def treaty_limit(signed_troops: float, reference: float, months: float, theory: Theory) -> float:
    """Troops that a treaty allows one side, some months after signing (M7).

    Equation: ``c = ceil N_ref + max(0, N_signed - ceil N_ref) max(0, 1 - t / H)``: a straight line from
    the troops at signing to the ceiling over ``H`` months, then level; a side that signs below the
    ceiling may rise to it. Document, Diplomatic and Bilateral Approaches: "specific steps, timelines,
    and responsibilities".

    Parameters
    ----------
    signed_troops : float
        Troops of the side at signing, persons.
    reference : float
        Troops of the side at the policing norm, persons, > 0.
    months : float
        Months since signing, >= 0.
    theory : Theory
        Reads ``treaty_ceiling``, ``treaty_months``.

    Returns
    -------
    float
        Persons, >= ``treaty_ceiling`` times the reference.
    """
    ceiling = theory.treaty_ceiling * reference
    left = max(0.0, 1.0 - months / theory.treaty_months)
    return ceiling + max(0.0, signed_troops - ceiling) * left


def violation(troops: float, limit: float, theory: Theory) -> float:
    """Excess over a treaty's limit beyond the tolerance, as a share of the limit (M23).

    Equation: ``violation = max(0, N - c (1 + tol)) / max(1, c)``: a limit of less than one person counts
    as one.

    Parameters
    ----------
    troops, limit : float
        Persons, >= 0.
    theory : Theory
        Reads ``treaty_tolerance``.
    """
    return max(0.0, troops - limit * (1.0 + theory.treaty_tolerance)) / max(1.0, limit)


def compliance(violation: float) -> float:
    """Compliance of a side with its treaty: 1 within the limit, -1 at half over (M23).

    Equation: ``comp = max(-1, 1 - 4 violation)``.

    Parameters
    ----------
    violation : float
        Result of `violation`, >= 0.
    """
    return max(-1.0, 1.0 - 4.0 * violation)


def delimitation(
    delimited: float,
    will: float,
    stability: float,
    trust: float,
    mediation: float,
    room: float,
    theory: Theory,
) -> float:
    """Share of the line delimited in a month (M24).

    Equation: ``dL = ldel (1 - L) W_min S_min sig(10 (T_min - 0.38)) (1 + 2 med) pol``, at most
    ``1 - L``. Rises with will, stability, trust and mediation. Document, United Nations Initiatives:
    "dispute resolution mechanisms".

    Parameters
    ----------
    delimited : float
        Delimited share L before, 0 to 1.
    will, stability, trust : float
        Lower of the two sides' values, 0 to 1.
    mediation : float
        Effort med of the powers weighted by their mediation instrument, >= 0.
    room : float
        Diplomatic room, 0 to 1.
    theory : Theory
        Reads ``delimitation_speed``.

    Returns
    -------
    float
        Share of the whole line, 0 to 1 - L.
    """
    left = 1.0 - delimited
    pace = theory.delimitation_speed * will * stability * (1.0 + 2.0 * mediation) * room
    return min(left, pace * left * sigmoid(10.0 * (trust - 0.38)))
