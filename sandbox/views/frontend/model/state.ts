/**
 * What is so after some events: the one state from which every view is drawn.
 *
 * It holds facts only, no geometry, words or colours. `reduce.ts` is the only module that changes
 * it. Ids, names and reasons are the log's own; times are seconds since the log began.
 */

import type { Json, Step } from "../trace.ts";

/** What a message is, by its channel: it decides shape and hue. */
export type Kind = "connect" | "receive" | "disconnect" | "request" | "reply" | "custom";

/** An event as it came over the wire; fields that are missing are null. */
export interface Fact {
  kind: string;
  at: number;
  seq?: number;
  id?: string | null;
  cause?: string | null;
  where?: string;
  [field: string]: unknown;
}

/** Sums of one ledger key on one layer. */
export interface Row {
  layer: string;
  /** A channel's name, or a server's reply prefix up to and including its "!". */
  key: string;
  accepted: number;
  queued: number;
  held: number;
  inHand: number;
  delivered: number;
  lost: Map<string, number>;
  refused: Map<string, number>;
}

/** All sums together; `balanced` says whether the equation holds. */
export interface Totals {
  accepted: number;
  queued: number;
  held: number;
  inHand: number;
  delivered: number;
  lost: number;
  refused: number;
  lostBy: Map<string, number>;
  refusedBy: Map<string, number>;
  balanced: boolean;
}

export interface Layer {
  alias: string;
  store: string;
  capacity: number | null;
  channelCapacity: [pattern: string, capacity: number][];
  expiry: number | null;
  groupExpiry: number | null;
  /** Where its store is, without user and password; null in memory. */
  address: string | null;
  open: boolean;
}

/** The process of a server or worker that has one of its own; others run in the sandbox's. */
export interface Process {
  /** "process:3". */
  name: string;
  /** What runs in it: "worker:2", "server:1". */
  runs: string;
  state: "running" | "left";
  /** Why it left: "asked", or "killed (-9)". */
  reason: string | null;
  joinedAt: number;
  leftAt: number | null;
  /** The one that was in its place before, which has left. */
  before: { name: string; reason: string | null; leftAt: number } | null;
}

export interface Server {
  name: string;
  address: string | null;
  state: "running" | "draining" | "stopped";
}

export type ConnectionState = "opening" | "open" | "closed" | "rejected";

/** A client's connection, WebSocket or HTTP. Closed ones are kept while a group still counts them (ghosts) and otherwise a short while. */
export interface Connection {
  id: string;
  protocol: string;
  /** The server that has it, such as "server:1". */
  server: string;
  path: string;
  /** The name on the picture; its id where it has none. */
  label: string;
  /** Whether one of the sandbox's own tabs is behind it (it has a label). */
  ours: boolean;
  replyChannel: string | null;
  state: ConnectionState;
  openedAt: number;
  closedAt: number | null;
  code: number | null;
  closedBy: string | null;
  /** Why it was refused. */
  why: string | null;
  /** HTTP only. */
  method: string | null;
  status: number | null;
  /** Ids of messages that wait on its reply channel, oldest first. */
  queue: string[];
  /** Ids of messages on their way to it that its server has in hand, oldest first. */
  inHand: string[];
  /** Keys of the groups that count its reply channel as a member. */
  groups: Set<string>;
  /** The newest frames, both ways, oldest first; at most 20. `incoming`: from the client. */
  frames: { incoming: boolean; text: string; at: number; message: string | null }[];
  /** How many frames the client has sent, and how many were written to it. */
  sent: number;
  received: number;
}

export type MessageState = "queued" | "held" | "in_hand";

/** A message that has no fate yet. */
export interface Message {
  id: string;
  layer: string;
  channel: string;
  kind: Kind;
  state: MessageState;
  acceptedAt: number;
  /** Who has it in hand: "worker:1", "server:1". */
  hand: string | null;
  /** When it was taken. */
  takenAt: number | null;
  size: number;
  cause: string | null;
  /** Id of the hold that stopped it, while it is held. */
  hold: string | null;
  /** When it goes by itself, where a person delayed it. */
  due: number | null;
  /** What it says, as it came and was edited since; null: it was not told. */
  content: unknown;
  /** The consumer that sent it, else where it was sent: "server:1", "cell". */
  from: string | null;
  /** A person has changed its content. */
  edited: boolean;
}

/**
 * A channel that is routed, heard or in use. What waits on a reply channel is in its connection's
 * `queue`; all request bodies together are the channel that ends in "?".
 */
export interface Channel {
  layer: string;
  name: string;
  kind: Kind;
  capacity: number | null;
  /** Ids of queued and held messages, oldest first. */
  queue: string[];
  /** For the sandbox's own use ("asgi.delay"). */
  builtin: boolean;
  /** Workers that hear it. */
  heardBy: Set<string>;
  /** When it was seen first; the order of drawing. */
  since: number;
}

/** A worker has been in one run for long: the line of the user's code at which it was then. */
export interface Alarm {
  run: string | null;
  file: string | null;
  line: number | null;
}

export interface Worker {
  name: string;
  /** The sandbox has it for itself ("delay", for delayed messages): it follows no routing. */
  builtin: boolean;
  layer: string;
  channels: string[];
  state: "idle" | "busy" | "stopping" | "stopped";
  reason: string | null;
  /** The message in hand and the run that it is in, while busy. */
  message: string | null;
  run: string | null;
  consumer: string | null;
  busySince: number | null;
  /** Where it was when it was told that it does not come back from its run; null: it does. */
  alarm: Alarm | null;
  /** How long the last run took, in seconds. */
  lastDuration: number | null;
  runs: number;
  /** Threads that were killed in this place and go on inside C code. */
  zombies: number;
}

/** A rule of the routing, in the ladder's order. */
export interface Rule {
  channel: string;
  consumer: string;
  /** The whole rule on one line. */
  text: string;
  filters: { [key: string]: string };
  /** One that the sandbox adds by itself (views, default connect …). */
  builtin: boolean;
  layer: string;
  /** Its place in the layer's ladder, from 1; a rule for several channels has one. */
  number: number;
  /** The rule that takes all that this one would, so that it is never reached. */
  hiddenBy: number | null;
}

export interface Consumer {
  name: string;
  /** Channels that lead to it by some rule, in order. */
  channels: string[];
  builtin: boolean;
  version: string | null;
  source: string | null;
  /** A unified diff from the version before. */
  diff: string | null;
  /** Where it stands: a file's path, or "cell [3]" of a notebook, and its first line there. */
  file: string | null;
  line: number | null;
  runs: number;
  running: number;
  raised: number;
  deferred: number;
  lastError: { error: string; run: string | null; seq: number; at: number } | null;
  lastDuration: number | null;
  /** False once no rule names it any more. */
  routed: boolean;
  /** The rule that takes all its messages before it, where no rule leads to it really. */
  hiddenBy: { number: number; consumer: string } | null;
}

export interface Member {
  channel: string;
  /** The connection behind the channel, if it is a reply channel that is known. */
  connection: string | null;
  joinedAt: number;
  expiresAt: number | null;
  /** Its connection is gone, and what is sent to it is lost. */
  ghost: boolean;
}

export interface Group {
  layer: string;
  name: string;
  /** By channel, oldest member first. */
  members: Map<string, Member>;
  sends: number;
  since: number;
}

/** What a consumer was seen to do with a group or a channel; drawn as a line. */
export interface Edge {
  consumer: string;
  /** Key of the group or channel; "" for replies, which share one road back. */
  to: string;
  /** "send", "add" and "discard" lead to a group, "channel" to a channel, "reply" to clients. */
  what: "send" | "add" | "discard" | "channel" | "reply";
  uses: number;
}

/** A lost message, as it lies in the bin. */
export interface Loss {
  seq: number;
  at: number;
  message: string | null;
  channel: string;
  kind: Kind;
  reason: string;
  /** A notice that a beginner need not worry about (`nobody_listens`). */
  harmless: boolean;
}

export interface Printed {
  seq: number;
  at: number;
  run: string | null;
  consumer: string | null;
  stream: string;
  text: string;
  /** Characters that this run printed beyond what is kept of it. */
  cut: number;
}

export interface Marker {
  seq: number;
  at: number;
  label: string;
  notes: string | null;
  /** "hand": what a person did to messages; its label is the verb and what it was done to. */
  kind: "marked" | "raised" | "lost" | "code" | "fault" | "hand";
}

export interface Run {
  id: string;
  consumer: string;
  message: string | null;
  worker: string | null;
  startedAt: number;
  /** It has returned or raised; its sends leave until its message is settled. */
  ended: boolean;
}

/** A hold that stops messages. */
export interface Hold {
  id: string;
  /** "channel:…", "group:…", "consumer:…", "tab:…" or "connection:…". */
  target: string;
  /** Which messages, in the filter language; null: all of them. */
  condition: string | null;
  /** Whether what it stops expires as if it were queued. */
  expires: boolean;
  since: number;
  /** Ids of what waits for a decision, in the order in which it would go; not of what is delayed. */
  held: string[];
}

/** An injected fault that is in force. */
export interface Fault {
  id: string | null;
  fault: string;
  /** As a hold's, or "worker:1", "server:1"; null: everything. */
  target: string | null;
  /** How, by name: {seconds: 1}. */
  options: { [name: string]: unknown };
  since: number;
}

/** The state. Mutable, changed by the reducer only; `clone` in reduce.ts makes keyframes. */
export interface State {
  /** seq of the newest fact in it; 0 before the first. */
  seq: number;
  /** When that fact was, in seconds since the log began. */
  at: number;
  /** Facts that were never shown one by one, and facts that the log let go. */
  skipped: number;
  trimmed: number;
  layers: Map<string, Layer>;
  /** By the name of what runs in it; the newest one of each. */
  processes: Map<string, Process>;
  servers: Map<string, Server>;
  connections: Map<string, Connection>;
  /** Reply channel → id of its connection. */
  replies: Map<string, string>;
  channels: Map<string, Channel>;
  messages: Map<string, Message>;
  workers: Map<string, Worker>;
  /** In the ladder's order, for each layer; learnt from matches until a layer told its routing. */
  rules: Rule[];
  /** Layers that told their routing (`routing.changed`). */
  routed: Set<string>;
  consumers: Map<string, Consumer>;
  /** Key: the name; with "layer/" before it on other layers than "default". So for channels. */
  groups: Map<string, Group>;
  /** Key `consumer what to`. */
  edges: Map<string, Edge>;
  /** Channel → consumer pairs that were really taken; key `channel → consumer`. */
  usedRoutes: Map<string, number>;
  /** Runs whose message is not settled yet. */
  runs: Map<string, Run>;
  /** Key: the layer, a space, the ledger key. */
  ledger: Map<string, Row>;
  totals: Totals;
  /** Keys of rows in which the equation does not hold; empty unless something is wrong. */
  unbalanced: Set<string>;
  /** By id, oldest first. */
  faults: Map<string, Fault>;
  /** By id, oldest first. */
  holds: Map<string, Hold>;
  /** Closed connections that no group counts, oldest first, with when that was. */
  closed: Map<string, number>;
  /** The newest losses, newest first, at most 50. */
  bin: Loss[];
  /** The newest lines, newest last, at most 200. */
  printed: Printed[];
  markers: Marker[];
  /** The newest route ladders by channel: what was tried and why. */
  ladders: Map<string, { message: string | null; steps: Step[]; matched: string | null }>;
  /** Kinds that the reducer does not know, counted. */
  unknown: Map<string, number>;
}

/** The content of a message, as it came. */
export type Content = Json;
