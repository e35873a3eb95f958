"""``daphne.server.Server``: a protocol server that runs until it is stopped (CLASSIC-SPEC §7.1).

Role: the classic parameters and a blocking ``run()``. It must not know how anything is served.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import socket
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sandbox.errors import NotAvailableHere
from sandbox.protocols import endpoints as places
from sandbox.protocols.access import ActionLogger
from sandbox.protocols.endpoints import build_endpoint_description_strings
from sandbox.protocols.proxies import Front
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.loops import LoopThread

__all__ = ["Server", "build_endpoint_description_strings"]

logger = logging.getLogger("sandbox.server")


class Server:
    """The classic face of a protocol server.

    Args:
        channel_layer: a layer, or what ``get_channel_layer()`` returns.
        endpoints: descriptions such as ``tcp:port=8000:interface=127.0.0.1``; required, unless the
            outdated *host*, *port*, *unix_socket* or *file_descriptor* say where.
        signal_handlers: end on SIGINT and SIGTERM; :meth:`run` is then for the main thread.
        action_logger: called with protocol, action and details (§7.6).
        http_timeout, websocket_timeout, websocket_connect_timeout, websocket_handshake_timeout,
            ping_interval, ping_timeout: seconds; ``None`` or negative: never, but for
            *websocket_timeout*, where ``None`` is the layer's group expiry.
        ws_protocols: subprotocols that are spoken.
        root_path: SCRIPT_NAME.
        proxy_forwarded_address_header, proxy_forwarded_port_header, proxy_forwarded_proto_header:
            names of the headers that a proxy sets; ``None``: there is none.
        force_sync, verbosity: taken for the sake of old callers; nothing polls here, and how much
            is logged is for the ``logging`` module.
        options: more of what :class:`~sandbox.protocols.server.ProtocolServer` takes.

    Raises ``UserWarning`` without an endpoint, ``ValueError`` for one that is none,
    ``NotAvailableHere`` for a layer that a server cannot be woken by.
    """

    def __init__(
        self,
        channel_layer: Any,
        host: str | None = None,
        port: int | None = None,
        endpoints: Sequence[str] = (),
        unix_socket: str | None = None,
        file_descriptor: int | None = None,
        signal_handlers: bool = True,
        action_logger: ActionLogger | None = None,
        http_timeout: float | None = 120,
        websocket_timeout: float | None = None,
        websocket_connect_timeout: float | None = 20,
        ping_interval: float | None = 20,
        ping_timeout: float | None = 30,
        ws_protocols: Sequence[str] | None = None,
        root_path: str = "",
        proxy_forwarded_address_header: str | None = None,
        proxy_forwarded_port_header: str | None = None,
        proxy_forwarded_proto_header: str | None = None,
        force_sync: bool = False,
        verbosity: int = 1,
        websocket_handshake_timeout: float | None = 5,
        **options: Any,
    ) -> None:
        self.channel_layer = channel_layer
        self.endpoints = sorted([*endpoints, *_outdated(host, port, unix_socket, file_descriptor)])
        if not self.endpoints:
            raise UserWarning(
                "A server needs to know where to listen: give endpoints such as "
                "tcp:port=8000:interface=127.0.0.1."
            )
        self.signal_handlers = signal_handlers
        self.force_sync, self.verbosity = force_sync, verbosity
        self._layer = _served(channel_layer)
        self._options: dict[str, Any] = {
            "endpoints": [places.read(one) for one in self.endpoints],
            "action_logger": action_logger,
            "http_timeout": http_timeout,
            "websocket_timeout": websocket_timeout,
            "connect_timeout": websocket_connect_timeout,
            "handshake_timeout": websocket_handshake_timeout,
            "ping_interval": ping_interval,
            "ping_timeout": ping_timeout,
            "ws_protocols": list(ws_protocols or ()),
            "front": Front(
                root_path,
                proxy_forwarded_address_header,
                proxy_forwarded_port_header,
                proxy_forwarded_proto_header,
            ),
            **options,
        }
        self._ending = _Ending()
        self.ready = threading.Event()
        """Set while it serves; :attr:`addresses` tells where then."""
        self.addresses: tuple[str, ...] = ()
        """Host and port, or ``unix:PATH``, of each endpoint."""

    def run(self) -> None:
        """Serve until :meth:`stop`, or a signal; blocks. ``PortTaken`` where a place is in use."""
        loop = LoopThread("daphne")
        try:
            server = ProtocolServer(self._layer, loop=loop, **self._options)
            try:
                with _signals_end(self._ending) if self.signal_handlers else _nothing():
                    server.start()
                    self.addresses = server.addresses
                    logger.info("Listening on %s", ", ".join(self.addresses))
                    self.ready.set()
                    self._ending.wait(_wake_by_signals if self.signal_handlers else _by_nothing)
            finally:
                server.stop()
        finally:
            self.ready.clear()
            loop.stop()

    def stop(self) -> None:
        """Let :meth:`run` return, in whichever thread it runs. Harmless twice."""
        self._ending.set()


def _outdated(
    host: str | None, port: int | None, unix_socket: str | None, file_descriptor: int | None
) -> list[str]:
    found = places.build_endpoint_description_strings(host, port, unix_socket, file_descriptor)
    if found:
        warnings.warn(
            "host, port, unix_socket and file_descriptor are outdated: use endpoints.",
            DeprecationWarning,
            stacklevel=3,
        )
    return found


def _served(channel_layer: Any) -> Any:
    """Return the layer itself, behind whatever wraps it."""
    layer = getattr(channel_layer, "channel_layer", channel_layer)
    missing = [name for name in ("accept", "listen_with", "take_many") if not hasattr(layer, name)]
    if missing:
        raise NotAvailableHere(
            f"A server needs a layer that wakes it, but {type(layer).__name__} has no "
            f"{', '.join(missing)}: use asgiref.inmemory.ChannelLayer, or another of the sandbox's."
        )
    return layer


class _Ending:
    """Waits until it is set, also by a signal that comes just before the wait begins.

    A lock's wait is none: a signal between the last look of the interpreter and the wait of the
    system would be seen after the wait only, and a handler that sets an event whose wait it has
    interrupted waits for itself. A byte in a socket stays there.
    """

    def __init__(self) -> None:
        self._set = False
        self._hands: list[socket.socket] = []

    def set(self) -> None:
        """Let :meth:`wait` return, now or whenever it is called. From any thread or handler."""
        self._set = True
        for hand in tuple(self._hands):
            with contextlib.suppress(OSError):  # full: enough is in it; shut: nobody waits any more
                hand.send(b"!")

    def wait(self, wakes: Callable[[int], int]) -> None:
        """Block until it is set. *wakes* takes the descriptor that signals shall write to,
        and returns the one of before."""
        ear, hand = socket.socketpair()
        with ear, hand:
            hand.setblocking(False)
            self._hands.append(hand)
            before = wakes(hand.fileno())
            try:
                while not self._set:
                    ear.recv(1)
            finally:
                wakes(before)
                self._hands.remove(hand)


@contextlib.contextmanager
def _signals_end(ending: _Ending) -> Iterator[None]:
    """Let SIGINT and SIGTERM set *ending*, and put the handlers back afterwards."""
    before = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}
    for one in before:
        signal.signal(one, lambda *_: ending.set())
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler if handler is not None else signal.SIG_DFL)


def _wake_by_signals(descriptor: int) -> int:
    """Let signals write a byte there (-1: nowhere), and return where they did."""
    return signal.set_wakeup_fd(descriptor, warn_on_full_buffer=False)


def _by_nothing(descriptor: int) -> int:
    """Leave signals alone."""
    return -1


@contextlib.contextmanager
def _nothing() -> Iterator[None]:
    yield
