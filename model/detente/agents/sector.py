"""A sector: a stretch of a border on which one post of each side faces the other."""

from typing import TYPE_CHECKING

from detente.rules import encounters
from detente.rules.forms import poisson_count

if TYPE_CHECKING:
    from detente.agents.border import Border
    from detente.agents.post import BorderPost
    from detente.rules.parameters import Theory

__all__ = ["Sector"]


class Sector:
    """Two facing posts and what happens between them in a month.

    Attributes
    ----------
    name : str
        Name within the border.
    border : Border
        The border that it is a stretch of.
    reference : float
        Persons per post at the policing norm.
    dispute, crime_attraction, terrain : float
        Fixed features, 0 to 2.
    posts : list of BorderPost
        One post of each side.
    misunderstandings, standoffs, skirmishes : float
        Counts of the month by furthest stage: resolved, ended without fire, fire.
    casualties : float
        Casualties of each skirmish of the month.
    misunderstanding_rate : float
        Expected misunderstandings of the month.
    luck : list of float
        Uniforms of the month: misunderstanding, stand-off, skirmish, severity.
    """

    __slots__ = (
        "border",
        "casualties",
        "crime_attraction",
        "dispute",
        "luck",
        "misunderstanding_rate",
        "misunderstandings",
        "name",
        "posts",
        "reference",
        "skirmishes",
        "standoffs",
        "terrain",
    )

    def __init__(
        self,
        border: "Border",
        name: str,
        *,
        reference: float,
        dispute: float,
        crime_attraction: float,
        terrain: float,
    ) -> None:
        self.border = border
        self.name = name
        self.reference = reference
        self.dispute = dispute
        self.crime_attraction = crime_attraction
        self.terrain = terrain
        self.posts: list[BorderPost] = []
        self.misunderstandings = 0.0
        self.standoffs = 0.0
        self.skirmishes = 0.0
        self.casualties = 0.0
        self.misunderstanding_rate = 0.0
        self.luck: list[float] = []

    def meet(self, theory: "Theory") -> None:
        """Phase *encounters*: patrols meet; some meetings are misunderstood, harden, end in fire."""
        border = self.border
        post_a, post_b = self.posts
        contact = encounters.contact_rate(
            self.dispute, border.delimited, post_a.density, post_b.density, theory
        )
        misunderstood = encounters.misunderstanding_probability(border.prevention, theory)
        self.misunderstanding_rate = contact * misunderstood
        hardens = encounters.standoff_probability(
            border.trust,
            border.alert,
            encounters.imbalance(post_a.troops, post_b.troops, self.reference),
            border.deescalation,
            theory,
        )
        fires = encounters.skirmish_probability(
            border.trust,
            border.alert,
            border.deescalation,
            border.interdependence,
            border.peacekeeping,
            theory,
        )
        resolved, tense, fire = encounters.encounter_rates(contact, misunderstood, hardens, fires)
        self.misunderstandings = poisson_count(resolved, self.luck[0])
        self.standoffs = poisson_count(tense, self.luck[1])
        self.skirmishes = poisson_count(fire, self.luck[2])
        self.casualties = 0.0
        if self.skirmishes > 0.0:
            self.casualties = encounters.skirmish_severity(self.luck[3], theory)
