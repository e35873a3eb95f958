"""The workers of ``manage.py``: files of the project, written under traffic, serve at once.

Role: routers made of the new modules, in the place of the old ones, for the layers that a process
serves without a sandbox. The commands find it by its dotted path, the setting ``SANDBOX_RENEWING``:
their room lies below this one. It must not know servers, nor how a command ends.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.naming import shown_name
from sandbox.consumers.routing import Router
from sandbox.live.modules import Reloaded
from sandbox.live.projects import Project, module_of
from sandbox.live.swap import consumers_of, substituted
from sandbox.live.versions import Code

__all__ = ["Renewing"]


class Renewing(Project):
    """Keeps the routers of some layers at what the project's files say. Any thread may call.

    It begins at once and ends with :meth:`close`. *prepare* completes each new router of the first
    layer before it serves. *restarts*: something begins the process anew for what cannot be loaded
    anew.
    """

    def __init__(
        self,
        wrappers: Iterable[ChannelLayerWrapper],
        prepare: Callable[[Router], object],
        *,
        restarts: bool = False,
    ) -> None:
        self._wrappers = tuple(wrappers)
        self._prepare = prepare
        self._given = [(one.routing, Router(one.routing).root.routing) for one in self._wrappers]
        """What each layer was given, and its entries, with the consumers that serve now."""
        self.restarts = restarts
        layer = self._wrappers[0].channel_layer
        super().__init__(getattr(layer, "log", None), getattr(layer, "lock", None))
        self.follow()

    def takes(self, file: Path) -> bool:
        """Look at the files now; say whether what *file* says needs no other process to serve.

        That is so where it serves by now, and where something is wrong with it and the code of
        before goes on; it is not for files that nothing here is made of, and for models.
        """
        self._watch.look()
        return file in self.files and file not in self._stale

    def _homes(self) -> Iterator[str]:
        for wrapper in self._wrappers:
            yield module_of(wrapper.routing)
        for _, function in self._serving_now():
            yield str(getattr(inspect.unwrap(function), "__module__", ""))

    def _serving_now(self) -> Iterator[tuple[str, Any]]:
        for _, entries in self._given:
            for _, function in consumers_of(entries):
                yield shown_name(function), function

    def _swap(self, found: Reloaded) -> list[Code]:
        # All are made before the first one serves: if one cannot be, nothing has changed.
        given = [
            (wrapper.routing, self._entries(wrapper.routing, before, found))
            for wrapper, before in zip(self._wrappers, self._given, strict=True)
        ]
        routers = [Router(list(entries)) for _, entries in given]
        self._prepare(routers[0])
        self._given = given
        for wrapper, router in zip(self._wrappers, routers, strict=True):
            wrapper.router = router
        return []

    @staticmethod
    def _entries(routing: Any, before: tuple[Any, Any], found: Reloaded) -> Any:
        same = routing is before[0] and module_of(routing) not in found.new
        return substituted(before[1] if same else Router(routing).root.routing, found.other)
