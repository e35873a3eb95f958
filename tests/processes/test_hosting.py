"""Servers in processes: killed, replaced, and nobody is refused."""

from __future__ import annotations

import os
import signal
from typing import Any

from sandbox import Sandbox
from tests.processes.apart import GREETING, happened, speaks
from tests.workers.scene import wait_for


def killed(box: Sandbox) -> list[Any]:
    """The connections that ended with their server."""
    closed = happened(box, "connection.closed")
    return [one for one in closed if one.why == "the server was killed"]


def test_a_server_that_is_killed_is_replaced_and_its_tabs_come_back(apart: Sandbox) -> None:
    """kill -9 with open sockets: who connects meanwhile waits, nobody is refused."""
    alice, place = apart.tabs["alice"], apart.servers[1]
    apart.settle(20)
    old, port = place.server.pid, place.port
    os.kill(old, signal.SIGKILL)
    late = apart.connect("/", name="late")
    wait_for(apart.log, lambda: bool(killed(apart)))
    apart.settle(20)
    assert alice.closed is None
    assert place.server.pid != old
    assert place.port == port
    assert speaks(apart, "I am back")
    late.expect(GREETING + "I am back", timeout=20)
    late.close()
    assert {one.code for one in killed(apart)} == {1006}
    assert happened(apart, "server.stopped")[-1].reason == "killed"


def test_a_server_is_restarted_and_drains(apart: Sandbox) -> None:
    """A socket goes on at the old process until its deadline; then its tab comes over."""
    alice, place = apart.tabs["alice"], apart.servers[1]
    old = place.server
    place.restart(deadline=0.3)
    assert [one.name for one in place.draining] == [old.name]
    assert speaks(apart, "to the old one")
    assert old.member.wait(20)
    apart.settle(20)
    assert alice.reply_channel.name.startswith(place.prefix)
    assert speaks(apart, "to the new one")
    stopped = [one for one in happened(apart, "server.stopped") if one.where == old.name]
    assert [one.reason for one in stopped] == ["deadline"]
    assert place.draining == ()


def test_a_server_turns_away_and_lets_in_again(apart: Sandbox) -> None:
    """As one in a thread does, also after it was replaced."""
    place = apart.servers[1]
    place.refuse("closed for today")
    place.restart(deadline=0)
    apart.settle(20)
    assert apart.get("/").status_code == 503
    place.refuse(None)
    assert apart.get("/").status_code == 404
