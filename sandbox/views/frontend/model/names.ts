/**
 * What things are called: kinds and keys of channels, display names of consumers and clients.
 *
 * Everything here is a pure function of texts; it knows no state, no event and no language.
 */

import type { Kind } from "./state.ts";

/** The row of all refusals of names that are none, as in sandbox/trace/ledger.py. */
export const INVALID_NAME = "(invalid name)";

const KINDS: ReadonlyMap<string, Kind> = new Map([
  ["websocket.connect", "connect"],
  ["websocket.receive", "receive"],
  ["websocket.disconnect", "disconnect"],
  ["http.request", "request"],
  ["http.disconnect", "disconnect"],
]);

/** What a message on this channel is; full names and ledger keys both work. */
export function kindOf(channel: string): Kind {
  const known = KINDS.get(channel);
  if (known !== undefined) return known;
  if (isReply(channel)) return "reply";
  return channel.startsWith("http.request.body") ? "request" : "custom";
}

/** Whether a channel leads to one client of a protocol server. */
export function isReply(channel: string): boolean {
  return channel.includes("!");
}

/** The ledger's row of a channel: its name up to and including the first "!" or "?". */
export function ledgerKey(channel: string): string {
  const reply = channel.indexOf("!");
  const body = channel.indexOf("?");
  const end = reply < 0 ? body : body < 0 ? reply : Math.min(reply, body);
  return end < 0 ? channel : channel.slice(0, end + 1);
}

/** The ledger's row of a refusal: all names that are none share one. */
export function refusalKey(channel: string, reason: string): string {
  return reason === "invalid_name" ? INVALID_NAME : ledgerKey(channel);
}

/** The key of a row in `State.ledger`. */
export function rowKey(layer: string, key: string): string {
  return `${layer} ${key}`;
}

/** The key of a channel or group in the state; names hold no "/", so it is unique. */
export function layered(layer: string, name: string): string {
  return layer === "default" ? name : `${layer}/${name}`;
}

/** A consumer as its writer knows it: a notebook is no module to them. */
export function consumerName(name: string): string {
  return name.startsWith("__main__.") ? name.slice("__main__.".length) : name;
}

/** Whether the sandbox added this consumer by itself. */
export function isBuiltin(consumer: string): boolean {
  return consumer.startsWith("(default)");
}

/** A built-in consumer without its mark: "Django views". */
export function plainConsumer(consumer: string): string {
  return isBuiltin(consumer) ? consumer.slice("(default)".length).trim() : consumer;
}

/** A reply channel's name for people: "!EPyY", enough letters to tell a few apart. */
export function shortReply(channel: string): string {
  const at = channel.lastIndexOf("!");
  return at < 0 ? channel : `!${channel.slice(at + 1, at + 5)}`;
}

/**
 * The regular expression of a channel pattern as the log tells it: Python's translation of a glob,
 * "(?s:daphne\.response\..*)\Z". A pattern that cannot be read matches nothing.
 */
export function patternOf(python: string): RegExp {
  const found = /^\(\?s:([\s\S]*)\)(\\Z|\\z)$/.exec(python);
  try {
    return found ? new RegExp(`^(?:${found[1]})$`, "s") : new RegExp(`^(?:${python})$`);
  } catch {
    return /(?!)/;
  }
}

/** How many unread messages a channel of a layer holds; null: no limit, or not known. */
export function capacityOf(
  layer: { capacity: number | null; channelCapacity: [string, number][] } | undefined,
  channel: string,
): number | null {
  if (layer === undefined) return null;
  for (const [pattern, capacity] of layer.channelCapacity) {
    if (compiled(pattern).test(channel)) return capacity;
  }
  return layer.capacity;
}

const patterns = new Map<string, RegExp>();
const MOST_PATTERNS = 100;

function compiled(pattern: string): RegExp {
  let found = patterns.get(pattern);
  if (found === undefined) {
    if (patterns.size >= MOST_PATTERNS) patterns.clear();
    found = patternOf(pattern);
    patterns.set(pattern, found);
  }
  return found;
}
