"""One connection: pings, close frames, losses, floods and broken protocols."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.clients import Closed, Hub, Tab, frames
from sandbox.errors import TabClosed
from tests.clients.servers import ByHand, Peer, Served, frame

Open = Callable[[], tuple[Tab, Peer]]


@pytest.fixture
def opened(hub: Hub, by_hand: ByHand) -> tuple[Tab, Peer]:
    """A tab and the server's end of it."""
    return by_hand.meet(lambda: Tab(hub, by_hand.ws, name="alice"), Peer.upgrade)


def end_of(tab: Tab) -> Closed:
    """Wait until the tab is closed; return how."""
    with pytest.raises(TabClosed):
        tab.expect(lambda data: False, 5)
    assert tab.closed is not None
    return tab.closed


def test_a_ping_is_answered_with_its_payload(opened: tuple[Tab, Peer]) -> None:
    tab, peer = opened
    peer.send(frame(b"beat", frames.PING) + frame(b"", frames.PONG))
    assert peer.read_frame() == (frames.PONG, b"beat")
    assert tab.frames == ()


def test_a_servers_close_is_answered_and_kept(opened: tuple[Tab, Peer]) -> None:
    tab, peer = opened
    peer.send(frame("last") + frame(frames.close_payload(4001, "grüße"), frames.CLOSE))
    assert end_of(tab) == Closed(4001, "grüße", "server")
    assert peer.read_frame() == (frames.CLOSE, frames.close_payload(4001))
    assert tab.inbox == ("last",)
    assert [(f.direction, f.data, f.kind) for f in tab.frames] == [
        ("received", "last", "text"),
        ("received", "4001 grüße", "close"),
    ]


def test_a_close_without_code_is_1005(opened: tuple[Tab, Peer]) -> None:
    tab, peer = opened
    peer.send(frame(b"", frames.CLOSE))
    assert end_of(tab) == Closed(1005, "", "server")
    assert peer.read_frame() == (frames.CLOSE, b"")


@pytest.mark.parametrize("how", ["reset", "close"])
def test_a_connection_that_breaks_is_1006(opened: tuple[Tab, Peer], how: str) -> None:
    tab, peer = opened
    peer.send(frame("last") + frame("half")[:3])
    assert tab.receive() == "last"
    getattr(peer, how)()
    assert end_of(tab) == Closed(1006, "", "lost")
    with pytest.raises(TabClosed, match="lost without a close frame"):
        tab.send("hi")


def test_half_a_frame_stops_no_other_tab(
    hub: Hub, opened: tuple[Tab, Peer], served: Served
) -> None:
    tab, peer = opened
    peer.send(frame("x" * 300)[:200])
    with Tab(hub, served.ws + "/echo/") as other:
        other.send("hi")
        assert other.receive() == "hi"
    assert tab.inbox == ()
    peer.send(frame("x" * 300)[200:])
    assert tab.receive() == "x" * 300


def test_ten_thousand_frames_in_one_segment_all_come(opened: tuple[Tab, Peer]) -> None:
    tab, peer = opened
    peer.send(b"".join(frame(str(n)) for n in range(10_000)))
    assert tab.expect("9999") == "9999"
    assert [f.data for f in tab.frames] == [str(n) for n in range(10_000)]
    assert tab.received_count == 10_000


def test_two_megabytes_go_there_and_back(hub: Hub, served: Served) -> None:
    with Tab(hub, served.ws + "/echo/") as tab:
        tab.send(b"\x00\xff" * 1_000_000)
        assert tab.receive() == b"\x00\xff" * 1_000_000


def test_what_the_server_does_not_read_waits_and_the_sender_does_not(
    opened: tuple[Tab, Peer],
) -> None:
    tab, peer = opened
    for _ in range(3):
        tab.send(b"x" * 5_000_000)
    peer.send(frame("still reading"))
    assert tab.receive() == "still reading"
    for _ in range(3):
        assert peer.read_frame() == (frames.BINARY, b"x" * 5_000_000)
    tab.send("more")
    assert peer.read_frame() == (frames.TEXT, b"more")


@pytest.mark.parametrize(
    ("data", "code"),
    [(frame(b"\xff"), 1007), (b"\x81\x81aaaaa", 1002), (frame(b"\x00", frames.CLOSE), 1002)],
    ids=["not UTF-8", "masked", "bad close"],
)
def test_a_server_that_breaks_the_protocol_is_told_and_left(
    opened: tuple[Tab, Peer], data: bytes, code: int
) -> None:
    tab, peer = opened
    peer.send(frame("fine") + data)
    closed = end_of(tab)
    assert (closed.code, closed.by) == (code, "tab")
    assert closed.reason.startswith("the server broke the protocol")
    assert tab.inbox == ("fine",)
    told = peer.read_frame()
    assert told is not None
    assert told[1][:2] == code.to_bytes(2, "big")
    assert peer.read_frame() is None


def test_a_server_that_never_ends_its_side_is_dropped_after_a_second(
    opened: tuple[Tab, Peer],
) -> None:
    tab, peer = opened
    peer.send(frame(b"", frames.CLOSE) + frame("after the end"))
    assert end_of(tab).code == 1005
    assert peer.read_frame() == (frames.CLOSE, b"")
    assert peer.read_frame() is None
    assert tab.inbox == ()


def test_counts_are_of_data_frames_only(opened: tuple[Tab, Peer]) -> None:
    tab, peer = opened
    peer.send(frame("a", final=False) + frame(b"?", frames.PING) + frame("b", 0) + frame(b"c", 2))
    tab.send("x")
    assert tab.receive() == "ab"
    assert tab.receive() == b"c"
    assert (tab.sent_count, tab.received_count) == (1, 2)
