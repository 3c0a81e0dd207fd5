"""Role play: decisions stay secret, the past stays as it was, a saved game is run again to the bit."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from detente import BorderModel, load, open_run, simulate
from detente.analysis import compare
from detente.ensemble import run_one
from detente.errors import DetenteError
from detente.rules.csbm import MEASURES
from detente.scenario import SERIES
from detente.scenario.sources import Source
from detente.teaching import RolePlay
from detente.teaching.roleplay.cards import Card
from detente.teaching.roleplay.decisions import Decision, policies, results_of
from detente.teaching.roleplay.deck import CARDS
from detente.teaching.roleplay.menus import Menu, members_now, roles_of
from detente.teaching.roleplay.turns import count_words

VALLEY = "ferghana-valley"
NAMES = {card.name: card for card in CARDS}


def played(game: RolePlay, *decisions: tuple[str, str]) -> RolePlay:
    """Play a period with some decisions."""
    for role, card in decisions:
        game.decide(role, card)
    game.play()
    return game


@pytest.fixture(scope="module")
def game() -> RolePlay:
    """Two periods in the classroom world, with a card in vain."""
    once = played(RolePlay(seed=5), ("NOR", "hotline"), ("SOU", "hotline"), ("UN", "do more"))
    return played(once, ("NOR", "withdraw"), ("NOR", "speak for peace"), ("SOU", "joint patrols"))


# The menu


def test_roles_are_the_states_and_powers() -> None:
    table = RolePlay().roles()
    assert table["role"].tolist() == ["NOR", "SOU", "EMP", "UN"]
    assert table["name"].tolist() == ["Northland", "Southland", "The Empire", "United Nations"]
    whole: Any = RolePlay("central-asia").roles().set_index("role")
    assert whole.loc["RUS", "kind"] == "state and great power"
    assert whole.index.is_unique


@pytest.mark.parametrize("name", ["classroom", VALLEY, "central-asia"])
def test_every_card_of_every_role_can_be_played(name: str) -> None:
    world = load(name)
    menu = Menu(world, members_now(world, world.start))
    for role in roles_of(world):
        for row in RolePlay(world).cards(role).to_dict("records"):
            if row["card"] == "wait":
                continue
            card = NAMES[row["card"]]
            place = (
                row["where"].split(", ")[0] if card.place in ("border", "power", "state") else None
            )
            decision = Decision(1, role, card.name, menu.chosen(role, card.name, place)[1])
            alone = results_of([decision], world)[0]
            assert alone.holds == (card.needs == "")
            if alone.holds:
                world.change(policies([alone], world, 12, "play"))


@pytest.mark.parametrize("card", CARDS, ids=lambda card: card.name)
def test_cards_keep_to_the_scenario_format_and_say_their_source(card: Card) -> None:
    Source.parse(card.source)
    assert len(card.size) > 10
    assert card.text[0].isupper()
    assert card.text.endswith(".")
    for move in card.moves:
        series = SERIES[move.what]
        low, high = (series.set_range if move.sets else series.add_range) or (0.0, 0.0)
        assert low <= move.amount <= high
        assert (move.what == "csbm") == bool(move.measures)
        assert set(move.measures) <= set(MEASURES)
        assert not move.side or series.side != "none"
    if card.needs == "organization":
        assert NAMES[card.answer].answer == card.name


def test_names_of_cards_are_unique() -> None:
    assert len(NAMES) == len(CARDS)


def test_rivalry_needs_a_rival_and_membership_an_organization_with_members() -> None:
    assert not {"compete", "concert"} & set(RolePlay().cards("EMP")["card"])
    assert {"compete", "concert"} <= set(RolePlay(VALLEY).cards("RUS")["card"])
    assert "leave" not in set(RolePlay().cards("NOR")["card"])
    assert "ask to join" in set(RolePlay(VALLEY).cards("UZB")["card"])
    assert "ask to join" not in set(RolePlay(VALLEY).cards("KGZ")["card"])


# Deciding


def test_a_decision_is_secret_until_it_is_played(capsys: pytest.CaptureFixture[str]) -> None:
    game = RolePlay()
    returned: object = game.decide("NOR", "withdraw")  # type: ignore[func-returns-value]
    assert returned is None
    assert "withdraw" not in repr(game)
    assert game.undecided() == ["SOU", "EMP", "UN"]
    assert game.scenario == load("classroom")
    assert capsys.readouterr() == ("", "")


def test_the_last_card_at_a_place_counts() -> None:
    game = RolePlay()
    for card in ("withdraw", "reinforce"):
        game.decide("NOR", card)
    game.decide("NOR", "speak for peace")
    game.decide("EMP", "do more")
    game.decide("EMP", "offer good offices")
    turn = game.play()
    chosen = turn.decisions.groupby("role")["card"].apply(set).to_dict()
    assert chosen == {"NOR": {"reinforce", "speak for peace"}, "EMP": {"offer good offices"}}


def test_waiting_takes_back_what_was_chosen() -> None:
    game = RolePlay()
    game.decide("NOR", "withdraw")
    game.decide("NOR", "wait")
    assert game.undecided() == ["SOU", "EMP", "UN"]
    assert game.play().decisions.empty
    assert game.scenario == game.base


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("classroom", ("NRO", "hotline"), "unknown role 'NRO'; did you mean 'NOR'"),
        ("classroom", ("NRO", "wait"), "unknown role"),
        ("classroom", ("NOR", "hotlin"), "did you mean 'hotline'"),
        ("classroom", ("NOR", ["hotline"]), "unknown card"),
        ("classroom", ("UN", "withdraw"), "unknown card 'withdraw'"),
        ("classroom", ("NOR", "hotline", "NOR-SUO"), "did you mean 'NOR-SOU'"),
        ("classroom", ("NOR", "speak for peace", "NOR-SOU"), "without a place"),
        (VALLEY, ("KGZ", "hotline"), "allowed: KGZ-TJK, KGZ-UZB"),
        (VALLEY, ("KGZ", "hotline", "TJK-UZB"), "unknown place 'TJK-UZB'"),
        (VALLEY, ("UZB", "ask to join", "SCO"), "unknown place 'SCO'"),
    ],
)
def test_a_mistake_says_what_is_allowed(
    name: str, arguments: tuple[Any, ...], message: str
) -> None:
    game = RolePlay(name)
    with pytest.raises(DetenteError, match=message):
        game.decide(*arguments)
    assert game.undecided() == roles_of(game.base)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"seed": -1}, "seed: found -1"),
        ({"months": 0}, "months: found 0"),
        ({"months": 121}, "120"),
    ],
)
def test_a_game_that_cannot_be_is_refused(arguments: dict[str, int], message: str) -> None:
    with pytest.raises(DetenteError, match=message):
        RolePlay("classroom", **arguments)


def test_a_game_ends_with_its_last_period() -> None:
    game = RolePlay(months=60)
    with pytest.raises(DetenteError, match="nothing is played"):
        game.debrief()
    game.play()
    game.play()
    with pytest.raises(DetenteError, match="all 2 periods"):
        game.play()
    with pytest.raises(DetenteError, match="all 2 periods"):
        game.decide("NOR", "withdraw")
    assert "all 2 periods" in repr(game)


# Playing


def test_the_past_stays_as_it_was_to_the_bit() -> None:
    game = RolePlay(VALLEY, seed=11, months=6)
    game.decide("KGZ", "hotline", at="KGZ-TJK")
    game.decide("TJK", "hotline", at="KGZ-TJK")
    runs = [game.play().run]
    game.decide("UZB", "close the crossings", at="KGZ-UZB")
    game.decide("RUS", "compete")
    game.decide("UN", "turn away")
    runs.append(game.play().run)
    game.decide("TJK", "reinforce", at="TJK-UZB")
    runs.append(game.play().run)
    for period, (earlier, later) in enumerate(pairwise(runs), start=1):
        for view in ("border", "side", "state", "power", "post"):
            before, after = (
                run.trajectories(view).query(f"round <= {6 * period}") for run in (earlier, later)
            )
            assert_frame_equal(before, after, check_exact=True)
        last = [run.trajectories("border").iloc[-3:]["trust"].tolist() for run in (earlier, later)]
        assert last[0] != last[1]


def test_a_decision_lasts_for_its_period_and_rests_on_an_assumption(game: RolePlay) -> None:
    events = {
        key: event for key, event in game.scenario.timeline.items() if key.startswith("play-")
    }
    assert [event.title for event in events.values()] == [
        "Northland and Southland: hotline",
        "United Nations: do more",
        "Northland: speak for peace",
        "Northland: withdraw",
    ]
    hotline = next(event for event in events.values() if "hotline" in event.title)
    assert (str(hotline.date), str(hotline.until)) == ("2001-01", "2002-01")
    for key, event in events.items():
        assert game.scenario.source_of(f"timeline.{key}.date").kind == "assumption"
        for number in range(len(event.effects)):
            source = game.scenario.source_of(f"timeline.{key}.effects.{number}.add")
            assert source.text.startswith("the size is judged")
    untouched = set(game.base.timeline) - set(game.scenario.timeline)
    assert not untouched


def test_a_card_of_two_comes_to_nothing_alone(game: RolePlay) -> None:
    turn = game.turns[1]
    came: Any = turn.decisions.set_index("card")["came of it"]
    assert came["joint patrols"] == "nothing, for Northland did not take part"
    assert came["withdraw"] == "in force"
    assert not any("joint patrols" in event.title for event in game.scenario.timeline.values())
    alone = played(RolePlay(seed=5), ("SOU", "joint patrols"))
    assert alone.scenario == alone.base


def test_partners_at_different_borders_do_not_meet() -> None:
    decisions = [
        Decision(1, "KGZ", "hotline", "KGZ-UZB"),
        Decision(1, "TJK", "hotline", "TJK-UZB"),
        Decision(2, "UZB", "hotline", "KGZ-UZB"),
    ]
    results = results_of(decisions, load(VALLEY))
    assert [result.holds for result in results] == [False, False, False]
    assert [result.missing for result in results] == [("UZB",), ("UZB",), ("KGZ",)]


def test_a_concert_takes_both_great_powers() -> None:
    game = RolePlay(VALLEY)
    game.decide("RUS", "concert")
    assert not game.play().results[0].holds
    for power in ("RUS", "CHN"):
        game.decide(power, "concert")
    turn = game.play()
    assert all(result.holds for result in turn.results)
    rivalry = turn.run.world.series.rivalry
    assert set(rivalry[:12]) == set(rivalry[24:]) == {game.base.rivalry}
    assert rivalry[12:24] == pytest.approx(game.base.rivalry - 0.3)


def test_a_state_joins_when_it_asks_and_is_admitted_and_can_leave() -> None:
    game = RolePlay(VALLEY)
    game.decide("UZB", "ask to join", at="CSTO")
    game.decide("CSTO", "admit", at="UZB")
    game.play()
    assert "ask to join" not in set(game.cards("UZB")["card"])
    assert "admit" not in set(game.cards("CSTO")["card"])
    game.decide("UZB", "leave", at="CSTO")
    game.play()
    assert "ask to join" in set(game.cards("UZB")["card"])
    mandates = [
        run.world.series.mandate[:, list(run.world.powers).index("CSTO"), 1]
        for run in (game.turns[0].run, game.turns[1].run)
    ]
    assert mandates[0][12] == mandates[0][-1] > mandates[1][12] == mandates[1][-1]


def test_a_card_acts_on_whom_it_says() -> None:
    game = RolePlay()
    game.decide("NOR", "gesture of good will")
    changed = game.play().run.trajectories("side").query("round == 1").set_index("state")["trust"]
    quiet = (
        run_one("classroom", 7).trajectories("side").query("round == 1").set_index("state")["trust"]
    )
    assert changed["SOU"] - quiet["SOU"] == pytest.approx(0.05)
    assert changed["NOR"] == pytest.approx(quiet["NOR"], abs=1e-12)


def test_a_turn_shows_what_happened_in_its_months_only(game: RolePlay) -> None:
    turn = game.turns[1]
    table = BorderModel(game.scenario, seed=5)
    table.run()
    history: Any = table.trajectories().set_index("round")
    row: Any = turn.borders.iloc[0]
    assert row["trust_before"] == history.loc[12, "trust"]
    assert row["trust_after"] == history.loc[24, "trust"]
    assert row["misunderstandings"] == history.loc[13:24, "misunderstandings"].sum()
    crimes = history.loc[13:24, ["smuggling", "trafficking", "infiltration"]].sum().sum()
    assert row["crimes"] == crimes
    assert turn.events["round"].between(13, 24).all()
    text = " ".join(turn.words)
    assert f"{row['trust_before']:.2f} to {row['trust_after']:.2f}" in text
    assert "Southland played “joint patrols” at NOR-SOU: nothing" in text
    assert turn.figure().axes


def test_events_from_outside_are_told_and_own_ones_once() -> None:
    game = RolePlay()
    game.play()
    game.play()
    turn = played(game, ("NOR", "withdraw")).turns[-1]
    text = "\n".join(turn.words)
    assert text.count("A patrol is fired at") == 1
    assert text.count("withdraw") == 1
    assert "shots are fired, 10 casualties" in text


@pytest.mark.parametrize(
    ("number", "one", "words"),
    [(1, "crime", "1 crime"), (2, "skirmish", "2 skirmishes"), (2, "casualty", "2 casualties")],
)
def test_things_are_counted_in_words(number: float, one: str, words: str) -> None:
    assert count_words(number, one) == words


# Debriefing


def test_the_debriefing_compares_with_a_world_in_which_nobody_decides(game: RolePlay) -> None:
    debrief = game.debrief(replicates=40)
    quiet: Any = run_one("classroom", 5).trajectories().set_index("round")
    own: Any = game.turns[-1].run.trajectories().set_index("round")
    for row in debrief.by_period.to_dict("records"):
        now = 12 * row["period"]
        assert row["trust_nobody"] == quiet.loc[now, "trust"]
        assert row["trust"] == own.loc[now, "trust"]
    assert debrief.by_period["period"].tolist() == [1, 2]


def test_decisions_and_luck_are_told_apart_in_pairs_of_runs(game: RolePlay) -> None:
    debrief = game.debrief(replicates=40)
    worlds = {"n": game.base, "g": game.scenario}
    runs = [
        simulate(world.change({"rounds": 24}), 40, 5).outcomes().assign(point=point)
        for point, world in worlds.items()
    ]
    row: Any = compare(pd.concat(runs), "n", names=["trust.final"]).iloc[0]
    found: Any = debrief.effects.set_index("outcome").loc["trust.final"]
    assert (found["effect"], found["low"]) == (row["effect"], row["low"])
    ends: Any = runs[1].query("border == 'all'")["stability.final"].to_numpy()
    assert debrief.luck == pytest.approx((ends[1:] < ends[0]).mean())
    assert ends[0] == game.turns[-1].run.trajectories().query("round == 24")["stability"].iloc[0]


def test_each_part_is_left_out_in_turn(game: RolePlay) -> None:
    table: Any = game.debrief(replicates=40).by_part.set_index("part")
    assert set(table.index) == {"NOR", "SOU", "UN", "1", "2"}
    assert table["decisions"].to_dict() == {"NOR": 3, "SOU": 2, "UN": 1, "1": 3, "2": 3}
    assert table.loc["SOU", "in_vain"] == 1
    without = played(RolePlay(seed=5), ("NOR", "hotline"), ("SOU", "hotline"))
    played(without, ("NOR", "withdraw"), ("NOR", "speak for peace"), ("SOU", "joint patrols"))
    ends = [
        each.turns[-1].run.trajectories("region").query("round == 24")["trust"].iloc[0]
        for each in (game, without)
    ]
    assert table.loc["UN", "trust"] == ends[0] - ends[1]
    assert table.loc["UN", "low"] < table.loc["UN", "effect"] < table.loc["UN", "high"]


def test_the_debriefing_says_it_in_words(game: RolePlay) -> None:
    debrief = game.debrief(replicates=40)
    text = repr(debrief)
    assert (
        "In vain, period 2: Southland played “joint patrols”, Northland did not take part." in text
    )
    assert "39 other worlds end less stable than yours" in text
    row: Any = debrief.by_period.iloc[-1]
    assert f"trust would be {row['trust_nobody']:.2f} instead of {row['trust']:.2f}" in text
    assert len(debrief.figure().axes) == 1
    assert list(debrief.table()["who or when"])[-1] == "period 2"


def test_a_game_in_which_nobody_decides_changes_nothing() -> None:
    game = RolePlay()
    game.play()
    debrief = game.debrief(replicates=20)
    assert (debrief.effects["effect"] == 0.0).all()
    assert "is none in any pair of runs" in repr(debrief)
    assert debrief.by_part.empty
    assert debrief.figure().axes


# Saving


def test_a_saved_game_is_run_again_to_the_bit(game: RolePlay, tmp_path: Path) -> None:
    path = game.save(tmp_path / "our_game.yaml")
    assert path.name == "our-game.yaml"
    assert load(path) == game.scenario
    out = tmp_path / "out"
    words = ["run", str(path), "--seed", "5", "--out", str(out), "--no-pictures", "--quiet"]
    subprocess.run(
        [sys.executable, "-c", "from detente.cli import main; main()", *words],
        check=True,
        timeout=120,
    )
    saved = open_run(out).trajectories("border")
    here = game.turns[-1].run.trajectories("border")
    assert_frame_equal(saved[["trust", "troops"]], here[["trust", "troops"]], check_exact=True)
    assert game.save(tmp_path / "our_game.yaml") == path


def test_only_a_saved_game_is_written_over(game: RolePlay, tmp_path: Path) -> None:
    other = tmp_path / "mine.yaml"
    other.write_text("name: mine\n", encoding="utf-8")
    with pytest.raises(DetenteError, match="is no saved game"):
        game.save(other)
    assert other.read_text(encoding="utf-8") == "name: mine\n"
    with pytest.raises(DetenteError, match=r"does not end in \.yaml"):
        game.save(tmp_path / "mine.txt")
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "picture.yaml").write_bytes(b"\xff\xd8")
    for name in ("folder.yaml", "picture.yaml"):
        with pytest.raises(DetenteError, match="is no saved game"):
            game.save(tmp_path / name)
    with pytest.raises(DetenteError, match="there is no folder"):
        game.save(tmp_path / "nowhere" / "ours.yaml")


@pytest.mark.parametrize("replicates", [0, 1, True, 2.5])
def test_luck_is_told_from_decisions_by_more_than_one_run(game: RolePlay, replicates: Any) -> None:
    with pytest.raises(DetenteError, match="a whole number from 2 up"):
        game.debrief(replicates=replicates)


def test_a_saved_game_can_be_played_on(game: RolePlay, tmp_path: Path) -> None:
    again = RolePlay(load(game.save(tmp_path / "first.yaml")), seed=5)
    again.decide("NOR", "reinforce")
    again.play()
    assert load(again.save(tmp_path / "second.yaml")).about.endswith(
        "With 2 periods of a role play in the timeline. With 1 period of a role play in the timeline."
    )
    keys = [key for key in again.scenario.timeline if key.startswith("play")]
    assert len(keys) == len([key for key in game.scenario.timeline if key.startswith("play")]) + 1
    assert sum(key.startswith("play2-") for key in keys) == 1
