"""Every term of the ledger is its equation, of the right side, with the right month's numbers.

Trust and troops read each other as the month before left them, and everything else as the phases of the
month itself did. A treaty's own reduction of troops is left to the tests of treaties.
"""

import numpy as np

from detente.ledger import TROOP_TERMS, TRUST_TERMS
from detente.rules.csbm import MEASURES
from tests.model.replay import MONTHS, Floats, Recorded, close, months, rule, weight_of


def terms_of(run: Recorded, quantity: str, terms: tuple[str, ...]) -> Floats:
    """Terms of the ledger by round (from 1), border, side and term."""
    ledger = run.model.ledger()
    changes = ledger.loc[ledger["quantity"] == quantity, "change"].to_numpy(dtype=float)
    return changes.reshape(MONTHS, len(run.model.borders), 2, len(terms))


def elsewhere(run: Recorded, month: int, b: int, d: int) -> tuple[float, float]:
    """Mean trust (of the month before) and alert of the state on its other borders."""
    states = run.model.world.border_states
    mine = states == states[b, d]
    mine[b, d] = False
    trust, alert = run.side["trust"][month - 1], run.side["alert"][month]
    if not mine.any():
        return float(trust[b, d]), 0.0
    return float(trust[mine].mean()), float(alert[mine].mean())


def growth(run: Recorded, month: int, b: int, d: int) -> float:
    """Relative change of troops in the month before."""
    if month == 1:
        return 0.0
    troops = run.side["troops"][:, b, d]
    return float((troops[month - 1] - troops[month - 2]) / troops[month - 2])


def trust_terms(run: Recorded, month: int, b: int, d: int) -> dict[str, float]:
    """Every term of a change of trust but the bounds."""
    before, o, border, side = month - 1, 1 - d, run.border, run.side
    world, baseline = run.model.world, run.model.world.trust_baseline[b, d]
    trust = side["trust"][before, b, d]
    counted = {kind: border[kind][month, b] for kind in ("misunderstandings", "standoffs")}
    joint = rule(run, "crime.joint_policing", policing=run.effect("policing", month, b))
    fall = np.maximum(0.0, run.csbm(before, b) - run.csbm(month, b))
    reassurance, verified = weight_of("reassurance"), border["verification"][month, b]
    mean_trust, mean_alert = elsewhere(run, month, b, d)
    given = {
        "decay": {"baseline": baseline},
        "threat": {"other_density": side["density"][before, b, o]},
        "incident": counted,
        "skirmish": {"severity": border["severity"][month, b]},
        "crime": {"crime_load": side["crime_load"][month, b, d], "joint": joint},
        "lapse": {"lapsed": reassurance @ fall},
        "trade": {"interdependence": run.interdependence(month, b)},
        "guarantee": {
            "own": side["guarantee"][month, b, d],
            "other": side["guarantee"][month, b, o],
        },
        "mediation": {
            "baseline": baseline,
            "mediation": run.instrument("mediation", month, b),
        },
        "treaty": {"other_compliance": side["compliance"][month, b, o], "verification": verified},
        "delimitation": {
            "delimited": border["delimited"][month, b],
            "newly": border["delimited"][month, b] - border["delimited"][before, b],
        },
        "reciprocity": {"other_growth": growth(run, month, b, o), "verification": verified},
        "vulnerability": {
            "own_troops": side["troops"][before, b, d],
            "other_troops": side["troops"][before, b, o],
            "verification": verified,
        },
        "spillover": {"elsewhere_trust": mean_trust, "elsewhere_alert": mean_alert},
        "rivalry": {"rivalry": border["rivalry"][month, b]},
    }
    terms = {name: rule(run, f"trust.{name}", trust=trust, **rest) for name, rest in given.items()}
    levels = zip(MEASURES, run.csbm(month, b), reassurance, strict=True)
    for measure, level, weight in levels:
        terms[measure] = rule(run, "trust.csbm", trust=trust, level=level, reassurance=weight)
    return terms | {"shock": world.series.trust[before, b, d]}


def test_every_term_of_trust_is_its_equation(run: Recorded) -> None:
    ledger = terms_of(run, "trust", TRUST_TERMS)
    for month, b in months(run):
        for d in (0, 1):
            expected = trust_terms(run, month, b, d)
            assert sorted([*expected, "bounds"]) == sorted(TRUST_TERMS)
            for name, change in expected.items():
                found = ledger[month - 1, b, d, TRUST_TERMS.index(name)]
                close(found, change, (name, month, b, d))


def troop_terms(run: Recorded, month: int, b: int, d: int) -> dict[str, float]:
    """Terms of a change of troops but treaty, friction and bounds."""
    before, o, border, side = month - 1, 1 - d, run.border, run.side
    world, norm = run.model.world, run.model.world.reference[b]
    state = int(world.border_states[b, d])
    troops, trust = side["troops"][before, b, d], side["trust"][before, b, d]
    given = {
        "fatigue": {"troops": troops},
        "reaction": {"other_troops": side["troops"][before, b, o], "trust": trust},
        "posture": {
            "reference": norm,
            "strategic_asset": world.strategic_asset[b, d],
            "sovereignty": world.series.sovereignty[before, state],
            "legacy": world.series.posture[before, b, d],
        },
        "dispute": {
            "reference": norm,
            "delimited": border["delimited"][month, b],
            "trust": trust,
        },
        "crime": {"reference": norm, "crime_load": side["crime_load"][month, b, d]},
        "alert": {"reference": norm, "alert": side["alert"][month, b, d]},
        "guarantee": {
            "troops": troops,
            "reference": norm,
            "own": side["guarantee"][month, b, d],
            "other": side["guarantee"][month, b, o],
        },
        "policy": {"troops": troops, "cut": world.series.cut[before, b, d]},
        "budget": {"troops": troops, "reference": norm},
    }
    return {name: rule(run, f"troops.{name}", **rest) for name, rest in given.items()}


def test_every_term_of_troops_is_its_equation(run: Recorded) -> None:
    ledger, world = terms_of(run, "troops", TROOP_TERMS), run.model.world
    planned = TROOP_TERMS[: TROOP_TERMS.index("policy")]
    for month, b in months(run):
        for d in (0, 1):
            found = dict(zip(TROOP_TERMS, ledger[month - 1, b, d], strict=True))
            for name, change in troop_terms(run, month, b, d).items():
                close(found[name], change, (name, month, b, d))
            stability = run.state["stability"][month - 1, world.border_states[b, d]]
            friction = rule(
                run,
                "troops.friction",
                planned=sum(found[name] for name in planned),
                strategic_asset=world.strategic_asset[b, d],
                stability=stability,
            )
            np.testing.assert_allclose(found["friction"], friction, rtol=1e-9, atol=1e-9)
