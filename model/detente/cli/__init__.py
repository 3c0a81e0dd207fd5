"""The command `detente`.

One module for each group of commands parses options, calls the layers above and prints; none holds logic
of its own. What is heavy is imported inside of the command that needs it, so that `detente --help` is
instant.
"""

from detente.cli.app import app, main

__all__ = ["app", "main"]
