"""The laboratory itself: at rest, nothing moves."""

from tests.limits.laboratory import BORDER, laboratory, run


def test_a_world_at_rest_stays_as_it_is() -> None:
    model = run(laboratory({}, rounds=60))
    counts = ["misunderstandings", "standoffs", "skirmishes", "severity"]
    counts += ["smuggling", "trafficking", "infiltration"]
    for view in ("border", "side", "state", "post"):
        table = model.trajectories(view).drop(columns=["round", "date"])
        if view == "border":
            assert not table[counts].to_numpy().any()
            table = table.drop(columns="sustained")  # counts months of its own
        rows = len(table) // 61
        for column in table:
            values = table[column].to_numpy().reshape(61, rows)
            if values.dtype.kind == "f":
                assert abs(values - values[0]).max() < 1e-15, column
            else:
                assert (values == values[0]).all(), column
    assert not model.ledger()["change"].to_numpy().any()
    assert model.borders[0].name == BORDER
