"""Effects of policies, as tables for the screen and as data for JSON."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from rich.console import Console

from detente.cli.numbers import batch_head, digits_of, place_words, point_cells, point_columns
from detente.cli.report import records
from detente.cli.screen import heading, say, signed, table

if TYPE_CHECKING:
    import pandas as pd

    from detente.batches import Batch

__all__ = [
    "Compared",
    "effect_data",
    "print_effects",
    "print_needed",
]

_ROUGH: Final = "~"


class Compared(NamedTuple):
    """A batch with the effects that were found in it."""

    batch: "Batch"
    baseline: str
    points: "pd.DataFrame"
    effects: "pd.DataFrame"

    @property
    def swept(self) -> list[str]:
        """Paths that are swept."""
        from detente.analysis import swept_paths

        return swept_paths(self.points)

    @property
    def described(self) -> "pd.DataFrame":
        """Effects, with the scenario and the swept values of each point in front where any are."""
        if not self.swept:
            return self.effects
        values = self.points[["point", "scenario", *self.swept]]
        return values.merge(self.effects, on="point", how="inner", sort=False)


def effect_data(compared: Compared) -> dict[str, Any]:
    """Effects as JSON.

    Parameters
    ----------
    compared : Compared
        A batch with the effects that were found in it.

    Returns
    -------
    dict
        The batch, the baseline, the number of comparisons and how they are corrected, and a record for
        each effect, in which null stands for what is not finite.
    """
    finite = compared.described.replace([float("inf"), float("-inf")], float("nan"))
    return {
        **batch_head(compared.batch),
        "baseline": compared.baseline,
        "correction": "Holm",
        "comparisons": len(finite),
        "effects": records(finite),
    }


def print_effects(compared: Compared) -> None:
    """Print the effects: by policy, or along a sweep by outcome.

    Parameters
    ----------
    compared : Compared
        A batch with the effects that were found in it.
    """
    effects = compared.effects
    head = f"{compared.batch.folder}: {_pairs(effects)}, seed {compared.batch.manifest.seed}"
    say(heading(f"{head}, baseline {compared.baseline}"), "")
    for title, made in _by_outcome(compared) if compared.swept else _by_policy(effects):
        say(heading(title), made, "")
    say(*_notes(effects))


def _pairs(effects: "pd.DataFrame") -> str:
    """Number of pairs, or their range."""
    least, most = int(effects["pairs"].min()), int(effects["pairs"].max())
    return f"{most:,} pair{'s' * (most != 1)}" if least == most else f"{least:,} to {most:,} pairs"


def _by_policy(effects: "pd.DataFrame") -> Iterator[tuple[str, Any]]:
    """One table for each policy and border: a row for each outcome."""
    groups = effects.groupby(["point", "border"], sort=False)
    for (point, border), rows in groups:
        title = f"{point} against {rows['baseline'].iloc[0]}, {place_words(border)}"
        cells = [
            (row["outcome"], *_fitting("policy", _cells(row))) for row in rows.to_dict("records")
        ]
        yield title, table(["!outcome", *_fitting("policy", _COLUMNS)], cells)


def _by_outcome(compared: Compared) -> Iterator[tuple[str, Any]]:
    """One table for each outcome and border: a row for each point."""
    from detente.analysis import outcome_of

    groups = compared.described.groupby(["outcome", "border"], sort=False)
    for (name, border), part in groups:
        title = f"{outcome_of(str(name)).label}, {place_words(border)}"
        records_of = part.to_dict("records")
        digits = max(digits_of(row["error"], row["effect"]) for row in records_of)
        cells = [
            (*point_cells(row, compared.swept), *_fitting("sweep", _cells(row, digits)))
            for row in records_of
        ]
        yield title, table([*point_columns(compared.swept), *_fitting("sweep", _COLUMNS)], cells)


_COLUMNS: Final = (">!baseline", ">!effect", "!95 % interval", ">!sd", ">!better", "verdict")
_NARROW: Final = {"policy": (1, 2, 4, 5), "sweep": (1, 2, 5)}
_WIDE: Final = 96  # columns of the screen from which all of a table fits


def _fitting(kind: str, cells: Sequence[str]) -> list[str]:
    """Keep those of the cells of an effect that fit on the screen."""
    return list(cells) if _is_wide() else [cells[place] for place in _NARROW[kind]]


def _is_wide() -> bool:
    """Whether all columns of a table fit on the screen."""
    return Console().width >= _WIDE


def _cells(row: Mapping[Any, Any], digits: int | None = None) -> tuple[str, ...]:
    """Cells of an effect: its size, how sure it is, and the verdict."""
    if digits is None:
        digits = digits_of(row["error"], row["effect"])
    effect = signed(row["effect"], digits)
    interval = "-"
    if isfinite(row["low"]):
        interval = f"{signed(row['low'], digits)} to {signed(row['high'], digits)}"
    spread = row["baseline_spread"]
    return (
        f"{row['baseline_mean']:,.{min(digits, 4)}f}",
        effect,
        f"{interval} {_ROUGH}" if row["rough"] else interval,
        signed(row["effect"] / spread, 1) if spread > 0 else "-",
        f"{row['better']:.0%}" if isfinite(row["better"]) else "-",
        _verdict(row, digits),
    )


def _verdict(row: Mapping[Any, Any], digits: int) -> str:
    """Verdict in words, with what happened in most runs where that is another thing."""
    from detente.analysis.comparison import LOWERS, NO_VERDICT, RAISES

    words = str(row["verdict"])
    usual = {RAISES: "higher", LOWERS: "lower"}.get(words, "")
    if words == NO_VERDICT and isfinite(row["detectable"]):
        words += f" (\N{PLUS-MINUS SIGN}{row['detectable']:,.{digits}f} would be)"
    if usual and row["barely"]:
        words += ", barely"
    if row["most_runs"] and row["most_runs"] != usual:
        words += f"; {row['most_runs']} in most runs"
    return words


def _notes(effects: "pd.DataFrame") -> Iterable[str]:
    """What the tables mean, in as many lines as they need."""
    from detente.analysis import outcome_of

    names = [outcome_of(str(name)) for name in effects["outcome"].unique()]
    yield "; ".join(f"{each.name}: {each.label}" for each in names)
    number = len(effects)
    held = (
        f"all {number} verdicts hold together at 95 % (Holm), each interval by itself"
        if number > 1
        else "the verdict holds at 95 %"
    )
    yield f"effect: mean difference of the pairs; {held}."
    sd = "sd: effect in standard deviations of the baseline's runs; " if _is_wide() else ""
    yield f"{sd}better: share of the pairs in which the policy does better, ties by half."
    if any(", barely" in _verdict(row, 2) for row in effects.to_dict("records")):
        yield "barely: by less than a tenth of a standard deviation of the baseline's runs."
    if effects["rough"].any():
        yield (
            f"{_ROUGH} a few pairs make up much of this difference; the true effect may be larger "
            "than the interval says."
        )
    gains = effects.loc[effects["pairing_gain"].map(isfinite), "pairing_gain"]
    if len(gains):
        least, middle, most = (
            f"{gain:,.1f}" if gain < 100 else f"{gain:,.0f}"
            for gain in (gains.min(), gains.median(), gains.max())
        )
        yield f"Without pairs the variance would be {least} to {most} times as large (median {middle})."


def print_needed(effects: "pd.DataFrame", size: float) -> None:
    """Print how many pairs would show an effect of some size.

    Parameters
    ----------
    effects : DataFrame
        Result of `detente.analysis.compare`.
    size : float
        Size of the effect, in the unit of the outcome.
    """
    from detente.analysis import pairs_needed

    known = effects[effects["spread"].notna()]
    needed = pairs_needed(known["spread"].to_numpy(), size, tests=len(effects))
    rows = [
        (
            row["point"],
            place_words(row["border"]),
            row["outcome"],
            f"{count:,.0f}",
            f"{row['pairs']:,}",
        )
        for row, count in zip(known.to_dict("records"), needed, strict=True)
    ]
    title = f"Pairs that show an effect of {size:g} in four of five batches"
    columns = ["!point", "!border", "!outcome", ">!needed", ">!there are"]
    say("", heading(title), table(columns, rows))
