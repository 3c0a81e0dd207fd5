"""What had changed on a border before an incident that one of two paired runs has and the other has not.

The ledgers of both runs are added up over the months before, term by term, and the baseline is taken
from the policy: what the policy had moved by the time that the same dice fell otherwise. The month of
the incident itself is left out, since trust and troops move after the encounters of a round. This says
what went before, not which of it was decisive: for that, run the scenario without it.
"""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from detente.analysis.outcomes import REGION
from detente.errors import DetenteError

__all__ = ["FATES", "MONTHS_BEFORE", "Differing", "Precursors"]

MONTHS_BEFORE: Final = 12
"""Months before an incident over which the ledger is added up."""

FATES: Final = ("prevented", "caused")

_TERM: Final = ["quantity", "term", "mechanism"]
_SIDES: Final = 2
Floats = NDArray[np.float64]
Places = NDArray[np.intp]


class Differing:
    """Incidents that two paired runs do not share, as arrays of one length.

    Parameters
    ----------
    months, borders, kinds : array of int
        Round, number of the border and number of the kind.
    numbers : array, shape (incidents, 2)
        How many were prevented and how many caused.
    """

    def __init__(self, months: Places, borders: Places, kinds: Places, numbers: Floats) -> None:
        self.months = months
        self.borders = borders
        self.kinds = kinds
        self.numbers = numbers


class Precursors:
    """Sums over pairs of runs of what had changed before the incidents they do not share.

    Parameters
    ----------
    borders, kinds : sequence of str
        Names of the borders and the kinds of incidents.
    """

    def __init__(self, borders: Sequence[str], kinds: Sequence[str]) -> None:
        self._borders = list(borders)
        self._kinds = list(kinds)
        self._terms = pd.DataFrame(columns=_TERM)
        self._place: dict[tuple[str, str], int] = {}
        shape = (len(self._borders), len(self._kinds), len(FATES))
        self._counted = np.zeros(shape)
        self._sums = np.zeros((*shape, 0))

    def add(self, baseline: pd.DataFrame, policy: pd.DataFrame, differing: Differing) -> None:
        """Add the ledgers of one pair of runs.

        Parameters
        ----------
        baseline, policy : DataFrame
            Columns round, border, side, quantity, term, mechanism and change.
        differing : Differing
            The incidents that the two do not share.

        Raises
        ------
        DetenteError
            Where the two runs differ in borders, terms or rounds.
        """
        if not self._place:
            self._terms = baseline[_TERM].drop_duplicates().astype("str").reset_index(drop=True)
            pairs = self._terms[["quantity", "term"]].itertuples(index=False, name=None)
            self._place = {
                (str(quantity), str(term)): n for n, (quantity, term) in enumerate(pairs)
            }
            self._sums = np.zeros((*self._counted.shape, len(self._terms)))
        one, other = self._by_month(baseline), self._by_month(policy)
        if one.shape != other.shape:
            raise DetenteError(
                f"the runs of a pair have {len(one) - 1} and {len(other) - 1} rounds; "
                "compare runs of the same length"
            )
        upto = (other - one).cumsum(axis=0)
        end = differing.months - 1
        start = np.maximum(0, end - MONTHS_BEFORE)
        change = upto[end, differing.borders] - upto[start, differing.borders]
        for fate in range(len(FATES)):
            number = differing.numbers[:, fate]
            place: Any = (differing.borders, differing.kinds, fate)
            np.add.at(self._sums, place, number[:, None] * change)
            np.add.at(self._counted, place, number)

    def _by_month(self, ledger: pd.DataFrame) -> Floats:
        """Terms by round, border and term: trust as the mean of the sides, troops as their sum."""
        border = _numbers(ledger["border"], {name: b for b, name in enumerate(self._borders)})
        names = [ledger[name].astype("category").cat for name in ("quantity", "term")]
        width = len(names[1].categories)
        pairs = [(str(q), str(t)) for q in names[0].categories for t in names[1].categories]
        known = np.array([self._place.get(pair, -1) for pair in pairs], dtype=np.intp)
        term = known[names[0].codes.to_numpy(np.intp) * width + names[1].codes.to_numpy(np.intp)]
        if (border < 0).any() or (term < 0).any():
            raise DetenteError("the runs of a pair differ in their borders or terms")
        months = ledger["round"].to_numpy(np.intp)
        shape = (int(months.max(initial=0)) + 1, len(self._borders), len(self._terms))
        place = (months * shape[1] + border) * shape[2] + term
        change = ledger["change"].to_numpy(dtype=float)
        sums = np.bincount(place, weights=change, minlength=shape[0] * shape[1] * shape[2])
        shared = np.where(self._terms["quantity"] == "trust", 1.0 / _SIDES, 1.0)
        return np.asarray(sums.reshape(shape) * shared)

    def table(self) -> pd.DataFrame:
        """What had changed, the largest first.

        Returns
        -------
        DataFrame
            border (``all`` for the region), kind, fate (prevented or caused), incidents (their number
            in all pairs), quantity, term, mechanism and change: policy minus baseline, added up over
            the twelve months before the incident on its border, mean over the incidents. Trust is
            the mean of the two sides, troops their sum in persons. Trust stands before troops, and
            the largest of either first; terms that nothing changed are left out.
        """
        counted = np.concatenate([self._counted, self._counted.sum(axis=0, keepdims=True)])
        sums = np.concatenate([self._sums, self._sums.sum(axis=0, keepdims=True)])
        parts: list[pd.DataFrame] = []
        for border, kind, fate in np.argwhere(counted > 0):
            number = counted[border, kind, fate]
            found = self._terms.assign(change=sums[border, kind, fate] / number)
            words = {
                "border": [*self._borders, REGION][border],
                "kind": self._kinds[kind],
                "fate": FATES[fate],
                "incidents": int(number),
            }
            parts.append(_largest_first(found[found["change"] != 0.0]).assign(**words))
        columns = ["border", "kind", "fate", "incidents", *_TERM, "change"]
        if not parts:
            return pd.DataFrame(columns=columns)
        return pd.concat(parts, ignore_index=True)[columns]


def _numbers(names: "pd.Series[Any]", places: dict[str, int]) -> Places:
    """Numbers of the names in a column; -1 for one that is not known."""
    column = names.astype("category").cat
    known = np.array([places.get(str(name), -1) for name in column.categories], dtype=np.intp)
    return np.asarray(known[column.codes.to_numpy(np.intp)])


def _largest_first(terms: pd.DataFrame) -> pd.DataFrame:
    """Order the terms of each quantity by size, trust first."""
    keys = pd.DataFrame(
        {"later": terms["quantity"] != "trust", "size": -terms["change"].abs()}, index=terms.index
    )
    return terms.loc[keys.sort_values(["later", "size"], kind="stable").index]
