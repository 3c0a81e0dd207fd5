"""Pictures of a run: tables in, matplotlib axes or figures out.

The functions read plain pandas tables, those of a model or of a run folder, and know nothing of engines,
files or scenarios. One style serves all: it is read with any color vision, in gray and from the last row
of a classroom. Nothing here needs `pyplot` or changes matplotlib's settings.
"""

from detente.plots.contributions import ledger_contributions
from detente.plots.maps import border_map
from detente.plots.panels import border_trajectories
from detente.plots.style import save, styled
from detente.plots.trajectories import border_history, stability_trajectory

__all__ = [
    "border_history",
    "border_map",
    "border_trajectories",
    "ledger_contributions",
    "save",
    "stability_trajectory",
    "styled",
]
