"""Short codes for the sources of a scenario, so that tables stay narrow.

A code is a letter for the kind of the source (D document, P publication, A assumption) and a number in
the order of the file: the same in all sections of one scenario. In a row of a table the source of most
values is named once, and a value that rests on another one carries its code.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.scenario import Scenario, Source

__all__ = ["Citations", "listed", "values_by_kind"]


class Citations:
    """Codes of the sources of one scenario, and those that were cited.

    Parameters
    ----------
    scenario : Scenario
        The scenario.
    """

    def __init__(self, scenario: "Scenario") -> None:
        self._scenario = scenario
        self._counts = Counter(scenario.sources().values())
        self._codes: dict[Source, str] = {}
        numbers: Counter[str] = Counter()
        for source in self._counts:
            letter = source.kind[0].upper()
            numbers[letter] += 1
            self._codes[source] = f"{letter}{numbers[letter]}"
        self._cited: dict[str, Source] = {}

    def cite(self, path: str) -> str:
        """Code of the source of one value; empty for a default, which claims nothing."""
        source = self._scenario.source_of(path)
        code = self._codes.get(source, "")
        if code:
            self._cited[code] = source
        return code

    def row(self, path: str, cells: Mapping[str, object]) -> list[str]:
        """Cells of a row, and the code of the source that most of them share.

        Parameters
        ----------
        path : str
            Dotted path of the part of the scenario that the row shows.
        cells : mapping of str to object
            What to write, by the key of the value below that path.

        Returns
        -------
        list of str
            The cells, each with its code where it differs from the shared one, which comes last.
        """
        codes = {key: self.cite(f"{path}.{key}") for key in cells}
        known = Counter(code for code in codes.values() if code)
        shared = known.most_common(1)[0][0] if known else ""
        marked = [_marked(cell, codes[key], shared) for key, cell in cells.items()]
        return [*marked, _bracketed(shared)]

    def cited(self) -> list[tuple[str, str]]:
        """Codes that were cited since the last call, each with its source in full."""
        ordered = sorted(self._cited.items(), key=lambda item: _order(item[0]))
        self._cited = {}
        return [(_bracketed(code), str(source)) for code, source in ordered]

    def all(self) -> list[tuple[str, int, str]]:
        """Every code with the number of values that rest on it, and its source in full."""
        return [
            (_bracketed(self._codes[source]), self._counts[source], str(source))
            for source in sorted(self._codes, key=lambda source: _order(self._codes[source]))
        ]

    def by_kind(self) -> dict[str, int]:
        """Numbers of values that rest on each kind of source."""
        kinds = dict.fromkeys(("document", "publication", "assumption"), 0)
        for source, count in self._counts.items():
            kinds[source.kind] += count
        return kinds


def values_by_kind(counts: Mapping[str, int]) -> str:
    """Say on what the values of a scenario rest, such as ``12 values: 2 publication, 10 assumption``."""
    kinds = ", ".join(f"{count} {kind}" for kind, count in counts.items() if count)
    return f"{sum(counts.values())} values: {kinds}"


def _marked(cell: object, code: str, shared: str) -> str:
    """Cell with its code, if it is not the shared one."""
    text = number(cell) if isinstance(cell, int | float) else str(cell)
    return f"{text} {_bracketed(code)}" if code and code != shared else text


def number(value: float) -> str:
    """Write a number as short as it is."""
    return f"{value:g}"


def listed(names: Iterable[str] | Sequence[str]) -> str:
    """Names with commas, or a dash."""
    return ", ".join(names) or "-"


def _bracketed(code: str) -> str:
    """Code in brackets; nothing for none."""
    return f"[{code}]" if code else ""


def _order(code: str) -> tuple[int, int]:
    """Order of codes: documents, publications, assumptions, each by number."""
    return "DPA".index(code[0]), int(code[1:])
