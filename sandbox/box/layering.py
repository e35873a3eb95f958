"""Which channel layer a sandbox gets: its own, or the one that CHANNEL_LAYERS names.

Role: turn options and settings into one layer (API.md, DESIGN §5 "Capacity"). It must not know
what runs on the layer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, channel_layers, import_dotted
from sandbox.errors import InvalidChannelLayerError, NotAvailableHere
from sandbox.layers.memory import MemoryLayer

__all__ = ["CAPACITY", "EXPIRY", "REPLY_CAPACITY", "Layering", "make_layer"]


class _Usual(int):
    """A default that a signature shows as the number that it is, and that can be told from the
    same number given by a caller."""


CAPACITY: Final[int] = _Usual(100)
"""Unread messages that a channel holds, where nobody says otherwise."""

EXPIRY: Final[float] = _Usual(60)
"""Seconds that an unread message lives, where nobody says otherwise."""

REPLY_CAPACITY = 10_000
"""What a server's reply prefix holds: all its clients share it (DESIGN §5 "Capacity")."""


class Layering(NamedTuple):
    """A layer, and the routing that came with it."""

    layer: MemoryLayer
    routing: Any
    """ROUTING of the settings; ``None`` where they name none."""


def make_layer(layer: str | None, *, capacity: int, expiry: float, **injected: Any) -> Layering:
    """Return the layer that *layer* means: ``"memory"``, or ``None`` for what the settings say.

    Settings without CHANNEL_LAYERS mean memory, too. *capacity* and *expiry* count for a layer of
    the settings where they are not :data:`CAPACITY` and :data:`EXPIRY` themselves. *injected*:
    clock, random and log of the sandbox. Raises ``NotAvailableHere`` for layers that this version
    does not have, ``InvalidChannelLayerError`` for settings that cannot be used, ``ValueError``
    where the settings' CONFIG says something else than *capacity* or *expiry*.
    """
    if layer not in (None, "memory"):
        raise NotAvailableHere(
            f"The layers of this version are 'memory' and what CHANNEL_LAYERS names, not "
            f"{layer!r}: leave layer= away."
        )
    injected["alias"] = DEFAULT_CHANNEL_LAYER
    config = channel_layers.configs.get(DEFAULT_CHANNEL_LAYER) if layer is None else None
    if not config:
        replies = {"daphne.response.*": REPLY_CAPACITY}
        made = MemoryLayer(expiry=expiry, capacity=capacity, channel_capacity=replies, **injected)
        return Layering(made, None)
    given = {} if capacity is CAPACITY else {"capacity": capacity}
    if expiry is not EXPIRY:
        given["expiry"] = expiry  # type: ignore[assignment]  # a number of either kind
    return Layering(_from_settings(config, given, injected), config.get("ROUTING"))


def _from_settings(
    config: Mapping[str, Any], given: Mapping[str, Any], injected: dict[str, Any]
) -> MemoryLayer:
    backend = _backend(config.get("BACKEND"))
    options = config.get("CONFIG") or {}
    for name, value in given.items():
        if options.get(name, value) != value:
            raise ValueError(
                f"{name} is given twice: {value!r} to Sandbox and {options[name]!r} in "
                "CHANNEL_LAYERS['default']['CONFIG'] of the settings; leave one of them away."
            )
    try:
        return backend(**{**options, **given, **injected})
    except TypeError as error:
        raise InvalidChannelLayerError(
            f"CHANNEL_LAYERS['default']['CONFIG'] is {options!r}, with which "
            f"{backend.__name__} cannot be made: {error}."
        ) from error


def _backend(path: Any) -> type[MemoryLayer]:
    if not path:
        raise InvalidChannelLayerError(
            "CHANNEL_LAYERS['default'] needs a BACKEND, such as "
            "'asgiref.inmemory.ChannelLayer'; it has none."
        )
    try:
        backend = import_dotted(path)
    except ImportError as error:
        raise InvalidChannelLayerError(
            f"CHANNEL_LAYERS['default']['BACKEND'] names {path!r}, which cannot be imported "
            f"({error}): correct it, or give Sandbox(layer='memory')."
        ) from error
    if not (isinstance(backend, type) and issubclass(backend, MemoryLayer)):
        raise NotAvailableHere(
            f"This version serves layers in memory, and {path!r} is another one: give "
            "Sandbox(layer='memory'), or name 'asgiref.inmemory.ChannelLayer' in the settings."
        )
    return backend
