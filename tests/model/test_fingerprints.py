"""Fingerprints: the end of some runs to the last bit, the same in every version of Python and Mesa.

`fingerprints.csv` holds the repr of every number and a hash of the whole path. A change of it is a
change of results: refresh it with `python -m pytest --refresh` and say so in CHANGELOG.md.
"""

import csv
import io
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from detente.model import BorderModel
from tests.model.library import SEED, finished, library_run

FILE = Path(__file__).with_name("fingerprints.csv")
RUNS = (
    ("classroom", 0),
    ("classroom", 3),
    ("ferghana-valley", 0),
    ("kazakhstan-china", 0),
    ("central-asia", 0),
    ("post-soviet-1991", 0),
    ("great-power-rivalry", 0),
)
COLUMNS = ("scenario", "seed", "replicate", "place", "trust", "troops", "stability", "path")


def path_of(model: BorderModel) -> str:
    """A short hash of every number that the run wrote down."""
    digest = sha256()
    for view in ("border", "side", "state", "power", "post"):
        table = model.trajectories(view)
        for column in table:
            values = table[column].tolist() if column != "date" else []
            digest.update(repr((view, column, values)).encode())
    digest.update(repr(model.ledger()["change"].tolist()).encode())
    digest.update(repr(model.events()[["round", "kind", "severity"]].values.tolist()).encode())
    return digest.hexdigest()[:16]


def rows() -> Iterator[tuple[object, ...]]:
    for name, replicate in RUNS:
        model = library_run(name, replicate) if replicate == 0 else finished(name, replicate)
        run = (name, SEED, replicate)
        yield (*run, "", "", "", repr(model.stability), path_of(model))
        for side in model.sides:
            place = f"{side.border.name}/{side.state.name}"
            yield (*run, place, repr(side.trust), repr(side.troops), "", "")
        for border in model.borders:
            yield (*run, border.name, "", "", repr(border.stability), "")


def test_runs_end_as_they_always_did(check_generated: Callable[[Path, str], None]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(rows())
    check_generated(FILE, text.getvalue())
