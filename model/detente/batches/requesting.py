"""What is asked for: scenarios and options, checked and written down as a manifest.

An option that is left open takes its default in a new batch, and stays as it is in one that is gone on
with. Whatever is wrong is told here, before anything is written.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, cast

from detente.batches.manifest import (
    FORMAT,
    Manifest,
    PlannedPoint,
    Times,
    now,
    source_digest,
)
from detente.batches.plan import KEEPS, MOST_REPLICATES, largest_part
from detente.batches.precision import until_of
from detente.batches.resuming import stored_scenario
from detente.batches.sweeps import Point, Sweep, points_of
from detente.errors import DetenteError
from detente.results.manifest import versions
from detente.scenario import Scenario, load
from detente.scenario.names import unknown

__all__ = ["Given", "Request", "Wishes", "request_of", "request_of_folder"]

Given = Scenario | str | os.PathLike[str] | Point

_MOST_SEED: Final = 2**63 - 1

_LIBRARIES = ("mesa", "numba", "numpy", "pandas", "pyarrow")


class Wishes(NamedTuple):
    """Options of a batch that may be left open."""

    replicates: int | None
    seed: int | None
    keep: str | None
    until: str | None
    precision: float | None


class Request(NamedTuple):
    """What is asked for, checked.

    Attributes
    ----------
    manifest : Manifest
        As it will stand in the folder.
    scenarios : dict of str to Scenario
        Scenarios of the points by name.
    """

    manifest: Manifest
    scenarios: dict[str, Scenario]


def request_of_folder(folder: Path, found: Manifest | None, wishes: Wishes) -> Request:
    """Take what is asked for from the folder itself.

    Parameters
    ----------
    folder : Path
        Folder of a batch.
    found : Manifest or None
        Its manifest.
    wishes : Wishes
        What is to change.

    Returns
    -------
    Request
        The same batch, with more replicates or a finer precision where they are wished for.

    Raises
    ------
    DetenteError
        Where there is no batch, where a scenario was changed, and for options that are not allowed.
    """
    if found is None:
        raise DetenteError(
            f"{folder} holds no batch to go on with; name at least one scenario to begin one"
        )
    scenarios = {
        each.point: stored_scenario(folder, each.point, each.digest) for each in found.points
    }
    return _request(found.points, scenarios, wishes, found)


def request_of(
    given: Iterable[Given] | Given, sweep: Sweep | None, wishes: Wishes, found: Manifest | None
) -> Request:
    """Make points of the scenarios that were named.

    Parameters
    ----------
    given : Scenario, str, path, Point, or iterable of these
        What to run.
    sweep : mapping of str to sequence, or None
        Values by dotted path.
    wishes : Wishes
        Options.
    found : Manifest or None
        The batch in the folder, if there is one.

    Returns
    -------
    Request
        What is asked for, whether it is what the folder holds or not.

    Raises
    ------
    ScenarioError
        For mistakes in scenarios and in the values of a sweep.
    DetenteError
        For options that are not allowed.
    """
    if isinstance(given, Scenario | str | os.PathLike | Point):
        given = (given,)
    all_given = list(given)
    points = [each for each in all_given if isinstance(each, Point)]
    if not points:
        points += points_of(map(_loaded, all_given), sweep)
    elif sweep or len(points) < len(all_given):
        raise DetenteError("give points, or scenarios with a sweep, not both")
    keep = _keep(wishes, found)
    planned = [
        PlannedPoint(
            point=point.name,
            scenario=point.origin,
            base=point.scenario.base,
            digest=point.scenario.digest,
            rounds=point.scenario.rounds,
            values=dict(point.values),
            largest_part=largest_part(point.scenario, keep),
        )
        for point in points
    ]
    return _request(planned, {point.name: point.scenario for point in points}, wishes, found)


def _loaded(given: Any) -> Scenario:
    """Load what is not loaded yet."""
    return given if isinstance(given, Scenario) else load(given)


def _request(
    points: list[PlannedPoint],
    scenarios: dict[str, Scenario],
    wishes: Wishes,
    found: Manifest | None,
) -> Request:
    """Write down what is asked for."""
    replicates = _first(wishes.replicates, found.most if found else _usual(wishes))
    seed = _first(wishes.seed, found.seed if found else 0)
    _check_number("replicates", replicates, 1, MOST_REPLICATES)
    _check_number("seed", seed, 0, _MOST_SEED)
    manifest = Manifest(
        format=FORMAT,
        kind="batch",
        state="unfinished",
        seed=seed,
        replicates=replicates,
        most=replicates,
        keep=_keep(wishes, found),
        until=until_of(*_rule(wishes, found), scenarios.values()),
        reached=None,
        points=points,
        failed=0,
        engines=[],
        source=source_digest(),
        versions=versions(_LIBRARIES),
        files={},
        times=Times(begun=now()),
    )
    return Request(manifest, scenarios)


def _keep(wishes: Wishes, found: Manifest | None) -> Literal["summary", "trajectories"]:
    """What is to be kept of the runs."""
    keep = _first(wishes.keep, found.keep if found else "summary")
    if keep not in KEEPS:
        raise DetenteError(f"keep: {unknown('choice', str(keep), KEEPS)}")
    return cast("Literal['summary', 'trajectories']", keep)


def _rule(wishes: Wishes, found: Manifest | None) -> tuple[str | None, float | None]:
    """Outcome and precision of the rule by which replicates are added."""
    rule = found.until if found else None
    if rule is None or wishes.until not in {None, str(rule)}:
        return wishes.until, wishes.precision
    return str(rule), _first(wishes.precision, rule.precision)


def _usual(wishes: Wishes) -> int:
    """Replicates where no number is given: with a rule for when to stop, the most that are added."""
    return 100 if wishes.until is None else 10_000


def _first(wish: Any, otherwise: Any) -> Any:
    """Return what is wished for, or something else where nothing is."""
    return otherwise if wish is None else wish


def _check_number(name: str, value: object, least: int, most: int) -> None:
    """Refuse what is no whole number within its range."""
    if type(value) is not int or not least <= value <= most:
        raise DetenteError(f"{name}: found {value!r}; allowed: a whole number, {least} to {most}")
