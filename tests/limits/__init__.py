"""Tests of the model where its answer is known in closed form."""
