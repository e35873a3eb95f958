/**
 * What a fact says, in the log's own words: the short text beside its kind. Never translated.
 *
 * The browser's counterpart to sandbox/trace/wording.py.
 */

import { plainConsumer } from "../model/names.ts";
import type { Fact } from "../model/state.ts";
import type { Who } from "./who.ts";

const LONGEST = 80;

/** Cuts a text for one line; control characters become blanks. */
export function line(text: unknown, longest = LONGEST): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones to take out
  const flat = String(text ?? "").replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ");
  return flat.length > longest ? `${flat.slice(0, longest - 1)}…` : flat;
}

/** A consumer as its writer calls it, without modules and enclosing functions. */
export function consumerOf(name: unknown): string {
  const plain = plainConsumer(String(name ?? ""));
  return plain === name ? plain.slice(plain.lastIndexOf(".") + 1) : plain;
}

/** A value of a payload on one line, its texts and depth cut. */
export function brief(value: unknown, depth = 2): string {
  if (typeof value === "string") return `"${line(value, 40)}"`;
  if (Array.isArray(value)) return value.length ? `[${value.length}]` : "[]";
  if (value === null || typeof value !== "object") return String(value);
  const one = value as Record<string, unknown>;
  if (typeof one.$head === "string") return `"${line(one.$head, 40)}" …`;
  if (typeof one.$b64 === "string") return `<${bytesIn(one.$b64)} B>`;
  if (typeof one.$repr === "string") return line(one.$repr, 40);
  const keys = Object.keys(one);
  if (depth === 0) return keys.length ? "{…}" : "{}";
  const shown = keys.sort(interesting).slice(0, 3);
  const parts = shown.map((key) => `${key}: ${brief(one[key], depth - 1)}`);
  return `{${parts.join(", ")}${keys.length > shown.length ? ", …" : ""}}`;
}

/** How many bytes a base64 text stands for. */
export function bytesIn(base64: string): number {
  return Math.floor((base64.replace(/=+$/, "").length * 3) / 4);
}

/** What a person typed comes first; what every message carries comes last. */
const COMMON = ["reply_channel", "path", "headers", "query_string", "client", "server", "order"];
const interesting = (a: string, b: string) => COMMON.indexOf(a) - COMMON.indexOf(b);

type Teller = (fact: Fact, who: Who) => string;

const ms = (s: number) => `${(s * 1000).toFixed(s < 0.0001 ? 2 : 1)} ms`;
const after = (s: unknown) => (typeof s === "number" ? `after ${ms(s)}` : "");
const joined = (...parts: unknown[]) =>
  parts.filter((part) => part !== "" && part != null).join(" ");

const frame: Teller = (fact, who) => joined(who.connection(fact.connection), said(fact));
const member: Teller = (fact, who) =>
  joined(`${line(fact.group)}:`, who.channel(fact.channel), line(fact.reason));
const run: Teller = (fact) => joined(fact.run, consumerOf(fact.consumer), after(fact.duration));
const actor: Teller = (fact) => joined(line(fact.address), line(fact.reason));

function said(fact: Fact): string {
  if (fact.text != null) return brief(fact.text);
  return fact.bytes != null ? brief(fact.bytes) : "";
}

const TELLERS: Record<string, Teller> = {
  "layer.opened": (fact) => joined(fact.layer, fact.store, `capacity ${fact.capacity ?? "–"}`),
  "layer.closed": (fact) => line(fact.layer),
  "server.started": actor,
  "server.stopped": actor,
  "worker.started": (fact) => (Array.isArray(fact.channels) ? fact.channels.join(", ") : ""),
  "worker.stopped": actor,
  "connection.opened": (fact, who) =>
    joined(who.connection(fact.connection), fact.protocol, line(fact.path)),
  "connection.accepted": (fact, who) => joined(who.connection(fact.connection), fact.subprotocol),
  "connection.rejected": (fact, who) =>
    joined(who.connection(fact.connection), fact.status, line(fact.why)),
  "connection.closed": (fact, who) =>
    joined(who.connection(fact.connection), fact.code, fact.by && `by ${fact.by}`),
  "frame.received": frame,
  "frame.sent": frame,
  "frame.ignored": (fact, who) => joined(frame(fact, who), line(fact.why)),
  "reply.malformed": (fact, who) => joined(who.connection(fact.connection), line(fact.error)),
  "request.received": (fact, who) =>
    joined(who.connection(fact.connection), fact.method, line(fact.path)),
  "response.started": (fact, who) => joined(who.connection(fact.connection), fact.status),
  "response.ended": (fact, who) => who.connection(fact.connection),
  "message.accepted": (fact, who) =>
    joined(fact.message, "on", who.channel(fact.channel), brief(fact.content)),
  "message.refused": (fact, who) => joined(who.channel(fact.channel), brief(fact.content)),
  "message.taken": (fact) => joined(fact.message, after(fact.waited)),
  "message.delivered": (fact) => joined(fact.message, after(fact.duration)),
  "message.lost": (fact, who) => joined(fact.message, "on", who.channel(fact.channel)),
  "group.joined": member,
  "group.left": member,
  "group.sent": (fact) =>
    joined(
      fact.id,
      `${line(fact.group)}: ${fact.members} members, ${fact.queued} queued, ${fact.lost} lost`,
      brief(fact.content),
    ),
  "route.matched": (fact) =>
    joined(
      fact.message,
      "→",
      consumerOf(fact.consumer),
      typeof fact.index === "number" ? `(rule ${fact.index + 1} of ${fact.rules})` : "",
    ),
  "route.unmatched": (fact) => joined(fact.message, line(fact.channel)),
  "user.identified": (fact) => joined(line(fact.user), line(fact.why)),
  "consumer.started": (fact) => joined(fact.run, consumerOf(fact.consumer), fact.version),
  "consumer.finished": run,
  "consumer.raised": (fact) =>
    joined(fact.run, `${consumerOf(fact.consumer)}:`, line(fact.error, 2 * LONGEST)),
  "consumer.deferred": (fact) => joined(run(fact, undefined as never), `${fact.retries}×`),
  "consumer.printed": (fact) => joined(fact.run, `${fact.stream}:`, line(fact.text)),
  "code.changed": (fact) => joined(consumerOf(fact.what), fact.version, fact.by && `by ${fact.by}`),
  "fault.began": (fact) => joined(fact.fault, fact.target),
  "fault.ended": (fact) => joined(fact.fault, fact.target),
  marked: (fact) => line(fact.label),
  "subscriber.failed": (fact) => joined(line(fact.subscriber), line(fact.error)),
  "log.trimmed": (fact) => joined(fact.events, "events up to", fact.up_to),
};

/** The fact's own words; for kinds that are unknown, its fields. */
export function gist(fact: Fact, who: Who): string {
  const tell = TELLERS[fact.kind];
  return tell ? tell(fact, who) : brief(fieldsOf(fact));
}

const BASE = new Set(["kind", "at", "seq", "id", "cause", "where"]);

/** The fields of a fact that its kind adds. */
export function fieldsOf(fact: Fact): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fact).filter(([key, value]) => !BASE.has(key) && value != null),
  );
}
