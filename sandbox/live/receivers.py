"""Receivers of Django's signals in modules loaded anew: the old ones end as the new ones begin.

Role: without it a ``@receiver(post_save)`` of a file that was saved three times would run three
times. It must not know how modules are loaded.
"""

from __future__ import annotations

import inspect
import sys
import weakref
from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import Any

from django.dispatch import Signal

__all__ = ["Receivers"]


class Receivers:
    """The receivers that some modules have connected. For one thread at a time.

    From here on others with the same ``dispatch_uid`` may connect beside them.
    """

    def __init__(self, modules: Iterable[ModuleType]) -> None:
        self._homes = {id(vars(module)): module.__name__ for module in modules}
        self._found = [
            (signal, entry)
            for signal in _signals()
            for entry in list(signal.receivers)
            if id(_globals(entry[1])) in self._homes
        ]
        self._hidden = [(one, ((object(), entry[0][1]), *entry[1:])) for one, entry in self._found]
        """The same under other keys, for the same senders."""
        for (signal, entry), (_, hidden) in zip(self._found, self._hidden, strict=True):
            _exchange(signal, entry, hidden)

    def end(self) -> None:
        """Disconnect them: others are in their places. Harmless twice."""
        for signal, hidden in self._hidden:
            _exchange(signal, hidden)

    def come_back(self) -> None:
        """Connect them as they were, and disconnect those of the modules in their places: also of
        one that failed half-way, which is in nobody's hands."""
        for signal in _signals():
            for entry in list(signal.receivers):
                if self._is_newer(_globals(entry[1])):
                    _exchange(signal, entry)
        for (signal, entry), (_, hidden) in zip(self._found, self._hidden, strict=True):
            _exchange(signal, hidden, entry)

    def _is_newer(self, names: Any) -> bool:
        """Say whether *names* are the globals of a module that was loaded in place of one here."""
        ours = names is not None and names.get("__name__") in self._homes.values()
        return ours and id(names) not in self._homes


def _signals() -> Iterator[Signal]:
    """Yield every signal that a module has a name for, once."""
    seen: set[int] = set()
    for module in list(sys.modules.values()):
        for thing in list(getattr(module, "__dict__", {}).values()):
            # Not isinstance: that would wake what is lazy, such as settings that are not there.
            if issubclass(type(thing), Signal) and id(thing) not in seen:
                seen.add(id(thing))
                yield thing


def _globals(receiver: Any) -> Any:
    function: Any = receiver() if isinstance(receiver, weakref.ReferenceType) else receiver
    return getattr(inspect.unwrap(getattr(function, "__func__", function)), "__globals__", None)


def _exchange(signal: Signal, old: Any, *new: Any) -> None:
    with signal.lock:
        signal.receivers = [one for one in signal.receivers if one is not old] + list(new)
        signal.sender_receivers_cache.clear()
