"""Command `compare`: what each policy of a batch did, and how sure that is."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from detente.cli.attributing import Attributed, attributed, print_incidents
from detente.cli.effects import Compared, effect_data, print_effects, print_needed
from detente.cli.library import AsJson
from detente.cli.means import mean_data, print_means
from detente.cli.screen import note, print_json
from detente.errors import DetenteError

if TYPE_CHECKING:
    import pandas as pd

    from detente.batches import Batch

__all__ = ["BatchFolder", "Borders", "compare", "opened"]

BatchFolder = Annotated[
    Path, typer.Argument(metavar="DIR", help="Folder of a batch (detente batch ... --out DIR).")
]
Borders = Annotated[
    list[str] | None,
    typer.Option(
        "--border",
        metavar="BORDER",
        help="Such as KGZ-TJK, or all for the region (the default); may be given again.",
    ),
]

_SUFFIXES: Final = (".csv", ".parquet")


def compare(
    folder: BatchFolder,
    *,
    baseline: Annotated[
        str | None,
        typer.Option(
            metavar="POINT",
            help="What the others are compared with: a point, or a swept scenario, whose points are "
            "compared value by value. By default the scenario that others extend; a sweep is shown "
            "by itself.",
        ),
    ] = None,
    outcome: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Such as stability.final; may be given again."),
    ] = None,
    border: Borders = None,
    size: Annotated[
        float | None, typer.Option(help="Tell how many pairs show an effect of this size.")
    ] = None,
    incidents: Annotated[
        bool,
        typer.Option(
            "--incidents",
            help="Run some pairs again and tell which incidents each policy prevented and caused.",
        ),
    ] = False,
    pairs: Annotated[int, typer.Option(min=2, help="Pairs that --incidents runs again.")] = 100,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the table to FILE, .csv or .parquet."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Say what each policy did: its effects with intervals, or "not distinguishable from zero".

    Replicates of the same number meet the same luck, so every run is compared with its own twin.
    Verdicts are corrected for all comparisons that are shown; ask few questions to get sharp answers.
    """
    from detente.analysis import DEFAULT_OUTCOMES, baselines, swept_paths, usual_baseline
    from detente.analysis import compare as paired

    _check_options(out, size)
    batch = opened(folder)
    points = batch.points()
    names, borders = outcome or list(DEFAULT_OUTCOMES), border or ["all"]
    if baseline is None and swept_paths(points):
        _refuse_without_baseline({"--size": size is not None, "--incidents": incidents})
        _along(batch, points, names, borders, out, as_json=as_json)
        return
    chosen = usual_baseline(points) if baseline is None else baseline
    opposed = baselines(points, chosen)
    effects = paired(batch.outcomes(), opposed, names=names, borders=borders)
    _tell_missing(batch, opposed, effects)
    compared = Compared(batch, chosen, points, effects)
    found = attributed(batch, opposed, pairs) if incidents else {}
    if out is not None:
        _write(_tables(out, compared.described, found))
    if as_json:
        print_json(effect_data(compared) | {"incidents": [each.data() for each in found.values()]})
        return
    print_effects(compared)
    if size is not None:
        print_needed(effects, size)
    for each in found.values():
        print_incidents(each, border)


def _refuse_without_baseline(options: dict[str, bool]) -> None:
    """Refuse options that make sense for a comparison only."""
    for name, is_given in options.items():
        if is_given:
            raise DetenteError(
                f"{name} compares with a baseline, and a sweep has none by itself; give --baseline, "
                "a point (detente compare DIR lists them) or one of several swept scenarios"
            )


def _along(
    batch: "Batch",
    points: "pd.DataFrame",
    names: list[str],
    borders: list[str],
    out: Path | None,
    *,
    as_json: bool,
) -> None:
    """Tell the means along a sweep."""
    from detente.analysis import sweep

    means = sweep(batch.outcomes(), points, names=names, borders=borders)
    if out is not None:
        _write({out: means})
    if as_json:
        print_json(mean_data(batch, means))
    else:
        print_means(batch, points, means)


def opened(folder: Path) -> "Batch":
    """Open a batch; tell where it is not finished."""
    from detente.batches import open_batch

    batch = open_batch(folder)
    if not batch.is_finished:
        note(f"note: {folder} is unfinished; this is what is there (detente status {folder})")
    return batch


def _check_options(out: Path | None, size: float | None) -> None:
    """Refuse options that cannot be followed, before any work."""
    if size is not None and not 0.0 < abs(size) < float("inf"):
        raise DetenteError(f"--size: found {size:g}; allowed: a number other than 0, such as 0.01")
    if out is None:
        return
    if out.suffix not in _SUFFIXES:
        found = f"the ending {out.suffix}" if out.suffix else "no ending"
        raise DetenteError(f"--out {out}: found {found}; allowed: {' and '.join(_SUFFIXES)}")
    if not out.absolute().parent.is_dir():
        raise DetenteError(f"--out {out}: there is no folder {out.parent}; make it first")


def _tell_missing(batch: "Batch", opposed: dict[str, str], effects: "pd.DataFrame") -> None:
    """Tell which points have no replicate in common with their baseline, and of failed runs."""
    from detente.scenario.names import listed

    there = set(effects["point"])
    missing = [point for point in opposed if point not in there]
    if missing:
        note(f"note: no pairs yet for {listed(missing)}")
    failed = int((batch.runs()["status"] == "failed").sum())
    if failed:
        note(f"note: {failed} failed {'run' if failed == 1 else 'runs'} left out, with the twins")


def _tables(
    out: Path, effects: "pd.DataFrame", found: dict[str, Attributed]
) -> "dict[Path, pd.DataFrame]":
    """Tables by their files: the effects, and beside them the incidents and what went before."""
    import pandas as pd

    tables = {out: effects}
    for name, kind in (("incidents", "incidents"), ("before", "ledger")) if found else ():
        parts = [each.table(kind) for each in found.values()]
        beside = out.with_name(f"{out.stem}-{name}{out.suffix}")
        tables[beside] = pd.concat(parts, ignore_index=True)
    return tables


def _write(tables: "dict[Path, pd.DataFrame]") -> None:
    """Write tables, each in the form that its name says."""
    for path, table in tables.items():
        try:
            if path.suffix == ".csv":
                table.to_csv(path, index=False, lineterminator="\n")
            else:
                table.to_parquet(path, index=False)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise DetenteError(f"{path} cannot be written: {reason}; choose another file") from None
        note(f"{path} written")
