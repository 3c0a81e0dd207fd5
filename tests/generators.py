"""Strategies that generate valid scenarios, for every test that has to hold for any world.

Two to four states, one to four borders of one to three sectors, up to three external powers, some
changes of the theory within their plausible ranges, up to four events, one to thirty-six rounds. Numbers
are multiples of a thousandth, so that failing examples can be read, and reach the ends of their ranges.
"""

from itertools import combinations
from typing import Any

from hypothesis import strategies as st

from detente.rules.csbm import MEASURES
from detente.rules.mechanisms import SWITCHES
from detente.rules.parameters import DEFAULTS, PARAMETERS
from detente.scenario import INSTRUMENTS, SECTIONS, SERIES, Month, Scenario, from_mapping

STATES = ("AAA", "BBB", "CCC", "DDD")
POWERS = (
    "AAA",
    "PPP",
    "ORG",
)  # a great power that is a state as well, one that is none, and others
START = Month(2001, 1)
FINENESS = 1000

Data = dict[str, Any]
Draw = st.DrawFn


def numbers(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers within bounds, both included."""
    steps = st.integers(0, FINENESS)
    return steps.map(
        lambda step: high if step == FINENESS else low + (high - low) * step / FINENESS
    )


shares = numbers(0, 1)


def sources() -> st.SearchStrategy[str]:
    """Sources of every kind."""
    return st.sampled_from(
        (
            f"document: {SECTIONS[9]}",
            f"document: {SECTIONS[15]}",
            "publication: An Atlas of Borders, 2019 (medium)",
            "publication: A Yearbook: Volume 3, 2001",
            "assumption: invented to try the model out",
        )
    )


@st.composite
def sourced(draw: Draw, values: st.SearchStrategy[Any]) -> Any:
    """Values, some of which carry a source or a note of their own."""
    value = draw(values)
    form = draw(st.integers(0, 5))
    if form == 0:
        return {"value": value, "source": draw(sources())}
    if form == 1:
        return {"value": value, "note": "seen on a map: twice"}
    return value


@st.composite
def _state(draw: Draw, great: list[str]) -> Data:
    state = {
        "name": draw(st.sampled_from(("Aland", "Béland", "Land: the third"))),
        "will": draw(sourced(numbers(0.02, 1))),
        "stability": draw(sourced(numbers(0.02, 1))),
        "insurgency": draw(numbers(0, 2)),
    }
    if draw(st.booleans()) and great:
        state["influence"] = draw(st.dictionaries(st.sampled_from(great), shares))
    if draw(st.booleans()):
        state["sovereignty"] = draw(numbers(0, 3))
    return state


@st.composite
def _by_side(draw: Draw, sides: tuple[str, str], values: st.SearchStrategy[float]) -> Any:
    if draw(st.booleans()):
        return draw(sourced(values))
    return {side: draw(sourced(values)) for side in sides}


@st.composite
def _border(draw: Draw, sides: tuple[str, str], kind: str, most_troops: float) -> Data:
    border: Data = {
        "sides": list(draw(st.permutations(sides))),
        "kind": kind,
        "length_km": draw(sourced(numbers(1, 8000))),
        "trust": draw(_by_side(sides, shares)),
        "trust_baseline": draw(_by_side(sides, shares)),
        "troops_per_km": draw(_by_side(sides, numbers(0, most_troops))),
        "strategic_asset": draw(_by_side(sides, shares)),
        "trade_potential": draw(numbers(0, 1.5)),
        "sectors": {
            f"sector-{number}": draw(_sector(sides, number))
            for number in range(draw(st.integers(1, 3)))
        },
    }
    for key in ("dispute", "crime_attraction", "terrain"):
        border[key] = draw(numbers(0, 2))
    for key in ("delimited", "trade", "openness", "infrastructure", "customs", "joint_projects"):
        border[key] = draw(sourced(shares))
    if draw(st.booleans()):
        border["csbm"] = draw(st.dictionaries(st.sampled_from(MEASURES), shares))
    treaty = draw(st.sampled_from((None, "none", "talks", "in_force", "completed")))
    if treaty is not None:
        border["treaty"] = treaty
    if treaty in {"in_force", "completed"}:
        border["treaty_signed"] = str(START.plus(-draw(st.integers(0, 60))))
    if draw(st.booleans()):
        border["source"] = draw(sources())
    return border


@st.composite
def _sector(draw: Draw, sides: tuple[str, str], number: int) -> Data:
    sector: Data = {"posts": {side: f"Post {number} of {side}" for side in sides}}
    for key in ("dispute", "crime_attraction", "terrain"):
        if draw(st.integers(0, 3)) == 0:
            sector[key] = draw(numbers(0, 2))
    return sector


@st.composite
def _power(draw: Draw, kind: str, great: list[str], states: list[str], borders: list[str]) -> Data:
    power: Data = {"name": "A power", "kind": kind, "effort": draw(sourced(numbers(0, 20)))}
    if draw(st.booleans()):
        power["attention"] = draw(st.sampled_from(("tension", "trade")))
    if draw(st.booleans()) and great:
        power["leader"] = draw(st.sampled_from(great))
    if draw(st.booleans()):
        power["members"] = draw(st.lists(st.sampled_from(states), unique=True))
    fields = ("own", "members", "frontier", "elsewhere", "maritime")
    mandate: Data = draw(st.dictionaries(st.sampled_from(fields), shares))
    if draw(st.booleans()):
        mandate["borders"] = draw(st.dictionaries(st.sampled_from(borders), shares))
    power["mandate"] = mandate
    power["instruments"] = draw(st.dictionaries(st.sampled_from(INSTRUMENTS), shares))
    return power


@st.composite
def _theory(draw: Draw) -> dict[str, float]:
    names = draw(st.lists(st.sampled_from(sorted(PARAMETERS)), max_size=4, unique=True))
    return {name: draw(numbers(PARAMETERS[name].low, PARAMETERS[name].high)) for name in names}


@st.composite
def _effect(draw: Draw, world: Data, taken: set[str]) -> Data:
    places: dict[str, list[str]] = {
        "state": sorted(world["states"]),
        "power": sorted(world["powers"]),
        "border": sorted(world["borders"]),
    }
    possible = [what for what, series in SERIES.items() if places.get(series.place, [""])]
    what = draw(st.sampled_from(possible))
    series = SERIES[what]
    effect: Data = {"what": what}
    if series.place != "region":
        names = places[series.place]
        some = st.lists(st.sampled_from(names), min_size=1, unique=True)
        effect["at"] = draw(st.one_of(st.just("all"), st.sampled_from(names), some))
    if series.side == "required" or (series.side == "optional" and draw(st.booleans())):
        effect["side"] = draw(st.sampled_from(places["state"]))
        if series.place == "border":  # on all borders of this state
            effect["at"] = "all"
    if what == "csbm" and draw(st.booleans()):
        effect["measures"] = draw(st.lists(st.sampled_from(MEASURES), min_size=1, unique=True))
    can_set = series.set_range is not None and what not in taken
    if series.add_range is None and not can_set:
        return draw(_effect(world, taken))
    if series.set_range and can_set and (series.add_range is None or draw(st.booleans())):
        taken.add(what)  # two levels for one thing in one month are refused
        whole = st.sampled_from((0, 1))
        effect["set"] = draw(whole if what == "membership" else numbers(*series.set_range))
    elif series.add_range:
        effect["add"] = draw(sourced(numbers(*series.add_range)))
        if not series.pulse and draw(st.booleans()):
            effect["fade"] = draw(numbers(0.5, 60))
    return effect


@st.composite
def _event(draw: Draw, world: Data, taken: set[str]) -> Data:
    begin = draw(st.integers(0, world["rounds"] - 1))
    event: Data = {
        "title": draw(st.sampled_from(("A clash", "Talks: the second round", "Détente"))),
        "kind": draw(st.sampled_from(("shock", "policy"))),
        "date": str(START.plus(begin)),
        "source": draw(sources()),
        "effects": [draw(_effect(world, taken)) for _ in range(draw(st.integers(1, 3)))],
    }
    if draw(st.booleans()):
        event["until"] = str(START.plus(begin + draw(st.integers(1, 24))))
    return event


@st.composite
def scenario_data(draw: Draw) -> Data:
    """Contents of scenario files."""
    theory = draw(_theory())
    limits = {**DEFAULTS, **theory}
    most_troops = min(12.0, limits["garrison_capacity"] * limits["policing_norm"])
    pairs = [(pair, kind) for pair in combinations(STATES, 2) for kind in ("land", "maritime")]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=1, max_size=4, unique=True))
    borders = {"-".join((*pair, kind.upper())): (pair, kind) for pair, kind in chosen}
    states = sorted({side for pair, _ in chosen for side in pair})
    kinds = {name: "organization" if name == "ORG" else "great_power" for name in POWERS}
    powers = draw(st.lists(st.sampled_from(POWERS), max_size=3, unique=True))
    great = [name for name in powers if kinds[name] == "great_power"]
    world: Data = {
        "name": "generated",
        "title": draw(st.text("abc é:#'\"-", min_size=1).map(lambda text: f"A world {text}.")),
        "about": "A generated world. It is like no other.",
        "passages": draw(st.lists(st.sampled_from(SECTIONS), unique=True, max_size=3)),
        "start": str(START),
        "rounds": draw(st.integers(1, 36)),
        "source": "assumption: generated for the tests",
        "rivalry": draw(sourced(shares)),
        "states": {name: draw(_state(great)) for name in states},
        "powers": {
            name: draw(_power(kinds[name], great, states, sorted(borders))) for name in powers
        },
        "borders": {
            name: draw(_border(pair, kind, most_troops)) for name, (pair, kind) in borders.items()
        },
        "theory": theory,
        "without": draw(st.lists(st.sampled_from(sorted(SWITCHES)), max_size=2, unique=True)),
    }
    taken: set[str] = set()
    count = draw(st.integers(0, 4))
    world["timeline"] = {f"event-{number}": draw(_event(world, taken)) for number in range(count)}
    return world


def scenarios() -> st.SearchStrategy[Scenario]:
    """Valid scenarios."""
    return scenario_data().map(from_mapping)
