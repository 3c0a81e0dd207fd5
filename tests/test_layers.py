"""Imports go one way: a layer knows those above it in the design, and nothing below.

The test reads the source instead of importing it, so that an import inside a function or under
`TYPE_CHECKING` counts like any other. A new module has to be given its place in `LAYERS`.
"""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

PACKAGE = Path(__file__).parents[1] / "model" / "detente"

LAYERS: tuple[set[str], ...] = (
    {"errors"},
    {"rules"},
    {"scenario"},
    {"series", "world"},
    {"draws"},
    {"agents", "events", "ledger", "measures", "model", "record"},
    {"ensemble"},
    {"results"},
    {"batches"},
    {"analysis"},
    {"plots"},
    {"pictures"},
    {"cli", "teaching"},
)
"""Parts of the package, from the one that knows least; parts of one layer may know each other."""

HOMES: dict[str, tuple[str, ...]] = {
    "IPython": ("detente.teaching.panel", "detente.teaching.showing"),
    "ipywidgets": ("detente.teaching.panel",),
    "matplotlib": ("detente.plots",),
    "mesa": ("detente.agents.framework",),
    "llvmlite": ("detente.ensemble.lanes",),
    "numba": ("detente.ensemble.compiling", "detente.ensemble.lanes"),
    "platformdirs": ("detente.ensemble.compiling",),
    "pyarrow": ("detente.batches", "detente.results"),
    "ruamel": ("detente.scenario",),
    "scipy": ("detente.analysis.intervals",),
    "typer": ("detente.cli",),
}
"""Libraries that only one place of the package may import."""

ALLOWED_IN_RULES = {
    "collections.abc",
    "csv",
    "dataclasses",
    "importlib.resources",
    "math",
    "typing",
}
"""Modules of the standard library that a rule may import; `csv` and `importlib` read the table."""

UNSAFE_FUNCTIONS = {"fsum", "gamma", "hypot", "lgamma", "pow", "round", "sum"}
"""Functions whose compiled results, or whose results in another Python, differ in the last bit."""

FORMULAS = sorted(
    path.stem
    for path in (PACKAGE / "rules").glob("*.py")
    if path.stem not in ("__init__", "csbm", "elementary", "mechanisms", "parameters", "quantity")
)
"""Modules of rules that hold equations; `elementary` is what these are written with."""


class Import(NamedTuple):
    """One imported module: who imports it, on which line, and its full name."""

    importer: str
    line: int
    target: str

    def __str__(self) -> str:
        return f"{self.importer}, line {self.line}: imports {self.target}"


def sources() -> dict[str, ast.Module]:
    """Syntax trees of the modules of the package by their full names."""
    trees = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        trees[name] = ast.parse(path.read_text(encoding="utf-8"))
    return trees


SOURCES = sources()


def imports_of(tree: ast.Module, importer: str) -> Iterator[Import]:
    """Every module that a module imports; `from a import b` is `a.b` where that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield Import(importer, node.lineno, alias.name)
        elif isinstance(node, ast.ImportFrom):
            parent = "." * node.level + (node.module or "")
            for alias in node.names:
                child = f"{parent}.{alias.name}"
                yield Import(importer, node.lineno, child if child in SOURCES else parent)


IMPORTS = [found for name, tree in SOURCES.items() for found in imports_of(tree, name)]


def is_within(module: str, home: str) -> bool:
    """Whether a module is the home or lies inside it."""
    return module == home or module.startswith(f"{home}.")


def rank(module: str) -> int:
    """Place of a module of the package in `LAYERS`; that of the package itself is after all others."""
    _, _, rest = module.partition(".")
    part = rest.partition(".")[0]
    if not part:
        return len(LAYERS)
    for place, layer in enumerate(LAYERS):
        if part in layer:
            return place
    pytest.fail(f"{module} has no layer: give `{part}` its place in LAYERS of this file")


def report(found: list[Import]) -> str:
    """List the imports at fault, one a line."""
    return "\n".join(map(str, found))


def test_a_layer_imports_only_from_layers_above_it() -> None:
    upward = [
        found
        for found in IMPORTS
        if is_within(found.target, "detente") and rank(found.target) > rank(found.importer)
    ]
    assert not upward, report(upward)


def test_every_module_has_a_layer() -> None:
    for name in SOURCES:
        rank(name)


def test_imports_are_absolute() -> None:
    relative = [found for found in IMPORTS if found.target.startswith(".")]
    assert not relative, report(relative)


@pytest.mark.parametrize("library", HOMES)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    strays = [
        found
        for found in IMPORTS
        if is_within(found.target, library)
        and not any(is_within(found.importer, home) for home in HOMES[library])
    ]
    assert not strays, report(strays)


def test_nothing_draws_from_a_generator_of_its_own() -> None:
    generators = [
        found
        for found in IMPORTS
        if is_within(found.target, "random")
        or is_within(found.target, "secrets")
        or is_within(found.target, "numpy.random")
    ]
    assert not generators, report(generators)


def test_rules_import_arithmetic_and_each_other_only() -> None:
    others = [
        found
        for found in IMPORTS
        if is_within(found.importer, "detente.rules")
        and not is_within(found.target, "detente.rules")
        and found.target not in ALLOWED_IN_RULES
    ]
    assert not others, report(others)


def unsafe_arithmetic(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Lines of a module whose arithmetic would not be equal to the bit when compiled."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=function):
                name = ast.unparse(function).removeprefix("math.")
                if name in UNSAFE_FUNCTIONS:
                    yield node.lineno, f"{name}(...)"
            case ast.BinOp(op=ast.Pow(), left=ast.Constant()):
                yield node.lineno, ast.unparse(node)
            case ast.BinOp(op=ast.Pow(), right=ast.Constant()):
                yield node.lineno, ast.unparse(node)


@pytest.mark.parametrize("module", [name for name in SOURCES if is_within(name, "detente.rules")])
def test_rules_use_only_arithmetic_that_compiles_to_the_same_bits(module: str) -> None:
    unsafe = [f"{module}, line {line}: {code}" for line, code in unsafe_arithmetic(SOURCES[module])]
    assert not unsafe, "\n".join(unsafe)


@pytest.mark.parametrize("module", FORMULAS)
def test_equations_use_functions_that_take_several_runs_at_once(module: str) -> None:
    found = [
        f"line {node.lineno}: {alias.name}"
        for node in ast.walk(SOURCES[f"detente.rules.{module}"])
        if isinstance(node, ast.ImportFrom) and node.module == "math"
        for alias in node.names
        if alias.name != "sqrt"
    ]
    assert not found, f"{module} takes from math what detente.rules.elementary has: {found}"


def branches(tree: ast.Module) -> Iterator[str]:
    """Lines of a module that decide by a branch; the compiled engine takes several runs at once."""
    for node in ast.walk(tree):
        if isinstance(node, ast.IfExp | ast.Match):
            yield f"line {node.lineno}"
        if isinstance(node, ast.If | ast.While) and "anywhere(" not in ast.unparse(node.test):
            yield f"line {node.lineno}"


@pytest.mark.parametrize("module", FORMULAS)
def test_equations_decide_without_branches(module: str) -> None:
    found = list(branches(SOURCES[f"detente.rules.{module}"]))
    assert not found, (
        f"{module}: use choose(condition, yes, no) of detente.rules.elementary: {found}"
    )
