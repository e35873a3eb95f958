"""What a hold or a fault is aimed at: a channel, a group, a consumer, a tab, a connection.

Role: make of what a user gives ("websocket.receive", ``Group("chat")``, ``ws_message``, a tab) one
target with a name for the log and a test for messages. It must not know what is done to what
matches, nor how clients and servers work.

Names as the log and the commands have them, which are also what may be given: ``channel:jobs``,
``group:chat``, ``consumer:ws_message``, ``tab:alice``, ``connection:c3``; of another layer than
"default" ``channel:second/jobs``.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.consumers.channel import Channel, Group
from sandbox.consumers.message import Message
from sandbox.consumers.naming import shown_name
from sandbox.errors import NotAvailableHere
from sandbox.layers.names import require_channel
from sandbox.live.conditions import Condition
from sandbox.options import did_you_mean, nearest, shown

__all__ = ["KINDS", "Surroundings", "Target", "find_target", "require_tables"]

KINDS = ("channel", "group", "consumer", "tab", "connection")
"""Before the colon of a target's name."""

_FROM_CLIENTS = ("websocket.", "http.")
"""How the channels begin on which messages come from clients."""


@dataclass(frozen=True)
class Surroundings:
    """What there is to aim at. All callables may be called from any thread."""

    layers: Callable[[], Mapping[str, Any]]
    """Alias → wrapper with the router."""
    owner: Callable[[str], str | None]
    """Reply channel → the name of the client behind it, also of a former one."""
    tabs: Callable[[], Iterable[str]] = tuple
    groups: Callable[[], Iterable[str]] = tuple
    consumers: Callable[[], Iterable[str]] = tuple
    channels: Callable[[], Iterable[str]] = tuple
    replies: Callable[[], Mapping[str, str]] = dict
    """Id of an open connection ("c3") → its reply channel."""


@dataclass(frozen=True, slots=True)
class Target:
    """One thing to aim at."""

    kind: str
    """One of :data:`KINDS`."""
    name: str
    """Its name on the picture."""
    layer: Any
    """The wrapper of the layer whose messages are meant."""
    matches: Condition
    """Says of a message whether it is meant; called under the layer's lock."""

    @property
    def key(self) -> str:
        """Kind and name, as the log has them: two targets with the same key are the same."""
        return f"{self.kind}:{self.name}"


def find_target(thing: Any, around: Surroundings) -> Target:
    """Return what *thing* means: a name, a Channel, a Group, a consumer, a tab.

    ``LookupError`` for a consumer, tab or connection that there is not, ``ValueError`` for a name
    that means several things, ``TypeError`` for anything that cannot be aimed at.
    """
    if isinstance(thing, Channel | Group):
        kind = "channel" if isinstance(thing, Channel) else "group"
        alias = getattr(thing.channel_layer, "alias", "default")
        name = str(thing.name) if alias == "default" else f"{alias}/{thing.name}"
        return _MAKERS[kind](name, around)
    if isinstance(thing, str):
        kind, colon, name = thing.partition(":")
        if colon and kind in _MAKERS:
            return _MAKERS[kind](name, around)
        return _MAKERS[_kind_of(thing, around)](thing, around)
    if hasattr(thing, "reply_channel") and isinstance(getattr(thing, "name", None), str):
        return _tab(thing.name, around)
    if callable(thing):
        return _consumer(shown_name(thing), around)
    raise TypeError(
        'Aim at a channel or its name, such as "websocket.receive", a Group, a consumer, a tab, '
        f"or one of their names, not at {shown(thing)}."
    )


def _kind_of(name: str, around: Surroundings) -> str:
    """Return what a bare name is; a channel, where nothing else is called so."""
    known = {
        "consumer": set(around.consumers()),
        "tab": set(around.tabs()),
        "group": set(around.groups()),
        "connection": set(around.replies()),
        "channel": set(around.channels()),
    }
    found = [kind for kind, names in known.items() if name in names]
    if len(found) > 1:
        said = " or ".join(f'"{kind}:{name}"' for kind in found)
        raise ValueError(f"{name!r} means several things here: say {said}.")
    if not found:
        _warn_of_slip(name, [one for names in known.values() for one in names])
    return found[0] if found else "channel"


def _warn_of_slip(name: str, known: Iterable[str]) -> None:
    """Warn where a name that nothing has yet looks like one that something has: a channel may
    well be aimed at before anybody sends to it."""
    meant = nearest(name, known)
    if meant is not None:
        warnings.warn(
            f"Nothing is called {name!r} yet: did you mean {meant!r}? If it is a channel that is "
            "still to come, all is well.",
            stacklevel=_depth() + 1,
        )


def _depth() -> int:
    """Return how many calls above this function's caller the code outside of this package is."""
    depth, frame = 0, sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith("sandbox."):
        depth, frame = depth + 1, frame.f_back
    return depth


def _on_layer(name: str, around: Surroundings) -> tuple[str, Any]:
    """Return the name without its layer, and the layer."""
    alias, slash, rest = name.partition("/")
    layers = around.layers()
    if not slash:
        return name, layers["default"]
    if alias not in layers:
        raise LookupError(
            f"There is no layer {alias!r}{did_you_mean(alias, layers)}; there are: "
            f"{', '.join(map(repr, layers))}."
        )
    return rest, layers[alias]


def _channel(name: str, around: Surroundings) -> Target:
    plain, layer = _on_layer(name, around)
    require_channel(plain if plain[-1:] not in ("!", "?") else f"{plain}x")
    if plain.endswith(("!", "?")):
        return Target("channel", name, layer, lambda channel, _, __: channel.startswith(plain))
    return Target("channel", name, layer, lambda channel, _, __: channel == plain)


def _group(name: str, around: Surroundings) -> Target:
    plain, layer = _on_layer(name, around)
    return Target("group", name, layer, lambda _, __, group: group == plain)


def _consumer(name: str, around: Surroundings) -> Target:
    known = list(around.consumers())
    short = [one for one in known if one.rpartition(".")[2] == name]
    full = name if name in known else short[0] if len(short) == 1 else None
    if full is None:
        raise LookupError(
            f"No route leads to a consumer {name!r}{did_you_mean(name, known)}; there are: "
            f"{', '.join(map(repr, known)) or 'none yet'}."
        )
    layer = _layer_of(full, around)
    return Target("consumer", full, layer, _routed_to(full, layer))


def _layer_of(consumer: str, around: Surroundings) -> Any:
    """Return the layer whose routing names *consumer*; "default" where several do."""
    layers = around.layers()
    for layer in layers.values():
        if any(rule.consumer == consumer for rule in getattr(layer.router, "rules", ())):
            return layer
    return layers["default"]


def _routed_to(name: str, layer: Any) -> Condition:
    """Return the test whether the routing that is in force then leads to the consumer."""

    def matches(channel: str, content: dict[str, Any], group: str | None) -> bool:
        router = layer.router
        if channel not in router.channels:
            return False
        message = Message(content, channel, layer)
        find = getattr(router, "find", None)
        found = find(channel, content, message) if find is not None else router.match(message)
        if found is None:
            return False
        index = found[2] if len(found) > 2 else -1
        return (router.rules[index].consumer if index >= 0 else shown_name(found[0])) == name

    return matches


def _tab(name: str, around: Surroundings) -> Target:
    known = list(around.tabs())
    if name not in known:
        raise LookupError(
            f"There is no tab {name!r}{did_you_mean(name, known)}; there are: "
            f"{', '.join(map(repr, known)) or 'none yet'}."
        )
    owner = around.owner

    def is_theirs(channel: str) -> bool:
        return owner(channel) == name

    return Target("tab", name, around.layers()["default"], _to_or_from(is_theirs))


def _connection(name: str, around: Surroundings) -> Target:
    known = around.replies()
    if name not in known:
        raise LookupError(
            f"There is no connection {name!r} (any more); there are: "
            f"{', '.join(map(repr, known)) or 'none'}."
        )
    reply = known[name]
    return Target(
        "connection", name, around.layers()["default"], _to_or_from(lambda one: one == reply)
    )


def _to_or_from(is_theirs: Callable[[str], bool]) -> Condition:
    """Return the test for both directions: replies to a client, and what comes from it."""

    def matches(channel: str, content: dict[str, Any], group: str | None) -> bool:
        if "!" in channel:
            return is_theirs(channel)
        reply = content.get("reply_channel")
        return isinstance(reply, str) and channel.startswith(_FROM_CLIENTS) and is_theirs(reply)

    return matches


def require_tables(target: Target) -> None:
    """Raise ``NotAvailableHere`` unless the target's layer has tables of holds and faults."""
    if not hasattr(getattr(target.layer, "store", None), "begin_hold"):
        raise NotAvailableHere(
            f"Messages of the layer {target.layer.alias!r} cannot be stopped or lost on purpose: "
            "only a layer in memory has the tables for it. Write box = Sandbox(), in memory, and "
            "run your cells again; here you can still break workers, servers and clients, and "
            'box.faults.freeze("redis") stops the layer as a whole.'
        )


_MAKERS: Mapping[str, Callable[[str, Surroundings], Target]] = {
    "channel": _channel,
    "group": _group,
    "consumer": _consumer,
    "tab": _tab,
    "connection": _connection,
}
