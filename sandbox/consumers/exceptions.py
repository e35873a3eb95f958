"""The classic names of ``channels.exceptions`` (CLASSIC-SPEC §4.4).

Role: give out :mod:`sandbox.errors` under the names of 2016; it must not define anything itself,
or ``except ConsumeLater`` would miss what another module raises.
"""

from __future__ import annotations

from sandbox.errors import (
    ChannelSocketException,
    ConsumeLater,
    DenyConnection,
    RequestAborted,
    RequestTimeout,
    ResponseLater,
    SendNotAvailableOnDemultiplexer,
    WebsocketCloseException,
)

__all__ = [
    "ChannelSocketException",
    "ConsumeLater",
    "DenyConnection",
    "RequestAborted",
    "RequestTimeout",
    "ResponseLater",
    "SendNotAvailableOnDemultiplexer",
    "WebsocketCloseException",
]
