"""What may befall a Redis under a layer: nothing hangs, and what is lost is named."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from random import Random
from typing import Any

import pytest

from sandbox import Group, Sandbox
from sandbox.errors import LayerDown, TabClosed
from sandbox.layers.redis import RedisLayer
from sandbox.runtime.clock import monotonic
from sandbox.testing.contract import drain
from sandbox.trace.ledger import fold
from sandbox.trace.log import Log
from tests.redis_server import RedisServer, require_redis
from tests.tools.proxy import Proxy

PATIENCE_S = 0.3


@pytest.fixture
def server() -> Iterator[RedisServer]:
    """A redis-server on a port, to be harmed."""
    require_redis()
    one = RedisServer(tcp=True)
    yield one
    one.end()


@pytest.fixture
def make(server: RedisServer) -> Iterator[Callable[..., RedisLayer]]:
    """Makes layers with little patience on it."""
    made: list[RedisLayer] = []

    def make(**options: Any) -> RedisLayer:
        options = {"hosts": [server.url], "patience": PATIENCE_S, **options}
        made.append(RedisLayer(log=Log(monotonic), **options))
        return made[-1]

    yield make
    for layer in made:
        layer.close()


@pytest.fixture
def proxy(server: RedisServer) -> Iterator[Proxy]:
    """A network before it."""
    one = Proxy(("127.0.0.1", server.port))
    yield one
    one.end()


@pytest.fixture
def threads() -> Iterator[Any]:
    """Threads whose errors reach the test."""
    with ThreadPoolExecutor(4) as pool:
        yield pool.submit


def same_sums(layer: RedisLayer) -> None:
    """Assert that the log and the server tell the same, and that it balances."""
    ledger = layer.ledger()
    assert ledger.balanced, ledger.table()
    assert layer.log is not None
    told = fold(layer.log.events())
    assert told == ledger, f"{told.table()}\n{ledger.table()}"


def test_a_server_that_stands_still_holds_nobody_up(
    server: RedisServer, make: Callable[..., RedisLayer]
) -> None:
    """Each call ends within the patience, most at once; what was refused does not come later."""
    layer = make()
    layer.send("a", {"n": 1})
    with server.paused():
        with pytest.raises(LayerDown, match="does not answer in time"):
            layer.send_waiting("a", {"n": 2}, 4 * PATIENCE_S)
        with pytest.raises(LayerDown, match="does not answer in time"):
            layer.receive(["a"])
        # Longer than any call is good for.
        with pytest.raises(LayerDown):
            layer.send_waiting("a", {"n": 3}, 2 * PATIENCE_S)
    layer.send_waiting("a", {"n": 4}, 10)
    found = [message["n"] for _, message in drain(layer, ["a"])]
    assert found[0] == 1
    assert found[-1] == 4
    assert layer.ledger()["a"].refused["layer_down"] >= 2


def test_a_reader_outlasts_a_pause(
    server: RedisServer, make: Callable[..., RedisLayer], threads: Any
) -> None:
    """It waits on, and gets what is sent afterwards."""
    layer, sender = make(), make()
    with layer.listen(["a"], where="worker:1") as listener:
        assert listener.take(0.01) is None
        future = threads(listener.take, 30)
        with server.paused(), pytest.raises(LayerDown):
            sender.send_waiting("a", {}, 2 * PATIENCE_S)
        sender.send_waiting("a", {"n": 1}, 10)
        assert future.result(30)[3] == {"n": 1}


def test_idle_waits_outlast_the_clients_own_timeout(
    make: Callable[..., RedisLayer], threads: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The blocking wait of the bell is longer than the patience, on one connection all the time."""
    layer, sender = make(), make()
    swept = threading.Semaphore(0)
    sweep = layer.sweep

    def sweeps(shard: Any) -> None:
        sweep(shard)
        swept.release()

    monkeypatch.setattr(layer, "sweep", sweeps)
    with layer.listen(["a"], where="worker:1") as listener:
        future = threads(listener.take, 30)
        assert swept.acquire(timeout=10)
        (keeper,) = layer._keepers
        assert swept.acquire(timeout=10)  # the first wait is over, and nothing came
        connection = keeper._connection
        assert swept.acquire(timeout=10)
        assert swept.acquire(timeout=10)
        assert keeper._connection is connection is not None
        sender.send("a", {"n": 1})
        assert future.result(10)[3] == {"n": 1}


def test_a_slow_network_only_takes_longer(
    make: Callable[..., RedisLayer], proxy: Proxy, threads: Any
) -> None:
    """Nothing is lost or doubled, and what is sent together costs one round trip."""
    proxy.delay = 0.02
    layer = make(hosts=[proxy.url])
    with layer.listen(["server!"], where="server:1") as listener:
        future = threads(listener.take, 10)
        began = monotonic()
        layer.send_many([("server!x", {"n": number}) for number in range(50)])
        assert monotonic() - began < 50 * 0.04
        found = [future.result(10)]
        found += [listener.take(10) for _ in range(49)]
        for entry in found:
            layer.settle(entry, where="server:1")
    assert [entry[3]["n"] for entry in found] == list(range(50))
    same_sums(layer)


@contextmanager
def cutting(proxy: Proxy, random: Random, threads: Any) -> Iterator[None]:
    """Cut the network again and again while the block runs."""
    ended = threading.Event()

    def cut() -> None:
        while not ended.wait(random.random() / 100):
            proxy.cut()

    cutter = threads(cut)
    try:
        yield
    finally:
        ended.set()
        cutter.result(10)


@pytest.mark.parametrize("seed", range(5))
def test_a_network_that_is_cut_loses_and_doubles_nothing(
    seed: int, make: Callable[..., RedisLayer], proxy: Proxy, threads: Any
) -> None:
    """Sends are made once, however often the connection breaks; a taken message whose answer was
    cut off is lost by name."""
    layer = make(hosts=[proxy.url])
    found: list[int] = []
    with cutting(proxy, Random(seed), threads):
        for number in range(100):
            layer.send_waiting("a", {"n": number}, 30)
            with suppress(LayerDown):
                while (message := layer.receive(["a"])[1]) is not None:
                    found.append(message["n"])
    layer.send_waiting("a", {"n": 100}, 30)
    found += [message["n"] for _, message in drain(layer, ["a"])]
    assert proxy.connections > 3
    assert found == sorted(set(found))
    same_sums(layer)
    row = layer.ledger()["a"]
    assert row.accepted == 101
    assert row.delivered == len(found)
    assert row.lost.get("layer_lost", 0) == 101 - len(found)


def test_a_group_send_through_a_network_that_is_cut_reaches_all_once(
    make: Callable[..., RedisLayer], proxy: Proxy, threads: Any
) -> None:
    """Or is refused; one whose answer was cut off is in the log with its members."""
    layer = make(hosts=[proxy.url], capacity=1000)
    for name in ("a", "server!x", "server!y"):
        layer.group_add("chat", name)
    with cutting(proxy, Random(3), threads):
        for number in range(60):
            try:
                layer.send_group("chat", {"n": number})
            except LayerDown:
                layer.send_waiting("z", {}, 30)
    layer.send_waiting("z", {}, 30)
    for queue in ("a", "server!"):
        found = [(channel, message["n"]) for channel, message in drain(layer, [queue])]
        assert len(found) == len(set(found)) > 0
    same_sums(layer)


def chat(url: str) -> Sandbox:
    """Return a sandbox on a Redis, with the talk's chat."""
    box = Sandbox(layer=url)

    @box.consumer("websocket.connect")
    def ws_add(message: Any) -> None:
        Group("chat").add(message.reply_channel)

    @box.consumer("websocket.receive")
    def ws_message(message: Any) -> None:
        Group("chat").send({"text": "[user] " + message["text"]})

    return box


def test_a_sandbox_outlives_its_redis(server: RedisServer) -> None:
    """While it is away a socket is closed with 1013, as for a full channel; afterwards all works,
    and the ledger balances."""
    with chat(server.url) as box:
        alice = box.connect("/", name="alice")
        alice.send("hi")
        assert alice.receive() == "[user] hi"
        box.settle()
        server.kill()
        alice.send("nobody hears this")
        with pytest.raises(TabClosed, match="1013"):
            alice.receive(timeout=10)
        server.start()
        box._layer.send_waiting("any", {}, 10)
        bob = box.connect("/", name="bob")
        bob.send("again")
        assert bob.receive(timeout=10) == "[user] again"
        assert box.ledger.balanced
        assert box.log.ledger().balanced
        assert any(loss.reason == "layer_down" for loss in box.lost)


def test_a_killed_workers_message_is_named(server: RedisServer) -> None:
    """On Redis as in memory: what it had in hand is lost as worker_killed."""
    with chat(server.url) as box:
        began, go_on = threading.Event(), threading.Event()

        @box.consumer("slow")
        def slow(message: Any) -> None:
            began.set()
            go_on.wait(10)

        box._layer.send("slow", {})
        assert began.wait(10)
        box.workers[1].kill()
        go_on.set()
        box.settle()
        assert box.ledger["slow"].lost == {"worker_killed": 1}
        assert box.ledger.balanced
        assert fold(box.log.events()) == box.ledger
