"""Notes: what loads, but deserves a second look.

A parameter of the theory may leave its plausible range as long as its equation stays meaningful; a
scenario may switch a mechanism off whose parameters it changes. Neither is a mistake, and both are worth
telling to whoever checks a file.
"""

from detente.errors import Mistake
from detente.rules.mechanisms import SWITCHES
from detente.rules.parameters import PARAMETERS
from detente.scenario.specification import Scenario

__all__ = ["notes"]


def notes(scenario: Scenario) -> list[Mistake]:
    """Remarks on a scenario that is right.

    Parameters
    ----------
    scenario : Scenario
        A loaded scenario.

    Returns
    -------
    list of Mistake
        Parameters outside of their plausible range, and parameters that a switch overrides, with their
        places; in the form of mistakes, without being any.
    """
    found = []
    for name, value in scenario.theory.items():
        parameter = PARAMETERS[name]
        place = scenario.place_of(f"theory.{name}")
        if not parameter.plausible(value):
            text = (
                f"{value!r} lies outside of the plausible range, "
                f"{parameter.low:g} to {parameter.high:g} ({parameter.meaning})"
            )
            found.append(Mistake(*place, text))
        found += [
            Mistake(*place, f"has no effect, since '{switch}' is switched off")
            for switch in scenario.without
            if name in SWITCHES[switch]
        ]
    return found
