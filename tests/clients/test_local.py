"""Tabs, crowds and requests in a stepped world: names, codes and errors are those of sockets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.http import HttpResponse

from sandbox import Group, Sandbox, TabClosed
from tests.box.conftest import add_chat

Make = Callable[..., Sandbox]


@pytest.fixture
def make() -> Iterator[Make]:
    """Make sandboxes that end with the test; their books balance."""
    made: list[Sandbox] = []

    def _make(**options: Any) -> Sandbox:
        made.append(Sandbox(**options))
        return made[-1]

    yield _make
    for box in made:
        box.stop()
        assert box.ledger.balanced
        assert box.log.ledger() == box.ledger


@pytest.fixture
def stepped(make: Make) -> Sandbox:
    """The talk's chat on the cooperative runtime."""
    box = make(runtime="cooperative", seed=7)
    add_chat(box)
    return box


def test_tabs_talk(stepped: Sandbox) -> None:
    """Handshake, frames, both kinds of closing, reopening."""
    alice, bob = (stepped.connect("/", name=name) for name in ("alice", "bob"))
    alice.send("hi")
    assert bob.receive() == "[user] hi"
    assert alice.receive() == "[user] hi"
    alice.close(code=4000, reason="enough")
    assert alice.closed is not None
    assert alice.closed.code == 4000
    bob.send("alone")
    assert list(bob) == ["[user] alone"]
    stepped.settle()
    assert len(stepped.groups["chat"]) == 1
    alice.reopen().send("back")
    assert bob.expect("[user] back") == "[user] back"
    bob.expect_nothing()


def test_a_server_closes_and_refuses(make: Make) -> None:
    """With the codes and errors as over a network."""
    box = make(runtime="cooperative", seed=1)

    @box.consumer("websocket.connect", path="^/no")
    def no(message: Any) -> None:
        message.reply_channel.send({"close": True})

    @box.consumer("websocket.connect")
    def yes(message: Any) -> None:
        message.reply_channel.send({"text": "bye", "close": 4123})

    with pytest.raises(TabClosed, match="refused the handshake: 403 Forbidden"):
        box.connect("/no")
    tab = box.connect("/")
    assert tab.receive() == "bye"
    with pytest.raises(TabClosed, match="the server closed it with code 4123"):
        tab.receive()


def test_pages_are_asked_for(make: Make) -> None:
    """Bodies, redirects, cookies, HEAD-less errors, and bodies that come in pieces."""
    box = make(runtime="cooperative", seed=1)

    @box.view("echo/")
    def echo(request: Any) -> HttpResponse:
        return HttpResponse(request.body, content_type="application/octet-stream")

    @box.view("away/")
    def away(request: Any) -> HttpResponse:
        response = HttpResponse(status=302, headers={"Location": "/echo/"})
        response.set_cookie("seen", "yes")
        return response

    assert box.get("/nowhere/").status_code == 404
    large = os.urandom(2_000_000)
    assert box.post("/echo/", large).content == large
    page = box.get("/away/")
    assert [one.status_code for one in page.history] == [302]
    assert page.cookies == {"seen": "yes"}
    assert page.url.endswith("/echo/")


def test_a_request_is_held_open(make: Make) -> None:
    """While the cell goes on; a consumer answers it later."""
    box = make(runtime="cooperative", seed=1)

    @box.consumer("http.request")
    def park(message: Any) -> None:
        Group("waiting").add(message.reply_channel)

    later = box.get("/poll/", wait=False)
    box.settle()
    assert not later.done
    Group("waiting").send({"status": 200, "content": b"news", "more_content": False})
    assert later.result(timeout=1).text == "news"
    given_up = box.get("/poll/", wait=False)
    box.settle()
    given_up.cancel()
    with pytest.raises(TabClosed, match="given up"):
        given_up.result()
    box.settle()


def test_a_crowd_is_heard(stepped: Sandbox) -> None:
    """Everyone hears everyone."""
    fans = stepped.crowd(30, "/")
    fans.send("x")
    assert fans.wait(each=30) == 900
    fans.close()
    assert fans.open == 0


def test_a_subprotocol_is_agreed_on(make: Make) -> None:
    """Or the client gives up, as a browser does."""
    box = make(runtime="cooperative", seed=1, server_options={"ws_protocols": ["chat"]})
    add_chat(box)
    assert box.connect("/", subprotocols=["x", "chat"]).subprotocol == "chat"
    with pytest.raises(TabClosed, match="chose the subprotocol none, not one of x"):
        box.connect("/", subprotocols=["x"])


def test_a_handshake_that_nobody_decides_is_dropped(make: Make) -> None:
    """After five virtual seconds."""
    box = make(runtime="cooperative", seed=1, auto_accept=False)
    box.consumer("websocket.connect")(lambda message: None)
    with pytest.raises(TabClosed, match="dropped the connection during the handshake"):
        box.connect("/")
    assert box.clock.now == pytest.approx(5, abs=0.1)


def test_a_message_beyond_the_bound_closes_with_1009(make: Make) -> None:
    """As it does over a socket."""
    from sandbox.protocols.limits import Limits

    limits = Limits(message_bytes=10)
    box = make(runtime="cooperative", seed=1, server_options={"limits": limits})
    add_chat(box)
    tab = box.connect("/")
    tab.send("x" * 11)
    with pytest.raises(TabClosed, match="1009"):
        tab.receive()


def test_a_page_beyond_the_bounds_is_refused(make: Make) -> None:
    """The server answers itself: 431 and 413."""
    from sandbox.protocols.limits import Limits

    limits = Limits(header_bytes=1000, body_bytes=1000)
    box = make(runtime="cooperative", seed=1, server_options={"limits": limits})
    assert box.get("/", headers={"X": "y" * 1001}).status_code == 431
    assert box.post("/", b"z" * 1001).status_code == 413
    assert box.get("/nowhere/").status_code == 404


def test_tabs_of_an_ended_sandbox_say_so(stepped: Sandbox) -> None:
    """And a request that is held open ends with it."""
    tab = stepped.connect("/")
    stepped.consumer("http.request")(lambda message: None)
    later = stepped.get("/", wait=False)
    stepped.stop()
    assert later.done
    with pytest.raises(TabClosed, match="earlier sandbox"):
        tab.send("x")
