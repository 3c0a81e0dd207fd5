"""The wheel carries everything: built, installed on its own and asked for its scenarios.

The environment is a new one that borrows the libraries of the one that runs the tests, so that nothing
is downloaded; that the declared dependencies suffice is tried by `.ci/run`.
"""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = sorted(path.stem for path in (ROOT / "scenarios").rglob("*.yaml"))

pytestmark = pytest.mark.packaging


def run(*command: str | Path, directory: Path) -> str:
    """Run a command and return what it prints; a failure shows both streams."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        command,
        cwd=directory,
        env=environment | {"COLUMNS": "200"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        sys.executable,
        *("-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT),
        directory=folder,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of the programs of an environment that has the wheel but not the checkout."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    variables = {"base": str(folder), "platbase": str(folder)}
    scripts = Path(sysconfig.get_path("scripts", "venv", variables))
    packages = Path(sysconfig.get_path("purelib", "venv", variables))
    # A line of a .pth file adds a folder, but not what the .pth files of that folder would add: the
    # libraries of this environment are seen, its editable installation of detente is not.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    run(scripts / "python", *("-m", "pip", "install", "--no-deps", wheel), directory=folder)
    return scripts


def test_the_installed_package_is_the_one_in_the_wheel(programs: Path, tmp_path: Path) -> None:
    where = run(
        programs / "python",
        *("-c", "import detente; print(detente.__file__)"),
        directory=tmp_path,
    )
    assert Path(where.strip()).is_relative_to(programs.parent)


def test_the_command_lists_every_scenario_of_the_checkout(programs: Path, tmp_path: Path) -> None:
    listing = run(programs / "detente", "scenarios", directory=tmp_path)
    missing = [name for name in LIBRARY if name not in listing]
    assert LIBRARY
    assert not missing, listing


def test_the_wheel_says_that_it_is_typed(wheel: Path) -> None:
    assert "detente/py.typed" in ZipFile(wheel).namelist()
