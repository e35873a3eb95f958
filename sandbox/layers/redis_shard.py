"""One Redis server of a layer: its connection, its scripts, and what happens when it is away.

Role: call scripts, in batches, over one connection; repeat what may be repeated; give up quickly
while the server is away, and say what to do about it. It must not know what the scripts mean.

Whoever calls holds the layer's lock. redis-py is used for what lies below: connecting, signing in,
packing and parsing. Its socket timeout of 5 seconds (by default, since version 8) is set here
for each use: a command must be answered within *patience*, a blocking wait within that after its
own time.
"""

from __future__ import annotations

import contextlib
import re
import secrets
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from random import Random
from typing import Any, Final

from redis import exceptions

from sandbox.errors import LayerDown
from sandbox.layers.redis_hosts import Host, pack_command
from sandbox.layers.redis_scripts import Script, every_script, script
from sandbox.runtime.clock import Clock, monotonic

__all__ = ["LEAST_VERSION", "Backoff", "Call", "Once", "Opened", "Shard", "explain"]

LEAST_VERSION: Final = (6, 0)
"""The oldest Redis that has all that the scripts call."""

Once = Callable[[Any], object]
"""Makes a call one that must not happen twice. Called with the answer, later, where the connection
broke and it turns out that the call had happened all the same."""

Call = tuple[Script, tuple[Any, ...], Once | None]
"""A script, its own arguments, and whether it must not happen twice."""

_DEADLINE_SECONDS = 0.5
"""How long one deadline serves: it is early by that much, and then the call is made again."""

_TOLD_REFUSALS = 1000
"""Refusals that are told one by one while a server is away; all are counted."""

_AWAY = (
    exceptions.ConnectionError,
    exceptions.TimeoutError,
    exceptions.ReadOnlyError,
    OSError,
)


class Backoff:
    """When to try a server again: soon at first, then ever later, and never all at once.

    *clock* and *random* are injected. Waits grow from *first* to *longest* seconds.
    """

    def __init__(
        self, clock: Clock, random: Random, *, first: float = 0.05, longest: float = 1.0
    ) -> None:
        self._clock = clock
        self._random = random
        self._first = first
        self._longest = longest
        self._failures = 0
        self._due = float("-inf")

    def failed(self) -> float:
        """Count a failure; return the seconds until the next try."""
        wait = min(self._first * 2.0 ** min(self._failures, 30), self._longest)
        wait *= 0.5 + self._random.random() / 2
        self._failures += 1
        self._due = self._clock() + wait
        return wait

    def succeeded(self) -> None:
        """Forget the failures."""
        self._failures = 0
        self._due = float("-inf")

    @property
    def failures(self) -> int:
        """How many in a row."""
        return self._failures

    @property
    def left(self) -> float:
        """Seconds until a try is due; 0 where it is."""
        return max(0.0, self._due - self._clock())


class Opened:
    """What a server said when this process came (back) to it."""

    __slots__ = ("came_back", "done", "epoch", "last", "now", "number", "said", "took", "wall")

    def __init__(self, reply: Sequence[Any], came_back: bool) -> None:
        self.epoch: bytes = reply[1]
        self.number: int = reply[2]
        self.wall: int = reply[3]
        self.now: int = reply[4]
        self.last: int = reply[5]
        self.done = int(reply[6])
        """The last call of this process that has happened, of those that must not do so twice."""
        self.said: bytes = reply[7]
        """What the last group send answered."""
        self.took: bytes = reply[8]
        """What was taken last by a call that counts it as delivered."""
        self.came_back = came_back
        """Whether this process has been here before."""


class Shard:
    """One server. *number* is its place in the ring; *when_open* is called after each connecting,
    before anything else happens, with the layer's lock held."""

    def __init__(
        self,
        number: int,
        host: Host,
        *,
        prefix: str,
        stats_prefix: str,
        token: str,
        clock: Clock,
        random: Random,
        patience: float,
        facts: int,
        given_time: Callable[[], float] | None,
        when_open: Callable[[Shard, Opened], object],
    ) -> None:
        self.number = number
        self.host = host
        self.prefix = prefix
        self.patience = patience
        self.backoff = Backoff(monotonic, random)
        self.outbox: list[Any] = []
        """Rows of six for ``settle.lua`` that go out with the next call."""
        self._refusals: Counter[tuple[str, str]] = Counter()
        self._told_refusals: deque[bytes] = deque(maxlen=_TOLD_REFUSALS)
        self.epoch: bytes | None = None
        self.seen = 0
        """The last moment (µs) at which this process knows a message to have been accepted."""
        self.peers = 0
        """How many processes used this server at the last sweep, this one included."""
        self.next_number = 0
        """The number that the next process gets, as of the last sweep."""
        self.skew = 0.0
        """The layer's clock less the server's time, in seconds."""
        self._drift = 0.0
        """A steady clock less the server's own one: the layer's clock may run more slowly."""
        self._keys = (2, prefix.encode(), f"{stats_prefix}ledger".encode(), token.encode())
        self.clock = clock
        self._facts = str(facts).encode()
        self._given = given_time
        self._when_open = when_open
        self._connection: Any = None
        self._doubts: list[tuple[int, Once]] = []
        self._operation = 0
        self._deadline_due = 0.0
        self._deadline_text = b""
        self._down: str | None = None

    def __repr__(self) -> str:
        """Name the server; never blocks, and shows no password."""
        return f"<shard {self.number} {self.host}{'' if self._connection else ', not connected'}>"

    # -- life --------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._connection is not None

    @property
    def why_down(self) -> str | None:
        """Why the last try failed, in a sentence with what to do; ``None`` where it did not."""
        return self._down

    def open(self) -> None:
        """Connect, if there is no connection; :class:`LayerDown` where that cannot be."""
        if self._connection is not None:
            if not (self.host.may_move and self.host.has_moved()):
                return
            self.drop()
        if self.backoff.left > 0 and self._down is not None:
            raise LayerDown(self._down)
        try:
            connection, opened = self._connect()
        except (exceptions.RedisError, OSError) as error:
            raise self._failed(error) from error
        self._connection = connection
        self._down = None
        self.backoff.succeeded()
        self.skew = self.clock() - opened.now / 1e6
        self.learn_time(opened.wall)
        try:
            self._clear_doubts(opened)
            self._when_open(self, opened)
        except BaseException:
            self.drop()
            raise
        self.epoch = opened.epoch

    def _clear_doubts(self, opened: Opened) -> None:
        """Tell of each call whose answer never came whether it has happened."""
        doubts, self._doubts = self._doubts, []
        for number, once in doubts if opened.epoch == self.epoch else ():
            if number <= opened.done:
                once([b"done", opened.wall, opened.said, opened.took])

    def _doubt(self, error: BaseException, calls: Iterable[tuple[int, Once | None]]) -> None:
        """Note calls that may have happened or not, until the server is there again."""
        doubts = [(number, once) for number, once in calls if once is not None]
        if doubts and isinstance(error, LayerDown):
            error.in_doubt = True
        self._doubts += doubts

    def _connect(self) -> tuple[Any, Opened]:
        connection = self.connection(self.patience)
        try:
            connection.connect()
            self._require_version(connection)
            _load_missing(connection)
            name = secrets.token_hex(8)
            arguments = (name, b"0" if self.epoch else b"1")
            packed = self._pack(script("open"), arguments, 0, b"")
            connection.send_packed_command([packed], check_health=False)
            reply = connection.read_response(disable_decoding=True)
        except BaseException:
            connection.disconnect()
            raise
        return connection, Opened(reply, self.epoch is not None)

    def connection(self, timeout: float | None) -> Any:
        """Return a new connection, not connected yet, whose answers come within *timeout* s."""
        return self.host.connection(socket_timeout=timeout, socket_connect_timeout=self.patience)

    def _require_version(self, connection: Any) -> None:
        connection.send_command("INFO", "server")
        info = connection.read_response(disable_decoding=True)
        found = dict(re.findall(rb"(\w+):([^\r\n]*)", info))
        # Valkey says redis_version:7.2.4 too, for clients that ask.
        version = tuple(int(part) for part in re.findall(rb"\d+", found[b"redis_version"])[:2])
        if version < LEAST_VERSION:
            raise exceptions.RedisError(
                f"too old: version {found[b'redis_version'].decode()}, and this layer needs "
                f"{'.'.join(map(str, LEAST_VERSION))}"
            )

    def drop(self) -> None:
        """Give the connection up, whatever is on its way."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.disconnect()

    def leave(self) -> None:
        """Say that this process is gone, if the server can be reached at once, and let go."""
        if self._connection is not None:
            with contextlib.suppress(LayerDown):
                self.call(script("leave"))
        self.drop()

    def _failed(self, error: BaseException) -> LayerDown:
        self.drop()
        self.backoff.failed()
        self._down = explain(self.host, error)
        return LayerDown(self._down)

    # -- calling -----------------------------------------------------------------------------

    def call(
        self, called: Script, *arguments: Any, once: Once | None = None, outbox: bool = True
    ) -> Any:
        """Run a script and return its answer; *outbox*: what waits there goes first.

        :class:`LayerDown` where the server is away; its ``in_doubt`` says whether a call that must
        not happen twice may have happened.
        """
        if outbox and (self.outbox or self._refusals):
            return self.calls([(called, arguments, once)])[0]
        connection = self._connection
        if connection is None or self.host.may_move:
            self.open()
            connection = self._connection
        self._operation += 1
        number = self._operation if once is not None else 0
        packed = self._pack(called, arguments, number, self._deadline())
        # The way of calls(), without what one call does not need: this is the hottest path.
        try:
            connection.send_packed_command((packed,), check_health=False)
            reply = connection.read_response(disable_decoding=True)
        except (*_AWAY, exceptions.NoScriptError) as error:
            return self._call_again(error, (called, arguments, number), once)
        except exceptions.ResponseError as error:
            raise LayerDown(explain(self.host, error)) from error
        except BaseException as error:
            self.drop()  # its answer would be taken for the next one's
            self._doubt(error, [(number, once)])
            raise
        if type(reply) is list and reply and reply[0] == b"late":
            reply = self._run_late(reply, (called, arguments, number))
        return reply

    def _call_again(
        self, error: Exception, numbered: tuple[Script, tuple[Any, ...], int], once: Once | None
    ) -> Any:
        try:
            if isinstance(error, exceptions.NoScriptError):
                (reply,) = self._try_twice([numbered])
            else:
                (reply,) = self._after(error, [numbered])
        except BaseException as failure:
            self._doubt(failure, [(numbered[2], once)])
            raise
        if isinstance(reply, Exception):
            raise LayerDown(explain(self.host, reply)) from reply
        return reply

    def flush(self) -> None:
        """Send what waits in the outbox."""
        if self.outbox or self._refusals:
            self.calls([])

    def calls(self, calls: Iterable[Call], *, outbox: bool = True) -> list[Any]:
        """Run scripts one after the other, in one round trip; what waits in the outbox first."""
        self.open()
        wanted = list(calls)
        settled = self._settlement() if outbox else None
        if settled is not None:
            wanted.insert(0, settled)
        first = self._operation + 1
        self._operation += len(wanted)
        numbered = [
            (called, arguments, first + place if once is not None else 0)
            for place, (called, arguments, once) in enumerate(wanted)
        ]
        try:
            replies = self._try_twice(numbered)
        except BaseException as error:
            self._doubt(
                error,
                zip(range(first, first + len(wanted)), [one[2] for one in wanted], strict=True),
            )
            raise
        if settled is not None:
            reply = replies.pop(0)
            if settled[2] is not None and not isinstance(reply, Exception):
                settled[2](reply)
        for reply in replies:
            if isinstance(reply, Exception):
                raise LayerDown(explain(self.host, reply)) from reply
        return replies

    def refuse(self, row: str, reason: str, told: bytes) -> None:
        """Count a refusal, to be told with the next call; while a server is away there may be any
        number of them, so only some are told one by one."""
        self._refusals[row, reason] += 1
        self._told_refusals.append(told)

    def forget_counts(self) -> None:
        """Count nothing of what waits to be told: the store is new, and gets this process's sums,
        in which it is already."""
        self._refusals.clear()
        for at in range(0, len(self.outbox), 6):
            if self.outbox[at] == b"c":
                self.outbox[at : at + 5] = (b"f", b"", b"", b"", 0)

    def _settlement(self) -> Call | None:
        """Return the call that tells what waits in the outbox; ``None`` where nothing does."""
        rows, refusals, told = list(self.outbox), self._refusals.copy(), list(self._told_refusals)
        number = len(rows)
        if not rows and not refusals:
            return None
        for (row, reason), times in refusals.items():
            rows += (b"r", row, reason, b"", times, b"")
        for fact in told:
            rows += (b"f", b"", b"", b"", 0, fact)

        def settled(reply: Any) -> None:
            del self.outbox[:number]
            self._refusals -= refusals
            for _ in told[: len(self._told_refusals)]:
                self._told_refusals.popleft()

        return script("settle"), tuple(rows), settled

    def _try_twice(self, numbered: list[tuple[Script, tuple[Any, ...], int]]) -> list[Any]:
        """A connection that was quiet for long may have gone without a word: try on a new one."""
        try:
            return self._exchange(numbered)
        except _AWAY as error:
            return self._after(error, numbered)

    def _after(
        self, error: Exception, numbered: list[tuple[Script, tuple[Any, ...], int]]
    ) -> list[Any]:
        """The connection has failed: make another one and call again, unless the server had all
        the time that it may have."""
        failure = self._failed(error)
        if isinstance(error, exceptions.TimeoutError):
            raise failure from error
        self.backoff.succeeded()
        self.open()
        try:
            return self._exchange(numbered)
        except _AWAY as error:
            raise self._failed(error) from error

    def _exchange(self, numbered: list[tuple[Script, tuple[Any, ...], int]]) -> list[Any]:
        deadline = self._deadline()
        packed = [self._pack(*one, deadline) for one in numbered]
        connection = self._connection
        try:
            connection.send_packed_command(
                packed if len(packed) == 1 else [b"".join(packed)], check_health=False
            )
            replies = [self._answer(connection) for _ in numbered]
            if exceptions.NoScriptError in map(type, replies):
                self._run_forgotten(numbered, replies, deadline)
        except BaseException:
            # What is on its way would be taken for the answer to the next call.
            self.drop()
            raise
        for place, reply in enumerate(replies):
            if type(reply) is list and reply and reply[0] == b"late":
                replies[place] = self._run_late(reply, numbered[place])
        return replies

    def _run_forgotten(
        self,
        numbered: list[tuple[Script, tuple[Any, ...], int]],
        replies: list[Any],
        deadline: bytes,
    ) -> None:
        """Run what the server had no script for, in order."""
        _load_missing(self._connection)
        for place, reply in enumerate(replies):
            if isinstance(reply, exceptions.NoScriptError):
                replies[place] = self._run(*numbered[place], deadline)

    def _answer(self, connection: Any) -> Any:
        try:
            return connection.read_response(disable_decoding=True)
        except exceptions.ReadOnlyError:
            raise  # no master any more: whoever is it now is to be found
        except exceptions.ResponseError as error:
            return error

    def _run(self, called: Script, arguments: tuple[Any, ...], number: int, deadline: bytes) -> Any:
        connection = self._connection
        packed = self._pack(called, arguments, number, deadline)
        connection.send_packed_command([packed], check_health=False)
        return self._answer(connection)

    def _run_late(self, reply: Sequence[Any], numbered: tuple[Script, tuple[Any, ...], int]) -> Any:
        """The server's clock was set forward: learn it, and ask again."""
        self.learn_time(reply[1])
        return self._run(*numbered, b"")

    def learn_time(self, wall: int) -> None:
        """Note the server's own time (µs) of this moment; clocks run apart."""
        self._drift = monotonic() - wall / 1e6
        self._deadline_due = 0.0

    def _deadline(self) -> bytes:
        if self._given is not None:
            return b""
        now = monotonic()
        if now >= self._deadline_due:
            # Never later than the moment at which this process gives the call up.
            self._deadline_due = now + min(_DEADLINE_SECONDS, self.patience / 4)
            self._deadline_text = b"%d" % ((now - self._drift + self.patience) * 1e6)
        return self._deadline_text

    def _pack(
        self, called: Script, arguments: tuple[Any, ...], number: int, deadline: bytes
    ) -> bytes:
        given = b"" if self._given is None else b"%d" % round(self._given() * 1e6)
        return pack_command(
            (b"EVALSHA", called.sha, *self._keys, given, deadline, self._facts, number, *arguments)
        )


def _load_missing(connection: Any) -> None:
    """See to it that the server has every script: the first time, and after SCRIPT FLUSH."""
    wanted = every_script()
    connection.send_command("SCRIPT", "EXISTS", *(one.sha for one in wanted))
    there = connection.read_response(disable_decoding=True)
    missing = [one for one, known in zip(wanted, there, strict=True) if not known]
    for one in missing:
        connection.send_command("SCRIPT", "LOAD", one.text)
    for _ in missing:
        connection.read_response(disable_decoding=True)


def explain(host: Host, error: BaseException) -> str:
    """Say in one sentence what is wrong with a server, and what to do."""
    text = " ".join(str(error).split()).rstrip(".")
    if "Authentication required" in text or "NOAUTH" in text:
        what, todo = "wants a password", "give it in the URL, redis://:password@host"
    elif isinstance(error, exceptions.AuthenticationError | exceptions.NoPermissionError):
        what, todo = f"refuses the password or user ({text})", "give the right one in the URL"
    elif isinstance(error, exceptions.BusyLoadingError):
        what, todo = "is still loading its data", "wait a moment"
    elif isinstance(error, exceptions.OutOfMemoryError) or "OOM" in text:
        what, todo = "is out of memory", "raise its maxmemory, or read faster"
    elif isinstance(error, exceptions.ReadOnlyError):
        what, todo = "is a read-only replica", "give the address of the master"
    elif isinstance(error, exceptions.TimeoutError):
        what, todo = "does not answer in time", "see whether it is overloaded or paused"
    elif isinstance(error, exceptions.ConnectionError | OSError):
        what, todo = f"cannot be reached ({text})", "start it, or correct the address"
    elif "too old" in text:
        what, todo = f"is {text}", "install a newer one"
    else:
        what, todo = f"refuses the call ({text})", "see its own log"
    return f"The Redis at {host} {what}: {todo}."
