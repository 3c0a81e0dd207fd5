"""Which incidents a policy prevented and caused: pairs of a batch run again, and what is told."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from detente.cli.numbers import place_words
from detente.cli.report import records
from detente.cli.screen import error_console, heading, say, signed, table
from detente.errors import DetenteError

if TYPE_CHECKING:
    import pandas as pd

    from detente.analysis import Attribution
    from detente.batches import Batch
    from detente.scenario import Scenario

__all__ = ["Attributed", "attributed", "print_incidents"]

_MOST_BORDERS: Final = 5
_MOST_TERMS: Final = 3


class Attributed(NamedTuple):
    """What was found for one point."""

    point: str
    baseline: str
    found: "Attribution"

    def table(self, name: str) -> "pd.DataFrame":
        """Table of the incidents, or of the ledger before them."""
        rows: pd.DataFrame = getattr(self.found, name)()
        rows.insert(0, "point", self.point)
        rows.insert(1, "baseline", self.baseline)
        return rows

    def data(self) -> dict[str, Any]:
        """All of it as JSON."""
        return {
            "point": self.point,
            "baseline": self.baseline,
            "pairs": self.found.pairs,
            "incidents": records(self.found.incidents()),
            "before": records(self.found.ledger()),
        }


def attributed(batch: "Batch", opposed: dict[str, str], number: int) -> dict[str, Attributed]:
    """Run pairs of a batch again, one replicate after the other; a baseline of several points once.

    Parameters
    ----------
    batch : Batch
        The batch.
    opposed : dict of str to str
        Baseline of each point; those of which no run is done are left out.
    number : int
        Pairs to run; fewer where fewer are done.

    Returns
    -------
    dict of str to Attributed
        What was found, by point.

    Raises
    ------
    DetenteError
        Where no replicate is done in all points.
    """
    from rich.progress import track

    from detente.analysis import Attribution

    runs = batch.runs()
    done = runs[runs["status"] == "done"]
    there = set(done["point"])
    opposed = {point: other for point, other in opposed.items() if {point, other} <= there}
    names = list(dict.fromkeys([*opposed.values(), *opposed]))
    shared = done[done["point"].isin(names)].groupby("replicate").size()
    replicates = [int(replicate) for replicate in shared.index[shared == len(names)][:number]]
    if not replicates:
        raise DetenteError("no replicate is done in all points; let the batch go on (--resume)")
    scenarios = {name: batch.scenario(name) for name in names}
    found = {
        point: Attributed(point, other, Attribution(list(scenarios[other].borders)))
        for point, other in opposed.items()
    }
    console = error_console()
    watched = track(
        replicates,
        "pairs run again",
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )
    for replicate in watched:
        for other in dict.fromkeys(opposed.values()):
            before = _tables(scenarios[other], batch.manifest.seed, replicate)
            for point in (name for name in opposed if opposed[name] == other):
                after = _tables(scenarios[point], batch.manifest.seed, replicate)
                found[point].found.add(before, after)
    return found


def _tables(scenario: "Scenario", seed: int, replicate: int) -> "tuple[pd.DataFrame, pd.DataFrame]":
    """Events and ledger of one run."""
    from detente.ensemble import run_one

    run = run_one(scenario, seed, replicate)
    return run.events(), run.ledger()


def print_incidents(attributed: Attributed, borders: list[str] | None) -> None:
    """Print what a policy prevented and caused, and what had changed before.

    Parameters
    ----------
    attributed : Attributed
        What was found for one point.
    borders : list of str, optional
        Borders; by default the region, and where most skirmishes were prevented or caused.
    """
    incidents = attributed.table("incidents")
    pairs = f"{attributed.found.pairs:,} pairs run again"
    say(
        "",
        heading(f"Incidents per run, {attributed.point} against {attributed.baseline}, {pairs}"),
        _incident_table(incidents[incidents["border"].isin(borders or ["all"])]),
    )
    fire = incidents[(incidents["kind"] == "skirmish") & (incidents["border"] != "all")]
    size = (fire["prevented"] + fire["caused"]).sort_values(ascending=False)
    most = fire.loc[size.index[size > 0][:_MOST_BORDERS]]
    if borders is None and len(most):
        say("", heading("Borders where most skirmishes differ"), _incident_table(most))
    before = attributed.table("ledger")
    own = before[before["border"].isin(borders or ["all"])]
    if len(own):
        say("", heading(_BEFORE), _before_table(own))
    say(
        "\N{PLUS-MINUS SIGN}: 95 % interval of the mean. Prevented: the baseline has the incident and "
        "the policy, with the same dice, has not; caused: the other way about. One that changes its "
        "kind counts in both."
    )


_BEFORE: Final = "What the policy had changed in the twelve months before, mean of the incidents"


def _incident_table(rows: "pd.DataFrame") -> Any:
    """Incidents of some borders and kinds."""
    cells = [
        (
            place_words(row["border"]),
            row["kind"].replace("_", " ").replace("standoff", "stand-off"),
            f"{row['baseline_mean']:,.2f}",
            f"{row['policy_mean']:,.2f}",
            *(
                _within(row, name, sign)
                for name, sign in (("prevented", ""), ("caused", ""), ("net", "+"))
            ),
        )
        for row in rows.to_dict("records")
    ]
    columns = ["!border", "!kind", ">!baseline", ">!policy", ">prevented", ">caused", ">net"]
    return table(columns, cells)


def _within(row: Mapping[Any, Any], name: str, sign: str) -> str:
    """Write a mean per run with half the width of its interval."""
    reach = row[f"{name}_high"] - row[name]
    return f"{row[name]:{sign},.2f} \N{PLUS-MINUS SIGN}{reach:,.2f}"


def _before_table(rows: "pd.DataFrame") -> Any:
    """Largest changes before the incidents of some borders."""
    cells = []
    keys = ["border", "kind", "fate", "incidents"]
    for (border, kind, fate, number), part in rows.groupby(keys, sort=False):
        words = [
            _terms(part[part["quantity"] == quantity].head(_MOST_TERMS), digits)
            for quantity, digits in (("trust", 3), ("troops", 0))
        ]
        what = f"{str(kind).replace('_', ' ')} {fate}"
        cells.append((place_words(border), what, f"{number:,}", *words))
    return table(["!border", "incident", ">!number", "trust", "troops (persons)"], cells)


def _terms(rows: "pd.DataFrame", digits: int) -> str:
    """Terms with their changes, in one line."""
    return ", ".join(
        f"{row['term'].replace('_', ' ')} {signed(row['change'], digits)}"
        for row in rows.to_dict("records")
    )
