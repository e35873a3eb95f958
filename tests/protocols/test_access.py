"""The access log's lines."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import pytest

from sandbox.protocols.access import AccessLogGenerator

DETAILS = {
    "path": "/a?b",
    "status": 200,
    "method": "GET",
    "client": "1.2.3.4:5",
    "time_taken": 0.1,
    "size": 17,
}


def line(protocol: str, action: str, **details: Any) -> str:
    """Return what is written for an action."""
    stream = io.StringIO()
    log = AccessLogGenerator(stream, lambda: datetime(2017, 3, 4, 5, 6, 7))
    log(protocol, action, DETAILS | details)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("protocol", "action", "text"),
    [
        ("http", "complete", '1.2.3.4:5 - - [04/Mar/2017:05:06:07] "GET /a?b" 200 17\n'),
        (
            "websocket",
            "connecting",
            '1.2.3.4:5 - - [04/Mar/2017:05:06:07] "WSCONNECTING /a?b" - -\n',
        ),
        ("websocket", "connected", '1.2.3.4:5 - - [04/Mar/2017:05:06:07] "WSCONNECT /a?b" - -\n'),
        ("websocket", "rejected", '1.2.3.4:5 - - [04/Mar/2017:05:06:07] "WSREJECT /a?b" - -\n'),
        (
            "websocket",
            "disconnected",
            '1.2.3.4:5 - - [04/Mar/2017:05:06:07] "WSDISCONNECT /a?b" - -\n',
        ),
        ("irc", "joined", ""),
    ],
)
def test_each_action_is_a_line(protocol: str, action: str, text: str) -> None:
    """In NCSA's common format; what is unknown is none."""
    assert line(protocol, action) == text


def test_what_is_not_known_is_a_dash() -> None:
    """Such as the client of a Unix socket, and the status of a request given up."""
    text = line("http", "complete", client=None, status=None, size=0)
    assert text == '- - - [04/Mar/2017:05:06:07] "GET /a?b" - 0\n'


def test_a_path_cannot_forge_a_line() -> None:
    """Quotes, line ends and escape codes are written as numbers."""
    text = line("http", "complete", path='/"\n\x1b[31m')
    assert text.count("\n") == 1
    assert '"GET /\\x22\\x0a\\x1b[31m"' in text
