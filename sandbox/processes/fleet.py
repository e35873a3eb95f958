"""All processes of one sandbox: what they are told, what they tell, and the losses of the dead.

Role: start members with the sandbox's settings, layer and code; pass their facts into its log, in
one order; send each swap of code to all of them; and account for what one had in hand that died. It
must not know workers or servers.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import Any

from sandbox.errors import LayerDown, SandboxError
from sandbox.processes.last_words import Told, last_words
from sandbox.processes.member import Member
from sandbox.processes.merging import Merger
from sandbox.processes.relay import ladder_of, with_ladder
from sandbox.processes.shipping import Cargo, pack
from sandbox.trace.log import Log

__all__ = ["Actor", "Fleet", "settings_of_django"]

SWAP_SECONDS = 10.0
"""How long a swap waits until every process has the new code."""

Raw = tuple[Any, ...]


class Actor:
    """What runs in a process, as the sandbox sees it: follows its facts."""

    name: str
    member: Member
    """The process that it runs in now."""

    @property
    def process(self) -> str | None:
        """The logical name of its process; ``None`` while that is not ready."""
        number = self.member.info.get("number")
        return None if number is None else f"process:{number}"

    def saw(self, raw: Raw) -> Raw:
        """Take a fact of this actor; return it, with what only the sandbox knows."""
        return raw

    def heard(self, message: Raw) -> None:
        """Take what its process says to it."""

    def gone(self, member: Member) -> None:
        """Its process has ended."""


class Fleet:
    """The processes of one sandbox. Any thread may call.

    Args:
        log: the sandbox's.
        layer: its own end of the layer that all share.
        spec: what ``RedisLayer`` is made of in a process, packed.
        cargo: returns what serves now.
        rules: returns the rules in force, for the log.
    """

    def __init__(
        self,
        *,
        log: Log,
        layer: Any,
        spec: bytes,
        cargo: Callable[[], Cargo],
        rules: Callable[[], Any],
    ) -> None:
        self.log = log
        self._layer = layer
        self._cargo = cargo
        self._rules = rules
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._common = {"layer": spec, "settings": settings_of_django()}
        self._ladders: dict[int, int] = {}
        self._generation = 0
        self._code = b""
        self._actors: dict[Member, Actor] = {}
        self._by_name: dict[str, Actor] = {}
        self._told: dict[Member, Told] = {}
        self._swapped: dict[Member, int] = {}
        self._refused: dict[int, str] = {}
        self._load()
        self._merger = Merger(self._put, lambda member, n: member.send("sync", n), log.clock)

    # -- code --------------------------------------------------------------------------------

    def _load(self) -> None:
        code = pack(self._cargo())
        self._generation += 1
        self._code = code
        self._ladders[self._generation] = self.log.keep(self._rules())

    def swap(self) -> None:
        """Let what serves now serve in every process, from its next message on.

        Returns when all have it. ``NotShippable`` says what cannot be sent, ``SandboxError`` what a
        process could not load; there the code of before goes on serving.
        """
        with self._changed:
            self._load()
            number = self._generation
            asked = [member for member in self._swapped if member.send("code", number, self._code)]
            done = self._changed.wait_for(
                lambda: all(self._swapped.get(one, number) >= number for one in asked),
                SWAP_SECONDS,
            )
            why = self._refused.pop(number, None)
        if why is None and not done:
            why = f"it has not answered for {SWAP_SECONDS:g} s"
        if why is not None:
            raise SandboxError(
                f"A process could not load the new code ({why}); there the code of before goes on "
                "serving. What it imports has to be importable in a fresh interpreter too."
            )

    # -- members -----------------------------------------------------------------------------

    def start(self, actor: Actor, descriptors: tuple[int, ...] = (), **config: Any) -> Member:
        """Start a process for *actor*; it is not ready yet when this returns."""
        with self._changed:
            code = (self._generation, self._code)
            more = {"name": actor.name, "code": code, "descriptors": descriptors}
            member = Member({**self._common, **more, **config}, self._hear, self._gone, descriptors)
            self._actors[member] = self._by_name[actor.name] = actor
            self._told[member] = Told()
            if config["role"] == "worker":
                self._swapped[member] = self._generation
            self._merger.add(member)
        return member

    def joined(self, member: Member) -> None:
        """Tell of a process that begins."""
        number = member.info["number"]
        self.log.note(
            "process.joined",
            where=member.name,
            cause=0,
            process=f"process:{number}",
            clock_offset=0.0,
        )

    def _hear(self, member: Member, message: Raw) -> None:
        if message[0] == "facts":
            _, facts, _, answers, _ = message
            self._told[member].note(facts)
            self._merger.take(member, facts, answers)
        elif message[0] == "swapped":
            _, number, why, _ = message
            with self._changed:
                self._swapped[member] = max(self._swapped.get(member, 0), number)
                if why is not None:
                    self._refused[number] = why
                self._changed.notify_all()
        elif message[0] == "ended":
            member.expected = True
        else:
            self._actors[member].heard(message)

    def _gone(self, member: Member) -> None:
        """A process has ended: its facts first, then its losses, then its successor."""
        token = member.info.get("token")
        if token is not None and not member.expected:
            self._speak_for(member, token)
        self._merger.remove(member)
        self._merger.sync(1.0)
        self._told.pop(member, None)
        if token is not None:
            if not member.expected:
                self._bury(token)
            number = member.info["number"]
            status = member.process.returncode
            self.log.note(
                "process.left",
                where=member.name,
                cause=0,
                process=f"process:{number}",
                reason="asked" if member.expected else f"killed ({status})",
            )
        with self._changed:
            actor = self._actors.pop(member)
            self._swapped.pop(member, None)
            self._changed.notify_all()
            # A place that is filled anew has another process under the same name by now.
            known = self._by_name.get(actor.name) is actor
            if known and actor not in self._actors.values():
                del self._by_name[actor.name]
        actor.gone(member)

    def _bury(self, token: str) -> None:
        """Account for what a dead process had in hand; where the server is away, the sweep of its
        next day does that."""
        try:
            self._layer.bury(token)
        except LayerDown as error:
            self._layer.say_down(error)

    def _speak_for(self, member: Member, token: str) -> None:
        """Tell what a dead process did and had no time to tell."""
        try:
            facts = last_words(self._layer, token, self._told[member])
        except LayerDown as error:
            self._layer.say_down(error)
        else:
            self._merger.take(member, facts, [])

    # -- facts -------------------------------------------------------------------------------

    def _put(self, facts: list[Raw]) -> None:
        for raw in facts:
            ladder = ladder_of(raw)
            known = raw if ladder is None else with_ladder(raw, self._ladders.get(ladder, 0))
            actor = self._by_name.get(known[2])
            self.log.append(known if actor is None else actor.saw(known))
        self.log.nudge()

    def sync(self, timeout: float = 1.0) -> bool:
        """Return when all that has happened in the processes by now is in the log."""
        return self._merger.sync(timeout)

    def close(self) -> None:
        """End what still runs, at once, and pass on the last facts. Harmless twice."""
        for member in list(self._actors):
            member.expected = True
            member.kill()
        self._merger.close()


def settings_of_django() -> tuple[str, Any]:
    """Return how a fresh interpreter configures Django as it is here."""
    import cloudpickle
    from django.conf import settings

    module = getattr(settings, "SETTINGS_MODULE", None)
    if module:
        return "module", module
    names: Mapping[str, Any] = {
        name: getattr(settings, name)
        for name in dir(settings)
        if name.isupper() and settings.is_overridden(name)
    }
    return "names", cloudpickle.dumps(names)
