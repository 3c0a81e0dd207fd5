"""Listing: what the library holds, as far as the head of each file tells.

Only the first keys of a file and the names of its borders are read, so that the list stays quick. A
file whose head cannot be read this way, because it is written otherwise or wrong, is loaded whole, which
tells its mistakes; the rest of a file is not checked here.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

from detente.errors import ScenarioError
from detente.scenario.catalogue import library_files, locate
from detente.scenario.loading import load
from detente.scenario.months import Month
from detente.scenario.reading import read_text
from detente.scenario.tree import Branch, Findings

__all__ = ["ScenarioEntry", "scenarios"]

_HEAD: Final = frozenset({"name", "title", "about", "extends", "keep", "start", "rounds"})
_TOP_KEY = re.compile(r"^(\w+):", re.MULTILINE)
_NAME = re.compile(r"^( +)([A-Z0-9][A-Z0-9-]*):(?: *(null|~|Null|NULL)? *(?:#.*)?$)?", re.MULTILINE)
_SENTENCE = re.compile(r".+?[.!?](?=\s|$)", re.DOTALL)


class ScenarioEntry(NamedTuple):
    """A scenario of the library.

    Attributes
    ----------
    name, title : str
        Name and title.
    summary : str
        First sentence of the paragraph on what it represents.
    start, end : Month
        First and last month.
    borders : int
        Number of borders.
    base : str or None
        Scenario that it extends.
    path : Path
        The file.
    """

    name: str
    title: str
    summary: str
    start: Month
    end: Month
    borders: int
    base: str | None
    path: Path

    @property
    def years(self) -> str:
        """First and last year, such as ``1992-2025``."""
        return f"{self.start.year}-{self.end.year}"


class _Head(NamedTuple):
    """Head of a file, with what it inherits."""

    name: str
    title: str
    about: str
    start: Month
    rounds: int
    borders: frozenset[str]
    base: str | None


def scenarios() -> list[ScenarioEntry]:
    """List the scenarios of the library: worlds first, then variants.

    Returns
    -------
    list of ScenarioEntry
        One entry for each file.

    Raises
    ------
    ScenarioError
        Where a file's head is wrong; with all mistakes of that file.
    """
    heads: dict[Path, _Head] = {}
    entries = []
    for path in library_files().values():
        head = _head(path, heads)
        entries.append(
            ScenarioEntry(
                name=head.name,
                title=head.title,
                summary=_first_sentence(head.about),
                start=head.start,
                end=head.start.plus(head.rounds - 1),
                borders=len(head.borders),
                base=head.base,
                path=path,
            )
        )
    return entries


def _head(path: Path, known: dict[Path, _Head]) -> _Head:
    """Head of a file; a file that cannot be read quickly is loaded."""
    if path not in known:
        try:
            known[path] = _quick_head(path, known)
        except (ScenarioError, LookupError, ValueError, OSError, RecursionError):
            scenario = load(path)
            known[path] = _Head(
                scenario.name,
                scenario.title,
                scenario.about,
                scenario.start,
                scenario.rounds,
                frozenset(scenario.borders),
                scenario.base,
            )
    return known[path]


def _quick_head(path: Path, known: dict[Path, _Head]) -> _Head:
    """Read the head of a file; a KeyError or ValueError says that it is written otherwise."""
    blocks = dict(_blocks(path.read_text(encoding="utf-8-sig")))
    text = "".join(block for key, block in blocks.items() if key in _HEAD)
    head = read_text(text, str(path), Findings())
    below = None
    if "extends" in head.children:
        below = _head(locate(_text(head, "extends"), path.parent), known)
    rounds = head.number("rounds")
    if "rounds" in blocks and not isinstance(rounds, int):
        raise ValueError(rounds)
    return _Head(
        name=_text(head, "name"),
        title=_text(head, "title"),
        about=_text(head, "about"),
        start=Month.parse(_text(head, "start"))
        if below is None or "start" in blocks
        else below.start,
        rounds=below.rounds if below and "rounds" not in blocks else int(rounds or 0),
        borders=_border_names(blocks.get("borders", ""), head, below),
        base=below.name if below else None,
    )


def _blocks(text: str) -> Iterator[tuple[str, str]]:
    """Split a text at its top keys."""
    keys = list(_TOP_KEY.finditer(text))
    ends = [key.start() for key in keys[1:]] + [len(text)]
    for key, end in zip(keys, ends, strict=False):
        yield key[1], text[key.start() : end]


def _text(head: Branch, key: str) -> str:
    """Return the text under a key; a KeyError says that there is none."""
    text = head.text(key)
    if text is None:
        raise KeyError(key)
    return text


def _border_names(block: str, head: Branch, below: _Head | None) -> frozenset[str]:
    """Names of the borders of a file, with those that it keeps of its base."""
    names = {name[2]: name[3] for name in _NAME.finditer(block) if len(name[1]) == _indent(block)}
    removed = {name for name, void in names.items() if void}
    inherited = below.borders if below else frozenset()
    if "keep" in head.children:
        inherited &= {name for name, _ in head.texts("keep")}
    borders = inherited | (set(names) - removed)
    if not borders:
        raise KeyError("borders")
    return frozenset(borders - removed)


def _indent(block: str) -> int:
    """Depth of the names in a block; 0 where there are none."""
    first = _NAME.search(block)
    return len(first[1]) if first else 0


def _first_sentence(paragraph: str) -> str:
    """First sentence of a paragraph on one line; the paragraph where it has none."""
    line = " ".join(paragraph.split())
    found = _SENTENCE.match(line)
    return found[0] if found else line
