"""The layers of a sandbox beside "default": each with routing and workers (CLASSIC-SPEC §5.3).

Role: what CHANNEL_LAYERS names besides the default, kept together. Servers are on the default
layer only: what they bring in is consumed there, and consumers pass it on by ``alias=``. It must
not know servers, tabs or cells.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.box.layering import Layering
from sandbox.box.noting import RoutingNotes
from sandbox.box.places import ChannelView, FindUser, GroupView
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.layers.names import require_receivable
from sandbox.trace.ladder import lines_of
from sandbox.trace.ledger import Ledger
from sandbox.trace.log import Log
from sandbox.workers.pool import Numbers, Pool, PooledWorker

__all__ = ["Beside"]


class Beside:
    """The other layers, by alias; empty in most sandboxes. Any thread may read."""

    def __init__(self, layerings: Mapping[str, Layering], log: Log) -> None:
        self.wrappers = {
            alias: _wrapped(alias, each.layer, each.routing, log)
            for alias, each in layerings.items()
        }
        """Alias → layer with its routing."""
        self._pools: list[Pool] = []

    def start(self, workers: int, *, numbers: Numbers, **options: Any) -> None:
        """Start *workers* threads for each layer; *options* are those of ``Pool``."""
        for wrapper in self.wrappers.values():
            self._pools.append(Pool(wrapper, workers, numbers=numbers, **options))

    def resize(self, workers: int, timeout: float | None) -> None:
        """Have *workers* threads for each layer; surplus ones have *timeout* seconds to finish."""
        for pool in self._pools:
            pool.resize(workers, timeout)

    def stop(self, timeout: float) -> None:
        """End the workers, which have *timeout* seconds to finish; harmless twice."""
        for pool in self._pools:
            pool.stop(timeout)

    def close(self) -> None:
        """End the layers."""
        for layer in self.layers:
            layer.close()

    @property
    def layers(self) -> list[Any]:
        """The raw layers."""
        return [wrapper.channel_layer for wrapper in self.wrappers.values()]

    @property
    def workers(self) -> dict[int, PooledWorker]:
        """Their workers by number."""
        return {number: one for pool in self._pools for number, one in pool.workers.items()}

    def rules(self) -> dict[str, tuple[Any, ...]]:
        """Return the rules of each, by alias, as the log has them."""
        routers = {alias: wrapper.router for alias, wrapper in self.wrappers.items()}
        return {alias: lines_of(one.rules, len(one.rules)) for alias, one in routers.items()}

    def ledger(self, default: Ledger) -> Ledger:
        """Return the sums of all layers, with those of the *default* one."""
        if not self.wrappers:
            return default
        rows = dict(default.rows)
        for layer in self.layers:
            rows.update(layer.ledger().rows)
        return Ledger(rows)

    # Names of channels and groups have no slash, so these are never names of the default layer's.

    def channels(self) -> dict[str, ChannelView]:
        """Return every channel in use or routed, as ``"second/jobs"``."""
        return {
            f"{alias}/{name}": ChannelView(wrapper.channel_layer, name)
            for alias, wrapper in self.wrappers.items()
            for name in dict.fromkeys([*_in_use(wrapper.channel_layer), *wrapper.router.channels])
        }

    def groups(
        self, who: Callable[[str], tuple[str | None, bool]], find_user: FindUser
    ) -> dict[str, GroupView]:
        """Return every group that has members, as ``"second/chat"``; *who* tells members apart."""
        return {
            f"{alias}/{name}": GroupView(wrapper.channel_layer, name, who, find_user)
            for alias, wrapper in self.wrappers.items()
            for name in wrapper.group_names()
        }


def _in_use(layer: Any) -> list[str]:
    with layer.lock:
        return [queue.name for queue in layer.store.queues()]


def _wrapped(alias: str, layer: Any, routing: Any, log: Log) -> ChannelLayerWrapper:
    """Return *layer* with its routing; one without any can be sent to and read from by hand."""
    wrapper = ChannelLayerWrapper(layer, alias, [] if routing is None else routing)
    for name in wrapper.router.channels:
        require_receivable(name)
    layer.expect(wrapper.router.channels)
    rules = wrapper.router.rules
    RoutingNotes(log, alias).note(rules, len(rules))
    return wrapper
