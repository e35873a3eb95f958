"""Facts as they stand in the stream of a shard, and how other processes read them.

Role: TRACE.md's "On Redis": what a script changes it also tells to its shard's stream, in the
shapes of :mod:`sandbox.trace.ops`. Here they are packed, read, and unpacked into raw entries that
a log takes as they are. It must not know who reads them, nor why.

::

    reader = FactReader(layer, layer.shards[0])          # from now on; since=0: from the oldest
    for fact in reader.read(block=1.0):                  # or () after a second
        if fact.process != layer.token:                  # this process's own are in its log
            log.append(fact.raw)
    reader.missed                                        # how many were gone before it came

The order within one shard is the order of facts. Between shards, and between what a process tells
its own log and what it reads of others, only causes are certain.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import msgpack
from redis import exceptions

from sandbox.errors import LayerDown
from sandbox.layers.redis_messages import Unreadable, messages_in
from sandbox.layers.redis_shard import Shard, explain
from sandbox.trace import ops

if TYPE_CHECKING:
    from sandbox.layers.redis_base import RedisBase

__all__ = ["ENCRYPTED", "Fact", "FactReader", "raw_facts", "shorten"]

ENCRYPTED = b"\xc1"
"""Begins a fact that is encrypted; msgpack never uses this byte."""

LAYER_AT = {
    ops.ACCEPTED: 4,
    ops.FRAME_ACCEPTED: 6,
    ops.REFUSED: 4,
    ops.GROUP_SENT: 4,
    ops.TAKEN: 3,
    ops.TAKEN_MANY: 3,
    ops.DELIVERED: 3,
    ops.FRAMES_SENT: 3,
    ops.LOST: 4,
    ops.HELD: 3,
    ops.RELEASED: 3,
    ops.RECEIVED: 3,
}
"""Where the layer's alias stands in a raw entry: each process has its own."""

CONTENT_AT = {ops.ACCEPTED: 7, ops.FRAME_ACCEPTED: 9, ops.GROUP_SENT: 7}
"""Where a content stands that travels apart."""

_NOTE_FIELDS = 6


def shorten(raw: tuple[Any, ...]) -> bytes:
    """Return a raw entry as msgpack without its time, its layer and its content."""
    fields = list(raw)
    op = raw[0]
    fields[1] = 0
    if op in LAYER_AT:
        fields[LAYER_AT[op]] = 0
    if op in CONTENT_AT:
        fields[CONTENT_AT[op]] = None
    return msgpack.packb(fields, use_bin_type=True, default=repr)  # type: ignore[no-any-return]


class Fact(NamedTuple):
    """One entry of a stream, for a log."""

    number: int
    """Its place in its shard's stream, from 1, without a gap."""
    process: str
    """The token of the layer that made it true (:attr:`RedisLayer.token`)."""
    raw: tuple[Any, ...]
    """A raw entry (:mod:`sandbox.trace.ops`), its time on the reading layer's clock."""


class _Reading(NamedTuple):
    """What it takes to turn a stream's fields into raw entries."""

    alias: str
    at: float
    unpack: Callable[[bytes], Any]
    decrypt: Callable[[bytes], bytes]
    local: Callable[[int], float]
    joined: Callable[[float], float]


def raw_facts(fields: dict[bytes, bytes], reading: _Reading) -> Iterator[tuple[Any, ...]]:
    """Yield the raw entries that the fields of a stream's entry stand for."""
    kind = fields[b"k"]
    if kind == b"F":
        yield _restored(fields, reading)
    elif kind in (b"T", b"R"):
        yield _taken(fields, reading, kind == b"R")
    elif kind == b"L":
        yield from _lost(fields, reading)
    elif kind == b"G":
        yield from _group(fields, reading)


def _meta(fields: dict[bytes, bytes], reading: _Reading) -> list[Any]:
    data = fields[b"f"]
    if data.startswith(ENCRYPTED):
        data = reading.decrypt(data[1:])
    # Tuples, as the log holds nothing that can be changed.
    return list(msgpack.unpackb(data, raw=False, use_list=False, strict_map_key=False))


def _content(fields: dict[bytes, bytes], reading: _Reading) -> Any:
    data = fields.get(b"c", b"")
    return reading.unpack(data) if data else None


def _restored(fields: dict[bytes, bytes], reading: _Reading) -> tuple[Any, ...]:
    meta = _meta(fields, reading)
    op = meta[0]
    meta[1] = reading.at
    if op in LAYER_AT:
        meta[LAYER_AT[op]] = reading.alias
    if op in CONTENT_AT:
        meta[CONTENT_AT[op]] = _content(fields, reading)
    if op == ops.NOTE:
        noted = meta[_NOTE_FIELDS] = dict(meta[_NOTE_FIELDS])
        if "layer" in noted:
            noted["layer"] = reading.alias
        if meta[3] == "group.joined":
            noted["expires_at"] = reading.joined(reading.at)
    return tuple(meta)


def _taken(fields: dict[bytes, bytes], reading: _Reading, at_once: bool) -> tuple[Any, ...]:
    where, accepted_at = fields[b"w"].decode(), reading.local(int(fields[b"s"]))
    members = messages_in(fields[b"h"])
    if len(members) > 1:
        rows = tuple([(message, channel, accepted_at) for message, channel in members])
        return (ops.TAKEN_MANY, reading.at, where, reading.alias, rows)
    op = ops.RECEIVED if at_once else ops.TAKEN
    return (op, reading.at, where, reading.alias, *members[0], accepted_at)


def _lost(fields: dict[bytes, bytes], reading: _Reading) -> Iterator[tuple[Any, ...]]:
    settled = {int(one) for one in fields[b"d"].split()}
    reason, state = fields[b"r"].decode(), fields[b"s"].decode()
    for message, channel in messages_in(fields[b"h"]):
        if message not in settled:
            yield _loss(reading, message, channel, reason, state)


def _loss(
    reading: _Reading, message: int, channel: str, reason: str, state: str = "queued"
) -> tuple[Any, ...]:
    return (ops.LOST, reading.at, "layer", 0, reading.alias, message, channel, reason, state)


def _group(fields: dict[bytes, bytes], reading: _Reading) -> Iterator[tuple[Any, ...]]:
    names = msgpack.unpackb(fields[b"m"], raw=False)
    first, step, send = int(fields[b"i"]), int(fields[b"p"]), int(fields[b"g"])
    members = tuple([(first + step * place, name) for place, name in enumerate(names)])
    full = msgpack.unpackb(fields[b"x"])
    orphaned = msgpack.unpackb(fields[b"y"])
    if fields[b"f"]:
        sent = list(_restored(fields, reading))
        sent[8] = members
        sent[9] = frozenset([members[place][0] for place in full])
        yield tuple(sent)
    else:  # a further shard of a send that another one has told of
        content = _content(fields, reading)
        for message, channel in members:
            head = (ops.ACCEPTED, reading.at, "layer", send, reading.alias)
            yield (*head, message, channel, content)
        for place in full:
            message, channel = members[place]
            yield _loss(reading, message, channel, "full")
    for place in orphaned:
        message, channel = members[place]
        yield _loss(reading, message, channel, "no_connection")


class FactReader:
    """Reads the stream of one shard, in order; for one thread at a time.

    *since*: the number of the last fact that is known already; 0 reads from the oldest that is
    still there, ``None`` from the next one on.
    """

    def __init__(self, layer: RedisBase, shard: Shard, *, since: int | None = None) -> None:
        self._layer = layer
        self._shard = shard
        self._since = since
        self._store = 0
        self._connection: Any = None
        self._longest = 0.0
        self.missed = 0
        """How many facts were no longer there when this reader came for them."""

    @property
    def since(self) -> int | None:
        """The number of the last fact that was read; ``None`` before the first look."""
        return self._since

    def read(self, *, block: float = 0.0, limit: int = 1000) -> list[Fact]:
        """Return what is new, at most *limit* entries; wait up to *block* seconds for it.

        :class:`~sandbox.errors.LayerDown` where the server is away; then just try again. After it
        came back empty, reading goes on with its first fact.
        """
        try:
            connection = self._connected(block)
            if self._since is None:
                self._since, self._store = self._last(connection)
            entries = self._new(connection, block, limit)
            if self._is_another(entries[0][0] if entries else None, connection):
                self._since = self._store = 0
                entries = self._new(connection, 0.0, limit)
        except (exceptions.RedisError, OSError) as error:
            self.close()
            raise LayerDown(explain(self._shard.host, error)) from error
        return list(self._facts(entries))

    def _is_another(self, first: bytes | None, connection: Any) -> bool:
        """Say whether the store is another one, whose facts are counted anew."""
        if not self._store:
            return False
        number, store = self._last(connection) if first is None else _split(first)
        return (number > 0 and store != self._store) or (
            first is None and number < (self._since or 0)
        )

    def _connected(self, block: float) -> Any:
        if self._connection is None or self._longest < block:
            self.close()
            # A wait has its own time; beyond it an answer has to come as fast as any other.
            connection = self._shard.connection(block + self._shard.patience)
            connection.connect()
            self._connection, self._longest = connection, block
        return self._connection

    def _key(self) -> str:
        return f"{self._shard.prefix}:facts"

    def _last(self, connection: Any) -> tuple[int, int]:
        connection.send_command("XREVRANGE", self._key(), "+", "-", "COUNT", 1)
        found = connection.read_response(disable_decoding=True)
        return _split(found[0][0]) if found else (0, 0)

    def _new(self, connection: Any, block: float, limit: int) -> list[Any]:
        waiting = ["BLOCK", max(1, math.ceil(block * 1000))] if block > 0 else []
        name = f"{self._since}-{self._store or _ANY_STORE}"
        connection.send_command(*("XREAD", "COUNT", limit, *waiting, "STREAMS", self._key(), name))
        found = connection.read_response(disable_decoding=True)
        return list(found[0][1]) if found else []

    def _facts(self, entries: list[Any]) -> Iterator[Fact]:
        layer, shard = self._layer, self._shard
        for name, values in entries:
            number, self._store = _split(name)
            self.missed += number - (self._since or 0) - 1
            self._since = number
            fields = dict(zip(values[::2], values[1::2], strict=True))
            reading = _Reading(
                layer.alias,
                layer.moment_of(shard, int(fields[b"t"])),
                layer.codec.unpack,
                layer.codec.decrypt,
                lambda moment: layer.moment_of(shard, moment),
                layer.ends_in_log,
            )
            process = fields[b"o"].decode()
            try:
                found = list(raw_facts(fields, reading))
            except Unreadable:
                self.missed += 1  # told with a key that this process has not
                continue
            for raw in found:
                yield Fact(number, process, raw)

    def close(self) -> None:
        """Let the connection go; a later :meth:`read` makes a new one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.disconnect()


_ANY_STORE = 2**64 - 1


def _split(name: bytes) -> tuple[int, int]:
    """Return a fact's number and its store's."""
    number, _, store = name.partition(b"-")
    return int(number), int(store)
