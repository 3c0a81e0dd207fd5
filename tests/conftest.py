"""Settings that all tests share: how long Hypothesis looks, where matplotlib draws, generated files.

`HYPOTHESIS_PROFILE` chooses between `dev`, a short look that differs from run to run and so finds new
cases over time, and `ci`, a longer one that is the same every time. `ci` is the default where `CI` is
set.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("MPLBACKEND", "agg")  # no window, whatever the machine

_SLOW_EXAMPLES = [HealthCheck.too_slow]  # a scenario with its model is a large example

settings.register_profile(
    "dev", max_examples=20, deadline=None, suppress_health_check=_SLOW_EXAMPLES
)
settings.register_profile(
    "ci",
    max_examples=60,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=_SLOW_EXAMPLES,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that writes generated files."""
    parser.addoption(
        "--refresh",
        action="store_true",
        help="write the files that are generated from the code instead of comparing them with it",
    )


@pytest.fixture
def check_generated(pytestconfig: pytest.Config) -> Callable[[Path, str], None]:
    """Check that a generated file holds the text that the code makes now, or write it (--refresh)."""

    def check(path: Path, text: str) -> None:
        if pytestconfig.getoption("--refresh"):
            path.write_text(text, encoding="utf-8")
        present = path.read_text(encoding="utf-8") if path.exists() else ""
        assert present == text, f"{path.name} is out of date: python -m pytest --refresh writes it"

    return check
