"""What a period of a role play came to: decisions laid open, and what the model answered.

The numbers are those of one run. They are put into sentences here, so that a class can talk about them
before anybody looks at a table; why something happened is for the debriefing.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import pandas as pd

from detente import plots
from detente.analysis import notable_events
from detente.ensemble import CompiledRun
from detente.plots.quantities import term_words
from detente.scenario import Event, Scenario
from detente.teaching.roleplay.decisions import Result
from detente.teaching.roleplay.menus import name_of
from detente.teaching.roleplay.tables import (
    ReadingTable,
    markdown_list,
    markdown_table,
    month_words,
)
from detente.teaching.showing import SCREEN, show

__all__ = ["Turn", "absent_words", "count_words", "outcome_words"]

_VIOLENCE: Final = ("misunderstandings", "standoffs", "skirmishes")
_CRIME: Final = ("smuggling", "trafficking", "infiltration")
_KINDS: Final = {
    "talks_opened": "talks on a treaty on troops begin",
    "talks_collapsed": "talks on a treaty on troops collapse",
    "treaty_signed": "a treaty on troops is signed",
    "treaty_broken": "the treaty on troops is broken",
    "treaty_completed": "the treaty on troops is carried out in full",
    "delimited": "the whole line is agreed",
}
_SMALL: Final = 0.005  # a change of trust that is not worth a word


@dataclass(frozen=True)
class Turn:
    """A period that has been played.

    Attributes
    ----------
    period : int
        Number of the period, from 1.
    scenario : Scenario
        The world with all decisions so far.
    run : CompiledRun
        The run of it.
    results : tuple of Result
        What came of each decision of the period.
    first, last : int
        Rounds of the period.
    """

    period: int
    scenario: Scenario
    run: CompiledRun
    results: tuple[Result, ...]
    first: int
    last: int

    @cached_property
    def decisions(self) -> pd.DataFrame:
        """What each role decided and what came of it: role, name, card, at, came of it."""
        rows = [
            {
                "role": result.decision.role,
                "name": name_of(result.decision.role, self.scenario),
                "card": result.decision.card,
                "at": result.decision.at or "-",
                "came of it": outcome_words(result, self.scenario),
            }
            for result in self.results
        ]
        return ReadingTable(rows, columns=["role", "name", "card", "at", "came of it"])

    @cached_property
    def _history(self) -> pd.DataFrame:
        """Trajectories by border up to the end of the period."""
        table = self.run.trajectories("border")
        return table[table["round"] <= self.last]

    @cached_property
    def borders(self) -> pd.DataFrame:
        """Each border before and after the period.

        Columns border; trust, troops and stability, each with ``_before`` and ``_after``; numbers of
        misunderstandings, standoffs, skirmishes, casualties, and crimes (incidents of all three kinds)
        in the period; treaty and status at its end.
        """
        before = self._history[self._history["round"] == self.first - 1].set_index("border")
        after = self._history[self._history["round"] == self.last].set_index("border")
        during = self._history[self._history["round"] >= self.first].groupby("border", sort=False)
        sums = during[[*_VIOLENCE, "severity", *_CRIME]].sum()
        table = pd.DataFrame(index=after.index)
        for level in ("trust", "troops", "stability"):
            table[f"{level}_before"] = before[level]
            table[f"{level}_after"] = after[level]
        for kind in _VIOLENCE:
            table[kind] = sums[kind].astype(int)
        table["casualties"] = sums["severity"]
        table["crimes"] = sums[list(_CRIME)].sum(axis=1).astype(int)
        table["treaty"] = after["treaty"].astype(str)
        table["status"] = after["status"].astype(str)
        return table.reset_index()

    @cached_property
    def events(self) -> pd.DataFrame:
        """What is worth knowing of the period one by one: treaties, shots, measures, the timeline."""
        table = notable_events(self.run.events())
        return table[table["round"].between(self.first, self.last)].reset_index(drop=True)

    @property
    def words(self) -> list[str]:
        """What happened, a sentence each: first the decisions, then the borders, then the events."""
        return [*self._decision_words(), *self._border_words(), *self._event_words()]

    def _decision_words(self) -> list[str]:
        """Say what was decided."""
        if not self.results:
            return ["Nobody decided anything."]
        return [
            f"{row['name']} played “{row['card']}”{'' if row['at'] == '-' else ' at ' + row['at']}: "
            f"{row['came of it']}."
            for _, row in self.decisions.iterrows()
        ]

    def _border_words(self) -> list[str]:
        """Say what became of the borders."""
        words = []
        for row in self.borders.to_dict("records"):
            change = row["trust_after"] - row["trust_before"]
            way = "rose" if change > _SMALL else "fell" if change < -_SMALL else "hardly moved"
            incidents = ", ".join(
                count_words(row[kind], one)
                for kind, one in zip(_VIOLENCE, _ONE_OF, strict=True)
                if row[kind]
            )
            words.append(
                f"{row['border']}: trust {way} ({row['trust_before']:.2f} to "
                f"{row['trust_after']:.2f}), troops {row['troops_before']:,.0f} to "
                f"{row['troops_after']:,.0f}; {incidents or 'no incident between the guards'}; "
                f"{count_words(row['crimes'], 'crime')} at the posts; treaty on troops: "
                f"{row['treaty'].replace('_', ' ')}."
            )
        return words

    def _event_words(self) -> list[str]:
        """Say what happened one by one, without what was decided in the game."""
        own = {event.title for event in self._own_policies()}
        words = []
        for row in self.events.to_dict("records"):
            if row["kind"] == "timeline" and row["outcome"] in own:
                continue
            place = f"{row['border']}: " if row["border"] else ""
            words.append(f"{month_words(row['date'])}, {place}{_happened(row)}.")
        return words

    def _own_policies(self) -> list[Event]:
        """Policies of the timeline that were decided in the game."""
        start = self.scenario.start.plus(self.first - 1)
        titles = {result.decision.card for result in self.results}
        return [
            event
            for event in self.scenario.timeline.values()
            if event.date == start and event.title.rpartition(": ")[2] in titles
        ]

    def figure(self) -> Any:
        """Draw the borders up to the end of the period."""
        events = self.run.events()
        events = events[events["round"] <= self.last]
        names = list(self.scenario.borders)
        title = f"The world after period {self.period}"
        if len(names) == 1:
            sides = self.run.trajectories("side")
            sides = sides[sides["round"] <= self.last]
            return plots.border_history(
                self._history, names[0], sides=sides, events=events, title=title
            )
        return plots.border_trajectories(
            self._history, ("stability", "trust"), area="density", events=events, title=title
        )

    def __repr__(self) -> str:
        return "\n".join([f"Period {self.period}", *self.words])

    def _ipython_display_(self) -> None:
        """Show the words, the table of decisions and a picture in a notebook."""
        head = f"**Period {self.period}: {self._months()}**"
        table = markdown_table(self.decisions) if self.results else ""
        rest = markdown_list([*self._border_words(), *self._event_words()])
        opening = table or "Nobody decided anything.\n"
        show(plots.png_of(self.figure(), SCREEN), f"{head}\n\n{opening}\n{rest}")

    def _months(self) -> str:
        """Months of the period."""
        start = self.scenario.start
        return f"{start.plus(self.first - 1)} to {start.plus(self.last - 1)}"


_ONE_OF: Final = ("misunderstanding", "stand-off", "skirmish")


def count_words(number: float, one: str) -> str:
    """Count things: "1 crime", "2 crimes"."""
    if round(number) == 1:
        return f"1 {one}"
    many = f"{one[:-1]}ies" if one.endswith("y") else f"{one}{'es' if one.endswith('sh') else 's'}"
    return f"{number:,.0f} {many}"


def outcome_words(result: Result, scenario: Scenario) -> str:
    """Say what came of a decision."""
    if result.holds:
        return "in force"
    return f"nothing, for {absent_words(result, scenario)}"


def absent_words(result: Result, scenario: Scenario) -> str:
    """Say who did not take part in a decision that came to nothing."""
    names = " and ".join(name_of(role, scenario) for role in result.missing)
    return f"{names} did not take part"


def _happened(row: dict[Hashable, Any]) -> str:
    """Put an event into words."""
    kind, outcome = str(row["kind"]), str(row["outcome"])
    if kind == "timeline":
        return outcome
    if kind == "skirmish":
        return f"shots are fired, {count_words(row['severity'], 'casualty')}"
    if kind == "csbm_adopted":
        return f"{term_words(outcome)}: now a matter of routine"
    if kind == "csbm_lapsed":
        return f"{term_words(outcome)}: no longer a matter of routine"
    return _KINDS[kind]
