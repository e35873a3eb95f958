"""``manage.py runserver``."""

from __future__ import annotations

import io
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import ANY, patch

import pytest
from django.core.management import CommandError, call_command
from django.core.servers.basehttp import WSGIServer
from django.test import override_settings

from sandbox.consumers.channel import Channel
from sandbox.consumers.manager import channel_layers
from sandbox.consumers.signals import worker_ready
from sandbox.django import log
from sandbox.django.handler import ViewConsumer
from sandbox.django.management.commands import runserver
from sandbox.django.management.commands.runserver import Command
from sandbox.django.staticfiles import StaticFilesConsumer
from sandbox.runtime.clock import monotonic

CLASSIC = "asgiref.inmemory.ChannelLayer"
HEARD: list[tuple[str, dict[str, Any]]] = []


def consume(message: Any) -> None:
    """Keep the message with its layer; let the server of the test end."""
    HEARD.append((message.channel_layer.alias, message.content))
    if message.content.get("to"):
        Channel("jobs", alias=message.content["to"]).send({"n": 2})
    else:
        FakeServer.go_on.set()


LAYERS = {
    "default": {"BACKEND": CLASSIC, "ROUTING": {"jobs": consume}},
    "second": {"BACKEND": CLASSIC, "ROUTING": {"jobs": consume}},
}


class FakeServer:
    """Stands in for the server's class: runs until a consumer says so, or at once."""

    given: dict[str, Any]
    go_on = threading.Event()
    wait = False
    threads: set[str]
    error: BaseException | None = None

    def __init__(self, **given: Any) -> None:
        type(self).given = given

    def stop(self) -> None:
        """Let it end."""
        self.go_on.set()

    def run(self) -> None:
        """Look around, and raise what the test wants."""
        type(self).threads = {thread.name for thread in threading.enumerate()}
        if self.wait:
            assert self.go_on.wait(10)
        if self.error is not None:
            raise self.error


@pytest.fixture
def server(database: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[FakeServer]]:
    """Two layers, and the fake server; what the command logs stays away from the terminal."""
    HEARD.clear()
    FakeServer.go_on.clear()
    FakeServer.wait, FakeServer.error = False, None
    logger = logging.getLogger("django.channels")
    kept = logger.level, logger.propagate, logger.handlers[:]
    monkeypatch.setattr(log, "handler", logging.StreamHandler(io.StringIO()))
    monkeypatch.setattr(Command, "server_cls", FakeServer)
    with override_settings(
        CHANNEL_LAYERS=LAYERS, SETTINGS_MODULE="mysite.settings", ROOT_URLCONF="sandbox.django.urls"
    ):
        yield FakeServer
    logger.setLevel(kept[0])
    logger.propagate, logger.handlers = kept[1], kept[2]


def run(*arguments: str, **options: Any) -> str:
    """Run the command without the reloader and return what it says."""
    out = io.StringIO()
    call_command("runserver", *arguments, use_reloader=False, stdout=out, **options)
    return out.getvalue()


def until(true: Callable[[], bool]) -> None:
    """Wait until another thread has made it true."""
    deadline = monotonic() + 10
    while not true():
        assert monotonic() < deadline
        threading.Event().wait(0.001)


def workers(server: type[FakeServer]) -> list[str]:
    """Return the names of worker threads while the server ran."""
    return sorted(name for name in server.threads if name.startswith("sandbox-runserver-worker"))


def test_the_server_is_called_with_exactly_eight_options(server: type[FakeServer]) -> None:
    """As classic tests compare them (trap 19)."""
    run()
    assert server.given == {
        "channel_layer": channel_layers["default"],
        "endpoints": ["tcp:port=8000:interface=127.0.0.1"],
        "signal_handlers": True,
        "action_logger": ANY,
        "http_timeout": 60,
        "ws_protocols": None,
        "root_path": "",
        "websocket_handshake_timeout": 5,
    }


def test_options_and_settings_reach_the_server(server: type[FakeServer]) -> None:
    """Address, timeouts, subprotocols and root path."""
    with override_settings(CHANNELS_WS_PROTOCOLS=["chat"], FORCE_SCRIPT_NAME="/app"):
        said = run("[::1]:8123", "--http_timeout", "7", "--websocket_handshake_timeout", "3")
    assert server.given["endpoints"] == [r"tcp:port=8123:interface=\:\:1"]
    assert (server.given["http_timeout"], server.given["websocket_handshake_timeout"]) == (7, 3)
    assert (server.given["ws_protocols"], server.given["root_path"]) == (["chat"], "/app")
    assert "Starting Channels development server at http://[::1]:8123/\n" in said


def test_it_says_what_it_serves(server: type[FakeServer]) -> None:
    """Checks first, then address and layer."""
    said = run(skip_checks=False)
    assert said.startswith("Performing system checks...")
    assert "no issues" in said
    assert "using settings 'mysite.settings'" in said
    assert "Channel layer default (sandbox.layers.inmemory.ChannelLayer)\n" in said
    assert "Performing system checks" not in run()


@pytest.mark.parametrize(
    ("arguments", "count"), [([], 5), (["--nothreading"], 2), (["--noworker"], 0)]
)
def test_workers_are_four_or_one_or_none(
    server: type[FakeServer], arguments: list[str], count: int
) -> None:
    """On the default layer, and one on each other that no other process sees; they end with the
    server."""
    ready: list[Any] = []

    def note(sender: Any, **_: Any) -> None:
        ready.append(sender)

    worker_ready.connect(note)
    try:
        run(*arguments)
    finally:
        worker_ready.disconnect(note)
    assert len(workers(server)) == len(ready) == count
    assert ("sandbox-delay" in server.threads) is (count > 0)
    left = {thread.name for thread in threading.enumerate()}
    assert not [name for name in left if name.startswith(("sandbox-runserver", "sandbox-delay"))]


def test_workers_consume_each_layer(server: type[FakeServer]) -> None:
    """A consumer of the default layer reaches a consumer of the second by its alias."""
    server.wait = True
    with override_settings(CHANNEL_LAYERS=LAYERS):
        channel_layers["default"].send("jobs", {"to": "second"})
        run()
    assert HEARD == [("default", {"to": "second"}), ("second", {"n": 2})]


def test_delayed_messages_are_sent_by_it(server: type[FakeServer]) -> None:
    """With a layer in memory there can be no other process for that (§6.5)."""
    server.wait = True
    content = {"channel": "jobs", "delay": 1, "content": {"n": 1}}
    channel_layers["default"].send("asgi.delay", content)
    run()
    assert HEARD == [("default", {"n": 1})]


@pytest.mark.parametrize("wanted", [True, False])
def test_sockets_are_accepted_as_in_2016_unless_the_settings_say_no(
    server: type[FakeServer], wanted: bool
) -> None:
    """The setting decides (DESIGN §5)."""
    with patch.object(runserver, "Pool") as pool:
        run()
        assert pool.call_args.kwargs["auto_accept"] is True
        with override_settings(SANDBOX_AUTO_ACCEPT=wanted):
            run()
    assert pool.call_args.kwargs["auto_accept"] is wanted


def test_django_views_answer_what_no_route_does(server: type[FakeServer]) -> None:
    """The default comes behind the project's own routes, once."""
    run()
    run()
    routing = channel_layers["default"].router.root.routing
    found = [entry.consumer for entry in routing if "http.request" in entry.channel_names()]
    assert [type(consumer) for consumer in found] == [ViewConsumer]


@pytest.mark.parametrize(
    ("debug", "arguments", "served"),
    [
        (True, [], True),
        (True, ["--nostatic"], False),
        (False, [], False),
        (False, ["--insecure"], True),
    ],
)
def test_static_files_are_served_while_debugging(
    server: type[FakeServer], debug: bool, arguments: list[str], served: bool
) -> None:
    """And with --insecure without it; --nostatic turns them off."""
    with override_settings(DEBUG=debug, ALLOWED_HOSTS=["*"], STATIC_URL="/static/"):
        run(*arguments)
        routing = channel_layers["default"].router.root.routing
    [consumer] = [one.consumer for one in routing if "http.request" in one.channel_names()]
    assert isinstance(consumer, StaticFilesConsumer) is served


@pytest.mark.parametrize("configs", [{}, {"second": LAYERS["second"]}])
def test_without_a_default_layer_it_is_djangos_own(
    server: type[FakeServer], configs: dict[str, Any]
) -> None:
    """Plain WSGI then (§5.1)."""
    with override_settings(CHANNEL_LAYERS=configs):
        with patch("django.core.management.commands.runserver.run") as django_run:
            run()
    assert django_run.call_args.kwargs["server_cls"] is WSGIServer


def test_noasgi_is_djangos_own(server: type[FakeServer]) -> None:
    """Although there is a layer."""
    with patch("django.core.management.commands.runserver.run") as django_run:
        run("--noasgi")
    assert django_run.call_args.kwargs["server_cls"] is WSGIServer


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ({"default": {"ROUTING": []}}, "needs a BACKEND"),
        ({"default": {"BACKEND": CLASSIC, "ROUTING": "no.where"}}, "Cannot import"),
        ([CLASSIC], "CHANNEL_LAYERS is a dict"),
    ],
)
def test_wrong_settings_are_a_command_error(
    server: type[FakeServer], config: Any, said: str
) -> None:
    """One sentence that says what to write."""
    with override_settings(CHANNEL_LAYERS=config), pytest.raises(CommandError, match=said):
        run()


def test_ctrl_c_ends_it_well(server: type[FakeServer]) -> None:
    """With the message for that, if there is one."""
    for server.error in (KeyboardInterrupt(), None):  # as it comes without handlers, and with
        assert run(shutdown_message="bye").endswith("bye\n")
        assert run().endswith("CONTROL-C.\n")


def test_a_process_that_ends_lets_the_server_say_goodbye(
    server: type[FakeServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Under the reloader the process ends while the server's thread runs; once the server has
    ended by itself there is nothing left to do."""
    registered: list[Any] = []
    monkeypatch.setattr("atexit.register", registered.append)
    monkeypatch.setattr("atexit.unregister", registered.remove)
    server.wait = True
    thread = threading.Thread(target=run)
    thread.start()
    until(lambda: registered != [])
    [goodbye] = registered
    goodbye()
    assert server.go_on.is_set()
    thread.join(10)
    assert registered == []


def test_a_taken_port_is_one_line(
    server: type[FakeServer], monkeypatch: pytest.MonkeyPatch
) -> None:
    """And status 1, from whatever thread (Django's own way)."""
    monkeypatch.undo()
    ended: list[int] = []
    monkeypatch.setattr("os._exit", ended.append)
    said = io.StringIO()
    with socket.create_server(("127.0.0.1", 0)) as taken:
        run(f"127.0.0.1:{taken.getsockname()[1]}", stderr=said)
    assert (ended, said.getvalue()) == ([1], "Error: That port is already in use.\n")


# --- what clients do ------------------------------------------------------------------------------

HTTP = {"method": "GET", "path": "/a?b", "time_taken": 0.126, "client": "127.0.0.1:5"}
SOCKET = {"path": "/chat", "client": "127.0.0.1:5"}


@pytest.mark.parametrize(
    ("protocol", "action", "details", "text"),
    [
        ("http", "complete", {**HTTP, "status": 200}, "HTTP GET /a?b 200 [0.13, 127.0.0.1:5]\n"),
        ("http", "complete", {**HTTP, "status": None}, "HTTP GET /a?b - [0.13, 127.0.0.1:5]\n"),
        ("websocket", "connected", SOCKET, "WebSocket CONNECT /chat [127.0.0.1:5]\n"),
        ("websocket", "disconnected", SOCKET, "WebSocket DISCONNECT /chat [127.0.0.1:5]\n"),
        ("websocket", "connecting", SOCKET, "WebSocket HANDSHAKING /chat [127.0.0.1:5]\n"),
        ("websocket", "rejected", SOCKET, "WebSocket REJECT /chat [127.0.0.1:5]\n"),
        ("unknown", "unknown", {}, ""),
    ],
)
def test_each_action_is_a_line(
    protocol: str, action: str, details: dict[str, Any], text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On stderr, with the time before it; an unknown action has only that (§6.4)."""
    stderr = io.StringIO()
    monkeypatch.setattr("sandbox.django.management.commands.runserver.sys.stderr", stderr)
    Command(no_color=True).log_action(protocol, action, details)
    prefix, _, rest = stderr.getvalue().partition("] ")
    assert rest == text
    assert len(prefix) == len("[2016/12/31 23:59:59")


@pytest.mark.parametrize(
    ("status", "style"),
    [
        (200, "HTTP_SUCCESS"),
        (101, "HTTP_INFO"),
        (304, "HTTP_NOT_MODIFIED"),
        (302, "HTTP_REDIRECT"),
        (404, "HTTP_NOT_FOUND"),
        (403, "HTTP_BAD_REQUEST"),
        (503, "HTTP_SERVER_ERROR"),
        (None, "HTTP_SERVER_ERROR"),
    ],
)
def test_the_status_colours_a_request(
    status: int | None, style: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Django's server colours them."""
    stderr = io.StringIO()
    monkeypatch.setattr("sandbox.django.management.commands.runserver.sys.stderr", stderr)
    command = Command()
    command.style = type("Style", (), {"__getattr__": lambda _, name: lambda text: f"<{name}>"})()
    command.log_action("http", "complete", {**HTTP, "status": status})
    assert stderr.getvalue().endswith(f"] <{style}>")
