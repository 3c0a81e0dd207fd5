"""Provenance: each value takes the nearest source above it, and a value without any does not load.

A value may be written bare, or as ``{value: ..., source: ..., note: ...}``; any mapping may carry a
``source`` for what stands in it. This is settled file by file, before a variant is laid over its base,
so that a value rests on what the file says in which it was written. What a file leaves out, so that a
default of the format holds, needs no source.
"""

from collections.abc import Iterator
from typing import Final

from detente.scenario.names import unknown
from detente.scenario.sources import Source
from detente.scenario.tree import Branch, Findings, Items, Leaf, Tree, walk

__all__ = ["check_sources", "needs_source", "settle_sources"]

_WRAPPER: Final = ("value", "source", "note")
_FREE_SECTIONS: Final = frozenset(
    {"name", "title", "about", "passages", "extends", "keep", "start", "rounds"}
)
_FREE_FIELDS: Final = frozenset(
    {"name", "title", "kind", "sides", "posts", "members", "what", "at", "side", "measures"}
)


def settle_sources(file: Branch, findings: Findings, inherited: Source | None = None) -> Branch:
    """Give every value of one file its source, and take ``{value: ...}`` wrappers away.

    Parameters
    ----------
    file : Branch
        The file as it was read.
    findings : Findings
        Takes malformed sources and unknown keys of wrappers.
    inherited : Source, optional
        The source of values for which the file names none.

    Returns
    -------
    Branch
        The same values, each with its source; ``source`` and wrappers are gone. Names and the frame
        of the study inherit none, since they make no claim; they may have one of their own.
    """
    source = _own_source(file, findings) or inherited
    bare = file.without("source")
    children = {key: _settled(child, findings, source) for key, child in bare.children.items()}
    return Branch(children, bare.keys, file.place)


def _settled(tree: Tree, findings: Findings, inherited: Source | None) -> Tree:
    """Give the values of a part of a file their sources."""
    if isinstance(tree, Branch):
        if "value" in tree.children:
            return _unwrapped(tree, findings, _own_source(tree, findings) or inherited)
        return settle_sources(tree, findings, inherited)
    source = inherited if needs_source(tuple(tree.place.path.split("."))) else None
    if isinstance(tree, Leaf):
        return Leaf(tree.value, tree.place, source)
    items = tuple(_settled(item, findings, inherited) for item in tree.items)
    return Items(items, tree.place, source)


def _own_source(branch: Branch, findings: Findings) -> Source | None:
    """Source that a mapping names itself, or None."""
    if "source" not in branch.children:
        return None
    place = branch.place_of("source")
    text = branch.text("source")
    if text is None:
        findings.add(place, "a source is one line of text, such as 'assumption: <reason>'")
        return Source("assumption", "malformed")
    try:
        return Source.parse(text)
    except ValueError as error:
        findings.add(place, str(error))
        return Source("assumption", "malformed")


def _unwrapped(branch: Branch, findings: Findings, source: Source | None) -> Tree:
    """Value inside of a wrapper."""
    for key in branch.children:
        if key not in _WRAPPER:
            findings.add(branch.keys[key], unknown("key", key, _WRAPPER))
    note = branch.text("note")
    if note is None and "note" in branch.children:
        findings.add(branch.place_of("note"), "a note is text")
    value = _settled(branch.children["value"], findings, source)
    place = value.place.at(branch.place.path)
    if isinstance(value, Branch):
        return Branch(value.children, value.keys, branch.place)
    own = source if "source" in branch.children else value.source
    if isinstance(value, Leaf):
        return Leaf(value.value, place, own, note)
    return Items(value.items, place, own, note)


def check_sources(tree: Branch, findings: Findings) -> None:
    """Note values without a source: once for a mapping or list in which nothing has one."""
    _check_part(tree, (), findings)


def _check_part(tree: Tree, path: tuple[str, ...], findings: Findings) -> None:
    """Note what lacks a source in a part of the file."""
    claims = [value for inner, value in walk(tree, path) if needs_source(inner)]
    bare = {value.place for value in claims if value.source is None}
    if len(bare) > 1 and all(value.source is None for value in claims):
        text = f"none of the {len(bare)} values in it has a source; add 'source: ...'"
        findings.add(tree.place, text)
    elif len(bare) > 1:
        children = tree.children.items() if isinstance(tree, Branch) else _numbered(tree)
        for key, child in children:
            _check_part(child, (*path, key), findings)
    for place in bare if len(bare) == 1 else ():
        findings.add(place, "the value has no source; write {value: ..., source: ...}")


def _numbered(tree: Tree) -> Iterator[tuple[str, Tree]]:
    """Elements of a list with their numbers as keys."""
    for number, item in enumerate(tree.items if isinstance(tree, Items) else ()):
        yield str(number), item


def needs_source(path: tuple[str, ...]) -> bool:
    """Whether a value is a claim about the world, and not a name or the frame of the study."""
    return path[0] not in _FREE_SECTIONS and not _FREE_FIELDS.intersection(path[2:3] + path[4:5])
