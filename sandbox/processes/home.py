"""A worker or a protocol server, alone in its process.

Role: build log, layers and the one part that runs here, swap its code between two messages, and end
in order. It must not know the sandbox that it belongs to, but for the pipe.
"""

from __future__ import annotations

import os
import pickle
import sys
import threading
import traceback
from collections.abc import Iterable
from concurrent.futures import Future
from random import Random
from typing import Any

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, ChannelLayerWrapper, channel_layers
from sandbox.processes.pipe import Pipe
from sandbox.processes.relay import Relay
from sandbox.processes.shipping import Versions, router_of, unpack
from sandbox.protocols.endpoints import Descriptor
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.clock import monotonic
from sandbox.runtime.loops import LoopThread
from sandbox.runtime.threads import quick_switching, spawn
from sandbox.trace.causes import acting
from sandbox.trace.log import Log
from sandbox.trace.output import is_run, outputs
from sandbox.workers.watch import Watch
from sandbox.workers.worker import Worker

__all__ = ["make_home"]

KEPT_EVENTS = 20_000
"""Facts that a process keeps itself; the sandbox's log has all of them."""


def make_home(pipe: Pipe, config: dict[str, Any]) -> Any:
    """Return what lives here, ready to begin; tells the sandbox so."""
    _configure(config["settings"])
    home: Any = {"worker": WorkerHome, "server": ServerHome}[config["role"]](pipe, config)
    layer = home.layer
    pipe.send("ready", {"token": layer.token, "number": layer.number, **home.more()})
    return home


def _configure(told: tuple[str, Any]) -> None:
    """Set Django up with the sandbox's settings."""
    import django
    from django.conf import settings

    kind, value = told
    if kind == "module":
        os.environ["DJANGO_SETTINGS_MODULE"] = value
    else:
        settings.configure(**pickle.loads(value))  # noqa: S301 - our own sandbox's
    django.setup()


class _Home:
    """The parts that workers and servers share."""

    def __init__(self, pipe: Pipe, config: dict[str, Any]) -> None:
        from sandbox.layers.redis import RedisLayer

        self._pipe = pipe
        self._ending = threading.Lock()
        self.name: str = config["name"]
        self.log = Log(monotonic, max_events=KEPT_EVENTS)
        options = pickle.loads(config["layer"])  # noqa: S301 - our own sandbox's
        self.layer = RedisLayer(**options, log=self.log, alias=DEFAULT_CHANNEL_LAYER)
        self.layer.open()
        self.wrapper = ChannelLayerWrapper(self.layer, DEFAULT_CHANNEL_LAYER, [])
        self.relay = Relay(self.log, pipe)
        self.layers = {DEFAULT_CHANNEL_LAYER: self.wrapper}
        quick_switching.hold()

    def more(self) -> dict[str, Any]:
        """Return what else the sandbox is to know."""
        return {}

    def told(self, what: str, *arguments: Any) -> None:
        """Do what the sandbox says."""
        if what == "sync":
            self.relay.answer(*arguments)
        else:
            getattr(self, what)(*arguments)

    def leave(self) -> None:
        """Tell what is left to tell, and end this process."""
        with self._ending:
            self.layer.close()
            self.relay.finish()
            self._pipe.send("ended")
            os._exit(0)


class WorkerHome(_Home):
    """One worker."""

    def __init__(self, pipe: Pipe, config: dict[str, Any]) -> None:
        super().__init__(pipe, config)
        from sandbox.django.staticfiles import default_consumer
        from sandbox.django.views import Views

        self._views = Views()
        self._default = default_consumer(self._views.current)
        worker = self._worker = Worker(self.wrapper, signal_handlers=False)
        worker.name, worker.layers = self.name, self.layers
        worker.auto_accept = config["auto_accept"]
        worker.idle_seconds = None
        self._versions = worker.versions = Versions()
        self._thread: threading.Thread | None = None
        self._watch = Watch(self.log, lambda: [worker])
        _catch_prints(self.log)
        self._load(*config["code"])
        channel_layers.started(self.layers)

    def _load(self, generation: int, data: bytes) -> None:
        cargo = unpack(data)
        router = router_of(cargo, self._default)
        self._views.swap(add=cargo.views, remove=list(self._views.routes))
        self._versions.replace(cargo.versions)
        self.relay.generations[self.log.keep(router.rules)] = generation
        self.layer.expect(router.channels)
        self.wrapper.router = router

    def code(self, generation: int, data: bytes) -> None:
        """Let other code serve from the next message on."""
        try:
            self._load(generation, data)
        except BaseException as error:
            why = f"{type(error).__name__}: {error}"
            self._pipe.send("swapped", generation, why, traceback.format_exc())
        else:
            self._pipe.send("swapped", generation, None, "")

    def go(self) -> None:
        """Take messages from now on."""
        self._thread = spawn(f"sandbox-{self.name}", self._run)

    def _run(self) -> None:
        from django.db import connections

        try:
            self._worker.ready()
            self._worker.run()
        finally:
            connections.close_all()
            self.leave()

    def stop(self) -> None:
        """Finish what it does, then end."""
        self._worker.stop()
        if self._thread is None:
            self.leave()


class ServerHome(_Home):
    """One protocol server."""

    def __init__(self, pipe: Pipe, config: dict[str, Any]) -> None:
        super().__init__(pipe, config)
        self._loop = LoopThread(f"sandbox-{self.name}")
        self._server = ProtocolServer(
            self.layer,
            name=self.name,
            loop=self._loop,
            endpoints=[Descriptor(number) for number in config["descriptors"]],
            log=self.log,
            random=Random(config["seed"]),
            **pickle.loads(config["options"]),  # noqa: S301 - our own sandbox's
        )
        for number in config["descriptors"]:
            os.close(number)  # the server has copies

    def more(self) -> dict[str, Any]:
        """Return where its replies go."""
        return {"prefix": self._server.prefix}

    def go(self) -> None:
        """Take connections from now on."""
        self._server.start()
        self._pipe.send("did")

    def refuse(self, why: str | None) -> None:
        """Turn everybody away, or no longer."""
        self._server.refuse(why)
        self._pipe.send("did")

    def drain(self, seconds: float | None) -> None:
        """Take no new connections; end with the last one, or at the deadline."""
        ended: Future[None] = self._server.drain(seconds)
        self._pipe.send("did")
        ended.add_done_callback(lambda _: spawn("sandbox-leaving", self.leave))

    def stop(self) -> None:
        """Say goodbye to everybody and end."""
        self._server.stop()
        self.leave()


class _Stream:
    """Standard output or error, in which what a consumer prints becomes a part of its run."""

    def __init__(self, stream: Any, name: str, log: Log) -> None:
        self._stream = stream
        self._name = name
        self._log = log

    def write(self, text: str) -> int:
        """Write *text*; a run's goes to the log, and from there to the cell that caused it."""
        run, where = acting.get()
        if is_run(run) and isinstance(text, str):
            outputs.write(self._log, run, where, self._name, text)
            return len(text)
        return int(self._stream.write(text))

    def writelines(self, lines: Iterable[str]) -> None:
        """Write each of *lines*."""
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Let what a run has written without a line's end be seen now."""
        run, _ = acting.get()
        if is_run(run):
            outputs.flush(self._log, run, self._name)
        self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _catch_prints(log: Log) -> None:
    for name in ("stdout", "stderr"):
        setattr(sys, name, _Stream(getattr(sys, name), name, log))
