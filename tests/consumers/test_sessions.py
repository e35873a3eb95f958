"""Sessions of connections and browsers, and messages in their order (CLASSIC-SPEC §4.5, §4.6)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import CreateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.test import override_settings

from sandbox.consumers.channel import Channel, pending
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.message import Message
from sandbox.consumers.noting import short_hash
from sandbox.consumers.routing import route
from sandbox.consumers.sessions import (
    channel_and_http_session,
    channel_session,
    enforce_ordering,
    http_session,
    requeue_messages,
    session_for_reply_channel,
    wait_channel_name,
)
from sandbox.errors import ChannelFull, ConsumeLater
from sandbox.layers.memory import MemoryLayer
from sandbox.workers.dispatch import WorkerKilled
from tests.consumers.conftest import FakeLayer
from tests.consumers.sessions import (
    browser_session,
    connect,
    fresh_name,
    message,
    stored,
    with_cookie,
)
from tests.workers.scene import Scene

pytestmark = pytest.mark.usefixtures("people")

NEXT = "__channels_next_order"

LONG_AGO = datetime(2001, 1, 1, tzinfo=UTC)


def key_of(reply: str) -> str:
    """Return the key of a connection's session, as §4.5 says it."""
    return "chn" + hashlib.sha1(reply.encode()).hexdigest()[:29]


# --- the session of a connection ------------------------------------------------------------------


def test_a_connection_is_known_by_its_reply_channel() -> None:
    """The key is made of the channel's name, so each of its messages finds the same session."""
    reply = fresh_name()
    first = session_for_reply_channel(reply)
    assert first.session_key == key_of(reply)
    assert len(first.session_key) == 32
    first["seen"] = 42
    first.save(must_create=True)
    assert session_for_reply_channel(reply)["seen"] == 42
    assert "seen" not in session_for_reply_channel(reply + "x")


def test_a_missing_session_keeps_its_key() -> None:
    """The store forgets the key of a session that it does not have; ours must stay valid."""
    session = session_for_reply_channel(fresh_name())
    assert list(session.keys()) == []
    assert session.session_key.startswith("chn")


def test_the_engine_is_a_setting_of_its_own() -> None:
    """CHANNEL_SESSION_ENGINE goes before SESSION_ENGINE."""
    with override_settings(CHANNEL_SESSION_ENGINE="django.contrib.sessions.backends.cache"):
        session = session_for_reply_channel(fresh_name())
    assert type(session).__module__ == "django.contrib.sessions.backends.cache"


@pytest.mark.parametrize("name", ["CHANNEL_SESSION_ENGINE", "SESSION_ENGINE"])
def test_sessions_in_cookies_are_refused(name: str) -> None:
    """A WebSocket's client cannot be given a new cookie, so the text names another engine."""
    with (
        override_settings(**{name: "django.contrib.sessions.backends.signed_cookies"}),
        pytest.raises(ValueError, match=r"signed cookie sessions.*CHANNEL_SESSION_ENGINE"),
    ):
        session_for_reply_channel(fresh_name())


def test_what_a_consumer_keeps_is_there_for_the_next_message() -> None:
    """Written by one consumer, read by another with the same reply channel, and by no other."""
    reply = fresh_name()

    @channel_session
    def remember(message: Any, room: str) -> str:
        message.channel_session["room"] = room
        return "returned"

    @channel_session
    def recall(message: Any) -> Any:
        return message.channel_session.get("room")

    assert remember(message(reply), room="lobby") == "returned"
    assert recall(message(reply)) == "lobby"
    assert recall(message()) is None
    assert remember.__name__ == "remember"


def test_methods_are_decorated_too() -> None:
    """The message is found as the second argument, and by its class, not by its place alone."""

    class Consumers:
        @channel_session
        def consume(self, message: Any) -> str:
            return str(message.channel_session.session_key)

    one = message()
    assert Consumers().consume(one) == key_of(one.reply_channel.name)


@pytest.mark.parametrize("arguments", [(), (1, 2), (1, 2, message("test!third"))])
def test_a_message_in_third_place_is_none(arguments: tuple[Any, ...]) -> None:
    """Only the first two positional arguments are looked at; the text is the classic one."""
    with pytest.raises(ValueError, match=r"^channel_session called without Message instance$"):
        channel_session(lambda *args: None)(*arguments)


def test_a_message_by_keyword_is_none() -> None:
    """Nor is a keyword looked at."""
    with pytest.raises(ValueError, match=r"^channel_session called without Message instance$"):
        channel_session(lambda message: None)(message=message())


def test_a_message_without_a_reply_channel_is_refused() -> None:
    """It belongs to no connection; the text names the channel."""
    with pytest.raises(ValueError, match=r"No reply_channel sent to consumer.*'tasks'"):
        channel_session(lambda message: None)(Message({}, "tasks", None))


def test_a_session_exists_from_the_first_message_on() -> None:
    """It is stored, empty, before the consumer runs."""
    one = message()
    key = key_of(one.reply_channel.name)
    found: list[bool] = []
    channel_session(lambda message: found.append(SessionStore().exists(key)))(one)
    assert found == [True]


def test_what_was_not_changed_is_not_saved() -> None:
    """Reading a session writes nothing."""
    reply = fresh_name()
    channel_session(lambda message: None)(message(reply))
    with patch.object(SessionStore, "save") as save:
        channel_session(lambda message: message.channel_session.get("x"))(message(reply))
    save.assert_not_called()


def test_what_a_raising_consumer_kept_is_saved() -> None:
    """Also where the consumer ends with an error, which goes on."""
    one = message()

    @channel_session
    def fail(message: Any) -> None:
        message.channel_session["seen"] = True
        raise LookupError("no such room")

    with pytest.raises(LookupError, match="no such room"):
        fail(one)
    assert stored(key_of(one.reply_channel.name)) == {"seen": True}


@channel_session
def keep(message: Any) -> None:
    """Keep something in the connection's session."""
    message.channel_session["user"] = "alice"


def test_a_logout_is_not_undone() -> None:
    """A session that was flushed is empty, and an empty one is not saved."""
    reply = fresh_name()
    keep(message(reply))
    before = Session.objects.count()
    channel_session(lambda message: message.channel_session.flush())(message(reply))
    assert not SessionStore().exists(key_of(reply))
    assert Session.objects.count() == before - 1


def test_a_nested_logout_is_not_undone() -> None:
    """Nor does a second decorator inside make a session with some other key of it."""
    reply = fresh_name()
    keep(message(reply))
    before = Session.objects.count()
    flush = channel_session(channel_session(lambda message: message.channel_session.flush()))
    flush(message(reply))
    assert Session.objects.count() == before - 1


@pytest.mark.parametrize("change", ["flush", "cycle_key"])
def test_what_is_kept_after_a_logout_or_login_stays_the_connections(change: str) -> None:
    """Django gives the session a new key then; a connection has only its reply channel."""
    reply = fresh_name()
    keep(message(reply))
    before = Session.objects.count()

    @channel_session
    def start_anew(message: Any) -> None:
        getattr(message.channel_session, change)()
        message.channel_session["room"] = "lobby"

    start_anew(message(reply))
    assert stored(key_of(reply))["room"] == "lobby"
    assert Session.objects.count() == before


def test_decorating_twice_is_harmless() -> None:
    """Both share one session, and what the inner one changes is saved."""
    one = message()
    twice = channel_session(
        channel_session(lambda message: message.channel_session.update({"ponies": -1}))
    )
    twice(one)
    assert session_for_reply_channel(one.reply_channel.name)["ponies"] == -1


def test_of_two_consumers_that_make_a_session_one_comes_again() -> None:
    """The other one's message is put back: the session is there then."""
    with (
        patch.object(SessionStore, "save", side_effect=CreateError),
        pytest.raises(ConsumeLater),
    ):
        channel_session(lambda message: None)(message())


def test_an_expired_session_is_made_anew_in_its_place() -> None:
    """Nobody has cleared it: it counts as empty, can be written, and no retry is needed."""
    reply = fresh_name()
    channel_session(lambda message: message.channel_session.update({"old": 1}))(message(reply))
    Session.objects.filter(pk=key_of(reply)).update(expire_date=LONG_AGO)

    @channel_session
    def write(message: Any) -> None:
        assert dict(message.channel_session.items()) == {}
        message.channel_session["new"] = 2

    write(message(reply))
    assert stored(key_of(reply)) == {"new": 2}


# --- the session of a browser ---------------------------------------------------------------------


@http_session
def seen(message: Any) -> Any:
    """Return what the browser's session has under "seen"; ``None`` where there is no session."""
    return message.http_session and message.http_session.get("seen")


def test_a_cookie_leads_to_the_browsers_session() -> None:
    """On any message with headers: a WebSocket's connect, or a request."""
    session = browser_session(seen=42)
    assert seen(with_cookie(session)) == 42
    assert seen(with_cookie(session, method="POST")) == 42


def test_the_query_goes_before_the_cookie() -> None:
    """``?session_key=`` is for clients on another domain, and names its session explicitly."""
    ours, other = browser_session(seen="ours"), browser_session(seen="other")
    query = f"session_key={ours.session_key}".encode()
    assert seen(connect(query_string=query)) == "ours"
    assert seen(with_cookie(other, query_string=query)) == "ours"


def test_without_a_key_there_is_no_session() -> None:
    """And none is made."""
    before = Session.objects.count()
    one = connect()
    assert seen(one) is None
    assert one.http_session is None
    assert Session.objects.count() == before


@pytest.mark.parametrize("key", ["x" * 32, "x", "", "no such; session", "chn" + "0" * 29])
def test_a_forged_key_leads_to_nothing(key: str) -> None:
    """It opens nobody's session, and what is written to it is not kept: no session is made."""
    before = Session.objects.count()

    @http_session
    def write(message: Any) -> None:
        if message.http_session is not None:
            assert dict(message.http_session.items()) == {}
            message.http_session["user"] = "alice"

    write(with_cookie(key))
    assert Session.objects.count() == before
    assert stored(key) == {}


def test_an_expired_session_leads_to_nothing() -> None:
    """Its content is not seen, and nothing is written to it."""
    session = browser_session(seen=42)
    Session.objects.filter(pk=session.session_key).update(expire_date=LONG_AGO)
    assert seen(with_cookie(session)) is None


@pytest.mark.parametrize("engine", ["db", "file", "cache", "cached_db"])
@pytest.mark.parametrize(
    "key", ["x" * 32, "../../etc/passwd", "a b c d e f", "x" * 5_000, "\n" * 9]
)
def test_no_engine_opens_anything_for_a_forged_key(
    engine: str, key: str, tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    """Whatever it is made of; the real one still opens."""
    with override_settings(
        SESSION_ENGINE=f"django.contrib.sessions.backends.{engine}",
        SESSION_FILE_PATH=str(tmp_path),
    ):
        session = browser_session(seen=42)
        query = f"session_key={quote(key)}".encode()
        assert seen(connect(query_string=query)) is None
        query = f"session_key={session.session_key}".encode()
        assert seen(connect(query_string=query)) == 42


def test_a_forged_session_in_a_cookie_is_empty() -> None:
    """Where browsers carry their sessions in signed cookies, these are read, and no forged one."""
    with override_settings(SESSION_ENGINE="django.contrib.sessions.backends.signed_cookies"):
        from django.contrib.sessions.backends.signed_cookies import SessionStore as Signed

        session = Signed()
        session["seen"] = 42
        session.save()
        assert seen(with_cookie(session.session_key)) == 42
        forged = with_cookie(session.session_key[:-1] + "!")
        assert seen(forged) is None
        assert dict(forged.http_session.items()) == {}


def test_changes_are_saved_when_the_consumer_returns() -> None:
    """Not when it raises."""
    session = browser_session(seen=1)

    @http_session
    def write(message: Any, value: int) -> int:
        message.http_session["seen"] = value
        return 1 // (value - 3)

    assert write(with_cookie(session), value=2) == -1
    assert stored(session.session_key) == {"seen": 2}
    with pytest.raises(ZeroDivisionError):
        write(with_cookie(session), value=3)
    assert stored(session.session_key) == {"seen": 2}


def test_a_nested_one_saves_what_it_changed() -> None:
    """Also where it raises: the outer decorator does not know."""
    session = browser_session(seen=1)

    @http_session
    @http_session
    def write(message: Any) -> None:
        message.http_session["seen"] = 2
        raise LookupError

    with pytest.raises(LookupError):
        write(with_cookie(session))
    assert stored(session.session_key) == {"seen": 2}


def test_a_message_that_is_no_request_is_refused() -> None:
    """The text says what such a message needs, and what came."""
    with pytest.raises(ValueError, match=r"^Cannot parse HTTP message.*KeyError: 'path'"):
        seen(message())


def test_a_message_with_no_method_is_given_one() -> None:
    """As what comes over a WebSocket is; one that has a method keeps it."""
    one, other = connect(), connect(method="POST")
    seen(one), seen(other)
    assert (one.content["method"], other.content["method"]) == ("FAKE", "POST")


# --- both sessions --------------------------------------------------------------------------------


def test_later_messages_have_the_browsers_session_too() -> None:
    """They carry no cookie; the connection's session has kept the key of the first one."""
    session = browser_session(seen=42)
    both = channel_and_http_session(
        lambda message: message.http_session and message.http_session.get("seen")
    )
    first = with_cookie(session)
    reply = first.reply_channel.name
    assert both(first) == 42
    assert stored(key_of(reply))[settings.SESSION_COOKIE_NAME] == session.session_key
    assert both(connect(reply)) == 42
    assert both(connect()) is None


def test_what_a_later_message_writes_to_it_is_saved() -> None:
    """To the browser's own session."""
    session = browser_session(seen=1)
    first = with_cookie(session)
    channel_and_http_session(lambda message: None)(first)
    write = channel_and_http_session(lambda message: message.http_session.update({"seen": 2}))
    write(connect(first.reply_channel.name))
    assert stored(session.session_key) == {"seen": 2}


def test_a_forged_key_leads_nowhere_later_either() -> None:
    """It is kept as it came, and opens nothing; no session is made for it."""
    first = with_cookie("x" * 32)
    write = channel_and_http_session(lambda message: message.http_session.update({"seen": 1}))
    for one in (first, connect(first.reply_channel.name)):
        write(one)
        assert one.http_session.session_key == "x" * 32
    assert stored(key_of(first.reply_channel.name))[settings.SESSION_COOKIE_NAME] == "x" * 32
    assert stored("x" * 32) == {}


def test_a_cookie_may_name_the_connections_own_session() -> None:
    """As test clients have it: that session is made only after the cookie was looked at, and is
    the browser's all the same, from the first message on."""
    reply = fresh_name()
    both = channel_and_http_session(lambda message: None)
    first, second = with_cookie(key_of(reply), reply=reply), connect(reply)
    both(first)
    assert first.channel_session[settings.SESSION_COOKIE_NAME] == key_of(reply)
    both(second)
    assert second.http_session.session_key == key_of(reply)
    write = channel_and_http_session(lambda message: message.http_session.update({"seen": 1}))
    write(with_cookie(key_of(reply), reply=reply))
    assert stored(key_of(reply))["seen"] == 1
    again = fresh_name()
    write(with_cookie(key_of(again), reply=again))
    assert stored(key_of(again))["seen"] == 1


def test_a_session_that_has_ended_meanwhile_is_empty() -> None:
    """The browser has logged out: the connection sees nothing of it any more."""
    session = browser_session(seen=42)
    first = with_cookie(session)
    channel_and_http_session(lambda message: None)(first)
    session.flush()
    both = channel_and_http_session(lambda message: dict(message.http_session.items()))
    assert both(connect(first.reply_channel.name)) == {}


# --- as the log tells it --------------------------------------------------------------------------


def played(consumer: Callable[..., Any], *messages: Any) -> Scene:
    """Return the scene in which a worker has run *consumer* with these messages."""
    scene = Scene(route("websocket.connect", consumer))
    for one in messages:
        scene.play("websocket.connect", **one.content)
    scene.check_books()
    return scene


def told(scene: Scene, *kinds: str) -> list[tuple[Any, ...]]:
    """Return kind, session, how and state or why of the events of *kinds*."""
    return [
        (
            event.kind,
            event.session,
            event.how,
            getattr(event, "state", None) or getattr(event, "why", None),
        )
        for event in scene.log.events()
        if event.kind.startswith(("session.", *kinds))
    ]


def test_the_log_tells_which_session_was_opened_and_saved() -> None:
    """By a short hash, with how it was found; never by its key."""
    session = browser_session(seen=1)
    first = with_cookie(session)
    reply = first.reply_channel.name
    scene = played(channel_and_http_session(lambda message: None), first, connect(reply))
    browser, connection = short_hash(session.session_key), short_hash(key_of(reply))
    assert told(scene) == [
        ("session.opened", browser, "cookie", "found"),
        ("session.opened", connection, "channel", "made"),
        ("session.saved", connection, "channel", None),
        ("session.opened", connection, "channel", "found"),
        ("session.opened", browser, "channel session", "found"),
    ]
    everything = repr(scene.log.events())
    assert session.session_key not in everything
    assert key_of(reply) not in everything
    opened = scene.events("session.opened")[0]
    assert opened.cause == scene.events("consumer.started")[0].run


def test_the_log_tells_of_a_key_that_leads_to_nothing() -> None:
    """And that what a consumer wrote there was not kept."""
    write = http_session(lambda message: message.http_session.update({"seen": 1}))
    scene = played(write, with_cookie("f" * 32))
    name = short_hash("f" * 32)
    assert told(scene) == [
        ("session.opened", name, "cookie", "absent"),
        (
            "session.discarded",
            None,
            "http",
            "its key leads to no session (forged, expired or logged out)",
        ),
    ]
    assert "f" * 32 not in repr(scene.log.events())


# --- messages in order: without a worker ----------------------------------------------------------


@pytest.fixture
def memory() -> MemoryLayer:
    """A layer without a log."""
    return MemoryLayer()


def ordered(calls: list[int]) -> Any:
    """Return a consumer that notes the orders with which it was called."""
    return enforce_ordering(lambda message, **kwargs: calls.append(message.content["order"]))


def send_in(consumer: Any, layer: Any, reply: str, *orders: int) -> None:
    """Call *consumer* with messages of these orders, without a worker."""
    for order in orders:
        consumer(message(reply, layer, "websocket.receive", order=order))


def waiting(layer: Any, channel: str) -> list[int]:
    """Receive everything on *channel* and return its orders."""
    orders = []
    while (content := layer.receive([channel])[1]) is not None:
        orders.append(content["order"])
    return orders


def test_messages_in_order_run_at_once(memory: MemoryLayer) -> None:
    """The next one's turn has come when the one before it has run."""
    calls: list[int] = []
    reply = fresh_name()
    send_in(ordered(calls), memory, reply, 0, 1, 2)
    assert calls == [0, 1, 2]
    assert session_for_reply_channel(reply)[NEXT] == 3


def test_a_message_before_its_turn_waits(memory: MemoryLayer) -> None:
    """On a channel of its connection, with the name of the channel that it came from."""
    calls: list[int] = []
    reply = fresh_name()
    send_in(ordered(calls), memory, reply, 0, 2)
    assert calls == [0]
    _, content = memory.receive(["__wait__." + reply.replace("!", "?")])
    assert content is not None
    assert (content["original_channel"], content["order"]) == ("websocket.receive", 2)


def test_the_wait_channel_belongs_to_one_connection() -> None:
    """It is a single reader's channel: the last ``!`` becomes a ``?``."""
    assert wait_channel_name("test-reply!b") == "__wait__.test-reply?b"
    assert wait_channel_name("test-reply-b") == "__wait__.test-reply-b"


def test_all_that_waited_goes_back_when_a_turn_is_over(memory: MemoryLayer) -> None:
    """To the channels that they came from, without a trace of having waited; whose turn it is
    not, will wait again."""
    calls: list[int] = []
    reply = fresh_name()
    consumer = ordered(calls)
    send_in(consumer, memory, reply, 3, 1)
    consumer(message(reply, memory, "chat.receive", order=2))
    assert waiting(memory, "websocket.receive") == []
    consumer(message(reply, memory, "websocket.connect", order=0))
    first, second = memory.receive(["websocket.receive"]), memory.receive(["websocket.receive"])
    assert [one[1] and one[1]["order"] for one in (first, second)] == [3, 1]
    assert first[1] is not None
    assert "original_channel" not in first[1]
    assert waiting(memory, "chat.receive") == [2]
    assert waiting(memory, wait_channel_name(reply)) == []


def test_a_message_whose_turn_comes_while_it_is_put_aside_goes_back(memory: MemoryLayer) -> None:
    """The session is read anew, from the store, after the message was put aside; then all that
    waits goes back, this one too."""
    calls: list[int] = []
    reply = fresh_name()
    consumer = ordered(calls)
    send_in(consumer, memory, reply, 0, 3)
    late = message(reply, memory, "websocket.receive", order=2)
    channel_session(lambda message: None)(late)
    queued: list[int] = []

    def load() -> dict[str, int]:
        queued.append(len([q for q in memory.store.queues() if q.name.startswith("__wait__")]))
        return {NEXT: 2}

    with patch.object(late.channel_session, "load", side_effect=load):
        consumer(late)
    assert queued == [1]
    assert waiting(memory, wait_channel_name(reply)) == []
    assert waiting(memory, "websocket.receive") == [3, 2]


def test_connections_do_not_wait_for_each_other(memory: MemoryLayer) -> None:
    """Each has its own turns."""
    calls: list[int] = []
    one, other = fresh_name(), fresh_name()
    consumer = ordered(calls)
    send_in(consumer, memory, one, 1)
    send_in(consumer, memory, other, 0, 1)
    assert calls == [0, 1]


def test_both_spellings_decorate(memory: MemoryLayer) -> None:
    """With and without parentheses; what the consumer returns is dropped."""
    for decorate in (enforce_ordering, enforce_ordering(), enforce_ordering(slight=False)):
        consumer = decorate(lambda message: "returned")
        assert consumer(message(None, memory, order=0)) is None


def test_slight_ordering_is_refused() -> None:
    """With a text that says what to take away."""
    with pytest.raises(ValueError, match="Slight ordering is always on"):
        enforce_ordering(slight=True)


@pytest.mark.parametrize("content", [{}, {"order": None}, {"order": "1"}])
def test_a_message_without_an_order_is_refused(memory: MemoryLayer, content: Any) -> None:
    """The text names the channel and what came in its place."""
    with pytest.raises(ValueError, match=r"needs a message with an 'order'.*'websocket.receive'"):
        enforce_ordering(print)(message(None, memory, "websocket.receive", **content))


def test_the_session_is_there_for_the_consumer(memory: MemoryLayer) -> None:
    """Ordering implies a channel session, and what the consumer keeps there is saved."""
    reply = fresh_name()
    consumer = enforce_ordering(lambda message: message.channel_session.update({"room": "lobby"}))
    consumer(message(reply, memory, order=0))
    assert stored(key_of(reply)) == {"room": "lobby", NEXT: 1}


def test_a_logout_keeps_the_turn(memory: MemoryLayer) -> None:
    """Whose turn it is outlives the session's content."""
    calls: list[int] = []
    reply = fresh_name()
    enforce_ordering(lambda message: message.channel_session.flush())(
        message(reply, memory, order=0)
    )
    send_in(ordered(calls), memory, reply, 1)
    assert calls == [1]


def test_too_many_waiting_messages_are_an_error() -> None:
    """The layer's own ChannelFull, with a text that says what to do."""
    memory = MemoryLayer(capacity=1)
    reply = fresh_name()
    consumer = ordered([])
    send_in(consumer, memory, reply, 2)
    with pytest.raises(ChannelFull, match=r"cannot wait, because __wait__\..* is full"):
        send_in(consumer, memory, reply, 3)


def test_requeueing_by_hand_moves_everything(memory: MemoryLayer) -> None:
    """``requeue_messages`` is a public name of 2016."""
    reply = fresh_name()
    send_in(ordered([]), memory, reply, 5, 4)
    requeue_messages(message(reply, memory))
    assert waiting(memory, "websocket.receive") == [5, 4]


# --- messages in order: in a worker ---------------------------------------------------------------


def ordering_scene(consumer: Any, **options: Any) -> Scene:
    """Return a scene whose ``websocket.receive`` goes to *consumer*, ordered."""
    return Scene(route("websocket.receive", enforce_ordering(consumer)), **options)


def receive(scene: Scene, reply: str, order: int) -> None:
    """Send a frame's message."""
    scene.layer.send("websocket.receive", {"reply_channel": reply, "order": order, "path": "/"})


def run_all(scene: Scene) -> None:
    """Take turns until nothing waits on ``websocket.receive``."""
    while any(queue.name == "websocket.receive" and queue.entries for queue in queues(scene)):
        scene.turn()


def queues(scene: Scene) -> Iterator[Any]:
    """Return the layer's queues."""
    return iter(list(scene.layer.store.queues()))


def echo(message: Any) -> None:
    """Answer with the order of the message."""
    message.reply_channel.send({"text": str(message.content["order"])})


@pytest.mark.parametrize("orders", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1), (1, 0, 3, 2)])
def test_replies_leave_in_the_order_of_the_messages(orders: tuple[int, ...]) -> None:
    """However the messages come to a worker, and nothing is left waiting."""
    scene = ordering_scene(echo)
    reply = fresh_name()
    for order in orders:
        receive(scene, reply, order)
    run_all(scene)
    prefix = reply.partition("!")[0] + "!"
    assert [one["text"] for one in scene.got(prefix)] == ["0", "1", "2", "3"]
    assert list(scene.got(wait_channel_name(reply))) == []
    scene.check_books()


def test_the_turn_passes_on_only_when_the_replies_have_left() -> None:
    """Another worker that runs the next message meanwhile puts it aside: its replies cannot
    overtake."""
    reply = fresh_name()
    seen_next: list[int] = []
    scene = ordering_scene(echo)

    def sent(channel: str, content: Any) -> None:
        scene.layer.send(channel, content)
        if channel == reply:
            seen_next.append(session_for_reply_channel(reply).get(NEXT, 0))

    scene.wrapper.send = sent
    receive(scene, reply, 0)
    scene.turn()
    assert seen_next == [0]
    assert session_for_reply_channel(reply)[NEXT] == 1


def test_an_error_passes_the_turn_on() -> None:
    """It costs its own message, and silences nobody."""

    def fail_first(message: Any) -> None:
        if message.content["order"] == 0:
            raise LookupError
        echo(message)

    scene = ordering_scene(fail_first)
    reply = fresh_name()
    receive(scene, reply, 1)
    receive(scene, reply, 0)
    run_all(scene)
    assert scene.events("consumer.raised")[0].error == "LookupError: "
    assert [one["text"] for one in scene.got(reply.partition("!")[0] + "!")] == ["1"]


def test_a_message_that_is_to_come_later_keeps_its_turn() -> None:
    """Those behind it wait until it has run."""
    tries: list[int] = []

    def once_more(message: Any) -> None:
        tries.append(message.content["order"])
        if len(tries) == 1:
            raise ConsumeLater
        echo(message)

    scene = ordering_scene(once_more)
    reply = fresh_name()
    for order in (0, 1, 2):
        receive(scene, reply, order)
    run_all(scene)
    assert tries == [0, 0, 1, 2]
    assert [one["text"] for one in scene.got(reply.partition("!")[0] + "!")] == ["0", "1", "2"]


def test_a_message_that_gives_up_passes_the_turn_on() -> None:
    """On its last try it is lost, and nobody else would take that turn."""

    def never(message: Any) -> None:
        if message.content["order"] == 0:
            raise ConsumeLater
        echo(message)

    scene = ordering_scene(never, message_retries=2)
    reply = fresh_name()
    receive(scene, reply, 0)
    receive(scene, reply, 1)
    run_all(scene)
    assert [event.reason for event in scene.events("message.lost")] == ["retries"]
    assert [one["text"] for one in scene.got(reply.partition("!")[0] + "!")] == ["1"]


def test_a_killed_worker_passes_the_turn_on() -> None:
    """Its message is lost and its replies are dropped; the connection's next one runs."""

    def die_first(message: Any) -> None:
        echo(message)
        if message.content["order"] == 0:
            raise WorkerKilled

    scene = ordering_scene(die_first)
    reply = fresh_name()
    receive(scene, reply, 0)
    with pytest.raises(WorkerKilled):
        scene.turn()
    receive(scene, reply, 1)
    scene.turn()
    assert [one["text"] for one in scene.got(reply.partition("!")[0] + "!")] == ["1"]


def test_no_connection_to_the_database_is_left_open() -> None:
    """The session is saved after the consumer's end, at which old connections are closed; so they
    are closed once more."""
    from django.db import connection

    scene = ordering_scene(echo)
    receive(scene, fresh_name(), 0)
    scene.turn()
    assert connection.connection is None


def test_what_waited_is_in_the_log() -> None:
    """Which message waited for which, where, and as what it came back."""

    def ws_receive(message: Any) -> None:
        echo(message)

    scene = ordering_scene(ws_receive)
    reply = fresh_name()
    receive(scene, reply, 1)
    receive(scene, reply, 0)
    run_all(scene)
    (waited,) = scene.events("consumer.waited")
    assert (waited.order, waited.expected) == (1, 0)
    assert waited.channel == wait_channel_name(reply)
    assert waited.consumer.endswith("ws_receive")
    started = scene.events("consumer.started")
    assert waited.id == waited.run == started[0].run
    accepted = scene.events("message.accepted")
    (aside,) = [event for event in accepted if event.channel == waited.channel]
    assert aside.cause == waited.run
    back = [event for event in accepted if event.cause == aside.message]
    assert [event.channel for event in back] == ["websocket.receive"]
    assert [event.kind for event in scene.log.events() if event.id == aside.message] == [
        "message.accepted",
        "message.taken",
        "message.delivered",
    ]


def test_a_message_that_finds_no_way_back_is_lost_by_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The channel that it came from stays full: it is lost as ``requeue_full``, the others wait
    on, and the error says so."""
    monkeypatch.setattr("sandbox.consumers.ordering.ROOM_SECONDS", 0.0)
    memory = MemoryLayer(capacity=2)
    reply = fresh_name()
    consumer = ordered([])
    send_in(consumer, memory, reply, 1, 2)
    for _ in range(2):
        memory.send("websocket.receive", {"order": 9})
    with pytest.raises(ChannelFull, match=r"websocket\.receive is full, so it is lost"):
        send_in(consumer, memory, reply, 0)
    assert memory.ledger()[wait_channel_name(reply)].lost == {"requeue_full": 1}
    assert session_for_reply_channel(reply)[NEXT] == 1


# --- a foreign layer ------------------------------------------------------------------------------


class Foreign(FakeLayer):
    """A layer with the classic methods only, and queues."""

    def __init__(self) -> None:
        super().__init__()
        self.queues: dict[str, list[dict[str, Any]]] = {}

    def send(self, channel: str, message: dict[str, Any]) -> None:
        """Queue it, unless the channel is full."""
        super().send(channel, message)
        self.queues.setdefault(channel, []).append(dict(message))

    def receive_many(
        self, channels: list[str], block: bool = False
    ) -> tuple[str | None, dict[str, Any] | None]:
        """Return the oldest message, by the method that every layer of 2016 has."""
        for channel in channels:
            if self.queues.get(channel):
                return channel, self.queues[channel].pop(0)
        return None, None


def test_a_foreign_layer_orders_messages_too() -> None:
    """With nothing but send and receive_many."""
    layer = Foreign()
    wrapper = ChannelLayerWrapper(layer, "default", [])
    calls: list[int] = []
    reply = fresh_name()
    send_in(ordered(calls), wrapper, reply, 2, 1, 0)
    assert calls == [0]
    assert [one["order"] for one in layer.queues["websocket.receive"]] == [2, 1]
    assert layer.queues[wait_channel_name(reply)] == []


def test_a_foreign_layer_that_is_full_says_so_itself() -> None:
    """Its own ChannelFull comes out, both where a message is put aside and where it goes back."""
    layer = Foreign()
    wrapper = ChannelLayerWrapper(layer, "default", [])
    reply = fresh_name()
    consumer = ordered([])
    layer.full[wait_channel_name(reply)] = 1
    with pytest.raises(Foreign.ChannelFull, match="cannot wait"):
        send_in(consumer, wrapper, reply, 1)
    send_in(consumer, wrapper, reply, 1)
    layer.full["websocket.receive"] = 1
    with pytest.raises(Foreign.ChannelFull, match="is full, so it is lost"):
        send_in(consumer, wrapper, reply, 0)


def test_what_somebody_put_on_the_wrapper_sees_each_message(memory: MemoryLayer) -> None:
    """A test that replaces ``send`` counts what is put aside and what goes back."""
    wrapper = ChannelLayerWrapper(memory, "default", [])
    sent: list[str] = []

    def send(channel: str, content: dict[str, Any]) -> None:
        sent.append(channel)
        memory.send(channel, content)

    wrapper.send = send
    reply = fresh_name()
    send_in(ordered([]), wrapper, reply, 1, 0)
    assert sent == [wait_channel_name(reply), "websocket.receive"]


def test_a_test_client_sees_the_turn_pass_at_the_end(memory: MemoryLayer) -> None:
    """Where sends are buffered, the turn passes with the flush, whoever opened the buffer."""
    reply = fresh_name()
    pending.begin()
    ordered([])(message(reply, memory, order=0))
    Channel(reply, channel_layer=memory).send({"text": "0"})
    assert NEXT not in session_for_reply_channel(reply)
    pending.finish()
    assert session_for_reply_channel(reply)[NEXT] == 1
