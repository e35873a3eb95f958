/**
 * The fold: state = fold(apply, facts). The one place that turns events into a picture.
 *
 * Live or from a file, the same. Pure: no clock, no DOM, no languages. Applying never throws,
 * whatever a fact holds; facts up to the newest that is in the state already are passed over.
 */

import * as actors from "./actors.ts";
import * as code from "./code.ts";
import { number, record } from "./fields.ts";
import * as holds from "./holds.ts";
import { count, emptyTotals, setSums } from "./ledger.ts";
import { consumerName } from "./names.ts";
import * as processes from "./processes.ts";
import type { Consumer, Fact, State } from "./state.ts";
import * as traffic from "./traffic.ts";

export { clone } from "./clone.ts";

/** Lets one event change the state; not *live*: it belongs to a prologue, and counts nothing. */
type Step = (state: State, fact: Fact, live: boolean) => void;

/** Kinds that are rows of the table and change no picture. */
const noted: Step = () => {};

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ["layer.opened", actors.layerOpened],
  ["layer.closed", actors.layerClosed],
  ["process.joined", processes.joined],
  ["process.left", processes.left],
  ["server.started", actors.serverChanged],
  ["server.draining", actors.serverChanged],
  ["server.stopped", actors.serverChanged],
  ["worker.started", actors.workerStarted],
  ["worker.busy", actors.workerBusy],
  ["worker.stopping", actors.workerStopping],
  ["worker.stopped", actors.workerStopped],
  ["worker.stuck", actors.workerStuck],
  ["worker.freed", actors.workerFreed],
  ["connection.opened", actors.connectionOpened],
  ["connection.accepted", actors.connectionAccepted],
  ["connection.rejected", actors.connectionRejected],
  ["connection.closed", actors.connectionClosed],
  ["frame.received", actors.frameMoved],
  ["frame.sent", actors.frameMoved],
  ["frame.ignored", noted],
  ["reply.malformed", noted],
  ["request.received", actors.requestReceived],
  ["response.started", actors.responseStarted],
  ["response.ended", actors.responseEnded],
  ["message.accepted", traffic.messageAccepted],
  ["message.refused", noted],
  ["message.taken", traffic.messageTaken],
  ["message.delivered", traffic.messageDelivered],
  ["message.lost", traffic.messageLost],
  ["message.held", holds.messageHeld],
  ["message.released", holds.messageReleased],
  ["message.edited", holds.messageEdited],
  ["message.duplicated", holds.messageDuplicated],
  ["message.delayed", holds.messageDelayed],
  ["message.moved", holds.messageMoved],
  ["group.joined", traffic.groupJoined],
  ["group.left", traffic.groupLeft],
  ["group.sent", traffic.groupSent],
  ["route.matched", code.routeMatched],
  ["route.unmatched", code.routeUnmatched],
  ["routing.changed", code.routingChanged],
  ["session.opened", noted],
  ["session.saved", noted],
  ["session.discarded", noted],
  ["user.identified", noted],
  ["consumer.started", code.consumerStarted],
  ["consumer.finished", code.consumerFinished],
  ["consumer.raised", code.consumerRaised],
  ["consumer.deferred", code.consumerDeferred],
  ["consumer.denied", noted],
  ["consumer.waited", noted],
  ["binding.refused", noted],
  ["consumer.printed", code.consumerPrinted],
  ["timer.set", noted],
  ["timer.fired", noted],
  ["code.changed", code.codeChanged],
  ["code.refused", code.codeRefused],
  ["hold.began", holds.holdBegan],
  ["hold.ended", holds.holdEnded],
  ["fault.began", code.faultBegan],
  ["fault.ended", code.faultEnded],
  ["marked", code.marked],
  ["subscriber.failed", noted],
  ["log.trimmed", trimmed],
]);

/** The kinds that the fold knows; others are counted in `State.unknown`. */
export const REDUCED: ReadonlySet<string> = new Set(STEPS.keys());

const MOST_UNKNOWN = 100;

/** The state before the first fact. */
export function empty(): State {
  return {
    seq: 0,
    at: 0,
    skipped: 0,
    trimmed: 0,
    layers: new Map(),
    processes: new Map(),
    servers: new Map(),
    connections: new Map(),
    replies: new Map(),
    channels: new Map(),
    messages: new Map(),
    workers: new Map(),
    rules: [],
    routed: new Set(),
    consumers: new Map(),
    groups: new Map(),
    edges: new Map(),
    usedRoutes: new Map(),
    runs: new Map(),
    ledger: new Map(),
    totals: emptyTotals(),
    unbalanced: new Set(),
    faults: new Map(),
    holds: new Map(),
    closed: new Map(),
    bin: [],
    printed: [],
    markers: [],
    ladders: new Map(),
    unknown: new Map(),
  };
}

/**
 * Lets one fact change the state, in place. Returns whether it did: a fact whose seq is not newer
 * than the state's is in it already.
 */
export function apply(state: State, fact: Fact): boolean {
  if (fact.seq !== undefined) {
    if (fact.seq <= state.seq) return false;
    state.seq = fact.seq;
  }
  step(state, fact, true);
  count(state, fact);
  return true;
}

function step(state: State, fact: Fact, live: boolean): void {
  // Several threads read the clock: the newest fact may be a little older than the one before.
  if (fact.at > state.at) state.at = fact.at;
  const change = STEPS.get(fact.kind);
  if (change !== undefined) change(state, fact, live);
  else countUnknown(state, fact.kind);
}

function countUnknown(state: State, kind: string): void {
  const isNew = !state.unknown.has(kind) && state.unknown.size >= MOST_UNKNOWN;
  const name = isNew ? "…" : kind;
  state.unknown.set(name, (state.unknown.get(name) ?? 0) + 1);
}

function trimmed(state: State, fact: Fact): void {
  state.trimmed = number(fact.events) ?? state.trimmed;
}

/** What the head of a prologue tells, beside its facts (see README.md, "Lines and batches"). */
export interface Prologue {
  at?: number;
  /** The moment that it tells of, in seconds since the log began. */
  now?: number;
  prologue: "fresh" | "merge";
  seq?: number;
  sums?: readonly unknown[];
  skipped?: number;
  tally?: unknown;
  trimmed?: number;
}

/**
 * Lets the state be what a prologue tells. `facts` are the shortest history that gives it: without a
 * `seq` they count nothing; with one they are the whole history so far. The sums come with the head.
 * "fresh" forgets what was; "merge" keeps what was learnt. Changes the state in place.
 */
export function applyPrologue(state: State, head: Prologue, facts: readonly Fact[]): void {
  const before = { ...state };
  Object.assign(state, empty());
  for (const fact of facts) {
    step(state, fact, head.prologue === "fresh" && fact.seq !== undefined);
    state.seq = Math.max(state.seq, fact.seq ?? 0);
  }
  state.seq = head.seq ?? state.seq;
  state.at = Math.max(state.at, head.now ?? head.at ?? 0);
  state.skipped = head.skipped ?? 0;
  state.trimmed = head.trimmed ?? state.trimmed;
  setSums(state, head.sums ?? []);
  if (head.prologue === "merge") keepLearnt(state, before);
  addTally(state, record(head.tally));
}

/** Takes over what the facts of a prologue cannot tell, from the state before. */
function keepLearnt(state: State, before: State): void {
  state.skipped += before.skipped;
  state.edges = before.edges;
  state.usedRoutes = before.usedRoutes;
  state.ladders = before.ladders;
  state.unknown = before.unknown;
  state.printed = newer(before.printed, state.printed);
  state.markers = newer(before.markers, state.markers);
  const bin = new Map([...before.bin, ...state.bin].map((loss) => [loss.seq, loss]));
  state.bin = [...bin.values()].sort((a, b) => b.seq - a.seq).slice(0, 50);
  for (const [id, connection] of state.connections) {
    const old = before.connections.get(id);
    if (old === undefined) continue;
    connection.sent = old.sent;
    connection.received = old.received;
    if (connection.frames.length === 0) connection.frames = old.frames;
  }
  processes.keep(state, before);
  for (const [name, old] of before.consumers) keepConsumer(state, name, old);
  for (const [name, old] of before.workers) {
    const worker = state.workers.get(name);
    if (worker === undefined) continue;
    worker.runs = old.runs;
    worker.lastDuration = old.lastDuration;
  }
  for (const [key, old] of before.groups) {
    const group = state.groups.get(key);
    if (group !== undefined) group.sends = old.sends;
  }
}

function keepConsumer(state: State, name: string, old: Consumer): void {
  const consumer = state.consumers.get(name);
  if (consumer === undefined) return;
  consumer.runs = old.runs;
  consumer.raised = old.raised;
  consumer.deferred = old.deferred;
  consumer.lastError ??= old.lastError;
  consumer.lastDuration ??= old.lastDuration;
  consumer.source ??= old.source;
  consumer.diff ??= old.diff;
  consumer.file ??= old.file;
  consumer.line ??= old.line;
}

function newer<T extends { seq: number }>(before: T[], now: T[]): T[] {
  const first = now[0]?.seq ?? Number.POSITIVE_INFINITY;
  return [...before.filter((one) => one.seq < first), ...now];
}

/** Adds the runs of facts that were not sent one by one. */
function addTally(state: State, tally: Record<string, unknown>): void {
  for (const what of ["runs", "raised"] as const) {
    for (const [name, value] of Object.entries(record(tally[what]))) {
      const times = number(value) ?? 0;
      const consumer = state.consumers.get(consumerName(name));
      if (consumer === undefined || times === 0) continue;
      consumer[what] += times;
      // Where one channel leads to it, that is the way that all its messages came.
      const [channel] = consumer.channels;
      if (what === "runs" && consumer.channels.length === 1) {
        const used = `${channel} → ${consumer.name}`;
        state.usedRoutes.set(used, (state.usedRoutes.get(used) ?? 0) + times);
      }
    }
  }
}
