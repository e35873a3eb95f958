"""Options for the servers of a sandbox."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.box.server_options import checked
from sandbox.clients.http import request
from sandbox.protocols.limits import Limits
from sandbox.protocols.proxies import Front
from tests.box.conftest import Make


def test_what_a_server_takes_goes_on_as_it_is() -> None:
    """In a dict of its own; nothing is nothing."""
    given = {
        "http_timeout": 5,
        "ping_interval": None,
        "websocket_timeout": -1,
        "limits": Limits(body_bytes=10),
        "front": Front(root_path="/app"),
        "ws_protocols": ("chat",),
        "compression": True,
        "endpoints": [],
    }
    assert checked(given) == given
    assert checked(given) is not given
    assert checked(None) == {}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (5, r'server_options is a dict, not 5: write server_options=\{"http_timeout": 5\}\.'),
        (
            {"http_timout": 5},
            r"A server has no option 'http_timout' \(did you mean 'http_timeout'\?\); "
            r"server_options takes endpoints, limits, http_timeout, .*, wire\.",
        ),
        ({"port": 80}, "A server has no option 'port'"),
        (
            {"http_timeout": "5"},
            "http_timeout is a number of seconds, or None for never, not '5': "
            "write http_timeout=5.",
        ),
        ({"ping_interval": True}, "ping_interval is a number of seconds"),
        ({"limits": {"body_bytes": 5}}, r"limits is Limits of .*; it is not \{'body_bytes': 5\}\."),
        ({"front": "/app"}, "front is a Front of .*; it is not '/app'."),
        ({"compression": "no"}, "compression is True or False, not 'no'"),
        ({"ws_protocols": "chat"}, "ws_protocols is a list of texts, not 'chat'"),
        ({"ws_protocols": [1]}, r"ws_protocols is a list of texts, not \[1\]"),
    ],
)
def test_what_is_wrong_is_said_before_anything_starts(given: Any, said: str) -> None:
    """What was expected, what came, and what to write."""
    with pytest.raises(TypeError, match=f"^{said}"):
        Sandbox(server_options=given)


def test_every_server_has_them(make: Make) -> None:
    """The bounds hold on each."""
    box = make(servers=2, server_options={"limits": Limits(body_bytes=10)})
    for server in box.servers.values():
        for length, status in ((10, 404), (11, 413)):
            page = request("POST", f"http://{server.address}/", data="x" * length)
            assert page.status_code == status
