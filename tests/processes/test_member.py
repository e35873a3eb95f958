"""One process: it says why it cannot start, and its end is noticed."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.errors import SandboxError
from sandbox.processes.member import Member


def start(**more: Any) -> tuple[Member, list[Member]]:
    """A process with nothing useful in its configuration, and who has ended."""
    ended: list[Member] = []
    config = {"name": "worker:7", "role": "worker", "settings": ("module", "no.such.settings")}
    return Member({**config, **more}, lambda *said: None, ended.append), ended


def test_a_process_that_cannot_start_says_why() -> None:
    """With the reason, and the traceback of the other side as a note."""
    member, ended = start()
    with pytest.raises(SandboxError, match="worker:7 did not start: ModuleNotFoundError") as raised:
        member.ready()
    assert any("Traceback" in note for note in raised.value.__notes__)
    assert member.wait(20)
    assert ended == [member]
    assert not member.alive
    assert not member.send("too late")


def test_a_process_that_is_killed_before_it_is_ready_is_told_of() -> None:
    """Whoever waits for it does not wait in vain."""
    member, ended = start()
    member.kill()
    with pytest.raises(SandboxError, match="killed by SIGKILL before it was ready"):
        member.ready()
    assert ended == [member]
    member.kill()
