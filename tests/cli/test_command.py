"""The command as a program of its own: what it imports, streams, signals, exit status."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = (sys.executable, "-c", "from detente.cli import main; main()")
HEAVY = ("matplotlib", "mesa", "networkx", "numpy", "pandas", "pyarrow")
EXPLAIN_STATUS = ("Exit status: 0, done;", "2, a mistake in a file", "130, interrupted")


def environment(**variables: str) -> dict[str, str]:
    """The environment of this process with some variables set."""
    return {**os.environ, "COLUMNS": "80", **variables}


def detente(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command to its end."""
    return subprocess.run(
        (*COMMAND, *arguments),
        env=environment(**variables),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.parametrize(
    "arguments",
    [
        ["--help"],
        ["run", "--help"],
        ["scenarios"],
        ["check", "classroom"],
        ["new", "my.yaml", "--from", "classroom"],
        ["show", "classroom"],
        ["theory", "trust"],
        ["check", "nowhere.yaml"],
    ],
)
def test_light_commands_import_nothing_heavy(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = subprocess.run(
        (sys.executable, "-X", "importtime", *COMMAND[1:], *arguments),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "typer" in imported
    assert imported.isdisjoint(HEAVY)


def test_help_does_not_even_read_the_scenario_format() -> None:
    code = "import sys; from detente.cli import app; print(*sys.modules)"
    done = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=True, env=environment()
    )
    assert {"pydantic", "ruamel.yaml", "detente.scenario"}.isdisjoint(done.stdout.split())


def test_the_package_is_light_until_it_is_used() -> None:
    code = "import sys, detente; detente.DetenteError; print(*sys.modules)"
    done = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=True, env=environment()
    )
    modules = set(done.stdout.split())
    assert modules.isdisjoint({*HEAVY, "pydantic", "typer"})


def test_every_public_name_is_there() -> None:
    code = "import detente; print(*(type(getattr(detente, n)).__name__ for n in detente.__all__))"
    done = subprocess.run(
        (sys.executable, "-c", code), capture_output=True, text=True, check=True, env=environment()
    )
    assert len(done.stdout.split()) == 16


def test_help_tells_the_exit_status() -> None:
    text = " ".join(detente("--help").stdout.split())
    assert all(words in text for words in EXPLAIN_STATUS)


def test_without_a_command_the_help_is_shown() -> None:
    assert "scenarios" in detente().stdout + detente().stderr


def test_the_version_is_told() -> None:
    assert detente("--version").stdout.startswith("detente ")


def test_an_unknown_command_ends_with_status_2() -> None:
    done = detente("runn")
    assert done.returncode == 2
    assert "No such command 'runn'" in done.stderr


def test_a_mistake_goes_to_the_standard_error_stream_without_a_traceback() -> None:
    done = detente("run", "clasroom")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "clasroom: unknown scenario 'clasroom'; did you mean 'classroom'?"
    )
    assert "Traceback" not in done.stderr


def test_a_closed_pipe_is_quiet() -> None:
    with subprocess.Popen(
        (*COMMAND, "show", "central-asia"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode in {0, 1}


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT to send")
def test_an_interruption_is_quiet(tmp_path: Path) -> None:
    code = (
        "import detente.model as m; import os, signal\n"
        "m.BorderModel.run = lambda self: os.kill(os.getpid(), signal.SIGINT)\n"
        "from detente.cli import main; main()"
    )
    done = subprocess.run(
        (sys.executable, "-c", code, "run", "classroom", "--out", tmp_path / "results"),
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (128 + signal.SIGINT, "", "")
    assert not (tmp_path / "results").exists()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
@pytest.mark.parametrize("arguments", [["scenarios"], ["show", "classroom"], ["schema"]])
def test_an_output_that_cannot_be_written_is_told(arguments: list[str]) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            (*COMMAND, *arguments),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env=environment(),
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("the output cannot be written: no space left")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252"])
def test_any_encoding_of_the_terminal_will_do(encoding: str) -> None:
    done = subprocess.run(
        (*COMMAND, "show", "central-asia"),
        env=environment(PYTHONIOENCODING=encoding),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert "Kazakhstan" in done.stdout.decode(encoding)


def test_there_are_no_color_codes_in_a_pipe() -> None:
    done = detente("run", "classroom", "--rounds", "3")
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert done.stderr == ""
