"""What each loss and refusal means, in plain words, and what to do about it.

Role: the texts behind ``box.lost``, ``box.why`` and the stories. One sentence and one instruction
for every reason of TRACE.md. It must not know where the events come from.
"""

from __future__ import annotations

from collections.abc import Mapping

from sandbox.trace.events import Event

__all__ = ["HARMLESS", "LOSSES", "REFUSALS", "reason_in_words", "why_lost"]

LOSSES: Mapping[str, tuple[str, str]] = {
    "full": (
        "the channel already held as many unread messages as it may when the group send came",
        "read faster (more workers, a quicker client) or raise capacity",
    ),
    "expired": (
        "nobody read it before its time was up",
        "start a worker or server that reads this channel, or raise expiry",
    ),
    "no_connection": (
        "the connection behind this reply channel is gone",
        "take channels out of their groups in a websocket.disconnect consumer",
    ),
    "slow_client": (
        "the client read too slowly: more was waiting for it than a connection may hold back",
        "let the client read, or send it less; its socket was closed with 1013",
    ),
    "worker_killed": (
        "the worker that had it in hand was killed",
        "send it again: a message is delivered once at most, never a second time by itself",
    ),
    "server_killed": (
        "the protocol server that had it in hand was killed",
        "let the client connect and ask again: what was on its way is not repeated",
    ),
    "no_route": (
        "no rule of the routing takes it",
        "register a consumer for this channel, and look at the ladder for the rule that came close",
    ),
    "retries": (
        "its consumer raised ConsumeLater more often than it may",
        "make what the consumer waits for happen sooner, or raise message_retries",
    ),
    "flushed": (
        "the layer was emptied while it waited",
        "nothing, if you meant the flush; otherwise send it again",
    ),
    "layer_lost": (
        "the store behind the layer lost it: it came back empty, or its connection broke",
        "see that the store stays up, then send it again",
    ),
    "undecryptable": (
        "it could not be decrypted",
        "give every process of this layer the same keys",
    ),
    "malformed": (
        "its reader could not make sense of it",
        "send only the keys that the protocol knows: accept, text, bytes and close for a WebSocket",
    ),
    "requeue_full": (
        "it was to be put back on its channel, which stayed full",
        "start more workers or raise capacity",
    ),
    "nobody_listens": (
        "no consumer asks for this notice, which is quite usual",
        "nothing; a consumer for this channel would hear of it",
    ),
    "dropped_by_you": ("you dropped it", "nothing: you wanted it"),
    "fault": (
        "an injected fault swallowed it",
        "end the fault if this lesson is over",
    ),
}
"""Reason of a loss → (why, what to do)."""

HARMLESS: frozenset[str] = frozenset(("nobody_listens",))
"""Reasons of losses that trouble nobody."""

REFUSALS: Mapping[str, tuple[str, str]] = {
    "full": (
        "the channel holds as many unread messages as it may",
        "start more workers, raise capacity, or catch ChannelFull and send later",
    ),
    "too_large": ("it is larger than the layer accepts", "send less, or a reference to it"),
    "invalid_name": (
        "the channel's name is not a valid one",
        "use letters, digits, hyphens, underscores and dots, fewer than 100",
    ),
    "not_a_dict": ("a message is a dict, and this is none", 'send a dict such as {"text": "hi"}'),
    "unserialisable": (
        "the layer cannot write it down",
        "send texts, bytes, numbers, lists and dicts only",
    ),
    "layer_down": ("the store behind the layer does not answer", "start it, then send again"),
}
"""Reason of a refusal → (why, what to do)."""


def reason_in_words(kind: str, reason: str) -> tuple[str, str]:
    """Return (why, what to do) of a ``message.lost`` or ``message.refused`` without full stops.

    A reason that this version does not know is named as it is.
    """
    table = LOSSES if kind == "message.lost" else REFUSALS
    return table.get(reason, (f"the reason given is {reason!r}", "look at its story"))


def why_lost(event: Event) -> tuple[str, str]:
    """Return one sentence on why a message was lost or refused, and one on what to do.

    *event* is a ``message.lost`` or ``message.refused``; any other event is a ``ValueError``.
    """
    verb = {"message.lost": "Lost", "message.refused": "Refused"}.get(event.kind)
    if verb is None:
        raise ValueError(
            "Only message.lost and message.refused have a reason, "
            f"not {event.kind!r}: look for them with box.find('lost')."
        )
    why, todo = reason_in_words(event.kind, getattr(event, "reason", ""))
    channel = getattr(event, "channel", "")
    return f"{verb} on {channel}: {why}.", f"{todo[:1].upper()}{todo[1:]}."
