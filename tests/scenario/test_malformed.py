"""Malformed files: each gives the messages it must give, with line and column, and never a traceback.

`malformed.txt` is the table: pieces of the small scenario (-), what they are replaced by (+), and the
messages that must come of it (>).
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import pytest

from detente.scenario import Mistake, ScenarioError, load
from tests.scenario.texts import MINI, spoiled, write

TABLE = (Path(__file__).parent / "malformed.txt").read_text(encoding="utf-8")


class Case:
    """One block of the table."""

    def __init__(self, block: str) -> None:
        self.name, *lines = block.strip("\n").split("\n")
        groups = [
            (sign, [line[2:] for line in group])
            for sign, group in groupby(lines, key=lambda line: line[0])
        ]
        pieces = ["\n".join(group) for sign, group in groups if sign in "-+"]
        self.replacements = tuple(zip(pieces[::2], pieces[1::2], strict=True))
        self.expected = [line for sign, group in groups if sign == ">" for line in group]


CASES = [Case(block) for block in TABLE.split("== ")[1:]]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def messages(path: str = "mini.yaml") -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        load(path)
    return str(caught.value).split("\n")


def test_the_small_scenario_is_right(here: Path) -> None:
    write(here, mini=MINI)
    assert load("mini.yaml").name == "mini"


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_messages_of_spoiled_scenario(case: Case, here: Path) -> None:
    write(here, mini=spoiled(*case.replacements))
    assert messages() == [f"mini.yaml:{line}" for line in case.expected]


BYTES = {
    "empty": (
        b"",
        "1:1: the file is empty; it needs at least name, title, about, start and rounds",
    ),
    "comment": (
        b"\n# nothing here\n",
        "1:1: the file is empty; it needs at least name, title, about, start and rounds",
    ),
    "list": (b"- a\n- b\n", "1:1: the file is not a mapping; it needs keys such as 'name: ...'"),
    "text": (b"just text\n", "1:1: the file is not a mapping; it needs keys such as 'name: ...'"),
    "null": (b"\nnull\n", "2:1: the file is not a mapping; it needs keys such as 'name: ...'"),
    "latin-1": (
        "name: mini\ntitle: Détente\n".encode("latin-1"),
        "2:9: not UTF-8 text (byte 0xe9); save the file as UTF-8",
    ),
    "utf-16": (
        "name: mini\n".encode("utf-16-le"),
        "1:2: not YAML: the character U+0000 is not allowed",
    ),
    "bytes": (bytes(range(256)), "2:118: not UTF-8 text (byte 0x80); save the file as UTF-8"),
    "control": (
        b"name: mini\ntitle: a\x07b\n",
        "2:9: not YAML: the character U+0007 is not allowed",
    ),
    "brace": (b"{name: mini\n", "2:1: not YAML: expected ',' or '}', but got '<stream end>'"),
    "deep": (b"a: " + b"[" * 5000, "1:1: nested more than 30 deep"),
    "deep, closed": (b"a: " + b"[" * 36 + b"]" * 36, "1:34: nested more than 30 deep"),
    "cycle": (b"a: &a [*a, *a]\n", "1:4: nested more than 30 deep"),
    "long": (
        b"a: " + b"x" * 500_000,
        "1:1: longer than 500,000 characters; a scenario is far shorter",
    ),
    "bomb": (
        b"a: &a [x, x, x, x, x, x, x, x, x, x]\n"
        + b"".join(
            b"%c: &%c [%s]\n" % (name, name, b", ".join([b"*%c" % (name - 1)] * 10))
            for name in b"bcdefghi"
        ),
        "1:32: e.3.3.8.8.8: the file comes to more than 50,000 values",
    ),
}


@pytest.mark.parametrize(("data", "expected"), BYTES.values(), ids=BYTES)
def test_messages_of_files_that_are_no_scenario(data: bytes, expected: str, here: Path) -> None:
    (here / "mini.yaml").write_bytes(data)
    assert messages()[0] == f"mini.yaml:{expected}"


def test_windows_line_ends_and_byte_order_mark_are_read(here: Path) -> None:
    data = MINI.replace("\n", "\r\n").encode("utf-8-sig")
    (here / "mini.yaml").write_bytes(data)
    assert load("mini.yaml").rounds == 24
    (here / "mini.yaml").write_bytes(data.replace(b"will: 0.4", b"will: 4"))
    assert messages()[0].startswith("mini.yaml:18:11: states.BBB.will: found 4;")


def test_huge_number_is_cut_in_the_message(here: Path) -> None:
    write(here, mini=spoiled(("value: 100,", f"value: 1{'0' * 400},")))
    assert messages() == [
        (
            f"mini.yaml:38:24: borders.AAA-BBB.length_km: found 1{'0' * 23}...; "
            "allowed: a number above 0 and up to 20000 (length in km)"
        )
    ]


def test_second_border_of_one_kind_is_refused(here: Path) -> None:
    border = MINI[MINI.index("  AAA-BBB:\n") : MINI.index("theory:")]
    twin = border.replace("  AAA-BBB:", "  AAA-BBB-2:")
    write(here, mini=spoiled(("theory:\n", f"{twin}theory:\n")))
    assert messages() == [
        (
            "mini.yaml:58:3: borders.AAA-BBB-2: "
            "'AAA-BBB' is a land border of the same states; make it one border"
        )
    ]


def test_file_that_is_not_there_and_folder() -> None:
    assert messages("nowhere.yaml") == ["nowhere.yaml: cannot be read: no such file or directory"]
    Path("folder.yaml").mkdir()
    assert messages("folder.yaml") == ["folder.yaml: cannot be read: is a directory"]


def test_unknown_name_comes_with_the_nearest() -> None:
    assert messages("central-asi") == [
        (
            "central-asi: unknown scenario 'central-asi'; did you mean 'central-asia'? "
            "(a path ends in .yaml)"
        )
    ]


def mistakes_of(path: str) -> list[Mistake]:
    """Mistakes of a file; any other exception is a failure."""
    try:
        load(path)
    except ScenarioError as error:
        return error.mistakes or [Mistake("", 0, 0, "", "")]
    return []


def cut_texts() -> Iterator[str]:
    for cut in range(0, len(MINI), 37):
        yield MINI[:cut]
        yield MINI[:cut] + MINI[cut + 1 :]
        yield MINI[:cut] + ": {[" + MINI[cut:]


def test_no_cut_gives_anything_but_messages(here: Path) -> None:
    for text in cut_texts():
        write(here, mini=text)
        assert all(mistake.message for mistake in mistakes_of("mini.yaml"))
