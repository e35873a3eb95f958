"""The values of a Django made from nothing."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sandbox.django import defaults


def test_nothing_given_is_completed(tmp_path: Path) -> None:
    """Sessions, users, a database file, and cookies of its own name."""
    names = defaults.complete({}, tmp_path)
    assert names["INSTALLED_APPS"] == list(defaults.APPS)
    assert names["DATABASES"]["default"]["NAME"] == str(tmp_path / "db.sqlite3")
    assert names["DEBUG"] is True
    assert len(names["MIDDLEWARE"]) == 4
    assert names["SESSION_COOKIE_NAME"] not in ("sessionid", names["CSRF_COOKIE_NAME"])


def test_secrets_and_cookie_names_are_new_each_time(tmp_path: Path) -> None:
    """Browsers share cookies across ports, so two kernels must not share their names."""
    first, second = (defaults.complete({}, tmp_path) for _ in range(2))
    for name in ("SECRET_KEY", "SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME"):
        assert first[name] != second[name]


def test_what_is_given_wins(tmp_path: Path) -> None:
    """Only gaps are filled."""
    databases = {"default": {"ENGINE": "django.db.backends.dummy"}}
    names = defaults.complete({"DEBUG": False, "MIDDLEWARE": [], "DATABASES": databases}, None)
    assert (names["DEBUG"], names["MIDDLEWARE"]) == (False, [])
    assert names["DATABASES"] is databases


@pytest.mark.parametrize(
    ("installed", "middleware"),
    [
        (["chat"], ["Common", "NotebookCsrf"]),
        (["django.contrib.sessions"], ["Session", "Common", "NotebookCsrf"]),
        (
            ["django.contrib.auth.apps.AuthConfig", "django.contrib.sessions"],
            ["Session", "Common", "NotebookCsrf", "Authentication"],
        ),
    ],
)
def test_middleware_of_absent_apps_is_left_out(
    tmp_path: Path, installed: list[str], middleware: list[str]
) -> None:
    """A pasted INSTALLED_APPS without sessions must not break every view."""
    names = defaults.complete({"INSTALLED_APPS": installed}, tmp_path)
    classes = [path.rpartition(".")[2].removesuffix("Middleware") for path in names["MIDDLEWARE"]]
    assert classes == middleware
    processors = names["TEMPLATES"][0]["OPTIONS"]["context_processors"]
    assert any(".auth." in path for path in processors) == ("Authentication" in middleware)


def test_a_fork_leaves_the_folder_alone(tmp_path: Path) -> None:
    """Only the process that made the folder deletes it."""
    folder = tmp_path / "data"
    folder.mkdir()
    defaults._remove(folder, owner=os.getpid() + 1)
    assert folder.is_dir()
    defaults._remove(folder, owner=os.getpid())
    assert not folder.exists()
    defaults._remove(folder, owner=os.getpid())
