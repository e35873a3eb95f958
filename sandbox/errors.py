"""Every exception of the sandbox, in one tree.

::

    Exception
    ├── SandboxError                     what the sandbox itself raises at a caller
    │   ├── NothingArrived (TimeoutError)      a tab waited in vain
    │   ├── NotSettled (TimeoutError)          something still moves
    │   ├── TabClosed (ConnectionError)        the tab's connection is over
    │   ├── SandboxStopped (RuntimeError)      this sandbox has ended
    │   ├── PortTaken (OSError)                the port asked for is in use
    │   ├── NotAConsumer (TypeError)           what was registered cannot consume
    │   ├── ChannelsConflict (ImportError)     another ``channels`` is imported already
    │   ├── NotAvailableHere (RuntimeError)    this place lacks something (Redis, a browser…)
    │   ├── BadRecording (ValueError)          a recording cannot be read
    │   └── LayerDown (ChannelFull, ConnectionError)  the store behind the layer does not answer
    ├── ChannelFull                      classic: the channel holds its capacity
    ├── MessageTooLarge                  classic: above what the layer accepts
    ├── ConsumeLater                     classic: put the message back, try again later
    ├── DenyConnection                   classic: refuse this WebSocket
    ├── ChannelSocketException           classic: base of what a worker answers itself
    │   └── WebsocketCloseException            close this WebSocket with a code
    ├── ResponseLater                    classic: the view answers by itself, later
    ├── RequestTimeout                   classic: the body did not come in time
    ├── RequestAborted                   classic: the client gave up its body
    ├── SendNotAvailableOnDemultiplexer  classic: answer through the multiplexer
    └── InvalidChannelLayerError (ValueError)  classic: CHANNEL_LAYERS is wrong

A text says, in one sentence each, what was expected, what came, and what to do.
The classic names keep their names and bases (CLASSIC-SPEC §4.4). This module knows nothing of
layers, workers or Django; every other module may import it.
"""

from __future__ import annotations

from typing import Any

__all__ = [
    "BadRecording",
    "ChannelFull",
    "ChannelSocketException",
    "ChannelsConflict",
    "ConsumeLater",
    "DenyConnection",
    "InvalidChannelLayerError",
    "LayerDown",
    "MessageTooLarge",
    "NotAConsumer",
    "NotAvailableHere",
    "NotSettled",
    "NothingArrived",
    "PortTaken",
    "RequestAborted",
    "RequestTimeout",
    "ResponseLater",
    "SandboxError",
    "SandboxStopped",
    "SendNotAvailableOnDemultiplexer",
    "TabClosed",
    "WebsocketCloseException",
]


class SandboxError(Exception):
    """Base of everything that the sandbox itself raises at its caller."""


class NothingArrived(SandboxError, TimeoutError):
    """A tab waited for a frame that did not come; the text says what came instead, and why."""


class NotSettled(SandboxError, TimeoutError):
    """The sandbox did not come to rest in time; the text says what still moves."""


class TabClosed(SandboxError, ConnectionError):
    """The tab's connection is over; the text says who ended it and how to open it again."""


class SandboxStopped(SandboxError, RuntimeError):
    """The sandbox has ended; run the cell that makes it again."""


class PortTaken(SandboxError, OSError):
    """The port that was asked for is in use by another program."""


class NotAConsumer(SandboxError, TypeError):
    """What was registered cannot consume messages: consumers are plain functions or classes."""


class ChannelsConflict(SandboxError, ImportError):
    """Another ``channels`` is imported already, so the classic names cannot be given out."""


class NotAvailableHere(SandboxError, RuntimeError):
    """This place lacks what was asked for; the text says how to get it."""


class BadRecording(SandboxError, ValueError):
    """A recording cannot be read; the text says where and why."""


class ChannelFull(Exception):
    """The channel holds its capacity of unread messages (CLASSIC-SPEC §1.5)."""


class LayerDown(SandboxError, ChannelFull, ConnectionError):
    """The store behind the layer does not answer; the text says why and what to do.

    A ``ChannelFull``, since a sender has to do the same: try again later.
    """

    in_doubt: bool = False
    """Whether the message may have been accepted all the same: its answer never came. The log says
    so once the store is back."""


class MessageTooLarge(Exception):
    """The message is above what the layer accepts (CLASSIC-SPEC §1.2)."""


class ConsumeLater(Exception):
    """Raised in a consumer: put this message at the back of its channel and try again (§6.2)."""


class DenyConnection(Exception):
    """Raised in a ``websocket.connect`` consumer: refuse the WebSocket (§4.4).

    A text that it is given, ``DenyConnection("no such room")``, is the reason that the log tells;
    the client is told none.
    """


class ChannelSocketException(Exception):
    """Base of exceptions that a worker answers by calling :meth:`run` with the message (§4.4)."""

    def run(self, message: Any) -> None:
        """Answer *message*; called by the worker in its own thread."""
        raise NotImplementedError


class WebsocketCloseException(ChannelSocketException):
    """Raised in a WebSocket consumer: close the connection with a code (§4.4, §15.1 row 2).

    *code* is 1000, or 3000 to 4999; ``None`` closes with 1000.
    """

    def __init__(self, code: int | None = None) -> None:
        if code is not None and code != 1000 and not 3000 <= code <= 4999:
            raise ValueError(
                f"A close code is 1000 or from 3000 to 4999, not {code!r}: "
                "all others belong to the protocol."
            )
        super().__init__(code)
        self.code = code

    def run(self, message: Any) -> None:
        """Send ``{"close": code or True}`` to the message's reply channel."""
        if not str(message.channel.name).startswith("websocket."):
            raise ValueError(
                "WebsocketCloseException was raised on channel "
                f"{message.channel.name!r}, but only messages on websocket.* have a socket."
            )
        message.reply_channel.send({"close": self.code if self.code is not None else True})


class ResponseLater(Exception):
    """Raised in a view: no response now, something else will answer the reply channel (§4.4)."""


class RequestTimeout(Exception):
    """The body of a request did not arrive in time (§4.11)."""


class RequestAborted(Exception):
    """The client gave up while its body was being read (§4.11)."""


class SendNotAvailableOnDemultiplexer(Exception):
    """A multiplexed consumer answered with ``send``; it must use its multiplexer (§4.10)."""


class InvalidChannelLayerError(ValueError):
    """CHANNEL_LAYERS cannot be used as it stands (§5.1)."""
