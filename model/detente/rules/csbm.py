"""The nine confidence- and security-building measures (CSBMs) and what each of them does (M22).

The document names them in its sections on confidence-building measures and on CSBMs; no publication
gives the size of their effects, so every number here is an assumption. The order of the thresholds
follows practice: talking comes first and is cheap, letting the other side look comes last
(Schelling & Halperin 1961; Vienna Document). The table does not say how measures come about: that is
`detente.rules.diplomacy`.
"""

from typing import Final

from detente.rules.quantity import Parameter

__all__ = ["EFFECTS", "MEASURES", "MEASURE_EFFECTS", "measure_parameters"]

EFFECTS: Final[dict[str, tuple[str, str]]] = {
    "threshold": ("theta", "trust at which the measure becomes feasible"),
    "prevention": ("mu", "misunderstandings prevented (exponent)"),
    "deescalation": ("delta", "de-escalation of a misunderstanding"),
    "policing": ("iota", "joint action against crime"),
    "verification": ("v", "verification of the other side's troops"),
    "reassurance": ("tau", "trust gained from the measure"),
}
"""Effects of a measure: name, symbol in the theory and meaning."""

MEASURE_EFFECTS: Final[dict[str, tuple[float, float, float, float, float, float]]] = {
    "early_warning": (0.38, 0.25, 0.10, 0.15, 0.10, 0.06),
    "joint_exercises": (0.61, 0.10, 0.10, 0.10, 0.10, 0.14),
    "information_sharing": (0.42, 0.25, 0.10, 0.20, 0.15, 0.10),
    "hotline": (0.28, 0.15, 0.45, 0.00, 0.00, 0.06),
    "contact_points": (0.32, 0.15, 0.35, 0.05, 0.05, 0.10),
    "joint_patrols": (0.52, 0.15, 0.10, 0.45, 0.10, 0.14),
    "shared_monitoring": (0.52, 0.20, 0.10, 0.30, 0.40, 0.12),
    "transparency": (0.48, 0.25, 0.05, 0.00, 0.45, 0.14),
    "dialogue": (0.26, 0.10, 0.15, 0.05, 0.00, 0.14),
}
"""Defaults by measure, in the order of `EFFECTS`."""

MEASURES: Final[tuple[str, ...]] = tuple(MEASURE_EFFECTS)
"""Names of the measures, in the order in which every array of levels holds them."""

_REASON = (
    "value assumed; the document gives the measure and its direction (CBMs, CSBMs), practice the order "
    "of the thresholds (Schelling & Halperin 1961, Vienna Document)"
)


def measure_parameters() -> dict[str, tuple[float, Parameter]]:
    """Every number of the table as a parameter of the theory.

    Returns
    -------
    dict
        ``{"hotline_threshold": (default, Parameter), ...}``. Thresholds are judged within 0.1 of the
        default, other effects within half of it.
    """
    table: dict[str, tuple[float, Parameter]] = {}
    for measure, values in MEASURE_EFFECTS.items():
        for (effect, (symbol, meaning)), value in zip(EFFECTS.items(), values, strict=True):
            spread = 0.1 if effect == "threshold" else value / 2
            table[f"{measure}_{effect}"] = (
                value,
                Parameter(
                    symbol=f"{symbol}[{measure}]",
                    subject="csbm",
                    meaning=f"{measure.replace('_', ' ')}: {meaning}",
                    low=max(0.0, value - spread),
                    high=min(1.0, value + spread),
                    unit="trust" if effect == "threshold" else "share",
                    grade="document",
                    source=_REASON,
                ),
            )
    return table
