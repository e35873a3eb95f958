"""Values as JSON: the form that recordings and views share (DESIGN, "Recording").

Role: turn any value into what :func:`json.dumps` takes, and back. Bytes are ``{"$b64": …}``; a
dict whose keys are not all plain texts is ``{"$dict": [[key, value], …]}``, and so is one with a
key that begins with ``$``, so that content can never pass for one of these marks; everything else
is ``{"$repr": …}`` and comes back as a :class:`Repr` (infinity and nan as floats). Nothing here
is executable. It must not know what an event is.
"""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Callable
from typing import Any

__all__ = ["Repr", "decode", "encode"]

_PLAIN = frozenset({str, int, bool, type(None)})
_FLOATS = frozenset({"inf", "-inf", "nan"})
_DEEPEST = 60
_LONGEST_REPR = 500


class Repr(str):
    """What is left of an object that JSON cannot hold: the text of its repr."""

    __slots__ = ()

    def __repr__(self) -> str:
        return str.__str__(self)


def encode(value: Any, depth: int = 0) -> Any:
    """Return *value* in JSON's types; beyond 60 levels, and for unknown objects, as a repr."""
    kind = type(value)
    if kind in _PLAIN:
        return value
    if kind is float and math.isfinite(value):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"$b64": base64.b64encode(value).decode("ascii")}
    if isinstance(value, Repr) or depth >= _DEEPEST:
        return {"$repr": _repr_of(value)}
    if isinstance(value, dict):
        return _encode_dict(value, depth + 1)
    if isinstance(value, (list, tuple)):
        return [encode(one, depth + 1) for one in value]
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and math.isfinite(value):
        return float(value)
    return {"$repr": _repr_of(value)}


def _encode_dict(value: dict[Any, Any], depth: int) -> dict[str, Any]:
    if all(type(key) is str and key[:1] != "$" for key in value):
        return {key: encode(one, depth) for key, one in value.items()}
    return {"$dict": [[encode(key, depth), encode(one, depth)] for key, one in value.items()]}


def _repr_of(value: Any) -> str:
    """Return a repr that never raises and is never long: it is only for reading."""
    if isinstance(value, Repr):
        return str.__str__(value)
    try:
        text = repr(value)
    except Exception as error:
        text = f"<{type(value).__name__} whose repr raised {type(error).__name__}>"
    return text if len(text) <= _LONGEST_REPR else f"{text[: _LONGEST_REPR - 1]}…"


def decode(value: Any) -> Any:
    """Return the value that :func:`encode` was given; damaged marks are kept as they are."""
    if isinstance(value, list):
        return [decode(one) for one in value]
    if not isinstance(value, dict):
        return value
    if len(value) == 1:
        ((mark, body),) = value.items()
        if mark in _MARKS:
            try:
                return _MARKS[mark](body)
            except (TypeError, ValueError, binascii.Error):
                return value
    return {key: decode(one) for key, one in value.items()}


def _decode_dict(pairs: Any) -> dict[Any, Any]:
    return {_key(decode(key)): decode(one) for key, one in pairs}


def _key(key: Any) -> Any:
    """A key that was a tuple came as a list, which cannot be a key."""
    return tuple(_key(one) for one in key) if isinstance(key, list) else key


_MARKS: dict[str, Callable[[Any], Any]] = {
    "$b64": lambda body: base64.b64decode(body, validate=True),
    "$repr": lambda body: float(body) if body in _FLOATS else Repr(body),
    "$dict": _decode_dict,
}
