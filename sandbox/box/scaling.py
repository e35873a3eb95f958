"""How many: workers and servers come and go while everything runs.

Role: ``box.scale`` (API.md). What a worker's or a server's end means is the business of their own
rooms. It must not know consumers, tabs or pictures.
"""

from __future__ import annotations

from sandbox.box.beside import Beside
from sandbox.options import seconds_or_none, whole
from sandbox.workers.pool import FINISH_SECONDS, Pool

__all__ = ["Scaling"]


class Scaling:
    """How a sandbox grows and shrinks; a part of :class:`~sandbox.box.sandbox.Sandbox`."""

    _pool: Pool
    _beside: Beside

    def _must_run(self) -> None:
        """Raise ``SandboxStopped`` if it has ended."""
        raise NotImplementedError

    def scale(self, *, workers: int | None = None, timeout: float | None = FINISH_SECONDS) -> None:
        """Have so many workers for each layer; ``None``: as many as there are.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.scale(workers=4)
            len(box.workers)                     # 4
            box.scale(workers=1)                 # the others finish what they do, and end
            box.stop()

        Those with the highest numbers go first. They take nothing more, and have *timeout* seconds
        for what they do (``None``: no limit); then they are killed, and their messages are lost as
        ``worker_killed``. Returns when that is done.
        """
        self._must_run()
        limit = seconds_or_none("timeout", timeout, usual=FINISH_SECONDS)
        if workers is not None:
            size = whole("workers", workers, least=0, usual=4)
            self._pool.resize(size, limit)
            self._beside.resize(size, limit)
