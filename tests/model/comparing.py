"""Everything that a run leaves behind, and whether two runs left the same to the bit."""

import pandas as pd
from pandas.testing import assert_frame_equal

from detente.model import BorderModel

__all__ = ["VIEWS", "assert_same_run", "luck_of", "tables_of", "up_to"]

VIEWS = ("border", "region", "side", "state", "power", "post")

Tables = dict[str, pd.DataFrame]


def tables_of(model: BorderModel) -> Tables:
    """All tables of a run."""
    views = {view: model.trajectories(view) for view in VIEWS}
    return views | {"events": model.events(), "ledger": model.ledger()}


def up_to(tables: Tables, round_number: int) -> Tables:
    """The tables up to the end of a round."""
    return {
        name: table[table["round"] <= round_number].reset_index(drop=True)
        for name, table in tables.items()
    }


def assert_same_run(first: Tables, second: Tables) -> None:
    """Two runs left the same numbers, to the bit."""
    assert list(first) == list(second)
    for name, table in first.items():
        assert_frame_equal(table, second[name], check_exact=True, obj=name)


def luck_of(model: BorderModel) -> dict[str, list[float]]:
    """Uniforms of the month by the full names of places."""
    sectors = {f"{sector.border.name}/{sector.name}": sector.luck for sector in model.sectors}
    posts = {post.name: post.luck for post in model.posts}
    borders = {border.name: border.luck for border in model.borders}
    return sectors | posts | borders | {state.name: state.luck for state in model.states}
