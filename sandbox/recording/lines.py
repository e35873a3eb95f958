"""Events as lines of JSON and back: the form of recordings and of batches to the stage.

Role: the one place that knows the shape of a line (``views/frontend/README.md``; after asciicast
v3). It must not know files, widgets or threads.

- an object is a head: ``{"at": 12.345678}`` sets the clock, in seconds since the log began;
- an array ``[dt, kind, rest]`` is one event, *dt* seconds after the line before it.

Times are whole microseconds, counted from the log's beginning, so that a million lines do not
drift. *rest* has the fields that are not null; ``seq`` is left out where it is 0.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from json.encoder import encode_basestring as quote
from operator import attrgetter
from typing import Any

from sandbox.errors import BadRecording
from sandbox.recording.secrets import MARK, hide_in_data, hide_in_text, is_secret
from sandbox.trace.events import (
    BASE_FIELDS,
    FORMAT_VERSION,
    FURTHER_FIELDS,
    Event,
    Unknown,
    from_dict,
)
from sandbox.trace.events import to_dict as event_to_dict
from sandbox.trace.jsonable import encode

__all__ = [
    "FORMAT",
    "HEAD_BYTES",
    "LONGEST_LINE",
    "LONGEST_TEXT",
    "Lines",
    "check_header",
    "events_of",
    "header",
    "shown",
]

FORMAT = "channel-sandbox"
"""What a recording's header says that it is."""

LONGEST_TEXT = 16 * 1024
"""Bytes of a text above which only its head is sent; the rest is fetched when somebody looks."""

HEAD_BYTES = 2 * 1024
"""Bytes of that head."""

LONGEST_LINE = 128 * 1024
"""Bytes of a line above which its long fields are cut in the same way, as a whole."""

_DEEPEST = 60
_PROGRAMS = ("bytes", "content", "error", "kwargs", "path", "query", "text", "traceback", "why")
_SPOKEN = frozenset((*_PROGRAMS, "captions", "changed"))
"""Fields that hold what users' programs say: secrets are looked for there."""

_NESTED = frozenset({"ladder", "rules"})

_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode

Shape = tuple[tuple[tuple[str, str, bool], ...], Callable[[Any], tuple[Any, ...]]]
"""Of a class: (name, its JSON with a colon, whether it is spoken) of each field; their getter."""


def microseconds(seconds: float) -> int:
    """Return whole microseconds."""
    return round(seconds * 1_000_000)


def _decimal(microseconds: int) -> str:
    """Return seconds as JSON's digits, to the microsecond."""
    sign = "-" if microseconds < 0 else ""
    whole, part = divmod(abs(microseconds), 1_000_000)
    return f"{sign}{whole}.{part:06d}"


# --- values ---------------------------------------------------------------------------------------


def _text(value: str, longest: int | None) -> Any:
    """Return a text as it is shown: without secrets, and only its head where it is too long."""
    hidden = hide_in_text(value)
    if longest is None or len(hidden) * 4 <= longest:
        return hidden
    data = hidden.encode("utf-8", "surrogatepass")
    return hidden if len(data) <= longest else _headed(_head(data), data)


def _head(data: bytes) -> str:
    return data[:HEAD_BYTES].decode("utf-8", "ignore")


def _headed(head: Any, data: bytes) -> dict[str, Any]:
    digest = f"sha256:{hashlib.sha256(data).hexdigest()}"
    return {"$head": head, "$size": len(data), "$digest": digest}


def _data(value: bytes, longest: int | None) -> dict[str, Any]:
    hidden = hide_in_data(value)
    if longest is None or len(hidden) <= longest:
        return {"$b64": base64.b64encode(hidden).decode("ascii")}
    return _headed({"$b64": base64.b64encode(hidden[:HEAD_BYTES]).decode("ascii")}, hidden)


def shown(value: Any, longest: int | None = LONGEST_TEXT, depth: int = 0) -> Any:
    """Return *value* in JSON's types (see :mod:`sandbox.trace.jsonable`), as it may be shown.

    Named secrets are taken out, and texts and byte strings above *longest* bytes (``None``: no
    limit) are only their head, size and digest.
    """
    kind = type(value)
    if kind is str:
        return _text(value, longest)
    if kind is int or value is None or kind is bool:
        return value
    if kind is bytes or kind is bytearray or kind is memoryview:
        return _data(bytes(value), longest)
    if depth < _DEEPEST:
        if isinstance(value, dict):
            return _dict(value, longest, depth + 1)
        if isinstance(value, (list, tuple)):
            return [shown(one, longest, depth + 1) for one in value]
    return encode(value, depth)


def _dict(value: dict[Any, Any], longest: int | None, depth: int) -> dict[str, Any]:
    pairs = [
        (key, MARK if one not in (None, "", b"") and is_secret(key) else shown(one, longest, depth))
        for key, one in value.items()
    ]
    if all(type(key) is str and key[:1] != "$" for key in value):
        return dict(pairs)
    return {"$dict": [[encode(key, depth), one] for key, one in pairs]}


# --- lines ----------------------------------------------------------------------------------------


class Lines:
    """Writes events as lines, one after the other; for one thread at a time.

    *longest*: see :func:`shown`. The clock begins at 0, and each line moves it on.
    """

    def __init__(self, longest: int | None = LONGEST_TEXT) -> None:
        self.longest = longest
        self._clock = 0
        self._last: tuple[Any, str] = (
            None,
            "null",
        )  # a content that comes again is not written anew
        self._last_nested: tuple[Any, str] = (None, "null")

    def head(self, at: float, **more: Any) -> bytes:
        """Return a head that sets the clock to *at* seconds since the log began.

        *more* are plain JSON values; those that are ``None`` are left out.
        """
        self._clock = microseconds(at)
        rest = {name: value for name, value in more.items() if value is not None}
        text = _dumps(rest)[1:]
        comma = "," if rest else ""
        return _utf8(f'{{"at":{_decimal(self._clock)}{comma}{text}')

    def line(self, event: Event) -> bytes:
        """Return one event as a line."""
        now = round(event.at * 1_000_000)
        gap, self._clock = now - self._clock, now
        cls = type(event)
        shape = _shapes.get(cls) or _shape(cls)
        rest = self._rest(event, shape) if shape is not None else self._unknown(event)
        head = f"[{_decimal(gap)},{quote(event.kind)},{{"
        line = _utf8(f"{head}{rest}}}]")
        if len(line) > LONGEST_LINE and self.longest is not None:
            return _utf8(f"{head}{_cut_fields(rest)}}}]")
        return line

    def _rest(self, event: Event, shape: Shape) -> str:
        fields, values = shape
        parts: list[str] = []
        add = parts.append
        for (name, key, spoken), value in zip(fields, values(event), strict=True):
            if value is None:
                continue
            kind = type(value)
            if kind is str:
                if not spoken and len(value) < 4096:
                    add(key + quote(value))
                else:
                    add(key + self._long(value, spoken))
            elif kind is int:
                if value or name != "seq":
                    add(key + str(value))
            elif kind is float and math.isfinite(value):
                add(key + repr(value))
            elif name in _NESTED and kind is tuple:
                add(key + self._nested(event, name, value))
            else:
                add(key + self._other(value))
        return ",".join(parts)

    def _long(self, value: str, spoken: bool) -> str:
        if spoken:
            return _json_of(_text(value, self.longest))
        data = value.encode("utf-8", "surrogatepass")
        if self.longest is None or len(data) <= self.longest:
            return quote(value)
        return _dumps(_headed(_head(data), data))

    def _other(self, value: Any) -> str:
        """Write a content, or any value that is no text or number."""
        if value is self._last[0]:
            return self._last[1]
        text = _dumps(shown(value, self.longest))
        self._last = (value, text)
        return text

    def _nested(self, event: Event, name: str, value: tuple[Any, ...]) -> str:
        """Write a ladder; the log gives the very same one for messages that are alike."""
        if value is not self._last_nested[0]:
            self._last_nested = (value, _dumps(event_to_dict(event)[name]))
        return self._last_nested[1]

    def _unknown(self, event: Event) -> str:
        fields = event_to_dict(event)
        further: Mapping[str, Any] = getattr(event, "fields", {})
        rest = shown(dict(further), self.longest)
        own = {name: fields[name] for name in BASE_FIELDS if name not in ("at", "kind")}
        rest |= {name: value for name, value in own.items() if value is not None}
        return _dumps({name: value for name, value in rest.items() if value is not None})[1:-1]


def _json_of(value: Any) -> str:
    return quote(value) if type(value) is str else _dumps(value)


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # half of a surrogate pair: only JSON's escapes can carry that
        return json.dumps(json.loads(text), separators=(",", ":")).encode()


def _cut_fields(rest: str) -> str:
    """Return the fields of a line with those that are too long as a whole cut to their heads."""
    fields = json.loads(f"{{{rest}}}")
    for name, value in fields.items():
        data = _dumps(value).encode("utf-8", "surrogatepass")
        if len(data) > LONGEST_TEXT:
            fields[name] = _headed(_head(data), data)
    return _dumps(fields)[1:-1]


_shapes: dict[type[Event], Shape] = {}


def _shape(cls: type[Event]) -> Shape | None:
    """Return how to write events of *cls*; ``None`` where each has fields of its own."""
    if cls is Unknown or not hasattr(cls, "kind"):
        return None
    kind = cls.__dataclass_fields__["kind"].default
    names = tuple(
        name for name in (*BASE_FIELDS, *FURTHER_FIELDS.get(kind, ())) if name not in ("at", "kind")
    )
    fields = tuple((name, f"{quote(name)}:", name in _SPOKEN) for name in names)
    shape = _shapes[cls] = (fields, attrgetter(*names))
    return shape


# --- reading --------------------------------------------------------------------------------------


def events_of(lines: Iterable[str | bytes]) -> Iterator[Event]:
    """Yield the events of *lines*, in order; heads move the clock.

    ``BadRecording`` names the first line that is none, counted from 1.
    """
    clock = 0
    for number, line in enumerate(lines, 1):
        value = _parsed(line, number)
        if isinstance(value, dict):
            if "at" in value:
                clock = microseconds(_number(value["at"], number))
            continue
        gap, kind, rest = value
        clock += microseconds(_number(gap, number))
        try:
            yield from_dict({**rest, "kind": kind, "at": clock / 1_000_000})
        except (TypeError, ValueError) as error:
            raise _bad(number, str(error)) from error


def _parsed(line: str | bytes, number: int) -> Any:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _bad(number, f"it is no JSON ({error})") from error
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and len(value) == 3 and isinstance(value[2], dict):
        return value
    raise _bad(number, "it is neither an object nor an array of a time, a kind and fields")


def _number(value: Any, number: int) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        raise _bad(number, f"its time is {value!r}")
    return float(value)


def _bad(number: int, why: str) -> BadRecording:
    return BadRecording(
        f"Line {number} of the recording cannot be read: {why}. Is it a file that a sandbox "
        "recorded, and whole?"
    )


def header(*, title: str | None = None, made: float | None = None) -> bytes:
    """Return a recording's first line: what it is, its version, and where its clock begins.

    *made*: when, in seconds since 1970; ``None`` leaves it out.
    """
    more = {"title": title, "made": made}
    kept = {name: value for name, value in more.items() if value is not None}
    return _utf8(_dumps({"format": FORMAT, "version": FORMAT_VERSION, "at": 0, **kept}))


def check_header(line: str | bytes) -> dict[str, Any]:
    """Return the fields of a recording's first line.

    ``BadRecording`` where it is another file's, or of a later version than this one reads.
    """
    value = _parsed(line, 1)
    if not isinstance(value, dict) or value.get("format") != FORMAT:
        raise _bad(1, f"a recording begins with a header whose format is {FORMAT!r}")
    version = value.get("version")
    if type(version) is not int or not 1 <= version <= FORMAT_VERSION:
        raise BadRecording(
            f"This recording has version {version!r}, and this package reads versions up to "
            f"{FORMAT_VERSION}: upgrade channel-sandbox, or record again."
        )
    return value
