"""Overload (CLASSIC-SPEC §15.3): who is told what when there is more work than workers do.

Real sockets, classic consumers; nobody waits for ever, and every message's fate is in the books.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import pytest
from django.http import HttpResponse, StreamingHttpResponse

from sandbox import Group, Sandbox, TabClosed, route
from sandbox.clients.tab import Tab
from tests.flows.conftest import WORKERS, Make, heard
from tests.flows.test_flows import accept
from tests.workers.scene import PATIENCE, Told

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.blocks]


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """Threads for clients that wait."""
    with ThreadPoolExecutor(8) as pool:
        yield pool


@pytest.fixture
def gate() -> Iterator[Gate]:
    """A consumer's gate; it is open at the end, whatever happened."""
    gate = Gate()
    yield gate
    gate.open.set()


class Gate:
    """Where a consumer tells that it has begun, and then waits."""

    def __init__(self) -> None:
        self.entered = Told()
        self.open = threading.Event()

    def pass_through(self) -> None:
        """Tell, and wait until it is open."""
        self.entered.tell()
        assert self.open.wait(PATIENCE)


def lost(box: Sandbox) -> dict[str, int]:
    """Return reason → number of losses that are not harmless."""
    box.settle()
    counts: dict[str, int] = {}
    for loss in box.lost:
        if not loss.harmless:
            counts[loss.reason] = counts.get(loss.reason, 0) + 1
    return counts


# --- requests -------------------------------------------------------------------------------------


def test_more_requests_than_a_channel_holds_are_told_so(make: Make) -> None:
    """Without workers: as many as fit wait, the next is told 503; all are answered later."""
    box = make(workers=0, capacity=3)

    @box.view("")
    def view(request: Any) -> HttpResponse:
        return HttpResponse("at last")

    waiting = [box.get("/", wait=False) for _ in range(3)]
    box.settle()
    assert box.get("/").status_code == 503
    box._pool.resize(WORKERS)
    assert [one.result().text for one in waiting] == ["at last"] * 3


def test_who_waits_in_vain_is_told_503_and_the_request_expires(make: Make) -> None:
    """Each at http_timeout; their messages are gone at expiry, so a worker that comes then does
    no work for who has gone, and serves the next."""
    box = make(workers=0, capacity=3, expiry=2, server_options={"http_timeout": 2.5})
    asked: list[str] = []

    @box.view("<name>/")
    def view(request: Any, name: str) -> HttpResponse:
        asked.append(name)
        return HttpResponse(name)

    waiting = [box.get("/early/", wait=False) for _ in range(3)]
    box.settle()
    assert box.get("/early/").status_code == 503  # at once: there is no room
    assert not any(one.done for one in waiting)
    pages = [one.result(PATIENCE) for one in waiting]
    assert [page.status_code for page in pages] == [503] * 3
    assert "2.5 seconds" in pages[0].text
    assert box.ledger["http.request"].lost == {"expired": 3}
    box._pool.resize(WORKERS)
    assert box.get("/late/").text == "late"
    assert asked == ["late"]
    assert box.ledger["http.request"].refused == {"full": 1}
    box.settle()
    assert len(heard(box, "http.disconnect")) == 5  # also for who was turned away


def test_a_worker_that_is_too_slow_answers_nobody(make: Make, gate: Gate) -> None:
    """The client has its 503 while the view still runs; what the view says then is lost, by name,
    and whoever asks next is served by the same worker."""
    box = make(workers=1, server_options={"http_timeout": 0.5})

    @box.view("slow/")
    def slow(request: Any) -> HttpResponse:
        gate.pass_through()
        return HttpResponse("too late")

    @box.view("quick/")
    def quick(request: Any) -> HttpResponse:
        return HttpResponse("in time")

    page = box.get("/slow/")
    assert page.status_code == 503
    assert gate.entered.wait() is None
    assert box.workers[1].busy_since is not None
    gate.open.set()
    assert lost(box) == {"no_connection": 1}
    assert box.get("/quick/").text == "in time"


def test_a_page_that_has_begun_is_cut_and_not_mended(make: Make, gate: Gate) -> None:
    """A status cannot be taken back, so the connection ends: the client sees that it is not
    whole (§15.1 row 4), and other requests have their own time."""
    box = make(workers=2, server_options={"http_timeout": 0.5})

    @box.view("stream/")
    def stream(request: Any) -> StreamingHttpResponse:
        def parts() -> Iterator[str]:
            yield "one"
            gate.pass_through()
            yield "two"

        return StreamingHttpResponse(parts())

    @box.view("quick/")
    def quick(request: Any) -> HttpResponse:
        return HttpResponse("in time")

    with pytest.raises(TabClosed, match="before its answer was complete"):
        box.get("/stream/")
    assert box.get("/quick/").text == "in time"
    gate.open.set()
    assert set(lost(box)) == {"no_connection"}


def test_a_long_poll_outlives_its_time_in_nobodys_memory(make: Make) -> None:
    """Who is held longer than http_timeout gets 503 and leaves the group by http.disconnect."""
    box = make(
        route("http.request", lambda m: Group("poll").add(m.reply_channel), path="^/poll"),
        route("http.disconnect", lambda m: Group("poll").discard(m.reply_channel)),
        server_options={"http_timeout": 0.5},
    )
    held = [box.get("/poll/", wait=False) for _ in range(5)]
    assert {one.result(PATIENCE).status_code for one in held} == {503}
    box.settle()
    assert "poll" not in box.groups
    assert lost(box) == {}


# --- sockets --------------------------------------------------------------------------------------


def test_handshakes_that_find_no_room_are_told_503(make: Make, threads: ThreadPoolExecutor) -> None:
    """As many as fit wait for a worker, the next is turned away at once and heard of no more;
    those who waited are let in when a worker comes."""
    box = make(route("websocket.connect", accept), workers=0, capacity=2)
    waiting: list[Future[Tab]] = [threads.submit(box.connect, "/") for _ in range(2)]
    while len(heard(box, "websocket.connect")) < 2:
        assert box.log.wait(box.log.end, timeout=PATIENCE)
    with pytest.raises(TabClosed, match="503"):
        box.connect("/")
    box._pool.resize(1)
    tabs = [one.result(PATIENCE) for one in waiting]
    assert [tab.closed for tab in tabs] == [None, None]
    box.settle()
    assert len(heard(box, "websocket.connect")) == 2
    assert heard(box, "websocket.disconnect") == []
    assert box.ledger["websocket.connect"].refused == {"full": 1}


def test_frames_that_find_no_room_end_their_socket(make: Make, gate: Gate) -> None:
    """Close 1013, no disconnect is told (§7.4 row 7); others keep theirs, what had room is
    consumed, and the same client may come again."""
    got: list[str] = []

    def say(message: Any) -> None:
        if message["text"] == "slow":
            gate.pass_through()
        got.append(message["text"])

    box = make(
        route("websocket.connect", accept),
        route("websocket.receive", say),
        workers=1,
        capacity=3,
    )
    flooder, patient = box.connect("/", name="flooder"), box.connect("/", name="patient")
    flooder.send("slow")
    gate.entered.wait()
    for number in range(4):
        flooder.send(str(number))
    with pytest.raises(TabClosed, match="1013"):
        flooder.receive(timeout=PATIENCE)
    assert patient.closed is None
    gate.open.set()
    box.settle()
    assert got == ["slow", "0", "1", "2"]
    assert heard(box, "websocket.disconnect") == []
    flooder.reopen()
    for tab, text in ((flooder, "again"), (patient, "still here")):
        tab.send(text)
        box.settle()
    assert got[-2:] == ["again", "still here"]
    assert box.ledger["websocket.receive"].refused == {"full": 1}
