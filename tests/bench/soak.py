"""Mixed traffic with clients that misbehave: does the server stay as it was?

    python tests/bench/soak.py                  one hour
    python tests/bench/soak.py --seconds 20     as the tests run it

Chatters, pollers, readers of pages and senders of bodies go on while others send nonsense, break
off, stall, flood and never read. In between the server's memory, threads and descriptors are
noted; at the end every client leaves, and memory, threads and descriptors must be what they were
after the warm-up, and the ledger whole: nothing queued, nothing in hand but the question itself.
Prints a line for each sample and a verdict; the exit status is 1 where it is not flat.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import json
import os
import statistics
import time
import urllib.request
from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random
from typing import Any

import psutil
from measure import server

KEY = base64.b64encode(b"0123456789abcdef").decode()
HANDSHAKE = (
    "GET %s HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\r\n"
)
GET = "GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def frame(payload: bytes, first: int = 0x81) -> bytes:
    """Return a client's short frame."""
    mask = os.urandom(4)
    masked = bytes(byte ^ mask[at % 4] for at, byte in enumerate(payload))
    return bytes((first, 0x80 | len(payload))) + mask + masked


class Soak:
    """The clients of one run against one server."""

    def __init__(self, port: int, random: Random) -> None:
        self.port = port
        self.random = random
        self.done: Counter[str] = Counter()

    async def connect(self) -> Streams:
        """Return a connection."""
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def opened(self, path: str) -> Streams:
        """Return an open WebSocket."""
        reader, writer = await self.connect()
        writer.write((HANDSHAKE % path).encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n", 1)[0]:
            raise ConnectionError(head[:40])
        return reader, writer

    # -- those that behave ---------------------------------------------------------------------

    async def chat(self) -> None:
        """Join, talk, listen, say goodbye."""
        reader, writer = await self.opened("/chat/")
        for _ in range(self.random.randrange(1, 20)):
            writer.write(frame(b"hello " * self.random.randrange(1, 15)))
            await reader.readexactly(2)
        writer.write(frame(b"\x03\xe8", 0x88))
        writer.close()

    async def echo(self) -> None:
        """Send and read, in turn."""
        reader, writer = await self.opened("/echo/")
        for _ in range(20):
            writer.write(frame(b"x" * 50))
            await reader.readexactly(52)
        writer.close()

    async def page(self) -> None:
        """Read a few pages over one connection."""
        reader, writer = await self.connect()
        for _ in range(5):
            writer.write((GET % "/hello/").encode())
            await reader.readuntil(b"hello")
        writer.close()

    async def upload(self) -> None:
        """Send a body that needs its channel."""
        reader, writer = await self.connect()
        size = self.random.randrange(1_500_000)
        writer.write(b"POST /upload/ HTTP/1.1\r\nHost: 127.0.0.1\r\n")
        writer.write(b"Content-Length: %d\r\n\r\n" % size + b"x" * size)
        await reader.readuntil(b"\r\n\r\n")
        writer.close()

    async def poll(self) -> None:
        """Wait for news."""
        reader, writer = await self.connect()
        writer.write((GET % "/poll/").encode())
        if self.random.random() < 0.5:
            await reader.readuntil(b"news")
        else:
            await asyncio.sleep(self.random.random())
        writer.close()

    async def release(self) -> None:
        """Let the news out."""
        reader, writer = await self.connect()
        writer.write((GET % "/release/").encode())
        await reader.readuntil(b"news")
        writer.close()
        await asyncio.sleep(0.2)

    # -- those that do not -----------------------------------------------------------------------

    async def nonsense(self) -> None:
        """Send bytes that mean nothing."""
        reader, writer = await self.connect()
        writer.write(self.random.randbytes(self.random.randrange(1, 5000)))
        await reader.read(100)
        writer.close()

    async def break_off(self) -> None:
        """Go in the middle of something, with a reset."""
        whole = (HANDSHAKE % "/chat/").encode() + frame(b"hi") * 3
        if self.random.random() < 0.5:
            whole = (
                b"POST /upload/ HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n"
                + b"x" * 800000
            )
        _, writer = await self.connect()
        writer.write(whole[: self.random.randrange(len(whole))])
        await asyncio.sleep(0.01)
        writer.transport.abort()

    async def stall(self) -> None:
        """Half a request, then nothing for a while."""
        _, writer = await self.connect()
        writer.write(b"GET / HTTP/1.1\r\nHos")
        await asyncio.sleep(self.random.random() * 2)
        writer.close()

    async def never_read(self) -> None:
        """Join the chat, and read nothing of it."""
        _, writer = await self.opened("/chat/")
        writer.transport.pause_reading()
        await asyncio.sleep(self.random.random() * 3)
        writer.transport.abort()

    async def break_the_protocol(self) -> None:
        """Frames that must not be."""
        reader, writer = await self.opened("/chat/")
        bad = [
            b"\x83\x80abcd",
            b"\x81\x05hello",
            frame(b"\xff\xfe"),
            frame(b"x", 0xC1),
            frame(b"x", 0x80),
        ]
        writer.write(self.random.choice(bad))
        await reader.read(1000)
        writer.close()

    async def flood(self) -> None:
        """More frames at once than anybody takes."""
        reader, writer = await self.opened("/echo/")
        writer.write(frame(b"flood") * 3000)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(2):
                while await reader.read(65536):
                    pass
        writer.transport.abort()

    async def play(self, until: float) -> None:
        """Be one client after the other until it is time."""
        roles: list[Callable[[], Awaitable[None]]] = [
            *(self.chat, self.echo, self.page, self.upload, self.poll, self.release),
            *(self.nonsense, self.break_off, self.stall, self.never_read),
            *(self.break_the_protocol, self.flood),
        ]
        while time.monotonic() < until:
            role = self.random.choice(roles)
            try:
                async with asyncio.timeout(15):
                    await role()
                self.done[role.__name__] += 1
            except (OSError, EOFError, TimeoutError, asyncio.LimitOverrunError) as error:
                self.done[f"{role.__name__}: {type(error).__name__}"] += 1


def books(port: int) -> dict[str, Any]:
    """Return the server's ledger."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/ledger/", timeout=30) as response:
        found: dict[str, Any] = json.load(response)
        return found


def sample(process: psutil.Process) -> dict[str, float]:
    """Return what the server uses."""
    return {
        "mib": process.memory_info().rss / 2**20,
        "threads": process.num_threads(),
        "files": process.num_fds(),
    }


async def soak(port: int, pid: int, seconds: float, clients: int, seed: int) -> dict[str, Any]:
    """Play; return samples, the books at the end, and what was done."""
    run = Soak(port, Random(seed))
    process, samples = psutil.Process(pid), []
    until = time.monotonic() + seconds
    tasks = [asyncio.ensure_future(run.play(until)) for _ in range(clients)]
    while time.monotonic() < until:
        await asyncio.sleep(seconds / 20)
        samples.append(sample(process))
        print("  ".join(f"{name} {value:,.0f}" for name, value in samples[-1].items()), flush=True)
    await asyncio.gather(*tasks)
    loop, quiet = asyncio.get_running_loop(), time.monotonic() + 30
    await loop.run_in_executor(
        None, lambda: urllib.request.urlopen(f"http://127.0.0.1:{port}/release/").close()
    )
    while True:
        found = await loop.run_in_executor(None, books, port)
        resting = (found["queued"], found["in_hand"], found["polling"])
        # The question itself is in hand.
        if (resting == (0, 1, 0) and not ghosts(found)) or time.monotonic() > quiet:
            break
        await asyncio.sleep(0.2)
    return {"samples": samples, "end": sample(process), "books": found, "done": dict(run.done)}


def ghosts(books_: dict[str, Any]) -> bool:
    """Say whether members stay in the chat who should have left it.

    A socket whose frame found no room is closed and sends no ``websocket.disconnect`` (§7.4 row
    7), so nobody takes it out of its group: there are at most as many as were refused.
    """
    stay: int = books_["chatting"] - books_["refused"]
    return stay > 0


def verdict(found: dict[str, Any], log_mib: float) -> list[str]:
    """Return what is not as it should be."""
    samples, end, books_ = found["samples"], found["end"], found["books"]
    third = max(1, len(samples) // 3)
    early = statistics.median(one["mib"] for one in samples[third : 2 * third])
    late = statistics.median(one["mib"] for one in samples[-third:])
    wrong = []
    if late > early * 1.1 + 10 + log_mib:
        wrong.append(f"memory grew from {early:.0f} to {late:.0f} MiB")
    threads = {one["threads"] for one in samples} | {end["threads"]}
    if len(threads) > 1:
        wrong.append(f"threads came or went: {sorted(threads)}")
    if end["files"] > min(one["files"] for one in samples) + 5:
        wrong.append(f"{end['files']} files stayed open")
    if not books_["balanced"] or (books_["queued"], books_["in_hand"]) != (0, 1):
        wrong.append(f"the ledger is not whole: {books_}")
    if books_["polling"] or ghosts(books_):
        wrong.append(f"members stayed in groups: {books_}")
    return wrong


def main(argv: list[str] | None = None) -> int:
    """Run as long as asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--clients", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--log", action="store_true", help="keep the log of facts, too")
    options = parser.parse_args(argv)
    with server("on" if options.log else "off") as (port, pid):
        found = asyncio.run(soak(port, pid, options.seconds, options.clients, options.seed))
    print(json.dumps({"books": found["books"], "end": found["end"], "done": found["done"]}))
    # A log may grow to its bound, and what it packs meanwhile.
    wrong = verdict(found, log_mib=150 if options.log else 0)
    for one in wrong:
        print("✗", one)
    if not wrong:
        print("✓ flat, and every message has its fate")
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
