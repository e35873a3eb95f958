"""A condition that an interrupt cannot leave locked. Knows nothing else of this room."""

from __future__ import annotations

import threading

__all__ = ["News"]


class News(threading.Condition):
    """A condition to be held as ``with news.lock``.

    ``with condition`` goes through a method written in Python: a KeyboardInterrupt inside it
    leaves the lock held for ever, and the hub's thread waits for it. The lock itself is written
    in C and knows no such moment.
    """

    def __init__(self) -> None:
        #: Re-entrant; held around every look at what the condition is about.
        self.lock = threading.RLock()
        super().__init__(self.lock)
