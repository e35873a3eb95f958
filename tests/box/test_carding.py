"""Cards under cells: shown where there is one, in the person's language."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.box import carding


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What cells show."""
    found: list[dict[str, Any]] = []
    monkeypatch.setattr(carding, "show_here", found.append)
    monkeypatch.setattr(carding.os, "environ", {"LANG": "en_GB.UTF-8"})
    return found


def test_a_card_is_shown_as_text_and_html(shown: list[dict[str, Any]]) -> None:
    """What came in is escaped."""
    carding.show_card(TypeError("path is text such as '/', not <Tab>."))
    assert shown[0]["text/plain"].startswith("A tab connects to a path\n")
    assert "&lt;Tab&gt; came" in shown[0]["text/html"]


def test_where_there_is_none_nothing_is_shown(shown: list[dict[str, Any]]) -> None:
    """The traceback is enough."""
    carding.show_card(ValueError("my own"))
    assert shown == []


def test_a_russian_sees_it_in_russian(
    shown: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the kernel's environment says."""
    monkeypatch.setattr(carding.os, "environ", {"LANG": "ru_RU.UTF-8"})
    carding.show_card(TypeError("object str can't be used in 'await' expression"))
    assert "Здесь await не нужен" in shown[0]["text/plain"]


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ru_RU"}, "ru"),
        ({"LC_ALL": "en_US", "LANG": "ru_RU"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "ru_RU"}, "ru"),
    ],
)
def test_the_language_is_the_environments(environment: dict[str, str], language: str) -> None:
    """The first that says anything counts, as with any program."""
    assert carding.language_of(environment) == language


def test_it_begins_once_and_only_in_a_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two sandboxes show one card; a sandbox that cannot be made has begun it already."""
    listeners: list[Any] = []
    monkeypatch.setattr(carding, "_begun", [])
    monkeypatch.setattr(carding, "when_cells_fail", listeners.append)
    monkeypatch.setattr(carding, "call_files", listeners.append)
    carding.begin()
    assert listeners == []
    monkeypatch.setattr(carding, "in_kernel", lambda: True)
    with pytest.raises(TypeError):
        Sandbox(workers="1")  # type: ignore[arg-type]
    carding.begin()
    assert listeners == [carding.show_card, carding.cell_of_file]
