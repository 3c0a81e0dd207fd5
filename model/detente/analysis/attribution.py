"""Which incidents a policy prevented and which it caused, pair by pair.

Luck is keyed by place and month, so the same dice fall in the baseline and under the policy: an incident
that happens in one of the two runs and not in the other is the policy's doing, directly or through what
it had changed before (`detente.analysis.precursors`). Incidents are matched by month, border, sector,
side and kind; where the numbers differ, the excess is prevented or caused. One that changes its kind,
such as a skirmish that remains a stand-off, counts as prevented in one kind and caused in another. What
the timeline forces is no luck and is kept apart. Pairs are added one at a time and only sums are kept.
"""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from detente.analysis.intervals import mean_interval
from detente.analysis.outcomes import REGION
from detente.analysis.precursors import FATES, Differing, Precursors
from detente.errors import DetenteError

__all__ = ["FORCED", "INCIDENT_KINDS", "Attribution", "attribute"]

FORCED: Final = "forced_skirmish"
"""Kind of the clashes that the timeline forces."""

INCIDENT_KINDS: Final[tuple[str, ...]] = (
    "misunderstanding",
    "standoff",
    "skirmish",
    "smuggling",
    "trafficking",
    "infiltration",
    FORCED,
)
"""Kinds of incidents that are told apart."""

_BY_TIMELINE: Final = "fire, by the timeline"
_PLACE: Final = ["round", "border", "sector", "side", "kind"]
_COUNTS: Final = (*FATES, "net", "baseline", "policy")

Tables = tuple[pd.DataFrame, pd.DataFrame]


class Attribution:
    """Sums over pairs of runs, from which the tables are made.

    Parameters
    ----------
    borders : sequence of str
        Names of the borders, in the order of the tables.
    level : float
        Level of the intervals.

    Attributes
    ----------
    pairs : int
        Pairs that were added.
    """

    def __init__(self, borders: Sequence[str], *, level: float = 0.95) -> None:
        self.pairs = 0
        self._borders = list(borders)
        self._level = level
        shape = (len(self._borders) + 1, len(INCIDENT_KINDS), len(_COUNTS))
        self._sums = np.zeros(shape)  # the region comes after the borders
        self._squares = np.zeros(shape)
        self._precursors = Precursors(self._borders, INCIDENT_KINDS)

    def add(self, baseline: Tables, policy: Tables) -> None:
        """Add one pair of runs that met the same luck.

        Parameters
        ----------
        baseline, policy : (DataFrame, DataFrame)
            Events and ledger of each run. Events have the columns round, border, sector, side, kind
            and outcome; ledgers round, border, side, quantity, term, mechanism and change.

        Raises
        ------
        DetenteError
            Where the runs differ in their borders or in the number of rounds.
        """
        table = _matched(baseline[0], policy[0])
        places = {name: b for b, name in enumerate(self._borders)}
        strange = sorted(set(table["border"]) - set(places))
        if strange:
            raise DetenteError(
                f"the runs of a pair differ in their borders: {', '.join(strange)} is not in the "
                "baseline"
            )
        border = table["border"].map(places).to_numpy(dtype=np.intp)
        kind = table["kind"].map(INCIDENT_KINDS.index).to_numpy(dtype=np.intp)
        numbers = table[list(_COUNTS)].to_numpy(dtype=float)
        months = table["round"].to_numpy(dtype=np.intp)
        differs = numbers[:, 2] != 0.0
        differing = Differing(
            months[differs], border[differs], kind[differs], numbers[differs, : len(FATES)]
        )
        self._precursors.add(baseline[1], policy[1], differing)
        own = np.zeros_like(self._sums)
        np.add.at(own, (border, kind), numbers)
        own[-1] = own[:-1].sum(axis=0)
        self._sums += own
        self._squares += own * own
        self.pairs += 1

    def incidents(self) -> pd.DataFrame:
        """Incidents prevented and caused, a row for each border and kind that occurs.

        Returns
        -------
        DataFrame
            border (``all`` for the region), kind, pairs; baseline_mean and policy_mean, the numbers per
            run; prevented, caused and net (policy minus baseline, which is caused minus prevented),
            each a mean per run with its interval in ``_low`` and ``_high``.
        """
        count = max(1, self.pairs)
        mean = self._sums / count
        variance = np.maximum(0.0, self._squares - count * mean * mean) / max(1, count - 1)
        low, high = mean_interval(mean, np.sqrt(variance / count), self.pairs, self._level)
        rows = []
        for border, kind in np.argwhere((self._sums != 0.0).any(axis=-1)):
            row: dict[str, object] = {
                "border": [*self._borders, REGION][border],
                "kind": INCIDENT_KINDS[kind],
                "pairs": self.pairs,
                "baseline_mean": mean[border, kind, _COUNTS.index("baseline")],
                "policy_mean": mean[border, kind, _COUNTS.index("policy")],
            }
            for number, name in enumerate((*FATES, "net")):
                place = (border, kind, number)
                row |= {name: mean[place], f"{name}_low": low[place], f"{name}_high": high[place]}
            rows.append(row)
        columns = ["border", "kind", "pairs", "baseline_mean", "policy_mean"]
        for name in (*FATES, "net"):
            columns += [name, f"{name}_low", f"{name}_high"]
        return pd.DataFrame(rows, columns=columns)

    def ledger(self) -> pd.DataFrame:
        """What had changed before the incidents that were prevented or caused.

        Returns
        -------
        DataFrame
            As `detente.analysis.precursors.Precursors.table`.
        """
        return self._precursors.table()


def attribute(
    pairs: Iterable[tuple[Tables, Tables]], borders: Sequence[str], *, level: float = 0.95
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Say which incidents a policy prevented and caused, and what had changed before them.

    Parameters
    ----------
    pairs : iterable of (baseline, policy)
        Pairs of runs with the same seed and replicate, each given by its events and its ledger; see
        `Attribution.add`. They are taken one at a time, so a generator keeps memory flat.
    borders : sequence of str
        Names of the borders.
    level : float
        Level of the intervals.

    Returns
    -------
    incidents : DataFrame
        As `Attribution.incidents`.
    ledger : DataFrame
        As `Attribution.ledger`.
    """
    found = Attribution(borders, level=level)
    for baseline, policy in pairs:
        found.add(baseline, policy)
    return found.incidents(), found.ledger()


def _matched(baseline: pd.DataFrame, policy: pd.DataFrame) -> pd.DataFrame:
    """Numbers of incidents in both runs by month, place and kind, with what one has more."""
    counts = {"baseline": _counts(baseline), "policy": _counts(policy)}
    table = pd.concat(counts, axis=1).fillna(0.0).reset_index()
    table["net"] = table["policy"] - table["baseline"]
    table["prevented"] = (-table["net"]).clip(lower=0.0)
    table["caused"] = table["net"].clip(lower=0.0)
    return table


def _counts(events: pd.DataFrame) -> "pd.Series[Any]":
    """Number of incidents by month, place and kind."""
    kinds = events["kind"].astype("str").where(events["outcome"] != _BY_TIMELINE, FORCED)
    incidents = events.assign(kind=kinds)[kinds.isin(INCIDENT_KINDS)]
    return incidents.groupby(_PLACE, sort=True, observed=True).size()
