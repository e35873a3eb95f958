"""The protocol server as classic commands start it: ``Server(channel_layer, endpoints, …).run()``.

Role: give :class:`~sandbox.protocols.server.ProtocolServer` the face of 2016 (CLASSIC-SPEC §7.1),
which blocks until a signal. It must not know commands, workers or consumers.
"""

from __future__ import annotations

import atexit
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from sandbox.errors import NotAvailableHere
from sandbox.protocols.access import ActionLogger
from sandbox.protocols.endpoints import read
from sandbox.protocols.proxies import Front
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.loops import LoopThread
from sandbox.runtime.threads import quick_switching

__all__ = ["Server"]


class Server:
    """Serves one channel layer until a signal comes or :meth:`stop` is called.

    Args:
        channel_layer: a wrapper or a raw layer; one that gives receipts.
        endpoints: where to listen, as ``tcp:port=8000:interface=127.0.0.1``.
        signal_handlers: end on SIGTERM, too; for the main thread.
        action_logger: hears of requests and sockets.
        http_timeout: seconds until an unanswered request gets a 503.
        ws_protocols: subprotocols that it speaks.
        root_path: SCRIPT_NAME for the application.
        websocket_handshake_timeout: seconds for the connect consumer's decision.
    """

    def __init__(
        self,
        channel_layer: Any,
        endpoints: Sequence[str],
        signal_handlers: bool = True,
        action_logger: ActionLogger | None = None,
        http_timeout: float | None = 120,
        ws_protocols: Sequence[str] | None = None,
        root_path: str = "",
        websocket_handshake_timeout: float | None = 5,
    ) -> None:
        self.layer = getattr(channel_layer, "channel_layer", channel_layer)
        self.signal_handlers = signal_handlers
        self.endpoints = [read(description) for description in endpoints]
        self._options: dict[str, Any] = {
            "http_timeout": http_timeout,
            "handshake_timeout": websocket_handshake_timeout,
            "ws_protocols": list(ws_protocols or ()),
            "front": Front(root_path=root_path),
            "action_logger": action_logger,
        }
        self._asked_to_stop = threading.Event()
        self.address: str | None = None
        """Where it listens, as in a URL; ``None`` before it does."""

    def run(self) -> None:
        """Listen and block until SIGTERM, :meth:`stop`, or an interrupt, which comes out.

        Raises ``PortTaken``, and ``NotAvailableHere`` for a layer without receipts.
        """
        if not hasattr(self.layer, "listen_with"):
            raise NotAvailableHere(
                f"The protocol server needs a layer that gives receipts, and {self.layer!r} has "
                "only the classic methods: name 'asgiref.inmemory.ChannelLayer' as BACKEND."
            )
        with ExitStack() as ending, self._signals():
            quick_switching.hold()
            ending.callback(quick_switching.let_go)
            loop = LoopThread("sandbox-server")
            ending.callback(loop.stop)
            server = ProtocolServer(
                self.layer, loop=loop, endpoints=self.endpoints, **self._options
            )
            # Under the autoreloader this is no main thread, and the process ends behind its back:
            # clients shall hear a goodbye then, too.
            atexit.register(server.stop)
            ending.callback(atexit.unregister, server.stop)
            ending.callback(server.stop)
            server.start()
            self.address = server.address
            self._asked_to_stop.wait()

    def stop(self) -> None:
        """Let :meth:`run` end. Any thread, signal handlers too; harmless twice."""
        self._asked_to_stop.set()

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """End on SIGTERM as long as the block runs, if that is wanted and this thread may ask."""
        if not self.signal_handlers or threading.current_thread() is not threading.main_thread():
            yield
            return
        before = signal.signal(signal.SIGTERM, lambda *_: self.stop())
        try:
            yield
        finally:
            signal.signal(signal.SIGTERM, before if before is not None else signal.SIG_DFL)
