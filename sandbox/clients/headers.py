"""HTTP headers and addresses, as tabs and pages need them.

Pure: no socket. It must not know tabs, pages or the hub.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from sandbox.options import shown

__all__ = ["GivenHeaders", "Headers", "Target", "header_pairs"]

GivenHeaders = Mapping[str, str | None] | Iterable[tuple[str, str | None] | str] | None
"""What callers may pass: a mapping, pairs, or ``"Name: value"`` lines; a None value suppresses."""


class Headers(Mapping[str, str]):
    """Read-only headers whose names match in any case; several of one name are joined by ``, ``."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._pairs = tuple(pairs)

    def get_all(self, name: str) -> list[str]:
        """Return every value of *name*, in order; an empty list without any."""
        return [value for key, value in self._pairs if key.lower() == name.lower()]

    def pairs(self) -> list[tuple[str, str]]:
        """Return all names and values as they came."""
        return list(self._pairs)

    def __getitem__(self, name: str) -> str:
        values = self.get_all(name)
        if not values:
            raise KeyError(f"{name!r}; there are {', '.join(self) or 'none'}")
        return ", ".join(values)

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and bool(self.get_all(name))

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(key.lower() for key, _ in self._pairs))

    def __len__(self) -> int:
        return len({key.lower() for key, _ in self._pairs})

    def __repr__(self) -> str:
        return f"Headers({dict(self)!r})"


def header_pairs(headers: GivenHeaders) -> list[tuple[str, str | None]]:
    """Return *headers* as a list of name and value.

    Raises ValueError for a line break inside, TypeError for what is not text.
    """
    if headers is None:
        return []
    if isinstance(headers, str | bytes) or not isinstance(headers, Iterable):
        raise TypeError(
            f"headers is a dict or a list of pairs, not {shown(headers)}: "
            "write headers={'X-Name': 'value'}."
        )
    given = headers.items() if isinstance(headers, Mapping) else headers
    return [_pair(item) for item in given]


def _pair(item: tuple[str, str | None] | str) -> tuple[str, str | None]:
    """Return one header as name and value, checked."""
    if isinstance(item, str):
        name, _, text = item.partition(":")
        value: str | None = text.strip()
    else:
        try:
            name, value = item
        except (TypeError, ValueError):
            raise TypeError(
                f"A header is a pair of a name and a value, not {shown(item)}: "
                "write headers={'X-Name': 'value'}."
            ) from None
    if not isinstance(name, str) or not isinstance(value, str | None):
        raise TypeError(f"A header is text, not {name!r}: {value!r}.")
    if any(mark in name + (value or "") for mark in "\r\n\0"):
        raise ValueError(f"A header has no line breaks, this one has: {name!r}: {value!r}.")
    return name, value


@dataclass(frozen=True, slots=True)
class Target:
    """Where a URL leads: host, port, and what is asked for there."""

    scheme: str
    host: str
    port: int
    #: Path and query as they go on the wire: ASCII, percent-encoded, never empty.
    resource: str

    @classmethod
    def of(cls, url: str, scheme: str) -> Target:
        """Read *url*, which must be absolute and of this *scheme* (``ws`` or ``http``).

        Raises ValueError that says what was expected.
        """
        parts = urlsplit(url)
        if parts.scheme != scheme or not parts.hostname:
            raise ValueError(f"Expected a URL like {scheme}://127.0.0.1:8000/, got {url!r}.")
        query = f"?{parts.query}" if parts.query else ""
        # Like a browser: what is percent-encoded stays, what may not be on the wire is encoded.
        resource = quote((parts.path or "/") + query, safe="/?:@!$&'()*+,;=-._~%[]")
        return cls(scheme, parts.hostname, parts.port or 80, resource)

    @property
    def path(self) -> str:
        """The path without its query, for cookies and for people."""
        return self.resource.partition("?")[0]

    @property
    def netloc(self) -> str:
        """Host and port as a Host header has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == 80 else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """The origin that a page of this very server has."""
        return f"http://{self.netloc}"
