"""The agents: `State`, `BorderPost`, `ExternalPower`, and the `Border` between two states.

An agent's methods are the phases of a round, and each calls the rules of the theory with what the agent
sees. An agent writes only its own values in a phase and reads those that the phase before left, so the
order in which agents act cannot matter.
"""

from detente.agents.border import Border, Sector, Side
from detente.agents.post import BorderPost
from detente.agents.power import ExternalPower
from detente.agents.state import State

__all__ = ["Border", "BorderPost", "ExternalPower", "Sector", "Side", "State"]
