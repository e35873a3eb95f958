"""uvicorn's HTTP class as this project hosts it.

Role: the one place that subclasses it. It must not know of layers or messages.
"""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox.protocols.wire import KeepsEarlyFrames

__all__ = ["Http"]


class Http(KeepsEarlyFrames, HttpToolsProtocol):
    """HTTP/1.1 by httptools; frames that come right behind a WebSocket handshake are kept."""
