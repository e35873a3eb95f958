"""Which channel layers a sandbox gets: its own, or those that CHANNEL_LAYERS names.

Role: turn options and settings into layers (API.md, DESIGN §5 "Capacity"). It must not know
what runs on them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from sandbox.box.own_redis import OwnRedis
from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, channel_layers
from sandbox.errors import NotAvailableHere
from sandbox.layers.memory import MemoryLayer
from sandbox.options import shown

__all__ = ["CAPACITY", "EXPIRY", "REPLY_CAPACITY", "Layering", "make_layers"]

URLS = ("redis://", "rediss://", "unix://")
"""How the address of a Redis begins."""


class _Usual(int):
    """A default that a signature shows as the number that it is, and that can be told from the
    same number given by a caller."""


CAPACITY: Final[int] = _Usual(100)
"""Unread messages that a channel holds, where nobody says otherwise."""

EXPIRY: Final[float] = _Usual(60)
"""Seconds that an unread message lives, where nobody says otherwise."""

REPLY_CAPACITY = 10_000
"""What a server's reply prefix holds: all its clients share it (DESIGN §5 "Capacity")."""


REPLIES = {"daphne.response.*": REPLY_CAPACITY}


class Layering(NamedTuple):
    """A layer, and the routing that came with it."""

    layer: Any
    """A memory layer, or one on Redis."""
    routing: Any
    """ROUTING of the settings; ``None`` where they name none."""
    server: OwnRedis | None = None
    """The server of the sandbox's own that the layer is on; ``None`` for all others."""
    spec: Mapping[str, Any] | None = None
    """What another process makes the same layer of; ``None`` where none can."""


def make_layers(
    layer: str | None,
    *,
    capacity: int,
    expiry: float,
    ending: Callable[[Callable[[], object]], object],
    **injected: Any,
) -> dict[str, Layering]:
    """Return the layers by alias that *layer* means: one for ``"memory"``, ``"redis"`` and the
    address of a Redis; for ``None`` all that the settings name.

    There is always a "default", in memory where the settings have none. *capacity* and *expiry*
    are for that one, and count for a layer of the settings where they are not :data:`CAPACITY` and
    :data:`EXPIRY` themselves. *ending* is told what has to be called in the end, whatever comes.
    *injected*: clock, random and log of the sandbox. Raises ``NotAvailableHere`` where there is no
    Redis, ``LayerDown`` where it does not answer, ``InvalidChannelLayerError`` for settings that
    cannot be used, ``ValueError`` where the settings' CONFIG says something else than *capacity*
    or *expiry*.
    """
    _check(layer)
    if injected.get("waiting") is not None and layer not in (None, "memory"):
        raise NotAvailableHere(_NO_WAITING.format(shown(layer)))
    configs = channel_layers.configs if layer is None else {}
    given: dict[str, Any] = {} if capacity is CAPACITY else {"capacity": capacity}
    if expiry is not EXPIRY:
        given["expiry"] = expiry
    made = {
        alias: _from_settings(alias, given if alias == DEFAULT_CHANNEL_LAYER else {}, injected)
        for alias in configs
    }
    if DEFAULT_CHANNEL_LAYER not in made:
        # Plain numbers: the log keeps plain data only, and a default is of a class of its own.
        options: dict[str, Any] = {
            "expiry": expiry + 0,
            "capacity": capacity + 0,
            "channel_capacity": REPLIES,
        }
        if layer in (None, "memory"):
            one = Layering(MemoryLayer(**options, **injected), None)
        else:
            one = _on_redis(layer, ending, options, injected)
        made[DEFAULT_CHANNEL_LAYER] = one
    return made


_NO_WAITING = (
    "The cooperative runtime serves layers in memory, whose time it can move, not {}: leave layer= "
    'away, or use Sandbox(runtime="threads").'
)


def _check(layer: Any) -> None:
    if layer in (None, "memory", "redis"):
        return
    if not (isinstance(layer, str) and layer.startswith(URLS)):
        raise NotAvailableHere(
            "A layer is 'memory', 'redis', the address of a Redis such as "
            f"'redis://localhost:6379/0', or None for what CHANNEL_LAYERS names, not {layer!r}: "
            "leave layer= away for memory."
        )


def _on_redis(
    layer: str | None,
    ending: Callable[[Callable[[], object]], object],
    options: dict[str, Any],
    injected: dict[str, Any],
) -> Layering:
    """Return a layer at the address that *layer* is, or on a server of its own for ``"redis"``."""
    from sandbox.layers.redis import RedisLayer

    url, own = layer, None
    if layer == "redis":
        own = OwnRedis()
        ending(own.stop)
        url = own.url
    spec = {**options, "hosts": [url]}
    made = RedisLayer(**spec, **injected)
    made.open()
    return Layering(made, None, own, spec)


def _is_ours(backend: Any) -> bool:
    """Say whether a class is a layer that a sandbox can serve: with receipts."""
    return isinstance(backend, type) and hasattr(backend, "listen_with")


def _in_memory(backend: Any) -> bool:
    return isinstance(backend, type) and issubclass(backend, MemoryLayer)


def _from_settings(alias: str, given: Mapping[str, Any], injected: dict[str, Any]) -> Layering:
    backend = channel_layers.backend_class(alias)
    config = channel_layers.configs[alias]
    if not _is_ours(backend):
        raise NotAvailableHere(
            f"A sandbox serves layers in memory and on Redis, and {config['BACKEND']!r} of "
            f"CHANNEL_LAYERS[{alias!r}] is another one: give Sandbox(layer='memory'), or name "
            "'asgiref.inmemory.ChannelLayer' or 'asgi_redis.RedisChannelLayer' in the settings."
        )
    if injected.get("waiting") is not None and not _in_memory(backend):
        raise NotAvailableHere(_NO_WAITING.format(f"{config['BACKEND']!r}"))
    options = config.get("CONFIG", {})
    for name, value in given.items():
        if isinstance(options, Mapping) and options.get(name, value) != value:
            raise ValueError(
                f"{name} is given twice: {value!r} to Sandbox and {options[name]!r} in "
                f"CHANNEL_LAYERS[{alias!r}]['CONFIG'] of the settings; leave one of them away."
            )
    more = {**given, **injected, "alias": alias}
    made = channel_layers.make_layer(alias, **more)
    spec = {**options, **given} if type(made).__name__ == "RedisLayer" else None
    return Layering(made, config.get("ROUTING"), None, spec)
