"""Rules are made of nothing but what gives the same bits in every Python and when compiled.

Stricter than the check of imports: every call in a rule must be to an allowed name of `math`, to `min`,
`max`, `len` or `range`, or to another rule, and every operator must be one of `+ - * /` or a comparison.
"""

import ast
import importlib
import inspect

import pytest

from tests.rules.contracts import SUBJECTS

MATH = {"exp", "log", "tanh", "sqrt", "log1p", "expm1", "erf"}
BUILTINS = {"len", "max", "min", "range"}
OPERATORS = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.USub)
NODES = (
    *(ast.Expr, ast.Constant, ast.Name, ast.Load, ast.Store, ast.Attribute, ast.arguments, ast.arg),
    *(
        ast.FunctionDef,
        ast.Return,
        ast.Assign,
        ast.AugAssign,
        ast.If,
        ast.IfExp,
        ast.For,
        ast.While,
    ),
    *(ast.BinOp, ast.UnaryOp, ast.BoolOp, ast.And, ast.Or, ast.Compare, ast.Call, ast.Tuple),
    *(ast.Subscript, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, *OPERATORS),
)
"""What a rule may be written with."""


def tree_of(subject: str) -> ast.Module:
    module = importlib.import_module(f"detente.rules.{subject}")
    return ast.parse(inspect.getsource(module))


def imported(tree: ast.Module) -> dict[str, str]:
    """Names that a module imports, and from where."""
    return {
        alias.name: node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef)]


def body_of(function: ast.FunctionDef) -> list[ast.AST]:
    """Every node of a function's code, without annotations."""
    return [node for statement in function.body for node in ast.walk(statement)]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_only_safe_functions_of_math_are_imported(subject: str) -> None:
    tree = tree_of(subject)
    taken = {name for name, home in imported(tree).items() if home == "math"}
    assert taken <= MATH
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Import)]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_rules_call_only_arithmetic_and_each_other(subject: str) -> None:
    tree = tree_of(subject)
    rules = {name for name, home in imported(tree).items() if home.startswith("detente.rules.")}
    allowed = MATH | BUILTINS | rules | {function.name for function in functions(tree)}
    calls = {
        ast.unparse(node.func)
        for function in functions(tree)
        for node in body_of(function)
        if isinstance(node, ast.Call)
    }
    assert calls <= allowed


@pytest.mark.parametrize("subject", SUBJECTS)
def test_rules_are_written_with_plain_operators(subject: str) -> None:
    strays = [
        f"{subject}.{function.name}, line {getattr(node, 'lineno', 0)}: {type(node).__name__}"
        for function in functions(tree_of(subject))
        for node in body_of(function)
        if not isinstance(node, NODES)
    ]
    assert strays == []


@pytest.mark.parametrize("subject", SUBJECTS)
def test_rules_hold_no_state_and_no_defaults(subject: str) -> None:
    tree = tree_of(subject)
    kinds = (ast.FunctionDef, ast.ImportFrom, ast.Expr)
    others = [node for node in tree.body if not isinstance(node, kinds)]
    assert [ast.unparse(node).split(" =")[0] for node in others] == ["__all__"]
    assert [f.name for f in functions(tree) if f.args.defaults or f.args.kw_defaults] == []


@pytest.mark.parametrize(
    "code",
    [
        "return x**2",
        "return x // 2.0",
        "return x % 2.0",
        "return [y for y in x]",
        "return lambda: x",
        "return f'{x}'",
    ],
)
def test_the_check_sees_what_it_forbids(code: str) -> None:
    (function,) = functions(ast.parse(f"def rule(x):\n    {code}"))
    assert [node for node in body_of(function) if not isinstance(node, NODES)]
