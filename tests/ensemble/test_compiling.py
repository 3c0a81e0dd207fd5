"""Machine code follows the rules: a rule that is changed is never met in its old form."""

from types import FunctionType
from typing import Any

import pytest

from detente.ensemble import compiling
from detente.ensemble.play import play_runs
from detente.rules import forms, trust
from detente.rules.parameters import Theory, theory_from

THEORY = theory_from({})


def doubled(trust_of_side: float, severity: float, theory: Theory) -> float:
    """Another rule in the place of `trust.skirmish`."""
    return -2.0 * theory.skirmish_loss * severity * trust_of_side


def twice(value: float) -> float:
    """Another `forms.saturation`."""
    return 2.0 * value


def losses(severity: float, theory: Any) -> float:
    return trust.skirmish(0.5, severity, theory) + trust.threat(0.5, 2.0, theory)


def test_machine_code_gives_what_python_gives() -> None:
    assert compiling.compiled(losses)(3.0, THEORY) == losses(3.0, THEORY)


def test_a_changed_rule_changes_the_machine_code(monkeypatch: pytest.MonkeyPatch) -> None:
    before = compiling.compiled(losses)(3.0, THEORY)
    monkeypatch.setattr(trust, "skirmish", doubled)
    after = compiling.compiled(losses)(3.0, THEORY)
    assert after == losses(3.0, THEORY) != before


@pytest.mark.parametrize(
    ("module", "name", "new"), [(trust, "skirmish", doubled), (forms, "hazard_probability", twice)]
)
def test_a_change_anywhere_renames_the_folder(
    module: Any, name: str, new: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = compiling.fingerprint(play_runs)
    assert compiling.fingerprint(play_runs) == before
    monkeypatch.setattr(module, name, new)
    if module is forms:  # treaties hold it by its own name
        monkeypatch.setattr("detente.ensemble.treaties.hazard_probability", new)
    assert compiling.fingerprint(play_runs) != before


def test_where_a_function_stands_makes_no_difference() -> None:
    moved = FunctionType(
        losses.__code__.replace(co_firstlineno=999), losses.__globals__, losses.__name__
    )
    moved.__qualname__ = losses.__qualname__
    assert compiling.fingerprint(moved) == compiling.fingerprint(losses)


def test_without_a_folder_to_keep_it_the_code_is_compiled_all_the_same(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    compiling._compiled.cache_clear()  # noqa: SLF001
    assert compiling.compiled(losses)(1.0, THEORY) == losses(1.0, THEORY)
