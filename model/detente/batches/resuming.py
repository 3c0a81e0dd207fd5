"""Resuming: whether a batch in a folder is the one that is asked for, and what differs if it is not.

Parts may be kept where they are the parts that the batch asked for would make itself: the same points,
seed, trajectories or none, and the same model. Replicates may become more, and a precision finer, since
the parts that are there stay what they are.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from detente.batches.manifest import Manifest
from detente.errors import DetenteError
from detente.scenario import Scenario, from_mapping
from detente.scenario.names import listed
from detente.scenario.reading import read_text
from detente.scenario.tree import Findings, plain

__all__ = ["SCENARIOS", "SETTING_UP", "refuse_other_batch", "scenario_file", "stored_scenario"]

SCENARIOS: Final = "scenarios"

SETTING_UP: Final = ".unfinished-scenarios"
"""Where scenarios are written before there is a manifest, so that it never speaks of missing ones."""

_MOST_LINES: Final = 12
_LEFT_OUT: Final = frozenset({"name", "title", "about", "passages"})
_MISSING: Final = "nothing"


def scenario_file(point: str) -> str:
    """Name of the file of a point's scenario, below the folder of the batch."""
    return f"{SCENARIOS}/{point}.yaml"


def stored_scenario(folder: Path, point: str, digest: str) -> Scenario:
    """Load the scenario of a point from the folder of a batch.

    Parameters
    ----------
    folder : Path
        Folder of the batch.
    point : str
        Name of the point.
    digest : str
        Digest that the scenario must have.

    Returns
    -------
    Scenario
        The scenario.

    Raises
    ------
    DetenteError
        Where the file is missing, damaged or was changed.
    """
    path = folder / scenario_file(point)
    if not path.exists() and (folder / SETTING_UP / path.name).exists():  # killed in between
        path = folder / SETTING_UP / path.name
    try:
        tree = read_text(path.read_text(encoding="utf-8"), str(path), Findings())
    except (OSError, UnicodeDecodeError) as error:
        raise DetenteError(f"{path} cannot be read: {error}; do the batch again") from None
    content = {key: plain(child) for key, child in tree.children.items()}
    scenario = from_mapping(content, str(path))
    if scenario.digest != digest:
        raise DetenteError(f"{path} was changed after the batch was begun; do the batch again")
    return scenario


def refuse_other_batch(
    folder: Path, found: Manifest, asked: Manifest, scenarios: Mapping[str, Scenario]
) -> None:
    """Refuse to go on with another batch than the one that is asked for.

    Parameters
    ----------
    folder : Path
        Folder of the batch.
    found : Manifest
        What is there.
    asked : Manifest
        What is asked for.
    scenarios : mapping of str to Scenario
        Scenarios of the points that are asked for.

    Raises
    ------
    DetenteError
        With everything that differs.
    """
    lines = [
        *_differing_settings(found, asked),
        *_differing_points(folder, found, asked, scenarios),
    ]
    if not lines:
        return
    shown = [f"{folder} holds another batch than the one asked for:"]
    shown += [f"  {line}" for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"  ... ({len(lines)} differences in all)")
    shown.append(
        "choose another folder, or leave out what differs: detente batch --resume --out "
        f"{folder} goes on with what is there"
    )
    raise DetenteError("\n".join(shown))


def _differing_settings(found: Manifest, asked: Manifest) -> Iterator[str]:
    """What differs beside the points."""
    if found.format != asked.format:
        yield f"form of the folder: {found.format} there, {asked.format} by this version"
    versions = [each.versions.get("detente", "unknown") for each in (found, asked)]
    if versions[0] != versions[1]:
        yield f"version of detente: {versions[0]} there, {versions[1]} now; install it to go on"
    elif found.source != asked.source:
        yield "source of the model: a rule or an engine was edited since; put it back to go on"
    for name in ("seed", "keep"):
        if getattr(found, name) != getattr(asked, name):
            yield f"{name}: {getattr(found, name)} there, {getattr(asked, name)} asked for"
    if found.most > asked.most:
        yield f"replicates: {found.most} there, only {asked.most} asked for; more may be asked for"
    yield from _differing_rule(found, asked)


def _differing_rule(found: Manifest, asked: Manifest) -> Iterator[str]:
    """What differs in the rule by which replicates are added."""
    old, new = found.until, asked.until
    if (old is None) != (new is None) or (old and new and str(old) != str(new)):
        yield f"until: {old or 'not set'} there, {new or 'not set'} asked for"
    elif old and new and new.precision > old.precision:
        yield (
            f"precision: {old.precision:g} there, {new.precision:g} asked for; "
            "a finer one may be asked for"
        )


def _differing_points(
    folder: Path, found: Manifest, asked: Manifest, scenarios: Mapping[str, Scenario]
) -> Iterator[str]:
    """What differs in the points."""
    old = {each.point: each for each in found.points}
    new = {each.point: each for each in asked.points}
    gone, more = ([p for p in a if p not in b] for a, b in ((old, new), (new, old)))
    if gone:
        yield f"points there, not asked for: {listed(gone)}"
    if more:
        yield f"points asked for, not there: {listed(more)}"
    if not gone and not more and list(old) != list(new):
        yield f"order of the points: {listed(old)} there, {listed(new)} asked for"
    for name, point in new.items():
        if name not in old:
            continue
        for path in sorted({*old[name].values, *point.values}):
            there, here = (each.values.get(path, _MISSING) for each in (old[name], point))
            if there != here:
                yield f"{name}: sweep of {path}: {there} there, {here} asked for"
        if old[name].digest != point.digest and old[name].values == point.values:
            yield from _differing_values(folder, name, old[name].digest, scenarios[name])


def _differing_values(folder: Path, name: str, digest: str, scenario: Scenario) -> Iterator[str]:
    """What differs in the scenario of one point."""
    try:
        before = _leaves(stored_scenario(folder, name, digest))
    except DetenteError:
        yield f"{name}: the scenario was changed"
        return
    after = _leaves(scenario)
    for path in dict.fromkeys([*before, *after]):
        there, here = (values.get(path, _MISSING) for values in (before, after))
        if there != here:
            yield f"{name}: {path}: {there} there, {here} now"


def _leaves(scenario: Scenario) -> dict[str, Any]:
    """Everything in a scenario that may matter to a run, by dotted path."""
    content = scenario.model_dump(mode="json")
    return dict(
        leaf
        for key, value in content.items()
        if key not in _LEFT_OUT
        for leaf in _leaves_below(value, key)
    )


def _leaves_below(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Single values below a path."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves_below(inner, f"{path}.{key}")
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for number, inner in enumerate(value):
            yield from _leaves_below(inner, f"{path}.{number}")
    else:
        yield path, value
