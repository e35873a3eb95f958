"""The client under its older name."""

from __future__ import annotations

from sandbox.testing import http, websocket


def test_it_is_the_same_class() -> None:
    """A class that exists twice would fail isinstance."""
    assert http.HttpClient is websocket.HttpClient is websocket.WSClient
