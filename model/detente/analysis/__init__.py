"""Analysis: tables in, tables out. What happened in a run, and why.

Nothing here knows files or engines: the tables are those of a model or of a run folder.
"""

from detente.analysis.explanation import Window, explain, incidents, window
from detente.analysis.overview import counts, drivers, notable_events, summary, yearly

__all__ = [
    "Window",
    "counts",
    "drivers",
    "explain",
    "incidents",
    "notable_events",
    "summary",
    "window",
    "yearly",
]
