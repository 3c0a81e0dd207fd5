"""What is observed of a border at the end of a round, and its place in the arrays of the engine."""

from typing import Final

__all__ = ["INCIDENTS", "LEVELS", "SUMMARIZED", "VARIABLES"]

LEVELS: Final = ("stability", "trust", "density", "crime_load", "cooperation", "trade")
"""Variables that are summarized by quantiles and moments."""

INCIDENTS: Final = (
    "misunderstandings",
    "standoffs",
    "skirmishes",
    "severity",
    "smuggling",
    "trafficking",
    "infiltration",
)
"""What happens in a month and is counted; severity is in casualties."""

SUMMARIZED: Final[tuple[str, ...]] = (
    *LEVELS,
    "troops",
    "delimited",
    *INCIDENTS,
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
