"""Who is in which group, and until when.

Role: CLASSIC-SPEC §1.7's memberships with their expiry, and the reverse of them, by which an
expired message throws its channel out (§1.6). Pure; whoever calls holds the layer's lock. It must
not know of messages and queues.

Each group has one item in the store's heap of what is due, however often it empties and fills
again: members are kept oldest first, so its first one is the next to go.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from sandbox.trace.log import Log

__all__ = ["Groups"]


class Groups:
    """The memberships of one layer.

    *expiry*: seconds that one lives. *schedule* is called with a moment and a group's name: call
    :meth:`expire` then. *log* may be ``None``.
    """

    def __init__(
        self,
        *,
        alias: str,
        expiry: float,
        schedule: Callable[[float, str], object],
        log: Log | None,
    ) -> None:
        self._alias = alias
        self._expiry = expiry
        self._schedule = schedule
        self._log = log
        self._members: dict[str, dict[str, float]] = {}
        # Dicts instead of sets: the order of facts must not depend on how texts are hashed.
        self._groups_of: dict[str, dict[str, None]] = {}
        self._scheduled: set[str] = set()

    def members(self, group: str) -> Mapping[str, float]:
        """Return member → moment it joined, oldest first; live, not for changing."""
        return self._members.get(group, {})

    def names(self) -> list[str]:
        """Return the names of all groups that have members."""
        return list(self._members)

    def add(self, group: str, channel: str, now: float, where: str, cause: int) -> None:
        """Let *channel* join, or start its time in the group anew (§1.7)."""
        members = self._members.get(group)
        if members is None:
            members = self._members[group] = {}
            self._time(group, now + self._expiry)
        members.pop(channel, None)  # oldest first: a member that joins again moves to the end
        members[channel] = now
        self._groups_of.setdefault(channel, {})[group] = None
        if self._log is not None:
            self._log.note(
                "group.joined",
                where=where,
                cause=cause,
                layer=self._alias,
                group=group,
                channel=channel,
                expires_at=now + self._expiry - self._log.start,
            )

    def discard(self, group: str, channel: str, where: str, cause: int) -> None:
        """Let *channel* leave; nothing happens where it is no member."""
        if channel in self._members.get(group, ()):
            self._leave(group, channel, "discarded", where, cause)

    def evict(self, channel: str) -> None:
        """Throw *channel* out of every group."""
        for group in list(self._groups_of.get(channel, ())):
            self._leave(group, channel, "evicted")

    def expire(self, group: str, now: float) -> None:
        """End what is past its time in *group*; called when it was scheduled."""
        self._scheduled.discard(group)
        members = self._members.get(group)
        while members:
            channel, joined_at = next(iter(members.items()))
            if joined_at + self._expiry > now:
                self._time(group, joined_at + self._expiry)
                return
            self._leave(group, channel, "expired")

    def flush(self, where: str, cause: int) -> None:
        """End every membership."""
        for group in list(self._members):
            for channel in list(self._members[group]):
                self._leave(group, channel, "flushed", where, cause)

    def _time(self, group: str, due: float) -> None:
        if group not in self._scheduled:
            self._scheduled.add(group)
            self._schedule(due, group)

    def _leave(
        self, group: str, channel: str, reason: str, where: str = "layer", cause: int = 0
    ) -> None:
        members = self._members[group]
        del members[channel]
        if not members:
            del self._members[group]
        groups = self._groups_of[channel]
        groups.pop(group, None)
        if not groups:
            del self._groups_of[channel]
        if self._log is not None:
            self._log.note(
                "group.left",
                where=where,
                cause=cause,
                layer=self._alias,
                group=group,
                channel=channel,
                reason=reason,
            )
