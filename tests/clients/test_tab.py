"""One tab: reading, waiting, its history, closing and opening it again."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Callable
from typing import Any

import pytest

from sandbox.clients import Closed, Frame, Hub, Tab
from sandbox.errors import NothingArrived, NotSettled, TabClosed
from tests.clients.servers import ByHand, Interrupt, Peer, Served, frame


class Clock:
    """Seconds that go on by one with each look."""

    def __init__(self) -> None:
        self.now = 99.0

    def __call__(self) -> float:
        """Return the time."""
        self.now += 1
        return self.now


class Settling:
    """A settle that acts as told and keeps what it was asked."""

    def __init__(self, *acts: Callable[[], object]) -> None:
        self.acts = list(acts)
        self.asked: list[float] = []

    def __call__(self, timeout: float, unless: Callable[[], bool]) -> None:
        """Do the next act; wait, as a box does, while there is one and no news of it."""
        self.asked.append(timeout)
        if self.acts:
            self.acts.pop(0)()


@pytest.fixture
def bob(hub: Hub, served: Served) -> Tab:
    """A tab that hears its own echo."""
    return Tab(hub, served.ws + "/echo/", name="bob")


@pytest.fixture
def opened(hub: Hub, by_hand: ByHand) -> tuple[Tab, Peer]:
    """A tab and the server's end of it."""
    return by_hand.meet(lambda: Tab(hub, by_hand.ws, name="bob"), Peer.upgrade)


def feed(opened: tuple[Tab, Peer], *texts: str) -> None:
    """Have the server send these, and wait until they are unread."""
    tab, peer = opened
    due = len(tab.inbox) + len(texts)
    peer.send(b"".join(frame(text) for text in texts))
    with tab._news:
        assert tab._news.wait_for(lambda: len(tab._unread) >= due, 5)


# Reading.


def test_frames_are_received_in_order_each_once(opened: tuple[Tab, Peer]) -> None:
    feed(opened, "one", "two")
    bob, _ = opened
    assert bob.inbox == ("one", "two")
    assert bob.receive() == "one"
    assert bob.inbox == ("two",)
    assert bob.receive(timeout=0) == "two"
    assert bob.inbox == ()


def test_a_wait_in_vain_says_for_what_how_long_and_why(hub: Hub, served: Served) -> None:
    asked: list[Any] = []

    def explain(tab: Tab, wanted: Any) -> str:
        asked.append((tab.name, wanted))
        return "bob is not in the group chat."

    bob = Tab(hub, served.ws + "/echo/", name="bob", explain=explain)
    with pytest.raises(NothingArrived) as caught:
        bob.receive(timeout=0.01)
    assert str(caught.value) == (
        "bob waited 0.01 s for a frame; nothing came so far.\nbob is not in the group chat."
    )
    assert isinstance(caught.value, TimeoutError)
    with pytest.raises(NothingArrived, match=r"bob waited 0\.01 s for '.user. hi'; nothing came"):
        bob.expect("[user] hi", timeout=0.01)
    assert asked == [("bob", None), ("bob", "[user] hi")]


def test_a_wait_in_vain_says_what_came_instead_and_leaves_it(opened: tuple[Tab, Peer]) -> None:
    bob, _ = opened
    feed(opened, *(f"no {number}" for number in range(40)))
    with pytest.raises(NothingArrived) as caught:
        bob.expect("yes", timeout=0.01)
    assert "40 frames, at last 'no 35', 'no 36', 'no 37', 'no 38', 'no 39', came instead" in str(
        caught.value
    )
    assert len(bob.inbox) == 40
    assert bob.expect("no 20") == "no 20"
    assert bob.inbox[0] == "no 21"


def test_a_wait_after_reading_all_says_what_was_last(opened: tuple[Tab, Peer]) -> None:
    bob, _ = opened
    feed(opened, "x" * 200)
    bob.receive()
    with pytest.raises(NothingArrived, match=r"nothing came after 'x{100}'… \(200 in all\)\."):
        bob.receive(timeout=0)


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("hi", "hi"),
        (b"hi", b"hi"),
        (re.compile("i t"), "hi there"),
        (re.compile(b"^h"), b"hi"),
        (lambda data: len(data) > 2, "hi there"),
    ],
    ids=["text", "bytes", "pattern", "bytes pattern", "function"],
)
def test_expect_skips_to_what_is_wanted(bob: Tab, wanted: Any, found: str | bytes) -> None:
    for data in ("x", b"y", b"hi", "hi", b"z", "hi there", "after"):
        bob.send(data)
    assert bob.expect(wanted) == found
    bob.expect("after")
    assert len(bob.frames) == 14, "what was skipped is in the history"


@pytest.mark.parametrize("wanted", [None, 1, {"a": 1}])
def test_expecting_something_else_is_a_type_error(bob: Tab, wanted: Any) -> None:
    with pytest.raises(TypeError, match="takes text, bytes, a compiled pattern or a function"):
        bob.expect(wanted)


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (re.compile("hi$"), "a match of 'hi[$]'"),
        (str.isdigit, "a frame that fits isdigit"),
        (b"x", "b'x'"),
    ],
)
def test_what_was_expected_is_shown_as_it_was_meant(bob: Tab, wanted: Any, shown: str) -> None:
    with pytest.raises(NothingArrived, match=f"looked for {shown};"):
        bob.expect(wanted, timeout=0)


def test_a_frame_that_is_not_json_says_so(opened: tuple[Tab, Peer]) -> None:
    feed(opened, '{"a": 1}', "hello")
    assert opened[0].receive_json() == {"a": 1}
    with pytest.raises(ValueError, match="Expected a frame with JSON, bob received 'hello'"):
        opened[0].receive_json()


def test_two_readers_share_the_frames_between_them(bob: Tab) -> None:
    got: list[str | bytes] = []

    def read() -> None:
        got.extend(bob.receive() for _ in range(300))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for number in range(600):
        bob.send(str(number))
    for reader in readers:
        reader.join()
    assert sorted(got, key=int) == [str(number) for number in range(600)]


def test_an_interrupt_ends_a_wait_at_once_and_the_tab_goes_on(
    bob: Tab, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupt = Interrupt()
    waiting = threading.Event()
    wait = bob._news.wait

    def watched(timeout: float | None = None) -> bool:
        waiting.set()
        return wait(timeout)

    def stop() -> None:
        waiting.wait(5)
        interrupt.send()

    monkeypatch.setattr(bob._news, "wait", watched)
    stopper = threading.Thread(target=stop)
    stopper.start()
    interrupt.expect(lambda: bob.receive(timeout=None))
    stopper.join()
    bob.send("hi")
    assert bob.receive() == "hi"


# Settling.


def test_expect_nothing_settles_first(hub: Hub, served: Served) -> None:
    settle = Settling()
    bob = Tab(hub, served.ws + "/echo/", settle=settle)
    bob.expect_nothing(timeout=7)
    assert settle.asked == [7]


def test_expect_nothing_lists_what_came(opened: tuple[Tab, Peer]) -> None:
    bob, _ = opened
    bob._settle = Settling(lambda: feed(opened, "one", "two"))
    with pytest.raises(
        AssertionError, match="Expected nothing more for bob, but 'one', 'two' came"
    ):
        bob.expect_nothing()
    assert bob.inbox == ("one", "two")


def test_without_a_settle_expect_nothing_waits_for_its_timeout(opened: tuple[Tab, Peer]) -> None:
    bob, _ = opened
    bob.expect_nothing(timeout=0.01)
    feed(opened, "one")
    with pytest.raises(AssertionError, match="'one' came"):
        bob.expect_nothing(timeout=60)


def test_iterating_yields_what_is_on_its_way_until_the_sandbox_has_settled(
    opened: tuple[Tab, Peer],
) -> None:
    bob, _ = opened
    settle = bob._settle = Settling(
        lambda: feed(opened, "two", "three"), lambda: feed(opened, "four")
    )
    feed(opened, "one")
    assert list(bob) == ["one", "two", "three", "four"]
    assert len(settle.asked) == 3
    assert list(bob) == []


def test_iterating_ends_when_the_tab_is_closed(hub: Hub, served: Served) -> None:
    settle = Settling()
    bob = Tab(hub, served.ws + "/close/4000/", settle=settle)
    with bob._news:
        assert bob._news.wait_for(lambda: bob.closed, 5)
    assert list(bob) == ["goodbye"]
    assert settle.asked == []


def test_a_sandbox_that_does_not_settle_ends_the_iteration_with_its_error(
    opened: tuple[Tab, Peer],
) -> None:
    def restless() -> None:
        raise NotSettled("a message is held")

    bob, _ = opened
    bob._settle = Settling(restless)
    feed(opened, "one")
    yielded = iter(bob)
    assert next(yielded) == "one"
    with pytest.raises(NotSettled):
        next(yielded)


def test_without_a_settle_an_iteration_yields_what_is_there(opened: tuple[Tab, Peer]) -> None:
    feed(opened, "one", "two")
    assert list(opened[0]) == ["one", "two"]


# The history.


def test_the_history_has_both_directions_with_times(hub: Hub, served: Served) -> None:
    bob = Tab(hub, served.ws + "/echo/", clock=Clock())
    bob.send("hi")
    bob.receive()
    bob.send(b"raw")
    bob.receive()
    bob.close(4000, "done")
    assert bob.frames == (
        Frame("sent", "hi", 1.0, "text"),
        Frame("received", "hi", 2.0, "text"),
        Frame("sent", b"raw", 3.0, "bytes"),
        Frame("received", b"raw", 4.0, "bytes"),
        Frame("sent", "4000 done", 5.0, "close"),
        Frame("received", bob.frames[-1].data, 6.0, "close"),
    )


# Closing and opening again.


def test_closing_sends_code_and_reason_and_keeps_the_answer(opened: tuple[Tab, Peer]) -> None:
    bob, peer = opened

    def answer() -> None:
        heard = peer.read_frame()
        assert heard == (8, (4001).to_bytes(2, "big") + b"bye")
        peer.send(frame("last words") + frame(heard[1], 8))

    server = threading.Thread(target=answer)
    server.start()
    bob.close(4001, "bye")
    server.join()
    assert bob.closed == Closed(4001, "bye", "tab")
    assert bob.receive() == "last words"
    with pytest.raises(TabClosed) as caught:
        bob.receive()
    assert str(caught.value) == (
        "bob at /hand/ is closed: it was closed from here with code 4001 bye; "
        "tab.reopen() opens it again."
    )
    bob.close()
    bob.close(1000)


def test_a_server_that_does_not_answer_a_close_is_dropped(opened: tuple[Tab, Peer]) -> None:
    bob, peer = opened
    bob.close(timeout=0.01)
    assert bob.closed == Closed(1006, "the server did not answer the close frame", "tab")
    assert peer.read_frame() == (8, b"\x03\xe8")
    assert peer.read_frame() is None
    with pytest.raises(TabClosed, match=r"did not answer the close frame \(code 1006\)"):
        bob.send("x")


def test_a_close_without_code_sends_none(opened: tuple[Tab, Peer]) -> None:
    bob, peer = opened
    bob.close(None, timeout=0.01)
    assert peer.read_frame() == (8, b"")


@pytest.mark.parametrize("code", [1005, 1006, 1015, 2000, 5000])
def test_a_code_that_may_not_be_sent_closes_nothing(bob: Tab, code: int) -> None:
    with pytest.raises(ValueError, match="A tab closes with 1000"):
        bob.close(code)
    assert bob.closed is None


def test_after_the_servers_close_what_came_is_read_first(hub: Hub, served: Served) -> None:
    bob = Tab(hub, served.ws + "/close/4000/", name="bob")
    assert bob.receive() == "goodbye"
    with pytest.raises(TabClosed, match="the server closed it with code 4000 enough"):
        bob.receive()
    with pytest.raises(TabClosed, match=r"4000 enough, before 'more' came; tab\.reopen"):
        bob.expect("more")
    with pytest.raises(TabClosed, match="4000 enough"):
        bob.send("hello?")
    assert bob.closed == Closed(4000, "enough", "server")


def test_a_wait_ends_when_the_tab_is_closed_elsewhere(bob: Tab) -> None:
    closer = threading.Thread(target=bob.close)
    with bob._news:
        closer.start()
        with pytest.raises(TabClosed, match="closed from here with code 1000"):
            bob.receive(timeout=None)
    closer.join()


def test_reopening_uses_the_same_options_and_goes_on_with_the_history(
    hub: Hub, served: Served
) -> None:
    bob = Tab(
        hub,
        served.ws + "/head/?room=1",
        headers={"X-One": "1"},
        cookies={"session": "abc"},
        name="bob",
    )
    first, address = bob.receive_json(), bob.address
    assert bob.reopen() is bob
    second = bob.receive_json()
    assert bob.address != address
    assert bob.closed is None
    for told in (first, second):
        told.pop("client")
        told["headers"] = [pair for pair in told["headers"] if pair[0] != "sec-websocket-key"]
    assert first == second
    assert [f.kind for f in bob.frames] == ["text", "close", "close", "text"]
    assert (bob.sent_count, bob.received_count) == (0, 1)
    bob.close()
    assert bob.reopen().receive_json()["path"] == "/head/"


def test_reopening_forgets_what_was_unread(opened: tuple[Tab, Peer], by_hand: ByHand) -> None:
    bob, peer = opened
    feed(opened, "stale")
    peer.reset()
    with bob._news:
        assert bob._news.wait_for(lambda: bob.closed, 5)
    _, peer = by_hand.meet(bob.reopen, Peer.upgrade)
    assert bob.inbox == ()
    peer.send(frame("fresh"))
    assert bob.receive() == "fresh"
    assert [f.data for f in bob.frames] == ["stale", "fresh"]


def test_reopening_where_nothing_listens_any_more_leaves_it_closed(
    hub: Hub, by_hand: ByHand
) -> None:
    bob, peer = by_hand.meet(lambda: Tab(hub, by_hand.ws), Peer.upgrade)
    peer.reset()
    by_hand.close()
    with pytest.raises(TabClosed, match="nothing answers"):
        bob.reopen()
    assert bob.closed
    with pytest.raises(TabClosed, match="nothing answers"):
        bob.receive()


def test_a_with_block_closes_the_tab(hub: Hub, served: Served) -> None:
    with Tab(hub, served.ws + "/echo/") as tab:
        assert tab.closed is None
    assert tab.closed is not None
    assert tab.closed.code == 1000


def test_a_tab_awaits_to_itself(bob: Tab) -> None:
    async def cell() -> Tab:
        return await bob

    assert asyncio.run(cell()) is bob


@pytest.fixture
def lines(opened: tuple[Tab, Peer]) -> list[str]:
    """The reprs of a tab over its life."""
    bob, peer = opened
    seen = [repr(bob)]
    feed(opened, "x")
    seen.append(repr(bob))
    peer.reset()
    with bob._news:
        assert bob._news.wait_for(lambda: bob.closed, 5)
    seen.append(repr(bob))
    return seen


def test_a_repr_is_one_line_with_name_path_state_and_unread(lines: list[str]) -> None:
    assert lines == [
        "<Tab 'bob' /hand/ open, 0 unread>",
        "<Tab 'bob' /hand/ open, 1 unread>",
        "<Tab 'bob' /hand/ closed 1006, 1 unread>",
    ]


def test_a_repr_does_not_wait_for_a_lock(bob: Tab) -> None:
    seen = []
    with bob._news:
        other = threading.Thread(target=lambda: seen.append(repr(bob)))
        other.start()
        other.join(5)
        assert seen == ["<Tab 'bob' /echo/ open, 0 unread>"]
