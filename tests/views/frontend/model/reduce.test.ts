import { describe, expect, test } from "vitest";
import {
  apply,
  applyPrologue,
  clone,
  empty,
  REDUCED,
} from "../../../../sandbox/views/frontend/model/reduce.ts";
import type { Fact, State } from "../../../../sandbox/views/frontend/model/state.ts";
import { KINDS } from "../../../../sandbox/views/frontend/trace.ts";
import { facts, fold, NAMES, recorded, rows, rowsOf } from "./logs.ts";
import { seeded } from "./seeds.ts";

const upTo = (log: Fact[], kind: string, nth = 1) => {
  const at = log.map((fact) => fact.kind).flatMap((one, index) => (one === kind ? [index] : []));
  return log.slice(0, at[nth - 1]! + 1);
};

describe("on recorded logs", () => {
  test.each(NAMES)("the ledger of %s is the one that Python's fold makes", (name) => {
    const state = fold(recorded(name));
    expect(rows(state)).toEqual(rowsOf(name));
    expect(state.totals.balanced).toBe(true);
  });

  test.each(NAMES)("totals of %s are the sums of its rows, balanced after each fact", (name) => {
    const state = empty();
    for (const fact of recorded(name)) {
      apply(state, fact);
      const sums = { accepted: 0, queued: 0, held: 0, inHand: 0, delivered: 0, lost: 0 };
      for (const row of state.ledger.values()) {
        for (const key of ["accepted", "queued", "held", "inHand", "delivered"] as const) {
          sums[key] += row[key];
        }
        for (const lost of row.lost.values()) sums.lost += lost;
      }
      expect(state.totals).toMatchObject(sums);
      const { accepted, queued, held, inHand, delivered, lost } = state.totals;
      expect(accepted).toBe(queued + held + inHand + delivered + lost);
    }
  });

  test.each(NAMES)("all messages of %s have a fate in the end, and nobody is busy", (name) => {
    const state = fold(recorded(name));
    expect(state.messages.size).toBe(0);
    expect(state.runs.size).toBe(0);
    expect([...state.channels.values()].flatMap((one) => one.queue)).toEqual([]);
    expect([...state.connections.values()].flatMap((one) => one.inHand)).toEqual([]);
    expect([...state.workers.values()].map((one) => one.state)).not.toContain("busy");
    expect([...state.consumers.values()].map((one) => one.running).filter(Boolean)).toEqual([]);
    expect([...state.unknown]).toEqual([]);
  });

  test.each(NAMES)("queues hold just the messages of %s that wait, at each moment", (name) => {
    const state = empty();
    for (const fact of recorded(name)) {
      apply(state, fact);
      const waiting = [...state.messages.values()].filter((one) => one.state !== "in_hand");
      const queued = [...state.channels.values(), ...state.connections.values()];
      const ids = queued.flatMap((one) => one.queue);
      const unplaced = waiting.filter(
        (one) => one.channel.includes("!") && !state.replies.has(one.channel),
      );
      expect(ids.length + unplaced.length).toBe(waiting.length);
      expect(state.totals.queued + state.totals.held).toBe(waiting.length);
      expect(state.totals.inHand).toBe(state.messages.size - waiting.length);
    }
  });

  test("the chat has two named tabs, consumers as they were written, and a group of two", () => {
    const state = fold(upTo(recorded("chat"), "frame.sent", 2));
    expect([...state.connections.values()].map((one) => [one.label, one.state, one.ours])).toEqual([
      ["alice", "open", true],
      ["bob", "open", true],
    ]);
    const chat = state.groups.get("chat")!;
    expect([...chat.members.values()].map((one) => [one.connection, one.ghost])).toEqual([
      ["c1", false],
      ["c2", false],
    ]);
    expect(state.consumers.get("ws_message")).toMatchObject({ runs: 1, routed: true });
    expect(state.consumers.get("ws_message")!.channels).toEqual(["websocket.receive"]);
    expect(state.usedRoutes.get("websocket.receive → ws_message")).toBe(1);
    expect([...state.edges.keys()]).toEqual([
      "ws_add add chat",
      "ws_add reply ",
      "ws_message send chat",
    ]);
    expect(state.connections.get("c1")).toMatchObject({ sent: 1, received: 1 });
    expect(state.connections.get("c2")!.frames).toMatchObject([
      { incoming: false, text: "[user] hi" },
    ]);
  });

  test("a worker is busy with its message and consumer from taking to settling", () => {
    const log = recorded("chat");
    const own = log.filter((fact) => fact.where === "worker:1" || fact.id === "m1");
    const worker = (kind: string, nth: number) => {
      const until = upTo(own, kind, nth).at(-1)!;
      return fold(log.filter((fact) => fact.seq! <= until.seq!)).workers.get("worker:1")!;
    };
    expect(worker("message.accepted", 1)).toMatchObject({ state: "idle", message: null });
    expect(worker("message.taken", 1)).toMatchObject({ state: "busy", message: "m1" });
    const running = { state: "busy", message: "m1", consumer: "ws_add", run: "r1" };
    expect(worker("consumer.started", 1)).toMatchObject(running);
    expect(worker("consumer.finished", 1)).toMatchObject({ state: "busy", message: "m1" });
    const idle = {
      state: "idle",
      message: null,
      run: null,
      consumer: null,
      busySince: null,
      alarm: null,
    };
    expect(worker("message.delivered", 1)).toMatchObject(idle);
  });

  test("a worker that does not come back is said to be where it is, until its run is over", () => {
    const log = recorded("chat");
    const state = fold(upTo(log, "consumer.started"));
    const worker = state.workers.get("worker:1")!;
    expect(worker.alarm).toBeNull();
    const busy = { kind: "worker.busy", where: "worker:1", worker: "worker:1", at: state.at + 5 };
    const place = { file: "cell [3]", line: 12, duration: 5 };
    apply(state, { ...busy, ...place, id: "r0", run: "r0", seq: state.seq + 1 });
    expect(worker.alarm).toBeNull();
    apply(state, { ...busy, ...place, id: "r1", run: "r1", seq: state.seq + 1 });
    expect(worker.alarm).toEqual({ run: "r1", file: "cell [3]", line: 12 });
    const lost = { id: "m1", message: "m1", channel: "websocket.connect", reason: "worker_killed" };
    apply(state, { kind: "message.lost", at: state.at, seq: state.seq + 1, ...lost });
    expect(worker.alarm).toBeNull();
    expect(worker.state).toBe("idle");
  });

  test("a member whose tab is gone is a ghost, and what it misses lies in the bin", () => {
    const log = recorded("ghost");
    const gone = fold(upTo(log, "connection.closed"));
    const members = [...gone.groups.get("chat")!.members.values()];
    expect(members.map((one) => [one.connection, one.ghost])).toEqual([
      ["c1", false],
      ["c2", true],
    ]);
    const end = fold(log);
    expect(end.bin).toMatchObject([{ reason: "no_connection", kind: "reply", harmless: false }]);
    expect(end.connections.get("c2")).toMatchObject({ label: "bob", state: "closed" });
    expect(end.totals.lostBy).toEqual(new Map([["no_connection", 1]]));
  });

  test("losses tell their reasons, refusals are beside the ledger, notices are harmless", () => {
    const state = fold(recorded("losses"));
    expect(state.bin.map((one) => one.reason).sort()).toEqual([
      "full",
      "full",
      "no_route",
      "no_route",
    ]);
    expect(state.totals.refusedBy).toEqual(new Map([["full", 1]]));
    expect(state.ladders.get("jobs")).toMatchObject({ matched: null });
    expect(fold(recorded("http")).bin.every((one) => one.harmless)).toBe(true);
    expect(fold(recorded("http")).markers.some((one) => one.kind === "lost")).toBe(false);
    expect(fold(recorded("expired")).totals.lostBy).toEqual(new Map([["expired", 1]]));
  });

  test("requests have a method and a status, and a long poll is open while it is held", () => {
    const log = recorded("http");
    const state = fold(upTo(log, "response.started", 2));
    expect([...state.connections.values()].map((one) => [one.method, one.status])).toEqual([
      ["GET", 200],
      ["GET", 404],
    ]);
    const held = fold(upTo(log, "message.delivered", 5));
    const poll = [...held.connections.values()].find((one) => one.path === "/poll/")!;
    expect(poll).toMatchObject({ state: "opening", status: null, protocol: "http" });
  });

  test("an error belongs to its consumer, and ConsumeLater is counted", () => {
    const state = fold(recorded("raises"));
    expect(state.consumers.get("explode")).toMatchObject({ raised: 1, runs: 1 });
    expect(state.consumers.get("explode")!.lastError).toMatchObject({
      error: "ValueError: no such room",
    });
    expect(state.consumers.get("later")).toMatchObject({ deferred: 2, runs: 3 });
    expect(state.edges.get("later channel later")).toMatchObject({ uses: 2 });
    expect(state.markers.map((one) => one.kind)).toContain("raised");
  });

  test("a killed worker's message is lost, and its place is filled again", () => {
    const log = recorded("kill").filter((fact) => fact.where !== "delay");
    const killed = fold(upTo(log, "worker.stopped"));
    expect(killed.workers.get("worker:1")).toMatchObject({ state: "stopped", reason: "killed" });
    expect(killed.bin).toMatchObject([{ reason: "worker_killed" }]);
    expect(killed.consumers.get("block")).toMatchObject({ running: 0 });
    const replaced = fold(upTo(log, "worker.started", 2));
    expect(replaced.workers.get("worker:1")).toMatchObject({ state: "idle", reason: null });
    expect([...replaced.workers.values()].filter((one) => !one.builtin).length).toBe(1);
  });

  test("a killed thread that goes on is counted in its place, until it ends", () => {
    const log = recorded("kill").filter((fact) => fact.where !== "delay");
    const state = fold(upTo(log, "worker.started", 2));
    const zombie = { at: 1, worker: "worker:1", where: "worker:1", run: "r1" };
    apply(state, { kind: "worker.stuck", ...zombie });
    expect(state.workers.get("worker:1")).toMatchObject({ state: "idle", zombies: 1 });
    apply(state, { kind: "worker.started", at: 2, worker: "worker:1", channels: [] });
    expect(state.workers.get("worker:1")).toMatchObject({ zombies: 1 });
    apply(state, { kind: "worker.freed", ...zombie });
    expect(state.workers.get("worker:1")).toMatchObject({ zombies: 0 });
  });

  test("edited code has a new version, and nobody is disconnected", () => {
    const log = recorded("edit");
    const changes = log.filter((fact) => fact.kind === "code.changed").length;
    const state = fold(upTo(log, "code.changed", changes));
    expect(state.consumers.get("ws_message")).toMatchObject({ version: "v2" });
    expect(state.connections.get("c1")).toMatchObject({ state: "open" });
    // Four pieces of code were registered, one of them anew.
    const edits = state.markers.filter((one) => one.kind === "code");
    expect(edits.map((one) => one.label)).toEqual(["ws_message"]);
  });

  test("a crowd that leaves without a word is twelve members, six of them ghosts", () => {
    const log = recorded("crowd");
    const state = fold(upTo(log, "group.sent", 2));
    const members = [...state.groups.get("chat")!.members.values()];
    expect(members.filter((one) => one.ghost).length).toBe(6);
    expect(members.length).toBe(13);
    expect(state.groups.get("chat")!.sends).toBe(2);
  });
});

describe("the fold", () => {
  test("knows every kind of the vocabulary", () => {
    expect(KINDS.filter((kind) => !REDUCED.has(kind))).toEqual([]);
  });

  test("counts kinds that it does not know, and bounds their names", () => {
    const state = fold(facts(["rtc.opened"], ["rtc.opened"], ["toString"]));
    expect([...state.unknown]).toEqual([
      ["rtc.opened", 2],
      ["toString", 1],
    ]);
    for (let at = 0; at < 1000; at++) apply(state, { kind: `new.${at}`, at: 1, seq: 10 + at });
    expect(state.unknown.size).toBeLessThanOrEqual(101);
    expect([...state.unknown.values()].reduce((sum, one) => sum + one)).toBe(1003);
  });

  test("passes over a fact that it has already", () => {
    const log = recorded("chat");
    const state = fold(log);
    const before = clone(state);
    expect(log.map((fact) => apply(state, fact))).not.toContain(true);
    expect(state).toEqual(before);
  });

  test("survives facts whose fields are of other types, and tells when the sums do not balance", () => {
    const odd: unknown[] = [undefined, null, 7, "x", [], {}, [["a"]], { $head: 3 }, Number.NaN];
    const state = empty();
    const names = ["message", "channel", "group", "connection", "ladder", "rules", "channels"];
    let seq = 0;
    for (const kind of [...KINDS, "routing.changed"]) {
      for (const value of odd) {
        const fields = Object.fromEntries(names.map((name) => [name, value]));
        apply(state, { kind, at: 0, seq: ++seq, ...fields, layer: value, id: value as string });
      }
    }
    expect(state.seq).toBe(seq);
    expect(state.totals.balanced).toBe(false);
  });

  test("a message that is held stays in its slot until it is released", () => {
    const about = { message: "m1", channel: "jobs" };
    const log = facts(
      ["message.accepted", about],
      ["message.held", about],
      ["message.released", about],
    );
    const held = fold(log.slice(0, 2));
    expect(held.messages.get("m1")!.state).toBe("held");
    expect(held.channels.get("jobs")!.queue).toEqual(["m1"]);
    expect(held.totals).toMatchObject({ held: 1, queued: 0, balanced: true });
    expect(fold(log).messages.get("m1")!.state).toBe("queued");
  });

  test("routing that is told is the ladder, and workers hear its channels", () => {
    const rule = (channel: string, consumer: string, builtin = false) => ({
      channel,
      consumer,
      text: `${channel} -> ${consumer}`,
      filters: {},
      builtin,
    });
    const log = facts(
      ["worker.started", { worker: "worker:1", channels: ["old"] }],
      ["routing.changed", { rules: [rule("a", "__main__.f"), rule("b", "(default) x", true)] }],
      ["routing.changed", { rules: [rule("a", "g")] }],
    );
    const first = fold(log.slice(0, 2));
    expect(first.rules.map((one) => one.consumer)).toEqual(["f", "(default) x"]);
    expect(first.consumers.get("(default) x")).toMatchObject({ builtin: true, routed: true });
    expect(first.workers.get("worker:1")!.channels).toEqual(["a", "b"]);
    expect(first.channels.get("old")!.heardBy.size).toBe(0);
    expect([...first.channels.get("b")!.heardBy]).toEqual(["worker:1"]);
    const second = fold(log);
    expect(second.consumers.get("f")).toMatchObject({ routed: false, channels: [] });
    expect(second.consumers.get("g")).toMatchObject({ routed: true, channels: ["a"] });
    expect(second.channels.get("b")!.heardBy.size).toBe(0);
  });

  test("a worker that the sandbox has for itself follows no routing", () => {
    const log = facts(
      ["worker.started", { worker: "delay", channels: ["asgi.delay"] }],
      ["worker.started", { worker: "worker:1", channels: [] }],
      ["routing.changed", { rules: [{ channel: "a", consumer: "f", text: "a -> f" }] }],
    );
    const state = fold(log);
    expect(state.workers.get("delay")).toMatchObject({ builtin: true, channels: ["asgi.delay"] });
    expect(state.workers.get("worker:1")).toMatchObject({ builtin: false, channels: ["a"] });
    expect(state.channels.get("asgi.delay")!.builtin).toBe(true);
    expect(state.channels.get("a")!.builtin).toBe(false);
  });

  test("layers have channels and groups of their own", () => {
    const log = facts(
      ["message.accepted", { message: "m1", channel: "jobs" }],
      ["message.accepted", { message: "m2", channel: "jobs", layer: "other" }],
      ["group.joined", { group: "chat", channel: "x!1", layer: "other" }],
    );
    const state = fold(log);
    expect([...state.channels.keys()]).toEqual(["jobs", "other/jobs"]);
    expect([...state.groups.keys()]).toEqual(["other/chat"]);
    expect(state.groups.get("other/chat")!.name).toBe("chat");
    expect(state.ledger.size).toBe(2);
  });

  test("a channel's capacity is its layer's, or that of the pattern that fits", () => {
    const patterns = [["(?s:jobs\\..*)\\Z", 3]];
    const opened = { capacity: 100, channel_capacity: patterns };
    const state = fold(
      facts(
        ["message.accepted", { message: "m1", channel: "jobs.a" }],
        ["layer.opened", opened],
        ["message.accepted", { message: "m2", channel: "other" }],
      ),
    );
    expect(state.channels.get("jobs.a")!.capacity).toBe(3);
    expect(state.channels.get("other")!.capacity).toBe(100);
  });

  test("what a consumer prints belongs to its run", () => {
    const state = fold(
      facts(
        ["consumer.started", { run: "r1", message: "m1", consumer: "f", worker: "worker:1" }],
        ["consumer.printed", { run: "r1", id: "r1", stream: "stdout", text: "hello" }],
      ),
    );
    expect(state.printed).toMatchObject([{ run: "r1", consumer: "f", text: "hello" }]);
  });
});

describe("in any batching", () => {
  test.each(NAMES)("%s gives the same state", (name) => {
    const log = recorded(name);
    const whole = fold(log);
    for (let seed = 1; seed <= 20; seed++) {
      const random = seeded(seed);
      let state = empty();
      let at = 0;
      while (at < log.length) {
        const size = 1 + Math.floor(random() * 20);
        // Batches may overlap, and a state may be copied anywhere.
        const from = Math.max(0, at - Math.floor(random() * 5));
        fold(log.slice(from, at + size), state);
        at += size;
        if (random() < 0.3) state = clone(state);
      }
      expect(state).toEqual(whole);
    }
  });
});

describe("a copy", () => {
  test.each(NAMES)("of %s at any moment does not change when the fold goes on", (name) => {
    const log = recorded(name);
    const state = empty();
    const kept: [State, string][] = [];
    for (const [index, fact] of log.entries()) {
      if (index % 7 === 0) {
        const copy = clone(state);
        kept.push([copy, shown(copy)]);
      }
      apply(state, fact);
    }
    for (const [copy, text] of kept) expect(shown(copy)).toBe(text);
  });

  const shown = (state: State) =>
    JSON.stringify(state, (_, value) =>
      value instanceof Map || value instanceof Set ? [...value] : value,
    );
});

describe("a prologue", () => {
  const sums = (state: State) => rows(state);

  test("gives structure from its facts, sums from its head, and counts nothing twice", () => {
    const log = recorded("ghost");
    const whole = fold(log);
    const state = fold(recorded("chat"));
    const structure = log
      .filter((fact) => /^(layer|worker|server|connection|group\.joined|code)/.test(fact.kind))
      .map(({ seq: _, ...fact }): Fact => fact);
    const seq = log.at(-1)!.seq!;
    const head = { prologue: "fresh" as const, seq, sums: sums(whole), skipped: 5, trimmed: 2 };
    applyPrologue(state, head, structure);
    expect(rows(state)).toEqual(rows(whole));
    expect(state.totals).toEqual(whole.totals);
    expect([...state.connections.keys()]).toEqual([...whole.connections.keys()]);
    expect(state.groups).toEqual(new Map([["chat", { ...whole.groups.get("chat")!, sends: 0 }]]));
    expect(state).toMatchObject({ seq, skipped: 5, trimmed: 2 });
    expect(apply(state, log.at(-1)!)).toBe(false);
  });

  test("that merges keeps what was learnt, and adds the runs that were not sent", () => {
    const log = recorded("chat");
    const before = fold(log.slice(0, 60));
    const state = clone(before);
    const structure = log
      .slice(0, 60)
      .filter((fact) => !fact.kind.startsWith("frame"))
      .map(({ seq: _, ...fact }): Fact => fact);
    const tally = { kinds: {}, runs: { "__main__.ws_message": 40 }, raised: { ws_message: 2 } };
    const head = { prologue: "merge" as const, seq: 900, sums: sums(before), skipped: 800, tally };
    applyPrologue(state, head, structure);
    expect(state.edges).toEqual(before.edges);
    const route = "websocket.receive → ws_message";
    expect(state.usedRoutes.get(route)).toBe(before.usedRoutes.get(route)! + 40);
    expect(state.consumers.get("ws_message")!.runs).toBe(
      before.consumers.get("ws_message")!.runs + 40,
    );
    expect(state.consumers.get("ws_message")!.raised).toBe(2);
    expect(state.connections.get("c1")!.frames).toEqual(before.connections.get("c1")!.frames);
    expect(state.connections.get("c1")!.sent).toBe(before.connections.get("c1")!.sent);
    expect(state.skipped).toBe(800);
  });

  test("that is the whole history gives the state of its fold", () => {
    const log = recorded("chat");
    const whole = fold(log);
    const state = empty();
    const head = { prologue: "fresh" as const, seq: whole.seq, sums: rows(whole) };
    applyPrologue(state, head, log);
    expect({ ...state, totals: 0, ledger: 0 }).toEqual({ ...whole, totals: 0, ledger: 0 });
    expect(rows(state)).toEqual(rows(whole));
  });

  test("tells of any number of ghosts, before the groups that count them", () => {
    const numbers = Array.from({ length: 100 }, (_, n) => n);
    const told = [
      ...numbers.flatMap((n): Fact[] => {
        const about = { at: 1, id: `c${n}`, connection: `c${n}` };
        const opened = { kind: "connection.opened", ...about, reply_channel: `x!${n}` };
        return [opened, { kind: "connection.closed", ...about }];
      }),
      ...numbers.map((n) => ({ kind: "group.joined", at: 1, group: "chat", channel: `x!${n}` })),
    ];
    const state = empty();
    applyPrologue(state, { prologue: "fresh", seq: 5, sums: [] }, told);
    apply(state, { kind: "connection.opened", at: 2, seq: 6, connection: "c200" });
    const members = [...state.groups.get("chat")!.members.values()];
    expect(members.filter((one) => one.ghost && one.connection !== null).length).toBe(100);
    expect(state.connections.size).toBe(101);
  });

  test("may overlap with what comes after it", () => {
    const log = recorded("chat");
    const state = empty();
    const first = log.slice(0, 50);
    const seq = first.at(-1)!.seq!;
    applyPrologue(state, { prologue: "fresh", seq, sums: sums(fold(first)) }, first);
    fold(log.slice(40), state);
    expect(rows(state)).toEqual(rowsOf("chat"));
    expect(state.messages.size).toBe(0);
  });
});

describe("memory", () => {
  test("is bounded: two hundred thousand facts of a busy day leave a small state", () => {
    const state = empty();
    let seq = 0;
    const tell = (kind: string, fields: Record<string, unknown>) =>
      apply(state, { kind, at: seq / 1000, seq: ++seq, layer: "default", ...fields });
    for (let n = 0; n < 12_000; n++) {
      const connection = `c${n}`;
      const channel = `reply.x!${n}`;
      tell("connection.opened", { connection, reply_channel: channel, protocol: "websocket" });
      tell("group.joined", { group: `room-${n}`, channel });
      tell("message.accepted", { message: `m${n}`, channel: `custom-${n}`, id: `m${n}` });
      tell("message.taken", { message: `m${n}`, channel: `custom-${n}`, where: "worker:1" });
      tell("route.matched", { message: `m${n}`, consumer: `f${n}`, channel: `custom-${n}` });
      tell("consumer.started", { run: `r${n}`, message: `m${n}`, consumer: `f${n}` });
      tell("group.sent", { group: `room-${n}`, id: `g${n}`, cause: `r${n}` });
      tell("consumer.raised", { run: `r${n}`, message: `m${n}`, consumer: `f${n}`, error: "x" });
      tell("consumer.printed", { run: `r${n}`, text: "x" });
      tell("message.lost", { message: `m${n}`, channel: `custom-${n}`, state: "in_hand" });
      tell("code.changed", { what: `f${n}` });
      tell("frame.received", { connection, text: "x".repeat(9000) });
      tell("connection.closed", { connection });
      tell("group.left", { group: `room-${n}`, channel, reason: "discarded", cause: `r${n}` });
      tell("fault.began", { id: `x${n}`, fault: "slow" });
      tell("fault.ended", { id: `x${n}`, fault: "slow" });
    }
    const sizes = Object.entries(state).flatMap(([name, value]) => {
      // The ledger has a row for each channel, as Python's has.
      if (name === "ledger") return [];
      if (Array.isArray(value)) return [[name, value.length] as const];
      return value instanceof Map || value instanceof Set ? [[name, value.size] as const] : [];
    });
    expect(sizes.filter(([, size]) => size > 500)).toEqual([]);
    const worker = state.workers.get("worker:1")!;
    expect(worker.channels.length).toBeLessThanOrEqual(200);
  });
});
