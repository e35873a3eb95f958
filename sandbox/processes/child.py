"""What a process of a sandbox runs: ``python -m sandbox.processes.child FD``.

Role: be told over the pipe what to be, be it (:mod:`sandbox.processes.home`), and end when the pipe
does, whatever the other end died of. It must not know the sandbox.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import traceback
from typing import Any

from sandbox.processes.pipe import Pipe

__all__ = ["main"]


def main(number: int) -> None:
    """Serve the pipe that is file descriptor *number*; does not return."""
    # Ctrl-C in a terminal goes to everybody there; the sandbox says when to end.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.set_inheritable(number, False)  # what consumers start does not keep the pipe open
    pipe = Pipe(socket.socket(fileno=number))
    first = pipe.receive()
    if first is None:
        os._exit(0)
    try:
        home = _begin(pipe, first[1])
    except BaseException as error:
        pipe.send("failed", f"{type(error).__name__}: {error}", traceback.format_exc())
        os._exit(1)
    while (message := pipe.receive()) is not None:
        home.told(*message)
    os._exit(0)


def _begin(pipe: Pipe, config: dict[str, Any]) -> Any:
    sys.path[:] = config["path"]
    if config["verbatim"]:
        __import__("sandbox.verbatim")
    from sandbox.processes.home import make_home

    return make_home(pipe, config)


if __name__ == "__main__":
    main(int(sys.argv[1]))
