"""The client that is as a browser is: paths, headers, cookies, a session and a login."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import modify_settings

from sandbox.consumers.auth import channel_session_user, channel_session_user_from_http
from sandbox.consumers.routing import route
from sandbox.consumers.sessions import enforce_ordering, http_session
from sandbox.testing import HttpClient, WSClient, apply_routes

COOKIE = settings.SESSION_COOKIE_NAME


@pytest.fixture(autouse=True)
def no_session_stays(database: None) -> Iterator[None]:
    """Leave the table of sessions as empty as it was."""
    from django.contrib.sessions.models import Session

    yield
    Session.objects.all().delete()


@pytest.fixture
def client(database: None) -> WSClient:
    """A client."""
    return WSClient()


@pytest.fixture
def alice(database: None) -> Iterator[Any]:
    """A user with a password."""
    from django.contrib.auth.models import User

    user = User.objects.create_user("alice", password="secret")
    yield user
    user.delete()


def sent(client: WSClient, to: str, *args: Any, **kwargs: Any) -> dict[str, Any]:
    """Send and return what came onto the channel."""
    client.send(to, *args, **kwargs)
    message = client.get_next_message(to)
    assert message is not None
    return message.content


# --- what it sends --------------------------------------------------------------------------------


def test_a_connect_is_completed(client: WSClient) -> None:
    """Path and query, headers as a dict with the session's cookie as bytes (§9)."""
    content = sent(client, "websocket.connect", path="/chat?room=1")
    assert content["path"] == "/chat"
    assert content["query_string"] == "room=1"
    assert content["reply_channel"] == client.reply_channel
    assert content["headers"] == {"cookie": f"{COOKIE}={client.session.session_key}".encode()}
    assert "order" not in content


def test_the_query_goes_with_the_handshake_only(client: WSClient) -> None:
    """Frames have none."""
    content = sent(client, "websocket.receive", path="/chat?room=1")
    assert (content["path"], content["query_string"]) == ("/chat", "")


def test_the_sessions_cookie_goes_once(client: WSClient) -> None:
    """Others go each time."""
    client.set_cookie("theme", "dark")
    first = sent(client, "websocket.connect")["headers"]["cookie"]
    assert first.startswith(b"theme=dark; ")
    assert COOKIE.encode() in first
    assert sent(client, "websocket.receive")["headers"] == {"cookie": b"theme=dark"}


def test_headers_can_be_set_but_for_cookies(client: WSClient) -> None:
    """ValueError says which method to call."""
    client.set_header("origin", b"http://a")
    assert sent(client, "websocket.connect")["headers"]["origin"] == b"http://a"
    with pytest.raises(ValueError, match="use set_cookie"):
        client.set_header("Cookie", b"a=b")


def test_what_is_given_wins(client: WSClient) -> None:
    """And is copied."""
    given = {"path": "/x", "headers": {}, "reply_channel": "r", "list": [1], "text": {"n": 1}}
    content = sent(client, "websocket.receive", given, path="/y")
    given["list"].append(2)  # type: ignore[attr-defined]
    assert content == {
        "path": "/x",
        "headers": {},
        "reply_channel": "r",
        "list": [1],
        "query_string": "",
        "text": '{"n": 1}',
    }


@pytest.mark.parametrize(
    ("text", "wanted"), [("hi", "hi"), ({"n": 1}, '{"n": 1}'), ([], "[]"), ("", ""), (0, "0")]
)
def test_text_that_is_no_text_is_json(client: WSClient, text: Any, wanted: str) -> None:
    """Also what is false in Python."""
    assert sent(client, "websocket.receive", text=text)["text"] == wanted


def test_messages_can_be_numbered(database: None) -> None:
    """From 0, as a server numbers them; an order of one's own is refused then."""
    client = WSClient(ordered=True)
    orders = [sent(client, "websocket.receive")["order"] for _ in range(3)]
    assert orders == [0, 1, 2]
    with pytest.raises(ValueError, match='Do not use "order" manually'):
        client.send("websocket.receive", {"order": 7})
    assert sent(WSClient(), "websocket.receive", {"order": 7})["order"] == 7


def test_numbered_messages_pass_enforce_ordering(database: None) -> None:
    """Each in its turn."""
    got: list[str] = []

    @enforce_ordering
    def consume(message: Any) -> None:
        got.append(message["text"])

    client = WSClient(ordered=True)
    with apply_routes(route("websocket.receive", consume)):
        for text in "abc":
            client.send_and_consume("websocket.receive", text=text)
    assert got == ["a", "b", "c"]


# --- what it receives -----------------------------------------------------------------------------


def test_answers_are_decoded(client: WSClient) -> None:
    """JSON unless told otherwise; content without text comes whole."""
    layer = client.channel_layer
    for content in ({"text": '{"n": 1}'}, {"text": '{"n": 1}'}, {"bytes": b"x"}, {"accept": True}):
        layer.send(client.reply_channel, content)
    assert client.receive() == {"n": 1}
    assert client.receive(json=False) == '{"n": 1}'
    assert client.receive() == {"bytes": b"x"}
    assert client.receive(json=False) == {"accept": True}
    assert client.receive() is None


def accept(message: Any) -> str:
    """Accept."""
    message.reply_channel.send({"accept": True})
    return "accepted"


def close(message: Any) -> None:
    """Refuse."""
    message.reply_channel.send({"close": True})


def test_a_connect_has_to_be_accepted(client: WSClient) -> None:
    """By exactly that message, which is taken off (trap 20)."""
    with apply_routes(route("websocket.connect", accept)):
        assert client.send_and_consume("websocket.connect") == "accepted"
        assert client.receive() is None
        client.send_and_consume("websocket.connect", check_accept=False)
        assert client.receive(json=False) == {"accept": True}


@pytest.mark.parametrize("consumer", [close, lambda message: None])
def test_a_refused_connect_is_an_assertion(client: WSClient, consumer: Any) -> None:
    """Silence too; the text says how to look oneself."""
    with apply_routes(route("websocket.connect", consumer)):
        with pytest.raises(AssertionError, match=r"Connection rejected.*check_accept=False"):
            client.send_and_consume("websocket.connect")


# --- session and user -----------------------------------------------------------------------------


def test_the_session_is_that_of_the_reply_channel(client: WSClient) -> None:
    """A consumer finds by the cookie what the test has put there."""
    client.session["name"] = "value"
    client.session.save()
    seen: list[Any] = []

    @http_session
    def consume(message: Any) -> None:
        seen.append(message.http_session["name"])
        accept(message)

    with apply_routes(route("websocket.connect", consume)):
        client.send_and_consume("websocket.connect")
    assert seen == ["value"]


def test_without_sessions_there_is_no_cookie(database: None) -> None:
    """Asking for the session says what is missing."""
    with modify_settings(INSTALLED_APPS={"remove": "django.contrib.sessions"}):
        client = WSClient()
        assert sent(client, "websocket.connect")["headers"] == {"cookie": b""}
        with pytest.raises(EnvironmentError, match=r"Add django\.contrib\.sessions"):
            _ = client.session


@pytest.mark.parametrize("forced", [True, False])
def test_a_login_is_known_to_consumers(client: WSClient, alice: Any, forced: bool) -> None:
    """On connect by the cookie, and later by the connection's session."""
    users: list[str] = []

    @channel_session_user_from_http
    def connect(message: Any) -> None:
        users.append(str(message.user))
        accept(message)

    @channel_session_user
    def receive(message: Any) -> None:
        users.append(str(message.user))

    routes = [route("websocket.connect", connect), route("websocket.receive", receive)]
    with apply_routes(routes):
        if forced:
            client.force_login(alice)
        else:
            assert client.login(username="alice", password="secret") is True
        client.send_and_consume("websocket.connect")
        client.send_and_consume("websocket.receive", text="hi")
        other = HttpClient()
        other.send_and_consume("websocket.connect")
    assert users == ["alice", "alice", "AnonymousUser"]


def test_a_login_that_is_not_possible_is_false(client: WSClient, alice: Any) -> None:
    """Wrong password, inactive user, no sessions."""
    assert client.login(username="alice", password="wrong") is False
    with modify_settings(INSTALLED_APPS={"remove": "django.contrib.sessions"}):
        assert client.login(username="alice", password="secret") is False
    alice.is_active = False
    alice.save()
    assert client.login(username="alice", password="secret") is False


def test_a_login_names_its_backend(client: WSClient, alice: Any) -> None:
    """The first of the settings unless told."""
    client.force_login(alice)
    assert alice.backend == settings.AUTHENTICATION_BACKENDS[0]
    backend = "django.contrib.auth.backends.AllowAllUsersModelBackend"
    client.force_login(alice, backend=backend)
    assert client.session["_auth_user_backend"] == backend
