"""An external power or organization that acts on borders from outside."""

from typing import TYPE_CHECKING

from detente.agents.framework import Agent
from detente.rules import powers
from detente.scenario import INSTRUMENTS

if TYPE_CHECKING:
    from detente.agents.border import Border
    from detente.model import BorderModel

__all__ = ["ExternalPower"]


class ExternalPower(Agent):
    """A great power (Russia, China) or an organization (UN, CSTO, SCO).

    Russia and China are also neighbors: the state and its role as a power are two agents of one name.

    Attributes
    ----------
    name : str
        Name in the scenario, such as ``UN``.
    budget, opening_budget : float
        Effort of this month and of the first, in borders at full effort.
    seeks_trade : bool
        Whether trade draws its attention, rather than tension.
    leader : str or None
        Great power whose influence carries its guarantee.
    support, guarantee, mediation, monitoring, peacekeeping, infrastructure, customs, joint_projects,
    capacity : float
        What a unit of its effort does on a border, 0 to 1.
    mandate : dict of str to float
        Weight of each border this month, 0 to 1.
    """

    model: "BorderModel"
    support: float
    guarantee: float
    mediation: float
    monitoring: float
    peacekeeping: float
    infrastructure: float
    customs: float
    joint_projects: float
    capacity: float

    def __init__(
        self,
        model: "BorderModel",
        name: str,
        *,
        seeks_trade: bool,
        leader: str | None,
        instruments: list[float],
    ) -> None:
        super().__init__(model)
        self.name = name
        self.seeks_trade = seeks_trade
        self.leader = leader
        for instrument, weight in zip(INSTRUMENTS, instruments, strict=True):
            setattr(self, instrument, weight)
        self.budget = 0.0
        self.opening_budget = 0.0
        self.mandate: dict[str, float] = {}

    @property
    def withdrawal(self) -> float:
        """Share of its opening effort that the power has withdrawn, 0 to 1."""
        if self.opening_budget <= 0.0:
            return 0.0
        return max(0.0, 1.0 - self.budget / self.opening_budget)

    def allocate(self) -> None:
        """Phase *powers*: spread the month's effort over the borders by mandate, need and consent."""
        borders = self.model.borders
        priorities = [self.priority_of(border) for border in borders]
        total = 0.0
        for priority in priorities:
            total += priority
        for border, priority in zip(borders, priorities, strict=True):
            border.effort[self.name] = powers.effort(self.budget, priority, total)

    def priority_of(self, border: "Border") -> float:
        """Priority of a border for this power (M19)."""
        mandate = self.mandate[border.name]
        if mandate == 0.0:
            return 0.0
        if self.seeks_trade:
            attention = powers.trade_attention(border.trade_potential)
        else:
            attention = powers.tension(border.trust, border.alert)
        return powers.priority(mandate, attention, border.will)
