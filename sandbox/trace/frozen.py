"""Frozen, slotted dataclasses that are quick to declare and quick to make.

Role: the mechanics under :mod:`sandbox.trace.events`. A class of ``@dataclass(frozen=True,
slots=True)`` compiles seven methods when it is declared and sets its fields through
``object.__setattr__``: measured for the fifty kinds, 60 ms at import and 2 µs an event. Here the
methods are shared, and an initialiser is compiled when a class is first used: 5 ms and 0.6 µs.
To :mod:`dataclasses`, type checkers and pandas they are dataclasses as any other. This module
must not know what an event is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import Field, FrozenInstanceError, dataclass, field, fields, make_dataclass
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

__all__ = ["Frozen", "frozen_dataclass", "maker"]

_Class = TypeVar("_Class", bound="Frozen")

_makers: dict[type[Any], Callable[..., Any]] = {}


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen_dataclass(cls: type[_Class]) -> type[_Class]:
    """Declare a subclass of :class:`Frozen` as a dataclass; every field needs a default."""
    return dataclass(init=False, repr=False, eq=False, slots=True)(cls)


def maker(cls: type[_Class]) -> Callable[..., _Class]:
    """Return the quickest function that makes a *cls* from the same arguments.

    It fills an open twin of the same layout and closes it by giving it its class.
    """
    found = _makers.get(cls)
    if found is not None:
        return found
    twin: type[Any] | None = None

    def make(*values: Any, **named: Any) -> _Class:
        nonlocal twin
        if twin is None:
            twin = _open_twin(cls)
        one = twin(*values, **named)
        one.__class__ = cls
        return one  # type: ignore[no-any-return]

    _makers[cls] = make
    return make


def _open_twin(cls: type[Any]) -> type[Any]:
    """Return a subclass of *cls* whose fields can be set; compiled when it is first needed."""
    specs = [_spec(one) for one in fields(cls)]
    plain = make_dataclass(cls.__name__, specs, slots=True, repr=False, eq=False)
    body = {
        "__slots__": (),
        "__init__": vars(plain)["__init__"],
        # Both: they share one slot of the type, and only so it is the plain, fast one.
        "__setattr__": object.__setattr__,
        "__delattr__": object.__delattr__,
    }
    return type(cls.__name__, (cls,), body)


def _spec(one: Field[Any]) -> tuple[str, Any, Any]:
    """Return the field's form for :func:`make_dataclass`."""
    copied: Any = field(init=one.init, kw_only=bool(one.kw_only))
    copied.default, copied.default_factory = one.default, one.default_factory
    return one.name, object, copied


class Frozen:
    """Base of values that never change: two with equal fields are equal."""

    __slots__ = ()

    if not TYPE_CHECKING:

        def __init__(self, *values: Any, **named: Any) -> None:
            """Take the fields in order, or by name."""
            made = maker(type(self))(*values, **named)
            for name in self.__dataclass_fields__:
                object.__setattr__(self, name, getattr(made, name))

    def __setattr__(self, name: str, value: Any) -> None:
        raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be set: it is a fact.")

    def __delattr__(self, name: str) -> None:
        raise FrozenInstanceError(f"{type(self).__name__}.{name} cannot be deleted.")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        names = self.__dataclass_fields__  # type: ignore[attr-defined]
        return all(getattr(self, name) == getattr(other, name) for name in names)

    def __hash__(self) -> int:
        """Hash only what is surely hashable, the texts and numbers."""
        names = self.__dataclass_fields__  # type: ignore[attr-defined]
        values = [getattr(self, name) for name in names]
        return hash(tuple(one for one in values if isinstance(one, (str, int, float))))

    def __repr__(self) -> str:
        names = self.__dataclass_fields__  # type: ignore[attr-defined]
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__name__}({shown})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Let copy and pickle make it anew: nothing can be set afterwards."""
        own = [one.name for one in fields(self) if one.init]  # type: ignore[arg-type]
        return _remake, (type(self), {name: getattr(self, name) for name in own})


def _remake(cls: type[_Class], named: dict[str, Any]) -> _Class:
    return maker(cls)(**named)
