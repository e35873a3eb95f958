"""Stopping messages and breaking things on purpose: ``box.hold`` and ``box.faults``.

Role: API.md's verbs, handed on to :mod:`sandbox.live`, with what there is to aim at. It must not
know the rules of holds and faults.
"""

from __future__ import annotations

from typing import Any

from sandbox.box.own_redis import OwnRedis
from sandbox.box.places import ChannelView, GroupView
from sandbox.box.registry import Consumer
from sandbox.box.showing import Rows
from sandbox.box.visitors import Visitors
from sandbox.consumers.manager import ChannelLayerWrapper
from sandbox.consumers.naming import shown_name
from sandbox.live.conditions import Where
from sandbox.live.faults import Client, Faults, Parts
from sandbox.live.holds import Hold, Holds
from sandbox.live.targets import Surroundings
from sandbox.protocols.place import ServerPlace
from sandbox.runtime.loops import LoopHost
from sandbox.trace.ids import spell
from sandbox.trace.log import Log

__all__ = ["Breaking"]


class Breaking:
    """What a person may stop and break; a part of :class:`~sandbox.box.sandbox.Sandbox`."""

    log: Log
    _layers: dict[str, ChannelLayerWrapper]
    _own_redis: OwnRedis | None
    _servers: dict[int, ServerPlace]
    _visitors: Visitors
    _loop: LoopHost

    def _must_run(self) -> None:
        """Raise ``SandboxStopped`` if it has ended."""
        raise NotImplementedError

    def _make_breaking(self) -> None:
        """Make the tables' handles; the parts that they look at are there by now, or soon."""
        box: Any = self
        self._around = Surroundings(
            layers=lambda: self._layers,
            owner=self._visitors.labels.owner,
            tabs=lambda: [*self._visitors.tabs.copy(), *_members(self._visitors)],
            groups=lambda: list(box.groups),
            consumers=self._routed,
            channels=lambda: list(box.channels),
            replies=self._replies,
        )
        self._holds = Holds(
            log=self.log,
            around=self._around,
            later=lambda *when: self._loop.call_later(*when),  # noqa: PLW0108 - not there yet
        )

        self._slowed: dict[str, Any] = {}
        self._faults = Faults(
            log=self.log,
            around=self._around,
            parts=Parts(
                workers=box._all_workers,
                servers=self._servers.copy,
                clients=self._clients,
                reopen=lambda name: self._visitors.tabs[name].reopen(),
                slowed=self._slowed,
                stores=lambda: {} if self._own_redis is None else {"default": self._own_redis},
                pause=box._runtime.pause,
            ),
        )

    def _clients(self) -> dict[str, Client]:
        """Return server and connection of every open connection, by its id, oldest first."""
        box: Any = self
        found = [
            (connection.id, server, connection)
            for server in box._all_servers()
            for connection in server.clients.copy().values()
        ]
        found.sort(key=lambda one: one[0])
        return {spell(number) or "": (server, one) for number, server, one in found}

    def _routed(self) -> list[str]:
        """Return the names of all consumers that rules lead to, as the rules have them."""
        rules = [rule for layer in self._layers.values() for rule in layer.router.rules]
        return list(dict.fromkeys(rule.consumer for rule in rules))

    def _replies(self) -> dict[str, str]:
        """Return the reply channel of every open connection, by its id."""
        return {number: one.reply_channel for number, (_, one) in self._clients().items()}

    def _in_force(self) -> list[Any]:
        """Return what is in force, for pictures."""
        box: Any = self
        return [*self._holds.in_force(), *self._faults.in_force(), *box.clock.in_force()]

    def _broken_rows(self) -> Rows:
        """Return what is stopped and broken; nothing where nothing is."""
        holds = [f"{one.target} ({len(one)} held)" for one in self._holds.values()]
        faults = [repr(one).strip("<>").partition(": ")[2] for one in self._faults]
        told = (("holds", holds), ("faults", faults))
        return [(name, ", ".join(found)) for name, found in told if found]

    def _end_breaking(self) -> None:
        """End faults and holds, as the sandbox ends."""
        self._faults.close()
        self._holds.close()

    def hold(self, target: Any, where: Where = None, *, expires: bool = False) -> Hold:
        """Stop messages on their way: look at them, change them, let them through one by one.

        ::

            from sandbox import Group, Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive")
            def echo(message):
                message.reply_channel.send({"text": message.content["text"]})
            alice = box.connect("/", name="alice")
            with box.hold("websocket.receive", where="text~bomb") as stop:
                alice.send("bomb"); stop.wait()
                stop[0].edit(text="flower")  # .drop() .duplicate() .delay(2) .move_to(0) .release()
            alice.receive()                  # 'flower': the end of the hold let it through
            box.stop()

        *target*: a channel or its name; a ``Group`` (each member's copy stops); a consumer or its
        name (what routing would give it); a tab or its name (both directions). Where a name means
        several things, say which: ``"group:chat"``, ``"tab:alice"``, ``"consumer:ws_message"``,
        ``"channel:chat"``; ``"connection:c3"`` is a real page's.

        *where*: which messages, in the filter language of ``box.find``, or a function of the
        content; ``None``: all. *expires*: whether held messages expire as if they were queued.

        The rest runs on: deadlines, too, so a handshake that is held for more than 5 s ends. Held
        messages take up room on their channel and stand under "held" in the ledger. A second hold
        of the same target ends the first one. Returns the hold: a context manager, and a sequence
        of what it holds.
        A message is stopped once: what one hold has let go meets no other on its way.
        """
        self._must_run()
        return self._holds.begin(_plain(target), where, expires=expires)

    @property
    def holds(self) -> Holds:
        """The holds that are in force, by what they are aimed at.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            box.hold("websocket.receive")
            box.holds["websocket.receive"].end()
            box.holds                            # no holds
            box.stop()
        """
        return self._holds

    @property
    def faults(self) -> Faults:
        """Break one thing on purpose, see what happens, undo it.

        ::

            from sandbox import Sandbox
            box = Sandbox()
            @box.consumer("websocket.receive")
            def ws_message(message): ...
            with box.faults.slow(ws_message, seconds=1):
                box.faults                   # what is in force, each with its undo()
            box.faults.clear()
            box.stop()

        kill or freeze a worker; slow a consumer or a client; put a client to sleep, or cut its
        network; fill a channel; let messages expire at once; lose the next reply; refuse new
        connections; restart or kill a server; freeze, cut or restart the sandbox's own Redis.
        Everything is in the log, and ends with the sandbox.
        """
        return self._faults


def _members(visitors: Visitors) -> list[str]:
    """Return the names of all members of crowds."""
    return [member.name for crowd in visitors.crowds.copy().values() for member in crowd]


def _plain(target: Any) -> Any:
    """Return what the rooms below understand of what the box hands out."""
    if isinstance(target, ChannelView | GroupView):
        kind = "channel" if isinstance(target, ChannelView) else "group"
        alias = target._layer.alias
        return f"{kind}:{target.name if alias == 'default' else f'{alias}/{target.name}'}"
    if isinstance(target, Consumer):
        return f"consumer:{shown_name(target.function)}"
    return target
