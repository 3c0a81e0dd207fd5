"""Checks of the timeline: does every effect act on something that is there, at a time within the run?

The table of series in `detente.scenario.timeline` says where each may act, how far it may go and which
keys it takes. As with the checks of the world, what has the wrong form is passed over.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from detente.rules.csbm import MEASURES
from detente.scenario.checks import check_texts, month_at, names_of
from detente.scenario.names import listed, quoted
from detente.scenario.resolving import quantity_of
from detente.scenario.timeline import SERIES, Quantity, keys_needed, keys_not_taken
from detente.scenario.tree import Branch, Findings, Items, Place

__all__ = ["check_timeline"]

_PLACES: Final = ("state", "power", "border")
_NEEDS: Final = {
    "at": "the place that it acts on",
    "side": "the state that it is about",
}
_Levels = dict[tuple[str, ...], tuple[str, Place]]


def check_timeline(tree: Branch, findings: Findings) -> None:
    """Check all events and their effects.

    Parameters
    ----------
    tree : Branch
        The resolved scenario.
    findings : Findings
        Takes the mistakes.
    """
    levels: _Levels = {}
    for key, event in tree.branch("timeline").branches():
        _check_dates(event, tree, findings)
        for effect in event.items("effects"):
            what = quantity_of(effect) if isinstance(effect, Branch) else None
            if not isinstance(effect, Branch) or what is None:
                continue
            _check_amount(effect, what, findings)
            _check_keys(effect, what, findings)
            _check_names(effect, what, tree, findings)
            if _has_own_dates(effect, event):
                _check_dates(effect, tree, findings)
            _check_conflict(effect, key, levels, tree, findings)


def _check_dates(part: Branch, tree: Branch, findings: Findings) -> None:
    """Check that an event or effect begins within the horizon and ends after it began."""
    date, until, start = month_at(part, "date"), month_at(part, "until"), month_at(tree, "start")
    rounds = tree.number("rounds")
    if date and until and until <= date:
        findings.add(part.place_of("until"), f"found {until}; allowed: a month after {date}")
    if date and start and rounds and rounds >= 1:
        last = start.plus(int(rounds) - 1)
        if not start <= date <= last:
            text = f"found {date}; allowed: within the horizon, {start} to {last}"
            findings.add(part.place_of("date"), text)


def _has_own_dates(effect: Branch, event: Branch) -> bool:
    """Whether an effect has a date that is not its event's."""
    return any(
        effect.children[name] is not event.children.get(name)
        for name in ("date", "until")
        if name in effect.children
    )


def _check_amount(effect: Branch, what: Quantity, findings: Findings) -> None:
    """Check that an effect either sets or adds, within the range of its series."""
    series = SERIES[what]
    ranges = {"set": series.set_range, "add": series.add_range}
    allowed = [form for form, limits in ranges.items() if limits]
    given = [form for form in ranges if form in effect.children]
    if len(given) != 1:
        found = "both 'set' and 'add'" if given else "neither 'set' nor 'add'"
        findings.add(effect.place, f"found {found}; '{what}' takes {' or '.join(allowed)}")
    for form in given:
        value, limits = effect.number(form), ranges[form]
        if limits is None:
            findings.add(effect.keys[form], f"'{what}' takes no '{form}'; use '{allowed[0]}'")
        elif value is not None and not limits[0] <= value <= limits[1]:
            findings.add(
                effect.place_of(form),
                f"found {value!r}; allowed: a number from {limits[0]:g} to {limits[1]:g} "
                f"({series.unit})",
            )
        elif what == "membership" and value not in {0, 1, None}:
            findings.add(effect.place_of(form), f"found {value!r}; allowed: 0 or 1 ({series.unit})")


def _check_keys(effect: Branch, what: Quantity, findings: Findings) -> None:
    """Check that an effect has the keys that its series needs, and no others."""
    for key, reason in keys_not_taken(what).items():
        if key in effect.children:
            findings.add(effect.keys[key], f"'{what}' takes no '{key}', since {reason}")
    if "fade" in effect.children and "set" in effect.children:
        findings.add(effect.keys["fade"], "'fade' goes with 'add' and not with 'set'")
    for key in keys_needed(what):
        if key not in effect.children:
            findings.add(effect.place, f"missing key '{key}'; '{what}' needs {_NEEDS[key]}")
    for key in ("side", "measures"):
        if _is_empty(effect, key):
            findings.add(effect.place_of(key), f"'{key}' is empty; name at least one")


def _is_empty(effect: Branch, key: str) -> bool:
    """Whether an empty list stands under a key."""
    names = effect.children.get(key)
    return isinstance(names, Items) and not names.items


def _check_names(effect: Branch, what: Quantity, tree: Branch, findings: Findings) -> None:
    """Check that places are there, that sides are states, and that they are sides of the border."""
    place = SERIES[what].place
    if place != "region":
        _check_places(effect, place, tree, findings)
    states = names_of(tree, "states")
    check_texts(effect.texts("side"), "state", states, findings)
    check_texts(effect.texts("measures"), "CSBM", MEASURES, findings)
    for state, where in effect.texts("side") if place == "border" else ():
        for border in _borders_without(state, effect, tree) if state in (states or ()) else ():
            findings.add(where, f"{state} is not a side of {border}")


def _check_places(effect: Branch, place: str, tree: Branch, findings: Findings) -> None:
    """Check that places are there, and say what they are where they are of another kind."""
    names = names_of(tree, f"{place}s")
    left = []
    for name, where in effect.texts("at"):
        others = [kind for kind in _PLACES if name in (names_of(tree, f"{kind}s") or ())]
        if others and place not in others:
            text = f"{quoted(name)} is a {others[0]}; '{effect.text('what')}' acts on a {place}"
            findings.add(where, text)
        else:
            left.append((name, where))
    check_texts(left, place, names, findings)
    if _is_empty(effect, "at") and names and "side" not in effect.children:
        findings.add(effect.place_of("at"), "'at' is empty; name at least one, or 'all'")


def _borders_without(state: str, effect: Branch, tree: Branch) -> Iterable[str]:
    """Borders of an effect of which a state is not a side."""
    for name, _ in effect.texts("at"):
        sides = [side for side, _ in tree.branch("borders").branch(name).texts("sides")]
        if sides and state not in sides:
            yield name


def _check_conflict(
    effect: Branch, event: str, levels: _Levels, tree: Branch, findings: Findings
) -> None:
    """Check that no two effects set the same thing in the same month."""
    if "set" not in effect.children:
        return
    others = set()
    for target in _targets(effect, tree):
        other, place = levels.setdefault(target, (event, effect.place))
        if place != effect.place:
            others.add(quoted(other))
    if others:
        findings.add(
            effect.place,
            f"'{effect.text('what')}' is set in {effect.text('date')} by {listed(sorted(others))} "
            "already; set it once, or use 'add'",
        )


def _targets(effect: Branch, tree: Branch) -> Iterator[tuple[str, ...]]:
    """What an effect sets: series, month, place, and side or measure where there are such."""
    what, date = effect.text("what") or "", effect.text("date") or ""
    named = [name for name, _ in effect.texts("measures" if what == "csbm" else "side")]
    for place, _ in effect.texts("at") or [("", effect.place)]:
        border = tree.branch("borders").branch(place)
        sides = [name for name, _ in border.texts("sides")]
        for part in named or (MEASURES if what == "csbm" else sides) or [""]:
            yield what, date, place, part
