"""The command, called in a folder of its own."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from detente.cli import app

Detente = Callable[..., Result]


@pytest.fixture
def detente(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Detente:
    """Call `detente` with some arguments, 100 columns wide, and return what came of it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")

    def call(*arguments: str | Path) -> Result:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return call


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of the classroom world, with pictures."""
    folder = tmp_path_factory.mktemp("runs") / "classroom"
    result = CliRunner().invoke(
        app, ["run", "classroom", "--seed", "7", "--out", str(folder), "--quiet"]
    )
    assert result.exit_code == 0, result.output
    return folder
