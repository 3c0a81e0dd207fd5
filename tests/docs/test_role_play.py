"""The page of the role play: its calls work, and its sheets say what the scenarios and the cards say."""

import re
from pathlib import Path
from typing import Final

import pytest

from detente.teaching import RolePlay
from tests.docs.pages import ROOT, python_blocks

PAGE: Final = "docs/guide/role_play.md"
TEXT: Final = (ROOT / PAGE).read_text(encoding="utf-8")
WORDS: Final = {
    "admit": "admit a state",
    "close the crossings": "open or close the crossings",
    "leave": "leave (it|the)",
    "open the crossings": "open or close the crossings",
}
"""Cards that the sheets name in other words."""


def sheets(part: str) -> dict[str, str]:
    """Sheets of a part of the page by the name of the role, on one line each."""
    text = TEXT.split(f"\n## Role sheets: {part}\n")[1].split("\n## ")[0]
    found = re.findall(r"^### (?:The )?([^\n]+)\n(.*?)(?=^### |\Z)", text, re.MULTILINE | re.DOTALL)
    return {name: " ".join(sheet.split()) for name, sheet in found}


def test_the_calls_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": PAGE}
    for block in python_blocks(PAGE):
        exec(compile(block, PAGE, "exec"), names)  # noqa: S102 - the page's own code
    assert (tmp_path / "our-game.yaml").is_file()


@pytest.mark.parametrize(
    ("part", "scenario"),
    [("the classroom", "classroom"), ("the Ferghana Valley", "ferghana-valley")],
)
def test_a_sheet_for_each_role_names_its_cards_and_no_others(part: str, scenario: str) -> None:
    game = RolePlay(scenario)
    cards = {role: set(game.cards(role)["card"]) - {"wait"} for role in game.roles()["role"]}
    by_name = sheets(part)
    for role, name in game.roles().set_index("role")["name"].items():
        own = by_name.pop(role) if role in by_name else by_name.pop(name.removeprefix("The "))
        (can,) = re.findall(r"\*\*What you can do\.\*\*(.*?)\*\*What you fear", own)
        named = {
            card for card in set().union(*cards.values()) if re.search(WORDS.get(card, card), can)
        }
        assert named == cards[role], role
    assert not by_name


def test_what_is_said_of_the_worlds_is_so() -> None:
    valley, classroom = RolePlay("ferghana-valley"), RolePlay("classroom", months=12)
    assert "The Ferghana Valley has eight roles and three borders" in TEXT
    assert (len(valley.roles()), len(valley.base.borders)) == (8, 3)
    assert "so the ten years of the classroom\nworld have ten periods" in TEXT
    assert classroom.periods == 10
    assert "in January 2003 a patrol is fired at, and in 2005 a hotline\nbegins" in TEXT
    events = {name: str(event.date) for name, event in classroom.base.timeline.items()}
    assert events == {"shooting": "2003-01", "hotline": "2005-01"}
    assert (
        "One border of a hundred kilometers; half of the line is not\nagreed; three hundred" in TEXT
    )
    (border,) = classroom.base.borders.values()
    assert (border.length_km, border.delimited) == (100, 0.5)
    assert {each * border.length_km for each in border.troops_per_km.values()} == {300}
