/**
 * The part of the fold that is about processes: which one a server or worker runs in.
 *
 * Pure. A process has one of them; what has none runs in the process of the sandbox itself.
 */

import { keepNewest, text } from "./fields.ts";
import type { Fact, Process, State } from "./state.ts";

/** Processes that have left and that nothing has replaced: so many stay. */
const MOST_LEFT = 8;

/** The place that a server or worker fills: a server that replaces "server:1" is "server:1.2". */
const placeOf = (name: string) => name.replace(/\.\d+$/, "");

/** A process joins. It replaces the one of the same place that has left, if there is one. */
export function joined(state: State, fact: Fact): void {
  const runs = fact.where ?? "";
  const before = formerOf(state, runs);
  state.processes.set(runs, {
    name: text(fact.process) ?? "",
    runs,
    state: "running",
    reason: null,
    joinedAt: fact.at,
    leftAt: null,
    before: before && {
      name: before.name,
      reason: before.reason,
      leftAt: before.leftAt ?? fact.at,
    },
  });
}

function formerOf(state: State, runs: string): Process | null {
  const left = [...state.processes.values()].filter(
    (one) => one.state === "left" && placeOf(one.runs) === placeOf(runs),
  );
  return left.at(-1) ?? null;
}

/** A process leaves: asked to, or killed. One that is replaced already is in nobody's place. */
export function left(state: State, fact: Fact): void {
  const runs = fact.where ?? "";
  const process = state.processes.get(runs);
  if (process === undefined || process.name !== text(fact.process)) return;
  process.state = "left";
  process.reason = text(fact.reason);
  process.leftAt = fact.at;
  // The newest stands last, so that what is forgotten first left first.
  state.processes.delete(runs);
  state.processes.set(runs, process);
  forget(state);
}

function forget(state: State): void {
  keepNewest(state.processes, (one) => one.state === "left", MOST_LEFT);
}

/** Takes over from the state before who was replaced: a prologue tells only of those that run. */
export function keep(state: State, before: State): void {
  for (const [runs, process] of state.processes) {
    const old = before.processes.get(runs);
    if (old?.name === process.name) {
      process.before = old.before;
      process.joinedAt = old.joinedAt;
    }
  }
}

/** Whether a process left against everybody's will. */
export function isKilled({ reason }: { reason: string | null }): boolean {
  return reason !== null && reason !== "asked";
}
