"""Resolving: what a file leaves to be understood is written out.

One number for both sides becomes a number for each, a sector takes what it does not say from its border,
and an effect takes its dates from its event and the names of all places from ``all``. Values keep their
places and sources. Whatever has the wrong form is left as it is, for the checks to speak of.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from detente.rules.csbm import MEASURES
from detente.scenario.entities import BY_SIDE, SECTOR_FIELDS, Part, Sector
from detente.scenario.timeline import SERIES, Effect, Quantity
from detente.scenario.tree import Branch, Items, Leaf, Tree

__all__ = ["TAKEN_FROM_AROUND", "quantity_of", "resolve", "write_out_sides"]


TAKEN_FROM_AROUND: Final[Mapping[type[Part], tuple[str, ...]]] = {
    Sector: SECTOR_FIELDS,
    Effect: ("date",),
}
"""Fields that a file may leave out, since they are taken from the part around."""


def write_out_sides(tree: Branch) -> Branch:
    """Write out, for every border, one number for both sides as a number for each."""
    return _within(tree, "borders", _with_sides)


def resolve(tree: Branch) -> Branch:
    """Write out everything that a file leaves to be understood.

    Parameters
    ----------
    tree : Branch
        A scenario with its variants laid over each other.

    Returns
    -------
    Branch
        The scenario in the form of `detente.scenario.Scenario`; states, powers, borders and sectors are
        in the order of their names and events in that of their dates, so that the order of a file can
        make no difference to a run.
    """
    tree = write_out_sides(tree)
    tree = _within(tree, "borders", _with_sectors)
    tree = _with_leaders(tree)
    world = tree
    tree = _within(tree, "timeline", lambda event: _with_effects(event, world))
    return _in_order(tree)


def _within(tree: Branch, section: str, change: Callable[[Branch], Branch]) -> Branch:
    """Change every mapping of a section."""
    if section not in tree.children:
        return tree
    part = tree.branch(section)
    changed = {key: change(child) for key, child in part.branches()}
    return tree.with_children({section: part.with_children(changed)}) if changed else tree


def _with_sides(border: Branch) -> Branch:
    """Write out the values by side of one border."""
    sides = [state for state, _ in border.texts("sides")] or ["?"]
    changed: dict[str, Tree] = {}
    for name in BY_SIDE:
        value = border.children.get(name)
        if isinstance(value, Leaf):
            children = dict.fromkeys(sides, value)
            changed[name] = Branch(children, dict.fromkeys(sides, value.place), value.place)
    return border.with_children(changed)


def _with_sectors(border: Branch) -> Branch:
    """Give the sectors of one border what they do not say."""
    shared = {name: border.children[name] for name in SECTOR_FIELDS if name in border.children}
    sectors = border.branch("sectors")
    changed = {
        key: sector.with_children({k: v for k, v in shared.items() if k not in sector.children})
        for key, sector in sectors.branches()
    }
    return border.with_children({"sectors": sectors.with_children(changed)}) if changed else border


def _with_leaders(tree: Branch) -> Branch:
    """Make every great power its own leader where the file names none."""
    powers = tree.branch("powers")
    changed = {
        key: power.with_children({"leader": Leaf(key, power.place)})
        for key, power in powers.branches()
        if power.text("kind") == "great_power" and "leader" not in power.children
    }
    return tree.with_children({"powers": powers.with_children(changed)}) if changed else tree


def _with_effects(event: Branch, world: Branch) -> Branch:
    """Write out the effects of one event."""
    effects = event.children.get("effects")
    if not isinstance(effects, Items):
        return event
    items = tuple(
        _with_dates(_with_places(effect, world), event) if isinstance(effect, Branch) else effect
        for effect in effects.items
    )
    return event.with_children({"effects": Items(items, effects.place)})


def quantity_of(effect: Branch) -> Quantity | None:
    """Series that an effect acts on, or None where there is no such series."""
    what = effect.text("what")
    return next((quantity for quantity in SERIES if quantity == what), None)


def _with_places(effect: Branch, world: Branch) -> Branch:
    """Write out the places, sides and measures of one effect."""
    changed: dict[str, Tree] = {}
    for name in ("at", "side", "measures"):
        value = effect.children.get(name)
        if isinstance(value, Leaf) and value.value is not None:
            changed[name] = Items((value,), value.place)
    if effect.text("what") == "csbm" and "measures" not in effect.children:
        measures = tuple(Leaf(measure, effect.place) for measure in MEASURES)
        changed["measures"] = Items(measures, effect.place)
    what = quantity_of(effect)
    if effect.text("at") == "all" and what and SERIES[what].place != "region":
        place = effect.place_of("at")
        names = tuple(
            Leaf(name, place) for name in sorted(_all_places(effect, SERIES[what].place, world))
        )
        changed["at"] = Items(names, place)
    return effect.with_children(changed)


def _all_places(effect: Branch, place: str, world: Branch) -> Iterator[str]:
    """Names that 'all' stands for; with sides, only borders that have them."""
    sides = [state for state, _ in effect.texts("side")]
    for key, part in world.branch(f"{place}s").branches():
        if place != "border" or _has_sides(part, sides):
            yield key


def _has_sides(border: Branch, states: list[str]) -> bool:
    """Whether all of some states are sides of a border."""
    sides = {state for state, _ in border.texts("sides")}
    return sides.issuperset(states)


def _with_dates(effect: Branch, event: Branch) -> Branch:
    """Give an effect the dates of its event; a pulse has no end."""
    what = quantity_of(effect)
    inherited = ("date",) if what and SERIES[what].pulse else ("date", "until")
    dates = {
        name: event.children[name]
        for name in inherited
        if name in event.children and name not in effect.children
    }
    return effect.with_children(dates)


def _in_order(tree: Branch) -> Branch:
    """Put the parts into an order that does not depend on the file."""
    tree = _within(tree, "borders", lambda border: _sorted(border, "sectors"))
    for section in ("states", "powers", "borders"):
        tree = _sorted(tree, section)
    events = tree.branch("timeline")
    return _sorted(
        tree, "timeline", key=lambda name: (events.branch(name).text("date") or "", name)
    )


def _sorted(
    tree: Branch, section: str, key: Callable[[str], tuple[str, ...]] = lambda name: (name,)
) -> Branch:
    """Sort the mapping under a key."""
    part = tree.children.get(section)
    if not isinstance(part, Branch):
        return tree
    children = {name: part.children[name] for name in sorted(part.children, key=key)}
    return tree.with_children({section: Branch(children, part.keys, part.place)})
