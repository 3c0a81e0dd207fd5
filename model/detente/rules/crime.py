"""Crime at the border: smuggling, trafficking and insurgent infiltration (M17-M18).

Guards deter infiltration; a garrisoned and closed border feeds smuggling and trafficking with rents;
joint policing lowers all three. The document says that militarized borders facilitate terrorist
activity as well: here guards lower infiltration, a deliberate disagreement (`docs/odd.md`). Each
post meets what comes from the other side: the weaker the state over there, the more.
"""

from detente.rules.elementary import exp
from detente.rules.forms import saturation
from detente.rules.parameters import Theory

__all__ = [
    "crime_load",
    "guard_coverage",
    "infiltration_pressure",
    "joint_policing",
    "load_next",
    "militarization_rent",
    "pressure_next",
    "smuggling_pressure",
    "trafficking_pressure",
    "weakness",
]


def weakness(stability: float) -> float:
    """Weakness of the state that crime comes from, 0.5 to 1.48 (part of M17).

    Equation: ``weak = 1.5 - S``. Falls with that state's stability. Document, Historical Context: weak
    new states "faced challenges such as cross-border crime"; the form is an assumption.

    Parameters
    ----------
    stability : float
        Stability S of the state on the other side, 0.02 to 1.
    """
    return 1.5 - stability


def guard_coverage(density: float, theory: Theory) -> float:
    """Share of a sector that its guards cover (part of M17).

    Equation: ``cov = 1 - exp(-kc x)``. Rises with density and saturates at 1. Document, Combating
    Cross-Border Crime: reduced presence may "allow insurgents to exploit vulnerabilities".

    Parameters
    ----------
    density : float
        Density x of the post, multiples of the norm, >= 0.
    theory : Theory
        Reads ``guard_coverage``.
    """
    return 1.0 - exp(-theory.guard_coverage * density)


def joint_policing(policing: float, theory: Theory) -> float:
    """Share of crime that joint policing leaves (part of M17).

    Equation: ``joint = exp(-jc sum_k iota_k C_k)``; 1 without cooperation. Falls with the CSBMs that
    police jointly. Document, Main Motivations: "better surveillance and cooperation"; Gavrilis 2008.

    Parameters
    ----------
    policing : float
        Sum over CSBMs of level times policing, >= 0.
    theory : Theory
        Reads ``joint_policing``.
    """
    return exp(-theory.joint_policing * policing)


def militarization_rent(density: float, openness: float, theory: Theory) -> float:
    """Factor on illicit trade from rents of a garrisoned, closed border (part of M17).

    Equation: ``rent_x = 1 + rent sat(x, xr) (1 - openw O)``. Rises with the garrison, falls with open
    crossings. Document, Main Motivations: "Militarized borders often facilitate smuggling"; Andreas
    2000.

    Parameters
    ----------
    density : float
        Density of the post, multiples of the norm, >= 0.
    openness : float
        Openness O of the border, 0 to 1.
    theory : Theory
        Reads ``militarization_rent``, ``rent_half_density``, ``openness_relief``.

    Returns
    -------
    float
        Factor, >= 1.
    """
    garrison = saturation(density, theory.rent_half_density)
    return 1.0 + theory.militarization_rent * garrison * (1.0 - theory.openness_relief * openness)


def smuggling_pressure(
    attraction: float,
    weakness: float,
    openness: float,
    coverage: float,
    rent: float,
    joint: float,
    theory: Theory,
) -> float:
    """Smuggling that conditions sustain at a post (M17).

    Equation: ``K* = l_sm att weak (0.25 + 1 - O) (1 - 0.5 cov) rent_x joint``. Rises with
    closure, rents and weakness of the other state; falls with guards and cooperation.

    Parameters
    ----------
    attraction : float
        Crime attraction att of the sector, 0 to 2.
    weakness, openness, coverage, rent, joint : float
        Results of the functions of these names; openness 0 to 1.
    theory : Theory
        Reads ``smuggling_rate``.

    Returns
    -------
    float
        Incidents per post and month, >= 0.
    """
    closed = 0.25 + (1.0 - openness)
    unguarded = 1.0 - 0.5 * coverage
    return theory.smuggling_rate * attraction * weakness * closed * unguarded * rent * joint


def trafficking_pressure(
    attraction: float,
    weakness: float,
    openness: float,
    coverage: float,
    rent: float,
    joint: float,
    theory: Theory,
) -> float:
    """Human trafficking that conditions sustain at a post (M17).

    Equation: ``K* = l_tr att weak (0.4 + 0.6 (1 - O)) (1 - 0.5 cov) rent_x joint``. Directions and
    symbols as for `smuggling_pressure`; less sensitive to closure.

    Parameters
    ----------
    attraction, weakness, openness, coverage, rent, joint : float
        As for `smuggling_pressure`.
    theory : Theory
        Reads ``trafficking_rate``.

    Returns
    -------
    float
        Incidents per post and month, >= 0.
    """
    closed = 0.4 + 0.6 * (1.0 - openness)
    unguarded = 1.0 - 0.5 * coverage
    return theory.trafficking_rate * attraction * weakness * closed * unguarded * rent * joint


def infiltration_pressure(
    insurgency: float, terrain: float, coverage: float, joint: float, theory: Theory
) -> float:
    """Insurgent infiltration that conditions sustain at a post (M17).

    Equation: ``K* = l_in src terr (1 - 0.9 cov) joint``. Rises with the insurgent source of the other
    state and easy terrain; falls, saturating, with guards, and with joint policing.

    Parameters
    ----------
    insurgency : float
        Insurgent source src of the other state, 0 to 2.
    terrain : float
        Ease of infiltration terr, 0 to 2.
    coverage, joint : float
        Results of the functions of these names.
    theory : Theory
        Reads ``infiltration_rate``.

    Returns
    -------
    float
        Infiltrations per post and month, >= 0.
    """
    return theory.infiltration_rate * insurgency * terrain * (1.0 - 0.9 * coverage) * joint


def pressure_next(pressure: float, sustained: float, theory: Theory) -> float:
    """Crime pressure after a month: networks adjust to conditions (M17).

    Equation: ``K' = K + k_rate (K* - K)``.

    Parameters
    ----------
    pressure, sustained : float
        Pressure before and the pressure that conditions sustain, incidents per month, >= 0.
    theory : Theory
        Reads ``network_adjustment``.
    """
    return pressure + theory.network_adjustment * (sustained - pressure)


def load_next(
    memory: float,
    smuggling: float,
    trafficking: float,
    infiltration: float,
    sectors: float,
    theory: Theory,
) -> float:
    """Weighted incidents per sector that a side remembers (M18).

    Equation: ``E_w' = E_w + ema ((w_sm n_sm + w_tr n_tr + w_in n_in) / s - E_w)``. Rises with the
    incidents n per sector, an infiltration counting most.

    Parameters
    ----------
    memory : float
        Remembered load before, >= 0.
    smuggling, trafficking, infiltration : float
        Incidents of the month at the side's posts.
    sectors : float
        Number s of sectors of the border.
    theory : Theory
        Reads ``load_memory``, ``smuggling_weight``, ``trafficking_weight``, ``infiltration_weight``.

    Returns
    -------
    float
        Remembered load, >= 0.
    """
    weighted = (
        theory.smuggling_weight * smuggling
        + theory.trafficking_weight * trafficking
        + theory.infiltration_weight * infiltration
    )
    return memory + theory.load_memory * (weighted / sectors - memory)


def crime_load(memory: float) -> float:
    """Crime load of a side, 0 to 1 (M18).

    Equation: ``E = E_w / (1 + E_w)``.

    Parameters
    ----------
    memory : float
        Remembered load E_w, >= 0.
    """
    return saturation(memory, 1.0)
