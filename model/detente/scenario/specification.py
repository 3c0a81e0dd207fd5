"""The scenario itself: a frozen, checked account of a world, of its theory and of what befalls it.

A scenario is made from a file or a mapping by `detente.scenario.loading` and never by hand, so that each
of its values has a source and all its parts fit. It keeps the tree it was made from: changes are laid
over that tree and checked again as a whole. Two scenarios are equal where everything that matters to a
run is equal.
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from pydantic import Field, PrivateAttr, ValidationError

from detente.errors import ScenarioError
from detente.rules.mechanisms import SWITCHES
from detente.scenario.changes import tree_of_changes
from detente.scenario.checks import check_world
from detente.scenario.checks_timeline import check_timeline
from detente.scenario.entities import (
    Border,
    BorderKey,
    LowerKey,
    MonthField,
    Part,
    Power,
    PowerKey,
    Share,
    State,
    StateKey,
    Text,
)
from detente.scenario.months import Month
from detente.scenario.names import unknown
from detente.scenario.provenance import check_sources
from detente.scenario.resolving import resolve, write_out_sides
from detente.scenario.sources import Source
from detente.scenario.timeline import Event
from detente.scenario.tree import Branch, Findings, Place, node_at, plain, walk
from detente.scenario.variants import OWN_KEYS, lay_over
from detente.scenario.wording import explain
from detente.scenario.writing import yaml_text

__all__ = ["Origin", "Scenario", "build"]

_IRRELEVANT: Final[dict[str, Any]] = {
    "name": True,
    "title": True,
    "about": True,
    "passages": True,
    "theory": True,
    "without": True,
    "states": {"__all__": {"name"}},
    "powers": {"__all__": {"name"}},
    "timeline": {"__all__": {"title"}},
}
"""What makes no difference to a run; theory and switches count by the values that they come to."""

_UNSAID: Final = Source(
    "assumption", "nothing is claimed: a name, the frame of the study, or a default of the format"
)


class Origin(NamedTuple):
    """What a scenario was made from.

    Attributes
    ----------
    tree : Branch
        The file, laid over its bases.
    resolved : Branch
        The same with everything written out.
    base : str or None
        Name of the scenario that it extends.
    """

    tree: Branch
    resolved: Branch
    base: str | None


class Scenario(Part):
    """A world with its theory and its timeline, ready to be run.

    Values are resolved: those by side have a number for each side, sectors have their own dispute,
    crime attraction and terrain, levels of CSBMs and weights of instruments are complete, effects name
    all of their places. Parts are in the order of their names, events in that of their dates.

    Attributes
    ----------
    name, title, about : str
        Name (the file's stem), title, and the paragraph on what it represents.
    passages : tuple of str
        Sections of the source document that it stands on.
    start : Month
        Month of the first round.
    rounds : int
        Number of rounds (months), 1 to 2400.
    rivalry : float
        Rivalry of the great powers, 0 to 1.
    states, powers, borders : mapping
        `State`, `Power` and `Border` by name.
    theory : mapping of str to float
        Parameters of the theory that are changed.
    without : tuple of str
        Mechanisms that are switched off.
    timeline : mapping
        `Event` by name.
    """

    name: LowerKey = Field(description="name of the scenario, the stem of its file")
    title: Text = Field(description="title of the scenario")
    about: Text = Field(description="paragraph on what the scenario represents")
    passages: tuple[str, ...] = Field(
        default=(), description="sections of the document that the scenario stands on"
    )
    start: MonthField = Field(description="month of the first round")
    rounds: int = Field(ge=1, le=2400, description="number of rounds")
    rivalry: Share = Field(description="rivalry of the great powers, share")
    states: Mapping[StateKey, State] = Field(min_length=2, description="states by name")
    powers: Mapping[PowerKey, Power] = Field(
        default_factory=dict, description="external powers by name"
    )
    borders: Mapping[BorderKey, Border] = Field(min_length=1, description="borders by name")
    theory: Mapping[str, float] = Field(
        default_factory=dict, description="parameters of the theory that are changed"
    )
    without: tuple[str, ...] = Field(default=(), description="mechanisms that are switched off")
    timeline: Mapping[LowerKey, Event] = Field(
        default_factory=dict, description="shocks and policies by name"
    )

    _origin: Origin = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Keep what the scenario was made from."""
        if not isinstance(context, Origin):
            raise TypeError("load a scenario from a file, or from a mapping with from_mapping")
        self._origin = context

    @property
    def base(self) -> str | None:
        """Name of the scenario that this one extends, or None."""
        return self._origin.base

    @property
    def end(self) -> Month:
        """Month of the last round."""
        return self.start.plus(self.rounds - 1)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of everything that matters to a run, in hexadecimal digits.

        Titles, names for display, notes, sources and the order of the file make no difference.
        """
        content = self.model_dump(mode="json", exclude=_IRRELEVANT)
        content["theory"] = self.theory_values()
        text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode("ascii")).hexdigest()

    def __eq__(self, other: object) -> bool:
        """Whether another scenario gives the same runs."""
        return self.digest == other.digest if isinstance(other, Scenario) else NotImplemented

    def __hash__(self) -> int:
        """Hash that agrees with equality."""
        return hash(self.digest)

    def __deepcopy__(self, memo: dict[int, Any] | None = None) -> "Scenario":
        """Return the scenario itself, which nothing can change."""
        return self

    def theory_values(self) -> dict[str, float]:
        """Parameters that are not at their defaults, those of mechanisms switched off included.

        Returns
        -------
        dict
            Values by the names of `detente.rules.parameters.PARAMETERS`. Where a mechanism is switched
            off and one of its parameters is changed as well, the switch wins.
        """
        values = dict(self.theory)
        for mechanism in self.without:
            values.update(SWITCHES[mechanism])
        return values

    def falling_due(self, round_number: int) -> list[Event]:
        """Events of the timeline that fall due in a round, counted from 1."""
        return [
            event
            for event in self.timeline.values()
            if event.date.since(self.start) == round_number - 1
        ]

    def sources(self) -> dict[str, Source]:
        """Source of every value that is written in the file or its bases, by dotted path."""
        return {
            ".".join(path): value.source
            for path, value in walk(self._origin.tree)
            if value.source is not None
        }

    def source_of(self, path: str) -> Source:
        """Source of one value.

        Parameters
        ----------
        path : str
            Dotted path, such as ``borders.KGZ-TJK.trust`` or ``borders.KGZ-TJK.trust.KGZ``.

        Returns
        -------
        Source
            The source of the value, or of the first value of a mapping. A name, the frame of the
            study and a default of the format rest on an assumption that says so.

        Raises
        ------
        KeyError
            For a path that is not in the scenario.
        """
        steps = path.split(".")
        node = node_at(self._origin.resolved, steps)
        if node is None:
            _follow(self.model_dump(mode="json"), steps)
            return _UNSAID
        return next((value.source for _, value in walk(node) if value.source), _UNSAID)

    def place_of(self, path: str) -> Place:
        """File, line and column of a value; those of the nearest part that is written otherwise."""
        steps = path.split(".")
        tree = self._origin.resolved
        parts = (node_at(tree, steps[:length]) for length in range(len(steps), 0, -1))
        return next((part.place for part in parts if part is not None), tree.place)

    def change(self, changes: Mapping[str, object]) -> "Scenario":
        """Lay new values over the scenario.

        Parameters
        ----------
        changes : mapping of str to object
            New values by dotted path: scalars, lists, mappings, or None to take the key away, such as
            ``{"theory.crime_need": 1.2, "timeline": None, "borders.KGZ-TJK.csbm.hotline": 0.5}``.
            A mapping is laid over what is there, key by key. A value of one effect of an event has the
            number of the effect in its path: ``timeline.hotline.effects.0.add``. What the timeline
            holds for after the end of a run that is made shorter is left out.

        Returns
        -------
        Scenario
            The changed scenario, checked as a whole. The new values rest on the source
            ``assumption: set by the user``, unless they bring their own.

        Raises
        ------
        ScenarioError
            With every mistake; the file is ``<change>`` for those of the new values.
        """
        findings = Findings()
        tree = self._origin.tree
        own = tree_of_changes(changes, tree, findings)
        titles = {
            key: tree.children[key]
            for key in OWN_KEYS
            if key in tree.children and key not in own.children
        }
        merged = lay_over(tree, own.with_children(titles), findings)
        return build(merged, self.base, findings)

    def to_yaml(self) -> str:
        """Write the scenario as one file that stands alone, with the source of every value."""
        return yaml_text(self._origin.tree)


def _follow(values: Any, steps: list[str]) -> None:
    """Walk along a path through plain values, and say where it ends too early."""
    for number, step in enumerate(steps):
        known: dict[str, Any] = {}
        if isinstance(values, list | dict):
            pairs = enumerate(values) if isinstance(values, list) else values.items()
            known = {str(key): value for key, value in pairs}
        if step not in known:
            raise KeyError(f"{'.'.join(steps[: number + 1])}: {unknown('key', step, known)}")
        values = known[step]


def build(tree: Branch, base: str | None, findings: Findings) -> Scenario:
    """Check a scenario and make it.

    Parameters
    ----------
    tree : Branch
        The content of its file, laid over its bases.
    base : str or None
        Name of the scenario that it extends.
    findings : Findings
        Mistakes found so far.

    Returns
    -------
    Scenario
        The scenario.

    Raises
    ------
    ScenarioError
        With every mistake.
    """
    tree = write_out_sides(tree)
    resolved = resolve(tree)
    scenario = None
    try:
        scenario = Scenario.model_validate(plain(resolved), context=Origin(tree, resolved, base))
    except ValidationError as error:
        explain(error, Scenario, resolved, findings)
    check_world(resolved, findings)
    check_timeline(resolved, findings)
    check_sources(tree, findings)
    if scenario is None or findings.mistakes:
        raise ScenarioError(findings.mistakes)
    return scenario
