"""The compiled engine: the same rules as the agents', thousands of runs.

`run_chunk` runs some replicates and reduces them while it goes, `run_one` lets one look inside of a run,
`simulate` keeps an ensemble in memory. Results equal those of `BorderModel` to the last bit.
"""

from detente.ensemble.reduction import OUTCOMES
from detente.ensemble.replay import CompiledRun, run_one
from detente.ensemble.runs import (
    Chunk,
    Ensemble,
    Failure,
    is_ready,
    reduce_runs,
    run_chunk,
    simulate,
)
from detente.ensemble.tables import (
    QUANTILES,
    incident_table,
    outcome_table,
    share_table,
    summary_table,
    trajectory_table,
)
from detente.ensemble.tally import CLASSES, REGION, Tally
from detente.ensemble.variables import INCIDENTS, LEVELS, VARIABLES

__all__ = [
    "CLASSES",
    "INCIDENTS",
    "LEVELS",
    "OUTCOMES",
    "QUANTILES",
    "REGION",
    "VARIABLES",
    "Chunk",
    "CompiledRun",
    "Ensemble",
    "Failure",
    "Tally",
    "incident_table",
    "is_ready",
    "outcome_table",
    "reduce_runs",
    "run_chunk",
    "run_one",
    "share_table",
    "simulate",
    "summary_table",
    "trajectory_table",
]
