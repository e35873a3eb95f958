"""Many light tabs as one."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox.clients import Closed, Crowd, Hub
from sandbox.errors import NothingArrived, TabClosed
from tests.clients.servers import ByHand, Interrupt, Peer, Served, frame


def test_a_crowd_opens_at_once_and_hears_a_broadcast(hub: Hub, served: Served) -> None:
    with Crowd(hub, served.ws + "/chat/", 200) as fans:
        assert len(fans) == 200
        fans.send("hi", who=3)
        assert fans.wait(200) == 200
        assert fans.received == 200
        assert fans.counts == [1] * 200
        assert fans.last == ["hi"] * 200
        assert repr(fans) == "<Crowd 'crowd' /chat/ 200 open, 200 received>"
    assert fans.open == 0
    assert {member.closed for member in fans} == {Closed(1000, "", "tab")}


def test_everyone_sends_and_each_hears_its_own(hub: Hub, served: Served) -> None:
    with Crowd(hub, served.ws + "/echo/", 20) as fans:
        fans.send("one")
        fans.send_json([2])
        fans.send(b"three", who=-1)
        fans.wait(each=2)
        fans.wait(41)
        assert fans[0].received == ("one", "[2]")
        assert fans[19].received == ("one", "[2]", b"three")
        assert fans[19].last == b"three"
        assert [member.index for member in fans[5:7]] == [5, 6]
        assert (fans[19].sent_count, fans[19].received_count) == (3, 3)


def test_members_are_announced_by_number(hub: Hub, served: Served) -> None:
    announced: dict[Any, str] = {}
    crowd = Crowd(
        hub,
        served.ws + "/echo/",
        5,
        name="fans",
        announce=lambda address, member: announced.update({address: member.name}),
    )
    assert sorted(announced.values()) == [f"fans {n}/5" for n in range(1, 6)]
    assert {member.address for member in crowd} == set(announced)
    assert repr(crowd[4]) == "<Member 'fans 5/5' /echo/ open, 0 received>"
    crowd.close()
    assert repr(crowd[4]) == "<Member 'fans 5/5' /echo/ closed 1000, 0 received>"


def test_each_member_has_cookies_of_its_own(hub: Hub, served: Served) -> None:
    with Crowd(hub, served.ws + "/echo/", 2, cookies={"a": "1"}) as fans:
        fans[0].cookies["a"] = "2"
        assert dict(fans[1].cookies) == {"a": "1", "seen": "yes", "too": "many words"}


def test_a_member_keeps_its_last_frames_and_counts_all(hub: Hub, served: Served) -> None:
    with Crowd(hub, served.ws + "/echo/", 2, keep=3) as fans:
        for number in range(10):
            fans.send(str(number))
        fans.wait(each=10)
        assert fans[1].received == ("7", "8", "9")
        assert fans.counts == [10, 10]


def test_a_wait_in_vain_says_how_many_came_and_who_got_least(hub: Hub, served: Served) -> None:
    fans = Crowd(hub, served.ws + "/echo/", 3, explain=lambda member, wanted: f"Why {member.name}")
    fans.send("x", who=0)
    fans.send("x", who=2)
    fans.wait(2)
    assert fans[1].last is None
    with pytest.raises(NothingArrived) as caught:
        fans.wait(timeout=0.01)
    assert str(caught.value) == (
        "crowd waited 0.01 s for 1 frames at each of 3; 2 came, "
        "the fewest to crowd 2/3 (0).\nWhy crowd 2/3"
    )
    with pytest.raises(NothingArrived, match=r"waited 0\.01 s for 9 frames and 1 frames at each"):
        fans.wait(9, each=1, timeout=0.01)


def test_a_wait_ends_once_all_are_closed(hub: Hub, served: Served) -> None:
    fans = Crowd(hub, served.ws + "/close/4000/", 3)
    assert fans.wait(each=1) == 3
    with pytest.raises(NothingArrived, match=r"3 came, .*; 3 are closed"):
        fans.wait(each=2, timeout=None)
    with pytest.raises(TabClosed, match="the server closed it with code 4000"):
        fans.send("x")
    with pytest.raises(TabClosed):
        fans.send("x", who=1)


def test_members_that_were_refused_are_in_the_crowd_with_their_status(
    hub: Hub, served: Served
) -> None:
    fans = Crowd(hub, served.ws + "/some/", 8)
    refused = [member.closed for member in fans if member.closed]
    assert [closed.status for closed in refused] == [403] * 4
    assert repr(fans) == "<Crowd 'crowd' /some/ 4 open, 4 closed, 0 received>"
    fans.send("still works")


def test_a_crowd_that_is_refused_as_a_whole_raises(hub: Hub, served: Served) -> None:
    with pytest.raises(TabClosed, match=r"crowd \d/3 .*403 Forbidden"):
        Crowd(hub, served.ws + "/refuse/", 3)


def test_an_announcement_that_raises_reaches_the_caller(hub: Hub, served: Served) -> None:
    def broken(address: Any, member: Any) -> None:
        raise RuntimeError("no such label")

    with pytest.raises(RuntimeError, match="no such label"):
        Crowd(hub, served.ws + "/echo/", 3, announce=broken)


def test_a_crowd_needs_a_member(hub: Hub) -> None:
    with pytest.raises(ValueError, match="size is at least 1, not 0"):
        Crowd(hub, "ws://127.0.0.1/", 0)


def test_a_server_that_does_not_answer_the_close_is_dropped(hub: Hub, by_hand: ByHand) -> None:
    fans, peer = by_hand.meet(lambda: Crowd(hub, by_hand.ws, 1), Peer.upgrade)
    peer.send(frame("x"))
    fans.wait()
    fans.close(timeout=0.01)
    assert fans[0].closed is not None
    assert fans[0].closed.code == 1006
    fans.close()


def test_an_interrupt_while_opening_closes_what_is_open(hub: Hub, by_hand: ByHand) -> None:
    interrupt = Interrupt()
    peers: list[Peer] = []

    def one_answers_then_interrupt() -> None:
        peers.append(by_hand.accept())
        peers[0].upgrade()
        peers.append(by_hand.accept())
        peers[1].read_head()
        interrupt.send()

    server = threading.Thread(target=one_answers_then_interrupt)
    server.start()
    interrupt.expect(lambda: Crowd(hub, by_hand.ws, 2, timeout=3))
    server.join()
    assert peers[0].read_frame() is None
    assert peers[1].read_frame() is None


def test_a_thousand_members_open_and_hear_a_broadcast(hub: Hub, served: Served) -> None:
    with Crowd(hub, served.ws + "/chat/", 1000) as fans:
        fans.send("hi", who=0)
        assert fans.wait(each=1) == 1000
