"""The commands together: their names, the version, and what becomes of errors.

A mistake of the user is told on the standard error stream in words and ends with status 2; a closed pipe
and Ctrl-C end quietly. Whatever else goes wrong is a bug and keeps its traceback.
"""

import sys
from errno import ENOSPC
from importlib.metadata import version
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup

from detente.cli import (
    batching,
    comparing,
    explaining,
    library,
    plotting,
    reference,
    running,
    showing,
    status,
)
from detente.errors import DetenteError

__all__ = ["app", "main"]

_EPILOG: Final = (
    "Exit status: 0, done; 1, the output was closed early; 2, a mistake in a file, an option or a "
    "folder, told on standard error; 3, some runs of a batch failed; 130, interrupted with Ctrl-C."
)


class Commands(TyperGroup):
    """The commands, with errors for people."""

    def invoke(self, ctx: Any) -> Any:
        """Run a command; tell a mistake in words."""
        try:
            return super().invoke(ctx)
        except DetenteError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(2) from error
        except OSError as error:
            if error.errno != ENOSPC:
                raise
            typer.echo("the output cannot be written: no space left", err=True)
            raise typer.Exit(2) from error
        except KeyboardInterrupt:
            raise typer.Exit(130) from None


app = typer.Typer(
    cls=Commands,
    name="detente",
    help="Simulate tension and demilitarization on the borders of Central Asia.",
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    library.scenarios,
    showing.show,
    library.check,
    library.new,
    running.run,
    explaining.explain,
    batching.batch,
    status.status,
    comparing.compare,
    plotting.plot,
    reference.theory,
    reference.schema,
):
    app.command()(command)


def _tell_version(*, wanted: bool) -> None:
    """Print the version and stop."""
    if wanted:
        typer.echo(f"detente {version('detente')}")
        raise typer.Exit


@app.callback()
def options(
    *,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=lambda value: _tell_version(wanted=value),
            is_eager=True,
            help="Show the version and exit.",
        ),
    ] = False,
) -> None:
    """Simulate tension and demilitarization on the borders of Central Asia."""


def main() -> None:
    """Run the command `detente`."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    app()
