"""The one thread that writes to the browser (DESIGN §5, "View boundary").

Role: follow the logs that somebody looks at, and hand numbered batches to their stages; nothing
else ever writes to a stage's comm. It must not know widgets, or what the facts mean.

While no stage is open there is no thread, and appending costs nothing more. While all is quiet the
thread is parked on the logs' own wake-ups. While facts come it works at most 25 times a second,
and never more than a quarter of the time: what it cannot send in that, it skips and says so.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from time import thread_time
from typing import Any, Protocol

from sandbox.runtime.threads import spawn
from sandbox.views import batches
from sandbox.views.batches import Body, Encoder, Outbox
from sandbox.views.prologue import WHOLE_HISTORY, Live, Prologue, take

__all__ = ["Feed", "Pump", "Sink", "pump"]

logger = logging.getLogger("sandbox.views")

TICK_S = 0.04
"""Seconds between two ticks, at least."""

SKIPPING_S = 0.15
"""The same after facts were skipped: a prologue is more work for both sides than a few facts."""

REST = 3.0
"""A tick that took so long is followed by this many times as long a rest."""

_READ = 20_000
_END_S = 2.0


class Sink(Protocol):
    """Where a stage's messages go: a widget."""

    def write(self, content: dict[str, Any], buffer: bytes | None) -> None:
        """Send one message; only the pump's thread calls it. An error ends the stage."""


@dataclass
class _Stage:
    """What the pump knows of one sink."""

    outbox: Outbox = field(default_factory=Outbox)
    looks: bool = False
    """Whether somebody looks at it."""
    wants: str | None = None
    """The prologue that it needs next."""
    knows: int | None = None
    """The newest fact that it knows, where it asked for what it missed."""
    after: int | None = None
    """The last whole batch, where it asked for those that followed."""
    mail: list[dict[str, Any]] = field(default_factory=list)
    """Other messages to it."""


class Feed:
    """One sandbox's log, as the pump follows it."""

    def __init__(self, live: Live) -> None:
        self.live = live
        self.stages: dict[Sink, _Stage] = {}
        self.encoder = Encoder(live.log.start, live.log.ladders)
        self.cursor = 0
        self.flowing = False
        """Whether cursor and encoder are where some stage has read up to."""
        self.ended = False
        """Whether nothing more will come, so that it need not be waited for."""
        self.skipped = 0
        """Facts that were not sent one by one, in all."""

    def waits_for_more(self) -> bool:
        """Say whether the pump has to listen to its log."""
        return not self.ended and any(stage.looks for stage in self.stages.values())

    def has_something(self) -> bool:
        """Say whether there is something to do for it."""
        for stage in self.stages.values():
            if stage.mail or (stage.looks and (stage.wants or stage.after is not None)):
                return True
        looked_at = any(stage.looks for stage in self.stages.values())
        return looked_at and self.live.log.end > self.cursor


class Pump:
    """The thread, while there is something for it to do. Any thread may call.

    *wait* is how it rests: ``wait(bell, seconds)``; for tests.
    """

    def __init__(self, wait: Callable[[threading.Event, float], object] | None = None) -> None:
        self._lock = threading.Lock()
        self._bell = threading.Event()
        self._feeds: list[Feed] = []
        self._thread: threading.Thread | None = None
        self._leaving = threading.Event()
        self._wait = wait if wait is not None else _rest
        self.ticks = 0
        self.busy_s = 0.0
        """Seconds of processor time that all ticks have taken; for measuring."""
        self.last_s = 0.0
        """The same of the last one."""

    # -- what stages ask for -----------------------------------------------------------------

    def start(self, feed: Feed, sink: Sink) -> None:
        """Somebody looks at *sink*: it gets a fresh prologue, and what follows."""
        with self._lock:
            stage = feed.stages.setdefault(sink, _Stage())
            stage.looks, stage.wants, stage.after = True, "fresh", None
            self._follow(feed)

    def stop(self, feed: Feed, sink: Sink) -> None:
        """Nobody looks any more. Harmless twice."""
        with self._lock:
            stage = feed.stages.get(sink)
            if stage is not None:
                stage.looks, stage.wants, stage.after = False, None, None
            self._ring()

    def resend(self, feed: Feed, sink: Sink, after: int) -> None:
        """*sink* has read all batches up to number *after*, and not the next."""
        with self._lock:
            stage = feed.stages.get(sink)
            if stage is not None and stage.looks and not stage.wants:
                stage.after = after
                self._follow(feed)

    def post(self, feed: Feed, sink: Sink, content: dict[str, Any]) -> None:
        """Send another message to *sink*, in its turn."""
        with self._lock:
            feed.stages.setdefault(sink, _Stage()).mail.append(content)
            self._follow(feed)

    def drop(self, feed: Feed, sink: Sink) -> None:
        """*sink* is no more. Harmless twice."""
        with self._lock:
            feed.stages.pop(sink, None)
            self._ring()

    def finish(self, feed: Feed) -> None:
        """The sandbox of *feed* has ended: send what is left, and follow it no longer.

        Returns when that is done, after two seconds at the latest.
        """
        with self._lock:
            feed.ended = True
            thread, leaving = self._thread, self._leaving
            self._ring()
        if thread is not None and thread is not threading.current_thread():
            if feed in self._feeds:
                leaving.wait(_END_S)
            if not self._feeds:
                thread.join(_END_S)

    def _follow(self, feed: Feed) -> None:
        """See to it that the thread runs and looks at *feed*; the lock is held."""
        if feed not in self._feeds:
            self._feeds.append(feed)
        if self._thread is None:
            self._thread = spawn("sandbox-pump", self._run)
        self._ring()

    def _ring(self) -> None:
        self._bell.set()

    # -- the thread --------------------------------------------------------------------------

    def _run(self) -> None:
        while (feeds := self._next_feeds()) is not None:
            began = thread_time()
            skipping = False
            for feed in feeds:
                try:
                    skipping = self._tick(feed) or skipping
                except Exception:  # one sandbox's trouble must not stop the pictures of others
                    logger.exception("A sandbox cannot be shown any more: run its cells again")
                    self._give_up(feed)
            self.last_s = thread_time() - began
            self.busy_s += self.last_s
            self.ticks += 1
            pause = max(TICK_S, self.last_s * REST, SKIPPING_S if skipping else 0.0)
            self._wait(self._bell, pause)

    def _give_up(self, feed: Feed) -> None:
        """Tell the stages of *feed* nothing more; one that looks again begins anew."""
        with self._lock:
            feed.stages.clear()
            feed.flowing = False

    def _next_feeds(self) -> list[Feed] | None:
        """Park until there is something to do; return the feeds, or ``None`` when all is over."""
        while True:
            with self._lock:
                self._bell.clear()
                kept = [one for one in self._feeds if one.has_something() or one.waits_for_more()]
                if len(kept) < len(self._feeds):
                    self._leaving.set()
                    self._leaving = threading.Event()
                self._feeds = kept
                if not kept:
                    self._thread = None
                    return None
                if any(feed.has_something() for feed in kept):
                    return kept
            alarms = [feed.live.log.alarm(feed.cursor, self._bell.set) for feed in kept]
            self._bell.wait()
            for forget in alarms:
                forget()

    def _tick(self, feed: Feed) -> bool:
        """Send what is due on *feed*; return whether facts were skipped."""
        with self._lock:
            stages = [(sink, stage) for sink, stage in feed.stages.items()]
            mail = [(sink, stage.mail) for sink, stage in stages if stage.mail]
            for _, stage in stages:
                stage.mail = []
            looking = {sink: stage for sink, stage in stages if stage.looks}
        for sink, contents in mail:
            for content in contents:
                self._write(feed, sink, content, None)
        if not looking:
            feed.flowing = False
            return False
        self._repeat(feed, looking)
        return self._tell(feed, looking)

    def _repeat(self, feed: Feed, looking: dict[Sink, _Stage]) -> None:
        """Send once more what stages have missed, or let them have a prologue."""
        for sink, stage in looking.items():
            with self._lock:
                after, stage.after = stage.after, None
                if after is None or stage.wants:
                    continue
                again = stage.outbox.again(after)
                if again is None:
                    stage.wants, stage.knows = "merge", stage.outbox.seq_after(after)
                    continue
            for batch in again:
                self._write(feed, sink, {"type": "batch"}, batch)

    def _tell(self, feed: Feed, looking: dict[Sink, _Stage]) -> bool:
        """Send the next facts; return whether some were skipped."""
        with self._lock:
            wants = {sink: stage.wants for sink, stage in looking.items()}
            for stage in looking.values():
                stage.wants = None
        flowing = [sink for sink in looking if wants[sink] is None] if feed.flowing else []
        log = feed.live.log
        if flowing and batches.too_many(log.end - feed.cursor):
            self._skip(feed, looking, wants, flowing)
            return True
        if any(wants.values()):
            self._begin(feed, looking, wants, flowing)
            return False
        batch, _ = log.read_on(feed.cursor, batches.BUDGET, False)
        if batch.missed:  # it let go of entries before they could be read
            self._skip(feed, looking, wants, flowing)
            return True
        feed.cursor = batch.next
        for body in feed.encoder.bodies(batch.entries):
            self._send(feed, looking, flowing, body)
        return False

    def _begin(
        self,
        feed: Feed,
        looking: dict[Sink, _Stage],
        wants: dict[Sink, str | None],
        flowing: list[Sink],
    ) -> None:
        """Give a prologue to the stages that want one, when the others have caught up with it."""
        whole = WHOLE_HISTORY if "fresh" in wants.values() else 0
        prologue = take(feed.live, whole=whole)
        if flowing:
            batch = feed.live.log.read(feed.cursor, prologue.cursor - feed.cursor)
            if batch.missed:
                for sink in flowing:
                    wants[sink], looking[sink].knows = "merge", feed.encoder.seq
                flowing = []
            for body in feed.encoder.bodies(batch.entries) if flowing else ():
                self._send(feed, looking, flowing, body)
        if not flowing:
            feed.encoder.restart(prologue)
        feed.cursor, feed.flowing = prologue.cursor, True
        self._send_prologue(feed, looking, wants, prologue)

    def _send_prologue(
        self,
        feed: Feed,
        looking: dict[Sink, _Stage],
        wants: dict[Sink, str | None],
        prologue: Prologue,
    ) -> None:
        for kind in ("fresh", "merge"):
            for sink in [one for one, wanted in wants.items() if wanted == kind]:
                knows, looking[sink].knows = looking[sink].knows, None
                skipped = prologue.seq - knows if knows is not None and kind == "merge" else 0
                for body in feed.encoder.begin(kind, prologue, skipped=max(skipped, 0)):
                    self._send(feed, looking, [sink], body)

    def _skip(
        self,
        feed: Feed,
        looking: dict[Sink, _Stage],
        wants: dict[Sink, str | None],
        flowing: list[Sink],
    ) -> None:
        """Count what waits instead of telling it, and go on from a merge prologue."""
        prologue = take(feed.live)
        skipped = max(prologue.seq - feed.encoder.seq, 0)
        counted = batches.tally(())
        cursor = feed.cursor
        while cursor < prologue.cursor:
            batch = feed.live.log.read(cursor, min(_READ, prologue.cursor - cursor))
            batches.tally(batch.entries, counted)
            if batch.next <= cursor:
                break
            cursor = batch.next
        feed.encoder.restart(prologue)
        feed.cursor = prologue.cursor
        feed.skipped += skipped
        kinds = {name: dict(counts) for name, counts in counted.items()}
        for body in feed.encoder.begin("merge", prologue, skipped=skipped, skipped_kinds=kinds):
            self._send(feed, looking, flowing, body)
        if any(wants.values()):
            self._send_prologue(feed, looking, wants, prologue)

    def _send(self, feed: Feed, looking: dict[Sink, _Stage], to: list[Sink], body: Body) -> None:
        for sink in to:
            stage = looking[sink]
            if stage.looks:
                self._write(feed, sink, {"type": "batch"}, stage.outbox.number(body))

    def _write(self, feed: Feed, sink: Sink, content: dict[str, Any], buffer: bytes | None) -> None:
        try:
            sink.write(content, buffer)
        except Exception:
            logger.debug("A stage cannot be written to any more", exc_info=True)
            self.drop(feed, sink)


def _rest(bell: threading.Event, seconds: float) -> None:
    """Let *seconds* pass; a stage that asks for something rings, and is heard at once."""
    bell.wait(seconds)


pump = Pump()
"""The one of this process."""
