/**
 * Held messages as the panel has them: who sent one, what it says in fields to type into, and what
 * of that was changed. Pure.
 */

import { record, text } from "../model/fields.ts";
import { consumerName, isReply } from "../model/names.ts";
import type { Hold, Message, State } from "../model/state.ts";
import type { Who } from "./who.ts";

/** A hold with its messages, in the order in which they would go. */
export interface Stopped {
  hold: Hold;
  messages: Message[];
}

/** Every hold, oldest first. */
export function stoppedIn(state: State): Stopped[] {
  return [...state.holds.values()].map((hold) => ({
    hold,
    messages: hold.held.flatMap((id) => state.messages.get(id) ?? []),
  }));
}

/** What is held and in no hold's list: it goes by itself, or its hold is not known. */
export function apartIn(state: State): Message[] {
  if (state.totals.held === 0) return [];
  const listed = new Set([...state.holds.values()].flatMap(({ held }) => held));
  const held = [...state.messages.values()].filter(({ state: is }) => is === "held");
  return held.filter(({ id }) => !listed.has(id));
}

/** Who sent a message: the client that it came from, the consumer, else where it was sent. */
export function senderOf(message: Message, who: Who): string {
  const reply = text(record(message.content).reply_channel);
  const owner = isReply(message.channel) || reply === null ? null : who.owner(reply);
  if (owner !== null) return who.connection(owner);
  return message.from === null ? "" : consumerName(message.from);
}

/** One key of a message, as a text that is typed into. */
export interface Field {
  key: string;
  /** Whether the text is the value itself; else it is its JSON. */
  plain: boolean;
  text: string;
}

/** What people write comes first. */
const FIRST = ["text", "bytes", "content"];

/** The fields of a message's content; none where it is no object. */
export function fieldsOf(content: unknown): Field[] {
  const fields = Object.entries(record(content)).map(([key, value]) => ({
    key,
    plain: typeof value === "string",
    text: typeof value === "string" ? value : JSON.stringify(value),
  }));
  const rank = ({ key }: Field) => (FIRST.indexOf(key) + FIRST.length + 1) % (FIRST.length + 1);
  return fields.sort((a, b) => rank(a) - rank(b));
}

/** What a person has typed: a text for each key, null where the key is to go. */
export type Draft = ReadonlyMap<string, string | null>;

/** Over the wire null takes a key away, so that no key can be set to it. */
export const NULL = "null";

/** Keys with their new values, null for those that go; and what is wrong, by key. */
export interface Changes {
  changes: Record<string, unknown>;
  wrong: Map<string, string>;
}

/** What *draft* changes in a message with these fields. A key that is new takes JSON, or else text. */
export function changesOf(fields: readonly Field[], draft: Draft): Changes {
  const known = new Map(fields.map((field) => [field.key, field]));
  const changes: Record<string, unknown> = {};
  const wrong = new Map<string, string>();
  for (const [key, typed] of draft) {
    const field = known.get(key);
    if (typed === null) {
      if (field) changes[key] = null;
    } else if (typed !== field?.text) {
      if (field?.plain) changes[key] = typed;
      else take(key, typed, field === undefined, changes, wrong);
    }
  }
  return { changes, wrong };
}

function take(
  key: string,
  typed: string,
  isNew: boolean,
  changes: Record<string, unknown>,
  wrong: Map<string, string>,
): void {
  try {
    const value: unknown = JSON.parse(typed);
    if (value === null) wrong.set(key, NULL);
    else changes[key] = value;
  } catch (problem) {
    if (isNew) changes[key] = typed;
    else wrong.set(key, problem instanceof Error ? problem.message : String(problem));
  }
}
