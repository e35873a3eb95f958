"""Consumers of WebSockets that are classes, and several over one connection (§4.9, §4.10)."""

from __future__ import annotations

import datetime
import decimal
import json
import uuid
from typing import Any, ClassVar

import pytest
from django.contrib.auth.models import AnonymousUser

from sandbox.consumers.generic.websockets import (
    JsonWebsocketConsumer,
    WebsocketConsumer,
    WebsocketDemultiplexer,
    WebsocketMultiplexer,
)
from sandbox.consumers.manager import serving
from sandbox.consumers.message import Message
from sandbox.consumers.sessions import wait_channel_name
from sandbox.errors import SendNotAvailableOnDemultiplexer
from tests.consumers.sessions import fresh_name, new_user, signed_in, with_cookie
from tests.workers.scene import Scene

REPLY = "test.response.abc!alice"
CONNECT, RECEIVE, DISCONNECT = "websocket.connect", "websocket.receive", "websocket.disconnect"


def playing(*consumers: type[WebsocketConsumer], **filters: Any) -> Scene:
    """Return a scene that routes WebSockets to these classes, and is the default layer."""
    return Scene(*[one.as_route(**filters) for one in consumers])


@pytest.fixture(autouse=True)
def default_layer() -> Any:
    """What ``group_send`` means by the default layer: that of the scene which plays."""
    token = serving.set({})
    yield
    serving.reset(token)


def play(scene: Scene, channel: str, reply: str = REPLY, **content: Any) -> list[Any]:
    """Play a message of the connection behind *reply*; return what went to it."""
    serving.set({"default": scene.wrapper})
    scene.play(channel, reply_channel=reply, **{"path": "/", **content})
    return scene.got(reply)


def errors(scene: Scene) -> list[str]:
    """Return the errors of consumers."""
    return [event.error for event in scene.events("consumer.raised")]


# --- plain ----------------------------------------------------------------------------------------


class Echo(WebsocketConsumer):
    """Says back what it is told."""

    def receive(self, text: Any = None, bytes: Any = None, **kwargs: Any) -> None:
        """Say it."""
        self.send(text=text, bytes=bytes)


def test_a_connection_is_accepted_and_served() -> None:
    """By default; text and bytes both come as what they are."""
    scene = playing(Echo)
    assert play(scene, CONNECT) == [{"accept": True}]
    assert play(scene, RECEIVE, text="hi") == [{"text": "hi"}]
    assert play(scene, RECEIVE, bytes=b"\x00") == [{"bytes": b"\x00"}]
    assert play(scene, DISCONNECT, code=1000) == []
    assert errors(scene) == []


def test_a_frame_without_data_is_an_error() -> None:
    """As Python says it; where there is a text, even an empty one, it counts."""
    scene = playing(Echo)
    assert play(scene, RECEIVE, text="", bytes=b"x") == [{"text": ""}]
    play(scene, RECEIVE)
    assert errors(scene) == ["KeyError: 'bytes'"]


def test_routes_hand_over_to_every_method() -> None:
    """What a route takes from the path comes as keywords, and the path is on the instance."""
    seen: list[Any] = []

    class Room(WebsocketConsumer):
        def connect(self, message: Any, **kwargs: Any) -> None:
            seen.append((self.path, message is self.message, kwargs, self.kwargs))

        def receive(self, text: Any = None, bytes: Any = None, **kwargs: Any) -> None:
            seen.append((text, kwargs))

        def disconnect(self, message: Any, **kwargs: Any) -> None:
            seen.append((message["code"], kwargs))

    scene = playing(Room, path=r"^/(?P<room>\w+)$")
    for channel in (CONNECT, RECEIVE, DISCONNECT):
        play(scene, channel, path="/lobby", text="hi", code=1001)
    room = {"room": "lobby"}
    assert seen == [("/lobby", True, room, room), ("hi", room), (1001, room)]


def test_a_message_without_a_path_is_an_error() -> None:
    """It is what every message of a WebSocket has."""
    with pytest.raises(KeyError, match="path"):
        Echo(Message({"reply_channel": REPLY}, CONNECT, None))


def of(content: Any = None) -> Message:
    """Return a connect whose replies a test can look at."""
    return Message({"reply_channel": REPLY, "path": "/", **(content or {})}, CONNECT, Scene().layer)


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ({"text": "a"}, {"text": "a"}),
        ({"bytes": b"a"}, {"bytes": b"a"}),
        ({"text": 0}, {"text": 0}),
        ({"text": "", "bytes": b"a"}, {"text": ""}),
        ({"text": "a", "close": True}, {"text": "a", "close": True}),
        ({"text": "a", "close": 4001}, {"text": "a", "close": 4001}),
        ({"text": "a", "close": False}, {"text": "a"}),
    ],
)
def test_what_is_sent(arguments: Any, sent: Any) -> None:
    """To the client, and to every member of a group."""
    one = of()
    consumer = Echo(one)
    one.channel_layer.receive(["test.response.abc!"])
    consumer.send(**arguments)
    assert one.channel_layer.receive(["test.response.abc!"])[1] == sent
    scene = playing(Echo)
    play(scene, CONNECT)
    scene.layer.group_add("all", REPLY)
    Echo.group_send("all", **arguments)
    assert scene.got(REPLY) == [sent]


@pytest.mark.parametrize("send", [lambda c: c.send(), lambda c: c.group_send("all", close=True)])
def test_nothing_cannot_be_sent(send: Any) -> None:
    """Neither to one nor to all, not even with a close."""
    with pytest.raises(ValueError, match="You must pass text or bytes"):
        send(Echo(of()))


@pytest.mark.parametrize(("arguments", "sent"), [((), True), ((4001,), 4001), ((True,), True)])
def test_closing(arguments: Any, sent: Any) -> None:
    """With 1000, or the code that is given."""
    one = of()
    Echo(one).close(*arguments)
    one.channel_layer.receive(["test.response.abc!"])
    assert one.channel_layer.receive(["test.response.abc!"])[1] == {"close": sent}


# --- groups ---------------------------------------------------------------------------------------


class Grouped(WebsocketConsumer):
    """Is in two groups, and notes in which when its methods run."""

    groups: ClassVar[list[str]] = ["a", "b"]
    seen: ClassVar[list[Any]] = []

    def _note(self, message: Any) -> None:
        names = {name for name in "ab" if REPLY in message.channel_layer.group_channels(name)}
        self.seen.append(names)

    def connect(self, message: Any, **kwargs: Any) -> None:
        """Note it."""
        self._note(message)

    def disconnect(self, message: Any, **kwargs: Any) -> None:
        """Note it."""
        self._note(message)


def test_groups_are_joined_and_left() -> None:
    """Before connect and before disconnect run, on the layer that the message came from."""
    Grouped.seen.clear()
    scene = playing(Grouped)
    play(scene, CONNECT)
    assert set(scene.layer.group_names()) == {"a", "b"}
    play(scene, DISCONNECT)
    assert scene.layer.group_names() == []
    assert Grouped.seen == [{"a", "b"}, set()]


def test_groups_are_those_of_the_messages_own_layer() -> None:
    """Not of what the default layer is just now."""
    scene, other = playing(Grouped), Scene()
    for channel in (CONNECT, DISCONNECT):
        serving.set({"default": other.wrapper})
        scene.play(channel, reply_channel=REPLY, path="/")
        assert scene.layer.group_names() == (["a", "b"] if channel == CONNECT else [])
        assert other.layer.group_names() == []


def test_groups_can_depend_on_the_route() -> None:
    """``connection_groups`` gets what the route took."""

    class Room(WebsocketConsumer):
        def connection_groups(self, room: str = "", **kwargs: Any) -> list[str]:
            return [f"room-{room}"]

    scene = playing(Room, path=r"^/(?P<room>\w+)$")
    play(scene, CONNECT, path="/lobby")
    assert scene.layer.group_names() == ["room-lobby"]
    play(scene, DISCONNECT, path="/lobby")
    assert scene.layer.group_names() == []


# --- users, order ---------------------------------------------------------------------------------


class Who(WebsocketConsumer):
    """Says who sends."""

    def connect(self, message: Any, **kwargs: Any) -> None:
        """Say it."""
        self.send(text=message.user.get_username())

    def receive(self, text: Any = None, bytes: Any = None, **kwargs: Any) -> None:
        """Say it, and what it knows of the browser's session."""
        session = self.message.http_session
        self.send(text=f"{self.message.user.get_username()} {session and session.get('theme')}")

    def disconnect(self, message: Any, **kwargs: Any) -> None:
        """Keep it."""
        Who.last = message.user


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize(
    ("attribute", "theme"), [("http_user", None), ("http_user_and_session", "dark")]
)
def test_a_connection_is_its_browsers_users(attribute: str, theme: str | None) -> None:
    """In all three kinds of messages; with the session too where it is asked for."""
    alice, reply = new_user("alice"), fresh_name()
    consumer = type("Mine", (Who,), {attribute: True})
    scene = playing(consumer)
    name = alice.get_username()
    first = with_cookie(signed_in(alice, theme="dark"))
    assert play(scene, CONNECT, reply, headers=first.content["headers"]) == [{"text": name}]
    assert play(scene, RECEIVE, reply, text="?") == [{"text": f"{name} {theme}"}]
    play(scene, DISCONNECT, reply)
    assert Who.last == alice
    assert errors(scene) == []


@pytest.mark.usefixtures("people")
def test_a_stranger_is_anonymous() -> None:
    """Without a cookie."""
    scene, reply = playing(type("Mine", (Who,), {"http_user": True})), fresh_name()
    assert play(scene, CONNECT, reply, headers=[]) == [{"text": ""}]
    play(scene, DISCONNECT, reply)
    assert Who.last == AnonymousUser()


@pytest.mark.usefixtures("people")
def test_strict_ordering_orders() -> None:
    """A frame that comes before its turn waits; nothing of the class has run then."""
    scene, reply = playing(type("Ordered", (Echo,), {"strict_ordering": True})), fresh_name()
    assert play(scene, RECEIVE, reply, order=1, text="1") == []
    assert play(scene, CONNECT, reply, order=0) == [{"accept": True}]
    scene.turn()
    assert scene.got(reply) == [{"text": "1"}]
    assert scene.got(wait_channel_name(reply)) == []


def test_slight_ordering_is_refused() -> None:
    """With a text that says what to take away."""
    with pytest.raises(ValueError, match="slight_ordering = True away"):
        type("Slight", (Echo,), {"slight_ordering": True})(of())


# --- JSON -----------------------------------------------------------------------------------------


class Doubling(JsonWebsocketConsumer):
    """Says twice what it is told."""

    def receive(self, content: Any, **kwargs: Any) -> None:
        """Say it."""
        self.send([content, content])


def test_json_goes_in_and_out() -> None:
    """As values on both sides."""
    scene = playing(Doubling)
    (reply,) = play(scene, RECEIVE, text='{"n": 1}')
    assert json.loads(reply["text"]) == [{"n": 1}, {"n": 1}]


def test_json_can_close_and_go_to_groups() -> None:
    """With the same options as plain frames."""
    scene = playing(Doubling)
    play(scene, CONNECT)
    scene.layer.group_add("all", REPLY)
    Doubling.group_send("all", {"n": 1}, close=4001)
    assert scene.got(REPLY) == [{"text": '{"n": 1}', "close": 4001}]


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ({"bytes": b"{}"}, "ValueError: No text section for incoming WebSocket frame"),
        ({"text": "{"}, "JSONDecodeError: "),
    ],
)
def test_what_is_no_json_is_an_error(content: Any, error: str) -> None:
    """Binary frames, and texts that are something else; the connection goes on."""
    scene = playing(Doubling)
    assert play(scene, RECEIVE, **content) == []
    assert errors(scene)[0].startswith(error)
    assert len(play(scene, RECEIVE, text="1")) == 1


def test_another_encoding_is_possible() -> None:
    """Both directions can be overridden, also for groups."""

    class Shouting(Doubling):
        @classmethod
        def decode_json(cls, text: str) -> Any:
            return text.lower()

        @classmethod
        def encode_json(cls, content: Any) -> str:
            return "".join(content).upper()

    scene = playing(Shouting)
    assert play(scene, RECEIVE, text="Hi") == [{"text": "HIHI"}]
    scene.layer.group_add("all", REPLY)
    Shouting.group_send("all", ["a"])
    assert scene.got(REPLY) == [{"text": "A"}]


# --- several over one connection ------------------------------------------------------------------


class Inner(JsonWebsocketConsumer):
    """A consumer of one stream, that notes all it gets."""

    seen: ClassVar[list[Any]] = []

    def connect(self, message: Any, multiplexer: Any = None, **kwargs: Any) -> None:
        """Greet."""
        self.seen.append(("connect", multiplexer.stream, kwargs))
        multiplexer.send({"hello": multiplexer.stream})

    def disconnect(self, message: Any, multiplexer: Any = None, **kwargs: Any) -> None:
        """Note it."""
        self.seen.append(("disconnect", multiplexer.stream, kwargs))

    def receive(self, content: Any, multiplexer: Any = None, **kwargs: Any) -> None:
        """Say it back."""
        self.seen.append(("receive", content, kwargs))
        multiplexer.send({"said": content})


def plain(message: Any, multiplexer: Any = None, **kwargs: Any) -> None:
    """Consume a stream with a function."""
    if message.channel.name == RECEIVE:
        multiplexer.send({"text": message["text"]})


class Streams(WebsocketDemultiplexer):
    """Two classes and a function."""

    consumers: ClassVar[dict[str, Any]] = {"one": Inner, "two": Inner, "plain": plain}


@pytest.fixture
def streams() -> Scene:
    """A scene with the demultiplexer."""
    Inner.seen.clear()
    return playing(Streams, path=r"^/(?P<room>\w+)?")


def frame(stream: Any, payload: Any) -> str:
    """Return a frame's text."""
    return json.dumps({"stream": stream, "payload": payload})


def test_all_consumers_hear_of_the_connection(streams: Scene) -> None:
    """It is accepted first, and once; each gets its own multiplexer and what the route took."""
    replies = play(streams, CONNECT, path="/lobby")
    assert replies[0] == {"accept": True}
    assert [json.loads(one["text"]) for one in replies[1:]] == [
        {"stream": name, "payload": {"hello": name}} for name in ("one", "two")
    ]
    assert play(streams, DISCONNECT, path="/lobby") == []
    room = {"room": "lobby"}
    assert Inner.seen == [
        ("connect", "one", room),
        ("connect", "two", room),
        ("disconnect", "one", room),
        ("disconnect", "two", room),
    ]


def test_a_frame_goes_to_the_consumer_of_its_stream(streams: Scene) -> None:
    """With its payload as the text; the answer is in the same stream."""
    (reply,) = play(streams, RECEIVE, path="/lobby", text=frame("two", {"n": 1}))
    assert json.loads(reply["text"]) == {"stream": "two", "payload": {"said": {"n": 1}}}
    assert Inner.seen == [("receive", {"n": 1}, {"room": "lobby"})]
    (reply,) = play(streams, RECEIVE, text=frame("plain", {"n": 1}))
    assert json.loads(reply["text"])["payload"] == {"text": '{"n": 1}'}


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("[1]", "A multiplexed frame is"),
        ('"one"', "A multiplexed frame is"),
        ('{"stream": "one"}', "A multiplexed frame is"),
        ('{"payload": {}}', "A multiplexed frame is"),
        (
            frame("three", {}),
            "No consumer has the stream 'three' of this frame; Streams has: 'one'",
        ),
        (frame(["one"], {}), "No consumer has the stream ['one']"),
        (frame("one", [1]), "The payload of a multiplexed frame is a JSON object, not [1] (list)"),
        (frame("one", "x"), "The payload of a multiplexed frame is a JSON object"),
    ],
)
def test_other_frames_are_errors(streams: Scene, text: str, error: str) -> None:
    """A ValueError that says what came; the connection goes on."""
    assert play(streams, RECEIVE, text=text) == []
    assert errors(streams)[0].startswith(f"ValueError: {error}")
    assert Inner.seen == []
    assert len(play(streams, RECEIVE, text=frame("one", {}))) == 1


class Sending(JsonWebsocketConsumer):
    """Answers without its multiplexer."""

    def connect(self, message: Any, **kwargs: Any) -> None:
        """Answer."""
        self.send({"hello": 1})

    def receive(self, content: Any, **kwargs: Any) -> None:
        """Answer."""
        self.send(content)


def test_inside_a_stream_send_is_refused() -> None:
    """What it sent would belong to no stream; the text names the multiplexer."""
    scene = playing(type("Streams", (WebsocketDemultiplexer,), {"consumers": {"s": Sending}}))
    assert play(scene, RECEIVE, text=frame("s", {"n": 1})) == []
    assert errors(scene)[0].startswith("SendNotAvailableOnDemultiplexer: ")
    assert "multiplexer.send(payload)" in errors(scene)[0]


def test_outside_a_stream_the_same_class_still_sends() -> None:
    """It was refused to that one call, and not to the class for ever."""
    multiplexed = type("Streams", (WebsocketDemultiplexer,), {"consumers": {"s": Sending}})
    scene = Scene(multiplexed.as_route(path="^/many"), Sending.as_route(path="^/one"))
    play(scene, RECEIVE, path="/many", text=frame("s", {"n": 1}))
    assert play(scene, RECEIVE, path="/one", text='{"n": 1}') == [{"text": '{"n": 1}'}]
    assert len(errors(scene)) == 1


def test_the_demultiplexer_itself_sends_nothing() -> None:
    """Neither to one nor to a group."""
    with pytest.raises(SendNotAvailableOnDemultiplexer, match=r"multiplexer\.send"):
        Streams(of()).send({"a": 1})
    with pytest.raises(SendNotAvailableOnDemultiplexer, match=r"WebsocketMultiplexer\.group_send"):
        Streams.group_send("all", "one", {"a": 1})


def test_a_multiplexer_sends_to_groups() -> None:
    """In its stream; what JSON has no words for becomes text."""
    scene = playing(Echo)
    play(scene, CONNECT)
    scene.layer.group_add("all", REPLY)
    payload = {
        "at": datetime.date(2016, 7, 3),
        "price": decimal.Decimal("1.10"),
        "id": uuid.UUID(int=1),
    }
    WebsocketMultiplexer.group_send("all", "news", payload, close=True)
    ((reply),) = scene.got(REPLY)
    assert reply["close"] is True
    assert json.loads(reply["text"]) == {
        "stream": "news",
        "payload": {"at": "2016-07-03", "price": "1.10", "id": str(uuid.UUID(int=1))},
    }
    WebsocketMultiplexer.group_send("all", "news", {})
    assert scene.got(REPLY) == [{"text": '{"stream": "news", "payload": {}}'}]


def test_another_multiplexer_can_be_used() -> None:
    """It is an attribute of the demultiplexer."""

    class Wrapping(WebsocketMultiplexer):
        @classmethod
        def encode(cls, stream: str, payload: Any) -> dict[str, Any]:
            return {"text": f"{stream}: {payload}"}

    scene = playing(type("Mine", (Streams,), {"multiplexer_class": Wrapping}))
    assert play(scene, RECEIVE, text=frame("one", {})) == [{"text": "one: {'said': {}}"}]


@pytest.mark.usefixtures("people")
def test_sessions_carry_over_to_the_streams() -> None:
    """The inner consumer gets the very message, with session and user on it."""
    alice, reply = new_user("alice"), fresh_name()
    told: list[str] = []

    class Asking(JsonWebsocketConsumer):
        channel_session_user = True

        def receive(self, content: Any, **kwargs: Any) -> None:
            told.append(self.message.user.get_username())

    attributes = {"consumers": {"s": Asking}, "http_user": True, "strict_ordering": True}
    scene = playing(type("Streams", (WebsocketDemultiplexer,), attributes))
    headers = with_cookie(signed_in(alice)).content["headers"]
    play(scene, CONNECT, reply, headers=headers, order=0)
    play(scene, RECEIVE, reply, text=frame("s", {}), order=1)
    assert told == [alice.get_username()]
    assert errors(scene) == []
