"""What every test has: Django with settings, a clock that stands still, a look at what leaks."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import hypothesis
import pytest
from django.conf import settings

from sandbox.runtime.clock import ManualClock
from tests.redis_server import RedisServer, require_redis
from tests.tools.leaks import Leaks

EVERYWHERE = (
    "trace",
    "runtime",
    "layers",
    "consumers",
    "workers",
    "protocols",
    "django",
    "testing",
)
"""Rooms whose tests run on every Python that is found, by the mark ``pythons``: the pure ones, and
those on Django and asyncio, of which newer Pythons have newer ones."""

HERE = Path(__file__).parent

hypothesis.settings.register_profile("here", deadline=None, print_blob=True)
hypothesis.settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "here")


def pytest_configure(config: pytest.Config) -> None:
    """Configure Django before any test module is imported; a project's own settings stay."""
    if not settings.configured and "DJANGO_SETTINGS_MODULE" not in os.environ:
        folder = tempfile.mkdtemp(prefix="sandbox-tests-")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        settings.configure(**django_settings(Path(folder)))
    django.setup()


def django_settings(folder: Path) -> dict[str, object]:
    """Return the least that Django needs; a database file, since threads share no memory one."""
    return {
        "SECRET_KEY": "only for tests",
        "ALLOWED_HOSTS": ["*"],
        "DATABASES": {
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": folder / "tests.sqlite3",
                "OPTIONS": {
                    "timeout": 20,
                    "transaction_mode": "IMMEDIATE",
                    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF",
                },
            }
        },
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": [
            "django.contrib.contenttypes",
            "django.contrib.auth",
            "django.contrib.sessions",
            "django.contrib.staticfiles",
            "sandbox.django",
            "sandbox.django.delay",
        ],
        "USE_TZ": True,
    }


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of rooms that are tested on every Python with ``pythons``."""
    for item in items:
        if item.path.is_relative_to(HERE) and item.path.relative_to(HERE).parts[0] in EVERYWHERE:
            item.add_marker(pytest.mark.pythons)


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[RedisServer]:
    """One redis-server for all tests that do it no harm."""
    require_redis()
    server = RedisServer()
    yield server
    server.end()


@pytest.fixture
def redis_server(shared_redis: RedisServer) -> RedisServer:
    """A redis-server that is empty; others use it too, one after the other."""
    shared_redis.empty()
    return shared_redis


@pytest.fixture(autouse=True)
def nothing_leaks() -> Iterator[None]:
    """Fail a test that leaves a thread or a socket behind, two seconds after it at the latest.

    Fixtures of a wider scope are set up before this one, so what they keep open is not counted.
    """
    leaks = Leaks(grace=2.0)
    yield
    found = leaks.found()
    if found:
        pytest.fail("\n".join(found), pytrace=False)


@pytest.fixture
def manual_clock() -> ManualClock:
    """A clock at 0.0 that goes on only by ``advance(seconds)``."""
    return ManualClock()


@pytest.fixture(scope="session")
def database() -> Iterator[None]:
    """Django's tables, made once in the session's database file."""
    from django.core.management import call_command
    from django.db import connections

    call_command("migrate", verbosity=0)
    yield
    connections.close_all()


@pytest.fixture
def people(database: None) -> Iterator[None]:
    """Django's tables; the users and sessions that a test stores there go with it."""
    from django.contrib.auth.models import User
    from django.contrib.sessions.models import Session

    yield
    Session.objects.all().delete()
    User.objects.all().delete()
