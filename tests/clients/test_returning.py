"""Tabs and crowds come back to a server that was replaced, as a page does."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.clients import Crowd, Hub, Tab, returning
from sandbox.clients.frames import Closed
from sandbox.errors import NothingArrived, TabClosed
from tests.clients.servers import Served

PATIENCE = 10.0


class Door:
    """Lets clients return or not, and tells who asked."""

    def __init__(self, answer: bool = True) -> None:
        self.answer = answer
        self.asked: list[tuple[str, int]] = []
        self.gate = threading.Event()
        self.gate.set()

    def __call__(self, client: Any, closed: Closed) -> bool:
        self.asked.append((client.name, closed.code))
        client._hub.tell()
        self.gate.wait(PATIENCE)
        return self.answer


@pytest.fixture
def told() -> threading.Condition:
    """Is notified whenever the hub has news."""
    return threading.Condition()


@pytest.fixture
def hub(told: threading.Condition) -> Iterator[Hub]:
    """A hub that tells of its news."""

    def tell() -> None:
        with told:
            told.notify_all()

    made = Hub(tell)
    yield made
    made.close()


def wait_for(told: threading.Condition, true: Any) -> None:
    """Wait until *true* says so."""
    with told:
        assert told.wait_for(true, PATIENCE)


def test_a_tab_comes_back_with_path_and_cookies(
    hub: Hub, served: Served, told: threading.Condition
) -> None:
    """After 1012: the next frame is that of the new connection; nothing was asked of the user."""
    door = Door()
    url = served.ws + "/echo/?room=7"
    with Tab(hub, url, name="alice", cookies={"who": "alice"}, returns=door) as tab:
        address = tab.address
        served.app.close_all(1012)
        wait_for(told, lambda: door.asked and not tab.returning)
        assert tab.address != address
        before, after = ([one["path"], one["query"]] for one in served.app.heads[-2:])
        assert before == after == ["/echo/", "room=7"]
        sent = dict(served.app.heads[-1]["headers"])
        assert sent["cookie"] == "who=alice; seen=yes; too=many words"
        assert tab.closed is None
        assert door.asked == [("alice", 1012)]
        assert [frame.data for frame in tab.frames if frame.kind == "close"] == ["1012"]


def test_what_was_unread_stays(hub: Hub, served: Served, told: threading.Condition) -> None:
    """A connection that is opened again loses nothing that had come."""
    door = Door()
    with Tab(hub, served.ws + "/echo/", returns=door) as tab:
        tab.send("before")
        wait_for(told, lambda: tab.inbox)
        served.app.close_all(1012)
        wait_for(told, lambda: door.asked and not tab.returning)
        tab.send("after")
        assert (tab.receive(), tab.receive()) == ("before", "after")


def test_a_frame_sent_meanwhile_waits_for_the_new_connection(
    hub: Hub, served: Served, told: threading.Condition
) -> None:
    """It neither raises nor is lost."""
    door = Door()
    with Tab(hub, served.ws + "/echo/", returns=door) as tab:
        door.gate.clear()
        served.app.close_all(1012)
        wait_for(told, lambda: door.asked)
        sending = threading.Thread(target=tab.send, args=("hello",))
        sending.start()
        door.gate.set()
        sending.join(PATIENCE)
        assert tab.receive() == "hello"


def test_an_ordinary_end_is_one(hub: Hub, served: Served) -> None:
    """The consumer closed it: nobody is asked."""
    door = Door()
    tab = Tab(hub, served.ws + "/close/1000/", returns=door)
    assert tab.receive() == "goodbye"
    with pytest.raises(TabClosed, match="code 1000"):
        tab.receive()
    assert door.asked == []


def test_who_is_not_to_come_back_is_closed(
    hub: Hub, served: Served, told: threading.Condition
) -> None:
    """As without anybody to ask; those who wait hear of it."""
    door = Door(answer=False)
    tab = Tab(hub, served.ws + "/echo/", returns=door)
    served.app.close_all(1012)
    with pytest.raises(TabClosed, match="1012"):
        tab.receive()
    assert tab.closed is not None
    assert tab.closed.code == 1012
    assert tab.reopen().closed is None


def test_a_tab_that_is_closed_meanwhile_stays_closed(
    hub: Hub, served: Served, told: threading.Condition
) -> None:
    """close() ends the way back."""
    door = Door()
    door.gate.clear()
    tab = Tab(hub, served.ws + "/echo/", returns=door)
    served.app.close_all(1012)
    wait_for(told, lambda: door.asked)
    assert tab.returning
    assert tab.closed is None
    assert "connecting" in repr(tab)
    tab.close()
    door.gate.set()
    assert not tab.returning
    assert tab.closed is not None
    with pytest.raises(TabClosed):
        tab.send("x")


def test_a_server_that_never_comes_back_is_given_up(
    hub: Hub, monkeypatch: pytest.MonkeyPatch, told: threading.Condition
) -> None:
    """After some seconds it is closed, with what was met last."""
    monkeypatch.setattr(returning, "RETURN_SECONDS", 0.2)
    served = Served()
    served.start()
    tab = Tab(hub, served.ws + "/echo/", returns=Door())
    served.app.close_all(1012)
    served.stop()
    wait_for(told, lambda: tab.closed is not None)
    with pytest.raises(TabClosed, match="nothing answers"):
        tab.send("x")


def test_a_crowd_comes_back(hub: Hub, served: Served, told: threading.Condition) -> None:
    """Every member, and the crowd counts on."""
    door = Door()
    crowd = Crowd(hub, served.ws + "/echo/", 20, returns=door)
    served.app.close_all(1012)
    wait_for(told, lambda: len(door.asked) == 20 and not any(one.returning for one in crowd))
    assert crowd.open == 20
    crowd.send("x")
    assert crowd.wait(20) == 20
    crowd.close()


def test_the_end_of_the_hub_ends_the_way_back(hub: Hub, served: Served) -> None:
    """Nothing is opened any more."""
    door = Door()
    door.gate.clear()
    tab = Tab(hub, served.ws + "/echo/", returns=door)
    served.app.close_all(1012)
    hub.close()
    door.gate.set()
    with pytest.raises((TabClosed, NothingArrived)):
        tab.receive(1)
