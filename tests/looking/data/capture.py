"""How the files beside this one were made: from a Redis that the original layers wrote to.

    python capture.py classic  FILE unix:///path/to/redis.sock    Python 3.6, asgi_redis 1.4.3
    python capture.py channels FILE unix:///path/to/redis.sock    channels_redis 4.3.0
    python capture.py encrypted|json|pubsub …                     the same, other options

Each run empties the database, lets the original layer work, and writes every key with its type,
its content and its remaining life. Scores are written relative to the moment.
"""

import base64
import contextlib
import json
import sys
import time

import redis


def classic(url):
    """A chat of two, a full channel, and a group whose server is gone."""
    import asgi_redis

    layer = asgi_redis.RedisChannelLayer(hosts=[url], channel_capacity={"thumbnails": 3})
    for number, name in enumerate(("one", "two")):
        reply = "daphne.response.aBcDeFgH!" + name
        text = {
            "reply_channel": reply,
            "path": "/chat/",
            "order": 1,
            "text": ("hi", "hello")[number],
        }
        layer.send("websocket.receive", text)
        layer.group_add("chat", reply)
    for number in range(4):
        with contextlib.suppress(layer.ChannelFull):
            layer.send("thumbnails", {"id": number, "data": b"\x00\x01", "password": "hunter2"})
    layer.group_add("old", "daphne.response.zzzzzzzz!gone")
    layer.send_group("old", {"text": "anybody?"})
    layer.receive(["websocket.receive"])


def _channels(url, **options):
    import asyncio

    from channels_redis.core import RedisChannelLayer

    async def work():
        layer = RedisChannelLayer(hosts=[url], **options)
        for _ in range(2):
            await layer.group_add("chat", await layer.new_channel())
        await layer.group_send("chat", {"type": "chat.message", "text": "hi"})
        for number in range(3):
            await layer.send("thumbnails", {"type": "generate", "id": number})
        # As a reader leaves it that dies between taking a message and confirming it.
        await layer._brpop_with_clean(0, layer.prefix + "thumbnails", 1)

    asyncio.run(work())


def channels(url):
    """Two members in one process, a worker's channel, one message in flight."""
    _channels(url)


def encrypted(url):
    """The same, encrypted, under a prefix of the project's own."""
    _channels(url, prefix="myapp", symmetric_encryption_keys=["new key", "old key"])


def as_json(url):
    """The same, with the serialiser that writes JSON."""
    _channels(url, serializer_format="json")


def dump(url):
    """Return every key."""
    client, now, found = redis.Redis.from_url(url), time.time(), []
    for name in sorted(client.keys("*")):
        kind = client.type(name).decode()
        if kind == "string":
            value = base64.b64encode(client.get(name)).decode()
        elif kind == "list":
            value = [base64.b64encode(one).decode() for one in client.lrange(name, 0, -1)]
        else:
            pairs = client.zrange(name, 0, -1, withscores=True)
            value = [
                [base64.b64encode(one).decode(), round(score - now, 6)] for one, score in pairs
            ]
        life = client.pttl(name)
        found.append({"key": name.decode(), "type": kind, "value": value, "pttl_ms": life})
    return found


if __name__ == "__main__":
    what, path, where = sys.argv[1:]
    redis.Redis.from_url(where).flushdb()
    {"classic": classic, "channels": channels, "encrypted": encrypted, "json": as_json}[what](where)
    with open(path, "w") as out:
        json.dump(dump(where), out, indent=1)
        out.write("\n")
