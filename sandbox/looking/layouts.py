"""What the keys of a Redis mean: the layouts of asgi_redis, of channels_redis and of this layer.

Role: pure rules from keys and their contents to queues and groups (CLASSIC-SPEC §11.2, §12.3).
It must not know a connection: :mod:`sandbox.looking.reading` fetches, and asks here for what.

==================  =============================  ==================================
key                 classic (asgi_redis)           Channels 4 (channels_redis.core)
==================  =============================  ==================================
a channel           list of names of bodies        sorted set of messages by time
a message           string ``PREFIX`` + 32 hex     in the sorted set itself
in hand             –                              sorted set ``…$inflight``
a group             sorted set ``PREFIX:group:…``  the same
counters            ``asgi-meta:CHANNEL:…``        –
==================  =============================  ==================================

The prefix is ``asgi:`` there and ``asgi`` here unless the project says otherwise. This package's
own layer (:mod:`sandbox.layers.redis` draws its keys) has ``asgi:`` too, and is told by its key
``PREFIX:meta``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

import msgpack

from sandbox.layers.redis_messages import fernet_of, messages_in, split

__all__ = [
    "CHANNELS_4",
    "CLASSIC",
    "OURS",
    "Key",
    "Layout",
    "Waiting",
    "decrypter",
    "find_layouts",
    "read_body",
    "read_element",
]

CLASSIC: Final = "classic (asgi_redis)"
CHANNELS_4: Final = "Channels 4 (channels_redis)"

OURS: Final = "channel sandbox (RedisLayer)"

Kind = Literal[
    "classic (asgi_redis)", "Channels 4 (channels_redis)", "channel sandbox (RedisLayer)"
]

_GROUP = ":group:"
_BODY = re.compile(r"[0-9a-f]{32}")
_STATISTICS = re.compile(r"(?P<channel>.+):(?P<what>messages_count|channel_full_count)")
_IN_FLIGHT = "$inflight"
_HAND = ":hand:"
_RANDOM_BYTES = 12
_FERNET = b"gAAAA"


@dataclass(frozen=True, slots=True)
class Key:
    """A key's name and Redis type: ``list``, ``zset``, ``string`` …"""

    name: str
    type: str


@dataclass(frozen=True, slots=True)
class Layout:
    """One layer's keys: what kind of layer it is, its prefix, and where its things are.

    ``hands`` leads from a process of this package's layer to the key of what it has in hand.
    ``channels``, ``in_flight`` and ``groups`` lead from the plain name to the key; ``bodies`` is
    how many message bodies lie about; ``counters`` leads from channel to ``(accepted, full)`` keys.
    """

    kind: Kind
    prefix: str
    channels: Mapping[str, str]
    in_flight: Mapping[str, str]
    groups: Mapping[str, str]
    bodies: int
    counters: Mapping[str, Mapping[str, str]]
    hands: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One message as it lies there.

    ``content`` is what the application sent; ``None`` where ``problem`` says why it cannot be
    read. ``to`` is the full name of a process-local channel, ``None`` for others. ``age_s`` in
    seconds, ``None`` where the layout does not tell.
    """

    content: dict[str, Any] | None
    to: str | None
    age_s: float | None
    size_bytes: int
    problem: str | None = None


# -- which layers are there -----------------------------------------------------------------------


def find_layouts(
    keys: Iterable[Key], prefixes: Sequence[str] = ("asgi:", "asgi"), meta: str = "asgi-meta:"
) -> tuple[list[Layout], list[Key]]:
    """Return the layers that *keys* belong to, and the keys that belong to none.

    *prefixes* are tried in this order; those that group keys show are added. *meta* begins the
    names of classic counters.
    """
    keys = sorted(keys, key=lambda key: key.name)
    known = _prefixes(keys, prefixes)
    by_prefix: dict[str, list[Key]] = {}
    others: list[Key] = []
    counters: list[Key] = []
    for key in keys:
        if key.name.startswith(meta) and key.type in ("string", "hash"):
            # A hash: the sums of this package's layer.
            counters += [key] if key.type == "string" else []
            continue
        prefix = _prefix_of(key, known)
        if prefix is None:
            others.append(key)
        else:
            by_prefix.setdefault(prefix, []).append(key)
    layouts = []
    for prefix, mine in by_prefix.items():
        layout, foreign = _layout(prefix, mine)
        others += foreign
        if layout is not None:
            layouts.append(layout)
    return _with_counters(layouts, counters, meta, others), others


def _prefixes(keys: Iterable[Key], given: Sequence[str]) -> list[str]:
    """Return all prefixes, the longest first, since ``asgi`` begins ``asgi:`` too."""
    shown = {
        key.name.split(_GROUP, 1)[0] for key in keys if key.type == "zset" and _GROUP in key.name
    }
    return sorted({*given, *shown}, key=len, reverse=True)


def _prefix_of(key: Key, known: Sequence[str]) -> str | None:
    """Return whose key it is: ``asgi:group:chat`` is a group of ``asgi``, no channel of ``asgi:``.

    A channel's name has no colon, so what reads as a group is one.
    """
    if key.type == "zset" and _GROUP in key.name:
        return key.name.split(_GROUP, 1)[0]
    return next((one for one in known if key.name.startswith(one)), None)


def _ours(prefix: str, keys: list[Key]) -> tuple[Layout, list[Key]]:
    """Return this package's layer: what begins with another colon is its own bookkeeping."""
    names = {key.name[len(prefix) :]: key for key in keys}
    channels = {
        name: key.name for name, key in names.items() if key.type == "list" and name[:1] != ":"
    }
    foreign = [key for name, key in names.items() if name not in channels and name[:1] != ":"]
    groups, hands = (
        {name[len(head) :]: key.name for name, key in names.items() if name.startswith(head)}
        for head in (_GROUP, _HAND)
    )
    return Layout(OURS, prefix, channels, {}, groups, 0, {}, hands), foreign


def _layout(prefix: str, keys: list[Key]) -> tuple[Layout | None, list[Key]]:
    if any(key.name == f"{prefix}:meta" and key.type == "hash" for key in keys):
        return _ours(prefix, keys)
    channels: dict[str, str] = {}
    in_flight: dict[str, str] = {}
    groups: dict[str, str] = {}
    bodies, lists, foreign = 0, 0, []
    for key in keys:
        name = key.name[len(prefix) :]
        if key.type == "zset" and name.startswith(_GROUP):
            groups[name[len(_GROUP) :]] = key.name
        elif key.type == "string" and _BODY.fullmatch(name):
            bodies += 1
        elif key.type == "zset" and name.endswith(_IN_FLIGHT):
            in_flight[name.removesuffix(_IN_FLIGHT)] = key.name
        elif key.type in ("list", "zset") and name:
            channels[name] = key.name
            lists += key.type == "list"
        else:
            foreign.append(key)
    if not (channels or in_flight or groups or bodies):
        return None, foreign
    classic = lists or bodies or (prefix.endswith(":") and not channels and not in_flight)
    kind: Kind = CLASSIC if classic else CHANNELS_4
    # Of a mixture the other type's keys are nobody's: one layer writes one type.
    wanted = "list" if classic else "zset"
    strays = [key for key in keys if channels.get(key.name[len(prefix) :]) and key.type != wanted]
    for stray in strays:
        del channels[stray.name[len(prefix) :]]
    foreign += strays
    return Layout(kind, prefix, channels, in_flight, groups, bodies, {}), foreign


def _with_counters(
    layouts: list[Layout], keys: list[Key], meta: str, others: list[Key]
) -> list[Layout]:
    """Give the classic layout its counters; without one they are nobody's."""
    found: dict[str, dict[str, str]] = {}
    for key in keys:
        match = _STATISTICS.fullmatch(key.name[len(meta) :])
        if match is None:
            others.append(key)
        else:
            found.setdefault(match["channel"], {})[match["what"]] = key.name
    if not found:
        return layouts
    done = [replace(one, counters=found) if one.kind == CLASSIC else one for one in layouts]
    if not any(one.kind == CLASSIC for one in layouts):
        prefix = meta.removesuffix("-meta:") + ":"
        done.append(Layout(CLASSIC, prefix, {}, {}, {}, 0, found))
    return done


# -- what a message says --------------------------------------------------------------------------


def decrypter(keys: Sequence[str | bytes]) -> Any:
    """Return what decrypts messages with any of *keys*, as all layers make it; ``None`` for none.

    ``ValueError`` for one text instead of a list, or where ``cryptography`` is not installed.
    """
    return fernet_of(keys) if keys else None


def read_body(raw: bytes, kind: Kind, age_s: float | None, crypter: Any = None) -> Waiting:
    """Return what *raw*, one message of a layer of that *kind*, says.

    *crypter* is a :func:`decrypter`. What cannot be read is told in ``problem``; nothing raises.
    """
    body = raw[_RANDOM_BYTES:] if kind == CHANNELS_4 else raw
    problem: str | None
    if body.startswith(_FERNET):
        body, problem = _decrypted(body, crypter)
        if problem is not None:
            return Waiting(None, None, age_s, len(raw), problem)
    content = _unpacked(body)
    if content is None:
        problem = f"{len(raw)} bytes that are no message of this layout"
        return Waiting(None, None, age_s, len(raw), problem)
    to = content.pop("__asgi_channel__", None)
    return Waiting(content, to if isinstance(to, str) else None, age_s, len(raw))


def read_element(raw: bytes, now: float, crypter: Any = None) -> list[Waiting]:
    """Return the messages that one element of a queue of this package's layer stands for.

    One for each member of a group behind the same process. *now*: the server's time in seconds.
    """
    try:
        stamp, due, head, body = split(raw)
        members = messages_in(head)
    except Exception:  # whatever msgpack says of foreign bytes
        problem = f"{len(raw)} bytes that are no message of this layout"
        return [Waiting(None, None, None, len(raw), problem)]
    if due <= now * 1e6:
        return []
    read = read_body(body, OURS, max(now - stamp / 1e6, 0.0), crypter)
    return [replace(read, to=name if "!" in name else None) for _, name in members]


def _decrypted(body: bytes, crypter: Any) -> tuple[bytes, str | None]:
    if crypter is None:
        return b"", "encrypted: give --key, or --settings of the project, to read it"
    from cryptography.fernet import InvalidToken

    try:
        # Without a limit of age: whoever peeks wants to see what the layer would refuse, too.
        return crypter.decrypt(body), None
    except InvalidToken:
        return b"", "encrypted with another key than those given"


def _unpacked(body: bytes) -> dict[str, Any] | None:
    try:
        found = msgpack.unpackb(body, raw=False, strict_map_key=False)
    except (ValueError, msgpack.exceptions.UnpackException, RecursionError):
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            return None
    return found if isinstance(found, dict) else None
