"""Tests of the benchmark: that it measures what it says; never how long something takes."""
