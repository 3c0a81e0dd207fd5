"""Treaties on troops in the compiled engine: talks, signing, keeping, breaking.

The runs that are played side by side can each be at another stage, so that every step is worked out for
all of them, and `choose` keeps what applies.
"""

from typing import Any, Final

from detente.draws import Process
from detente.ensemble.dice import Keys, draw
from detente.rules import diplomacy
from detente.rules.elementary import choose
from detente.rules.forms import hazard_probability
from detente.world import COMPLETED, IN_FORCE, NONE, TALKS

__all__ = ["account_for_treaty", "advance_treaty"]

Record = Any

_TREATY_STEP: Final = int(Process.TREATY_STEP)
_TREATY_BREAK: Final = int(Process.TREATY_BREAK)


def advance_treaty(
    border: Record, first: Record, second: Record, room: float, luck: Keys, theory: Record
) -> None:
    """Move the treaty by one stage, or let it fail (M23)."""
    will, stability, trust = border.will, border.state_stability, border.lower_trust
    stage, advance = border.treaty_stage, draw(luck, _TREATY_STEP, border.key)
    fail = draw(luck, _TREATY_BREAK, border.key)
    opening = diplomacy.talks_hazard(will, stability, border.support, room, trust, theory)
    opens = advance < hazard_probability(opening)
    signing = diplomacy.signing_hazard(
        will, stability, border.verification, room, trust, border.delimited, theory
    )
    signs = advance < hazard_probability(signing)
    collapses = fail < hazard_probability(diplomacy.collapse_hazard(border.alert))
    after_talks = choose(signs, IN_FORCE, choose(collapses, NONE, TALKS))
    without = choose(stage == TALKS, after_talks, choose(opens, TALKS, NONE))
    under_treaty, signed = stage >= IN_FORCE, (stage == TALKS) & signs
    border.treaty_stage = choose(
        under_treaty, _keep_treaty(border, first, second, fail, theory), without
    )
    border.treaty_months = choose(signed, 0.0, border.treaty_months)
    border.compliant_months = choose(signed, 0.0, border.compliant_months)
    first.signed_troops = choose(signed, first.troops, first.signed_troops)
    second.signed_troops = choose(signed, second.troops, second.signed_troops)


def _keep_treaty(
    border: Record, first: Record, second: Record, fail: float, theory: Record
) -> float:
    """Stage of a treaty in force: it may break down, or complete its term after a year of compliance."""
    stage = border.treaty_stage
    under_treaty = stage >= IN_FORCE
    kept = (first.compliance > 0.0) & (second.compliance > 0.0)
    compliant = choose(kept, border.compliant_months + 1.0, 0.0)
    border.treaty_months = choose(under_treaty, border.treaty_months + 1.0, border.treaty_months)
    border.compliant_months = choose(under_treaty, compliant, border.compliant_months)
    violation = max(first.violation, second.violation)
    hazard = diplomacy.breakdown_hazard(border.alert, border.lower_trust, violation, theory)
    completed = (border.treaty_months >= theory.treaty_months) & (border.compliant_months >= 12.0)
    breaks = fail < hazard_probability(hazard)
    return choose(breaks, NONE, choose(completed, COMPLETED, stage))


def account_for_treaty(border: Record, side: Record, theory: Record) -> None:
    """Compare the troops of a side with the limit; nothing to keep without a treaty."""
    under_treaty = border.treaty_stage >= IN_FORCE
    limit = diplomacy.treaty_limit(side.signed_troops, side.reference, border.treaty_months, theory)
    violation = diplomacy.violation(side.troops, limit, theory)
    side.violation = choose(under_treaty, violation, 0.0)
    side.compliance = choose(under_treaty, diplomacy.compliance(violation), 0.0)
