"""Which messages: ``where="text~bomb"`` as a test of a message that is on its way.

Role: the table's filter language (:mod:`sandbox.trace.filter`), or a function of the content, asked
about messages before they are accepted. Pure: it must not know what becomes of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, cast

from sandbox.layers.copying import copy_content
from sandbox.options import shown
from sandbox.trace import filter as filters
from sandbox.trace.events import Event
from sandbox.trace.wording import Names

__all__ = ["Condition", "Where", "condition", "told_of"]

Where = str | Callable[[dict[str, Any]], object] | None
"""What users give: a query, a function of the message's content, or ``None``: every message."""

Condition = Callable[[str, dict[str, Any], str | None], bool]
"""Asked with (channel, content, the group that it is sent to or ``None``)."""

Owner = Callable[[str], str | None]
"""Reply channel → the name of the client behind it."""


def condition(where: Where, *, layer: str, now: Callable[[], float], owner: Owner) -> Condition:
    """Return the test that *where* means.

    In a query, a message has the fields of ``message.accepted``, ``group``, and its own keys:
    ``text~bomb``, ``path:/chat``, ``content.order:3``; ``tab:alice`` is a message from alice or to
    her. *now*: seconds since the log began, for ``since:`` and ``until:``. ``ValueError`` for a
    query that is none, ``TypeError`` for anything else.
    """
    if where is None:
        return lambda channel, content, group: True
    if callable(where):
        test = where
        return lambda channel, content, group: bool(test(copy_content(content)))
    if not isinstance(where, str):
        raise TypeError(
            "where is a filter such as 'text~bomb', a function of a message's content, or None "
            f"for every message, not {shown(where)}."
        )
    matches = filters.compile(where, now(), _Owners(owner))

    def holds(channel: str, content: dict[str, Any], group: str | None) -> bool:
        candidate = _Candidate(layer, channel, content, group, now(), owner)
        return matches(cast(Event, candidate))

    return holds


def told_of(where: Where) -> str | None:
    """Return *where* as the log tells it."""
    if where is None or isinstance(where, str):
        return where
    return f"{getattr(where, '__qualname__', type(where).__name__)}(content)"


class _Owners(Names):
    """Names of connections for a filter: reply channels are called after their clients."""

    def __init__(self, owner: Owner) -> None:
        super().__init__()
        self._owner_of = owner

    def owner(self, channel: Any) -> str | None:
        """Return the client's name, which stands for its connection here."""
        return self._owner_of(channel) if isinstance(channel, str) else None


class _Candidate:
    """A message as an event that has not happened yet, with the content's keys as fields."""

    kind = "message.accepted"
    id = cause = group_send = message = None
    seq = 0

    def __init__(
        self,
        layer: str,
        channel: str,
        content: Mapping[str, Any],
        group: str | None,
        at: float,
        owner: Owner,
    ) -> None:
        self.layer = layer
        self.channel = channel
        self.content = content
        self.group = group
        self.at = at
        self.where = ""
        reply = content.get("reply_channel")
        name = owner(reply) if isinstance(reply, str) else None
        if name is not None:
            self.connection = name

    def __getattr__(self, name: str) -> Any:
        content: Mapping[str, Any] = self.__dict__.get("content", {})
        if name in content:
            return content[name]
        raise AttributeError(name)
