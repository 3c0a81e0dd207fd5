"""Tests of the pictures, on synthetic tables."""
