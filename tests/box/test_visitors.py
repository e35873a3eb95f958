"""Tabs, crowds and requests by name."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.clients import http
from sandbox.errors import TabClosed


def test_tabs_without_a_name_are_numbered(box: Sandbox) -> None:
    """Past names that somebody has given."""
    box.connect("/", name="tab 2")
    assert [box.connect("/").name for _ in range(2)] == ["tab 1", "tab 3"]
    assert [box.crowd(1).name for _ in range(2)] == ["crowd 1", "crowd 2"]


def test_a_tab_of_the_same_name_takes_its_place(box: Sandbox) -> None:
    """The earlier one is closed; so with crowds."""
    first, crowd = box.connect("/", name="alice"), box.crowd(2, name="fans")
    second = box.connect("/", name="alice")
    box.crowd(2, name="fans")
    assert box.tabs["alice"] is second
    assert (first.closed is not None, crowd.open) == (True, 0)
    assert second.closed is None


def test_a_refused_tab_can_be_looked_at_and_reopened(box: Sandbox) -> None:
    """It is in box.tabs, closed."""

    @box.consumer("websocket.connect")
    def deny(message: Any) -> None:
        message.reply_channel.send({"close": True})

    with pytest.raises(TabClosed) as caught:
        box.connect("/", name="alice")
    alice = box.tabs["alice"]
    assert caught.value.tab is alice  # type: ignore[attr-defined]
    assert alice.closed is not None
    box.consumers["deny"].remove()
    alice.reopen().send("hi")
    assert box.story(alice).events[0].kind == "connection.opened"


def test_paths_may_lack_their_slash(box: Sandbox) -> None:
    """And bring a query."""
    assert (box.connect("chat?a=1").path, box.get("nowhere").url) == (
        "/chat?a=1",
        f"{box.url}/nowhere",
    )


def test_a_request_that_cannot_be_made_is_not_waited_for(box: Sandbox) -> None:
    """Whatever goes wrong after its address was announced."""
    before = http.head_of
    for wait in (True, False):
        http.head_of = None  # type: ignore[assignment]
        try:
            with pytest.raises(TypeError):
                box.get("/", wait=wait)
        finally:
            http.head_of = before
    box.settle()


def test_headers_and_cookies_reach_the_consumer(box: Sandbox) -> None:
    """As a browser sends them."""
    seen: list[Any] = []
    box.consumer("websocket.connect")(lambda message: seen.append(dict(message["headers"])))
    box.connect("/", headers={"X-One": "1"}, cookies={"a": "b"})
    (headers,) = seen
    assert (headers[b"x-one"], headers[b"cookie"]) == (b"1", b"a=b")
