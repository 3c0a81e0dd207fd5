"""Tests of the theory's rules, one by one."""
