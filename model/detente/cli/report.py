"""What a run came to, as data for JSON and as words and tables for the screen."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from detente.cli.screen import heading, say, signed, table

if TYPE_CHECKING:
    import pandas as pd

    from detente.model import BorderModel

__all__ = ["event_words", "print_report", "records", "report_of"]

Report = dict[str, Any]

_MOST_TERMS: Final = 5
_MOST_EVENTS: Final = 6
_COUNTED: Final = {
    "skirmish": ("skirmish", "skirmishes"),
    "standoff": ("stand-off", "stand-offs"),
    "misunderstanding": ("misunderstanding", "misunderstandings"),
    "smuggling": ("case of smuggling", "cases of smuggling"),
    "trafficking": ("case of trafficking", "cases of trafficking"),
    "infiltration": ("infiltration", "infiltrations"),
    "csbm_adopted": ("measure adopted", "measures adopted"),
    "csbm_lapsed": ("measure lapsed", "measures lapsed"),
    "treaty_signed": ("treaty signed", "treaties signed"),
    "treaty_broken": ("treaty broken", "treaties broken"),
}
"""Kinds of events that are counted on the screen, in the singular and the plural."""


def records(rows: "pd.DataFrame") -> list[dict[str, Any]]:
    """Rows of a table as JSON; dates are months."""
    dated = {
        name: rows[name].dt.strftime("%Y-%m")
        for name in rows.columns
        if rows[name].dtype.kind == "M"
    }
    plain = rows.assign(**dated).astype(object)
    found = plain.where(plain.notna(), None).to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in found]


def report_of(model: "BorderModel", settings: list[str]) -> Report:
    """Everything that is told of a run.

    Parameters
    ----------
    model : BorderModel
        A model that was run.
    settings : list of str
        Changes of the user.

    Returns
    -------
    dict
        What was run, the region by year, the borders at the start and at the end, what moved them,
        counts of events and the notable ones.
    """
    from detente.analysis import counts, drivers, notable_events, summary, yearly
    from detente.results.manifest import detente_version

    scenario = model.world.scenario
    events = model.events()
    return {
        "scenario": scenario.name,
        "title": scenario.title,
        "digest": scenario.digest,
        "seed": model.seed,
        "replicate": model.replicate,
        "start": str(scenario.start),
        "end": str(scenario.end),
        "rounds": model.round,
        "settings": settings,
        "detente": detente_version(),
        "region": records(yearly(model.trajectories("region"))),
        "borders": records(summary(model.trajectories(), events)),
        "drivers": records(drivers(model.ledger())),
        "counts": counts(events),
        "events": records(notable_events(events)),
    }


def print_report(report: Report) -> None:
    """Print what is told of a run.

    Parameters
    ----------
    report : dict
        Result of `report_of`, with ``files``, the paths that were written.
    """
    changes = "".join(f", {setting}" for setting in report["settings"])
    say(
        heading(f"{report['scenario']}: {report['title']}"),
        f"{report['rounds']} rounds (months), {report['start']} to {report['end']}, "
        f"seed {report['seed']}, replicate {report['replicate']}{changes}",
        "",
    )
    _print_region(report)
    _print_borders(report)
    _print_drivers(report)
    _print_events(report)
    if report["files"]:
        folder = report["files"][0].removesuffix("manifest.json")
        pictures = sum(name.endswith(".png") for name in report["files"])
        say(
            "", f"Written to {folder}: {len(report['files']) - pictures} files, {pictures} pictures"
        )


def _print_region(report: Report) -> None:
    """Print the stability of the region and its parts."""
    first, last = report["region"][0], report["region"][-1]
    names = ["stability", *(name for name in first if name.startswith("part_"))]
    rows = [
        (
            name.replace("part_", "  "),
            f"{first[name]:.3f}",
            f"{last[name]:.3f}",
            signed(last[name] - first[name]),
        )
        for name in names
    ]
    title = "Stability of the region (0-1), and its weighted parts"
    say(heading(title), table(["", ">start", ">end", ">change"], rows), "")


def _print_borders(report: Report) -> None:
    """Print every border at the start and at the end."""
    rows = [
        (
            border["border"],
            *(
                f"{border[f'{name}_start']:.{digits}f} {border[f'{name}_end']:.{digits}f}"
                for name, digits in (("stability", 2), ("trust", 2), ("density", 1))
            ),
            border["status"],
            border["treaty"].replace("_", " "),
            _fire(border),
        )
        for border in report["borders"]
    ]
    columns = [
        "!border",
        ">!stability",
        ">!trust",
        ">!density",
        "!status",
        "!treaty",
        ">skir-\nmishes",
    ]
    say(
        heading("Borders; each number at the start and at the end"),
        table(columns, rows),
        "density: troops, 1 is what polices a quiet border; skirmishes: (casualties)",
        "",
    )


def _fire(border: dict[str, Any]) -> str:
    """Skirmishes of a border with their casualties."""
    if not border["skirmishes"]:
        return "-"
    return f"{border['skirmishes']} ({border['casualties']:.0f})"


def _print_drivers(report: Report) -> None:
    """Print the largest terms of the ledger."""
    rows = [
        (quantity, *row)
        for quantity, digits in (("trust", 3), ("troops", 0))
        for row in _largest_terms(report, quantity, digits)
    ]
    say(
        heading("What mattered most: change over the run, and share of all change"),
        table(["", "cause", "mechanism", ">change", ">share"], rows),
        "trust: mean over all sides; troops: persons, sum over all sides",
        "",
    )


def _largest_terms(report: Report, quantity: str, digits: int) -> Iterator[tuple[str, ...]]:
    """Terms of one quantity that moved it most."""
    own = [row for row in report["drivers"] if row["quantity"] == quantity]
    for row in own[:_MOST_TERMS]:
        change = signed(row["change"], digits)
        yield row["term"].replace("_", " "), row["mechanism"], change, f"{row['share']:.0%}"


def _print_events(report: Report) -> None:
    """Print what happened: counts, and some events one by one."""
    happened = [
        f"{report['counts'][kind]} {words[report['counts'][kind] != 1]}"
        for kind, words in _COUNTED.items()
        if kind in report["counts"]
    ]
    say(heading("What happened"), ", ".join(happened) or "nothing")
    chosen = _chosen_events(report["events"])
    if chosen:
        say("", table(["month", "border (sector)", "event"], map(event_words, chosen)))


def _chosen_events(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The worst skirmishes and the turns of treaties, in the order of time."""
    skirmishes = [event for event in events if event["kind"] == "skirmish"]
    skirmishes.sort(key=lambda event: -event["severity"])
    broken = [event for event in events if event["kind"] in {"treaty_broken", "talks_collapsed"}]
    signed_ones = [event for event in events if event["kind"] == "treaty_signed"]
    chosen = skirmishes[:_MOST_EVENTS] + (broken + signed_ones)[:_MOST_EVENTS]
    return sorted(chosen, key=lambda event: event["round"])


def event_words(event: dict[str, Any]) -> tuple[str, str, str]:
    """Month, place and words of an event."""
    words = event["kind"].replace("_", " ").replace("csbm", "measure")
    words = words.replace("standoff", "stand-off")
    if event["kind"] == "skirmish":
        casualties = f"{event['severity']:.0f}"
        words = f"skirmish, {casualties} {'casualty' if casualties == '1' else 'casualties'}"
    elif event["kind"] == "timeline":
        words = event["outcome"]
    elif event["kind"].startswith("csbm"):
        words = f"{words}: {event['outcome'].replace('_', ' ')}"
    place = event["border"] + (f" ({event['sector']})" if event["sector"] else "")
    return event["date"], place, words
