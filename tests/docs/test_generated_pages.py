"""The pages that the build writes from the code hold all of it. They need the extra `docs`."""

import importlib
from types import ModuleType
from typing import Any

import pytest

from detente.rules.mechanisms import MECHANISMS
from detente.rules.parameters import DEFAULTS, PARAMETERS
from detente.scenario import load, scenarios
from tests.docs.pages import ROOT


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Import a hook of the site as MkDocs does, with its folder on the path."""
    monkeypatch.syspath_prepend(str(ROOT / "docs/site"))

    def load_hook(name: str) -> ModuleType:
        return importlib.import_module(name)

    return load_hook


def test_every_parameter_is_on_the_page(hook: Any) -> None:
    page = hook("theory_pages").parameter_page()
    single = {name: each for name, each in PARAMETERS.items() if each.subject != "csbm"}
    for name, parameter in single.items():
        row = next(line for line in page.splitlines() if f'<code id="{name}">' in line)
        for part in (parameter.symbol, parameter.unit, parameter.grade, parameter.source):
            assert part in row
        assert f"| {DEFAULTS[name]:g} |" in row
    assert len(single) + 54 == len(PARAMETERS)


def test_every_parameter_names_the_mechanisms_that_read_it(hook: Any) -> None:
    page = hook("theory_pages").parameter_page()
    rows = [line for line in page.splitlines() if line.startswith("| <code id=") and "<br>" in line]
    unread = [row for row in rows if "mechanisms.md#m" not in row]
    assert [row.partition('id="')[2].partition('"')[0] for row in unread] == ["policing_norm"]


def test_every_mechanism_is_on_the_page(hook: Any) -> None:
    page = hook("theory_pages").mechanism_page()
    for number, mechanism in MECHANISMS.items():
        part = page.partition(f"## {number} {mechanism.name} {{#")[2].partition("\n## ")[0]
        for rule in mechanism.rules:
            assert f"[`{rule}`][detente.rules.{rule}]" in part
        for heading, words in mechanism.passages:
            assert f'Document, {heading}: "{words}".' in part
        assert mechanism.literature in part


def test_a_page_of_a_scenario_has_its_sources(hook: Any) -> None:
    pages = hook("scenario_pages")
    for entry in scenarios():
        if entry.name not in {"classroom", "joint-patrols"}:
            continue
        page = pages.scenario_page(entry)
        scenario = load(entry.path)
        assert " ".join(scenario.about.split()) in page
        for source in set(scenario.sources().values()):
            assert str(source).replace("|", "\\|") in page
        for event in scenario.timeline.values():
            assert event.title in page


def test_every_column_has_a_row(hook: Any) -> None:
    page = hook("table_pages").dictionary_page()
    assert "| `stability.final` |" in page
    assert "| `csbm_hotline` |" in page
