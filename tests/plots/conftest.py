"""Fixtures of the tests of pictures; the tables come from `tests.plots.synthetic`."""

import pandas as pd
import pytest

from tests.plots.synthetic import Run, border_table, make_run


@pytest.fixture(scope="session")
def run() -> Run:
    """Tables of a run of twenty years."""
    return make_run()


@pytest.fixture(scope="session")
def table() -> pd.DataFrame:
    """The 22 borders with their sides and kind."""
    return border_table()
