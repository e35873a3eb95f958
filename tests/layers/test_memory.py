"""The memory layer: the contract, and what threads, event loops, listeners and the log add."""

from __future__ import annotations

import asyncio
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from sandbox.errors import ChannelFull
from sandbox.layers import memory
from sandbox.layers.memory import MemoryLayer, ThreadListener, compile_capacities
from sandbox.layers.store import CHANNEL, CONTENT
from sandbox.runtime.clock import ManualClock, monotonic
from sandbox.runtime.wakeups import putoff
from sandbox.testing import contract
from sandbox.testing.contract import Check
from sandbox.trace.causes import acting_as
from sandbox.trace.ledger import INVALID_NAME
from sandbox.trace.log import Log
from tests.layers.conftest import Parking
from tests.layers.makers import SAFETY_S, ClockMaker, Row, logged, settled, taken


@pytest.mark.parametrize("with_log", [False, True], ids=["bare", "logged"])
@pytest.mark.parametrize("check", contract.CHECKS, ids=lambda check: check.__name__)
def test_contract(check: Check, with_log: bool) -> None:
    """The memory layer keeps the contract of every layer, with and without a log."""
    check(ClockMaker(MemoryLayer, with_log=with_log))


def kinds(log: Log) -> list[str]:
    return [event.kind for event in log.events()]


# --- construction -------------------------------------------------------------------------------


def test_says_in_the_log_that_it_is_open_and_closed() -> None:
    """layer.opened carries the settings, layer.closed the alias."""
    layer, log = logged(alias="other", capacity=7, channel_capacity={"a*": 2}, expiry=5)
    layer.close()
    opened, closed = log.events()
    assert (opened.kind, closed.kind) == ("layer.opened", "layer.closed")
    assert (opened.layer, opened.store, opened.capacity, opened.expiry) == ("other", "memory", 7, 5)  # type: ignore[attr-defined]
    assert opened.channel_capacity == (("(?s:a.*)\\Z", 2),)  # type: ignore[attr-defined]
    assert closed.layer == "other"  # type: ignore[attr-defined]


def test_capacities_keep_their_order() -> None:
    """Globs become patterns, objects with ``match`` stay, nothing gives an empty list."""

    class Odd:
        def match(self, name: str) -> bool:
            return name == "odd"

    odd = Odd()
    compiled = compile_capacities({"a*": 1, odd: 2})
    assert [amount for _, amount in compiled] == [1, 2]
    assert compiled[1][0] is odd
    assert compile_capacities(None) == []
    assert MemoryLayer(channel_capacity={odd: 2}).get_capacity("odd") == 2


def test_repr_names_the_layer() -> None:
    """The layer's repr tells alias and settings."""
    assert repr(MemoryLayer(alias="x")) == "<MemoryLayer 'x' capacity=100 expiry=60s>"


# --- sending: refusals --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channel", "message", "error", "reason"),
    [
        ("a b", {}, TypeError, "invalid_name"),
        (["a"], {}, TypeError, "invalid_name"),
        (None, {}, TypeError, "invalid_name"),
        ("a", "text", AssertionError, "not_a_dict"),
        ("a", None, AssertionError, "not_a_dict"),
        ("a", {"__asgi_channel__": "b"}, AssertionError, "not_a_dict"),
        ("a", {"lock": threading.Lock()}, TypeError, "unserialisable"),
    ],
)
@pytest.mark.parametrize("send", ["send", "send_waiting"])
def test_a_refusal_is_raised_counted_and_logged(
    send: str, channel: Any, message: Any, error: type[Exception], reason: str
) -> None:
    """What is not accepted is a message.refused, beside the ledger's equation."""
    layer, log = logged()
    more = (None,) if send == "send_waiting" else ()
    with pytest.raises(error):
        getattr(layer, send)(channel, message, *more)
    row = INVALID_NAME if reason == "invalid_name" else "a"
    assert layer.ledger()[row].refused == {reason: 1}
    settled(layer, log)
    refused = log.events()[-1]
    assert (refused.kind, refused.reason, refused.attempts) == ("message.refused", reason, 1)  # type: ignore[attr-defined]


def test_refusals_of_group_messages_are_logged() -> None:
    """A group message that cannot be copied is refused as a whole."""
    layer, log = logged()
    layer.group_add("chat", "a")
    with pytest.raises(TypeError, match="cannot be copied"):
        layer.send_group("chat", {"lock": threading.Lock()})
    assert log.events()[-1].reason == "unserialisable"  # type: ignore[attr-defined]
    settled(layer, log)


def test_the_log_keeps_a_copy_of_what_was_refused() -> None:
    """The sender may change its dict after a refusal; the log does not."""
    layer, log = logged()
    message: dict[str, Any] = {"deep": [1], "thing": object()}
    with pytest.raises(TypeError):
        layer.send("a b", message)
    message["deep"].append(2)
    assert log.events()[-1].content["deep"] == [1]  # type: ignore[attr-defined]
    for odd in ({"lock": threading.Lock()}, object(), [message]):
        with pytest.raises((TypeError, AssertionError)):
            layer.send("a b", odd)  # type: ignore[arg-type]
    shown = [event.content for event in log.events()[-3:]]  # type: ignore[attr-defined]
    assert shown == ["<dict>", "<object>", "<list>"]


def test_a_bad_name_of_any_size_stays_small_in_the_log() -> None:
    """A name of a megabyte is cut."""
    layer, log = logged()
    with pytest.raises(TypeError):
        layer.send("x" * 1_000_000, {})
    assert len(repr(log.read().entries)) < 2000


def test_a_full_channel_is_one_refusal() -> None:
    """ChannelFull carries the channel; the log has the content."""
    layer, log = logged(capacity=1)
    layer.send("a", {"n": 1})
    with pytest.raises(ChannelFull, match=r"^a$"):
        layer.send("a", {"n": 2})
    with pytest.raises(ChannelFull):
        layer.accept("a", {"n": 3}, where="server:1", cause=0, frame=17 + 1)
    assert layer.ledger()["a"].refused == {"full": 2}
    assert log.events()[-2].content == {"n": 2}  # type: ignore[attr-defined]
    settled(layer, log)


def test_a_full_member_of_a_group_is_in_the_ledger() -> None:
    """It lost the message at once, with reason full, and the group send says so."""
    layer, log = logged(capacity=1)
    for member in ("a", "server!x", "server!y"):
        layer.group_add("chat", member)
    layer.send_group("chat", {})
    assert layer.ledger()["server!"].lost == {"full": 1}
    sent = next(event for event in log.events() if event.kind == "group.sent")
    assert (sent.members, sent.queued, sent.lost) == (3, 2, 1)  # type: ignore[attr-defined]
    settled(layer, log)


def test_an_error_while_sending_gives_the_lock_back() -> None:
    """An interrupt inside the store leaves the layer usable by other threads."""
    layer, _ = logged()

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    layer.store.holds = (type("Hold", (), {"id": 25, "matches": interrupted})(),)
    with pytest.raises(KeyboardInterrupt):
        layer.send("a", {})
    with pytest.raises(KeyboardInterrupt):
        layer.accept("a", {}, where="server:1", cause=0)
    with pytest.raises(KeyboardInterrupt):
        layer.send_waiting("a", {}, None)
    layer.store.receive = interrupted  # type: ignore[method-assign, assignment]
    with pytest.raises(KeyboardInterrupt):
        layer.receive(["a"])
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(layer.moving).result(SAFETY_S) == {}
    assert layer.ledger().total.accepted == 0


def test_an_interrupted_sender_leaves_no_sleeper(parking: Parking, threads: Any) -> None:
    """Ctrl-C between taking a wake-up in hand and ringing: the listener is woken all the same."""
    layer, log = logged()
    listener = layer.listen(["a"], where="worker:1")
    real = layer.store.accept

    def interrupted(*arguments: Any) -> None:
        assert real(*arguments) is not None
        raise KeyboardInterrupt

    layer.store.accept = interrupted  # type: ignore[method-assign, assignment]
    for send in (layer.send, lambda *what: layer.send_waiting(*what, None)):
        waiting = threads(listener.take)
        parking.wait()
        with pytest.raises(KeyboardInterrupt):
            send("a", {"n": 1})
        entry = waiting.result(SAFETY_S)
        assert taken(entry) == ("a", {"n": 1})
        layer.settle(entry, where="worker:1")
    listener.close()
    settled(layer, log)


# --- secrets and copies in the log --------------------------------------------------------------

SECRET = "s3cr3t"


@pytest.mark.parametrize(
    "message",
    [
        {"headers": [(b"cookie", b"sessionid=s3cr3t"), (b"authorization", b"s3cr3t")]},
        {"headers": {"Cookie": "sessionid=s3cr3t"}},
        {"query_string": b"a=1&session_key=s3cr3t"},
        {"session_key": SECRET},
        {"content": {"headers": [["Set-Cookie", "sessionid=s3cr3t; HttpOnly"]]}},
        {"later": ({"session_key": SECRET},)},
    ],
    ids=["headers", "header-dict", "query", "session-key", "nested", "in-a-tuple"],
)
def test_secrets_never_enter_the_log(message: dict[str, Any]) -> None:
    """They are taken out at capture, by whatever way a message comes; readers still get them."""
    layer, log = logged(capacity=3)
    layer.send("a", message)
    layer.send_waiting("a", message, 0)
    layer.send_waiting("a", dict(message), 0, given=True)
    with pytest.raises(ChannelFull):
        layer.send("a", message)
    with pytest.raises(ChannelFull):
        layer.send_waiting("a", message, 0)
    with pytest.raises(TypeError):
        layer.send("a b", message)
    layer.group_add("chat", "b")
    layer.send_group("chat", message)
    layer.accept("c", dict(message), where="server:1", cause=0)
    layer.accept_notice("d", dict(message), where="server:1", cause=0)
    settled(layer, log)
    # What servers give away has its secrets on top; only what users send may have them deeper.
    deep = "content" in message or "later" in message
    entries = [entry for entry in log.read().entries if not (deep and "server:1" in entry)]
    assert SECRET not in repr(entries)
    assert [layer.receive([name])[1] for name in "abc"] == [message] * 3


def test_readers_cannot_reach_the_log() -> None:
    """What a reader does to its message is not seen in the log, for flat and nested ones."""
    layer, log = logged()
    for content in ({"n": 1}, {"deep": [1]}):
        layer.send("a", content)
        _, got = layer.receive(["a"])
        assert got is not None
        got["new"] = got.get("deep", []).append(2)
    shown = [event.content for event in log.events() if event.kind == "message.accepted"]  # type: ignore[attr-defined]
    assert shown == [{"n": 1}, {"deep": [1]}]


def test_who_acts_is_in_the_log() -> None:
    """An accepted message has the cause and the actor of its sender's context."""
    layer, log = logged()
    with acting_as("worker:1", cause=19):
        layer.send("a", {})
    accepted = log.events()[-1]
    assert (accepted.where, accepted.cause) == ("worker:1", "r1")


# --- expiry and groups in the log ---------------------------------------------------------------


def test_an_expired_message_evicts_its_channel() -> None:
    """The channel of a message that expired unread leaves all its groups (trap 8)."""
    layer, log = logged(clock := ManualClock(), expiry=1)
    for group in ("chat", "news"):
        layer.group_add(group, "server!x")
        layer.group_add(group, "server!y")
    layer.send("server!x", {})
    clock.advance(1.1)
    layer.send_group("chat", {"n": 1})
    assert set(layer.group_channels("chat")) == set(layer.group_channels("news")) == {"server!y"}
    left = [(e.group, e.channel, e.reason) for e in log.events() if e.kind == "group.left"]  # type: ignore[attr-defined]
    assert sorted(left) == [("chat", "server!x", "evicted"), ("news", "server!x", "evicted")]
    assert layer.ledger()["server!"].lost == {"expired": 1}
    settled(layer, log)


def test_a_membership_that_ends_says_why() -> None:
    """group.left has its reason: discarded, expired, flushed."""
    layer, log = logged(clock := ManualClock(), group_expiry=2)
    layer.group_add("chat", "a")
    layer.group_discard("chat", "a")
    layer.group_add("chat", "b")
    clock.advance(2)
    assert layer.group_names() == []
    layer.group_add("chat", "c")
    layer.flush()
    assert [e.reason for e in log.events() if e.kind == "group.left"] == [  # type: ignore[attr-defined]
        "discarded",
        "expired",
        "flushed",
    ]
    joined = [e.expires_at for e in log.events() if e.kind == "group.joined"]  # type: ignore[attr-defined]
    assert joined == [2, 2, 4]


def test_a_flush_accounts_for_every_message() -> None:
    """What was queued or held is lost as flushed; what is in hand stays there."""
    layer, log = logged()
    layer.send("a", {"n": 1})
    with layer.listen(["a"], where="worker:1") as listener:
        entry = listener.take()
    assert entry is not None
    layer.send("a", {"n": 2})
    layer.store.holds = (Row(),)
    layer.send("a", {"n": 3})
    layer.flush()
    row = layer.ledger()["a"]
    assert (row.lost, row.in_hand, row.queued, row.held) == ({"flushed": 2}, 1, 0, 0)
    layer.settle(entry, where="worker:1")
    settled(layer, log)


# --- statistics ---------------------------------------------------------------------------------


def test_statistics_of_one_channel() -> None:
    """Pending messages and the age of the oldest are the channel's own."""
    layer, _ = logged(clock := ManualClock())
    first, second = layer.new_channel("body?"), layer.new_channel("body?")
    layer.send(first, {})
    clock.advance(3)
    layer.send(first, {})
    layer.send(second, {})
    assert layer.channel_statistics(first)["messages_pending"] == 2
    assert layer.channel_statistics(first)["messages_max_age"] == 3
    assert layer.channel_statistics(second)["messages_pending"] == 1
    assert layer.global_statistics()["messages_pending"] == 3


def test_looking_changes_nothing() -> None:
    """Statistics and listeners of a channel that nothing was sent to leave the ledger empty."""
    layer, log = logged()
    layer.channel_statistics("nothing")
    layer.listen(["heard"], where="worker:1").close()
    assert len(layer.ledger()) == 0
    settled(layer, log)


# --- receiving ----------------------------------------------------------------------------------


def test_a_text_is_no_list_of_channels() -> None:
    """``receive("abc")`` would read the channels a, b and c: a TypeError says what to write."""
    layer = MemoryLayer()
    for wrong in ("abc", b"abc"):
        with pytest.raises(TypeError, match=r"a list of names: \["):
            layer.receive(wrong)  # type: ignore[arg-type]


def test_a_blocking_receive_is_woken_by_a_send(parking: Parking, threads: Any) -> None:
    """A thread that waits in ``receive`` gets what another one sends."""
    layer, log = logged()
    waiting = threads(lambda: layer.receive(["a", "b"], True))
    parking.wait()
    layer.send("b", {"n": 1})
    assert waiting.result(SAFETY_S) == ("b", {"n": 1})
    settled(layer, log)


def test_a_blocking_receive_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """It waits a moment and returns nothing, so that its caller can look whether to stop."""
    monkeypatch.setattr(memory, "BLOCK_SECONDS", 0.01)
    layer, _ = logged()
    assert layer.receive(["a"], True) == (None, None)
    assert layer.store.queue("a").listeners == ()


# --- receiving on an event loop -----------------------------------------------------------------


def test_async_receive_takes_what_waits() -> None:
    """A message that is there comes at once; names are checked and no names give nothing."""
    layer, log = logged()
    layer.send("server!x", {"n": 1})

    async def main() -> None:
        assert await layer.receive_async(["a", "server!"]) == ("server!x", {"n": 1})
        assert await layer.receive_async([]) == (None, None)
        with pytest.raises(TypeError):
            await layer.receive_async(["server!x"])

    asyncio.run(main())
    settled(layer, log)


@pytest.mark.parametrize("from_thread", [False, True], ids=["same-loop", "other-thread"])
def test_async_receive_is_woken(from_thread: bool) -> None:
    """It waits without a thread, and a send from anywhere wakes it."""
    layer, log = logged()

    async def main() -> None:
        task = asyncio.get_running_loop().create_task(layer.receive_async(["a"]))
        await asyncio.sleep(0)
        assert not task.done()
        if from_thread:
            await asyncio.to_thread(layer.send, "a", {"n": 1})
        else:
            layer.send("a", {"n": 1})
        assert await asyncio.wait_for(task, SAFETY_S) == ("a", {"n": 1})

    asyncio.run(main())
    settled(layer, log)


def test_async_receive_gives_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a moment it returns nothing."""
    monkeypatch.setattr(memory, "BLOCK_SECONDS", 0.01)
    layer, _ = logged()
    assert asyncio.run(layer.receive_async(["a"])) == (None, None)
    assert layer.store.queue("a").listeners == ()


@pytest.mark.parametrize("sent", ["before", "after"])
def test_cancelling_an_async_receive_loses_no_message(sent: str) -> None:
    """A message that woke a task which is cancelled in the same round stays for the next reader."""
    layer, log = logged()

    async def main() -> None:
        loop = asyncio.get_running_loop()
        task = loop.create_task(layer.receive_async(["a"]))
        other = loop.create_task(layer.receive_async(["a"]))
        await asyncio.sleep(0)
        if sent == "before":
            layer.send("a", {"n": 1})
        task.cancel()
        if sent == "after":
            layer.send("a", {"n": 1})
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.wait_for(other, SAFETY_S) == ("a", {"n": 1})

    asyncio.run(main())
    settled(layer, log)


def test_a_receiver_on_a_closed_loop_harms_no_sender() -> None:
    """A task that was left behind in a closed loop does not make sends fail."""
    layer, _ = logged()
    loop = asyncio.new_event_loop()
    task = loop.create_task(layer.receive_async(["a"]))
    loop.run_until_complete(asyncio.sleep(0))
    coroutine = task.get_coro()
    task._log_destroy_pending = False  # type: ignore[attr-defined]
    loop.close()
    layer.send("a", {"n": 1})
    layer.send("a", {"n": 2})
    assert layer.receive(["a"])[1] == {"n": 1}
    with pytest.raises(RuntimeError):
        coroutine.throw(RuntimeError())  # type: ignore[union-attr]


# --- waiting for room ---------------------------------------------------------------------------


def refusals(log: Log) -> list[tuple[str, int]]:
    events = [event for event in log.events() if event.kind == "message.refused"]
    return [(event.reason, event.attempts) for event in events]  # type: ignore[attr-defined]


def test_send_waiting_does_not_wait_where_there_is_room() -> None:
    """With room it is a send, and nothing is refused."""
    layer, log = logged(capacity=1)
    layer.send_waiting("a", {"n": 1}, 0)
    assert refusals(log) == []
    assert layer.receive(["a"]) == ("a", {"n": 1})


def room_by_receive(layer: MemoryLayer, clock: ManualClock) -> None:
    layer.receive(["a"])


def room_by_take(layer: MemoryLayer, clock: ManualClock) -> None:
    with layer.listen(["a"], where="worker:1") as listener:
        entry = listener.take()
    assert entry is not None
    layer.settle(entry, where="worker:1")


def room_by_take_many(layer: MemoryLayer, clock: ManualClock) -> None:
    listener = layer.listen_with(lambda: None, ["a"], where="server:1")
    for entry in layer.take_many(listener, 10):
        layer.lose(entry, "slow_client", where="server:1")
    layer.close_listener(listener)


def room_by_async(layer: MemoryLayer, clock: ManualClock) -> None:
    asyncio.run(layer.receive_async(["a"]))


def room_by_flush(layer: MemoryLayer, clock: ManualClock) -> None:
    layer.flush()


def room_by_expiry(layer: MemoryLayer, clock: ManualClock) -> None:
    clock.advance(100)
    layer.group_names()  # whatever looks at the clock


@pytest.mark.parametrize(
    "make_room",
    [
        room_by_receive,
        room_by_take,
        room_by_take_many,
        room_by_async,
        room_by_flush,
        room_by_expiry,
    ],
)
def test_send_waiting_is_woken_by_room(
    make_room: Callable[[MemoryLayer, ManualClock], None], parking: Parking, threads: Any
) -> None:
    """Whatever makes room wakes the sender; its tries are one line in the log."""
    layer, log = logged(clock := ManualClock(), capacity=1)
    layer.send("a", {"n": 1})
    sender = threads(layer.send_waiting, "a", {"n": 2}, None)
    parking.wait()
    make_room(layer, clock)
    sender.result(SAFETY_S)
    assert layer.receive(["a"]) == ("a", {"n": 2})
    ((reason, attempts),) = refusals(log)
    assert reason == "full"
    assert attempts >= 1
    settled(layer, log)


@pytest.mark.parametrize("how", ["drop", "orphan"])
def test_send_waiting_is_woken_when_held_messages_go(
    how: str, parking: Parking, threads: Any
) -> None:
    """Dropping a held message makes room; an orphaned prefix loses what comes."""
    layer, log = logged(capacity=1)
    if how == "drop":
        layer.store.holds = (Row(),)
    layer.send("s!x", {"n": 1})
    layer.store.holds = ()
    sender = threads(layer.send_waiting, "s!x", {"n": 2}, None)
    parking.wait()
    if how == "drop":
        with layer.lock:
            layer.store.drop(layer.store.held()[0][1], 0.0, "cell")
    else:
        layer.orphan("s!", where="server:1")
    sender.result(SAFETY_S)
    lost = {"dropped_by_you": 1} if how == "drop" else {"no_connection": 2}
    assert layer.ledger()["s!"].lost == lost
    settled(layer, log)


def test_send_waiting_gives_up() -> None:
    """After its seconds it raises ChannelFull; all tries are one refusal in the log."""
    log = Log(monotonic)
    layer = MemoryLayer(capacity=1, log=log)
    layer.send("a", {})
    with pytest.raises(ChannelFull):
        layer.send_waiting("a", {"n": 2}, 0.01)
    ((reason, attempts),) = refusals(log)
    assert reason == "full"
    assert attempts > 1
    assert layer.ledger()["a"].refused == {"full": 1}
    assert layer.store.queue("a").room_wakes == []


def test_send_waiting_is_woken_by_real_time() -> None:
    """On a real clock the oldest message's expiry is enough: nobody has to look."""
    layer = MemoryLayer(capacity=1, expiry=0.02)
    layer.send("a", {"n": 1})
    layer.send_waiting("a", {"n": 2}, SAFETY_S)
    assert layer.receive(["a"]) == ("a", {"n": 2})


def test_every_waiting_sender_gets_its_turn(threads: Any) -> None:
    """Eight senders through a channel with room for one: all messages arrive, once."""
    layer, log = logged(capacity=1)
    senders = [threads(layer.send_waiting, "a", {"n": number}, None) for number in range(7)]
    with layer.listen(["a"], where="worker:1") as listener:
        got = []
        for _ in senders:
            entry = listener.take(SAFETY_S)
            assert entry is not None
            got.append(entry[CONTENT]["n"])
            layer.settle(entry, where="worker:1")
    assert sorted(got) == list(range(7))
    for sender in senders:
        sender.result(SAFETY_S)
    settled(layer, log)


def test_a_thread_rings_what_it_put_off_before_it_waits(parking: Parking, threads: Any) -> None:
    """A sender or taker that put wake-ups off makes good on them before it parks."""
    layer, _ = logged(capacity=1)
    rung: list[str] = []

    def waits_for_room() -> None:
        putoff.begin()
        assert putoff.wakes is not None
        putoff.wakes.append(lambda: rung.append("sender"))
        layer.send_waiting("a", {}, None)
        putoff.end()

    def waits_for_a_message(listener: ThreadListener) -> None:
        putoff.begin()
        assert putoff.wakes is not None
        putoff.wakes.append(lambda: rung.append("taker"))
        listener.take(SAFETY_S)
        putoff.end()

    layer.send("a", {})
    sender = threads(waits_for_room)
    parking.wait()
    listener = layer.listen(["b"], where="worker:1")
    taker = threads(waits_for_a_message, listener)
    parking.wait()
    assert sorted(rung) == ["sender", "taker"]
    layer.receive(["a"])
    listener.close()
    sender.result(SAFETY_S)
    taker.result(SAFETY_S)


# --- listeners of servers -------------------------------------------------------------------------


def test_take_many_takes_a_batch_in_one_line() -> None:
    """A protocol server takes up to a limit, and settles frames together."""
    layer, log = logged()
    rung: list[bool] = []
    listener = layer.listen_with(lambda: rung.append(True), ["s!"], where="server:1")
    assert not layer.is_waiting(listener)
    for local in "xyz":
        layer.send(f"s!{local}", {"text": local})
    assert rung == [True]
    entries = layer.take_many(listener, 2)
    assert [entry[CHANNEL] for entry in entries] == ["s!x", "s!y"]
    assert layer.is_waiting(listener)
    assert len(layer.take_many(listener, 2)) == 1
    assert layer.take_many(listener, 2) == []
    layer.settle_frames([(entry, 21, 18, "x") for entry in entries], where="server:1")
    assert Counter(kinds(log))["frame.sent"] == 2
    assert (layer.ledger()["s!"].delivered, layer.ledger()["s!"].in_hand) == (2, 1)
    settled(layer, log)
    layer.close_listener(listener)


def test_wakes_can_be_collected() -> None:
    """A protocol server may ring those whom it made busy after a whole batch."""
    layer, _ = logged()
    rung: list[bool] = []
    listener = layer.listen_with(lambda: rung.append(True), ["a"], where="server:1")
    layer.is_waiting(listener)
    wakes: list[Any] = []
    layer.accept("a", {}, where="server:1", cause=0, wakes=wakes)
    layer.accept("a", {}, where="server:1", cause=0, wakes=wakes)
    assert rung == []
    for wake in wakes:
        wake()
    assert rung == [True]


# --- notices, orphans, what moves ---------------------------------------------------------------


def test_a_notice_that_nobody_hears_is_lost_at_once() -> None:
    """It is queued where somebody listens or is expected, and refused where that is full."""
    layer, log = logged(capacity=1)
    for listened in (False, True):
        layer.expect(["bye"] if listened else [])
        layer.accept_notice("bye", {}, where="server:1", cause=0)
    layer.accept_notice("bye", {}, where="server:1", cause=0)
    row = layer.ledger()["bye"]
    assert (row.accepted, row.queued, row.lost) == (2, 1, {"nobody_listens": 1})
    assert row.refused == {"full": 1}
    layer.flush()
    layer.expect([])
    rung: list[bool] = []
    listener = layer.listen_with(lambda: rung.append(True), ["bye"], where="worker:1")
    layer.is_waiting(listener)
    layer.accept_notice("bye", {}, where="server:1", cause=0)
    assert rung == [True]
    settled(layer, log)


def test_an_orphaned_prefix_has_no_connection() -> None:
    """What waits for a server that is gone is lost, and so is what comes, by group or not."""
    layer, log = logged()
    layer.send("s!x", {})
    layer.group_add("chat", "s!x")
    layer.group_add("chat", "t!x")
    layer.orphan("s!", where="server:1")
    layer.send("s!x", {})
    layer.send_group("chat", {})
    assert layer.ledger()["s!"].lost == {"no_connection": 3}
    assert layer.receive(["t!"]) == ("t!x", {})
    settled(layer, log)


def test_what_moves_is_heard_or_in_hand() -> None:
    """A message that nobody listens to is at rest; one that somebody will take is not."""
    layer, _ = logged()
    layer.send("a", {})
    assert layer.moving() == {}
    with layer.listen(["a"], where="worker:1") as listener:
        assert layer.moving() == {"a": (1, 0)}
        entry = listener.take()
        assert entry is not None
    assert layer.moving() == {"a": (0, 1)}
    layer.settle(entry, where="worker:1")
    assert layer.moving() == {}


# --- threads ------------------------------------------------------------------------------------


def test_many_threads_lose_nothing(threads: Any) -> None:
    """Four senders and four takers: each message is taken once, and all are accounted for."""
    layer, log = logged(capacity=100_000)
    each, channels = 300, ["a", "b", "s!"]
    came = threading.Semaphore(0)
    listeners = [layer.listen(channels, where=f"worker:{n}") for n in range(4)]

    def send(sender: int) -> None:
        for number in range(each):
            name = ("a", "b", f"s!{sender}")[number % 3]
            layer.send(name, {"from": sender, "n": number})

    def take(listener: ThreadListener) -> list[tuple[int, int]]:
        got = []
        while (entry := listener.take()) is not None:
            got.append((entry[CONTENT]["from"], entry[CONTENT]["n"]))
            layer.settle(entry, where="worker:x")
            came.release()
        return got

    taking = [threads(take, listener) for listener in listeners]
    for sending in [threads(send, sender) for sender in range(4)]:
        sending.result(SAFETY_S)
    for _ in range(4 * each):
        assert came.acquire(timeout=SAFETY_S)
    for listener in listeners:
        listener.close()
    got = [message for future in taking for message in future.result(SAFETY_S)]
    assert Counter(got) == {(sender, number): 1 for sender in range(4) for number in range(each)}
    assert layer.ledger().total.delivered == 4 * each
    settled(layer, log)


# --- for servers --------------------------------------------------------------------------------


def test_a_throttled_channel_is_full_until_it_flows() -> None:
    """It alone of its prefix; who waits for room is woken, and a group is not held up."""
    layer = MemoryLayer()
    layer.throttle("server!slow")
    with pytest.raises(ChannelFull):
        layer.send("server!slow", {"n": 1})
    layer.send("server!quick", {"n": 2})
    layer.group_add("all", "server!slow")
    layer.send_group("all", {"n": 3})
    sending = threading.Thread(target=layer.send_waiting, args=("server!slow", {"n": 4}, None))
    sending.start()
    sending.join(0.05)
    assert sending.is_alive()
    layer.let_flow("server!slow")
    sending.join(10)
    assert not sending.is_alive()
    layer.let_flow("server!slow")
    received = [layer.receive(["server!"])[1] for _ in range(4)]
    assert received == [{"n": 2}, {"n": 3}, {"n": 4}, None]


def test_who_waits_on_a_loop_is_told_of_room() -> None:
    """None once accepted; else the seconds until something expires, and a call when there may be
    room. The tries are one line in the log."""
    clock = ManualClock()
    layer = MemoryLayer(capacity=1, clock=clock, expiry=60, log=Log(clock))
    woken: list[int] = []

    def try_again(attempts: int) -> float | None:
        return layer.accept_or_wait(
            "body?x",
            {"content": b"a"},
            lambda: woken.append(attempts),
            where="server:1",
            cause=0,
            attempts=attempts,
        )

    assert try_again(1) is None
    clock.advance(20)
    assert try_again(1) == 40
    assert woken == []
    assert layer.receive(["body?x"])[1] == {"content": b"a"}
    assert woken == [1]
    assert try_again(2) is None
    clock.advance(60)
    assert try_again(1) is None  # what was there has expired, and made room without a word
    [refused] = [event for event in layer.log.events() if event.kind == "message.refused"]
    assert (refused.attempts, refused.reason) == (1, "full")


def test_a_stream_is_not_far_ahead_of_its_reader() -> None:
    """Who waits without limit waits with a megabyte unread on a reply channel; others on the same
    prefix, and who is only ready to wait a while, are not held up by that."""
    layer = MemoryLayer()
    part = {"content": b"x" * 600_000}
    layer.send_waiting("server!a", part, None)
    layer.send_waiting("server!a", part, None)
    sending = threading.Thread(target=layer.send_waiting, args=("server!a", part, None))
    sending.start()
    sending.join(0.05)
    assert sending.is_alive()
    layer.send_waiting("server!b", part, None)
    layer.send_waiting("server!a", {"content": b"a moment"}, 1)
    assert layer.receive(["server!"])[0] == "server!a"
    sending.join(10)
    assert not sending.is_alive()
    names = [layer.receive(["server!"])[0] for _ in range(5)]
    assert names == ["server!a", "server!b", "server!a", "server!a", None]
    layer.send_waiting("plain", part, None)
    layer.send_waiting("plain", part, None)
    layer.send_waiting("plain", part, None)  # a normal channel has its capacity, and nothing else
