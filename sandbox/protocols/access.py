"""The access log (CLASSIC-SPEC §7.6), and the texts of actions that are worth one.

Role: an action of a client as a line of text. It must not know connections: a server tells each
action with a dict of plain values.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TextIO

__all__ = ["AccessLogGenerator", "ActionLogger"]

ActionLogger = Callable[[str, str, dict[str, Any]], object]
"""Called with protocol, action and details, on the server's thread:

======== ============ ===============================================================
protocol action       details
======== ============ ===============================================================
http     complete     path (raw, with query), status, method, client, time_taken, size
websocket connecting, path, client
         connected,
         rejected,
         disconnected
======== ============ ===============================================================

``client`` is ``"host:port"``, or ``None``; ``time_taken`` is in seconds, ``size`` in bytes.
"""

_WORDS = {
    "connecting": "WSCONNECTING",
    "connected": "WSCONNECT",
    "rejected": "WSREJECT",
    "disconnected": "WSDISCONNECT",
}


class AccessLogGenerator:
    """An action logger that writes a line to *stream* for each action, in NCSA's common format.

    *now* gives the time of day; ``None``: this machine's.
    """

    def __init__(self, stream: TextIO, now: Callable[[], datetime] | None = None) -> None:
        self.stream = stream
        self._now = now if now is not None else datetime.now

    def __call__(self, protocol: str, action: str, details: dict[str, Any]) -> None:
        """Write the line of one action; one that is unknown has none."""
        if protocol == "http" and action == "complete":
            request = f"{details['method']} {details['path']}"
            self.write_entry(details["client"], request, details["status"], details["size"])
        elif protocol == "websocket" and action in _WORDS:
            self.write_entry(details["client"], f"{_WORDS[action]} {details['path']}")

    def write_entry(
        self,
        host: str | None,
        request: str,
        status: int | None = None,
        length: int | None = None,
    ) -> None:
        """Write one line; ``None`` is shown as ``-``."""
        moment = self._now().strftime("%d/%b/%Y:%H:%M:%S")
        shown = "".join(
            letter if letter.isprintable() and letter != '"' else f"\\x{ord(letter):02x}"
            for letter in request
        )
        status_text = "-" if status is None else status
        length_text = "-" if length is None else length
        self.stream.write(f'{host or "-"} - - [{moment}] "{shown}" {status_text} {length_text}\n')
        self.stream.flush()
