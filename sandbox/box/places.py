"""What there is: live collections, keyed by the name or number on the picture.

Role: ``box.tabs``, ``box.workers``, ``box.groups`` … (API.md, habit 2): a KeyError lists what there
is, ``box.groups["<Tab>`` completes. It must not change anything.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Generic, TypeVar

from sandbox.options import did_you_mean

__all__ = ["ChannelView", "FindUser", "GroupView", "Member", "Place", "name_of_channel"]

_Thing = TypeVar("_Thing")


class Place(Mapping[Any, _Thing], Generic[_Thing]):
    """A live mapping: it looks each time it is asked."""

    def __init__(self, what: str, look: Callable[[], Mapping[Any, _Thing]]) -> None:
        self._what = what
        self._look = look

    def __getitem__(self, key: Any) -> _Thing:
        found = self._look()
        if key in found:
            return found[key]
        raise KeyError(
            f"There is no {self._what} {key!r}{did_you_mean(key, found)}; "
            f"there are: {', '.join(map(repr, found)) or 'none'}."
        )

    def __iter__(self) -> Iterator[Any]:
        return iter(self._look())

    def __len__(self) -> int:
        return len(self._look())

    def _ipython_key_completions_(self) -> list[Any]:
        return list(self._look())

    def __repr__(self) -> str:
        found = self._look()
        if not found:
            return f"no {self._what}s"
        return "\n".join(f"{key!r}: {value!r}" for key, value in found.items())


def name_of_channel(thing: Any) -> str | None:
    """Return the channel's name that *thing* stands for: a name, a Channel, or a tab."""
    if thing is None or isinstance(thing, str):
        return thing
    reply_channel = getattr(thing, "reply_channel", None)
    if reply_channel is not None:
        return name_of_channel(reply_channel)
    name = getattr(thing, "name", None)
    return name if isinstance(name, str) else None


class ChannelView:
    """``box.channels["websocket.receive"]``: one channel as it is now."""

    def __init__(self, layer: Any, name: str) -> None:
        self._layer = layer
        self.name = name
        """The channel's name; for a server's reply channels their common prefix."""

    @property
    def capacity(self) -> int:
        """How many unread messages it holds."""
        return int(self._layer.get_capacity(self.name))

    @property
    def listeners(self) -> list[str]:
        """Who listens: workers, or the server that owns the prefix."""
        with self._layer.lock:
            return [listener.where for listener in self._layer.store.queue(self.name).listeners]

    @property
    def messages(self) -> list[dict[str, Any]]:
        """Copies of the unread messages, oldest first."""
        from sandbox.layers.copying import copy_content

        with self._layer.lock:
            entries = list(self._layer.store.queue(self.name).entries)
        return [copy_content(entry[3]) for entry in entries]

    def __len__(self) -> int:
        """Return how many messages are unread."""
        with self._layer.lock:
            return len(self._layer.store.queue(self.name).entries)

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        heard = ", ".join(self.listeners) or "nobody listens"
        return f"<channel {self.name} {len(self)} of {self.capacity}, {heard}>"


FindUser = Callable[[str], str | None]
"""Returns the name of the user behind a reply channel; ``None`` where nobody is known."""


class Member:
    """One member of a group."""

    def __init__(
        self,
        channel: str,
        label: str | None,
        age: float,
        expiry: float,
        ghost: bool,
        find_user: FindUser,
    ) -> None:
        self._find_user = find_user
        self.channel = channel
        """Its channel's name."""
        self.label = label
        """Its name on the picture, or ``None``."""
        self.age = age
        """Seconds since it joined, or joined again."""
        self.expires_in = expiry - age
        """Seconds until the group forgets it."""
        self.ghost = ghost
        """Whether its connection is gone: what is sent to it is lost."""

    @property
    def user(self) -> str | None:
        """Who it is, as the connection's session says: ``None`` where nobody has signed in there.

        Looked up when it is asked for, which may query the database.
        """
        return self._find_user(self.channel)

    def __repr__(self) -> str:
        name = self.label or self.channel
        return f"<{name}, member for {self.age:.1f} s{', a ghost' if self.ghost else ''}>"


class GroupView:
    """``box.groups["chat"]``: a group as it is now. ``alice in group`` works for tabs too."""

    def __init__(
        self,
        layer: Any,
        name: str,
        who: Callable[[str], tuple[str | None, bool]],
        find_user: FindUser,
    ) -> None:
        self._layer = layer
        self._who = who
        self._find_user = find_user
        self.name = name

    @property
    def channels(self) -> list[str]:
        """The members' channel names, oldest member first."""
        return list(self._layer.group_channels(self.name))

    def __iter__(self) -> Iterator[Member]:
        now = self._layer.clock()
        for channel, joined_at in self._layer.group_channels(self.name).items():
            label, ghost = self._who(channel)
            age, expiry = now - joined_at, self._layer.group_expiry
            yield Member(channel, label, age, expiry, ghost, self._find_user)

    def __len__(self) -> int:
        return len(self._layer.group_channels(self.name))

    def __bool__(self) -> bool:
        return True

    def __contains__(self, thing: object) -> bool:
        name = name_of_channel(thing)
        return name is not None and name in self._layer.group_channels(self.name)

    def send(self, content: dict[str, Any]) -> None:
        """Send *content* to every member, now."""
        self._layer.send_group(self.name, content)

    def __repr__(self) -> str:
        members = [
            f"{member.label or member.channel}{' (ghost)' if member.ghost else ''}"
            for member in self
        ]
        shown = ", ".join(members[:8]) + (" …" if len(members) > 8 else "")
        counted = "1 member" if len(members) == 1 else f"{len(members)} members"
        return f"<group {self.name}: {counted}{': ' if members else ''}{shown}>"
