"""No variable leaves its range and nothing is ever not a number, in any world."""

from math import inf

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from detente.measures import COMPONENTS
from detente.model import BorderModel
from detente.rules.csbm import MEASURES
from detente.scenario import Scenario
from tests.generators import scenarios
from tests.model.library import LIBRARY, finished, library_run, wild_scenarios

SHARES = (
    *("stability", "stability_geometric", "trust", "crime_load", "cooperation", "verification"),
    *("delimited", "trade", "openness", "infrastructure", "customs", "joint_projects", "support"),
    *("rivalry", "effort"),
    *(f"csbm_{measure}" for measure in MEASURES),
)
COUNTS = (
    "misunderstandings",
    "standoffs",
    "skirmishes",
    "smuggling",
    "trafficking",
    "infiltration",
)
RANGES: dict[str, tuple[float, float]] = {
    **dict.fromkeys(SHARES, (0.0, 1.0)),
    **{f"part_{name}": (0.0, weight) for name, weight in COMPONENTS.items()},
    **dict.fromkeys(COUNTS, (0.0, inf)),
    **{f"{kind}_pressure": (0.0, inf) for kind in ("smuggling", "trafficking", "infiltration")},
    "alert": (0.0, 3.0),
    "troops": (0.0, inf),
    "density": (0.0, inf),
    "severity": (0.0, inf),
    "will": (0.02, 1.0),
    "state_stability": (0.02, 1.0),
    "insurgency": (0.0, 2.0),
    "guarantee": (0.0, 3.0),
    "compliance": (-1.0, 1.0),
    "trust_change": (-0.9, 0.0),
    "alert_change": (0.0, inf),
    "load_change": (0.0, inf),
    "change": (-inf, inf),
    "round": (0.0, 2400.0),
}
TREATIES = {"none", "talks", "in_force", "completed"}
VIEWS = ("border", "region", "side", "state", "power", "post")


def strays(table: pd.DataFrame, view: str) -> list[str]:
    """Columns of numbers with a value that is unknown, infinite or outside its range."""
    found = []
    for column in map(str, table.select_dtypes("number").columns):
        if column.startswith("influence_"):
            low, high = 0.0, 1.0
        else:
            low, high = RANGES[
                "state_stability" if (view, column) == ("state", "stability") else column
            ]
        rounding = (
            1e-12 if view == "region" else 0.0
        )  # a mean of equal numbers may differ from them
        values = table[column].to_numpy(dtype=float)
        if not (
            np.isfinite(values) & (values >= low - rounding) & (values <= high + rounding)
        ).all():
            found.append(f"{view}.{column}: {values.min()} to {values.max()}")
    return found


def assert_sound(model: BorderModel) -> None:
    tables = {view: model.trajectories(view) for view in VIEWS}
    tables |= {"events": model.events(), "ledger": model.ledger()}
    assert [stray for view, table in tables.items() for stray in strays(table, view)] == []
    borders, posts, events = tables["border"], tables["post"], tables["events"]
    for table in (borders, posts):
        counts = table[[c for c in table if c in COUNTS]].to_numpy(dtype=float)
        assert bool((counts == np.round(counts)).all())
    assert set(borders["treaty"]) <= TREATIES
    assert bool(((borders["skirmishes"] > 0) == (borders["severity"] > 0)).all())
    assert bool((events.loc[events["kind"] == "skirmish", "severity"] > 0).all())
    capacity = model.theory.garrison_capacity * (1.0 + 1e-12)
    assert tables["side"]["density"].max() <= capacity
    assert_posts_hold_all_troops(model)


def assert_posts_hold_all_troops(model: BorderModel) -> None:
    posts = model.trajectories("post").groupby(["round", "border", "state"])["troops"].sum()
    sides = model.trajectories("side").set_index(["round", "border", "state"])["troops"]
    gap = (posts - sides.reindex(posts.index)).abs()
    assert bool((gap <= 1e-9 * sides.reindex(posts.index) + 1e-9).all())


@pytest.mark.parametrize("name", LIBRARY)
def test_the_library_stays_in_its_ranges(name: str) -> None:
    assert_sound(library_run(name))


@given(scenario=scenarios())
def test_any_world_stays_in_its_ranges(scenario: Scenario) -> None:
    assert_sound(finished(scenario))


@settings(max_examples=25)
@given(scenario=wild_scenarios())
def test_any_world_stays_in_its_ranges_under_any_theory(scenario: Scenario) -> None:
    assert_sound(finished(scenario))


def test_a_treaty_may_allow_no_troops_at_all() -> None:
    changes = {"theory.treaty_ceiling": 0.0, "borders.NOR-SOU.treaty": "in_force"}
    signed = {"borders.NOR-SOU.treaty_signed": "1990-01"}
    model = BorderModel("classroom")
    scenario = model.world.scenario.change(changes | signed)
    assert_sound(finished(scenario))


def test_the_smallest_influence_is_no_harm() -> None:
    tiny = {"RUS": 1e-200, "CHN": 0.0}
    scenario = library_run("kazakhstan-china").world.scenario
    assert_sound(finished(scenario.change({"states.KAZ.influence": tiny, "rounds": 12})))


def test_an_empty_border_is_no_harm() -> None:
    scenario = library_run("classroom").world.scenario
    empty = {"borders.NOR-SOU.troops_per_km": 0.0, "theory.basic_posture": 0.0}
    assert_sound(finished(scenario.change(empty)))


def test_agents_hold_plain_numbers() -> None:
    """NumPy scalars would slow the rules down and make two engines differ."""
    model = finished("central-asia", rounds=3)
    for group in (model.states, model.powers, model.borders, model.posts):
        for agent in group:
            for name, value in vars(agent).items():
                values = value if isinstance(value, list) else [value]
                assert not any(type(v).__module__ == "numpy" for v in values), name
    for side in model.sides:
        numbers = (side.trust, side.troops, side.alert, side.guarantee, side.cut)
        assert all(type(number) is float for number in (*numbers, *side.trust_terms))
