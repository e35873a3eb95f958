"""The way back that no running cell holds up: a WebSocket for commands, on a port of its own.

Role: let in who may come, hand texts over and answers back (DESIGN §5, "The way back"). It must
not know what commands mean, and has nothing to do with the users' servers: neither their kills nor
their floods reach it, and the log does not mention it.

Who may come: whoever offers the token as a subprotocol, from a page whose Origin is the Host that
it asked. The token was given over the kernel's own comm, so only a page of this notebook has it;
it is compared in constant time and is nowhere else, not in a widget's state, a repr or a recording.
The Origin keeps other pages of the browser away, even if a token ever leaked. A notebook on
``http://localhost:8888`` speaks to this port directly, so between two loopback names the port may
be another one; through a proxy the browser's Host is passed on, and both must be equal.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
from collections.abc import Callable, Sequence
from http import HTTPStatus
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from sandbox.runtime.loops import LoopThread
from sandbox.runtime.threads import spawn
from sandbox.views.commands import LONGEST, SLOW, verb_of

__all__ = ["Control", "is_same_place"]

HOST = "127.0.0.1"

CLOSE_S = 1.0
"""Seconds that a browser has to answer the goodbye when the sandbox ends."""

Answer = Callable[[str], str]
"""Does the command that a text is, and returns the answer's text; never raises."""

_LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_PORTS = {"http": 80, "https": 443}

logger = logging.getLogger("sandbox.control")
logger.addHandler(logging.NullHandler())  # who knocks without a key is no news for a cell


def is_same_place(origin: str | None, host: str | None) -> bool:
    """Say whether a page of *origin* may speak to *host*, both as the headers have them.

    Host and port are equal, or both are loopback names; then the ports may differ.
    """
    page, asked = _parts(origin), _parts(f"//{host}" if host else None)
    if page is None or asked is None:
        return False
    scheme, name, port = page
    if scheme not in _PORTS:
        return False
    if name in _LOOPBACK and asked[1] in _LOOPBACK:
        return True
    usual = _PORTS[scheme]
    return name == asked[1] and (port or usual) == (asked[2] or usual)


def _parts(address: str | None) -> tuple[str, str, int | None] | None:
    """Return scheme, host and port of an address; ``None`` where it is none."""
    try:
        split = urlsplit(address or "")
        if not split.hostname or split.username is not None or split.path not in ("", "/"):
            return None
        return split.scheme, split.hostname.lower(), split.port
    except ValueError:
        return None


class Control:
    """The listener of one sandbox; it listens when the constructor has returned.

    *answer* is called on threads of this listener's own, for one connection in order; a command
    that may take long has a thread to itself. Any thread may call :meth:`close`, except those.
    """

    def __init__(self, name: str, answer: Answer) -> None:
        self._answer = answer
        self._name = f"sandbox-{name}-control"
        self._token = secrets.token_urlsafe(32)
        self._transports: set[Any] = set()
        self._loop = LoopThread(self._name)
        try:
            self._server = self._loop.call(self._listen())
        except BaseException:
            self._loop.stop()
            raise
        self.port: int = self._server.sockets[0].getsockname()[1]
        """Where it listens, on 127.0.0.1."""

    def __repr__(self) -> str:
        """Return where it listens; never the token."""
        return f"<control listener on {HOST}:{self.port}>"

    def key(self) -> dict[str, Any]:
        """Return port and token, for a page of this sandbox's notebook and for nobody else."""
        return {"port": self.port, "token": self._token}

    def close(self) -> None:
        """Say goodbye to every page and listen no longer. Harmless twice."""
        try:
            self._loop.call(self._hang_up(), CLOSE_S + 1.0)
        except (RuntimeError, TimeoutError, asyncio.CancelledError):
            pass  # it has ended already, or a browser does not answer: the loop's end cuts it
        finally:
            self._loop.stop()

    # -- on the loop -------------------------------------------------------------------------

    async def _listen(self) -> Any:
        from websockets.asyncio.server import ServerConnection, serve

        transports = self._transports

        class Page(ServerConnection):
            """A connection whose transport is known from its first moment."""

            def connection_made(self, transport: Any) -> None:
                transports.add(transport)
                super().connection_made(transport)

            def connection_lost(self, exc: Exception | None) -> None:
                transports.discard(self.transport)
                super().connection_lost(exc)

        return await serve(
            self._serve,
            HOST,
            0,
            process_request=self._let_in,
            select_subprotocol=self._token_of,
            create_connection=Page,
            compression=None,
            server_header=None,
            max_size=4 * LONGEST,
            close_timeout=CLOSE_S,
            logger=logger,
        )

    async def _hang_up(self) -> None:
        server = self._server
        server.close(code=1001, reason="the sandbox has ended")
        try:
            async with asyncio.timeout(CLOSE_S):
                await server.wait_closed()
        except TimeoutError:  # somebody is connected who says nothing
            for transport in list(self._transports):
                transport.abort()
            await server.wait_closed()

    def _let_in(self, connection: Any, request: Any) -> Any:
        """Refuse who may not come: 403 with one sentence."""
        headers = request.headers
        if len(headers.get_all("Origin")) > 1 or len(headers.get_all("Host")) > 1:
            why = "A page has one Origin and asks one Host."
        elif not is_same_place(headers.get("Origin"), headers.get("Host")):
            why = "Only a page of this very host may come here."
        elif self._find_token(_offered(headers.get_all("Sec-WebSocket-Protocol"))) is None:
            why = "The key of this sandbox is missing or is another sandbox's: run its cell again."
        else:
            return None
        return connection.respond(HTTPStatus.FORBIDDEN, f"{why}\n")

    def _token_of(self, connection: Any, offered: Sequence[Any]) -> Any:
        return self._find_token(offered)

    def _find_token(self, offered: Sequence[str]) -> str | None:
        token, found = self._token.encode(), None
        for one in offered:  # all of them, however soon one fits
            if hmac.compare_digest(one.encode(), token):
                found = one
        return found

    async def _serve(self, connection: Any) -> None:
        """Serve one page: its commands go to a thread of its own, in order."""
        texts: SimpleQueue[str | None] = SimpleQueue()
        loop = asyncio.get_running_loop()

        def reply(text: str) -> None:
            """Send an answer, from whichever thread; a page that has gone wants none."""
            try:
                asyncio.run_coroutine_threadsafe(connection.send(text), loop)
            except RuntimeError:
                logger.debug("An answer came after the end")

        def work() -> None:
            while (text := texts.get()) is not None:
                reply(self._answer(text))

        spawn(f"{self._name}-commands", work)
        try:
            async for text in connection:
                if not isinstance(text, str):
                    await connection.close(1003, "commands are texts")
                elif verb_of(text) in SLOW:
                    spawn(f"{self._name}-slow", lambda text=text: reply(self._answer(text)))
                else:
                    texts.put(text)
        finally:
            texts.put(None)


def _offered(headers: Sequence[str]) -> list[str]:
    """Return the subprotocols of a request."""
    return [one.strip() for header in headers for one in header.split(",")]
