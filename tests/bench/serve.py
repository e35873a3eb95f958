"""The servers that the benchmarks load, one a process: ``serve.py MODE PORT``.

``raw``   uvicorn with our WebSocket class and a bare ASGI echo: the floor.
``uvicorn``  the same with uvicorn's own classes, HTTP too.
``box``   a whole Sandbox: what users get.
``on``    the same parts put together by hand, with a log.
``off``   the same parts without a log.

``/echo/`` echoes, ``/chat/`` broadcasts to everybody on it. Over HTTP ``/hello/`` is a Django view,
``/poll/`` is held until ``/release/`` answers all of them by one group send, and ``/ledger/`` tells
the books. Prints "ready" when it serves.
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


def http_poll(message: Any) -> None:
    """Hold the request."""
    from sandbox.consumers.channel import Group

    Group("poll").add(message.reply_channel)


def http_release(message: Any) -> None:
    """Answer everybody who is held."""
    from sandbox.consumers.channel import Group

    answer = {"status": 200, "headers": [(b"Content-Length", b"4")], "content": b"news"}
    Group("poll").send(answer)
    message.reply_channel.send(answer)


def http_disconnect(message: Any) -> None:
    """Whoever has left is held no longer."""
    from sandbox.consumers.channel import Group

    if message["path"] == "/poll/":
        Group("poll").discard(message["reply_channel"])


ROUTES = (
    ("websocket.connect", ws_connect),
    ("websocket.receive", ws_receive),
    ("websocket.disconnect", ws_disconnect),
)


def web_routes(layer: Any) -> list[Any]:
    """Return the routes over HTTP."""
    from django.http import HttpResponse, JsonResponse

    from sandbox.consumers.routing import route
    from sandbox.django.handler import ViewConsumer
    from sandbox.django.views import Views

    def ledger(request: Any) -> Any:
        books = layer.ledger()
        rows = books.rows.values()
        names = ("accepted", "queued", "held", "in_hand", "delivered")
        sums = {name: sum(getattr(row, name) for row in rows) for name in names}
        return JsonResponse(
            sums
            | {
                "balanced": books.balanced,
                "refused": sum(sum(row.refused.values()) for row in rows),
                "polling": len(layer.group_channels("poll")),
                "chatting": len(layer.group_channels("chat")),
            }
        )

    def upload(request: Any) -> Any:
        return HttpResponse(str(len(request.body)))

    views = Views()
    views.add("hello/", lambda request: HttpResponse("hello"), name="hello")
    views.add("ledger/", ledger, name="ledger")
    views.add("upload/", upload, name="upload")
    return [
        route("http.request", http_poll, path=r"^/poll/"),
        route("http.request", http_release, path=r"^/release/"),
        route("http.request", ViewConsumer(views.current)),
        route("http.disconnect", http_disconnect),
    ]


def serve_raw(port: int, own: bool) -> None:
    """Serve the floor, with our WebSocket class or with uvicorn's *own*."""
    import uvicorn
    from raw_echo import application

    from sandbox.protocols.wire import WebSocketWire

    config = uvicorn.Config(
        application,
        port=port,
        http="httptools",
        ws="websockets-sansio" if own else WebSocketWire,
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
    layer = MemoryLayer(capacity=6_000, channel_capacity={"daphne.response.*": 10_000}, log=kept)
    routes = [route(*one) for one in ROUTES] + web_routes(layer)
    wrapper = ChannelLayerWrapper(layer, "default", routes)
    server = ProtocolServer(layer, loop=LoopThread("server"), port=port, log=kept)
    server.start()
    pool = Pool(wrapper, 1, layers={"default": wrapper}, auto_accept=True)
    print("ready", flush=True)
    threading.Event().wait()
    pool.stop()


def main() -> None:
    """Serve until killed."""
    mode, port = sys.argv[1], int(sys.argv[2])
    if mode in ("raw", "uvicorn"):
        serve_raw(port, own=mode == "uvicorn")
    elif mode == "box":
        serve_box(port)
    else:
        serve_parts(port, log=mode == "on")


if __name__ == "__main__":
    main()
