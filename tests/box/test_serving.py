"""Registrations and the given routing, as one ladder: swaps, versions, views."""

from __future__ import annotations

import threading
from typing import Any, ClassVar

import pytest
from django.http import HttpResponse

from sandbox import Channel, Sandbox, include, route, route_class
from sandbox.box import serving as module
from sandbox.box.cells import Cell
from sandbox.errors import NotAConsumer, SandboxError
from tests.box.conftest import Make


def one(message: Any, **kwargs: Any) -> None:
    """One."""


def two(message: Any, **kwargs: Any) -> None:
    """Two."""


class Consumer:
    """A class as of 2016."""

    heard: ClassVar[list[Any]] = []

    def __init__(self, message: Any, **kwargs: Any) -> None:
        type(self).heard.append((message.channel.name, kwargs))

    @classmethod
    def channel_names(cls) -> set[str]:
        """Its own channels."""
        return {"x.one", "x.two"}


def ladder(box: Sandbox) -> list[str]:
    """The rules without the defaults and module names."""
    rules = box._wrapper.router.rules[:-4]
    return [f"{'/'.join(rule.channels)} {rule.consumer.rpartition('.')[2]}" for rule in rules]


class Cells:
    """Stands for a kernel: runs cells."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.cell: Cell | None = None
        self.run_number = 0
        monkeypatch.setattr(module, "current_cell", lambda: self.cell)

    def run(self, box: Sandbox, name: str, body: Any, succeeds: bool = True) -> None:
        """Run a cell to its end."""
        self.run_number += 1
        self.cell = Cell(name, self.run_number)
        body()
        box._serving.cell_ended(succeeds)


@pytest.fixture
def cells(monkeypatch: pytest.MonkeyPatch) -> Cells:
    """A kernel."""
    return Cells(monkeypatch)


# -- @box.consumer ----------------------------------------------------------------------------


def test_functions_and_classes_are_returned_unchanged(box: Sandbox) -> None:
    """A class may name its own channels, with and without parentheses."""
    assert box.consumer("a")(one) is one
    assert box.consumer(["b", "c"], key="^x")(two) is two
    assert box.consumer()(Consumer) is Consumer
    assert ladder(box) == ["a one", "b/c two", "x.one/x.two Consumer"]
    box.consumers["Consumer"].remove()
    assert box.consumer(Consumer) is Consumer
    assert box.consumer("x.one", key="^(?P<n>.)")(Consumer) is Consumer
    assert ladder(box)[2:] == ["x.one/x.two Consumer", "x.one Consumer"]
    Consumer.heard.clear()
    Channel("x.two").send({})
    box.settle()
    assert Consumer.heard == [("x.two", {})]


def test_without_a_channel_it_says_how_to_write_it(box: Sandbox) -> None:
    """For a function, bare and with empty parentheses."""
    with pytest.raises(TypeError, match=r'write @box\.consumer\("websocket\.receive"\)'):
        box.consumer(one)
    with pytest.raises(TypeError, match=r'write @box\.consumer\("websocket\.receive"\)'):
        box.consumer()(one)
    assert ladder(box) == []


async def anext_one(message: Any) -> None:
    """Async."""


@pytest.mark.parametrize(
    ("thing", "text"), [(anext_one, "are plain functions in a worker's"), (3, "not 3")]
)
def test_what_cannot_consume(box: Sandbox, thing: Any, text: str) -> None:
    """The sheet's own words for async functions."""
    with pytest.raises(NotAConsumer, match=text):
        box.consumer("a")(thing)
    with pytest.raises(NotAConsumer, match=text):
        box.routing = [route("a", thing)]
    assert ladder(box) == []


@pytest.mark.parametrize("name", ["websocket receive", "", "ü", "a" * 100, "daphne.response.x!abc"])
def test_a_name_that_no_channel_can_have(box: Sandbox, name: str) -> None:
    """Nothing changes, and workers live on."""
    with pytest.raises(TypeError, match="channel"):
        box.consumer(name)(one)
    with pytest.raises(TypeError, match="channel"):
        box.routing = [route(name, one)]
    assert ladder(box) == []
    box.connect("/").close()


@pytest.mark.parametrize("name", ["websocket.recieve", "websockets.receive", "Http.request"])
def test_a_misspelt_channel_is_warned_of(box: Sandbox, name: str) -> None:
    """With the cell's own line; it is registered all the same."""
    meant = r"did you mean '(websocket\.receive|http\.request)'"
    with pytest.warns(UserWarning, match=meant) as caught:
        box.consumer(name)(one)
    assert [warning.filename for warning in caught] == [__file__]
    with pytest.warns(UserWarning, match=meant) as caught:
        box.routing = [route(name, one)]
    assert [warning.filename for warning in caught] == [__file__]
    assert name in box.channels
    for own in ("chat-messages", "chat.receive", "news.connect"):
        box.consumer(own)(one)  # nothing like a server's: the protocol is another


def test_a_consumer_that_cannot_be_hashed_serves(box: Sandbox) -> None:
    """With its version in the log."""
    heard = []

    class Loose:
        __hash__ = None  # type: ignore[assignment]

        def __call__(self, message: Any) -> None:
            heard.append(message["n"])

    box.consumer("a")(Loose())
    box.consumer("a")(Loose())
    Channel("a").send({"n": 1})
    box.settle()
    assert heard == [1]
    (started,) = box.find("consumer.started")
    assert started.version == f"v{box.consumers['Loose'].version}"


def test_a_new_channel_is_heard_at_once(box: Sandbox) -> None:
    """What waits there already is read."""
    heard = []
    Channel("late").send({"n": 1})
    box.consumer("late")(lambda message: heard.append(message["n"]))
    Channel("late").send({"n": 2})
    box.settle()
    assert heard == [1, 2]


# -- box.consumers ----------------------------------------------------------------------------


def test_what_is_known_of_a_consumer(box: Sandbox) -> None:
    """Source, version, diff, function, channels."""

    @box.consumer("a")
    def ws(message: Any) -> None:
        """First."""

    first = ws
    consumer = box.consumers["ws"]
    assert consumer.function is first
    assert (consumer.version, consumer.diff(), consumer.channels) == (1, "", "a")
    assert consumer.source is not None
    assert consumer.source.startswith('@box.consumer("a")')

    @box.consumer("a")
    def ws(message: Any) -> None:
        """Second."""

    assert box.consumers["ws"].version == 2
    assert '+    """Second."""' in box.consumers["ws"].diff()
    versions = [(event.version, event.by) for event in box.find("code.changed")]
    assert versions == [("v1", "script"), ("v2", "script")]


def test_removing(box: Sandbox) -> None:
    """The next rule serves; harmless twice; one of several places of one function only."""
    box.consumer("a")(one)
    box.consumer("b")(one)
    box.routing = [route("a", two)]
    consumer = box.consumers["one"]
    consumer.remove()
    consumer.remove()
    assert ladder(box) == ["b one", "a two"]
    with pytest.raises(SandboxError, match=r"two stands in the routing .*: assign box\.routing"):
        box.consumers["two"].remove()


# -- box.routing ------------------------------------------------------------------------------

ROUTES = [route("a", one), include([route("b", two, key="^x")], key="^y")]
DOTTED = f"{__name__}.ROUTES"


@pytest.mark.parametrize("routing", [ROUTES, {"a": one, "b": two}, tuple(ROUTES)])
def test_a_routing_is_taken_as_a_whole(box: Sandbox, routing: Any) -> None:
    """List, dict, tuple; the cell's own consumers stay in front; again, and nothing is doubled."""
    box.consumer("c")(one)
    for _ in range(2):
        box.routing = routing
    assert ladder(box) == ["c one", "a one", "b two"]
    assert len(box.routing) == 2
    assert "  2  a -> " in repr(box.routing)
    assert [consumer.version for consumer in box.consumers.values()] == [1, 1, 1]
    box.routing = None
    assert ladder(box) == ["c one"]


def test_a_dotted_path(box: Sandbox, monkeypatch: pytest.MonkeyPatch, make: Make) -> None:
    """As in the settings of 2016."""
    import sys

    monkeypatch.setitem(sys.modules, __name__.replace("-", "_"), sys.modules[__name__])
    box.routing = DOTTED
    assert ladder(box) == ["a one", "b two"]
    assert ladder(make(name="second", routing=DOTTED)) == ["a one", "b two"]


def test_a_routing_does_not_change_in_place(box: Sandbox) -> None:
    """``append`` would be lost in silence; += works."""
    box.routing = [route("a", one)]
    with pytest.raises(AttributeError):
        box.routing.append(route("b", two))
    box.routing += [route("b", two)]
    assert ladder(box) == ["a one", "b two"]
    mine = [route("c", one)]
    box.routing = mine
    mine.append(route("d", two))
    assert ladder(box) == ["c one"]


@pytest.mark.parametrize("wrong", [3, [one], "nowhere.at.all", {"a": 3}, [route("a b", one)]])
def test_with_a_wrong_routing_the_old_one_serves(box: Sandbox, wrong: Any) -> None:
    """An exception is the cell's own affair."""
    box.routing = [route("a", one)]
    with pytest.raises(Exception, match=r"."):
        box.routing = wrong
    assert ladder(box) == ["a one"]
    assert [type(entry).__name__ for entry in box.routing] == ["Route"]


def test_two_consumers_of_one_name_keep_their_versions(box: Sandbox) -> None:
    """Two lambdas on one channel, say; another swap is no change of theirs."""
    routing = [route("a", lambda message: 1, k="^1"), route("a", lambda message: 2, k="^2")]
    box.routing = routing
    for _ in range(3):
        box.consumer("b")(one)
        box.routing = routing
    assert [consumer.version for consumer in box.consumers.values()] == [1, 1, 1]
    assert len(box.find("code.changed")) == 3


def test_a_class_in_the_routing(box: Sandbox) -> None:
    """route_class, named by its class."""
    box.routing = [route_class(Consumer)]
    assert list(box.consumers) == [f"{__name__}.Consumer"]
    assert box.consumers["Consumer"].channels == "x.one/x.two"


def test_an_empty_ladder_shows_the_defaults(box: Sandbox) -> None:
    """By what they do."""
    assert repr(box.routing).splitlines()[0] == "  1  http.request -> (default) Django views"
    assert repr(module.Ladder.of([], [])) == "no rules"


# -- swapping under traffic -------------------------------------------------------------------


def test_swaps_lose_and_double_nothing(box: Sandbox) -> None:
    """200 swaps while a tab sends 500 numbered messages: each handled once, by some version."""
    handled: list[tuple[int, int]] = []

    def swap(version: int) -> None:
        @box.consumer("websocket.receive")
        def ws_message(message: Any) -> None:
            handled.append((version, int(message["text"])))
            message.reply_channel.send({"text": message["text"]})

    swap(0)
    alice = box.connect("/", name="alice")

    def send() -> None:
        for number in range(500):
            alice.send(str(number))
            if number % 50 == 49:
                alice.expect(str(number), timeout=20)

    sender = threading.Thread(target=send)
    sender.start()
    version = 0
    while version < 200 or sender.is_alive():
        version += 1
        swap(version)
    sender.join()
    box.settle()
    assert [number for _, number in handled] == list(range(500))
    assert [version for version, _ in handled] == sorted(version for version, _ in handled)
    assert len({version for version, _ in handled}) > 3
    assert alice.closed is None
    assert not box.find("connection.closed")
    assert box.ledger.total.lost == {}


# -- views ------------------------------------------------------------------------------------


def test_a_view_is_swapped_and_another_route_takes_its_place(box: Sandbox, cells: Cells) -> None:
    """A cell that runs again with another route leaves no old view behind."""

    def run(path: str, text: str) -> None:
        def body() -> None:
            @box.view(path)
            def hello(request: Any) -> Any:
                return HttpResponse(text)

            assert hello(None).content == text.encode()

        cells.run(box, "c", body)

    run("hello/", "one")
    run("hello/", "two")
    assert box.get("hello/").text == "two"
    run("hi/", "three")
    assert (box.get("/hi/").text, box.get("/hello/").status_code) == ("three", 404)
    assert box._serving.counts() == (0, 1)
    assert list(box.consumers) == []


def test_a_cell_that_runs_again(box: Sandbox, cells: Cells) -> None:
    """Renamed, moved, dropped."""
    cells.run(box, "c", lambda: (box.consumer("a")(one), box.consumer("b")(two)))
    cells.run(box, "c", lambda: box.consumer("a")(two))
    assert ladder(box) == ["a two"]
    cells.run(box, "c", lambda: box.consumer("z")(two))
    assert ladder(box) == ["z two"]


def test_a_cell_with_an_error_changes_nothing(
    box: Sandbox, cells: Cells, capsys: pytest.CaptureFixture[str]
) -> None:
    """Everything that served goes on, views too, and one line says so."""

    def view(text: str, route: str) -> None:
        @box.view(route)
        def hello(request: Any) -> Any:
            return HttpResponse(text)

    cells.run(box, "c", lambda: (box.consumer("a")(one), view("one", "hello/")))
    cells.run(box, "c", lambda: (box.consumer("a")(two), view("two", "hi/")), succeeds=False)
    assert ladder(box) == ["a one"]
    assert (box.get("/hello/").text, box.get("/hi/").status_code) == ("one", 404)
    assert "goes on serving: " in capsys.readouterr().out


def test_a_consumer_that_never_runs_says_so(box: Sandbox) -> None:
    """An earlier rule without conditions takes all that could come to it."""
    box.routing = [route("a", one), route("b", one, key="^x"), route(["a", "b"], two)]
    assert [each.shadowed_by for each in box.consumers.values()] == [None, None, None]

    @box.consumer(["a", "b"])
    def new(message: Any) -> None:
        """Comes before the routing."""

    shadowed = [each for each in box.consumers.values() if each.shadowed_by]
    assert len(shadowed) == 3
    assert {each.shadowed_by for each in shadowed} == {
        box.consumers["new"].function.__module__ + "." + new.__qualname__
    }
    assert "never runs: " in repr(shadowed[0])
    box.undo()
    assert "never runs" not in repr(box.consumers)
