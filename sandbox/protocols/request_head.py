"""The head of one HTTP request: what was parsed of it, and whether it may be served.

Role: collect target and headers within bounds, and judge them by RFC 9112 where httptools leaves
it open. Pure: bytes in, a verdict out. It must not know connections or bodies.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from sandbox.protocols.limits import Limits

__all__ = ["Refusal", "RequestHead"]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a client is not served: the HTTP *status* that it gets, and *why* in words."""

    status: int
    why: str

    @property
    def sentence(self) -> str:
        """The reason as a sentence for a page."""
        return f"{self.why[:1].upper()}{self.why[1:]}."


class RequestHead:
    """A head that is coming in. After :meth:`judge` says ``None`` its attributes are the request's.

    Every method that takes something returns a :class:`Refusal`, or ``None`` where all is well.
    """

    __slots__ = (
        "_hosts",
        "_limits",
        "_size",
        "_target",
        "_upgrades",
        "expects",
        "headers",
        "is_websocket",
        "keep_alive",
        "length",
        "method",
        "version",
    )

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._size = 0
        self._target = b""
        self._hosts = 0
        self._upgrades = b""
        self.headers: list[tuple[bytes, bytes]] = []
        """Names in lower case, in their order."""
        self.method = ""
        self.version = "1.1"
        self.keep_alive = True
        self.expects = False
        """Whether the client waits for "100 Continue"."""
        self.is_websocket = False
        """Whether it asks for a WebSocket."""
        self.length: int | None = None
        """What Content-Length says."""

    def add_target(self, part: bytes) -> Refusal | None:
        """Take a part of the request's target."""
        self._target += part
        return self._grow(len(part))

    def add_header(self, name: bytes, value: bytes) -> Refusal | None:
        """Take a header."""
        lower = name.lower()
        self.headers.append((lower, value))
        if lower == b"host":
            self._hosts += 1
        elif lower == b"upgrade":
            self._upgrades = value.strip().lower()
        elif lower == b"content-length":
            self.length = int(value)  # the parser has seen to it that it is one number
        elif lower == b"expect":
            if value.strip().lower() != b"100-continue":
                return Refusal(417, "the only Expect known here is 100-continue")
            self.expects = True
        elif lower == b"transfer-encoding" and value.strip().lower() != b"chunked":
            return Refusal(501, "the only Transfer-Encoding known here is chunked")
        if len(self.headers) > self._limits.header_count:
            return Refusal(431, f"there are more than {self._limits.header_count} headers")
        return self._grow(len(name) + len(value) + 4)

    def _grow(self, size: int) -> Refusal | None:
        self._size += size
        if self._size > self._limits.header_bytes:
            return Refusal(431, "the head is longer than it may be")
        return None

    def judge(
        self, method: bytes, version: str, keep_alive: bool, upgrades: bool
    ) -> Refusal | None:
        """Judge the whole head; *keep_alive* and *upgrades* are the parser's opinion."""
        self.method, self.version = method.decode("ascii"), version
        self.keep_alive = keep_alive and version == "1.1"
        self.expects = self.expects and version == "1.1"
        self.is_websocket = (
            upgrades and self._upgrades == b"websocket" and method == b"GET" and version == "1.1"
        )
        return (
            self._judge_version()
            or self._judge_target()
            or self._judge_framing(upgrades)
            or self._judge_length()
        )

    def _judge_version(self) -> Refusal | None:
        if self.version not in ("1.0", "1.1"):
            return Refusal(400, f"HTTP/1.1 and 1.0 are spoken here, not {self.version}")
        if self._hosts > 1 or (self._hosts == 0 and self.version == "1.1"):
            # Two readers of one request must not think of two hosts (RFC 9112 §3.2).
            return Refusal(400, f"a request names one Host, not {self._hosts}")
        return None

    def _judge_target(self) -> Refusal | None:
        target = self._target
        if not target.isascii():
            return Refusal(400, "a path is ASCII; other letters are percent-encoded")
        if not target.startswith((b"/", b"http://", b"https://")):
            return Refusal(400, "the target of a request is a path here")
        return None

    def _judge_framing(self, upgrades: bool) -> Refusal | None:
        """Where somebody in between might see another end of the body, there must be none."""
        chunked = any(name == b"transfer-encoding" for name, _ in self.headers)
        if chunked and self.version == "1.0":
            return Refusal(400, "HTTP/1.0 knows no Transfer-Encoding")
        if upgrades and (chunked or (self.is_websocket and self.length)):
            return Refusal(400, "a request that upgrades has no body")
        return None

    def _judge_length(self) -> Refusal | None:
        limit = self._limits.body_bytes
        if limit is not None and self.length is not None and self.length > limit:
            return Refusal(413, f"the body is longer than {limit} bytes")
        return None

    def path_and_query(self) -> tuple[bytes, bytes]:
        """Return raw path and raw query string of the target."""
        target = self._target.partition(b"#")[0]
        if not target.startswith(b"/"):
            parts = urlsplit(target)
            return parts.path or b"/", parts.query
        path, _, query = target.partition(b"?")
        return path, query

    def as_handshake(self) -> bytes:
        """Return the head in bytes again, for who parses handshakes."""
        lines = [b"GET %b HTTP/1.1" % self._target]
        lines += [b"%b: %b" % pair for pair in self.headers]
        return b"\r\n".join([*lines, b"", b""])
