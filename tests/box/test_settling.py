"""Has everything come to rest? Pure parts as a dialogue; the whole under load, for real."""

from __future__ import annotations

import threading
from types import SimpleNamespace
from typing import Any

import pytest

from sandbox import Channel, Group, NotSettled, Sandbox, SandboxError
from sandbox.box.labels import Labels
from sandbox.box.settling import Settler
from sandbox.errors import LayerDown, TabClosed
from sandbox.runtime.clock import monotonic
from sandbox.trace.log import Log
from tests.box.conftest import Make

pytestmark = pytest.mark.runtimes

HERE = ("127.0.0.1", 1)


class World:
    """Everything that a settler looks at, still."""

    def __init__(self) -> None:
        self.log = Log(monotonic)
        self.labels = Labels()
        self.layer: dict[str, tuple[int, int]] = {}
        self.workers: list[Any] = [SimpleNamespace(name="worker:1", busy_since=None)]
        self.server = SimpleNamespace(name="server:1", clients={})
        self.endpoints: list[Any] = []
        self.requests: list[Any] = []
        self.settler = Settler(
            log=self.log,
            clock=monotonic,
            labels=self.labels,
            layers=lambda: [SimpleNamespace(moving=lambda: self.layer)],
            servers=lambda: [self.server],
            workers=lambda: self.workers,
            endpoints=lambda: self.endpoints,
            requests=lambda: self.requests,
        )

    def meet(self, client: Any, **connection: Any) -> None:
        """Let *client* be connected."""
        self.labels.announce(HERE, client)
        self.labels.greet(HERE, "r!a")
        state = SimpleNamespace(order=0, sent=0, state=None)
        state.__dict__.update(connection)
        self.server.clients[HERE] = state

    def told(self) -> str:
        """What moves."""
        return "; ".join(self.settler.moving())


def tab(**more: Any) -> Any:
    return SimpleNamespace(
        **{
            "name": "alice",
            "closed": None,
            "address": HERE,
            "sent_count": 0,
            "received_count": 0,
            **more,
        }
    )


@pytest.fixture
def world() -> World:
    """An empty one."""
    return World()


def test_at_rest_nothing_is_told(world: World) -> None:
    """Also with an open tab, a stranger, and a request that is held open."""
    world.meet(tab())
    world.server.clients[("127.0.0.1", 9)] = SimpleNamespace()
    world.settler.settle(0)
    assert world.told() == ""
    world.meet(SimpleNamespace(name="GET /", done=False), state=SimpleNamespace(phase="waiting"))
    world.requests = [(SimpleNamespace(name="GET /", done=False), HERE)]
    world.settler.settle(0)


def test_what_is_queued_or_in_hand_moves(world: World) -> None:
    """With its number."""
    world.layer = {"a": (2, 0), "r!": (0, 1)}
    assert world.told() == "2 queued on a; 1 in hand from r!"


def test_a_layer_that_does_not_answer_is_waited_for(world: World) -> None:
    """No event tells that it is back, so it is asked again when it is tried again."""
    asked: list[int] = []

    def moving() -> dict[str, tuple[int, int]]:
        asked.append(len(asked))
        if len(asked) < 4:
            raise LayerDown("The Redis at x cannot be reached: start it.")
        return {}

    layer = SimpleNamespace(moving=moving, retry_in=0.0)
    world.settler._layers = lambda: [layer]
    world.settler.settle(5)
    assert len(asked) >= 4
    asked[:] = []
    with pytest.raises(NotSettled, match=r"after 0 s: The Redis at x cannot be reached"):
        world.settler.settle(0)


def test_without_workers_nobody_hears_the_channels(world: World) -> None:
    """Messages there are at rest; replies are not."""
    world.workers = []
    world.layer = {"a": (2, 0), "r!": (1, 0)}
    assert world.told() == "1 queued on r!"


def test_a_busy_worker_moves(world: World) -> None:
    """With the time it has been."""
    world.workers[0].busy_since = monotonic() - 2
    assert world.told() == "worker:1 has been busy for 2.0 s"


@pytest.mark.parametrize(
    ("client", "connection", "told"),
    [
        (tab(sent_count=3), {"order": 1}, "2 frames are from alice on the way to the server"),
        (tab(received_count=1), {"sent": 2}, "1 frame is to alice on the way"),
        (
            tab(),
            {"state": SimpleNamespace(phase="closed")},
            "the end of alice's connection is on its way",
        ),
        (tab(closed=1000), {}, "server:1 is about to hear that alice has gone"),
    ],
)
def test_frames_and_goodbyes_in_sockets(
    world: World, client: Any, connection: dict[str, Any], told: str
) -> None:
    """Counted at both ends."""
    world.meet(client, **connection)
    assert world.told() == told


def test_a_server_that_is_through_with_a_tab_before_it_knows(world: World) -> None:
    """The last frame has come to the tab's socket, and nobody has read it yet."""
    alice = tab()
    world.endpoints = [alice, tab(address=None), tab(address=("127.0.0.1", 5))]
    world.meet(alice)
    assert world.told() == ""
    world.server.clients.clear()
    assert world.told() == "the end of alice's connection is on its way"
    alice.closed = 1000
    assert world.told() == ""


def test_a_client_that_no_server_has_met_yet(world: World) -> None:
    """It has spoken already."""
    world.labels.announce(HERE, tab())
    assert world.told() == "alice has just asked the server"


@pytest.mark.parametrize("gone", [False, True])
def test_an_answer_on_its_way(world: World, gone: bool) -> None:
    """Handed to the socket; the server may have forgotten the request already."""
    later = SimpleNamespace(name="GET /", done=False)
    world.meet(later, state=SimpleNamespace(phase="ended"))
    world.requests = [(later, HERE)]
    if gone:
        world.server.clients.clear()
    assert world.told() == "the answer to GET / is on its way"
    later.done = True
    world.server.clients.clear()
    assert world.told() == ""


def test_in_vain_it_says_what_still_moves(world: World) -> None:
    """At most five things."""
    world.layer = {f"c{number}": (1, 0) for number in range(7)}
    with pytest.raises(
        NotSettled, match=r"^Not at rest after 0 s: 1 queued on c0; .* on c4; …\. Wait"
    ):
        world.settler.settle(0)


def test_news_without_an_event_is_heard(world: World) -> None:
    """A client's news is a nudge; it may come between the look and the wait."""
    alice = tab(received_count=0)
    world.meet(alice, sent=1)
    real_wait = world.log.wait

    def wait(*args: Any, **options: Any) -> bool:
        alice.received_count = 1
        world.log.nudge()  # nobody waits yet
        return real_wait(*args, **options)

    world.log.wait = wait  # type: ignore[method-assign]
    world.settler.settle(30)


def test_or_when_ends_it_early(world: World) -> None:
    """As an iteration that has got a frame does."""
    world.layer = {"a": (1, 0)}
    world.settler.settle(0, lambda: True)


# -- for real ---------------------------------------------------------------------------------


def test_nothing_is_left_after_many_sends(chat: Sandbox) -> None:
    """Fan-out included: what should have come has come, each time."""
    alice, bob = chat.connect("/", name="alice"), chat.connect("/", name="bob")
    for number in range(1, 60):
        alice.send("hi")
        if number % 3 == 0:
            chat.settle()
            assert (len(alice.inbox), len(bob.inbox)) == (number, number)


def test_a_goodbye_has_reached_its_consumer(chat: Sandbox) -> None:
    """close(), settle, and the group knows; many times over."""
    bob = chat.connect("/", name="bob")
    for _ in range(40):
        alice = chat.connect("/", name="alice")
        alice.send("hi")
        alice.close()
        chat.settle()
        assert list(chat.groups["chat"].channels) == [bob.reply_channel.name]
    assert len(bob.inbox) == 40


def test_a_crowd_settles(make: Make) -> None:
    """A hundred send at once, and each hears all hundred."""
    box = make(workers=2, capacity=1000)

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": message["text"]})

    fans = box.crowd(50, "/")
    box.settle()
    fans.send("x")
    box.settle(30)
    assert fans.received == 50 * 50
    fans.close()
    box.settle()
    assert box.servers[1].clients == {}


def test_a_chain_of_consumers_is_followed_to_its_end(box: Sandbox) -> None:
    """One that sends to another channel, which sends back to the socket."""

    @box.consumer("websocket.receive")
    def first(message: Any) -> None:
        Channel("work").send({"n": 20, "reply": message.reply_channel.name})

    @box.consumer("work")
    def work(message: Any) -> None:
        if message["n"]:
            Channel("work").send({**message.content, "n": message["n"] - 1})
        else:
            Channel(message["reply"]).send({"text": "done"})

    alice = box.connect("/", name="alice")
    for _ in range(20):
        alice.send("go")
        box.settle()
        assert alice.inbox == ("done",)
        alice.receive()


def test_requests_are_answered_and_over(box: Sandbox) -> None:
    """What waited for nobody is there, and the books are the log's; held ones are at rest."""
    from django.http import HttpResponse

    @box.view("hello/")
    def hello(request: Any) -> Any:
        return HttpResponse("hello")

    @box.consumer("http.request", path="^/poll")
    def poll(message: Any) -> None:
        """Answer later, or never."""

    held = box.get("/poll/", wait=False)
    for _ in range(20):
        later = box.get("/hello/", wait=False)
        box.settle()
        assert later.done
        assert later.result().text == "hello"
        assert box.get("/hello/").text == "hello"
        box.settle()
        assert box.log.ledger() == box.ledger
    assert not held.done
    held.cancel()
    box.settle()
    assert box.servers[1].clients == {}


@pytest.mark.blocks
def test_what_the_server_never_meets_is_not_waited_for(box: Sandbox) -> None:
    """A request that uvicorn itself turns down."""
    assert box.get("/ /", headers={"Bad Name": "x"}).status_code == 400
    later = box.get("/", headers={"Bad Name": "x"}, wait=False)
    assert later.result().status_code == 400
    box.settle()


def test_channels_that_nobody_hears_are_at_rest(box: Sandbox) -> None:
    """They wait for a consumer."""
    Channel("nobody").send({})
    box.settle()
    assert len(box.channels["nobody"]) == 1
    seen = []
    box.consumer("nobody")(seen.append)
    box.settle()
    assert len(seen) == 1


def test_a_refused_tab_leaves_nothing_on_its_way(box: Sandbox) -> None:
    """Its disconnect has been dealt with, too."""
    gone = []

    @box.consumer("websocket.connect")
    def deny(message: Any) -> None:
        message.reply_channel.send({"close": True})

    @box.consumer("websocket.disconnect")
    def ws_disconnect(message: Any) -> None:
        gone.append(message["code"])

    for number in range(1, 6):
        with pytest.raises(TabClosed):
            box.connect("/", name="alice")
        box.settle()
        assert len(gone) == number


def test_a_tab_closed_by_the_server_in_the_midst_of_frames(box: Sandbox) -> None:
    """Whatever was on its way then has a fate."""

    @box.consumer("websocket.receive")
    def bye(message: Any) -> None:
        message.reply_channel.send({"text": "bye", "close": True})

    for _ in range(10):
        alice = box.connect("/", name="alice")
        try:
            for _ in range(20):
                alice.send("x")
        except TabClosed:
            pass
        box.settle()
        assert alice.closed is not None
        assert alice.inbox == ("bye",)


@pytest.mark.blocks
def test_a_worker_that_never_ends_is_named(box: Sandbox) -> None:
    """And settling goes on as soon as it has."""
    go = threading.Event()

    @box.consumer("websocket.receive")
    def slow(message: Any) -> None:
        go.wait(20)

    box.connect("/").send("x")
    with pytest.raises(NotSettled, match=r"worker:1 has been busy for 0\.\d s; 1 in hand from"):
        box.settle(timeout=0.2)
    go.set()
    box.settle()


def test_without_workers_it_settles(make: Make) -> None:
    """Messages wait; nothing moves."""
    box = make(workers=0)
    later = box.get("/", wait=False)
    box.settle()
    assert (len(box.channels["http.request"]), later.done) == (1, False)


def test_a_consumer_is_told_that_it_cannot_settle(box: Sandbox) -> None:
    """It would wait for itself."""

    @box.consumer("a")
    def a(message: Any) -> None:
        box.settle()

    Channel("a").send({})
    box.settle()
    (raised,) = box.find("kind:consumer.raised")
    assert "cannot wait until its own sandbox has settled" in raised.error
    assert SandboxError.__name__ in raised.error
