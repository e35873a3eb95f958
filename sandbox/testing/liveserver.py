"""A test case with a real server and real workers beside it, for browsers and other clients.

Role: ``ChannelLiveServerTestCase`` (CLASSIC-SPEC §9). Server and workers are threads of the test's
process, so that a layer in memory will do as well as a shared one. It must not know what clients
do.
"""

from __future__ import annotations

from contextlib import ExitStack
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.test.testcases import TransactionTestCase

from sandbox.consumers.manager import DEFAULT_CHANNEL_LAYER, channel_layers
from sandbox.django.handler import ViewConsumer
from sandbox.django.staticfiles import default_consumer
from sandbox.errors import NotAvailableHere
from sandbox.protocols.server import ProtocolServer
from sandbox.runtime.loops import LoopThread
from sandbox.workers.pool import Pool

__all__ = ["ChannelLiveServerTestCase"]

STOP_SECONDS = 5.0
"""How long consumers have to end with their test."""


class ChannelLiveServerTestCase(TransactionTestCase):  # type: ignore[misc]  # Django has no types
    """Serves the project while a test runs, at :attr:`live_server_url`.

    The layer is made with TEST_CONFIG of CHANNEL_LAYERS, and is the default one for the test's own
    thread too. Raises ``ImproperlyConfigured`` for a database in memory, which other threads would
    not see, and for more than one layer.
    """

    host: ClassVar[str] = "localhost"
    """The name under which the server is reached; it listens on the loopback."""

    worker_threads: ClassVar[int] = 1
    """How many consumers run at once."""

    serve_static: ClassVar[bool] = True
    """Whether static files are served, whatever DEBUG says."""

    _running: ClassVar[ExitStack | None] = None
    _port: ClassVar[int] = 0

    @property
    def live_server_url(self) -> str:
        """Where pages are: ``http://localhost:43821``."""
        return f"http://{self.host}:{self._port}"

    @property
    def live_server_ws_url(self) -> str:
        """Where WebSockets are: ``ws://localhost:43821``."""
        return f"ws://{self.host}:{self._port}"

    @classmethod
    def _pre_setup(cls) -> None:
        _check(channel_layers.configs)
        super()._pre_setup()
        cls._stop()
        with ExitStack() as starting:
            cls._start(starting)
            cls._running = starting.pop_all()

    def _post_teardown(self) -> None:
        type(self)._stop()
        super()._post_teardown()

    @classmethod
    def tearDownClass(cls) -> None:
        """End what a test that was skipped has left running."""
        cls._stop()
        super().tearDownClass()

    @classmethod
    def _start(cls, ending: ExitStack) -> None:
        wrapper = channel_layers.make_test_backend(DEFAULT_CHANNEL_LAYER)
        layer = wrapper.channel_layer
        if not hasattr(layer, "listen_with"):
            raise NotAvailableHere(
                f"A live server needs a layer that gives receipts, and {layer!r} has only the "
                "classic methods: name 'asgiref.inmemory.ChannelLayer' as BACKEND."
            )
        if "flush" in layer.extensions:
            layer.flush()
        consumer = default_consumer(insecure=True) if cls.serve_static else ViewConsumer()
        wrapper.router.check_default(http_consumer=consumer)
        before = channel_layers.set(DEFAULT_CHANNEL_LAYER, wrapper)
        ending.callback(channel_layers.set, DEFAULT_CHANNEL_LAYER, before)
        accepts = getattr(settings, "SANDBOX_AUTO_ACCEPT", True)
        pool = Pool(wrapper, cls.worker_threads, name="liveserver", auto_accept=accepts)
        ending.callback(pool.stop, STOP_SECONDS)
        loop = LoopThread("sandbox-liveserver")
        ending.callback(loop.stop)
        server = ProtocolServer(layer, loop=loop)
        ending.callback(server.stop)
        server.start()
        cls._port = server.port

    @classmethod
    def _stop(cls) -> None:
        running, cls._running = cls._running, None
        if running is not None:
            running.close()


def _check(configs: Any) -> None:
    """Raise ``ImproperlyConfigured`` for what a live server cannot be had with."""
    for connection in connections.all():
        if connection.vendor == "sqlite" and connection.is_in_memory_db():
            raise ImproperlyConfigured(
                "ChannelLiveServerTestCase cannot be used with a database in memory, since its "
                "workers would not see it: name a file in "
                f"DATABASES[{connection.alias!r}]['TEST']['NAME']."
            )
    if len(configs) > 1:
        raise ImproperlyConfigured(
            "ChannelLiveServerTestCase serves one channel layer, but CHANNEL_LAYERS names "
            f"{', '.join(configs)}: leave one of them in the settings of tests."
        )
