"""The command of 2016: which server it makes."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.layers.memory import MemoryLayer
from sandbox.protocols.access import AccessLogGenerator
from sandbox.protocols.daphne import cli
from sandbox.protocols.daphne.cli import CommandLineInterface

MODULE = "import sandbox.layers.memory\nchannel_layer = sandbox.layers.memory.MemoryLayer()\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder with a layer in it, and nothing left of logging and paths."""
    (tmp_path / "daphne_site.py").write_text(MODULE)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


def made(*arguments: str) -> dict[str, Any]:
    """Return what the command makes a server with."""
    kept: dict[str, Any] = {}

    class Fake:
        def __init__(self, **keywords: Any) -> None:
            kept.update(keywords)

        def run(self) -> None:
            """Do not serve."""
            kept["ran"] = True

    class Command(CommandLineInterface):
        server_class = Fake

    Command().run([*arguments, "daphne_site:channel_layer"])
    assert kept.pop("ran")
    return kept


TCP = "tcp:port=8000:interface=127.0.0.1"


@pytest.mark.parametrize(
    ("arguments", "endpoints"),
    [
        ([], [TCP]),
        (["-p", "123"], ["tcp:port=123:interface=127.0.0.1"]),
        (["-p", "0"], ["tcp:port=0:interface=127.0.0.1"]),
        (["-b", "10.0.0.1"], ["tcp:port=8000:interface=10.0.0.1"]),
        (["-b", "[200a::1]"], [r"tcp:port=8000:interface=200a\:\:1"]),
        (["-b", "10.0.0.1", "--port", "80"], ["tcp:port=80:interface=10.0.0.1"]),
        (["-u", "/tmp/x.sock"], ["unix:/tmp/x.sock"]),
        (["--fd", "5"], ["fd:fileno=5"]),
        (["--fd", "0"], ["fd:fileno=0"]),
        (["-e", "tcp:8080"], ["tcp:8080"]),
        (["-e", "tcp:1", "-e", "tcp:1"], ["tcp:1", "tcp:1"]),
        (["-p", "8000", "-u", "/x", "--fd", "5"], ["fd:fileno=5", TCP, "unix:/x"]),
    ],
)
def test_places_become_endpoints(arguments: list[str], endpoints: list[str]) -> None:
    """No place at all is the default port; other places alone mean no port (§7.1)."""
    assert made(*arguments)["endpoints"] == endpoints


def test_the_defaults_are_those_of_2016() -> None:
    """And the access log goes to stdout."""
    found = made()
    assert isinstance(found.pop("channel_layer"), MemoryLayer)
    assert isinstance(found.pop("action_logger"), AccessLogGenerator)
    assert found.pop("limits").body_bytes == 64 * 1024 * 1024
    assert found == {
        "endpoints": [TCP],
        "http_timeout": 120,
        "websocket_timeout": None,
        "websocket_connect_timeout": 5,
        "websocket_handshake_timeout": 5,
        "ping_interval": 20,
        "ping_timeout": 30,
        "ws_protocols": [],
        "root_path": "",
        "proxy_forwarded_address_header": None,
        "proxy_forwarded_port_header": None,
        "proxy_forwarded_proto_header": None,
        "force_sync": False,
        "verbosity": 1,
        "compression": False,
    }


def test_every_option_reaches_the_server(tmp_path: Path) -> None:
    """Also in the spelling with underscores that two of them have."""
    log = tmp_path / "access.log"
    found = made(
        *["-t", "1", "--websocket_timeout", "-1", "--websocket_connect_timeout", "2"],
        *["--ping-interval", "3", "--ping-timeout", "4", "--root-path", "/app"],
        *["--proxy-headers", "--access-log", str(log), "--force-sync", "-v", "0"],
        *["--compress", "--max-body", "9", "--ws-protocol", "a", "b", "--"],
    )
    assert found["http_timeout"] == 1
    assert (found["websocket_timeout"], found["websocket_connect_timeout"]) == (-1, 2)
    assert (found["ping_interval"], found["ping_timeout"]) == (3, 4)
    assert (found["root_path"], found["ws_protocols"]) == ("/app", ["a", "b"])
    assert found["proxy_forwarded_address_header"] == "X-Forwarded-For"
    assert found["proxy_forwarded_port_header"] == "X-Forwarded-Port"
    assert found["proxy_forwarded_proto_header"] == "X-Forwarded-Proto"
    assert (found["force_sync"], found["verbosity"], found["compression"]) == (True, 0, True)
    assert found["limits"].body_bytes == 9
    found["action_logger"]("websocket", "connected", {"client": None, "path": "/"})
    assert '"WSCONNECT /"' in log.read_text()
    found["action_logger"].stream.close()


def test_a_quiet_server_has_no_access_log() -> None:
    """Verbosity 0, and no file named."""
    assert made("-v", "0")["action_logger"] is None


def test_the_server_is_looked_up_when_it_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that ``daphne.cli.Server`` can be replaced."""
    calls: list[Any] = []

    class Fake:
        def __init__(self, **keywords: Any) -> None:
            calls.append(keywords["endpoints"])

        def run(self) -> None:
            """Do not serve."""

    monkeypatch.setattr(cli, "Server", Fake)
    CommandLineInterface().run(["daphne_site"])
    assert calls == [[TCP]]


@pytest.mark.parametrize("wrong", [["-p", "70000"], ["--fd", "-1"], ["-v", "7"], ["--nonsense"]])
def test_wrong_arguments_are_refused(wrong: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """As argparse does it."""
    with pytest.raises(SystemExit) as ended:
        made(*wrong)
    assert ended.value.code == 2
    assert "usage: daphne" in capsys.readouterr().err


def test_entrypoint_takes_the_processs_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as a call for help."""
    monkeypatch.setattr("sys.argv", ["daphne", "--help"])
    with pytest.raises(SystemExit) as ended:
        CommandLineInterface.entrypoint()
    assert ended.value.code == 0
