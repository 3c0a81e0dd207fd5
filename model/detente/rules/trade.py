"""Trade over a border: openness, what enables trade, and growth towards its potential (M25-M27).

Trade is the share of a border's gravity potential that is realized (Tinbergen 1962). Crossings open with
trust and shut with alert, garrisons and closure; roads, customs and joint projects raise what open
crossings can carry. Tourism and migration are not apart from trade, and trade that goes elsewhere when
one border shuts is not modeled.
"""

from detente.rules.elementary import exp
from detente.rules.forms import share, sigmoid
from detente.rules.parameters import Theory

__all__ = [
    "customs_next",
    "infrastructure_next",
    "interdependence",
    "joint_projects_next",
    "openness_next",
    "trade_cap",
    "trade_next",
]


def interdependence(trade: float, trade_potential: float) -> float:
    """Interdependence of two states over a border, 0 to 1 (M15, M34).

    Equation: ``D = tanh(2 X g) = 2 sig(4 X g) - 1``. Rises with the trade that is realized and
    saturates. Document, Impact: "interdependence among states"; Keohane & Nye 1977.

    Parameters
    ----------
    trade : float
        Share X of the potential realized, 0 to 1.
    trade_potential : float
        Normalized gravity potential g, 0 to 1.5.
    """
    return 2.0 * sigmoid(4.0 * trade * trade_potential) - 1.0


def openness_next(
    openness: float, trust: float, density: float, alert: float, closure: float, theory: Theory
) -> float:
    """Openness of the crossings after a month (M25).

    Equation:
    ``O' = O + ro (sig(so (T_mean - tho)) exp(-muo max(0, x_mean - 1)) (1 - cl) - O) - clo A_mean O``,
    and never above ``1 - cl``. Rises with trust, falls with garrisons, alert and closure policy.
    Document, Main Motivations: "Relaxing border security measures encourages trade". The closure ``cl``
    is an exogenous series of the timeline, so that a government may shut crossings at a stroke.

    Parameters
    ----------
    openness : float
        Openness before, 0 to 1.
    trust, density, alert : float
        Means of the two sides: 0 to 1, multiples of the norm, 0 to 3.
    closure : float
        Share of the crossings shut by decree, 0 to 1.
    theory : Theory
        Reads ``openness_adjustment``, ``openness_steepness``, ``openness_midpoint``, ``garrison_drag``,
        ``alert_closure``.

    Returns
    -------
    float
        Openness, 0 to 1.
    """
    trusted = sigmoid(theory.openness_steepness * (trust - theory.openness_midpoint))
    allowed = 1.0 - closure
    target = trusted * exp(-theory.garrison_drag * max(0.0, density - 1.0)) * allowed
    step = (
        theory.openness_adjustment * (target - openness) - theory.alert_closure * alert * openness
    )
    return min(allowed, share(openness + step))


def infrastructure_next(
    infrastructure: float, will: float, investment: float, trust: float, theory: Theory
) -> float:
    """Border infrastructure after a month (M26).

    Equation: ``I' = I + ii (1 - I) (0.2 W_min + inv) T_mean - dep I``. Rises with will, trust and
    outside money. Document, Promoting Economic Connectivity: "roads, railways, and logistics hubs".

    Parameters
    ----------
    infrastructure : float
        Level before, 0 to 1.
    will : float
        Lower political will of the two states, 0 to 1.
    investment : float
        Effort inv of the powers weighted by their infrastructure instrument, plus facilitation, >= 0.
    trust : float
        Mean of the two directed trusts, 0 to 1.
    theory : Theory
        Reads ``infrastructure_building``, ``enabler_decay``.
    """
    built = (
        theory.infrastructure_building * (1.0 - infrastructure) * (0.2 * will + investment) * trust
    )
    return share(infrastructure + built - theory.enabler_decay * infrastructure)


def customs_next(
    customs: float, will: float, stability: float, assistance: float, trust: float, theory: Theory
) -> float:
    """Quality of customs and rules after a month (M26).

    Equation: ``Q' = Q + pp (1 - Q) W_min S_min (0.4 + assist + T_mean) - dep Q``. Rises with will,
    stability, trust and assistance. Document, Promoting Economic Connectivity: "customs procedures",
    "clear regulatory frameworks".

    Parameters
    ----------
    customs : float
        Level before, 0 to 1.
    will, stability : float
        Lower of the two states' values, 0 to 1.
    assistance : float
        Effort assist of the powers weighted by their customs instrument, plus facilitation, >= 0.
    trust : float
        Mean of the two directed trusts, 0 to 1.
    theory : Theory
        Reads ``customs_reform``, ``enabler_decay``.
    """
    reform = theory.customs_reform * (1.0 - customs) * will * stability * (0.4 + assistance + trust)
    return share(customs + reform - theory.enabler_decay * customs)


def joint_projects_next(
    joint_projects: float,
    will: float,
    trust: float,
    trade: float,
    investment: float,
    theory: Theory,
) -> float:
    """Joint economic projects after a month (M26).

    Equation: ``J' = J + jj (1 - J) W_min T_mean (0.3 + X + inv_J) - dep J``. Rises with will, trust and
    trade. Document, Promoting Economic Connectivity: "joint economic
    projects".

    Parameters
    ----------
    joint_projects : float
        Level before, 0 to 1.
    will, trust : float
        Lower will of the two states and mean trust of the two sides, 0 to 1.
    trade : float
        Share X of the potential realized, 0 to 1.
    investment : float
        Effort inv_J of the powers weighted by their joint-projects instrument, >= 0.
    theory : Theory
        Reads ``joint_project_growth``, ``enabler_decay``.
    """
    common = will * trust * (0.3 + trade + investment)
    started = theory.joint_project_growth * (1.0 - joint_projects) * common
    return share(joint_projects + started - theory.enabler_decay * joint_projects)


def trade_cap(
    openness: float, infrastructure: float, customs: float, joint_projects: float, theory: Theory
) -> float:
    """Trade that a border can carry, as a share of its potential (M27).

    Equation: ``cap = O (k0 + (1 - k0) (0.4 I + 0.35 Q + 0.25 J)) + 0.02``. Rises with openness and with
    what enables trade; a fiftieth is carried over a shut border.

    Parameters
    ----------
    openness, infrastructure, customs, joint_projects : float
        Levels, 0 to 1.
    theory : Theory
        Reads ``unaided_trade``.

    Returns
    -------
    float
        Share of the potential, 0.02 to 1.02.
    """
    enabled = 0.4 * infrastructure + 0.35 * customs + 0.25 * joint_projects
    return openness * (theory.unaided_trade + (1.0 - theory.unaided_trade) * enabled) + 0.02


def trade_next(trade: float, cap: float, theory: Theory) -> float:
    """Trade after a month: logistic growth to the cap (M27).

    Equation: ``X' = X cap / (X + (cap - X) exp(-rx))``, the exact solution of
    ``dX/dt = rx X (1 - X/cap)`` over a month. A step in proportion to the rate would go below zero when
    crossings shut and the cap falls far below trade; the exact step cannot.

    Parameters
    ----------
    trade : float
        Share X before, 0 to 1.
    cap : float
        Result of `trade_cap`, > 0.
    theory : Theory
        Reads ``trade_growth``.

    Returns
    -------
    float
        Share of the potential, 0 to 1.
    """
    return share(trade * cap / (trade + (cap - trade) * exp(-theory.trade_growth)))
