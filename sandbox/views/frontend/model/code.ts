/**
 * The part of the fold that is about code: routes, consumers, their runs and what they print.
 *
 * Each function lets one event change the state.
 */

import type { Step } from "../trace.ts";
import { hear, workerOf } from "./actors.ts";
import { layerOf, messageOf, number, record, text } from "./fields.ts";
import { consumerName, isBuiltin } from "./names.ts";
import { type Bare, laddered } from "./shadows.ts";
import type { Consumer, Edge, Fact, Marker, Rule, Run, State } from "./state.ts";

const MOST_EDGES = 400;
const MOST_ROUTES = 400;
const MOST_CONSUMERS = 300;
const MOST_RUNS = 1000;
const MOST_PRINTED = 200;
const MOST_MARKERS = 500;
const MOST_LADDERS = 100;
/** Seconds within which losses are one marker: a flood is a line on the strip, not a carpet. */
const ONE_MARKER = 0.5;

/** The consumer of a name, made where it is new. */
function consumerOf(state: State, raw: string): Consumer {
  const name = consumerName(raw);
  let consumer = state.consumers.get(name);
  if (consumer === undefined) {
    if (state.consumers.size >= MOST_CONSUMERS) dropUnrouted(state);
    consumer = {
      name,
      channels: [],
      builtin: isBuiltin(name),
      version: null,
      source: null,
      diff: null,
      file: null,
      line: null,
      runs: 0,
      running: 0,
      raised: 0,
      deferred: 0,
      lastError: null,
      lastDuration: null,
      routed: false,
      hiddenBy: null,
    };
    state.consumers.set(name, consumer);
  }
  return consumer;
}

function dropUnrouted(state: State): void {
  for (const [name, consumer] of state.consumers) {
    if (state.consumers.size < MOST_CONSUMERS) return;
    if (!consumer.routed && consumer.running === 0) state.consumers.delete(name);
  }
}

// -- routes ---------------------------------------------------------------------------------------

export function routingChanged(state: State, fact: Fact): void {
  const layer = layerOf(fact);
  const rules = Array.isArray(fact.rules)
    ? laddered(fact.rules.map((one) => ruleOf(layer, one)))
    : [];
  state.routed.add(layer);
  state.rules = [...state.rules.filter((rule) => rule.layer !== layer), ...rules];
  route(state);
  const channels = [...new Set(rules.map((rule) => rule.channel))];
  for (const worker of state.workers.values()) {
    const follows = worker.layer === layer && worker.state !== "stopped" && !worker.builtin;
    if (follows) hear(state, worker, channels);
  }
}

function ruleOf(layer: string, value: unknown): Bare {
  const fields = record(value);
  const consumer = consumerName(text(fields.consumer) ?? "");
  const filters: Record<string, string> = {};
  for (const [key, pattern] of Object.entries(record(fields.filters))) {
    filters[key] = String(pattern);
  }
  return {
    channel: text(fields.channel) ?? "",
    consumer,
    text: text(fields.text) ?? "",
    filters,
    builtin: fields.builtin === true || isBuiltin(consumer),
    layer,
  };
}

/** Lets consumers know which channels lead to them by the rules. */
function route(state: State): void {
  for (const consumer of state.consumers.values()) {
    consumer.channels = [];
    consumer.routed = false;
    consumer.hiddenBy = null;
  }
  const reached = new Set<Consumer>();
  for (const rule of state.rules) {
    const consumer = consumerOf(state, rule.consumer);
    if (!consumer.channels.includes(rule.channel)) consumer.channels.push(rule.channel);
    consumer.builtin = rule.builtin;
    consumer.routed = true;
    if (rule.hiddenBy === null) reached.add(consumer);
    else consumer.hiddenBy ??= hider(state, rule);
  }
  for (const consumer of reached) consumer.hiddenBy = null;
}

function hider(state: State, { layer, hiddenBy }: Rule): Consumer["hiddenBy"] {
  const by = state.rules.find((rule) => rule.layer === layer && rule.number === hiddenBy);
  return by === undefined ? null : { number: by.number, consumer: by.consumer };
}

function steps(fact: Fact): Step[] {
  return Array.isArray(fact.ladder) ? (fact.ladder as Step[]) : [];
}

export function routeMatched(state: State, fact: Fact, live: boolean): void {
  const id = messageOf(fact);
  const message = id === null ? undefined : state.messages.get(id);
  const channel = text(fact.channel) ?? message?.channel ?? null;
  const consumer = consumerName(text(fact.consumer) ?? "");
  if (channel === null) return;
  if (live) {
    const used = `${channel} → ${consumer}`;
    state.usedRoutes.set(used, (state.usedRoutes.get(used) ?? 0) + 1);
    if (state.usedRoutes.size > MOST_ROUTES) dropLeast(state.usedRoutes, (uses) => uses, used);
  }
  keepLadder(state, channel, { message: id, steps: steps(fact), matched: consumer });
  const layer = message?.layer ?? "default";
  if (!state.routed.has(layer)) learnRule(state, layer, channel, consumer, steps(fact));
}

export function routeUnmatched(state: State, fact: Fact): void {
  const id = messageOf(fact) ?? text(fact.cause);
  const channel = text(fact.channel) ?? state.messages.get(id ?? "")?.channel ?? null;
  if (channel !== null) {
    keepLadder(state, channel, { message: id, steps: steps(fact), matched: null });
  }
}

function keepLadder(
  state: State,
  channel: string,
  ladder: { message: string | null; steps: Step[]; matched: string | null },
): void {
  state.ladders.set(channel, ladder);
  if (state.ladders.size > MOST_LADDERS) {
    const oldest = state.ladders.keys().next().value;
    if (oldest !== undefined) state.ladders.delete(oldest);
  }
}

/** A log that does not tell its routing shows a rule by its first match. */
function learnRule(
  state: State,
  layer: string,
  channel: string,
  consumer: string,
  ladder: Step[],
): void {
  const known = state.rules.some(
    (rule) => rule.layer === layer && rule.channel === channel && rule.consumer === consumer,
  );
  if (known || state.rules.length >= MOST_ROUTES) return;
  const told = ladder.find((step) => step.matched)?.rule;
  const builtin = isBuiltin(consumer);
  const words = told ?? `${channel} -> ${consumer}`;
  // In which order they are tried is not known, so nothing hides another.
  const number = state.rules.length + 1;
  const rule = { channel, consumer, text: words, filters: {}, builtin, layer };
  state.rules.push({ ...rule, number, hiddenBy: null });
  route(state);
}

// -- runs -----------------------------------------------------------------------------------------

export function consumerStarted(state: State, fact: Fact, live: boolean): void {
  const id = text(fact.run) ?? text(fact.id);
  if (id === null || state.runs.has(id)) return;
  const consumer = consumerOf(state, text(fact.consumer) ?? "");
  const message = text(fact.message);
  const where = text(fact.worker) ?? fact.where ?? null;
  const layer = state.messages.get(message ?? "")?.layer ?? "default";
  const worker = workerOf(state, where ?? "", layer);
  state.runs.set(id, {
    id,
    consumer: consumer.name,
    message,
    worker: where,
    startedAt: fact.at,
    ended: false,
  });
  if (state.runs.size > MOST_RUNS) dropOldestRun(state);
  consumer.running += 1;
  consumer.version = text(fact.version) ?? consumer.version;
  if (live) consumer.runs += 1;
  if (worker === undefined) return;
  if (worker.state === "idle") worker.state = "busy";
  worker.run = id;
  worker.consumer = consumer.name;
  worker.message ??= message;
  worker.busySince ??= fact.at;
  if (live) worker.runs += 1;
}

function dropOldestRun(state: State): void {
  const oldest = state.runs.values().next().value;
  if (oldest === undefined) return;
  endRun(state, oldest);
  state.runs.delete(oldest.id);
}

function endRun(state: State, run: Run): void {
  if (run.ended) return;
  run.ended = true;
  const consumer = state.consumers.get(run.consumer);
  if (consumer !== undefined) consumer.running -= 1;
}

/** A message has its fate, so the run that it was in is over, also where nobody said so. */
export function settleRuns(state: State, message: string): void {
  for (const run of state.runs.values()) {
    if (run.message !== message) continue;
    endRun(state, run);
    state.runs.delete(run.id);
  }
}

function runOf(state: State, fact: Fact): Run | undefined {
  return state.runs.get(text(fact.run) ?? text(fact.id) ?? "");
}

export function consumerFinished(state: State, fact: Fact): void {
  const run = runOf(state, fact);
  const consumer = consumerOf(state, text(fact.consumer) ?? run?.consumer ?? "");
  consumer.lastDuration = number(fact.duration);
  if (run === undefined) return;
  endRun(state, run);
  const worker = state.workers.get(run.worker ?? "");
  if (worker !== undefined) worker.lastDuration = consumer.lastDuration;
}

export function consumerRaised(state: State, fact: Fact, live: boolean): void {
  const run = runOf(state, fact);
  const consumer = consumerOf(state, text(fact.consumer) ?? run?.consumer ?? "");
  const error = text(fact.error) ?? "";
  if (live) consumer.raised += 1;
  consumer.lastDuration = number(fact.duration);
  const seq = fact.seq ?? state.seq;
  consumer.lastError = { error, run: text(fact.run), seq, at: fact.at };
  if (run !== undefined) endRun(state, run);
  mark(state, fact, "raised", consumer.name);
}

export function consumerDeferred(state: State, fact: Fact, live: boolean): void {
  if (live) consumerOf(state, text(fact.consumer) ?? "").deferred += 1;
}

export function consumerPrinted(state: State, fact: Fact): void {
  const id = text(fact.run) ?? text(fact.cause);
  state.printed.push({
    seq: fact.seq ?? state.seq,
    at: fact.at,
    run: id,
    consumer:
      consumerName(text(fact.consumer) ?? "") || (state.runs.get(id ?? "")?.consumer ?? null),
    stream: text(fact.stream) ?? "stdout",
    text: text(fact.text) ?? text(record(fact.text).$head) ?? "",
    cut: number(fact.cut) ?? 0,
  });
  if (state.printed.length > MOST_PRINTED) state.printed.shift();
}

/** The run that a cause names: by its own id, or by the message that it puts back (ConsumeLater). */
export function runBehind(state: State, cause: string): Run | undefined {
  const run = state.runs.get(cause);
  if (run !== undefined || !state.messages.has(cause)) return run;
  for (const one of state.runs.values()) if (one.message === cause) return one;
  return undefined;
}

/** Notes what the consumer of a run was seen to do with a group or channel. */
export function learnEdge(
  state: State,
  cause: string,
  what: Edge["what"],
  to: string,
  live: boolean,
): void {
  const consumer = runBehind(state, cause)?.consumer;
  if (consumer === undefined) return;
  const key = `${consumer} ${what} ${to}`;
  const edge = state.edges.get(key);
  if (edge !== undefined) {
    if (live) edge.uses += 1;
    return;
  }
  state.edges.set(key, { consumer, to, what, uses: 1 });
  if (state.edges.size > MOST_EDGES) dropLeast(state.edges, (one) => one.uses, key);
}

/** Drops the entry that counts least, but the one that has just come. */
function dropLeast<T>(map: Map<string, T>, worth: (one: T) => number, but: string): void {
  let least: string | null = null;
  let lowest = Number.POSITIVE_INFINITY;
  for (const [key, one] of map) {
    if (key !== but && worth(one) < lowest) {
      least = key;
      lowest = worth(one);
    }
  }
  if (least !== null) map.delete(least);
}

// -- code, marks, faults --------------------------------------------------------------------------

export function codeChanged(state: State, fact: Fact): void {
  const consumer = consumerOf(state, text(fact.what) ?? "");
  consumer.version = text(fact.version) ?? consumer.version;
  consumer.diff = text(fact.diff);
  consumer.source = text(fact.source) ?? text(record(fact.source).$head);
  consumer.file = text(fact.file);
  consumer.line = number(fact.line);
  // Without a difference it is there for the first time, which is no edit.
  if (consumer.diff) mark(state, fact, "code", consumer.name);
}

/** What was written is wrong: nothing has changed, and the strip of time shows the attempt. */
export function codeRefused(state: State, fact: Fact): void {
  mark(state, fact, "raised", consumerName(text(fact.what) ?? ""));
}

export function faultBegan(state: State, fact: Fact): void {
  const fault = text(fact.fault) ?? "";
  const target = text(fact.target);
  const options = record(fact.options);
  state.faults.set(faultKey(fact), { id: text(fact.id), fault, target, options, since: fact.at });
  mark(state, fact, "fault", fault);
}

export function faultEnded(state: State, fact: Fact): void {
  state.faults.delete(faultKey(fact));
}

function faultKey(fact: Fact): string {
  return text(fact.id) ?? `${text(fact.fault) ?? ""} ${text(fact.target) ?? ""}`;
}

export function marked(state: State, fact: Fact): void {
  mark(state, fact, "marked", text(fact.label) ?? "", text(fact.notes));
}

/** Puts a marker on the strip of time. The marks of people go last. */
export function mark(
  state: State,
  fact: Fact,
  kind: Marker["kind"],
  label: string,
  notes: string | null = null,
): void {
  const markers = state.markers;
  const last = markers.at(-1);
  const same = last !== undefined && last.kind === kind && last.label === label;
  if (kind === "lost" && same && fact.at - last.at < ONE_MARKER) return;
  markers.push({ seq: fact.seq ?? state.seq, at: fact.at, label, notes, kind });
  if (markers.length > MOST_MARKERS) {
    const at = markers.findIndex((one) => one.kind !== "marked");
    markers.splice(Math.max(at, 0), 1);
  }
}
