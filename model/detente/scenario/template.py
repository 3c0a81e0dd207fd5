"""Template: the first draft of a variant, with examples drawn from its base.

The draft loads as it is and changes nothing. Below its head stand examples that are commented out and
load as well once the ``# `` in front of them is gone: values of the base that a reader knows, with the
values that they have now.
"""

import json
import re
from collections.abc import Iterator
from typing import Final

from detente.errors import Mistake, ScenarioError
from detente.rules.parameters import DEFAULTS, PARAMETERS
from detente.scenario.fields import field_kind, pattern_of
from detente.scenario.loading import load
from detente.scenario.names import quoted
from detente.scenario.specification import Scenario

__all__ = ["new_variant"]

_PARAMETER: Final = "crime_need"
_EVENT: Final = "hotline-and-patrols"
_REASON: Final = 'source: "assumption: an example of a change"'


def new_variant(name: str, base: str) -> str:
    """Text of a variant to be edited.

    Parameters
    ----------
    name : str
        Name of the variant, the stem of its file: lower-case letters, digits and hyphens.
    base : str
        Name of a scenario of the library, or a path that ends in ``.yaml``, as seen both from the
        working folder and from the new file.

    Returns
    -------
    str
        YAML that loads without mistakes, to the same runs as its base.

    Raises
    ------
    ScenarioError
        For a base that does not load and for a name that cannot be one.
    """
    if not re.fullmatch(pattern_of(field_kind(Scenario, "name")) or "", name):
        message = (
            f"the name {quoted(name)} is not allowed; use lower-case letters, digits and hyphens"
        )
        raise ScenarioError([Mistake(name, 0, 0, "", message)])
    scenario = load(base)
    return "\n".join((*_head(name, base, scenario), *_examples(scenario))) + "\n"


def _head(name: str, base: str, scenario: Scenario) -> Iterator[str]:
    """Lines that are in force from the start."""
    yield f"## A variant of {scenario.name}: only what differs from it is written here."
    yield f"## Check it with `detente check {name}.yaml`, run it with `detente run {name}.yaml`."
    yield ""
    yield f"name: {name}"
    yield f"title: {_quoted(f'{scenario.title}, my variant')}"
    yield "about: >"
    yield f"  This is a copy of {scenario.name} to be edited. Say here what it changes, which question"
    yield "  that asks, and which passages of the document it stands on."
    if scenario.passages:
        yield "passages:"
        yield from (f"  - {passage}" for passage in scenario.passages)
    yield f"extends: {_quoted(base)}"
    yield ""
    yield "## Every value in this file rests on this source, unless it names one of its own: 'document:"
    yield "## <section heading>', 'publication: <citation> (high|medium|low)' or 'assumption: <reason>'."
    yield 'source: "assumption: a first draft, to be replaced by the reason for the changes"'
    yield ""
    yield "## Examples. Take away the '# ' in front of those that you want to use."


def _examples(scenario: Scenario) -> Iterator[str]:
    """Lines that are commented out: prose behind two signs, examples behind one."""
    for prose, lines in (
        _horizon(scenario),
        _state(scenario),
        _border(scenario),
        _parameter(scenario),
        ("To run it without a part of the theory:", ["without: [trade]"]),
        _timeline(scenario),
    ):
        yield ""
        yield f"## {prose}"
        yield from (f"# {line}" for line in lines)


def _horizon(scenario: Scenario) -> tuple[str, list[str]]:
    """Change of the horizon."""
    return (
        f"To run it for another time; now {scenario.rounds} months from {scenario.start}:",
        [f"rounds: {max(1, scenario.rounds // 2)}"],
    )


def _state(scenario: Scenario) -> tuple[str, list[str]]:
    """Change of a state."""
    key, state = next(iter(scenario.states.items()))
    return (
        f"To change a value of a state; the political will of {state.name} is now {state.will:g}:",
        ["states:", f"  {key}:", f"    will: {_nudged(state.will)}"],
    )


def _border(scenario: Scenario) -> tuple[str, list[str]]:
    """Change of a border, with a source of its own and values by side."""
    key, border = next(iter(scenario.borders.items()))
    trust = ", ".join(f"{side} {border.trust[side]:g}" for side in border.sides)
    sides = ", ".join(f"{side}: {_nudged(border.trust[side])}" for side in border.sides)
    return (
        f"To change values of a border, each with its own reason; trust is now {trust}:",
        [
            "borders:",
            f"  {key}:",
            f"    trust: {{value: {{{sides}}}, {_REASON}}}",
            f"    csbm: {{hotline: {_nudged(border.csbm['hotline'])}}}",
        ],
    )


def _parameter(scenario: Scenario) -> tuple[str, list[str]]:
    """Change of a parameter of the theory."""
    value = scenario.theory.get(_PARAMETER, DEFAULTS[_PARAMETER])
    parameter = PARAMETERS[_PARAMETER]
    prose = f"To change the theory ({parameter.meaning}, now {value:g};"
    prose += f" plausible from {parameter.low:g} to {parameter.high:g}):"
    return prose, ["theory:", f"  {_PARAMETER}: {round(value * 0.75, 4)}"]


def _timeline(scenario: Scenario) -> tuple[str, list[str]]:
    """Event that is taken away, and policy that is added."""
    lines = ["timeline:"]
    prose = "To add a policy:"
    removed = next(iter(scenario.timeline), None)
    if removed is not None:
        lines.append(f"  {removed}: null")
        prose = f"To take an event away ({scenario.timeline[removed].title}) and add a policy:"
    border = next(iter(scenario.borders))
    lines += [
        f"  {_EVENT}:",
        "    title: A hotline and joint patrols",
        "    kind: policy",
        f"    date: {scenario.start.plus(min(24, scenario.rounds // 4))}",
        f"    {_REASON}",
        "    effects:",
        f"      - {{what: csbm, at: [{border}], measures: [hotline, joint_patrols], add: 0.05}}",
    ]
    power = next(iter(scenario.powers), None)
    if power is not None:
        lines.append(f"      - {{what: effort, at: {power}, add: 0.5, fade: 36}}")
    return prose, lines


def _nudged(share: float) -> float:
    """Return a share a little higher, or lower where it is high already."""
    return round(share + 0.1 if share <= 0.8 else share - 0.1, 4)


def _quoted(text: str) -> str:
    """Write a text in double quotes."""
    return json.dumps(text, ensure_ascii=False)
