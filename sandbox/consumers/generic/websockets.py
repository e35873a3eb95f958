"""Consumers of WebSockets as classes: plain, with JSON, and several over one connection.

Role: ``channels.generic.websockets`` (CLASSIC-SPEC §4.9, §4.10). It must not know how sessions and
users are found, nor what a stream is about.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder

from sandbox.consumers.auth import (
    channel_and_http_session_user_from_http,
    channel_session_user_from_http,
)
from sandbox.consumers.channel import Group
from sandbox.consumers.generic.base import BaseConsumer
from sandbox.consumers.sessions import enforce_ordering
from sandbox.errors import SendNotAvailableOnDemultiplexer

__all__ = [
    "JsonWebsocketConsumer",
    "WebsocketConsumer",
    "WebsocketDemultiplexer",
    "WebsocketMultiplexer",
]


class WebsocketConsumer(BaseConsumer):
    """A consumer of WebSockets: override :meth:`connect`, :meth:`receive`, :meth:`disconnect`.

    ::

        class Echo(WebsocketConsumer):
            def receive(self, text=None, bytes=None, **kwargs):
                self.send(text=text, bytes=bytes)

        routing = [Echo.as_route(path=r"^/echo")]
    """

    method_mapping: ClassVar[Mapping[str, str]] = {
        "websocket.connect": "raw_connect",
        "websocket.receive": "raw_receive",
        "websocket.disconnect": "raw_disconnect",
    }

    http_user: bool = False
    """Whether the connection is its browser's user's: ``message.user`` by the session cookie."""

    http_user_and_session: bool = False
    """The same, with the browser's session as ``message.http_session`` in every message."""

    strict_ordering: bool = False
    """Whether a connection's messages run in the order in which they were sent."""

    groups: Iterable[str] | None = None
    """Names of groups that a connection is in for as long as it is open."""

    path: str
    """The path that the connection was opened with."""

    def get_handler(self, message: Any, **kwargs: Any) -> Callable[..., Any]:
        """Return the method for *message*, wrapped as the class's attributes say.

        ``ValueError`` for ``slight_ordering``, which is gone; ``KeyError`` for a message without
        a path.
        """
        if getattr(self, "slight_ordering", False):
            raise ValueError(
                "Slight ordering is always on since Channels 1.0: take slight_ordering = True away."
            )
        if self.http_user or self.http_user_and_session:
            self.channel_session_user = True
        self.path = message["path"]
        handler = super().get_handler(message, **kwargs)
        if self.http_user_and_session:
            handler = channel_and_http_session_user_from_http(handler)
        elif self.http_user:
            handler = channel_session_user_from_http(handler)
        return enforce_ordering(handler) if self.strict_ordering else handler

    # -- what a class overrides --------------------------------------------------------------

    def connection_groups(self, **kwargs: Any) -> Iterable[str]:
        """Return the names of the groups that this connection is in; by default ``groups``."""
        return self.groups or []

    def connect(self, message: Any, **kwargs: Any) -> None:
        """Decide about a handshake; by default it is accepted."""
        message.reply_channel.send({"accept": True})

    def receive(self, text: str | None = None, bytes: bytes | None = None, **kwargs: Any) -> None:
        """Consume a frame: *text*, or else *bytes*."""

    def disconnect(self, message: Any, **kwargs: Any) -> None:
        """Consume the end of the connection."""

    # -- what it uses ------------------------------------------------------------------------

    def send(
        self, text: str | None = None, bytes: bytes | None = None, close: bool | int = False
    ) -> None:
        """Send a frame to the client, and *close* the connection (with this code) behind it.

        ``ValueError`` where there is neither *text* nor *bytes*.
        """
        self.message.reply_channel.send(_frame(text, bytes, close))

    @classmethod
    def group_send(
        cls,
        name: str,
        text: str | None = None,
        bytes: bytes | None = None,
        close: bool | int = False,
    ) -> None:
        """Send a frame to every member of the group *name*, on the default layer."""
        Group(name).send(_frame(text, bytes, close))

    def close(self, status: bool | int = True) -> None:
        """Close the connection, with the code *status*, or 1000 where it is ``True``."""
        self.message.reply_channel.send({"close": status})

    # -- what its messages lead to -----------------------------------------------------------

    def raw_connect(self, message: Any, **kwargs: Any) -> None:
        """Join the groups, then :meth:`connect`."""
        for group in self.connection_groups(**kwargs):
            Group(group, channel_layer=message.channel_layer).add(message.reply_channel)
        self.connect(message, **kwargs)

    def raw_receive(self, message: Any, **kwargs: Any) -> None:
        """Take the frame out, then :meth:`receive`."""
        if "text" in message:
            self.receive(text=message["text"], **kwargs)
        else:
            self.receive(bytes=message["bytes"], **kwargs)

    def raw_disconnect(self, message: Any, **kwargs: Any) -> None:
        """Leave the groups, then :meth:`disconnect`."""
        for group in self.connection_groups(**kwargs):
            Group(group, channel_layer=message.channel_layer).discard(message.reply_channel)
        self.disconnect(message, **kwargs)


class JsonWebsocketConsumer(WebsocketConsumer):
    """A consumer of WebSockets whose text frames are JSON: override :meth:`receive`.

    Another encoding of the values is a matter of overriding :meth:`decode_json` and
    :meth:`encode_json`.
    """

    def raw_receive(self, message: Any, **kwargs: Any) -> None:
        """Decode the frame, then :meth:`receive`; ``ValueError`` for one that is no JSON text."""
        if "text" not in message:
            raise ValueError(
                "No text section for incoming WebSocket frame: a JsonWebsocketConsumer takes text "
                "frames with JSON, and this one is binary. Use WebsocketConsumer for bytes."
            )
        self.receive(self.decode_json(message["text"]), **kwargs)

    def receive(self, content: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Consume a frame's value."""

    def send(self, content: Any, close: bool | int = False) -> None:  # type: ignore[override]
        """Send *content* as JSON to the client, and *close* the connection behind it."""
        super().send(text=self.encode_json(content), close=close)

    @classmethod
    def group_send(  # type: ignore[override]
        cls, name: str, content: Any, close: bool | int = False
    ) -> None:
        """Send *content* as JSON to every member of the group *name*, on the default layer."""
        WebsocketConsumer.group_send(name, cls.encode_json(content), close=close)

    @classmethod
    def decode_json(cls, text: str) -> Any:
        """Return the value of a frame's text; ``ValueError`` where it is no JSON."""
        return json.loads(text)

    @classmethod
    def encode_json(cls, content: Any) -> str:
        """Return the text of a frame for *content*."""
        return json.dumps(content)


class WebsocketMultiplexer:
    """What a consumer of one stream answers with: its payloads go out as frames of that stream."""

    stream: str
    """The stream's name."""

    reply_channel: Any
    """Where the frames go."""

    def __init__(self, stream: str, reply_channel: Any) -> None:
        self.stream = stream
        self.reply_channel = reply_channel

    def send(self, payload: Any) -> None:
        """Send *payload* to the client, in this stream."""
        self.reply_channel.send(self.encode(self.stream, payload))

    @classmethod
    def encode(cls, stream: str, payload: Any) -> dict[str, Any]:
        """Return the reply that carries *payload* in *stream*."""
        return {"text": cls.encode_json({"stream": stream, "payload": payload})}

    @classmethod
    def encode_json(cls, content: Any) -> str:
        """Return the text of a frame; dates, decimals and UUIDs are texts in it."""
        return json.dumps(content, cls=DjangoJSONEncoder)

    @classmethod
    def group_send(cls, name: str, stream: str, payload: Any, close: bool = False) -> None:
        """Send *payload* in *stream* to every member of the group *name*, on the default layer."""
        message = cls.encode(stream, payload)
        if close:
            message["close"] = True
        Group(name).send(message)


class WebsocketDemultiplexer(JsonWebsocketConsumer):
    """Leads the frames of one connection to a consumer for each stream.

    ::

        class Demultiplexer(WebsocketDemultiplexer):
            consumers = {"chat": ChatConsumer, "news": NewsConsumer.consumer}

    Every consumer hears connect and disconnect; a frame goes to the one of its stream, with the
    payload as its text. They get ``multiplexer``, with which they answer.
    """

    consumers: ClassVar[Mapping[str, Callable[..., Any]]] = {}
    """Stream → its consumer: a class, or another callable that takes a message."""

    multiplexer_class: ClassVar[type[WebsocketMultiplexer]] = WebsocketMultiplexer
    """What the consumers answer with."""

    def connect(self, message: Any, **kwargs: Any) -> None:
        """Accept once, then let every consumer have the connect."""
        message.reply_channel.send({"accept": True})
        self._tell_all(message, kwargs)

    def disconnect(self, message: Any, **kwargs: Any) -> None:
        """Let every consumer have the disconnect."""
        self._tell_all(message, kwargs)

    def receive(self, content: Any, **kwargs: Any) -> None:  # type: ignore[override]
        """Lead the frame to the consumer of its stream.

        ``ValueError`` where it has no stream and payload, where the payload is no dict, and where
        nobody consumes that stream.
        """
        if not isinstance(content, dict) or not {"stream", "payload"} <= content.keys():
            raise ValueError(
                'A multiplexed frame is {"stream": name, "payload": {…}}, but what came is '
                f"{_shown(content)}."
            )
        stream, payload = content["stream"], content["payload"]
        consumer = self.consumers.get(stream) if isinstance(stream, str) else None
        if consumer is None:
            known = ", ".join(map(repr, self.consumers)) or "none"
            raise ValueError(
                f"No consumer has the stream {stream!r} of this frame; {type(self).__name__} has: "
                f"{known}."
            )
        if not isinstance(payload, dict):
            raise ValueError(
                f"The payload of a multiplexed frame is a JSON object, not {_shown(payload)}."
            )
        self.message.content["text"] = self.encode_json(payload)
        _consume_without_send(consumer, self.send, self.message, self._with(stream, kwargs))

    def send(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: what is sent here would belong to no stream."""
        raise SendNotAvailableOnDemultiplexer(
            "A frame needs a stream here: use multiplexer.send(payload), with the multiplexer that "
            "the consumer gets as a keyword argument."
        )

    @classmethod
    def group_send(  # type: ignore[override]
        cls, name: str, stream: Any = None, payload: Any = None, close: bool = False
    ) -> None:
        """Refuse: it belongs to the multiplexer."""
        raise SendNotAvailableOnDemultiplexer(
            "A frame needs a stream here: use WebsocketMultiplexer.group_send(group, stream, "
            "payload)."
        )

    def _tell_all(self, message: Any, kwargs: dict[str, Any]) -> None:
        for stream, consumer in self.consumers.items():
            consumer(message, **self._with(stream, kwargs))

    def _with(self, stream: str, kwargs: dict[str, Any]) -> dict[str, Any]:
        multiplexer = self.multiplexer_class(stream, self.message.reply_channel)
        return {**kwargs, "multiplexer": multiplexer}


def _frame(text: Any, data: Any, close: bool | int) -> dict[str, Any]:
    """Return the reply that sends *text*, or else *data*."""
    if text is None and data is None:
        raise ValueError("You must pass text or bytes: a frame has one of them, self.send(text=…).")
    content = {"text": text} if text is not None else {"bytes": data}
    return {"close": close, **content} if close else content


def _consume_without_send(
    consumer: Any, refuse: Callable[..., None], message: Any, kwargs: dict[str, Any]
) -> None:
    """Run *consumer* with *message*; if it is a class, its instance's ``send`` is *refuse*.

    Only this instance's: the same class may serve connections of its own (§15.1 row 11). Its
    constructor runs the message, so the attribute must be there before.
    """
    if not isinstance(consumer, type):
        consumer(message, **kwargs)
        return
    instance: Any = consumer.__new__(consumer, message, **kwargs)
    instance.send = refuse
    instance.__init__(message, **kwargs)


def _shown(value: Any) -> str:
    text = repr(value)
    return f"{text if len(text) <= 60 else text[:59] + '…'} ({type(value).__name__})"
