"""The classic module ``channels.worker``: both kinds of workers under one roof.

It must not define anything, or a class would exist twice.
"""

from __future__ import annotations

from sandbox.workers.pool import WorkerGroup
from sandbox.workers.worker import Worker

__all__ = ["Worker", "WorkerGroup"]
