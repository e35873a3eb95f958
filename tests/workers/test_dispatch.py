"""The rules of a worker: what comes of a message, whatever its consumer does."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from sandbox.consumers.channel import Channel, Group, pending
from sandbox.consumers.message import Message
from sandbox.consumers.routing import Router, route
from sandbox.consumers.signals import consumer_finished, consumer_started
from sandbox.errors import (
    ChannelFull,
    ChannelSocketException,
    ConsumeLater,
    DenyConnection,
    WebsocketCloseException,
)
from sandbox.runtime.clock import ManualClock
from sandbox.workers import dispatch
from sandbox.workers.dispatch import Dispatcher, Unrouted, WorkerKilled
from tests.workers.scene import Scene

REPLY = "daphne.response.abc!x"
CONNECT = "websocket.connect"


def nothing(message: Message) -> None:
    """Do nothing."""


# --- one message, as the log tells it -------------------------------------------------------------


def test_the_chat_is_logged_as_trace_md_tells_it() -> None:
    """A frame of the talk's chat leaves exactly the events of TRACE.md, in that order."""

    def ws_message(message: Message) -> None:
        Group("chat", channel_layer=message.channel_layer).send({"text": "[user] hi"})

    scene = Scene(route("websocket.receive", ws_message), where="worker:2")
    for name in ("alice", "bob"):
        scene.layer.group_add("chat", f"daphne.response.abc!{name}")
    server = scene.layer.listen_with(lambda: None, ["daphne.response.abc!"], where="server:1")
    before = len(scene.log.events())
    frame = scene.log.ids.frame()
    content = {"text": "hi", "order": 1, "reply_channel": "daphne.response.abc!alice", "path": "/"}
    scene.layer.accept(
        "websocket.receive", content, where="server:1", cause=7, connection=7, frame=frame
    )
    scene.turn()
    entries = scene.layer.take_many(server, 256)
    sent = [(entry, 7, scene.log.ids.frame(), "[user] hi") for entry in entries]
    scene.layer.settle_frames(sent, where="server:1")
    events = scene.log.events()[before:]
    assert [(event.where, event.kind) for event in events] == [
        ("server:1", "frame.received"),
        ("server:1", "message.accepted"),
        ("worker:2", "message.taken"),
        ("worker:2", "route.matched"),
        ("worker:2", "consumer.started"),
        ("worker:2", "consumer.finished"),
        ("worker:2", "group.sent"),
        ("worker:2", "message.accepted"),
        ("worker:2", "message.accepted"),
        ("worker:2", "message.delivered"),
        ("server:1", "message.taken"),
        ("server:1", "message.taken"),
        ("server:1", "frame.sent"),
        ("server:1", "message.delivered"),
        ("server:1", "frame.sent"),
        ("server:1", "message.delivered"),
    ]
    received, accepted, _, matched, started, finished, group, to_alice, *_ = events
    assert accepted.cause == received.id
    assert started.cause == accepted.message == matched.message
    assert group.cause == started.run == finished.run
    assert to_alice.cause == group.id
    assert started.consumer.endswith("ws_message")
    scene.check_books()


def test_a_run_has_its_consumers_version() -> None:
    """Where somebody counts the versions of the code, the log names the one that ran."""

    class Callable:
        __hash__ = None  # type: ignore[assignment]

        def __call__(self, message: Message) -> None:
            """Do nothing."""

    scene = Scene(route("a", nothing), route("b", Callable()))
    scene.dispatcher.versions = {nothing: 3}
    scene.play("a")
    scene.play("b")
    assert [event.version for event in scene.events("consumer.started")] == ["v3", "v1"]


def test_without_a_log_the_same_comes_out() -> None:
    """A dispatcher without a log runs consumers and notes nothing."""
    got: list[Any] = []
    scene = Scene(route("a", lambda message: got.append(message["n"])))
    before = len(scene.log.events())
    dispatcher = Dispatcher(
        scene.wrapper, where="worker:1", clock=ManualClock(), log=None, wait=lambda _: None
    )
    assert dispatcher.dispatch("a", {"n": 1}) is None
    assert dispatcher.dispatch("b", {"n": 1}) == "no_route"
    assert got == [1]
    assert len(scene.log.events()) == before


def test_kwargs_of_the_route_reach_the_consumer() -> None:
    """Named groups of a filter are keyword arguments, and the log shows them."""
    got: list[str] = []
    scene = Scene(
        route(CONNECT, lambda message, room: got.append(room), path=r"^/(?P<room>[a-z]+)/$")
    )
    scene.play(CONNECT, path="/green/")
    assert got == ["green"]
    assert scene.events("route.matched")[0].kwargs == {"room": "green"}


def test_the_callback_is_told_before_the_consumer() -> None:
    """The callback gets channel and message, in the consumer's thread, before it."""
    told: list[Any] = []
    scene = Scene(
        route("a", lambda message: told.append("consumer")),
        callback=lambda channel, message: told.append((channel, message["n"])),
    )
    scene.play("a", n=1)
    assert told == [("a", 1), "consumer"]


def test_a_callback_that_raises_is_survived() -> None:
    """An error of the callback is reported like a consumer's; the consumer does not run."""

    def callback(channel: str, message: Message) -> None:
        raise ValueError("no")

    ran: list[int] = []
    scene = Scene(route("a", lambda message: ran.append(1)), callback=callback)
    assert scene.play("a") is None
    assert ran == []
    assert scene.events("consumer.raised")[0].error == "ValueError: no"


def test_the_classic_signals_surround_the_consumer() -> None:
    """Somebody who listens to consumer_started and consumer_finished hears both, in order."""
    told: list[str] = []

    def started(**_: Any) -> None:
        told.append("started")

    def finished(**_: Any) -> None:
        told.append("finished")

    consumer_started.connect(started)
    consumer_finished.connect(finished)
    try:
        Scene(route("a", lambda message: told.append("consumer"))).play("a")
    finally:
        consumer_started.disconnect(started)
        consumer_finished.disconnect(finished)
    assert told == ["started", "consumer", "finished"]


def test_sends_leave_when_the_consumer_has_ended_even_badly() -> None:
    """Nothing of a consumer is visible before its end; after an exception it all is."""
    scene = Scene()
    seen: list[Any] = []

    def consumer(message: Message) -> None:
        Channel("b", channel_layer=message.channel_layer).send({"n": 1})
        seen.extend(scene.got("b"))
        raise ValueError

    scene.wrapper.routing = [route("a", consumer)]
    scene.play("a")
    assert seen == []
    assert scene.got("b") == [{"n": 1}]


# --- accepting by default -------------------------------------------------------------------------


def connect(consumer: Any, **options: Any) -> list[dict[str, Any]]:
    """Play one websocket.connect with auto-accept; return what its socket is told."""
    scene = Scene(route(CONNECT, consumer), **({"auto_accept": True} | options))
    scene.play(CONNECT, reply_channel=REPLY, path="/")
    scene.check_books()
    return scene.got(REPLY)


def test_a_silent_connect_is_accepted() -> None:
    """A connect consumer that says nothing about its socket accepts it (§2.4)."""
    assert connect(nothing) == [{"accept": True}]


def test_it_is_a_switch() -> None:
    """Without the switch a silent consumer leaves the handshake undecided."""
    assert connect(nothing, auto_accept=False) == []


@pytest.mark.parametrize("immediately", [False, True])
@pytest.mark.parametrize(
    "reply", [{"accept": True}, {"close": True}, {"text": "a"}, {"bytes": b"a"}]
)
def test_an_answer_of_the_consumers_own_counts(reply: dict[str, Any], immediately: bool) -> None:
    """Whoever has answered the socket, buffered or immediately, is not spoken for."""

    def consumer(message: Message) -> None:
        message.reply_channel.send(reply, immediately)  # type: ignore[union-attr]

    assert connect(consumer) == [reply]


def test_an_answer_through_another_object_counts() -> None:
    """It is the channel's name that counts, not the object."""

    def consumer(message: Message) -> None:
        Channel(REPLY, channel_layer=message.channel_layer).send({"accept": True})

    assert connect(consumer) == [{"accept": True}]


def test_a_send_to_somebody_else_does_not_count() -> None:
    """A text to another socket, or to a group, decides nothing about this one."""

    def consumer(message: Message) -> None:
        Channel("other", channel_layer=message.channel_layer).send({"text": "a"})
        Group("chat", channel_layer=message.channel_layer).send({"text": "a"})

    assert connect(consumer) == [{"accept": True}]


def test_an_immediate_answer_of_the_last_message_does_not_count() -> None:
    """What one consumer sent immediately is forgotten before the next."""
    scene = Scene(auto_accept=True)
    answers = [True, False]

    def consumer(message: Message) -> None:
        if answers.pop(0):
            message.reply_channel.send({"close": True}, True)  # type: ignore[union-attr]

    scene.wrapper.routing = [route(CONNECT, consumer)]
    scene.play(CONNECT, reply_channel=REPLY)
    scene.play(CONNECT, reply_channel=REPLY)
    assert scene.got(REPLY) == [{"close": True}, {"accept": True}]


def raises(error: BaseException) -> Any:
    """Return a consumer that raises *error*."""

    def consumer(message: Message) -> None:
        raise error

    return consumer


def test_a_consumer_that_raises_is_not_accepted() -> None:
    """An error is no consent."""
    assert connect(raises(ValueError())) == []


def test_a_consumer_that_denies_is_not_accepted() -> None:
    """DenyConnection refuses, and that is all."""
    assert connect(raises(DenyConnection())) == [{"close": True}]


def test_a_connect_without_a_reply_channel_is_left_alone() -> None:
    """Where there is nobody to answer, nobody is answered."""
    scene = Scene(route(CONNECT, nothing), auto_accept=True)
    assert scene.play(CONNECT) is None
    assert scene.events("consumer.raised") == []


def test_only_connects_are_accepted() -> None:
    """A silent consumer of websocket.receive sends nothing."""
    scene = Scene(route("websocket.receive", nothing), auto_accept=True)
    scene.play("websocket.receive", reply_channel=REPLY)
    assert scene.got(REPLY) == []


# --- exceptions that are instructions -------------------------------------------------------------


def test_deny_comes_behind_what_was_sent() -> None:
    """DenyConnection's close is the last of the consumer's sends."""

    def consumer(message: Message) -> None:
        message.reply_channel.send({"text": "sorry"})  # type: ignore[union-attr]
        raise DenyConnection

    assert connect(consumer) == [{"text": "sorry"}, {"close": True}]


class Unspeakable(DenyConnection):
    """A refusal whose text cannot be had."""

    def __str__(self) -> str:
        """Fail."""
        raise LookupError


@pytest.mark.parametrize(
    ("denial", "why"),
    [
        (DenyConnection("no such room"), "no such room"),
        (DenyConnection(), None),
        (Unspeakable(), "(its text cannot be shown)"),
    ],
)
def test_a_refusal_is_in_the_log_with_its_reason(denial: DenyConnection, why: str | None) -> None:
    """In the words of whoever refused; it is no error."""
    scene = Scene(route(CONNECT, raises(denial)))
    scene.play(CONNECT, reply_channel=REPLY)
    (denied,) = scene.events("consumer.denied")
    (started,) = scene.events("consumer.started")
    assert denied.why == why
    assert (denied.run, denied.message) == (started.run, started.message)
    assert denied.consumer == started.consumer
    assert scene.events("consumer.raised") == []
    (close,) = [one for one in scene.events("message.accepted") if one.channel == REPLY]
    assert close.cause == denied.run


@pytest.mark.parametrize(
    ("channel", "content"), [("websocket.receive", {"reply_channel": REPLY}), (CONNECT, {})]
)
def test_deny_elsewhere_is_an_error(channel: str, content: dict[str, Any]) -> None:
    """DenyConnection needs a handshake and a reply channel; the worker survives without."""
    scene = Scene(route(channel, raises(DenyConnection())))
    assert scene.play(channel, **content) is None
    assert scene.got(REPLY) == []
    assert scene.events("consumer.raised")[0].error.startswith("ValueError: DenyConnection")


@pytest.mark.parametrize(("code", "close"), [(None, True), (4001, 4001), (1000, 1000)])
def test_a_close_exception_closes(code: int | None, close: Any) -> None:
    """WebsocketCloseException closes the socket with its code; that is no error."""
    scene = Scene(route("websocket.receive", raises(WebsocketCloseException(code))))
    scene.play("websocket.receive", reply_channel=REPLY)
    assert scene.got(REPLY) == [{"close": close}]
    assert scene.kinds("consumer") == ["consumer.started", "consumer.finished"]


def test_a_socket_exception_runs() -> None:
    """A ChannelSocketException is asked to answer the message, and its sends leave."""

    class Shout(ChannelSocketException):
        def run(self, message: Message) -> None:
            message.reply_channel.send({"text": "AH"})  # type: ignore[union-attr]

    scene = Scene(route("websocket.receive", raises(Shout())))
    scene.play("websocket.receive", reply_channel=REPLY)
    assert scene.got(REPLY) == [{"text": "AH"}]


@pytest.mark.parametrize("error", [ChannelSocketException(), WebsocketCloseException()])
def test_an_error_while_handling_is_survived(error: Exception) -> None:
    """A run() that fails is reported; the next message is dispatched as ever."""
    scene = Scene(route("a", raises(error)), route("b", nothing))
    assert scene.play("a", reply_channel=REPLY) is None
    assert scene.play("b") is None
    assert scene.kinds("consumer") == [
        "consumer.started",
        "consumer.raised",
        "consumer.started",
        "consumer.finished",
    ]
    scene.check_books()


@pytest.mark.parametrize("error", [ValueError("x"), SystemExit(1), KeyboardInterrupt()])
def test_whatever_a_consumer_raises_is_survived(
    error: BaseException, caplog: pytest.LogCaptureFixture
) -> None:
    """Even SystemExit is a consumer.raised with its traceback; the message counts as delivered."""
    scene = Scene(route("a", raises(error)))
    with caplog.at_level(logging.ERROR, logger="django.channels"):
        assert scene.play("a") is None
    [event] = scene.events("consumer.raised")
    assert event.error == f"{type(error).__name__}: {error}"
    assert "in consumer" in event.traceback
    assert "sandbox/workers/dispatch.py" not in event.traceback
    assert event.run == scene.events("consumer.started")[0].run
    [record] = caplog.records
    assert record.name == "django.channels"
    assert record.getMessage().startswith("Error processing message with consumer")
    assert record.exc_info is not None
    scene.check_books()


def test_an_error_without_a_text_is_survived() -> None:
    """An exception whose text cannot be had does not end the worker."""

    class Mute(Exception):
        def __str__(self) -> str:
            raise ValueError

    scene = Scene(route("a", raises(Mute())))
    assert scene.play("a") is None
    assert scene.events("consumer.raised")[0].error.startswith("Mute: ")


def test_a_flush_that_fails_is_survived(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sends that find no room are reported after the run; the thread's buffer is closed."""
    monkeypatch.setattr(pending, "retry_time", 0.01)
    scene = Scene(capacity=1)

    def consumer(message: Message) -> None:
        for number in range(2):
            Channel("b", channel_layer=message.channel_layer).send({"n": number})

    scene.wrapper.routing = [route("a", consumer)]
    assert scene.play("a") is None
    assert scene.kinds("consumer") == ["consumer.started", "consumer.finished", "consumer.raised"]
    assert "'b' was full" in scene.events("consumer.raised")[0].error
    assert scene.got("b") == [{"n": 0}]
    assert not pending.active
    scene.check_books()


# --- ConsumeLater ---------------------------------------------------------------------------------


def test_a_message_is_consumed_eleven_times_at_most() -> None:
    """ConsumeLater puts it back ten times; the last consumption knows that it is doomed."""
    seen: list[tuple[int, bool]] = []

    def consumer(message: Message) -> None:
        seen.append((message.get("__retries__", 0), hasattr(message, "__doomed__")))
        raise ConsumeLater

    scene = Scene(route("a", consumer))
    lost = [scene.play("a")]
    while lost[-1] is None:
        lost.append(scene.turn())
    assert lost == [None] * 10 + ["retries"]
    assert seen == [(number, number == 10) for number in range(11)]
    assert scene.layer.ledger()["a"].lost == {"retries": 1}
    assert [event.retries for event in scene.events("consumer.deferred")] == list(range(1, 12))
    scene.check_books()


def test_a_requeued_message_has_the_old_one_as_its_cause() -> None:
    """Putting back is a new message, caused by the old one and not by the run."""
    scene = Scene(route("a", raises(ConsumeLater())))
    scene.play("a")
    first, second = scene.events("message.accepted")
    assert second.cause == first.message
    assert second.content["__retries__"] == 1


def test_a_requeued_message_goes_to_the_back() -> None:
    """What waited meanwhile comes first."""
    seen: list[int] = []

    def consumer(message: Message) -> None:
        seen.append(message["n"])
        if len(seen) == 1:
            raise ConsumeLater

    scene = Scene(route("a", consumer))
    scene.layer.send("a", {"n": 1})
    scene.layer.send("a", {"n": 2})
    for _ in range(3):
        scene.turn()
    assert seen == [1, 2, 1]


def test_a_shadowed_send_is_used_exactly_once() -> None:
    """Requeueing goes through the wrapper's send where a test has replaced it (trap 4)."""
    sent: list[str] = []
    scene = Scene(route("a", raises(ConsumeLater())))

    def send(channel: str, content: dict[str, Any]) -> None:
        sent.append(channel)
        scene.layer.send(channel, content)

    scene.layer.send("a", {})
    scene.wrapper.send = send
    assert scene.turn() is None
    assert sent == ["a"]


def test_a_channel_that_stays_full_loses_the_message(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without room the message is lost as requeue_full, and the log says that aloud."""
    monkeypatch.setattr(dispatch, "REQUEUE_SECONDS", 0.01)
    scene = Scene(capacity=1)

    def consumer(message: Message) -> None:
        scene.layer.send("a", {"in": "its place"})
        raise ConsumeLater

    scene.wrapper.routing = [route("a", consumer)]
    with caplog.at_level(logging.ERROR, logger="django.channels"):
        assert scene.play("a") == "requeue_full"
    row = scene.layer.ledger()["a"]
    assert (row.lost, row.refused) == ({"requeue_full": 1}, {"full": 1})
    assert "stayed full" in caplog.text
    scene.check_books()


def test_a_layer_that_cannot_wait_is_asked_ten_times() -> None:
    """A foreign layer's own ChannelFull is understood; the tries are 0.05 s apart."""

    class Full(Exception):
        pass

    class Wrapper:
        ChannelFull = Full
        router = Router([route("a", raises(ConsumeLater()))])
        tries = 0

        def send(self, channel: str, content: dict[str, Any]) -> None:
            self.tries += 1
            raise Full

    waited: list[float] = []
    wrapper = Wrapper()
    dispatcher = Dispatcher(
        wrapper, where="worker:1", clock=ManualClock(), log=None, wait=waited.append
    )
    assert dispatcher.dispatch("a", {}) == "requeue_full"
    assert wrapper.tries == 10
    assert waited == [0.05] * 9


def test_a_classic_channel_full_is_understood_too() -> None:
    """The sandbox's ChannelFull counts, whatever the layer's own is."""

    class Wrapper:
        ChannelFull = KeyError
        router = Router([route("a", raises(ConsumeLater()))])

        def send_waiting(self, channel: str, content: dict[str, Any], seconds: float) -> None:
            raise ChannelFull

    dispatcher = Dispatcher(
        Wrapper(), where="worker:1", clock=ManualClock(), log=None, wait=lambda _: None
    )
    assert dispatcher.dispatch("a", {}) == "requeue_full"


def test_content_that_cannot_be_sent_again_is_reported() -> None:
    """A consumer that puts a lock into the message it defers gets an error for it."""

    def consumer(message: Message) -> None:
        message.content["generator"] = (number for number in ())
        raise ConsumeLater

    scene = Scene(route("a", consumer))
    assert scene.play("a") is None
    assert scene.events("consumer.raised")[0].error.startswith("TypeError")
    scene.check_books()


# --- routing --------------------------------------------------------------------------------------


def test_no_route_is_said_once_per_channel_and_router(caplog: pytest.LogCaptureFixture) -> None:
    """Every unrouted message is in the log; aloud it is said once, until the router changes."""
    shared = Unrouted()
    scene = Scene(route("a", nothing, path="^/only/"), unrouted=shared)
    other = Dispatcher(
        scene.wrapper, where="worker:2", clock=scene.clock, log=scene.log, wait=lambda _: None,
        unrouted=shared,
    )  # fmt: skip
    with caplog.at_level(logging.ERROR, logger="django.channels"):
        assert [scene.play("a", path="/else/") for _ in range(3)] == ["no_route"] * 3
        assert other.dispatch("a", {"path": "/else/"}) == "no_route"
        assert len(caplog.records) == 1
        scene.wrapper.routing = [route("a", nothing, path="^/other/")]
        assert scene.play("a", path="/else/") == "no_route"
    assert [record.getMessage() for record in caplog.records] == [
        "Could not find match for message on a! Check your routing."
    ] * 2
    assert len(scene.events("route.unmatched")) == 5
    assert scene.layer.ledger()["a"].lost == {"no_route": 4}
    scene.check_books()


def test_a_filter_that_fails_is_survived() -> None:
    """A filter that meets a number is reported, and the message has no route."""
    scene = Scene(route("a", nothing, path="^/"))
    assert scene.play("a", path=3) == "no_route"
    [event] = scene.events("consumer.raised")
    assert event.error.startswith("TypeError")
    assert scene.play("a", path="/") is None
    scene.check_books()


def test_a_foreign_router_is_asked_by_match() -> None:
    """Any object with match(message) routes."""
    got: list[Any] = []

    class Routing:
        channels = frozenset({"a"})

        def match(self, message: Message) -> Any:
            if message["n"] == 2:
                return None
            return (lambda message, room: got.append((message["n"], room))), {"room": "green"}

    scene = Scene()
    scene.wrapper.router = Routing()
    assert scene.play("a", n=1) is None
    assert scene.play("a", n=2) == "no_route"
    assert got == [(1, "green")]


# --- being killed ---------------------------------------------------------------------------------


def test_a_killed_run_has_no_effect() -> None:
    """What was buffered when the worker was killed is dropped, and the run is not finished."""
    scene = Scene()

    def consumer(message: Message) -> None:
        Channel("b", channel_layer=message.channel_layer).send({"n": 1})
        scene.dispatcher.killed = True

    scene.wrapper.routing = [route("a", consumer)]
    with pytest.raises(WorkerKilled):
        scene.play("a")
    assert scene.got("b") == []
    assert not pending.active
    assert not scene.dispatcher.interruptible
    assert scene.kinds("consumer") == ["consumer.started"]


def test_a_killed_worker_starts_nothing() -> None:
    """A message that was taken at the last moment is not consumed."""
    ran: list[int] = []
    scene = Scene(route("a", lambda message: ran.append(1)))
    scene.dispatcher.killed = True
    with pytest.raises(WorkerKilled):
        scene.play("a")
    assert ran == []


def test_only_the_consumer_may_be_interrupted() -> None:
    """While the consumer runs, and only then, an interrupt may come."""
    seen: list[bool] = []
    scene = Scene()
    scene.wrapper.routing = [route("a", lambda m: seen.append(scene.dispatcher.interruptible))]
    scene.play("a")
    assert seen == [True]
    assert not scene.dispatcher.interruptible


def test_a_slowed_consumer_takes_its_time_as_a_part_of_its_run() -> None:
    """After it has started and before its code; others do not wait."""
    order: list[str] = []

    def slow(message: Message) -> None:
        order.append("slow")

    def quick(message: Message) -> None:
        order.append("quick")

    scene = Scene(route("a", slow), route("b", quick))
    name = scene.wrapper.router.rules[0].consumer

    def pause() -> None:
        order.append("pause")
        assert scene.kinds("consumer") == ["consumer.started"]

    scene.dispatcher.slowed = {name: pause}
    scene.play("a")
    scene.play("b")
    assert order == ["pause", "slow", "quick"]
