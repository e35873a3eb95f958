"""A kernel's comms without a kernel: widgets open them, tests read and answer them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import comm
import pytest
from comm.base_comm import BaseComm

__all__ = ["RecordedComm", "comms"]

PATIENCE = 20.0


class RecordedComm(BaseComm):
    """A comm that keeps what was published on it."""

    made: list[RecordedComm]

    def __init__(self, *args: Any, **options: Any) -> None:
        self.news = threading.Condition()
        self.published: list[tuple[str, dict[str, Any], list[bytes]]] = []
        self.made.append(self)
        super().__init__(*args, **options)

    def publish_msg(
        self,
        msg_type: str,
        data: Any = None,
        metadata: Any = None,
        buffers: Any = None,
        **keys: Any,
    ) -> None:
        """Keep one message."""
        with self.news:
            self.published.append((msg_type, data or {}, list(buffers or ())))
            self.news.notify_all()

    def wait(self, until: Callable[[], object]) -> None:
        """Return when *until* is true, which it becomes by a message."""
        with self.news:
            assert self.news.wait_for(until, PATIENCE), "it did not come about"

    def custom(self) -> list[tuple[dict[str, Any], list[bytes]]]:
        """Return the custom messages: content and buffers."""
        return [
            (data["content"], buffers)
            for _, data, buffers in self.published
            if data.get("method") == "custom"
        ]

    def say(self, content: dict[str, Any]) -> None:
        """Be the browser: send a custom message to the widget."""
        self.handle_msg(
            {"content": {"data": {"method": "custom", "content": content}}, "buffers": []}
        )

    def end(self) -> None:
        """Be the browser: close the comm."""
        self.handle_close({"content": {"data": {}}})


@pytest.fixture
def comms(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[RecordedComm]]:
    """The comms that widgets of this test open, in order."""
    made: list[RecordedComm] = []
    monkeypatch.setattr(RecordedComm, "made", made, raising=False)
    monkeypatch.setattr(comm, "create_comm", RecordedComm)
    yield made
    import ipywidgets

    ipywidgets.Widget.close_all()
