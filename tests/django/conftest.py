"""What the tests of the Django room share: messages, handlers, a Python of its own."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import override_settings

from sandbox.consumers.message import Message
from sandbox.django.handler import AsgiHandler
from sandbox.django.settings import ensure_configured
from sandbox.django.views import Views
from sandbox.layers.memory import MemoryLayer

REPOSITORY = Path(__file__).parents[2]
REPLY = "test.server!alice"

MakeMessage = Callable[..., Message]
MakeHandler = Callable[..., AsgiHandler]
RunPython = Callable[..., str]


@pytest.fixture(scope="session", autouse=True)
def configured() -> None:
    """What the session has configured stays; a ROOT_URLCONF is added to it."""
    ensure_configured()


@pytest.fixture
def layer() -> MemoryLayer:
    """A memory layer without a log."""
    return MemoryLayer()


@pytest.fixture
def message(layer: MemoryLayer) -> MakeMessage:
    """Make an ``http.request`` message; keywords replace or add keys."""

    def make(path: str | bytes = "/", method: str = "GET", **keys: Any) -> Message:
        content = {
            "reply_channel": REPLY,
            "http_version": "1.1",
            "method": method,
            "path": path,
            "headers": [[b"host", b"127.0.0.1:8000"]],
            **keys,
        }
        return Message(content, "http.request", layer)

    return make


@pytest.fixture
def handler() -> MakeHandler:
    """Make a handler whose only view is *view*, at every path."""

    def make(view: Callable[..., Any], kind: type[AsgiHandler] = AsgiHandler) -> AsgiHandler:
        views = Views()
        views.add("^.*$", view)
        return kind(views.current)

    return make


@pytest.fixture
def changed() -> Iterator[Callable[..., None]]:
    """Change settings until the test ends: ``changed(DEBUG=True)``."""
    changes: list[override_settings] = []

    def change(**names: Any) -> None:
        changes.append(override_settings(**names))
        changes[-1].enable()

    yield change
    for each in reversed(changes):
        each.disable()


@pytest.fixture
def python(tmp_path: Path) -> RunPython:
    """Run code in a fresh Python, where a warning is an error; return what it prints."""

    def run(code: str, *, check: bool = True, **environment: str) -> str:
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", textwrap.dedent(code)],
            cwd=tmp_path,
            env={"PYTHONPATH": f"{REPOSITORY}:{tmp_path}", "PATH": "/usr/bin:/bin", **environment},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert not check or (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout if check else done.stderr

    return run
