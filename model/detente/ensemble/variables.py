"""What is observed of a border at the end of a round, and its place in the arrays of the engine."""

from typing import Final

__all__ = ["SUMMARIZED", "VARIABLES"]

SUMMARIZED: Final[tuple[str, ...]] = (
    "stability",
    "trust",
    "density",
    "crime_load",
    "cooperation",
    "trade",
    "troops",
    "delimited",
    "misunderstandings",
    "standoffs",
    "skirmishes",
    "severity",
    "smuggling",
    "trafficking",
    "infiltration",
    "status",
    "treaty",
)
"""What is observed of every border in every round, in this order."""

VARIABLES: Final[tuple[str, ...]] = (
    *SUMMARIZED,
    "alert",
    "verification",
    "openness",
    "infrastructure",
    "customs",
    "joint_projects",
    "support",
    "rivalry",
)
"""What is kept where trajectories are asked for; `SUMMARIZED` comes first."""


(
    STABILITY,
    TRUST,
    DENSITY,
    CRIME_LOAD,
    COOPERATION,
    TRADE,
    TROOPS,
    DELIMITED,
    MISUNDERSTANDINGS,
    STANDOFFS,
    SKIRMISHES,
    SEVERITY,
    SMUGGLING,
    TRAFFICKING,
    INFILTRATION,
    STATUS,
    TREATY,
    ALERT,
    VERIFICATION,
    OPENNESS,
    INFRASTRUCTURE,
    CUSTOMS,
    JOINT_PROJECTS,
    SUPPORT,
    RIVALRY,
) = range(len(VARIABLES))
