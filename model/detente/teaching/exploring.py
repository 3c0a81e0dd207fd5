"""Exploring: what happens to a scenario when one or two of its numbers are changed.

`explore` takes a scenario and some sliders. What is run is decided here, without a
widget: the scenario as it is and the scenario changed meet the same luck, run by run, and a sentence
says how far the two end apart, with the interval of `detente.compare`. `detente.teaching.panel` lets a
person move the values; without it the same object shows one changed state and how to try others.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import isclose
from typing import Any, Final

import pandas as pd

from detente import plots
from detente.analysis import compare
from detente.ensemble import LEVELS, REGION, Ensemble, simulate
from detente.errors import DetenteError
from detente.scenario import Scenario, load
from detente.scenario.names import listed, unknown
from detente.teaching.showing import SCREEN, has_widgets, show
from detente.teaching.sliders import Slider, is_number, own_value
from detente.teaching.wording import effect_words, reason_words

__all__ = ["Exploration", "View", "explore"]

_LABELS: Final = ("as it is", "with the change")
_NOTHING: Final = "Nothing is changed yet: both worlds are the same."


@dataclass(frozen=True)
class View:
    """What one choice of values comes to.

    Attributes
    ----------
    changes : mapping of str to float
        New values by dotted path; empty where nothing is changed.
    picture : bytes
        Both worlds on one axes, as PNG.
    words : str
        What was changed and how far the worlds end apart.
    effect : Series or None
        The row of `detente.compare` behind the words; None where nothing is changed.
    """

    changes: Mapping[str, float]
    picture: bytes
    words: str
    effect: "pd.Series[Any] | None"

    def __repr__(self) -> str:
        return self.words

    def _ipython_display_(self) -> None:
        """Show the picture and the words in a notebook."""
        show(self.picture, self.words)


@dataclass(frozen=True)
class Exploration:
    """A scenario whose numbers can be moved, and what comes of it.

    Attributes
    ----------
    scenario : Scenario
        The scenario as it is.
    sliders : tuple of Slider
        What may be moved.
    variable, border : str
        What is looked at, and where.
    replicates, seed : int
        Runs of each of the two worlds, and the seed of their luck.
    """

    scenario: Scenario
    sliders: tuple[Slider, ...]
    variable: str
    border: str
    replicates: int
    seed: int

    @cached_property
    def start(self) -> dict[str, float]:
        """The scenario's own values by path, in the order of the sliders."""
        return {slider.path: own_value(self.scenario, slider.path) for slider in self.sliders}

    @cached_property
    def base(self) -> Ensemble:
        """Runs of the scenario as it is."""
        return simulate(self.scenario, self.replicates, self.seed)

    @cached_property
    def _base_summary(self) -> pd.DataFrame:
        """Quantiles of the scenario as it is."""
        return self.base.summary()

    @cached_property
    def example(self) -> dict[str, float]:
        """One changed state: the first number at that end of its slider that is further away."""
        slider, own = self.sliders[0], self.start[self.sliders[0].path]
        ends = sorted((slider.low, slider.high), key=lambda end: abs(end - own))
        return {slider.path: ends[-1]}

    def at(self, values: Mapping[str, float]) -> View:
        """Change some numbers and look at what comes of it.

        Parameters
        ----------
        values : mapping of str to float
            New values by path or by the label of a slider; numbers that are not named stay.

        Returns
        -------
        View
            A picture and a sentence; shows itself in a notebook.

        Raises
        ------
        DetenteError
            For a name that no slider has, and for something else than a number.
        ScenarioError
            For a value that the scenario cannot have.
        """
        paths = {slider.label: slider.path for slider in self.sliders}
        paths |= {slider.path: slider.path for slider in self.sliders}
        for name, value in values.items():
            if name not in paths:
                raise DetenteError(unknown("slider", name, paths))
            if not is_number(value):
                raise DetenteError(f"{name}: found {value!r}; allowed is a number")
        wanted = {paths[name]: float(value) for name, value in values.items()}
        changes = {
            path: value
            for path, value in wanted.items()
            if not isclose(value, self.start[path], rel_tol=1e-9)  # sliders round their values
        }
        if not changes:
            picture = self._picture(self._base_summary)
            return View({}, picture, _NOTHING, None)
        changed = simulate(self.scenario.change(changes), self.replicates, self.seed)
        effect = self._effect(changed)
        picture = self._picture(changed.summary())
        words = f"{self._moved(changes)} {effect_words(effect, self.scenario)}"
        return View(changes, picture, words, effect)

    def try_at(self, values: Mapping[str, float], before: View | None = None) -> View:
        """Look at some values; where they are impossible, say why and keep the picture.

        Parameters
        ----------
        values : mapping of str to float
            As for `at`.
        before : View, optional
            What was shown before; by default the scenario as it is.

        Returns
        -------
        View
            What comes of the values, or the picture before with the reason.
        """
        try:
            return self.at(values)
        except DetenteError as error:
            kept = before or self.at({})
            return View(kept.changes, kept.picture, reason_words(error), kept.effect)

    def _effect(self, changed: Ensemble) -> "pd.Series[Any]":
        """How far the two worlds end apart, pair by pair."""
        before, after = _LABELS
        runs = [self.base.outcomes().assign(point=before), changed.outcomes().assign(point=after)]
        outcome = f"{self.variable}.final"
        table = compare(pd.concat(runs), before, names=[outcome], borders=[self.border])
        return table.iloc[0]

    def _picture(self, summary: pd.DataFrame) -> bytes:
        """Draw a world beside the one as it is."""
        figure = plots.paired_fan(
            self._base_summary,
            summary,
            self.variable,
            border=self.border,
            labels=_LABELS,
            caption=f"{self.replicates:,} runs each, with the same luck (seed {self.seed})",
        )
        return plots.png_of(figure, SCREEN)

    def _moved(self, changes: Mapping[str, float]) -> str:
        """Say what was changed."""
        labels = {slider.path: slider.label for slider in self.sliders}
        moved = [
            f"{labels[path]} from {self.start[path]:.4g} to {value:.4g}"
            for path, value in changes.items()
        ]
        return f"Changed: {'; '.join(moved)}."

    def how_to(self) -> str:
        """Say how other values are tried by code."""
        path, value = next(iter(self.example.items()))
        return (
            "No slider can be moved here. To try another value, write "
            f'`teaching.explore(...).at({{"{path}": {value:.4g}}})` with a number of your own.'
        )

    def __repr__(self) -> str:
        names = listed(slider.label for slider in self.sliders)
        return f"<sliders for {self.scenario.title}: {names}>"

    def _ipython_display_(self) -> None:
        """Show sliders where somebody can move them, and else one changed state."""
        if has_widgets():
            from detente.teaching.panel import Panel  # noqa: PLC0415 - ipywidgets is an extra

            Panel(self).show()
        else:
            view = self.try_at(self.example)
            show(view.picture, f"{view.words}\n\n{self.how_to()}")


def explore(
    scenario: str | Scenario,
    sliders: Sequence[Slider],
    *,
    variable: str = "stability",
    border: str = REGION,
    replicates: int = 200,
    seed: int = 7,
) -> Exploration:
    """Move numbers of a scenario and see what comes of it.

    Parameters
    ----------
    scenario : Scenario or str
        A loaded scenario, the name of one in the library, or the path of a file.
    sliders : sequence of Slider
        What may be moved; each starts at the scenario's own value.
    variable : str
        What is looked at: stability, trust, density, crime_load, cooperation or trade.
    border : str
        Where; ``all`` is the region.
    replicates : int, default 200
        Runs of each world.
    seed : int, default 7
        Seed of their luck, the same for both worlds.

    Returns
    -------
    Exploration
        As the last line of a cell it shows sliders, a picture and a sentence. ``at`` gives the same for
        values that are written down.

    Raises
    ------
    DetenteError
        For no slider at all, for two with the same label or path, for a path that is not a number of
        the scenario, for a value outside of its slider, and for a variable or border that is not there.

    Examples
    --------
    >>> will = Slider("Will of Southland", "states.SOU.will", 0.1, 0.9)
    >>> view = explore("classroom", [will], variable="trust", replicates=20).at({will.path: 0.8})
    >>> bool(view.effect["effect"] > 0)
    True
    """
    known = scenario if isinstance(scenario, Scenario) else load(scenario)
    if variable not in LEVELS:
        raise DetenteError(unknown("variable", variable, LEVELS))
    if border not in (REGION, *known.borders):
        raise DetenteError(unknown("border", border, (REGION, *known.borders)))
    if isinstance(sliders, Slider) or not sliders:
        raise DetenteError("sliders stand in a list with at least one, such as [Slider(...)]")
    for what in ("label", "path"):
        if len({getattr(slider, what) for slider in sliders}) < len(sliders):
            raise DetenteError(f"two sliders have the same {what}; give each its own")
    exploration = Exploration(known, tuple(sliders), variable, border, replicates, seed)
    for slider in exploration.sliders:
        own = exploration.start[slider.path]
        if not slider.low <= own <= slider.high:
            raise DetenteError(
                f"{slider.label}: the scenario has {own:g}, outside of the slider "
                f"({slider.low:g} to {slider.high:g}); make it wider"
            )
    return exploration
