"""Consumers as classes: ``channels.generic`` (CLASSIC-SPEC §4.9, §4.10).

::

    BaseConsumer          base.py        channel → method; the constructor runs the message
      WebsocketConsumer   websockets.py  connect, receive, disconnect, send, close, groups
        JsonWebsocketConsumer            the same with JSON in the frames
          WebsocketDemultiplexer         several consumers over one connection
"""

from __future__ import annotations

from sandbox.consumers.generic.base import BaseConsumer

__all__ = ["BaseConsumer"]
