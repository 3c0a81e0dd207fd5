"""What is written once agrees with what repeats it: the version, and the libraries that are needed."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, version
from itertools import chain
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def normalized(name: str) -> str:
    """Name of a distribution as package indexes compare it."""
    return name.replace("_", "-").lower()


EXTRAS = PROJECT["optional-dependencies"]


def declared(extras: tuple[str, ...]) -> set[str]:
    """Names of the libraries that are installed with some extras."""
    lines = chain(PROJECT["dependencies"], *(EXTRAS[name] for name in extras))
    return {normalized(re.split(r"[<>=!~\[ ]", line)[0]) for line in lines}


def test_the_installation_is_of_this_version() -> None:
    assert version("detente") == PROJECT["version"], "install again: pip install -e ."


def test_the_citation_names_this_version() -> None:
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert re.findall(r"^version: (.+)$", citation, re.MULTILINE) == [PROJECT["version"]]


def test_the_changelog_has_a_section_for_this_version() -> None:
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    released = re.findall(r"^## \[(\d.+?)\] - \d{4}-\d{2}-\d{2}$", changelog, re.MULTILINE)
    assert released[0] == PROJECT["version"]


def imported_libraries(folder: Path) -> set[str]:
    """Top-level names of what modules import that neither are theirs nor come with Python."""
    names: set[str] = set()
    paths = list(folder.rglob("*.py"))
    for path in paths:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    return names - set(sys.stdlib_module_names) - {"detente", *(path.stem for path in paths)}


@pytest.mark.parametrize(
    ("folder", "extras"),
    [("model/detente", ("cluster", "teaching", "xarray")), ("docs/site", ("docs",))],
)
def test_every_library_that_is_imported_is_declared(folder: str, extras: tuple[str, ...]) -> None:
    providers = packages_distributions()
    undeclared = [
        name
        for name in sorted(imported_libraries(ROOT / folder))
        if not declared(extras) & {normalized(provider) for provider in providers.get(name, [])}
    ]
    assert not undeclared
