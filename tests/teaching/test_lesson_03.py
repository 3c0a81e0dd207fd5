"""Lesson 3: right answers hold, mistakes get their own hint, and nothing breaks the check."""

import math

import pandas as pd
import pytest

import detente
from detente import teaching
from detente.teaching import check

BASE = detente.load("classroom").change({"timeline": None})
LEVELS = "borders.NOR-SOU.csbm"


def test_the_answers_hold() -> None:
    assert check("3.1", 4.4)
    assert check("3.2", " Transparency ")
    assert check("3.3", 1363)
    assert check("3.4", BASE.change({f"{LEVELS}.contact_points": 0.7}))


def test_expectation_at_the_river_agrees_with_counting() -> None:
    """The number of Exercise 3.1 is that of 400,000 first months."""
    world = BASE.change(
        {"rounds": 1, f"{LEVELS}.hotline": 0.5, "borders.NOR-SOU.sectors.hills": None}
    )
    incidents = detente.simulate(world, replicates=400_000, seed=3).incidents()
    here = (incidents["border"] == "NOR-SOU") & (incidents["kind"] == "skirmishes")
    counted = 1000 * incidents.loc[here & (incidents["round"] == 1), "mean"].item()
    error = math.sqrt(4.4 * 1000 / 400_000)
    assert abs(counted - 4.4) < 3 * error


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (0.0044, "one month"),
        (7.65, "without"),
        (4.75, "before"),
        (7.10, "after"),
        (2.48, "fully"),
        (10.28, "whole border"),
        (5.87, "hills"),
        (100.0, "Multiply"),
        (5000.0, "unit"),
    ],
)
def test_each_slip_of_the_chain_has_its_hint(answer: float, word: str) -> None:
    verdict = check("3.1", answer)
    assert not verdict
    assert word in verdict.message


@pytest.mark.parametrize(("answer", "word"), [(369, "root"), (13.6, "100 pairs"), (700, "spread")])
def test_each_slip_of_the_pairs_has_its_hint(answer: float, word: str) -> None:
    verdict = check("3.3", answer)
    assert not verdict
    assert word in verdict.message


@pytest.mark.parametrize("answer", ["hotline", "contact points", "dialogue", "transparancy"])
def test_wrong_measures_get_a_hint(answer: str) -> None:
    verdict = check("3.2", answer)
    assert not verdict
    assert verdict.message


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({}, "Exactly one"),
        ({f"{LEVELS}.hotline": 0.5}, "refuses"),
        ({f"{LEVELS}.dialogue": 1.0}, "too little"),
        ({f"{LEVELS}.contact_points": 0.6}, "too little"),
        ({f"{LEVELS}.contact_points": 0.7, f"{LEVELS}.dialogue": 0.1}, "Exactly one"),
        ({f"{LEVELS}.contact_points": 0.7, "states.SOU.will": 0.9}, "Something other"),
        ({f"{LEVELS}.contact_points": 0.7, "theory.contact_rate": 0.1}, "Something other"),
    ],
)
def test_worlds_that_do_not_fit_are_told_why(changes: dict[str, object], word: str) -> None:
    verdict = check("3.4", BASE.change(changes))
    assert not verdict
    assert word in verdict.message


@pytest.mark.parametrize("name", ["classroom", "ferghana-valley"])
def test_another_world_is_not_the_base(name: str) -> None:
    assert "Something other" in check("3.4", detente.load(name)).message


def test_the_role_play_variant_parts_two_worlds_with_the_same_luck() -> None:
    """What the guide says of seed 7: the hotline prevents little, and the one shot was planned."""

    def months(*, hotline: bool) -> pd.DataFrame:
        game = teaching.RolePlay("classroom", seed=7, months=12)
        if hotline:
            game.decide("NOR", "hotline")
            game.decide("SOU", "hotline")
        for _ in range(3):
            game.play()
        model = detente.BorderModel(game.scenario, seed=7)
        model.run()
        columns = ["misunderstandings", "standoffs", "skirmishes", "trust"]
        return model.trajectories().set_index("date")[columns].iloc[1:37]

    with_line, without = months(hotline=True), months(hotline=False)
    prevented = (without - with_line).sum()
    assert 1 <= prevented["misunderstandings"] + prevented["standoffs"] <= 5
    assert without["skirmishes"].sum() == with_line["skirmishes"].sum() == 1
    assert without["skirmishes"].idxmax() == pd.Timestamp("2003-01-01")
    assert with_line["trust"].iloc[-1] > without["trust"].iloc[-1]
