"""The talk's chat of TRACE.md's last section, as raw tuples: alice says "hi", bob hears it.

Role: the one example that the tests of stories, filters and the expander share.
"""

from __future__ import annotations

from typing import Any

from sandbox.trace import ops
from sandbox.trace.events import Event
from sandbox.trace.expand import Expander
from sandbox.trace.ids import unspell
from sandbox.trace.ladder import Rule

START = 500.0
ALICE = "daphne.response.ABCDEFGHIJ!alice"
BOB = "daphne.response.ABCDEFGHIJ!bob"

RULES = (
    Rule(("websocket.connect",), consumer="chat.ws_add"),
    Rule(("websocket.receive",), consumer="chat.ws_message"),
    Rule(("websocket.disconnect",), consumer="chat.ws_disconnect"),
)


def raw(op: int, ms: float, where: str, *rest: Any) -> tuple[Any, ...]:
    """Return a raw tuple at *ms* milliseconds after the start; ids in *rest* may be texts."""
    ids = [unspell(one) if isinstance(one, str) and one[1:].isdigit() else one for one in rest]
    return (op, START + ms / 1000, where, *ids)


def opened(connection: str, label: str, channel: str) -> tuple[Any, ...]:
    """Return the raw tuple of a connection that opens at the start."""
    fields = {"protocol": "websocket", "path": "/", "reply_channel": channel, "label": label}
    return raw(ops.NOTE, 0, "server:1", "connection.opened", connection, 0, fields)


def chat(*, bob_is_gone: bool = False) -> list[tuple[Any, ...]]:
    """Return the chat's history; with *bob_is_gone* his copy is lost on the way."""
    m10, m11 = unspell("m10"), unspell("m11")
    content = {"reply_channel": ALICE, "path": "/", "order": 1, "text": "hi"}
    heard = ((m10, ALICE, unspell("c1"), unspell("f8"), "[user] hi"),)
    bobs = ((m11, BOB, unspell("c2"), unspell("f9"), "[user] hi"),)
    if bob_is_gone:
        last = raw(
            ops.LOST, 8001.1, "server:1", "c2", "default", "m11", BOB, "no_connection", "in_hand"
        )
    else:
        last = raw(ops.FRAMES_SENT, 8001.1, "server:1", "default", bobs)
    sent = ("chat", {"text": "[user] hi"}, ((m10, ALICE), (m11, BOB)), frozenset[int]())
    receive = "websocket.receive"
    return [
        opened("c1", "alice", ALICE),
        opened("c2", "bob", BOB),
        raw(ops.FRAME_ACCEPTED, 8000, "server:1", "c1", "f7", 1, "default", "m9", receive, content),
        raw(ops.TAKEN, 8000.2, "worker:2", "default", "m9", receive, START + 8.0),
        raw(
            ops.STARTED,
            8000.2,
            "worker:2",
            "m9",
            "r4",
            "chat.ws_message",
            1,
            (),
            RULES,
            1,
            "worker:2",
        ),
        raw(ops.FINISHED, 8000.8, "worker:2", "r4", "chat.ws_message", "m9", 0.0006),
        raw(ops.GROUP_SENT, 8000.8, "worker:2", "r4", "default", "g3", *sent),
        raw(ops.DELIVERED, 8000.8, "worker:2", "default", "m9", receive, 0.0006),
        raw(ops.TAKEN_MANY, 8000.9, "server:1", "default", ((m10, ALICE, None), (m11, BOB, None))),
        raw(ops.FRAMES_SENT, 8001, "server:1", "default", heard),
        last,
    ]


def expand(raws: list[tuple[Any, ...]]) -> list[Event]:
    """Return the events of *raws*."""
    expander = Expander(START)
    return [event for one in raws for event in expander.expand(one)]
