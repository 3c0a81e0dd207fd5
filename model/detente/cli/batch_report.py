"""What `detente batch` and `detente status` tell of a batch, on the screen and as JSON."""

from collections.abc import Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, Final

from detente.cli.screen import heading, say, table

if TYPE_CHECKING:
    from detente.batches import Batch, Status

__all__ = ["print_batch", "print_status", "report_of_batch", "status_report"]

_KEY_OUTCOMES: Final = ("stability.final", "trust.final", "density.final", "skirmishes.total")
_MOST_POINTS: Final = 40
_MOST_FAILURES: Final = 10

Report = dict[str, Any]


def report_of_batch(batch: "Batch", seconds: float, runs_here: int) -> Report:
    """Put together what came of a batch.

    Parameters
    ----------
    batch : Batch
        The batch.
    seconds : float
        Time that this process took.
    runs_here : int
        Runs that it did.

    Returns
    -------
    dict
        What can be written as JSON.
    """
    manifest = batch.manifest
    rule = manifest.until
    names = list(_KEY_OUTCOMES)
    if rule is not None and rule.border == "all" and rule.outcome not in names:
        names.insert(0, rule.outcome)
    return {
        "folder": str(batch.folder),
        "state": manifest.state,
        "seed": manifest.seed,
        "replicates": manifest.replicates,
        "keep": manifest.keep,
        "engines": manifest.engines,
        "until": None if rule is None else rule.model_dump(),
        "reached": None if manifest.reached is None else manifest.reached.model_dump(),
        "runs": manifest.replicates * len(manifest.points),
        "failed": manifest.failed,
        "runs_here": runs_here,
        "seconds": seconds,
        "points": _points(batch, names),
        "failures": _failures(batch) if manifest.failed else [],
    }


def _points(batch: "Batch", names: Sequence[str]) -> list[Report]:
    """Points with the means of some outcomes."""
    means: dict[str, dict[str, Report]] = {each.point: {} for each in batch.manifest.points}
    for row in batch.means(names).to_dict("records"):
        numbers = {
            name: row[name] if isfinite(row[name]) else None
            for name in ("mean", "sd", "half_width")
        }
        means[row["point"]][row["outcome"]] = {"runs": row["runs"], **numbers}
    return [
        {
            "point": each.point,
            "scenario": each.scenario,
            "digest": each.digest,
            "values": each.values,
            "outcomes": means[each.point],
        }
        for each in batch.manifest.points
    ]


def _failures(batch: "Batch") -> list[Report]:
    """Runs that failed."""
    runs = batch.runs()
    failed = runs[runs["status"] == "failed"]
    columns = ["point", "replicate", "round", "stage", "message"]
    return [
        {str(key): each if isinstance(each, str) else int(each) for key, each in row.items()}
        for row in failed[columns].to_dict("records")
    ]


def print_batch(batch: "Batch", report: Report) -> None:
    """Print what came of a batch, and whether the runs were enough."""
    points = report["points"]
    swept = list(dict.fromkeys(path for point in points for path in point["values"]))
    names = list(points[0]["outcomes"])
    rows = [
        [
            point["point"],
            *(_short(point["values"].get(path)) for path in swept),
            *(_interval(point["outcomes"][name]) for name in names),
        ]
        for point in points[:_MOST_POINTS]
    ]
    title = (
        f"{_count(len(points), 'point')} x {_count(report['replicates'], 'run')}, "
        f"seed {report['seed']}: mean of the region ± half of its 95 % interval"
    )
    columns = ["!point", *(f">{path}" for path in swept)]
    columns += [">" + name.replace(".", "\n.") for name in names]
    say(heading(title), table(columns, rows))
    if len(points) > _MOST_POINTS:
        say(f"... and {len(points) - _MOST_POINTS} more points")
    say("", *_closing(batch, report))


def _short(value: object) -> str:
    """Write a swept value."""
    return (
        f"{value:g}" if isinstance(value, int | float) else "none" if value is None else str(value)
    )


def _interval(numbers: Report) -> str:
    """Write a mean with its interval, to the digits that the runs fix."""
    mean, width = numbers["mean"], numbers["half_width"]
    if mean is None:
        return "-"
    if width is None:
        return f"{mean:.3g}"
    digits = 3 if abs(mean) < 10 else 1
    return f"{mean:,.{digits}f} ±{width:.{digits}f}"


def _closing(batch: "Batch", report: Report) -> list[str]:
    """Lines below the table: precision, failures, where everything is."""
    folder = report["folder"]
    lines = []
    rule, reached = batch.manifest.until, batch.manifest.reached
    if rule is not None and reached is not None:
        width = "unknown" if reached.half_width is None else f"±{reached.half_width:.2g}"
        told = "reached" if reached.is_reached else "not reached"
        lines.append(
            f"Precision of {rule}: {told}, {width} where it is widest ({reached.point}), asked for "
            f"±{rule.precision:g}; {_count(report['replicates'], 'run')} of each point"
        )
    if rule is None or (reached is not None and not reached.is_reached):
        lines.append(
            "If an interval is too wide for your question: four times the runs halve it "
            f"(detente batch --resume --out {folder} --replicates {4 * report['replicates']})"
        )
    if report["failed"]:
        lines.append(
            f"{report['failed']} of {report['runs']} runs failed: detente status {folder} tells why"
        )
    if report["runs_here"]:
        rate = report["runs_here"] / report["seconds"]
        lines.append(
            f"{_count(report['runs_here'], 'run')} in {report['seconds']:.1f} s ({rate:,.0f} a second)"
        )
    else:
        lines.append("Nothing was left to do: the batch is finished")
    lines.append(f"Written to {folder}/; README.md there tells what each table holds")
    return lines


def _count(number: int, thing: str) -> str:
    """Write a number of things."""
    return f"{number:,} {thing}" if number == 1 else f"{number:,} {thing}s"


# Status


def status_report(status: "Status") -> Report:
    """Put together how far a batch is, as can be written as JSON."""
    manifest = status.manifest
    return {
        "folder": str(status.folder),
        "state": manifest.state,
        "is_worked_on": status.is_worked_on,
        "seed": manifest.seed,
        "replicates": manifest.replicates,
        "until": None if manifest.until is None else manifest.until.model_dump(),
        "reached": None if manifest.reached is None else manifest.reached.model_dump(),
        "begun": manifest.times.begun,
        "finished": manifest.times.finished,
        "done": sum(point.done for point in status.points),
        "left": sum(point.left for point in status.points),
        "failed": len(status.failures),
        "points": [{**point._asdict(), "left": point.left} for point in status.points],
        "failures": [failure._asdict() for failure in status.failures],
    }


def print_status(status: "Status") -> None:
    """Print how far a batch is."""
    report = status_report(status)
    folder = report["folder"]
    if report["state"] == "finished":
        state = "finished"
    elif status.is_worked_on:
        state = "a process is working on it"
    else:
        state = "unfinished, and nobody is working on it"
    is_open = status.manifest.until is not None and report["state"] != "finished"
    rule = f", at most: until {status.manifest.until} is known" if is_open else ""
    say(
        heading(f"{folder}: {state}"),
        f"{report['done']:,} runs are done, {report['left']:,} are left{rule}, "
        f"{report['failed']:,} failed; seed {report['seed']}, begun {report['begun']}",
        "",
    )
    rows = [
        (each.point, f"{each.done:,}", f"{each.left:,}", f"{each.failed:,}")
        for each in status.points[:_MOST_POINTS]
    ]
    say(table(["!point", ">done", ">left", ">failed"], rows))
    if len(status.points) > _MOST_POINTS:
        say(f"... and {len(status.points) - _MOST_POINTS} more points")
    if status.failures:
        failed = [
            (each.point, each.replicate, each.round, each.stage, each.message)
            for each in status.failures[:_MOST_FAILURES]
        ]
        title = f"Runs that failed ({len(failed)} of {len(status.failures)})"
        columns = ["point", ">replicate", ">round", "stage", "message"]
        say("", heading(title), table(columns, failed))
    if report["state"] != "finished" and not status.is_worked_on:
        say("", f"Go on with: detente batch --resume --out {folder}")
