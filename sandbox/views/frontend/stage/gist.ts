/**
 * What a fact says: the short text beside its kind. Names, values and texts stand as in the log; the
 * few words between them are in the person's language.
 *
 * The browser's counterpart to sandbox/trace/wording.py.
 */

import type { Numbers, Say } from "../flow/props.ts";
import { plainConsumer } from "../model/names.ts";
import type { Fact } from "../model/state.ts";
import { reasonWord } from "./reason.ts";
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

/** What a teller is given besides the fact. */
interface Voice {
  who: Who;
  say: Say;
  numbers: Numbers;
}

type Teller = (fact: Fact, voice: Voice) => string;

const joined = (...parts: unknown[]) =>
  parts.filter((part) => part !== "" && part != null).join(" ");
const after = (s: unknown, { say, numbers }: Voice) =>
  typeof s === "number" ? say("gist.after", { time: numbers.milliseconds(s) }) : "";
const by = (one: unknown, { say }: Voice) => (one ? say("gist.by", { who: line(one) }) : "");
const on = (channel: unknown, { who, say }: Voice) =>
  say("gist.on", { channel: who.channel(channel, say) });
const reason = (one: unknown, { say }: Voice) => (one == null ? "" : reasonWord(one, say));

const frame: Teller = (fact, { who }) => joined(who.connection(fact.connection), said(fact));
const member: Teller = (fact, voice) =>
  joined(
    `${line(fact.group)}:`,
    voice.who.channel(fact.channel, voice.say),
    reason(fact.reason, voice),
  );
const run: Teller = (fact, voice) =>
  joined(fact.run, consumerOf(fact.consumer), after(fact.duration, voice));
const actor: Teller = (fact, voice) => joined(line(fact.address), reason(fact.reason, voice));

const held: Teller = (fact, voice) => joined(fact.message, on(fact.channel, voice));
const changed: Teller = (fact, voice) => joined(held(fact, voice), brief(fact.changed));
const holding: Teller = (fact) => joined(line(fact.target), line(fact.condition));
const fault: Teller = (fact) =>
  joined(fact.fault, line(fact.target), fact.options == null ? "" : brief(fact.options));

function said(fact: Fact): string {
  if (fact.text != null) return brief(fact.text);
  return fact.bytes != null ? brief(fact.bytes) : "";
}

const sent: Teller = (fact, { say }) =>
  joined(
    fact.id,
    `${line(fact.group)}:`,
    [
      say("gist.members", { n: Number(fact.members ?? 0) }),
      say("gist.queued", { n: Number(fact.queued ?? 0) }),
      say("gist.lost", { n: Number(fact.lost ?? 0) }),
    ].join(", "),
    brief(fact.content),
  );

const matched: Teller = (fact, { say }) =>
  joined(
    fact.message,
    "→",
    consumerOf(fact.consumer),
    typeof fact.index === "number"
      ? say("gist.rule", { rule: fact.index + 1, rules: Number(fact.rules ?? 0) })
      : "",
  );

const TELLERS: Record<string, Teller> = {
  "layer.opened": (fact, { say }) =>
    joined(fact.layer, fact.store, say("gist.capacity", { size: String(fact.capacity ?? "–") })),
  "layer.closed": (fact) => line(fact.layer),
  "server.started": actor,
  "server.draining": actor,
  "server.stopped": actor,
  "worker.started": (fact) => (Array.isArray(fact.channels) ? fact.channels.join(", ") : ""),
  "worker.busy": (fact, voice) =>
    joined(
      fact.run,
      consumerOf(fact.consumer),
      fact.line == null ? "" : voice.say("gist.line", { line: Number(fact.line) }),
    ),
  "worker.stopping": actor,
  "worker.stopped": actor,
  "connection.opened": (fact, { who }) =>
    joined(who.connection(fact.connection), fact.protocol, line(fact.path)),
  "connection.accepted": (fact, { who }) =>
    joined(who.connection(fact.connection), fact.subprotocol),
  "connection.rejected": (fact, { who }) =>
    joined(who.connection(fact.connection), fact.status, line(fact.why)),
  "connection.closed": (fact, voice) =>
    joined(voice.who.connection(fact.connection), fact.code, by(fact.by, voice)),
  "frame.received": frame,
  "frame.sent": frame,
  "frame.ignored": (fact, voice) => joined(frame(fact, voice), line(fact.why)),
  "reply.malformed": (fact, { who }) => joined(who.connection(fact.connection), line(fact.error)),
  "request.received": (fact, { who }) =>
    joined(who.connection(fact.connection), fact.method, line(fact.path)),
  "response.started": (fact, { who }) => joined(who.connection(fact.connection), fact.status),
  "response.ended": (fact, { who }) => who.connection(fact.connection),
  "message.accepted": (fact, voice) =>
    joined(fact.message, on(fact.channel, voice), brief(fact.content)),
  "routing.changed": (fact, voice) => {
    const rules = Array.isArray(fact.rules) ? fact.rules : [];
    const own = rules.filter((one) => !(one as { builtin?: boolean }).builtin).length;
    return joined(
      voice.say("gist.rules", { n: own }),
      voice.say("gist.builtin", { n: rules.length - own }),
      by(fact.by, voice),
    );
  },
  "message.refused": (fact, { who, say }) =>
    joined(who.channel(fact.channel, say), brief(fact.content)),
  "message.taken": (fact, voice) => joined(fact.message, after(fact.waited, voice)),
  "message.delivered": (fact, voice) => joined(fact.message, after(fact.duration, voice)),
  "message.held": held,
  "message.released": held,
  "message.edited": changed,
  "message.duplicated": changed,
  "message.delayed": changed,
  "message.moved": held,
  "message.lost": (fact, voice) => joined(fact.message, on(fact.channel, voice)),
  "group.joined": member,
  "group.left": member,
  "group.sent": sent,
  "route.matched": matched,
  "route.unmatched": (fact) => joined(fact.message, line(fact.channel)),
  "user.identified": (fact) => joined(line(fact.user), line(fact.why)),
  "consumer.started": (fact) => joined(fact.run, consumerOf(fact.consumer), fact.version),
  "consumer.finished": run,
  "consumer.raised": (fact) =>
    joined(fact.run, `${consumerOf(fact.consumer)}:`, line(fact.error, 2 * LONGEST)),
  "consumer.deferred": (fact, voice) => joined(run(fact, voice), `${fact.retries}×`),
  "consumer.printed": (fact) => joined(fact.run, `${fact.stream}:`, line(fact.text)),
  "code.changed": (fact, voice) => joined(consumerOf(fact.what), fact.version, by(fact.by, voice)),
  "hold.began": holding,
  "hold.ended": holding,
  "code.refused": (fact) => joined(consumerOf(fact.what), line(fact.error, 2 * LONGEST)),
  "fault.began": fault,
  "fault.ended": fault,
  marked: (fact) => line(fact.label),
  "subscriber.failed": (fact) => joined(line(fact.subscriber), line(fact.error)),
  "log.trimmed": (fact, { say }) =>
    joined(
      say("gist.trimmed", { n: Number(fact.events ?? 0) }),
      say("gist.upto", { seq: String(fact.up_to ?? "–") }),
    ),
};

/** What the fact says; for kinds that are unknown, its fields. */
export function gist(fact: Fact, who: Who, say: Say, numbers: Numbers): string {
  const tell = TELLERS[fact.kind];
  const told = tell ? tell(fact, { who, say, numbers }) : brief(fieldsOf(fact));
  return isByHand(fact, who) ? `✎ ${told}` : told;
}

const BY_HAND = /^(message\.(edited|duplicated|delayed|moved)|hold\.(began|ended))$/;

/** Whether a fact tells what a person did to messages, or goes on with what they have edited. */
export function isByHand(fact: Fact, who: Who): boolean {
  if (BY_HAND.test(fact.kind) || fact.reason === "dropped_by_you") return true;
  return who.isEdited(fact);
}

const BASE = new Set(["kind", "at", "seq", "id", "cause", "where"]);

/** The fields of a fact that its kind adds. */
export function fieldsOf(fact: Fact): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fact).filter(([key, value]) => !BASE.has(key) && value != null),
  );
}
