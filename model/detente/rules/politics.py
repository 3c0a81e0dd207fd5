"""Politics inside the states: political will and stability (M45-M46).

Political will is a government's readiness to spend effort on détente; stability its hold on its own
territory. Both follow what happens at the borders, return to a norm of their own and wander a little.
Elections, successions and revolutions come from the timeline.
"""

from detente.rules.forms import logistic_noise
from detente.rules.parameters import Theory

__all__ = ["stability_next", "stability_norm", "will_next", "will_target"]


def will_target(
    norm: float,
    trust: float,
    trade: float,
    alert: float,
    unrest: float,
    support: float,
    shift: float,
    theory: Theory,
) -> float:
    """Political will that conditions sustain (M45).

    Equation: ``W* = W0 + wt (T - 0.4) + wx X - wA A - wi max(0, S0 - S) + wo sup + dW`` with means over
    the state's borders. Rises with trust, trade and support; falls with alert and unrest. Document,
    Lessons Learned: "sustained political will"; Future Directions: "economic incentives".

    Parameters
    ----------
    norm : float
        Will W0 of the state, 0.02 to 1.
    trust, trade, alert, support : float
        Means over the state's borders.
    unrest : float
        ``max(0, S0 - S)``, 0 to 1.
    shift : float
        Shift by the timeline, such as a change of government.
    theory : Theory
        Reads ``will_from_trust``, ``will_from_trade``, ``will_lost_to_alert``,
        ``will_lost_to_instability``, ``will_from_support``.
    """
    return (
        norm
        + theory.will_from_trust * (trust - 0.4)
        + theory.will_from_trade * trade
        - theory.will_lost_to_alert * alert
        - theory.will_lost_to_instability * unrest
        + theory.will_from_support * support
        + shift
    )


def will_next(will: float, target: float, uniform: float, theory: Theory) -> float:
    """Political will after a month (M45).

    Equation: ``W' = W + rw (W* - W) + sw z(u)``, cut to 0.02-1. The noise z has mean 0 and variance 1.

    Parameters
    ----------
    will, target : float
        Will before and what conditions sustain.
    uniform : float
        Uniform number in (0, 1).
    theory : Theory
        Reads ``will_adjustment``, ``will_noise``.
    """
    noise = theory.will_noise * logistic_noise(uniform)
    return max(0.02, min(1.0, will + theory.will_adjustment * (target - will) + noise))


def stability_norm(norm: float, capacity: float, theory: Theory) -> float:
    """Stability that a state returns to (M46).

    Equation: ``S0* = min(1, S0 + cb cap_b)``. Technical assistance raises the norm by at most ``cb``: a
    form that is assumed. Document, United Nations Initiatives: "technical assistance, capacity building,
    and policy advice".

    Parameters
    ----------
    norm : float
        Stability S0 of the state, 0.02 to 1.
    capacity : float
        Mean cap_b over the state's borders of effort times capacity instrument, >= 0.
    theory : Theory
        Reads ``capacity_building``.
    """
    return min(1.0, norm + theory.capacity_building * capacity)


def stability_next(
    stability: float,
    norm: float,
    crime_load: float,
    alert: float,
    shock: float,
    uniform: float,
    theory: Theory,
) -> float:
    """Stability of a state after a month (M46).

    Equation: ``S' = S + rs (S0* - S) + ss z(u) - sc (E + 0.5 A) S + dS``, cut to 0.02-1. Falls with
    crime and alert at the borders. Document, Challenges Encountered: "Political instability".

    Parameters
    ----------
    stability, norm : float
        Stability before and its norm S0*, 0.02 to 1.
    crime_load, alert : float
        Means over the state's borders, 0 to 1 and 0 to 3.
    shock : float
        Change by the timeline, per month.
    uniform : float
        Uniform number in (0, 1).
    theory : Theory
        Reads ``stability_reversion``, ``stability_noise``, ``stability_lost_to_crime``.
    """
    drain = theory.stability_lost_to_crime * (crime_load + 0.5 * alert) * stability
    noise = theory.stability_noise * logistic_noise(uniform)
    moved = stability + theory.stability_reversion * (norm - stability) + noise - drain + shock
    return max(0.02, min(1.0, moved))
