"""A border post: the troops of one state on one sector."""

from typing import TYPE_CHECKING

from detente.agents.framework import Agent
from detente.rules import crime
from detente.rules.forms import poisson_count

if TYPE_CHECKING:
    from detente.agents.border import Sector, Side
    from detente.model import BorderModel

__all__ = ["CRIMES", "BorderPost"]

CRIMES = ("smuggling", "trafficking", "infiltration")
"""Kinds of crime, in the order in which a post counts them."""


class BorderPost(Agent):
    """The troops of one state on one sector, facing the post of the other side.

    Attributes
    ----------
    name : str
        Full name, ``border/sector/state``.
    label : str
        Name of the place.
    side : Side
        Side of the border that the post belongs to.
    sector : Sector
        Stretch of the border that it guards.
    troops : float
        Persons.
    pressure : list of float
        Crime pressure from across the border: smuggling, trafficking, infiltration per month.
    incidents : list of float
        Incidents of the month, of the same kinds.
    luck : list of float
        Uniforms of the month, one per kind of crime.
    """

    model: "BorderModel"

    def __init__(
        self, model: "BorderModel", name: str, label: str, side: "Side", sector: "Sector"
    ) -> None:
        super().__init__(model)
        self.name = name
        self.label = label
        self.side = side
        self.sector = sector
        self.troops = 0.0
        self.pressure = [0.0, 0.0, 0.0]
        self.incidents = [0.0, 0.0, 0.0]
        self.luck: list[float] = []

    @property
    def density(self) -> float:
        """Troops in multiples of the policing norm of the sector."""
        return self.troops / self.sector.reference

    def sustained_crime(self) -> tuple[float, float, float]:
        """Crime that conditions on this sector sustain: smuggling, trafficking, infiltration (M17)."""
        theory = self.model.theory
        border, sector = self.side.border, self.sector
        origin = self.side.opponent.state
        coverage = crime.guard_coverage(self.density, theory)
        rent = crime.militarization_rent(self.density, border.openness, theory)
        illicit_trade = (
            sector.crime_attraction,
            crime.weakness(origin.stability),
            border.openness,
            coverage,
            rent,
            border.joint_policing,
            theory,
        )
        return (
            crime.smuggling_pressure(*illicit_trade),
            crime.trafficking_pressure(*illicit_trade),
            crime.infiltration_pressure(
                origin.insurgency, sector.terrain, coverage, border.joint_policing, theory
            ),
        )

    def watch(self) -> None:
        """Phase *crime*: networks adjust to conditions, and some of what they try is an incident."""
        theory = self.model.theory
        for kind, sustained in enumerate(self.sustained_crime()):
            pressure = crime.pressure_next(self.pressure[kind], sustained, theory)
            self.pressure[kind] = pressure
            self.incidents[kind] = poisson_count(pressure, self.luck[kind])

    @property
    def risk(self) -> float:
        """Expected trouble of the month on this sector: weighted crime and misunderstandings."""
        theory = self.model.theory
        return (
            theory.smuggling_weight * self.pressure[0]
            + theory.trafficking_weight * self.pressure[1]
            + theory.infiltration_weight * self.pressure[2]
            + self.sector.misunderstanding_rate
        )
