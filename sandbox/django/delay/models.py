"""A message that waits in the database until it is due (CLASSIC-SPEC §6.5).

Role: the row, how its delay is told, and how it is sent exactly once. It must not know who looks
for due rows, nor when.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, router, transaction
from django.utils import timezone

from sandbox.consumers.channel import Channel
from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, channel_layers
from sandbox.errors import ChannelFull
from sandbox.layers.names import require_channel
from sandbox.trace.jsonable import decode, encode

__all__ = ["DelayedMessage", "DelayedMessageManager", "packed", "present"]

present: ContextVar[Callable[[], datetime]] = ContextVar(
    "sandbox_delay_present",
    default=lambda: timezone.now(),  # noqa: PLW0108 - looked up each time: tests move it
)
"""Tells the present moment, against which due dates are held; a virtual one on the cooperative
runtime."""

REQUEUE_MS = 1000
"""How much later a message is tried again whose channel was full (§6.5)."""


def packed(content: Any) -> str:
    """Return a message's content as the JSON text of a row; bytes survive it.

    ``TypeError`` for what is no dict, or holds what no message may.
    """
    if not isinstance(content, dict):
        raise TypeError(f"The content of a delayed message is a dict, not {content!r}.")
    text = json.dumps(encode(content))
    if decode(json.loads(text)) != _with_lists(content):
        raise TypeError(f"A message holds plain data, which this content is not: {content!r}.")
    return text


def _with_lists(value: Any) -> Any:
    """Return *value* with its tuples as lists, which is how they come back (§1.2)."""
    if isinstance(value, dict):
        return {key: _with_lists(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_with_lists(one) for one in value]
    return value


class DelayedMessageManager(models.Manager):  # type: ignore[misc]  # Django has no types
    """Finds rows by their due date."""

    def is_due(self) -> Any:
        """Return the messages that are due, as a query, oldest due date first."""
        return self.filter(due_date__lte=present.get()()).order_by("due_date", "pk")

    def next_due(self) -> Any:
        """Return when the next message is due (a datetime), or ``None`` if there is none."""
        return self.order_by("due_date").values_list("due_date", flat=True).first()


class DelayedMessage(models.Model):  # type: ignore[misc]  # Django has no type information
    """One message that waits for its time."""

    due_date = models.DateTimeField(db_index=True)
    channel_name = models.CharField(max_length=512)
    content = models.TextField()

    objects = DelayedMessageManager()

    class Meta:
        """Named here, since the app's name is not the one of 2016."""

        app_label = "channels_delay"

    def __str__(self) -> str:
        return f"to {self.channel_name}, due {self.due_date:%Y-%m-%d %H:%M:%S}"

    def clean(self) -> None:
        """Check that the name is one of a channel; ``ValidationError`` if it is not."""
        try:
            require_channel(self.channel_name)
        except TypeError as error:
            raise ValidationError(str(error)) from error

    @property
    def delay(self) -> int:
        """Milliseconds until it is due, negative once it was; set it to count from now."""
        left: float = (self.due_date - present.get()()) / timedelta(milliseconds=1)
        return round(left)

    @delay.setter
    def delay(self, milliseconds: float) -> None:
        """Let it be due *milliseconds* from now."""
        self.due_date = present.get()() + timedelta(milliseconds=milliseconds)

    def send(self, channel_layer: Any = None, requeue_delay: int = REQUEUE_MS) -> bool:
        """Send it now on *channel_layer* (``None``: the default one) and delete its row.

        Where the channel is full the row stays, due again in *requeue_delay* milliseconds. Of
        several processes that try the same row only one sends it. Returns whether this call sent
        it. What the layer raises else (a message too large, a connection lost) comes out, and the
        row stays as it was.
        """
        layer = channel_layers[DEFAULT_CHANNEL_LAYER] if channel_layer is None else channel_layer
        channel = Channel(self.channel_name, channel_layer=layer)
        content = decode(json.loads(self.content))
        try:
            # The row goes first, in a transaction that ends after the send: whoever else tries
            # the same row waits for that, and then finds it gone.
            with transaction.atomic(using=router.db_for_write(type(self), instance=self)):
                if not self._claim():
                    return False
                channel.send(content, immediately=True)
        except (ChannelFull, layer.ChannelFull):
            self.delay = requeue_delay
            self.save()
            return False
        return True

    def _claim(self) -> bool:
        """Take the row away; ``False`` where somebody else did. One never saved is ours."""
        return self.pk is None or bool(type(self).objects.filter(pk=self.pk).delete()[0])
