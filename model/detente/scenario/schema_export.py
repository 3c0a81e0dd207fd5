"""JSON Schema of the file format, for editors that check a file while it is written.

It describes the file and not the resolved scenario: a value may be bare or carry its source, one number
may stand for both sides, and a variant may leave out or take away anything. What needs more than one
place of the file to decide, such as a border between states that are not there, is left to loading.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, get_args, get_origin

from annotated_types import Ge, Le

from detente.rules.csbm import MEASURES
from detente.rules.mechanisms import SWITCHES
from detente.rules.parameters import PARAMETERS
from detente.scenario.catalogue import library_folder
from detente.scenario.entities import BY_SIDE, INSTRUMENTS, Border, Part
from detente.scenario.fields import Kind, bounds_of, field_kind, inner_kind, pattern_of
from detente.scenario.months import Month
from detente.scenario.resolving import TAKEN_FROM_AROUND
from detente.scenario.sources import SECTIONS
from detente.scenario.specification import Scenario
from detente.scenario.timeline import SERIES, Effect, Quantity, keys_needed, keys_not_taken

__all__ = ["json_schema", "write_json_schema"]

Schema = dict[str, Any]

_DRAFT: Final = "https://json-schema.org/draft/2020-12/schema"
_SOURCE: Final[Schema] = {
    "type": "string",
    "pattern": r"^\s*(document|publication|assumption)\s*:",
    "description": "'document: <section>', 'publication: <citation> (high|medium|low)' or "
    "'assumption: <reason>'; values below that name no source take it",
}
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "csbm": MEASURES,
    "instruments": INSTRUMENTS,
}
_ELEMENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "passages": SECTIONS,
    "without": tuple(SWITCHES),
    "measures": MEASURES,
}
_ONE_OR_LIST: Final = ("at", "side", "measures")
_TO_SOURCE: Final[Schema] = {"$ref": "#/$defs/Source"}
_FRAME: Final[Schema] = {
    "extends": {
        "type": "string",
        "description": "name of a scenario of the library, or a path that ends in .yaml",
    },
    "keep": {
        "type": "array",
        "items": {"type": "string"},
        "minItems": 1,
        "description": "borders that are kept of the base, with their states",
    },
}


def json_schema() -> Schema:
    """JSON Schema (draft 2020-12) of a scenario file.

    Returns
    -------
    dict
        The schema; a file with ``extends`` is checked as a variant, any other as a whole scenario.
    """
    whole, variant = _Builder(partial=False), _Builder(partial=True)
    scenario, change = whole.model(Scenario), variant.model(Scenario)
    variant.definitions["ScenarioChange"]["properties"] |= _FRAME
    variant.definitions["ScenarioChange"]["required"] = ["name", "title", "about", "extends"]
    return {
        "$schema": _DRAFT,
        "title": "Scenario of detente",
        "type": "object",
        "if": {"required": ["extends"]},
        "then": change,
        "else": scenario,
        "$defs": {"Source": _SOURCE} | whole.definitions | variant.definitions,
    }


def write_json_schema(path: Path | None = None) -> Path:
    """Write the JSON Schema.

    Parameters
    ----------
    path : Path, optional
        The file; ``schema.json`` in the library's folder by default.

    Returns
    -------
    Path
        The file.
    """
    target = path or library_folder() / "schema.json"
    text = json.dumps(json_schema(), indent=1, ensure_ascii=False)
    target.write_text(text + "\n", encoding="utf-8")
    return target


class _Builder:
    """Builds the schema of whole scenarios, or of changes, which leave keys out or take them away."""

    def __init__(self, *, partial: bool) -> None:
        self.definitions: Schema = {}
        self._partial = partial

    def model(self, model: type[Part]) -> Schema:
        """Define a part with fixed keys, and refer to it."""
        name = model.__name__ + ("Change" if self._partial else "")
        if name not in self.definitions:
            fields = {key: self._field(model, key) for key in model.model_fields}
            self.definitions[name] = {
                "type": "object",
                "properties": {"source": _TO_SOURCE, **fields},
                "additionalProperties": False,
            }
            if not self._partial or model is Effect:
                self.definitions[name]["required"] = _required(model)
            if model is Effect:
                self.definitions[name]["allOf"] = [self._series_rule(what) for what in SERIES]
        return {"$ref": f"#/$defs/{name}"}

    def _field(self, model: type[Part], key: str) -> Schema:
        """Schema of one field, with its meaning, and with null where it may be taken away."""
        kind = field_kind(model, key)
        if model is Border and key in BY_SIDE:
            schema = self._by_side(kind)
        elif key == "theory":
            schema = self._named({name: self._parameter(name) for name in PARAMETERS})
        elif key in _NAMES:
            schema = self._named(dict.fromkeys(_NAMES[key], self._form(inner_kind(kind, ""), "")))
        else:
            schema = self._form(kind, key)
        if self._partial:
            schema = {"anyOf": [schema, {"type": "null"}]}
        return {"description": kind.description, **schema}

    def _form(self, kind: Kind, key: str) -> Schema:
        """Schema of a type."""
        annotation = kind.annotation
        if isinstance(annotation, type) and issubclass(annotation, Part):
            return self.model(annotation)
        if get_origin(annotation) is tuple:
            return self._list(kind, key)
        if get_origin(annotation) is Mapping:
            return self._mapping(kind)
        return self._value(kind)

    def _mapping(self, kind: Kind) -> Schema:
        """Schema of a part whose keys are names of the author's choice."""
        value = self._form(inner_kind(kind, ""), "")
        pattern = pattern_of(inner_kind(kind, "[key]")) or "."
        return {
            "type": "object",
            "properties": {"source": _TO_SOURCE},
            "propertyNames": {"anyOf": [{"const": "source"}, {"pattern": pattern}]},
            "additionalProperties": {"anyOf": [value, {"type": "null"}]}
            if self._partial
            else value,
        }

    def _named(self, values: Schema) -> Schema:
        """Schema of a part whose keys are known names."""
        if self._partial:
            values = {name: {"anyOf": [value, {"type": "null"}]} for name, value in values.items()}
        return {
            "type": "object",
            "properties": {"source": _TO_SOURCE, **values},
            "additionalProperties": False,
        }

    def _by_side(self, kind: Kind) -> Schema:
        """Schema of one number for both sides, or one for each."""
        number = self._value(inner_kind(kind, ""))
        return {"anyOf": [number, _with_source(self._mapping(kind))]}

    def _list(self, kind: Kind, key: str) -> Schema:
        """Schema of a list; a single name may stand for a list of one where the format says so."""
        element = inner_kind(kind, 0)
        if key in _ELEMENTS:
            item: Schema = {"enum": list(_ELEMENTS[key])}
        else:
            item = self._form(element, "")
        schema: Schema = {"type": "array", "items": item}
        if key == "sides":
            schema |= {"minItems": 2, "maxItems": 2}
        alternatives = [schema, item] if key in _ONE_OR_LIST else [schema]
        return _with_source({"anyOf": alternatives} if len(alternatives) > 1 else schema)

    def _number(self, low: float, high: float) -> Schema:
        """Schema of a number within bounds that may carry its source."""
        return self._value(Kind(float, (Ge(low), Le(high))))

    def _value(self, kind: Kind) -> Schema:
        """Schema of a scalar that may carry its source; numbers of one range are defined once."""
        low, high, above = bounds_of(kind)
        if kind.annotation is not float or low is None:
            return _with_source(_scalar(kind))
        name = f"number_{'above' if above else 'from'}_{low:g}"
        name += "" if high is None else f"_to_{high:g}"
        self.definitions[name] = _with_source(_scalar(kind))
        return {"$ref": f"#/$defs/{name}"}

    def _parameter(self, name: str) -> Schema:
        """Schema of a parameter of the theory."""
        parameter = PARAMETERS[name]
        meaning = (
            f"{parameter.meaning} ({parameter.unit}); "
            f"plausible: {parameter.low:g} to {parameter.high:g}"
        )
        return {"description": meaning, **self._number(*parameter.hard_limits)}

    def _series_rule(self, what: Quantity) -> Schema:
        """Rule on the keys of an effect on one series."""
        ranges = {"set": SERIES[what].set_range, "add": SERIES[what].add_range}
        properties: Schema = {
            form: self._number(*limits) if limits else False for form, limits in ranges.items()
        }
        return {
            "if": {"properties": {"what": {"const": what}}},
            "then": {
                "properties": properties | dict.fromkeys(keys_not_taken(what), False),
                "required": keys_needed(what),
                "oneOf": [{"required": [form]} for form, limits in ranges.items() if limits],
            },
        }


def _required(model: type[Part]) -> list[str]:
    """Keys that a file must have."""
    left_out = TAKEN_FROM_AROUND.get(model, ())
    return [
        key
        for key, field in model.model_fields.items()
        if field.is_required() and key not in left_out
    ]


def _scalar(kind: Kind) -> Schema:
    """Schema of a bare number, text or month."""
    annotation = kind.annotation
    if get_origin(annotation) is Literal:
        return {"enum": list(get_args(annotation))}
    if annotation is Month:
        return {"type": "string", "pattern": r"^\d{4}-(0[1-9]|1[0-2])$"}
    if annotation is str:
        pattern = pattern_of(kind)
        return {"type": "string", "minLength": 1} | ({"pattern": pattern} if pattern else {})
    bounds = bounds_of(kind)
    schema: Schema = {"type": "integer" if annotation is int else "number"}
    if bounds.low is not None:
        schema["exclusiveMinimum" if bounds.above else "minimum"] = bounds.low
    if bounds.high is not None:
        schema["maximum"] = bounds.high
    return schema


def _with_source(schema: Schema) -> Schema:
    """Schema of a value that may be bare or carry its source."""
    wrapper: Schema = {
        "type": "object",
        "properties": {"value": schema, "source": _TO_SOURCE, "note": {"type": "string"}},
        "required": ["value"],
        "additionalProperties": False,
    }
    return {"anyOf": [schema, wrapper]}
