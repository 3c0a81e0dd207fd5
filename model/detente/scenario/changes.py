"""Changes: values that a user lays over a scenario from the command line or from Python.

A change is a dotted path with its new value; None takes the key away. Changes become a small tree and
then go the way of a variant, so that they are checked like a file and rest on the source
``assumption: set by the user``.
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
    for path, value in changes.items():
        steps = path.split(".")
        message = _dead_end(steps, base, changes)
        if message:
            findings.add(Place(CHANGE, 0, 0, path), message)
            continue
        inner = nested
        for step in steps[:-1]:
            child = inner.setdefault(step, {})
            inner[step] = inner = dict(child) if isinstance(child, Mapping) else {}
        inner[steps[-1]] = value
    return settle_sources(tree_of_mapping(nested, CHANGE, findings), findings, _BY_USER)


def _dead_end(steps: list[str], base: Branch, changes: Mapping[str, object]) -> str:
    """Why a path leads nowhere; empty where it does not."""
    if not all(steps):
        return "a path is written with dots between its keys, such as theory.crime_need"
    if steps[0] == "extends":
        return "a change cannot make a scenario extend another one"
    kind = _NAMED.get(steps[0])
    if kind is None or len(steps) < 3 or ".".join(steps[:2]) in changes:
        return ""
    names = base.branch(steps[0]).children
    if steps[1] not in names:
        return unknown(kind, steps[1], names)
    if steps[2] == "effects" and len(steps) > 3:
        return f"give the effects of {quoted(steps[1])} as one list"
    sectors = node_at(base, steps[:3]) if steps[2] == "sectors" else None
    if (
        len(steps) > _SECTOR_DEPTH
        and isinstance(sectors, Branch)
        and steps[3] not in sectors.children
    ):
        return unknown("sector", steps[3], sectors.children)
    return ""
