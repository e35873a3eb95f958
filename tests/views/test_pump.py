"""The pump: who looks is told everything, in order; nobody looking costs nothing."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from struct import unpack
from typing import Any

import pytest

from sandbox import Sandbox
from sandbox.layers.memory import MemoryLayer
from sandbox.recording.lines import events_of
from sandbox.runtime.clock import monotonic
from sandbox.trace.events import Event
from sandbox.trace.ledger import RawFold
from sandbox.trace.log import Log
from sandbox.views import batches
from sandbox.views.prologue import Live
from sandbox.views.pump import Feed, Pump
from tests.views.boxes import add_chat, live_of, make_box

__all__ = ["make_box"]

PATIENCE = 20.0


class Screen:
    """A stage without a browser: it keeps what it is sent, and reads it as the front end does."""

    def __init__(self) -> None:
        self.news = threading.Condition()
        self.mail: list[dict[str, Any]] = []
        self.batches: list[tuple[int, list[bytes]]] = []
        self.broken = False
        self.writers: set[str] = set()

    def write(self, content: dict[str, Any], buffer: bytes | None) -> None:
        """Take one message."""
        self.writers.add(threading.current_thread().name)
        if self.broken:
            raise ConnectionError("no comm")
        with self.news:
            if buffer is None:
                self.mail.append(content)
            else:
                assert content == {"type": "batch"}
                assert len(buffer) < 256 * 1024
                self.batches.append((unpack("<I", buffer[:4])[0], buffer[4:].split(b"\n")))
            self.news.notify_all()

    def wait(self, until: Callable[[], object]) -> None:
        """Return when *until* is true."""
        with self.news:
            assert self.news.wait_for(until, PATIENCE)

    def heads(self) -> list[dict[str, Any]]:
        """Return the heads of all batches."""
        return [json.loads(lines[0]) for _, lines in self.batches]

    def prologues(self) -> list[dict[str, Any]]:
        """Return the heads that begin prologues."""
        return [head for head in self.heads() if "prologue" in head]

    def events(self) -> list[Event]:
        """Return all facts of all batches."""
        return list(events_of([line for _, lines in self.batches for line in lines]))

    def seqs(self) -> list[int]:
        """Return the numbers of all facts."""
        return [event.seq for event in self.events()]

    @property
    def seq(self) -> int:
        """The newest fact that it knows of."""
        newest = max((head["seq"] for head in self.prologues()), default=0)
        return max([newest, *self.seqs()])


class Scene:
    """A log with a layer on it, a pump, and screens that look."""

    def __init__(self) -> None:
        self.log = Log(monotonic)
        self.layer = MemoryLayer(capacity=100_000, log=self.log)
        self.feed = Feed(Live(log=self.log, layers=lambda: [self.layer]))
        self.pump = Pump()

    @property
    def seq(self) -> int:
        """The newest event of the log."""
        return self.log.read_on(self.log.end, 1)[1] - 1

    def screen(self) -> Screen:
        """Return a screen that looks, and has its prologue."""
        screen = Screen()
        self.pump.start(self.feed, screen)
        screen.wait(screen.prologues)
        return screen

    def send(self, count: int = 1) -> None:
        """Let *count* messages be accepted and received."""
        for _ in range(count):
            self.layer.send("a", {"text": "hi"})
            self.layer.receive(["a"])

    def caught_up(self, *screens: Screen) -> None:
        """Wait until every screen knows the newest event."""
        for screen in screens:
            screen.wait(lambda screen=screen: screen.seq == self.seq)  # type: ignore[misc]


@pytest.fixture
def scene() -> Iterator[Scene]:
    """A scene whose pump has ended with the test."""
    scene = Scene()
    yield scene
    scene.pump.finish(scene.feed)


def test_a_new_stage_gets_a_fresh_prologue_and_what_follows(scene: Scene) -> None:
    """Every fact once, in order."""
    scene.send(3)
    screen = scene.screen()
    for _ in range(5):
        scene.send(4)
        scene.caught_up(screen)
    assert screen.heads()[0]["prologue"] == "fresh"
    assert len(screen.prologues()) == 1
    assert screen.seqs() == list(range(1, scene.seq + 1))
    assert [number for number, _ in screen.batches] == list(range(1, len(screen.batches) + 1))


def test_several_stages_share_the_facts(scene: Scene) -> None:
    """One that comes later begins with its own prologue; nobody misses or repeats a fact."""
    first = scene.screen()
    scene.send(2)
    scene.caught_up(first)
    second = scene.screen()
    scene.send(3)
    scene.caught_up(first, second)
    assert first.seqs() == list(range(1, scene.seq + 1))
    assert second.seqs() == list(range(1, scene.seq + 1))
    assert len(first.prologues()) == len(second.prologues()) == 1
    assert first.batches[-1][1] == second.batches[-1][1]


def test_only_one_thread_writes(scene: Scene) -> None:
    """Batches and answers alike."""
    screen = scene.screen()
    scene.pump.post(scene.feed, screen, {"type": "answer", "text": "x"})
    screen.wait(lambda: screen.mail)
    scene.send()
    scene.caught_up(screen)
    assert screen.writers == {"sandbox-pump"}


def test_without_a_stage_there_is_no_thread(scene: Scene) -> None:
    """Neither before the first nor after the last."""
    assert scene.pump._thread is None
    screen = scene.screen()
    thread = scene.pump._thread
    assert thread is not None
    scene.pump.stop(scene.feed, screen)
    thread.join(PATIENCE)
    assert scene.pump._thread is None
    assert scene.log._waiters == []
    scene.send()
    assert not scene.log.awaited  # nobody waits: an append only compares two numbers


def test_a_quiet_log_is_not_looked_at(scene: Scene) -> None:
    """The thread is parked until something is appended."""
    screen = scene.screen()
    with screen.news:
        ticks = scene.pump.ticks
        assert not screen.news.wait(0.3)
    assert scene.pump.ticks <= ticks + 1


def test_who_looks_again_gets_a_fresh_prologue(scene: Scene) -> None:
    """As after a reload of the page."""
    screen = scene.screen()
    scene.pump.stop(scene.feed, screen)
    scene.send(3)
    scene.pump.start(scene.feed, screen)
    screen.wait(lambda: len(screen.prologues()) == 2)
    assert [head["prologue"] for head in screen.prologues()] == ["fresh", "fresh"]
    assert screen.prologues()[-1]["seq"] == scene.seq


def test_a_lost_batch_comes_again(scene: Scene) -> None:
    """Under its old number, with all that followed."""
    screen = scene.screen()
    for _ in range(3):
        scene.send()
        scene.caught_up(screen)
    before = list(screen.batches)
    scene.pump.resend(scene.feed, screen, 1)
    screen.wait(lambda: len(screen.batches) == 2 * len(before) - 1)
    assert screen.batches[len(before) :] == before[1:]


def test_what_is_no_longer_kept_becomes_a_merge_prologue(scene: Scene) -> None:
    """It says how many facts were not told."""
    screen = scene.screen()
    stage = scene.feed.stages[screen]
    scene.send(5)
    scene.caught_up(screen)
    stage.outbox._sent.clear()
    scene.pump.resend(scene.feed, screen, 0)
    screen.wait(lambda: len(screen.prologues()) == 2)
    head = screen.prologues()[-1]
    assert head["prologue"] == "merge"
    assert head["seq"] == scene.seq
    assert screen.batches[-1][0] == len(screen.batches)


def test_too_much_at_once_is_skipped_and_counted(scene: Scene) -> None:
    """The sums are right all the same, and the tally names what was not told one by one."""
    screen = scene.screen()
    told = screen.seq
    with scene.layer.lock:  # the pump cannot look before all of it is there
        scene.send(batches.BACKLOG)
    scene.caught_up(screen)
    head = screen.prologues()[-1]
    assert head["prologue"] == "merge"
    assert head["skipped"] == head["seq"] - told
    assert head["tally"]["kinds"] == {
        "message.accepted": batches.BACKLOG,
        "message.taken": batches.BACKLOG,
        "message.delivered": batches.BACKLOG,
    }
    assert head["sums"] == [["default", "a", batches.BACKLOG, 0, 0, 0, batches.BACKLOG, {}, {}]]
    scene.send()
    scene.caught_up(screen)
    assert screen.seqs()[-3:] == [scene.seq - 2, scene.seq - 1, scene.seq]


def test_what_is_told_under_load_adds_up_to_the_ledger(scene: Scene) -> None:
    """Prologue's sums and the facts after it are the layer's, while four threads send."""
    screen = scene.screen()
    threads = [threading.Thread(target=scene.send, args=(4000,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    scene.caught_up(screen)
    fold = RawFold()
    last = max(n for n, head in enumerate(screen.heads()) if "prologue" in head)
    rows = screen.heads()[last]["sums"]
    fold.restart("default", [(*row[1:7], tuple(row[7].items()), ()) for row in rows])
    after = [line for _, lines in screen.batches[last:] for line in lines]
    sums = fold.ledger().total
    accepted, delivered = sums.accepted, sums.delivered
    start = screen.heads()[last]["seq"]
    for event in events_of(after):
        if event.seq > start:
            accepted += event.kind == "message.accepted"
            delivered += event.kind == "message.delivered"
    assert (accepted, delivered) == (16_000, 16_000)
    assert scene.layer.ledger().total.accepted == 16_000


def test_a_log_that_lets_go_is_noticed() -> None:
    """Entries that went before they could be told are skipped, not forgotten."""
    scene = Scene()
    scene.log.max_events = 2000
    screen = scene.screen()
    with scene.layer.lock:
        scene.send(5000)
    scene.caught_up(screen)
    head = screen.prologues()[-1]
    assert (head["prologue"], head["trimmed"] > 0) == ("merge", True)
    assert head["sums"][0][2] == 5000
    scene.pump.finish(scene.feed)


def test_a_broken_stage_is_dropped(scene: Scene) -> None:
    """The others go on."""
    good, bad = scene.screen(), scene.screen()
    bad.broken = True
    scene.send()
    scene.caught_up(good)
    scene.send()
    scene.caught_up(good)
    assert list(scene.feed.stages) == [good]


def test_a_sandbox_that_cannot_be_shown_stops_no_other(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """It is said once; when its stage looks again, it begins anew."""
    well, ill = Scene(), Scene()
    ill.pump = well.pump
    layers = ill.feed.live.layers

    asked = threading.Event()

    def nothing() -> list[Any]:
        asked.set()
        raise RuntimeError("no layers")

    object.__setattr__(ill.feed.live, "layers", nothing)
    poor, good = Screen(), well.screen()
    well.pump.start(ill.feed, poor)
    assert asked.wait(PATIENCE)
    well.send()
    well.caught_up(good)
    (record,) = caplog.records
    assert record.getMessage() == "A sandbox cannot be shown any more: run its cells again"
    assert ill.feed.stages == {}
    object.__setattr__(ill.feed.live, "layers", layers)
    well.pump.start(ill.feed, poor)
    poor.wait(poor.prologues)
    well.pump.finish(well.feed)
    well.pump.finish(ill.feed)


def test_the_end_is_told_and_then_nobody_listens(make_box: Callable[..., Sandbox]) -> None:
    """The last facts of a sandbox reach its stages; then the thread ends."""
    box, pump = make_box(), Pump()
    add_chat(box)
    feed, screen = Feed(live_of(box)), Screen()
    pump.start(feed, screen)
    screen.wait(screen.prologues)
    box.connect("/")
    thread = pump._thread
    box.stop()
    pump.finish(feed)
    assert thread is not None
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert screen.events()[-1].kind == "layer.closed"
    pump.start(feed, screen)  # a page that is loaded again shows how it ended
    screen.wait(lambda: len(screen.prologues()) == 2)
    pump.finish(feed)


def test_two_sandboxes_share_the_thread() -> None:
    """Each stage hears of its own only."""
    one, two = Scene(), Scene()
    two.pump = one.pump
    screens = one.screen(), two.screen()
    one.send(2)
    two.send(3)
    one.caught_up(screens[0])
    two.caught_up(screens[1])
    assert screens[0].seq == 7
    assert screens[1].seq == 10
    one.pump.finish(one.feed)
    two.send()
    two.caught_up(screens[1])
    two.pump.finish(two.feed)


def test_it_rests_three_times_as_long_as_it_works(scene: Scene) -> None:
    """So it never takes more than about a quarter of a core, however much comes."""
    rests: list[tuple[float, float]] = []
    scene.pump = Pump(lambda bell, seconds: rests.append((scene.pump.last_s, seconds)))
    screen = scene.screen()
    scene.send(500)
    scene.caught_up(screen)
    assert rests
    for took, rest in rests:
        assert rest >= max(0.04, 3 * took)
