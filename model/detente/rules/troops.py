"""Why troops move: one function for each term of a side's troops (M1-M11).

The core is Richardson's arms dynamics (1960): fatigue, reaction to the other side, and grievances, with
a reaction that trust weakens (the security dilemma, Jervis 1978). A month's change is the sum of the
terms, in persons; each is an entry of the ledger. ``reference`` is the side's troops at the policing
norm: persons = density times reference, so that a short and a long border obey one theory.
"""

from detente.rules.forms import sigmoid
from detente.rules.parameters import Theory

__all__ = [
    "alert",
    "bounded",
    "budget",
    "crime",
    "dispute",
    "fatigue",
    "friction",
    "guarantee",
    "policy",
    "post_share",
    "posture",
    "reaction",
    "reactivity",
    "treaty",
]


def reactivity(trust: float, theory: Theory) -> float:
    """Troops kept per troop of the other side (M1).

    Equation: ``rho(T) = rho0 (1 - kap sig(sT (T - thT)))``. Falls with trust; with ``kap = 0`` the
    classical linear model.

    Parameters
    ----------
    trust : float
        Directed trust of the side, 0 to 1.
    theory : Theory
        Reads ``reactivity``, ``trust_relief``, ``trust_steepness``, ``trust_midpoint``.
    """
    relief = sigmoid(theory.trust_steepness * (trust - theory.trust_midpoint))
    return theory.reactivity * (1.0 - theory.trust_relief * relief)


def fatigue(troops: float, theory: Theory) -> float:
    """Troops that a side lets go for their cost, without any threat (M1).

    Equation: ``-a N``. Rises in size with the side's own troops (Richardson 1960).

    Parameters
    ----------
    troops : float
        Troops N of the side, persons.
    theory : Theory
        Reads ``adjustment``.
    """
    return -theory.adjustment * troops


def reaction(other_troops: float, trust: float, theory: Theory) -> float:
    """Troops added in reaction to the other side's troops (M1).

    Equation: ``a rho(T) N_o``. Rises with the other side's troops, falls with trust. Document, Main
    Motivations: "minimizing the risk of conflicts or misunderstandings".

    Parameters
    ----------
    other_troops : float
        Troops N_o of the other side, persons.
    trust : float
        Directed trust of the side, 0 to 1.
    theory : Theory
        Reads ``adjustment`` and what `reactivity` reads.
    """
    return theory.adjustment * reactivity(trust, theory) * other_troops


def posture(
    reference: float, strategic_asset: float, sovereignty: float, legacy: float, theory: Theory
) -> float:
    """Troops that a state holds without any threat (M2).

    Equation: ``a N_ref (h0 + h_asset asset (0.4 + sov) + legacy)``. Rises with the border's value as a
    strategic asset and with the salience of sovereignty. Document, Historical Context: states
    "prioritized sovereignty and territorial integrity, leading to the militarization of many borders".
    The legacy posture is exogenous (timeline), such as that of the Sino-Soviet border until 1996.

    Parameters
    ----------
    reference : float
        Persons at the policing norm.
    strategic_asset : float
        Asset value of the border to this state, 0 to 1.
    sovereignty : float
        Salience of sovereignty, 0 to 3.
    legacy : float
        Density held for reasons outside the model; may be negative.
    theory : Theory
        Reads ``adjustment``, ``basic_posture``, ``asset_posture``.
    """
    asset = theory.asset_posture * strategic_asset * (0.4 + sovereignty)
    return theory.adjustment * reference * (theory.basic_posture + asset + legacy)


def dispute(reference: float, delimited: float, trust: float, theory: Theory) -> float:
    """Troops for a disputed line (M3).

    Equation: ``a N_ref h_disp (1 - L) (1 - T)``. Falls with the delimited share and with trust.
    Document, Challenges Encountered: "territorial disputes also impede demilitarization".

    Parameters
    ----------
    reference : float
        Persons at the policing norm.
    delimited, trust : float
        Delimited share L and directed trust, 0 to 1.
    theory : Theory
        Reads ``adjustment``, ``dispute_posture``.
    """
    open_line = (1.0 - delimited) * (1.0 - trust)
    return theory.adjustment * reference * theory.dispute_posture * open_line


def crime(reference: float, crime_load: float, theory: Theory) -> float:
    """Troops against crime (M4).

    Equation: ``a N_ref h_crime E``. Rises with the crime load. Document, Challenges Encountered: crime
    and insurgency prompt "countries to maintain high military readiness".

    Parameters
    ----------
    reference : float
        Persons at the policing norm.
    crime_load : float
        Crime load E of the side, 0 to 1.
    theory : Theory
        Reads ``adjustment``, ``crime_need``.
    """
    return theory.adjustment * reference * theory.crime_need * crime_load


def alert(reference: float, alert: float, theory: Theory) -> float:
    """Troops on alert after clashes (M5).

    Equation: ``a N_ref h_alert min(3, A)``. Rises with alert.

    Parameters
    ----------
    reference : float
        Persons at the policing norm.
    alert : float
        Alert A of the side, 0 to 3.
    theory : Theory
        Reads ``adjustment``, ``alert_posture``.
    """
    return theory.adjustment * reference * theory.alert_posture * min(3.0, alert)


def guarantee(troops: float, reference: float, own: float, other: float, theory: Theory) -> float:
    """Troops that guarantees replace or call for (M6).

    Equation: ``-0.5 a h_guar G N + a h_asym N_ref max(0, G_o - G)``: an own guarantee stands in for
    troops, a guarantee that only the other side enjoys alarms (Snyder 1984).

    Parameters
    ----------
    troops, reference : float
        Troops of the side and at the policing norm, persons.
    own, other : float
        Guarantees G that the two sides enjoy, >= 0.
    theory : Theory
        Reads ``adjustment``, ``guarantee_substitution``, ``guarantee_alarm``.
    """
    replaced = 0.5 * theory.guarantee_substitution * own * troops
    alarm = theory.guarantee_alarm * reference * max(0.0, other - own)
    return theory.adjustment * (alarm - replaced)


def treaty(troops: float, limit: float, will: float, stability: float, theory: Theory) -> float:
    """Reduction towards a treaty's limit (M7).

    Equation: ``-lam_z W S max(0, N - c)``. Larger with the excess over the limit c, and with the will
    and the stability of the state that has to carry it out. Document, Diplomatic and Bilateral
    Approaches: accords outline "specific steps, timelines, and responsibilities, ensuring
    accountability".

    Parameters
    ----------
    troops, limit : float
        Troops of the side and what the treaty allows it now, persons.
    will, stability : float
        Political will and stability of the side's state, 0 to 1.
    theory : Theory
        Reads ``drawdown_speed``.
    """
    return -theory.drawdown_speed * will * stability * max(0.0, troops - limit)


def policy(troops: float, cut: float) -> float:
    """Troops withdrawn by a policy of the timeline (M8).

    Equation: ``-cut N``; a negative cut builds up.

    Parameters
    ----------
    troops : float
        Troops N of the side, persons.
    cut : float
        Share withdrawn this month, -0.5 to 0.5; from the timeline.
    """
    return -cut * troops


def friction(planned: float, strategic_asset: float, stability: float, theory: Theory) -> float:
    """Reluctance to reduce (M9).

    Equation: ``-min(0.8, phi asset + phi_i (1 - S)) min(0, sum of M1 to M7)``: positive, slows
    reductions only. Document, Challenges Encountered: "reluctance among states to fully disarm".

    Parameters
    ----------
    planned : float
        Sum of the terms M1 to M7, persons.
    strategic_asset, stability : float
        Asset value of the border and stability of the state, 0 to 1.
    theory : Theory
        Reads ``asset_friction``, ``instability_friction``.
    """
    reluctance = theory.asset_friction * strategic_asset + theory.instability_friction * (
        1.0 - stability
    )
    return -min(0.8, reluctance) * min(0.0, planned)


def budget(troops: float, reference: float, theory: Theory) -> float:
    """Troops given up for the cost of their upkeep, which is convex (M10).

    Equation: ``-a h_soft N^2 / N_ref``. Caspary 1967: resources limit an arms race.

    Parameters
    ----------
    troops, reference : float
        Troops N of the side and at the policing norm, persons; reference > 0.
    theory : Theory
        Reads ``adjustment``, ``upkeep_cost``.
    """
    return -theory.adjustment * theory.upkeep_cost * troops * troops / reference


def bounded(troops: float, reference: float, theory: Theory) -> float:
    """Troops cut to what a border can hold (M11).

    Equation: ``max(0, min(xmax N_ref, N))``. The cut is an entry of the ledger, ``bounds``.

    Parameters
    ----------
    troops, reference : float
        Troops N after all other terms and troops at the policing norm, persons.
    theory : Theory
        Reads ``garrison_capacity``.
    """
    return max(0.0, min(theory.garrison_capacity * reference, troops))


def post_share(sectors: float, risk: float, total_risk: float, theory: Theory) -> float:
    """Share of a side's troops that a post gets (posts of M11).

    Equation: ``share = (1 - w_p) / s + w_p risk / sum risk`` with ``s`` sectors; even where there is no
    risk. Commanders follow crime and clashes but hold every sector; the mixture is an assumption.

    Parameters
    ----------
    sectors : float
        Number s of sectors, >= 1.
    risk, total_risk : float
        Risk of the post's sector and sum over the side's posts, >= 0.
    theory : Theory
        Reads ``risk_weighting``.

    Returns
    -------
    float
        Share; the shares of a side sum to 1.
    """
    even = 1.0 / sectors
    weighting, some = theory.risk_weighting, 1e-300
    by_risk = (risk + some) / (total_risk + sectors * some)
    return (1.0 - weighting) * even + weighting * by_risk
