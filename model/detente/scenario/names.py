"""Wording of names that do not fit: what was found, the nearest name, or the names that are allowed.

Nearness is the ratio of `difflib`, after lower-casing, so that a slip of the pen is told apart from a
name that simply is not there.
"""

from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["listed", "nearest", "quoted", "unknown"]

_NEAR = 0.6
_LONGEST_LIST = 10
_LONGEST_TEXT = 60


def quoted(text: str) -> str:
    """Put a text in quotes, on one line and cut where it is long."""
    line = " ".join(text.split())
    return f"'{line[:_LONGEST_TEXT]}...'" if len(line) > _LONGEST_TEXT else f"'{line}'"


def listed(names: Iterable[str]) -> str:
    """List names, cut where there are many."""
    known = list(names)
    shown = ", ".join(known[:_LONGEST_LIST])
    return f"{shown}, ... ({len(known)} in all)" if len(known) > _LONGEST_LIST else shown


def nearest(name: str, allowed: Iterable[str]) -> str | None:
    """Name that looks most like the one given, or None where none does."""
    lowered = {candidate.lower(): candidate for candidate in allowed}
    found = get_close_matches(name.lower(), lowered, n=1, cutoff=_NEAR)
    return lowered[found[0]] if found else None


def unknown(kind: str, name: str, allowed: Iterable[str]) -> str:
    """Say that a name is not known, with the nearest one or with those that are allowed.

    Examples
    --------
    >>> unknown("CSBM", "hotlin", ["hotline", "dialogue"])
    "unknown CSBM 'hotlin'; did you mean 'hotline'?"
    >>> unknown("border", "X", [])
    "unknown border 'X'; there are none here"
    """
    known = list(allowed)
    if not known:
        return f"unknown {kind} {quoted(name)}; there are none here"
    near = nearest(name, known)
    hint = f"did you mean {near!r}?" if near else f"allowed: {listed(known)}"
    return f"unknown {kind} {quoted(name)}; {hint}"
