"""Tests of what the course is taught with."""
