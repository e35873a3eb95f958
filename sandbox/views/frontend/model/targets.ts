/**
 * What holds and faults are aimed at, as the log names it, and the thing on the picture that is
 * meant: "channel:jobs", "group:chat", "consumer:ws_message", "tab:alice", "connection:c3",
 * "worker:1", "server:1". Pure.
 */

import { consumerName } from "./names.ts";
import type { Connection, Fault, Hold, State } from "./state.ts";

/** The kinds of things that can be aimed at. */
export type Aimed = "channel" | "group" | "consumer" | "connection" | "worker" | "server";

/** What a client is called where it is aimed at: a tab keeps its name when it comes back. */
export const clientTarget = ({ ours, label, id }: Connection) =>
  ours ? `tab:${label}` : `connection:${id}`;

/** The target that a thing is; null: nothing stops or breaks there. */
export function targetOf(state: State, what: string, name: string): string | null {
  if (what === "worker" || what === "server") return name;
  if (what === "channel" || what === "group" || what === "consumer") return `${what}:${name}`;
  if (what !== "connection") return null;
  const connection = state.connections.get(name);
  return connection === undefined ? null : clientTarget(connection);
}

/** The thing that a target means, by kind and name; of a tab, its newest connection. */
export function meant(state: State, target: string): { what: Aimed; name: string } | null {
  const at = target.indexOf(":");
  const [kind, name] = [target.slice(0, at), target.slice(at + 1)];
  if (kind === "worker" || kind === "server") return { what: kind, name: target };
  if (kind === "consumer") return { what: kind, name: consumerName(name) };
  if (kind === "channel" || kind === "group" || kind === "connection") return { what: kind, name };
  if (kind !== "tab") return null;
  const mine = [...state.connections.values()].filter((one) => one.ours && one.label === name);
  const newest = mine.at(-1);
  return newest === undefined ? null : { what: "connection", name: newest.id };
}

/** Whether a target means this very thing. */
function means(state: State, target: string | null, what: string, name: string): boolean {
  if (target === null) return what === "server";
  const own = targetOf(state, what, name);
  if (own === null) return false;
  if (own === target || (what === "connection" && target === `connection:${name}`)) return true;
  return what === "consumer" && target === `consumer:__main__.${name}`;
}

/** The holds at a thing, oldest first. */
export function holdsAt(state: State, what: string, name: string): Hold[] {
  return [...state.holds.values()].filter((one) => means(state, one.target, what, name));
}

/** The faults that a thing has, oldest first. */
export function faultsAt(state: State, what: string, name: string): Fault[] {
  return [...state.faults.values()].filter((one) => means(state, one.target, what, name));
}

/** What slow motion is called in the log. */
const CLOCK = "clock";

/** How many times as long a hop takes; 1: as usual. */
export function slownessOf(state: State): number {
  for (const { target, options } of state.faults.values())
    if (target === CLOCK && typeof options.factor === "number") return options.factor;
  return 1;
}

/** The faults in force but slow motion, which has a place of its own. */
export function brokenIn(state: State): Fault[] {
  return [...state.faults.values()].filter((one) => one.target !== CLOCK);
}
