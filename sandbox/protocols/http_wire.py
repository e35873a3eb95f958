"""The HTTP wire: an ``asyncio.Protocol`` that reads requests and answers them in their order.

Role: HTTP/1.1 on the socket side, ASGI on the other; ``uvicorn.Config(http=HttpWire)``. httptools
parses, :class:`~sandbox.protocols.exchange.Exchange` frames each response. It must not know
layers, consumers, Django or the trace: a bridge gets all it needs from the events.

Why our own: uvicorn's class bounds no head, answers a bad request in the middle of a good one's
response, tells nobody that a pipelined client has gone, takes trailers for headers and the body of
an upgrade for the next request, and has no time-outs but one.

::

    head ──► body ──► head …       what is read: one request after the other
      └───────┴─► queue of exchanges; the first one is being answered

    deaf: nothing more is read; what is queued is answered, then the last words, then the end
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import httptools
from uvicorn.protocols.utils import get_local_addr, get_remote_addr, is_ssl

from sandbox.protocols import http
from sandbox.protocols.exchange import Exchange, status_line
from sandbox.protocols.limits import Limits
from sandbox.protocols.request_head import Refusal, RequestHead
from sandbox.protocols.transports import end_output, read_in_small_pieces

if TYPE_CHECKING:
    from uvicorn.config import Config
    from uvicorn.server import ServerState

__all__ = ["HttpWire", "Report"]

_LOGGER = logging.getLogger("uvicorn.error")

Report = Callable[[Any, int | None, str], object]
"""Told of who was refused before an application heard of it: the client's address, the status that
it got (``None``: none), and why."""

# What the client has to do in time.
_NOTHING, _HEAD, _BODY, _NEXT_REQUEST, _LEAVE = range(5)
_FOREVER = float("inf")
_STALL_SECONDS = 30.0  # without reading a byte of the last response, then the end
_AHEAD = 2048  # bytes parsed at once while requests wait: it bounds how many more they become


class _Refused(Exception):
    """Raised in a callback of the parser, to stop it; the wire knows why."""


class HttpWire(asyncio.Protocol):
    """One connection of a uvicorn server.

    *limits* bounds what its client may do, *report* hears of refusals (``None``: the log of
    uvicorn does). *loop* as asyncio gives it. Only for the loop's thread.
    """

    __slots__ = (
        "_app_state",
        "_client",
        "_config",
        "_deaf",
        "_drained",
        "_due",
        "_duty",
        "_finishing",
        "_handshake",
        "_head",
        "_ignored_body",
        "_last_words",
        "_limits",
        "_parser",
        "_queue",
        "_read_paused",
        "_reading",
        "_refusal",
        "_report",
        "_rest",
        "_server",
        "_server_state",
        "_silent",
        "_since",
        "_timer",
        "_unwritten",
        "full",
        "loop",
        "transport",
    )

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: Limits | None = None,
        report: Report | None = None,
    ) -> None:
        if not config.loaded:
            config.load()
        self._config = config
        self._server_state = server_state
        self._app_state = app_state
        self._limits = limits if limits is not None else Limits()
        self._report = report
        self.loop = _loop or asyncio.get_running_loop()
        self.transport: asyncio.Transport = None  # type: ignore[assignment]

        # Reading.
        self._parser = httptools.HttpRequestParser(self)
        self._head: RequestHead | None = None  # the request whose head is coming
        self._reading: Exchange | None = None  # the one whose body is coming
        self._ignored_body = 0  # bytes of it that the parser must not see, behind an upgrade
        self._silent = 0  # raw bytes since something came of them
        self._rest = b""  # not parsed yet: enough requests wait
        self._handshake: tuple[bytes, bytes] | None = None  # a WebSocket's, and what came behind
        self._refusal: Refusal | None = None
        self._deaf = False
        self._finishing = False  # the next response is the last one
        self._read_paused = False

        # Answering.
        self._queue: deque[Exchange] = deque()
        self._last_words: Refusal | None = None
        self.full = False
        """Whether the transport's buffer is above its high-water mark."""
        self._drained: list[asyncio.Future[None]] = []

        # Time.
        self._duty = _NOTHING
        self._due = _FOREVER
        self._since = 0.0  # when the body began
        self._unwritten = 0  # bytes in the transport's buffer when last looked at
        self._timer: asyncio.TimerHandle | None = None

    # -- what the transport and uvicorn call ---------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection, or refuse it where there are too many."""
        self.transport = transport  # type: ignore[assignment]
        read_in_small_pieces(transport)
        self._client = get_remote_addr(self.transport)
        self._server = get_local_addr(self.transport)
        connections = self._server_state.connections
        connections.add(self)  # type: ignore[arg-type]
        if len(connections) > self._limits.connections:
            self._refuse(
                Refusal(503, f"there are {self._limits.connections} connections already"),
                gently=False,
            )
            return
        self._expect(_HEAD, self._limits.head_seconds)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell every request that its client has gone."""
        self._server_state.connections.discard(self)
        self._deaf = True
        for exchange in self._queue:
            exchange.break_off("client")
        self._queue.clear()
        self._rest, self._handshake, self._last_words = b"", None, None
        self.resume_writing()
        self._disarm()
        self._parser = None  # type: ignore[assignment]  # it holds this object: a cycle

    def eof_received(self) -> None:
        """Take the end of what the client sends for its end: asyncio closes the connection."""

    def pause_writing(self) -> None:
        """Make ``send()`` suspend."""
        self.full = True

    def resume_writing(self) -> None:
        """Let ``send()`` go on."""
        self.full = False
        waiting, self._drained = self._drained, []
        for future in waiting:
            if not future.done():
                future.set_result(None)

    def shutdown(self) -> None:
        """End as soon as the present request is answered; called by uvicorn."""
        self._listen_no_more()
        while len(self._queue) > 1:
            self._queue.pop().break_off("server")
        if self._queue:
            self._queue[0].keep_alive = False
        elif self._duty != _LEAVE:
            self._leave(gently=False)

    def finish_up(self) -> None:
        """Answer what has been asked, and one more request where none ever was; then end.

        For a server that is being replaced: who has just come would be lost otherwise, and who
        rests between two requests comes again, as with any server's idle time-out.
        """
        self._finishing = True
        if self._duty == _NEXT_REQUEST and not self._queue and not self._silent:
            self._listen_no_more()
            self._leave(gently=False)
        elif self._queue and self._head is None and not self._silent:
            self._queue[-1].keep_alive = False
            self._deaf = self._deaf or self._reading is None

    def data_received(self, data: bytes) -> None:
        """Take what the client sends."""
        if self._deaf:
            return
        if self._rest or self._handshake is not None:
            self._keep(data)
            return
        self._feed(data)
        self._mind_the_time()

    def _keep(self, data: bytes) -> None:
        """Keep what came although reading is paused: a segment at most."""
        if self._handshake is not None:
            self._handshake = (self._handshake[0], self._handshake[1] + data)
        else:
            self._rest += data

    # -- parsing ---------------------------------------------------------------------------------

    def _feed(self, data: bytes) -> None:
        """Parse *data*, in pieces as small as the bounds ask for."""
        while data and not self._deaf:
            if self._ignored_body:
                data = self._take_ignored_body(data)
                continue
            if len(self._queue) > self._limits.pipelined and self._reading is None:
                self._rest = data
                self._read_less()
                return
            room = self._limits.header_bytes + 1 if self._reading is None else len(data)
            if len(self._queue) > 1:
                room = min(room, _AHEAD)
            piece, data = (data, b"") if len(data) <= room else (data[:room], data[room:])
            self._silent += len(piece)
            try:
                self._parser.feed_data(piece)
            except httptools.HttpParserUpgrade as upgrade:
                data = piece[upgrade.args[0] :] + data
                if self._hand_over(data):
                    return
                self._parser = httptools.HttpRequestParser(self)
            except httptools.HttpParserError as error:
                if not self._deaf:  # else it is what came behind a last request
                    self._refuse(self._refusal or Refusal(400, str(error)))
                return
            if self._silent > self._limits.header_bytes and not self._deaf:
                self._refuse(Refusal(431, "the head is longer than it may be"))

    def _take_ignored_body(self, data: bytes) -> bytes:
        """Take the body of a request whose upgrade is ignored; return what is behind it."""
        part, rest = data[: self._ignored_body], data[self._ignored_body :]
        self._ignored_body -= len(part)
        self.on_body(part)
        if not self._ignored_body:
            self.on_message_complete()
        return rest

    def on_message_begin(self) -> None:
        """Begin a request; called by the parser, as all that follow."""
        self._head = RequestHead(self._limits)

    def on_url(self, url: bytes) -> None:
        """Take a part of the request's target."""
        if self._head is not None:
            self._note(self._head.add_target(url))

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; a trailer is none."""
        if self._head is not None:
            self._note(self._head.add_header(name, value))

    def on_headers_complete(self) -> None:
        """Judge the head, and queue the request up."""
        head, parser = self._head, self._parser
        if head is None:
            return
        self._note(
            head.judge(
                parser.get_method(),
                parser.get_http_version(),
                parser.should_keep_alive(),
                parser.should_upgrade(),
            )
        )
        if head.is_websocket:
            return
        self._head = None
        exchange = Exchange(
            self,
            self._scope_of(head),
            keep_alive=head.keep_alive and not self._finishing,
            expects=head.expects,
        )
        self._reading = exchange
        if parser.should_upgrade() and head.length:
            self._ignored_body = head.length
        self._since = self.loop.time()
        self._queue.append(exchange)
        if len(self._queue) == 1:
            self._start(exchange)

    def on_body(self, part: bytes) -> None:
        """Take a part of the body."""
        self._silent = 0
        exchange = self._reading
        if exchange is None:
            return
        limit = self._limits.body_bytes
        if limit is not None and exchange.size + len(part) > limit:
            self._note(Refusal(413, f"the body is longer than {limit} bytes"))
        exchange.feed(part)
        if exchange.is_full:
            self._read_less()

    def on_message_complete(self) -> None:
        """The request is whole."""
        exchange = self._reading
        if exchange is None or self._ignored_body:
            return
        self._silent = 0
        self._reading = None
        exchange.finish()
        if not exchange.keep_alive:
            self._deaf = True  # what comes behind a last request is none

    def _note(self, refusal: Refusal | None) -> None:
        """Stop the parser where there is something to refuse."""
        if refusal is not None:
            self._refusal = refusal
            raise _Refused

    def _scope_of(self, head: RequestHead) -> dict[str, Any]:
        path, query = head.path_and_query()
        text = path.decode("ascii")
        root_path = self._config.root_path
        scope: dict[str, Any] = {
            "type": "http",
            "asgi": {"version": self._config.asgi_version, "spec_version": "2.3"},
            "http_version": head.version,
            "method": head.method,
            "scheme": "https" if is_ssl(self.transport) else "http",
            "path": root_path + (unquote(text) if "%" in text else text),
            "raw_path": root_path.encode("ascii") + path,
            "query_string": query,
            "root_path": root_path,
            "headers": head.headers,
            "client": self._client,
            "server": self._server,
            "extensions": {"http.response.abort": {}},
        }
        if self._app_state:
            scope["state"] = self._app_state.copy()
        return scope

    # -- a WebSocket ---------------------------------------------------------------------------

    def _hand_over(self, behind: bytes) -> bool:
        """Make a WebSocket of this connection, once it is this request's turn; ``False`` where it
        is none that was asked for."""
        head, self._head = self._head, None
        if head is None or not head.is_websocket:
            return False
        self._handshake = (head.as_handshake(), behind)
        if self._queue:
            self._read_less()
        else:
            self._become_websocket()
        return True

    def _become_websocket(self) -> None:
        if self._handshake is None or self._config.ws_protocol_class is None:
            self._refuse(Refusal(501, "there is no WebSocket here"))
            return
        (handshake, behind), self._handshake = self._handshake, None
        self._server_state.connections.discard(self)
        wire: Any = self._config.ws_protocol_class(
            config=self._config,  # type: ignore[call-arg]
            server_state=self._server_state,
            app_state=self._app_state,
        )
        wire.connection_made(self.transport)
        self.transport.set_protocol(wire)
        self._deaf = True  # from here on the client's time is the WebSocket's business
        self.read_on()
        self._disarm()
        self._parser = None  # type: ignore[assignment]
        wire.data_received(handshake)
        if behind:
            wire.data_received(behind)

    # -- answering -------------------------------------------------------------------------------

    def _start(self, exchange: Exchange) -> None:
        """Run the application for a request whose turn it is."""
        scope, exchange.scope = exchange.scope, None
        running = self._config.loaded_app(scope, exchange.receive, exchange.send)
        task = self.loop.create_task(running, name="http application")
        self._server_state.tasks.add(task)
        task.add_done_callback(lambda task: self._application_ended(exchange, task))

    def _application_ended(self, exchange: Exchange, task: asyncio.Task[None]) -> None:
        """Say 500, or cut what has begun, where the application has left it open."""
        self._server_state.tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None:
            _LOGGER.error("The ASGI application raised; its request ends.", exc_info=error)
        if exchange.ended or exchange.gone:
            return
        if exchange.started:
            self.abort()
            return
        self._listen_no_more()
        self._give_up_queue("server")
        self._say_last_words(Refusal(500, "the application did not answer"))

    def exchange_ended(self, exchange: Exchange) -> None:
        """Go on with the next request; the exchange calls it when its response is complete."""
        self._queue.popleft()
        self._server_state.total_requests += 1
        if not exchange.keep_alive:
            unread = exchange.more or bool(self._rest)
            self._listen_no_more()
            self._give_up_queue("server")
            self._leave(gently=unread)
            return
        if self._rest:
            rest, self._rest = self._rest, b""
            self._feed(rest)
        self._next()
        self._mind_the_time()

    def _next(self) -> None:
        """Answer whoever's turn it is."""
        if self._queue:
            following = self._queue[0]
            if following.scope is not None:
                self._start(following)
        elif self._last_words is not None:
            self._say_last_words(self._last_words)
        elif self._handshake is not None:
            self._become_websocket()
        else:
            self.read_on()

    def write(self, data: bytes) -> None:
        """Write to the client, unless the connection is ending."""
        if not self.transport.is_closing():
            self.transport.write(data)

    async def drained(self) -> None:
        """Return when the client has read enough, or has gone."""
        future = self.loop.create_future()
        self._drained.append(future)
        await future

    def read_on(self) -> None:
        """Let the transport read."""
        if self._read_paused and not self._rest and not self.transport.is_closing():
            self._read_paused = False
            self.transport.resume_reading()
            if self._reading is not None:  # what it could not send is not held against it
                earned = self._reading.size / self._limits.body_rate
                self._since = max(self._since, self.loop.time() - earned)
            self._mind_the_time()

    def _read_less(self) -> None:
        """Let the transport not read."""
        if not self._read_paused and not self.transport.is_closing():
            self._read_paused = True
            self.transport.pause_reading()

    # -- refusing, and the end ---------------------------------------------------------------------

    def _listen_no_more(self) -> None:
        """Take no further request; forget what has come of one."""
        self._deaf = True
        self._rest, self._handshake = b"", None
        self._expect(_NOTHING, None)

    def _give_up_queue(self, by: str) -> None:
        """Tell whoever still waits for an answer that there will be none."""
        for exchange in self._queue:
            exchange.break_off(by)
        self._queue.clear()

    def _refuse(self, refusal: Refusal, *, by: str = "server", gently: bool = True) -> None:
        """Read nothing more; when all before it is answered, say why, then end."""
        self._listen_no_more()
        self._tell(refusal)
        reading, self._reading = self._reading, None
        if reading is not None:
            reading.break_off(by)
            if reading.started:
                self.abort()
                return
            self._queue.remove(reading)
        if self._queue:
            self._last_words = refusal
        else:
            self._say_last_words(refusal, gently)

    def _tell(self, refusal: Refusal) -> None:
        if self._report is not None:
            self._report(self._client, refusal.status, refusal.why)
        else:
            _LOGGER.warning("Refused with %d: %s.", refusal.status, refusal.why)

    def _say_last_words(self, refusal: Refusal, gently: bool = True) -> None:
        self._last_words = None
        page = http.error_page(refusal.status, http.title_of(refusal.status), refusal.sentence)
        lines = [status_line(refusal.status)]
        lines += [b"%b: %b" % pair for pair in page["headers"]]
        lines += [b"Connection: close", b"", page["content"]]
        self.write(b"\r\n".join(lines))
        self._leave(gently)

    def _leave(self, gently: bool) -> None:
        """End the connection; *gently*: while the client may still be sending."""
        seconds = _STALL_SECONDS
        if not gently or self.transport.is_closing() or not self.transport.can_write_eof():
            self.transport.close()
        else:
            end_output(self.transport)
            self.read_on()  # and throw away, so that TCP does not take the answer back
            seconds = self._limits.linger_seconds
        self._unwritten = self.transport.get_write_buffer_size()
        self._expect(_LEAVE, seconds)

    def abort(self) -> None:
        """Cut the connection at once."""
        self.transport.abort()

    # -- time --------------------------------------------------------------------------------------

    def _mind_the_time(self) -> None:
        """Give the client the time that what it is about may take."""
        limits, reading = self._limits, self._reading
        if self._deaf:
            if self._duty != _LEAVE:
                self._expect(_NOTHING, None)
        elif self._read_paused:
            self._expect(_NOTHING, None)
        elif reading is not None:
            self._expect(_BODY, limits.body_seconds)
            # Slower than the rate on the whole, it has less time left.
            self._due -= max(0.0, self.loop.time() - self._since - reading.size / limits.body_rate)
            self._arm()
        elif self._head is not None or self._silent:
            if self._duty != _HEAD:
                self._expect(_HEAD, limits.head_seconds)
        elif self._queue:
            self._expect(_NOTHING, None)
        else:
            self._expect(_NEXT_REQUEST, limits.idle_seconds)

    def _expect(self, duty: int, seconds: float | None) -> None:
        """Give the client *seconds* (``None``: for ever) for its *duty*."""
        self._duty = duty
        self._due = _FOREVER if seconds is None else self.loop.time() + seconds
        self._arm()

    def _arm(self) -> None:
        """See to it that the timer rings when it is time, or earlier: then it looks again."""
        if self._timer is not None:
            if self._timer.when() <= self._due:
                return
            self._timer.cancel()
        self._timer = None
        if self._due < _FOREVER:
            self._timer = self.loop.call_at(self._due, self._ring)

    def _disarm(self) -> None:
        self._duty, self._due = _NOTHING, _FOREVER
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _ring(self) -> None:
        self._timer = None
        if self.loop.time() < self._due:
            self._arm()
        elif self._duty == _BODY:
            self._refuse(Refusal(408, "the body did not come in time"), by="timeout")
        elif self._duty == _LEAVE:
            self._leave_at_last()
        elif self._duty == _HEAD and (self._head is not None or self._silent):
            self._refuse(Refusal(408, "the head did not come in time"))
        elif self._duty != _NOTHING:
            self._leave(gently=False)

    def _leave_at_last(self) -> None:
        """Cut who neither leaves nor reads; who reads the last response slowly may go on."""
        before, self._unwritten = self._unwritten, self.transport.get_write_buffer_size()
        if 0 < self._unwritten < before:
            self._expect(_LEAVE, _STALL_SECONDS)
        else:
            self.abort()
