"""The border between two states: its CSBMs, treaty, trade and line, and its two sides."""

from collections import deque
from typing import TYPE_CHECKING

from detente.agents.framework import Agent
from detente.agents.sector import Sector
from detente.agents.side import Side
from detente.measures import (
    Components,
    border_status,
    index_components,
    stability_index,
    violence_next,
)
from detente.rules import crime, diplomacy, powers, trade
from detente.rules.forms import hazard_probability
from detente.world import COMPLETED, IN_FORCE, NONE, TALKS, TREATY_STAGES

if TYPE_CHECKING:
    from detente.agents.power import ExternalPower
    from detente.model import BorderModel
    from detente.rules.parameters import Theory

__all__ = ["Border", "Sector", "Side"]


class Border(Agent):
    """The relation between two neighboring states.

    Attributes
    ----------
    name : str
        Name in the scenario, such as ``KGZ-TJK``.
    reference : float
        Persons per side at the policing norm.
    sides : tuple of Side
        The two directed sides.
    sectors : list of Sector
        Stretches of the border, in the order of the scenario.
    csbm : list of float
        Levels of the nine CSBMs, 0 to 1.
    treaty_stage, treaty_months : int
        Stage of `TREATY_STAGES`; months since signing.
    delimited, newly_delimited : float
        Share of the line delimited, and the part of it that is new this month.
    trade_potential, trade, openness, infrastructure, customs, joint_projects : float
        The trade link: normalized gravity potential, share of it realized, and what enables it.
    effort : dict of str to float
        Effort of each power on the border, 0 to 1.
    support, mediation, monitoring, peacekeeping, infrastructure_effort, customs_effort,
    joint_projects_effort, capacity : float
        What the powers' effort amounts to, by instrument.
    rivalry, verification : float
        Rivalry of the great powers over the border, and how well troops are seen, 0 to 1.
    misunderstandings, standoffs, skirmishes, severity : float
        Counts and casualties of the month.
    violence, calm_months : float, int
        Remembered violence, and months since the last skirmish.
    csbm_policy : list of float
        What policies add to the adoption of each CSBM this month, from the timeline.
    closure, facilitation, forced_clash : float
        Exogenous values of the month, from the timeline.
    """

    model: "BorderModel"
    sides: tuple[Side, Side]

    def __init__(self, model: "BorderModel", name: str, place: int) -> None:
        super().__init__(model)
        world = model.world
        self.name = name
        self.place = place
        self.reference = float(world.reference[place])
        self.sectors: list[Sector] = []
        self.csbm: list[float] = world.csbm[place].tolist()
        self.treaty_stage = int(world.treaty_stage[place])
        self.treaty_months = int(world.treaty_months[place])
        self.compliant_months = 0
        self.delimited = float(world.delimited[place])
        self.newly_delimited = 0.0
        self.trade_potential = float(world.trade_potential[place])
        self.openness = float(world.openness[place])
        self.infrastructure = float(world.infrastructure[place])
        self.customs = float(world.customs[place])
        self.joint_projects = float(world.joint_projects[place])
        self.effort: dict[str, float] = {}
        self.support = self.mediation = self.monitoring = self.peacekeeping = 0.0
        self.infrastructure_effort = self.customs_effort = self.joint_projects_effort = 0.0
        self.capacity = self.rivalry = 0.0
        self.misunderstandings = self.standoffs = self.skirmishes = self.severity = 0.0
        self.lapsed = self.violence = 0.0
        self.calm_months = 12
        self.recent_density: deque[float] = deque(maxlen=12)
        self.csbm_policy: list[float] = [0.0] * len(self.csbm)
        self.closure = self.facilitation = self.forced_clash = 0.0
        self.luck: list[float] = []
        self.weigh_measures(model.theory)
        self.set_trade(float(world.trade[place]))

    # What an observer sees of the two sides together

    @property
    def trust(self) -> float:
        """Mean of the two directed trusts."""
        return (self.sides[0].trust + self.sides[1].trust) / 2

    @property
    def lower_trust(self) -> float:
        """Lower of the two directed trusts."""
        return min(self.sides[0].trust, self.sides[1].trust)

    @property
    def alert(self) -> float:
        """Mean alert of the two sides."""
        return (self.sides[0].alert + self.sides[1].alert) / 2

    @property
    def troops(self) -> float:
        """Troops of both sides, persons."""
        return self.sides[0].troops + self.sides[1].troops

    @property
    def density(self) -> float:
        """Mean troop density of the two sides, multiples of the policing norm."""
        return (self.sides[0].density + self.sides[1].density) / 2

    @property
    def crime_load(self) -> float:
        """Mean crime load of the two sides."""
        return (self.sides[0].crime_load + self.sides[1].crime_load) / 2

    @property
    def will(self) -> float:
        """Lower political will of the two states."""
        return min(self.sides[0].state.will, self.sides[1].state.will)

    @property
    def state_stability(self) -> float:
        """Lower stability of the two states."""
        return min(self.sides[0].state.stability, self.sides[1].state.stability)

    @property
    def cooperation(self) -> float:
        """Mean level of the nine CSBMs."""
        total = 0.0
        for level in self.csbm:
            total += level
        return total / len(self.csbm)

    @property
    def under_treaty(self) -> bool:
        """Whether a treaty on troops is in force or completed."""
        return self.treaty_stage >= IN_FORCE

    @property
    def treaty(self) -> str:
        """Stage of the treaty in words."""
        return TREATY_STAGES[self.treaty_stage]

    @property
    def components(self) -> Components:
        """Components of the stability index, 0 to 1."""
        return index_components(
            trust=self.trust,
            density=self.density,
            violence=self.violence,
            crime_load=self.crime_load,
            cooperation=self.cooperation,
            trade=self.trade,
        )

    @property
    def stability(self) -> float:
        """Stability index of the border, 0 to 1."""
        return stability_index(self.components)

    @property
    def status(self) -> str:
        """Status by troop density over the last twelve months."""
        total = 0.0
        for density in self.recent_density:
            total += density
        return border_status(total / len(self.recent_density), self.cooperation, self.calm_months)

    # The phases of a round

    def receive_effort(self, great_powers: "list[ExternalPower]") -> None:
        """Phase *powers*: what the powers' effort on this border amounts to (M6, M19-M21)."""
        model = self.model
        own = [0.0, 0.0]
        amounts = dict.fromkeys(model.instruments, 0.0)
        for power in model.powers:
            effort = self.effort[power.name]
            for instrument in amounts:
                amounts[instrument] += getattr(power, instrument) * effort
            if power.leader is not None:
                for d, side in enumerate(self.sides):
                    influence = side.state.influence[power.leader]
                    own[d] += powers.guarantee(influence, power.guarantee * effort)
        self.support = powers.support(amounts["support"])
        self.mediation = amounts["mediation"]
        self.monitoring = amounts["monitoring"]
        self.peacekeeping = amounts["peacekeeping"]
        self.infrastructure_effort = amounts["infrastructure"]
        self.customs_effort = amounts["customs"]
        self.joint_projects_effort = amounts["joint_projects"]
        self.capacity = amounts["capacity"]
        self.sides[0].guarantee, self.sides[1].guarantee = own
        self.rivalry = self.rivalry_of(great_powers)

    def rivalry_of(self, great_powers: "list[ExternalPower]") -> float:
        """Rivalry over the border; none without two great powers (M21)."""
        if len(great_powers) < 2:
            return 0.0
        first, second = great_powers[0].name, great_powers[1].name
        influence = [
            (side.state.influence[first], side.state.influence[second]) for side in self.sides
        ]
        return powers.rivalry(
            self.model.rivalry,
            powers.contested_influence(*influence[0]),
            powers.contested_influence(*influence[1]),
            powers.alignment(*influence[0]),
            powers.alignment(*influence[1]),
            self.model.theory,
        )

    def meet(self) -> None:
        """Phase *encounters*: patrols meet on every sector; fire raises the alert of both sides."""
        theory = self.model.theory
        self.misunderstandings = self.standoffs = self.skirmishes = 0.0
        self.severity = self.forced_clash
        if self.forced_clash > 0.0:
            self.skirmishes = 1.0
        for sector in self.sectors:
            sector.meet(theory)
            self.misunderstandings += sector.misunderstandings
            self.standoffs += sector.standoffs
            self.skirmishes += sector.skirmishes
            self.severity += sector.skirmishes * sector.casualties
        for side in self.sides:
            side.take_alarm(self.severity, theory)
        self.calm_months = 0 if self.skirmishes > 0.0 else self.calm_months + 1
        self.violence = violence_next(self.violence, self.severity)

    def negotiate(self) -> None:
        """Phase *diplomacy*: CSBMs, treaty and delimitation, each from the state of last month."""
        theory = self.model.theory
        room = diplomacy.diplomatic_room(self.rivalry, theory)
        newly = diplomacy.delimitation(
            self.delimited,
            self.will,
            self.state_stability,
            self.lower_trust,
            self.mediation,
            room,
            theory,
        )
        self.advance_treaty(room, theory)
        self.tend_measures(room, theory)
        self.newly_delimited = newly
        self.delimited += newly
        self.weigh_measures(theory)

    def tend_measures(self, room: float, theory: "Theory") -> None:
        """Adopt CSBMs, keep them up or let them lapse (M22)."""
        will, stability, alert = self.will, self.state_stability, self.alert
        trust, support = self.lower_trust, self.support
        neglect = diplomacy.neglect(will, support, theory)
        levels: list[float] = []
        self.lapsed = 0.0
        for k, level in enumerate(self.csbm):
            feasible = diplomacy.feasibility(trust, support, theory.threshold[k], theory)
            adopted = diplomacy.adoption(
                will, stability, feasible, support, room, self.csbm_policy[k], theory
            )
            lapsed = diplomacy.lapse(neglect, alert, feasible, theory)
            levels.append(diplomacy.csbm_next(level, adopted, lapsed))
            self.lapsed += theory.reassurance[k] * max(0.0, level - levels[k])
        self.csbm = levels

    def weigh_measures(self, theory: "Theory") -> None:
        """What the CSBMs in force amount to, until they change again."""
        self.prevention = diplomacy.combined_effect(self.csbm, theory.prevention)
        self.deescalation = diplomacy.combined_effect(self.csbm, theory.deescalation)
        policing = diplomacy.combined_effect(self.csbm, theory.policing)
        self.joint_policing = crime.joint_policing(policing, theory)
        verified = diplomacy.combined_effect(self.csbm, theory.verification)
        self.verification = diplomacy.verification(verified, self.monitoring)

    def advance_treaty(self, room: float, theory: "Theory") -> None:
        """Move the treaty by one stage, or let it fail (M23)."""
        advance, fail = self.luck
        will, stability, trust = self.will, self.state_stability, self.lower_trust
        if self.treaty_stage == NONE:
            hazard = diplomacy.talks_hazard(will, stability, self.support, room, trust, theory)
            if advance < hazard_probability(hazard):
                self.treaty_stage = TALKS
        elif self.treaty_stage == TALKS:
            hazard = diplomacy.signing_hazard(
                will, stability, self.verification, room, trust, self.delimited, theory
            )
            if advance < hazard_probability(hazard):
                self.sign_treaty()
            elif fail < hazard_probability(diplomacy.collapse_hazard(self.alert)):
                self.treaty_stage = NONE
        else:
            self.keep_treaty(fail, theory)
        for side in self.sides:
            side.account_for_treaty(theory)

    def sign_treaty(self) -> None:
        """Both sides bind themselves to lower their troops from today's number."""
        self.treaty_stage = IN_FORCE
        self.treaty_months = 0
        self.compliant_months = 0
        for side in self.sides:
            side.signed_troops = side.troops

    def keep_treaty(self, fail: float, theory: "Theory") -> None:
        """A treaty in force breaks down, or completes its term after a year of compliance."""
        self.treaty_months += 1
        kept = self.sides[0].compliance > 0.0 and self.sides[1].compliance > 0.0
        self.compliant_months = self.compliant_months + 1 if kept else 0
        violation = max(self.sides[0].violation, self.sides[1].violation)
        hazard = diplomacy.breakdown_hazard(self.alert, self.lower_trust, violation, theory)
        if fail < hazard_probability(hazard):
            self.treaty_stage = NONE
        elif self.treaty_months >= theory.treaty_months and self.compliant_months >= 12:
            self.treaty_stage = COMPLETED

    def exchange(self) -> None:
        """Phase *trade*: crossings open or shut, enablers are built, trade follows (M25-M27)."""
        theory = self.model.theory
        cap = trade.trade_cap(
            self.openness, self.infrastructure, self.customs, self.joint_projects, theory
        )
        realized, trust, will = self.trade, self.trust, self.will
        self.openness = trade.openness_next(
            self.openness, trust, self.density, self.alert, self.closure, theory
        )
        self.infrastructure = trade.infrastructure_next(
            self.infrastructure,
            will,
            self.infrastructure_effort + self.facilitation,
            trust,
            theory,
        )
        self.customs = trade.customs_next(
            self.customs,
            will,
            self.state_stability,
            self.customs_effort + self.facilitation,
            trust,
            theory,
        )
        self.joint_projects = trade.joint_projects_next(
            self.joint_projects,
            will,
            trust,
            realized,
            self.joint_projects_effort,
            theory,
        )
        self.set_trade(trade.trade_next(realized, cap, theory))

    def set_trade(self, realized: float) -> None:
        """Set the share of the trade potential that is realized, and what it means for the two."""
        self.trade = realized
        self.interdependence = trade.interdependence(realized, self.trade_potential)

    def look_back(self) -> None:
        """Phase *record*: remember this month's density."""
        self.recent_density.append(self.density)
