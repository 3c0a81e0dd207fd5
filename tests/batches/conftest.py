"""A finished batch that tests may look at, and copies of it that they may spoil."""

import shutil
from pathlib import Path

import pytest

from tests.batches.folders import small


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a finished batch; nobody writes to it."""
    folder = tmp_path_factory.mktemp("batches") / "finished"
    small(folder)
    return folder


@pytest.fixture
def folder(finished: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(finished, tmp_path / "batch"))
