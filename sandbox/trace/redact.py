"""Secrets are taken out when something is captured, not when it is shown (DESIGN, "Redaction").

Role: make the log's form of a content: header values, cookies and session keys are replaced by
``[redacted]``. What is inside text frames and bodies (passwords, tokens) is another matter: that
is redacted when shown or recorded. It must not know who captures.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

__all__ = ["SECRET_HEADERS", "SENSITIVE_KEYS", "redact"]

SENSITIVE_KEYS = frozenset(
    {"headers", "query", "query_string", "request", "session_key", "sessionid"}
)
"""A content with none of these keys and nothing nested needs no call of :func:`redact`."""

SECRET_HEADERS = frozenset(
    {
        "authorization",
        "cookie",
        "proxy-authorization",
        "set-cookie",
        "x-csrf-token",
        "x-csrftoken",
        "x-xsrftoken",
    }
)
"""Names of headers, lower case, whose values never enter the log."""

_SESSION_KEYS = frozenset({"session_key", "sessionid"})
_QUERIES = frozenset({"query", "query_string"})
_MARK = "[redacted]"
_COOKIE = re.compile(r"^(\s*[^=;]*=)[^;]*")
_COOKIES = re.compile(r"([^=;]*=)[^;]*")
_DEEPEST = 50


def redact(content: Any) -> Any:
    """Return *content* as the log may keep it.

    That is the very object when there was nothing to hide, else a copy that shares what did not
    change; *content* itself is never changed. Texts stay texts and bytes stay bytes. May be
    called from any thread.
    """
    if isinstance(content, dict):
        return _redact_dict(content, 0, {})
    return _redact(content, 0, {})


def _redact(value: Any, depth: int, done: dict[int, Any]) -> Any:
    """Redact a nested value; *done* keeps each container's result, for shared and cyclic ones."""
    if not isinstance(value, (dict, list, tuple)) or depth > _DEEPEST:
        return value
    key = id(value)
    if key not in done:
        done[key] = value
        if isinstance(value, dict):
            done[key] = _redact_dict(value, depth, done)
        else:
            done[key] = _redact_items(value, depth, done)
    return done[key]


def _redact_dict(content: dict[Any, Any], depth: int, done: dict[int, Any]) -> dict[Any, Any]:
    changed: dict[Any, Any] = {}
    for key, value in content.items():
        if key == "headers":
            new = _redact_headers(value)
        elif key in _QUERIES and isinstance(value, (str, bytes)):
            new = _redact_query(value)
        elif key in _SESSION_KEYS:
            new = _hide(value)
        elif isinstance(value, (dict, list, tuple)):
            new = _redact(value, depth + 1, done)
        else:
            continue
        if new is not value:
            changed[key] = new
    return {**content, **changed} if changed else content


def _redact_items(items: Any, depth: int, done: dict[int, Any]) -> Any:
    new = [_redact(item, depth + 1, done) for item in items]
    if all(one is other for one, other in zip(new, items, strict=True)):
        return items
    return tuple(new) if isinstance(items, tuple) else new


def _redact_headers(headers: Any) -> Any:
    """Redact a mapping, or a list of pairs, of header names and values; leave all else alone."""
    if isinstance(headers, dict):
        changed = {
            name: new
            for name, value in headers.items()
            if (new := _redact_header(name, value)) is not value
        }
        return {**headers, **changed} if changed else headers
    if not isinstance(headers, (list, tuple)):
        return headers
    new_pairs = [_redact_pair(pair) for pair in headers]
    if all(one is other for one, other in zip(new_pairs, headers, strict=True)):
        return headers
    return tuple(new_pairs) if isinstance(headers, tuple) else new_pairs


def _redact_pair(pair: Any) -> Any:
    if not isinstance(pair, (list, tuple)) or len(pair) != 2:
        return pair
    new = _redact_header(pair[0], pair[1])
    if new is pair[1]:
        return pair
    return (pair[0], new) if isinstance(pair, tuple) else [pair[0], new]


def _redact_header(name: Any, value: Any) -> Any:
    plain = _text(name).strip().lower()
    if plain not in SECRET_HEADERS:
        return _redact_query_in(value)
    if isinstance(value, (list, tuple)):
        return [_redact_header(name, one) for one in value]
    if plain == "cookie":
        return _same_type(value, _named(_COOKIES, value))
    if plain == "set-cookie":
        return _same_type(value, _named(_COOKIE, value))
    return _hide(value)


def _named(pattern: re.Pattern[str], value: Any) -> str:
    """Hide the values of cookies and keep their names; without a name everything is hidden."""
    text = _text(value)
    if any("=" not in part for part in text.split(";")[: 1 if pattern is _COOKIE else None]):
        return _MARK
    return pattern.sub(lambda found: found[1] + _MARK, text)


def _redact_query_in(value: Any) -> Any:
    """Redact the query of an address that stands in a header such as ``referer``."""
    if not isinstance(value, (str, bytes)) or "?" not in _text(value):
        return value
    address, mark, query = _text(value).partition("?")
    new = _redact_query(query)
    return value if new is query else _same_type(value, address + mark + new)


def _redact_query(query: str | bytes) -> Any:
    """Hide the session key in a raw query string, however its name is percent-encoded."""
    parts = re.split(r"([&;#])", _text(query))
    hit = False
    for number, part in enumerate(parts):
        name, equals, _ = part.partition("=")
        if equals and unquote(name) in _SESSION_KEYS:
            parts[number] = f"{name}={_MARK}"
            hit = True
    return _same_type(query, "".join(parts)) if hit else query


def _hide(value: Any) -> Any:
    if value is None:
        return None
    return b"[redacted]" if isinstance(value, bytes) else _MARK


def _text(value: Any) -> str:
    """Return text that :func:`_same_type` turns back into the same bytes."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _same_type(like: Any, text: str) -> Any:
    return text.encode("latin-1") if isinstance(like, bytes) else text
