"""Synthetic tables with the structure of a run: 22 borders, 240 rounds, 26 terms of trust.

The numbers are drawn from a fixed generator and mean nothing, but they add up as those of a run do: the
levels of a side are the sums of the changes in its ledger, and the parts of stability sum to it.
"""

from typing import Final, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

__all__ = ["CASPIAN", "LAND", "STATES", "Run", "border_table", "make_run"]

STATES: Final = {
    "KAZ": "Kazakhstan",
    "KGZ": "Kyrgyzstan",
    "TJK": "Tajikistan",
    "UZB": "Uzbekistan",
    "TKM": "Turkmenistan",
    "AFG": "Afghanistan",
    "RUS": "Russia",
    "CHN": "China",
    "IRN": "Iran",
    "AZE": "Azerbaijan",
}
LAND: Final = (
    "KAZ-RUS KAZ-CHN KAZ-KGZ KAZ-UZB KAZ-TKM KGZ-CHN KGZ-UZB KGZ-TJK TJK-CHN TJK-UZB TJK-AFG "
    "UZB-TKM UZB-AFG TKM-AFG TKM-IRN"
).split()
CASPIAN: Final = "KAZ-RUS KAZ-AZE KAZ-TKM TKM-AZE TKM-IRN KAZ-IRN RUS-TKM".split()

_TERMS: Final = {
    "trust": (
        "decay threat incident skirmish crime early_warning joint_exercises information_sharing "
        "hotline contact_points joint_patrols shared_monitoring transparency dialogue lapse trade "
        "guarantee mediation treaty delimitation reciprocity vulnerability spillover rivalry shock "
        "bounds"
    ).split(),
    "troops": (
        "fatigue reaction posture dispute crime alert guarantee treaty policy friction budget bounds"
    ).split(),
}
_SCALE: Final = {"trust": 0.001, "troops": 18.0}
_WEIGHTS: Final = {
    "part_trust": 0.25,
    "part_restraint": 0.20,
    "part_calm": 0.20,
    "part_security": 0.15,
    "part_cooperation": 0.10,
    "part_exchange": 0.10,
}
_TIMELINE: Final[tuple[tuple[str, str, str | None, str], ...]] = (
    ("Dissolution of the Soviet Union", "1991-12", None, ""),
    ("Tajik civil war", "1992-05", "1997-06", "TJK-AFG"),
    ("Tajik civil war", "1992-05", "1997-06", "TJK-UZB"),
    ("Shanghai agreement on confidence building", "1996-04", None, "KAZ-CHN"),
    ("Shanghai agreement on confidence building", "1996-04", None, "KGZ-CHN"),
    ("Moscow agreement on force reductions", "1997-04", None, "KAZ-CHN"),
    ("Incursions into Batken", "1999-08", "2000-10", "KGZ-UZB"),
    ("Incursions into Batken", "1999-08", "2000-10", "KGZ-TJK"),
    ("War in Afghanistan", "2001-10", None, "TJK-AFG"),
    ("CSTO charter", "2002-10", None, ""),
    ("Andijan, border closed", "2005-05", "2006-02", "KGZ-UZB"),
    ("Violence in Osh", "2010-06", "2010-09", "KGZ-UZB"),
)


class Run(NamedTuple):
    """The tables of a run."""

    region: pd.DataFrame
    borders: pd.DataFrame
    sides: pd.DataFrame
    events: pd.DataFrame
    ledger: pd.DataFrame


def border_table() -> pd.DataFrame:
    """List the 22 borders with their sides and kind."""
    keys = [(key, key, "land") for key in LAND]
    keys += [(f"{key}-CASPIAN", key, "maritime") for key in CASPIAN]
    rows = [(key, *pair.split("-"), kind) for key, pair, kind in keys]
    return pd.DataFrame(rows, columns=["border", "state_a", "state_b", "kind"])


def make_run(rounds: int = 240, seed: int = 3) -> Run:
    """Draw the tables of a run that adds up."""
    draw = np.random.default_rng(seed)
    dates = pd.date_range("1990-12-01", periods=rounds + 1, freq="MS")
    ledgers, sides, borders = [], [], []
    for key, first, second, _ in border_table().itertuples(index=False, name=None):
        densities, trusts = [], []
        length = draw.uniform(300, 2000)
        for state, opponent in ((first, second), (second, first)):
            own = {name: _changes(draw, name, rounds) for name in _TERMS}
            ledgers += [_ledger(own[name], name, str(key), state, dates) for name in _TERMS]
            trust = draw.uniform(0.25, 0.7) + _added_up(own["trust"])
            troops = 1500 + _added_up(own["troops"])
            frame = _frame(dates, str(key))
            frame["state"], frame["opponent"] = state, opponent
            frame["trust"], frame["troops"], frame["density"] = trust, troops, troops / length
            sides.append(frame)
            densities.append(troops / length)
            trusts.append(trust)
        borders.append(
            _border(
                draw,
                _frame(dates, str(key)),
                (trusts[0] + trusts[1]) / 2,
                (densities[0] + densities[1]) / 2,
            )
        )
    table = pd.concat(borders, ignore_index=True)
    region = table.groupby(["round", "date"], as_index=False)[["stability", "trust"]].mean()
    return Run(
        region,
        table,
        pd.concat(sides, ignore_index=True),
        _events(draw, table),
        pd.concat(ledgers, ignore_index=True),
    )


def _frame(dates: pd.DatetimeIndex, border: str) -> pd.DataFrame:
    """Begin a table of one border."""
    return pd.DataFrame({"round": np.arange(len(dates)), "date": dates, "border": border})


def _changes(draw: np.random.Generator, quantity: str, rounds: int) -> NDArray[np.float64]:
    """Draw the contributions to one quantity of one side: rounds by terms, nearly balanced."""
    terms = len(_TERMS[quantity])
    signs = np.where(np.arange(terms) < 5, -1.0, 0.4)
    wave = 1 + 0.5 * np.sin(np.arange(rounds)[:, None] / 40 + np.arange(terms))
    size = signs * draw.gamma(0.7, 1.0, terms)
    change = _SCALE[quantity] * wave * size * draw.uniform(0.7, 1.3, (rounds, terms))
    change[:, 0] = -change[:, 1:].sum(axis=1) * draw.uniform(0.8, 1.1)
    change[:, -1] = 0.0
    if quantity == "trust":
        clash = draw.random(rounds) < 0.02
        change[:, 3] = np.where(clash, -draw.exponential(0.02, rounds), 0.0)
    return np.asarray(change)


def _added_up(change: NDArray[np.float64]) -> NDArray[np.float64]:
    """Add up the changes of all terms from a start of zero."""
    return np.concatenate([[0.0], change.sum(axis=1).cumsum()])


def _ledger(
    change: NDArray[np.float64], quantity: str, border: str, state: str, dates: pd.DatetimeIndex
) -> pd.DataFrame:
    """Write contributions as rows of the ledger."""
    frame = pd.DataFrame(change, columns=_TERMS[quantity])
    frame["round"], frame["date"] = np.arange(1, len(dates)), dates[1:]
    long = frame.melt(["round", "date"], var_name="term", value_name="change")
    return long.assign(border=border, side=state, quantity=quantity)


def _border(
    draw: np.random.Generator,
    frame: pd.DataFrame,
    trust: NDArray[np.float64],
    density: NDArray[np.float64],
) -> pd.DataFrame:
    """Make the trajectory of a border, with parts of stability that sum to it."""
    noise = np.convolve(draw.normal(0, 0.25, len(frame) + 11), np.ones(12) / 12, "valid")
    shares = (
        trust,
        1 / (1 + density / 3),
        0.8 + noise,
        0.6 + noise,
        trust * 1.1 - 0.1,
        0.2 + trust / 2,
    )
    for (part, weight), share in zip(_WEIGHTS.items(), shares, strict=True):
        frame[part] = weight * np.clip(share, 0, 1)
    frame["stability"] = frame[list(_WEIGHTS)].sum(axis=1)
    frame["trust"], frame["density"] = trust, density
    frame["cooperation"] = np.clip(shares[4], 0, 1)
    frame["status"] = "reduced"
    return frame


def _events(draw: np.random.Generator, borders: pd.DataFrame) -> pd.DataFrame:
    """Draw skirmishes and treaties, and add the timeline."""
    later = borders[borders["round"] > 0]
    hit = later[draw.random(len(later)) < 0.03]
    severity = (1 - draw.random(len(hit))) ** (-1 / 1.5)
    columns = ["round", "date", "border"]
    skirmishes = hit[columns].assign(kind="skirmish", severity=severity, outcome="shots fired")
    treaties = later.loc[later["round"] == min(61, later["round"].max()), columns]
    signed = treaties.iloc[:6].assign(kind="treaty_signed", severity=0.0, outcome="signed")
    broken = signed.iloc[:2].assign(kind="treaty_broken", date=pd.Timestamp("2004-03-01"))
    completed = signed.iloc[3:5].assign(kind="treaty_completed", date=pd.Timestamp("2006-03-01"))
    timeline = pd.DataFrame(_TIMELINE, columns=["outcome", "date", "until", "border"])
    for column in ("date", "until"):
        timeline[column] = pd.to_datetime(timeline[column])
    timeline = timeline.assign(kind="timeline", severity=0.0)
    parts: list[pd.DataFrame] = [skirmishes, signed, broken, completed, timeline]
    return pd.concat(parts, ignore_index=True)
