"""What several tests of the engine start from."""

import pytest

from tests.model.library import finished
from tests.model.replay import MONTHS, Recorded, recorded


@pytest.fixture(
    scope="package",
    params=[("central-asia", 0), ("post-soviet-1991", 1)],
    ids=["central-asia", "post-soviet-1991"],
)
def run(request: pytest.FixtureRequest) -> Recorded:
    """The first months of a run, as arrays."""
    name, replicate = request.param
    return recorded(finished(name, replicate, rounds=MONTHS))
