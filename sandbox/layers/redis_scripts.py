"""The scripts that run inside the Redis server, and their names.

Role: read ``lua/*.lua``, put the common beginning before each, and know its SHA1, by which it is
called (EVALSHA). A script makes a change, counts it in the ledger and tells it to the stream, in
one step that nothing can come between. It must not know of connections.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Script", "every_script", "script"]

_FOLDER = Path(__file__).parent / "lua"


@dataclass(frozen=True, slots=True)
class Script:
    """One script: its file's name, its text, and the name that the server gives it."""

    name: str
    text: bytes
    sha: bytes


@cache
def script(name: str) -> Script:
    """Return the script of the file ``lua/<name>.lua``; any thread."""
    parts = [(_FOLDER / f"{one}.lua").read_text(encoding="utf-8") for one in ("common", name)]
    text = "\n".join(parts).encode()
    # Redis itself names scripts by SHA1; nothing is kept secret by it.
    return Script(name, text, hashlib.sha1(text, usedforsecurity=False).hexdigest().encode())


@cache
def every_script() -> tuple[Script, ...]:
    """Return all scripts; any thread."""
    names = sorted(file.stem for file in _FOLDER.glob("*.lua") if file.stem != "common")
    return tuple(script(name) for name in names)
