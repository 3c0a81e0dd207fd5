"""The bibliography lists every publication that a parameter rests on."""

import re
from pathlib import Path

import pytest

from detente.rules.parameters import PARAMETERS

BIBLIOGRAPHY = (Path(__file__).parents[1] / "docs" / "bibliography.md").read_text(encoding="utf-8")
CITATION = re.compile(r"([A-Z][a-z]+)(?: & [A-Z][a-z]+| et al\.)? ((?:19|20)\d\d)")

CITED = sorted(
    {
        citation
        for parameter in PARAMETERS.values()
        if parameter.grade == "literature"
        for citation in CITATION.findall(parameter.source)
    }
)


def test_every_parameter_from_the_literature_can_be_followed_up() -> None:
    unsupported = [
        name
        for name, parameter in PARAMETERS.items()
        if parameter.grade == "literature"
        and not CITATION.search(parameter.source)
        and not parameter.source.startswith("contested")
    ]
    assert not unsupported


@pytest.mark.parametrize(("author", "year"), CITED)
def test_a_cited_publication_is_in_the_bibliography(author: str, year: str) -> None:
    assert re.search(rf"^\| {author},.* {year}\. ", BIBLIOGRAPHY, re.MULTILINE)
