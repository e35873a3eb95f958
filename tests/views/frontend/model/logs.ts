/** Recorded logs of real sandboxes (tests/views/record_logs.py), and small facts for tests. */

import { readdirSync, readFileSync } from "node:fs";
import { LineReader } from "../../../../sandbox/views/frontend/model/lines.ts";
import { apply, empty } from "../../../../sandbox/views/frontend/model/reduce.ts";
import type { Fact, Row, State } from "../../../../sandbox/views/frontend/model/state.ts";

const folder = new URL("../../../data/logs/", import.meta.url);

/** Names of all recorded scenarios. */
export const NAMES = readdirSync(folder)
  .filter((name) => name.endsWith(".jsonl"))
  .map((name) => name.slice(0, -".jsonl".length));

/** The recorded facts of a scenario. */
export function recorded(name: string): Fact[] {
  const reader = new LineReader();
  const lines = readFileSync(new URL(`${name}.jsonl`, folder), "utf-8")
    .trimEnd()
    .split("\n");
  return lines
    .map((line) => reader.read(line))
    .flatMap((line) => (line !== null && "fact" in line ? [line.fact] : []));
}

/** The rows that Python's fold makes of a scenario. */
export function rowsOf(name: string): unknown[][] {
  return JSON.parse(readFileSync(new URL(`${name}.ledger.json`, folder), "utf-8"));
}

/** The rows of a state, in the same form. */
export function rows(state: State): unknown[][] {
  const sorted = [...state.ledger.values()].sort((a, b) => compare(label(a), label(b)));
  return sorted.map((row) => [
    row.layer,
    row.key,
    row.accepted,
    row.queued,
    row.held,
    row.inHand,
    row.delivered,
    Object.fromEntries([...row.lost].sort(([a], [b]) => compare(a, b))),
    Object.fromEntries([...row.refused].sort(([a], [b]) => compare(a, b))),
  ]);
}

const label = (row: Row) => `${row.layer}\u0000${row.key}`;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** The state after facts. */
export function fold(facts: readonly Fact[], from: State = empty()): State {
  for (const fact of facts) apply(from, fact);
  return from;
}

/** Facts of kinds and fields, one after the other; seq, at and layer by themselves. */
export function facts(...told: [string, Record<string, unknown>?][]): Fact[] {
  return told.map(([kind, fields], index) => ({
    kind,
    seq: index + 1,
    at: (index + 1) / 1000,
    layer: "default",
    ...fields,
  }));
}
