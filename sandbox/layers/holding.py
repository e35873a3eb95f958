"""What a person does to messages: stop, change, let through, lose; and the tables that say which.

Role: TRACE.md's ``held`` and the reasons ``dropped_by_you`` and ``fault`` as rules on the state.
The tables of holds and faults are asked for each message that is accepted, under the layer's lock,
and only where they have a row: without one they cost nothing. Whoever calls holds the lock and
passes the time in. It must not know of threads, cells or pictures, nor what a row is aimed at.

::

                       ┌── edit, move, duplicate
    accept ──hold──► held ──release, step, end──► queued
              │        │ └──delay──► (held until it is due) ──release_due──► queued
              │        └──drop──► lost (dropped_by_you)
              └─fault─► lost (fault, expired)

Held messages take room on their channel and do not expire, unless their hold says so. On
interrupts, see :mod:`sandbox.layers.store`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.errors import ChannelFull
from sandbox.layers.copying import copy_content
from sandbox.layers.queues import (
    CHANNEL,
    CONTENT,
    EXPIRES,
    MESSAGE,
    QUEUE,
    Entry,
    Fault,
    Hold,
    Queue,
    Wake,
)
from sandbox.layers.state import State
from sandbox.trace import ops
from sandbox.trace.ids import spell
from sandbox.trace.redact import redact

__all__ = ["Fact", "Fate", "Holding", "Test"]

Fate = tuple[str, int | None]
"""(reason of the loss, or "" for a hold; id of the fault or hold)."""

Fact = tuple[Any, ...]
"""A raw entry of the log."""

Test = Callable[[str, dict[str, Any], str | None], bool]
"""Asked with (channel, content, the group that it was sent to or ``None``)."""


class Holding(State):
    """The tables of holds and faults, and what is held. The caller holds the layer's lock."""

    # -- accepting what does not go its usual way --------------------------------------------

    def _go_astray(
        self, entry: Entry, fate: Fate, fact: Fact | None, now: float, where: str, cause: int
    ) -> None:
        """Accept a message that meets its *fate* instead of being queued."""
        facts = [] if fact is None else [fact, self._fact_of(entry, fate, now, where, cause)]
        self._carry_through([], [(entry, fate)], facts, now)

    def _carry_through(
        self,
        reached: list[tuple[Queue, int, int, list[Entry]]],
        astray: list[tuple[Entry, Fate]],
        facts: list[Fact],
        now: float,
    ) -> None:
        """Make a prepared acceptance true, whole, also when an interrupt comes meanwhile."""
        met = tuple(astray)
        astray.reverse()
        try:
            self._commit(reached, astray, facts)
        except BaseException:
            self._commit(reached, astray, facts)
            raise
        if self.log is not None:
            self.log.attend()
        if met:
            self._follow_up(met, now)

    def _commit(
        self,
        reached: list[tuple[Queue, int, int, list[Entry]]],
        astray: list[tuple[Entry, Fate]],
        facts: list[Fact],
    ) -> None:
        """Do what the lists say, and take it off them; called again, it goes on where it was.

        *reached*: (queue, accepted, lost as full, queued). Each turn of a loop has no call.
        """
        while reached:
            queue, number, full, batch = reached[-1]
            del reached[-1]
            tally = queue.tally
            tally.accepted += number
            if full:
                if "full" not in tally.lost:
                    tally.lost["full"] = 0
                tally.lost["full"] += full
            queue.entries += batch
        while astray:
            entry, (reason, hold) = astray[-1]
            del astray[-1]
            queue = entry[QUEUE]
            tally = queue.tally
            tally.accepted += 1
            if reason:
                if reason not in tally.lost:
                    tally.lost[reason] = 0
                tally.lost[reason] += 1
            else:
                self._held[entry[MESSAGE]] = (entry, hold or 0)
                queue.held += 1
                tally.held += 1
        if facts and self.log is not None:
            told = facts[:]
            del facts[:]
            self.log.put_all(told)

    def _follow_up(self, met: tuple[tuple[Entry, Fate], ...], now: float) -> None:
        """Do what follows from fates: evict, let a held message's time run, end a spent fault."""
        for entry, (reason, number) in met:
            if reason == "expired":
                self._groups.evict(entry[CHANNEL])
            elif not reason and number in self._expiring:
                self._schedule(entry[EXPIRES], entry[MESSAGE])
        for fault in self.faults:
            if fault.spent:
                self.end_fault(fault, now, "layer", fault.id)

    def _fact_of(self, entry: Entry, fate: Fate, now: float, where: str, cause: int) -> Fact:
        reason, number = fate
        message, channel, mine = entry[MESSAGE], entry[CHANNEL], self.alias
        if not reason:
            return (ops.HELD, now, where, mine, message, channel, number)
        why = cause if number is None else number
        return (ops.LOST, now, where, why, mine, message, channel, reason, "queued")

    def _fate(self, entry: Entry, group: str | None = None) -> Fate | None:
        """Ask faults, holds and orphaned prefixes about a message that is not accepted yet."""
        channel, content = entry[CHANNEL], entry[CONTENT]
        if entry[QUEUE].orphaned:
            return "no_connection", None
        for fault in self.faults:
            if self._holds_true(fault.loses, channel, content, group):
                return fault.reason, fault.id
        for hold in self.holds:
            if self._holds_true(hold.matches, channel, content, group):
                return "", hold.id
        return None

    def _holds_true(
        self, test: Test, channel: str, content: dict[str, Any], group: str | None
    ) -> bool:
        # A person wrote this test in a cell; its error is theirs and not the sender's.
        try:
            return bool(test(channel, content, group))
        except Exception as error:
            if self.log is not None:
                self.log.note(
                    "subscriber.failed",
                    where="layer",
                    cause=0,
                    subscriber=getattr(test, "__qualname__", type(test).__name__),
                    error=f"{type(error).__name__}: {error}",
                )
            return False

    # -- the tables --------------------------------------------------------------------------

    def begin_hold(self, hold: Hold, now: float, where: str) -> None:
        """Let *hold* stop what matches from now on; nothing happens where it does already."""
        if hold in self.holds:
            return
        expiring = self._expiring | {hold.id} if hold.expires else self._expiring
        rows = (*self.holds, hold)
        self._expiring = expiring
        self.holds = rows
        self._tell("hold.began", hold, now, where, 0)

    def end_hold(self, hold: Hold, now: float, where: str) -> list[Wake]:
        """Stop nothing more and release what *hold* has, in order; harmless twice.

        What was delayed goes when it is due. Returns whom to wake.
        """
        was_on = hold in self.holds
        self.holds = tuple([other for other in self.holds if other is not hold])
        if was_on:
            self._tell("hold.ended", hold, now, where, hold.id)
        released = [self.release(one[MESSAGE], now, where) for one in self.held_at(hold.id)]
        return [wake for wake in released if wake is not None]

    def begin_fault(self, fault: Fault, now: float, where: str) -> None:
        """Let *fault* lose what matches from now on; nothing happens where it does already."""
        if fault not in self.faults:
            self.faults = (*self.faults, fault)
            self._tell("fault.began", fault, now, where, 0)

    def end_fault(self, fault: Fault, now: float, where: str, cause: int = 0) -> None:
        """Lose nothing more; harmless twice."""
        if fault in self.faults:
            self.faults = tuple([other for other in self.faults if other is not fault])
            self._tell("fault.ended", fault, now, where, cause)

    def _tell(self, kind: str, row: Hold | Fault, now: float, where: str, cause: int) -> None:
        if self.log is not None:
            self.log.note(kind, where=where, id=row.id, cause=cause, at=now, **row.told)

    # -- looking at what is held -------------------------------------------------------------

    def held(self) -> list[Entry]:
        """Return what is held, in the order in which it will go."""
        return [entry for entry, _ in self._held.values()]

    def held_by(self) -> list[tuple[Entry, int]]:
        """Return what is held, in order, with the ids of the holds that stopped it."""
        return list(self._held.values())

    def held_at(self, hold: int) -> list[Entry]:
        """Return what a hold keeps until somebody decides: in order, without what is delayed."""
        delayed = self._delayed
        return [
            entry
            for entry, number in self._held.values()
            if number == hold and entry[MESSAGE] not in delayed
        ]

    def delayed(self) -> dict[int, float]:
        """Return held message → the clock's moment at which it is released by itself; a copy."""
        return dict(self._delayed)

    # -- deciding; each is a KeyError where the message is not held --------------------------

    def release(self, message: int, now: float, where: str) -> Wake | None:
        """Queue a held message, with its whole lifetime before it; ``KeyError`` if not held."""
        entry, hold = self._held[message]
        queue, log, mine, channel = entry[QUEUE], self.log, self.alias, entry[CHANNEL]
        facts: list[Fact] = [(ops.RELEASED, now, where, mine, message, channel, hold)]
        orphaned = queue.orphaned
        if orphaned:
            facts += [(ops.LOST, now, where, 0, mine, message, channel, "no_connection", "queued")]
        again = (now + self.expiry, *entry[1:])
        tally = queue.tally
        if message in self._delayed:
            del self._delayed[message]
        del self._held[message]
        queue.held -= 1
        tally.held -= 1
        if orphaned:
            if "no_connection" not in tally.lost:
                tally.lost["no_connection"] = 0
            tally.lost["no_connection"] += 1
        else:
            queue.entries += (again,)
        if log is not None:
            log.put_all(facts)
            log.attend()
        self._time(queue)
        return queue.announce() if queue.entries and queue.listeners else None

    def drop(self, message: int, now: float, where: str, reason: str = "dropped_by_you") -> None:
        """Lose a held message on purpose; ``KeyError`` if it is not held."""
        self._lose_held(message, reason, now, where)

    def edit(self, message: int, content: dict[str, Any], now: float, where: str) -> dict[str, Any]:
        """Let a held message be *content*, which now belongs to the layer.

        Returns what changed: key → new value, ``None`` for a key that is gone. Nothing is logged
        where nothing changed.
        """
        entry, hold = self._held[message]
        before = entry[CONTENT]
        changed = {
            key: content.get(key)
            for key in (*content, *before)
            if key not in before or key not in content or before[key] != content[key]
        }
        if not changed:
            return changed
        shown = {"changed": copy_content(changed), "content": content}
        fact = self._fact("message.edited", entry, hold, now, where, shown)
        edited = ((*entry[:CONTENT], content, *entry[CONTENT + 1 :]), hold)
        self._held[message] = edited  # type: ignore[assignment]
        self._put(fact)
        return changed

    def duplicate(self, message: int, now: float, where: str) -> int:
        """Accept a copy of a held message, held behind it by the same hold; return its id.

        ``ChannelFull`` where the channel has no room for it.
        """
        entry, hold = self._held[message]
        queue, channel = entry[QUEUE], entry[CHANNEL]
        if len(queue.entries) + queue.held >= queue.capacity:
            raise ChannelFull(channel)
        copy = self._message_id()
        content = copy_content(entry[CONTENT])
        twin: Entry = (now + self.expiry, copy, channel, content, now, queue)
        told = {"changed": {"copy": spell(copy)}}
        facts = [
            self._fact("message.duplicated", entry, hold, now, where, told),
            (ops.ACCEPTED, now, where, message, self.alias, copy, channel, redact(content)),
            (ops.HELD, now, where, self.alias, copy, channel, hold),
        ]
        rows = list(self._held.items())
        place = [number for number, _ in rows].index(message) + 1
        rows.insert(place, (copy, (twin, hold)))
        held = dict(rows)
        tally = queue.tally
        self._held = held
        queue.held += 1
        tally.accepted += 1
        tally.held += 1
        if self.log is not None:
            self.log.put_all(facts)
            self.log.attend()
        if hold in self._expiring:
            self._schedule(twin[EXPIRES], copy)
        return copy

    def delay(self, message: int, seconds: float, now: float, where: str) -> float:
        """Let a held message go by itself in *seconds*; return when (the clock's moment).

        Whoever keeps the time calls :meth:`release_due` then.
        """
        entry, hold = self._held[message]
        due = now + seconds
        told = {"changed": {"seconds": seconds}}
        fact = self._fact("message.delayed", entry, hold, now, where, told)
        self._delayed[message] = due
        self._put(fact)
        return due

    def release_due(self, now: float) -> list[Wake]:
        """Release what was delayed until *now*, in the order in which it is due."""
        due = sorted((moment, one) for one, moment in self._delayed.items() if moment <= now)
        released = [self.release(message, now, "layer") for _, message in due]
        return [wake for wake in released if wake is not None]

    def move(self, message: int, place: int, now: float, where: str) -> None:
        """Let a held message be number *place* (from 0) of those that its hold keeps.

        ``IndexError`` where there are not so many.
        """
        entry, hold = self._held[message]
        mine = [one[MESSAGE] for one in self.held_at(hold)]
        if message not in mine or not 0 <= place < len(mine):
            raise IndexError(place)
        mine.remove(message)
        mine.insert(place, message)
        turn = iter(mine)
        places = set(mine)
        held = {
            one: self._held[one]
            for one in [next(turn) if number in places else number for number in self._held]
        }
        fact = self._fact("message.moved", entry, hold, now, where, {"place": place})
        self._held = held
        self._put(fact)

    def _fact(
        self, kind: str, entry: Entry, hold: int, now: float, where: str, told: dict[str, Any]
    ) -> Fact:
        """Return the log's entry of something that was done to a held message by hand."""
        message = entry[MESSAGE]
        fields = {
            "layer": self.alias,
            "message": message,
            "channel": entry[CHANNEL],
            "breakpoint": hold,
            **told,
        }
        return (ops.NOTE, now, where, kind, message, 0, redact(fields))

    def _put(self, fact: Fact) -> None:
        if self.log is not None:
            self.log.put(fact)
            self.log.attend()

    # -- expiring at once --------------------------------------------------------------------

    def expire_matching(self, test: Test, now: float, where: str, cause: int) -> int:
        """Let every queued message that *test* picks expire now, and return how many they were.

        Their channels are thrown out of every group, as by any expiry (§1.6).
        """
        self.expire(now)
        count = 0
        for queue in list(self._queues.values()):
            for entry in list(queue.entries):
                if self._holds_true(test, entry[CHANNEL], entry[CONTENT], None):
                    if queue.entries and queue.entries[0] is entry:
                        # Where all go, each is the oldest: no copy of the rest for each of many.
                        self._lose_first(queue, "expired", now, where, cause)
                    else:
                        self._lose_queued(queue, entry, "expired", now, where, cause)
                    self._groups.evict(entry[CHANNEL])
                    count += 1
            queue.make_room()
        return count
