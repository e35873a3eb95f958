"""uvicorn's HTTP class as this project hosts it."""

from __future__ import annotations

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from sandbox.protocols.hosting import Http
from sandbox.protocols.wire import KeepsEarlyFrames


def test_it_is_httptools_that_keeps_early_frames() -> None:
    """Ours come first, so that it sees the segment before the parser does."""
    assert Http.__mro__[1:3] == (KeepsEarlyFrames, HttpToolsProtocol)
