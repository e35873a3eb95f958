/**
 * Reads an event's fields, whatever came: a recording may be of another version, or damaged.
 *
 * A field of another type than expected counts as missing; nothing here throws.
 */

import type { Fact } from "./state.ts";

/** A text, or null. */
export function text(value: unknown): string | null {
  return typeof value === "string" ? value : null;
}

/** A number, or null. */
export function number(value: unknown): number | null {
  return typeof value === "number" ? value : null;
}

/** The texts of a list; none where it is no list. */
export function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

/** Lets go of those that are over, but for the newest *most*. */
export function keepNewest<Key, One>(
  all: Map<Key, One>,
  isOver: (one: One) => boolean,
  most: number,
): void {
  const over = [...all].filter(([, one]) => isOver(one));
  for (const [key] of over.slice(0, Math.max(over.length - most, 0))) all.delete(key);
}

/** An object's own fields; none where it is no object. */
export function record(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

/** The layer of an event; most sandboxes have but one. */
export function layerOf(fact: Fact): string {
  return text(fact.layer) ?? "default";
}

/** The id of the message that an event is about. */
export function messageOf(fact: Fact): string | null {
  return text(fact.message) ?? text(fact.id);
}

/** The id of the connection that an event is about. */
export function connectionOf(fact: Fact): string | null {
  return text(fact.connection) ?? (fact.kind.startsWith("connection.") ? text(fact.id) : null);
}

const LONGEST = 400;

/** A frame's data for reading: its text, or how many bytes it has. Long ones are cut. */
export function payload(fact: Fact): string {
  const found = text(fact.text) ?? text(record(fact.text).$head);
  if (found !== null) return found.length > LONGEST ? `${found.slice(0, LONGEST)}…` : found;
  return `<${number(fact.size) ?? 0} B>`;
}
