"""Variants: one scenario laid over another, key by key.

A mapping is laid over the mapping of the same name, ``null`` takes a key away, and lists and scalars
replace what was there. Before that, the base loses what the variant does not keep, and with it whatever
referred to it, so that a variant of a few borders does not drag the region along. Values keep the places
and the sources of the file they were written in.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from detente.scenario.months import Month
from detente.scenario.names import unknown
from detente.scenario.resolving import quantity_of, write_out_sides
from detente.scenario.timeline import SERIES
from detente.scenario.tree import Branch, Findings, Items, Leaf, Tree, plain

__all__ = ["FRAME_KEYS", "OWN_KEYS", "lay_over"]

FRAME_KEYS: Final = ("extends", "keep")
"""Keys that say how a file is built, and are no part of the scenario."""

OWN_KEYS: Final = ("name", "title", "about", "passages")
"""Keys that a variant does not take from its base."""

_OPTIONAL: Final = ("passages", "powers", "theory", "without", "timeline")
"""Keys of a file that may be taken away although the base has none."""

_SECTIONS: Final = ("states", "powers", "borders")


class _Gone(NamedTuple):
    """Names that a variant takes away from its base."""

    states: frozenset[str]
    powers: frozenset[str]
    borders: frozenset[str]


def lay_over(base: Branch, own: Branch, findings: Findings) -> Branch:
    """Lay a file over its base.

    Parameters
    ----------
    base : Branch
        The whole base.
    own : Branch
        The content of the variant's file.
    findings : Findings
        Takes names to keep or to take away that the base does not have.

    Returns
    -------
    Branch
        The variant, whole.
    """
    base = write_out_sides(base.without(*OWN_KEYS))
    gone = _gone(base, own, findings)
    remaining = _without_names(base, gone)
    merged = _merge(remaining, base, own.without(*FRAME_KEYS), findings)
    return _without_late_events(merged, remaining, own)


def _gone(base: Branch, own: Branch, findings: Findings) -> _Gone:
    """Names that the variant takes away: by `keep`, by null, and states left without a border."""
    removed = {section: _removed(own, section) for section in _SECTIONS}
    borders = removed["borders"] | _not_kept(base, own, findings)
    states = removed["states"]
    if borders:
        states |= _without_border(base, own, borders)
    return _Gone(frozenset(states), frozenset(removed["powers"]), frozenset(borders))


def _removed(own: Branch, section: str) -> set[str]:
    """Names that a file takes away by null."""
    part = own.branch(section)
    return {key for key in part.children if _is_null(part, key) and not _is_left_empty(part, key)}


def _not_kept(base: Branch, own: Branch, findings: Findings) -> set[str]:
    """Borders of the base that a file does not keep."""
    if "keep" not in own.children:
        return set()
    known = set(base.branch("borders").children)
    kept = own.texts("keep") if isinstance(own.children["keep"], Items) else []
    lost = [(name, place) for name, place in kept if name not in known]
    for name, place in lost:
        findings.add(place, unknown("border to keep", name, base.branch("borders").children))
    if not kept:
        findings.add(own.place_of("keep"), "name a list of borders to keep, such as [KGZ-TJK]")
    return known - {name for name, _ in kept} if kept and not lost else set()


def _without_border(base: Branch, own: Branch, gone: Iterable[str]) -> set[str]:
    """States of the base that are left without a border once some are gone."""
    lost = set(gone)
    left: set[str] = set()
    for tree in (base, own):
        for key, border in tree.branch("borders").branches():
            if key not in lost or tree is own:
                left.update(state for state, _ in border.texts("sides"))
    return set(base.branch("states").children) - left - set(own.branch("states").children)


def _without_names(base: Branch, gone: _Gone) -> Branch:
    """Base without some names and without whatever refers to them."""
    if not any(gone):
        return base
    changed: dict[str, Tree] = {
        section: base.branch(section).without(*names)
        for section, names in zip(_SECTIONS, gone, strict=True)
        if section in base.children
    }
    for section, clean in (("states", _clean_state), ("powers", _clean_power)):
        if section in changed:
            part = base.with_children(changed).branch(section)
            parts = {key: clean(child, gone) for key, child in part.branches()}
            changed[section] = part.with_children(parts)
    if "timeline" in base.children:
        changed["timeline"] = _clean_timeline(base.branch("timeline"), gone)
    return base.with_children(changed)


def _clean_state(state: Branch, gone: _Gone) -> Branch:
    """State without the influence of powers that are gone."""
    influence = state.branch("influence")
    if gone.powers.isdisjoint(influence.children):
        return state
    return state.with_children({"influence": influence.without(*gone.powers)})


def _clean_power(power: Branch, gone: _Gone) -> Branch:
    """Power without members, borders and a leader that are gone."""
    changed: dict[str, Tree] = {}
    members = power.children.get("members")
    if isinstance(members, Items):
        changed["members"] = _remaining(members, gone.states)
    mandate = power.branch("mandate")
    borders = mandate.branch("borders").without(*gone.borders)
    if "borders" in mandate.children:
        changed["mandate"] = mandate.with_children({"borders": borders})
    power = power.with_children(changed)
    return power.without("leader") if power.text("leader") in gone.powers else power


def _remaining(names: Items, gone: frozenset[str]) -> Items:
    """List without some names."""
    left = (item for item in names.items if plain(item) not in gone)
    return Items(tuple(left), names.place, names.source, names.note)


def _clean_timeline(timeline: Branch, gone: _Gone) -> Branch:
    """Timeline without effects whose place is gone and without events that are left without effect."""
    events: dict[str, Tree] = {}
    for key, event in timeline.branches():
        effects = event.children.get("effects")
        if not isinstance(effects, Items):
            events[key] = event
            continue
        left = tuple(
            cleaned
            for effect in effects.items
            if (cleaned := _clean_effect(effect, gone)) is not None
        )
        if left or not effects.items:
            events[key] = event.with_children({"effects": Items(left, effects.place)})
    others = {k: child for k, child in timeline.children.items() if not isinstance(child, Branch)}
    kept = events | others
    return Branch(kept, {key: timeline.keys[key] for key in kept}, timeline.place)


def _clean_effect(effect: Tree, gone: _Gone) -> Tree | None:
    """Effect without places and sides that are gone; None where none is left."""
    if not isinstance(effect, Branch):
        return effect
    places = {"state": gone.states, "power": gone.powers, "border": gone.borders}
    what = quantity_of(effect)
    lost = {"at": places.get(SERIES[what].place) if what else None, "side": gone.states}
    changed: dict[str, Tree] = {}
    for key, names in lost.items():
        written = {name for name, _ in effect.texts(key)}
        if not names or written.isdisjoint(names):
            continue
        if written <= names:
            return None
        child = effect.children[key]
        if isinstance(child, Items):
            changed[key] = _remaining(child, names)
    return effect.with_children(changed)


def _merge(base: Branch, whole: Branch, own: Branch, findings: Findings) -> Branch:
    """Lay a mapping over that of the base; `whole` is the base before anything was taken away."""
    children = dict(base.children)
    keys = dict(base.keys)
    for key, child in own.children.items():
        before = children.get(key)
        if _is_left_empty(own, key):
            findings.add(own.keys[key], "found no value; write null to take the key away")
        elif _is_null(own, key):
            if key not in whole.children and key not in _OPTIONAL:
                findings.add(own.keys[key], _nothing_to_remove(key, whole))
            children.pop(key, None)
        elif isinstance(child, Branch) and isinstance(before, Branch):
            children[key] = _merge(before, whole.branch(key), child, findings)
        else:
            children[key] = child
        keys[key] = own.keys[key]
    return Branch(children, {key: keys[key] for key in children}, own.place)


def _is_null(branch: Branch, key: str) -> bool:
    """Whether there is no value under a key."""
    child = branch.children[key]
    return isinstance(child, Leaf) and child.value is None


def _is_left_empty(branch: Branch, key: str) -> bool:
    """Whether nothing at all is written behind a key of a file, which may be an oversight."""
    place = branch.children[key].place
    return _is_null(branch, key) and place.line > 0 and place[:3] == branch.keys[key][:3]


def _nothing_to_remove(key: str, base: Branch) -> str:
    """Message for a null whose key the base does not have."""
    return f"nothing to take away: {unknown('key', key, base.children)}"


def _without_late_events(merged: Branch, base: Branch, own: Branch) -> Branch:
    """Leave out what the base has planned for after the end of a shorter variant."""
    last = _last_month(merged) if {"start", "rounds"} & set(own.children) else None
    if last is None or "timeline" not in merged.children:
        return merged
    timeline = merged.branch("timeline")
    late = []
    changed: dict[str, Tree] = {}
    for key, event in timeline.branches():
        inherited = base.branch("timeline").branch(key)
        effects = event.children.get("effects")
        if not isinstance(effects, Items) or any(
            event.children.get(name) is not inherited.children.get(name)
            for name in ("date", "effects")
        ):
            continue
        left = tuple(item for item in effects.items if _begin(item, event) <= last)
        if not left:
            late.append(key)
        elif len(left) < len(effects.items):
            changed[key] = event.with_children({"effects": Items(left, effects.place)})
    return merged.with_children({"timeline": timeline.with_children(changed).without(*late)})


def _begin(effect: Tree, event: Branch) -> str:
    """Month in which an effect begins, as text; empty where the file does not say."""
    own = effect.text("date") if isinstance(effect, Branch) else None
    return own or event.text("date") or ""


def _last_month(tree: Branch) -> str | None:
    """Last month of a scenario as text, or None where the file does not say."""
    rounds = tree.number("rounds")
    try:
        start = Month.parse(tree.text("start") or "")
        return str(start.plus(int(rounds or 1) - 1))
    except ValueError:
        return None
