"""The library of scenarios: where its files are, and how a name finds its file.

Installed from a wheel, the scenarios lie inside of the package; in a checkout they lie beside it in
``scenarios/``. A scenario has the name of its file, whichever folder of the library it lies in.
"""

import os
from importlib.resources import files
from pathlib import Path
from typing import Final

from detente.scenario.names import unknown

__all__ = ["FILE_ENDS", "library_files", "library_folder", "locate", "shown"]

FILE_ENDS: Final = (".yaml", ".yml")
"""What tells a path from a name."""


def library_folder() -> Path:
    """Folder of the library: inside of the package, or beside it in a checkout."""
    package = Path(str(files("detente")))
    inside = package / "_scenarios"
    return inside if inside.is_dir() else package.parents[1] / "scenarios"


def library_files() -> dict[str, Path]:
    """Return the files of the library by name: the worlds first, then the folders of variants."""
    folder = library_folder()
    paths = [path for end in FILE_ENDS for path in folder.rglob(f"*{end}")]
    found: dict[str, Path] = {}
    for path in sorted(paths, key=lambda path: (len(path.relative_to(folder).parts), path.stem)):
        found.setdefault(path.stem, path)
    return found


def locate(reference: str, folder: Path) -> Path:
    """Find the file of a scenario.

    Parameters
    ----------
    reference : str
        Name in the library, or a path that ends in ``.yaml`` or ``.yml``.
    folder : Path
        Folder that a relative path starts from.

    Returns
    -------
    Path
        The file; whether a path leads to one is not looked at.

    Raises
    ------
    LookupError
        For a name that the library does not have; the message names the nearest one.
    """
    if reference.endswith(FILE_ENDS):
        return folder / reference
    known = library_files()
    if reference not in known:
        raise LookupError(f"{unknown('scenario', reference, known)} (a path ends in .yaml)")
    return known[reference]


def shown(path: Path) -> str:
    """File name for messages: relative to the working folder where the file lies below it."""
    absolute = Path(os.path.normpath(Path.cwd() / path))
    working = Path.cwd()
    return str(absolute.relative_to(working) if absolute.is_relative_to(working) else absolute)
