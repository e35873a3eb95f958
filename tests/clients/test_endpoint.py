"""What tabs and members of crowds share: sending and the end of a connection."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox.clients import Hub, Tab, endpoint
from sandbox.errors import TabClosed
from tests.clients.servers import ByHand, Peer, Served, frame


@pytest.fixture
def tab(hub: Hub, served: Served) -> Tab:
    """A tab that hears its own echo."""
    return Tab(hub, served.ws + "/echo/", name="alice")


@pytest.mark.parametrize("data", ["text ü", "", b"\x00\xff", bytearray(b"a"), memoryview(b"b")])
def test_text_and_bytes_are_sent_as_what_they_are(tab: Tab, data: Any) -> None:
    tab.send(data)
    assert tab.receive() == data
    assert isinstance(tab.frames[-1].data, str) == isinstance(data, str)


def test_a_dict_is_told_the_two_ways_to_send_it(tab: Tab) -> None:
    with pytest.raises(TypeError) as caught:
        tab.send({"text": "hi"})  # type: ignore[arg-type]
    assert str(caught.value) == (
        "a frame is text or bytes; send_json(…) for JSON; Channel(…).send(…) for a channel message"
    )


@pytest.mark.parametrize("data", [None, 1, ["a"]])
def test_anything_else_is_a_type_error(tab: Tab, data: Any) -> None:
    with pytest.raises(TypeError, match="a frame is text or bytes, not"):
        tab.send(data)
    assert tab.sent_count == 0


def test_json_goes_and_comes_as_a_text_frame(tab: Tab) -> None:
    tab.send_json({"n": [1, None]})
    assert tab.receive_json() == {"n": [1, None]}
    assert tab.frames[0].kind == "text"


def test_a_sent_frame_is_in_the_history_before_its_answer(tab: Tab) -> None:
    for number in range(200):
        tab.send(str(number))
    tab.expect("199")
    for number in range(200):
        directions = [f.direction for f in tab.frames if f.data == str(number)]
        assert directions == ["sent", "received"]


def test_the_reply_channel_is_looked_up_by_the_local_address(hub: Hub, served: Served) -> None:
    with Tab(hub, served.ws + "/echo/", reply_channel=lambda address: f"reply {address}") as tab:
        assert tab.reply_channel == f"reply {tab.address}"


def test_without_a_lookup_the_reply_channel_is_unknown(tab: Tab) -> None:
    assert tab.reply_channel is None


def test_many_threads_send_over_one_tab(tab: Tab) -> None:
    def work(name: str) -> None:
        for number in range(200):
            tab.send(f"{name}{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    got = [tab.receive() for _ in range(800)]
    for name in "abcd":
        assert [text for text in got if text[0] == name] == [f"{name}{n}" for n in range(200)]


def test_a_sender_waits_once_too_much_is_unread_and_goes_on_when_there_is_room(
    hub: Hub, by_hand: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "MAX_UNSENT", 1000)
    tab, peer = by_hand.meet(lambda: Tab(hub, by_hand.ws), Peer.upgrade)
    tab.send(b"x" * 20_000_000)
    waiting = threading.Event()
    wait = tab._news.wait

    def watched(timeout: float | None = None) -> bool:
        waiting.set()
        return wait(timeout)

    monkeypatch.setattr(tab._news, "wait", watched)
    sender = threading.Thread(target=tab.send, args=("second",))
    sender.start()
    assert waiting.wait(5)
    assert peer.read_frame() == (2, b"x" * 20_000_000)
    sender.join(5)
    assert peer.read_frame() == (1, b"second")


def test_a_sender_that_waits_hears_of_the_end(
    hub: Hub, by_hand: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "MAX_UNSENT", 1000)
    tab, peer = by_hand.meet(lambda: Tab(hub, by_hand.ws), Peer.upgrade)
    tab.send(b"x" * 20_000_000)
    breaker = threading.Thread(target=peer.reset)
    with tab._news:
        breaker.start()
        with pytest.raises(TabClosed, match="lost without a close frame"):
            flood(tab)
    breaker.join()


def test_a_send_that_fails_says_how_the_connection_ended(hub: Hub, by_hand: ByHand) -> None:
    tab, peer = by_hand.meet(lambda: Tab(hub, by_hand.ws), Peer.upgrade)
    peer.send(frame(b"\x0f\xa1bye", 8))
    peer.reset()
    with pytest.raises(TabClosed, match="the server closed it with code 4001 bye"):
        flood(tab)


def flood(tab: Tab) -> None:
    """Send until it fails."""
    while True:
        tab.send("x" * 10_000)


def test_an_explanation_that_raises_says_nothing(hub: Hub, served: Served) -> None:
    def broken(tab: Tab, wanted: object) -> str:
        raise RuntimeError

    with pytest.raises(TabClosed) as caught:
        Tab(hub, served.ws + "/refuse/", explain=broken)
    assert str(caught.value).endswith("tab.reopen() opens it again.")


def test_large_frames_sent_faster_than_they_go_all_arrive(
    hub: Hub, served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoint, "MAX_UNSENT", 1000)
    tab = Tab(hub, served.ws + "/echo/")
    for number in range(50):
        tab.send(bytes([number]) * 100_000)
    for number in range(50):
        assert tab.receive() == bytes([number]) * 100_000
