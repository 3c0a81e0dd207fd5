"""Pages are found, are read by the site as by other readers of Markdown, and show code that works."""

import importlib
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.pages import ROOT, navigation, prose, python_blocks, without_code

ITEM = re.compile(r"^( *)([-*+]|\d+[.)]) +\S")
TABLE = re.compile(r"^ *\|")


def faults_of_lists(text: str) -> list[str]:
    """Lines that begin a list where the site sees none, or that it takes for an item by mistake."""
    faults: list[str] = []
    above, is_list = "", False
    for line in without_code(text).splitlines():
        after_text = bool(above.strip())
        if item := ITEM.match(line):
            begins = item[2] in "-*+" or item[2][:-1] == "1"
            is_unseen = after_text and not is_list and begins
            is_askew = len(item[1]) % 4 > 0 and (is_list or not after_text)
            faults += [line] if is_unseen or is_askew else []
            is_list = is_list or not after_text
        elif line.strip() and not line.startswith(" ") and not after_text:
            is_list = False
        above = line
    return faults


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("Goals:\n\n- one\n- two\n\nText.\n\n1. one\n2. two\n", False),
        ("- one\n  goes on\n- two\n\n    - deeper\n", False),
        ("Goals:\n- one\n- two\n", True),
        ("- one\n  - too little\n", True),
        ("- one in\n  2040. Two.\n", True),
        ("It was in\n2040. Then it was not.\n", False),
        ("```\nGoals:\n- one\n```\n", False),
    ],
)
def test_a_list_that_the_site_would_not_see_is_found(text: str, is_wrong: bool) -> None:
    assert bool(faults_of_lists(text)) == is_wrong


def test_lists_are_seen_as_lists() -> None:
    faults = {where: faults_of_lists(text) for where, text in prose().items()}
    assert not {where: lines for where, lines in faults.items() if lines}


def test_a_page_has_one_title() -> None:
    # the table of contents beside a page holds what stands below its first title
    titles = {
        where: re.findall("^# .+", without_code(text), re.MULTILINE)
        for where, text in prose().items()
        if where.endswith(".md")
    }
    assert not {where: found for where, found in titles.items() if len(found) != 1}


def test_pages_load_nothing_from_elsewhere() -> None:
    remote = re.compile(
        r"!\[[^\]]*\]\(\s*https?:|<(?:img|script|iframe)\b[^>]*https?:", re.IGNORECASE
    )
    assert not [where for where, text in prose().items() if remote.search(without_code(text))]


def test_every_page_is_in_the_navigation() -> None:
    folders = ("docs", "docs/guide", "docs/how_to", "docs/reference/api")
    pages = {path.relative_to(ROOT).as_posix() for f in folders for path in (ROOT / f).glob("*.md")}
    pages |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "notebooks").rglob("*.ipynb")}
    assert {page for page in pages if ".ipynb_checkpoints" not in page} <= set(navigation())


def test_no_page_is_in_the_navigation_twice() -> None:
    assert len(set(navigation())) == len(navigation())


@pytest.mark.parametrize("page", ["add_a_measure", "read_the_tables", "write_a_scenario"])
def test_the_code_of_a_page_works(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": page}
    for block in python_blocks(f"docs/how_to/{page}.md"):
        if "import duckdb" in block:
            try:
                importlib.import_module("duckdb")
            except ImportError:
                continue
        exec(compile(block, page, "exec"), names)  # noqa: S102 - the page's own code


@pytest.mark.slow  # another rule is compiled
def test_the_code_that_changes_a_rule_works() -> None:
    for block in python_blocks("docs/how_to/change_a_rule.md"):
        subprocess.run([sys.executable, "-c", block], check=True)
