"""A state: its political will, its stability, and the powers' influence over it."""

from typing import TYPE_CHECKING

from detente.agents.framework import Agent
from detente.rules import politics, powers

if TYPE_CHECKING:
    from detente.agents.border import Side
    from detente.agents.power import ExternalPower
    from detente.model import BorderModel

__all__ = ["State"]


class State(Agent):
    """A country with borders.

    Attributes
    ----------
    name : str
        Name in the scenario, such as ``KGZ``.
    will, stability : float
        Political will for détente and hold on its own territory, 0.02 to 1.
    will_norm, stability_norm : float
        Values that they return to.
    influence : dict of str to float
        Influence of each great power over the state, 0 to 1.
    insurgency, sovereignty, will_shift, stability_shock : float
        Exogenous values of the month, from the timeline.
    sides : list of Side
        The state's side of each of its borders.
    luck : list of float
        Uniforms of the month, for will and for stability.
    """

    model: "BorderModel"

    def __init__(
        self,
        model: "BorderModel",
        name: str,
        will: float,
        stability: float,
        influence: dict[str, float],
    ) -> None:
        super().__init__(model)
        self.name = name
        self.will = self.will_norm = will
        self.stability = self.stability_norm = stability
        self.influence = influence
        self.insurgency = 0.0
        self.sovereignty = 0.0
        self.will_shift = 0.0
        self.stability_shock = 0.0
        self.sides: list[Side] = []
        self.luck: list[float] = []

    def govern(self) -> None:
        """End of the round: political will and stability follow what happened at the borders."""
        theory = self.model.theory
        borders = [side.border for side in self.sides]
        alert = _mean([side.alert for side in self.sides])
        target = politics.will_target(
            norm=self.will_norm,
            trust=_mean([side.trust for side in self.sides]),
            trade=_mean([border.trade for border in borders]),
            alert=alert,
            unrest=max(0.0, self.stability_norm - self.stability),
            support=_mean([border.support for border in borders]),
            shift=self.will_shift,
            theory=theory,
        )
        capacity = _mean([border.capacity for border in borders])
        self.will = politics.will_next(self.will, target, self.luck[0], theory)
        self.stability = politics.stability_next(
            stability=self.stability,
            norm=politics.stability_norm(self.stability_norm, capacity, theory),
            crime_load=_mean([side.crime_load for side in self.sides]),
            alert=alert,
            shock=self.stability_shock,
            uniform=self.luck[1],
            theory=theory,
        )

    def drift(self, great_powers: "list[ExternalPower]") -> None:
        """End of the round: influence follows investment and withdrawal (M47)."""
        theory = self.model.theory
        for power in great_powers:
            investment = _mean(
                [power.infrastructure * side.border.effort[power.name] for side in self.sides]
            )
            self.influence[power.name] = powers.influence_next(
                self.influence[power.name], investment, power.withdrawal, theory
            )


def _mean(values: list[float]) -> float:
    """Mean of one value per border, added in the order of the borders."""
    total = 0.0
    for value in values:
        total += value
    return total / len(values)
