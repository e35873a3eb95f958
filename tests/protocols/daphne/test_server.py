"""The classic server: parameters, a blocking run, an end."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.routing import route
from sandbox.errors import NotAvailableHere, PortTaken
from sandbox.layers.memory import MemoryLayer
from sandbox.protocols.daphne.server import Server
from sandbox.workers.pool import Pool
from tests.protocols.house import bytes_of
from tests.protocols.wire_client import PATIENCE

TCP = "tcp:port=0:interface=127.0.0.1"


@contextlib.contextmanager
def running(server: Server) -> Iterator[int]:
    """Run *server* in a thread; yield its port."""
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        assert server.ready.wait(PATIENCE)
        yield int(server.addresses[0].rpartition(":")[2])
    finally:
        server.stop()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def say(message: Any) -> None:
    """Answer with the path and the root path."""
    text = f"{message['path']} {message['root_path']} {message['client'][0]}"
    message.reply_channel.send({"status": 200, "content": text.encode()})


def test_it_serves_until_it_is_stopped() -> None:
    """A wrapper is as good as a layer; two servers on one layer find each its own clients."""
    wrapper = ChannelLayerWrapper(MemoryLayer(), "default", [route("http.request", say)])
    pool = Pool(wrapper, 1, layers={"default": wrapper})
    first = Server(
        wrapper,
        endpoints=[TCP],
        signal_handlers=False,
        root_path="/app",
        proxy_forwarded_address_header="X-Forwarded-For",
    )
    second = Server(wrapper.channel_layer, endpoints=[TCP], signal_handlers=False)
    get = b"GET /x HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: 1.2.3.4\r\nConnection: close\r\n\r\n"
    with running(first) as one, running(second) as other:
        assert b"/x /app 1.2.3.4" in bytes_of(one, get)
        assert b"/x  127.0.0.1" in bytes_of(other, get)
    assert pool.stop() == []
    assert not first.ready.is_set()


def test_it_wants_to_know_where() -> None:
    """UserWarning, raised, as in 2016; an endpoint that is none is a ValueError."""
    with pytest.raises(UserWarning, match="where to listen"):
        Server(MemoryLayer())
    with pytest.raises(ValueError, match="Twisted's other kinds"):
        Server(MemoryLayer(), endpoints=["ssl:443"])


def test_the_outdated_parameters_still_work(tmp_path: Path) -> None:
    """With a warning; the endpoints are sorted."""
    path = str(tmp_path / "x")
    with pytest.warns(DeprecationWarning, match="use endpoints"):
        server = Server(MemoryLayer(), "127.0.0.1", 0, unix_socket=path, file_descriptor=0)
    assert server.endpoints == ["fd:fileno=0", TCP, f"unix:{path}"]
    with pytest.raises(ValueError, match="host and port"):
        Server(MemoryLayer(), port=8000)


def test_a_layer_that_wakes_nobody_is_refused() -> None:
    """The text says what to use."""
    with pytest.raises(NotAvailableHere, match=r"object has no accept.*asgiref\.inmemory"):
        Server(object(), endpoints=[TCP])


def test_a_port_in_use_ends_run() -> None:
    """And leaves no thread behind."""
    first = Server(MemoryLayer(), endpoints=[TCP], signal_handlers=False)
    with running(first) as port:
        taken = f"tcp:port={port}:interface=127.0.0.1"
        with pytest.raises(PortTaken):
            Server(MemoryLayer(), endpoints=[taken], signal_handlers=False).run()


def test_a_signal_just_before_the_wait_ends_it_too() -> None:
    """It has come when the wait begins: the wait is over, and nothing has to come again."""
    server = Server(MemoryLayer(), endpoints=[TCP])
    ready = server.ready

    class Late(threading.Event):
        def set(self) -> None:
            signal.raise_signal(signal.SIGTERM)
            super().set()

    server.ready = Late()
    server.run()
    server.ready = ready


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_it(number: int) -> None:
    """In the main thread; the handlers of before are put back."""
    before = signal.getsignal(number)
    server = Server(MemoryLayer(), endpoints=[TCP])

    def end() -> None:
        assert server.ready.wait(PATIENCE)
        os.kill(os.getpid(), number)

    thread = threading.Thread(target=end)
    thread.start()
    server.run()
    thread.join(PATIENCE)
    assert signal.getsignal(number) is before
