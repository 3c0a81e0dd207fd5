"""The mechanisms of the theory: what each claims, on whose word, in which rules, and how to do without.

`MECHANISMS` is the register against which the model's description and the table of claims are checked;
it is read from `mechanisms.csv` beside this module. A mechanism without a rule of its own says where it
lives. `SWITCHES` puts parts of the theory to rest by setting their parameters to the values at which
their equations do nothing, so that a scenario without them runs the same rules as any other. Neither is
read while a model runs.
"""

import csv
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

from detente.rules.csbm import MEASURES

__all__ = ["MECHANISMS", "SWITCHES", "Mechanism"]


@dataclass(frozen=True)
class Mechanism:
    """One mechanism of the theory.

    Attributes
    ----------
    name : str
        What it is about, in a few words.
    phases : tuple of str
        Phases of the round in which it acts.
    rules : tuple of str
        Functions that state it, ``module.function`` within `detente.rules`.
    passages : tuple of (str, str)
        What it stands on in the source document: section heading and a few words of it. Empty where the
        document says nothing.
    literature : str
        Publications behind its form or sign; empty where there is none.
    home : str
        Where it lives, if not, or not only, in a rule.
    """

    name: str
    phases: tuple[str, ...]
    rules: tuple[str, ...]
    passages: tuple[tuple[str, str], ...]
    literature: str
    home: str


def _passages(text: str) -> tuple[tuple[str, str], ...]:
    """Split ``heading: words | heading: words``."""
    pairs = [passage.split(": ", maxsplit=1) for passage in text.split(" | ") if passage]
    return tuple((heading, words) for heading, words in pairs)


def _read_register() -> dict[str, Mechanism]:
    """Read `mechanisms.csv`."""
    text = files("detente.rules").joinpath("mechanisms.csv").read_text(encoding="utf-8")
    return {
        row["mechanism"]: Mechanism(
            name=row["name"],
            phases=tuple(row["phases"].split()),
            rules=tuple(row["rules"].split()),
            passages=_passages(row["passages"]),
            literature=row["literature"],
            home=row["home"],
        )
        for row in csv.DictReader(text.splitlines())
    }


MECHANISMS: Final[dict[str, Mechanism]] = _read_register()
"""Mechanisms by their number in the theory, M1 to M47."""


def _zero(*names: str) -> dict[str, float]:
    """Put parameters at zero."""
    return dict.fromkeys(names, 0.0)


SWITCHES: Final[dict[str, dict[str, float]]] = {
    "arms_dynamics": {"trust_relief": 0.0, "reactivity": 0.0},
    "encounters": _zero("contact_rate"),
    "crime": _zero("smuggling_rate", "trafficking_rate", "infiltration_rate"),
    "csbms": _zero("adoption_speed"),
    "treaties": _zero("talks_rate", "signing_rate"),
    "verification": _zero(*(f"{measure}_verification" for measure in MEASURES)),
    "delimitation": _zero("delimitation_speed"),
    "trade": _zero("trade_gain", "trade_deterrence", "will_from_trade"),
    "guarantees": _zero(
        "guarantee_substitution", "guarantee_alarm", "guarantee_gain", "guarantee_loss"
    ),
    "mediation": _zero("mediation_gain"),
    "reciprocity": _zero("reciprocity_gain", "buildup_loss"),
    "spillover": _zero("regional_pull", "alert_spillover"),
    "rivalry": _zero("rivalry_blocking", "rivalry_loss"),
    "friction": _zero("asset_friction", "instability_friction"),
    "political_noise": _zero("will_noise", "stability_noise"),
    "influence_drift": _zero("influence_drift"),
}
"""Parameters, and the values that put them to rest, by the name of the part."""
