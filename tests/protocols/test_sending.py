"""Writing to one client: at once, or slowly behind a backlog."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from sandbox.layers.memory import MemoryLayer
from sandbox.protocols.http import HttpState
from sandbox.protocols.limits import Limits
from sandbox.protocols.sending import Connection, Sender
from sandbox.protocols.websocket import CLOSED, OPEN, WebSocketState
from sandbox.runtime.clock import ManualClock
from sandbox.trace.log import Log

PREFIX = "server!"


LIMITS = Limits()
UNDELAYED = {"websocket.close", "http.response.abort"}


class Scene:
    """A sender, and a wire that is played by the test."""

    def __init__(self, state: Any = None) -> None:
        self.log = Log(ManualClock())
        self.layer = MemoryLayer(capacity=100_000, clock=self.log.clock, log=self.log)
        self.listener = self.layer.listen_with(lambda: None, [PREFIX], where="server:1")
        self.failed: list[Exception] = []
        self.sender = Sender(
            self.layer,
            loop=asyncio.get_running_loop(),
            where="server:1",
            log=self.log,
            limits=LIMITS,
            failed=self.fail,
        )
        self.written: list[dict[str, Any]] = []
        self.gate: asyncio.Event | None = None
        """Where there is one, writing waits for it."""
        state = state or WebSocketState()
        state.phase = OPEN
        self.connection = Connection(1, PREFIX + "x", "/", self.write, state)

    async def write(self, event: dict[str, Any]) -> None:
        """Be the wire."""
        if self.gate is not None and event["type"] not in UNDELAYED:
            await self.gate.wait()
        if event.get("text") == "bad":
            raise ValueError("bad")
        self.written.append(event)

    def fail(self, connection: Connection, entry: Any, error: Exception) -> None:
        """Note what could not be sent."""
        self.failed.append(error)
        self.layer.lose(entry, "malformed", where="server:1")

    def send(self, *texts: str, close: bool = False) -> bool:
        """Send a message that has been taken off the channel."""
        self.layer.send(PREFIX + "x", {})
        [entry] = self.layer.take_many(self.listener, 1)
        events = tuple({"type": "websocket.send", "text": text} for text in texts)
        if close:
            events = (*events, {"type": "websocket.close", "code": 1000})
        done = self.sender.send(self.connection, entry, events)
        if done:
            self.layer.settle(entry, where="server:1")
        return done

    @property
    def texts(self) -> list[Any]:
        """What was written."""
        return [event.get("text", event.get("code")) for event in self.written]

    def fates(self) -> tuple[int, int, dict[str, int]]:
        """Return in hand, delivered and lost."""
        row = self.layer.ledger()[PREFIX]
        return row.in_hand, row.delivered, dict(row.lost)


def play(test: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Run a coroutine as a test."""

    def run() -> None:
        asyncio.run(test())

    run.__doc__ = test.__doc__
    return run


async def idle(turns: int = 20) -> None:
    """Let others run."""
    for _ in range(turns):
        await asyncio.sleep(0)


@play
async def test_what_need_not_wait_is_written_at_once() -> None:
    """No task is made, and the caller settles."""
    scene = Scene()
    assert scene.send("a", "b")
    assert scene.texts == ["a", "b"]
    assert (scene.connection.sent, scene.connection.task) == (2, None)


@play
async def test_what_waits_keeps_its_order() -> None:
    """The rest of a message and what comes behind it follow when the client reads again."""
    scene = Scene()
    scene.gate = asyncio.Event()
    assert not scene.send("a", "b")
    assert not scene.send("c")
    await idle()
    assert scene.texts == []
    assert scene.fates() == (2, 0, {})
    scene.gate.set()
    await idle()
    assert scene.texts == ["a", "b", "c"]
    assert scene.fates() == (0, 2, {})
    assert (scene.connection.sent, scene.connection.backlog) == (3, None)
    assert scene.send("d")
    frames = [event.text for event in scene.log.events() if event.kind == "frame.sent"]
    assert frames == ["a", "c"]


@pytest.mark.parametrize("turns", range(8))
def test_what_comes_just_as_the_client_has_caught_up_is_sent(turns: int) -> None:
    """In whichever turn of the loop it comes: nothing waits for a task that is over."""

    async def main() -> None:
        scene = Scene()
        scene.gate = asyncio.Event()
        scene.send("a")
        await idle()
        scene.gate.set()
        await idle(turns)
        scene.send("b")
        await idle()
        assert scene.texts == ["a", "b"]
        assert scene.fates() == (0, 2, {})

    asyncio.run(main())


@pytest.mark.parametrize("turns", [0, 1, 20])
def test_cutting_loses_what_waits(turns: int) -> None:
    """Whenever it comes, even before the task has begun: the last word is sent, the rest lost."""

    async def main() -> None:
        scene = Scene()
        scene.gate = asyncio.Event()
        scene.send("a")
        scene.send("b")
        await idle(turns)
        last = {"type": "websocket.close", "code": 4000}
        scene.sender.cut(scene.connection, "slow_client", last)
        scene.sender.cut(scene.connection, "slow_client", last)
        await idle()
        assert scene.texts == [4000]
        assert scene.fates() == (0, 0, {"slow_client": 2})
        assert scene.connection.task is None

    asyncio.run(main())


@play
async def test_cutting_where_nothing_waits_sends_the_last_word() -> None:
    """There and then."""
    scene = Scene()
    scene.sender.cut(scene.connection)
    scene.sender.cut(scene.connection, last={"type": "websocket.close", "code": 1000})
    assert scene.texts == [1000]


@play
async def test_a_client_that_goes_while_it_is_written_to_was_not_written_to() -> None:
    """The wire lets its senders go first; that alone is no delivery."""
    scene = Scene()
    scene.gate = asyncio.Event()
    scene.send("a")
    scene.send("b")
    await idle()
    scene.gate.set()
    asyncio.get_running_loop().call_soon(scene.sender.cut, scene.connection)
    await idle()
    assert scene.fates() == (0, 0, {"no_connection": 2})
    assert scene.connection.sent == 0


@play
async def test_passing_the_bound_closes_with_1013() -> None:
    """One message too many: all of them are lost as slow_client."""
    scene = Scene()
    scene.gate = asyncio.Event()
    for _ in range(LIMITS.unsent_messages + 2):
        scene.send("a")
    await idle()
    assert scene.texts == [1013]
    assert scene.connection.state.phase == CLOSED
    assert scene.connection.by == "server"
    assert scene.fates() == (0, 0, {"slow_client": LIMITS.unsent_messages + 2})


@play
async def test_bytes_count_as_well() -> None:
    """Few large messages pass the bound too."""
    scene = Scene()
    scene.gate = asyncio.Event()
    for _ in range(6):
        scene.send("x" * 1_000_000)
    await idle()
    assert scene.texts == [1013]
    assert scene.fates() == (0, 0, {"slow_client": 6})


@play
async def test_a_response_has_a_bound_of_its_own() -> None:
    """Its chunks may be many; past its bytes the connection is cut."""
    scene = Scene(HttpState())
    scene.gate = asyncio.Event()
    for _ in range(LIMITS.unsent_messages + 2):
        scene.send("a")
    assert scene.written == []
    scene.send("x" * (LIMITS.unsent_response + 1))
    await idle()
    assert scene.written == [{"type": "http.response.abort"}]
    assert scene.fates()[2] == {"slow_client": LIMITS.unsent_messages + 3}


@play
async def test_what_cannot_be_sent_is_told() -> None:
    """At once or slowly: it fails alone, and a close behind it is sent."""
    scene = Scene()
    assert not scene.send("bad", close=True)
    assert scene.texts == [1000]
    scene.gate = asyncio.Event()
    scene.send("a", "bad", "never")
    scene.send("b")
    scene.gate.set()
    await idle()
    assert scene.texts == [1000, "a", "b"]
    assert [str(error) for error in scene.failed] == ["bad", "bad"]
    assert scene.fates() == (0, 1, {"malformed": 2})


@play
async def test_a_single_step_that_would_wait_is_given_up() -> None:
    """step_once sends now or not at all."""
    scene = Scene()
    scene.gate = asyncio.Event()
    scene.sender.step_once(scene.connection, {"type": "websocket.send", "text": "a"})
    scene.gate.set()
    await idle()
    assert scene.texts == []


@play
async def test_the_servers_own_words_wait_like_others() -> None:
    """Without an entry there is nothing to settle."""
    scene = Scene()
    scene.gate = asyncio.Event()
    scene.send("a")
    scene.sender.send(scene.connection, None, ({"type": "websocket.send", "text": "own"},))
    scene.gate.set()
    await idle()
    assert scene.texts == ["a", "own"]
    assert scene.fates() == (0, 1, {})
