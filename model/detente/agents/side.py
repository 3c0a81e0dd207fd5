"""One side of a border: the trust, alert and troops of one state towards one neighbor."""

from typing import TYPE_CHECKING

from detente.rules import crime, encounters, trust
from detente.rules import diplomacy as rules_of_diplomacy
from detente.rules import troops as rules_of_troops
from detente.rules.forms import relative_change, share

if TYPE_CHECKING:
    from detente.agents.border import Border
    from detente.agents.post import BorderPost
    from detente.agents.state import State
    from detente.rules.parameters import Theory

__all__ = ["Side"]


class Side:
    """The directed half of a border: what state *i* holds and believes towards state *j*.

    Attributes
    ----------
    border, state, opponent : Border, State, Side
        Where it belongs, whose it is, and the other side.
    posts : list of BorderPost
        Its posts, one per sector.
    trust, trust_baseline : float
        How far it believes that the other keeps its side of a bargain, 0 to 1.
    troops, reference : float
        Its troops, and those at the policing norm, in persons.
    growth : float
        Relative change of its troops in the last month.
    alert : float
        Nervousness after clashes, 0 to 3.
    load_memory, crime_load : float
        Remembered weighted incidents per sector, and the load from 0 to 1.
    guarantee : float
        Security guarantee that it enjoys.
    signed_troops, compliance : float
        Troops when the treaty was signed; how it keeps the treaty, -1 to 1.
    cut, legacy_posture, trust_shock : float
        Exogenous values of the month, from the timeline.
    trust_terms, troop_terms : tuple of float
        This month's contributions, in the order of the ledger.
    """

    __slots__ = (
        "alert",
        "border",
        "compliance",
        "crime_load",
        "cut",
        "growth",
        "guarantee",
        "legacy_posture",
        "load_memory",
        "next_troops",
        "next_trust",
        "opponent",
        "posts",
        "reference",
        "signed_troops",
        "state",
        "strategic_asset",
        "troop_terms",
        "troops",
        "trust",
        "trust_baseline",
        "trust_shock",
        "trust_terms",
        "violation",
    )

    opponent: "Side"

    def __init__(
        self,
        border: "Border",
        state: "State",
        *,
        trust: float,
        trust_baseline: float,
        troops: float,
        strategic_asset: float,
    ) -> None:
        self.border = border
        self.state = state
        self.posts: list[BorderPost] = []
        self.trust = self.next_trust = trust
        self.trust_baseline = trust_baseline
        self.troops = self.next_troops = self.signed_troops = troops
        self.reference = border.reference
        self.strategic_asset = strategic_asset
        self.growth = 0.0
        self.alert = 0.0
        self.load_memory = 0.0
        self.crime_load = 0.0
        self.guarantee = 0.0
        self.violation = 0.0
        self.compliance = 0.0
        self.cut = 0.0
        self.legacy_posture = 0.0
        self.trust_shock = 0.0
        self.trust_terms: tuple[float, ...] = ()
        self.troop_terms: tuple[float, ...] = ()

    @property
    def density(self) -> float:
        """Troops in multiples of the policing norm."""
        return self.troops / self.reference

    def count_incidents(self, kind: int) -> float:
        """Incidents of one kind of crime at all posts of the side this month."""
        total = 0.0
        for post in self.posts:
            total += post.incidents[kind]
        return total

    def remember_crime(self, theory: "Theory") -> None:
        """Phase *crime*: the month's incidents enter the side's crime load (M18)."""
        self.load_memory = crime.load_next(
            self.load_memory,
            self.count_incidents(0),
            self.count_incidents(1),
            self.count_incidents(2),
            float(len(self.posts)),
            theory,
        )
        self.crime_load = crime.crime_load(self.load_memory)

    def take_alarm(self, severity: float, theory: "Theory") -> None:
        """Phase *encounters*: clashes raise alert, quiet lets it fade (M5)."""
        self.alert = encounters.alert_next(self.alert, severity, theory)

    def treaty_limit(self, theory: "Theory") -> float:
        """Troops that the treaty allows the side this month, persons (M7)."""
        return rules_of_diplomacy.treaty_limit(
            self.signed_troops, self.reference, float(self.border.treaty_months), theory
        )

    def account_for_treaty(self, theory: "Theory") -> None:
        """Phase *diplomacy*: compare the troops with the limit; nothing to keep without a treaty."""
        if not self.border.under_treaty:
            self.violation = self.compliance = 0.0
            return
        limit = self.treaty_limit(theory)
        self.violation = rules_of_diplomacy.violation(self.troops, limit, theory)
        self.compliance = rules_of_diplomacy.compliance(self.violation)

    def elsewhere(self) -> tuple[float, float]:
        """Mean trust and alert of the state on its other borders; its own trust where it has none."""
        trust_sum = alert_sum = 0.0
        for side in self.state.sides:
            trust_sum += side.trust
            alert_sum += side.alert
        others = len(self.state.sides) - 1
        if others == 0:
            return self.trust, 0.0
        return (trust_sum - self.trust) / others, max(0.0, alert_sum - self.alert) / others

    def judge(self, theory: "Theory") -> None:
        """Phase *trust*: everything that this month moved the side's trust (M28-M44)."""
        border, opponent, now = self.border, self.opponent, self.trust
        baseline, verified = self.trust_baseline, border.verification
        elsewhere_trust, elsewhere_alert = self.elsewhere()
        terms = (
            trust.decay(now, baseline, theory),
            trust.threat(now, opponent.density, theory),
            trust.incident(now, border.misunderstandings, border.standoffs, theory),
            trust.skirmish(now, border.severity, theory),
            trust.crime(now, self.crime_load, border.joint_policing, theory),
            *[
                trust.csbm(now, level, reassurance, theory)
                for level, reassurance in zip(border.csbm, theory.reassurance, strict=True)
            ],
            trust.lapse(now, border.lapsed, theory),
            trust.trade(now, border.interdependence, theory),
            trust.guarantee(now, self.guarantee, opponent.guarantee, theory),
            trust.mediation(now, baseline, border.mediation, theory),
            trust.treaty(now, opponent.compliance, verified, theory),
            trust.delimitation(now, border.delimited, border.newly_delimited, theory),
            trust.reciprocity(now, opponent.growth, verified, theory),
            trust.vulnerability(now, self.troops, opponent.troops, verified, theory),
            trust.spillover(now, elsewhere_trust, elsewhere_alert, theory),
            trust.rivalry(now, border.rivalry, theory),
            self.trust_shock,
        )
        moved = _add(now, terms)
        self.next_trust = share(moved)
        self.trust_terms = (*terms, self.next_trust - moved)

    def plan_troops(self, theory: "Theory") -> None:
        """Phase *troops*: everything that this month moves the side's troops (M1-M11)."""
        state, opponent, now, norm = self.state, self.opponent, self.troops, self.reference
        treaty = 0.0
        if self.border.under_treaty:
            limit = self.treaty_limit(theory)
            treaty = rules_of_troops.treaty(now, limit, state.will, state.stability, theory)
        planned = (
            rules_of_troops.fatigue(now, theory),
            rules_of_troops.reaction(opponent.troops, self.trust, theory),
            rules_of_troops.posture(
                norm, self.strategic_asset, state.sovereignty, self.legacy_posture, theory
            ),
            rules_of_troops.dispute(norm, self.border.delimited, self.trust, theory),
            rules_of_troops.crime(norm, self.crime_load, theory),
            rules_of_troops.alert(norm, self.alert, theory),
            rules_of_troops.guarantee(now, norm, self.guarantee, opponent.guarantee, theory),
            treaty,
        )
        terms = (
            *planned,
            rules_of_troops.policy(now, self.cut),
            rules_of_troops.friction(
                _add(0.0, planned), self.strategic_asset, state.stability, theory
            ),
            rules_of_troops.budget(now, norm, theory),
        )
        moved = _add(now, terms)
        self.next_troops = rules_of_troops.bounded(moved, norm, theory)
        self.troop_terms = (*terms, self.next_troops - moved)

    def act(self, theory: "Theory") -> None:
        """End of phases *trust* and *troops*: both changes take effect at once."""
        self.growth = relative_change(self.troops, self.next_troops)
        self.trust = self.next_trust
        self.troops = self.next_troops
        self.post_troops(theory)

    def post_troops(self, theory: "Theory") -> None:
        """Distribute the side's troops over its posts by risk; the last post takes the remainder."""
        risks = [post.risk for post in self.posts]
        total = _add(0.0, risks)
        left = self.troops
        for post, risk in zip(self.posts[:-1], risks[:-1], strict=True):
            share_of_post = rules_of_troops.post_share(float(len(risks)), risk, total, theory)
            post.troops = share_of_post * self.troops
            left -= post.troops
        self.posts[-1].troops = max(0.0, left)


def _add(start: float, terms: tuple[float, ...] | list[float]) -> float:
    """Add terms in their order; `sum` compensates from Python 3.12 on and would differ."""
    total = start
    for term in terms:
        total += term
    return total
