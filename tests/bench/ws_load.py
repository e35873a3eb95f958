"""Target-agnostic WebSocket load client.

    ws_load.py rtt  ws://127.0.0.1:9000/echo/ -n 500            # 1 socket, closed loop, latency
    ws_load.py echo ws://127.0.0.1:9000/echo/ -c 50 -d 5        # C sockets, closed loop, throughput
    ws_load.py chat ws://127.0.0.1:9000/chat/ -c 200 -d 5 -w 1  # C sockets in one group, 1 sender
    ws_load.py idle ws://127.0.0.1:9000/echo/ --steps 2000 5000 --pids 123   # RSS per idle socket

The server must echo a text frame on an echo URL and broadcast it to every
socket connected to a chat URL. One JSON object is printed per run.
--impl raw (default) is a minimal asyncio.Protocol client; --impl websockets uses
the `websockets` library (compression off). --pids adds server CPU and RSS.
"""

import argparse
import asyncio
import base64
import json
import os
import random
import resource
import statistics
import struct
import time
from urllib.parse import urlsplit

import psutil

try:
    from websockets.speedups import apply_mask
except ImportError:
    from websockets.utils import apply_mask


def pct(values, q):
    if not values:
        return None
    values = sorted(values)
    return values[min(len(values) - 1, int(len(values) * q))]


def lat(values):
    ms = [v * 1000 for v in values]
    return {
        "n": len(ms),
        "p50_ms": pct(ms, 0.5),
        "p99_ms": pct(ms, 0.99),
        "min_ms": min(ms, default=None),
        "max_ms": max(ms, default=None),
        "mean_ms": statistics.fmean(ms) if ms else None,
    }


class CPU:
    """CPU seconds of this client and of the given server pids over a period."""

    def __init__(self, pids):
        self.procs = [psutil.Process(p) for p in pids]
        self.start()

    def _own(self):
        r = resource.getrusage(resource.RUSAGE_SELF)
        return r.ru_utime + r.ru_stime

    def _srv(self):
        out = []
        for p in self.procs:
            try:
                t = p.cpu_times()
                out.append(t.user + t.system)
            except psutil.Error:
                out.append(0.0)
        return out

    def start(self):
        self.t, self.own, self.srv = time.perf_counter(), self._own(), self._srv()

    def stop(self):
        dt = time.perf_counter() - self.t
        return {
            "wall_s": dt,
            "client_cpu": (self._own() - self.own) / dt,
            "server_cpu": [
                round((b - a) / dt, 3) for a, b in zip(self.srv, self._srv(), strict=True)
            ],
        }


def rss(pids):
    total = 0
    for pid in pids:
        total += psutil.Process(pid).memory_info().rss
    return total


class RawWS(asyncio.Protocol):
    def __init__(self, url, on_message=None):
        u = urlsplit(url)
        self.host, self.port = u.hostname, u.port
        self.path = u.path or "/"
        self.on_message = on_message
        self.buf = b""
        self.open = False
        loop = asyncio.get_running_loop()
        self.opened = loop.create_future()
        self.closed = False
        self.waiter = None

    async def connect(self, timeout=30):
        loop = asyncio.get_running_loop()
        await loop.create_connection(lambda: self, self.host, self.port)
        await asyncio.wait_for(self.opened, timeout)
        return self

    def connection_made(self, transport):
        self.transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        host = f"{self.host}:{self.port}"
        transport.write(
            (
                f"GET {self.path} HTTP/1.1\r\nHost: {host}\r\n"
                "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
                f"Origin: http://{host}\r\n\r\n"
            ).encode()
        )

    def data_received(self, data):
        buf = self.buf + data if self.buf else data
        if not self.open:
            end = buf.find(b"\r\n\r\n")
            if end < 0:
                self.buf = buf
                return
            status = buf[: buf.find(b"\r\n")]
            if b" 101 " not in status + b" ":
                if not self.opened.done():
                    self.opened.set_exception(ConnectionError(status.decode()))
                self.transport.close()
                return
            self.open = True
            if not self.opened.done():
                self.opened.set_result(True)
            buf = buf[end + 4 :]
        pos, size = 0, len(buf)
        while size - pos >= 2:
            op, ln = buf[pos] & 15, buf[pos + 1] & 127
            head = 2
            if ln == 126:
                if size - pos < 4:
                    break
                ln = struct.unpack_from("!H", buf, pos + 2)[0]
                head = 4
            elif ln == 127:
                if size - pos < 10:
                    break
                ln = struct.unpack_from("!Q", buf, pos + 2)[0]
                head = 10
            if size - pos < head + ln:
                break
            payload = buf[pos + head : pos + head + ln]
            pos += head + ln
            if op in (1, 2):
                if self.waiter is not None:
                    w, self.waiter = self.waiter, None
                    if not w.done():
                        w.set_result(payload)
                elif self.on_message:
                    self.on_message(self, payload)
            elif op == 9:
                self._frame(0x8A, payload)
            elif op == 8:
                self.closed = True
                self.transport.close()
        self.buf = buf[pos:]

    def connection_lost(self, exc):
        self.closed = True
        if not self.opened.done():
            self.opened.set_exception(ConnectionError("lost before open"))
        if self.waiter is not None and not self.waiter.done():
            self.waiter.set_exception(ConnectionError("lost"))

    def _frame(self, first, payload):
        n = len(payload)
        mask = os.urandom(4)
        if n < 126:
            head = bytes((first, 0x80 | n))
        elif n < 65536:
            head = bytes((first, 0xFE)) + struct.pack("!H", n)
        else:
            head = bytes((first, 0xFF)) + struct.pack("!Q", n)
        self.transport.write(head + mask + apply_mask(payload, mask))

    def send(self, payload):
        self._frame(0x81, payload)

    async def recv(self, timeout):
        self.waiter = asyncio.get_running_loop().create_future()
        return await asyncio.wait_for(self.waiter, timeout)

    def close(self):
        if not self.closed:
            self._frame(0x88, b"\x03\xe8")
            self.transport.close()


class LibWS:
    """Same shape over the `websockets` library."""

    def __init__(self, url, on_message=None):
        self.url, self.on_message, self.closed = url, on_message, False
        self.tasks = set()

    def _start(self, coroutine):
        """Run *coroutine* beside us, kept alive until it is done."""
        task = asyncio.ensure_future(coroutine)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def connect(self, timeout=30):
        import websockets

        self.ws = await websockets.connect(
            self.url, compression=None, open_timeout=timeout, ping_interval=None, max_queue=None
        )
        if self.on_message:
            self._start(self._pump())
        return self

    async def _pump(self):
        try:
            async for m in self.ws:
                self.on_message(self, m.encode() if isinstance(m, str) else m)
        except Exception:
            pass
        self.closed = True

    def send(self, payload):
        self._start(self.ws.send(payload.decode()))

    async def recv(self, timeout):
        return await asyncio.wait_for(self.ws.recv(), timeout)

    def close(self):
        self._start(self.ws.close())


IMPL = {"raw": RawWS, "websockets": LibWS}


async def connect_many(cls, url, n, on_message=None, at_once=50, timeout=30, errors=None):
    sem = asyncio.Semaphore(at_once)
    socks = []

    async def one():
        async with sem:
            s = cls(url, on_message)
            try:
                await s.connect(timeout)
                socks.append(s)
            except Exception as e:
                if errors is not None:
                    errors.append(repr(e)[:80])

    await asyncio.gather(*[one() for _ in range(n)])
    return socks


async def rtt(a, cls):
    s = await cls(a.url).connect()
    body = b"x" * a.size
    for _ in range(a.warmup):
        s.send(body)
        await s.recv(10)
    cpu = CPU(a.pids)
    out, t_end = [], time.perf_counter() + a.duration
    while len(out) < a.n and time.perf_counter() < t_end:
        if a.gap:
            await asyncio.sleep(random.uniform(0, 2 * a.gap))
        t = time.perf_counter()
        s.send(body)
        got = await s.recv(10)
        out.append(time.perf_counter() - t)
        assert got == body, got
    res = cpu.stop()
    s.close()
    return {**lat(out), **res}


async def echo(a, cls):
    body = b"x" * a.size
    counting, lats, n, running = False, [], 0, True
    loop_t = time.perf_counter

    def on_message(s, payload):
        nonlocal n
        now = loop_t()
        if counting:
            n += 1
            lats.append(now - s.t0)
        if running:
            s.t0 = now
            s.send(body)

    errors = []
    t = loop_t()
    socks = await connect_many(cls, a.url, a.c, on_message, errors=errors)
    t_conn = loop_t() - t
    for s in socks:
        s.t0 = loop_t()
        s.send(body)
    await asyncio.sleep(a.warm_s)
    cpu = CPU(a.pids)
    counting = True
    await asyncio.sleep(a.duration)
    counting = False
    res = cpu.stop()
    running = False
    dead = sum(s.closed for s in socks)
    for s in socks:
        s.close()
    await asyncio.sleep(0.2)
    return {
        "clients": a.c,
        "connected": len(socks),
        "connect_s": t_conn,
        "closed_by_server": dead,
        "errors": errors[:3],
        "rt_per_s": n / res["wall_s"],
        **lat(lats),
        **res,
    }


async def chat(a, cls):
    got, done_at, sent_at = {}, {}, {}
    total, N = 0, a.c
    wake = asyncio.Event()
    clock = time.perf_counter
    last = 0.0

    def on_message(s, payload):
        nonlocal total, last
        seq = int(payload[:10])
        total += 1
        last = clock()
        k = got.get(seq, 0) + 1
        got[seq] = k
        if k == N:
            done_at[seq] = last
            wake.set()

    errors = []
    t = clock()
    socks = await connect_many(cls, a.url, N, on_message, errors=errors)
    t_conn = clock() - t
    N = len(socks)
    await asyncio.sleep(1.0 + a.settle)
    sender, pad = socks[0], b"x" * max(0, a.size - 10)
    cpu = CPU(a.pids)
    seq = stalls = 0
    t_start = clock()
    t_end = t_start + a.duration
    outstanding = set()
    while clock() < t_end or outstanding:
        while len(outstanding) < a.w and clock() < t_end and (not a.n or seq < a.n):
            sent_at[seq] = clock()
            outstanding.add(seq)
            sender.send(b"%010d" % seq + pad)
            seq += 1
        if not outstanding:
            break
        wake.clear()
        before = total
        try:
            await asyncio.wait_for(wake.wait(), a.stall)
        except TimeoutError:
            if total == before:
                stalls += 1
                outstanding.clear()
                if stalls >= 3:
                    break
        outstanding -= set(done_at)
    t_all = (last or clock()) - t_start
    res = cpu.stop()
    dead = sum(s.closed for s in socks)
    for s in socks:
        s.close()
    await asyncio.sleep(0.2)
    return {
        "sockets": len(socks),
        "connect_s": t_conn,
        "errors": errors[:3],
        "closed_by_server": dead,
        "window": a.w,
        "broadcasts": seq,
        "completed": len(done_at),
        "delivered": total,
        "expected": seq * N,
        "lost_share": 1 - total / max(1, seq * N),
        "stalls": stalls,
        "delivered_per_s": total / t_all if t_all > 0 else None,
        "to_all": lat([done_at[k] - sent_at[k] for k in done_at]),
        **res,
    }


async def idle(a, cls):
    base = None
    socks, rows = [], []
    # warm up: a first batch opened and closed, so that one-off costs are out of the base
    w = await connect_many(cls, a.url, a.warm_conns, at_once=a.at_once)
    for s in w:
        s.close()
    await asyncio.sleep(3)
    base = rss(a.pids)
    rows.append({"conns": 0, "rss_mb": base / 2**20})
    for step in a.steps:
        errors = []
        t = time.perf_counter()
        new = await connect_many(cls, a.url, step - len(socks), at_once=a.at_once, errors=errors)
        t = time.perf_counter() - t
        made = len(new)
        socks += new
        await asyncio.sleep(a.hold)
        live = sum(not s.closed for s in socks)
        cpu = CPU(a.pids)
        await asyncio.sleep(3)
        c = cpu.stop()
        now = rss(a.pids)
        rows.append(
            {
                "conns": live,
                "asked": step,
                "errors": len(errors),
                "err": errors[:2],
                "rss_mb": now / 2**20,
                "kib_per_conn": (now - base) / 1024 / max(1, live),
                "connects_per_s": made / t if t else None,
                "idle_server_cpu": c["server_cpu"],
            }
        )
    for s in socks:
        s.close()
    await asyncio.sleep(1)
    return {"rows": rows}


def main():
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("mode", choices=["rtt", "echo", "chat", "idle"])
    p.add_argument("url")
    p.add_argument("-c", type=int, default=50, help="sockets")
    p.add_argument(
        "-n", type=int, default=0, help="messages (rtt: most round trips; chat: most broadcasts)"
    )
    p.add_argument("-d", "--duration", type=float, default=5)
    p.add_argument("-w", type=int, default=1, help="chat: broadcasts in flight")
    p.add_argument("--size", type=int, default=32)
    p.add_argument(
        "--gap",
        type=float,
        default=0,
        help="rtt: mean random pause before each message (unsynchronised arrivals)",
    )
    p.add_argument("--warmup", type=int, default=10)
    p.add_argument("--warm-s", type=float, default=1)
    p.add_argument("--settle", type=float, default=0)
    p.add_argument("--stall", type=float, default=5)
    p.add_argument("--steps", type=int, nargs="+", default=[2000, 5000])
    p.add_argument("--warm-conns", type=int, default=100)
    p.add_argument("--at-once", type=int, default=50)
    p.add_argument("--hold", type=float, default=3)
    p.add_argument("--pids", type=int, nargs="*", default=[])
    p.add_argument("--impl", choices=list(IMPL), default="raw")
    p.add_argument("--no-uvloop", action="store_true")
    a = p.parse_args()
    if a.mode == "rtt" and not a.n:
        a.n = 10**9
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    fn = {"rtt": rtt, "echo": echo, "chat": chat, "idle": idle}[a.mode]
    coro = fn(a, IMPL[a.impl])
    if a.no_uvloop:
        res = asyncio.run(coro)
    else:
        import uvloop

        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as r:
            res = r.run(coro)
    print(json.dumps({"mode": a.mode, "url": a.url, "impl": a.impl, **res}, default=str))


if __name__ == "__main__":
    main()
