"""Origin checks: which pages may open a WebSocket (CLASSIC-SPEC §4.8)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings

from sandbox.consumers.message import Message
from sandbox.consumers.naming import shown_name
from sandbox.consumers.routing import route
from sandbox.consumers.security.websockets import (
    AllowedHostsOnlyOriginValidator,
    BaseOriginValidator,
    allowed_hosts_only,
)
from sandbox.errors import DenyConnection
from tests.workers.scene import Scene

REPLY = "test.response.abc!alice"


def connect(*headers: Any) -> Message:
    """Return a ``websocket.connect`` with these headers."""
    return Message({"reply_channel": REPLY, "headers": list(headers)}, "websocket.connect", None)


def of(origin: bytes) -> Message:
    """Return one from a page of *origin*."""
    return connect([b"host", b"example.com"], [b"origin", origin])


class Even(BaseOriginValidator):
    """Lets origins of even length in."""

    asked: list[str]

    def validate_origin(self, message: Any, origin: str) -> bool:
        """Note the question."""
        self.asked = [*getattr(self, "asked", []), origin]
        return len(origin) % 2 == 0


# --- any validator --------------------------------------------------------------------------------


def test_a_valid_origin_lets_the_consumer_run() -> None:
    """With its arguments; its result comes back, and the name is the consumer's."""

    @Even
    def ws_add(message: Message, room: str, n: int = 0) -> Any:
        """Say what came."""
        return room, n

    assert ws_add(of(b"ab"), "lobby", n=1) == ("lobby", 1)
    assert ws_add.asked == ["ab"]
    assert ws_add.__doc__ == "Say what came."
    assert shown_name(ws_add).endswith("ws_add")


def test_another_origin_is_refused() -> None:
    """And the consumer does not run."""
    ran: list[int] = []
    with pytest.raises(DenyConnection, match="Even: the origin 'abc' is not valid"):
        Even(lambda message: ran.append(1))(of(b"abc"))
    assert ran == []


@pytest.mark.parametrize(
    ("headers", "why"),
    [
        ((), "names no origin"),
        (([b"host", b"example.com"],), "names no origin"),
        (([b"origin"],), "names no origin"),
        (([], [b"Origin", b"ab"]), "names no origin"),
        (([b"origin", "хост".encode()],), "is not ASCII"),
    ],
)
def test_no_origin_is_refused_without_being_asked_about(headers: Any, why: str) -> None:
    """Missing, empty, in another case than servers send, or not ASCII."""
    validator = Even(print)
    with pytest.raises(DenyConnection, match=why):
        validator(connect(*headers))
    assert not hasattr(validator, "asked")


def test_the_first_origin_counts() -> None:
    """Entries that are empty are passed over; pairs may be tuples."""
    validator = Even(lambda message: None)
    validator(connect([], (b"origin", b"ab"), [b"origin", b"abc"]))
    assert validator.asked == ["ab"]


def test_a_message_without_headers_is_refused() -> None:
    """As one that came over an open socket."""
    with pytest.raises(DenyConnection):
        Even(print)(Message({"reply_channel": REPLY}, "websocket.receive", None))


def test_the_base_decides_nothing() -> None:
    """A subclass must."""
    with pytest.raises(NotImplementedError, match="def validate_origin"):
        BaseOriginValidator(print)(of(b"ab"))


# --- ALLOWED_HOSTS --------------------------------------------------------------------------------


def allows(origin: bytes) -> bool:
    """Say whether the validator lets a page of *origin* in."""
    try:
        return bool(allowed_hosts_only(lambda message: True)(of(origin)))
    except DenyConnection:
        return False


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (b"http://allowed-domain.com", True),
        (b"https://allowed-domain.com:8000", True),
        (b"http://ALLOWED-domain.com", True),
        (b"http://sub.wild.com", True),
        (b"http://[2001:db8::1]:8000", True),
        (b"http://denied-domain.com", False),
        (b"http://allowed-domain.com.evil.com", False),
        (b"http://evil.com/allowed-domain.com", False),
        (b"allowed-domain.com", False),
        (b"http://[2001:db8::2]", False),
        (b"http://[2001:db8::1", False),
        (b"null", False),
        (b"file://", False),
        (b"", False),
    ],
)
def test_the_origins_host_must_be_ours(origin: bytes, allowed: bool) -> None:
    """Scheme and port do not count; an origin without a host is nobody's."""
    hosts = ["allowed-domain.com", ".wild.com", "[2001:db8::1]"]
    with override_settings(ALLOWED_HOSTS=hosts, DEBUG=False):
        assert allows(origin) is allowed


@pytest.mark.parametrize(
    "origin", [b"http://localhost:8000", b"http://127.0.0.1", b"http://[::1]:8000"]
)
def test_while_debugging_this_machine_is_ours(origin: bytes) -> None:
    """Where ALLOWED_HOSTS is empty and DEBUG is on, as in Django; not without DEBUG."""
    with override_settings(ALLOWED_HOSTS=[], DEBUG=True):
        assert allows(origin)
        assert not allows(b"http://example.com")
    with override_settings(ALLOWED_HOSTS=[], DEBUG=False):
        assert not allows(origin)


def test_a_star_allows_every_host() -> None:
    """But still no missing one."""
    with override_settings(ALLOWED_HOSTS=["*"]):
        assert allows(b"http://anything.example")
        assert not allows(b"")


def test_both_names_mean_one_class() -> None:
    """The short one is the decorator's."""
    assert allowed_hosts_only is AllowedHostsOnlyOriginValidator


# --- as a worker meets it -------------------------------------------------------------------------


def test_a_refusal_closes_and_says_why_in_the_log() -> None:
    """The client is told nothing but the end of its handshake."""

    @allowed_hosts_only
    def ws_add(message: Message) -> None:
        raise AssertionError("it must not run")

    scene = Scene(route("websocket.connect", ws_add))
    with override_settings(ALLOWED_HOSTS=["example.com"], DEBUG=False):
        scene.play("websocket.connect", **of(b"http://evil.com").content)
    assert scene.got(REPLY) == [{"close": True}]
    (denied,) = scene.events("consumer.denied")
    assert denied.why == (
        "allowed_hosts_only: the origin 'http://evil.com' is not in ALLOWED_HOSTS ['example.com']"
    )
    assert denied.consumer.endswith("ws_add")
