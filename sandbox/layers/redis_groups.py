"""Groups on a Redis layer, and sending to all their members.

Role: CLASSIC-SPEC §1.7, with one element of a queue for all members behind one prefix. It must
not know who they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import msgpack

from sandbox.errors import LayerDown
from sandbox.layers import names
from sandbox.layers.copying import copy_content
from sandbox.layers.redis_known import Waiting
from sandbox.layers.redis_scripts import script
from sandbox.layers.redis_sending import Sending
from sandbox.layers.redis_shard import Shard
from sandbox.trace import ops
from sandbox.trace.causes import acting
from sandbox.trace.redact import redact

__all__ = ["Grouping"]

_STEP = 16
"""From one message's id to the next (:mod:`sandbox.trace.ids`)."""

_SIZES = 1024
"""Groups whose size is remembered."""


class Grouping(Sending):
    """The side of groups; see :class:`~sandbox.layers.redis.RedisLayer`."""

    # -- groups ------------------------------------------------------------------------------

    def group_add(self, group: str, channel: str) -> None:
        """Let *channel* join *group*, or refresh its membership (§1.7)."""
        names.require_group(group)
        names.require_channel(channel)
        cause, where = acting.get()
        queue = names.non_local_name(channel)
        fields: dict[str, Any] = {"layer": self.alias, "group": group, "channel": channel}
        with self.working:
            fact = self._fact(_note(where, "group.joined", cause, fields))
            capacities = (self.get_capacity(queue), self.capacity)
            self._change_group("add", group, channel, queue, capacities, fact)
            if self.log is not None:
                ends = self.ends_in_log(self.clock())
                self.log.note("group.joined", where=where, cause=cause, **fields, expires_at=ends)

    def group_discard(self, group: str, channel: str) -> None:
        """Let *channel* leave *group*; no error where it is no member."""
        names.require_group(group)
        names.require_channel(channel)
        cause, where = acting.get()
        fields: dict[str, Any] = {"layer": self.alias, "group": group, "channel": channel}
        fields["reason"] = "discarded"
        with self.working:
            fact = self._fact(_note(where, "group.left", cause, fields))
            left = self._change_group("discard", group, channel, "", ("", ""), fact)
            if left and self.log is not None:
                self.log.note("group.left", where=where, cause=cause, **fields)

    def _change_group(
        self,
        verb: str,
        group: str,
        channel: str = "",
        queue: str = "",
        capacities: tuple[Any, Any] = ("", ""),
        fact: bytes = b"",
    ) -> Any:
        shard = self._group_shard(group)
        arguments = (verb, group, channel, self._membership, queue, *capacities, fact)
        reply = shard.call(script("group"), *arguments)
        self._ended(reply[1], "expired")
        return reply[2]

    def group_channels(self, group: str) -> dict[str, float]:
        """Return the members of *group* as a copy: name → clock's moment of joining."""
        names.require_group(group)
        with self.working:
            shard = self._group_shard(group)
            found = self._change_group("members", group)
            return {
                found[place].decode(): self.moment_of(shard, int(float(found[place + 1])))
                for place in range(0, len(found), 2)
            }

    def group_names(self) -> list[str]:
        """Return the names of all groups that have members."""
        found: list[str] = []
        with self.working:
            for shard in self.shards:
                arguments = ("names", "", "", self._membership, "", "", "", "")
                reply = shard.call(script("group"), *arguments)
                self._ended(reply[1], "expired")
                found += [one.decode() for one in reply[2]]
        return found

    def send_group(self, group: str, message: dict[str, Any], *, given: bool = False) -> None:
        """Send *message* to every member; never ``ChannelFull``: a full member loses it (§1.7).

        Members behind one ``prefix!`` get it as one element of their queue. *given*: the message
        is given away. :class:`~sandbox.errors.LayerDown` where the group's server is away.
        """
        cause, where = acting.get()
        names.require_group(group)
        self._require_message(group, message, where, cause)
        packed = self._packed(group, message, where, cause)
        with self.working:
            try:
                self._send_group(group, message, packed, where, cause)
            except LayerDown as error:
                self._refuse_full(error, group, message, where, cause)
                raise

    def _send_group(
        self, group: str, message: dict[str, Any], packed: bytes, where: str, cause: int
    ) -> None:
        shown = redact(message)
        home = self._group_shard(group)
        home.open()
        send = self._ids.group_send()
        now = self.clock()
        told = (ops.GROUP_SENT, now, where, cause, self.alias, send, group, None, (), ())
        share = _GroupSend(group, send, packed, self._fact(told), self._shown(message, shown))
        share.at = now
        share.where, share.cause, share.content = where, cause, shown
        members: list[tuple[int, str]] = []
        lost: list[tuple[int, str]] = []
        if len(self.shards) == 1:
            self._send_to_shard(home, share, None, members, lost)
        else:
            found = self._change_group("members", group)
            split: dict[int, list[bytes]] = {}
            for name in found[::2]:
                shard = self._shard_of(names.non_local_name(name.decode()))
                split.setdefault(shard.number, []).append(name)
            for number, some in split.items():
                self._send_to_shard(self.shards[number], share, some, members, lost)
        self._tell_group_send(share, members, lost)

    def _tell_group_send(
        self, share: _GroupSend, members: list[tuple[int, str]], lost: list[tuple[int, str]]
    ) -> None:
        if self.log is None:
            return
        full = frozenset([number for number, reason in lost if reason == "full"])
        now, mine = self.clock(), self.alias
        # When it was sent, not when all had it: a member may have taken its copy by now.
        sent = (ops.GROUP_SENT, share.at, share.where, share.cause, mine, share.send, share.group)
        self._tell((*sent, copy_content(share.content), tuple(members), full))
        channels = dict(members)
        for number, reason in lost:
            if reason != "full":
                channel = channels[number]
                head = (ops.LOST, now, share.where, share.cause, mine)
                self._tell((*head, number, channel, reason, "queued"))

    def _send_to_shard(
        self,
        shard: Shard,
        share: _GroupSend,
        some: list[bytes] | None,
        members: list[tuple[int, str]],
        lost: list[tuple[int, str]],
    ) -> None:
        """Send to the members on one server: those named, or all that it knows."""
        needed = self._group_sizes.get(share.group, 0) if some is None else len(some)
        given = b"" if some is None else self._named([one.decode() for one in some])
        while True:
            ids = [self._ids.message() for _ in range(needed)]
            first = ids[0] if ids else 0
            reply = shard.call(
                script("group_send"),
                share.group,
                given,
                self._membership,
                self._lifetime,
                first,
                needed,
                _STEP,
                self.capacity,
                share.send,
                share.packed,
                share.fact,
                share.shown,
                b"1" if self.log is not None else b"0",
                once=partial(self._sent_late, shard, share, first),
            )
            if reply[0] != b"more":
                break
            needed = reply[1]
            self._ended(reply[2], "expired")
        if reply[0] == b"done":  # it had arrived before the connection broke
            self._note_said(shard, first, reply, members, lost)
            return
        _, number, _, blob, full, orphaned, wakes, gone, ended = reply
        if some is None:
            self._remember_size(share.group, number)
        share.fact = b""
        self._gone(shard, gone)
        self._ended(ended, "expired")
        self._note_group_shares(shard, first, blob, full, orphaned, members, lost)
        for queue in wakes:
            self._rang(shard, queue.decode())

    def _sent_late(self, shard: Shard, share: _GroupSend, first: int, reply: Sequence[Any]) -> None:
        """A group send whose answer never came has reached its members all the same."""
        members: list[tuple[int, str]] = []
        lost: list[tuple[int, str]] = []
        self._note_said(shard, first, reply, members, lost)
        self._tell_group_send(share, members, lost)

    def _note_said(
        self,
        shard: Shard,
        first: int,
        reply: Sequence[Any],
        members: list[tuple[int, str]],
        lost: list[tuple[int, str]],
    ) -> None:
        if not reply[2]:
            return
        blob, full, orphaned = msgpack.unpackb(reply[2], raw=True)
        # A script calls an empty list an empty dict.
        self._note_group_shares(shard, first, blob, list(full), list(orphaned), members, lost)
        for queue in {names.non_local_name(channel) for _, channel in members}:
            self._rang(shard, queue)

    def _named(self, members: list[str]) -> bytes:
        """Return members for a server that does not know the group; capacities too, where these
        are not the usual one."""
        queues = {names.non_local_name(member) for member in members}
        capacities = {queue: self.get_capacity(queue) for queue in queues}
        unusual = {queue: one for queue, one in capacities.items() if one != self.capacity}
        return msgpack.packb([members, unusual, []])  # type: ignore[no-any-return]

    def _note_group_shares(
        self,
        shard: Shard,
        first: int,
        blob: bytes,
        full: Sequence[int],
        orphaned: Sequence[int],
        members: list[tuple[int, str]],
        lost: list[tuple[int, str]],
    ) -> None:
        if not blob:
            return
        found = msgpack.unpackb(blob, raw=False)
        ids = range(first, first + _STEP * len(found), _STEP)
        members += zip(ids, found, strict=True)
        gone = dict.fromkeys(full, "full") | dict.fromkeys(orphaned, "no_connection")
        lost += [(ids[place], reason) for place, reason in gone.items()]
        now = self.clock()
        waiting = Waiting(shard.number, now + self.expiry, first, found, _STEP)
        there = [message for place, message in enumerate(ids) if place not in gone] if gone else ids
        self.known.accepted(there, waiting, now)
        queues = list(map(names.non_local_name, found))
        sums = Counter(queues)
        lost_sums = Counter([(reason, queues[place]) for place, reason in gone.items()])
        for queue, number in sums.items():
            self.known.count(shard.number, f"a|{self._row(queue)}", number)
        for (reason, queue), number in lost_sums.items():
            self.known.count(shard.number, f"l|{reason}|{self._row(queue)}", number)

    @property
    def _group_sizes(self) -> dict[str, int]:
        """Group → how many members its last send met: so many ids the next one takes along."""
        return self.known.group_sizes

    def _remember_size(self, group: str, number: int) -> None:
        sizes = self._group_sizes
        if len(sizes) >= _SIZES:
            sizes.clear()
        sizes[group] = number


class _GroupSend:
    """What is the same for all servers that a group send goes to."""

    __slots__ = ("at", "cause", "content", "fact", "group", "packed", "send", "shown", "where")

    def __init__(self, group: str, send: int, packed: bytes, fact: bytes, shown: bytes) -> None:
        self.group = group
        self.send = send
        self.packed = packed
        self.fact = fact
        self.shown = shown
        self.at = 0.0
        self.where = ""
        self.cause = 0
        self.content: dict[str, Any] = {}


def _note(where: str, kind: str, cause: int, fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return (ops.NOTE, 0, where, kind, 0, cause, dict(fields))
