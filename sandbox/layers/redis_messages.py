"""What travels through Redis: contents as msgpack, perhaps encrypted, and heads with the causes.

Role: CLASSIC-SPEC §11.7, and TRACE.md's "causes carried in the envelope, never in the user's
dict". Pure. It must not know of connections or queues.

An element of a queue is ``stamp|due|weight|length|`` head content (``lua/common.lua``); a head is
msgpack of ``[message, cause, sender, channel]``, or for several members behind one prefix
``[first message, cause, sender, prefix, step, [number, local part, …]]``.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from typing import Any

import msgpack

__all__ = ["Codec", "Unreadable", "fernet_of", "head_of", "messages_in", "split"]


class Unreadable(Exception):
    """A content cannot be read back; *reason* is TRACE.md's: undecryptable or malformed."""

    def __init__(self, reason: str, why: str) -> None:
        super().__init__(why)
        self.reason = reason


def _packed(content: Any) -> bytes:
    return msgpack.packb(content, use_bin_type=True)  # type: ignore[no-any-return]


class Codec:
    """Turns contents into bytes and back.

    *keys*: secrets, of which the first encrypts and all decrypt, so that keys can be changed
    while processes run; ``None`` or empty: plain. *age*: seconds after which what was encrypted
    is not accepted any more. *wall* gives the seconds since 1970 that this is measured with.
    """

    def __init__(self, keys: Sequence[str | bytes] | None, age: float, wall: Any) -> None:
        self._fernet = fernet_of(keys) if keys else None
        self._age = age
        self._wall = wall

    @property
    def encrypts(self) -> bool:
        """Whether what travels is encrypted."""
        return self._fernet is not None

    def pack(self, content: Any) -> bytes:
        """Return *content* as bytes.

        ``TypeError`` or ``ValueError`` (``OverflowError`` for too large a number) where it has
        something that msgpack cannot hold.
        """
        packed = _packed(content)
        return packed if self._fernet is None else self.encrypt(packed)

    def encrypt(self, data: bytes) -> bytes:
        """Return *data* encrypted with the first key; only where there is one."""
        fernet: Any = self._fernet
        token: bytes = fernet.encrypt_at_time(data, int(self._wall()))
        return token

    def unpack(self, data: bytes) -> Any:
        """Return what :meth:`pack` was given; :class:`Unreadable` says why it cannot."""
        if self._fernet is not None:
            data = self.decrypt(data)
        try:
            return msgpack.unpackb(data, raw=False, strict_map_key=False)
        except Exception as error:
            raise Unreadable("malformed", f"{type(error).__name__}: {error}") from error

    def decrypt(self, data: bytes) -> bytes:
        """Undo :meth:`encrypt` with any of the keys; :class:`Unreadable` where none fits."""
        from cryptography.fernet import InvalidToken

        fernet: Any = self._fernet
        try:
            plain: bytes = fernet.decrypt_at_time(data, int(self._age), int(self._wall()))
        except (InvalidToken, TypeError) as error:
            raise Unreadable("undecryptable", "no key of this process opens it") from error
        return plain


def fernet_of(keys: Sequence[str | bytes]) -> Any:
    """Return what encrypts with the first of *keys* and decrypts with any, as of 2016 (§11.7).

    ``ValueError`` where *keys* is one text, or the package cryptography is missing.
    """
    if isinstance(keys, (str, bytes)):
        raise ValueError(
            "symmetric_encryption_keys is a list of keys, not one text: put it into a list."
        )
    try:
        from cryptography.fernet import Fernet, MultiFernet
    except ImportError as error:
        raise ValueError(
            "symmetric_encryption_keys needs the package cryptography: "
            "install it with `pip install channel-sandbox[encryption]`."
        ) from error
    return MultiFernet([Fernet(_key_of(key)) for key in keys])


def _key_of(key: str | bytes) -> bytes:
    data = key.encode("utf8") if isinstance(key, str) else key
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest())


def head_of(message: int, cause: int, sender: str, channel: str) -> bytes:
    """Return the head of one message."""
    return _packed([message, cause, sender, channel])


def messages_in(head: bytes) -> list[tuple[int, str]]:
    """Return (message, channel) for all that a head stands for, in order."""
    fields = msgpack.unpackb(head, raw=False)
    if len(fields) == 4:
        return [(fields[0], fields[3])]
    first, _, _, prefix, step, locals_ = fields
    return [
        (first + step * locals_[place], prefix + locals_[place + 1])
        for place in range(0, len(locals_), 2)
    ]


def split(element: bytes) -> tuple[int, int, bytes, bytes]:
    """Return (stamp, due, head, content) of a queue's element: µs, µs, bytes, bytes.

    :class:`Unreadable` (malformed) for what somebody else has put there.
    """
    try:
        stamp, due, _, length, rest = element.split(b"|", 4)
        size = int(length)
        return int(stamp), int(due), rest[:size], rest[size:]
    except ValueError as error:
        raise Unreadable("malformed", "it is no message of this layer") from error
