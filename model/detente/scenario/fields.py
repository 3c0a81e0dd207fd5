"""Fields: what a place in a scenario may hold, read from the schema's own types.

Messages about mistakes and the JSON Schema both need the meaning and the bounds of a field. They are
written once, on the fields of `detente.scenario.entities` and its neighbors, and are found here.
"""

from collections.abc import Sequence
from types import UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin

import annotated_types
from pydantic import BaseModel

__all__ = ["Bounds", "Kind", "bounds_of", "field_kind", "inner_kind", "kind_at", "pattern_of"]


class Kind(NamedTuple):
    """What a field may hold.

    Attributes
    ----------
    annotation : type
        The type without its metadata and without the alternative of None.
    metadata : tuple
        Bounds, patterns and the like.
    description : str
        Meaning and unit of the field.
    """

    annotation: Any
    metadata: tuple[Any, ...] = ()
    description: str = ""


class Bounds(NamedTuple):
    """Smallest and largest value of a number; `above` excludes the smallest."""

    low: float | None = None
    high: float | None = None
    above: bool = False


def kind_at(model: type[BaseModel], path: Sequence[int | str]) -> Kind:
    """What the field at a path may hold; ``[key]`` as last step asks for the key."""
    kind = Kind(model)
    for step in path:
        kind = inner_kind(kind, step)
    return kind


def inner_kind(kind: Kind, step: int | str) -> Kind:
    """What a part of a field may hold."""
    annotation = kind.annotation
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return field_kind(annotation, str(step))
    arguments = get_args(annotation)
    if not arguments:
        return Kind(object)
    is_value = get_origin(annotation) is not tuple and step != "[key]"
    return _bare(arguments[1] if is_value else arguments[0], (), kind.description)


def field_kind(model: type[BaseModel], name: str) -> Kind:
    """What a field of a model may hold; anything where the model has no such field."""
    field = model.model_fields.get(name)
    if field is None:
        return Kind(object)
    return _bare(field.annotation, tuple(field.metadata), field.description or "")


def _bare(annotation: Any, metadata: tuple[Any, ...], description: str) -> Kind:
    """Take metadata and the alternative of None off a type."""
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        bounds = [bound for item in more for bound in getattr(item, "metadata", [item])]
        return _bare(inner, (*metadata, *bounds), description)
    if get_origin(annotation) in {Union, UnionType}:
        options = [option for option in get_args(annotation) if option is not type(None)]
        return _bare(options[0], metadata, description)
    return Kind(annotation, metadata, description)


def bounds_of(kind: Kind) -> Bounds:
    """Bounds of a number."""
    bounds = Bounds()
    for item in kind.metadata:
        if isinstance(item, annotated_types.Ge):
            bounds = bounds._replace(low=_number(item.ge))
        elif isinstance(item, annotated_types.Gt):
            bounds = bounds._replace(low=_number(item.gt), above=True)
        elif isinstance(item, annotated_types.Le):
            bounds = bounds._replace(high=_number(item.le))
    return bounds


def pattern_of(kind: Kind) -> str | None:
    """Pattern of a text, or None."""
    return next((item.pattern for item in kind.metadata if hasattr(item, "pattern")), None)


def _number(bound: Any) -> float:
    """Bound as a number."""
    return float(bound)
