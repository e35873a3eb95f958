"""The protocol server as classic commands start it."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import websocket

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import route
from sandbox.django.hosting import Server
from sandbox.errors import NotAvailableHere, PortTaken
from sandbox.layers.base import BaseChannelLayer
from sandbox.layers.memory import MemoryLayer
from sandbox.runtime.threads import spawn
from sandbox.workers.pool import Pool

LOOPBACK = "tcp:port=0:interface=127.0.0.1"


def echo(message: Any) -> None:
    """Say it again."""
    message.reply_channel.send({"text": message["text"]})


@contextmanager
def serving(**options: Any) -> Iterator[Server]:
    """Serve an echo in threads."""
    layer = ChannelLayerWrapper(MemoryLayer(), "default", [route("websocket.receive", echo)])
    layer.router.check_default(http_consumer=lambda message: None)
    pool = Pool(layer, 1)
    server = Server(layer, [LOOPBACK], **options)
    started = threading.Event()
    layer.channel_layer.listen_with = _telling(layer.channel_layer.listen_with, started)
    thread = spawn("test-server", server.run)
    assert started.wait(10)
    while server.address is None and thread.is_alive():
        thread.join(0.001)
    try:
        yield server
    finally:
        server.stop()
        thread.join(10)
        pool.stop()
        assert not thread.is_alive()


def _telling(function: Any, event: threading.Event) -> Any:
    def tell(*args: Any, **options: Any) -> Any:
        event.set()
        return function(*args, **options)

    return tell


def test_it_serves_until_it_is_stopped() -> None:
    """Real sockets; a wrapper or a raw layer; stopping tells the clients."""
    actions: list[tuple[str, str]] = []
    with serving(
        ws_protocols=["chat"], action_logger=lambda *action: actions.append(action[:2])
    ) as server:
        client = websocket.create_connection(
            f"ws://{server.address}/", timeout=10, subprotocols=["chat"]
        )
        client.send("hi")
        assert client.recv() == "hi"
        assert client.getsubprotocol() == "chat"
        server.stop()
        opcode, data = client.recv_data()
        assert (opcode, data[:2]) == (websocket.ABNF.OPCODE_CLOSE, (1012).to_bytes(2, "big"))
        client.shutdown()
    assert actions[:2] == [("websocket", "connecting"), ("websocket", "connected")]


def test_a_taken_port_is_an_os_error() -> None:
    """With the number by which a command knows what to say."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        server = Server(MemoryLayer(), [f"tcp:port={taken.getsockname()[1]}:interface=127.0.0.1"])
        with pytest.raises(PortTaken) as raised:
            server.run()
    assert raised.value.errno is not None


def test_a_layer_without_receipts_is_refused() -> None:
    """The text says which one to take."""
    with pytest.raises(NotAvailableHere, match=r"asgiref\.inmemory\.ChannelLayer"):
        Server(BaseChannelLayer(), [LOOPBACK]).run()


def test_an_endpoint_that_is_none_is_refused() -> None:
    """When it is made, not when it runs."""
    with pytest.raises(ValueError, match="An endpoint is"):
        Server(MemoryLayer(), ["tls:port=1"])


def test_sigterm_ends_it_where_it_is_the_main_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the earlier handler comes back."""
    before = signal.getsignal(signal.SIGTERM)
    server = Server(MemoryLayer(), [LOOPBACK])

    def wait() -> None:
        signal.raise_signal(signal.SIGTERM)
        assert server._asked_to_stop.is_set()

    monkeypatch.setattr(server._asked_to_stop, "wait", wait)
    server.run()
    assert signal.getsignal(signal.SIGTERM) is before


def test_an_interrupt_comes_out_with_everything_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command decides what to say; no thread or socket is left."""
    server = Server(MemoryLayer(), [LOOPBACK], signal_handlers=False)

    def interrupt() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(server._asked_to_stop, "wait", interrupt)
    with pytest.raises(KeyboardInterrupt):
        server.run()
    assert "sandbox-server" not in {thread.name for thread in threading.enumerate()}
