/** States made by hand and at random, for tests of the flow and for looking at it. */

import { empty } from "../../../../sandbox/views/frontend/model/reduce.ts";
import { type Bare, laddered } from "../../../../sandbox/views/frontend/model/shadows.ts";
import type {
  Channel,
  Connection,
  Consumer,
  Group,
  Kind,
  Message,
  Process,
  Rule,
  State,
  Worker,
} from "../../../../sandbox/views/frontend/model/state.ts";

/** A source of numbers in 0…1 that gives the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let a = seed;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Adds things to a state, as the reducer would. */
export class Maker {
  readonly state = empty();
  private messages = 0;
  private connections = 0;

  layer(capacity = 8, expiry = 60): this {
    this.state.layers.set("default", {
      alias: "default",
      store: "memory",
      capacity,
      channelCapacity: [],
      expiry,
      groupExpiry: 86400,
      address: null,
      open: true,
    });
    return this;
  }

  server(number = 1): this {
    const name = `server:${number}`;
    const address = `127.0.0.1:${7999 + number}`;
    this.state.servers.set(name, { name, address, state: "running" });
    return this;
  }

  tab(label: string, more: Partial<Connection> = {}): Connection {
    const id = `c${++this.connections}`;
    const replyChannel = `daphne.response.BaHWrjbVfF!${label.replace(/\W/g, "")}kFq`;
    const connection: Connection = {
      id,
      protocol: "websocket",
      server: "server:1",
      path: "/lobby/",
      label,
      ours: true,
      replyChannel,
      state: "open",
      openedAt: 0,
      closedAt: null,
      code: null,
      closedBy: null,
      why: null,
      method: null,
      status: null,
      queue: [],
      inHand: [],
      groups: new Set(),
      frames: [],
      sent: 0,
      received: 0,
      ...more,
    };
    this.state.connections.set(id, connection);
    this.state.replies.set(replyChannel, id);
    return connection;
  }

  channel(name: string, kind: Kind, queued = 0, more: Partial<Message> = {}): Channel {
    const since = this.state.channels.size;
    const capacity = [...this.state.layers.values()][0]?.capacity ?? 100;
    const queue = Array.from({ length: queued }, () => this.message(name, kind, more).id);
    const channel = {
      layer: "default",
      name,
      kind,
      capacity,
      queue,
      builtin: false,
      heardBy: new Set([""]),
      since,
    };
    this.state.channels.set(name, channel);
    return channel;
  }

  message(channel: string, kind: Kind, more: Partial<Message> = {}): Message {
    const id = `m${++this.messages}`;
    const message: Message = {
      id,
      layer: "default",
      channel,
      kind,
      state: "queued",
      acceptedAt: 0,
      hand: null,
      takenAt: null,
      size: 10,
      cause: null,
      hold: null,
      due: null,
      content: null,
      from: null,
      edited: false,
      ...more,
    };
    this.state.messages.set(id, message);
    return message;
  }

  rule(channel: string, consumer: string, more: Partial<Rule> = {}): this {
    const text = `${channel} -> ${consumer}`;
    const rule: Bare = {
      channel,
      consumer,
      text,
      filters: {},
      builtin: false,
      layer: "default",
      ...more,
    };
    this.state.rules = laddered([...this.state.rules, rule]);
    return this;
  }

  consumer(name: string, more: Partial<Consumer> = {}): this {
    this.state.consumers.set(name, {
      name,
      channels: this.state.rules.filter((r) => r.consumer === name).map((r) => r.channel),
      builtin: false,
      version: "v1",
      source: "def f(message): ...",
      diff: null,
      runs: 0,
      running: 0,
      raised: 0,
      deferred: 0,
      lastError: null,
      lastDuration: null,
      routed: true,
      hiddenBy: null,
      file: null,
      line: null,
      ...more,
    });
    return this;
  }

  worker(number: number, more: Partial<Worker> = {}): this {
    const name = `worker:${number}`;
    this.state.workers.set(name, {
      name,
      builtin: false,
      layer: "default",
      channels: [],
      state: "idle",
      reason: null,
      message: null,
      run: null,
      consumer: null,
      busySince: null,
      alarm: null,
      lastDuration: null,
      runs: 0,
      zombies: 0,
      ...more,
    });
    return this;
  }

  process(number: number, runs: string, more: Partial<Process> = {}): this {
    const name = `process:${number}`;
    this.state.processes.set(runs, {
      name,
      runs,
      state: "running",
      reason: null,
      joinedAt: 0,
      leftAt: null,
      before: null,
      ...more,
    });
    return this;
  }

  group(name: string, members: readonly Connection[], plain: readonly string[] = []): Group {
    const since = this.state.groups.size;
    const group: Group = { layer: "default", name, members: new Map(), sends: 0, since };
    for (const connection of members) {
      const channel = connection.replyChannel!;
      const ghost = connection.state === "closed";
      const member = { channel, connection: connection.id, joinedAt: 0, expiresAt: null, ghost };
      group.members.set(channel, member);
    }
    for (const channel of plain) {
      const member = { channel, connection: null, joinedAt: 0, expiresAt: null, ghost: false };
      group.members.set(channel, member);
    }
    this.state.groups.set(name, group);
    return group;
  }

  edge(consumer: string, what: "send" | "add" | "discard" | "channel", to: string): this {
    this.state.edges.set(`${consumer} ${what} ${to}`, { consumer, to, what, uses: 1 });
    return this;
  }

  lost(reason: string, kind: Kind, count: number): this {
    const { totals, bin } = this.state;
    totals.lostBy.set(reason, count);
    totals.lost += count;
    const harmless = reason === "nobody_listens";
    for (let i = 0; i < Math.min(count, 20); i++)
      bin.push({
        seq: i,
        at: 0,
        message: `x${i}`,
        channel: "chat.receive",
        kind,
        reason,
        harmless,
      });
    return this;
  }

  /** Rules and consumers of the talk's chat, with what every sandbox adds. */
  chat(): this {
    this.layer().server();
    this.channel("http.request", "request");
    this.channel("websocket.connect", "connect");
    this.channel("websocket.receive", "receive");
    this.channel("websocket.disconnect", "disconnect");
    this.rule("websocket.connect", "ws_add").rule("websocket.receive", "ws_message");
    this.rule("websocket.disconnect", "ws_disconnect");
    this.rule("http.request", "(default) Django views", { builtin: true });
    this.rule("websocket.connect", "(default) accept", { builtin: true });
    this.rule("websocket.receive", "(default) ignore", { builtin: true });
    this.rule("websocket.disconnect", "(default) ignore", { builtin: true });
    this.consumer("ws_add").consumer("ws_message").consumer("ws_disconnect");
    return this;
  }
}

const frame = (text: string, incoming = false) => ({ incoming, text, at: 1, message: null });

/** The scene of the design's pictures: a group send is in the air. */
export function scene(): State {
  const make = new Maker().chat();
  const { state } = make;
  const talk = [frame("hi there", true), frame("[user] hi there"), frame("[user] yo")];
  const who = ["alice", "bob", "carol"].map((name) =>
    make.tab(name, { frames: talk, received: 2 }),
  );
  who.push(make.tab("dave", { state: "closed", closedAt: 0.5, code: 1006, closedBy: "network" }));
  make.tab("c9", {
    protocol: "http",
    method: "GET",
    path: "/feed",
    ours: false,
    replyChannel: "daphne.response.BaHWrjbVfF!page",
  });
  const held = make.message("http.request", "request", { state: "held" });
  const waiting = make.message("http.request", "request", { acceptedAt: 239.9 });
  state.channels.get("http.request")!.queue.push(held.id, waiting.id);
  make.channel("chat.receive", "custom", 8, { acceptedAt: 200 });
  const [oldest] = state.channels.get("chat.receive")!.queue;
  state.messages.get(oldest!)!.acceptedAt = 184;
  const received = make.message("websocket.receive", "receive", {
    state: "in_hand",
    hand: "worker:1",
  });
  make.worker(1, {
    state: "busy",
    message: received.id,
    run: "r4",
    consumer: "ws_message",
    busySince: 239.9982,
  });
  make.worker(2).worker(3);
  state.consumers.get("ws_add")!.runs = 4;
  Object.assign(state.consumers.get("ws_message")!, { runs: 212, running: 1 });
  Object.assign(state.consumers.get("ws_disconnect")!, { runs: 1, raised: 1 });
  make.group("chat", who);
  make.group("audit", [], ["chat.receive"]);
  make.edge("ws_message", "send", "chat").edge("ws_add", "add", "chat");
  make.edge("ws_disconnect", "discard", "chat");
  for (const [channel, consumer] of [
    ["websocket.connect", "ws_add"],
    ["websocket.receive", "ws_message"],
    ["websocket.disconnect", "ws_disconnect"],
    ["http.request", "(default) Django views"],
  ])
    state.usedRoutes.set(`${channel} → ${consumer}`, 4);
  make.lost("full", "custom", 3).lost("expired", "custom", 1);
  state.ledger.set("default websocket.receive", {
    layer: "default",
    key: "websocket.receive",
    accepted: 213,
    queued: 0,
    held: 0,
    inHand: 1,
    delivered: 212,
    lost: new Map(),
    refused: new Map(),
  });
  state.totals.accepted = 1204;
  state.at = 240;
  return state;
}

/** A sandbox that has just started: consumers or none, and nothing has happened. */
export function fresh(consumers = true): State {
  const make = new Maker();
  if (consumers) return make.chat().worker(1).state;
  make.layer(100).server().worker(1);
  make.channel("http.request", "request");
  make.channel("websocket.connect", "connect");
  make.channel("websocket.receive", "receive");
  make.channel("websocket.disconnect", "disconnect");
  make.rule("http.request", "(default) Django views", { builtin: true });
  make.rule("websocket.connect", "(default) accept", { builtin: true });
  make.rule("websocket.receive", "(default) ignore", { builtin: true });
  make.rule("websocket.disconnect", "(default) ignore", { builtin: true });
  return make.state;
}

const KINDS: Kind[] = ["connect", "receive", "disconnect", "request", "reply", "custom"];

/** Any number of everything. */
export function anyState(random: () => number): State {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  const often = (share: number) => random() < share;
  const make = new Maker();
  if (often(0.9)) make.layer(often(0.5) ? 1 + upTo(20) : 100);
  const servers = upTo(3);
  for (let i = 1; i <= servers; i++) make.server(i);
  const connections: Connection[] = [];
  const crowd = often(0.3) ? upTo(200) : 0;
  for (let i = 0; i < crowd; i++) connections.push(make.tab(`fans ${i + 1}/${crowd}`));
  const tabs = often(0.5) ? upTo(5) : upTo(40);
  for (let i = 0; i < tabs; i++)
    connections.push(
      make.tab(often(0.8) ? `tab ${i}` : "alice", {
        server: `server:${1 + upTo(2)}`,
        state: often(0.2) ? "closed" : "open",
        protocol: often(0.9) ? "websocket" : "http",
        ours: often(0.9),
      }),
    );
  if (often(0.9)) anyChannels(make, random);
  const workers = upTo(often(0.8) ? 8 : 20);
  for (let i = 1; i <= workers; i++)
    make.worker(i, often(0.1) ? { state: "stopped", reason: "killed" } : {});
  const groups = upTo(often(0.8) ? 3 : 12);
  for (let i = 0; i < groups; i++) {
    const members = connections.filter(() => often(0.5));
    const plain = Array.from({ length: often(0.2) ? upTo(500) : upTo(3) }, (_, n) => `chat.${n}`);
    make.group(`group ${i}`, members, plain);
    if (often(0.5)) make.edge(`consumer_${upTo(8)}`, often(0.5) ? "send" : "add", `group ${i}`);
  }
  if (often(0.5)) make.lost("full", "custom", upTo(50)).lost("expired", "reply", upTo(3));
  const apart = often(0.5) ? [...make.state.servers.keys(), ...make.state.workers.keys()] : [];
  for (const [i, runs] of apart.entries()) if (often(0.8)) make.process(i, runs);
  return make.state;
}

function anyChannels(make: Maker, random: () => number): void {
  const upTo = (n: number) => Math.floor(random() * (n + 1));
  for (const [name, kind] of [
    ["http.request", "request"],
    ["websocket.connect", "connect"],
    ["websocket.receive", "receive"],
  ] as const)
    make.channel(name, kind, upTo(3));
  const custom = upTo(random() < 0.7 ? 4 : 25);
  for (let i = 0; i < custom; i++)
    make.channel(`room.${i}`, KINDS[upTo(5)]!, random() < 0.4 ? upTo(12) : 0);
  const rules = upTo(random() < 0.7 ? 6 : 30);
  const names = [...make.state.channels.keys(), "unseen.channel"];
  for (let i = 0; i < rules; i++) {
    const filters: Record<string, string> = random() < 0.7 ? { path: `^/${i}` } : {};
    const builtin = random() < 0.2;
    make.rule(names[upTo(names.length - 1)]!, `consumer_${upTo(12)}`, { filters, builtin });
  }
}
