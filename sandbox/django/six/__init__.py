"""``django.utils.six``, as far as programs of 2016 use it, on a Python that needs none of it.

Role: what :mod:`sandbox.verbatim` gives out under that name. It must not know who imports it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

__all__ = [
    "PY2",
    "PY3",
    "add_metaclass",
    "binary_type",
    "class_types",
    "integer_types",
    "iteritems",
    "iterkeys",
    "itervalues",
    "python_2_unicode_compatible",
    "string_types",
    "text_type",
    "with_metaclass",
]

T = TypeVar("T")

PY2, PY3 = False, True
text_type, binary_type = str, bytes
string_types, integer_types, class_types = (str,), (int,), (type,)


def python_2_unicode_compatible(cls: T) -> T:
    """Return the class as it is: its ``__str__`` gives text."""
    return cls


def iterkeys(mapping: Mapping[Any, Any]) -> Iterator[Any]:
    """Iterate over the keys."""
    return iter(mapping.keys())


def itervalues(mapping: Mapping[Any, Any]) -> Iterator[Any]:
    """Iterate over the values."""
    return iter(mapping.values())


def iteritems(mapping: Mapping[Any, Any]) -> Iterator[tuple[Any, Any]]:
    """Iterate over pairs of key and value."""
    return iter(mapping.items())


def with_metaclass(meta: type, *bases: type) -> Any:
    """Return a base for a class with this metaclass and these bases."""
    return meta("temporary", bases or (object,), {})


def add_metaclass(metaclass: Any) -> Callable[[type], Any]:
    """Return a decorator that makes a class again with *metaclass*."""

    def wrapper(cls: type) -> Any:
        body = {k: v for k, v in vars(cls).items() if k not in ("__dict__", "__weakref__")}
        return metaclass(cls.__name__, cls.__bases__, body)

    return wrapper
