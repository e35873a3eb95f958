"""The shapes of what is really appended: one plain tuple per hop.

Role: the private wire format between those who append (layers, workers, protocol servers, the
box) and :mod:`sandbox.trace.expand`, which makes events of it when somebody reads. TRACE.md
rule 7: nothing is formatted, copied twice or hashed on the hot path, and one tuple may stand for
several events.

Every tuple begins ``(op, at, where, …)``: *op* one of the numbers below, *at* the clock's reading
(seconds, not yet relative), *where* the logical actor. Ids are numbers of :mod:`sandbox.trace.ids`,
0 for none. Contents are the log's own copies with secrets redacted already.
"""

from __future__ import annotations

__all__ = [
    "ACCEPTED",
    "CHECKPOINT",
    "DELIVERED",
    "FINISHED",
    "FRAMES_SENT",
    "FRAME_ACCEPTED",
    "GROUP_SENT",
    "HELD",
    "LOST",
    "NOTE",
    "RECEIVED",
    "REFUSED",
    "RELEASED",
    "STARTED",
    "TAKEN",
    "TAKEN_MANY",
]

NOTE = 0
"""(op, at, where, kind, id, cause, fields: dict) → one event of *kind*, fields as they are."""

ACCEPTED = 1
"""(op, at, where, cause, layer, message, channel, content) → message.accepted."""

FRAME_ACCEPTED = 2
"""(op, at, where, connection, frame, order, layer, message, channel, content)
→ frame.received (its data is content's text or bytes), message.accepted (cause: the frame)."""

REFUSED = 3
"""(op, at, where, cause, layer, channel, reason, content, attempts) → message.refused."""

GROUP_SENT = 4
"""(op, at, where, cause, layer, send, group, content, members, full)
→ group.sent, then for each member message.accepted (cause: the send) and, where it was full,
message.lost. *members*: tuple of (message, channel); *full*: frozenset of lost message ids."""

TAKEN = 5
"""(op, at, where, layer, message, channel, accepted_at) → message.taken."""

TAKEN_MANY = 6
"""(op, at, where, layer, ((message, channel, accepted_at), …)) → message.taken for each."""

DELIVERED = 7
"""(op, at, where, layer, message, channel, duration) → message.delivered. *duration* in seconds,
None where there was no work between taking and delivering."""

FRAMES_SENT = 8
"""(op, at, where, layer, ((message, channel, connection, frame, data), …))
→ for each: frame.sent (cause: the message; omitted where *frame* is 0), message.delivered."""

LOST = 9
"""(op, at, where, cause, layer, message, channel, reason, state) → message.lost.
*state* is where the message was: "queued", "held" or "in_hand"."""

HELD = 10
"""(op, at, where, layer, message, channel, breakpoint) → message.held (it was queued)."""

RELEASED = 11
"""(op, at, where, layer, message, channel, breakpoint) → message.released (queued again)."""

STARTED = 12
"""(op, at, where, message, run, consumer, version, kwargs, rules, index, worker)
→ route.matched, consumer.started (cause: the message). *rules*: what ``Log.keep`` returned for
the router's immutable ladder (a number, see trace.ladder.Rule), or the ladder itself; *index*:
which rule matched. *kwargs*: tuple of (name, value)."""

FINISHED = 13
"""(op, at, where, run, consumer, message, duration) → consumer.finished."""

RECEIVED = 14
"""(op, at, where, layer, message, channel, accepted_at) → message.taken, message.delivered:
the classic ``receive()``, which takes and delivers at once."""

CHECKPOINT = 15
"""(op, at, where, layer, rows) → no event: what a layer's ledger says at this place, so that the
log can let go of what is before it without adding it up. *rows*: tuple of (ledger key, accepted,
queued, held, in hand, delivered, ((reason, lost), …), ((reason, refused), …))."""
