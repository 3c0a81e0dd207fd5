"""Reading: the text of a scenario file as a tree, with line and column of every key and value.

The file is YAML 1.2 and data only: tags, directives and further documents are refused, and aliases are
written out only as far as a scenario could need them. The YAML library composes the nodes and resolves
what is a number or a text; turning nodes into the project's own tree is done here, so that keys
written twice are seen, and all of them at once.
"""

import re
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from detente.errors import Mistake, ScenarioError
from detente.scenario.names import quoted
from detente.scenario.tree import Branch, Findings, Items, Leaf, Place, Scalar, Tree

__all__ = ["read_file", "read_text"]

_LARGEST_FILE: Final = 500_000
_MOST_VALUES: Final = 50_000
_DEEPEST: Final = 30

_DIRECTIVE = re.compile(r"^%", re.MULTILINE)
_TAG = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({"str", "timestamp"})
_HINTS: Final = {
    "mapping values are not allowed here": "put text that contains ': ' in quotes",
    "found character '\\t' that cannot start any token": "indent with spaces, not with tabs",
    "expected <block end>": "look at the indentation here, and at quotes and brackets above",
    "found undefined alias": "put text that begins with * in quotes",
}


def read_file(path: Path, shown: str, findings: Findings) -> Branch:
    """Read a scenario file.

    Parameters
    ----------
    path : Path
        The file.
    shown : str
        The file's name in messages.
    findings : Findings
        Takes the mistakes that leave something to go on with, such as a key written twice.

    Returns
    -------
    Branch
        The file's content.

    Raises
    ------
    ScenarioError
        Where the file cannot be opened, is not UTF-8, or is not a YAML mapping.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or "no such file").lower()
        _fail(Place(shown, 0, 0, ""), f"cannot be read: {reason}")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        column = len(before) - (before.rfind(b"\n") + 1) + 1
        place = Place(shown, before.count(b"\n") + 1, column, "")
        _fail(place, f"not UTF-8 text (byte 0x{data[error.start]:02x}); save the file as UTF-8")
    return read_text(text, shown, findings)


def read_text(text: str, shown: str, findings: Findings) -> Branch:
    """Read the text of a scenario file; `read_file` says how and what is raised."""
    start = Place(shown, 1, 1, "")
    if len(text) > _LARGEST_FILE:
        _fail(start, f"longer than {_LARGEST_FILE:,} characters; a scenario is far shorter")
    directive = _DIRECTIVE.search(text)
    if directive is not None:
        line = text.count("\n", 0, directive.start()) + 1
        _fail(
            start._replace(line=line), "directives (%) are not allowed; files are read as YAML 1.2"
        )
    node = _compose(text, shown)
    if node is None:
        _fail(start, "the file is empty; it needs at least name, title, about, start and rounds")
    tree = _Conversion(shown, findings).tree(node, start, ())
    if not isinstance(tree, Branch):
        place = Place(shown, node.start_mark.line + 1, node.start_mark.column + 1, "")
        _fail(place, "the file is not a mapping; it needs keys such as 'name: ...'")
    return tree


def _fail(place: Place, message: str) -> NoReturn:
    """Give up on a file."""
    raise ScenarioError([Mistake(*place, message)])


def _compose(text: str, shown: str) -> Any:
    """Let the YAML library compose the nodes of a text."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # an anchor used twice is none of our business
            return YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        problem = str(error.problem or "cannot be read as YAML")
        if problem == "but found another document":
            problem = "a second document begins here; a file holds one scenario"
        hint = next((hint for start, hint in _HINTS.items() if problem.startswith(start)), "")
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        _fail(Place(shown, line, column, ""), f"not YAML: {problem}{hint and '; ' + hint}")
    except ReaderError as error:
        before = text[: error.position]
        place = Place(shown, before.count("\n") + 1, len(before) - before.rfind("\n"), "")
        _fail(place, f"not YAML: the character U+{ord(text[error.position]):04X} is not allowed")
    except YAMLError as error:
        _fail(Place(shown, 1, 1, ""), f"not YAML: {' '.join(str(error).split())}")
    except RecursionError:
        _fail(Place(shown, 1, 1, ""), f"nested more than {_DEEPEST} deep")


@dataclass(slots=True)
class _Conversion:
    """Turns YAML nodes of one file into the tree."""

    shown: str
    findings: Findings
    values: int = field(default=0)

    def tree(self, node: Node, key: Place, path: tuple[str, ...]) -> Tree:
        """Convert a node; a mapping is placed where its key stands, everything else where it begins."""
        place = self._place(node, path)
        self.values += 1
        if self.values > _MOST_VALUES:
            _fail(place, f"the file comes to more than {_MOST_VALUES:,} values")
        if len(path) > _DEEPEST:
            _fail(place.at(""), f"nested more than {_DEEPEST} deep")
        if isinstance(node, MappingNode):
            self._check_tag(node, place, "map")
            return self._branch(node, key, path)
        if isinstance(node, SequenceNode):
            self._check_tag(node, place, "seq")
            items = (
                self.tree(item, self._place(item, (*path, str(number))), (*path, str(number)))
                for number, item in enumerate(node.value)
            )
            return Items(tuple(items), place)
        value = self._scalar(node, place)
        return Leaf(value, key if value is None and not node.value else place)

    def _place(self, node: Node, path: tuple[str, ...]) -> Place:
        """Place at which a node begins."""
        mark = node.start_mark
        return Place(self.shown, mark.line + 1, mark.column + 1, ".".join(path))

    def _branch(self, node: MappingNode, place: Place, path: tuple[str, ...]) -> Branch:
        """Convert a mapping, noting keys that are no text and keys written twice."""
        children: dict[str, Tree] = {}
        keys: dict[str, Place] = {}
        for name, value, child in self._pairs(node, path):
            if name in keys:
                first = keys[name]
                self.findings.add(child, f"the key is written twice; first at line {first.line}")
            else:
                keys[name] = child
                children[name] = self.tree(value, child, (*path, name))
        return Branch(children, keys, place)

    def _pairs(self, node: MappingNode, path: tuple[str, ...]) -> Iterator[tuple[str, Node, Place]]:
        """Keys of a mapping as they are written, with their values and places."""
        for key, value in node.value:
            if self._tag(key) == "merge":
                place = self._place(key, path)
                self.findings.add(place, "merge keys (<<) are no part of YAML 1.2; write them out")
            elif isinstance(key, ScalarNode):
                yield str(key.value), value, self._place(key, (*path, str(key.value)))
            else:
                self.findings.add(self._place(key, path), "a key must be a single word, not a list")

    def _scalar(self, node: Node, place: Place) -> Scalar:
        """Value of a scalar by the type that the YAML library has found."""
        kind = self._tag(node)
        text = str(node.value)
        if kind in _TEXT_TAGS:
            return text
        reader = _READERS.get(kind)
        if reader is None:
            self._refuse_tag(node, place)
            return text
        try:
            return reader(text)
        except ValueError:
            self.findings.add(place, f"found {quoted(text)}, which is not a number")
            return text

    def _check_tag(self, node: Node, place: Place, kind: str) -> None:
        """Note a mapping or list that carries a tag of its own."""
        if self._tag(node) != kind:
            self._refuse_tag(node, place)

    def _refuse_tag(self, node: Node, place: Place) -> None:
        """Note a tag."""
        tag = str(node.tag).replace(_TAG, "!!")
        self.findings.add(place, f"the tag {tag} is not allowed; files are data and run no code")

    @staticmethod
    def _tag(node: Node) -> str:
        """Short name of a node's standard tag; empty for any other tag."""
        tag = str(node.tag)
        return tag.removeprefix(_TAG) if tag.startswith(_TAG) else ""


def _integer(text: str) -> int:
    """Whole number in the notations of YAML 1.2."""
    digits = text.replace("_", "").lower()
    sign = -1 if digits.startswith("-") else 1
    digits = digits.lstrip("+-")
    base = {"0x": 16, "0o": 8, "0b": 2}.get(digits[:2], 10)
    return sign * int(digits[2:] if base != 10 else digits, base)


def _real(text: str) -> float:
    """Real number in the notations of YAML 1.2; minus zero is zero."""
    return float(text.replace("_", "").lower().replace(".inf", "inf").replace(".nan", "nan")) + 0.0


_READERS: Final[dict[str, Callable[[str], Scalar]]] = {
    "int": _integer,
    "float": _real,
    "bool": lambda text: text.lower() == "true",
    "null": lambda _text: None,
}
