"""External powers and organizations: attention, effort, support, guarantees, rivalry (M19-M21, M47).

A power has a limited effort and spreads it over borders by mandate, need and consent. What the effort
does there depends on the power's instruments. Two great powers that compete for the same states
complicate diplomacy; a concert of powers does not. Powers do not learn or bargain with each other.
"""

from detente.rules.elementary import choose, exp
from detente.rules.parameters import Theory

__all__ = [
    "alignment",
    "contested_influence",
    "effort",
    "guarantee",
    "influence_next",
    "priority",
    "rivalry",
    "support",
    "tension",
    "trade_attention",
]


def tension(trust: float, alert: float) -> float:
    """Tension of a border that draws a power's attention (M19).

    Equation: ``attention = 1 - T_mean + A_mean``. Rises with mistrust and alert.

    Parameters
    ----------
    trust, alert : float
        Means of the two sides, 0 to 1 and 0 to 3.
    """
    return 1.0 - trust + alert


def trade_attention(trade_potential: float) -> float:
    """Attention of a power that invests where trade is (M19).

    Equation: ``attention = 0.5 + g``. Rises with the trade potential. Document, Influence of Russia and
    China: "economic investments".

    Parameters
    ----------
    trade_potential : float
        Gravity potential g, 0 to 1.5.
    """
    return 0.5 + trade_potential


def priority(mandate: float, attention: float, will: float) -> float:
    """Priority of a border for a power (M19).

    Equation: ``prio = mandate (0.15 + attention) (0.3 + 0.7 W_min)``. Rises with need and with consent:
    third parties need hosts (Cooley 2012).

    Parameters
    ----------
    mandate : float
        Weight of the border in the power's mandate, 0 to 1.
    attention : float
        Result of `tension` or `trade_attention`.
    will : float
        Lower political will of the two states, 0 to 1.

    Returns
    -------
    float
        Priority, >= 0; only ratios matter.
    """
    return mandate * (0.15 + attention) * (0.3 + 0.7 * will)


def effort(budget: float, priority: float, total: float) -> float:
    """Effort of a power on one border (M19).

    Equation: ``e = min(1, B prio / sum prio)``; 0 where nothing has priority.

    Parameters
    ----------
    budget : float
        Budget B of the power in borders at full effort, >= 0.
    priority, total : float
        Priority of this border and sum over all borders.

    Returns
    -------
    float
        Effort, 0 to 1.
    """
    return choose(total > 0.0, min(1.0, budget * priority / max(total, 1e-300)), 0.0)


def support(weighted_effort: float) -> float:
    """Outside support of a border (M20).

    Equation: ``sup = 1 - exp(-sum_p s_p e_p)``. Rises with every power's effort and saturates.
    Document: "providing diplomatic channels, funding, and technical expertise".

    Parameters
    ----------
    weighted_effort : float
        Sum over powers of effort times support instrument, >= 0.
    """
    return 1.0 - exp(-weighted_effort)


def guarantee(influence: float, weighted_effort: float) -> float:
    """Security guarantee that one side enjoys from one power (M6).

    Equation: ``G = sum_p F q_p e_p``: effort times guarantee instrument q, carried by the influence F
    over the state of the great power that leads; this function gives the part of one power p. Document,
    Influence of Russia and China: "Providing security guarantees".

    Parameters
    ----------
    influence : float
        Influence of the leading great power over the state, 0 to 1.
    weighted_effort : float
        Effort times guarantee instrument, 0 to 1.
    """
    return influence * weighted_effort


def alignment(influence_a: float, influence_b: float) -> float:
    """Alignment of a state between two great powers (M21).

    Equation: ``al_i = (F_a - F_b) / (F_a + F_b + 0.2)``, from -1 to 1; 0 when both count alike or not
    at all.

    Parameters
    ----------
    influence_a, influence_b : float
        Influence F of the two great powers over the state, 0 to 1.
    """
    return (influence_a - influence_b) / (influence_a + influence_b + 0.2)


def contested_influence(influence_a: float, influence_b: float) -> float:
    """How far a state is contested between two great powers (M21).

    Equation: ``c_i = 4 F_a F_b / (F_a + F_b)^2 min(1, F_a + F_b)``; 0 where one power is absent, 1 where
    two strong powers are equal.

    Parameters
    ----------
    influence_a, influence_b : float
        Influence F of the two great powers over the state, 0 to 1.
    """
    total = influence_a + influence_b
    some = max(total, 1e-300)
    return 4.0 * (influence_a / some) * (influence_b / some) * min(1.0, total)


def rivalry(
    level: float,
    contested_a: float,
    contested_b: float,
    alignment_a: float,
    alignment_b: float,
    theory: Theory,
) -> float:
    """Rivalry of the great powers over one border (M21).

    Equation: ``R = min(1, rv (0.5 (c_i + c_j) + 0.5 div |al_i - al_j|))``. Rises with the level of
    rivalry, contested states and diverging alignment. Document: either "advancing or complicating".

    Parameters
    ----------
    level : float
        Rivalry rv of the great powers at large, 0 (concert) to 1.
    contested_a, contested_b : float
        `contested_influence` of the two states.
    alignment_a, alignment_b : float
        `alignment` of the two states.
    theory : Theory
        Reads ``divergence_weight``.

    Returns
    -------
    float
        Rivalry, 0 to 1.
    """
    gap = alignment_a - alignment_b
    divergence = 0.5 * theory.divergence_weight * max(gap, -gap)
    return min(1.0, level * (0.5 * (contested_a + contested_b) + divergence))


def influence_next(influence: float, investment: float, withdrawal: float, theory: Theory) -> float:
    """Influence of a great power over a state after a month (M47).

    Equation: ``F' = F + rF (inv (1 - F) - wd F)``. Grows with the power's investment on the state's
    borders, erodes with its withdrawal. Document, Influence of Russia and China: China's "influence is
    growing through economic investments". The form is an assumption: the theory gives only the idea.

    Parameters
    ----------
    influence : float
        Influence before, 0 to 1.
    investment : float
        Mean over the state's borders of effort times infrastructure instrument, 0 to 1.
    withdrawal : float
        Share of the power's opening effort that it has withdrawn, 0 to 1.
    theory : Theory
        Reads ``influence_drift``.

    Returns
    -------
    float
        Influence, 0 to 1.
    """
    gain = investment * (1.0 - influence) - withdrawal * influence
    return influence + theory.influence_drift * gain
