"""Tests of the command `detente`, as a user meets it."""
