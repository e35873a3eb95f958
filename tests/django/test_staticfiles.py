"""Static files while debugging: served below STATIC_URL, all else left to views."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured, SuspiciousFileOperation
from django.http import HttpResponse
from django.test import override_settings

from sandbox.django.handler import ViewConsumer
from sandbox.django.staticfiles import StaticFilesConsumer, StaticFilesHandler, default_consumer
from sandbox.django.views import Views
from sandbox.layers.memory import MemoryLayer
from tests.django.conftest import REPLY, MakeHandler, MakeMessage

Change = Callable[..., None]


@pytest.fixture
def static(tmp_path: Path, changed: Change) -> Path:
    """A folder with static files, below /static/."""
    (tmp_path / "js").mkdir()
    (tmp_path / "js" / "a b.js").write_text("let a = 1;")
    changed(STATIC_URL="/static/", STATICFILES_DIRS=[str(tmp_path)], DEBUG=True, MIDDLEWARE=[])
    from django.contrib.staticfiles.finders import get_finder

    get_finder.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def finders_forget() -> Any:
    """Django keeps its finders for ever, and with them another test's folder."""
    from django.contrib.staticfiles.finders import get_finder

    yield
    get_finder.cache_clear()


def view(request: Any) -> HttpResponse:
    """Say that a view was asked."""
    return HttpResponse(f"view at {request.path}")


def answered(handler: StaticFilesHandler | Any, message: Any) -> tuple[int, bytes]:
    """Return status and content of what *handler* replies."""
    replies = list(handler(message))
    return replies[0]["status"], b"".join(reply.get("content", b"") for reply in replies)


def test_a_file_below_static_url_is_served(
    static: Path, message: MakeMessage, handler: MakeHandler
) -> None:
    """Past views, with its type; a path is decoded as a file's name is."""
    served = handler(view, StaticFilesHandler)
    assert answered(served, message("/static/js/a b.js")) == (200, b"let a = 1;")
    (first, *_) = list(served(message("/static/js/a b.js")))
    assert dict(first["headers"])[b"Content-Type"].startswith(b"text/javascript")


def test_everything_else_goes_to_views(
    static: Path, message: MakeMessage, handler: MakeHandler
) -> None:
    """Also what only looks alike."""
    served = handler(view, StaticFilesHandler)
    assert answered(served, message("/")) == (200, b"view at /")
    assert answered(served, message("/statics/js")) == (200, b"view at /statics/js")


def test_a_missing_file_is_a_technical_page(
    static: Path, message: MakeMessage, handler: MakeHandler
) -> None:
    """While debugging; it names the path."""
    status, content = answered(handler(view, StaticFilesHandler), message("/static/nothing.js"))
    assert status == 404
    assert b"nothing.js" in content


def test_without_debug_a_missing_file_is_left_to_views(
    static: Path, message: MakeMessage, handler: MakeHandler, changed: Change
) -> None:
    """A file that is there is served all the same."""
    changed(DEBUG=False)
    served = handler(view, StaticFilesHandler)
    assert answered(served, message("/static/nothing.js")) == (200, b"view at /static/nothing.js")
    assert answered(served, message("/static/js/a b.js")) == (200, b"let a = 1;")


@pytest.mark.parametrize("path", ["/static/../secret", "/static/%2e%2e/secret", "/static//etc/x"])
def test_nothing_outside_the_folders_is_served(
    static: Path, message: MakeMessage, handler: MakeHandler, path: str
) -> None:
    """However the path is spelled."""
    (static.parent / "secret").write_text("only for us")
    status, content = answered(handler(view, StaticFilesHandler), message(path))
    assert status in (400, 404)
    assert b"only for us" not in content


def test_an_error_while_serving_is_a_response(
    static: Path, message: MakeMessage, handler: MakeHandler, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path that Django finds suspicious is a bad request, and the worker lives on."""

    def suspicious(*_: Any, **__: Any) -> None:
        raise SuspiciousFileOperation

    monkeypatch.setattr("sandbox.django.staticfiles.serve", suspicious)
    assert answered(handler(view, StaticFilesHandler), message("/static/x"))[0] == 400


def test_files_on_another_host_are_not_ours(
    static: Path, message: MakeMessage, handler: MakeHandler, changed: Change
) -> None:
    """Where STATIC_URL names one, every path goes to views."""
    changed(STATIC_URL="https://cdn.example/static/")
    served = handler(view, StaticFilesHandler)
    assert answered(served, message("/static/js/a b.js")) == (200, b"view at /static/js/a b.js")


def test_an_unusable_setting_says_so(changed: Change) -> None:
    """In Django's words, when the handler is made."""
    with override_settings(STATIC_URL=None), pytest.raises(ImproperlyConfigured):
        StaticFilesHandler()


def test_its_consumer_answers_with_files(static: Path, message: MakeMessage) -> None:
    """As any consumer of http.request does."""
    layer = MemoryLayer()
    one = message("/static/js/a b.js")
    one.channel_layer = layer
    StaticFilesConsumer(Views().current)(one)
    replies = []
    while (reply := layer.receive([REPLY.partition("!")[0] + "!"])[1]) is not None:
        replies.append(reply)
    assert b"".join(reply.get("content", b"") for reply in replies) == b"let a = 1;"
    assert replies[-1]["more_content"] is False


@pytest.mark.parametrize(
    ("debug", "insecure", "installed", "kind"),
    [
        (True, False, True, StaticFilesConsumer),
        (False, True, True, StaticFilesConsumer),
        (False, False, True, ViewConsumer),
        (True, True, False, ViewConsumer),
    ],
)
def test_by_default_files_are_served_while_debugging(
    debug: bool,
    insecure: bool,
    installed: bool,
    kind: type,
    static: Path,
    monkeypatch: pytest.MonkeyPatch,
    changed: Change,
) -> None:
    """With the staticfiles app, and where asked for insecurely."""
    from django.apps import apps

    monkeypatch.setattr(apps, "is_installed", lambda name: installed)
    changed(DEBUG=debug)
    assert type(default_consumer(insecure=insecure)) is kind


def test_a_sandbox_made_from_nothing_serves_them(python: Any) -> None:
    """Those of its apps; the project's views are not asked."""
    said = python("""
        from sandbox import Sandbox
        with Sandbox() as box:
            page = box.get("/static/nothing.js")
            print(page.status_code, "nothing.js" in page.text, "staticfiles" in page.text)
    """)
    assert said.split()[:2] == ["404", "True"]
