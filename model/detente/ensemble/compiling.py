"""The rules and phases turned into machine code, once, and kept on the disk.

A rule is a plain function of floats; it is compiled from its own code, so that a rule that is changed in
one place changes both engines. Fast-math is off and division by zero gives infinity, so that results
equal those of Python to the bit wherever the rules guard their domain. What was compiled is kept in a
folder of the user's that is named by a hash of every function's code: a changed rule never meets old
machine code.
"""

import math
import os
import sys
from collections.abc import Callable, Iterator
from dis import get_instructions
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from types import CodeType, FunctionType, ModuleType
from typing import Any, Final

import numba
import numpy as np
import platformdirs
from numba.core import config

from detente.ensemble import lanes
from detente.ensemble.lanes import STAND_INS

__all__ = ["compiled", "fingerprint", "is_compiled"]

_PACKAGE: Final = "detente"
_OWN_MACHINE_CODE: Final = (math, np)

_ONE_AT_A_TIME: Final = Lock()
"""Where machine code is kept is a setting of the whole process."""

_OUTERMOST: Final[dict[str, Any]] = {"nogil": True, "error_model": "numpy", "_nrt": False}
_INSIDE: Final[dict[str, Any]] = {"error_model": "numpy", "forceinline": True, "_nrt": False}


def compiled(entry: Callable[..., Any]) -> Callable[..., Any]:
    """Compile a function with everything that it calls in this package.

    Parameters
    ----------
    entry : function
        A function of the package that only uses what can be compiled.

    Returns
    -------
    function
        The same function in machine code. The first call compiles it, unless the disk holds it; a call
        with the code unchanged returns the same function.
    """
    with _ONE_AT_A_TIME:
        return _compiled(entry, fingerprint(entry))


def is_compiled(entry: Callable[..., Any]) -> bool:
    """Whether the disk holds the machine code of a function as it is now."""
    folder = _cache_folder(fingerprint(entry))
    return folder.is_dir() and any(folder.rglob("*.nbc"))


@lru_cache(maxsize=16)
def _compiled(entry: FunctionType, fingerprint: str) -> Callable[..., Any]:
    """Compile a function whose code has a fingerprint."""
    function = _rebuilt(entry, {})
    folder = _cache_folder(fingerprint)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _jit(function, folder if os.access(folder, os.W_OK) else None)
    except OSError:  # a home that cannot be written: compiled anew by every process
        return _jit(function, None)


def _jit(function: FunctionType, folder: Path | None) -> Callable[..., Any]:
    """Hand the outermost function to numba, and keep its machine code in a folder."""
    before = config.CACHE_DIR  # type: ignore[attr-defined]
    config.CACHE_DIR = str(folder or "")  # type: ignore[attr-defined]
    try:
        made: Callable[..., Any] = numba.njit(cache=folder is not None, **_OUTERMOST)(function)
    finally:
        config.CACHE_DIR = before  # type: ignore[attr-defined]
    return made


def _jit_inside(function: FunctionType) -> Any:
    """Hand a function to numba that becomes a part of its callers.

    Nothing inside allocates, so that references need not be counted: counting costs a third of the time
    and makes threads wait for each other.
    """
    return numba.njit(**_INSIDE)(function)


def _rebuilt(function: FunctionType, made: dict[FunctionType, Any]) -> FunctionType:
    """Copy a function so that it calls machine code instead of Python."""
    used = set(function.__code__.co_names)
    known: dict[str, Any] = {"__name__": function.__module__}
    known |= {name: _ready(value, made, used) for name, value in _globals_of(function)}
    return FunctionType(function.__code__, known, function.__name__, function.__defaults__)


def _ready(value: object, made: dict[FunctionType, Any], used: set[str]) -> Any:
    """Turn what a function refers to into what machine code can use; of modules, the names used."""
    if isinstance(value, FunctionType) and _is_ours(value):
        if value in STAND_INS:
            return STAND_INS[value]
        if value not in made:
            made[value] = _jit_inside(_rebuilt(value, made))
        return made[value]
    if isinstance(value, ModuleType) and value not in _OWN_MACHINE_CODE:
        stand_in = ModuleType(value.__name__)
        for name, function in _functions_of(value, used).items():
            setattr(stand_in, name, _ready(function, made, used))
        return stand_in
    return value


def _is_ours(value: FunctionType) -> bool:
    """Whether a function is to be compiled with the rest: anything that is no library's."""
    return value.__module__.partition(".")[0] not in sys.stdlib_module_names | {"numpy", "numba"}


def _globals_of(function: FunctionType) -> Iterator[tuple[str, object]]:
    """What a function refers to outside of itself, in the order of the names."""
    for name in _names_loaded(function.__code__):
        if name in function.__globals__:
            yield name, function.__globals__[name]


@lru_cache(maxsize=1024)
def _names_loaded(code: CodeType) -> tuple[str, ...]:
    """Names that some code looks up outside of itself; of the same code, always the same."""
    loaded = (found for found in get_instructions(code) if found.opname == "LOAD_GLOBAL")
    return tuple(sorted({found.argval for found in loaded}))


def _functions_of(module: ModuleType, used: set[str]) -> dict[str, FunctionType]:
    """Functions of a module by the names that are used of it."""
    contents = {name: vars(module)[name] for name in sorted(used & set(vars(module)))}
    return {
        name: each
        for name, each in contents.items()
        if isinstance(each, FunctionType) and _is_ours(each)
    }


# What identifies the machine code


def fingerprint(entry: Callable[..., Any]) -> str:
    """Hash of the code of a function and of all that it calls, and of what compiles it."""
    digest = sha256()
    for name in ("numba", "llvmlite", "numpy"):
        digest.update(f"{name} {version(name)} ".encode())
    digest.update(repr((sys.version, _OUTERMOST, _INSIDE)).encode())
    digest.update(Path(lanes.__file__).read_bytes())
    _digest_function(entry, digest, set())  # type: ignore[arg-type]
    return digest.hexdigest()[:16]


def _digest_function(function: FunctionType, digest: Any, seen: set[object]) -> None:
    """Add the code of a function and of what it refers to."""
    if function in seen:
        return
    seen.add(function)
    digest.update(repr((function.__qualname__, function.__defaults__)).encode())
    _digest_code(function.__code__, digest)
    used = set(function.__code__.co_names)
    for name, value in _globals_of(function):
        digest.update(name.encode())
        if isinstance(value, FunctionType) and _is_ours(value):
            _digest_function(value, digest, seen)
        elif isinstance(value, ModuleType) and value not in _OWN_MACHINE_CODE:
            for content in _functions_of(value, used).values():
                _digest_function(content, digest, seen)
        elif isinstance(value, int | float | tuple | str | np.generic):
            digest.update(repr(value).encode())


def _digest_code(code: CodeType, digest: Any) -> None:
    """Add what some code does, but not where it stands."""
    digest.update(code.co_code)
    digest.update(repr((code.co_names, code.co_varnames)).encode())
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            _digest_code(constant, digest)
        else:
            digest.update(repr(constant).encode())


def _cache_folder(fingerprint: str) -> Path:
    """Folder of the machine code with a fingerprint."""
    return Path(platformdirs.user_cache_dir(_PACKAGE)) / "compiled" / fingerprint
