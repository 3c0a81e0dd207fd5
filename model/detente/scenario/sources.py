"""Where a value comes from: a passage of the document, a publication, or an assumption.

The source document is *Border Demilitarization Efforts in Central Asia: Advancing Regional Stability*;
its section headings are listed here, so that a scenario can only cite passages that exist. A source is
one line of text with its kind in front; whether a citation is true is for the reader to check.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

from detente.scenario.names import quoted, unknown

__all__ = ["SECTIONS", "Confidence", "Source", "SourceKind"]

SECTIONS: Final[tuple[str, ...]] = (
    "Historical Context of Border Demilitarization in Central Asia",
    "Central Asian Security Frameworks Supporting Demilitarization",
    "Key Borders in Central Asia and Their Demilitarization Status",
    "Main Motivations for Border Demilitarization Efforts",
    "Enhancing Regional Stability",
    "Combating Cross-Border Crime and Insurgency",
    "Promoting Economic Connectivity",
    "Challenges Encountered in Demilitarization Processes",
    "Diplomatic and Bilateral Approaches to Demilitarization",
    "Confidence-Building Measures",
    "Confidence- and Security-Building Measures (CSBMs) in Central Asia",
    "The Role of International and Regional Actors",
    "United Nations Initiatives",
    "Collective Security Arrangements (e.g., CSTO)",
    "Influence of Russia and China on Demilitarization Efforts",
    "Impact of Border Demilitarization on Regional Stability",
    "Future Directions for Border Demilitarization in Central Asia",
    "Lessons Learned and Recommendations for Effective Demilitarization",
)
"""Section headings of the source document, in its order."""

SourceKind = Literal["document", "publication", "assumption"]
Confidence = Literal["high", "medium", "low"]

_KINDS: Final[tuple[SourceKind, ...]] = ("document", "publication", "assumption")
_CONFIDENCE = re.compile(r"\((high|medium|low)\)\s*$")
_SHORTEST_REASON = 10
_FORMS = (
    "write 'document: <section heading>', 'publication: <citation> (high|medium|low)' "
    "or 'assumption: <reason>'"
)


@dataclass(frozen=True, slots=True)
class Source:
    """What a value rests on.

    Attributes
    ----------
    kind : {"document", "publication", "assumption"}
        A passage of the source document, a publication, or an assumption with its reason.
    text : str
        The section heading, the citation or the reason.
    confidence : {"high", "medium", "low"}, optional
        How far a publication is trusted for this value.
    """

    kind: SourceKind
    text: str
    confidence: Confidence | None = None

    @classmethod
    def parse(cls, text: str) -> "Source":
        """Read a source from its line of text.

        Parameters
        ----------
        text : str
            ``document: ...``, ``publication: ...`` or ``assumption: ...``.

        Returns
        -------
        Source
            The source.

        Raises
        ------
        ValueError
            For another kind, a section that the document does not have, an empty citation, or a reason
            shorter than ten characters. The message is meant for the author of the file.
        """
        kind, colon, rest = text.partition(":")
        kind, rest = kind.strip(), " ".join(rest.split())
        if not colon:
            raise ValueError(f"found {quoted(text)}, which does not say its kind; {_FORMS}")
        if kind not in _KINDS:
            raise ValueError(f"{unknown('kind of source', kind, _KINDS)}; {_FORMS}")
        if kind == "document" and rest not in SECTIONS:
            raise ValueError(unknown("section of the document", rest, SECTIONS))
        if kind == "publication":
            return cls._publication(rest)
        if kind == "assumption" and len(rest) < _SHORTEST_REASON:
            raise ValueError(
                f"the reason {quoted(rest)} is shorter than {_SHORTEST_REASON} characters; "
                "say why the value is assumed"
            )
        return cls(cast(SourceKind, kind), rest)

    @classmethod
    def _publication(cls, text: str) -> "Source":
        """Split a citation from the confidence at its end."""
        found = _CONFIDENCE.search(text)
        citation = text[: found.start()].strip() if found else text
        if not citation:
            raise ValueError("the citation is empty; name the author, title and year")
        return cls("publication", citation, cast(Confidence, found[1]) if found else None)

    def __str__(self) -> str:
        """Write the source as in a scenario file."""
        tail = f" ({self.confidence})" if self.confidence else ""
        return f"{self.kind}: {self.text}{tail}"
