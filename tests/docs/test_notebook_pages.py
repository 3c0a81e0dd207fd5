"""Outputs that were made before are shown only of the notebook that is in the repository."""

import importlib
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.docs.pages import ROOT

PATH = ROOT / "notebooks" / "01_lesson.ipynb"


def notebook(source: str = "1 + 1", count: int | None = 1) -> str:
    """Notebook of one cell, executed or not."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "one",
        "metadata": {},
        "outputs": [],
        "source": source,
    }
    cell |= {"execution_count": count}
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The hook, told that notebooks were executed before."""
    monkeypatch.syspath_prepend(str(ROOT / "docs/site"))
    monkeypatch.setenv("DETENTE_EXECUTED", str(tmp_path))
    pages = importlib.import_module("notebook_pages")
    pages.with_outputs.cache_clear()
    return pages


def shown(hook: ModuleType, tmp_path: Path, executed: str) -> Any:
    """What the site shows of a notebook, given an executed one."""
    (tmp_path / PATH.name).write_text(executed, encoding="utf-8")
    return hook.with_outputs(PATH, notebook(count=None))


def test_the_executed_notebook_is_shown(hook: ModuleType, tmp_path: Path) -> None:
    assert shown(hook, tmp_path, notebook()).cells[0].execution_count == 1


def test_another_notebook_is_refused(hook: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="is not the notebook of the repository"):
        shown(hook, tmp_path, notebook("1 + 2"))


def test_a_notebook_that_was_not_executed_is_refused(hook: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(Exception, match="a cell that was not executed"):
        shown(hook, tmp_path, notebook(count=None))


def test_a_missing_notebook_is_refused(hook: ModuleType) -> None:
    with pytest.raises(Exception, match="there is no"):
        hook.with_outputs(PATH, notebook(count=None))
