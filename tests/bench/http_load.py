"""Target-agnostic HTTP load client: raw asyncio, keep-alive; uvloop and psutil are all it needs.

http_load.py get  http://127.0.0.1:9000/hello/ -c 20 -d 5        # req/s, latency
http_load.py held http://127.0.0.1:9000/poll/ --steps 2000 --pids 123   # RSS per held request
"""

import argparse
import asyncio
import json
import resource
import time
from urllib.parse import urlsplit

from ws_load import CPU, lat, rss


class Conn(asyncio.Protocol):
    def __init__(self, url, on_done, close=False):
        u = urlsplit(url)
        self.host, self.port = u.hostname, u.port
        self.req = (
            f"GET {u.path or '/'} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nAccept: */*\r\n"
            + ("Connection: close\r\n\r\n" if close else "\r\n")
        ).encode()
        self.on_done, self.buf, self.closed, self.busy = on_done, b"", False, False

    async def connect(self):
        await asyncio.get_running_loop().create_connection(lambda: self, self.host, self.port)
        return self

    def connection_made(self, tr):
        self.transport, self.closed = tr, False

    def go(self):
        self.t0 = time.perf_counter()
        self.busy = True
        self.transport.write(self.req)

    def data_received(self, data):
        buf = self.buf = self.buf + data if self.buf else data
        end = buf.find(b"\r\n\r\n")
        if end < 0:
            return
        head = buf[:end].lower()
        i = head.find(b"content-length:")
        if i >= 0:
            j = head.find(b"\r\n", i)
            n = int(head[i + 15 : j if j > 0 else None])
            if len(buf) < end + 4 + n:
                return
        elif b"transfer-encoding: chunked" in head:
            if not buf.endswith(b"0\r\n\r\n"):
                return
        else:
            return  # delimited by close
        self._finish(head)

    def _finish(self, head):
        self.buf = b""
        self.busy = False
        status = int(head[9:12])
        self.on_done(self, status, time.perf_counter() - self.t0, b"connection: close" in head)

    def connection_lost(self, exc):
        self.closed = True
        if self.busy:
            if self.buf:
                self._finish(self.buf)
            else:
                self.busy = False
                self.on_done(self, 0, time.perf_counter() - self.t0, True)


async def get(a):
    lats, status, counting, running, reconnects = [], {}, False, True, 0
    tasks = set()

    async def redo(c):
        nonlocal reconnects
        reconnects += 1
        try:
            await c.connect()
            c.go()
        except OSError:
            status["refused"] = status.get("refused", 0) + 1

    def done(c, code, dt, closing):
        if counting:
            lats.append(dt)
            status[code] = status.get(code, 0) + 1
        if not running:
            return
        if closing or a.close:
            t = asyncio.ensure_future(redo(c))
            tasks.add(t)
            t.add_done_callback(tasks.discard)
        else:
            c.go()

    conns = [await Conn(a.url, done, a.close).connect() for _ in range(a.c)]
    for c in conns:
        c.go()
    await asyncio.sleep(a.warm_s)
    cpu = CPU(a.pids)
    counting = True
    await asyncio.sleep(a.duration)
    counting = False
    res = cpu.stop()
    running = False
    for c in conns:
        c.transport.close()
    await asyncio.sleep(0.1)
    ok = status.get(200, 0)
    return {
        "connections": a.c,
        "req_per_s": ok / res["wall_s"],
        "status": status,
        "reconnects": reconnects,
        **lat(lats),
        **res,
    }


async def held(a):
    early = []

    def done(c, code, dt, closing):
        early.append(code)

    conns, rows = [], []
    await asyncio.sleep(2)
    base = rss(a.pids)
    rows.append({"held": 0, "rss_mb": base / 2**20})
    for step in a.steps:
        t = time.perf_counter()
        while len(conns) < step:
            for _ in range(min(a.at_once, step - len(conns))):
                c = await Conn(a.url, done).connect()
                c.go()
                conns.append(c)
            await asyncio.sleep(a.batch_gap)
        t = time.perf_counter() - t
        await asyncio.sleep(a.hold)
        live = sum(c.busy and not c.closed for c in conns)
        cpu = CPU(a.pids)
        await asyncio.sleep(3)
        c_ = cpu.stop()
        now = rss(a.pids)
        rows.append(
            {
                "held": live,
                "asked": step,
                "early_answers": {str(k): early.count(k) for k in set(early)},
                "rss_mb": now / 2**20,
                "kib_per_request": (now - base) / 1024 / max(1, live),
                "opened_per_s": step / t,
                "idle_server_cpu": c_["server_cpu"],
            }
        )
    for c in conns:
        c.transport.close()
    await asyncio.sleep(1)
    return {"rows": rows}


def main():
    p = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    p.add_argument("mode", choices=["get", "held"])
    p.add_argument("url")
    p.add_argument("-c", type=int, default=20)
    p.add_argument("-d", "--duration", type=float, default=5)
    p.add_argument("--warm-s", type=float, default=1)
    p.add_argument("--close", action="store_true", help="a new connection for each request")
    p.add_argument("--steps", type=int, nargs="+", default=[2000])
    p.add_argument("--at-once", type=int, default=50)
    p.add_argument("--batch-gap", type=float, default=0.05)
    p.add_argument("--hold", type=float, default=3)
    p.add_argument("--pids", type=int, nargs="*", default=[])
    a = p.parse_args()
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    import uvloop

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as r:
        res = r.run({"get": get, "held": held}[a.mode](a))
    print(json.dumps({"mode": a.mode, "url": a.url, **res}, default=str))


if __name__ == "__main__":
    main()
