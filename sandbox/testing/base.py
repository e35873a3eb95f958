"""Test cases with a channel layer of their own, and a client that runs consumers by hand.

Role: ``channels.test.base`` (CLASSIC-SPEC §9). Nothing runs by itself: a test sends, then lets the
client consume. It must not know protocols: see :mod:`sandbox.testing.websocket`.
"""

from __future__ import annotations

import random
import string
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, ClassVar

from django.db import close_old_connections
from django.test.testcases import TestCase, TransactionTestCase

from sandbox.consumers.channel import Group
from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, ChannelLayerWrapper, channel_layers
from sandbox.consumers.message import Message
from sandbox.consumers.signals import consumer_finished, consumer_started
from sandbox.errors import ChannelSocketException
from sandbox.layers.copying import copy_content
from sandbox.layers.inmemory import ChannelLayer
from sandbox.testing.routes import apply_routes

__all__ = ["ChannelTestCase", "Client", "TransactionChannelTestCase", "apply_routes"]


class ChannelTestCaseMixin:
    """Gives each test an empty memory layer (capacity 10, as in 2016) with the project's routing.

    Django 5.2 calls ``_pre_setup`` on the class, and where there is no transaction around a test
    once already in ``setUpClass`` (CLASSIC-SPEC §13), so what is put back is kept on the class.
    """

    test_channel_aliases: ClassVar[Iterable[str]] = [DEFAULT_CHANNEL_LAYER]
    """The layers that are replaced; code under test reaches no other one by accident."""

    _old_layers: ClassVar[dict[str, ChannelLayerWrapper | None] | None] = None

    @classmethod
    def _pre_setup(cls) -> None:
        super()._pre_setup()  # type: ignore[misc]  # of Django's test case
        cls._replace_layers()

    def _post_teardown(self) -> None:
        type(self)._restore_layers()
        super()._post_teardown()  # type: ignore[misc]

    @classmethod
    def tearDownClass(cls) -> None:
        """Put back what a test that was skipped has left replaced."""
        cls._restore_layers()
        super().tearDownClass()  # type: ignore[misc]

    @classmethod
    def _replace_layers(cls) -> None:
        cls._restore_layers()
        old: dict[str, ChannelLayerWrapper | None] = {}
        cls._old_layers = old
        for alias in cls.test_channel_aliases:
            routing = channel_layers[alias].routing
            mine = list(routing) if isinstance(routing, list | tuple) else routing
            old[alias] = channel_layers.set(alias, ChannelLayerWrapper(ChannelLayer(), alias, mine))

    @classmethod
    def _restore_layers(cls) -> None:
        old, cls._old_layers = cls._old_layers, None
        for alias, wrapper in (old or {}).items():
            channel_layers.set(alias, wrapper)

    def get_next_message(
        self, channel: str, alias: str = DEFAULT_CHANNEL_LAYER, require: bool = False
    ) -> Message | None:
        """Take the next message off *channel*; ``None`` if there is none, or with *require* a
        failure of the test."""
        message = _next_message(channel, alias)
        if message is None and require:
            self.fail(f"Expected a message on channel {channel}, got none")  # type: ignore[attr-defined]
        return message


class ChannelTestCase(ChannelTestCaseMixin, TestCase):  # type: ignore[misc]  # Django has no types
    """A test case with a layer of its own for each test; its database changes are rolled back."""


class TransactionChannelTestCase(ChannelTestCaseMixin, TransactionTestCase):  # type: ignore[misc]
    """The same where other threads have to see what a test writes into the database."""


class Client:
    """Sends messages as a protocol server does, and consumes them when the test says so.

    *alias*: the layer. Its reply channel is a normal channel, from which :meth:`receive` takes.
    """

    reply_channel: str
    """The name of the channel that consumers answer to."""

    def __init__(self, alias: str = DEFAULT_CHANNEL_LAYER) -> None:
        self.alias = alias
        self.reply_channel = alias + "".join(random.choices(string.ascii_letters, k=5))

    @property
    def channel_layer(self) -> Any:
        """The layer of the moment, in its wrapper."""
        return channel_layers[self.alias]

    def get_next_message(self, channel: str) -> Message | None:
        """Take the next message off *channel*; ``None`` if there is none."""
        return _next_message(channel, self.alias)

    def get_consumer_by_channel(self, channel: str) -> Any:
        """Return the consumer of a message without content on *channel*; ``None`` if there is
        none, as where every route has filters."""
        found = self.channel_layer.router.match(Message({"text": ""}, channel, self.channel_layer))
        return None if found is None else found[0]

    def send(self, to: str, content: Mapping[str, Any] = {}) -> None:
        """Put a copy of *content* onto the channel *to*, with this client's reply channel."""
        copied = copy_content(dict(content))
        copied.setdefault("reply_channel", self.reply_channel)
        self.channel_layer.send(to, copied)

    def consume(self, channel: str, fail_on_none: bool = True) -> Any:
        """Take the next message off *channel*, run its consumer, and return what that returns.

        For a consumer that is a class that is the instance. Buffered sends leave when it ends.
        ``AssertionError`` where there is no message or no consumer, unless *fail_on_none* is
        false; what the consumer raises comes out, but for what answers a socket.
        """
        message = self.get_next_message(channel)
        if message is None:
            if fail_on_none:
                raise AssertionError(f"No message for channel {channel}")
            return None
        found = self.channel_layer.router.match(message)
        if found is None:
            if fail_on_none:
                raise AssertionError(f"Can't find consumer for message {message}")
            return None
        consumer, kwargs = found
        with _as_a_worker_does(type(self)):
            try:
                return consumer(message, **kwargs)
            except ChannelSocketException as instruction:
                instruction.run(message)
        return None

    def send_and_consume(
        self,
        channel: str,
        content: Mapping[str, Any] = {},
        fail_on_none: bool = True,
    ) -> Any:
        """Send, then :meth:`consume`."""
        self.send(channel, content)
        return self.consume(channel, fail_on_none=fail_on_none)

    def receive(self) -> dict[str, Any] | None:
        """Take the next answer and return its content; ``None`` if there is none."""
        message = self.get_next_message(self.reply_channel)
        return None if message is None else message.content

    def join_group(self, group_name: str) -> None:
        """Let this client be a member of the group."""
        Group(group_name, channel_layer=self.channel_layer).add(self.reply_channel)


def _next_message(channel: str, alias: str) -> Message | None:
    layer = channel_layers[alias]
    with warnings.catch_warnings():
        # By the name that the classic helpers call, which tests may have replaced (§1.3).
        warnings.simplefilter("ignore", DeprecationWarning)
        found, content = layer.receive_many([channel])
    return None if found is None else Message(content, found, layer)


@contextmanager
def _as_a_worker_does(sender: Any) -> Iterator[None]:
    """Send the two signals around a consumer, which open and flush the buffer of its sends.

    The connection to the database stays open: the test's transaction is in it.
    """
    consumer_started.send(sender=sender, environ={})
    try:
        yield
    finally:
        # By identity, as classic tests do it themselves; first again, before the flush.
        consumer_finished.disconnect(close_old_connections)
        try:
            consumer_finished.send(sender=sender, environ={})
        finally:
            consumer_finished.connect(close_old_connections)
            with consumer_finished.lock:
                consumer_finished.receivers.insert(0, consumer_finished.receivers.pop())
