"""A server's options as words."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import pytest

from sandbox.protocols import options
from sandbox.protocols.endpoints import Tcp, Unix
from sandbox.protocols.limits import Limits
from sandbox.protocols.proxies import Front


def arguments(*words: str) -> argparse.Namespace:
    """Return what *words* say."""
    parser = argparse.ArgumentParser()
    options.add_places(parser, host=("--host",), port=("--port",))
    options.add_options(parser, connect_timeout=-1)
    return parser.parse_args(list(words))


def test_without_words_they_are_the_servers_defaults() -> None:
    """At the default port."""
    assert options.server_arguments(arguments()) == {
        "endpoints": [Tcp("127.0.0.1", 8000)],
        "http_timeout": 120,
        "websocket_timeout": None,
        "connect_timeout": -1,
        "handshake_timeout": 5,
        "ping_interval": 20,
        "ping_timeout": 30,
        "ws_protocols": [],
        "compression": False,
        "front": Front(),
        "limits": Limits(),
        "action_logger": None,
    }


def test_several_places_are_several_endpoints(tmp_path: Path) -> None:
    """Each word adds one."""
    path = str(tmp_path / "x")
    found = options.server_arguments(arguments("--port", "1", "-u", path, "-e", "tcp:2"))
    assert found["endpoints"] == [Tcp("127.0.0.1", 2), Tcp("127.0.0.1", 1), Unix(path)]


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        (("--max-body", "1"), "body_bytes", 1),
        (("--max-headers", "2"), "header_bytes", 2),
        (("--max-message", "3"), "message_bytes", 3),
        (("--max-unsent", "4"), "unsent_bytes", 4),
        (("--max-connections", "5"), "connections", 5),
        (("--max-handshakes", "6"), "handshakes", 6),
    ],
)
def test_bounds_can_be_moved(words: tuple[str, ...], field: str, value: int) -> None:
    """The others stay."""
    limits: Any = options.server_arguments(arguments(*words))["limits"]
    assert getattr(limits, field) == value
    assert limits.pipelined == Limits().pipelined


def test_stdout_may_be_the_access_log(capsys: pytest.CaptureFixture[str]) -> None:
    """A dash says so."""
    log = options.server_arguments(arguments("--access-log", "-"))["action_logger"]
    log("websocket", "rejected", {"client": "1.2.3.4:5", "path": "/a"})
    assert '"WSREJECT /a" - -' in capsys.readouterr().out
