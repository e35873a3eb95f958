"""A browser's cookies, shared by its tabs and pages.

One jar serves one host; the Domain and Secure attributes are therefore ignored. No sockets.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http.cookies import SimpleCookie

from sandbox.options import shown

__all__ = ["Jar", "as_jar"]


@dataclass(frozen=True, slots=True)
class _Cookie:
    """One cookie as it goes back on the wire; *expires* in seconds of the jar's clock."""

    name: str
    raw: str
    path: str
    expires: float | None


class Jar(MutableMapping[str, str]):
    """Cookies by name, as a dict shows them; by name and path inside.

    *clock* gives wall-clock seconds. May be used from any thread.
    """

    def __init__(
        self,
        cookies: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._cookies: dict[tuple[str, str], _Cookie] = {}
        self.update(cookies)

    def store(self, set_cookies: Iterable[str], path: str = "/") -> dict[str, str]:
        """Take the values of Set-Cookie headers that came for *path*; return what they set."""
        found = [c for c in (self._parse(line, path) for line in set_cookies) if c]
        with self._lock:
            for cookie in found:
                self._put(cookie)
        return {cookie.name: _decode(cookie.raw) for cookie in found if self._alive(cookie)}

    def header(self, path: str = "/") -> str:
        """Return the Cookie header for a request of *path*; empty if no cookie fits."""
        fitting = [cookie for cookie in self._all() if _matches(path, cookie.path)]
        fitting.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.raw}" for cookie in fitting)

    def _all(self) -> list[_Cookie]:
        """Return the cookies that have not expired."""
        with self._lock:
            return [cookie for cookie in self._cookies.values() if self._alive(cookie)]

    def _alive(self, cookie: _Cookie) -> bool:
        return cookie.expires is None or cookie.expires > self._clock()

    def _put(self, cookie: _Cookie) -> None:
        """Keep *cookie*, or delete its namesake if it has expired; the lock is held."""
        if self._alive(cookie):
            self._cookies[cookie.name, cookie.path] = cookie
        else:
            self._cookies.pop((cookie.name, cookie.path), None)

    def _parse(self, line: str, request_path: str) -> _Cookie | None:
        """Read one Set-Cookie value (RFC 6265 §5.2); None if it sets nothing."""
        first, *rest = line.split(";")
        name, found, raw = first.partition("=")
        name, raw = name.strip(), raw.strip()
        if not found or not name or any(mark in line for mark in "\r\n\0"):
            return None
        attributes = {}
        for part in rest:
            key, _, value = part.partition("=")
            attributes[key.strip().lower()] = value.strip()
        path = attributes.get("path", "")
        if not path.startswith("/"):
            path = request_path.rpartition("/")[0] or "/"
        return _Cookie(name, raw, path, self._expiry(attributes))

    def _expiry(self, attributes: Mapping[str, str]) -> float | None:
        """Return when a cookie of these attributes ends; Max-Age goes before Expires."""
        try:
            if "max-age" in attributes:
                return self._clock() + int(attributes["max-age"])
            if "expires" in attributes:
                return parsedate_to_datetime(attributes["expires"]).timestamp()
        except (ValueError, OverflowError):
            pass  # RFC 6265 §5.2: an attribute that cannot be read is as good as absent
        return None

    def __getitem__(self, name: str) -> str:
        for cookie in self._all():
            if cookie.name == name:
                return _decode(cookie.raw)
        raise KeyError(f"{name!r}; there are {', '.join(self) or 'none'}")

    def __setitem__(self, name: str, value: str) -> None:
        raw = SimpleCookie().value_encode(value)[1]
        if not name or any(mark in name + raw for mark in "\r\n\0;") or "=" in name:
            raise ValueError(f"A cookie has a name and no line breaks or ';': {name!r}={value!r}.")
        with self._lock:
            self._drop(name)
            self._put(_Cookie(name, raw, "/", None))

    def __delitem__(self, name: str) -> None:
        with self._lock:
            if not self._drop(name):
                raise KeyError(name)

    def _drop(self, name: str) -> bool:
        """Forget every cookie of this name; tell whether there was one; the lock is held."""
        keys = [key for key in self._cookies if key[0] == name]
        for key in keys:
            del self._cookies[key]
        return bool(keys)

    def __iter__(self) -> Iterator[str]:
        return iter(dict.fromkeys(cookie.name for cookie in self._all()))

    def __len__(self) -> int:
        return len({cookie.name for cookie in self._all()})

    def __repr__(self) -> str:
        # Names only: a repr ends up in saved notebooks, and a session key is a password.
        return f"<Jar {', '.join(self) or 'empty'}>"


def as_jar(cookies: Jar | Mapping[str, str] | None) -> Jar:
    """Return *cookies* itself if it is a jar, else a new jar with them.

    Raises TypeError unless it maps names to texts.
    """
    if isinstance(cookies, Jar):
        return cookies
    given = {} if cookies is None else cookies
    if not isinstance(given, Mapping) or not all(
        isinstance(one, str) for pair in given.items() for one in pair
    ):
        raise TypeError(
            f"cookies is a dict of texts, not {shown(given)}: write cookies={{'name': 'value'}}."
        )
    return Jar(given)


def _decode(raw: str) -> str:
    """Return a cookie's value without the quoting of the wire."""
    return SimpleCookie().value_decode(raw)[0]


def _matches(path: str, cookie_path: str) -> bool:
    """Tell whether a cookie of *cookie_path* goes with a request of *path* (RFC 6265 §5.1.4)."""
    if path == cookie_path:
        return True
    prefix = cookie_path if cookie_path.endswith("/") else cookie_path + "/"
    return path.startswith(prefix)
