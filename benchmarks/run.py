"""Measure the package on this machine: ``python benchmarks/run.py [--quick | --full] [--json FILE]``.

The processes that `mesa.batch_run` starts import this file again, so nothing is imported outside of the
condition.
"""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from benchmarks.command import main

    raise SystemExit(main())
