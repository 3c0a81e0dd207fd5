"""Command `plot`: the pictures of a batch."""

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.cli.comparing import BatchFolder, Borders, opened
from detente.cli.library import AsJson
from detente.cli.screen import print_json

__all__ = ["plot"]


def plot(
    folder: BatchFolder,
    *,
    border: Borders = None,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="POINT",
            help="What the others are compared with. By default the scenario that others extend, or "
            "the first; a sweep is shown by itself.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where the pictures go; by default DIR/pictures."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Draw a batch: fan charts, effects of policies, shares of runs by status; or what is swept.

    Pictures that are there already are replaced.
    """
    from detente.analysis import swept_paths, usual_baseline
    from detente.plots.gallery import BatchTables, batch_figures

    batch = opened(folder)
    points = batch.points()
    if baseline is None and not swept_paths(points):
        baseline = usual_baseline(points)
    tables = BatchTables(
        points=points,
        outcomes=batch.outcomes(),
        summary=batch.summary(),
        shares=batch.shares(),
        seed=batch.manifest.seed,
    )
    files = []
    target = folder / "pictures" if out is None else out
    for name, figure in batch_figures(tables, border or ["all"], baseline=baseline):
        files.append(_save(figure, target, f"{name}.png"))
        if not as_json:
            typer.echo(f"picture: {files[-1]}")
    if as_json:
        print_json({"folder": str(folder), "pictures": [str(path) for path in files]})


def _save(figure: Any, folder: Path, name: str) -> Path:
    """Save a picture whole or not at all."""
    from tempfile import TemporaryDirectory

    from detente import plots
    from detente.results.writing import told

    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".unfinished-", dir=folder) as temporary:
            plots.save(figure, Path(temporary) / name).replace(folder / name)
    return folder / name
