"""How many: workers come and go while a sandbox runs."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from sandbox import Channel, Sandbox
from sandbox.errors import SandboxStopped


def kinds(box: Sandbox, prefix: str) -> list[str]:
    """The kinds of events that begin so, each with who."""
    return [f"{one.where} {one.kind}" for one in box.log.events() if one.kind.startswith(prefix)]


def test_workers_are_added_and_serve_at_once(box: Sandbox) -> None:
    """Three consumers run at the same time where there was one worker."""
    together = threading.Barrier(3, timeout=10)

    @box.consumer("job")
    def job(message: Any) -> None:
        together.wait()

    box.scale(workers=3)
    assert list(box.workers) == [1, 2, 3]
    for _ in range(3):
        Channel("job").send({})
    box.settle()
    assert box.ledger.total.delivered == 3


def test_surplus_workers_finish_first(box: Sandbox) -> None:
    """The one that goes takes nothing more and ends its consumer; no message is lost."""
    box.scale(workers=2)
    both, go_on = threading.Barrier(3, timeout=10), threading.Event()

    @box.consumer("job")
    def job(message: Any) -> None:
        both.wait()
        go_on.wait(10)

    for _ in range(2):
        Channel("job").send({})
    both.wait()
    shrinking = threading.Thread(target=box.scale, kwargs={"workers": 1})
    shrinking.start()
    seen: list[Any] = []
    box.consumer("after")(seen.append)
    go_on.set()
    shrinking.join(10)
    Channel("after").send({})
    box.settle()
    assert list(box.workers) == [1]
    assert len(seen) == 1
    assert box.ledger.total.lost == {}
    ended = ["worker:2 worker.stopping", "worker:2 worker.stopped"]
    assert [one for one in kinds(box, "worker.st") if one in ended] == ended


def test_a_worker_that_does_not_finish_is_killed(box: Sandbox) -> None:
    """After the seconds that it was given; its message is accounted for."""
    began = threading.Event()

    @box.consumer("loop")
    def loop(message: Any) -> None:
        began.set()
        while True:
            pass

    Channel("loop").send({})
    assert began.wait(10)
    box.scale(workers=0, timeout=0.05)
    assert list(box.workers) == []
    assert box.ledger.total.lost == {"worker_killed": 1}


def test_nothing_given_changes_nothing(box: Sandbox) -> None:
    """None means: as many as there are."""
    before = box.workers[1].thread
    box.scale()
    assert box.workers[1].thread is before
    assert list(box.workers) == [1]


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"workers": -1}, ValueError, "write workers=4"),
        ({"workers": "four"}, TypeError, "workers is a whole number"),
        ({"timeout": -1}, ValueError, "timeout is from 0"),
    ],
)
def test_what_cannot_be_is_said(
    box: Sandbox, options: dict[str, Any], error: type[Exception], said: str
) -> None:
    """Before anything changes."""
    with pytest.raises(error, match=said):
        box.scale(**options)
    assert list(box.workers) == [1]


def test_a_sandbox_that_has_ended_does_not_grow(box: Sandbox) -> None:
    """The sentence says what to do."""
    box.stop()
    with pytest.raises(SandboxStopped, match="run the cell"):
        box.scale(workers=2)
