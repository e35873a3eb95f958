"""What ships for tests of classic programs: ``channels.test`` (CLASSIC-SPEC §9), and more.

::

    ChannelTestCase      base.py         a memory layer of its own for each test
    Client               base.py         sends, and runs the consumer of what was sent
    HttpClient, WSClient websocket.py    with paths, headers, cookies, a session, a login
    apply_routes         routes.py       another routing, for a block, a test or a class
    ChannelLiveServerTestCase  liveserver.py   a real server and workers beside the test
    explore              exploring.py    one program on many seeds: a search through its races
    check_channel_layer  contract.py     holds anybody's channel layer to the contract
    ConformanceTestCase  conformance.py  the same as a test case: asgiref.conformance (§1.10)

In a notebook or with pytest a :class:`~sandbox.Sandbox` does the same over real sockets. Nothing
here starts by being imported, and each name is loaded when it is first used (Django's test module
is no light thing).
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.testing.base import ChannelTestCase, Client, TransactionChannelTestCase
    from sandbox.testing.contract import check_channel_layer
    from sandbox.testing.exploring import explore
    from sandbox.testing.liveserver import ChannelLiveServerTestCase
    from sandbox.testing.routes import apply_routes
    from sandbox.testing.websocket import HttpClient, WSClient

__all__ = [
    "ChannelLiveServerTestCase",
    "ChannelTestCase",
    "Client",
    "HttpClient",
    "TransactionChannelTestCase",
    "WSClient",
    "apply_routes",
    "check_channel_layer",
    "explore",
]

_HOMES = {
    "ChannelLiveServerTestCase": "sandbox.testing.liveserver",
    "ChannelTestCase": "sandbox.testing.base",
    "Client": "sandbox.testing.base",
    "HttpClient": "sandbox.testing.websocket",
    "TransactionChannelTestCase": "sandbox.testing.base",
    "WSClient": "sandbox.testing.websocket",
    "apply_routes": "sandbox.testing.routes",
    "check_channel_layer": "sandbox.testing.contract",
    "explore": "sandbox.testing.exploring",
}


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used (PEP 562)."""
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List what there is, loaded or not."""
    return sorted({*globals(), *__all__})
