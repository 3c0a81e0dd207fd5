"""The stylized facts of the theory: what must come out of the model, as paired contrasts.

Each fact turns the outcomes of one or more variants into one number per replicate, with a sign that the
document or the literature gives and a bound below which the mechanism would be too weak to matter. It
holds when the mean is beyond the bound by a margin of standard errors. Facts that hold by their sign
only (their size hangs on assumed parameters) have the bound 0.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.facts.worlds import AFGHAN, FIVE, MID_TRUST, MIDWAY, Outcome, rounds_of

Runs = Mapping[str, Outcome]  # by variant; arrays of shape (replicates, rounds + 1, borders)
PerReplicate = NDArray[np.float64]


@dataclass(frozen=True)
class Fact:
    """One stylized fact.

    Attributes
    ----------
    statement : str
        What must hold, in words.
    sign : int
        Sign that the effect must have.
    bound : float
        Size that it must exceed; 0 where the sign alone is required.
    variants : tuple of str
        Worlds that the contrast needs.
    effect : callable
        From runs and border names to one number per replicate.
    """

    statement: str
    sign: int
    bound: float
    variants: tuple[str, ...]
    effect: Callable[[Runs, list[str]], PerReplicate]


def _numbers(values: Any) -> PerReplicate:
    return np.asarray(values, dtype=np.float64)


def _any(_name: str) -> bool:
    return True


def _where(names: list[str], chosen: Callable[[str], bool]) -> list[int]:
    return [place for place, name in enumerate(names) if chosen(name)]


def _states(name: str) -> list[str]:
    return name.removesuffix("-CASPIAN").split("-")


def _among_five(name: str) -> bool:
    return not name.endswith("CASPIAN") and all(state in FIVE for state in _states(name))


def _afghan(name: str) -> bool:
    return name in AFGHAN


def _calm(name: str) -> bool:
    return name not in AFGHAN


def _russian(name: str) -> bool:
    return "RUS" in _states(name)


def _caspian(name: str) -> bool:
    return name.endswith("CASPIAN")


def _csto(name: str) -> bool:
    return all(state in ("KAZ", "KGZ", "TJK", "RUS") for state in _states(name))


def _at(
    runs: Runs,
    variant: str,
    variable: str,
    when: int,
    names: list[str],
    chosen: Callable[[str], bool],
) -> PerReplicate:
    """Mean of a variable over chosen borders at the end of a round."""
    return _numbers(
        runs[variant][variable][:, when, _where(names, chosen)].mean(axis=1, dtype=float)
    )


def _total(
    runs: Runs,
    variant: str,
    variable: str,
    period: tuple[int, int],
    names: list[str],
    chosen: Callable[[str], bool],
) -> PerReplicate:
    """Sum of counts over chosen borders and a period of rounds, plus one half for the logarithm."""
    values = runs[variant][variable][:, period[0] : period[1], :][..., _where(names, chosen)]
    return _numbers(values.sum(axis=(1, 2), dtype=float) + 0.5)


def _log_ratio(
    runs: Runs,
    variant: str,
    later: int,
    earlier: int,
    names: list[str],
    chosen: Callable[[str], bool],
) -> PerReplicate:
    """Mean over chosen borders of the log ratio of density between two rounds."""
    density = runs[variant]["density"][..., _where(names, chosen)]
    return _numbers(np.log(density[:, later] / density[:, earlier]).mean(axis=1, dtype=float))


def difference(
    variant: str,
    other: str,
    variable: str,
    when: int,
    chosen: Callable[[str], bool] = _any,
) -> Callable[[Runs, list[str]], PerReplicate]:
    """Contrast of a level between two variants at the end of a round."""

    def effect(runs: Runs, names: list[str]) -> PerReplicate:
        first = _at(runs, variant, variable, when, names, chosen)
        return first - _at(runs, other, variable, when, names, chosen)

    return effect


def log_counts(
    variant: str,
    other: str,
    variables: tuple[str, ...],
    period: tuple[int, int],
    chosen: Callable[[str], bool] = _any,
) -> Callable[[Runs, list[str]], PerReplicate]:
    """Contrast of the logarithm of counts between two variants over a period of rounds."""

    def counted(runs: Runs, which: str, names: list[str]) -> PerReplicate:
        parts = [_total(runs, which, name, period, names, chosen) for name in variables]
        return _numbers(np.log(np.sum(parts, axis=0)))

    def effect(runs: Runs, names: list[str]) -> PerReplicate:
        return counted(runs, variant, names) - counted(runs, other, names)

    return effect


def change(
    later: int, earlier: int, chosen: Callable[[str], bool]
) -> Callable[[Runs, list[str]], PerReplicate]:
    """Log change of density in the baseline between two rounds."""
    return lambda runs, names: _log_ratio(runs, "baseline", later, earlier, names, chosen)


def _afghan_above_kaz_chn(runs: Runs, names: list[str]) -> PerReplicate:
    when = rounds_of(2010)
    afghan = _at(runs, "baseline", "density", when, names, _afghan)
    kaz_chn = _at(runs, "baseline", "density", when, names, lambda name: name == "KAZ-CHN")
    return np.log(afghan / kaz_chn)


def _russian_above_rest(runs: Runs, names: list[str]) -> PerReplicate:
    decade = runs["baseline"]["stability"][:, rounds_of(2000) + 1 : rounds_of(2010) + 1]
    means = decade.mean(axis=1, dtype=float)
    russian, rest = _where(names, _russian), _where(names, lambda name: not _russian(name))
    return _numbers(means[:, russian].mean(axis=1) - means[:, rest].mean(axis=1))


def _half_recovery(trust: NDArray[np.float32]) -> float:
    """Months to regain half of the fall of round MIDWAY; the length of the record if it is not."""
    before, fallen = float(trust[MIDWAY - 1]), float(trust[MIDWAY])
    regained = np.flatnonzero(trust[MIDWAY:] >= fallen + (before - fallen) / 2)
    return float(regained[0]) if regained.size else float(len(trust) - MIDWAY)


def _recovery_with_un(runs: Runs, names: list[str]) -> PerReplicate:
    months = {
        variant: np.array(
            [
                np.mean([_half_recovery(run[:, names.index(border)]) for border in MID_TRUST])
                for run in runs[variant]["trust"]
            ]
        )
        for variant in ("clash_un", "clash_no_un")
    }
    return _numbers(months["clash_un"] - months["clash_no_un"])


def _virtuous_cycle(runs: Runs, names: list[str]) -> PerReplicate:
    when = MIDWAY + 60
    free = difference("trust_bump", "baseline", "trust", when)(runs, names)
    return free - difference("bump_clamped", "baseline", "trust", when)(runs, names)


def _under_treaty(variant: str, other: str) -> Callable[[Runs, list[str]], PerReplicate]:
    def effect(runs: Runs, _names: list[str]) -> PerReplicate:
        shares = [
            (runs[which]["treaty"][:, MIDWAY:] >= 2).mean(axis=(1, 2), dtype=float)
            for which in (variant, other)
        ]
        return _numbers(shares[0] - shares[1])

    return effect


def _caspian_from_peak(runs: Runs, names: list[str]) -> PerReplicate:
    density = runs["baseline"]["density"][..., _where(names, _caspian)].mean(axis=2, dtype=float)
    return _numbers(np.log(density[:, rounds_of(2010)] / density.max(axis=1)))


def _caspian_delimits(runs: Runs, names: list[str]) -> PerReplicate:
    line = runs["baseline"]["delimited"][..., _where(names, _caspian)].mean(axis=2, dtype=float)
    return _numbers(line[:, rounds_of(2010)] - line[:, 0])


def _neighbors_fall(runs: Runs, names: list[str], *, against_far: bool) -> PerReplicate:
    def near(name: str) -> bool:
        return name != "KGZ-TJK" and bool({"KGZ", "TJK"} & set(_states(name)))

    def far(name: str) -> bool:
        return not {"KGZ", "TJK"} & set(_states(name))

    when = MIDWAY + 12
    fall = difference("clash_kgz_tjk", "baseline", "trust", when, near)(runs, names)
    if not against_far:
        return fall
    return fall - difference("clash_kgz_tjk", "baseline", "trust", when, far)(runs, names)


_POLICY = (MIDWAY, MIDWAY + 60)
_END = rounds_of(2010)

FACTS: dict[str, Fact] = {
    "S01": Fact(
        "the 1990s militarize the borders among the five",
        +1,
        0.25,
        ("baseline",),
        change(rounds_of(1996), 0, _among_five),
    ),
    "S02a": Fact(
        "troops fall in the 2000s outside the Afghan borders",
        -1,
        0.10,
        ("baseline",),
        change(_END, rounds_of(1999), _calm),
    ),
    "S02b": Fact(
        "regional frameworks lower troops",
        -1,
        0.15,
        ("baseline", "no_frameworks"),
        difference("baseline", "no_frameworks", "density", _END, _calm),
    ),
    "S02c": Fact(
        "regional frameworks raise trust",
        +1,
        0.04,
        ("baseline", "no_frameworks"),
        difference("baseline", "no_frameworks", "trust", _END, _calm),
    ),
    "S03a": Fact(
        "the Kazakh-Chinese border goes down",
        -1,
        0.70,
        ("baseline",),
        change(_END, 0, lambda name: name == "KAZ-CHN"),
    ),
    "S03b": Fact(
        "the Afghan borders do not go down",
        +1,
        -0.25,
        ("baseline",),
        change(_END, 0, _afghan),
    ),
    "S03c": Fact(
        "the Afghan borders end far above the Kazakh-Chinese one",
        +1,
        1.0,
        ("baseline",),
        _afghan_above_kaz_chn,
    ),
    "S04": Fact(
        "the Russian borders are more stable than the rest",
        +1,
        0.10,
        ("baseline",),
        _russian_above_rest,
    ),
    "S05": Fact(
        "fewer troops, fewer misunderstandings in the first year",
        -1,
        0.20,
        ("half_troops", "baseline"),
        log_counts("half_troops", "baseline", ("misunderstandings",), (1, 13)),
    ),
    "S06a": Fact(
        "CSBMs prevent misunderstandings",
        -1,
        0.15,
        ("csbm_policy", "baseline"),
        log_counts("csbm_policy", "baseline", ("misunderstandings",), _POLICY),
    ),
    "S06b": Fact(
        "CSBMs raise trust",
        +1,
        0.05,
        ("csbm_policy", "baseline"),
        difference("csbm_policy", "baseline", "trust", MIDWAY + 59),
    ),
    "S07a": Fact(
        "trade raises trust",
        +1,
        0.04,
        ("baseline", "no_trade"),
        difference("baseline", "no_trade", "trust", _END),
    ),
    "S07b": Fact(
        "trust raises trade",
        +1,
        0.01,
        ("trust_bump", "baseline"),
        difference("trust_bump", "baseline", "trade", MIDWAY + 60),
    ),
    "S07c": Fact(
        "trade and trust feed each other",
        +1,
        0.002,
        ("trust_bump", "bump_clamped", "baseline"),
        _virtuous_cycle,
    ),
    "S08a": Fact(
        "a coordinated cut leaves more trust than a unilateral one of the same size",
        +1,
        0.005,
        ("coordinated", "unilateral"),
        difference("coordinated", "unilateral", "trust", MIDWAY + 59),
    ),
    "S08b": Fact(
        "with CSBMs, trust stays after a coordinated cut",
        +1,
        0.05,
        ("coordinated_csbm", "unilateral"),
        difference("coordinated_csbm", "unilateral", "trust", MIDWAY + 96),
    ),
    "S08c": Fact(
        "with CSBMs, troops stay down after a coordinated cut",
        -1,
        0.15,
        ("coordinated_csbm", "unilateral"),
        difference("coordinated_csbm", "unilateral", "density", MIDWAY + 96),
    ),
    "S08d": Fact(
        "a unilateral cut brings more stand-offs",
        +1,
        0.0,
        ("unilateral", "coordinated"),
        log_counts("unilateral", "coordinated", ("standoffs",), _POLICY),
    ),
    "S09a": Fact(
        "demilitarizing the Afghan borders without cooperation raises infiltration",
        +1,
        0.15,
        ("afghan_cut", "baseline"),
        log_counts("afghan_cut", "baseline", ("infiltration",), _POLICY, _afghan),
    ),
    "S09b": Fact(
        "cooperation offsets it",
        -1,
        0.25,
        ("afghan_cut_csbm", "afghan_cut"),
        log_counts("afghan_cut_csbm", "afghan_cut", ("infiltration",), _POLICY, _afghan),
    ),
    "S10": Fact(
        "militarized borders facilitate smuggling and trafficking, once they are shut as well",
        +1,
        0.02,
        ("buildup", "baseline"),
        log_counts("buildup", "baseline", ("smuggling", "trafficking"), (MIDWAY, _END + 1)),
    ),
    "S11a": Fact(
        "rivalry of the great powers lowers trust",
        -1,
        0.03,
        ("rivalry", "baseline"),
        difference("rivalry", "baseline", "trust", _END),
    ),
    "S11b": Fact(
        "rivalry of the great powers holds treaties back",
        -1,
        0.10,
        ("rivalry", "baseline"),
        difference("rivalry", "baseline", "treaty", _END),
    ),
    "S12": Fact(
        "an engaged concert of powers is better than absent ones",
        +1,
        0.01,
        ("concert", "absent_powers"),
        difference("concert", "absent_powers", "stability", _END),
    ),
    "S13": Fact(
        "the UN speeds recovery from a clash, in months",
        -1,
        4.0,
        ("clash_un", "clash_no_un"),
        _recovery_with_un,
    ),
    "S13b": Fact(
        "the UN leaves more trust four years after a clash",
        +1,
        0.03,
        ("clash_un", "clash_no_un"),
        difference("clash_un", "clash_no_un", "trust", MIDWAY + 48, lambda n: n in MID_TRUST),
    ),
    "S14a": Fact(
        "political instability delays treaties",
        -1,
        0.0,
        ("instability", "baseline"),
        _under_treaty("instability", "baseline"),
    ),
    "S14b": Fact(
        "political instability keeps troops",
        +1,
        0.08,
        ("instability", "baseline"),
        difference("instability", "baseline", "density", rounds_of(2004)),
    ),
    "S17": Fact(
        "insurgency keeps readiness high",
        +1,
        0.0,
        ("insurgency", "baseline"),
        difference("insurgency", "baseline", "density", _END, _afghan),
    ),
    "S18a": Fact(
        "political will raises trust",
        +1,
        0.02,
        ("more_will", "baseline"),
        difference("more_will", "baseline", "trust", _END),
    ),
    "S20a": Fact(
        "the Caspian delimits",
        +1,
        0.20,
        ("baseline",),
        _caspian_delimits,
    ),
    "S20b": Fact(
        "troops on the Caspian fall from their peak",
        -1,
        0.0,
        ("baseline",),
        _caspian_from_peak,
    ),
    "S21": Fact(
        "treaties lower troops",
        -1,
        0.0,
        ("baseline", "no_treaties"),
        difference("baseline", "no_treaties", "density", _END),
    ),
    "S22": Fact(
        "verification sustains treaties",
        -1,
        0.0,
        ("no_verification", "baseline"),
        difference("no_verification", "baseline", "treaty", _END),
    ),
    "S23a": Fact(
        "a clash lowers trust on the neighbors' other borders",
        -1,
        0.0,
        ("clash_kgz_tjk", "baseline"),
        lambda runs, names: _neighbors_fall(runs, names, against_far=False),
    ),
    "S23b": Fact(
        "spillover decays with distance",
        -1,
        0.0,
        ("clash_kgz_tjk", "baseline"),
        lambda runs, names: _neighbors_fall(runs, names, against_far=True),
    ),
    "S24": Fact(
        "guarantees stand in for troops",
        -1,
        0.005,
        ("baseline", "no_guarantees"),
        difference("baseline", "no_guarantees", "density", _END, _csto),
    ),
    "S25": Fact(
        "support must continue: without it CSBMs lapse",
        -1,
        0.0,
        ("support_withdrawn", "baseline"),
        difference("support_withdrawn", "baseline", "cooperation", _END),
    ),
}
"""The facts by their number in the theory."""
