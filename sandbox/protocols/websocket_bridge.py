"""WebSockets across the layer: frames become messages, replies become frames (CLASSIC-SPEC §7.4).

Role: the thin shell around :mod:`sandbox.protocols.websocket`: handshakes and their deadlines, the
frames of a client, the end of a socket. It must not know how bytes travel, nor who takes messages.
"""

from __future__ import annotations

import contextlib
from functools import partial
from typing import Any

from sandbox.errors import ChannelFull
from sandbox.layers.store import Wake
from sandbox.protocols import http, websocket
from sandbox.protocols.desk import Desk
from sandbox.protocols.sending import Connection, Sendable
from sandbox.runtime.loops import Deadlines

__all__ = ["WebSocketBridge"]


class WebSocketBridge:
    """The WebSocket side of one server. Only for the loop's thread.

    *handshake_timeout*: seconds for the connect consumer, then the TCP connection is dropped;
    *connect_timeout*: the same, but the client gets a 403; the smaller one counts. *lifetime*:
    seconds that a socket may live. ``None`` or negative: for ever. *wakes* collects whom to wake
    before the loop sleeps.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        protocols: list[str],
        handshake_timeout: float | None,
        connect_timeout: float | None,
        lifetime: float | None,
        wakes: list[Wake],
    ) -> None:
        self._desk = desk
        self._protocols = protocols
        self._wakes = wakes
        self._rejects = _less(connect_timeout, handshake_timeout)
        self._decision = connect_timeout if self._rejects else handshake_timeout
        self._lifetime = lifetime
        self._handshakes = Deadlines(desk.loop, self._decision, self._undecided_too_long)
        self._lifetimes = Deadlines(desk.loop, lifetime, self._lived_long_enough)
        self._undecided = 0
        self.frames_received = 0
        """Data frames that reached this server, of all connections."""

    def close(self) -> None:
        """Wait for nobody any more."""
        self._handshakes.close()
        self._lifetimes.close()

    # -- from the client -------------------------------------------------------------------------

    async def serve(self, scope: Any, peer: Any, receive: Any, send: Any) -> None:
        """Be the ASGI application of one WebSocket."""
        await receive()  # websocket.connect
        offered = scope.get("subprotocols") or ()
        agreed = next((name for name in offered if name in self._protocols), None)
        state = websocket.WebSocketState(agreed)
        connection = self._desk.roster.open(scope, peer, send, "websocket", state)
        self._undecided += 1
        event: Sendable = {"code": 1006}
        try:
            await self._ask(scope, connection)
            del scope
            # Our own wire gives each message at once, without a turn of the loop between.
            hand_over = getattr(getattr(receive, "__self__", None), "hand_over", None)
            if hand_over is not None:
                hand_over(partial(self._frame, connection))
            while (event := await receive())["type"] == "websocket.receive":
                self._frame(connection, event)
        finally:
            self._ended(connection, event)

    async def _ask(self, scope: Any, connection: Connection) -> None:
        desk = self._desk
        desk.take_down(connection, scope)
        desk.act("websocket", "connecting", connection)
        if desk.refusing is not None:
            await self._refuse_busy(connection, desk.refusing)
            return
        if self._undecided > desk.limits.handshakes:
            await self._refuse_busy(connection, f"{desk.limits.handshakes} handshakes wait already")
            return
        message = websocket.connect_message(scope, connection.reply_channel)
        try:
            desk.layer.accept("websocket.connect", message, where=desk.where, cause=connection.id)
        except ChannelFull:
            await self._refuse_busy(connection, "websocket.connect is full")
        else:
            self._handshakes.add(connection)

    async def _refuse_busy(self, connection: Connection, why: str) -> None:
        connection.muted = True
        connection.by = "server"
        self._decided(connection)
        connection.state.phase = websocket.CLOSED
        self._note_rejected(connection, 503, why)
        self._desk.warn(connection, f"was refused with 503: {why}.")
        page = http.error_page(503, "Service Unavailable", "Request queue full.")
        head = {"type": "websocket.http.response.start", "status": 503, "headers": page["headers"]}
        await connection.send(head)
        await connection.send({"type": "websocket.http.response.body", "body": page["content"]})

    def _frame(self, connection: Connection, event: Sendable) -> None:
        self.frames_received += 1
        desk = self._desk
        log = desk.log
        frame = log.ids.frame() if log is not None else 0
        text = event.get("text")
        order = connection.order + 1
        content: dict[str, Any] = {
            "reply_channel": connection.reply_channel,
            "path": connection.path,
            "order": order,
        }
        if text is not None:
            content["text"] = text
        else:
            content["bytes"] = event["bytes"]
        if connection.muted:
            connection.order = order
            desk.roster.note_frame(
                "frame.ignored", connection, frame, content, why="the socket is muted"
            )
            return
        try:
            desk.layer.accept(
                "websocket.receive",
                content,
                where=desk.where,
                cause=frame,
                connection=connection.id,
                frame=frame,
                wakes=self._wakes,
            )
        except ChannelFull:
            # §7.4 row 7: 1013, and from here on the socket is mute.
            desk.roster.note_frame("frame.received", connection, frame, content)
            connection.muted = True
            connection.by = "server"
            connection.why = "websocket.receive is full"
            connection.state.phase = websocket.CLOSED
            desk.sender.cut(connection, last={"type": "websocket.close", "code": 1013})
        # Counted once the layer has it: who compares counts to see what is under way (settle)
        # finds a frame on the way until it is a message.
        connection.order = order
        if log is not None:
            log.nudge()

    def _ended(self, connection: Connection, event: Sendable) -> None:
        desk, roster = self._desk, self._desk.roster
        code = event.get("code")
        code = 1005 if code is None else code
        self._decided(connection)
        roster.forget(connection)
        desk.sender.cut(connection)
        self._handshakes.remove(connection)
        self._lifetimes.remove(connection)
        by = connection.by or event.get("by") or ("network" if code == 1006 else "client")
        why = connection.why or (event.get("reason") if event.get("by") else None)
        roster.note("connection.closed", connection, code=code, by=by, why=why)
        desk.act("websocket", "disconnected", connection)
        if why:
            desk.warn(connection, f"was ended: {why}.")
        if not connection.muted:
            message = websocket.disconnect_message(
                connection.reply_channel, connection.path, code, connection.order + 1
            )
            # A full channel drops it (§1.5); the layer's log says so.
            with contextlib.suppress(ChannelFull):
                desk.layer.accept(
                    "websocket.disconnect", message, where=desk.where, cause=connection.id
                )
        roster.part_from(connection)

    # -- to the client ---------------------------------------------------------------------------

    def moved(self, connection: Connection, before: str, events: tuple[Sendable, ...]) -> None:
        """The handshake was decided, or the socket closed: deadlines and the log follow."""
        state = connection.state
        if before == websocket.HANDSHAKE:
            self._decided(connection)
            self._handshakes.remove(connection)
            if events[0]["type"] == "websocket.accept":
                self._lifetimes.add(connection)
                self._desk.roster.note(
                    "connection.accepted", connection, subprotocol=state.subprotocol
                )
                self._desk.act("websocket", "connected", connection)
            else:
                connection.by = "server"
                self._note_rejected(connection, 403, "a consumer refused the handshake")
        if state.phase == websocket.CLOSED:
            connection.by = connection.by or "server"

    def _decided(self, connection: Connection) -> None:
        """Count a handshake as decided, once."""
        if not connection.decided:
            connection.decided = True
            self._undecided -= 1

    def _note_rejected(self, connection: Connection, status: int | None, why: str) -> None:
        self._desk.roster.note_rejected(connection, status, why)
        self._desk.act("websocket", "rejected", connection)

    # -- time ------------------------------------------------------------------------------------

    def _undecided_too_long(self, connection: Connection) -> None:
        """No decision in time: a 403, or the TCP connection is dropped and the application gets
        1006 (§7.4 row 5)."""
        why = f"no consumer decided the handshake within {self._decision:g} s"
        connection.by = "timeout"
        connection.why = why
        connection.state.phase = websocket.CLOSED
        self._note_rejected(connection, 403 if self._rejects else None, why)
        kind = "websocket.close" if self._rejects else "websocket.abort"
        self._desk.sender.step_once(connection, {"type": kind})

    def _lived_long_enough(self, connection: Connection) -> None:
        connection.by = "timeout"
        connection.why = f"the socket has lived for {self._lifetime:g} s"
        connection.state.phase = websocket.CLOSED
        self._desk.sender.cut(connection, last={"type": "websocket.close", "code": 1000})


def _less(one: float | None, other: float | None) -> bool:
    """Say whether the deadline *one* comes before *other*; ``None`` and negative ones never do."""
    if one is None or one < 0:
        return False
    return other is None or other < 0 or one < other
