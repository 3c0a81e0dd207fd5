"""Tests of what is read off the tables of a run."""
