"""The theory's equations written a second time, from its text and in its symbols.

They share no code with the rules: NumPy where the rules use `math`, powers where the rules multiply. The
rules must agree with them to rounding for any arguments and parameters.
"""

from collections.abc import Callable
from typing import Any, Final

import numpy as np

__all__ = ["EQUATIONS"]

P = dict[str, float]


def sig(x: float) -> float:
    return float(1 / (1 + np.exp(-np.clip(x, -40, 40))))


def sat(x: float, h: float) -> float:
    return x / (x + h)


def pos(x: float) -> float:
    return max(0.0, x)


def rho(p: P, trust: float) -> float:
    return p["rho0"] * (1 - p["kap"] * sig(p["sT"] * (trust - p["thT"])))


def zn(u: float) -> float:
    return float(0.5513 * np.log(u / (1 - u)))


EQUATIONS: Final[dict[str, Callable[..., Any]]] = {
    # Troops
    "troops.fatigue": lambda p, troops: -p["a"] * troops,
    "troops.reactivity": rho,
    "troops.reaction": lambda p, other_troops, trust: p["a"] * rho(p, trust) * other_troops,
    "troops.posture": lambda p, reference, strategic_asset, sovereignty, legacy: (
        p["a"]
        * reference
        * (p["h0"] + p["h_asset"] * strategic_asset * (0.4 + sovereignty) + legacy)
    ),
    "troops.dispute": lambda p, reference, delimited, trust: (
        p["a"] * reference * p["h_disp"] * (1 - delimited) * (1 - trust)
    ),
    "troops.crime": lambda p, reference, crime_load: p["a"] * reference * p["h_crime"] * crime_load,
    "troops.alert": lambda p, reference, alert: p["a"] * reference * p["h_alert"] * min(3, alert),
    "troops.guarantee": lambda p, troops, reference, own, other: (
        -0.5 * p["a"] * p["h_guar"] * own * troops
        + p["a"] * p["h_asym"] * reference * pos(other - own)
    ),
    "troops.treaty": lambda p, troops, limit, will, stability: (
        -p["lam_z"] * will * stability * pos(troops - limit)
    ),
    "troops.policy": lambda _, troops, cut: -cut * troops,
    "troops.friction": lambda p, planned, strategic_asset, stability: (
        -min(0.8, p["phi"] * strategic_asset + p["phi_i"] * (1 - stability)) * min(0, planned)
    ),
    "troops.budget": lambda p, troops, reference: -p["a"] * p["h_soft"] * troops**2 / reference,
    "troops.bounded": lambda p, troops, reference: np.clip(troops, 0, p["xmax"] * reference),
    "diplomacy.treaty_limit": lambda p, signed_troops, reference, months: np.interp(
        months,
        [0, p["H"]],
        [max(signed_troops, p["ceil"] * reference), p["ceil"] * reference],
    ),
    # Encounters
    "encounters.contact_rate": lambda p, dispute, delimited, density_a, density_b: (
        p["e0"] * (p["eps_d"] + dispute * (1 - delimited)) * (density_a * density_b) ** 0.5
    ),
    "encounters.misunderstanding_probability": lambda p, prevention: p["pm0"] * np.exp(-prevention),
    "encounters.imbalance": lambda _, troops_a, troops_b, reference: np.tanh(
        abs(np.log((troops_a + 0.05 * reference) / (troops_b + 0.05 * reference)))
    ),
    "encounters.standoff_probability": lambda p, trust, alert, imbalance, deescalation: sig(
        p["as"]
        + p["bs"] * (1 - trust)
        + p["cs"] * alert
        + p["im"] * imbalance * (1 - trust)
        - p["ds"] * deescalation
    ),
    "encounters.skirmish_probability": (
        lambda p, trust, alert, deescalation, interdependence, peacekeeping: sig(
            p["ak"]
            + p["bk"] * (1 - trust)
            + p["cs"] * alert
            - p["dk"] * deescalation
            - p["xk"] * interdependence
            - p["uk"] * peacekeeping
        )
    ),
    "encounters.encounter_rates": lambda _, contact, misunderstanding, standoff, skirmish: (
        contact * misunderstanding * (1 - standoff),
        contact * misunderstanding * standoff * (1 - skirmish),
        contact * misunderstanding * standoff * skirmish,
    ),
    "encounters.skirmish_severity": lambda p, uniform: min(
        p["sevmax"], (1 - uniform) ** (-1 / p["alpha"])
    ),
    "encounters.alert_next": lambda p, alert, severity: min(
        3, alert * (1 - p["dA"]) + p["kA"] * np.log(1 + severity)
    ),
    # Crime
    "crime.weakness": lambda _, stability: 1.5 - stability,
    "crime.guard_coverage": lambda p, density: 1 - np.exp(-p["kc"] * density),
    "crime.joint_policing": lambda p, policing: np.exp(-p["jc"] * policing),
    "crime.militarization_rent": lambda p, density, openness: (
        1 + p["rent"] * sat(density, p["xr"]) * (1 - p["openw"] * openness)
    ),
    "crime.smuggling_pressure": (
        lambda p, attraction, weakness, openness, coverage, rent, joint: (
            p["l_sm"]
            * attraction
            * weakness
            * (0.25 + 1 - openness)
            * (1 - 0.5 * coverage)
            * rent
            * joint
        )
    ),
    "crime.trafficking_pressure": (
        lambda p, attraction, weakness, openness, coverage, rent, joint: (
            p["l_tr"]
            * attraction
            * weakness
            * (0.4 + 0.6 * (1 - openness))
            * (1 - 0.5 * coverage)
            * rent
            * joint
        )
    ),
    "crime.infiltration_pressure": lambda p, insurgency, terrain, coverage, joint: (
        p["l_in"] * insurgency * terrain * (1 - 0.9 * coverage) * joint
    ),
    "crime.pressure_next": lambda p, pressure, sustained: (
        (1 - p["k_rate"]) * pressure + p["k_rate"] * sustained
    ),
    "crime.load_next": lambda p, memory, smuggling, trafficking, infiltration, sectors: (
        (1 - p["ema"]) * memory
        + p["ema"]
        * (p["w_sm"] * smuggling + p["w_tr"] * trafficking + p["w_in"] * infiltration)
        / sectors
    ),
    "crime.crime_load": lambda _, memory: sat(memory, 1),
    # External powers
    "powers.tension": lambda _, trust, alert: 1 - trust + alert,
    "powers.trade_attention": lambda _, trade_potential: 0.5 + trade_potential,
    "powers.priority": lambda _, mandate, attention, will: (
        mandate * (0.15 + attention) * (0.3 + 0.7 * will)
    ),
    "powers.effort": lambda _, budget, priority, total: (
        min(1, budget * priority / total) if total else 0
    ),
    "powers.support": lambda _, weighted_effort: 1 - np.exp(-weighted_effort),
    "powers.guarantee": lambda _, influence, weighted_effort: influence * weighted_effort,
    "powers.alignment": lambda _, influence_a, influence_b: (
        (influence_a - influence_b) / (influence_a + influence_b + 0.2)
    ),
    "powers.contested_influence": lambda _, influence_a, influence_b: (
        4
        * influence_a
        * influence_b
        / (influence_a + influence_b) ** 2
        * min(1, influence_a + influence_b)
        if influence_a + influence_b > 1e-100
        else 0
    ),
    "powers.rivalry": lambda p, level, contested_a, contested_b, alignment_a, alignment_b: min(
        1,
        level
        * (0.5 * (contested_a + contested_b) + 0.5 * p["div"] * abs(alignment_a - alignment_b)),
    ),
    "powers.influence_next": lambda p, influence, investment, withdrawal: (
        influence + p["rF"] * (investment * (1 - influence) - withdrawal * influence)
    ),
    # Diplomacy
    "diplomacy.diplomatic_room": lambda p, rivalry: 1 - p["xi"] * rivalry,
    "diplomacy.feasibility": lambda p, trust, support, threshold: sig(
        p["sC"] * (trust + p["lift"] * support - threshold)
    ),
    "diplomacy.adoption": lambda p, will, stability, feasibility, support, room, policy: min(
        0.5,
        2
        * p["al"]
        * will
        * stability
        * feasibility
        * (p["sup0"] + (1 - p["sup0"]) * support)
        * room
        + policy,
    ),
    "diplomacy.neglect": lambda p, will, support: (
        p["l0"] * np.exp(p["lw"] * (0.5 - will)) * (1 - 0.4 * support)
    ),
    "diplomacy.lapse": lambda p, neglect, alert, feasibility: min(
        0.5, neglect + p["l1"] * alert + p["l2"] * (1 - feasibility)
    ),
    "diplomacy.csbm_next": lambda _, level, adoption, lapse: (
        level + adoption * (1 - level) - lapse * level
    ),
    "diplomacy.verification": lambda _, verified, monitoring: (
        1 - np.exp(-1.5 * verified - monitoring)
    ),
    "diplomacy.talks_hazard": lambda p, will, stability, support, room, trust: (
        p["r1"] * will * stability * (0.2 + support) * room * sig(10 * (trust - 0.3))
    ),
    "diplomacy.signing_hazard": lambda p, will, stability, verification, room, trust, delimited: (
        p["r2"]
        * will
        * stability
        * (0.3 + verification)
        * room
        * sig(12 * (trust - p["thz"]))
        * (0.3 + 0.7 * delimited)
    ),
    "diplomacy.collapse_hazard": lambda _, alert: 0.15 * alert,
    "diplomacy.breakdown_hazard": lambda p, alert, trust, violation: (
        p["rb"] * (alert + 6 * pos(0.3 - trust) + violation)
    ),
    "diplomacy.violation": lambda p, troops, limit: (
        pos(troops - limit * (1 + p["tol"])) / max(1, limit)
    ),
    "diplomacy.compliance": lambda _, violation: max(-1, 1 - 4 * violation),
    "diplomacy.delimitation": lambda p, delimited, will, stability, trust, mediation, room: min(
        1 - delimited,
        p["ldel"]
        * (1 - delimited)
        * will
        * stability
        * sig(10 * (trust - 0.38))
        * (1 + 2 * mediation)
        * room,
    ),
    # Trade
    "trade.interdependence": lambda _, trade, trade_potential: np.tanh(2 * trade * trade_potential),
    "trade.openness_next": lambda p, openness, trust, density, alert, closure: np.clip(
        openness
        + p["ro"]
        * (
            sig(p["so"] * (trust - p["tho"])) * np.exp(-p["muo"] * pos(density - 1)) * (1 - closure)
            - openness
        )
        - p["clo"] * alert * openness,
        0,
        1 - closure,
    ),
    "trade.infrastructure_next": lambda p, infrastructure, will, investment, trust: np.clip(
        infrastructure
        + p["ii"] * (1 - infrastructure) * (0.2 * will + investment) * trust
        - p["dep"] * infrastructure,
        0,
        1,
    ),
    "trade.customs_next": lambda p, customs, will, stability, assistance, trust: np.clip(
        customs
        + p["pp"] * (1 - customs) * will * stability * (0.4 + assistance + trust)
        - p["dep"] * customs,
        0,
        1,
    ),
    "trade.joint_projects_next": lambda p, joint_projects, will, trust, trade, investment: np.clip(
        joint_projects
        + p["jj"] * (1 - joint_projects) * will * trust * (0.3 + trade + investment)
        - p["dep"] * joint_projects,
        0,
        1,
    ),
    "trade.trade_cap": lambda p, openness, infrastructure, customs, joint_projects: (
        openness
        * (
            p["k0"]
            + (1 - p["k0"]) * (0.4 * infrastructure + 0.35 * customs + 0.25 * joint_projects)
        )
        + 0.02
    ),
    "trade.trade_next": lambda p, trade, cap: min(
        1, cap / (1 + (cap / trade - 1) * np.exp(-p["rx"])) if trade > 1e-100 else trade
    ),
    # Trust
    "trust.decay": lambda p, trust, baseline: p["d"] * (baseline - trust),
    "trust.threat": lambda p, trust, other_density: -p["em"] * sat(other_density, p["xh"]) * trust,
    "trust.incident": lambda p, trust, misunderstandings, standoffs: (
        -min(0.9, p["ei"] * (misunderstandings + 2 * standoffs)) * trust
    ),
    "trust.skirmish": lambda p, trust, severity: -min(0.9, p["es"] * np.log(1 + severity)) * trust,
    "trust.crime": lambda p, trust, crime_load, joint: (
        -p["ec"] * crime_load * (1 - p["bl"] * (1 - joint)) * trust
    ),
    "trust.csbm": lambda p, trust, level, reassurance: p["ek"] * reassurance * level * (1 - trust),
    "trust.lapse": lambda p, trust, lapsed: -min(0.9, p["eq"] * lapsed) * trust,
    "trust.trade": lambda p, trust, interdependence: p["ex"] * interdependence * (1 - trust),
    "trust.guarantee": lambda p, trust, own, other: (
        p["eg"] * min(own, other) * (1 - trust) - p["ega"] * abs(own - other) * trust
    ),
    "trust.mediation": lambda p, trust, baseline, mediation: (
        p["eu"] * mediation * (0.3 + 2 * pos(baseline - trust)) * (1 - trust)
    ),
    "trust.treaty": lambda p, trust, other_compliance, verification: (
        p["et"] * pos(other_compliance) * verification * (1 - trust)
        - p["ev"] * pos(-other_compliance) * trust
    ),
    "trust.delimitation": lambda p, trust, delimited, newly: (
        p["eL"] * newly * (1 - trust) - p["ed"] * (1 - delimited) * trust
    ),
    "trust.reciprocity": lambda p, trust, other_growth, verification: (
        p["er"] * pos(-other_growth) * (0.2 + 0.8 * verification) * (1 - trust)
        - min(0.9, p["ep"] * pos(other_growth)) * trust
    ),
    "trust.vulnerability": lambda p, trust, own_troops, other_troops, verification: (
        -p["evul"]
        * pos((other_troops - own_troops) / (other_troops + own_troops))
        * (1 - verification)
        * trust
        if own_troops + other_troops > 0
        else 0
    ),
    "trust.spillover": lambda p, trust, elsewhere_trust, elsewhere_alert: (
        p["w"] * (elsewhere_trust - trust) - p["wa"] * elsewhere_alert * trust
    ),
    "trust.rivalry": lambda p, trust, rivalry: -p["eR"] * rivalry * trust,
    # Politics
    "politics.will_target": lambda p, norm, trust, trade, alert, unrest, support, shift: (
        norm
        + p["wt"] * (trust - 0.4)
        + p["wx"] * trade
        - p["wA"] * alert
        - p["wi"] * unrest
        + p["wo"] * support
        + shift
    ),
    "politics.will_next": lambda p, will, target, uniform: np.clip(
        will + p["rw"] * (target - will) + p["sw"] * zn(uniform), 0.02, 1
    ),
    "politics.stability_norm": lambda p, norm, capacity: min(1, norm + p["cb"] * capacity),
    "politics.stability_next": lambda p, stability, norm, crime_load, alert, shock, uniform: (
        np.clip(
            stability
            + p["rs"] * (norm - stability)
            + p["ss"] * zn(uniform)
            - p["sc"] * crime_load * stability
            - 0.5 * p["sc"] * alert * stability
            + shock,
            0.02,
            1,
        )
    ),
}
"""Equations by rule: parameters by symbol first, then the rule's arguments."""
