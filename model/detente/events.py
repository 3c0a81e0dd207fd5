"""The event log: what happened in a round, where, how badly, and what came of it.

An incident is one row with the place, the kind and what it alone did to trust, alert or crime load in
its month; treaties, CSBMs that cross half their level, lines that are settled and events of the timeline
stand beside them. Events are read off the world at the end of a round and change nothing in it.
"""

from math import log1p
from typing import TYPE_CHECKING, NamedTuple

from detente.agents.post import CRIMES
from detente.ledger import TRUST_TERMS
from detente.rules.csbm import MEASURES
from detente.rules.parameters import Theory
from detente.scenario import SERIES
from detente.scenario import Event as TimelineEvent

if TYPE_CHECKING:
    from detente.agents import Border, BorderPost
    from detente.model import BorderModel

__all__ = ["Before", "Event", "events_of_round"]

_INCIDENT = TRUST_TERMS.index("incident")
_SKIRMISH = TRUST_TERMS.index("skirmish")
_TREATY_EVENTS = {
    ("none", "talks"): ("talks_opened", "both sides negotiate"),
    ("talks", "in_force"): ("treaty_signed", "each side lowers its troops to its ceiling"),
    ("talks", "none"): ("talks_collapsed", "no treaty"),
    ("in_force", "none"): ("treaty_broken", "the ceilings no longer bind"),
    ("completed", "none"): ("treaty_broken", "the ceilings no longer bind"),
    ("in_force", "completed"): ("treaty_completed", "the ceilings are reached and kept"),
}


class Event(NamedTuple):
    """One thing that happened.

    ``trust_change`` and ``alert_change`` are means over the two sides, and ``load_change`` is that of
    the side that met the crime: what this event alone did in its month. ``until`` is the month in which
    an event of the timeline is over, empty where it has no end.
    """

    round: int
    border: str
    sector: str
    side: str
    kind: str
    severity: float
    outcome: str
    trust_change: float = 0.0
    alert_change: float = 0.0
    load_change: float = 0.0
    until: str = ""


class Before(NamedTuple):
    """What a border was like at the end of the round before."""

    treaty: str
    csbm: list[float]
    delimited: float

    @classmethod
    def of(cls, border: "Border") -> "Before":
        """Note a border as it is now."""
        return cls(border.treaty, border.csbm, border.delimited)


def events_of_round(model: "BorderModel", before: dict[str, Before]) -> list[Event]:
    """List what happened in the round that has just ended.

    Parameters
    ----------
    model : BorderModel
        The model at the end of the round.
    before : dict of str to Before
        Each border at the end of the round before.

    Returns
    -------
    list of Event
        Timeline first, then borders with their encounters and diplomacy, then crime by post.
    """
    now = model.round
    noted: list[Event] = []
    for event in model.world.scenario.falling_due(now):
        until = "" if event.until is None else str(event.until)
        noted += [
            Event(now, border, "", "", "timeline", 0.0, event.title, until=until)
            for border in _borders_concerned(event, model)
        ]
    for border in model.borders:
        noted += _encounters(now, border, model.theory.alert_gain)
        noted += _diplomacy(now, border, before[border.name])
    for post in model.posts:
        if any(post.incidents):
            noted += _crimes(now, post, model.theory)
    return noted


def _borders_concerned(event: TimelineEvent, model: "BorderModel") -> list[str]:
    """Borders that an event of the timeline acts on; one empty name where it is the whole region."""
    concerned: set[str] = set()
    for effect in event.effects:
        kind = SERIES[effect.what].place
        if kind in ("region", "power") or "all" in effect.at:
            return [""]
        for border in model.borders:
            states = {side.state.name for side in border.sides}
            if border.name in effect.at or (kind == "state" and states & set(effect.at)):
                concerned.add(border.name)
    if len(concerned) == len(model.borders):
        return [""]
    return [border.name for border in model.borders if border.name in concerned]


def _diplomacy(now: int, border: "Border", before: Before) -> list[Event]:
    """Changes of treaty stage, CSBMs that cross half their level, and a line that is settled."""
    noted: list[Event] = []
    step = (before.treaty, border.treaty)
    if step in _TREATY_EVENTS:
        kind, outcome = _TREATY_EVENTS[step]
        noted.append(Event(now, border.name, "", "", kind, 0.0, outcome))
    for measure, earlier, level in zip(MEASURES, before.csbm, border.csbm, strict=True):
        if earlier < 0.5 <= level:
            noted.append(Event(now, border.name, "", "", "csbm_adopted", 0.0, measure))
        elif level < 0.5 <= earlier:
            noted.append(Event(now, border.name, "", "", "csbm_lapsed", 0.0, measure))
    if before.delimited < 0.99 <= border.delimited:
        noted.append(Event(now, border.name, "", "", "delimited", 0.0, "the line is settled"))
    return noted


def _encounters(now: int, border: "Border", alert_gain: float) -> list[Event]:
    """Misunderstandings, stand-offs and skirmishes of one border, with what each did to trust."""
    noted: list[Event] = []
    weight = border.misunderstandings + 2.0 * border.standoffs
    first, second = (side.trust_terms for side in border.sides)
    incident = (first[_INCIDENT] + second[_INCIDENT]) / 2
    fire = (first[_SKIRMISH] + second[_SKIRMISH]) / 2
    alarm = alert_gain * log1p(border.severity)

    def skirmish(sector: str, casualties: float, outcome: str) -> Event:
        part = casualties / border.severity
        return Event(
            now, border.name, sector, "", "skirmish", casualties, outcome, fire * part, alarm * part
        )

    if border.forced_clash > 0.0:
        noted.append(skirmish("", border.forced_clash, "fire, by the timeline"))
    for sector in border.sectors:
        place = (now, border.name, sector.name, "")
        for _ in range(int(sector.misunderstandings)):
            noted.append(Event(*place, "misunderstanding", 0.0, "resolved", incident / weight))
        for _ in range(int(sector.standoffs)):
            noted.append(
                Event(*place, "standoff", 0.0, "ended without fire", 2.0 * incident / weight)
            )
        for _ in range(int(sector.skirmishes)):
            noted.append(skirmish(sector.name, sector.casualties, "fire"))
    return noted


def _crimes(now: int, post: "BorderPost", theory: Theory) -> list[Event]:
    """Crime incidents at one post, with what each added to the side's remembered load."""
    noted: list[Event] = []
    side, sector = post.side, post.sector
    weights = (theory.smuggling_weight, theory.trafficking_weight, theory.infiltration_weight)
    for kind, weight, count in zip(CRIMES, weights, post.incidents, strict=True):
        added = theory.load_memory * weight / len(side.posts)
        event = Event(
            now,
            side.border.name,
            sector.name,
            side.state.name,
            kind,
            0.0,
            "raised the crime load",
            load_change=added,
        )
        noted += [event] * int(count)
    return noted
