"""Named fields are taken out when something is shown, recorded or exported (DESIGN "Redaction").

Role: find what is called password, token, secret … in texts, bodies and contents, and put
``[redacted]`` in its place. Headers, cookies and session keys never enter the log at all
(:mod:`sandbox.trace.redact`); this is for what users' own frames and forms carry. It must not know
events.

A text may be JSON (also JSON inside JSON), a form, a query or several parts; where it is none of
these whole, what looks like a field of one is still taken out.
"""

from __future__ import annotations

import json
import re
from typing import Any

__all__ = ["MARK", "hide_in", "hide_in_data", "hide_in_text", "is_secret"]

MARK = "[redacted]"
"""What stands in the place of a secret."""

_NAME = (
    r"[\w.\[\]-]*(?:password|passwd|passphrase|secret|token|credentials?"
    r"|(?:api|access|private)[_-]?key)s?\d*"
)
_IS_NAME = re.compile(rf"{_NAME}\]?", re.IGNORECASE)
_QUOTED = re.compile(
    rf"""(?P<quote>\\*["'])(?P<name>{_NAME})(?P=quote)(?P<colon>\s*:\s*)"""
    r"""(?:(?P<open>["'])(?:\\.|(?!(?P=open)).)*(?P<close>(?P=open)|\Z)"""
    r"""|(?P<opens>\\+["'])(?:\\\\\\?.|(?!(?P=opens)).)*(?P<closes>(?P=opens)|\Z)"""
    r"""|(?P<bare>[^\s,}\]"']+))""",
    re.IGNORECASE | re.DOTALL,
)
_FORM = re.compile(rf"(?P<name>(?<![\w.\[\]-]){_NAME}\]?=)[^&;\s\"']*", re.IGNORECASE)
_PART = re.compile(
    rf"""(?P<head>\bname="{_NAME}"[^\n]*\r?\n(?:[^\r\n]+\r?\n)*\r?\n).*?(?=\r?\n--|\Z)""",
    re.IGNORECASE | re.DOTALL,
)
_DEEPEST = 50


def _may_hold_one(text: str) -> bool:
    """Say quickly whether any of the words is in *text*."""
    low = text.lower()
    return (
        "token" in low
        or "passw" in low
        or "secret" in low
        or "key" in low
        or "passphrase" in low
        or "credential" in low
    )


def is_secret(name: object) -> bool:
    """Say whether a field of that name holds a secret: ``password``, ``accessToken`` …"""
    return isinstance(name, str) and _may_hold_one(name) and _IS_NAME.fullmatch(name) is not None


def hide_in_text(text: str) -> str:
    """Return *text* without the values of secret fields; the very same text where it has none."""
    if not _may_hold_one(text):
        return text
    if text.lstrip()[:1] in ("{", "["):
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return _hide_by_looks(text)
        hidden = hide_in(value)
        return text if hidden is value else json.dumps(hidden, ensure_ascii=False)
    return _hide_by_looks(text)


def hide_in_data(data: bytes) -> bytes:
    """Return bytes, such as the body of a form, in the same way."""
    try:
        text, coding = data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        text, coding = data.decode("latin-1"), "latin-1"
        hidden = _hide_by_looks(text) if _may_hold_one(text) else text
    else:
        hidden = hide_in_text(text)
    return data if hidden is text else hidden.encode(coding, "surrogatepass")


def _hide_by_looks(text: str) -> str:
    hidden = _QUOTED.sub(_without_value, text)
    hidden = _PART.sub(lambda found: found["head"] + MARK, hidden)
    hidden = _FORM.sub(lambda found: found["name"] + MARK, hidden)
    return text if hidden == text else hidden


def _without_value(found: re.Match[str]) -> str:
    name = f"{found['quote']}{found['name']}{found['quote']}{found['colon']}"
    for opening, closing in (("open", "close"), ("opens", "closes")):
        if found[opening]:
            return f"{name}{found[opening]}{MARK}{found[closing]}"
    return f"{name}{found['quote']}{MARK}{found['quote']}"


def hide_in(value: Any, depth: int = 0) -> Any:
    """Return dicts, lists, texts and bytes without secrets; the very same value if it has none."""
    if isinstance(value, str):
        return hide_in_text(value)
    if isinstance(value, bytes):
        return hide_in_data(value)
    if depth > _DEEPEST:
        return value
    if isinstance(value, dict):
        new = {
            name: MARK if one not in (None, "") and is_secret(name) else hide_in(one, depth + 1)
            for name, one in value.items()
        }
        return new if any(new[name] is not value[name] for name in new) else value
    if isinstance(value, list):
        items = [hide_in(one, depth + 1) for one in value]
        return items if any(a is not b for a, b in zip(items, value, strict=True)) else value
    return value
