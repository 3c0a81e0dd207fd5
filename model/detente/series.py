"""The timeline unrolled: one value per round for everything that comes from outside the model.

A level that is set holds until the event ends (then the level before returns) or to the end of the run;
additions in force are summed on top of it and may fade. Trust shocks and forced clashes happen in one
month only. Mandates follow from the memberships of the month. Nothing here reacts to the run: what the
model produces by itself never enters.
"""

from collections.abc import Iterator
from math import exp
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from detente.rules.csbm import MEASURES
from detente.scenario import SERIES, Effect, Mandate, Scenario

__all__ = ["Series", "unroll"]

Floats = NDArray[np.float64]


class Series(NamedTuple):
    """Exogenous values by round; the first axis counts rounds from 0.

    Attributes
    ----------
    will, stability, sovereignty, insurgency : array, shape (rounds, states)
        Shift of the will's target, monthly change of stability, salience, insurgent source.
    effort : array, shape (rounds, powers)
        Effort budgets.
    mandate : array, shape (rounds, powers, borders)
        Weight of each border in each power's mandate, 0 to 1.
    rivalry : array, shape (rounds,)
        Rivalry of the great powers.
    trust, cut, posture : array, shape (rounds, borders, 2)
        Trust shocks, share of troops withdrawn, legacy posture (density), by side.
    clash, closure, facilitation : array, shape (rounds, borders)
        Casualties of forced clashes, share of crossings shut, trade facilitation.
    csbm : array, shape (rounds, borders, 9)
        Monthly adoption added by policies.
    """

    will: Floats
    stability: Floats
    sovereignty: Floats
    insurgency: Floats
    effort: Floats
    mandate: Floats
    rivalry: Floats
    trust: Floats
    cut: Floats
    posture: Floats
    clash: Floats
    closure: Floats
    facilitation: Floats
    csbm: Floats


def unroll(scenario: Scenario) -> Series:
    """Unroll the timeline of a scenario.

    Parameters
    ----------
    scenario : Scenario
        A loaded scenario.

    Returns
    -------
    Series
        One value per round and place.
    """
    levels = {
        what: np.repeat(opening[None, ...], scenario.rounds, axis=0)
        for what, opening in _opening_levels(scenario).items()
    }
    effects = [effect for event in scenario.timeline.values() for effect in event.effects]
    for effect in sorted(effects, key=lambda effect: effect.date):
        if effect.set is not None:
            _lay_level(levels[effect.what], effect, effect.set, scenario)
    for effect in effects:
        if effect.add is not None:
            _add_on(levels[effect.what], effect, effect.add, scenario)
    for what, limits in SERIES.items():
        low, high = limits.set_range or limits.add_range or (0.0, 1.0)
        np.clip(levels[what], low, high, out=levels[what])
    mandate = _mandates(scenario, levels.pop("membership"))
    return Series(mandate=mandate, **levels)


def _opening_levels(scenario: Scenario) -> dict[str, Floats]:
    """Level of every series before any event, in the shape of its places."""
    states, powers = list(scenario.states.values()), list(scenario.powers.values())
    n_states, n_borders = len(states), len(scenario.borders)
    by_border, by_side = np.zeros(n_borders), np.zeros((n_borders, 2))
    membership = [[float(name in power.members) for name in scenario.states] for power in powers]
    return {
        "will": np.zeros(n_states),
        "stability": np.zeros(n_states),
        "sovereignty": np.array([state.sovereignty for state in states]),
        "insurgency": np.array([state.insurgency for state in states]),
        "membership": np.array(membership, dtype=float).reshape(len(powers), n_states),
        "effort": np.array([power.effort for power in powers], dtype=float),
        "rivalry": np.array(scenario.rivalry),
        "trust": by_side,
        "cut": by_side,
        "posture": by_side,
        "clash": by_border,
        "closure": by_border,
        "facilitation": by_border,
        "csbm": np.zeros((n_borders, len(MEASURES))),
    }


def _lay_level(values: Floats, effect: Effect, level: float, scenario: Scenario) -> None:
    """Lay a level over one series while the effect lasts; later ones are laid over earlier ones."""
    first, last = _months(effect, scenario)
    for place in _places(effect, scenario):
        months: tuple[slice | int, ...] = (slice(first, last), *place)
        values[months] = level


def _add_on(values: Floats, effect: Effect, amount: float, scenario: Scenario) -> None:
    """Add an amount to one series while the effect lasts, fading where it says so."""
    first, last = _months(effect, scenario)
    fade = float("inf") if effect.fade is None else effect.fade
    amounts = [amount * exp(-month / fade) for month in range(last - first)]
    for place in _places(effect, scenario):
        months: tuple[slice | int, ...] = (slice(first, last), *place)
        values[months] += amounts


def _months(effect: Effect, scenario: Scenario) -> tuple[int, int]:
    """First month of an effect and the month after its last, as numbers of rounds from 0."""
    first = effect.date.since(scenario.start)
    if SERIES[effect.what].pulse:
        return first, first + 1
    if effect.until is None:
        return first, scenario.rounds
    return first, min(scenario.rounds, effect.until.since(scenario.start))


def _places(effect: Effect, scenario: Scenario) -> Iterator[tuple[int, ...]]:
    """Places that an effect acts on, as indices behind the round."""
    kind = SERIES[effect.what].place
    if kind == "region":
        yield ()
        return
    names = list({"state": scenario.states, "power": scenario.powers}.get(kind, scenario.borders))
    for name in names if "all" in effect.at else effect.at:
        place = names.index(name)
        if kind == "state" or effect.what in ("effort", "clash", "closure", "facilitation"):
            yield (place,)
        elif effect.what == "membership":
            for state in effect.side:
                yield (place, list(scenario.states).index(state))
        elif effect.what == "csbm":
            for measure in effect.measures:
                yield (place, MEASURES.index(measure))
        else:
            sides = scenario.borders[name].sides
            for side in effect.side or sides:
                yield (place, sides.index(side))


def _mandates(scenario: Scenario, membership: Floats) -> Floats:
    """Weight of each border in each power's mandate, from the memberships of each month."""
    states = list(scenario.states)
    weights = np.zeros((scenario.rounds, len(scenario.powers), len(scenario.borders)))
    for p, (power_name, power) in enumerate(scenario.powers.items()):
        for b, (border_name, border) in enumerate(scenario.borders.items()):
            members = [membership[:, p, states.index(side)] > 0.5 for side in border.sides]
            factor = power.mandate.maritime if border.kind == "maritime" else 1.0
            weights[:, p, b] = factor * _weight(
                power.mandate, border_name, members, own=power_name in border.sides
            )
    return weights


def _weight(
    mandate: Mandate, border: str, members: list[NDArray[np.bool_]], *, own: bool
) -> Floats:
    """Weight of one border by month: its own entry, or else the largest of those that apply."""
    months = len(members[0])
    if border in mandate.borders:
        return np.full(months, mandate.borders[border])
    least = max(mandate.elsewhere, mandate.own if own else 0.0)
    both = np.where(members[0] & members[1], mandate.members, 0.0)
    either = np.where(members[0] | members[1], mandate.frontier, 0.0)
    weight: Floats = np.maximum(least, np.maximum(both, either))
    return weight
