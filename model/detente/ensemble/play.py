"""A whole run of the compiled engine: opening, rounds, and what is observed.

`play_runs` is the one function that is compiled as a whole; everything else that runs in machine code is
called from it.
"""

from typing import Any, NamedTuple

import numpy as np

from detente.ensemble.decisions import govern, judge, move_troops, post_evenly
from detente.ensemble.dice import Keys, roll, run_key
from detente.ensemble.lanes import LANES, copy_lane, in_lanes, lane_of, successive
from detente.ensemble.layout import Board, Floats, Records
from detente.ensemble.phases import (
    allocate_effort,
    exchange,
    follow_timeline,
    meet,
    negotiate,
    set_trade,
    sustain_crime,
    watch_crime,
    weigh_measures,
)
from detente.ensemble.reduction import add_region
from detente.ensemble.variables import (
    ALERT,
    COOPERATION,
    CRIME_LOAD,
    CUSTOMS,
    DELIMITED,
    DENSITY,
    INFRASTRUCTURE,
    JOINT_PROJECTS,
    MISUNDERSTANDINGS,
    OPENNESS,
    RIVALRY,
    SEVERITY,
    SKIRMISHES,
    SMUGGLING,
    STABILITY,
    STANDOFFS,
    STATUS,
    SUPPORT,
    TRADE,
    TREATY,
    TROOPS,
    TRUST,
    VERIFICATION,
)
from detente.measures import index_components, stability_index, status_number
from detente.rules import crime
from detente.rules.elementary import choose
from detente.series import Series

__all__ = ["History", "play_runs"]

Record = Any


class History(NamedTuple):
    """Everything that a run went through, for looking inside; empty where nobody looks.

    Attributes
    ----------
    borders, sides, sectors, posts, states, ledger : array of records, shape (rounds + 1, ...)
        The board at the end of every round.
    influence : array, shape (rounds + 1, states, great powers)
    effort : array, shape (rounds + 1, powers, borders)
    """

    borders: Records
    sides: Records
    sectors: Records
    posts: Records
    states: Records
    ledger: Records
    influence: Floats
    effort: Floats


def play_runs(
    board: Board,
    scratch: Board,
    timeline: Series,
    theory: Records,
    numbers: tuple[np.uint64, np.uint64],
    seen: Floats,
    failed: Floats,
    luck: Keys,
    history: History,
) -> None:
    """Play successive replicates, `LANES` side by side, each from its opening to its end.

    Parameters
    ----------
    board : Board
        The world before its first round.
    scratch : Board
        A copy of it, which is moved.
    timeline : Timeline
        Exogenous values by round.
    theory : array of records, shape (1,)
        Values of all parameters.
    numbers : tuple of uint64
        Seed, and number of the first replicate.
    seen : array, shape (groups, rounds + 1, borders + 1, variables, LANES)
        Filled with the variables of `VARIABLES`, as many as it has room for; the last border is the
        region.
    failed : array, shape (groups, LANES)
        Filled with the round in which a value was no longer finite, or -1.
    luck : array, shape (processes, LANES)
        Room for the keys of a round.
    history : History
        Filled with the whole board of every round of the first replicate, unless it is empty.
    """
    opening, moving = _side_by_side(board), _side_by_side(scratch)
    rows, failures, keys = in_lanes(seen), in_lanes(failed), in_lanes(luck)
    for group in range(len(rows)):
        _reset(moving, opening)
        dice = run_key(numbers[0], successive(numbers[1] + np.uint64(LANES * group)))
        failures[group] = _play(moving, timeline, theory[0], dice, keys, rows[group], history)


def _side_by_side(board: Board) -> Board:
    """See the rows of a board as what differs between the runs that are played side by side."""
    return Board(
        in_lanes(board.borders),
        in_lanes(board.sides),
        in_lanes(board.sectors),
        in_lanes(board.posts),
        in_lanes(board.states),
        board.powers,
        in_lanes(board.ledger),
        in_lanes(board.influence),
        in_lanes(board.effort),
        board.great_powers,
        board.sides_of_states,
    )


def _reset(board: Board, opening: Board) -> None:
    """Put the world back to its opening."""
    for b in range(len(board.borders)):
        board.borders[b] = opening.borders[b]
    for s in range(len(board.sides)):
        board.sides[s] = opening.sides[s]
    for k in range(len(board.sectors)):
        board.sectors[k] = opening.sectors[k]
    for k in range(len(board.posts)):
        board.posts[k] = opening.posts[k]
    for i in range(len(board.states)):
        board.states[i] = opening.states[i]
        for g in range(len(board.great_powers)):
            board.influence[i, g] = opening.influence[i, g]


def _play(
    board: Board,
    timeline: Series,
    theory: Record,
    dice: Any,
    luck: Keys,
    seen: Floats,
    history: History,
) -> Any:
    """Play some runs; return the rounds in which a value was no longer finite, or -1."""
    failed = 0.0 * dice - 1.0
    _open(board, timeline, theory)
    for now in range(len(seen)):
        if now > 0:
            roll(dice, now, luck)
            _do_round(board, timeline, now - 1, luck, theory)
        total = _observe(board, now, seen[now])
        failed = choose((failed < 0.0) & (total - total != 0.0), now, failed)
        add_region(seen[now])
        _remember(board, now, history)
    return failed


def _do_round(board: Board, timeline: Series, month: int, luck: Keys, theory: Record) -> None:
    """One month: the phases in their order."""
    follow_timeline(board, timeline, month)
    allocate_effort(board, timeline, month, theory)
    watch_crime(board, luck, theory)
    meet(board, luck, theory)
    negotiate(board, timeline, month, luck, theory)
    exchange(board, theory)
    judge(board, theory)
    move_troops(board, theory)
    govern(board, luck, theory)
    _look_at_borders(board)


def _open(board: Board, timeline: Series, theory: Record) -> None:
    """Bring what the scenario leaves open to its opening level."""
    follow_timeline(board, timeline, 0)
    for p in range(len(board.powers)):
        board.powers[p].opening_budget = board.powers[p].budget
    for b in range(len(board.borders)):
        weigh_measures(board.borders[b], theory)
        set_trade(board.borders[b], board.borders[b].trade)
    for s in range(len(board.sides)):
        post_evenly(board, s)
    for s in range(len(board.sides)):
        _open_crime(board, s, theory)
    _look_at_borders(board)


def _open_crime(board: Board, s: int, theory: Record) -> None:
    """Open crime where conditions sustain it, so that no run starts with an artificial calm."""
    side = board.sides[s]
    border = board.borders[side.border]
    expected = 0.0
    for k in range(border.first_sector, border.end_sector):
        post = board.posts[2 * k + s % 2]
        smuggling, trafficking, infiltration = sustain_crime(board, s, k, theory)
        post.pressure[0], post.pressure[1] = smuggling, trafficking
        post.pressure[2] = infiltration
        expected += theory.smuggling_weight * min(2.5, smuggling)
        expected += theory.trafficking_weight * min(2.5, trafficking)
        expected += theory.infiltration_weight * min(2.5, infiltration)
    side.load_memory = expected / (border.end_sector - border.first_sector)
    side.crime_load = crime.crime_load(side.load_memory)


def _look_at_borders(board: Board) -> None:
    """What an observer sees of the two sides and states of a border together, until it changes."""
    for b in range(len(board.borders)):
        border, first, second = board.borders[b], board.sides[2 * b], board.sides[2 * b + 1]
        border.trust = (first.trust + second.trust) / 2
        border.lower_trust = min(first.trust, second.trust)
        border.alert = (first.alert + second.alert) / 2
        border.density = (first.troops / first.reference + second.troops / second.reference) / 2
        border.will = min(board.states[first.state].will, board.states[second.state].will)
        border.state_stability = min(
            board.states[first.state].stability, board.states[second.state].stability
        )


def _observe(board: Board, now: int, seen: Floats) -> float:
    """Note what is seen of every border; the result is finite where all of it is."""
    total = 0.0
    for b in range(len(board.borders)):
        border, first, second = board.borders[b], board.sides[2 * b], board.sides[2 * b + 1]
        recent = border.recent_density
        recent[now % len(recent)] = border.density
        row = seen[b]
        row[TRUST] = border.trust
        row[DENSITY] = border.density
        row[CRIME_LOAD] = (first.crime_load + second.crime_load) / 2
        row[COOPERATION] = _mean_level(border.csbm)
        row[TRADE] = border.trade
        row[STABILITY] = stability_index(
            index_components(
                row[TRUST],
                row[DENSITY],
                border.violence,
                row[CRIME_LOAD],
                row[COOPERATION],
                row[TRADE],
            )
        )
        row[TROOPS] = first.troops + second.troops
        row[DELIMITED] = border.delimited
        row[MISUNDERSTANDINGS], row[STANDOFFS] = border.misunderstandings, border.standoffs
        row[SKIRMISHES], row[SEVERITY] = border.skirmishes, border.severity
        _count_crimes(board, border, row)
        row[STATUS] = status_number(
            _mean_of_months(recent, now), row[COOPERATION], border.calm_months
        )
        row[TREATY] = border.treaty_stage
        total += row[STABILITY] + row[TROOPS] + border.alert + border.will + border.state_stability
        if len(row) > TREATY + 1:
            _note_details(border, row)
    return total


def _count_crimes(board: Board, border: Record, row: Floats) -> None:
    """Incidents of each kind of crime on both sides of a border."""
    for kind in range(3):
        first = second = 0.0
        for k in range(border.first_sector, border.end_sector):
            first += board.posts[2 * k].incidents[kind]
            second += board.posts[2 * k + 1].incidents[kind]
        row[SMUGGLING + kind] = first + second


def _note_details(border: Record, row: Floats) -> None:
    """Note what is only seen where trajectories are kept."""
    row[ALERT], row[VERIFICATION] = border.alert, border.verification
    row[OPENNESS], row[INFRASTRUCTURE] = border.openness, border.infrastructure
    row[CUSTOMS], row[JOINT_PROJECTS] = border.customs, border.joint_projects
    row[SUPPORT], row[RIVALRY] = border.support, border.rivalry


def _mean_level(levels: Floats) -> float:
    """Mean level of the measures."""
    total = 0.0
    for k in range(len(levels)):
        total += levels[k]
    return total / len(levels)


def _mean_of_months(recent: Floats, now: int) -> float:
    """Mean of the last months, the oldest first; month ``now`` stands at ``now`` modulo twelve."""
    months = min(now + 1, len(recent))
    total = 0.0
    for month in range(now + 1 - months, now + 1):
        total += recent[month % len(recent)]
    return total / months


def _remember(board: Board, now: int, history: History) -> None:
    """Copy the board into the history, unless it is empty."""
    if now >= len(history.borders):
        return
    for b in range(len(board.borders)):
        copy_lane(history.borders[now, b], board.borders[b])
    for s in range(len(board.sides)):
        copy_lane(history.sides[now, s], board.sides[s])
        copy_lane(history.ledger[now, s], board.ledger[s])
    for k in range(len(board.sectors)):
        copy_lane(history.sectors[now, k], board.sectors[k])
    for k in range(len(board.posts)):
        copy_lane(history.posts[now, k], board.posts[k])
    for i in range(len(board.states)):
        copy_lane(history.states[now, i], board.states[i])
        for g in range(len(board.great_powers)):
            history.influence[now, i, g] = lane_of(board.influence[i, g], 0)
    for p in range(len(board.powers)):
        for b in range(len(board.borders)):
            history.effort[now, p, b] = lane_of(board.effort[p, b], 0)
