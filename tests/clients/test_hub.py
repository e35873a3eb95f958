"""The one reader thread: when it lives, whom it tells, what it leaves behind."""

from __future__ import annotations

import logging
import threading
from contextlib import suppress

import pytest

from sandbox.clients import Closed, Crowd, Hub, Member, Tab
from sandbox.errors import SandboxStopped, TabClosed
from tests.clients.servers import ByHand, Peer, Served, frame


def readers() -> list[threading.Thread]:
    """Return the reader threads that are alive."""
    return [thread for thread in threading.enumerate() if thread.name == "sandbox-tabs"]


def test_the_thread_starts_with_the_first_tab_and_serves_all(hub: Hub, served: Served) -> None:
    assert readers() == []
    tabs = [Tab(hub, served.ws + "/echo/", name=str(n)) for n in range(5)]
    assert len(readers()) == 1
    assert readers()[0].daemon
    for tab in tabs:
        tab.send(tab.name)
    assert [tab.receive() for tab in tabs] == ["0", "1", "2", "3", "4"]


def test_closing_ends_thread_and_tabs_with_1001(hub: Hub, by_hand: ByHand) -> None:
    tab, peer = by_hand.meet(lambda: Tab(hub, by_hand.ws), Peer.upgrade)
    hub.close()
    hub.close()
    assert hub.closed
    assert readers() == []
    assert peer.read_frame() == (8, b"\x03\xe9the sandbox ended")
    assert tab.closed == Closed(1001, "the sandbox ended", "sandbox")


def test_a_tab_of_a_closed_hub_says_which_cell_to_run(hub: Hub, served: Served) -> None:
    tab = Tab(hub, served.ws + "/echo/")
    tab.send("hi")
    assert tab.receive() == "hi"
    hub.close()
    said = "belonged to an earlier sandbox; run the cell that connects again"
    for use in (lambda: tab.send("x"), tab.receive, tab.reopen):
        with pytest.raises(TabClosed, match=said):
            use()
    with pytest.raises(TabClosed, match=said):
        Tab(hub, served.ws + "/echo/")
    assert list(tab) == []
    tab.close()


def test_a_hub_that_had_no_tab_closes_too() -> None:
    hub = Hub()
    hub.close()
    assert readers() == []


def test_who_waits_hears_that_the_hub_closes(hub: Hub, served: Served) -> None:
    tab = Tab(hub, served.ws + "/echo/")
    closer = threading.Thread(target=hub.close)
    with tab._news:  # the close cannot be told before the wait has begun
        closer.start()
        with pytest.raises(TabClosed, match="earlier sandbox"):
            tab.receive(timeout=None)
    closer.join()


def test_activity_is_told_after_each_batch_without_a_lock(served: Served) -> None:
    told = threading.Semaphore(0)
    seen = []
    tabs: list[Tab] = []

    def on_activity() -> None:
        for tab in tabs:
            other = threading.Thread(target=lambda tab=tab: seen.append(tab.inbox))
            other.start()
            other.join()  # would hang if a lock were held
        told.release()

    hub = Hub(on_activity)
    tab = Tab(hub, served.ws + "/echo/")
    tabs.append(tab)
    tab.send("hi")
    assert told.acquire(timeout=5)
    assert seen[0] == ("hi",)
    tab.close()
    assert told.acquire(timeout=5)
    hub.close()


def test_an_error_in_on_activity_ends_nothing(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> None:
        raise RuntimeError("box is broken")

    hub = Hub(broken)
    with caplog.at_level(logging.ERROR), Tab(hub, served.ws + "/echo/") as tab:
        for text in ("one", "two"):
            tab.send(text)
            assert tab.receive() == text
    hub.close()
    assert "on_activity raised" in caplog.text


def test_an_error_with_one_link_ends_that_link_only(
    hub: Hub, served: Served, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    sick, well = Tab(hub, served.ws + "/echo/"), Tab(hub, served.ws + "/echo/")

    def broken(*args: object) -> None:
        raise RuntimeError("cannot take it")

    assert sick._link is not None
    monkeypatch.setattr(sick._link, "_took", broken)
    sick.send("x")
    with pytest.raises(TabClosed):
        sick.receive()
    assert sick.closed == Closed(1006, "RuntimeError('cannot take it')", "lost")
    well.send("hi")
    assert well.receive() == "hi"
    assert "a link failed" in caplog.text


def test_a_closed_hub_takes_nothing_more(hub: Hub) -> None:
    hub.close()

    class Held:
        """A request that is never asked for anything."""

        def cancel(self) -> None:
            """Give up."""

        def join(self, timeout: float | None = None) -> None:
            """Wait."""

    with pytest.raises(SandboxStopped):
        hub.adopt(Held())


def test_tabs_opened_while_the_hub_closes_leave_nothing_behind(served: Served) -> None:
    for _ in range(20):
        hub = Hub()
        first = Tab(hub, served.ws + "/echo/")
        closer = threading.Thread(target=hub.close)
        closer.start()
        members: list[Member] = []
        with suppress(TabClosed):
            members += Crowd(hub, served.ws + "/echo/", 3)
        closer.join()
        for tab in [first, *members]:
            assert tab.closed is not None
            assert tab.closed.by == "sandbox"


def test_the_hub_can_be_closed_in_its_own_thread(by_hand: ByHand) -> None:
    closed = threading.Event()

    def close() -> None:
        hub.close()
        closed.set()

    hub = Hub(close)
    tab, peer = by_hand.meet(lambda: Tab(hub, by_hand.ws), Peer.upgrade)
    peer.send(frame("x"))
    assert closed.wait(5)
    with pytest.raises(TabClosed):
        tab.expect("y")
