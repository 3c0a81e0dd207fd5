"""The parameters of the theory, in one table that every part of the project reads.

The table is `parameters.csv` beside this module: name, symbol, meaning, default, plausible range, unit,
grade and source of each parameter; the nine measures have a table of their own in `detente.rules.csbm`.
`Theory` holds the values and travels through both engines unchanged. No default is an estimate from
data: the document gives signs, the literature forms and a few magnitudes, and the rest is assumed.
Shape constants inside an equation (such as a floor of 0.3) belong to the equation and stand in its rule.
"""

import csv
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Final, NamedTuple, cast

from detente.rules.csbm import EFFECTS, MEASURES, measure_parameters
from detente.rules.quantity import Grade, Parameter

__all__ = ["DEFAULTS", "PARAMETERS", "Levels", "Theory", "theory_from"]

Levels = Sequence[float]
"""One number per measure of `MEASURES`, 0 to 1."""


class Theory(NamedTuple):
    """Values of all parameters; the last six fields hold one value per measure of `MEASURES`."""

    # Troops (M1-M11)
    adjustment: float
    reactivity: float
    trust_relief: float
    trust_steepness: float
    trust_midpoint: float
    basic_posture: float
    asset_posture: float
    dispute_posture: float
    crime_need: float
    alert_posture: float
    guarantee_substitution: float
    guarantee_alarm: float
    upkeep_cost: float
    drawdown_speed: float
    treaty_ceiling: float
    treaty_months: float
    treaty_tolerance: float
    asset_friction: float
    instability_friction: float
    garrison_capacity: float
    policing_norm: float
    risk_weighting: float

    # Encounters (M5, M12-M16)
    contact_rate: float
    contact_without_dispute: float
    misunderstanding_chance: float
    standoff_intercept: float
    standoff_mistrust: float
    alert_slope: float
    standoff_deescalation: float
    imbalance_slope: float
    skirmish_intercept: float
    skirmish_mistrust: float
    skirmish_deescalation: float
    trade_deterrence: float
    peacekeeping_effect: float
    severity_exponent: float
    severity_limit: float
    alert_gain: float
    alert_decay: float

    # Crime (M17-M18)
    smuggling_rate: float
    trafficking_rate: float
    infiltration_rate: float
    guard_coverage: float
    militarization_rent: float
    rent_half_density: float
    openness_relief: float
    network_adjustment: float
    joint_policing: float
    load_memory: float
    smuggling_weight: float
    trafficking_weight: float
    infiltration_weight: float

    # External powers (M19-M21)
    rivalry_blocking: float
    divergence_weight: float

    # Diplomacy (M22-M24)
    adoption_speed: float
    feasibility_steepness: float
    support_lift: float
    unsupported_adoption: float
    basic_lapse: float
    lapse_will_slope: float
    alert_lapse: float
    mistrust_lapse: float
    talks_rate: float
    signing_rate: float
    signing_trust: float
    breakdown_rate: float
    delimitation_speed: float

    # Trade (M25-M27)
    trade_growth: float
    unaided_trade: float
    openness_adjustment: float
    openness_steepness: float
    openness_midpoint: float
    garrison_drag: float
    alert_closure: float
    infrastructure_building: float
    customs_reform: float
    joint_project_growth: float
    enabler_decay: float

    # Trust (M28-M42)
    trust_decay: float
    threat: float
    threat_half_density: float
    incident_loss: float
    skirmish_loss: float
    crime_blame: float
    blame_relief: float
    csbm_gain: float
    lapse_loss: float
    trade_gain: float
    guarantee_gain: float
    guarantee_loss: float
    mediation_gain: float
    compliance_gain: float
    violation_loss: float
    undelimited_loss: float
    delimitation_gain: float
    reciprocity_gain: float
    buildup_loss: float
    vulnerability_loss: float
    regional_pull: float
    alert_spillover: float
    rivalry_loss: float

    # Politics (M45-M47)
    will_adjustment: float
    will_from_trust: float
    will_from_trade: float
    will_lost_to_alert: float
    will_lost_to_instability: float
    will_from_support: float
    will_noise: float
    stability_reversion: float
    stability_noise: float
    stability_lost_to_crime: float
    capacity_building: float
    influence_drift: float

    # CSBMs (M22)
    threshold: Levels
    prevention: Levels
    deescalation: Levels
    policing: Levels
    verification: Levels
    reassurance: Levels


def _read_table() -> dict[str, tuple[float, Parameter]]:
    """Read `parameters.csv` and add the numbers of the CSBM table."""
    table: dict[str, tuple[float, Parameter]] = {}
    text = files("detente.rules").joinpath("parameters.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        limits = (float(row["minimum"]), float(row["maximum"])) if row["minimum"] else None
        table[row["name"]] = (
            float(row["default"]),
            Parameter(
                symbol=row["symbol"],
                subject=row["subject"],
                meaning=row["meaning"],
                low=float(row["low"]),
                high=float(row["high"]),
                unit=row["unit"],
                grade=cast(Grade, row["grade"]),
                source=row["source"],
                limits=limits,
            ),
        )
    return table | measure_parameters()


_TABLE: Final = _read_table()

PARAMETERS: Final[dict[str, Parameter]] = {name: row[1] for name, row in _TABLE.items()}
"""Every parameter by name; those of a CSBM are named ``<measure>_<effect>``."""

DEFAULTS: Final[dict[str, float]] = {name: row[0] for name, row in _TABLE.items()}
"""Default of every parameter by name."""


def theory_from(changes: Mapping[str, float]) -> Theory:
    """Build the theory from its defaults and the values that a scenario changes.

    Parameters
    ----------
    changes : mapping of str to float
        New values by the names of `PARAMETERS`.

    Returns
    -------
    Theory
        Values of all parameters.

    Raises
    ------
    KeyError
        For a name that is not a parameter.
    """
    values = dict(DEFAULTS)
    for name, value in changes.items():
        if name not in PARAMETERS:
            raise KeyError(name)
        values[name] = float(value)
    columns: dict[str, Levels] = {
        effect: tuple(values.pop(f"{measure}_{effect}") for measure in MEASURES)
        for effect in EFFECTS
    }
    return Theory(**values, **columns)  # type: ignore[arg-type]
