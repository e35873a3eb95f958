"""What the commands share: the layer that their process serves, and its project's files.

Role: turn ``--layer`` into a layer that several processes can share, or into the one sentence that
says why not. It must not know what a command does with it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError
from django.utils.module_loading import import_string

from sandbox.consumers.manager import ChannelLayerWrapper, channel_layers
from sandbox.django.log import setup_logger
from sandbox.errors import InvalidChannelLayerError

__all__ = ["RENEWING", "layer_for_processes", "named_layer", "renewing"]

RENEWING = "sandbox.live.renewing.Renewing"
"""What keeps the routers at what the project's files say, where ``SANDBOX_RENEWING`` names nothing
else; ``None`` there: files are read once, as in 2016."""


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


def renewing(
    layers: list[ChannelLayerWrapper], prepare: Callable[[Any], object], *, restarts: bool = False
) -> Any:
    """Let the project's files serve as soon as they are written, in the workers of this process;
    ``None`` where the setting ``SANDBOX_RENEWING`` is ``None``.

    *prepare* completes a new router of the first layer before it serves. *restarts*: a reloader
    begins the process anew for the rest. What comes has ``takes(file)`` and ``close()``, as
    :class:`sandbox.live.renewing.Renewing` has.
    """
    # By its dotted path, as Django finds its own backends: that room lies above this one.
    path = getattr(settings, "SANDBOX_RENEWING", RENEWING)
    if path is None:
        return None
    setup_logger("sandbox.live")
    return import_string(path)(layers, prepare, restarts=restarts)
