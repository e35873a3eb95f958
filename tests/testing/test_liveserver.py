"""A real server and real workers beside a test."""

from __future__ import annotations

import threading
import urllib.request
from typing import Any
from unittest.mock import patch

import pytest
import websocket
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.http import HttpResponse
from django.test import override_settings
from django.urls import path

from sandbox.consumers.channel import Group
from sandbox.consumers.manager import channel_layers
from sandbox.consumers.routing import route
from sandbox.errors import InvalidChannelLayerError, NotAvailableHere
from sandbox.layers.base import BaseChannelLayer
from sandbox.testing import ChannelLiveServerTestCase
from tests.testing.conftest import CLASSIC, Run, failures


def count_users(request: Any) -> HttpResponse:
    """Say how many users there are."""
    from django.contrib.auth.models import User

    return HttpResponse(str(User.objects.count()))


urlpatterns = [path("users/", count_users)]


def join(message: Any) -> None:
    """Let the newcomer hear the group."""
    Group("chat").add(message.reply_channel)


def tell(message: Any) -> None:
    """Tell the group."""
    Group("chat").send({"text": message["text"]})


ROUTES = [route("websocket.connect", join), route("websocket.receive", tell)]
LAYERS = {
    "default": {
        "BACKEND": CLASSIC,
        "CONFIG": {"no_such_option": 1},
        "ROUTING": ROUTES,
        "TEST_CONFIG": {"expiry": 7},
    }
}
SETTINGS = {
    "CHANNEL_LAYERS": LAYERS,
    "ROOT_URLCONF": __name__,
    "STATIC_URL": "/static/",
}


def threads() -> list[str]:
    """Return the names of what runs for a live server."""
    return sorted(one.name for one in threading.enumerate() if "liveserver" in one.name)


def test_clients_reach_the_project_over_real_sockets(run: Run) -> None:
    """Pages, static files and WebSockets; the test itself sends through the same layer; a user
    that the test has made is seen by the view's thread."""
    running: list[list[str]] = []

    @override_settings(**SETTINGS)
    class Case(ChannelLiveServerTestCase):
        worker_threads = 2

        def get(self, where: str) -> str:
            with urllib.request.urlopen(self.live_server_url + where, timeout=10) as answer:
                return str(answer.read().decode())

        def test_pages(self) -> None:
            from django.contrib.auth.models import User

            running.append(threads())
            assert self.get("/users/") == "0"
            User.objects.create(username="zoe")
            assert self.get("/users/") == "1"
            assert "WebSocketBridge" in self.get("/static/channels/js/websocketbridge.js")

        def test_sockets(self) -> None:
            assert channel_layers["default"].expiry == 7
            assert self.live_server_ws_url.startswith("ws://localhost:")
            client = websocket.create_connection(self.live_server_ws_url + "/", timeout=10)
            client.send("hi")
            assert client.recv() == "hi"
            Group("chat").send({"text": "from the test"})
            assert client.recv() == "from the test"
            client.close()

    assert failures(run(Case)) == []
    assert running == [
        ["sandbox-liveserver", "sandbox-liveserver-worker:1", "sandbox-liveserver-worker:2"]
    ]
    assert threads() == []


def test_it_ends_with_a_test_that_fails_or_is_skipped(run: Run) -> None:
    """Django sets up early where the first test is skipped (§13)."""
    import unittest

    @override_settings(**SETTINGS)
    class Case(ChannelLiveServerTestCase):
        @unittest.skip("not today")
        def test_a(self) -> None: ...

        def test_b(self) -> None:
            raise ValueError("x")

    result = run(Case)
    assert (len(result.skipped), len(result.errors)) == (1, 1)
    assert threads() == []


def test_static_files_can_be_left_out(run: Run) -> None:
    """By serve_static."""

    @override_settings(**SETTINGS)
    class Case(ChannelLiveServerTestCase):
        serve_static = False

        def test(self) -> None:
            url = self.live_server_url + "/static/channels/js/websocketbridge.js"
            with pytest.raises(urllib.request.HTTPError) as raised:
                urllib.request.urlopen(url, timeout=10)
            assert raised.value.code == 404
            raised.value.close()

    assert failures(run(Case)) == []


class Bare(BaseChannelLayer):
    """A layer with the classic methods only."""


@pytest.mark.parametrize(
    ("layers", "error", "said"),
    [
        ({**LAYERS, "second": {}}, ImproperlyConfigured, "names default, second: leave one"),
        (
            {"default": {"BACKEND": CLASSIC, "ROUTING": []}},
            InvalidChannelLayerError,
            "TEST_CONFIG",
        ),
        (
            {"default": {"BACKEND": f"{__name__}.Bare", "ROUTING": [], "TEST_CONFIG": {}}},
            NotAvailableHere,
            "gives receipts",
        ),
    ],
)
def test_settings_that_will_not_do_are_refused(
    database: None, layers: Any, error: type[Exception], said: str
) -> None:
    """With what to change."""
    with override_settings(CHANNEL_LAYERS=layers), pytest.raises(error, match=said):
        ChannelLiveServerTestCase._pre_setup()
    assert threads() == []


def test_a_database_in_memory_is_refused(database: None) -> None:
    """Its workers would not see what the test writes."""
    kind = type(connections["default"])
    with override_settings(**SETTINGS), patch.object(kind, "is_in_memory_db", return_value=True):
        with pytest.raises(ImproperlyConfigured, match=r"name a file in DATABASES\['default'\]"):
            ChannelLiveServerTestCase._pre_setup()
