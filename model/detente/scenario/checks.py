"""Checks of the world: do the parts of a scenario fit each other?

States, powers, borders and sectors refer to one another by name, and some values are bounded by others.
Every check reads the resolved tree and passes over what has the wrong form, which the schema reports, so
that all mistakes of a file come out at once, and each of them once. The timeline has its own checks
beside this module.
"""

from collections.abc import Iterable
from typing import Final

from detente.rules.csbm import MEASURES
from detente.rules.mechanisms import SWITCHES
from detente.rules.parameters import DEFAULTS, PARAMETERS
from detente.scenario.entities import BY_SIDE, INSTRUMENTS
from detente.scenario.months import Month
from detente.scenario.names import listed, quoted, unknown
from detente.scenario.sources import SECTIONS
from detente.scenario.tree import Branch, Findings, Place

__all__ = ["check_texts", "check_world", "month_at", "names_of"]

_MOST_GREAT_POWERS: Final = 2


_EARLIEST, _LATEST = Month(1900, 1), Month(2060, 12)
"""First months that leave room for the longest run before the last date that tables can hold, 2262."""


def check_world(tree: Branch, findings: Findings) -> None:
    """Check everything but the timeline.

    Parameters
    ----------
    tree : Branch
        The resolved scenario.
    findings : Findings
        Takes the mistakes.
    """
    _check_frame(tree, findings)
    _check_start(tree, findings)
    _check_states(tree, findings)
    _check_great_powers(tree, findings)
    for key, power in tree.branch("powers").branches():
        _check_power(key, power, tree, findings)
    for _, border in tree.branch("borders").branches():
        _check_sides(border, tree, findings)
        _check_names(border.branch("csbm"), "CSBM", MEASURES, findings)
        _check_troops(border, tree, findings)
        _check_treaty(border, tree, findings)
        sides = _sides(border, tree)
        if sides:
            _check_by_side(border, sides, findings)
            _check_posts(border, sides, findings)
    _check_pairs(tree, findings)


def _check_start(tree: Branch, findings: Findings) -> None:
    """Check that the dates of the run can be written in tables."""
    start = month_at(tree, "start")
    if start and not _EARLIEST <= start <= _LATEST:
        findings.add(
            tree.place_of("start"), f"found {start}; allowed: a month from {_EARLIEST} to {_LATEST}"
        )


def month_at(branch: Branch, key: str) -> Month | None:
    """Return the month under a key, or None where there is none or it is malformed."""
    try:
        return Month.parse(branch.text(key) or "")
    except ValueError:
        return None


def names_of(tree: Branch, section: str) -> list[str] | None:
    """Names in a section; None where it is missing or malformed, so that no name can be judged."""
    part = tree.children.get(section)
    if part is None and section == "powers":
        return []
    return list(part.children) if isinstance(part, Branch) else None


def check_texts(
    found: Iterable[tuple[str, Place]],
    kind: str,
    allowed: Iterable[str] | None,
    findings: Findings,
) -> None:
    """Note names that are not among those allowed (None allows any) and names that are listed twice."""
    known = None if allowed is None else list(allowed)
    seen: set[str] = set()
    for name, place in found:
        if known is not None and name not in known:
            findings.add(place, unknown(kind, name, known))
        elif name in seen:
            findings.add(place, f"{quoted(name)} is listed twice")
        seen.add(name)


def _check_names(
    part: Branch, kind: str, allowed: Iterable[str] | None, findings: Findings
) -> None:
    """Note keys of a mapping that are not among the names allowed."""
    check_texts(((key, part.keys[key]) for key in part.children), kind, allowed, findings)


def _check_frame(tree: Branch, findings: Findings) -> None:
    """Check passages, parameters and switches."""
    check_texts(tree.texts("passages"), "section of the document", SECTIONS, findings)
    check_texts(tree.texts("without"), "mechanism", SWITCHES, findings)
    theory = tree.branch("theory")
    _check_names(theory, "parameter", PARAMETERS, findings)
    for key in theory.children:
        value, parameter = theory.number(key), PARAMETERS.get(key)
        if parameter is None or value is None:
            continue
        low, high = parameter.hard_limits
        if not low <= value <= high:
            findings.add(
                theory.place_of(key),
                f"found {value!r}; allowed: a number from {low:g} to {high:g} "
                f"({parameter.meaning}, {parameter.unit})",
            )


def _great_powers(tree: Branch) -> list[str] | None:
    """Names of the powers that are no organizations; None where the section is malformed."""
    names = names_of(tree, "powers")
    if names is None:
        return None
    powers = tree.branch("powers")
    return [name for name in names if powers.branch(name).text("kind") != "organization"]


def _check_states(tree: Branch, findings: Findings) -> None:
    """Check that states border on something and name great powers only."""
    borders = [border for _, border in tree.branch("borders").branches()]
    pairs = [_sides(border, tree) for border in borders]
    bordering = {side for pair in pairs for side in pair or ()}
    is_known = bool(pairs) and None not in pairs
    states = tree.branch("states")
    for key, state in states.branches():
        if is_known and key not in bordering:
            text = f"{key} has no border; add one, or take the state away"
            findings.add(states.keys[key], text)
        _check_names(state.branch("influence"), "great power", _great_powers(tree), findings)


def _check_great_powers(tree: Branch, findings: Findings) -> None:
    """Check that there are not too many great powers."""
    powers = tree.branch("powers")
    great = [key for key, power in powers.branches() if power.text("kind") == "great_power"]
    for key in great[_MOST_GREAT_POWERS:]:
        findings.add(
            powers.keys[key],
            f"{len(great)} great powers ({listed(great)}); at most {_MOST_GREAT_POWERS} are allowed, "
            "so make one an organization or take it away",
        )


def _check_power(key: str, power: Branch, tree: Branch, findings: Findings) -> None:
    """Check what one power refers to."""
    states = names_of(tree, "states")
    if power.text("kind") == "organization" and key in (states or ()):
        findings.add(power.place, "an organization cannot have the name of a state")
    check_texts(power.texts("members"), "state", states, findings)
    check_texts(power.texts("leader"), "great power", _great_powers(tree), findings)
    borders = power.branch("mandate").branch("borders")
    _check_names(borders, "border", names_of(tree, "borders"), findings)
    _check_names(power.branch("instruments"), "instrument", INSTRUMENTS, findings)


def _sides(border: Branch, tree: Branch) -> list[str] | None:
    """Return the sides of a border, or None where they are not two different states."""
    sides = [name for name, _ in border.texts("sides")]
    states = names_of(tree, "states")
    is_right = states is not None and set(sides) <= set(states) and len(set(sides)) == 2
    return sides if is_right and len(sides) == 2 else None


def _check_sides(border: Branch, tree: Branch, findings: Findings) -> None:
    """Check that the sides are two different states."""
    sides = border.texts("sides")
    states = names_of(tree, "states")
    for name, place in sides:
        if states is not None and name not in states:
            findings.add(place, unknown("state", name, states))
    if len(sides) == 2 and sides[0][0] == sides[1][0]:
        text = f"both sides are {quoted(sides[0][0])}; a border lies between two states"
        findings.add(sides[1][1], text)


def _check_by_side(border: Branch, sides: list[str], findings: Findings) -> None:
    """Check that values by side name exactly the two sides."""
    for name in BY_SIDE:
        if name in border.children:
            _check_exactly(border.branch(name), sides, findings)


def _check_exactly(part: Branch, sides: list[str], findings: Findings) -> None:
    """Check that the keys of a mapping are the two sides of the border."""
    _check_names(part, "side", sides, findings)
    missing = [side for side in sides if side not in part.children]
    if missing:
        text = f"nothing for {listed(missing)}; name both sides, {listed(sides)}"
        findings.add(part.place, text)


def _check_posts(border: Branch, sides: list[str], findings: Findings) -> None:
    """Check that each sector has one post of each side, and that a side's posts differ by name."""
    seen: dict[tuple[str, str], str] = {}
    for key, sector in border.branch("sectors").branches():
        if not isinstance(sector.children.get("posts"), Branch):
            continue
        posts = sector.branch("posts")
        _check_exactly(posts, sides, findings)
        names = [posts.text(side) for side in sides]
        if names[0] is not None and names[0] == names[1]:
            findings.add(posts.place, f"both posts are called {quoted(names[0])}")
        for side, name in zip(sides, names, strict=True):
            other = seen.setdefault((side, name), key) if name else key
            if other != key:
                text = f"{side} has a post of this name in the sector {quoted(other)} already"
                findings.add(posts.place_of(side), text)


def _check_troops(border: Branch, tree: Branch, findings: Findings) -> None:
    """Check that troops fit into the garrisons that the theory allows."""
    theory = tree.branch("theory")
    capacity, norm = (
        DEFAULTS[name] if (value := theory.number(name)) is None else value
        for name in ("garrison_capacity", "policing_norm")
    )
    troops = border.branch("troops_per_km")
    for side in troops.children:
        value = troops.number(side)
        if value is not None and value > capacity * norm:
            findings.add(
                troops.place_of(side),
                f"found {value!r}; allowed: up to {capacity * norm:g} persons per km "
                f"(garrison_capacity {capacity:g} times policing_norm {norm:g})",
            )


def _check_treaty(border: Branch, tree: Branch, findings: Findings) -> None:
    """Check that a treaty in force has been signed, and before the start."""
    treaty = border.text("treaty") or "none"
    in_force = treaty in {"in_force", "completed"}
    if in_force and "treaty_signed" not in border.children:
        text = f"a treaty that is {quoted(treaty)} needs 'treaty_signed'"
        findings.add(border.place_of("treaty"), text)
    if treaty in {"none", "talks"} and "treaty_signed" in border.children:
        place = border.place_of("treaty_signed")
        text = f"nothing is signed where the treaty is {quoted(treaty)}; take the key away"
        findings.add(place, text)
    signed, start = month_at(border, "treaty_signed"), month_at(tree, "start")
    if in_force and signed and start and signed > start:
        place = border.place_of("treaty_signed")
        findings.add(place, f"found {signed}; allowed: no later than the start, {start}")


def _check_pairs(tree: Branch, findings: Findings) -> None:
    """Check that two states have one border of a kind."""
    seen: dict[tuple[frozenset[str], str | None], str] = {}
    borders = tree.branch("borders")
    for key, border in borders.branches():
        sides, kind = _sides(border, tree), border.text("kind")
        if sides is None or kind is None:
            continue
        other = seen.setdefault((frozenset(sides), kind), key)
        if other != key:
            text = f"{quoted(other)} is a {kind} border of the same states; make it one border"
            findings.add(borders.keys[key], text)
