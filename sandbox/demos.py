"""Ready-made systems: one call, and something is there to look at and to change.

Role: hold the demos' code, run it, and show it. What is printed is what runs: one text, known to
tracebacks and ``inspect`` too. It must not know how a sandbox works; the code says it as a user
would.
"""

from __future__ import annotations

import linecache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sandbox.box import Sandbox

__all__ = ["DEMOS", "demo", "run_code"]

_CHAT = """\
from sandbox import Group, Sandbox

box = Sandbox()                         # server, channel layer and worker

@box.consumer("websocket.connect")
def ws_add(message):
    Group("chat").add(message.reply_channel)

@box.consumer("websocket.receive")
def ws_message(message):
    Group("chat").send({"text": "[user] %s" % message.content["text"]})

@box.consumer("websocket.disconnect")
def ws_disconnect(message):
    Group("chat").discard(message.reply_channel)

alice = box.connect("/", name="alice")  # real WebSockets
bob = box.connect("/", name="bob")
"""

DEMOS = {"chat": _CHAT}
"""Name → the code that runs; it leaves its sandbox in ``box``."""


def demo(name: str = "chat") -> Sandbox:
    """Run a demo, print the code that ran, and return its sandbox.

    ::

        import sandbox
        box = sandbox.demo("chat")
        box.tabs["alice"].send("hi")
        box.tabs["bob"].receive()            # '[user] hi'
        box.stop()

    In a notebook its picture is shown, too. As any ``Sandbox()`` it takes the place of an earlier
    one. ``ValueError`` for a name that is not in :data:`DEMOS`.
    """
    source = DEMOS.get(name)
    if source is None:
        raise ValueError(f"There is no demo {name!r}; there are: {', '.join(map(repr, DEMOS))}.")
    print(source)  # noqa: T201 - to show the code is what it is for
    box = run_code(f"<sandbox demo {name}>", source)
    box._show_once()
    return box


def run_code(filename: str, source: str, box: Sandbox | None = None) -> Sandbox:
    """Run *source* as a cell would, and return the ``box`` that it leaves.

    *filename*: what tracebacks call it. *box*: the sandbox that the code finds under that name;
    ``None``: it makes one, which ends here if the code fails later on.
    """
    # Without a time of change, linecache never looks for a file of that name.
    lines = source.splitlines(keepends=True)
    linecache.cache[filename] = (len(source), None, lines, filename)
    # The module's name is a notebook's, so that consumers are called as their user calls them.
    names: dict[str, Any] = {"__name__": "__main__", "box": box}
    try:
        exec(compile(source, filename, "exec"), names)  # noqa: S102 - our own text
    except BaseException:
        if box is None and names["box"] is not None:
            names["box"].stop()
        raise
    made: Sandbox = names["box"]
    return made
