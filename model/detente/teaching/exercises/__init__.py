"""The exercises of the course: one module for each lesson, `EXERCISES` in each."""
