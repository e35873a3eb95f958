"""What lies in a Redis of a classic or Channels 4 layer: queues, groups, members, ghosts.

Role: ask :mod:`.reading` for what :mod:`.layouts` recognises, and say what it means in one
printable object. It must not write anywhere, and starts nothing.
"""

from __future__ import annotations

import html
import importlib
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.layers.redis_hosts import url_of
from sandbox.looking.layouts import (
    CHANNELS_4,
    CLASSIC,
    OURS,
    Layout,
    Waiting,
    decrypter,
    find_layouts,
    read_body,
    read_element,
)
from sandbox.looking.reading import NotAllowed, Reader, without_password
from sandbox.recording.lines import shown
from sandbox.recording.secrets import hide_in
from sandbox.trace.wording import plain, shortened

__all__ = [
    "GroupSeen",
    "LayerSeen",
    "Member",
    "Peeked",
    "Process",
    "Queue",
    "ServerSeen",
    "peek",
    "places",
    "read_server",
    "redis_urls",
]

_SHOWN_MEMBERS = 8
_UNREAD_S = 5.0
"""How long the oldest message of a process's own channel waits before nobody seems to read it: a
protocol server that lives takes within milliseconds."""


@dataclass(frozen=True, slots=True)
class Queue:
    """One channel's queue.

    ``waiting`` counts unread messages, ``expired`` entries whose message has expired but whose
    place is still counted against the capacity, ``in_flight`` messages taken and not yet
    confirmed (Channels 4 only). ``oldest_s``: age of the oldest in seconds, ``None`` for an empty
    queue. ``accepted`` and ``refused``: classic counters of the last hour, ``None`` where the
    layer keeps none. ``first`` holds the first messages, as many as were asked for.
    """

    channel: str
    waiting: int
    expired: int
    in_flight: int
    oldest_s: float | None
    accepted: int | None
    refused: int | None
    first: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A group's member. ``ghost`` says why nobody seems to be there, or is ``None``."""

    channel: str
    joined_s: float
    ghost: str | None


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group and its members, the oldest first; ``expires_s`` in seconds, ``None`` for never."""

    name: str
    members: tuple[Member, ...]
    expires_s: float | None

    @property
    def ghosts(self) -> tuple[Member, ...]:
        """The members of whom something says that they are gone."""
        return tuple(one for one in self.members if one.ghost)


@dataclass(frozen=True, slots=True)
class Process:
    """A process on this package's layer: its token there, how many messages it has in hand, and
    how many seconds ago it was last heard of."""

    token: str
    in_hand: int
    heard_s: float


@dataclass(frozen=True, slots=True)
class LayerSeen:
    """One layer: its kind, its prefix, its queues and groups by name; its processes, where it is
    this package's own."""

    kind: str
    prefix: str
    queues: tuple[Queue, ...]
    groups: tuple[GroupSeen, ...]
    processes: tuple[Process, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerSeen:
    """The server: ``product`` is Redis or Valkey; sizes in bytes, ``limit_bytes`` 0 means none."""

    product: str
    version: str
    used_bytes: int
    limit_bytes: int
    policy: str
    evicted: int
    clients: int
    blocked: int
    databases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Peeked:
    """What was found; ``print`` it, or read the fields.

    ``url`` has no password. ``others`` counts keys under the same prefixes that belong to no
    layer. ``subscribed`` are the channels of the pub/sub layer, which keeps no messages at all.
    ``advice``: one sentence for each thing that may lose messages. ``capacity`` is the one that
    fills are shown against.
    """

    url: str
    server: ServerSeen
    layers: tuple[LayerSeen, ...]
    subscribed: tuple[str, ...]
    others: int
    advice: tuple[str, ...]
    capacity: int

    def __str__(self) -> str:
        return "\n".join(_lines(self))

    __repr__ = __str__

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def as_data(self) -> dict[str, Any]:
        """Return all of it as plain dicts and lists, for JSON; secrets in messages are hidden."""
        found: dict[str, Any] = asdict(self)
        for layer in found["layers"]:
            for queue in layer["queues"]:
                for message in queue["first"]:
                    message["content"] = shown(message["content"], None)
        return found


def peek(
    url: str = "redis://localhost:6379/0",
    *,
    prefix: str | Sequence[str] | None = None,
    keys: Sequence[str] = (),
    messages: int = 3,
    capacity: int = 100,
    expiry: float = 60,
    group_expiry: float = 86_400,
) -> Peeked:
    """Say what a classic or Channels 4 layer keeps in the Redis at *url*; only ever read.

    ::

        import sandbox
        sandbox.peek("redis://localhost:6379/0")

    *prefix*: of the layer's keys, one or several; ``None`` means the two usual ones, ``asgi:``
    and ``asgi``. *keys*: the layer's ``symmetric_encryption_keys``. *messages*: how many of each
    queue to read. *capacity*, *expiry* and *group_expiry* (seconds) are the layer's own and are
    not kept in Redis: they only decide what is called full and old.

    Sends ``SCAN`` and reads in batches, never ``MONITOR``, ``KEYS`` or a script; a user with the
    rights ``+@read +info +ping +time`` is enough. Raises ``NotAvailableHere`` where no Redis
    answers, ``ValueError`` for *keys* without ``cryptography``. Any thread may call it.
    """
    given = (prefix,) if isinstance(prefix, str) else tuple(prefix or ("asgi:", "asgi"))
    crypter = decrypter(keys)
    with Reader(url) as reader:
        found = {key.name: key for one in given for key in reader.scan(_escaped(one) + "*")}
        if CLASSIC_META not in given:
            found |= {key.name: key for key in reader.scan(_escaped(CLASSIC_META) + "*")}
        layouts, others = find_layouts(found.values(), given, CLASSIC_META)
        now = _server_time(reader)
        look = _Look(reader, now, crypter, messages, expiry, group_expiry)
        layers = tuple(look.layer(layout) for layout in layouts)
        server = read_server(reader)
        subscribed = _subscribed(reader, given)
        hints = () if layers or subscribed else tuple(_elsewhere(reader, given, server))
    advice = (*hints, *_advice(server, layers, capacity))
    return Peeked(reader.shown, server, layers, subscribed, len(others), advice, capacity)


def places(
    url: str | None, settings: str | None, alias: str, environment: Mapping[str, str]
) -> tuple[list[str], dict[str, Any]]:
    """Return the addresses to look at, and what a project's layer says of its own options.

    *url* alone is one address; with *settings*, a module's name, the layer *alias* of its
    ``CHANNEL_LAYERS`` tells addresses, prefix, keys, capacity and lives. With neither,
    ``REDIS_URL`` of the *environment*, else the usual address. Raises ``ImportError`` or
    ``ValueError`` with what to do.
    """
    if settings is None:
        return [url or environment.get("REDIS_URL") or "redis://localhost:6379/0"], {}
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())  # as manage.py has it
    layers = getattr(importlib.import_module(settings), "CHANNEL_LAYERS", {})
    if alias not in layers:
        raise ValueError(
            f"{settings} has no layer {alias!r} in CHANNEL_LAYERS, only {sorted(layers)}: name one "
            "of them by --layer."
        )
    urls = [url] if url else redis_urls(layers[alias])
    if not urls:
        raise ValueError(
            f"The layer {alias!r} of {settings} is {layers[alias].get('BACKEND')}, which keeps "
            "nothing in a Redis that could be looked at."
        )
    config = layers[alias].get("CONFIG") or {}
    names = {
        "prefix": "prefix",
        "symmetric_encryption_keys": "keys",
        "capacity": "capacity",
        "expiry": "expiry",
        "group_expiry": "group_expiry",
    }
    return urls, {names[name]: value for name, value in config.items() if name in names and value}


def redis_urls(config: Mapping[str, Any]) -> list[str]:
    """Return the addresses of the Redis servers that a layer's *config* names, as URLs.

    Both generations' forms: URLs, (host, port) pairs, dicts with ``address`` or ``host``. None for
    layers that are not on Redis or find it through sentinels. ``ValueError`` for what is no
    address.
    """
    backend = str(config.get("BACKEND", "")).lower()
    if "redis" not in backend or "sentinel" in backend:
        return []
    hosts = (config.get("CONFIG") or {}).get("hosts")
    if hosts is None:
        return ["redis://localhost:6379/0"]
    if isinstance(hosts, (str, bytes)):
        raise ValueError(
            f"hosts is one string, {without_password(str(hosts))!r}: give a list, "
            '["redis://localhost:6379/0"].'
        )
    return [_url(host) for host in hosts]


def _url(host: Any) -> str:
    if isinstance(host, Mapping) and "host" in host:
        pair = url_of((host["host"], host.get("port", 6379)))
        return f"{pair.removesuffix('/0')}/{host.get('db', 0)}"
    return url_of(host.get("address") if isinstance(host, Mapping) else host)


CLASSIC_META = "asgi-meta:"
"""How asgi_redis begins the names of its counters (``stats_prefix``)."""


def _escaped(prefix: str) -> str:
    return "".join(f"\\{letter}" if letter in "*?[]^\\" else letter for letter in prefix)


# -- reading --------------------------------------------------------------------------------------


class _Look:
    """Reads the layers of one Redis at one moment."""

    def __init__(
        self,
        reader: Reader,
        now: float,
        crypter: Any,
        messages: int,
        expiry: float,
        group_expiry: float,
    ) -> None:
        self.reader, self.now, self.crypter = reader, now, crypter
        self.messages, self.expiry, self.group_expiry = messages, expiry, group_expiry

    def layer(self, layout: Layout) -> LayerSeen:
        """Read all of one layer."""
        names = sorted({*layout.channels, *layout.in_flight, *layout.counters} - {"#global#"})
        queues = tuple(self.queue(layout, name) for name in names)
        unread = {one.channel: one for one in queues if one.oldest_s and one.oldest_s > _UNREAD_S}
        unit = 1e6 if layout.kind == OURS else 1.0
        groups = tuple(
            self.group(name, key, unread, unit) for name, key in sorted(layout.groups.items())
        )
        processes = tuple(self._processes(layout)) if layout.kind == OURS else ()
        return LayerSeen(layout.kind, layout.prefix, queues, groups, processes)

    def _processes(self, layout: Layout) -> Iterator[Process]:
        roll = self.reader.ask("ZRANGE", f"{layout.prefix}:processes", 0, -1, "WITHSCORES")
        for raw, score in _scored(roll):
            token = _text(raw)
            hand = layout.hands.get(token)
            in_hand = int(self.reader.ask("HLEN", hand)) if hand else 0
            yield Process(token, in_hand, max(self.now - score / 1e6, 0.0))

    def queue(self, layout: Layout, name: str) -> Queue:
        """Read one channel's queue."""
        key = layout.channels.get(name)
        if key is None:
            waiting, expired, oldest = 0, 0, None
            first: tuple[Waiting, ...] = ()
        elif layout.kind == OURS:
            waiting, expired, first, oldest = self._ours(key)
        elif layout.kind == CLASSIC:
            waiting, expired, first, oldest = self._classic(key)
        else:
            waiting, expired, first, oldest = self._channels_4(key)
        taken = layout.in_flight.get(name)
        in_flight = int(self.reader.ask("ZCARD", taken)) if taken else 0
        counters = layout.counters.get(name, {})
        accepted, refused = (
            int(self.reader.ask("GET", counters[one]) or 0) if one in counters else None
            for one in ("messages_count", "channel_full_count")
        )
        if counters and refused is None:
            refused = 0
        return Queue(name, waiting, expired, in_flight, oldest, accepted, refused, first)

    def _classic(self, key: str) -> tuple[int, int, tuple[Waiting, ...], float | None]:
        """A list of names; each names a body that lives for the expiry."""
        names = self.reader.ask("LRANGE", key, 0, -1)
        lives = self.reader.ask_all([("PTTL", name) for name in names])
        alive = [
            (name, max(self.expiry - life / 1000, 0.0) if life >= 0 else None)
            for name, life in zip(names, lives, strict=True)
            if life != -2
        ]
        head = alive[: self.messages]
        bodies = self.reader.ask_all([("GET", name) for name, _ in head])
        first = tuple(
            read_body(body, CLASSIC, age, self.crypter)
            for body, (_, age) in zip(bodies, head, strict=True)
            if body is not None  # taken between the two commands
        )
        oldest = alive[0][1] if alive else None
        return len(alive), len(names) - len(alive), first, oldest

    def _ours(self, key: str) -> tuple[int, int, tuple[Waiting, ...], float | None]:
        """A list of elements, each of which may stand for several members of a group."""
        elements = self.reader.ask("LRANGE", key, 0, -1)
        read = [read_element(raw, self.now, self.crypter) for raw in elements]
        alive = [one for messages in read for one in messages]
        expired = sum(not messages for messages in read)
        first = tuple(alive[: self.messages])
        return len(alive), expired, first, alive[0].age_s if alive else None

    def _channels_4(self, key: str) -> tuple[int, int, tuple[Waiting, ...], float | None]:
        """A sorted set of messages, by the time they were sent."""
        entries = _scored(self.reader.ask("ZRANGE", key, 0, -1, "WITHSCORES"))
        ages = [max(self.now - score, 0.0) for _, score in entries]
        expired = sum(age > self.expiry for age in ages)
        alive = [
            (body, age) for (body, _), age in zip(entries, ages, strict=True) if age <= self.expiry
        ]
        first = tuple(
            read_body(body, CHANNELS_4, age, self.crypter) for body, age in alive[: self.messages]
        )
        return len(alive), expired, first, alive[0][1] if alive else None

    def group(self, name: str, key: str, unread: dict[str, Queue], unit: float) -> GroupSeen:
        """Read one group, whose scores are seconds times *unit*, and look for members whom nobody
        reads for."""
        members = tuple(
            self._member(_text(raw), self.now - score / unit, unread)
            for raw, score in _scored(self.reader.ask("ZRANGE", key, 0, -1, "WITHSCORES"))
        )
        life = self.reader.ask("PTTL", key)
        return GroupSeen(name, members, life / 1000 if life >= 0 else None)

    def _member(self, channel: str, joined_s: float, unread: dict[str, Queue]) -> Member:
        process = channel.partition("!")[0] + "!" if "!" in channel else channel
        queue = unread.get(process)
        ghost = None
        if joined_s > self.group_expiry:
            ghost = f"joined {_ago(joined_s)} ago, longer than group_expiry"
        elif queue is not None and queue.oldest_s is not None:
            ghost = f"nobody has read {_count(queue.waiting, 'message')} for {_ago(queue.oldest_s)}"
        return Member(channel, max(joined_s, 0.0), ghost)


def _scored(flat: Sequence[bytes]) -> list[tuple[bytes, float]]:
    return [(flat[at], float(flat[at + 1])) for at in range(0, len(flat), 2)]


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "backslashreplace")


def _server_time(reader: Reader) -> float:
    """Return the server's own clock: ages must not depend on ours."""
    seconds, micro = reader.ask("TIME")
    return int(seconds) + int(micro) / 1e6


def read_server(reader: Reader) -> ServerSeen:
    """Return what the server says of itself."""
    info = dict(
        line.split(":", 1)
        for line in _text(reader.ask("INFO")).splitlines()
        if ":" in line and not line.startswith("#")
    )

    def number(name: str) -> int:
        return int(info.get(name, "0") or 0)

    valkey = info.get("valkey_version")
    return ServerSeen(
        product="Valkey" if valkey else "Redis",
        version=valkey or info.get("redis_version", "?"),
        used_bytes=number("used_memory"),
        limit_bytes=number("maxmemory"),
        policy=info.get("maxmemory_policy", "?"),
        evicted=number("evicted_keys"),
        clients=number("connected_clients"),
        blocked=number("blocked_clients"),
        databases=tuple(
            f"{name} ({value.split(',')[0].removeprefix('keys=')} keys)"
            for name, value in info.items()
            if name.startswith("db") and value.startswith("keys=")
        ),
    )


def _subscribed(reader: Reader, prefixes: Sequence[str]) -> tuple[str, ...]:
    """Return the channels of channels_redis.pubsub; none where the user may not ask."""
    names: set[str] = set()
    try:
        for prefix in prefixes:
            for pattern in ("__group__*", "specific*"):
                found = reader.ask("PUBSUB", "CHANNELS", _escaped(prefix) + pattern)
                names.update(_text(one) for one in found)
    except NotAllowed:
        return ()
    return tuple(sorted(names))


def _elsewhere(reader: Reader, given: Sequence[str], server: ServerSeen) -> Iterator[str]:
    """Say where a layer may be, when there is none under the prefixes that were looked for."""
    names = ", ".join(repr(one) for one in given)
    shown = {key.name.split(":group:", 1)[0] for key in reader.scan("*:group:*")}
    if shown:
        yield (
            f"No layer under {names}, but groups under {', '.join(map(repr, sorted(shown)))}: "
            f"give --prefix {sorted(shown)[0]}."
        )
    elif server.databases:
        yield (
            f"No layer under {names} in this database; keys are in {', '.join(server.databases)}: "
            "name the database in the address (redis://host:6379/1), or the project's own "
            "--prefix."
        )
    else:
        yield "This Redis is empty: either nothing was sent yet, or all was read or has expired."


# -- advice ---------------------------------------------------------------------------------------


def _advice(server: ServerSeen, layers: Sequence[LayerSeen], capacity: int) -> Iterator[str]:
    if server.policy not in ("noeviction", "?") and server.limit_bytes:
        yield (
            f"maxmemory-policy is {server.policy}: under pressure this Redis drops messages and "
            "groups without a word; set noeviction for a Redis that carries a layer."
        )
    if server.limit_bytes and server.used_bytes > 0.9 * server.limit_bytes:
        yield f"Memory is {server.used_bytes / server.limit_bytes:.0%} full: sends will be refused."
    version = [int(part) for part in server.version.split(".")[:1] if part.isdigit()]
    if version and version[0] < 5:
        yield f"{server.product} {server.version} is too old: Channels 4 wants 5 or newer."
    for layer in layers:
        for queue in layer.queues:
            yield from _about_queue(queue, capacity)
        for group in layer.groups:
            if group.ghosts:
                yield (
                    f"Group {plain(group.name)}: {len(group.ghosts)} of {len(group.members)} "
                    "members look gone (a process that died takes nobody out); they cost a send "
                    "each until group_expiry."
                )


def _about_queue(queue: Queue, capacity: int) -> Iterator[str]:
    held = queue.waiting + queue.expired
    name = plain(queue.channel)
    if held >= capacity:
        yield (
            f"{name} is full ({held} of {capacity}): sends raise ChannelFull, and a group send "
            "loses that member's copy without a word; more workers, or a higher capacity."
        )
    if queue.refused:
        yield (
            f"{name} has refused {_count(queue.refused, 'message')} in the last hour (ChannelFull)."
        )
    if queue.in_flight > 1:
        yield (
            f"{name} has {queue.in_flight} messages in flight: their reader may have died, and "
            "whoever reads this channel next gets them again."
        )
    if queue.oldest_s is not None and queue.oldest_s > _UNREAD_S and "!" not in queue.channel:
        yield (
            f"{name}: the oldest message has waited {_ago(queue.oldest_s)}; does a worker listen "
            "to this channel?"
        )


# -- text -----------------------------------------------------------------------------------------


def _lines(found: Peeked) -> Iterator[str]:
    server = found.server
    limit = f" of {_size(server.limit_bytes)}" if server.limit_bytes else ""
    yield (
        f"{found.url}   {server.product} {server.version}, {_size(server.used_bytes)}{limit}, "
        f"{_count(server.clients, 'client')}, {server.blocked} waiting for messages"
    )
    for layer in found.layers:
        yield ""
        yield f'{layer.kind}, prefix "{plain(layer.prefix)}"'
        yield from _queue_lines(layer.queues, found.capacity)
        yield from _group_lines(layer.groups)
        for one in layer.processes:
            yield f"  process {one.token}: {one.in_hand} in hand, heard of {_ago(one.heard_s)} ago"
    if found.subscribed:
        yield ""
        yield "Channels 4 over pub/sub keeps no messages; subscribed now:"
        yield from (f"  {plain(one)}" for one in found.subscribed)
    if found.others:
        yield ""
        yield f"{_count(found.others, 'key')} under the same prefix belong to no layer."
    if found.advice:
        yield ""
        yield from (f"! {one}" for one in found.advice)


def _queue_lines(queues: Sequence[Queue], capacity: int) -> Iterator[str]:
    if not queues:
        yield "  no channel has a message"
        return
    width = min(max(len(plain(one.channel)) for one in queues), 48)
    yield f"  {'channel':<{width}}  waiting     oldest"
    for one in queues:
        notes = [
            f"{one.expired} expired" if one.expired else "",
            f"{one.in_flight} in flight" if one.in_flight else "",
            f"{one.accepted} sent in an hour" if one.accepted is not None else "",
            f"{one.refused} refused" if one.refused else "",
        ]
        oldest = "" if one.oldest_s is None else _ago(one.oldest_s)
        told = ", ".join(filter(None, notes))
        fill = f"{one.waiting}/{capacity}"
        yield f"  {plain(one.channel, width):<{width}}  {fill:<10}  {oldest:<7} {told}".rstrip()
        yield from (f"    {_message(message)}" for message in one.first)
        if one.first and one.waiting > len(one.first):
            yield f"    … {one.waiting - len(one.first)} more"


def _message(message: Waiting) -> str:
    to = f"→ {plain(message.to, 48)}  " if message.to else ""
    what = message.problem or shortened(hide_in(message.content), 70)
    return f"{to}{what}"


def _group_lines(groups: Sequence[GroupSeen]) -> Iterator[str]:
    for group in groups:
        ends = "" if group.expires_s is None else f", expires in {_ago(group.expires_s)}"
        yield f"  group {plain(group.name)}: {_count(len(group.members), 'member')}{ends}"
        # Ghosts first: they are what one looks for.
        ordered = sorted(group.members, key=lambda one: (one.ghost is None, -one.joined_s))
        for one in ordered[:_SHOWN_MEMBERS]:
            ghost = f"   ghost? {one.ghost}" if one.ghost else ""
            yield f"    {plain(one.channel, 80)}  joined {_ago(one.joined_s)} ago{ghost}"
        if len(ordered) > _SHOWN_MEMBERS:
            yield f"    … {len(ordered) - _SHOWN_MEMBERS} more"


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _size(size: float) -> str:
    for unit in ("bytes", "KiB", "MiB"):
        if size < 1024:
            return f"{size:.0f} {unit}" if unit == "bytes" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GiB"


def _ago(seconds: float) -> str:
    for most, unit, name in ((90, 1, "s"), (5400, 60, "min"), (129_600, 3600, "h")):
        if seconds < most:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds / 86_400:.0f} days"
