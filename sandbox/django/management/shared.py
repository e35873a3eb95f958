"""What the commands share: the layer that their process serves.

Role: turn ``--layer`` into a layer that several processes can share, or into the one sentence that
says why not. It must not know what a command does with it.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from sandbox.consumers.manager import ChannelLayerWrapper, channel_layers
from sandbox.errors import InvalidChannelLayerError

__all__ = ["layer_for_processes", "named_layer"]


def named_layer(alias: str) -> ChannelLayerWrapper:
    """Return the layer of *alias*; ``CommandError`` if there is none or its settings are wrong."""
    try:
        return channel_layers[alias]
    except (KeyError, InvalidChannelLayerError, ImproperlyConfigured) as error:
        raise CommandError(str(error.args[0])) from error


def layer_for_processes(alias: str, command: str, instead: str) -> Any:
    """Return the layer of *alias* if several processes can share it; ``CommandError`` if not.

    *command* is the name of the one that asks, *instead* is what to do with a layer in memory.
    """
    layer = named_layer(alias)
    if layer.local_only():
        raise CommandError(
            f"{command} is a process of its own, but the channel layer {layer} lives in the memory "
            f"of one process, so nothing would reach it: {instead}, or name a layer in "
            "CHANNEL_LAYERS that processes share."
        )
    return layer
