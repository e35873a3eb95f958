"""What a person does by hand in the picture: holds, held messages and faults, done to one sandbox.

Role: the handlers of :mod:`sandbox.views.commands` around ``box.hold``, ``box.faults`` and
``box.clock.slow`` (``views/frontend/README.md``, "Holds and faults"). They run on whichever thread
the command came in by. It must not know widgets or sockets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.box.timing import SandboxClock
from sandbox.live.faults import Fault, Faults
from sandbox.live.holds import Held, Hold, Holds
from sandbox.options import did_you_mean
from sandbox.recording.lines import shown
from sandbox.trace.causes import acting_as
from sandbox.trace.jsonable import decode
from sandbox.views.commands import Command, Handler

__all__ = ["FAULTS", "STAGE", "Hands"]

STAGE = "stage"
"""The actor of what is done in the picture."""

FAULTS: Mapping[str, tuple[str, ...]] = {
    "kill": (),
    "freeze": (),
    "slow": ("seconds",),
    "sleep": (),
    "cut": (),
    "fill": (),
    "expire": ("where",),
    "lose": ("where", "n"),
    "restart": ("deadline",),
    "refuse": (),
}
"""Every fault that can be begun in the picture, with its options."""


class Hands:
    """Stops, changes and breaks things. Any thread may call.

    *holds*, *faults* and *clock* give the sandbox's own; *must_run* raises where it has ended.
    """

    def __init__(
        self,
        *,
        holds: Callable[[], Holds],
        faults: Callable[[], Faults],
        clock: Callable[[], SandboxClock],
        must_run: Callable[[], object],
    ) -> None:
        self._holds = holds
        self._faults = faults
        self._clock = clock
        self._must_run = must_run

    @property
    def handlers(self) -> Mapping[str, Handler]:
        """Verb → what does it."""
        found: dict[str, Handler] = {
            "hold.begin": self._hold,
            "hold.end": lambda command: self._hold_of(command).end(),
            "hold.step": lambda command: self._hold_of(command).step().id,
            "hold.release": lambda command: self._hold_of(command).release(),
            "hold.list": lambda command: [_told(one) for one in self._holds().values()],
            "held.edit": self._edit,
            "held.drop": lambda command: self._held(command).drop(),
            "held.duplicate": lambda command: self._held(command).duplicate().id,
            "held.delay": lambda command: self._held(command).delay(command.arguments["seconds"]),
            "held.move": lambda command: self._held(command).move_to(command.arguments["place"]),
            "held.release": lambda command: self._held(command).release(),
            "fault.begin": self._begin,
            "fault.undo": lambda command: self._faults().by_id(command.arguments["fault"]).undo(),
            "fault.clear": lambda command: self._faults().clear(),
            "fault.list": lambda command: [_fault(one) for one in self._faults()],
            "clock.slow": self._slow,
        }
        return {do: _by_hand(handler) for do, handler in found.items()}

    # -- holds -------------------------------------------------------------------------------

    def _hold(self, command: Command) -> dict[str, Any]:
        self._must_run()
        where = (command.arguments["where"] or "").strip() or None
        return _told(self._holds().begin(command.arguments["target"], where))

    def _hold_of(self, command: Command) -> Hold:
        return self._holds().by_id(command.arguments["hold"])

    def _held(self, command: Command) -> Held:
        return self._holds().message(command.arguments["message"])

    def _edit(self, command: Command) -> dict[str, Any]:
        """Change keys; one that is to be null goes. What is not named stays, secrets included."""
        held = self._held(command)
        changes: dict[str, Any] = decode(command.arguments["changes"])
        content = held.content | changes
        gone = [key for key, value in changes.items() if value is None]
        held.edit(content={key: value for key, value in content.items() if key not in gone})
        return _message(held)

    # -- faults ------------------------------------------------------------------------------

    def _begin(self, command: Command) -> dict[str, Any]:
        self._must_run()
        name, target = command.arguments["fault"], command.arguments["target"]
        options = command.arguments["options"] or {}
        known = FAULTS.get(name)
        if known is None:
            there = ", ".join(FAULTS)
            raise LookupError(
                f"There is no fault {name!r}{did_you_mean(name, FAULTS)}; there are: {there}."
            )
        for option in options:
            if option not in known:
                takes = ", ".join(known) or "no options"
                raise TypeError(f"The fault {name!r} takes {takes}, not {option!r}.")
        if target is None and name != "refuse":
            raise ValueError(f"The fault {name!r} needs a target, such as 'worker:1' or 'tab:bob'.")
        fault: Fault = getattr(self._faults(), name)(target, **options)
        return _fault(fault)

    # -- time --------------------------------------------------------------------------------

    def _slow(self, command: Command) -> None:
        """Let every hop take so many times as long; 1 ends that."""
        self._must_run()
        factor = command.arguments["factor"]
        if factor == 1:
            self._clock().fast()
        else:
            self._clock().slow(factor)


def _by_hand(handler: Handler) -> Handler:
    def act(command: Command) -> Any:
        with acting_as(STAGE):
            return handler(command)

    return act


def _told(hold: Hold) -> dict[str, Any]:
    return {
        "hold": hold.id,
        "target": hold.target,
        "where": hold.where,
        "messages": [_message(held) for held in hold],
        "delayed": [_message(held) for held in hold.delayed],
    }


def _message(held: Held) -> dict[str, Any]:
    return {
        "message": held.id,
        "channel": held.channel,
        "content": shown(held.content),
        "age": held.age,
        "due": held.due,
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "id": fault.id,
        "fault": fault.fault,
        "target": fault.target,
        "options": shown(fault.options),
        "active": fault.active,
    }
