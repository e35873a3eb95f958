"""The script for pages, in a real browser (CLASSIC-SPEC §10)."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse

from sandbox import Group, Sandbox
from sandbox.consumers.generic.websockets import JsonWebsocketConsumer, WebsocketDemultiplexer

pytestmark = pytest.mark.browser

SCRIPT = "/static/channels/js/websocketbridge.js"
PAGE = f'<!doctype html><title>bridge</title><script src="{SCRIPT}"></script>'
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """One browser for all tests of this module."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class News(JsonWebsocketConsumer):
    """A stream that says back what it is told."""

    def receive(self, content: Any, multiplexer: Any = None, **kwargs: Any) -> None:
        """Say it."""
        multiplexer.send({"said": content})


class Streams(WebsocketDemultiplexer):
    """One stream."""

    consumers = {"news": News}  # noqa: RUF012 - as programs of the time have it


@pytest.fixture(scope="module")
def box() -> Iterator[Sandbox]:
    """A sandbox with a page, an echo, several streams, and a room that can be spoken to."""
    from django.contrib.staticfiles.finders import get_finder
    from django.test import override_settings

    apps = {"STATIC_URL": "/static/", "DEBUG": True, "MIDDLEWARE": []}
    with override_settings(**apps):
        get_finder.cache_clear()
        with Sandbox(name="bridge") as made:
            serve(made)
            yield made


def serve(box: Sandbox) -> None:
    """Register the page and the consumers."""

    @box.view("page/")
    def page(request: Any) -> HttpResponse:
        return HttpResponse(PAGE)

    @box.consumer("websocket.connect", path="^/room")
    def ws_add(message: Any) -> None:
        Group("room").add(message.reply_channel)
        message.reply_channel.send({"accept": True})

    @box.consumer("websocket.receive", path="^/room")
    def ws_message(message: Any) -> None:
        message.reply_channel.send({"text": message["text"]})

    box.consumer(path="^/streams")(Streams)


@pytest.fixture
def page(chromium: Any, box: Sandbox) -> Iterator[Any]:
    """The page, with the script loaded; an error in it fails the test."""
    errors: list[str] = []
    tab = chromium.new_page()
    tab.on("pageerror", lambda error: errors.append(str(error)))
    tab.goto(f"{box.url}/page/")
    yield tab
    tab.close()
    box.settle()
    assert errors == []


OPEN = """
async (path) => {
  window.got = [];
  window.bridge = new channels.WebSocketBridge();
  bridge.connect(path);
  await new Promise((resolve) => bridge.socket.addEventListener("open", resolve));
  window.arrived = (count) => new Promise((resolve) => {
    const look = () => (got.length >= count ? resolve(got) : undefined);
    window.noted = (...what) => { got.push(what); look(); };
    look();
  });
}
"""
"""Opens a bridge; ``arrived(n)`` waits for n calls of ``noted``."""


def opened(page: Any, path: str | None) -> Any:
    """Return the page with a bridge that is open."""
    page.evaluate(OPEN, path)
    return page


# --- a server that is replaced --------------------------------------------------------------------


@pytest.mark.usefixtures("box")
def test_a_bridge_comes_back_to_a_server_that_was_replaced(chromium: Any) -> None:
    """After 1012 with the same path: its connect consumer runs again, and the group reaches it;
    what the group sent in the gap was not for it."""
    with Sandbox(name="replaced") as own, chromium.new_page() as page:
        serve(own)
        page.goto(f"{own.url}/page/")
        opened(page, "/room/?who=me")
        page.evaluate("""() => {
            bridge.listen((message) => noted(message.news));
            window.again = new Promise((resolve) =>
                bridge.socket.addEventListener("close", (event) => {
                    window.code = event.code;
                    bridge.socket.addEventListener("open", resolve);
                }));
            return arrived(0) && undefined;
        }""")
        own.servers[1].restart(deadline=0, wait=True)
        own.settle()
        room = own.layers["default"]
        room.send_group("room", {"text": '{"news": "in the gap"}'})
        page.evaluate("() => again")
        own.settle()
        room.send_group("room", {"text": '{"news": "after it"}'})
        assert page.evaluate("() => arrived(1)") == [["after it"]]
        assert page.evaluate("() => code") == 1012
        opening = [one for one in own.log.events() if one.kind == "connection.opened"]
        paths = [one.query for one in opening if one.path == "/room/"]
        assert paths == [b"who=me", b"who=me"]


# --- the bridge -----------------------------------------------------------------------------------


def test_a_new_bridge_is_not_connected(page: Any) -> None:
    """Its options are a copy."""
    assert page.evaluate("""() => {
        const options = { a: 1 };
        const bridge = new channels.WebSocketBridge(options);
        options.a = 2;
        return [bridge.socket, bridge.streams, bridge.default_cb, bridge.options];
    }""") == [None, {}, None, {"a": 1}]


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("undefined", "ws://HOST/"),
        ("'/room/?a=1'", "ws://HOST/room/?a=1"),
        ("'ws://HOST/room/whole'", "ws://HOST/room/whole"),
    ],
)
def test_addresses(page: Any, box: Sandbox, given: str, url: str) -> None:
    """None, a path on this host, or a whole one."""
    host = box.url.removeprefix("http://")
    assert page.evaluate(f"""async () => {{
        const bridge = new channels.WebSocketBridge();
        bridge.connect({given.replace("HOST", host)});
        await new Promise((resolve) => bridge.socket.addEventListener("open", resolve));
        return bridge.socket.url;
    }}""") == url.replace("HOST", host)


def test_a_secure_page_opens_secure_sockets(page: Any) -> None:
    """The scheme is the page's."""
    assert page.evaluate(f"""async () => {{
        const script = await (await fetch("{SCRIPT}")).text();
        const made = [];
        class Fake {{
            constructor(url) {{ made.push(url); }}
            addEventListener() {{}}
        }}
        Fake.CLOSING = 2;
        const window = {{ location: {{ protocol: "https:", host: "example.com" }} }};
        const module = {{ exports: {{}} }};
        new Function("window", "module", script)(window, module);
        const bridge = new module.exports.WebSocketBridge();
        bridge.connect("/room", undefined, {{ constructor: Fake, connectionTimeout: 1e6 }});
        return made;
    }}""") == ["wss://example.com/room"]


def test_protocols_are_offered(page: Any, box: Sandbox) -> None:
    """As to a plain WebSocket."""
    asked = page.evaluate("""() => {
        const asked = [];
        class Fake {
            constructor(...given) { asked.push(given); }
            addEventListener() {}
        }
        Fake.CLOSING = 2;
        const options = { constructor: Fake, connectionTimeout: 1e6 };
        new channels.WebSocketBridge().connect("ws://x/", ["chat"], options);
        new channels.WebSocketBridge().connect("ws://x/", undefined, options);
        return asked;
    }""")
    assert asked == [["ws://x/", ["chat"]], ["ws://x/"]]


def test_messages_of_no_stream_go_to_the_listener(page: Any, box: Sandbox) -> None:
    """Decoded, with null as the stream; whatever JSON they are."""
    opened(page, "/room/").evaluate("() => bridge.listen((...what) => noted(...what))")
    page.evaluate("() => { arrived(9); }")
    for value in ({"type": "test"}, {"type": "second"}, None, 3, ["a"]):
        Group("room", channel_layer=box.layers["default"]).send({"text": json.dumps(value)})
    assert page.evaluate("() => arrived(5)") == [
        [{"type": "test"}, None],
        [{"type": "second"}, None],
        [None, None],
        [3, None],
        [["a"], None],
    ]


def test_messages_of_streams_go_to_their_own(page: Any, box: Sandbox) -> None:
    """With payload and stream's name; one that nobody has registered is ignored, also by the
    listener; the names of what every object has are no streams."""
    opened(page, "/room/").evaluate("""() => {
        arrived(9);
        bridge.demultiplex("before", (...what) => noted("before", ...what));
        bridge.listen((...what) => noted("listener", ...what));
        bridge.demultiplex("after", (...what) => noted("after", ...what));
    }""")
    for value in (
        {"stream": "before", "payload": {"n": 1}},
        {"stream": "unregistered", "payload": {"n": 2}},
        {"stream": "constructor", "payload": {"n": 3}},
        {"plain": 4},
        {"stream": "after", "payload": {"n": 5}},
    ):
        Group("room", channel_layer=box.layers["default"]).send({"text": json.dumps(value)})
    assert page.evaluate("() => arrived(3)") == [
        ["before", {"n": 1}, "before"],
        ["listener", {"plain": 4}, None],
        ["after", {"n": 5}, "after"],
    ]


def test_without_a_listener_streams_are_heard(page: Any, box: Sandbox) -> None:
    """``listen()`` with nothing only starts the hearing."""
    opened(page, "/room/").evaluate("""() => {
        arrived(9);
        bridge.listen();
        bridge.demultiplex("s", (...what) => noted(...what));
    }""")
    for value in ({"plain": 1}, {"stream": "s", "payload": 2}):
        Group("room", channel_layer=box.layers["default"]).send({"text": json.dumps(value)})
    assert page.evaluate("() => arrived(1)") == [[2, "s"]]


def test_what_is_sent_is_json(page: Any, box: Sandbox) -> None:
    """Plain messages as they are; those of a stream with the stream first, then the payload."""
    opened(page, "/room/").evaluate("""() => {
        arrived(9);
        bridge.socket.addEventListener("message", (event) => noted(event.data));
        bridge.send({ type: "test" });
        bridge.stream("stream1").send({ action: "go" });
    }""")
    assert page.evaluate("() => arrived(2)") == [
        ['{"type":"test"}'],
        ['{"stream":"stream1","payload":{"action":"go"}}'],
    ]


def test_it_speaks_with_a_demultiplexer(page: Any) -> None:
    """Both sides of a stream."""
    opened(page, "/streams/").evaluate("""() => {
        arrived(9);
        bridge.listen();
        bridge.demultiplex("news", (...what) => noted(...what));
        bridge.stream("news").send({ n: 1 });
    }""")
    assert page.evaluate("() => arrived(1)") == [[{"said": {"n": 1}}, "news"]]


# --- coming back ----------------------------------------------------------------------------------


QUICK = "{ minReconnectionDelay: 1 }"


def test_a_connection_that_the_server_closes_comes_back(page: Any, box: Sandbox) -> None:
    """With its listeners and its handlers; what is said then is heard as before."""
    page.evaluate(f"""async () => {{
        window.got = [];
        window.opens = 0;
        window.bridge = new channels.WebSocketBridge();
        bridge.connect("/room/", undefined, {QUICK});
        bridge.socket.addEventListener("open", () => {{ opens += 1; }});
        bridge.socket.onclose = (event) => {{ window.code = event.code; }};
        bridge.listen((message) => {{ got.push(message); }});
        await new Promise((resolve) => bridge.socket.addEventListener("open", resolve));
        bridge.first = bridge.socket._socket;
    }}""")
    Group("room", channel_layer=box.layers["default"]).send({"close": 4001})
    page.wait_for_function("() => opens === 2")
    assert page.evaluate("() => code") == 4001
    assert page.evaluate("() => bridge.socket._socket !== bridge.first")
    Group("room", channel_layer=box.layers["default"]).send({"text": '"again"'})
    page.wait_for_function("() => got.length === 1")
    assert page.evaluate("() => got") == ["again"]


def test_one_that_the_page_closes_for_good_stays_closed(page: Any, box: Sandbox) -> None:
    """With ``keepClosed``; listeners hear of it at once, with the code and the reason."""
    opened(page, "/room/")
    heard = page.evaluate("""() => {
        const heard = [];
        bridge.socket.addEventListener("close", (e) => heard.push([e.code, e.reason, e.wasClean]));
        bridge.socket.onclose = (e) => heard.push(e.code);
        bridge.socket.close(4000, "bye", { keepClosed: true });
        return heard;
    }""")
    assert heard == [[4000, "bye", True], 4000]
    page.wait_for_function("() => bridge.socket.readyState === 3")
    assert page.evaluate("() => bridge.socket._timer") is None


FAKE = """
class Fake extends EventTarget {
    static CLOSING = 2;
    static made = [];
    constructor(url) { super(); this.url = url; this.readyState = 0; Fake.made.push(this); }
    send(data) { if (this.readyState !== 1) throw new Error("not open"); this.sent = data; }
    close() { this.readyState = 2; this.closing = true; }
    fire(type, more) {
        this.readyState = type === "open" ? 1 : type === "close" ? 3 : this.readyState;
        const event = Object.assign(new Event(type), more);
        this.dispatchEvent(event);
        if (this["on" + type]) this["on" + type](event);
    }
}
window.waits = [];
window.later = [];
window.setTimeout = (act, delay) => { waits.push(delay); later.push(act); return later.length; };
window.clearTimeout = (id) => { later[id - 1] = () => {}; };
window.run = () => { const all = later.splice(0); all.forEach((act) => act()); };
window.Fake = Fake;
window.connect = (options) => {
    const bridge = new channels.WebSocketBridge();
    bridge.connect("ws://x/", undefined, { constructor: Fake, ...options });
    waits.length = later.length = 0;
    return bridge.socket;
};
"""
"""Sockets that open and close when they are told to, and time that stands still."""


def with_fakes(page: Any, code: str) -> Any:
    """Run *code* in the page, with fake sockets and no clock."""
    page.evaluate(f"() => {{ {FAKE} }}")
    return page.evaluate(f"() => {{ {code} }}")


def test_waits_grow_up_to_a_limit(page: Any) -> None:
    """The first is from 1.5 to 3 s, each later one longer by 1.3, none above 10 s; an open
    connection begins anew."""
    waits = with_fakes(
        page,
        """
        const socket = connect();
        const wait = () => { Fake.made.at(-1).fire("close"); const [ms] = waits.splice(0);
                             run(); waits.length = 0; return ms; };
        const failed = Array.from({ length: 12 }, wait);
        Fake.made.at(-1).fire("open");
        return [failed, wait()];
        """,
    )
    failed, after_open = waits
    assert 1500 <= failed[0] <= 3000
    for shorter, longer in itertools.pairwise(failed):
        assert longer == pytest.approx(min(shorter * 1.3, 10000))
    assert failed[-1] == 10000
    assert 1500 <= after_open <= 3000


def test_the_first_wait_is_drawn_by_chance(page: Any) -> None:
    """So that a thousand pages do not come back in the same moment."""
    waits = with_fakes(
        page,
        """
        return Array.from({ length: 8 }, () => {
            connect(); Fake.made.at(-1).fire("close"); return waits[0]; });
        """,
    )
    assert len(set(waits)) > 1


def test_a_try_has_four_seconds(page: Any) -> None:
    """Then it is given up, with an error, and the next one begins after its wait."""
    told = with_fakes(
        page,
        """
        const bridge = new channels.WebSocketBridge();
        bridge.connect("ws://x/", undefined, { constructor: Fake });
        const errors = [];
        bridge.socket.addEventListener("error", (error) => errors.push(error.code));
        const [timeout] = waits;
        run();
        const closing = Fake.made[0].closing;
        run();
        Fake.made[0].fire("close");
        run();
        return [timeout, closing, errors, Fake.made.length];
        """,
    )
    assert told == [4000, True, ["ETIMEDOUT"], 2]


def test_tries_can_be_limited(page: Any) -> None:
    """After the last one there is an error, for listeners and handler, and no other try."""
    told = with_fakes(
        page,
        """
        const socket = connect({ maxRetries: 1 });
        const errors = [];
        socket.addEventListener("error", (error) => errors.push(error.code));
        socket.onerror = (error) => errors.push(error.message);
        Fake.made.at(-1).fire("close");
        run(); later.length = 0;
        Fake.made.at(-1).fire("close");
        run();
        return [errors, Fake.made.length, later.length];
        """,
    )
    assert told == [["EHOSTDOWN", "Too many failed connection attempts"], 2, 0]


@pytest.mark.parametrize(
    ("options", "opened", "told"),
    [
        ("{}", 2, ["close"]),
        ("{ keepClosed: true }", 1, ["close"]),
        ("{ fastClose: false }", 1, []),
        ("{ delay: 7 }", 2, ["close"]),
    ],
)
def test_closing(page: Any, options: str, opened: int, told: list[str]) -> None:
    """By default it comes back, and listeners are told at once, and once only."""
    found = with_fakes(
        page,
        f"""
        const socket = connect();
        const told = [];
        socket.addEventListener("close", (event) => told.push(event.type));
        Fake.made[0].fire("open");
        socket.close(1000, "", {options});
        const [wait] = waits;
        const before = [...told];
        run();
        if ({options}.fastClose === false) return [Fake.made.length, before, wait];
        Fake.made[0].fire("close");
        return [Fake.made.length, told, wait];
        """,
    )
    assert found[:2] == [opened, told]
    if "delay" in options:
        assert found[2] == 7


def test_closing_between_two_tries_makes_no_second_connection(page: Any) -> None:
    """There is one timer, and none where it shall stay closed."""
    made = with_fakes(
        page,
        """
        const socket = connect();
        Fake.made[0].fire("close");
        socket.close();
        run();
        const once = Fake.made.length;
        Fake.made[1].fire("close");
        socket.close(1000, "", { keepClosed: true });
        run();
        return [once, Fake.made.length];
        """,
    )
    assert made == [2, 2]


def test_what_is_sent_while_it_is_down_is_not_kept(page: Any) -> None:
    """As with a plain WebSocket."""
    assert with_fakes(
        page,
        """
        const socket = connect();
        try { socket.send("early"); } catch (error) { return error.message; }
        """,
    ) == ("not open")


def test_listeners_are_added_once_and_can_go(page: Any) -> None:
    """Also for the sockets to come."""
    assert with_fakes(
        page,
        """
        const socket = connect();
        let calls = 0;
        const count = () => { calls += 1; };
        socket.addEventListener("open", count);
        socket.addEventListener("open", count);
        Fake.made[0].fire("open");
        const first = calls;
        socket.removeEventListener("open", count);
        Fake.made[0].fire("close");
        run();
        Fake.made[1].fire("open");
        return [first, calls];
        """,
    ) == [1, 1]


def test_the_socket_shows_itself_as_a_websocket(page: Any) -> None:
    """State, address and kind of binary data are the present socket's."""
    assert opened(page, "/room/").evaluate("""() => {
        const socket = bridge.socket;
        socket.binaryType = "arraybuffer";
        return [socket.readyState === socket.OPEN, socket.url.endsWith("/room/"), socket.protocol,
                socket.bufferedAmount, socket.extensions, socket._socket.binaryType];
    }""") == [
        True,
        True,
        "",
        0,
        page.evaluate("() => bridge.socket._socket.extensions"),
        "arraybuffer",
    ]


def test_something_else_is_no_constructor(page: Any) -> None:
    """It says what to pass."""
    text = page.evaluate("""() => {
        try { new channels.WebSocketBridge().connect("/", undefined, { constructor: Object }); }
        catch (error) { return String(error); }
    }""")
    assert text.startswith("TypeError: Invalid WebSocket constructor")


def test_the_script_is_what_the_static_files_have(box: Sandbox) -> None:
    """Found by Django in the app's own folder, under the classic path."""
    page = box.get(SCRIPT)
    assert page.status_code == 200
    assert "javascript" in page.headers["content-type"]
    assert "WebSocketBridge" in page.text
