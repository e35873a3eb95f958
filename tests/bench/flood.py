"""A flood of events as a busy sandbox logs them: a chat, spoken in without a pause.

Lines of the recording format, made before they are needed; the same every time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

REPLY = "daphne.response.aBcDeFgHiJ!"


class Flood:
    """A chat of *members*, and the lines that its log has.

    ``accepted`` and ``delivered`` are the ledger's sums so far.
    """

    def __init__(self, members: int) -> None:
        self.members = members
        self.seq = self.messages = self.frames = self.runs = self.sends = 0
        self.accepted = self.delivered = 0
        self.step = self.now = 0.0

    def line(self, kind: str, **fields: Any) -> str:
        """One event, *step* seconds after the one before it."""
        self.seq += 1
        self.now += self.step
        return json.dumps([self.step, kind, {"seq": self.seq, **fields}])

    def opening(self) -> Iterator[str]:
        """The sandbox starts, and everybody connects and joins the chat."""
        self.step = 0.001
        yield self.line(
            "layer.opened", where="layer", layer="default", store="memory", capacity=100
        )
        heard = ["websocket.connect", "websocket.receive", "websocket.disconnect"]
        for n in (1, 2):
            where = f"worker:{n}"
            more = {"worker": where, "layer": "default", "channels": heard}
            yield self.line("worker.started", where=where, **more)
        address = "127.0.0.1:8000"
        yield self.line("server.started", where="server:1", server="server:1", address=address)
        for n in range(1, self.members + 1):
            connection = {"where": "server:1", "id": f"c{n}", "connection": f"c{n}"}
            more = {"protocol": "websocket", "path": "/", "reply_channel": f"{REPLY}{n}"}
            yield self.line("connection.opened", **connection, **more, label=f"tab {n}")
            yield self.line("connection.accepted", **connection)
            more = {"layer": "default", "group": "chat", "channel": f"{REPLY}{n}"}
            yield self.line("group.joined", where="worker:1", **more, expires_at=86400.0)

    def said(self, text: str) -> Iterator[str]:
        """One member says something, and everybody hears it."""
        self.frames += 1
        frame, speaker = f"f{self.frames}", self.frames % self.members + 1
        connection = {"where": "server:1", "connection": f"c{speaker}"}
        yield self.line(
            "frame.received", **connection, id=frame, order=1, text=text, size=len(text)
        )
        message = yield from self.accept("server:1", "websocket.receive", frame, text)
        worker = f"worker:{self.frames % 2 + 1}"
        yield self.moved("message.taken", worker, message, "websocket.receive")
        yield from self.run(worker, message, text)
        yield self.moved("message.delivered", worker, message, "websocket.receive")

    def run(self, worker: str, message: str, text: str) -> Iterator[str]:
        """ws_message runs, and sends to the group."""
        self.runs += 1
        self.sends += 1
        consumer = "ws_message"
        step = {"rule": "websocket.receive -> ws_message", "matched": True, "why": "matched"}
        matched = {"consumer": consumer, "index": 1, "rules": 3, "ladder": [step]}
        yield self.line("route.matched", where=worker, id=message, message=message, **matched)
        run = {"id": f"r{self.runs}", "run": f"r{self.runs}", "message": message, "cause": message}
        yield self.line("consumer.started", where=worker, **run, consumer=consumer, worker=worker)
        yield self.line(
            "consumer.finished", where=worker, **run, consumer=consumer, duration=0.0004
        )
        sent = {"id": f"g{self.sends}", "cause": f"r{self.runs}", "layer": "default"}
        counts = {"group": "chat", "members": self.members, "queued": self.members, "lost": 0}
        content = {"text": f"[user] {text}"}
        yield self.line("group.sent", where=worker, **sent, **counts, content=content)
        replies = []
        for n in range(1, self.members + 1):
            reply = yield from self.accept(worker, f"{REPLY}{n}", f"g{self.sends}", text)
            replies.append(reply)
        for n, reply in enumerate(replies, 1):
            yield from self.arrive(n, reply, text)

    def arrive(self, n: int, reply: str, text: str) -> Iterator[str]:
        """A reply reaches the tab that it is for."""
        channel = f"{REPLY}{n}"
        yield self.moved("message.taken", "server:1", reply, channel)
        self.frames += 1
        frame = {"id": f"f{self.frames}", "cause": reply, "connection": f"c{n}"}
        yield self.line("frame.sent", where="server:1", **frame, text=f"[user] {text}", size=9)
        yield self.moved("message.delivered", "server:1", reply, channel)

    def accept(self, where: str, channel: str, cause: str, text: str) -> Iterator[str]:
        """A message is accepted; its id is what the generator returns."""
        self.messages += 1
        self.accepted += 1
        message = f"m{self.messages}"
        ids = {"id": message, "message": message, "cause": cause, "layer": "default"}
        content = {"text": text, "reply_channel": f"{REPLY}1", "path": "/"}
        more = {"channel": channel, "content": content, "size": 60}
        yield self.line("message.accepted", where=where, **ids, **more)
        return message

    def moved(self, kind: str, where: str, message: str, channel: str) -> str:
        """A message is taken or delivered."""
        self.delivered += kind == "message.delivered"
        time = "duration" if kind == "message.delivered" else "waited"
        ids = {"id": message, "message": message, "layer": "default", "channel": channel}
        return self.line(kind, where=where, **ids, **{time: 0.0002})

    def batches(
        self, seconds: float, per_second: int, ticks: int = 25
    ) -> Iterator[tuple[float, list[str]]]:
        """*ticks* batches a second while *per_second* events happen, each with when it begins."""
        self.step = 1 / per_second
        wanted, lines, at = per_second // ticks, list[str](), self.now
        for _ in range(round(seconds * ticks)):
            while len(lines) < wanted:
                lines += self.said(f"line {self.runs}")
            yield at, lines[:wanted]
            at += wanted * self.step
            lines = lines[wanted:]
        yield at, lines
