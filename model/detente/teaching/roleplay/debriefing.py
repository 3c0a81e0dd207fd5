"""Debriefing a role play: what the decisions did, and what was luck.

The game is compared with the same world in which nobody decided anything. With the same luck the two
differ by the decisions alone; leaving out one role, or one period, shows what that part did. In many
other worlds, pair by pair with the same luck, the mean effect of the decisions has an interval, and the
place of the game among its own repetitions says whether the class was lucky.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple

import pandas as pd

from detente import plots
from detente.analysis import compare, outcome_of
from detente.analysis.comparison import NO_VERDICT, UNCHANGED
from detente.ensemble import REGION, CompiledRun, Ensemble, run_one, simulate
from detente.scenario import Scenario
from detente.teaching.roleplay.decisions import Decision, Result, results_of
from detente.teaching.roleplay.menus import name_of
from detente.teaching.roleplay.tables import ReadingTable, markdown_list, markdown_table
from detente.teaching.roleplay.turns import absent_words
from detente.teaching.showing import SCREEN, show
from detente.teaching.wording import decimals, ends_words, signed

__all__ = ["Debrief", "Game"]

_GAME: Final = "the game"
_NOBODY: Final = "nobody decides"
_LEVELS: Final = ("stability", "trust", "troops")
_OUTCOMES: Final = ("stability.final", "trust.final", "troops.final", "skirmishes.total")


class Game(NamedTuple):
    """What was played."""

    base: Scenario
    seed: int
    months: int
    periods: int
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Debrief:
    """What the decisions of a game did, and what was luck.

    Attributes
    ----------
    game : Game
        What was played.
    world_with : function
        Makes the scenario in which some decisions are taken.
    run : CompiledRun
        The run of the game.
    replicates : int
        Runs with other luck.
    """

    game: Game
    world_with: Callable[[Iterable[Decision]], Scenario]
    run: CompiledRun
    replicates: int

    @property
    def rounds(self) -> int:
        """Months that were played."""
        return self.game.months * self.game.periods

    @cached_property
    def results(self) -> list[Result]:
        """What came of every decision."""
        return results_of(self.game.decisions, self.game.base)

    @cached_property
    def by_period(self) -> pd.DataFrame:
        """The game beside the world in which nobody decides, with the same luck.

        Columns period, border; stability, trust and troops at the end of the period, each as in the
        game and with ``_nobody``; skirmishes and casualties in the period, likewise.
        """
        quiet = run_one(self.game.base, self.game.seed)
        own, other = self._by_period(self.run), self._by_period(quiet)
        keys = ["period", "border"]
        return own.merge(other, on=keys, suffixes=("", "_nobody"), validate="1:1")

    def _by_period(self, run: CompiledRun) -> pd.DataFrame:
        """Levels at the ends of the periods, and shots within them."""
        table = run.trajectories("border")
        table = table[table["round"].between(1, self.rounds)]
        table = table.assign(period=(table["round"] - 1) // self.game.months + 1)
        groups = table.groupby(["period", "border"], sort=False, observed=True)
        shots = groups[["skirmishes", "severity"]].sum()
        ends = groups[list(_LEVELS)].last()
        return ends.join(shots.rename(columns={"severity": "casualties"})).reset_index()

    @cached_property
    def by_part(self) -> pd.DataFrame:
        """What each role and each period did: the game against the game without its decisions.

        Columns part (a role, or a period), name, decisions, in_vain (decisions that came to nothing);
        stability and trust of the region and its troops at the end of what was played, as the
        difference that the part made with the luck of the game; effect, low and high: the mean
        difference of stability in many runs and its 95 % interval. Parts work together, so that
        their effects need not add up.
        """
        parts: dict[str, str | int] = {
            **{each.role: each.role for each in self.game.decisions},
            **{str(each.period): each.period for each in self.game.decisions},
        }
        rows = [self._part(label, part) for label, part in parts.items()]
        columns = ["part", "name", "decisions", "in_vain", *_LEVELS, "effect", "low", "high"]
        return pd.DataFrame(rows, columns=columns)

    def _part(self, label: str, part: str | int) -> dict[str, object]:
        """What one role or one period did."""
        own = [result for result in self.results if part in result.decision[:2]]
        kept = [each for each in self.game.decisions if part not in each[:2]]
        without = self._cut(self.world_with(kept))
        here, there = self._ends(self._cut_game), self._ends(without)
        row = self._compared(simulate(without, self.replicates, self.game.seed)).iloc[0]
        name = f"period {part}" if isinstance(part, int) else name_of(part, self.game.base)
        return {
            "part": label,
            "name": name,
            "decisions": len(own),
            "in_vain": sum(not result.holds for result in own),
            **{level: here[level] - there[level] for level in _LEVELS},
            "effect": row["effect"],
            "low": row["low"],
            "high": row["high"],
        }

    def _ends(self, scenario: Scenario) -> "pd.Series[float]":
        """Levels of the region at the end of what was played."""
        return run_one(scenario, self.game.seed).trajectories("region")[list(_LEVELS)].iloc[-1]

    @cached_property
    def effects(self) -> pd.DataFrame:
        """What the decisions did in many runs: a table of `detente.compare` for the region."""
        return self._compared(self._nobody)

    def _compared(self, other: Ensemble) -> pd.DataFrame:
        """Compare the game with another world, pair by pair."""
        runs = [
            other.outcomes().assign(point=_NOBODY),
            self._many.outcomes().assign(point=_GAME),
        ]
        return compare(pd.concat(runs), _NOBODY, names=_OUTCOMES)

    def _cut(self, scenario: Scenario) -> Scenario:
        """End a scenario where the game has come to."""
        return scenario.change({"rounds": self.rounds})

    @cached_property
    def _cut_game(self) -> Scenario:
        """The world of the game, up to where it has come."""
        return self._cut(self.world_with(self.game.decisions))

    @cached_property
    def _many(self) -> Ensemble:
        """The game with much luck of other kinds; the first is its own."""
        return simulate(self._cut_game, self.replicates, self.game.seed)

    @cached_property
    def _nobody(self) -> Ensemble:
        """The world in which nobody decides, with the same luck."""
        return simulate(self._cut(self.game.base), self.replicates, self.game.seed)

    @cached_property
    def luck(self) -> float:
        """Share of the game's repetitions that end with a lower stability of the region."""
        ends = self._many.outcomes().query("border == 'all'")["stability.final"].to_numpy()
        return float((ends[1:] < ends[0]).mean() + (ends[1:] == ends[0]).mean() / 2)

    @property
    def words(self) -> list[str]:
        """What came of the game, a sentence each."""
        return [*self._same_luck(), *self._many_runs(), *self._in_vain()]

    def _same_luck(self) -> list[str]:
        """Compare with the world in which nobody decides."""
        last = self.by_period[self.by_period["period"] == self.game.periods]
        return [
            f"{row['border']}: with the same luck and no decisions, trust would be "
            f"{row['trust_nobody']:.2f} instead of {row['trust']:.2f}, troops "
            f"{row['troops_nobody']:,.0f} instead of {row['troops']:,.0f}, and the stability index "
            f"{row['stability_nobody']:.2f} instead of {row['stability']:.2f}."
            for row in last.to_dict("records")
        ]

    def _many_runs(self) -> list[str]:
        """Tell decisions from luck."""
        words = []
        for row in self.effects.to_dict("records"):
            what = outcome_of(row["outcome"])
            digits = decimals(row["low"], row["high"], row["effect"])
            size = signed(row["effect"], digits)
            ends = ends_words(row["low"], row["high"], digits)
            interval = f"95 % interval {ends}, {row['pairs']:,} pairs of runs"
            verdict = {
                NO_VERDICT: "cannot be told from luck",
                UNCHANGED: "is none in any pair of runs",
            }.get(row["verdict"], "is more than luck")
            words.append(
                f"Effect of the decisions in many worlds, {what.words}: {size} in the mean for the "
                f"region ({interval}); this {verdict}."
            )
        words.append(
            f"Luck: with the same decisions, {self.luck:.0%} of {self.replicates - 1:,} other "
            "worlds end less stable than yours."
        )
        return words

    def _in_vain(self) -> list[str]:
        """Name the cards that came to nothing."""
        base = self.game.base
        return [
            f"In vain, period {each.decision.period}: {name_of(each.decision.role, base)} played "
            f"“{each.decision.card}”, {absent_words(each, base)}."
            for each in self.results
            if not each.holds
        ]

    def table(self) -> pd.DataFrame:
        """The table of `by_part` in words, for reading."""
        rows = [
            {
                "who or when": row["name"],
                "decisions": row["decisions"],
                "in vain": row["in_vain"],
                "trust, same luck": signed(row["trust"], 3),
                "troops, same luck": signed(row["troops"], 0),
                "stability, same luck": signed(row["stability"], 3),
                "stability, many runs": f"{signed(row['effect'], 3)} "
                f"({ends_words(row['low'], row['high'], 3)})",
            }
            for row in self.by_part.to_dict("records")
        ]
        return ReadingTable(rows)

    def figure(self) -> Any:
        """Draw both worlds with much luck of other kinds."""
        return plots.paired_fan(
            self._nobody.summary(),
            self._many.summary(),
            border=REGION,
            labels=(_NOBODY, _GAME),
            caption=f"{self.replicates:,} runs each, with the same luck (seed {self.game.seed})",
        )

    def __repr__(self) -> str:
        return "\n".join(self.words)

    def _ipython_display_(self) -> None:
        """Show the picture, the sentences and what each part did in a notebook."""
        parts = markdown_table(self.table()) if len(self.by_part) else ""
        note = "The last rows compare the game with the game without that role or period."
        show(plots.png_of(self.figure(), SCREEN), f"{markdown_list(self.words)}\n\n{parts}\n{note}")
