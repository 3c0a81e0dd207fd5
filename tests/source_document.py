"""The source document, where it lies beside the checkout: tests of quotations read it or are skipped."""

from pathlib import Path

import pytest

from detente.scenario import SECTIONS

__all__ = ["sections_of_the_document"]

DOCUMENT = Path(__file__).parents[2] / "shared" / "documents" / "border-demilitarization.txt"


def sections_of_the_document() -> dict[str, str]:
    """Text of each section by its heading, white space reduced; skips the test without the file."""
    if not DOCUMENT.exists():
        pytest.skip("the source document does not lie beside the checkout")
    sections: dict[str, list[str]] = {heading: [] for heading in SECTIONS}
    heading = None
    for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
        if line.strip() in sections:
            heading = line.strip()
        elif heading is not None:
            sections[heading].append(line)
    return {heading: " ".join(" ".join(lines).split()) for heading, lines in sections.items()}
