"""The classic module ``channels.test.http``: the client under its older name.

It must not define anything, or a class would exist twice.
"""

from __future__ import annotations

from sandbox.testing.websocket import HttpClient

__all__ = ["HttpClient"]
