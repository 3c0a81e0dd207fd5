"""Small batches, and what is in their folders."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

from detente.batches import Batch, batch
from detente.scenario import Scenario, load

SWEEP = {"theory.crime_need": (0.9, 1.1)}


def classroom(rounds: int = 6) -> Scenario:
    """The classroom world for half a year."""
    return load("classroom").change({"rounds": rounds})


def small(out: Path, **options: Any) -> Batch:
    """A batch of two points with 450 replicates each, in six parts."""
    chosen: dict[str, Any] = {"replicates": 450, "seed": 7, "sweep": SWEEP, "workers": 2} | options
    return batch(classroom(), out=out, **chosen)


def content(folder: Path) -> dict[str, str]:
    """SHA-256 of every file of a batch, times and engines left out."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.name == ".lock":
            continue
        text = path.read_bytes()
        if path.name == "manifest.json":
            manifest = json.loads(text)
            del manifest["times"], manifest["engines"]
            text = json.dumps(manifest).encode()
        found[str(path.relative_to(folder))] = sha256(text).hexdigest()
    return found


def differing(one: Path, other: Path) -> set[str]:
    """Names of files in which two folders differ."""
    ours, theirs = content(one), content(other)
    return {name for name in {*ours, *theirs} if ours.get(name) != theirs.get(name)}
