"""Command `status`: how far a batch is."""

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.library import AsJson
from detente.cli.screen import print_json

__all__ = ["status"]


def status(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Folder of a batch (detente batch ... --out DIR).")
    ],
    *,
    as_json: AsJson = False,
) -> None:
    """Tell what is done of a batch, what is left, what failed and why, and whether it is worked on."""
    from detente.batches import status_of
    from detente.cli.batch_report import print_status, status_report

    found = status_of(folder)
    if as_json:
        print_json(status_report(found))
    else:
        print_status(found)
