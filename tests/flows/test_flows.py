"""The reference flows of CLASSIC-SPEC §15.3: real sockets, four workers, classic names only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.contrib import auth
from django.http import HttpResponse
from django.test import override_settings

from sandbox import Channel, Group, Sandbox, TabClosed, route
from sandbox.consumers.auth import (
    channel_and_http_session_user_from_http,
    channel_session_user,
    channel_session_user_from_http,
)
from sandbox.consumers.generic.websockets import JsonWebsocketConsumer
from sandbox.consumers.sessions import channel_session, enforce_ordering, session_for_reply_channel
from sandbox.django.staticfiles import StaticFilesConsumer
from tests.consumers.sessions import new_user, signed_in
from tests.flows.conftest import Make, heard
from tests.workers.scene import PATIENCE, Told

pytestmark = pytest.mark.usefixtures("people")

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


def raised(box: Sandbox) -> list[str]:
    """Return the errors of consumers so far."""
    return [event.error for event in box.log.events() if event.kind == "consumer.raised"]


# --- HTTP -----------------------------------------------------------------------------------------


def test_a_request_is_answered_and_its_end_is_told(make: Make) -> None:
    """Request in full, view, response; http.disconnect with the decoded path behind it."""
    gone = Told()
    box = make(route("http.disconnect", lambda message: gone.tell(message.content)))

    @box.view("^.*$")
    def view(request: Any) -> HttpResponse:
        return HttpResponse(f"{request.method} {request.path} {request.POST.get('a')}")

    page = box.post("/caf%C3%A9/", {"a": "1" * 100_000})
    assert (page.status_code, page.text) == (200, "POST /café/ " + "1" * 100_000)
    box.settle()
    assert gone.wait()["path"] == "/café/"
    (request,) = heard(box, "http.request")
    assert gone.value["reply_channel"] == request["reply_channel"]


def test_many_requests_get_each_its_own_answer(make: Make) -> None:
    """Whichever worker takes which."""
    box = make()

    @box.view("<int:number>/")
    def view(request: Any, number: int) -> HttpResponse:
        return HttpResponse(str(number))

    held = [box.get(f"/{number}/", wait=False) for number in range(40)]
    assert [one.result().text for one in held] == [str(number) for number in range(40)]


# --- long poll ------------------------------------------------------------------------------------


def test_those_who_wait_are_answered_together(make: Make) -> None:
    """A group of open requests gets one response; who gave up before gets none."""

    def poll(message: Any) -> None:
        Group("poll").add(message.reply_channel)

    def gone(message: Any) -> None:
        Group("poll").discard(message.reply_channel)

    box = make(route("http.request", poll, path="^/poll"), route("http.disconnect", gone))
    waiting = [box.get("/poll/", wait=False) for _ in range(5)]
    box.settle()
    assert len(box.groups["poll"]) == 5
    waiting[0].cancel()
    box.settle()
    assert len(box.groups["poll"]) == 4
    assert not any(one.done for one in waiting[1:])
    Group("poll", channel_layer=box.layers["default"]).send({"status": 200, "content": b"news"})
    assert [one.result().text for one in waiting[1:]] == ["news"] * 4
    box.settle()
    assert len(heard(box, "http.disconnect")) == 5
    assert "poll" not in box.groups


def test_an_answer_to_who_gave_up_is_dropped(make: Make) -> None:
    """Where nobody took it out of the group: lost by name, and harmless."""
    box = make(route("http.request", lambda m: Group("poll").add(m.reply_channel), path="^/poll"))
    waiting = box.get("/poll/", wait=False)
    box.settle()
    waiting.cancel()
    box.settle()
    Group("poll", channel_layer=box.layers["default"]).send({"status": 200, "content": b"news"})
    box.settle()
    assert [loss.reason for loss in box.lost if not loss.harmless] == ["no_connection"]


# --- WebSocket ------------------------------------------------------------------------------------


def numbers(message: Any) -> None:
    """Say back what came, with how many came before; keep count in the session."""
    count = message.channel_session.get("count", 0)
    message.channel_session["count"] = count + 1
    message.reply_channel.send({"text": f"{count} {message['text']}"})


def accept(message: Any) -> None:
    """Accept."""
    message.reply_channel.send({"accept": True})


def in_order(order: list[int]) -> list[Any]:
    """Return a routing whose consumers keep the order, and note the orders of disconnects."""
    return [
        route("websocket.connect", enforce_ordering(accept)),
        route("websocket.receive", enforce_ordering(numbers)),
        route(
            "websocket.disconnect",
            enforce_ordering(lambda message: order.append(message["order"])),
        ),
    ]


def test_frames_are_consumed_and_answered_in_their_order(make: Make) -> None:
    """By four workers, for several clients at once; what a consumer keeps is there for the next,
    and the disconnect comes last, with the number behind the last frame's."""
    gone: list[int] = []
    box = make(*in_order(gone))
    tabs = [box.connect("/") for _ in range(4)]
    for number in range(25):
        for tab in tabs:
            tab.send(str(number))
    for tab in tabs:
        received = [tab.receive(timeout=PATIENCE) for _ in range(25)]
        assert received == [f"{number} {number}" for number in range(25)]
        tab.close()
    box.settle()
    assert gone == [26] * 4
    assert raised(box) == []
    workers = {event.where for event in box.log.events() if event.kind == "consumer.started"}
    assert len(workers) > 1


def test_a_disconnect_waits_for_the_frames_before_it(make: Make) -> None:
    """Whoever closes at once has still said everything."""
    gone: list[int] = []
    box = make(*in_order(gone))
    tab = box.connect("/")
    reply = tab.reply_channel.name
    for number in range(20):
        tab.send(str(number))
    tab.close()
    box.settle()
    assert gone == [21]
    assert session_for_reply_channel(reply)["count"] == 20


def test_an_open_socket_has_its_session(make: Make) -> None:
    """The connect consumer runs to its end and its session is saved before the client is let in:
    the first frame finds what it kept."""

    def add(message: Any) -> None:
        accept(message)
        message.channel_session["room"] = message["path"].strip("/")

    def say(message: Any) -> None:
        message.reply_channel.send({"text": message.channel_session["room"]})

    box = make(
        route("websocket.connect", channel_session(add)),
        route("websocket.receive", channel_session(say)),
    )
    for number in range(20):
        tab = box.connect(f"/room-{number}/")
        tab.send("where?")
        assert tab.receive(timeout=PATIENCE) == f"room-{number}"
    assert raised(box) == []


def test_one_error_loses_no_other_session(make: Make) -> None:
    """A consumer that raises with its session open keeps what it wrote, and nobody else notices."""

    def say(message: Any) -> None:
        numbers(message)
        if message["text"] == "bad":
            raise LookupError("bad")

    box = make(
        route("websocket.connect", enforce_ordering(accept)),
        route("websocket.receive", enforce_ordering(say)),
    )
    alice, bob = box.connect("/", name="alice"), box.connect("/", name="bob")
    for text in ("a", "bad", "b"):
        alice.send(text)
        bob.send("x")
    assert [alice.receive(timeout=PATIENCE) for _ in range(3)] == ["0 a", "1 bad", "2 b"]
    assert [bob.receive(timeout=PATIENCE) for _ in range(3)] == ["0 x", "1 x", "2 x"]
    box.settle()
    assert raised(box) == ["LookupError: bad"]


# --- a socket that is rejected --------------------------------------------------------------------


def test_a_rejected_socket_still_ends(make: Make) -> None:
    """With 403; then its disconnect, order 1, code 1006."""
    gone = Told()
    box = make(
        route("websocket.connect", lambda message: message.reply_channel.send({"close": True})),
        route("websocket.disconnect", lambda message: gone.tell(message.content)),
    )
    with pytest.raises(TabClosed, match="403"):
        box.connect("/")
    box.settle()
    assert {key: gone.wait()[key] for key in ("order", "code")} == {"order": 1, "code": 1006}


# --- the seed's chat ------------------------------------------------------------------------------


def test_the_chat_without_an_accept(make: Make) -> None:
    """Its connect consumer only joins; two say and hear, and who has left hears nothing."""
    box = make(
        route("websocket.connect", lambda message: Group("chat").add(message.reply_channel)),
        route(
            "websocket.receive",
            lambda message: Group("chat").send({"text": "[user] " + message.content["text"]}),
        ),
        route("websocket.disconnect", lambda m: Group("chat").discard(m.reply_channel)),
    )
    alice, bob = box.connect("/"), box.connect("/")
    alice.send("hi")
    assert alice.receive() == bob.receive() == "[user] hi"
    bob.close()
    box.settle()
    alice.send("still there?")
    assert alice.receive() == "[user] still there?"
    assert len(box.groups["chat"]) == 1
    assert [loss for loss in box.lost if not loss.harmless] == []


# --- login by cookie ------------------------------------------------------------------------------


def greet(message: Any) -> None:
    """Accept, and say who it is."""
    message.reply_channel.send({"accept": True, "text": f"hello {message.user}"})


def said_by(message: Any) -> None:
    """Say who says it."""
    message.reply_channel.send({"text": f"{message.user}: {message['text']}"})


def by_cookie() -> list[Any]:
    """Return a routing that takes over the browser's user."""
    return [
        route("websocket.connect", channel_session_user_from_http(greet)),
        route("websocket.receive", channel_session_user(said_by)),
    ]


def test_a_login_by_form_is_one_for_sockets(make: Make) -> None:
    """A view signs in, the browser keeps the cookie, and its WebSocket is the user's, in every
    message; after a logout the next one is nobody's."""
    alice = new_user("alice")
    box = make(*by_cookie())

    @box.view("login/")
    def login(request: Any) -> HttpResponse:
        user = auth.get_user_model().objects.get(username=request.POST["name"])
        auth.login(request, user, settings.AUTHENTICATION_BACKENDS[0])
        return HttpResponse("in")

    @box.view("logout/")
    def logout(request: Any) -> HttpResponse:
        auth.logout(request)
        return HttpResponse("out")

    from sandbox.clients.jar import Jar

    name = alice.get_username()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        browser = Jar()
        assert box.connect("/", cookies=browser).receive() == "hello AnonymousUser"
        assert box.post("/login/", {"name": name}, cookies=browser).text == "in"
        tab = box.connect("/", cookies=browser)
        assert tab.receive() == f"hello {name}"
        for number in range(10):
            tab.send(str(number))
        assert {tab.receive(timeout=PATIENCE) for _ in range(10)} == {
            f"{name}: {number}" for number in range(10)
        }
        assert box.get("/logout/", cookies=browser).text == "out"
        assert box.connect("/", cookies=browser).receive() == "hello AnonymousUser"


@pytest.mark.parametrize(
    "forge",
    [
        lambda key: key[:-1] + ("a" if key[-1] != "a" else "b"),
        lambda key: "",
        lambda key: key.upper(),
        lambda key: "x" * 5_000,
        lambda key: "' OR 1=1 --",
        lambda key: "../../" + key,
    ],
    ids=["one-letter", "empty", "upper-case", "long", "sql", "path"],
)
def test_a_forged_cookie_is_nobodys(make: Make, forge: Callable[[str], str]) -> None:
    """It never becomes another user, and the connection works."""
    key = signed_in(new_user("alice")).session_key
    box = make(*by_cookie())
    tab = box.connect("/", headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={forge(key)}"})
    assert tab.receive() == "hello AnonymousUser"
    tab.send("hi")
    assert tab.receive() == "AnonymousUser: hi"
    assert raised(box) == []


def test_people_do_not_become_each_other(make: Make) -> None:
    """Many at once, each with their own browser, on four workers."""
    box = make(*by_cookie())
    names = [new_user("person").get_username() for _ in range(6)]
    tabs = {name: box.connect("/", user=name) for name in names}
    for number in range(5):
        for tab in tabs.values():
            tab.send(str(number))
    for name, tab in tabs.items():
        assert tab.receive() == f"hello {name}"
        got = {tab.receive(timeout=PATIENCE) for _ in range(5)}
        assert got == {f"{name}: {number}" for number in range(5)}


def test_both_sessions_live_through_a_connection(make: Make) -> None:
    """What a frame writes into the browser's session, the next page sees."""

    def choose(message: Any) -> None:
        message.http_session["theme"] = message["text"]
        message.reply_channel.send({"text": f"{message.user} chose"})

    both = channel_and_http_session_user_from_http
    box = make(
        route("websocket.connect", both(accept)),
        route("websocket.receive", both(channel_session_user(choose))),
    )

    @box.view("theme/")
    def theme(request: Any) -> HttpResponse:
        return HttpResponse(request.session.get("theme", "none"))

    name = new_user("alice").get_username()
    with override_settings(MIDDLEWARE=MIDDLEWARE):
        alice = box.login(name)
        assert alice.get("/theme/").text == "none"
        tab = alice.connect("/")
        tab.send("dark")
        assert tab.receive() == f"{name} chose"
        box.settle()
        assert alice.get("/theme/").text == "dark"
    assert raised(box) == []


# --- workers restart ------------------------------------------------------------------------------


@pytest.mark.blocks
def test_workers_are_replaced_under_open_sockets(make: Make) -> None:
    """The consumer that runs finishes, what came meanwhile waits, new workers handle it, and the
    socket never closes; with the session and the order as they were."""
    entered, go_on = Told(), threading.Event()

    def say(message: Any) -> None:
        if message["text"] == "slow":
            entered.tell()
            assert go_on.wait(PATIENCE)
        numbers(message)

    box = make(
        route("websocket.connect", enforce_ordering(accept)),
        route("websocket.receive", enforce_ordering(say)),
    )
    tab = box.connect("/")
    tab.send("before")
    assert tab.receive() == "0 before"
    tab.send("slow")
    entered.wait()
    restart = threading.Thread(target=box._pool.restart, args=(PATIENCE,))
    restart.start()
    tab.send("after")
    go_on.set()
    restart.join(PATIENCE)
    assert [tab.receive(timeout=PATIENCE) for _ in range(2)] == ["1 slow", "2 after"]
    assert tab.closed is None
    assert raised(box) == []


@pytest.mark.blocks
def test_a_killed_worker_does_not_silence_its_client(make: Make) -> None:
    """The frame that hangs is lost, by name; the next one has its turn on another worker."""
    entered = Told()

    def say(message: Any) -> None:
        if message["text"] == "hang":
            entered.tell()
            while True:
                pass
        numbers(message)

    box = make(
        route("websocket.connect", enforce_ordering(accept)),
        route("websocket.receive", enforce_ordering(say)),
    )
    tab = box.connect("/")
    box.settle()
    tab.send("hang")
    entered.wait()
    (busy,) = [worker for worker in box.workers.values() if worker.busy_since is not None]
    tab.send("next")
    busy.kill()
    assert tab.receive(timeout=PATIENCE) == "0 next"
    box.settle()
    assert [loss.reason for loss in box.lost if not loss.harmless] == ["worker_killed"]


# --- a custom channel behind the socket -----------------------------------------------------------


def test_a_room_behind_a_custom_channel(make: Make) -> None:
    """The socket's consumer forwards commands with their reply channel; routes filter on a key of
    theirs, and the user and the session of the connection are there."""
    import json

    def forward(message: Any) -> None:
        payload = json.loads(message["text"])
        payload["reply_channel"] = message.content["reply_channel"]
        Channel("chat.receive").send(payload)

    def join(message: Any) -> None:
        rooms = set(message.channel_session.get("rooms", ())) | {message["room"]}
        message.channel_session["rooms"] = sorted(rooms)
        Group(f"room-{message['room']}").add(message.reply_channel)
        message.reply_channel.send({"text": json.dumps({"join": message["room"]})})

    def send(message: Any) -> None:
        if message["room"] not in message.channel_session.get("rooms", ()):
            message.reply_channel.send({"text": json.dumps({"error": "not a member"})})
            return
        said = {"who": str(message.user), "said": message["text"]}
        Group(f"room-{message['room']}").send({"text": json.dumps(said)})

    box = make(
        route("websocket.connect", channel_session_user_from_http(accept)),
        route("websocket.receive", forward),
        route("chat.receive", channel_session_user(join), command="^join$"),
        route("chat.receive", channel_session_user(send), command="^send$"),
    )
    name = new_user("alice").get_username()
    alice, bob = box.connect("/", user=name), box.connect("/", name="bob")
    alice.send_json({"command": "join", "room": "lobby"})
    assert alice.receive_json() == {"join": "lobby"}
    bob.send_json({"command": "send", "room": "lobby", "text": "let me in"})
    assert bob.receive_json() == {"error": "not a member"}
    bob.send_json({"command": "join", "room": "lobby"})
    assert bob.receive_json() == {"join": "lobby"}
    alice.send_json({"command": "send", "room": "lobby", "text": "hi"})
    assert alice.receive_json() == bob.receive_json() == {"who": name, "said": "hi"}
    assert raised(box) == []


def test_a_class_with_everything(make: Make) -> None:
    """Users, order, groups and JSON in one generic consumer."""

    class Room(JsonWebsocketConsumer):
        http_user = True
        strict_ordering = True

        def connection_groups(self, room: str = "", **kwargs: Any) -> list[str]:
            return [f"class-{room}"]

        def receive(self, content: Any, room: str = "", **kwargs: Any) -> None:
            said = {"who": str(self.message.user), "n": content["n"]}
            Group(f"class-{room}").send({"text": self.encode_json(said)})

    box = make(Room.as_route(path=r"^/(?P<room>\w+)/$"))
    name = new_user("alice").get_username()
    alice, bob = box.connect("/lobby/", user=name), box.connect("/lobby/", name="bob")
    other = box.connect("/other/", name="other")
    for n in range(10):
        alice.send_json({"n": n})
    for tab in (alice, bob):
        assert [tab.receive_json() for _ in range(10)] == [{"who": name, "n": n} for n in range(10)]
    other.expect_nothing()
    alice.close()
    box.settle()
    assert len(box.groups["class-lobby"]) == 1
    assert raised(box) == []


@pytest.mark.blocks
def test_the_story_of_an_ordered_message_tells_it_all(make: Make) -> None:
    """Which session, which user, what waited for which, and as what it came back."""
    entered, go_on = Told(), threading.Event()

    def say(message: Any) -> None:
        if message["text"] == "first":
            entered.tell()
            assert go_on.wait(PATIENCE)
        message.reply_channel.send({"text": f"{message.user}: {message['text']}"})

    box = make(
        route("websocket.connect", enforce_ordering(channel_session_user_from_http(accept))),
        route("websocket.receive", enforce_ordering(channel_session_user(say))),
    )
    name = new_user("alice").get_username()
    tab = box.connect("/", user=name, name="alice")
    box.settle()  # the connect's turn passes on behind its accept
    tab.send("first")
    entered.wait()
    tab.send("second")
    kinds: list[str] = []
    cursor = 0
    while "consumer.waited" not in kinds:
        assert box.log.wait(cursor, timeout=PATIENCE)
        cursor = box.log.end
        kinds = [event.kind for event in box.log.events()]
    go_on.set()
    assert [tab.receive(timeout=PATIENCE) for _ in range(2)] == [
        f"{name}: first",
        f"{name}: second",
    ]
    box.settle()
    story = " ".join(str(box.story(tab)).split())
    assert "session.opened" in story
    assert f"user.identified {name} by http session" in story
    assert f"user.identified {name} by channel session" in story
    assert "order 2 waits until 1 has run" in story
    assert "message.accepted alice's wait channel {order: 2" in story
    back = [
        event
        for event in box.story(tab).events
        if event.kind == "message.accepted" and getattr(event, "channel", "") == "websocket.receive"
    ]
    assert len(back) == 3  # two frames, and the one that went back


def test_static_files_are_served_with_everything_else(make: Make) -> None:
    """By the classic consumer, where a routing names it."""
    with override_settings(STATIC_URL="/static/"):
        box = make(route("http.request", StaticFilesConsumer()))
        page = box.get("/static/channels/js/websocketbridge.js")
    assert (page.status_code, "WebSocketBridge" in page.text) == (200, True)
    assert box.get("/nowhere/").status_code == 404
