"""Loading: from a name or a path to a checked scenario, through all of its bases.

A file is read, its sources are settled, and it is laid over its base, which is read the same way. Only
the result is checked, so that a mistake is told once and in the file where it stands.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from detente.errors import Mistake, ScenarioError
from detente.scenario.catalogue import locate, shown
from detente.scenario.changes import tree_of_mapping
from detente.scenario.names import quoted
from detente.scenario.provenance import settle_sources
from detente.scenario.reading import read_file
from detente.scenario.specification import Scenario, build
from detente.scenario.tree import Branch, Findings, Place
from detente.scenario.variants import FRAME_KEYS, lay_over

__all__ = ["from_mapping", "load"]


def load(name_or_path: str | os.PathLike[str]) -> Scenario:
    """Load a scenario of the library or from a file.

    Parameters
    ----------
    name_or_path : str or path
        Name in the library, such as ``ferghana-valley``, or a path that ends in ``.yaml`` or ``.yml``.

    Returns
    -------
    Scenario
        The scenario, checked.

    Raises
    ------
    ScenarioError
        With all mistakes of the file and of its bases.

    Examples
    --------
    >>> load("clasroom")
    Traceback (most recent call last):
    ...
    detente.errors.ScenarioError: clasroom: unknown scenario 'clasroom'; ...
    """
    reference = os.fspath(name_or_path)
    try:
        path = locate(reference, Path())
    except LookupError as error:
        raise ScenarioError([Mistake(reference, 0, 0, "", str(error))]) from None
    findings = Findings()
    with _all_mistakes(findings):
        tree, base = _read(path, (), findings)
    name = tree.text("name")
    if name is not None and name != path.stem:
        findings.add(
            tree.place_of("name"),
            f"found {quoted(name)}; allowed: the name of the file, {quoted(path.stem)}",
        )
    return build(tree, base, findings)


def from_mapping(data: Mapping[str, object], file: str = "<data>") -> Scenario:
    """Make a scenario from the content of a file that is already in memory.

    Parameters
    ----------
    data : mapping
        What the file would hold; ``extends`` is a name of the library or a path.
    file : str, optional
        Origin of the values in messages.

    Returns
    -------
    Scenario
        The scenario, checked.

    Raises
    ------
    ScenarioError
        With all mistakes.
    """
    findings = Findings()
    tree = tree_of_mapping(data, file, findings)
    with _all_mistakes(findings):
        whole, base = _over_base(settle_sources(tree, findings), Path(), (), findings)
    return build(whole, base, findings)


@contextmanager
def _all_mistakes(findings: Findings) -> Iterator[None]:
    """Where reading gives up, raise what was found before as well."""
    try:
        yield
    except ScenarioError as error:
        raise ScenarioError([*findings.mistakes, *error.mistakes]) from None


def _read(path: Path, above: tuple[Path, ...], findings: Findings) -> tuple[Branch, str | None]:
    """Read a file and lay it over its bases; `above` are the files that extend it."""
    tree = settle_sources(read_file(path, shown(path), findings), findings)
    return _over_base(tree, path.parent, (*above, path.resolve()), findings)


def _over_base(
    own: Branch, folder: Path, above: tuple[Path, ...], findings: Findings
) -> tuple[Branch, str | None]:
    """Lay a file over its base, if it names one; return the whole and the base's name."""
    if "extends" not in own.children:
        if "keep" in own.children:
            findings.add(own.keys["keep"], "'keep' goes with 'extends'; nothing is extended here")
        return own.without(*FRAME_KEYS), None
    place = own.place_of("extends")
    path = _base_path(own, folder)
    if path.resolve() in above:
        chain = [*above[above.index(path.resolve()) :], path]
        raise _give_up(place, f"a loop of variants: {' -> '.join(link.stem for link in chain)}")
    base, _ = _read(path, above, findings)
    return lay_over(base, own, findings), base.text("name") or path.stem


def _base_path(own: Branch, folder: Path) -> Path:
    """Find the file that another one extends."""
    place = own.place_of("extends")
    reference = own.text("extends")
    if reference is None:
        raise _give_up(place, "name one scenario of the library, or a path that ends in .yaml")
    try:
        path = locate(reference, folder)
    except LookupError as error:
        raise _give_up(place, str(error)) from None
    if not path.is_file():
        raise _give_up(
            place, f"there is no file {quoted(str(path))}; the path starts from this file's folder"
        )
    return path


def _give_up(place: Place, message: str) -> ScenarioError:
    """Error for a mistake that leaves nothing to go on with."""
    return ScenarioError([Mistake(*place, message)])
