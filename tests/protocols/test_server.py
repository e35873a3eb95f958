"""The protocol server's own life, and clients that vanish or flood."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from sandbox.consumers.channel import Group
from sandbox.consumers.routing import route
from sandbox.errors import ChannelFull, PortTaken
from sandbox.layers.memory import MemoryLayer
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.loops import LoopThread
from tests.protocols.house import House
from tests.protocols.wire_client import PATIENCE, Raw, close, text


def is_refused(port: int) -> bool:
    """Say whether nobody listens there."""
    try:
        socket.create_connection(("127.0.0.1", port), PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


# --- start and stop -------------------------------------------------------------------------------


def test_a_server_says_where_it_is() -> None:
    """Port, address and prefix; the log tells of start and stop."""
    with House() as house:
        server = house.server
        assert server.port > 0
        assert server.address == f"127.0.0.1:{server.port}"
        assert server.prefix.startswith("daphne.response.")
        assert len(server.prefix) == len("daphne.response.") + 11
        assert server.prefix.endswith("!")
        client, message = house.opened()
        with client:
            local = message["reply_channel"].removeprefix(server.prefix)
            assert len(local) == 10
            connection = server.connections[local]
            assert server.clients[client.sock.getsockname()] is connection
            client.send(text("a"))
            house.take("websocket.receive")
            house.wait_for(lambda: connection.order == 1)
            assert server.frames_received == 1
        house.rest()
        assert server.clients == {}
    [started], [stopped] = house.events("server.started"), house.events("server.stopped")
    assert started.address == stopped.address == server.address
    assert stopped.reason == "asked"


def test_the_same_random_gives_the_same_names() -> None:
    """Prefix and reply channels are drawn from what is injected."""
    channels = []
    for _ in range(2):
        with House(random=Random(7)) as house:
            client, message = house.opened()
            client.sock.close()
            channels.append(message["reply_channel"])
    assert channels[0] == channels[1]


def test_a_taken_port_is_named() -> None:
    """PortTaken when the server is made, not later."""
    with House() as house:
        with pytest.raises(PortTaken, match=f"Port {house.server.port} on 127.0.0.1"):
            House(port=house.server.port)


def test_a_server_that_was_never_started_can_be_stopped() -> None:
    """Its socket is closed; twice is harmless."""
    loop = LoopThread("test-loop")
    server = ProtocolServer(MemoryLayer(), loop=loop)
    server.stop()
    server.stop()
    loop.stop()
    assert is_refused(server.port)


def test_a_start_that_fails_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What went wrong comes out; the port is free and nobody listens to the prefix."""
    house = House(ping_interval=1)

    async def fail(*args: Any, **options: Any) -> None:
        raise OSError("no")

    monkeypatch.setattr(house.server._listening, "start", fail)
    with pytest.raises(OSError, match="no"):
        house.server.start()
    house.stop()
    assert is_refused(house.server.port)
    queue = house.layer.store.queue(house.server.prefix)
    assert queue.listeners == ()


def test_greet_names_a_client() -> None:
    """It gets address and reply channel, and its answer is the label in the log."""
    greeted: list[Any] = []

    def greet(address: tuple[str, int], reply_channel: str) -> str | None:
        greeted.append((address, reply_channel))
        return "alice"

    with House(greet=greet) as house:
        client, message = house.opened()
        with client:
            assert greeted == [(client.sock.getsockname(), message["reply_channel"])]
            assert house.server.clients[client.sock.getsockname()].label == "alice"
    assert [event.label for event in house.events("connection.opened")] == ["alice"]


def test_a_greet_that_fails_leaves_no_connection(caplog: pytest.LogCaptureFixture) -> None:
    """The client gets a 500, and nothing of it stays."""

    def greet(address: tuple[str, int], reply_channel: str) -> str | None:
        raise ValueError

    with House(greet=greet) as house, house.raw() as client:
        client.request()
        assert client.response()[0] == 500
        assert house.server.connections == {}
        assert house.server.clients == {}


def test_stop_says_goodbye_to_everybody() -> None:
    """Sockets get 1012, held requests 503, undecided handshakes 503; then nobody is there."""
    with House() as house:
        open_client, message = house.opened()
        undecided, held, idle, half = house.raw(), house.asking(), house.raw(), house.raw()
        with open_client, undecided, idle, half:
            undecided.request()
            house.take("websocket.connect")
            house.take("http.request")
            half.send(b"GET / HTTP/1.1\r\nHost:")
            stopping = threading.Thread(target=house.server.stop, args=("restart",))
            stopping.start()
            assert open_client.closing() == (1012, b"")
            open_client.send(close(1012))
            assert undecided.response()[0] == 503
            status, _, body = held.answer()
            assert status == 503
            assert b"being stopped" in body
            assert idle.rest() == b""
            stopping.join(PATIENCE)
            assert not stopping.is_alive()
        codes = {house.take("websocket.disconnect")["code"] for _ in range(2)}
        assert codes == {1012, 1006}
        house.take("http.disconnect")
        assert house.server.connections == {}
        assert is_refused(house.server.port)
        # What comes later for its clients has no connection; by itself and by group.
        house.reply(message, text="late")
        house.layer.group_add("g", message["reply_channel"])
        house.layer.send_group("g", {"text": "late"})
        house.server.stop()
    assert house.lost() == {"no_connection": 2}
    assert [event.reason for event in house.events("server.stopped")] == ["restart"]
    assert {event.by for event in house.events("connection.closed")} == {"server"}


def test_stop_waits_for_nobody_for_ever() -> None:
    """A client that does not answer, and a body that never ends, hold it up for a second or so."""
    with House() as house:
        silent, _ = house.opened()
        half = house.raw()
        with silent, half:
            half.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf")
            before = house.log.clock()
            house.server.stop()
            assert house.log.clock() - before < 3
            assert silent.closing()[0] == 1012


def test_two_servers_share_a_loop_and_a_layer() -> None:
    """Each has its prefix; a reply finds its own client."""
    with House() as house:
        other = ProtocolServer(house.layer, name="server:2", loop=house.loop, log=house.log)
        other.start()
        first, first_message = house.opened()
        with first, Raw(other.port) as second:
            second.request()
            second_message = house.take("websocket.connect")
            house.reply(second_message, text="2")
            house.reply(first_message, text="1")
            assert second.response()[0] == 101
            assert second.frame() == (1, b"2")
            assert first.frame() == (1, b"1")
        house.rest()
        other.stop()
    opened = house.events("connection.opened")
    assert [event.where for event in opened] == ["server:1", "server:2"]


def test_it_speaks_ipv6() -> None:
    """A host with colons is an IPv6 address."""
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("there is no IPv6 here")
    with House(host="::1") as house:
        assert house.server.address == f"[::1]:{house.server.port}"
        with socket.create_connection(("::1", house.server.port), PATIENCE) as client:
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            message = house.take("http.request")
            assert message["client"][0] == "::1"
            house.reply(message, status=200)
            assert client.recv(100).startswith(b"HTTP/1.1 200 ")


def test_a_reply_to_nobody_is_lost() -> None:
    """A local part that was never given out has no connection."""
    with House() as house:
        house.layer.send(house.server.prefix + "nobody", {"text": "a"})
        house.rest()
    assert house.lost() == {"no_connection": 1}


# --- clients that vanish --------------------------------------------------------------------------


def vanish_at_connect(house: House) -> None:
    """Right after the TCP connection."""
    house.raw().reset()


def vanish_in_the_request(house: House) -> None:
    """After half a request."""
    client = house.raw()
    client.send(b"GET / HTTP/1.1\r\nHost: x\r\nUpg")
    client.reset()


def vanish_in_the_body(house: House) -> None:
    """After half a body."""
    client = house.raw()
    client.send(b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
    client.reset()


def vanish_in_the_handshake(house: House) -> None:
    """After the handshake request, before anybody decided."""
    client = house.raw()
    client.request()
    message = house.take("websocket.connect")
    client.reset()
    house.reply(message, accept=True)


def vanish_unseen(house: House) -> None:
    """After the handshake request, at once."""
    client = house.raw()
    client.request()
    client.reset()


def vanish_after_the_accept(house: House) -> None:
    """While it is being accepted."""
    client = house.raw()
    client.request()
    message = house.take("websocket.connect")
    house.reply(message, accept=True, text="hello")
    client.reset()
    house.reply(message, text="are you there?")


def vanish_in_a_frame(house: House) -> None:
    """In the middle of a frame."""
    client, message = house.opened()
    client.send(text("whole") + text("half")[:5])
    house.take("websocket.receive")
    client.reset()
    house.reply(message, text="echo")


def vanish_in_a_large_message(house: House) -> None:
    """While a megabyte is being sent to it."""
    client, message = house.opened()
    for _ in range(8):
        house.reply(message, text="x" * 1_000_000)
    client.take(1000)
    client.reset()
    house.reply(message, text="late")


def vanish_while_polling(house: House) -> None:
    """While its request is held."""
    client = house.raw()
    client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    message = house.take("http.request")
    client.reset()
    house.reply(message, status=200, content=b"late")


def vanish_in_a_response(house: House) -> None:
    """In the middle of a large response."""
    client = house.raw()
    client.send(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    message = house.take("http.request")
    house.reply(message, status=200, content=b"x" * 1_000_000, more_content=True)
    with contextlib.suppress(ChannelFull):  # its consumer is to wait for it
        for _ in range(8):
            house.reply(message, content=b"x" * 1_000_000, more_content=True)
    client.take(1000)
    client.reset()
    house.layer.send_waiting(message["reply_channel"], {"content": b"end"}, None)


WAYS: list[Callable[[House], None]] = [
    vanish_at_connect,
    vanish_in_the_request,
    vanish_in_the_body,
    vanish_in_the_handshake,
    vanish_unseen,
    vanish_after_the_accept,
    vanish_in_a_frame,
    vanish_in_a_large_message,
    vanish_while_polling,
    vanish_in_a_response,
]


@pytest.mark.parametrize("vanish", WAYS, ids=lambda way: way.__name__)
def test_a_client_may_vanish(vanish: Callable[[House], None]) -> None:
    """The next client is served, and the ledger comes to rest and balances."""
    with House(capacity=1000) as house:
        vanish(house)
        house.rest()
        client, message = house.opened()
        with client:
            client.send(text("next"))
            assert house.take("websocket.receive")["text"] == "next"
            house.reply(message, text="served")
            assert client.frame() == (1, b"served")
            client.send(close(1000))
            while house.take("websocket.disconnect")["code"] != 1000:
                pass
        house.rest()
        assert house.server.clients == {}


def test_many_clients_vanish_while_everybody_talks() -> None:
    """A chat in which clients come, talk and vanish for a second: it rests, and the books are
    whole."""

    def consume_connect(message: Any) -> None:
        Group("chat").add(message.reply_channel)
        message.reply_channel.send({"accept": True})

    def consume_receive(message: Any) -> None:
        Group("chat").send({"text": message["text"]})

    def consume_disconnect(message: Any) -> None:
        Group("chat").discard(message.reply_channel)

    routing = [
        route("websocket.connect", consume_connect),
        route("websocket.receive", consume_receive),
        route("websocket.disconnect", consume_disconnect),
    ]
    with House(routing=routing, capacity=5000) as house:
        stop = threading.Event()
        failed: list[BaseException] = []

        def play(random: Random) -> None:
            try:
                while not stop.is_set():
                    client = house.raw()
                    client.request()
                    if random.random() < 0.7:
                        assert client.response()[0] == 101
                        for _ in range(random.randrange(10)):
                            client.send(text("x" * random.randrange(5000)))
                        if random.random() < 0.5:
                            client.frame()
                    client.reset() if random.random() < 0.8 else client.sock.close()
            except BaseException as error:
                failed.append(error)

        threads = [
            threading.Thread(target=play, args=(Random(seed),), daemon=True) for seed in range(4)
        ]
        for thread in threads:
            thread.start()
        stop.wait(1.0)
        stop.set()
        # Who waits for a frame gets one.
        while any(thread.is_alive() for thread in threads):
            house.layer.send_group("chat", {"text": "wake up"})
            threads[0].join(0.02)
            threads = [thread for thread in threads if thread.is_alive()] or threads[:1]
        assert failed == []
        house.rest()
        house.wait_for(lambda: house.layer.moving() == {})


def test_a_flood_beyond_capacity_is_accounted_for() -> None:
    """A group of twenty, a reply queue of fifty: what finds no room is lost as full, and told."""
    with House(channel_capacity={"daphne.response.*": 50}, capacity=1000) as house:
        clients = []
        for _ in range(20):
            client, message = house.opened()
            clients.append(client)
            house.layer.group_add("all", message["reply_channel"])
        for _ in range(200):
            house.layer.send_group("all", {"text": "x"})
        house.wait_for(lambda: house.row(house.server.prefix).queued == 0)
        house.wait_for(lambda: house.row(house.server.prefix).in_hand == 0)
        row = house.row(house.server.prefix)
        assert row.accepted == 20 + 20 * 200 == row.delivered + row.lost["full"]
        sent = [connection.sent for connection in house.server.clients.values()]
        assert sum(sent) == row.delivered - 20
        for client in clients:
            with contextlib.suppress(OSError):
                client.sock.close()
        house.rest()


def test_what_no_dispatch_expected_is_survived(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """An error of our own is logged, and the server goes on sending."""
    with House() as house:
        client, message = house.opened()
        with client:
            monkeypatch.setattr(house.server._desk.sender, "send", lambda *_: 1 / 0)
            house.reply(message, text="a")
            house.wait_for(lambda: house.lost() == {"malformed": 1})
            monkeypatch.undo()
            assert "could not be handled" in caplog.text
            house.reply(message, text="b")
            assert client.frame() == (1, b"b")
