"""Normal channels on this machine only, all else on Redis servers that machines share.

Role: CLASSIC-SPEC §11.8, ``RedisLocalChannelLayer``: work that a machine's server brings in is
done by the same machine's workers, without crossing the network; replies and groups go anywhere.
The original kept normal channels in shared memory; here they are on a Redis of the machine, under
keys that name it. It must not know who consumes.
"""

from __future__ import annotations

import re
import socket
from typing import Any

from sandbox.layers.redis import RedisLayer
from sandbox.layers.redis_base import has_one_place
from sandbox.layers.redis_hosts import hosts_of
from sandbox.layers.redis_shard import Shard

__all__ = ["RedisLocalLayer"]


class RedisLocalLayer(RedisLayer):
    """A layer whose normal channels stay on this machine: their workers have to be there too.

    *local_host*: URL of a Redis on this machine; ``None``: the first of *hosts*, which is right
    where that runs here. *machine* names this machine; ``None``: its host name. All else is as in
    :class:`~sandbox.layers.redis.RedisLayer`.
    """

    def __init__(
        self,
        *args: Any,
        local_host: Any = None,
        machine: str | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        name = re.sub(r"[^\w.\-]", "-", machine if machine is not None else socket.gethostname())
        kwargs = dict(options.get("connection_kwargs") or {})
        host = self.shards[0].host if local_host is None else hosts_of([local_host], kwargs)[0]
        self._near = Shard(
            len(self.shards),
            host,
            prefix=f"{self.prefix}:local:{name}:",
            stats_prefix=f"{self.stats_prefix}:local:{name}:",
            **self._shard_options,
        )
        self.shards.append(self._near)

    def _is_on(self, queue: str, shard: int) -> bool:
        if has_one_place(queue):
            return shard < self._ring and super()._is_on(queue, shard)
        return shard == self._near.number

    def _shard_of(self, queue: str) -> Shard:
        return super()._shard_of(queue) if has_one_place(queue) else self._near

    def _shards_for(self, queue: str) -> list[Shard]:
        return [self._shard_of(queue)]

    def _in_turn(self) -> list[Shard]:
        """This machine's channels first (§11.8)."""
        self._turn += 1
        start = self._turn % self._ring
        far = self.shards[: self._ring]
        return [self._near, *far[start:], *far[:start]]
