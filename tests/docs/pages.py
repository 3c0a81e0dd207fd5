"""What is on the pages of the site, read from their sources."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML

__all__ = ["ROOT", "navigation", "prose", "python_blocks", "without_code"]

ROOT: Final = Path(__file__).parents[2]

_FENCE = re.compile(r"^( *)(```+|~~~+)[^\n]*\n.*?^\1\2\s*$", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def navigation() -> list[str]:
    """Paths of the pages in the navigation, in its order."""
    content = YAML(typ="safe").load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    return list(_paths(content["nav"]))


def _paths(item: Any) -> Iterator[str]:
    if isinstance(item, str):
        yield item
    for part in item.values() if isinstance(item, dict) else item if isinstance(item, list) else ():
        yield from _paths(part)


def prose() -> dict[str, str]:
    """Markdown of every page and of every text cell of the notebooks, by where it stands."""
    texts = {
        path: (ROOT / path).read_text(encoding="utf-8")
        for path in navigation()
        if path.endswith(".md") and (ROOT / path).is_file()
    }
    for path in sorted((ROOT / "notebooks").rglob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        for number, cell in enumerate(cells):
            if cell["cell_type"] == "markdown":
                where = f"{path.relative_to(ROOT).as_posix()}, cell {number}"
                texts[where] = "".join(cell["source"])
    return texts


def without_code(text: str) -> str:
    """Markdown with empty lines in place of its blocks of code."""
    return _FENCE.sub(lambda block: "\n" * block[0].count("\n"), text)


def python_blocks(path: str) -> list[str]:
    """Blocks of Python on a page that stand by themselves, not as a step of a list."""
    return _PYTHON.findall((ROOT / path).read_text(encoding="utf-8"))
