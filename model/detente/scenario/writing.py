"""Writing: a scenario with all that it inherits as the text of one file that stands alone.

A source that more than half of the values share is written at the top, one that a whole mapping shares
at the mapping, and any other beside its value, so that each value has the same source again when the
file is read. Comments and the layout of the original files are not kept.
"""

import re
from collections import Counter
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from detente.scenario.entities import BY_SIDE
from detente.scenario.provenance import needs_source
from detente.scenario.sources import Source
from detente.scenario.tree import Branch, Items, Leaf, Tree, walk

__all__ = ["yaml_text"]

_HEAD: Final = ("name", "title", "about", "passages", "start", "rounds")
_WIDTH: Final = 100_000  # no line is folded: the YAML library loses spaces at folds beside escapes
_SHORT: Final = 72
_PLAIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,.;()/_-]*")


def yaml_text(tree: Branch) -> str:
    """Write a scenario as YAML.

    Parameters
    ----------
    tree : Branch
        The scenario with its variants laid over each other.

    Returns
    -------
    str
        The text of a file that loads to the same scenario, with the same sources.
    """
    source = _common_source(tree)
    head = {key: tree.children[key] for key in _HEAD if key in tree.children}
    rest = {key: child for key, child in tree.children.items() if key not in head}
    document = CommentedMap()
    document.update({key: _written(child, None) for key, child in head.items()})
    if source:
        document["source"] = _text(str(source))
    document.update({key: _written(child, source) for key, child in rest.items()})
    stream = StringIO()
    yaml = YAML()
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.dump(document, stream)
    return stream.getvalue()


def _text(text: str) -> str:
    """Return a text, in quotes where it has signs that could be taken for YAML."""
    text = text.strip()
    return text if _PLAIN.fullmatch(text) else DoubleQuotedScalarString(text)


def _common_source(tree: Branch) -> Source | None:
    """Source of more than half of all values, or None."""
    counts = Counter(value.source for _, value in walk(tree) if value.source)
    for source, count in counts.most_common(1):
        return source if 2 * count > counts.total() else None
    return None


def _written(tree: Tree, inherited: Source | None) -> Any:
    """Return a part of a scenario as the YAML library writes it, with sources where they change."""
    if isinstance(tree, Branch):
        return _written_branch(tree, inherited)
    if isinstance(tree, Items) and any(isinstance(item, Branch) for item in tree.items):
        return CommentedSeq([_written(item, inherited) for item in tree.items])
    above = inherited if needs_source(tuple(tree.place.path.split("."))) else None
    value: Any
    if isinstance(tree, Items):
        value = CommentedSeq([_written(item, tree.source) for item in tree.items])
        if sum(len(str(item)) for item in value) < _SHORT:
            value.fa.set_flow_style()
    else:
        value = _text(tree.value) if isinstance(tree.value, str) else tree.value
    if tree.note is None and tree.source in {None, above}:
        return value
    wrapper = CommentedMap(value=value)
    if tree.source not in {None, above}:
        wrapper["source"] = _text(str(tree.source))
    if tree.note is not None:
        wrapper["note"] = _text(tree.note)
    wrapper.fa.set_flow_style()
    return wrapper


def _written_branch(branch: Branch, inherited: Source | None) -> CommentedMap:
    """Return a mapping, with a source of its own where all that stands in it shares another one."""
    written = CommentedMap()
    shared = {value.source for _, value in walk(branch) if value.source}
    if len(shared) == 1 and shared != {inherited}:
        inherited = shared.pop()
        written["source"] = _text(str(inherited))
    for key, child in branch.children.items():
        short = _for_both_sides(child) if key in BY_SIDE else None
        written[key] = _written(short or child, inherited)
    return written


def _for_both_sides(tree: Tree) -> Leaf | None:
    """Return the value that both sides share, or None where they differ."""
    if not isinstance(tree, Branch):
        return None
    leaves = list(tree.children.values())
    first = leaves[0] if leaves else None
    if not isinstance(first, Leaf):
        return None
    same = all(
        isinstance(leaf, Leaf)
        and (leaf.value, leaf.source, leaf.note) == (first.value, first.source, first.note)
        for leaf in leaves
    )
    return first if same else None
