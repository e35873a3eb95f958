"""What ``Sandbox(server_options=…)`` takes, told at the door where it is wrong.

Role: check names and kinds of what goes on to
:class:`~sandbox.protocols.server.ProtocolServer`, whose docstring says what each means. It must
not start anything.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from inspect import signature
from numbers import Real
from typing import Any

from sandbox.options import did_you_mean, flag, shown
from sandbox.protocols.limits import Limits
from sandbox.protocols.proxies import Front
from sandbox.protocols.server import ProtocolServer

__all__ = ["checked"]

_OURS = (
    *("self", "layer", "name", "loop", "host", "port", "log", "random", "greet"),
    *("listening", "pace", "batch"),
)
"""What a sandbox gives each server by itself."""

_KINDS: dict[str, tuple[type, str]] = {
    "limits": (Limits, "Limits of sandbox.protocols.limits, such as Limits(body_bytes=10_000)"),
    "front": (Front, "a Front of sandbox.protocols.proxies, such as Front(root_path='/app')"),
}


def checked(given: Any) -> dict[str, Any]:
    """Return *given* (a mapping or ``None``) as a dict of its own; ``TypeError`` for a name that
    no server knows, and for a value of another kind."""
    options = {} if given is None else given
    if not isinstance(options, Mapping):
        raise TypeError(
            f"server_options is a dict, not {shown(given)}: "
            'write server_options={"http_timeout": 5}.'
        )
    known = [name for name in signature(ProtocolServer.__init__).parameters if name not in _OURS]
    for name, value in options.items():
        if name not in known:
            raise TypeError(
                f"A server has no option {name!r}{did_you_mean(name, known)}; server_options "
                f"takes {', '.join(known)}."
            )
        _check(name, value)
    return dict(options)


def _check(name: str, value: Any) -> None:
    if name.endswith(("timeout", "interval")):
        if value is not None and (isinstance(value, bool) or not isinstance(value, Real)):
            raise TypeError(
                f"{name} is a number of seconds, or None for never, not {shown(value)}: "
                f"write {name}=5."
            )
    elif name in _KINDS:
        kind, what = _KINDS[name]
        if value is not None and not isinstance(value, kind):
            raise TypeError(f"{name} is {what}; it is not {shown(value)}.")
    elif name == "compression":
        flag(name, value)
    elif name == "ws_protocols" and not _are_texts(value):
        raise TypeError(
            f"ws_protocols is a list of texts, not {shown(value)}: write ws_protocols=['chat']."
        )


def _are_texts(value: Any) -> bool:
    if isinstance(value, str | bytes) or not isinstance(value, Iterable):
        return False
    return all(isinstance(one, str) for one in value)
