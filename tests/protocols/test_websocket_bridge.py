"""The protocol server over real WebSockets."""

from __future__ import annotations

import contextlib
import threading
from typing import Any

import pytest
import websocket
from websockets.sync.client import connect

from sandbox.consumers.routing import route
from sandbox.protocols.limits import Limits
from tests.protocols.house import House
from tests.protocols.wire_client import PATIENCE, Raw, close, frame, text


def consume_echo(message: Any) -> None:
    """Send back what came."""
    reply = {key: message[key] for key in ("text", "bytes") if key in message}
    message.reply_channel.send(reply)


def consume_accept(message: Any) -> None:
    """Accept."""
    message.reply_channel.send({"accept": True})


def consume_nothing(message: Any) -> None:
    """Do nothing."""


ECHO = [
    route("websocket.connect", consume_accept),
    route("websocket.receive", consume_echo),
    route("websocket.disconnect", consume_nothing),
]

# --- the handshake --------------------------------------------------------------------------------


def test_the_handshake_waits_for_the_consumer() -> None:
    """Nothing is answered before somebody decides; then frames go both ways, counted."""
    with House() as house, house.raw() as client:
        client.request("/caf%C3%A9/?a=1&b", "X-Twice: 1", "X-Twice: 2", X_under_score="3")
        message = house.take("websocket.connect")
        address = client.sock.getsockname()
        headers = dict(message.pop("headers"))
        assert message == {
            "reply_channel": message["reply_channel"],
            "path": "/café/",
            "query_string": b"a=1&b",
            "client": list(address),
            "server": ["127.0.0.1", house.server.port],
            "order": 0,
        }
        assert message["reply_channel"].startswith(house.server.prefix)
        assert headers[b"x-twice"] == b"1,2"
        client.sock.settimeout(0.02)
        with pytest.raises(TimeoutError):
            client.more()
        client.sock.settimeout(10)
        house.reply(message, accept=True)
        assert client.response()[0] == 101
        for order, payload in enumerate(("a", "b"), 1):
            client.send(text(payload))
            assert house.take("websocket.receive") == {
                "reply_channel": message["reply_channel"],
                "path": "/café/",
                "order": order,
                "text": payload,
            }
        client.send(frame(2, b"\0"))
        assert house.take("websocket.receive")["bytes"] == b"\0"
        client.send(close(4321))
        goodbye = house.take("websocket.disconnect")
        assert (goodbye["code"], goodbye["order"], goodbye["path"]) == (4321, 4, "/café/")
    assert house.kinds("connection", "frame") == [
        "connection.opened",
        "connection.accepted",
        "frame.received",
        "frame.received",
        "frame.received",
        "connection.closed",
    ]
    assert [event.by for event in house.events("connection.closed")] == ["client"]


def test_frames_that_come_early_are_delivered_after_acceptance() -> None:
    """Nobody loses what was sent behind the handshake in one breath."""
    with House() as house, house.raw() as client:
        client.request(early=text("early"))
        message = house.take("websocket.connect")
        assert house.nothing_on("websocket.receive")
        house.reply(message, accept=True)
        assert house.take("websocket.receive")["text"] == "early"


@pytest.mark.parametrize(
    "reply", [{"close": True}, {"close": 4000}, {"accept": False, "text": "a"}]
)
def test_a_rejected_socket_gets_403(reply: dict[str, Any]) -> None:
    """And the application hears of its end: 1006, order 1."""
    with House() as house, house.raw() as client:
        client.request()
        message = house.take("websocket.connect")
        house.reply(message, **reply)
        assert client.response()[0] == 403
        goodbye = house.take("websocket.disconnect")
        assert (goodbye["code"], goodbye["order"]) == (1006, 1)
        house.rest()
        house.reply(message, accept=True)
        house.rest()
    assert house.lost() == {"no_connection": 1}
    [event] = house.events("connection.rejected")
    assert event.status == 403
    assert [event.by for event in house.events("connection.closed")] == ["server"]


def test_a_full_connect_channel_answers_503() -> None:
    """The socket is muted: nobody hears of its end either."""
    with House(channel_capacity={"websocket.connect": 1}) as house:
        with house.raw() as first, house.raw() as second:
            first.request()
            house.wait_for(lambda: len(house.events("connection.opened")) == 1)
            second.request()
            status, headers = second.response()
            assert status == 503
            assert headers["content-type"].startswith("text/html")
            assert b"Request queue full" in second.rest()
            house.wait_for(lambda: len(house.events("connection.closed")) == 1)
            assert house.nothing_on("websocket.disconnect")
            house.reply(house.take("websocket.connect"), accept=True)
            assert first.response()[0] == 101
    assert [event.status for event in house.events("connection.rejected")] == [503]


def test_a_handshake_that_nobody_decides_is_dropped() -> None:
    """The TCP connection ends without an answer; the application hears 1006, order 1."""
    with House(handshake_timeout=0.05) as house, house.raw() as client:
        client.request()
        message = house.take("websocket.connect")
        assert reset_or_end(client) == b""
        goodbye = house.take("websocket.disconnect")
        assert (goodbye["code"], goodbye["order"]) == (1006, 1)
        house.reply(message, accept=True)
        house.rest()
    assert house.lost() == {"no_connection": 1}
    assert [event.by for event in house.events("connection.closed")] == ["timeout"]
    assert [event.status for event in house.events("connection.rejected")] == [None]


def reset_or_end(client: Raw) -> bytes:
    """Return what came up to the end of the connection, however it ended."""
    with contextlib.suppress(ConnectionResetError):
        client.rest()
    return client.buffer


def test_a_decision_in_time_is_the_end_of_that_timeout() -> None:
    """An accepted socket stays open."""
    with House(handshake_timeout=0.05) as house:
        first, _ = house.opened()
        with first, house.raw() as second:
            second.request()
            house.take("websocket.connect")
            assert reset_or_end(second) == b""
            first.send(text("still here"))
            assert house.take("websocket.receive")["text"] == "still here"


def test_minus_one_is_for_ever() -> None:
    """A negative timeout is none (§15.1 row 5)."""
    with House(handshake_timeout=-1) as house:
        client, _ = house.opened()
        client.sock.close()


@pytest.mark.parametrize(
    ("offered", "agreed"), [("", None), ("x", None), ("x, wamp, chat", "wamp"), ("chat", "chat")]
)
def test_the_first_subprotocol_that_is_spoken_is_agreed_on(
    offered: str, agreed: str | None
) -> None:
    """The client's order counts; where there is none, the header is absent."""
    with House(ws_protocols=["chat", "wamp"]) as house, house.raw() as client:
        client.request(Sec_WebSocket_Protocol=offered)
        house.reply(house.take("websocket.connect"), accept=True)
        assert client.response()[1].get("sec-websocket-protocol") == agreed
    assert [event.subprotocol for event in house.events("connection.accepted")] == [agreed]


def test_a_bad_handshake_is_no_message() -> None:
    """400, and the layer hears nothing."""
    with House() as house, house.raw() as client:
        client.request(Sec_WebSocket_Key="")
        assert client.response()[0] == 400
        assert house.nothing_on("websocket.connect")


# --- replies --------------------------------------------------------------------------------------


def test_accept_text_and_close_in_one_message() -> None:
    """101, the text, the close frame; then 1000 (trap 17)."""
    with House() as house, house.raw() as client:
        client.request()
        house.reply(house.take("websocket.connect"), accept=True, text="bye", close=True)
        assert client.response()[0] == 101
        assert client.frame() == (1, b"bye")
        assert client.closing() == (1000, b"")
        client.send(close(1000))
        goodbye = house.take("websocket.disconnect")
        assert (goodbye["code"], goodbye["order"]) == (1000, 1)
    assert [event.by for event in house.events("connection.closed")] == ["server"]


def test_text_and_close_without_accept() -> None:
    """Data implies the acceptance."""
    with House() as house, house.raw() as client:
        client.request()
        house.reply(house.take("websocket.connect"), bytes=b"bye", close=4000)
        assert client.response()[0] == 101
        assert client.frame() == (2, b"bye")
        assert client.closing() == (4000, b"")


def test_accept_with_empty_text_is_only_the_upgrade() -> None:
    """Nothing comes behind the 101 but what is sent next."""
    with House() as house:
        client, connect_message = house.opened(text="")
        with client:
            house.reply(connect_message, accept=True)
            house.reply(connect_message, accept=False, text="next")
            assert client.frame() == (1, b"next")


@pytest.mark.parametrize(
    "reply", [{"text": "a", "bytes": b"b"}, {"txt": "a"}, {"close": 1005}, {"text": "\ud800"}]
)
def test_a_malformed_reply_leaves_the_socket_open(reply: dict[str, Any]) -> None:
    """It is lost as malformed, said in the log, and the next one is sent."""
    with House() as house:
        client, connect_message = house.opened()
        with client:
            house.reply(connect_message, **reply)
            house.reply(connect_message, text="fine")
            assert client.frame() == (1, b"fine")
            house.wait_for(lambda: house.lost() == {"malformed": 1})
            connection = house.server.clients[client.sock.getsockname()]
            house.wait_for(lambda: connection.sent == 1)
    assert len(house.events("reply.malformed")) == 1


def test_a_text_that_cannot_be_sent_does_not_keep_a_close_back() -> None:
    """The close behind it is sent all the same."""
    with House() as house:
        client, connect_message = house.opened()
        with client:
            house.reply(connect_message, text="\ud800", close=True)
            assert client.closing() == (1000, b"")
            client.send(close(1000))
            house.take("websocket.disconnect")
    assert house.lost() == {"malformed": 1}


def test_a_reply_to_a_closed_socket_is_lost() -> None:
    """Behind a close nothing is sent any more."""
    with House() as house:
        client, connect_message = house.opened()
        with client:
            house.reply(connect_message, close=True)
            house.reply(connect_message, text="late")
            assert client.closing() == (1000, b"")
            house.wait_for(lambda: house.lost() == {"no_connection": 1})


# --- ends -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("goodbye", "code", "by"),
    [(close(1000), 1000, "client"), (close(4999), 4999, "client"), (close(), 1005, "client")],
)
def test_the_clients_close_code_is_passed_on(goodbye: bytes, code: int, by: str) -> None:
    """1005 where its close frame had none."""
    with House() as house:
        client, _ = house.opened()
        with client:
            client.send(goodbye)
            assert house.take("websocket.disconnect")["code"] == code
    assert [(event.code, event.by) for event in house.events("connection.closed")] == [(code, by)]


def test_a_connection_that_is_lost_is_1006() -> None:
    """Without a close frame it was the network."""
    with House() as house:
        client, _ = house.opened()
        client.reset()
        goodbye = house.take("websocket.disconnect")
        assert (goodbye["code"], goodbye["order"]) == (1006, 1)
    assert [event.by for event in house.events("connection.closed")] == ["network"]


def test_a_socket_that_lived_long_enough_is_closed() -> None:
    """With 1000, by the timeout."""
    with House(websocket_timeout=0.05) as house:
        client, _ = house.opened()
        with client:
            assert client.closing() == (1000, b"")
            client.send(close(1000))
            assert house.take("websocket.disconnect")["code"] == 1000
    assert [event.by for event in house.events("connection.closed")] == ["timeout"]


def test_a_flooded_receive_channel_closes_with_1013() -> None:
    """Later frames are ignored, and nobody hears of the end (§7.4 row 7)."""
    with House(channel_capacity={"websocket.receive": 2}) as house:
        client, connect_message = house.opened()
        with client:
            client.send(text("1") + text("2") + text("3") + text("4"))
            assert client.closing() == (1013, b"")
            house.reply(connect_message, text="late")
            house.wait_for(lambda: house.lost() == {"no_connection": 1})
            client.send(close(1013))
            house.wait_for(lambda: house.kinds("connection.closed") == ["connection.closed"])
        assert house.nothing_on("websocket.disconnect")
        assert [house.take("websocket.receive")["order"] for _ in range(2)] == [1, 2]
    [refused] = house.events("message.refused")
    assert (refused.channel, refused.reason) == ("websocket.receive", "full")
    third = [event for event in house.events("frame.received") if event.order == 3]
    assert [event.id for event in third] == [refused.cause]


# --- slow clients ---------------------------------------------------------------------------------


def test_a_slow_client_is_let_go_and_others_are_not() -> None:
    """Past the bound: 1013, everything unsent is lost as slow_client; a quick client is served."""
    big = "x" * 200_000
    with House(capacity=10_000) as house:
        slow, slow_connect = house.raw(receive_buffer=4096), None
        with slow:
            slow.request()
            slow_connect = house.take("websocket.connect")
            house.reply(slow_connect, accept=True)
            quick, quick_connect = house.opened()
            with quick:
                sent = 0
                while not house.lost().get("slow_client"):
                    house.reply(slow_connect, text=big)
                    sent += 1
                    house.reply(quick_connect, text="quick")
                    assert quick.frame() == (1, b"quick")
                assert slow.response()[0] == 101
                got = 0
                while (opcode_and_payload := slow.frame())[0] == 1:
                    got += 1
                assert opcode_and_payload == (8, (1013).to_bytes(2))
                slow.send(close(1013))
                house.reply(quick_connect, text="still")
                assert quick.frame() == (1, b"still")
            goodbye = house.take("websocket.disconnect")
            house.take("websocket.disconnect")
            assert goodbye["code"] in {1013, 1006}
        house.rest()
        lost = house.lost()
        assert lost.pop("no_connection", 0) <= 1
        # What was being written when the bound was passed counts as lost, though it may arrive.
        assert lost == {"slow_client": sent - got} or lost == {"slow_client": sent - got + 1}
    assert sent - got > Limits().unsent_bytes // len(big)


def test_a_client_that_catches_up_gets_everything_in_order() -> None:
    """A short sleep is no reason to be let go: the backlog is sent, with the close behind it."""
    with House(capacity=1000) as house, house.raw(receive_buffer=4096) as client:
        client.request()
        message = house.take("websocket.connect")
        house.reply(message, accept=True)
        payloads = [f"{number}:" + "x" * 100_000 for number in range(40)]
        for payload in payloads:
            house.reply(message, text=payload)
        house.reply(message, text="last", close=4001)
        row = house.server.prefix
        house.wait_for(lambda: house.row(row).queued == 0)
        assert client.response()[0] == 101
        assert [client.frame()[1].decode() for _ in payloads] == payloads
        assert client.frame() == (1, b"last")
        assert client.closing() == (4001, b"")
        house.wait_for(lambda: house.row(row).delivered == 42)
        connection = house.server.clients[client.sock.getsockname()]
        assert (connection.sent, connection.backlog) == (41, None)
    assert house.lost() == {}
    assert len(house.events("frame.sent")) == 41


@pytest.mark.parametrize("how", ["reset", "close frame", "stop", "lifetime", "flood"])
def test_what_waits_for_a_slow_client_that_goes_is_lost(how: str) -> None:
    """Nothing that was never written counts as delivered, however the connection ends."""
    options: dict[str, Any] = {"websocket_timeout": 0.3} if how == "lifetime" else {}
    with House(channel_capacity={"websocket.receive": 1}, capacity=1000, **options) as house:
        with house.raw(receive_buffer=4096) as client:
            client.request()
            message = house.take("websocket.connect")
            connection = house.server.clients[client.sock.getsockname()]
            house.reply(message, accept=True)
            for _ in range(40):
                house.reply(message, text="x" * 100_000)
            prefix = house.server.prefix

            def is_stuck() -> bool:
                row = house.row(prefix)
                waiting = len(connection.backlog) + 1 if connection.backlog is not None else 0
                return row.delivered + waiting + sum(row.lost.values()) == 41

            house.wait_for(is_stuck)
            delivered = house.row(prefix).delivered
            if how == "reset":
                client.reset()
            elif how == "close frame":
                client.send(close(1000))
                assert house.take("websocket.disconnect")["code"] == 1000
            elif how == "stop":
                house.server.stop()
            elif how == "flood":
                client.send(text("1") + text("2"))
            house.wait_for(lambda: house.row(prefix).in_hand == 0)
            after = house.row(prefix)
            assert after.delivered == delivered < 41
            assert after.lost == {"no_connection": 41 - delivered}
    assert len(house.events("frame.sent")) == delivered - 1


# --- other clients --------------------------------------------------------------------------------


def test_websocket_client_talks_to_consumers() -> None:
    """The library of the tabs, with a pool of workers behind the server."""
    with House(routing=ECHO) as house:
        client = websocket.create_connection(f"ws://127.0.0.1:{house.server.port}/", timeout=10)
        for payload in ("a", "ä" * 1000, "z" * 100_000):
            client.send(payload)
            assert client.recv() == payload
        client.send_binary(b"\0\1")
        assert client.recv() == b"\0\1"
        client.close(status=4000)
        house.wait_for(lambda: house.kinds("connection.closed") == ["connection.closed"])
        assert house.events("connection.closed")[0].code == 4000
        house.rest()


def test_websockets_talks_to_consumers() -> None:
    """Another library; large messages and the clean end."""
    with House(routing=ECHO) as house:
        with connect(f"ws://127.0.0.1:{house.server.port}/", max_size=None) as client:
            payload = "x" * 1_000_000
            client.send(payload)
            assert client.recv(timeout=10) == payload
        assert client.close_code == 1000
        house.rest()


def test_without_a_log_it_works_the_same() -> None:
    """log=None records nothing and serves everything."""
    with House(routing=ECHO, with_log=False) as house:
        with connect(f"ws://127.0.0.1:{house.server.port}/") as client:
            client.send("a")
            assert client.recv(timeout=10) == "a"
    assert len(house.log) == 0


def test_no_wake_up_is_lost() -> None:
    """Four clients and two workers ping-pong as fast as they can for a second; nobody ever waits
    for the next second to be woken."""
    with House(routing=ECHO, capacity=1000) as house:
        assert house.pool is not None
        house.pool.resize(2)
        failed: list[BaseException] = []
        stop = threading.Event()
        counts = [0] * 4

        def play(number: int) -> None:
            try:
                with connect(f"ws://127.0.0.1:{house.server.port}/") as client:
                    while not stop.is_set():
                        client.send(str(counts[number]))
                        assert client.recv(timeout=1) == str(counts[number])
                        counts[number] += 1
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=play, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        stop.wait(1.0)
        stop.set()
        for thread in threads:
            thread.join()
        assert failed == []
        assert min(counts) > 50
        house.rest()


def test_undecided_handshakes_have_their_bound() -> None:
    """503 for one too many; whoever is decided, or leaves, makes room."""
    with House(limits=Limits(handshakes=2)) as house:
        first, second, third = house.raw(), house.raw(), house.raw()
        first.request()
        connect = house.take("websocket.connect")
        second.request()
        house.take("websocket.connect")
        third.request()
        assert third.response()[0] == 503
        house.reply(connect, accept=True)
        assert first.response()[0] == 101
        second.reset()
        house.take("websocket.disconnect")
        fourth = house.raw()
        fourth.request()
        house.take("websocket.connect")
        for one in (first, third, fourth):
            one.sock.close()
    assert "2 handshakes wait already" in [e.why for e in house.events("connection.rejected")]


def test_a_connect_timeout_is_a_403() -> None:
    """Where it is smaller than the handshake's (§7.4 row 5); the log says that it was the time."""
    with House(handshake_timeout=5, connect_timeout=0.05) as house, house.raw() as client:
        client.request()
        assert client.response()[0] == 403
        house.take("websocket.connect")
        assert house.take("websocket.disconnect")["code"] == 1006
        house.rest()
    [rejected], [closed] = house.events("connection.rejected"), house.events("connection.closed")
    assert rejected.status == 403
    assert (closed.by, closed.why) == ("timeout", rejected.why)
    assert "within 0.05 s" in closed.why


def test_a_timeout_of_minus_one_is_none() -> None:
    """Neither of the two ends a handshake (§15.1 row 5)."""
    with House(handshake_timeout=-1, connect_timeout=-1) as house, house.raw() as client:
        client.request()
        message = house.take("websocket.connect")
        client.sock.settimeout(0.1)
        with pytest.raises(TimeoutError):
            client.more()
        client.sock.settimeout(PATIENCE)
        house.reply(message, accept=True)
        assert client.response()[0] == 101


def test_a_silent_client_is_said_to_have_timed_out() -> None:
    """No pong in time: 1006 for the application, and the log says why."""
    with House(ping_interval=0.05, ping_timeout=0.05) as house:
        client, _ = house.opened()
        assert house.take("websocket.disconnect")["code"] == 1006
        client.sock.close()
        house.rest()
    [closed] = house.events("connection.closed")
    assert (closed.by, closed.why) == ("timeout", "no pong came within 0.05 s")


def test_a_client_that_breaks_the_protocol_is_said_to() -> None:
    """The close code, and the reason in words."""
    with House() as house:
        client, _ = house.opened()
        client.send(b"\x83\x80abcd")
        assert client.closing()[0] == 1002
        assert house.take("websocket.disconnect")["code"] == 1002
        client.sock.close()
        house.rest()
    [closed] = house.events("connection.closed")
    assert (closed.code, closed.by, closed.why) == (1002, "server", "unknown opcode 3")


def test_a_message_has_its_bound() -> None:
    """1009, known from the head of the frame."""
    with House(limits=Limits(message_bytes=1000)) as house:
        client, _ = house.opened()
        client.send(b"\x82\xfe\x03\xe9abcd")
        assert client.closing()[0] == 1009
        client.sock.close()
        house.rest()


def test_a_bad_handshake_is_one_event() -> None:
    """400 with what is wrong; no message."""
    with House() as house, house.raw() as client:
        client.request(Sec_WebSocket_Key="short")
        assert client.response()[0] == 400
        assert house.nothing_on("websocket.connect")
    [rejected] = house.events("connection.rejected")
    assert rejected.status == 400
    assert "handshake is wrong" in rejected.why
    assert "Sec-WebSocket-Key" in rejected.why


@pytest.mark.parametrize("compression", [False, True])
def test_compression_is_only_agreed_to_when_wanted(compression: bool) -> None:
    """permessage-deflate is off unless asked for."""
    with House(compression=compression) as house, house.raw() as client:
        client.request("/", "Sec-WebSocket-Extensions: permessage-deflate")
        house.reply(house.take("websocket.connect"), accept=True)
        assert ("sec-websocket-extensions" in client.response()[1]) is compression
