"""The classic ``asgi_redis``: the Redis layers under their names of 2016.

Role: what ``"BACKEND": "asgi_redis.RedisChannelLayer"`` resolves to, with the exact dicts that
its statistics had (CLASSIC-SPEC §11.6). It must not know who uses it.
"""

from __future__ import annotations

from sandbox.layers.redis import RedisLayer
from sandbox.layers.redis_local import RedisLocalLayer
from sandbox.layers.redis_sentinel import RedisSentinelLayer

__all__ = ["RedisChannelLayer", "RedisLocalChannelLayer", "RedisSentinelChannelLayer"]

__version__ = "1.4.3"
"""The version of asgi_redis whose behaviour this is."""


class _ClassicStatistics:
    """Statistics with the keys of 2016, no more and no less."""

    def global_statistics(self) -> dict[str, float]:
        """Return ``messages_count`` and ``channel_full_count`` over all channels."""
        found: dict[str, float] = super().global_statistics()  # type: ignore[misc]
        return {name: found[name] for name in ("messages_count", "channel_full_count")}


class RedisChannelLayer(_ClassicStatistics, RedisLayer):
    """The layer on one Redis or a ring of several; arguments as in §11.1."""


class RedisLocalChannelLayer(_ClassicStatistics, RedisLocalLayer):
    """The same with normal channels on this machine only (§11.8)."""


class RedisSentinelChannelLayer(_ClassicStatistics, RedisSentinelLayer):
    """The same on masters that sentinels know (§11.8)."""
