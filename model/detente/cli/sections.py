"""The sections of `detente show`: each part of a scenario as tables that cite their sources."""

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from detente.cli.citing import Citations, listed
from detente.cli.screen import table

if TYPE_CHECKING:
    from rich.table import Table

    from detente.scenario import Effect, Scenario

__all__ = ["SECTIONS", "Section"]

Tables = Iterator[tuple[str, "Table | None"]]

_SOURCE: Final = "!source"
_LINE: Final = ("delimited", "dispute", "crime_attraction", "terrain")
_BY_SIDE: Final = ("trust", "trust_baseline", "troops_per_km", "strategic_asset")
_ECONOMY: Final = (
    "trade_potential",
    "trade",
    "openness",
    "infrastructure",
    "customs",
    "joint_projects",
)
_WEIGHTS: Final = ("own", "members", "frontier", "elsewhere", "maritime")


def _states(scenario: "Scenario", citations: Citations) -> Tables:
    """States and the influence of great powers over them."""
    great = [name for name, power in scenario.powers.items() if power.kind == "great_power"]
    rows = []
    for key, state in scenario.states.items():
        path = f"states.{key}"
        cells: dict[str, object] = {
            name: getattr(state, name)
            for name in ("will", "stability", "insurgency", "sovereignty")
        }
        cells |= {f"influence.{p}": state.influence[p] for p in great if p in state.influence}
        *marked, source = citations.row(path, cells)
        written = dict(zip(cells, marked, strict=True))
        influence = [written.get(f"influence.{power}", "0") for power in great]
        rows.append((key, state.name, *marked[:4], *influence, source))
    columns = ["!state", "!name", ">will", ">stability", ">insur-\ngency", ">sover-\neignty"]
    title = "States; the last numbers are the influence of great powers"
    yield title, table([*columns, *(f">{power}" for power in great), _SOURCE], rows)


def _powers(scenario: "Scenario", citations: Citations) -> Tables:
    """External powers: who they are, what counts for them, what they can do."""
    if not scenario.powers:
        yield "External powers: none", None
        return
    rows = []
    for key, power in scenario.powers.items():
        cells = {
            "effort": power.effort,
            "attention": power.attention,
            "leader": power.leader or "-",
            "members": listed(power.members),
        }
        name = f"{power.name} ({power.kind.replace('_', ' ')})"
        rows.append((key, name, *citations.row(f"powers.{key}", cells)))
    columns = ["!power", "name", ">effort", "drawn by", "guarantee\nby", "members", _SOURCE]
    yield "External powers", table(columns, rows)
    rows = []
    for key, power in scenario.powers.items():
        weights: dict[str, object] = {name: getattr(power.mandate, name) for name in _WEIGHTS}
        single = {f"borders.{border}": weight for border, weight in power.mandate.borders.items()}
        written = citations.row(f"powers.{key}.mandate", weights | single)
        names = [path.removeprefix("borders.") for path in single]
        alone = [f"{n} {w}" for n, w in zip(names, written[len(weights) : -1], strict=True)]
        rows.append((key, *written[: len(weights)], listed(alone), written[-1]))
    headings = [f">{name}" for name in _WEIGHTS]
    yield "Mandates (weight 0-1)", table(["!power", *headings, "single borders", _SOURCE], rows)
    yield "Instruments (weight 0-1 of the effort)", _instruments(scenario, citations)


def _instruments(scenario: "Scenario", citations: Citations) -> "Table":
    """What the effort of each power does, a column for each power."""
    written = {
        key: citations.row(f"powers.{key}.instruments", dict(power.instruments))
        for key, power in scenario.powers.items()
    }
    names = list(next(iter(scenario.powers.values())).instruments)
    rows = [
        (name.replace("_", " "), *cells)
        for name, cells in zip([*names, "source"], zip(*written.values(), strict=True), strict=True)
    ]
    return table(["!instrument", *(f">{key}" for key in written)], rows)


def _borders(scenario: "Scenario", citations: Citations) -> Tables:
    """Borders: the line, trust and troops of each side, trade and treaty."""
    lines, sides, economies, treaties = [], [], [], []
    for key, border in scenario.borders.items():
        path = f"borders.{key}"
        line = {name: getattr(border, name) for name in ("length_km", *_LINE)}
        lines.append((key, border.kind, *citations.row(path, line)))
        for state in border.sides:
            own = {f"{name}.{state}": getattr(border, name)[state] for name in _BY_SIDE}
            sides.append((key, state, *citations.row(path, own)))
        economy = {name: getattr(border, name) for name in _ECONOMY}
        economies.append((key, *citations.row(path, economy)))
        if border.treaty != "none":
            treaty = {"treaty": border.treaty, "treaty_signed": border.treaty_signed or "-"}
            treaties.append((key, *citations.row(path, treaty)))
    columns = ["!border", "kind", ">length\nkm", ">delimited", ">dispute", ">crime", ">terrain"]
    yield "Borders: the line", table([*columns, _SOURCE], lines)
    columns = ["!border", "side", ">trust", ">baseline", ">troops\nper km", ">strategic\nasset"]
    yield "Borders: trust and troops of each side", table([*columns, _SOURCE], sides)
    headings = [">potential", ">trade", ">openness", ">infra-\nstructure", ">customs", ">projects"]
    yield "Borders: trade and what enables it", table(["!border", *headings, _SOURCE], economies)
    if treaties:
        columns = ["!border", "treaty on troops", "signed", _SOURCE]
        yield "Borders: treaties", table(columns, treaties)


def _sectors(scenario: "Scenario", citations: Citations) -> Tables:
    """Sectors with their posts."""
    rows = []
    for key, border in scenario.borders.items():
        for name, sector in border.sectors.items():
            cells = {field: getattr(sector, field) for field in _LINE[1:]}
            posts = " / ".join(sector.posts[state] for state in border.sides)
            path = f"borders.{key}.sectors.{name}"
            rows.append((key, name, posts, *citations.row(path, cells)))
    columns = ["!border", "!sector", "posts", ">dispute", ">crime", ">terrain", _SOURCE]
    yield "Sectors, with the post of each side", table(columns, rows)


def _csbms(scenario: "Scenario", citations: Citations) -> Tables:
    """Measures in force at the start."""
    rows = []
    for key, border in scenario.borders.items():
        levels: dict[str, object] = {name: level for name, level in border.csbm.items() if level}
        if levels:
            *cells, source = citations.row(f"borders.{key}.csbm", levels)
            words = (name.replace("_", " ") for name in levels)
            measures = [f"{name} {cell}" for name, cell in zip(words, cells, strict=True)]
            rows.append((key, listed(measures), source))
    title = "Confidence- and security-building measures at the start (level 0-1)"
    if rows:
        yield title, table(["!border", "measures", _SOURCE], rows)
    else:
        yield f"{title}: none", None


def _theory(scenario: "Scenario", citations: Citations) -> Tables:
    """Parameters that are changed, and mechanisms that are switched off."""
    from detente.rules.parameters import DEFAULTS, PARAMETERS

    rows = [
        (
            name,
            PARAMETERS[name].meaning,
            f"{DEFAULTS[name]:g}",
            *citations.row("theory", {name: value}),
        )
        for name, value in scenario.theory.items()
    ]
    if rows:
        columns = ["!parameter", "meaning", ">default", ">value", _SOURCE]
        yield "Theory: parameters changed", table(columns, rows)
    else:
        yield "Theory: no parameter is changed", None
    if scenario.without:
        yield f"Switched off: {listed(scenario.without)} [{citations.cite('without')}]", None


def _timeline(scenario: "Scenario", citations: Citations) -> Tables:
    """Shocks and policies with their effects."""
    rows = []
    for key, event in scenario.timeline.items():
        for index, effect in enumerate(event.effects):
            path = f"timeline.{key}.effects.{index}"
            form = "set" if effect.set is not None else "add"
            code = citations.row(path, {form: _effect_words(effect)})
            head = (f"{event.title} ({event.kind})",) if index == 0 else ("",)
            rows.append((str(effect.date), str(effect.until or ""), *head, *code))
    if rows:
        columns = ["!from", "!until", "what happens", "effect", _SOURCE]
        yield "Timeline", table(columns, rows)
    else:
        yield "Timeline: nothing happens from outside", None


def _effect_words(effect: "Effect") -> str:
    """Effect in few words, such as ``csbm +0.06 at KGZ-TJK (hotline)``."""
    amount = f"= {effect.set:g}" if effect.set is not None else f"{effect.add:+g}"
    parts = [effect.what, amount]
    if effect.at:
        parts.append(f"at {listed(effect.at)}")
    details = []
    if effect.side:
        details.append(f"side {listed(effect.side)}")
    if effect.measures:
        details.append(listed(name.replace("_", " ") for name in effect.measures))
    if effect.fade is not None:
        details.append(f"fades over {effect.fade:g} months")
    if details:
        parts.append(f"({'; '.join(details)})")
    return " ".join(parts)


def _sources(_: "Scenario", citations: Citations) -> Tables:
    """Every source with the number of values that rest on it."""
    yield "Sources", table(["!code", ">values", "source"], citations.all())


class Section(StrEnum):
    """A part of a scenario that can be shown alone."""

    STATES = "states"
    POWERS = "powers"
    BORDERS = "borders"
    SECTORS = "sectors"
    CSBMS = "csbms"
    THEORY = "theory"
    TIMELINE = "timeline"
    SOURCES = "sources"


SECTIONS: Final[dict[Section, "Callable[[Scenario, Citations], Tables]"]] = {
    Section.STATES: _states,
    Section.POWERS: _powers,
    Section.BORDERS: _borders,
    Section.SECTORS: _sectors,
    Section.CSBMS: _csbms,
    Section.THEORY: _theory,
    Section.TIMELINE: _timeline,
    Section.SOURCES: _sources,
}
"""What makes the tables of each section."""
