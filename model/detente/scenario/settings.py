"""Settings: changes as they are typed on a command line, ``path=value``.

The value is read as it would be in a scenario file, so that ``0.5`` is a number and ``[trade, crime]`` a
list. ``none`` takes the key away, except where the format has a value of that name. What a change may
do is decided by the scenario that it is laid over.
"""

from collections.abc import Iterable
from typing import Final, get_args

from detente.errors import Mistake, ScenarioError
from detente.scenario.fields import kind_at
from detente.scenario.names import quoted
from detente.scenario.reading import read_text
from detente.scenario.specification import Scenario
from detente.scenario.tree import Findings, plain

__all__ = ["read_settings"]

_ORIGIN: Final = "--set"
_NONE: Final = "none"


def read_settings(settings: Iterable[str]) -> dict[str, object]:
    """Read changes from texts such as ``theory.crime_need=1.2`` and ``timeline=none``.

    Parameters
    ----------
    settings : iterable of str
        One text per change.

    Returns
    -------
    dict
        New values by dotted path, as `Scenario.change` takes them.

    Raises
    ------
    ScenarioError
        With one mistake for each text that is no path with a value.

    Examples
    --------
    >>> read_settings(["theory.crime_need=1.2", "timeline=none", "without=[trade]"])
    {'theory.crime_need': 1.2, 'timeline': None, 'without': ('trade',)}
    """
    changes: dict[str, object] = {}
    mistakes = []
    for setting in settings:
        path, sign, text = (part.strip() for part in setting.partition("="))
        if not (path and sign and text):
            message = f"found {quoted(setting)}; write path=value, such as theory.crime_need=1.2"
            mistakes.append(Mistake(_ORIGIN, 0, 0, "", message))
            continue
        try:
            changes[path] = _value(path, text)
        except ScenarioError:
            message = f"the value {quoted(text)} cannot be read; put text with signs in quotes"
            mistakes.append(Mistake(_ORIGIN, 0, 0, path, message))
    if mistakes:
        raise ScenarioError(mistakes)
    return changes


def _value(path: str, text: str) -> object:
    """Value of one setting."""
    if text == _NONE:
        choices = get_args(kind_at(Scenario, path.split(".")).annotation)
        return _NONE if _NONE in choices else None
    findings = Findings()
    tree = read_text(f"value: {text}", _ORIGIN, findings)
    if findings.mistakes or len(tree.children) > 1:
        raise ScenarioError(findings.mistakes)
    return plain(tree.children["value"])
