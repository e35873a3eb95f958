"""The channel sandbox: classic Django Channels, alive in a notebook cell.

::

    client ──► protocol server ──► channel ──► worker ──► consumer
      ▲                                                     │
      └────── protocol server ◄── reply channels ◄── group ◄┘

    from sandbox import Sandbox, Group
    box = Sandbox()                              # server, channel layer and worker, right here

    @box.consumer("websocket.connect")
    def ws_add(message):
        Group("chat").add(message.reply_channel)

    @box.consumer("websocket.receive")
    def ws_message(message):
        Group("chat").send({"text": "[user] %s" % message.content["text"]})

    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    alice.send("hi"); bob.receive()              # '[user] hi', over a real WebSocket
    print(box.story())                           # where the message went

Importing this starts nothing; each name is loaded when it is first used. In a kernel without
another ``channels`` it also gives out the classic names (``sandbox.verbatim``).
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sandbox.__about__ import __version__

if TYPE_CHECKING:
    from sandbox.box import Sandbox
    from sandbox.consumers.channel import Channel, Group
    from sandbox.consumers.routing import include, route, route_class
    from sandbox.demos import demo
    from sandbox.errors import (
        ChannelFull,
        NothingArrived,
        NotSettled,
        PortTaken,
        SandboxError,
        SandboxStopped,
        TabClosed,
    )
    from sandbox.looking.doctor import doctor
    from sandbox.looking.peek import peek

__all__ = [
    "Channel",
    "ChannelFull",
    "Group",
    "NotSettled",
    "NothingArrived",
    "PortTaken",
    "Sandbox",
    "SandboxError",
    "SandboxStopped",
    "TabClosed",
    "__version__",
    "demo",
    "doctor",
    "include",
    "peek",
    "route",
    "route_class",
]

_HOMES = {
    "Sandbox": "sandbox.box",
    "Channel": "sandbox.consumers.channel",
    "Group": "sandbox.consumers.channel",
    "route": "sandbox.consumers.routing",
    "route_class": "sandbox.consumers.routing",
    "include": "sandbox.consumers.routing",
    "demo": "sandbox.demos",
    "doctor": "sandbox.looking.doctor",
    "peek": "sandbox.looking.peek",
    **dict.fromkeys(
        (
            "ChannelFull",
            "NothingArrived",
            "NotSettled",
            "PortTaken",
            "SandboxError",
            "SandboxStopped",
            "TabClosed",
        ),
        "sandbox.errors",
    ),
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'sandbox' has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names."""
    return sorted(__all__)


def _install_classic_names() -> None:
    """Let ``from channels import Group`` work in a kernel that has no other ``channels``."""
    from sandbox.consumers.classic_paths import wanted_here

    if wanted_here():
        import_module("sandbox.verbatim")


if "IPython" in sys.modules:  # else this is no kernel, and even the question would cost time
    _install_classic_names()
