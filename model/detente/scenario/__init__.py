"""Scenarios: the file format, its sources, its variants, and the library.

`load` makes a checked `Scenario` of a file, and everything else here serves it. The layer knows the
parameters of the rules and nothing of how the world moves.
"""

from detente.errors import Mistake, ScenarioError
from detente.scenario.entities import INSTRUMENTS, Border, Mandate, Power, Sector, State
from detente.scenario.listing import ScenarioEntry, scenarios
from detente.scenario.loading import from_mapping, load
from detente.scenario.months import Month
from detente.scenario.remarks import notes
from detente.scenario.schema_export import json_schema, write_json_schema
from detente.scenario.settings import read_settings
from detente.scenario.sources import SECTIONS, Source
from detente.scenario.specification import Scenario
from detente.scenario.template import new_variant
from detente.scenario.timeline import SERIES, Effect, Event, Series

__all__ = [
    "INSTRUMENTS",
    "SECTIONS",
    "SERIES",
    "Border",
    "Effect",
    "Event",
    "Mandate",
    "Mistake",
    "Month",
    "Power",
    "Scenario",
    "ScenarioEntry",
    "ScenarioError",
    "Sector",
    "Series",
    "Source",
    "State",
    "from_mapping",
    "json_schema",
    "load",
    "new_variant",
    "notes",
    "read_settings",
    "scenarios",
    "write_json_schema",
]
