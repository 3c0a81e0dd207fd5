"""Why trust moves: one function for each term of a side's trust (M28-M44).

Trust is how far one side believes that the other will keep its side of a cooperative bargain (Kydd
2005), from 0 to 1, directed. A month's change is the sum of the terms below; each is an entry of the
ledger. Losses scale with trust and gains with what is left of it, so that trust stays in its range
nearly by itself and the last term, the cut to the range, is close to nothing.
"""

from detente.rules.elementary import log
from detente.rules.forms import saturation
from detente.rules.parameters import Theory

__all__ = [
    "crime",
    "csbm",
    "decay",
    "delimitation",
    "guarantee",
    "incident",
    "lapse",
    "mediation",
    "reciprocity",
    "rivalry",
    "skirmish",
    "spillover",
    "threat",
    "trade",
    "treaty",
    "vulnerability",
]


def decay(trust: float, baseline: float, theory: Theory) -> float:
    """Return of trust to its structural baseline (M28).

    Equation: ``d (T0 - T)``; half-life 34 months at the default.

    Parameters
    ----------
    trust, baseline : float
        Trust and its baseline T0, 0 to 1.
    theory : Theory
        Reads ``trust_decay``.
    """
    return theory.trust_decay * (baseline - trust)


def threat(trust: float, other_density: float, theory: Theory) -> float:
    """Trust lost to the other side's garrison (M29).

    Equation: ``-em sat(x_o, xh) T``. Falls with the other side's density. Document, Impact: "reducing
    potential conflict zones".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    other_density : float
        Density of the other side, multiples of the norm, >= 0.
    theory : Theory
        Reads ``threat``, ``threat_half_density``.
    """
    return -theory.threat * saturation(other_density, theory.threat_half_density) * trust


def incident(trust: float, misunderstandings: float, standoffs: float, theory: Theory) -> float:
    """Trust lost to incidents without fire (M30).

    Equation: ``-min(0.9, ei (mis + 2 stand)) T``. Falls with misunderstandings, and twice as much with
    stand-offs. Document, Main Motivations: "the risk of conflicts or misunderstandings".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    misunderstandings, standoffs : float
        Counts of the month on the border.
    theory : Theory
        Reads ``incident_loss``.
    """
    return -min(0.9, theory.incident_loss * (misunderstandings + 2.0 * standoffs)) * trust


def skirmish(trust: float, severity: float, theory: Theory) -> float:
    """Trust lost to fire (M31).

    Equation: ``-min(0.9, es log(1 + sev)) T``. Falls with casualties. Document, CSBMs: clashes "can
    escalate into larger conflicts".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    severity : float
        Casualties sev of the month on the border, >= 0.
    theory : Theory
        Reads ``skirmish_loss``.
    """
    return -min(0.9, theory.skirmish_loss * log(1.0 + severity)) * trust


def crime(trust: float, crime_load: float, joint: float, theory: Theory) -> float:
    """Trust lost to blame for crime (M32).

    Equation: ``-ec E (1 - bl (1 - joint)) T``. Falls with the crime load; blame is less where crime is
    policed jointly.

    Parameters
    ----------
    trust, crime_load : float
        Trust and the side's crime load E, 0 to 1.
    joint : float
        Share of crime that joint policing leaves, 0 to 1.
    theory : Theory
        Reads ``crime_blame``, ``blame_relief``.
    """
    return -theory.crime_blame * crime_load * (1.0 - theory.blame_relief * (1.0 - joint)) * trust


def csbm(trust: float, level: float, reassurance: float, theory: Theory) -> float:
    """Trust gained from one CSBM (M33).

    Equation: ``ek tau_k C_k (1 - T)``. Rises with the level of the measure. Document, CSBMs: "foster
    trust and reduce tensions".

    Parameters
    ----------
    trust, level : float
        Trust and the level of the measure, 0 to 1.
    reassurance : float
        Effect tau_k of the measure.
    theory : Theory
        Reads ``csbm_gain``.
    """
    return theory.csbm_gain * reassurance * level * (1.0 - trust)


def lapse(trust: float, lapsed: float, theory: Theory) -> float:
    """Trust lost when CSBMs lapse (M33).

    Equation: ``-min(0.9, eq sum_k tau_k max(0, -dC_k)) T``. A measure given up is a signal.

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    lapsed : float
        Sum over CSBMs of reassurance times the fall of the level this month, >= 0.
    theory : Theory
        Reads ``lapse_loss``.
    """
    return -min(0.9, theory.lapse_loss * lapsed) * trust


def trade(trust: float, interdependence: float, theory: Theory) -> float:
    """Trust gained from trade (M34).

    Equation: ``ex D (1 - T)``. Rises with interdependence. Document, Impact: "economic interaction
    promotes interdependence"; Keohane & Nye 1977.

    Parameters
    ----------
    trust, interdependence : float
        Trust and interdependence D, 0 to 1.
    theory : Theory
        Reads ``trade_gain``.
    """
    return theory.trade_gain * interdependence * (1.0 - trust)


def guarantee(trust: float, own: float, other: float, theory: Theory) -> float:
    """Trust from guarantees (M35).

    Equation: ``eg min(G, G_o) (1 - T) - ega |G - G_o| T``. A shared guarantee reassures, a one-sided one
    alarms (Snyder 1984). Document, Collective Security Arrangements: "shared responsibility for regional
    security".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    own, other : float
        Guarantees G and G_o that the two sides enjoy, >= 0.
    theory : Theory
        Reads ``guarantee_gain``, ``guarantee_loss``.
    """
    gap = own - other
    shared = theory.guarantee_gain * min(own, other) * (1.0 - trust)
    return shared - theory.guarantee_loss * max(gap, -gap) * trust


def mediation(trust: float, baseline: float, mediation: float, theory: Theory) -> float:
    """Trust gained from mediation (M36).

    Equation: ``eu med (0.3 + 2 max(0, T0 - T)) (1 - T)``. Larger after a fall below the baseline:
    mediators are called after a clash. Document, United Nations Initiatives: "facilitates dialogue".

    Parameters
    ----------
    trust, baseline : float
        Trust and its baseline, 0 to 1.
    mediation : float
        Effort med of the powers weighted by their mediation instrument, >= 0.
    theory : Theory
        Reads ``mediation_gain``.
    """
    need = 0.3 + 2.0 * max(0.0, baseline - trust)
    return theory.mediation_gain * mediation * need * (1.0 - trust)


def treaty(trust: float, other_compliance: float, verification: float, theory: Theory) -> float:
    """Trust from a treaty in force (M37).

    Equation: ``et max(0, comp_o) V (1 - T) - ev max(0, -comp_o) T``: compliance counts as far as it is
    verified, a violation counts at once. Document, Diplomatic and Bilateral Approaches: "transparency
    and compliance".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    other_compliance : float
        Compliance of the other side, -1 to 1; 0 without a treaty.
    verification : float
        Verification V, 0 to 1.
    theory : Theory
        Reads ``compliance_gain``, ``violation_loss``.
    """
    kept = theory.compliance_gain * max(0.0, other_compliance) * verification * (1.0 - trust)
    return kept - theory.violation_loss * max(0.0, -other_compliance) * trust


def delimitation(trust: float, delimited: float, newly: float, theory: Theory) -> float:
    """Trust from the line itself (M38).

    Equation: ``eL dL (1 - T) - ed (1 - L) T``. An open line wears trust away, each part of it that is
    settled gives trust. Document, The Role of International and Regional Actors: "tensions along
    disputed borders".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    delimited : float
        Delimited share L, 0 to 1.
    newly : float
        Share dL delimited this month.
    theory : Theory
        Reads ``delimitation_gain``, ``undelimited_loss``.
    """
    settled = theory.delimitation_gain * newly * (1.0 - trust)
    return settled - theory.undelimited_loss * (1.0 - delimited) * trust


def reciprocity(trust: float, other_growth: float, verification: float, theory: Theory) -> float:
    """Trust from the other side's last change of troops (M39).

    Equation: ``er max(0, -r_o) (0.2 + 0.8 V) (1 - T) - min(0.9, ep max(0, r_o)) T`` with ``r_o = dN_o /
    N_o``. A reduction counts as far as it is seen (Osgood 1962); a build-up counts in full. Document,
    Confidence-Building Measures: "demonstrate peaceful intentions".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    other_growth : float
        Relative change r_o of the other side's troops in the last month, >= -1.
    verification : float
        Verification V, 0 to 1.
    theory : Theory
        Reads ``reciprocity_gain``, ``buildup_loss``.
    """
    seen = 0.2 + 0.8 * verification
    kind = theory.reciprocity_gain * max(0.0, -other_growth) * seen * (1.0 - trust)
    return kind - min(0.9, theory.buildup_loss * max(0.0, other_growth)) * trust


def vulnerability(
    trust: float, own_troops: float, other_troops: float, verification: float, theory: Theory
) -> float:
    """Trust lost to standing weaker and blind (M40).

    Equation: ``-evul max(0, (N_o - N) / (N_o + N)) (1 - V) T``. Falls with the other side's superiority
    as far as it is not verified. Document, Lessons Learned: "unilateral or poorly coordinated efforts
    often lead to misunderstandings or setbacks".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    own_troops, other_troops : float
        Troops of the two sides, persons, >= 0.
    verification : float
        Verification V, 0 to 1.
    theory : Theory
        Reads ``vulnerability_loss``.
    """
    total = own_troops + other_troops
    weaker = max(0.0, (other_troops - own_troops) / max(total, 1e-300))
    return -theory.vulnerability_loss * weaker * (1.0 - verification) * trust


def spillover(
    trust: float, elsewhere_trust: float, elsewhere_alert: float, theory: Theory
) -> float:
    """Trust drawn along by the state's other borders (M41).

    Equation: ``w (T_else - T) - wa A_else T``. Follows trust elsewhere and falls with alert elsewhere.
    Document, Security Frameworks: "a more stable and interconnected Central Asian region".

    Parameters
    ----------
    trust : float
        Trust, 0 to 1.
    elsewhere_trust : float
        Mean trust of the state on its other borders; the trust itself where it has none.
    elsewhere_alert : float
        Mean alert of the state on its other borders; 0 where it has none.
    theory : Theory
        Reads ``regional_pull``, ``alert_spillover``.
    """
    pull = theory.regional_pull * (elsewhere_trust - trust)
    return pull - theory.alert_spillover * elsewhere_alert * trust


def rivalry(trust: float, rivalry: float, theory: Theory) -> float:
    """Trust lost to the rivalry of great powers (M42).

    Equation: ``-eR R T``. Document, Challenges Encountered: external influences "can complicate
    negotiations".

    Parameters
    ----------
    trust, rivalry : float
        Trust and rivalry over the border, 0 to 1.
    theory : Theory
        Reads ``rivalry_loss``.
    """
    return -theory.rivalry_loss * rivalry * trust
