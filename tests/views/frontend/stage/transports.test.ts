/** Transports: commands go by the control socket where it can be had, else over the comm. */

import { describe, expect, test } from "vitest";
import {
  addresses,
  type Browser,
  baseUrlOf,
  type Page,
  Transports,
} from "../../../../sandbox/views/frontend/stage/transports.ts";

class FakeSocket {
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((message: { data: unknown }) => void) | null = null;
  readonly sent: string[] = [];
  closed = false;
  constructor(
    readonly url: string,
    readonly token: string,
  ) {}
  send(text: string) {
    this.sent.push(text);
  }
  close() {
    if (this.closed) return;
    this.closed = true;
    this.onclose?.();
  }
}

/** A browser whose time goes on only when a test says so. */
class World {
  readonly sockets: FakeSocket[] = [];
  readonly posted: string[] = [];
  changes = 0;
  private now = 0;
  private timers: { at: number; call: () => void }[] = [];
  readonly browser: Browser = {
    open: (url, token) => {
      const socket = new FakeSocket(url, token);
      this.sockets.push(socket);
      return socket as unknown as WebSocket;
    },
    later: (milliseconds, call) => {
      const timer = { at: this.now + milliseconds, call };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((one) => one !== timer);
      };
    },
    random: () => 0.5,
  };
  readonly transports: Transports;

  constructor(page: Page = LAB) {
    const post = (text: string) => void this.posted.push(text);
    this.transports = new Transports("s1", post, page, () => this.changes++, this.browser);
  }

  pass(milliseconds: number) {
    this.now += milliseconds;
    for (const timer of this.timers.filter((one) => one.at <= this.now)) {
      this.timers = this.timers.filter((one) => one !== timer);
      timer.call();
    }
  }

  /** Opens the newest socket; the kernel answers its hello. */
  meet() {
    this.socket.onopen!();
    const { id, do: verb } = JSON.parse(this.socket.sent.at(-1)!);
    expect(verb).toBe("hello");
    this.socket.onmessage!({ data: JSON.stringify({ id, ok: true, value: null }) });
  }

  get socket(): FakeSocket {
    return this.sockets.at(-1)!;
  }

  /** Answers the newest command that was posted or sent. */
  answer(value: unknown, texts: string[] = this.posted) {
    const { id } = JSON.parse(texts.at(-1)!);
    this.transports.heard(JSON.stringify({ id, ok: true, value }));
  }
}

const LAB: Page = { href: "http://localhost:8888/lab/tree/a.ipynb", baseUrl: "/" };
const HUB: Page = { href: "https://hub.example.org/user/ann/lab", baseUrl: "/user/ann/" };
const VSCODE: Page = { href: "vscode-webview://0abc/index.html", baseUrl: null };
const CONTROL = { port: 4321, token: "secret" };

describe("addresses of the control port", () => {
  test("are behind the proxy first, and direct only from a page on this machine", () => {
    expect(addresses(LAB, 4321)).toEqual([
      "ws://localhost:8888/proxy/4321/",
      "ws://localhost:4321/",
    ]);
    expect(addresses(HUB, 4321)).toEqual(["wss://hub.example.org/user/ann/proxy/4321/"]);
    expect(addresses(VSCODE, 4321)).toEqual([]);
  });

  test("need the base URL that Jupyter's page tells", () => {
    expect(baseUrlOf('{"baseUrl": "/user/ann/"}')).toBe("/user/ann/");
    expect([null, "", "{", '{"baseUrl": 3}'].map(baseUrlOf)).toEqual([null, null, null, null]);
  });
});

describe("a command", () => {
  test("goes over the comm and resolves with its answer's value", async () => {
    const world = new World();
    const asked = world.transports.ask("tab.send", { tab: "alice", text: "hi" });
    expect(JSON.parse(world.posted[0]!)).toEqual({
      id: 1,
      stage: "s1",
      do: "tab.send",
      tab: "alice",
      text: "hi",
    });
    world.answer("done");
    expect(await asked).toBe("done");
  });

  test("rejects with the kernel's sentence", async () => {
    const world = new World();
    const asked = world.transports.ask("tab.send", {});
    world.transports.heard('{"id": 1, "ok": false, "error": "There is no tab dave."}');
    await expect(asked).rejects.toThrow("There is no tab dave.");
  });

  test("rejects where the comm cannot send", async () => {
    const fail = () => {
      throw new Error("the comm is closed");
    };
    const transports = new Transports("s1", fail, LAB, () => {}, new World().browser);
    await expect(transports.ask("tab.close")).rejects.toThrow("the comm is closed");
  });

  test("counts as waiting after a moment over the comm, until it is answered", async () => {
    const world = new World();
    const asked = world.transports.ask("tab.send");
    expect(world.transports.waiting).toBe(0);
    world.pass(600);
    expect(world.transports.waiting).toBe(1);
    expect(world.changes).toBe(1);
    world.answer(null);
    await asked;
    expect(world.transports.waiting).toBe(0);
    expect(world.changes).toBe(2);
  });

  test("is not answered by what is no answer", () => {
    const world = new World();
    void world.transports.ask("tab.send").catch(() => {});
    for (const text of ["", "null", "[1]", '{"id": "1", "ok": true}', '{"id": 99, "ok": true}'])
      world.transports.heard(text);
    world.pass(600);
    expect(world.transports.waiting).toBe(1);
  });
});

describe("the control socket", () => {
  test("is opened with the token as its subprotocol, and commands go over it", async () => {
    const world = new World();
    world.transports.use(CONTROL);
    expect([world.socket.url, world.socket.token]).toEqual([
      "ws://localhost:8888/proxy/4321/",
      "secret",
    ]);
    world.meet();
    expect(world.transports.connected).toBe(true);
    const asked = world.transports.ask("tab.send");
    expect(world.posted).toEqual([]);
    const { id } = JSON.parse(world.socket.sent.at(-1)!);
    world.socket.onmessage!({ data: JSON.stringify({ id, ok: true, value: 3 }) });
    expect(await asked).toBe(3);
  });

  test("is tried at the next address where one refuses, and again later with growing pauses", () => {
    const world = new World();
    world.transports.use(CONTROL);
    world.socket.close();
    expect(world.socket.url).toBe("ws://localhost:4321/");
    world.socket.close();
    expect(world.sockets).toHaveLength(2);
    world.pass(499);
    expect(world.sockets).toHaveLength(2);
    world.pass(1);
    expect(world.sockets).toHaveLength(3);
    world.socket.close();
    world.socket.close();
    world.pass(999);
    expect(world.sockets).toHaveLength(4);
    world.pass(1);
    expect(world.sockets).toHaveLength(5);
  });

  test("gives up a handshake that nobody answers", () => {
    const world = new World();
    world.transports.use(CONTROL);
    world.pass(8000);
    expect(world.sockets.map((one) => one.closed)).toEqual([true, false]);
  });

  test("leaves commands to the comm until it is open, and feed.start always", () => {
    const world = new World();
    world.transports.use(CONTROL);
    void world.transports.ask("tab.send");
    expect(world.posted).toHaveLength(1);
    world.meet();
    void world.transports.ask("feed.start");
    expect(world.posted).toHaveLength(2);
  });

  test("that breaks lets questions be asked again, and says of deeds that it is not known", async () => {
    const world = new World();
    world.transports.use(CONTROL);
    world.meet();
    const question = world.transports.ask("source", { consumer: "ws_add" });
    const deed = world.transports.ask("tab.send", { tab: "alice", text: "hi" });
    world.socket.close();
    await expect(deed).rejects.toThrow("The line to the kernel broke");
    expect(world.posted).toHaveLength(1);
    world.answer("def ws_add");
    expect(await question).toBe("def ws_add");
  });

  test("that worked and cannot be had again means that the kernel is lost, until it is back", () => {
    const world = new World(HUB);
    world.transports.use(CONTROL);
    world.meet();
    world.socket.close();
    expect(world.transports.lost).toBe(false);
    for (const wait of [500, 1000, 2000]) {
      world.pass(wait);
      world.socket.close();
    }
    expect(world.transports.lost).toBe(true);
    world.pass(30_000);
    world.meet();
    expect(world.transports.lost).toBe(false);
  });

  test("that a proxy opens for nobody is no kernel's: it is lost all the same", () => {
    const world = new World(HUB);
    world.transports.use(CONTROL);
    world.meet();
    world.socket.close();
    for (const wait of [500, 1000, 2000]) {
      world.pass(wait);
      world.socket.onopen!();
      expect(world.transports.connected).toBe(false);
      world.socket.close();
    }
    expect(world.transports.lost).toBe(true);
  });

  test("is not sought where there is no address, and the comm is no loss", () => {
    const world = new World(VSCODE);
    world.transports.use(CONTROL);
    world.pass(60_000);
    expect(world.sockets).toEqual([]);
    expect(world.transports.lost).toBe(false);
  });

  test("is closed with the stage, and open questions are answered", async () => {
    const world = new World();
    world.transports.use(CONTROL);
    world.meet();
    const asked = world.transports.ask("story");
    world.transports.close();
    expect(world.socket.closed).toBe(true);
    await expect(asked).rejects.toThrow("closed before the kernel answered");
    await expect(world.transports.ask("story")).rejects.toThrow("has been closed");
    world.pass(60_000);
    expect(world.sockets).toHaveLength(1);
  });
});
