"""Encounters between facing posts: contact, misunderstanding, stand-off, skirmish (M12-M16, M5).

Patrols of two sides meet; some meetings are misunderstood; some misunderstandings harden into a
stand-off; some stand-offs end in fire. Each step thins the one before, so that the four outcomes are
independent Poisson counts. Severity of a skirmish is heavy-tailed. Deliberate wars are not modeled: a
forced clash comes from the timeline.
"""

from math import sqrt

from detente.rules.elementary import exp, log
from detente.rules.forms import sigmoid
from detente.rules.parameters import Theory

__all__ = [
    "alert_next",
    "contact_rate",
    "encounter_rates",
    "imbalance",
    "misunderstanding_probability",
    "skirmish_probability",
    "skirmish_severity",
    "standoff_probability",
]


def contact_rate(
    dispute: float, delimited: float, density_a: float, density_b: float, theory: Theory
) -> float:
    """Contacts of the two posts of a sector in a month (M12).

    Equation: ``le = e0 (eps_d + disp (1 - L)) sqrt(x_a x_b)``. Rises with both densities and with the
    undelimited part of a dispute. Document, Main Motivations: "accidental clashes".

    Parameters
    ----------
    dispute : float
        Intensity disp of the sector's dispute, 0 to 2.
    delimited : float
        Delimited share L of the border, 0 to 1.
    density_a, density_b : float
        Density of the posts on either side, multiples of the policing norm, >= 0.
    theory : Theory
        Reads ``contact_rate``, ``contact_without_dispute``.

    Returns
    -------
    float
        Contacts per sector and month, >= 0.
    """
    quarrel = theory.contact_without_dispute + dispute * (1.0 - delimited)
    return theory.contact_rate * quarrel * sqrt(density_a * density_b)


def misunderstanding_probability(prevention: float, theory: Theory) -> float:
    """Probability that a contact is misunderstood (M13).

    Equation: ``pm = pm0 exp(-sum_k mu_k C_k)``. Falls with the CSBMs in force. Document, Diplomatic and
    Bilateral Approaches: "communication hotlines to prevent misunderstandings".

    Parameters
    ----------
    prevention : float
        Sum over CSBMs of level times prevention, >= 0.
    theory : Theory
        Reads ``misunderstanding_chance``.

    Returns
    -------
    float
        Probability, 0 to 1.
    """
    return theory.misunderstanding_chance * exp(-prevention)


def imbalance(troops_a: float, troops_b: float, reference: float) -> float:
    """Imbalance of two facing posts (part of M14).

    Equation: ``imb = tanh |log((n_a + 0.05 n_ref) / (n_b + 0.05 n_ref))|``; 0 at parity, towards 1 when
    one side stands alone. With a and b for the two sums it is the same as ``|a^2 - b^2| / (a^2 + b^2)``,
    as which it is worked out. Whether parity or preponderance is safer is contested in the literature.

    Parameters
    ----------
    troops_a, troops_b : float
        Troops of the posts, persons, >= 0.
    reference : float
        Troops of the sector at the policing norm, persons, > 0.

    Returns
    -------
    float
        Imbalance, 0 to 1.
    """
    floor = 0.05 * reference
    first, second = troops_a + floor, troops_b + floor
    gap = (first - second) * (first + second)
    return max(gap, -gap) / (first * first + second * second)


def standoff_probability(
    trust: float, alert: float, imbalance: float, deescalation: float, theory: Theory
) -> float:
    """Probability that a misunderstanding hardens into a stand-off (M14).

    Equation:
    ``ps = sig(as + bs (1 - T_mean) + cs A_mean + im imb (1 - T_mean) - ds sum_k delta_k C_k)``. Rises
    with mistrust, alert and imbalance, falls with the CSBMs' de-escalation.

    Parameters
    ----------
    trust : float
        Mean of the two directed trusts, 0 to 1.
    alert : float
        Mean alert of the two sides, 0 to 3.
    imbalance : float
        Imbalance imb of the posts, 0 to 1.
    deescalation : float
        Sum over CSBMs of level times de-escalation, >= 0.
    theory : Theory
        Reads ``standoff_intercept``, ``standoff_mistrust``, ``alert_slope``, ``imbalance_slope``,
        ``standoff_deescalation``.

    Returns
    -------
    float
        Probability, 0 to 1.
    """
    mistrust = 1.0 - trust
    return sigmoid(
        theory.standoff_intercept
        + theory.standoff_mistrust * mistrust
        + theory.alert_slope * alert
        + theory.imbalance_slope * imbalance * mistrust
        - theory.standoff_deescalation * deescalation
    )


def skirmish_probability(
    trust: float,
    alert: float,
    deescalation: float,
    interdependence: float,
    peacekeeping: float,
    theory: Theory,
) -> float:
    """Probability that a stand-off ends in fire (M15).

    Equation: ``pk = sig(ak + bk (1 - T_mean) + cs A_mean - dk sum_k delta_k C_k - xk D - uk P)``. Rises
    with mistrust and alert; falls with CSBMs, interdependence D and peacekeeping P. Document, Impact:
    interdependence "acts as a deterrent to hostile actions".

    Parameters
    ----------
    trust, alert, deescalation : float
        As for `standoff_probability`.
    interdependence : float
        Result D of `detente.rules.trade.interdependence`, 0 to 1.
    peacekeeping : float
        Effort of the powers on the border weighted by their peacekeeping instrument, >= 0.
    theory : Theory
        Reads ``skirmish_intercept``, ``skirmish_mistrust``, ``alert_slope``,
        ``skirmish_deescalation``, ``trade_deterrence``, ``peacekeeping_effect``.

    Returns
    -------
    float
        Probability, 0 to 1.
    """
    return sigmoid(
        theory.skirmish_intercept
        + theory.skirmish_mistrust * (1.0 - trust)
        + theory.alert_slope * alert
        - theory.skirmish_deescalation * deescalation
        - theory.trade_deterrence * interdependence
        - theory.peacekeeping_effect * peacekeeping
    )


def encounter_rates(
    contact: float, misunderstanding: float, standoff: float, skirmish: float
) -> tuple[float, float, float]:
    """Split contacts by their furthest stage (M13-M15).

    Equation: ``(le pm (1 - ps), le pm ps (1 - pk), le pm ps pk)``. Poisson thinning: misunderstandings
    that are resolved, stand-offs that end without fire, and skirmishes are independent Poisson counts
    with these rates.

    Parameters
    ----------
    contact : float
        Contacts le per month.
    misunderstanding, standoff, skirmish : float
        Probabilities pm, ps and pk of each step, given the step before.

    Returns
    -------
    tuple of float
        Monthly rates of resolved misunderstandings, of stand-offs without fire, and of skirmishes.
    """
    misunderstood = contact * misunderstanding
    hardened = misunderstood * standoff
    return misunderstood * (1.0 - standoff), hardened * (1.0 - skirmish), hardened * skirmish


def skirmish_severity(uniform: float, theory: Theory) -> float:
    """Casualties of a skirmish, Pareto with minimum 1 (M16).

    Equation: ``sev = min(sevmax, (1 - u)^(-1/alpha))``, so that ``P(S > s) = s^(-alpha)``. Exponent
    after Clauset 2018 (interstate wars); carried over to border clashes by assumption.

    Parameters
    ----------
    uniform : float
        Uniform number in (0, 1).
    theory : Theory
        Reads ``severity_exponent``, ``severity_limit``.

    Returns
    -------
    float
        Casualties, 1 to ``severity_limit``.
    """
    return min(theory.severity_limit, exp(-log(1.0 - uniform) / theory.severity_exponent))


def alert_next(alert: float, severity: float, theory: Theory) -> float:
    """Alert of one side after a month (M5).

    Equation: ``A' = min(3, A (1 - dA) + kA log(1 + sev))``. Rises with the month's casualties
    on the border, fades by itself.

    Parameters
    ----------
    alert : float
        Alert before, 0 to 3.
    severity : float
        Casualties sev of the month on the border, >= 0.
    theory : Theory
        Reads ``alert_decay``, ``alert_gain``.

    Returns
    -------
    float
        Alert, 0 to 3.
    """
    return min(3.0, alert * (1.0 - theory.alert_decay) + theory.alert_gain * log(1.0 + severity))
