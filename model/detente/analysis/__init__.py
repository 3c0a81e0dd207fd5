"""Analysis: tables in, tables out. What happened in a run and why, and what a policy did to many.

Nothing here knows files or engines: the tables are those of a model or of a run folder.
"""

from detente.analysis.attribution import Attribution, attribute
from detente.analysis.comparison import compare
from detente.analysis.explanation import Window, explain, incidents, window
from detente.analysis.intervals import pairs_needed
from detente.analysis.outcomes import DEFAULT_OUTCOMES, outcome_of
from detente.analysis.overview import counts, drivers, notable_events, summary, yearly
from detente.analysis.sweeps import baselines, sweep, swept_paths, usual_baseline

__all__ = [
    "DEFAULT_OUTCOMES",
    "Attribution",
    "Window",
    "attribute",
    "baselines",
    "compare",
    "counts",
    "drivers",
    "explain",
    "incidents",
    "notable_events",
    "outcome_of",
    "pairs_needed",
    "summary",
    "sweep",
    "swept_paths",
    "usual_baseline",
    "window",
    "yearly",
]
