"""The worlds in which the stylized facts are tried: variants of the region from independence to 2010.

Every variant shares its luck with the baseline, so that a difference between the two is what was changed
and not the dice. Policies and shocks fall in January 1999, halfway, unless they say otherwise.
"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from detente import Scenario, load
from detente.ensemble import VARIABLES, run_chunk
from tests.facts.clamping import clamped

BASE = "post-soviet-1991"
ROUNDS = 228  # 1992-01 to 2010-12
MIDWAY = 85  # round of January 1999
AFGHAN = ("TJK-AFG", "UZB-AFG", "TKM-AFG")
FIVE = ("KAZ", "KGZ", "TJK", "UZB", "TKM")
ORGANIZATIONS = ["UN", "CSTO", "SCO"]
MID_TRUST = ("KAZ-KGZ", "KGZ-CHN", "TKM-IRN")


def rounds_of(year: int) -> int:
    """Round of December of a year."""
    return (year - 1991) * 12


def _event(
    *effects: dict[str, Any], date: str = "1999-01", until: str | None = None
) -> dict[str, Any]:
    event = {"title": "tried in a test", "kind": "policy", "date": date, "effects": list(effects)}
    return event | ({"until": until} if until else {})


def _absent(powers: list[str], date: str) -> dict[str, Any]:
    return _event({"what": "effort", "at": powers, "add": -20.0}, date=date)


def _csbm(borders: list[str] | str) -> dict[str, Any]:
    return {"what": "csbm", "at": borders, "add": 0.05}


def _clash(borders: list[str]) -> dict[str, Any]:
    return {"what": "clash", "at": borders, "add": 40.0}


def changes_of(variant: str, base: Scenario) -> dict[str, Any]:
    """What a variant changes in the baseline."""
    first = [(name, border.sides[0]) for name, border in base.borders.items()]
    table: dict[str, dict[str, Any]] = {
        "baseline": {},
        "no_frameworks": {"timeline.tried": _absent(ORGANIZATIONS, "1992-01")},
        "no_trade": {"without": ["trade"]},
        "no_treaties": {"without": ["treaties"]},
        "no_verification": {"without": ["verification"]},
        "no_guarantees": {"without": ["guarantees"]},
        "half_troops": {
            f"borders.{name}.troops_per_km.{side}": border.troops_per_km[side] / 2
            for name, border in base.borders.items()
            for side in border.sides
        },
        "csbm_policy": {"timeline.tried": _event(_csbm("all"), until="2004-01")},
        "trust_bump": {"timeline.tried": _event({"what": "trust", "at": "all", "add": 0.1})},
        "coordinated": {
            "timeline.tried": _event({"what": "cut", "at": "all", "add": 0.02}, until="2004-01")
        },
        "unilateral": {
            "timeline.tried": _event(
                *[{"what": "cut", "at": n, "side": s, "add": 0.04} for n, s in first],
                until="2004-01",
            )
        },
        "coordinated_csbm": {
            "timeline.tried": _event(
                {"what": "cut", "at": "all", "add": 0.02}, _csbm("all"), until="2004-01"
            )
        },
        "afghan_cut": {
            "timeline.tried": _event(
                {"what": "cut", "at": list(AFGHAN), "add": 0.05}, until="2004-01"
            )
        },
        "afghan_cut_csbm": {
            "timeline.tried": _event(
                {"what": "cut", "at": list(AFGHAN), "add": 0.05},
                _csbm(list(AFGHAN)),
                until="2004-01",
            )
        },
        "buildup": {
            "timeline.tried": _event({"what": "cut", "at": "all", "add": -0.05}, until="2004-01")
        },
        "rivalry": {"timeline.tried": _event({"what": "rivalry", "set": 0.9})},
        "concert": {"timeline.tried": _event({"what": "rivalry", "set": 0.0}, date="1992-01")},
        "absent_powers": {"timeline.tried": _absent(["RUS", "CHN"], "1992-01")},
        "clash_un": {
            "timeline.tried": _event(
                _clash(list(MID_TRUST)), {"what": "effort", "at": "UN", "set": 2.5}
            )
        },
        "clash_no_un": {
            "timeline.tried": _event(_clash(list(MID_TRUST))),
            "timeline.tried-too": _absent(["UN"], "1999-01"),
        },
        "instability": {
            "timeline.tried": _event(
                {"what": "stability", "at": list(FIVE), "add": -0.015}, until="2005-01"
            )
        },
        "insurgency": {
            "timeline.tried": _event(
                {"what": "insurgency", "at": "AFG", "add": 1.0}, date="1992-01"
            )
        },
        "more_will": {
            f"states.{name}.will": min(1.0, state.will + 0.1) for name, state in base.states.items()
        },
        "clash_kgz_tjk": {"timeline.tried": _event(_clash(["KGZ-TJK"]))},
        "support_withdrawn": {"timeline.tried": _absent(ORGANIZATIONS, "2003-01")},
    }
    return table[variant]


KEPT = (
    "stability",
    "trust",
    "density",
    "cooperation",
    "trade",
    "delimited",
    "misunderstandings",
    "standoffs",
    "skirmishes",
    "smuggling",
    "trafficking",
    "infiltration",
)
"""What is kept of a run, beside the treaty stage."""

Outcome = dict[str, NDArray[np.float32]]
"""Arrays by variable, of shape (replicates, rounds + 1, borders)."""

_AT_ONCE = 50  # replicates of a chunk


class Ensembles(Mapping[str, Outcome]):
    """Ensembles of the variants, run by the compiled engine when they are first asked for.

    Only the last few are kept: together they would take gigabytes.
    """

    def __init__(self, replicates: int, seed: int) -> None:
        self._replicates = replicates
        self._seed = seed
        self._run = lru_cache(maxsize=6)(self._ensemble)

    def __getitem__(self, variant: str) -> Outcome:
        """Ensemble of a variant."""
        return self._run(variant)

    def __iter__(self) -> Iterator[str]:
        """Nothing is listed: what there is, is known by name."""
        raise NotImplementedError

    def __len__(self) -> int:
        """Nothing is counted either."""
        raise NotImplementedError

    def _ensemble(self, variant: str) -> Outcome:
        base = load(BASE).change({"rounds": ROUNDS})
        if variant == "bump_clamped":
            scenario = base.change(changes_of("trust_bump", base))
            paths = self["baseline"]["trade"]
            return _outcome(clamped(scenario, self._seed, paths)[..., _KEPT].astype(np.float32))
        scenario = base.change(changes_of(variant, base))

        def chunk(first: int) -> NDArray[np.float32]:
            size = min(_AT_ONCE, self._replicates - first)
            kept = run_chunk(scenario, self._seed, first, size, keep_trajectories=True)
            assert kept.trajectories is not None
            return kept.trajectories[..., _KEPT].astype(np.float32)

        with ThreadPoolExecutor() as pool:
            parts = list(pool.map(chunk, range(0, self._replicates, _AT_ONCE)))
        return _outcome(np.concatenate(parts))


_KEPT = [VARIABLES.index(name) for name in (*KEPT, "treaty")]


def _outcome(numbers: NDArray[np.float32]) -> Outcome:
    """Arrays by variable."""
    return {name: numbers[..., v] for v, name in enumerate((*KEPT, "treaty"))}
