"""Wording: what the schema refuses, said to the author of the file.

The schema reports a path and the kind of mistake; here the path is walked along the tree to the place in
the file, and the message is built from the field's own meaning and bounds. No knowledge of the format is
repeated: it all comes from the fields of `detente.scenario.entities` and its neighbors.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, Literal, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from detente.scenario.fields import Kind, bounds_of, inner_kind, kind_at, pattern_of
from detente.scenario.months import Month
from detente.scenario.names import listed, nearest, quoted, unknown
from detente.scenario.resolving import TAKEN_FROM_AROUND
from detente.scenario.tree import Branch, Findings, Items, Leaf, Place, Tree, node_at
from detente.scenario.variants import FRAME_KEYS

__all__ = ["explain"]

Location = tuple[int | str, ...]

_MANY: Final = 2
_LONGEST_NUMBER: Final = 24
_KEY_FORMS: Final[Mapping[str, str]] = {
    r"^[A-Z][A-Z0-9]{1,11}$": "2 to 12 capital letters or digits, beginning with a letter",
    r"^[A-Z0-9][A-Z0-9-]{0,39}$": "capital letters, digits and hyphens",
    r"^[a-z0-9][a-z0-9-]{0,59}$": "lower-case letters, digits and hyphens",
}


def explain(
    error: ValidationError, model: type[BaseModel], tree: Branch, findings: Findings
) -> None:
    """Word what the schema refuses.

    Parameters
    ----------
    error : ValidationError
        Raised by the schema.
    model : type of BaseModel
        The schema.
    tree : Branch
        What was checked.
    findings : Findings
        Takes the mistakes.
    """
    missing: dict[Location, list[str]] = defaultdict(list)
    slips: dict[Location, set[str | None]] = defaultdict(set)
    for detail in error.errors(include_url=False):
        *parent, last = location = detail["loc"]
        if detail["type"] == "missing" and isinstance(last, str):
            missing[tuple(parent)].append(last)
            continue
        if detail["type"] == "extra_forbidden":
            slips[tuple(parent)].add(nearest(str(last), _keys(model, parent)))
        findings.add(_place(tree, location, detail), _message(detail, model, tree))
    for where, keys in missing.items():
        known = TAKEN_FROM_AROUND.get(kind_at(model, where).annotation, ())
        left = [key for key in keys if key not in known and key not in slips[where]]
        if left:
            findings.add(_place_of(tree, where), _missing(left, where, model, tree))


def _keys(model: type[BaseModel], location: Sequence[int | str]) -> tuple[str, ...]:
    """Keys that a file may have at a path."""
    part = kind_at(model, location).annotation
    frame = () if location else FRAME_KEYS
    return (*part.model_fields, *frame, "source")


def _missing(keys: list[str], where: Location, model: type[BaseModel], tree: Branch) -> str:
    """Say what is missing, and what the mapping may have been meant to be called."""
    if len(keys) == 1:
        text = f"missing key '{keys[0]}' ({kind_at(model, (*where, keys[0])).description})"
    else:
        text = f"missing keys {listed(repr(key) for key in keys)}"
    siblings = node_at(tree, where[:-1])
    if len(keys) > _MANY and where and isinstance(siblings, Branch):
        name = str(where[-1])
        near = nearest(name, (key for key in siblings.children if key != name))
        text += f"; did you mean {near!r}?" if near else ""
    return text


def _place(tree: Branch, location: Location, detail: ErrorDetails) -> Place:
    """Place of a mistake: that of the key where the key is wrong, otherwise that of the value."""
    if location and location[-1] == "[key]":
        return _key_place(tree, location[:-1])
    if detail["type"] == "extra_forbidden":
        return _key_place(tree, location)
    return _place_of(tree, location)


def _place_of(tree: Branch, location: Location) -> Place:
    """Place of the value at a path, or of the nearest part around it that was written."""
    for length in range(len(location), 0, -1):
        node = node_at(tree, location[:length])
        if node is not None:
            return node.place
    return tree.place


def _key_place(tree: Branch, location: Location) -> Place:
    """Place of the key at a path."""
    parent = node_at(tree, location[:-1])
    return parent.keys[str(location[-1])] if isinstance(parent, Branch) else tree.place


def _range(kind: Kind) -> str:
    """Allowed numbers in words."""
    low, high, above = bounds_of(kind)
    if low is None:
        return ""
    if high is None:
        return f" above {low:g}" if above else f" of {low:g} or more"
    return f" above {low:g} and up to {high:g}" if above else f" from {low:g} to {high:g}"


def _allowed(kind: Kind) -> str:
    """What a field may hold, in words."""
    annotation = kind.annotation
    if annotation in {float, int}:
        whole = "a whole number" if annotation is int else "a number"
        words = whole + _range(kind)
    elif annotation is str:
        words = _KEY_FORMS.get(pattern_of(kind) or "", "text")
    elif annotation is Month:
        words = "a month such as 2025-01"
    elif get_origin(annotation) is Literal:
        words = f"one of {listed(str(name) for name in get_args(annotation))}"
    elif get_origin(annotation) is tuple:
        fixed = Ellipsis not in get_args(annotation)
        words = f"a list of {len(get_args(annotation))}" if fixed else "a list such as [a, b]"
    else:
        words = "a mapping of keys to values"
    return f"{words} ({kind.description})" if kind.description else words


def _found(node: Tree | None) -> str:
    """What was found, in words."""
    if isinstance(node, Items):
        return f"a list of {len(node.items)}" if node.items else "an empty list"
    if not isinstance(node, Leaf):
        return "a mapping"
    value = node.value
    if value is None:
        return "no value"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text {quoted(value)}" if value else "an empty text"
    number = repr(value)
    return number if len(number) <= _LONGEST_NUMBER else f"{number[:_LONGEST_NUMBER]}..."


def _message(detail: ErrorDetails, model: type[BaseModel], tree: Branch) -> str:
    """Message for one mistake."""
    location = detail["loc"]
    if location and location[-1] == "[key]":
        names = inner_kind(kind_at(model, location[:-2]), "[key]")
        return f"the name {quoted(str(location[-2]))} is not allowed; use {_allowed(names)}"
    if detail["type"] == "extra_forbidden":
        return unknown("key", str(location[-1]), _keys(model, location[:-1]))
    kind, node = kind_at(model, location), node_at(tree, location)
    if node is None:  # an element that a list of fixed length does not have
        kind, node = kind_at(model, location[:-1]), node_at(tree, location[:-1])
    if detail["type"] == "too_short" and not isinstance(node, Leaf):
        least, count = detail["ctx"]["min_length"], detail["ctx"]["actual_length"]
        return f"found {count or 'nothing'} in it; needed: at least {least} ({kind.description})"
    text = f"found {_found(node)}; allowed: {_allowed(kind)}"
    if detail["type"] == "literal_error" and isinstance(node, Leaf):
        near = nearest(str(node.value), (str(name) for name in get_args(kind.annotation)))
        text += f"; did you mean {near!r}?" if near else ""
    return text
