"""Files that are generated from the code are current; `python -m pytest --refresh` writes them anew."""

from collections.abc import Callable
from pathlib import Path

from detente.scenario.schema_export import write_json_schema
from tests.odd_tables import BLOCK, TABLES, with_current_tables

ROOT = Path(__file__).parents[1]


def test_the_schema_for_editors_is_current(
    check_generated: Callable[[Path, str], None], tmp_path: Path
) -> None:
    made = write_json_schema(tmp_path / "schema.json").read_text(encoding="utf-8")
    check_generated(ROOT / "scenarios" / "schema.json", made)


def test_the_tables_of_the_odd_protocol_are_current(
    check_generated: Callable[[Path, str], None],
) -> None:
    page = ROOT / "docs" / "odd.md"
    text = page.read_text(encoding="utf-8")
    assert sorted(block[2] for block in BLOCK.finditer(text)) == sorted(TABLES)
    check_generated(page, with_current_tables(text))
