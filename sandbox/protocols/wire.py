"""The WebSocket wire: an ``asyncio.Protocol`` that uvicorn hands its upgraded connections to.

Role: a WebSocket on the socket side, ASGI on the other; ``uvicorn.Config(ws=WebSocketWire)``. It
must not know layers, consumers, Django or the trace: a bridge gets all it needs from the events.

Why our own: uvicorn's classes report an abrupt loss as 1005, refuse some legal closings, and pay
for a queue, a frame object and two ``epoll_ctl`` calls with each message (DESIGN §6). Here a
connection costs one task (the application), at most one timer, and no closures. Everything runs
on the server's event loop, and nothing is shared between servers.

What an application may rely on beyond ASGI:

* ``receive()`` ends with exactly one ``websocket.disconnect``, behind all data that came before
  it. Its code is the client's; 1005 where its close frame had none; 1006 where the connection was
  lost, refused, or dropped by ``websocket.abort``; the server's where the server ended it by
  itself (1002, 1007, 1009, 1012). Under ``by`` it says "timeout" for a client that left a ping
  unanswered, and "server" for one that broke the protocol. Asking once more is a
  ``RuntimeError``.
* ``send()`` on a connection that is over, or is being closed, does nothing and does not raise.
* ``send()`` suspends only while the transport's write buffer is above its high-water mark,
  ``receive()`` only while nothing waits. Neither needs a task.
* Empty frames are sent. What cannot be sent raises, and the connection stays as it was.
* ``{"type": "websocket.abort"}`` drops the TCP connection at once, without a close frame.
"""

from __future__ import annotations

import asyncio
import logging
import sys
from collections.abc import Callable
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, Any

from uvicorn.protocols.utils import get_local_addr, get_remote_addr, is_ssl

from sandbox.protocols.asgi_messages import data_of, out_of_place
from sandbox.protocols.frames import (
    CLOSE,
    PING,
    PONG,
    TEXT,
    Violation,
    apply_mask,
    close_frame,
    close_payload,
    control_frame,
    data_frame,
    head_of,
    read_close,
)
from sandbox.protocols.opening import Opening, Refused, plain_response, read_opening
from sandbox.protocols.pulse import Pulse
from sandbox.protocols.transports import end_output, read_in_small_pieces

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.server import ServerState

__all__ = ["WebSocketWire"]

_LOGGER = logging.getLogger("uvicorn.error")

# The states in the order a connection goes through them; some are skipped, none comes back.
_CONNECTING = 0  # the application has not decided
_DENYING = 1  # it has begun an HTTP response of its own instead
_OPEN = 2
_CLOSING = 3  # our close frame is sent, the client's is awaited
_CLOSED = 4  # nothing is sent any more, and nothing that comes is read

_EARLY_BYTES = 65536  # kept of what a client sends before the handshake is decided
_PING_FRAME = control_frame(PING, b"")
_TEXT_HEADS = [head_of(0x80 | TEXT, size) for size in range(126)]


class WebSocketWire(Pulse, asyncio.Protocol):
    """One WebSocket connection of a uvicorn server.

    uvicorn's HTTP class makes it, calls :meth:`connection_made`, then :meth:`data_received` with
    the whole handshake request, and only then makes it the transport's protocol. From *config*
    come ``ws_max_size`` (bytes of a message), ``ws_max_queue`` (unread messages before reading
    pauses; None: no bound), ``ws_ping_interval``, ``ws_ping_timeout`` (seconds; None or 0: off)
    and ``ws_per_message_deflate``. *report* hears of handshakes that are none: client, status, why.
    """

    __slots__ = (
        "_app_state",
        "_config",
        "_ended",
        "_full",
        "_inbox",
        "_limit",
        "_opening",
        "_pending",
        "_pong",
        "_read_paused",
        "_report",
        "_server_state",
        "_state",
        "_straight",
        "_taker",
        "_turns",
        "_waiter",
        "transport",
    )

    closing_seconds: float = 10.0
    """How long the client may take to answer our close frame, or to read the last bytes."""

    shutdown_seconds: float = 1.0
    """The same while the server shuts down."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        report: Callable[[Any, int | None, str], object] | None = None,
    ) -> None:
        super().__init__(
            config.ws_max_size,
            _loop or asyncio.get_running_loop(),
            config.ws_ping_interval,
            config.ws_ping_timeout,
        )
        self._config = config
        self._report = report
        self._server_state = server_state
        self._app_state = app_state
        self.transport: asyncio.Transport = None  # type: ignore[assignment]
        self._state = _CONNECTING
        self._opening: Opening | None = None  # until it is answered

        # Towards the application.
        queue: int | None = config.ws_max_queue
        self._limit = sys.maxsize if queue is None else max(1, queue)
        self._inbox: list[dict[str, Any]] = []
        self._waiter: asyncio.Future[None] | None = None
        self._taker: Callable[[dict[str, Any]], object] | None = None
        self._ended = False  # the disconnect is in the inbox, or was taken from it
        self._pending = b""  # what the reader left, or must not have yet
        self._read_paused = False

        # Towards the client.
        self._straight = False  # send() may write at once: open, not full, nobody waits
        self._full = False  # the transport's buffer is above the high-water mark
        self._turns: list[asyncio.Future[None]] | None = None  # senders that wait, in order
        self._pong: bytes | None = None  # put off until the transport takes more

    # --- what the transport and uvicorn call -----------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection over."""
        self.transport = transport  # type: ignore[assignment]
        read_in_small_pieces(transport)
        self._server_state.connections.add(self)  # type: ignore[arg-type]

    def data_received(self, data: bytes) -> None:
        """Take the handshake request, later what the client sends."""
        self._heard = monotonic()
        if self._straight and data[0] == 0x81 and len(data) >= 6:
            # A short, whole text frame alone in its segment, nothing under way: nearly all chat.
            size = data[1] - 128
            if (
                len(data) == size + 6
                and 0 <= size < 126
                and size <= self._max_size
                and not (self._kind or self._left or self._pending or self._held)
            ):
                try:
                    text = apply_mask(data[6:], data[2:6]).decode()
                except UnicodeDecodeError as error:
                    self._fail(1007, f"invalid UTF-8: {error.reason}")
                else:
                    self._deliver({"type": "websocket.receive", "text": text, "bytes": None})
                return
        if self._opening is None and self._state == _CONNECTING:
            self._begin(data)
        else:
            self._feed(data)

    def eof_received(self) -> None:
        """Take the end of the stream: without a close frame it is a loss."""
        self._lose()
        self._hang_up(self.closing_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """End the application's ``receive()`` if nothing has ended it before."""
        self._server_state.connections.discard(self)
        self._lose()
        self._disarm()

    def pause_writing(self) -> None:
        """Make ``send()`` suspend: the write buffer is above the high-water mark."""
        self._full = True
        self._straight = False

    def resume_writing(self) -> None:
        """Send the pong that was put off, then let the first sender go on that waits."""
        self._full = False
        pong, self._pong = self._pong, None
        if pong is not None:
            self._answer_ping(pong)
        self._next_turn()

    def shutdown(self) -> None:
        """Close with 1012, answer an undecided handshake with 503; called by uvicorn."""
        if self._state == _OPEN:
            self._disconnect(1012, "")
            self._close(close_frame(1012), self.shutdown_seconds)
        elif self._state == _CLOSING:
            self._arm(self.shutdown_seconds, self._drop)
        elif self._state == _CLOSED:
            self._hang_up(self.shutdown_seconds)
        else:
            self._abandon(HTTPStatus.SERVICE_UNAVAILABLE)

    # --- ASGI ------------------------------------------------------------------------------------

    async def receive(self) -> dict[str, Any]:
        """Return the next event; suspends only if none waits.

        ``RuntimeError``: after the disconnect, or while another ``receive()`` waits.
        """
        inbox = self._inbox
        while not inbox:
            if self._ended:
                raise RuntimeError("receive() was called after websocket.disconnect, the last.")
            if self._waiter is not None and not self._waiter.done():
                raise RuntimeError("receive() was called while another receive() still waits.")
            self._waiter = self._loop.create_future()
            await self._waiter
        message = inbox.pop(0)
        if self._held and self._state == _OPEN and len(inbox) <= self._limit // 2:
            self._unhold()
        return message

    def hand_over(self, taker: Callable[[dict[str, Any]], object]) -> None:
        """Call *taker* with each data message from now on, at once, instead of queueing it.

        An addition to ASGI that saves a turn of the loop for each message. *taker* must not wait;
        ``receive()`` still ends with the disconnect, and gets what had come before this call.
        """
        self._taker = taker

    async def send(self, message: dict[str, Any]) -> None:
        """Do what *message* says; suspends only while the client reads too slowly.

        ``TypeError``, ``ValueError``: a wrong value, ``RuntimeError``: a message out of place;
        the connection stays as it was. Does nothing once the connection is closing or over.
        """
        kind = message["type"]
        if self._straight and kind == "websocket.send":
            text = message.get("text")
            transport = self.transport
            if type(text) is str and message.get("bytes") is None and not transport.is_closing():
                payload = text.encode()
                size = len(payload)
                self._spoke = monotonic()
                head = _TEXT_HEADS[size] if size < 126 else head_of(0x80 | TEXT, size)
                transport.write(head + payload)
                return
        if self._must_wait(kind):
            await self._obey_in_turn(kind, message)
        else:
            self._obey(kind, message)

    def _must_wait(self, kind: str) -> bool:
        """Tell whether a message has to wait; a close frame may be written to a full buffer."""
        if self._state >= _CLOSING or kind == "websocket.abort":
            return False
        return bool(self._turns) or (self._full and kind != "websocket.close")

    async def _obey_in_turn(self, kind: str, message: dict[str, Any]) -> None:
        """Wait until the transport takes more, in the order of the calls, then obey."""
        if self._turns is None:
            self._turns = []
        turn = self._loop.create_future()
        self._turns.append(turn)
        try:
            await turn
            self._obey(kind, message)
        finally:
            self._turns.remove(turn)
            self._next_turn()

    def _next_turn(self) -> None:
        """Wake the first sender that waits; open the short way if there is none."""
        if self._full:
            return
        if self._turns:
            if not self._turns[0].done():
                self._turns[0].set_result(None)
        else:
            self._straight = self._state == _OPEN and not self._extensions

    def _let_go(self) -> None:
        """Wake every sender that waits: there is nothing to wait for any more."""
        self._straight = False
        for turn in self._turns or ():
            if not turn.done():
                turn.set_result(None)

    def _obey(self, kind: str, message: dict[str, Any]) -> None:
        """Do what the application's *message* says, now."""
        if kind == "websocket.abort":
            self._drop()
        elif self._state == _OPEN:
            self._obey_open(kind, message)
        elif self._state == _DENYING:
            self._obey_denying(kind, message)
        elif self._state == _CONNECTING and self._opening is not None:
            self._obey_connecting(kind, message, self._opening)

    def _obey_open(self, kind: str, message: dict[str, Any]) -> None:
        if kind == "websocket.send":
            opcode, payload = data_of(message)
            self._write(data_frame(opcode, payload, self._extensions))
        elif kind == "websocket.close":
            payload = close_payload(message.get("code"), message.get("reason"))
            self._close(control_frame(CLOSE, payload), self.closing_seconds)
        else:
            raise out_of_place(kind, "websocket.send, websocket.close or websocket.abort")

    def _obey_connecting(self, kind: str, message: dict[str, Any], opening: Opening) -> None:
        if kind == "websocket.accept":
            self._accept(message, opening)
        elif kind == "websocket.close":
            self._log_decision("403")
            self._refuse(plain_response(HTTPStatus.FORBIDDEN))
        elif kind == "websocket.http.response.start":
            opening.deny(message["status"], message.get("headers", ()))
            self._log_decision(str(message["status"]))
            self._state = _DENYING
        else:
            expected = "websocket.accept, .close, .abort or .http.response.start"
            raise out_of_place(kind, f"{expected}, since the handshake is not decided,")

    def _obey_denying(self, kind: str, message: dict[str, Any]) -> None:
        if kind != "websocket.http.response.body":
            raise out_of_place(kind, "websocket.http.response.body or websocket.abort")
        part, more = message.get("body", b""), message.get("more_body", False)
        if self._opening is not None:
            part = self._opening.denial(part, more)
            self._opening = None
        if more:
            self._write(part)
        else:
            self._refuse(part)

    # --- the handshake ---------------------------------------------------------------------------

    def _begin(self, data: bytes) -> None:
        """Check the handshake request, and start the application if it is good."""
        request, end, self._pending = data.partition(b"\r\n\r\n")
        opening = read_opening(request + end, self._config.ws_per_message_deflate)
        if isinstance(opening, Refused):
            if self._report is not None:
                self._report(get_remote_addr(self.transport), opening.status, opening.why)
            self._refuse(opening.response)
            return
        self._opening = opening
        self._inbox.append({"type": "websocket.connect"})
        scope = opening.scope(self._config.root_path)
        scope["asgi"] = {"version": self._config.asgi_version, "spec_version": "2.4"}
        scope["scheme"] = "wss" if is_ssl(self.transport) else "ws"
        scope["server"] = get_local_addr(self.transport)
        scope["client"] = get_remote_addr(self.transport)
        scope["state"] = self._app_state.copy()
        self._start_application(scope)

    def _start_application(self, scope: dict[str, Any]) -> None:
        """Run the application in a task of its own; its end is the connection's."""
        running = self._config.loaded_app(scope, self.receive, self.send)
        task = self._loop.create_task(running, name="websocket application")
        self._server_state.tasks.add(task)
        task.add_done_callback(self._application_ended)

    def _application_ended(self, task: asyncio.Task[None]) -> None:
        """Close with 1000, with 1011 if the application raised; undecided, answer 500."""
        self._server_state.tasks.discard(task)
        if task.cancelled():  # by uvicorn, when its patience with a shutdown is over
            self.shutdown()
            self._hang_up(self.shutdown_seconds)
            return
        error = task.exception()
        if error is not None:
            _LOGGER.error("The ASGI application raised; its WebSocket ends.", exc_info=error)
        self._ended = True
        self._inbox.clear()
        if self._state == _OPEN:
            self._close(close_frame(1000 if error is None else 1011), self.closing_seconds)
        elif self._state < _OPEN:
            if error is None:
                _LOGGER.error("The ASGI application returned without deciding the handshake.")
            self._abandon(HTTPStatus.INTERNAL_SERVER_ERROR)

    def _accept(self, message: dict[str, Any], opening: Opening) -> None:
        """Complete the handshake, then read what the client sent meanwhile."""
        headers = [*self._server_state.default_headers, *message.get("headers", ())]
        self._write(opening.accept(headers, message.get("subprotocol")))
        self._log_decision("[accepted]")
        self._opening = None
        self._extensions = opening.extensions
        self._state = _OPEN
        self._next_turn()
        self._start_pings()
        self._unhold()

    def _abandon(self, status: HTTPStatus) -> None:
        """Answer an undecided handshake with *status*; cut an HTTP response that has begun."""
        self._refuse(plain_response(status) if self._opening is not None else b"")

    def _refuse(self, response: bytes) -> None:
        """Send an HTTP answer, or the rest of one, and end: no WebSocket came of it."""
        self._write(response)
        self._finish(1006, "")
        self._hang_up(self.closing_seconds)

    def _log_decision(self, what: str) -> None:
        """Log the decision about the handshake, as uvicorn's own classes do."""
        if self._opening is not None and _LOGGER.isEnabledFor(logging.INFO):
            client = get_remote_addr(self.transport)
            where = f"{client[0]}:{client[1]}" if client else ""
            _LOGGER.info('%s - "WebSocket %s" %s', where, self._opening.request.path, what)

    # --- reading ---------------------------------------------------------------------------------

    def _feed(self, data: bytes) -> None:
        """Parse what came, or keep it until the application decides or reads."""
        if self._state == _CLOSED:
            return
        if self._pending:
            data = self._pending + data
        if self._state < _OPEN or self._held:
            self._pending = data
            if len(data) > _EARLY_BYTES:
                self._hold()
            return
        self._pending = b""
        try:
            rest = self.parse(data)
        except Violation as violation:
            self._fail(violation.code, str(violation))
        else:
            if self._state != _CLOSED:
                self._pending = rest

    def take_message(self, opcode: int, payload: bytes | bytearray) -> None:
        """Deliver a whole message."""
        if opcode == TEXT:
            self._deliver({"type": "websocket.receive", "text": payload.decode(), "bytes": None})
        else:
            self._deliver({"type": "websocket.receive", "text": None, "bytes": bytes(payload)})

    def take_control(self, opcode: int, payload: bytes) -> None:
        """Answer a ping or a close frame; a pong has done its work by coming."""
        if opcode == PING:
            self._answer_ping(payload)
        elif opcode == CLOSE:
            code, reason = read_close(payload)
            if self._state == _OPEN:
                self._write(control_frame(CLOSE, payload))
            self._finish(code, reason)
            self._hang_up(self.closing_seconds)

    def _answer_ping(self, payload: bytes) -> None:
        """Send a pong; while the client does not read, only keep the last (RFC 6455 §5.5.3)."""
        if self._full:
            self._pong = payload
        elif self._state == _OPEN:
            self._write(control_frame(PONG, payload))

    # --- towards the application -----------------------------------------------------------------

    def _deliver(self, message: dict[str, Any]) -> None:
        """Put *message* into the inbox, unless we have closed; read no more once it is full."""
        if self._state != _OPEN:
            return
        taker = self._taker
        if taker is not None and not self._inbox:
            try:
                taker(message)
            except Exception:
                _LOGGER.exception("What takes a WebSocket's messages raised; the WebSocket ends.")
                self._fail(1011, "internal error")
            return
        self._inbox.append(message)
        waiter = self._waiter
        if waiter is not None and not waiter.done():
            waiter.set_result(None)
        if len(self._inbox) >= self._limit:
            self._hold()

    def _disconnect(self, code: int, reason: str, by: str | None = None) -> None:
        """Put the one disconnect into the inbox, behind all data."""
        if self._ended:
            return
        self._ended = True
        event = {"type": "websocket.disconnect", "code": code, "reason": reason}
        self._inbox.append(event if by is None else {**event, "by": by})
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)

    def _hold(self) -> None:
        """Parse and read no more."""
        self._held = True
        if not self._read_paused and not self.transport.is_closing():
            self._read_paused = True
            self.transport.pause_reading()

    def _unhold(self) -> None:
        """Parse what was held, and read again unless that has filled the inbox."""
        self._held = False
        if self._pending:
            self._feed(b"")
        if not self._held:
            self._read_on()

    def _read_on(self) -> None:
        """Let the transport read."""
        if self._read_paused and not self.transport.is_closing():
            self._read_paused = False
            self.transport.resume_reading()

    def send_ping(self) -> None:
        """Send a ping; any answer will do, so there is nothing in it to compare."""
        self._write(_PING_FRAME)

    def lose_silent(self, seconds: float) -> None:
        """Drop a client that did not answer its ping within *seconds*."""
        self._disconnect(1006, f"no pong came within {seconds:g} s", "timeout")
        self._drop()

    # --- towards the client, and the end ---------------------------------------------------------

    def _write(self, data: bytes) -> None:
        """Write *data*, unless the transport is being closed."""
        if not self.transport.is_closing():
            self._spoke = monotonic()
            self.transport.write(data)

    def _close(self, frame: bytes, seconds: float) -> None:
        """Send a close frame; the client has *seconds* to answer it. Its data is not wanted."""
        self._write(frame)
        self._state = _CLOSING
        self._let_go()
        self._arm(seconds, self._drop)
        self._unhold()

    def _finish(self, code: int, reason: str) -> None:
        """Read and send no more, and tell the application."""
        self._state = _CLOSED
        self._held = True
        self._pending = b""
        self._opening = None
        self._disarm()
        self._let_go()
        self._disconnect(code, reason)

    def _fail(self, code: int, reason: str) -> None:
        """Fail the connection: a close frame with *code*, then the end (RFC 6455 §7.1.7).

        Only our half of the connection is closed, and what still comes is thrown away for a
        while: closing all of it with data unread would make TCP take our close frame back.
        """
        if self._state == _OPEN:
            self._write(close_frame(code, reason))
        self._disconnect(code, reason, "server")
        self._finish(code, reason)
        if self.transport.can_write_eof() and not self.transport.is_closing():
            end_output(self.transport)
            self._arm(self.closing_seconds, self.transport.abort)
            self._read_on()
        else:
            self._hang_up(self.closing_seconds)

    def _lose(self) -> None:
        """End without a close frame; what was held is delivered first, whatever the bound."""
        if self._held and self._state == _OPEN:
            self._limit = sys.maxsize
            self._unhold()
        self._finish(1006, "")

    def _drop(self) -> None:
        """Drop the TCP connection at once."""
        self._finish(1006, "")
        self.transport.abort()

    def _hang_up(self, seconds: float) -> None:
        """Close the TCP connection once all is written, at the latest after *seconds*."""
        if not self.transport.is_closing():  # a second close() leaves a TLS transport broken
            self.transport.close()
        self._arm(seconds, self.transport.abort)
