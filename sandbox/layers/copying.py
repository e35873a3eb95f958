"""Copies of messages: as deep as needed, as cheap as possible.

Role: a message belongs to nobody else from the moment it is sent (CLASSIC-SPEC §1.3, trap 6).
Most messages are flat dicts of immutables, for which one shallow copy is a deep one. This module
must not know of layers or channels.
"""

from __future__ import annotations

import copy
from typing import Any

__all__ = ["IMMUTABLE", "copy_content", "copy_value", "is_flat"]

IMMUTABLE = frozenset({str, bytes, int, bool, float, type(None), complex, range})
"""Types whose values can be shared with anybody."""


def is_flat(content: dict[Any, Any]) -> bool:
    """Say whether *content* holds nothing but immutable values, so that one copy is a deep one."""
    return IMMUTABLE.issuperset(map(type, content.values()))


def copy_content(content: dict[Any, Any]) -> dict[Any, Any]:
    """Return a copy of *content* that shares nothing mutable with it.

    Tuples stay tuples and bytes bytes (trap 5); objects that are not plain data are left to
    :func:`copy.deepcopy`. A subclass of ``dict`` comes back as a plain ``dict``.
    """
    immutable = IMMUTABLE
    for value in content.values():
        if type(value) not in immutable:
            return {key: copy_value(item) for key, item in content.items()}
    return {**content}


def copy_value(value: Any) -> Any:
    """Return *value* itself where it cannot change, else a deep copy."""
    kind = type(value)
    if kind in IMMUTABLE:
        return value
    if kind is list:
        return [copy_value(item) for item in value]
    if kind is dict:
        return {key: copy_value(item) for key, item in value.items()}
    if kind is tuple:
        items = [copy_value(item) for item in value]
        same = all(a is b for a, b in zip(items, value, strict=True))
        return value if same else tuple(items)
    return copy.deepcopy(value)
