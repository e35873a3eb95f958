"""The values of a Django made from nothing; which of them apply is for settings.py to say.

Every value is here for a reason that a notebook gives; the reason stands beside it.
"""

from __future__ import annotations

import atexit
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

__all__ = ["APPS", "complete", "database_folder", "reproducible"]

APPS = (
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "sandbox.django",
    "sandbox.django.delay",
)
"""What a learner's views and consumers expect: users, sessions and static files, and the classic
apps, whose script pages load from there."""

_MIDDLEWARE = (
    ("django.contrib.sessions.middleware.SessionMiddleware", "django.contrib.sessions"),
    ("django.middleware.common.CommonMiddleware", None),
    ("sandbox.django.middleware.NotebookCsrfMiddleware", None),
    ("django.contrib.auth.middleware.AuthenticationMiddleware", "django.contrib.auth"),
)
"""Each with the app that it needs. No X-Frame-Options: cells show pages in an IFrame."""

_CONTEXT = (
    ("django.template.context_processors.request", None),
    ("django.contrib.auth.context_processors.auth", "django.contrib.auth"),
)


reproducible: ContextVar[bool] = ContextVar("sandbox_reproducible", default=False)
"""Whether nothing that reaches the log may differ from one process to the next: names of cookies
without a random part, which a sandbox that no browser can reach does not need; cookies without a
date; session keys by the sandbox's seed."""


def complete(given: Mapping[str, Any], folder: Path | None) -> dict[str, Any]:
    """Return *given* (upper-case names) with everything that it leaves out.

    *folder* holds the database file if *given* has no DATABASES; None if it has.
    """
    installed = [str(app) for app in given.get("INSTALLED_APPS", APPS)]
    names = {**_for_a_notebook(), **_for_apps(installed), **given}
    if folder is not None:
        names["DATABASES"] = {"default": _sqlite(folder)}
    return names


def database_folder() -> Path:
    """Make a temporary folder that goes when this process (not a fork of it) exits."""
    folder = Path(tempfile.mkdtemp(prefix="sandbox-"))
    atexit.register(_remove, folder, os.getpid())
    return folder


def _remove(folder: Path, owner: int) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


_SAME = {
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "CSRF_COOKIE_AGE": None,
    "SESSION_ENGINE": "sandbox.django.seeded",
}


def _for_a_notebook() -> dict[str, Any]:
    same = reproducible.get()
    token = "cooperative" if same else secrets.token_hex(4)
    return {
        **(_SAME if same else {}),
        "SECRET_KEY": secrets.token_urlsafe(38),
        "DEBUG": True,
        # The port is bound to the loopback; behind a hub's proxy the Host is the hub's.
        "ALLOWED_HOSTS": ["*"],
        "ROOT_URLCONF": "sandbox.django.urls",
        # Browsers share cookies across ports: with Jupyter, and with every other sandbox.
        "SESSION_COOKIE_NAME": f"sandbox_{token}_session",
        "CSRF_COOKIE_NAME": f"sandbox_{token}_csrf",
        "LANGUAGE_COOKIE_NAME": f"sandbox_{token}_language",
        # A throw-away database of made-up users: a slow hash would only slow the cell down.
        "PASSWORD_HASHERS": [
            "django.contrib.auth.hashers.MD5PasswordHasher",
            "django.contrib.auth.hashers.PBKDF2PasswordHasher",
        ],
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "USE_TZ": True,
        "STATIC_URL": "static/",
        "LOGGING_CONFIG": None,  # Django's default prints into whatever cell runs
    }


def _for_apps(installed: list[str]) -> dict[str, Any]:
    """Return what depends on INSTALLED_APPS, without what an absent app would break."""
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": ["templates"],  # beside the notebook
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _usable(_CONTEXT, installed)},
    }
    return {
        "INSTALLED_APPS": list(installed),
        "MIDDLEWARE": _usable(_MIDDLEWARE, installed),
        "TEMPLATES": [engine],
    }


def _usable(parts: Iterable[tuple[str, str | None]], installed: list[str]) -> list[str]:
    def has(app: str) -> bool:
        return any(name == app or name.startswith(app + ".") for name in installed)

    return [path for path, app in parts if app is None or has(app)]


def _sqlite(folder: Path) -> dict[str, Any]:
    """Return the one SQLite set-up without lock errors under threads (NOTEBOOK-FACTS §4)."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(folder / "db.sqlite3"),
        # Opening it costs 1.3 ms, twice what a query costs. A thread that ends closes its own.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;",
        },
    }
