"""Which page a WebSocket was opened from, and whether that page may.

Role: the origin checks of ``channels.security.websockets`` (CLASSIC-SPEC §4.8). A browser sends
its cookies with a WebSocket whichever page opens it, so a page of somebody else's could speak as
its visitor; the ``Origin`` header names the page's site. Refusals say why, for the log; the client
is told nothing. It must not know how a connection is refused.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import validate_host

from sandbox.consumers.naming import require_plain
from sandbox.errors import DenyConnection

__all__ = ["AllowedHostsOnlyOriginValidator", "BaseOriginValidator", "allowed_hosts_only"]

_LOCAL = ["localhost", "127.0.0.1", "[::1]"]
"""What ALLOWED_HOSTS means where it is empty and DEBUG is on, as in Django."""


class BaseOriginValidator:
    """A decorator for ``websocket.connect``: *func* runs only for origins that are valid.

    Subclasses say by :meth:`validate_origin` which are. A message without an Origin header, or
    with one that is not ASCII, is refused without being asked about.

    The decorated function raises ``DenyConnection``; its text is the reason. Decorating an async
    function is ``NotAConsumer``.
    """

    def __init__(self, func: Callable[..., Any]) -> None:
        require_plain(func)
        functools.update_wrapper(self, func)
        self.func = func

    def __call__(self, message: Any, *args: Any, **kwargs: Any) -> Any:
        """Run the consumer, or refuse."""
        origin = self.get_origin(message)
        if not self.validate_origin(message, origin):
            raise DenyConnection(f"{self._name}: {self.explain(origin)}")
        return self.func(message, *args, **kwargs)

    def validate_origin(self, message: Any, origin: str) -> bool:
        """Say whether *message* may come from a page of *origin* ("https://example.com:8000")."""
        raise NotImplementedError("A subclass says which origins are valid: def validate_origin.")

    def explain(self, origin: str) -> str:
        """Return why *origin* is not valid, for the log."""
        return f"the origin {origin!r} is not valid"

    def get_header(self, message: Any, name: bytes) -> Any:
        """Return what follows the first header called *name* (lower case), a list of values.

        ``KeyError`` without such a header; entries that are empty are passed over.
        """
        for header in message.content.get("headers") or ():
            if len(header) and header[0] == name:
                return header[1:]
        raise KeyError(f"No header named {name.decode('latin-1')!r}")

    def get_origin(self, message: Any) -> str:
        """Return the origin that *message* names; ``DenyConnection`` where it names none."""
        try:
            origin = self.get_header(message, b"origin")[0]
        except (IndexError, KeyError):
            raise DenyConnection(f"{self._name}: the handshake names no origin") from None
        try:
            text: str = origin.decode("ascii")
        except UnicodeDecodeError:
            raise DenyConnection(f"{self._name}: the origin is not ASCII") from None
        return text

    @property
    def _name(self) -> str:
        return type(self).__name__


class AllowedHostsOnlyOriginValidator(BaseOriginValidator):
    """A decorator that lets pages of our own hosts open WebSockets: those in ALLOWED_HOSTS (§4.8).

    The origin's scheme and port do not count. With DEBUG and empty ALLOWED_HOSTS these are
    localhost, 127.0.0.1 and [::1].
    """

    def validate_origin(self, message: Any, origin: str) -> bool:
        """Say whether the host of *origin* is one of ours; an origin without a host is none."""
        try:
            host = urlsplit(origin).hostname
        except ValueError:  # such as "http://[::1"
            return False
        if not host:
            return False
        # A URL's host comes without the brackets that ALLOWED_HOSTS has for IPv6.
        return bool(validate_host(f"[{host}]" if ":" in host else host, _allowed_hosts()))

    def explain(self, origin: str) -> str:
        """Return that and how the host is not ours."""
        return f"the origin {origin!r} is not in ALLOWED_HOSTS {_allowed_hosts()!r}"

    @property
    def _name(self) -> str:
        return "allowed_hosts_only"


def _allowed_hosts() -> list[str]:
    allowed = list(settings.ALLOWED_HOSTS)
    return _LOCAL if settings.DEBUG and not allowed else allowed


allowed_hosts_only = AllowedHostsOnlyOriginValidator
