r"""Names of channels and groups: which are valid, and what their parts mean.

Role: CLASSIC-SPEC §1.1 in pure functions. Two quirks of the originals are tightened, as §1.1
allows: names are ASCII only, and a trailing newline is refused. Must not know of queues.

======================  ==========================  ==============================
kind                    form                        readers
======================  ==========================  ==============================
normal                  ``http.request``            many
single-reader           ``http.request.body?Ab``    one, unknown which
process-specific        ``daphne.response.X!y``     who owns the part up to ``!``
======================  ==========================  ==============================
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

__all__ = [
    "MAX_LENGTH",
    "listed",
    "non_local_name",
    "receivable",
    "require_channel",
    "require_channels",
    "require_group",
    "require_receivable",
]

MAX_LENGTH = 100
"""A name is shorter than this many characters (§1.1: 99 is accepted, 100 refused)."""

_CHANNEL = re.compile(r"[a-zA-Z\d\-_.]+([?!][\w\-_.]*)?", re.ASCII)
_GROUP = re.compile(r"[a-zA-Z\d\-_.]+", re.ASCII)

# A validated name is remembered: the pattern costs more than the rest of a send. Bounded, because
# names with a random part never repeat for long.
_valid_channels: set[str] = set()
_valid_groups: set[str] = set()
_REMEMBERED = 20_000


def _remember(names: set[str], name: str) -> None:
    if len(names) >= _REMEMBERED:
        names.clear()
    names.add(name)


def require_channel(name: Any) -> None:
    """Raise ``TypeError`` unless *name* is a valid name to send to."""
    if type(name) is str and name in _valid_channels:
        return
    if not isinstance(name, str):
        raise TypeError(f"A channel name is a str, not {type(name).__name__} ({name!r}).")
    if len(name) >= MAX_LENGTH:
        raise TypeError(
            f"A channel name has fewer than {MAX_LENGTH} characters; this one has {len(name)}: "
            f"{name[:MAX_LENGTH]!r}."
        )
    if name.endswith("?") or not _CHANNEL.fullmatch(name):
        raise TypeError(
            "A channel name is made of ASCII letters, digits, hyphens, underscores and periods, "
            f"with at most one '?' or '!' after them, not {name!r}."
        )
    _remember(_valid_channels, name)


def require_receivable(name: Any) -> None:
    """Raise ``TypeError`` unless *name* may be received from: no local part after ``!``."""
    require_channel(name)
    if "!" in name and not name.endswith("!"):
        raise TypeError(
            f"A process-specific channel is received from by its prefix, up to and including '!': "
            f"{non_local_name(name)!r}, not {name!r}."
        )


def listed(channels: Iterable[str]) -> list[str]:
    """Return *channels* as a list; ``TypeError`` for a text, which would be one letter each."""
    if isinstance(channels, (str, bytes)):
        raise TypeError(f"Channels come as a list of names: [{channels!r}], not {channels!r}.")
    return list(channels)


def receivable(channels: Iterable[str]) -> list[str]:
    """Return *channels* as a list; ``TypeError`` unless each may be received from."""
    wanted = listed(channels)
    for name in wanted:
        require_receivable(name)
    return wanted


def require_channels(names: Any, *, receive: bool = False) -> None:
    """Check a list of names (§1.1 ``valid_channel_names``).

    Raises ``AssertionError`` for anything but a list with something in it, ``TypeError`` for a
    bad name.
    """
    if not isinstance(names, list) or not names:
        raise AssertionError(f"Channel names come as a list with at least one name, not {names!r}.")
    check = require_receivable if receive else require_channel
    for name in names:
        check(name)


def require_group(name: Any) -> None:
    """Raise ``TypeError`` unless *name* is a valid group name."""
    if type(name) is str and name in _valid_groups:
        return
    if not isinstance(name, str):
        raise TypeError(f"A group name is a str, not {type(name).__name__} ({name!r}).")
    if len(name) >= MAX_LENGTH:
        raise TypeError(
            f"A group name has fewer than {MAX_LENGTH} characters; this one has {len(name)}: "
            f"{name[:MAX_LENGTH]!r}."
        )
    if not _GROUP.fullmatch(name):
        raise TypeError(
            "A group name is made of ASCII letters, digits, hyphens, underscores and periods, "
            f"not {name!r}."
        )
    _remember(_valid_groups, name)


def non_local_name(name: str) -> str:
    """Return the part of *name* up to and including the first ``!``, or all of it (§1.1)."""
    at = name.find("!")
    return name if at < 0 else name[: at + 1]
