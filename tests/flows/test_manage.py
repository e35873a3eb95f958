"""A project of 2016 started by its own ``manage.py runserver``, and driven by real clients.

Its files (``tests/data/todolist``) are as they were written then, down to ``url(…)``,
``MIDDLEWARE_CLASSES`` and relations without ``on_delete``; all that was added is one import at the
top of ``manage.py``.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sandbox.clients.http import Page, request
from sandbox.clients.hub import Hub
from sandbox.clients.jar import Jar
from sandbox.clients.tab import Tab
from sandbox.errors import TabClosed
from tests.test_cli import environment

PROJECT = Path(__file__).parents[1] / "data" / "todolist"
PATIENCE = 30.0
"""Seconds after which what must happen is taken not to."""


class Runserver:
    """``manage.py runserver`` in a process of its own, and clients of it."""

    def __init__(self, project: Path, *options: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "runserver", "127.0.0.1:0", *options],
            cwd=project,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self.hub = Hub()
        self.said: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.listening()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line)
        self._lines.put(None)

    def line(self, pattern: str, timeout: float = PATIENCE) -> str:
        """Wait for a line on stderr and return the pattern's first group; ``queue.Empty`` if
        nothing is said for *timeout* seconds."""
        while True:
            line = self._lines.get(timeout=timeout)
            assert line is not None, "".join(self.said)
            self.said.append(line)
            found = re.search(pattern, line)
            if found is not None:
                return found[1]

    def listening(self) -> None:
        """Wait until it listens, and note where."""
        self.host = self.line(r"Listening on (127\.0\.0\.1:\d+)")

    def tab(self, path: str, cookies: Jar | None = None) -> Tab:
        """Open a WebSocket."""
        return Tab(self.hub, f"ws://{self.host}{path}", cookies=cookies)

    def get(self, path: str, cookies: Jar | None = None) -> Page:
        """Ask for a page."""
        return request("GET", f"http://{self.host}{path}", cookies=cookies)

    def ask(self, path: str) -> Waiting:
        """Ask for a page that is answered later."""
        return Waiting(self, path)

    def sign_in(self, name: str) -> Jar:
        """Return the cookies of a browser in which *name* is signed in."""
        jar = Jar()
        assert "signed in at /sign-in/" in self.get(f"/sign-in/{name}/", jar).text
        return jar

    def end(self, number: signal.Signals | None) -> str:
        """End all clients, and the process by a signal unless it is ending; return what it said
        on stderr."""
        self.hub.close()
        if number is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)
        assert self.process.wait(PATIENCE) == 0, "".join(self.said)
        self._reader.join(PATIENCE)
        while (line := self._lines.get(timeout=PATIENCE)) is not None:
            self.said.append(line)
        for stream in (self.process.stdout, self.process.stderr):
            assert stream is not None
            stream.close()
        return "".join(self.said)


class Waiting:
    """A request in a thread of its own."""

    def __init__(self, server: Runserver, path: str) -> None:
        self._page: Page | None = None
        self._thread = threading.Thread(target=self._run, args=(server, path), daemon=True)
        self._thread.start()

    def _run(self, server: Runserver, path: str) -> None:
        self._page = server.get(path)

    def result(self) -> Page:
        """Wait for the answer."""
        self._thread.join(PATIENCE)
        assert self._page is not None
        return self._page


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project with its tables."""
    project = tmp_path_factory.mktemp("todolist") / "project"
    shutil.copytree(PROJECT, project)
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--run-syncdb", "--verbosity", "0"],
        cwd=project,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def project(migrated: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    shutil.copytree(migrated, tmp_path / "project")
    return tmp_path / "project"


@pytest.fixture
def server(project: Path) -> Iterator[Runserver]:
    """The project, served with four workers; nothing may have gone wrong there, and Ctrl-C ends
    it well."""
    running = Runserver(project, "--noreload")
    try:
        yield running
    finally:
        said = running.end(signal.SIGINT)
    assert "Traceback" not in said, said
    assert "Error processing message" not in said, said
    assert "Could not find match" not in said, said


def frame(tab: Tab) -> Any:
    """Return the next frame's JSON."""
    return json.loads(str(tab.receive(timeout=PATIENCE)))


# --- pages ----------------------------------------------------------------------------------------


def test_pages_and_static_files_are_served(server: Runserver) -> None:
    """Views, templates with ``{% load staticfiles %}``, the classic script, who is signed in."""
    page = server.get("/todo/")
    assert page.status_code == 200
    assert '<script src="/static/channels/js/websocketbridge.js">' in page.text
    assert "WebSocketBridge" in server.get("/static/channels/js/websocketbridge.js").text
    jar = server.sign_in("alice")
    server.get("/todo/add/milk/", jar)
    page = server.get("/todo/", jar)
    assert "<li>milk</li>" in page.text
    assert "<p>alice</p>" in page.text
    assert server.get("/nowhere/").status_code == 404


def test_each_request_and_socket_is_a_line(server: Runserver) -> None:
    """As the classic server wrote them (§6.4)."""
    server.get("/todo/?x=1")
    server.tab("/tricks/room/red/").close()
    time = r"^\[\d{4}/\d\d/\d\d \d\d:\d\d:\d\d\] "
    assert server.line(time + r"(HTTP GET /todo/\?x=1 200 \[\d+\.\d\d, 127\.0\.0\.1:\d+\])$")
    for word in ("HANDSHAKING", "CONNECT", "DISCONNECT"):
        assert server.line(time + rf"(WebSocket {word} /tricks/room/red/ \[127\.0\.0\.1:\d+\])$")


# --- sockets --------------------------------------------------------------------------------------


def test_rooms_hear_who_speaks_in_them(server: Runserver) -> None:
    """By group; the browser's login is the socket's (no consumer accepts: it is of early 2016)."""
    alice = server.tab("/tricks/room/red/", server.sign_in("alice"))
    bob = server.tab("/tricks/room/red/", server.sign_in("bob"))
    eve, carol = server.tab("/tricks/room/red/"), server.tab("/tricks/room/blue/")
    alice.send("hi")
    for tab in (alice, bob, eve):
        assert tab.receive(timeout=PATIENCE) == "alice: hi"
    eve.send("psst")
    assert alice.receive(timeout=PATIENCE) == "somebody: psst"
    carol.send("blue")
    assert carol.receive(timeout=PATIENCE) == "somebody: blue"
    bob.close()
    alice.send("bye")
    assert alice.receive(timeout=PATIENCE) == "alice: bye"


def test_four_workers_keep_the_order_of_a_connection(server: Runserver) -> None:
    """enforce_ordering: each message sees all before it in the session, and replies leave in
    order."""
    tabs = [server.tab("/tricks/ordered/") for _ in range(3)]
    for n in range(20):
        for tab in tabs:
            tab.send(str(n))
    for tab in tabs:
        got = [str(tab.receive(timeout=PATIENCE)) for _ in range(20)]
        assert got == [" ".join(str(m) for m in range(n + 1))[-len(g) :] for n, g in enumerate(got)]
        assert got[-1] == "17 18 19"


def test_a_delayed_message_comes_when_it_is_due(server: Runserver) -> None:
    """Without another process, since the layer is in this one's memory."""
    tab = server.tab("/tricks/timer/")
    tab.send("1")
    assert tab.receive(timeout=PATIENCE) == "it is time for tea"


def test_a_consumer_of_another_layer_does_the_work(server: Runserver) -> None:
    """A background task on a custom channel of the layer "background"."""
    tab = server.tab("/tricks/background/")
    tab.send("12")
    assert tab.receive(timeout=PATIENCE) == "144"


def test_those_who_wait_are_answered_together(server: Runserver) -> None:
    """Long poll: a consumer of http.request that only remembers whom to answer."""
    waiting = [server.ask("/poll/") for _ in range(3)]
    answer = server.tab("/tricks/answer/")
    got: list[Page] = []
    while len(got) < 3:  # a request may still be on its way when the first answer goes out
        answer.send("news!")
        got += [one.result() for one in waiting[:1]]
        waiting = waiting[1:]
    assert [(page.status_code, page.json()) for page in got] == [(200, {"news": "news!"})] * 3
    assert got[0].headers["Content-Type"] == "application/json"


# --- data binding ---------------------------------------------------------------------------------


def test_a_change_of_the_model_reaches_everybody(server: Runserver) -> None:
    """Outbound: from a view."""
    tabs = [server.tab("/todo/stream/") for _ in range(2)]
    key = int(server.get("/todo/add/milk/").text)
    for tab in tabs:
        assert frame(tab) == {
            "stream": "items",
            "payload": {
                "action": "create",
                "pk": key,
                "data": {"name": "milk", "done": False},
                "model": "todo.item",
            },
        }


def test_frames_change_the_model_as_their_user_may(server: Runserver) -> None:
    """Inbound: who is nobody may do nothing, alice may create and update, the boss may delete;
    fields that were not named do not come in."""
    alice = server.tab("/todo/stream/", server.sign_in("alice"))
    boss = server.tab("/todo/stream/", server.sign_in("boss"))
    eve = server.tab("/todo/stream/")

    def ask(tab: Tab, **payload: Any) -> None:
        tab.send_json({"stream": "items", "payload": payload})

    ask(eve, action="create", data={"name": "eve's"})
    ask(alice, action="create", data={"name": "bread", "owner": 1, "id": 77})
    created = frame(eve)["payload"]
    assert (created["action"], created["data"]) == ("create", {"name": "bread", "done": False})
    assert created["pk"] != 77
    ask(alice, action="update", pk=created["pk"], data={"done": True})
    assert frame(eve)["payload"]["data"] == {"name": "bread", "done": True}
    ask(alice, action="delete", pk=created["pk"])
    ask(boss, action="delete", pk=created["pk"])
    assert frame(eve)["payload"]["action"] == "delete"
    assert "<li>" not in server.get("/todo/", server.sign_in("alice")).text


def change(file: Path, old: str, new: str, server: Runserver) -> None:
    """Change a file until the reloader says that it has seen it (it looks once a second)."""
    text = file.read_text().replace(old, new)
    for _ in range(int(PATIENCE)):
        file.write_text(text)
        with contextlib.suppress(queue.Empty):
            assert server.line(r"(\S+) changed, reloading\.", timeout=1.5).endswith(file.name)
            return
    raise AssertionError("".join(server.said))


# --- the process ----------------------------------------------------------------------------------


def test_files_edited_under_traffic_serve_and_no_socket_closes(project: Path) -> None:
    """Consumers, what they import and a rule of the routing: the reloader has nothing to do; what
    is no Python leaves the code of before serving. No message is lost, doubled or out of order."""
    server = Runserver(project, "--nothreading")
    consumers, routing = project / "tricks" / "consumers.py", project / "tricks" / "routing.py"
    words = project / "tricks" / "words.py"
    source = consumers.read_text()
    try:
        red = server.tab("/tricks/room/red/")
        sent = iter(range(1000))
        asked: list[int] = []

        def traffic() -> list[str]:
            """Three messages more; what is said of them."""
            for _ in range(3):
                asked.append(next(sent))
                red.send(str(asked[-1]))
            return [str(red.receive(timeout=PATIENCE)) for _ in range(3)]

        heard = traffic()
        words.write_text('SAYS = " says "\n')
        said = source.replace('"%s: %s" %', '("%s" + SAYS + "%s") %')
        new = "from tricks.words import SAYS\n" + said
        consumers.write_text(new)
        heard += traffic()
        server.line(r"(consumers\.py: loaded anew, from the next message on)")
        heard += traffic()
        assert heard[-1] == f"somebody says {asked[-1]}"
        words.write_text('SAYS = " shouts "\n')
        server.line(r"(words\.py: loaded anew)")
        heard += traffic()
        assert heard[-1] == f"somebody shouts {asked[-1]}"
        consumers.write_text(new + "\ndef broken(:\n")
        server.line(r"consumers\.py, line (\d+): SyntaxError.*The code of before goes on serving")
        heard += traffic()
        consumers.write_text(new)
        server.line(r"(consumers\.py: loaded anew)")
        routing.write_text(routing.read_text().replace("^/answer", "^/reply"))
        server.line(r"(routing\.py: loaded anew)")
        heard += traffic()
        server.tab("/tricks/reply/").send("nobody waits")
        assert [int(re.sub(r".*\D", "", one)) for one in heard] == asked
        assert heard[-1] == f"somebody shouts {asked[-1]}"
        assert red.closed is None
    finally:
        said = server.end(signal.SIGINT)
    assert "changed, reloading" not in said, said
    assert "Traceback" not in said, said


def test_a_change_of_models_restarts_it(project: Path) -> None:
    """Django keeps models for the life of a process, so the reloader starts a new one; clients get
    a goodbye (1012) and connect again."""
    server = Runserver(project)
    try:
        assert server.get("/poll/nothing/").status_code == 404
        tab = server.tab("/tricks/room/red/")
        change(project / "todo" / "models.py", "\n\n\n", "\n\n\n\n", server)
        with pytest.raises(TabClosed):
            tab.receive(timeout=PATIENCE)
        assert tab.closed is not None
        assert tab.closed.code == 1012
        server.listening()
        tab = server.tab("/tricks/room/red/")
        tab.send("hi")
        assert tab.receive(timeout=PATIENCE) == "somebody: hi"
    finally:
        said = server.end(signal.SIGINT)
    assert "Traceback" not in said, said
    assert "models.py defines database models" in said, said
    assert "so this process begins anew" in said, said


def test_sigterm_ends_it_well_with_clients_connected(project: Path) -> None:
    """Status 0, and clients are told."""
    server = Runserver(project, "--noreload")
    tab = server.tab("/tricks/room/red/")
    server.process.send_signal(signal.SIGTERM)
    with pytest.raises(TabClosed):
        tab.receive(timeout=PATIENCE)
    assert tab.closed is not None
    assert tab.closed.code == 1012
    assert "Traceback" not in server.end(None)
