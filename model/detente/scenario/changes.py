"""Changes: values that a user lays over a scenario from the command line or from Python.

A change is a dotted path with its new value; None takes the key away. Changes become a small tree and
then go the way of a variant, so that they are checked like a file and rest on the source
``assumption: set by the user``. An effect of the timeline is named by its number, from 0 on, as in
``timeline.hotline.effects.0.add``; the other effects of the event, and the rest of this one, stay.
"""

from collections.abc import Mapping
from numbers import Integral, Real
from typing import Any, Final

from detente.scenario.months import Month
from detente.scenario.names import quoted, unknown
from detente.scenario.provenance import settle_sources
from detente.scenario.sources import Source
from detente.scenario.tree import Branch, Findings, Items, Leaf, Place, Scalar, Tree, node_at

__all__ = ["CHANGE", "tree_of_changes", "tree_of_mapping"]

CHANGE: Final = "<change>"
"""Stands for the file in mistakes of a change."""

_BY_USER: Final = Source("assumption", "set by the user")
_NAMED: Final = {"states": "state", "powers": "power", "borders": "border", "timeline": "event"}
_SECTOR_DEPTH: Final = 4
_EFFECT_DEPTH: Final = 5


def tree_of_mapping(
    data: Mapping[str, Any], file: str, findings: Findings, path: tuple[str, ...] = ()
) -> Branch:
    """Turn dictionaries, lists and scalars into a tree.

    Parameters
    ----------
    data : mapping
        Values as a YAML file might hold them; NumPy scalars and `Month` are taken as well.
    file : str
        Origin of the values in messages.
    findings : Findings
        Takes values of any other type.
    path : tuple of str, optional
        Path of the data.

    Returns
    -------
    Branch
        The same values, without sources.
    """
    paths = {str(key): (*path, str(key)) for key in data}
    keys = {key: Place(file, 0, 0, ".".join(inner)) for key, inner in paths.items()}
    children = {
        str(key): _tree(value, file, findings, paths[str(key)]) for key, value in data.items()
    }
    return Branch(children, keys, Place(file, 0, 0, ".".join(path)))


def _tree(data: object, file: str, findings: Findings, path: tuple[str, ...]) -> Tree:
    """Turn one value into a tree."""
    place = Place(file, 0, 0, ".".join(path))
    if isinstance(data, Mapping):
        return tree_of_mapping(data, file, findings, path)
    if isinstance(data, list | tuple):
        items = (
            _tree(item, file, findings, (*path, str(number))) for number, item in enumerate(data)
        )
        return Items(tuple(items), place)
    return Leaf(_scalar(data, place, findings), place)


def _scalar(data: object, place: Place, findings: Findings) -> Scalar:
    """Turn a scalar into one that a file could hold."""
    if data is None or isinstance(data, str | bool):
        return data
    if isinstance(data, Month):
        return str(data)
    if isinstance(data, Integral):
        return int(data)
    if isinstance(data, Real):
        return float(data) + 0.0
    kind = type(data).__name__
    findings.add(place, f"found a {kind}; allowed: numbers, text, lists and mappings")
    return str(data)


def tree_of_changes(changes: Mapping[str, object], base: Branch, findings: Findings) -> Branch:
    """Turn changes into a tree that can be laid over a scenario.

    Parameters
    ----------
    changes : mapping of str to object
        New values by dotted path.
    base : Branch
        The scenario.
    findings : Findings
        Takes paths that lead through what the scenario does not have.

    Returns
    -------
    Branch
        The changes, with their source.
    """
    nested: dict[str, Any] = {}
    effects: dict[tuple[str, int, str], object] = {}
    for path, value in changes.items():
        steps = path.split(".")
        message = _dead_end(steps, base, changes)
        if message:
            findings.add(Place(CHANGE, 0, 0, path), message)
            continue
        if _is_in_effect(steps):
            effects[steps[1], int(steps[3]), steps[4]] = value
            continue
        inner = nested
        for step in steps[:-1]:
            child = inner.setdefault(step, {})
            inner[step] = inner = dict(child) if isinstance(child, Mapping) else {}
        inner[steps[-1]] = value
    own = _by_user(nested, (), findings)
    return _with_effects(own, base, effects, findings)


def _by_user(values: Mapping[str, Any], path: tuple[str, ...], findings: Findings) -> Branch:
    """Turn new values at a path into a tree that rests on the user."""
    return settle_sources(tree_of_mapping(values, CHANGE, findings, path), findings, _BY_USER)


def _is_in_effect(steps: list[str]) -> bool:
    """Whether a path leads into one effect of an event."""
    return steps[0] == "timeline" and steps[2:3] == ["effects"] and len(steps) > 3


def _with_effects(
    own: Branch,
    base: Branch,
    effects: Mapping[tuple[str, int, str], object],
    findings: Findings,
) -> Branch:
    """Write out the lists of effects in which single values are changed."""
    timeline = own.branch("timeline")
    for (name, number, key), value in effects.items():
        event = timeline.branch(name)
        items = list(
            event.items("effects") or base.branch("timeline").branch(name).items("effects")
        )
        effect = items[number]
        path = ("timeline", name, "effects", str(number))
        if isinstance(effect, Branch):
            changed = _by_user({key: value}, path, findings).children
            items[number] = effect.without(key) if value is None else effect.with_children(changed)
        place = Place(CHANGE, 0, 0, ".".join(path[:3]))
        event = event.with_children({"effects": Items(tuple(items), place)})
        timeline = timeline.with_children({name: event})
    return own.with_children({"timeline": timeline}) if effects else own


def _dead_end(steps: list[str], base: Branch, changes: Mapping[str, object]) -> str:
    """Why a path leads nowhere; empty where it does not."""
    if not all(steps):
        return "a path is written with dots between its keys, such as theory.crime_need"
    if steps[0] == "extends":
        return "a change cannot make a scenario extend another one"
    kind = _NAMED.get(steps[0])
    if _is_in_effect(steps) and any(".".join(steps[:length]) in changes for length in (1, 2, 3)):
        return f"{quoted(steps[1])} is given as a whole already"
    if kind is None or len(steps) < 3 or ".".join(steps[:2]) in changes:
        return ""
    names = base.branch(steps[0]).children
    if steps[1] not in names:
        return unknown(kind, steps[1], names)
    if _is_in_effect(steps):
        return _no_effect(steps, base)
    sectors = node_at(base, steps[:3]) if steps[2] == "sectors" else None
    if (
        len(steps) > _SECTOR_DEPTH
        and isinstance(sectors, Branch)
        and steps[3] not in sectors.children
    ):
        return unknown("sector", steps[3], sectors.children)
    return ""


def _no_effect(steps: list[str], base: Branch) -> str:
    """Why a path does not lead to a value of an effect; empty where it does."""
    effects = base.branch("timeline").branch(steps[1]).items("effects")
    if len(steps) != _EFFECT_DEPTH or not steps[3].isdecimal() or int(steps[3]) >= len(effects):
        there = f"0 to {len(effects) - 1}" if len(effects) > 1 else "0"
        return f"write the number of an effect ({there}) and a key, such as effects.0.add"
    return ""
