"""Role play: a class decides for states and powers, and the model answers.

Every role plays cards; what is decided in a period goes into the timeline of the scenario as dated
policies, and the whole run is done again. Luck is keyed by where and when it is used, so what has
happened stays as it was, to the bit. The result of a game is a scenario like any other: it can be saved,
run by the command, and compared. Nothing is printed here.
"""

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Final

import pandas as pd

from detente.ensemble import run_one
from detente.errors import DetenteError
from detente.scenario import Scenario, load
from detente.scenario.names import listed
from detente.teaching.roleplay.debriefing import Debrief, Game
from detente.teaching.roleplay.decisions import Decision, Result, Span, policies, results_of
from detente.teaching.roleplay.menus import WAIT, Menu, members_now, roles_of, table_of_roles
from detente.teaching.roleplay.turns import Turn, count_words

__all__ = ["RolePlay"]

_HEAD: Final = "# A role play, written by detente.teaching.RolePlay.\n"


class RolePlay:
    """A game in which roles decide and the model answers.

    Parameters
    ----------
    scenario : Scenario or str, default "classroom"
        A loaded scenario, the name of one in the library, or the path of a file.
    seed : int, default 7
        Seed of all luck, not negative.
    months : int, default 12
        Months of a period.

    Attributes
    ----------
    base : Scenario
        The world in which nobody has decided anything.
    seed, months : int
        As given.
    turns : list of Turn
        Periods that have been played.

    Raises
    ------
    ScenarioError
        When the scenario is given by name or path and has mistakes.
    DetenteError
        For a seed or a number of months that is not allowed.

    Examples
    --------
    >>> game = RolePlay("classroom", seed=7, months=12)
    >>> game.decide("NOR", "hotline")
    >>> game.decide("SOU", "hotline")
    >>> turn = game.play()
    >>> turn.decisions["came of it"].tolist()
    ['in force', 'in force']
    """

    def __init__(
        self, scenario: Scenario | str = "classroom", seed: int = 7, months: int = 12
    ) -> None:
        self.base = scenario if isinstance(scenario, Scenario) else load(scenario)
        if type(seed) is not int or seed < 0:
            raise DetenteError(f"seed: found {seed!r}; allowed is a whole number from 0 up")
        if type(months) is not int or not 1 <= months <= self.base.rounds:
            allowed = f"a whole number from 1 to {self.base.rounds}"
            raise DetenteError(f"months: found {months!r}; allowed is {allowed}")
        self.seed = seed
        self.months = months
        self.turns: list[Turn] = []
        self._scenario = self.base
        self._decided: dict[tuple[str, str], Decision] = {}
        self._waiting: set[str] = set()
        self._past: list[Decision] = []

    # What there is

    @property
    def periods(self) -> int:
        """Number of periods that can be played."""
        return self.base.rounds // self.months

    @property
    def period(self) -> int:
        """Number of the period for which is decided now; one more than `periods` after the last."""
        return len(self.turns) + 1

    @property
    def scenario(self) -> Scenario:
        """The scenario with all that was decided in the periods played."""
        return self._scenario

    def roles(self) -> pd.DataFrame:
        """Table of the roles: role, name, kind, and the borders at which they can act."""
        return table_of_roles(self.base)

    def cards(self, role: str) -> pd.DataFrame:
        """Table of the cards of a role: what each does, where, with whom, and on what it rests.

        Parameters
        ----------
        role : str
            A key of `roles`.

        Returns
        -------
        DataFrame
            Columns card, where, what it does, needs, size, source. A state plays one card at each
            place (each of its borders, at home, toward each organization), a power one in all.

        Raises
        ------
        DetenteError
            For an unknown role.
        """
        return self._menu.table(role)

    def undecided(self) -> list[str]:
        """Roles that have not chosen yet; what the others have chosen stays secret."""
        chosen = {role for role, _ in self._decided} | self._waiting
        return [role for role in roles_of(self.base) if role not in chosen]

    # What is done

    def decide(self, role: str, card: str, at: str | None = None) -> None:
        """Choose a card for a role, in secret until the period is played.

        Parameters
        ----------
        role : str
            A key of `roles`.
        card : str
            A name of `cards`, or ``wait``.
        at : str, optional
            Where: a border, a power or a state; may be left out where there is one place only. Another
            card at the same place replaces the one before.

        Raises
        ------
        DetenteError
            After the last period, and for a role, card or place that is not allowed; the message
            says what is.
        """
        self._require_a_period()
        if card == WAIT:
            self._menu.cards(role)  # is it a role?
            self._decided = {key: kept for key, kept in self._decided.items() if key[0] != role}
            self._waiting.add(role)
            return
        _, place = self._menu.chosen(role, card, at)
        slot = place if role in self.base.states else ""
        self._decided[role, slot] = Decision(self.period, role, card, place)
        self._waiting.discard(role)

    def play(self) -> Turn:
        """Play the period: lay all decisions open and let the model answer.

        Returns
        -------
        Turn
            What was decided and what came of it; shows itself in a notebook.

        Raises
        ------
        DetenteError
            After the last period, and where the scenario cannot take a decision; then nothing has
            happened, and decisions can be changed.
        """
        self._require_a_period()
        order = {role: place for place, role in enumerate(roles_of(self.base))}
        now = sorted(self._decided.values(), key=lambda each: (order[each.role], each.at))
        past = [*self._past, *now]
        scenario = self._with(past)
        run = run_one(scenario, self.seed)
        first = (self.period - 1) * self.months + 1
        results = tuple(results_of(now, self.base))
        turn = Turn(self.period, scenario, run, results, first, first + self.months - 1)
        self._past, self._scenario = past, scenario
        self._decided, self._waiting = {}, set()
        self.turns.append(turn)
        return turn

    def debrief(self, replicates: int = 200) -> Debrief:
        """Compare the game with the same world in which nobody decided anything.

        Parameters
        ----------
        replicates : int, default 200
            Runs with other luck, by which luck and decisions are told apart; at least 2.

        Returns
        -------
        Debrief
            By period, by role and in many runs; shows itself in a notebook.

        Raises
        ------
        DetenteError
            Before the first period is played, and for too few runs.
        """
        if not self.turns:
            raise DetenteError("nothing is played yet; play() a period first")
        if type(replicates) is not int or replicates < 2:
            allowed = "a whole number from 2 up: one run does not tell luck from decisions"
            raise DetenteError(f"replicates: found {replicates!r}; allowed is {allowed}")
        game = Game(self.base, self.seed, self.months, len(self.turns), tuple(self._past))
        return Debrief(game, self._with, self.turns[-1].run, replicates)

    @property
    def results(self) -> list[Result]:
        """What came of every decision so far."""
        return results_of(self._past, self.base)

    def save(self, path: str | Path) -> Path:
        """Write the scenario with the decisions as a file.

        Parameters
        ----------
        path : str or Path
            File to write, ending in ``.yaml``. The scenario is named after it, with hyphens.

        Returns
        -------
        Path
            The file. ``detente run FILE --seed SEED`` gives the run of the game, to the bit.

        Raises
        ------
        DetenteError
            For another ending, a name that a scenario cannot have, a file that is no saved game, and
            a folder that is not there.
        """
        target = Path(path)
        if target.suffix != ".yaml":
            raise DetenteError(
                f"{target} does not end in .yaml: a game is saved as a scenario file"
            )
        name = target.stem.lower().replace("_", "-").replace(" ", "-")
        target = target.with_stem(name)
        if target.exists() and not _is_saved_game(target):
            raise DetenteError(f"{target} is there and is no saved game; choose another name")
        if not target.parent.is_dir():
            raise DetenteError(f"there is no folder {target.parent}; make it first")
        played = count_words(len(self.turns), "period")
        about = f"{self.base.about} With {played} of a role play in the timeline."
        title = f"{self.base.title}: a role play"
        named = self._scenario.change({"name": name, "title": title, "about": about})
        target.write_text(f"{_HEAD}# Run it with --seed {self.seed}.\n{named.to_yaml()}", "utf-8")
        return target

    # How it is done

    def _require_a_period(self) -> None:
        """Refuse to go on after the last period."""
        if self.period > self.periods:
            raise DetenteError(
                f"all {self.periods} periods are played; debrief() says what came of it"
            )

    def _with(self, decisions: Iterable[Decision]) -> Scenario:
        """Lay decisions over the world in which nobody has decided anything."""
        results = results_of(decisions, self.base)
        changes = policies(results, self.base, self.months, self._prefix)
        return self.base.change(changes) if changes else self.base

    @cached_property
    def _prefix(self) -> str:
        """How the keys of the game's policies begin; another game may be in the scenario already."""
        number, prefix = 1, "play"
        while any(key.startswith(f"{prefix}-") for key in self.base.timeline):
            number += 1
            prefix = f"play{number}"
        return prefix

    @property
    def _menu(self) -> Menu:
        """What can be decided in this period."""
        now = Span.of(self.period, self.months, self.base).first
        return Menu(self.base, members_now(self._scenario, now))

    def __repr__(self) -> str:
        if self.period > self.periods:
            return f"<role play in {self.base.title}: all {self.periods} periods are played>"
        left = listed(self.undecided()) or "nobody"
        return (
            f"<role play in {self.base.title}: period {self.period} of {self.periods}; "
            f"still to choose: {left}>"
        )


def _is_saved_game(path: Path) -> bool:
    """Whether a game was saved here before."""
    return path.is_file() and path.read_bytes().startswith(_HEAD.encode())
