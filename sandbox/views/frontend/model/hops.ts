/**
 * Which crossing of a boundary a fact depicts: its road, its kind, and how long it is to be seen.
 *
 * Asked once for each fact, in order, with the state of which it is the newest. It knows no clock:
 * lengths are milliseconds at rest.
 */

import { runBehind } from "./code.ts";
import { connectionOf, layerOf, messageOf, text } from "./fields.ts";
import type { Road } from "./flights.ts";
import { consumerName, isReply, kindOf, layered } from "./names.ts";
import type { Fact, Kind, State } from "./state.ts";

export interface Hop {
  road: Road;
  kind: Kind;
  /** How many messages it stands for. */
  count: number;
}

/** What is seen of a fact: something that flies, or only a moment of standing still. */
export interface Sight {
  hop: Hop | null;
  /** Milliseconds at rest; 0: at once. */
  lasts: number;
}

const NOTHING: Sight = { hop: null, lasts: 0 };

/** One chat message takes about two seconds from tab to tabs. */
const LASTS: Readonly<Record<Road["hop"], number>> = {
  frame: 260,
  accept: 240,
  take: 200,
  run: 200,
  send: 300,
  toGroup: 280,
  fan: 400,
  reply: 400,
  out: 260,
  fall: 520,
  member: 260,
};
/** A consumer that has started is seen to run, even if it took no time. */
const RUNS = 140;
/** A reply that a server takes is seen in its slot before. */
const STANDS = 80;

/** Says what is to be seen of facts; remembers the newest group send, whose copies follow it. */
export class Sights {
  private sent: { id: string; group: string } | null = null;

  /** What is seen of a fact that has just come to `state`. */
  of(state: State, fact: Fact): Sight {
    const see = SEE.get(fact.kind);
    if (fact.kind === "group.sent") {
      this.sent = { id: text(fact.id) ?? "", group: groupKey(fact) };
    }
    return see === undefined ? NOTHING : see(state, fact, this.sent);
  }
}

type See = (state: State, fact: Fact, sent: { id: string; group: string } | null) => Sight;

function flies(road: Road, kind: Kind): Sight {
  return { hop: { road, kind, count: 1 }, lasts: LASTS[road.hop] };
}

function groupKey(fact: Fact): string {
  return layered(layerOf(fact), text(fact.group) ?? "");
}

/** The consumer whose run caused a fact; null where a cell or nobody known did. */
function actor(state: State, fact: Fact): string | null {
  return runBehind(state, text(fact.cause) ?? "")?.consumer ?? null;
}

/** What the run that caused a fact has in hand decides the look of what it does. */
function kindInHand(state: State, fact: Fact): Kind {
  const run = runBehind(state, text(fact.cause) ?? "");
  const message = state.messages.get(run?.message ?? "");
  return message?.kind ?? "custom";
}

function fromClient(kind: Kind): See {
  return (_, fact) => {
    const connection = connectionOf(fact);
    return connection === null ? NOTHING : flies({ hop: "frame", connection }, kind);
  };
}

function toClient(kind: Kind): See {
  return (_, fact) => {
    const connection = connectionOf(fact);
    return connection === null ? NOTHING : flies({ hop: "out", connection }, kind);
  };
}

function opened(state: State, fact: Fact): Sight {
  // Of a request, the request itself is seen.
  return fact.protocol === "http" ? NOTHING : fromClient("connect")(state, fact, null);
}

function closed(state: State, fact: Fact): Sight {
  const connection = state.connections.get(connectionOf(fact) ?? "");
  if (connection === undefined || connection.protocol === "http") return NOTHING;
  if (fact.by === "client") return fromClient("disconnect")(state, fact, null);
  return fact.by === "server" ? toClient("disconnect")(state, fact, null) : NOTHING;
}

function accepted(state: State, fact: Fact, sent: { id: string; group: string } | null): Sight {
  const name = text(fact.channel) ?? "";
  const send = text(fact.group_send);
  if (send !== null) return copied(state, name, send === sent?.id ? sent.group : null);
  if (isReply(name)) {
    const connection = state.replies.get(name);
    if (connection === undefined) return NOTHING;
    return flies({ hop: "reply", consumer: actor(state, fact), connection }, "reply");
  }
  const channel = channelKey(fact, name);
  if (fact.where?.startsWith("server:")) {
    // A notice that nobody hears is lost at once, and that is nothing to look at.
    const unheard = (state.channels.get(channel)?.heardBy.size ?? 0) === 0;
    if (unheard && kindOf(name) === "disconnect") return NOTHING;
    const connection = clientBehind(state, fact);
    return flies({ hop: "accept", connection, channel }, kindOf(name));
  }
  return flies({ hop: "send", consumer: actor(state, fact), channel }, kindOf(name));
}

/** One of the copies of a group send; the director makes one fan of them all. */
function copied(state: State, channel: string, group: string | null): Sight {
  if (group === null) return NOTHING;
  const connection = state.replies.get(channel);
  const connections = connection === undefined ? [] : [connection];
  const channels = connection === undefined ? [channel] : [];
  return flies({ hop: "fan", group, connections, channels }, "reply");
}

function channelKey(fact: Fact, name: string): string {
  const shared = name.includes("?") ? name.slice(0, name.indexOf("?") + 1) : name;
  return layered(layerOf(fact), shared);
}

/** The client that a protocol server's message is from: its content says where to answer. */
function clientBehind(state: State, fact: Fact): string | null {
  const content = fact.content as { reply_channel?: unknown } | null | undefined;
  const reply = text(content?.reply_channel);
  if (reply !== null) return state.replies.get(reply) ?? null;
  const cause = text(fact.cause) ?? "";
  return state.connections.has(cause) ? cause : null;
}

function taken(state: State, fact: Fact): Sight {
  const name = text(fact.channel) ?? "";
  if (isReply(name)) return { hop: null, lasts: STANDS };
  const worker = fact.where ?? "";
  if (!state.workers.has(worker)) return NOTHING;
  return flies({ hop: "take", channel: channelKey(fact, name), worker }, kindOf(name));
}

function started(state: State, fact: Fact): Sight {
  const worker = text(fact.worker) ?? fact.where ?? "";
  const message = state.messages.get(text(fact.message) ?? "");
  const consumer = consumerName(text(fact.consumer) ?? "");
  return flies({ hop: "run", worker, consumer }, message?.kind ?? "custom");
}

function sentToGroup(state: State, fact: Fact): Sight {
  return flies({ hop: "toGroup", consumer: actor(state, fact), group: groupKey(fact) }, "reply");
}

function member(change: "add" | "discard"): See {
  return (state, fact) => {
    if (change === "discard" && fact.reason !== "discarded") return NOTHING;
    const connection = state.replies.get(text(fact.channel) ?? "") ?? null;
    const consumer = actor(state, fact);
    const road: Road = { hop: "member", consumer, group: groupKey(fact), change, connection };
    return flies(road, kindInHand(state, fact));
  };
}

function lost(state: State, fact: Fact): Sight {
  const reason = text(fact.reason) ?? "";
  if (reason === "nobody_listens" || messageOf(fact) === null) return NOTHING;
  const name = text(fact.channel) ?? "";
  const connection = state.replies.get(name) ?? null;
  const channel = isReply(name) ? name : channelKey(fact, name);
  return flies({ hop: "fall", channel, connection, reason }, kindOf(name));
}

const SEE: ReadonlyMap<string, See> = new Map<string, See>([
  ["connection.opened", opened],
  ["connection.accepted", toClient("reply")],
  ["connection.rejected", toClient("disconnect")],
  ["connection.closed", closed],
  ["frame.received", fromClient("receive")],
  ["frame.sent", toClient("reply")],
  ["request.received", fromClient("request")],
  ["response.started", toClient("reply")],
  ["message.accepted", accepted],
  ["message.taken", taken],
  ["message.lost", lost],
  ["group.sent", sentToGroup],
  ["group.joined", member("add")],
  ["group.left", member("discard")],
  ["consumer.started", started],
  ["worker.busy", () => ({ hop: null, lasts: RUNS })],
  ["consumer.finished", () => ({ hop: null, lasts: RUNS })],
  ["consumer.raised", () => ({ hop: null, lasts: RUNS })],
]);

/** What tells roads apart: two hops with the same text go the same way. */
export function roadKey(road: Road): string {
  switch (road.hop) {
    case "frame":
    case "out":
      return `${road.hop} ${road.connection}`;
    case "accept":
      return `accept ${road.connection} ${road.channel}`;
    case "take":
      return `take ${road.channel} ${road.worker}`;
    case "run":
      return `run ${road.worker} ${road.consumer}`;
    case "send":
      return `send ${road.consumer} ${road.channel}`;
    case "toGroup":
      return `toGroup ${road.consumer} ${road.group}`;
    case "fan":
      return `fan ${road.group}`;
    case "reply":
      return `reply ${road.consumer} ${road.connection}`;
    case "fall":
      return `fall ${road.connection ?? road.channel} ${road.reason}`;
    case "member":
      return `member ${road.consumer} ${road.group} ${road.change}`;
  }
}
