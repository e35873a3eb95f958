"""How much a client may ask of a server: every bound, its default and the reason for it.

Role: one frozen value that the wires and the bridges read. It must not know what happens to who
passes a bound; that stands with each bound in words, and in code where it is passed.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Limits", "connections_here"]

KIB, MIB = 1024, 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one protocol server. Sizes in bytes, times in seconds, ``None``: no bound."""

    header_bytes: int = 32 * KIB
    """Request line and headers together; beyond it 431. Twice what Daphne's Twisted took, and what
    nginx takes: two full cookies of 4 KiB and a long URL fit many times."""

    header_count: int = 500
    """Headers of one request; beyond it 431. Twisted's bound, so Daphne's: each costs some 200
    bytes here, however short it is there."""

    body_bytes: int | None = 64 * MIB
    """The body of a request; beyond it 413. A worker holds it whole in memory, Django's own bound
    for forms is 2.5 MB, and a photo or a scanned contract still fits."""

    inline_bytes: int = 512 * KIB
    """As much of a body travels in ``http.request`` itself; a longer one comes in chunks through
    its body channel. The size of a reply's chunk (§4.11), and half of what every layer takes."""

    chunk_bytes: int = 64 * KIB
    """One chunk on the body channel: with the usual capacity of 100 a client that is quicker than
    its worker has 6.4 MB in the layer at most, then it is not read."""

    pipelined: int = 16
    """Requests read ahead of the one being answered; then the connection is not read. No browser
    pipelines, and what a proxy sends ahead is a handful."""

    connections: int = 10_000
    """Open connections; beyond it 503 and the end. Ten thousand idle sockets take some 300 MB.
    A process that may open fewer files has so many fewer (:func:`connections_here`)."""

    handshakes: int = 1_000
    """WebSockets whose consumer has not decided; beyond it 503. At five seconds each that is two
    hundred a second, more than one worker decides."""

    message_bytes: int = 16 * MIB
    """One WebSocket message, all its frames together and inflated; beyond it close 1009, known
    from the head of the frame. The largest message of the Autobahn suite, and uvicorn's bound."""

    unsent_bytes: int = 4 * MIB
    """Unsent output of a WebSocket client, beyond what its socket and the transport's buffer take;
    beyond it ``slow_client``, close 1013. A browser tab that sleeps catches up with this much in
    a second; one that does not would only grow."""

    unsent_messages: int = 1_000
    """The same, counted: what a group sends in a second at most. Short messages cost more in
    objects than in bytes."""

    ahead_bytes: int = MIB
    """Unsent output of an HTTP response before its consumer has to wait: a view may stream a file
    faster than anybody reads it. Two of a view's chunks, so that the client never waits for it."""

    unsent_response: int = 64 * MIB
    """Unsent output of an HTTP response at most: what was in the layer when its consumer was
    stopped, and what comes by groups, which nobody stops. Then the connection is cut."""

    head_seconds: float | None = 20
    """From the first byte until the head of a request is whole, then 408; also for a new
    connection that says nothing, then just the end. Apache's bound; a phone in a tunnel needs
    less."""

    body_seconds: float | None = 30
    """Silence within a body, then 408. A client whose body the server itself does not read is not
    meant."""

    body_rate: int = 500
    """Bytes a second that a body must bring on the whole, after the first :attr:`body_seconds`:
    Apache's bound against who sends a byte every 29 seconds."""

    idle_seconds: float | None = 60
    """Between two requests of a connection, then the end. Twisted's, so Daphne's."""

    linger_seconds: float = 2
    """How long a refused client may go on sending while it reads why: closing with its data
    unread would make TCP take the answer back."""


def connections_here(wanted: int, files: int | None) -> int:
    """Return how many connections a process may hold that may open *files* (``None``: any number).

    A tenth, and 50 at least, is left for everything else: accepting without a descriptor free
    fails in a circle.
    """
    if files is None:
        return wanted
    return max(1, min(wanted, files - max(50, files // 10)))
