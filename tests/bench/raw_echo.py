"""The yardstick: a bare ASGI application without Django, layer or worker.

/echo/ echoes, /chat/ broadcasts by a loop over a set, /poll/ holds a request for ten minutes.
"""

import asyncio

members = set()


async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        while True:
            m = await receive()
            await send({"type": m["type"] + ".complete"})
            if m["type"] == "lifespan.shutdown":
                return
    if scope["type"] == "http":
        if scope["path"] == "/poll/":
            await asyncio.sleep(600)
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [
                    (b"content-type", b"text/html; charset=utf-8"),
                    (b"content-length", b"5"),
                ],
            }
        )
        await send({"type": "http.response.body", "body": b"hello"})
        return
    chat = scope["path"].endswith("chat/")
    await receive()
    await send({"type": "websocket.accept"})
    if chat:
        members.add(send)
    try:
        while True:
            m = await receive()
            if m["type"] == "websocket.disconnect":
                return
            out = {"type": "websocket.send", "text": m["text"]}
            if chat:
                for s in list(members):
                    await s(out)
            else:
                await send(out)
    finally:
        members.discard(send)
