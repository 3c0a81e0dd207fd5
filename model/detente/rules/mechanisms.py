"""Switches: which parts of the theory a scenario may do without, and how each is put to rest.

A part is put to rest by setting its parameters to the values at which its equations do nothing, so that
a scenario without it runs the same rules as any other. The names are those of the theory's mechanisms.
"""

from typing import Final

from detente.rules.csbm import MEASURES

__all__ = ["SWITCHES"]


def _zero(*names: str) -> dict[str, float]:
    """Put parameters at zero."""
    return dict.fromkeys(names, 0.0)


SWITCHES: Final[dict[str, dict[str, float]]] = {
    "arms_dynamics": {"trust_relief": 0.0, "reactivity": 0.0},
    "encounters": _zero("contact_rate"),
    "crime": _zero("smuggling_rate", "trafficking_rate", "infiltration_rate"),
    "csbms": _zero("adoption_speed"),
    "treaties": _zero("talks_rate", "signing_rate"),
    "verification": _zero(*(f"{measure}_verification" for measure in MEASURES)),
    "delimitation": _zero("delimitation_speed"),
    "trade": _zero("trade_gain", "trade_deterrence", "will_from_trade"),
    "guarantees": _zero(
        "guarantee_substitution", "guarantee_alarm", "guarantee_gain", "guarantee_loss"
    ),
    "mediation": _zero("mediation_gain"),
    "reciprocity": _zero("reciprocity_gain", "buildup_loss"),
    "spillover": _zero("regional_pull", "alert_spillover"),
    "rivalry": _zero("rivalry_blocking", "rivalry_loss"),
    "friction": _zero("asset_friction", "instability_friction"),
    "political_noise": _zero("will_noise", "stability_noise"),
    "influence_drift": _zero("influence_drift"),
}
"""Parameters, and the values that put them to rest, by the name of the part."""
