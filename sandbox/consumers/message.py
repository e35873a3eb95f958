"""What a consumer receives: one message, its channel and its reply channel.

Role: a thin face on the message's content (CLASSIC-SPEC §4.2). One is made for every message, so
the constructor only keeps what it is given. It must not know who runs consumers.
"""

from __future__ import annotations

import reprlib
from collections.abc import Callable, ItemsView, KeysView, ValuesView
from typing import Any, Generic, TypeVar

from sandbox.consumers.channel import Channel, pending
from sandbox.layers.copying import copy_content

__all__ = ["Message", "PendingMessageStore", "pending_message_store"]

_Made = TypeVar("_Made")


class _MadeOnce(Generic[_Made]):
    """An attribute that is made when it is first read, and plain from then on.

    ``functools.cached_property`` would do, but takes a lock on Python 3.11, once per message.
    """

    def __init__(self, make: Callable[[Any], _Made]) -> None:
        self._make = make
        self.__doc__ = make.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, message: Any, owner: type | None = None) -> _Made:
        if message is None:
            return self  # type: ignore[return-value]
        made = message.__dict__[self._name] = self._make(message)
        return made


class Message:
    """One message on its way into a consumer.

    ``message["text"]``, ``in``, ``get``, ``keys``, ``values`` and ``items`` go to :attr:`content`.
    Decorators and workers set more attributes: ``channel_session``, ``http_session``, ``user``,
    ``multiplexer``, ``__doomed__``.
    """

    content: dict[str, Any]
    """The message itself; not copied."""

    channel_layer: Any
    """The layer that it came from, as given; ``None`` binds its channels to the default layer."""

    def __init__(self, content: dict[str, Any], channel_name: str | None, channel_layer: Any):
        self.content = content
        self.channel_layer = channel_layer
        self._channel_name = channel_name
        # Taken now: the reply channel is a fact of the arrival, whatever becomes of the content.
        self._reply_name = content.get("reply_channel")

    @_MadeOnce
    def channel(self) -> Channel:
        """The channel on which it arrived; its name is ``None`` where none was given."""
        return Channel(self._channel_name, channel_layer=self.channel_layer)

    @_MadeOnce
    def reply_channel(self) -> Channel | None:
        """The channel that answers go to, or ``None`` where the message names none."""
        if not self._reply_name:
            return None
        return Channel(self._reply_name, channel_layer=self.channel_layer)

    def __getitem__(self, key: str) -> Any:
        return self.content[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.content[key] = value

    def __contains__(self, key: object) -> bool:
        return key in self.content

    def get(self, key: str, default: Any = None) -> Any:
        """Return ``content[key]``, or *default* where the key is absent."""
        return self.content.get(key, default)

    def keys(self) -> KeysView[str]:
        """Return the content's keys."""
        return self.content.keys()

    def values(self) -> ValuesView[Any]:
        """Return the content's values."""
        return self.content.values()

    def items(self) -> ItemsView[str, Any]:
        """Return the content's items."""
        return self.content.items()

    def copy(self) -> Message:
        """Return a new message with a deep copy of the content and nothing that was set on it."""
        return Message(copy_content(self.content), self.channel.name, self.channel_layer)

    def __repr__(self) -> str:
        return f"<Message {self._channel_name} {reprlib.repr(self.content)}>"


class PendingMessageStore:
    """The buffer of a consumer's sends (§4.3) by its methods of 2016; each thread has its own."""

    @property
    def active(self) -> bool:
        """Whether the calling thread's sends wait for the end of its consumer."""
        return pending.active

    def prepare(self, **kwargs: Any) -> None:
        """Let the calling thread's sends wait from now on; those that wait already are dropped."""
        pending.begin()

    def append(self, sender: Any, message: dict[str, Any]) -> None:
        """Let *message* wait for *sender*, a Channel or Group; nothing where nothing waits."""
        if pending.active:
            sender.send(message)

    def send_and_flush(self, **kwargs: Any) -> None:
        """Send now what waits, in order; later sends of the consumer leave at once.

        Raises ``RuntimeError`` where some could not be sent, with the reasons.
        """
        pending.finish()


pending_message_store = PendingMessageStore()
"""The one store; a consumer that runs for long may flush it on the way."""
