"""What a worker does with one message: the rules, without threads or waiting.

Role: CLASSIC-SPEC §6.2 as one function call: message in, outcome out. The shell
(:mod:`sandbox.workers.worker`) takes messages, calls this in its own thread, and settles them.
It must not know of threads, sockets or how the message was taken.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.consumers.channel import pending
from sandbox.consumers.message import Message
from sandbox.consumers.naming import qualified_name
from sandbox.consumers.signals import send_finished, send_started
from sandbox.errors import (
    ChannelFull,
    ChannelSocketException,
    ConsumeLater,
    DenyConnection,
)
from sandbox.runtime.clock import Clock
from sandbox.trace import ops
from sandbox.trace.causes import acting
from sandbox.trace.log import Log
from sandbox.trace.output import outputs
from sandbox.workers.tracebacks import traceback_of

__all__ = ["REQUEUE_SECONDS", "Dispatcher", "Unrouted", "WorkerKilled"]

logger = logging.getLogger("django.channels")

STARTED, FINISHED = ops.STARTED, ops.FINISHED

REQUEUE_SECONDS = 0.5
"""How long a requeued message waits for room: ten tries, 0.05 s apart (§6.2)."""

REQUEUE_TRIES = 10
"""How often a foreign layer, which cannot wait for room, is asked within that time."""


class WorkerKilled(BaseException):
    """Raised inside the consumer of a worker that is being killed; nobody should catch it."""


class Unrouted:
    """What was said about missing routes, so that it is said once per channel and router.

    One for all workers that share a routing; any thread may ask.
    """

    def __init__(self) -> None:
        self._router: Any = None
        self._channels: dict[str, object] = {}

    def is_news(self, router: Any, channel: str) -> bool:
        """Return ``True`` the first time that *router* is found to know no route for *channel*."""
        if self._router is not router:
            self._router, self._channels = router, {}
        mine = object()
        return self._channels.setdefault(channel, mine) is mine


class Dispatcher:
    """Runs consumers for one worker, in that worker's thread.

    Args:
        layer: the wrapper whose router and ``send`` count (§5.1).
        where: the worker's name in the log.
        clock, log: injected; *log* may be ``None``.
        message_retries: how often a message may be put back (§6.2).
        auto_accept: accept sockets whose connect consumer decided nothing (§2.4).
        callback: called with ``(channel, message)`` before each consumer.
        wait: how to let seconds pass between tries on a layer that cannot wait by itself.
        unrouted: shared with other workers of the same routing; ``None``: one of its own.
    """

    def __init__(
        self,
        layer: Any,
        *,
        where: str,
        clock: Clock,
        log: Log | None,
        message_retries: int = 10,
        auto_accept: bool = False,
        callback: Callable[[str, Message], Any] | None = None,
        wait: Callable[[float], object],
        unrouted: Unrouted | None = None,
    ) -> None:
        self.layer = layer
        self.wait = wait
        self.where = where
        self.clock = clock
        self.log = log
        self.message_retries = message_retries
        self.auto_accept = auto_accept
        self.callback = callback
        self.versions: Mapping[Any, int] = {}
        """Consumer → which version of its code this is, where somebody counts them."""
        self.slowed: Mapping[str, Callable[[], object]] = {}
        """Consumer's name → what is to happen before each of its runs: it takes its time."""
        self.interrupted = False
        """Whether a consumer ended with ``KeyboardInterrupt``; for the worker of a main thread."""
        self.killed = False
        """Set from another thread: what runs now has no effect any more."""
        self.running: tuple[Any, ...] | None = None
        """The log's entry (``ops.STARTED``) of the run that goes on; any thread may look."""
        self._kept_rules: tuple[Any, int] = (None, 0)
        self.interruptible = False
        """Whether the consumer's own code runs. Who kills sets :attr:`killed` and then reads this;
        the worker sets this and then reads :attr:`killed`: no kill is overlooked by both."""
        self._unrouted = unrouted if unrouted is not None else Unrouted()

    def dispatch(self, channel: str, content: dict[str, Any], message_id: int = 0) -> str | None:
        """Run the consumer that routes say; return ``None``, or the reason of the message's loss.

        Whatever a consumer raises (``SystemExit`` included) is logged and survived. Only
        :class:`WorkerKilled` comes out, when the worker was killed.
        """
        message = Message(content, channel, self.layer)
        if content.get("__retries__", 0) == self.message_retries:
            message.__doomed__ = True  # type: ignore[attr-defined]
        router = self.layer.router
        try:
            found = _find(router, channel, content, message)
        except Exception as error:  # a filter met a value that is no text, say
            self._report(error, "(routing)", 0, message_id, 0.0)
            return "no_route"
        if found is None:
            self._report_unrouted(router, channel, message_id)
            return "no_route"
        consumer, kwargs, index = found
        log, where = self.log, self.where
        run = 0
        started_at = self.clock()
        rules = getattr(router, "rules", ())
        name = rules[index].consumer if index >= 0 else qualified_name(consumer)
        if log is not None:
            run = log.ids.run()
            counted = getattr(router, "versions", None)
            if counted:
                version = counted.get(id(consumer), 1)
            else:
                version = self._version_of(consumer) if self.versions else 1
            if rules is not self._kept_rules[0]:
                self._kept_rules = (rules, log.keep(rules))
            shown, kept = tuple(kwargs.items()), self._kept_rules[1]
            at = started_at
            # fmt: off
            fact = (
                STARTED, at, where, message_id, run, name, version, shown, kept, index, where,
            )
            # fmt: on
            log.put(fact)
            if log.awaited:
                log.attend()
            self.running = fact
        token = acting.set((run, where))
        try:
            return self._run(consumer, message, kwargs, name, run, message_id, started_at)
        except WorkerKilled:
            self.interruptible = False
            pending.drop()
            raise
        finally:
            self.running = None
            if outputs.open and log is not None:
                outputs.finish(log, run)
            acting.reset(token)

    def _version_of(self, consumer: Any) -> int:
        try:
            return self.versions.get(consumer, 1)
        except TypeError:  # an instance that cannot be hashed consumes as well as a function
            return 1

    def _run(
        self,
        consumer: Callable[..., Any],
        message: Message,
        kwargs: dict[str, Any],
        name: str,
        run: int,
        message_id: int,
        started_at: float,
    ) -> str | None:
        lost: str | None = None
        error: BaseException | None = None
        self.interruptible = True
        try:
            if self.killed:
                raise WorkerKilled
            try:
                send_started(type(self))
                if self.callback is not None:
                    self.callback(message.channel.name, message)
                if self.slowed and name in self.slowed:
                    self.slowed[name]()
                consumer(message, **kwargs)
                if self.auto_accept and message.channel.name == "websocket.connect":
                    self._accept_by_default(message)
            except DenyConnection as denial:
                if message.channel.name != "websocket.connect":
                    raise ValueError(
                        "DenyConnection refuses a handshake, so it belongs in a consumer of "
                        f"websocket.connect; it was raised on {message.channel.name!r}. To close "
                        'an open socket, send {"close": True} to the reply channel.'
                    ) from denial
                self._deny(message, denial, name, run, message_id)
            except ChannelSocketException as instruction:
                instruction.run(message)
            except ConsumeLater:
                lost = self._consume_later(message, name, run, message_id)
        except WorkerKilled:
            raise
        except BaseException as raised:
            error = raised
        self.interruptible = False
        if self.killed:
            raise WorkerKilled
        if outputs.open and self.log is not None:
            outputs.finish(self.log, run)  # before the log says that the run has ended
        ended_at = self.clock()
        if error is None:
            log = self.log
            if log is not None:
                duration = ended_at - started_at
                log.put((FINISHED, ended_at, self.where, run, name, message_id, duration))
                if log.awaited:
                    log.attend()
        else:
            self._report(error, name, run, message_id, ended_at - started_at)
            self.interrupted = isinstance(error, KeyboardInterrupt)
            error = None  # it holds this frame, and this frame must not hold it
        try:
            send_finished(type(self))
        except WorkerKilled:
            raise
        except BaseException as raised:
            # What could not be flushed: the worker lives on (§15.1 row 3).
            self._report(raised, name, run, message_id, self.clock() - started_at)
        return lost

    def _deny(
        self, message: Message, denial: DenyConnection, name: str, run: int, message_id: int
    ) -> None:
        """Refuse the handshake, behind whatever the consumer has sent already (§4.4)."""
        if message.reply_channel is None:
            raise ValueError("DenyConnection needs a message with a reply_channel to answer to.")
        if self.log is not None:
            self.log.note(
                "consumer.denied",
                where=self.where,
                id=run,
                cause=message_id,
                run=run,
                message=message_id,
                consumer=name,
                why=_text_of(denial) or None,
            )
        message.reply_channel.send({"close": True})

    def _accept_by_default(self, message: Message) -> None:
        """Accept a socket whose connect consumer sent nothing that decides (§2.4)."""
        reply_channel = message.reply_channel
        if reply_channel is not None and not pending.answered(reply_channel.name):
            reply_channel.send({"accept": True})

    def _consume_later(self, message: Message, name: str, run: int, message_id: int) -> str | None:
        """Put the message at the back of its channel (§6.2); return the reason if it is lost."""
        channel, content = message.channel.name, message.content
        retries = content["__retries__"] = content.get("__retries__", 0) + 1
        if self.log is not None:
            self.log.note(
                "consumer.deferred",
                where=self.where,
                id=run,
                cause=message_id,
                run=run,
                message=message_id,
                consumer=name,
                retries=retries,
            )
        if retries > self.message_retries:
            logger.warning(
                "Exceeded number of retries for message %s: %s", channel, repr(content)[:100]
            )
            return "retries"
        token = acting.set((message_id, self.where))
        try:
            self._requeue(channel, content)
        except (ChannelFull, self.layer.ChannelFull):
            logger.error("Could not requeue a message: channel %s stayed full", channel)
            return "requeue_full"
        finally:
            acting.reset(token)
        return None

    def _requeue(self, channel: str, content: dict[str, Any]) -> None:
        # A test may shadow the wrapper's send (trap 4): then it counts, and only it.
        waiting = None if "send" in vars(self.layer) else getattr(self.layer, "send_waiting", None)
        if waiting is not None:
            waiting(channel, content, REQUEUE_SECONDS)
            return
        for _ in range(REQUEUE_TRIES - 1):
            try:
                self.layer.send(channel, content)
                return
            except self.layer.ChannelFull:
                self.wait(REQUEUE_SECONDS / REQUEUE_TRIES)
        self.layer.send(channel, content)

    def _report_unrouted(self, router: Any, channel: str, message_id: int) -> None:
        """Say that no route matched: always in the log, once per channel and router aloud."""
        if self.log is not None:
            self.log.note(
                "route.unmatched",
                where=self.where,
                id=0,
                cause=message_id,
                message=message_id,
                channel=channel,
                rules=self.log.keep(getattr(router, "rules", ())),
            )
        if self._unrouted.is_news(router, channel):
            logger.error("Could not find match for message on %s! Check your routing.", channel)

    def _report(
        self, error: BaseException, name: str, run: int, message_id: int, duration: float
    ) -> None:
        if self.log is not None:
            self.log.note(
                "consumer.raised",
                where=self.where,
                id=run,
                cause=message_id,
                run=run,
                message=message_id,
                consumer=name,
                duration=duration,
                error=_headline(error),
                traceback=traceback_of(error, __file__),
            )
        logger.error("Error processing message with consumer %s:", name, exc_info=error)


def _text_of(error: BaseException) -> str:
    """Return the error's text; one that cannot be had says so."""
    try:
        return str(error)
    except Exception:
        return "(its text cannot be shown)"


def _headline(error: BaseException) -> str:
    """Return the error's class and text."""
    return f"{type(error).__name__}: {_text_of(error)}"


def _find(
    router: Any, channel: str, content: dict[str, Any], message: Message
) -> tuple[Any, dict[str, Any], int] | None:
    """Ask our router by its fast path, and any other object that routes by ``match``."""
    find = getattr(router, "find", None)
    if find is not None:
        return find(channel, content, message)  # type: ignore[no-any-return]
    matched = router.match(message)
    return None if matched is None else (*matched, -1)
