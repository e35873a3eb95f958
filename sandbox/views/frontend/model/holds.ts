/**
 * The part of the fold that is about what people do: holds, what they keep, and decisions by hand.
 *
 * Each function lets one event change the state. A message whose hold is not known (its beginning
 * was trimmed) is held all the same, and listed nowhere.
 */

import { mark } from "./code.ts";
import { messageOf, number, record, text } from "./fields.ts";
import type { Fact, Hold, Message, State } from "./state.ts";
import { requeue } from "./traffic.ts";

export function holdBegan(state: State, fact: Fact): void {
  const id = text(fact.id);
  if (id === null) return;
  state.holds.set(id, {
    id,
    target: text(fact.target) ?? "",
    condition: text(fact.condition),
    expires: fact.expires === true,
    since: fact.at,
    held: [],
  });
  if (fact.seq !== undefined) mark(state, fact, "hand", `holds ${text(fact.target) ?? ""}`);
}

export function holdEnded(state: State, fact: Fact): void {
  state.holds.delete(text(fact.id) ?? "");
}

export function messageHeld(state: State, fact: Fact): void {
  const message = known(state, fact);
  if (message?.state !== "queued") return;
  message.state = "held";
  message.hold = text(fact.breakpoint);
  const hold = holdOf(state, message);
  // A copy has its place already, behind what it is a copy of.
  if (hold !== undefined && !hold.held.includes(message.id)) hold.held.push(message.id);
}

export function messageReleased(state: State, fact: Fact): void {
  const message = known(state, fact);
  if (message?.state !== "held") return;
  letGo(state, message);
  message.state = "queued";
  message.hold = message.due = null;
  requeue(state, message);
}

export function messageEdited(state: State, fact: Fact): void {
  const message = known(state, fact);
  if (message === undefined) return;
  message.edited = true;
  message.content = fact.content ?? message.content;
  mark(state, fact, "hand", `edited ${message.id}`);
}

export function messageDuplicated(state: State, fact: Fact): void {
  const message = known(state, fact);
  const copy = text(record(fact.changed).copy);
  const held = message === undefined ? undefined : holdOf(state, message)?.held;
  if (message === undefined || copy === null || held === undefined) return;
  held.splice(held.indexOf(message.id) + 1 || held.length, 0, copy);
  mark(state, fact, "hand", `copied ${message.id}`);
}

export function messageDelayed(state: State, fact: Fact): void {
  const message = known(state, fact);
  if (message?.state !== "held") return;
  letGo(state, message);
  message.due = fact.at + (number(record(fact.changed).seconds) ?? 0);
  if (fact.seq !== undefined) mark(state, fact, "hand", `delayed ${message.id}`);
}

export function messageMoved(state: State, fact: Fact): void {
  const message = known(state, fact);
  const place = number(fact.place);
  const held = message === undefined ? undefined : holdOf(state, message)?.held;
  if (message === undefined || place === null || !held?.includes(message.id)) return;
  held.splice(held.indexOf(message.id), 1);
  held.splice(place, 0, message.id);
  mark(state, fact, "hand", `moved ${message.id}`);
}

/** Strikes a message off its hold's list: it waits for nobody's decision any more. */
export function letGo(state: State, message: Message): void {
  const held = holdOf(state, message)?.held;
  const at = held?.indexOf(message.id) ?? -1;
  if (at >= 0) held?.splice(at, 1);
}

function holdOf(state: State, message: Message): Hold | undefined {
  return message.hold === null ? undefined : state.holds.get(message.hold);
}

function known(state: State, fact: Fact): Message | undefined {
  return state.messages.get(messageOf(fact) ?? "");
}
