"""Tests of detente; a package, so that they can share `tests.generators` and the like."""
