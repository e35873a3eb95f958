"""Descriptions of where to listen."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.protocols.endpoints import (
    Descriptor,
    Tcp,
    Unix,
    build_endpoint_description_strings,
    read,
)


@pytest.mark.parametrize(
    ("given", "strings"),
    [
        ({}, []),
        ({"host": "127.0.0.1", "port": 8000}, ["tcp:port=8000:interface=127.0.0.1"]),
        ({"host": "127.0.0.1", "port": 0}, ["tcp:port=0:interface=127.0.0.1"]),
        ({"host": "[::1]", "port": 80}, [r"tcp:port=80:interface=\:\:1"]),
        ({"unix_socket": "/tmp/x.sock"}, ["unix:/tmp/x.sock"]),
        ({"file_descriptor": 5}, ["fd:fileno=5"]),
        ({"file_descriptor": 0}, ["fd:fileno=0"]),
        (
            {"host": "10.0.0.1", "port": 80, "unix_socket": "/x", "file_descriptor": 3},
            ["tcp:port=80:interface=10.0.0.1", "unix:/x", "fd:fileno=3"],
        ),
    ],
)
def test_options_become_descriptions(given: dict[str, Any], strings: list[str]) -> None:
    """Zero is a value; what is not given is not there."""
    assert build_endpoint_description_strings(**given) == strings


@pytest.mark.parametrize("given", [{"host": "127.0.0.1"}, {"port": 8000}])
def test_host_and_port_go_together(given: dict[str, Any]) -> None:
    """One alone is a mistake."""
    with pytest.raises(ValueError, match="host and port"):
        build_endpoint_description_strings(**given)


@pytest.mark.parametrize(
    ("description", "endpoint", "text"),
    [
        ("tcp:port=8000:interface=127.0.0.1", Tcp("127.0.0.1", 8000), "127.0.0.1:8000"),
        ("tcp:8000", Tcp("127.0.0.1", 8000), "127.0.0.1:8000"),
        (r"tcp:port=80:interface=\:\:1", Tcp("::1", 80), "[::1]:80"),
        ("unix:/tmp/x.sock", Unix("/tmp/x.sock"), "unix:/tmp/x.sock"),
        ("unix:address=/tmp/x.sock:mode=600", Unix("/tmp/x.sock"), "unix:/tmp/x.sock"),
        ("fd:fileno=3", Descriptor(3), "fd:3"),
    ],
)
def test_descriptions_are_read(description: str, endpoint: Any, text: str) -> None:
    """Into what they mean, which shows itself as people write it."""
    assert read(description) == endpoint
    assert str(endpoint) == text


@pytest.mark.parametrize(
    "description",
    [
        "",
        "tcp",
        "tcp:port=x",
        "tcp:port=70000",
        "fd:fileno=-1",
        "fd:",
        "unix:",
        "ssl:443",
        "nonsense",
    ],
)
def test_other_descriptions_are_refused(description: str) -> None:
    """The text names what came."""
    with pytest.raises(ValueError, match=r"endpoint"):
        read(description)
