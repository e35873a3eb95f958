/**
 * The part of the fold that is about messages and groups: where each is until it has a fate.
 *
 * Each function lets one event change the state. Sums are ledger.ts's; a message that is not known
 * (its acceptance was trimmed) moves nothing here.
 */

import { channelOf, endWork, letGo, workerOf } from "./actors.ts";
import { learnEdge, mark, settleRuns } from "./code.ts";
import { layerOf, messageOf, number, text } from "./fields.ts";
import { letGo as strike } from "./holds.ts";
import { isReply, kindOf, layered } from "./names.ts";
import type { Connection, Fact, Group, Message, State, Worker } from "./state.ts";

const MOST_IN_BIN = 50;
const MOST_GROUPS = 200;
const MOST_LEARNT = 100;
/** A notice on a channel that no worker hears: nothing went wrong. */
const HARMLESS = "nobody_listens";
/** A person has thrown it away. */
const DROPPED = "dropped_by_you";

/** Whether a fact is a loss that somebody may miss. */
export function isLoss(fact: Fact): boolean {
  return fact.kind === "message.lost" && fact.reason !== HARMLESS;
}

export function messageAccepted(state: State, fact: Fact, live: boolean): void {
  const id = messageOf(fact);
  const channel = text(fact.channel) ?? "";
  if (id === null || state.messages.has(id)) return;
  const message: Message = {
    id,
    layer: layerOf(fact),
    channel,
    kind: kindOf(channel),
    state: "queued",
    acceptedAt: fact.at,
    hand: null,
    takenAt: null,
    size: number(fact.size) ?? 0,
    cause: text(fact.cause),
    hold: null,
    due: null,
    content: fact.content ?? null,
    from: state.runs.get(text(fact.cause) ?? "")?.consumer ?? fact.where ?? null,
    edited: false,
  };
  state.messages.set(id, message);
  queueOf(state, message)?.push(id);
  if (message.cause === null) return;
  const to = isReply(channel) ? "" : layered(message.layer, channel);
  learnEdge(state, message.cause, to === "" ? "reply" : "channel", to, live);
}

/** The client behind a message's reply channel, if it is known. */
export function clientOf(state: State, message: Message): Connection | undefined {
  const id = state.replies.get(message.channel);
  return id === undefined ? undefined : state.connections.get(id);
}

function queueOf(state: State, message: Message): string[] | undefined {
  if (isReply(message.channel)) return clientOf(state, message)?.queue;
  return channelOf(state, message.layer, message.channel).queue;
}

function known(state: State, fact: Fact): Message | undefined {
  const id = messageOf(fact);
  return id === null ? undefined : state.messages.get(id);
}

function remove(list: string[] | undefined, id: string): void {
  if (list === undefined) return;
  // Nearly always the first: queues are read from their heads.
  const at = list[0] === id ? 0 : list.indexOf(id);
  if (at === 0) list.shift();
  else if (at > 0) list.splice(at, 1);
}

export function messageTaken(state: State, fact: Fact): void {
  const message = known(state, fact);
  if (message === undefined || message.state === "in_hand") return;
  remove(queueOf(state, message), message.id);
  message.state = "in_hand";
  message.hand = fact.where ?? null;
  message.takenAt = fact.at;
  if (isReply(message.channel)) clientOf(state, message)?.inHand.push(message.id);
  const worker = workerOf(state, message.hand ?? "", message.layer);
  if (worker !== undefined) beginWork(state, worker, message, fact.at);
}

function beginWork(state: State, worker: Worker, message: Message, at: number): void {
  if (worker.state === "idle") worker.state = "busy";
  worker.message = message.id;
  worker.busySince = at;
  if (!isReply(message.channel)) learnHearing(state, worker, message);
}

/** A worker hears what it takes from, also where its start and the routing were not told. */
function learnHearing(state: State, worker: Worker, message: Message): void {
  const channel = channelOf(state, message.layer, message.channel);
  if (channel.heardBy.has(worker.name) || worker.channels.length >= MOST_LEARNT) return;
  channel.heardBy.add(worker.name);
  worker.channels.push(channel.name);
}

export function messageDelivered(state: State, fact: Fact): void {
  settle(state, fact);
}

export function messageLost(state: State, fact: Fact): void {
  const reason = text(fact.reason) ?? "";
  const channel = text(fact.channel) ?? "";
  const id = settle(state, fact);
  const harmless = reason === HARMLESS;
  state.bin.unshift({
    seq: fact.seq ?? state.seq,
    at: fact.at,
    message: id,
    channel,
    kind: kindOf(channel),
    reason,
    harmless,
  });
  if (state.bin.length > MOST_IN_BIN) state.bin.pop();
  if (reason === DROPPED) mark(state, fact, "hand", `dropped ${id}`);
  else if (!harmless) mark(state, fact, "lost", reason);
}

/** Forgets a message that has its fate, and whoever had it in hand is free. */
function settle(state: State, fact: Fact): string | null {
  const id = messageOf(fact);
  if (id === null) return null;
  const message = state.messages.get(id);
  settleRuns(state, id);
  const hand = state.workers.get(message?.hand ?? fact.where ?? "");
  if (hand?.message === id) endWork(hand);
  if (message === undefined) return id;
  state.messages.delete(id);
  strike(state, message);
  if (message.state === "in_hand") remove(clientOf(state, message)?.inHand, id);
  else remove(queueOf(state, message), id);
  return id;
}

/** Puts a message that is queued anew behind all others. */
export function requeue(state: State, message: Message): void {
  const queue = queueOf(state, message);
  remove(queue, message.id);
  queue?.push(message.id);
}

function groupOf(state: State, fact: Fact): Group {
  const layer = layerOf(fact);
  const name = text(fact.group) ?? "";
  const key = layered(layer, name);
  let group = state.groups.get(key);
  if (group === undefined) {
    if (state.groups.size >= MOST_GROUPS) dropEmptyGroups(state);
    group = { layer, name, members: new Map(), sends: 0, since: fact.at };
    state.groups.set(key, group);
  }
  return group;
}

function dropEmptyGroups(state: State): void {
  for (const [key, group] of state.groups) {
    if (state.groups.size < MOST_GROUPS) return;
    if (group.members.size === 0) state.groups.delete(key);
  }
}

export function groupJoined(state: State, fact: Fact, live: boolean): void {
  const group = groupOf(state, fact);
  const key = layered(group.layer, group.name);
  const channel = text(fact.channel) ?? "";
  const id = state.replies.get(channel) ?? null;
  const connection = id === null ? undefined : state.connections.get(id);
  const before = group.members.get(channel);
  group.members.set(channel, {
    channel,
    connection: id,
    joinedAt: before?.joinedAt ?? fact.at,
    expiresAt: number(fact.expires_at),
    ghost: connection?.state === "closed" || connection?.state === "rejected",
  });
  connection?.groups.add(key);
  if (fact.cause) learnEdge(state, fact.cause, "add", key, live);
}

export function groupLeft(state: State, fact: Fact, live: boolean): void {
  const key = layered(layerOf(fact), text(fact.group) ?? "");
  const channel = text(fact.channel) ?? "";
  const group = state.groups.get(key);
  const member = group?.members.get(channel);
  group?.members.delete(channel);
  const connection = state.connections.get(member?.connection ?? "");
  if (connection !== undefined) {
    connection.groups.delete(key);
    letGo(state, connection);
  }
  if (fact.cause && fact.reason === "discarded") {
    learnEdge(state, fact.cause, "discard", key, live);
  }
}

export function groupSent(state: State, fact: Fact, live: boolean): void {
  const group = groupOf(state, fact);
  if (live) group.sends += 1;
  if (fact.cause) learnEdge(state, fact.cause, "send", layered(group.layer, group.name), live);
}
