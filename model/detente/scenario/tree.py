"""A scenario file as a tree that remembers where each of its values stands and what it rests on.

The tree is what reading, variants, changes and checks work on; it knows nothing of states or borders.
It has three forms: a leaf (one scalar), items (a list) and a branch (a mapping). A place keeps the file
in which a value was written, so that a variant's mistakes are told apart from those of its base.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from detente.errors import Mistake
from detente.scenario.sources import Source

__all__ = [
    "Branch",
    "Findings",
    "Items",
    "Leaf",
    "Place",
    "Scalar",
    "Tree",
    "node_at",
    "plain",
    "walk",
]

Scalar = str | int | float | bool | None


class Place(NamedTuple):
    """Where a value was written.

    Attributes
    ----------
    file : str
        The file, or the origin of the values.
    line, column : int
        Counted from 1; 0 where there is no file.
    path : str
        Dotted path in that file.
    """

    file: str
    line: int
    column: int
    path: str

    def at(self, path: str) -> "Place":
        """Return the same place under another path."""
        return self._replace(path=path)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One scalar."""

    value: Scalar
    place: Place
    source: Source | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: "tuple[Tree, ...]"
    place: Place
    source: Source | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Branch:
    """A mapping; `place` is that of the key which names it, `keys` has the places of its own keys."""

    children: "Mapping[str, Tree]"
    keys: Mapping[str, Place]
    place: Place

    def branch(self, key: str) -> "Branch":
        """Return the mapping under a key, or an empty one where there is none."""
        child = self.children.get(key)
        if isinstance(child, Branch):
            return child
        return Branch({}, {}, self.keys.get(key, self.place))

    def branches(self) -> "Iterator[tuple[str, Branch]]":
        """Keys and mappings of those children that are mappings."""
        for key, child in self.children.items():
            if isinstance(child, Branch):
                yield key, child

    def items(self, key: str) -> "tuple[Tree, ...]":
        """Return the elements of the list under a key, or none."""
        child = self.children.get(key)
        return child.items if isinstance(child, Items) else ()

    def texts(self, key: str) -> "list[tuple[str, Place]]":
        """Texts of the list (or the single text) under a key, with their places."""
        child = self.children.get(key)
        leaves = (child,) if isinstance(child, Leaf) else self.items(key)
        return [
            (leaf.value, leaf.place)
            for leaf in leaves
            if isinstance(leaf, Leaf) and isinstance(leaf.value, str)
        ]

    def text(self, key: str) -> str | None:
        """Return the text under a key, or None where there is no text."""
        child = self.children.get(key)
        return child.value if isinstance(child, Leaf) and isinstance(child.value, str) else None

    def number(self, key: str) -> float | None:
        """Return the finite number under a key, or None where there is none."""
        child = self.children.get(key)
        value = child.value if isinstance(child, Leaf) else None
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return value if isinstance(value, int) or math.isfinite(value) else None

    def place_of(self, key: str) -> Place:
        """Place of the value under a key; that of the key for a mapping or where it is missing."""
        child = self.children.get(key)
        return child.place if child is not None else self.keys.get(key, self.place)

    def with_children(self, changes: "Mapping[str, Tree]") -> "Branch":
        """Return a copy in which some children are replaced or added."""
        keys = {key: child.place for key, child in changes.items()} | dict(self.keys)
        return Branch({**self.children, **changes}, keys, self.place)

    def without(self, *gone: str) -> "Branch":
        """Return a copy without some of its keys."""
        children = {key: child for key, child in self.children.items() if key not in gone}
        return Branch(children, {key: self.keys[key] for key in children}, self.place)


Tree = Leaf | Items | Branch


@dataclass(slots=True)
class Findings:
    """Mistakes as they are found."""

    mistakes: list[Mistake] = field(default_factory=list)

    def add(self, place: Place, message: str) -> None:
        """Note a mistake at a place."""
        self.mistakes.append(Mistake(*place, message))


def node_at(tree: Tree, path: Sequence[str | int]) -> Tree | None:
    """Part of a tree at a path, or None where there is none."""
    node: Tree | None = tree
    for step in path:
        if isinstance(node, Branch):
            node = node.children.get(str(step))
        elif isinstance(node, Items) and str(step).isdecimal() and int(step) < len(node.items):
            node = node.items[int(step)]
        else:
            return None
    return node


def plain(tree: Tree) -> object:
    """Values of a tree as dictionaries, tuples and scalars."""
    if isinstance(tree, Leaf):
        return tree.value
    if isinstance(tree, Items):
        return tuple(plain(item) for item in tree.items)
    return {key: plain(child) for key, child in tree.children.items()}


def walk(tree: Tree, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Leaf | Items]]:
    """Every value of a tree with its path; a list of scalars is one value, a list of mappings is not."""
    if isinstance(tree, Branch):
        for key, child in tree.children.items():
            yield from walk(child, (*path, key))
    elif isinstance(tree, Items) and any(isinstance(item, Branch) for item in tree.items):
        for number, item in enumerate(tree.items):
            yield from walk(item, (*path, str(number)))
    else:
        yield path, tree
