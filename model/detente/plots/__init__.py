"""Pictures of runs and of ensembles: tables in, matplotlib axes or figures out.

The functions read plain pandas tables, those of a model, of a run folder or of a batch, and know nothing
of engines, files or scenarios. One style serves all: it is read with any color vision, in gray and from
the last row of a classroom. Nothing here needs `pyplot` or changes matplotlib's settings.
"""

from detente.plots.charts import bar_chart, line_chart, spread_chart
from detente.plots.contributions import ledger_contributions
from detente.plots.effects import border_effects, effect_chart
from detente.plots.ensembles import fan_chart
from detente.plots.gallery import BatchTables, batch_figures
from detente.plots.maps import border_map
from detente.plots.paired_fan import paired_fan
from detente.plots.panels import border_trajectories
from detente.plots.phase import phase_plane
from detente.plots.shares import share_chart
from detente.plots.style import png_of, save, styled
from detente.plots.sweep_charts import sweep_chart
from detente.plots.trajectories import border_history, stability_trajectory

__all__ = [
    "BatchTables",
    "bar_chart",
    "batch_figures",
    "border_effects",
    "border_history",
    "border_map",
    "border_trajectories",
    "effect_chart",
    "fan_chart",
    "ledger_contributions",
    "line_chart",
    "paired_fan",
    "phase_plane",
    "png_of",
    "save",
    "share_chart",
    "spread_chart",
    "stability_trajectory",
    "styled",
    "sweep_chart",
]
