# mypy: disallow-untyped-calls=False, disallow-untyped-decorators=False
# mypy: disable-error-code="arg-type, attr-defined, call-overload, import-untyped, misc"
"""Several runs side by side: numbers of which a processor adds, multiplies and compares many at once.

The compiled engine plays `LANES` replicates at a time. What differs between them is a row of `LANES`
numbers, and this module teaches numba to do arithmetic with such rows, element by element and with the
same rounding as with single numbers. The rules need not know: ``1.0 - trust`` is a number where trust is
a number and a row where it is a row. Only a decision is told in another way, since one row can hold both
answers: `detente.rules.elementary.choose` takes the place of ``if``. Nothing here knows what the numbers
mean.
"""

import math
import operator
from collections.abc import Callable
from typing import Any, Final

import numpy as np
from llvmlite import ir
from numba.core import cgutils, types
from numba.core.datamodel import models
from numba.core.datamodel.registry import register_default
from numba.core.imputils import lower_builtin, lower_cast
from numba.core.typeconv import Conversion
from numba.core.typing.templates import AbstractTemplate, infer_global, signature
from numba.extending import intrinsic
from numba.np.arrayobj import make_array, populate_array

from detente.rules import elementary

__all__ = ["LANES", "STAND_INS", "copy_lane", "in_lanes", "lane_of", "successive", "whole"]

LANES: Final = 8
"""Replicates that are played side by side; eight numbers fill the widest registers there are."""

_INDEX: Final = ir.IntType(32)
_WHOLE: Final = ir.IntType(64)
_DOUBLE: Final = ir.DoubleType()


class Lanes(types.Type):
    """Type of a row of numbers, keys or truths."""

    def __init__(self, element: types.Type) -> None:
        self.element = element
        self.bitwidth = LANES * 64
        super().__init__(name=f"lanes({element})")

    def unify(self, typingctx: Any, other: types.Type) -> "Lanes | None":
        """A row and a number make a row."""
        return self if self.can_convert_from(typingctx, other) is not None else None

    def can_convert_from(self, _: Any, other: types.Type) -> Conversion | None:
        """A number counts as a row of equal numbers."""
        is_number = isinstance(other, types.Float | types.Integer)
        return Conversion.safe if is_number and self is not TRUTHS else None


def _made_of(code: Callable[..., Any]) -> Any:
    """Make a function for compiled code out of one that types it and builds it."""
    return intrinsic(code)


NUMBERS: Final = Lanes(types.float64)
KEYS: Final = Lanes(types.uint64)
TRUTHS: Final = Lanes(types.boolean)


@register_default(Lanes)
class _LanesModel(models.PrimitiveModel):
    """A row is a vector of LLVM."""

    def __init__(self, dmm: Any, fe_type: Lanes) -> None:
        elements = {NUMBERS: _DOUBLE, KEYS: _WHOLE, TRUTHS: ir.IntType(1)}
        super().__init__(dmm, fe_type, ir.VectorType(elements[fe_type], LANES))


def _spread(builder: Any, number: Any) -> Any:
    """Repeat a number in every lane."""
    row = ir.VectorType(number.type, LANES)
    first = builder.insert_element(ir.Constant(row, ir.Undefined), number, _INDEX(0))
    places = ir.Constant(ir.VectorType(_INDEX, LANES), [0] * LANES)
    return builder.shuffle_vector(first, ir.Constant(row, ir.Undefined), places)


@lower_cast(types.Float, Lanes)
@lower_cast(types.Integer, Lanes)
def _number_to_lanes(context: Any, builder: Any, fromty: Any, toty: Lanes, value: Any) -> Any:
    """A number becomes a row."""
    return _spread(builder, context.cast(builder, value, fromty, toty.element))


@lower_cast(KEYS, NUMBERS)
def _keys_to_numbers(context: Any, builder: Any, _: Any, toty: Lanes, value: Any) -> Any:
    """Keys become numbers."""
    return builder.uitofp(value, context.get_value_type(toty))


# Arithmetic


def _is_row(arg: types.Type, kind: Lanes) -> bool:
    """Whether an argument can be read as a row of a kind."""
    if kind is NUMBERS and arg is KEYS:
        return True
    return arg is kind or (kind is not TRUTHS and isinstance(arg, types.Float | types.Integer))


def _teach(
    function: Any, kind: Lanes, result: Lanes, count: int, build: Callable[..., Any]
) -> None:
    """Teach numba a function of rows."""

    def generic(_: Any, args: tuple[types.Type, ...], kws: Any) -> Any:
        has_row = kind in args or (kind is NUMBERS and KEYS in args and types.float64 in args)
        if kws or len(args) != count or not has_row or not all(_is_row(arg, kind) for arg in args):
            return None
        return signature(result, *[kind] * count)

    infer_global(function)(type("_OfLanes", (AbstractTemplate,), {"generic": generic}))
    lower_builtin(function, *[kind] * count)(
        lambda _context, builder, _sig, args: build(builder, *args)
    )


def _lesser(builder: Any, a: Any, b: Any) -> Any:
    """Lesser of two, as Python's `min` takes it: the first unless the second is less."""
    return builder.select(builder.fcmp_ordered("<", b, a), b, a)


def _greater(builder: Any, a: Any, b: Any) -> Any:
    """Greater of two, as Python's `max` takes it."""
    return builder.select(builder.fcmp_ordered(">", b, a), b, a)


def _root(builder: Any, a: Any) -> Any:
    """Square root."""
    kind = ir.FunctionType(a.type, [a.type])
    name = f"llvm.sqrt.v{LANES}f64"
    return builder.call(cgutils.get_or_insert_function(builder.module, kind, name), [a])


def _compare(sign: str) -> Callable[..., Any]:
    """Build a comparison; a value that is not a number compares as false, but as unequal."""
    if sign == "!=":
        return lambda builder, a, b: builder.fcmp_unordered(sign, a, b)
    return lambda builder, a, b: builder.fcmp_ordered(sign, a, b)


_ARITHMETIC: dict[Any, Callable[..., Any]] = {
    operator.add: lambda builder, a, b: builder.fadd(a, b),
    operator.sub: lambda builder, a, b: builder.fsub(a, b),
    operator.mul: lambda builder, a, b: builder.fmul(a, b),
    operator.truediv: lambda builder, a, b: builder.fdiv(a, b),
}
_ARITHMETIC |= {  # ``total += row``
    operator.iadd: _ARITHMETIC[operator.add],
    operator.isub: _ARITHMETIC[operator.sub],
    operator.imul: _ARITHMETIC[operator.mul],
    operator.itruediv: _ARITHMETIC[operator.truediv],
}
_OF_KEYS: Final[dict[Any, Callable[..., Any]]] = {
    operator.add: lambda builder, a, b: builder.add(a, b),
    operator.mul: lambda builder, a, b: builder.mul(a, b),
    operator.xor: lambda builder, a, b: builder.xor(a, b),
    operator.rshift: lambda builder, a, b: builder.lshr(a, b),
    operator.iadd: lambda builder, a, b: builder.add(a, b),
}
_OF_TRUTHS: Final[dict[Any, Callable[..., Any]]] = {
    operator.and_: lambda builder, a, b: builder.and_(a, b),
    operator.or_: lambda builder, a, b: builder.or_(a, b),
}
_COMPARISONS: Final = {
    operator.lt: "<",
    operator.le: "<=",
    operator.gt: ">",
    operator.ge: ">=",
    operator.eq: "==",
    operator.ne: "!=",
}

for _function, _build in _ARITHMETIC.items():
    _teach(_function, NUMBERS, NUMBERS, 2, _build)
for _function, _build in _OF_KEYS.items():
    _teach(_function, KEYS, KEYS, 2, _build)
for _function, _build in _OF_TRUTHS.items():
    _teach(_function, TRUTHS, TRUTHS, 2, _build)
for _function, _sign in _COMPARISONS.items():
    _teach(_function, NUMBERS, TRUTHS, 2, _compare(_sign))
_teach(operator.neg, NUMBERS, NUMBERS, 1, lambda builder, a: builder.fneg(a))
_teach(math.sqrt, NUMBERS, NUMBERS, 1, _root)
_teach(min, NUMBERS, NUMBERS, 2, _lesser)
_teach(max, NUMBERS, NUMBERS, 2, _greater)


# What stands in for the forms that are not arithmetic


@_made_of
def _choose(_: Any, condition: Any, _yes: Any, _no: Any) -> Any:
    """Choose lane by lane."""

    def build(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return builder.select(*args)

    row = NUMBERS if condition is TRUTHS else types.float64
    return signature(row, condition, row, row), build


@_made_of
def _anywhere(_: Any, condition: Any) -> Any:
    """Whether a condition holds in any lane."""

    def build(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        if condition is not TRUTHS:
            return args[0]
        bits = builder.bitcast(args[0], ir.IntType(LANES))
        return builder.icmp_unsigned("!=", bits, bits.type(0))

    return signature(types.boolean, condition), build


def _like(pattern: Any, number: Any) -> Any:
    """Make a constant that is a row where the pattern is one."""
    is_row = isinstance(pattern, ir.VectorType)
    return ir.Constant(pattern, [number] * LANES if is_row else number)


@_made_of
def _power_of_two(_: Any, exponent: Any) -> Any:
    """Power of two of whole numbers from -1022 to 1023, written straight into the exponent's bits."""

    def build(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        real = args[0].type
        whole = ir.VectorType(_WHOLE, LANES) if isinstance(real, ir.VectorType) else _WHOLE
        shifted = builder.fadd(args[0], _like(real, 6755399441055744.0 + 1023.0))
        bits = builder.shl(builder.bitcast(shifted, whole), _like(whole, 52))
        return builder.bitcast(bits, real)

    kind = exponent if exponent is NUMBERS else types.float64
    return signature(kind, kind), build


@_made_of
def _split(_: Any, number: Any) -> Any:
    """Split positive numbers into a part near one and a power of two, read off their bits."""

    def build(context: Any, builder: Any, sig: Any, args: Any) -> Any:
        real = args[0].type
        whole = ir.VectorType(_WHOLE, LANES) if isinstance(real, ir.VectorType) else _WHOLE
        lowest = int(np.float64(elementary.SQRT_HALF).view(np.int64))
        bits, place = builder.bitcast(args[0], whole), _like(whole, 52)
        power = builder.ashr(builder.sub(bits, _like(whole, lowest)), place)
        part = builder.bitcast(builder.sub(bits, builder.shl(power, place)), real)
        return context.make_tuple(builder, sig.return_type, (part, builder.sitofp(power, real)))

    kind = number if number is NUMBERS else types.float64
    return signature(types.UniTuple(kind, 2), kind), build


STAND_INS: Final[dict[Any, Any]] = {
    elementary.choose: _choose,
    elementary.anywhere: _anywhere,
    elementary.power_of_two: _power_of_two,
    elementary.split: _split,
}
"""Machine code of the few functions of `detente.rules.forms` that are no arithmetic."""


# Rows in memory


class _LanesRecord(types.Record):
    """Type of a record with lanes, of which NumPy knows only the size."""

    @property
    def dtype(self) -> np.dtype[np.void]:
        """Bytes without a meaning."""
        return np.dtype((np.void, self.size))


register_default(_LanesRecord)(models.RecordModel)


def _field_in_lanes(kind: types.Type) -> types.Type:
    """Type of a field: rows of `LANES` numbers become lanes."""
    if not isinstance(kind, types.NestedArray) or kind.shape[-1] != LANES:
        return kind
    if len(kind.shape) == 1:
        return NUMBERS
    rows = types.NestedArray(NUMBERS, kind.shape[:-1])
    rows.aligned = False
    return rows


def _records_in_lanes(record: types.Record) -> _LanesRecord:
    """Type of a record whose rows are lanes."""
    fields = [
        (name, {"type": _field_in_lanes(field.type), "offset": field.offset})
        for name, field in record.fields.items()
    ]
    return _LanesRecord(fields, record.size, aligned=False)


@_made_of
def in_lanes(_: Any, array: Any) -> Any:
    """See an array of records, or one whose last axis is as long as `LANES`, as one of lanes."""
    if isinstance(array.dtype, types.Record):
        seen = types.Array(_records_in_lanes(array.dtype), array.ndim, "C", aligned=False)
    else:
        kind = KEYS if array.dtype == types.uint64 else NUMBERS
        seen = types.Array(kind, array.ndim - 1, "C", aligned=False)

    def build(context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        source = make_array(array)(context, builder, args[0])
        target = make_array(seen)(context, builder)
        itemsize = context.get_constant(types.intp, seen.dtype.bitwidth // 8)
        populate_array(
            target,
            data=builder.bitcast(source.data, target.data.type),
            shape=cgutils.unpack_tuple(builder, source.shape)[: seen.ndim],
            strides=cgutils.unpack_tuple(builder, source.strides)[: seen.ndim],
            itemsize=itemsize,
            meminfo=None,
        )
        return target._getvalue()  # noqa: SLF001

    return signature(seen, array), build


@_made_of
def successive(_: Any, _first: Any) -> Any:
    """Make a row of whole numbers that follow each other."""

    def build(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        steps = ir.Constant(ir.VectorType(_WHOLE, LANES), list(range(LANES)))
        return builder.add(_spread(builder, args[0]), steps)

    return signature(KEYS, types.uint64), build


@_made_of
def lane_of(_: Any, row: Any, _place: Any) -> Any:
    """Take one number out of a row."""

    def build(_context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return builder.extract_element(*args)

    return signature(types.int64 if row is KEYS else types.float64, row, types.int64), build


@_made_of
def whole(_: Any, row: Any) -> Any:
    """Cut numbers to whole ones."""

    def build(context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        return builder.fptosi(args[0], context.get_value_type(KEYS))

    return signature(KEYS, row), build


@_made_of
def copy_lane(_: Any, target: Any, source: Any) -> Any:
    """Copy the first lane of a record to a record of single numbers with the same fields."""

    def copy(builder: Any, args: Any, places: tuple[int, int]) -> None:
        to, of = (
            cgutils.get_record_member(builder, arg, place, _WHOLE)
            for arg, place in zip(args, places, strict=True)
        )
        builder.store(builder.load(of, align=8), to, align=8)

    def build(context: Any, builder: Any, _sig: Any, args: Any) -> Any:
        for name, field in source.fields.items():
            steps = 1
            if isinstance(field.type, types.NestedArray):
                steps = field.type.nitems
            wide = LANES if target.fields[name].type != field.type else 1
            for step in range(steps):
                places = (target.offset(name) + 8 * step, field.offset + 8 * wide * step)
                copy(builder, args, places)
        return context.get_dummy_value()

    return signature(types.void, target, source), build
