"""The servers that the benchmarks load, one a process: ``serve.py MODE PORT``.

``raw``   uvicorn with our WebSocket class and a bare ASGI echo: the floor.
``box``   a whole Sandbox: what users get.
``on``    the same parts put together by hand, with a log.
``off``   the same parts without a log.

``/echo/`` echoes, ``/chat/`` broadcasts to everybody on it. Prints "ready" when it serves.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import Any


def ws_connect(message: Any) -> None:
    """Accept, and join the group if this is a chat."""
    from sandbox.consumers.channel import Group

    if message["path"].startswith("/chat"):
        Group("chat").add(message.reply_channel)
    message.reply_channel.send({"accept": True})


def ws_receive(message: Any) -> None:
    """Send the text back, or to everybody."""
    from sandbox.consumers.channel import Group

    if message["path"].startswith("/chat"):
        Group("chat").send({"text": message["text"]})
    else:
        message.reply_channel.send({"text": message["text"]})


def ws_disconnect(message: Any) -> None:
    """Leave the group."""
    from sandbox.consumers.channel import Group

    Group("chat").discard(message.reply_channel)


ROUTES = (
    ("websocket.connect", ws_connect),
    ("websocket.receive", ws_receive),
    ("websocket.disconnect", ws_disconnect),
)


def serve_raw(port: int) -> None:
    """Serve the floor."""
    import uvicorn
    from raw_echo import application

    from sandbox.protocols.wire import WebSocketWire

    config = uvicorn.Config(
        application,
        port=port,
        ws=WebSocketWire,
        loop="asyncio",
        interface="asgi3",
        lifespan="off",
        log_level="error",
        ws_per_message_deflate=False,
    )
    server = uvicorn.Server(config)
    startup = server.startup

    async def announced(sockets: Any = None) -> None:
        await startup(sockets=sockets)
        print("ready", flush=True)

    server.startup = announced  # type: ignore[method-assign]
    server.run()


def serve_box(port: int) -> None:
    """Serve what users get."""
    from sandbox import Sandbox

    box = Sandbox(port=port, capacity=2_000)
    for channel, consumer in ROUTES:
        box.consumer(channel)(consumer)
    print("ready", flush=True)
    box.wait()


def serve_parts(port: int, log: bool) -> None:
    """Serve the same parts, with or without a log."""
    from sandbox.consumers.manager import ChannelLayerWrapper
    from sandbox.consumers.routing import route
    from sandbox.django.settings import ensure_configured
    from sandbox.layers.memory import MemoryLayer
    from sandbox.protocols.server import ProtocolServer
    from sandbox.runtime.loops import LoopThread
    from sandbox.runtime.threads import quick_switching
    from sandbox.trace.log import Log
    from sandbox.workers.pool import Pool

    ensure_configured()
    quick_switching.hold()
    kept = Log(time.monotonic) if log else None
    layer = MemoryLayer(capacity=2_000, channel_capacity={"daphne.response.*": 10_000}, log=kept)
    wrapper = ChannelLayerWrapper(layer, "default", [route(*one) for one in ROUTES])
    server = ProtocolServer(layer, loop=LoopThread("server"), port=port, log=kept)
    server.start()
    pool = Pool(wrapper, 1, layers={"default": wrapper}, auto_accept=True)
    print("ready", flush=True)
    threading.Event().wait()
    pool.stop()


def main() -> None:
    """Serve until killed."""
    mode, port = sys.argv[1], int(sys.argv[2])
    if mode == "raw":
        serve_raw(port)
    elif mode == "box":
        serve_box(port)
    else:
        serve_parts(port, log=mode == "on")


if __name__ == "__main__":
    main()
