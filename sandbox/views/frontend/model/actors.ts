/**
 * The part of the fold that is about who there is: layers, servers, workers, connections.
 *
 * Each function lets one event change the state. It knows no message's way; that is traffic.ts.
 */

import { connectionOf, keepNewest, layerOf, number, payload, text, texts } from "./fields.ts";
import { capacityOf, consumerName, kindOf, layered } from "./names.ts";
import type { Channel, Connection, Fact, State, Worker } from "./state.ts";

/** Connections that are over and in no group: so many stay, ours for typing into again. */
const MOST_CLOSED = 40;
/** Seconds that other people's closed connections and requests stay. */
const CLOSED_STAY = 10;
const MOST_FRAMES = 20;
const MOST_STOPPED = 8;
const MOST_CHANNELS = 128;
/** Channels of the sandbox itself. */
const OWN_CHANNELS: ReadonlySet<string> = new Set(["asgi.delay"]);

export function layerOpened(state: State, fact: Fact): void {
  const alias = layerOf(fact);
  const layer = {
    alias,
    store: text(fact.store) ?? "",
    capacity: number(fact.capacity),
    channelCapacity: capacities(fact.channel_capacity),
    expiry: number(fact.expiry),
    groupExpiry: number(fact.group_expiry),
    address: text(fact.address),
    open: true,
  };
  state.layers.set(alias, layer);
  for (const channel of state.channels.values()) {
    if (channel.layer === alias) channel.capacity = capacityOf(layer, channel.name);
  }
}

function capacities(value: unknown): [string, number][] {
  if (!Array.isArray(value)) return [];
  return value.filter(
    (one): one is [string, number] =>
      Array.isArray(one) && typeof one[0] === "string" && typeof one[1] === "number",
  );
}

export function layerClosed(state: State, fact: Fact): void {
  const layer = state.layers.get(layerOf(fact));
  if (layer !== undefined) layer.open = false;
}

export function serverChanged(state: State, fact: Fact): void {
  const name = text(fact.server) ?? fact.where ?? "";
  const before = state.servers.get(name);
  const verb = fact.kind.slice("server.".length);
  state.servers.set(name, {
    name,
    address: text(fact.address) ?? before?.address ?? null,
    state: verb === "started" ? "running" : verb === "draining" ? "draining" : "stopped",
  });
  // One that was replaced has another name after it: server:1, server:1.2 …
  keepNewest(state.servers, (one) => one.state === "stopped", MOST_STOPPED);
}

export function workerStarted(state: State, fact: Fact): void {
  const name = text(fact.worker) ?? fact.where ?? "";
  const before = state.workers.get(name);
  const worker = newWorker(name, layerOf(fact));
  worker.runs = before?.runs ?? 0;
  worker.lastDuration = before?.lastDuration ?? null;
  worker.zombies = before?.zombies ?? 0;
  // In its place if it replaces one: the picture keeps its order.
  state.workers.set(name, worker);
  hear(state, worker, texts(fact.channels));
}

export function workerStopping(state: State, fact: Fact): void {
  const worker = state.workers.get(text(fact.worker) ?? fact.where ?? "");
  if (worker !== undefined) worker.state = "stopping";
}

export function workerStopped(state: State, fact: Fact): void {
  const worker = state.workers.get(text(fact.worker) ?? fact.where ?? "");
  if (worker === undefined) return;
  hear(state, worker, []);
  worker.state = "stopped";
  worker.reason = text(fact.reason);
  endWork(worker);
  keepNewest(state.workers, (one) => one.state === "stopped", MOST_STOPPED);
}

export function workerStuck(state: State, fact: Fact): void {
  const worker = state.workers.get(text(fact.worker) ?? fact.where ?? "");
  if (worker !== undefined) worker.zombies += 1;
}

export function workerFreed(state: State, fact: Fact): void {
  const worker = state.workers.get(text(fact.worker) ?? fact.where ?? "");
  if (worker !== undefined) worker.zombies = Math.max(worker.zombies - 1, 0);
}

/** It has been in one run for long. Of a run that is over by now, nothing is to be said. */
export function workerBusy(state: State, fact: Fact): void {
  const worker = state.workers.get(text(fact.worker) ?? fact.where ?? "");
  const run = text(fact.run);
  if (worker === undefined || worker.message === null || worker.run !== run) return;
  worker.alarm = { run, file: text(fact.file), line: number(fact.line) };
  worker.consumer ??= consumerName(text(fact.consumer) ?? "") || null;
}

/** What it had in hand has its fate, or nobody will ever know. */
export function endWork(worker: Worker): void {
  if (worker.state === "busy") worker.state = "idle";
  worker.message = worker.run = worker.consumer = worker.busySince = worker.alarm = null;
}

function newWorker(name: string, layer: string): Worker {
  return {
    name,
    builtin: !isNumbered(name),
    layer,
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
  };
}

/** Those that run users' consumers have numbers. */
function isNumbered(name: string): boolean {
  return name.startsWith("worker:");
}

/** The worker of a name; one whose start was not told is learnt when it first acts. */
export function workerOf(state: State, name: string, layer: string): Worker | undefined {
  const known = state.workers.get(name);
  if (known !== undefined || !isNumbered(name)) return known;
  const worker = newWorker(name, layer);
  state.workers.set(name, worker);
  return worker;
}

/** Lets a worker hear just these channels. */
export function hear(state: State, worker: Worker, channels: readonly string[]): void {
  for (const name of worker.channels) {
    state.channels.get(layered(worker.layer, name))?.heardBy.delete(worker.name);
  }
  worker.channels = [...channels];
  for (const name of channels) {
    channelOf(state, worker.layer, name).heardBy.add(worker.name);
  }
}

/** The channel of a name, made where it is new. Request bodies share one, by their prefix. */
export function channelOf(state: State, layer: string, name: string): Channel {
  const shared = name.includes("?") ? name.slice(0, name.indexOf("?") + 1) : name;
  const key = layered(layer, shared);
  let channel = state.channels.get(key);
  if (channel === undefined) {
    if (state.channels.size >= MOST_CHANNELS) dropIdleChannels(state);
    channel = {
      layer,
      name: shared,
      kind: kindOf(shared),
      capacity: capacityOf(state.layers.get(layer), name),
      queue: [],
      builtin: OWN_CHANNELS.has(shared),
      heardBy: new Set(),
      since: state.at,
    };
    state.channels.set(key, channel);
  }
  return channel;
}

/** Forgets channels that nobody hears or routes and on which nothing waits, the oldest first. */
function dropIdleChannels(state: State): void {
  const routed = new Set(state.rules.map((rule) => layered(rule.layer, rule.channel)));
  for (const [key, channel] of state.channels) {
    if (state.channels.size < MOST_CHANNELS) return;
    const idle = channel.queue.length === 0 && channel.heardBy.size === 0 && !routed.has(key);
    if (idle) state.channels.delete(key);
  }
}

export function connectionOpened(state: State, fact: Fact, live: boolean): void {
  const id = connectionOf(fact);
  if (id === null || state.connections.has(id)) return;
  const label = text(fact.label);
  const replyChannel = text(fact.reply_channel);
  dropFormer(state, label);
  state.connections.set(id, {
    id,
    protocol: text(fact.protocol) ?? "websocket",
    server: fact.where ?? "",
    path: text(fact.path) ?? "",
    label: label ?? id,
    ours: label !== null,
    replyChannel,
    state: "opening",
    openedAt: fact.at,
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
  });
  if (replyChannel !== null) state.replies.set(replyChannel, id);
  if (live) dropClosed(state);
}

/** A tab that opens again takes the place of its former self, unless a group still counts that. */
function dropFormer(state: State, label: string | null): void {
  if (label === null) return;
  for (const id of state.closed.keys()) {
    if (state.connections.get(id)?.label === label) dropConnection(state, id);
  }
}

export function connectionAccepted(state: State, fact: Fact): void {
  const connection = known(state, fact);
  if (connection?.state === "opening") connection.state = "open";
}

export function connectionRejected(state: State, fact: Fact, live: boolean): void {
  const connection = known(state, fact);
  if (connection === undefined) return;
  connection.status = number(fact.status);
  connection.why = text(fact.why);
  end(state, connection, "rejected", fact.at);
  if (live) dropClosed(state);
}

export function connectionClosed(state: State, fact: Fact, live: boolean): void {
  const connection = known(state, fact);
  if (connection === undefined) return;
  connection.code = number(fact.code);
  connection.closedBy = text(fact.by);
  end(state, connection, connection.state === "rejected" ? "rejected" : "closed", fact.at);
  // Ghosts of a prologue are told before the groups that still count them.
  if (live) dropClosed(state);
}

function end(state: State, connection: Connection, how: "closed" | "rejected", at: number): void {
  connection.state = how;
  connection.closedAt ??= at;
  for (const key of connection.groups) {
    const member = state.groups.get(key)?.members.get(connection.replyChannel ?? "");
    if (member !== undefined) member.ghost = true;
  }
  if (connection.groups.size === 0) state.closed.set(connection.id, connection.closedAt);
}

/** Whether a connection is over. */
export function isOver(connection: Connection): boolean {
  return connection.state === "closed" || connection.state === "rejected";
}

/** No group counts it any more: it goes like other closed connections do. */
export function letGo(state: State, connection: Connection): void {
  if (!isOver(connection) || connection.groups.size > 0) return;
  state.closed.set(connection.id, state.at);
  dropClosed(state);
}

function dropClosed(state: State): void {
  for (const [id, at] of state.closed) {
    const connection = state.connections.get(id);
    if (connection === undefined || connection.groups.size > 0) {
      state.closed.delete(id);
    } else {
      const stays = connection.ours && connection.protocol === "websocket";
      const tooMany = state.closed.size > MOST_CLOSED;
      if (tooMany || (!stays && state.at - at > CLOSED_STAY)) dropConnection(state, id);
    }
  }
}

function dropConnection(state: State, id: string): void {
  const connection = state.connections.get(id);
  state.closed.delete(id);
  state.connections.delete(id);
  const channel = connection?.replyChannel ?? null;
  if (channel !== null && state.replies.get(channel) === id) state.replies.delete(channel);
}

function known(state: State, fact: Fact): Connection | undefined {
  const id = connectionOf(fact);
  return id === null ? undefined : state.connections.get(id);
}

export function frameMoved(state: State, fact: Fact, live: boolean): void {
  const connection = known(state, fact);
  if (connection === undefined) return;
  const incoming = fact.kind === "frame.received";
  if (live) connection[incoming ? "sent" : "received"] += 1;
  connection.frames.push({
    incoming,
    text: payload(fact),
    at: fact.at,
    message: incoming ? null : text(fact.cause),
  });
  if (connection.frames.length > MOST_FRAMES) connection.frames.shift();
}

export function requestReceived(state: State, fact: Fact): void {
  const connection = known(state, fact);
  if (connection !== undefined) connection.method = text(fact.method);
}

export function responseStarted(state: State, fact: Fact): void {
  const connection = known(state, fact);
  if (connection === undefined) return;
  connection.status = number(fact.status);
  if (connection.state === "opening") connection.state = "open";
}

export function responseEnded(state: State, fact: Fact): void {
  const connection = known(state, fact);
  if (connection === undefined || isOver(connection)) return;
  connection.closedBy = text(fact.by);
  end(state, connection, "closed", fact.at);
}
