"""What each rule promises: the ranges of its arguments and its result, and its directions.

Ranges are those that the docstrings state; where they say only "at least 0", the upper end is what the
largest scenario could reach. A direction is that of the result, so a term that takes troops away
*falls* with what makes it larger in size. Directions hold for parameters within their plausible ranges,
ranges of results for any parameters that a scenario may set.
"""

import ast
import importlib
import inspect
import re
import textwrap
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from hypothesis import strategies as st

from detente.rules.parameters import PARAMETERS, Theory, theory_from

__all__ = [
    "ARGUMENTS",
    "CONTRACTS",
    "SUBJECTS",
    "Contract",
    "apply",
    "arguments",
    "arguments_of",
    "theories",
]

SUBJECTS: Final = (
    "forms",
    "crime",
    "encounters",
    "diplomacy",
    "politics",
    "powers",
    "trade",
    "troops",
    "trust",
)
"""Modules of rules."""

Range = tuple[float, float]

SHARE: Final[Range] = (0.0, 1.0)
ALERT: Final[Range] = (0.0, 3.0)
DENSITY: Final[Range] = (0.0, 100.0)
PERSONS: Final[Range] = (0.0, 2e8)
ATLEAST_0: Final[Range] = (0.0, float("inf"))
ANYTHING: Final[Range] = (-float("inf"), float("inf"))
STATE: Final[Range] = (0.02, 1.0)
UNIFORM: Final[Range] = (2.0**-53, 1.0 - 2.0**-53)

ARGUMENTS: Final[dict[str, Range]] = {
    **dict.fromkeys(
        "trust trust_baseline baseline support feasibility room rivalry capacity delimited newly"
        " verification openness infrastructure customs joint_projects trade interdependence joint"
        " crime_load coverage level reassurance adoption lapse influence influence_a influence_b"
        " strategic_asset threshold mandate closure withdrawal misunderstanding standoff skirmish"
        " contested_a contested_b imbalance elsewhere_trust other_delimited unrest".split(),
        SHARE,
    ),
    **dict.fromkeys("will stability norm".split(), STATE),
    **dict.fromkeys("alert elsewhere_alert".split(), ALERT),
    **dict.fromkeys("density density_a density_b other_density".split(), DENSITY),
    **dict.fromkeys(
        "troops other_troops own_troops troops_a troops_b signed_troops".split(), PERSONS
    ),
    **dict.fromkeys("insurgency terrain dispute attraction".split(), (0.0, 2.0)),
    **dict.fromkeys(
        "mediation monitoring peacekeeping investment assistance weighted_effort".split(),
        (0.0, 12.0),
    ),
    **dict.fromkeys("prevention deescalation policing verified".split(), (0.0, 9.0)),
    **dict.fromkeys("severity misunderstandings standoffs".split(), (0.0, 1e6)),
    **dict.fromkeys("smuggling trafficking infiltration".split(), (0.0, 600.0)),
    **dict.fromkeys("own other".split(), (0.0, 12.0)),
    **dict.fromkeys("memory pressure sustained contact rate hazard neglect".split(), (0.0, 1e4)),
    "reference": (0.01, 2e6),
    "limit": PERSONS,
    "months": (0.0, 2400.0),
    "sectors": (1.0, 50.0),
    "weakness": (0.5, 1.48),
    "rent": (1.0, 101.0),
    "policy": (0.0, 0.5),
    "violation": (0.0, 1e3),
    "compliance": (-1.0, 1.0),
    "other_compliance": (-1.0, 1.0),
    "other_growth": (-1.0, 1e3),
    "lapsed": (0.0, 9.0),
    "sovereignty": ALERT,
    "legacy": (-4.0, 6.0),
    "cut": (-0.5, 0.5),
    "planned": (-1e8, 1e8),
    "risk": (0.0, 1e4),
    "total_risk": (0.0, 1e5),
    "trade_potential": (0.0, 1.5),
    "attention": (0.0, 4.0),
    "budget": (0.0, 20.0),
    "priority": (0.0, 4.15),
    "total": (0.0, 500.0),
    "alignment_a": (-1.0, 1.0),
    "alignment_b": (-1.0, 1.0),
    "shift": (-1.0, 1.0),
    "shock": (-0.2, 0.2),
    "target": (-3.0, 4.0),
    "cap": (0.02, 1.02),
    "uniform": UNIFORM,
    "x": (-1e300, 1e300),
    "half": (1e-3, 1e3),
}
"""Range of every argument by its name; a rule whose argument of that name has another says so."""


@dataclass(frozen=True)
class Contract:
    """What a rule promises.

    Attributes
    ----------
    gives : tuple of float
        Range of the result.
    rises, falls : str
        Arguments with which the result rises or falls, weakly everywhere and strictly somewhere.
    either : str
        Arguments with which it does neither.
    takes : dict of str to tuple of float
        Ranges of arguments that differ from those of `ARGUMENTS`.
    """

    gives: Range
    rises: str = ""
    falls: str = ""
    either: str = ""
    takes: dict[str, Range] | None = None

    def range_of(self, argument: str) -> Range:
        """Range of an argument."""
        return {**ARGUMENTS, **(self.takes or {})}[argument]


CONTRACTS: Final[dict[str, Contract]] = {
    "forms.sigmoid": Contract(SHARE, rises="x"),
    "forms.saturation": Contract(SHARE, rises="x", falls="half", takes={"x": (0.0, 1e6)}),
    "forms.share": Contract(SHARE, rises="x"),
    "forms.hazard_probability": Contract(SHARE, rises="hazard"),
    "forms.logistic_noise": Contract((-20.3, 20.3), rises="uniform"),
    "forms.relative_change": Contract(
        (-1.0, float("inf")),
        rises="after",
        either="before",
        takes={"before": PERSONS, "after": PERSONS},
    ),
    "forms.poisson_count": Contract((0.0, 10.0), rises="rate uniform"),
    "crime.weakness": Contract((0.5, 1.48), falls="stability"),
    "crime.guard_coverage": Contract(SHARE, rises="density"),
    "crime.joint_policing": Contract(SHARE, falls="policing"),
    "crime.militarization_rent": Contract((1.0, 101.0), rises="density", falls="openness"),
    "crime.smuggling_pressure": Contract(
        ATLEAST_0, rises="attraction weakness rent joint", falls="openness coverage"
    ),
    "crime.trafficking_pressure": Contract(
        ATLEAST_0, rises="attraction weakness rent joint", falls="openness coverage"
    ),
    "crime.infiltration_pressure": Contract(
        ATLEAST_0, rises="insurgency terrain joint", falls="coverage"
    ),
    "crime.pressure_next": Contract(ATLEAST_0, rises="pressure sustained"),
    "crime.load_next": Contract(
        ATLEAST_0, rises="memory smuggling trafficking infiltration", falls="sectors"
    ),
    "crime.crime_load": Contract(SHARE, rises="memory"),
    "encounters.contact_rate": Contract(
        ATLEAST_0, rises="dispute density_a density_b", falls="delimited"
    ),
    "encounters.misunderstanding_probability": Contract(SHARE, falls="prevention"),
    "encounters.imbalance": Contract(SHARE, falls="reference", either="troops_a troops_b"),
    "encounters.standoff_probability": Contract(
        SHARE, rises="alert imbalance", falls="trust deescalation"
    ),
    "encounters.skirmish_probability": Contract(
        SHARE, rises="alert", falls="trust deescalation interdependence peacekeeping"
    ),
    "encounters.encounter_rates": Contract(
        ATLEAST_0, either="contact misunderstanding standoff skirmish"
    ),
    "encounters.skirmish_severity": Contract((1.0, 1e6), rises="uniform"),
    "encounters.alert_next": Contract(ALERT, rises="alert severity"),
    "diplomacy.diplomatic_room": Contract(SHARE, falls="rivalry"),
    "diplomacy.feasibility": Contract(SHARE, rises="trust support", falls="threshold"),
    "diplomacy.adoption": Contract(
        (0.0, 0.5), rises="will stability feasibility support room policy"
    ),
    "diplomacy.neglect": Contract(ATLEAST_0, falls="will support"),
    "diplomacy.lapse": Contract((0.0, 0.5), rises="neglect alert", falls="feasibility"),
    "diplomacy.csbm_next": Contract(
        SHARE,
        rises="level adoption",
        falls="lapse",
        takes={"adoption": (0.0, 0.5), "lapse": (0.0, 0.5)},
    ),
    "diplomacy.verification": Contract(SHARE, rises="verified monitoring"),
    "diplomacy.talks_hazard": Contract(ATLEAST_0, rises="will stability support room trust"),
    "diplomacy.signing_hazard": Contract(
        ATLEAST_0, rises="will stability verification room trust delimited"
    ),
    "diplomacy.collapse_hazard": Contract(ATLEAST_0, rises="alert"),
    "diplomacy.breakdown_hazard": Contract(ATLEAST_0, rises="alert violation", falls="trust"),
    "diplomacy.treaty_limit": Contract(ATLEAST_0, rises="signed_troops reference", falls="months"),
    "diplomacy.violation": Contract(ATLEAST_0, rises="troops", falls="limit"),
    "diplomacy.compliance": Contract((-1.0, 1.0), falls="violation"),
    "diplomacy.delimitation": Contract(
        SHARE, rises="will stability trust mediation room", falls="delimited"
    ),
    "politics.will_target": Contract(
        ANYTHING, rises="norm trust trade support shift", falls="alert unrest"
    ),
    "politics.will_next": Contract(STATE, rises="will target uniform"),
    "politics.stability_norm": Contract(
        STATE, rises="norm capacity", takes={"capacity": (0.0, 12.0)}
    ),
    "politics.stability_next": Contract(
        STATE, rises="stability norm shock uniform", falls="crime_load alert"
    ),
    "powers.tension": Contract((0.0, 4.0), rises="alert", falls="trust"),
    "powers.trade_attention": Contract((0.5, 2.0), rises="trade_potential"),
    "powers.priority": Contract(ATLEAST_0, rises="mandate attention will"),
    "powers.effort": Contract(SHARE, rises="budget priority", either="total"),
    "powers.support": Contract(SHARE, rises="weighted_effort"),
    "powers.guarantee": Contract(
        SHARE, rises="influence weighted_effort", takes={"weighted_effort": SHARE}
    ),
    "powers.alignment": Contract((-1.0, 1.0), rises="influence_a", falls="influence_b"),
    "powers.contested_influence": Contract(SHARE, either="influence_a influence_b"),
    "powers.rivalry": Contract(
        SHARE, rises="level contested_a contested_b", either="alignment_a alignment_b"
    ),
    "powers.influence_next": Contract(
        SHARE, rises="influence investment", falls="withdrawal", takes={"investment": SHARE}
    ),
    "trade.interdependence": Contract(SHARE, rises="trade trade_potential"),
    "trade.openness_next": Contract(SHARE, rises="openness trust", falls="density alert closure"),
    "trade.infrastructure_next": Contract(SHARE, rises="infrastructure will investment trust"),
    "trade.customs_next": Contract(SHARE, rises="customs will stability assistance trust"),
    "trade.joint_projects_next": Contract(
        SHARE, rises="joint_projects will trust trade investment"
    ),
    "trade.trade_cap": Contract(
        (0.02, 1.02), rises="openness infrastructure customs joint_projects"
    ),
    "trade.trade_next": Contract(SHARE, rises="trade cap"),
    "troops.reactivity": Contract((0.0, 2.0), falls="trust"),
    "troops.fatigue": Contract((-2e8, 0.0), falls="troops"),
    "troops.reaction": Contract((0.0, 4e8), rises="other_troops", falls="trust"),
    "troops.posture": Contract(
        ANYTHING, rises="strategic_asset sovereignty legacy", either="reference"
    ),
    "troops.dispute": Contract(ATLEAST_0, rises="reference", falls="delimited trust"),
    "troops.crime": Contract(ATLEAST_0, rises="reference crime_load"),
    "troops.alert": Contract(ATLEAST_0, rises="reference alert"),
    "troops.guarantee": Contract(ANYTHING, rises="other reference", falls="troops own"),
    "troops.treaty": Contract((-2e8, 0.0), rises="limit", falls="troops will stability"),
    "troops.policy": Contract((-1e8, 1e8), falls="cut", either="troops"),
    "troops.friction": Contract((0.0, 8e7), rises="strategic_asset", falls="planned stability"),
    "troops.budget": Contract((-float("inf"), 0.0), rises="reference", falls="troops"),
    "troops.bounded": Contract((0.0, 2e8), rises="troops reference", takes={"troops": (-1e9, 1e9)}),
    "troops.post_share": Contract(
        ATLEAST_0, falls="sectors total_risk", rises="risk", takes={"total_risk": (1e-3, 1e5)}
    ),
    "trust.decay": Contract((-1.0, 1.0), rises="baseline", falls="trust"),
    "trust.threat": Contract((-1.0, 0.0), falls="trust other_density"),
    "trust.incident": Contract((-0.9, 0.0), falls="trust misunderstandings standoffs"),
    "trust.skirmish": Contract((-0.9, 0.0), falls="trust severity"),
    "trust.crime": Contract((-1.0, 0.0), falls="trust crime_load joint"),
    "trust.csbm": Contract(SHARE, rises="level reassurance", falls="trust"),
    "trust.lapse": Contract((-0.9, 0.0), falls="trust lapsed"),
    "trust.trade": Contract(SHARE, rises="interdependence", falls="trust"),
    "trust.guarantee": Contract(ANYTHING, falls="trust", either="own other"),
    "trust.mediation": Contract((0.0, 27.6), rises="baseline mediation", falls="trust"),
    "trust.treaty": Contract((-1.0, 1.0), rises="other_compliance verification", falls="trust"),
    "trust.delimitation": Contract(ANYTHING, rises="delimited newly", falls="trust"),
    "trust.reciprocity": Contract(ANYTHING, falls="trust other_growth", rises="verification"),
    "trust.vulnerability": Contract(
        (-1.0, 0.0), rises="own_troops verification", falls="trust other_troops"
    ),
    "trust.spillover": Contract(ANYTHING, rises="elsewhere_trust", falls="trust elsewhere_alert"),
    "trust.rivalry": Contract((-1.0, 0.0), falls="trust rivalry"),
}
"""Contract of every rule that takes numbers; `diplomacy.combined_effect` takes two sequences."""


def rule_named(name: str) -> Callable[..., Any]:
    """The function behind ``module.function``."""
    module, function = name.split(".")
    rule: Callable[..., Any] = getattr(importlib.import_module(f"detente.rules.{module}"), function)
    return rule


def arguments_of(name: str) -> list[str]:
    """Names of a rule's arguments, without the theory."""
    return [p for p in inspect.signature(rule_named(name)).parameters if p != "theory"]


def parameters_of(name: str) -> list[str]:
    """Parameters that a rule reads, itself or through another rule of its module."""
    module = importlib.import_module(f"detente.rules.{name.partition('.')[0]}")
    pending, seen, read = [rule_named(name)], set[str](), set[str]()
    while pending:
        source = textwrap.dedent(inspect.getsource(pending.pop()))
        read |= set(re.findall(r"\btheory\.(\w+)", source))
        for node in ast.walk(ast.parse(source)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            called = node.func.id
            found = getattr(module, called, None)
            is_rule = callable(found) and getattr(found, "__module__", "") == module.__name__
            if called not in seen and is_rule and found is not None:
                seen.add(called)
                pending.append(found)
    return sorted(read)


def numbers_between(low: float, high: float) -> st.SearchStrategy[float]:
    """Numbers of a range, its ends more often than others."""
    return st.one_of(st.sampled_from((low, high)), st.floats(low, high))


def arguments(name: str) -> st.SearchStrategy[dict[str, float]]:
    """Arguments of a rule, over all their ranges."""
    contract = CONTRACTS[name]
    return st.fixed_dictionaries(
        {a: numbers_between(*contract.range_of(a)) for a in arguments_of(name)}
    )


def theories(name: str, *, plausible: bool) -> st.SearchStrategy[Theory]:
    """Theories in which the parameters that a rule reads are anywhere in their ranges."""
    ranges = {}
    for parameter in parameters_of(name):
        known = PARAMETERS[parameter]
        ranges[parameter] = (known.low, known.high) if plausible else known.hard_limits
    drawn = st.fixed_dictionaries({p: numbers_between(*limits) for p, limits in ranges.items()})
    return drawn.map(theory_from)


def apply(name: str, values: dict[str, float], theory: Theory | None = None) -> Any:
    """Result of a rule, with the default theory if none is given."""
    rule = rule_named(name)
    if "theory" not in inspect.signature(rule).parameters:
        return rule(**values)
    return rule(**values, theory=theory or theory_from({}))
