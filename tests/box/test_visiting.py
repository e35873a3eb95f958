"""How clients come: paths, addresses, and options of a wrong kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import override_settings

from sandbox import Sandbox
from sandbox.box.visiting import _rooted
from sandbox.clients.jar import Jar
from tests.box.conftest import Make

pytestmark = pytest.mark.runtimes


@pytest.mark.parametrize(
    ("path", "rooted"),
    [("", "/"), ("a", "/a"), ("/a", "/a"), ("?b=1", "/?b=1"), ("/?u=http://x/", "/?u=http://x/")],
)
def test_a_path_begins_with_a_slash(path: str, rooted: str) -> None:
    """Whatever was typed."""
    assert _rooted(path) == rooted


def test_addresses_are_the_first_servers(make: Make) -> None:
    """The others are in box.servers."""
    box = make(servers=2)
    assert box.port == box.servers[1].port != box.servers[2].port
    assert box.url == f"http://{box.servers[1].address}"
    assert box.ws_url == f"ws://{box.servers[1].address}"


Ask = Callable[[Sandbox], object]


@pytest.mark.parametrize(
    ("ask", "text"),
    [
        (lambda box: box.login("a", name=3), "name is text such as 'alice', not 3."),
        (
            lambda box: box.login("a", create="no"),
            "create is True or False, not 'no': write create=True or create=False.",
        ),
        (
            lambda box: box.login(3),
            "Somebody signs in by name, such as 'alice', or as a user of the project, not int.",
        ),
        (lambda box: box.connect(3), "path is text such as '/chat/', not 3."),
        (lambda box: box.connect("/", name=3), "name is text such as 'alice', not 3."),
        (
            lambda box: box.connect("/", timeout="1"),
            "timeout is a number of seconds, not '1': write timeout=10.",
        ),
        (
            lambda box: box.connect("/", headers=3),
            "headers is a dict or a list of pairs, not 3: write headers={'X-Name': 'value'}.",
        ),
        (
            lambda box: box.connect("/", headers=[3]),
            "A header is a pair of a name and a value, not 3: write headers={'X-Name': 'value'}.",
        ),
        (
            lambda box: box.connect("/", cookies=[3]),
            "cookies is a dict of texts, not [3]: write cookies={'name': 'value'}.",
        ),
        (
            lambda box: box.connect("/", subprotocols=[3]),
            "subprotocols is a list of texts, not [3]: write subprotocols=['chat'].",
        ),
        (lambda box: box.crowd("20"), "size is a whole number, not '20': write size=20."),
        (
            lambda box: box.crowd(2, keep="1"),
            "keep is a whole number, or None for all, not '1': write keep=1000.",
        ),
        (lambda box: box.get(b"/"), "path is text such as '/chat/', not b'/'."),
        (
            lambda box: box.get("/", timeout="1"),
            "timeout is a number of seconds, or None for no limit, not '1': write timeout=60.",
        ),
        (lambda box: box.get("/", follow="no"), "follow is True or False, not 'no'"),
        (lambda box: box.get("/", wait=0), "wait is True or False, not 0"),
        (
            lambda box: box.post("/", 3),
            "data is a form (a dict, or pairs), text or bytes, not 3: "
            'write post(path, {"a": 1}), or json=… for JSON.',
        ),
        (lambda box: box.post("/", json={1, 2}), "JSON says dicts, lists, texts, numbers"),
        (
            lambda box: box.settle("5"),
            "timeout is a number of seconds, or None for no limit, not '5': write timeout=5.",
        ),
        (lambda box: box.find(3), "query is text such as 'lost channel:chat', not 3."),
        (lambda box: box.story(3), "A story is about a tab or its name, an id or an event"),
        (lambda box: box.why(3), 'box.why asks about a tab or its name, such as "bob", not 3.'),
        (
            lambda box: box.why("bob", 3),
            "What a tab waits for is text, bytes or a compiled pattern, or None for anything, "
            'not 3: write box.why(bob, "hi").',
        ),
        (lambda box: box.mark(3), "label is text such as 'bob joins', not 3."),
        (lambda box: box.sync(3), "box.sync takes a function and what to call it with, not 3"),
        (lambda box: box.consumer(3)(print), "A route hears a channel's name, or a list of names"),
        (lambda box: box.consumer([3])(print), "A channel's name is text such as"),
    ],
)
def test_an_option_of_a_wrong_kind_is_named(box: Sandbox, ask: Ask, text: str) -> None:
    """What was expected, what came, what to write; nothing was begun."""
    with pytest.raises(TypeError, match="^" + re.escape(text)):
        ask(box)
    assert len(box.tabs) == 0
    assert not box.find("connection.opened")


WAITS: list[tuple[Callable[[Any], object], str]] = [
    (lambda tab: tab.receive(timeout="1"), "timeout is a number of seconds, or None"),
    (lambda tab: tab.receive_json(timeout=[]), "timeout is a number of seconds, or None"),
    (lambda tab: tab.expect("x", timeout="1"), "timeout is a number of seconds, or None"),
    (lambda tab: tab.expect_nothing(timeout=None), "timeout is a number of seconds, not None"),
    (lambda tab: tab.close(timeout="1"), "timeout is a number of seconds, not '1'"),
    (lambda tab: tab.close(reason=3), "A close reason is text such as 'bye', not 3"),
    (lambda tab: tab.send_json({1, 2}), "JSON says dicts, lists, texts, numbers"),
    (lambda tab: tab.expect(3), "takes text, bytes, a compiled pattern or a function"),
]


@pytest.mark.parametrize(("wait", "text"), WAITS)
def test_a_tab_names_what_it_cannot_take(box: Sandbox, wait: Any, text: str) -> None:
    """And stays as it is."""
    bob = box.connect("/", name="bob")
    with pytest.raises(TypeError, match=re.escape(text)):
        wait(bob)
    assert bob.closed is None


def test_a_negative_wait_is_refused(box: Sandbox) -> None:
    """It would be without limit, or none at all."""
    bob = box.connect("/", name="bob")
    with pytest.raises(ValueError, match="timeout is from 0 to 2,000,000 seconds"):
        bob.receive(timeout=-1)
    later = box.get("/", wait=False)
    with pytest.raises(ValueError, match="timeout is from 0 to"):
        later.result(timeout=-1)
    assert later.result().status_code == 404


@pytest.mark.parametrize(
    ("ask", "error", "text"),
    [
        (lambda fans: fans.send("x", who="1"), TypeError, "who is a whole number, not '1'"),
        (lambda fans: fans.send("x", who=2), IndexError, "has members 0 to 1, not 2"),
        (lambda fans: fans.wait("1"), TypeError, "total is a whole number, or None for any"),
        (lambda fans: fans.wait(each=-1), ValueError, "each is at least 0"),
        (lambda fans: fans.wait(timeout="1"), TypeError, "timeout is a number of seconds, or None"),
        (lambda fans: fans.close(timeout=None), TypeError, "timeout is a number of seconds, not"),
    ],
)
def test_a_crowd_names_what_it_cannot_take(
    box: Sandbox, ask: Any, error: type[Exception], text: str
) -> None:
    """And stays as it is."""
    fans = box.crowd(2)
    with pytest.raises(error, match=text):
        ask(fans)
    assert fans.open == 2


def test_a_whole_url_is_no_path(box: Sandbox) -> None:
    """A tab belongs to its own sandbox."""
    with pytest.raises(ValueError, match=r"path is what comes after this sandbox's own address"):
        box.connect(box.ws_url + "/chat/")


def test_settling_without_a_limit(box: Sandbox) -> None:
    """None is no limit."""
    box.connect("/").send("hi")
    box.settle(None)
    assert box.find("frame.received")


# --- forms of a project that asks for a token -----------------------------------------------------

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


@pytest.fixture
def asking(make: Make, people: None) -> Iterator[Sandbox]:
    """A sandbox whose Django asks for CSRF tokens, with a page of a form and what takes it."""
    from django.http import HttpRequest, HttpResponse
    from django.middleware.csrf import get_token

    with override_settings(MIDDLEWARE=MIDDLEWARE):
        box = make()

        @box.view("form/")
        def form(request: HttpRequest) -> HttpResponse:
            if request.method == "GET":
                return HttpResponse(get_token(request))
            return HttpResponse(f"{request.user} {request.POST.get('a')}")

        yield box


def test_a_form_goes_with_the_token_that_a_page_would_have(asking: Sandbox) -> None:
    """Without a page before it, as form, JSON or not waited for; nobody's form is refused."""
    assert asking.post("/form/", {"a": "1"}).text == "AnonymousUser 1"
    assert asking.post("/form/", json={"a": 1}).status_code == 200
    held = asking.post("/form/", {"a": "2"}, wait=False)
    assert held.result(10).text == "AnonymousUser 2"


def test_a_browser_keeps_its_token(asking: Sandbox) -> None:
    """The one that a page set, if there was one, else a new one; also with its user."""
    alice, bob = asking.login("alice", create=True), asking.login("bob", create=True)
    alice.get("/form/")
    of_page = alice.cookies["csrftoken"]
    for browser, name in ((alice, "alice"), (bob, "bob"), (alice, "alice")):
        assert browser.post("/form/", {"a": "1"}).text == f"{name} 1"
    assert alice.cookies["csrftoken"] == of_page != bob.cookies["csrftoken"]


def test_a_token_may_be_left_away_or_be_ones_own(asking: Sandbox) -> None:
    """Then Django says 403; a wrong one does not help, and a form's own field is what counts."""
    for headers in ({"X-CSRFToken": None}, {"x-csrftoken": "a" * 32}):
        page = asking.post("/form/", {"a": "1"}, headers=headers)
        assert (page.status_code, "CSRF" in page.text) == (403, True)
    jar = Jar()
    field = {"csrfmiddlewaretoken": asking.get("/form/", cookies=jar).text}
    assert asking.post("/form/", {"a": "1", **field}, cookies=jar).text == "AnonymousUser 1"
    assert asking.post("/form/", field).status_code == 403


def test_a_token_in_the_session_goes_along_too(asking: Sandbox) -> None:
    """CSRF_USE_SESSIONS: the browser's session has it, and stays its user's."""
    with override_settings(CSRF_USE_SESSIONS=True):
        alice = asking.login("alice", create=True)
        assert alice.post("/form/", {"a": "1"}).text == "alice 1"
        assert asking.post("/form/", {"a": "1"}).text == "AnonymousUser 1"


def test_the_token_is_no_secret_that_the_log_tells(asking: Sandbox) -> None:
    """Neither as cookie nor as header."""
    jar = Jar()
    asking.post("/form/", {"a": "1"}, cookies=jar)
    asking.settle()
    [token] = jar.values()
    assert token not in repr(asking.log.events())
