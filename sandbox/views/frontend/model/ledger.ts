/**
 * The ledger: what became of every message, per channel, per layer and in all.
 *
 *     accepted = queued + held + in hand + delivered + lost(reason)      refused is beside it
 *
 * The fold of sandbox/trace/ledger.py, event for event. It knows sums only.
 */

import { layerOf, number, text } from "./fields.ts";
import { ledgerKey, refusalKey, rowKey } from "./names.ts";
import type { Fact, Row, State, Totals } from "./state.ts";

type Count = "queued" | "held" | "inHand" | "delivered";

/** What each kind moves: from which count (null: from nowhere) to which. */
const MOVES: ReadonlyMap<string, readonly [Count | null, Count]> = new Map([
  ["message.accepted", [null, "queued"]],
  ["message.taken", ["queued", "inHand"]],
  ["message.delivered", ["inHand", "delivered"]],
  ["message.held", ["queued", "held"]],
  ["message.released", ["held", "queued"]],
]);

const STATES: ReadonlyMap<string | null, Count> = new Map([
  ["queued", "queued"],
  ["held", "held"],
  ["in_hand", "inHand"],
]);

/** Sums of nothing. */
export function emptyTotals(): Totals {
  return {
    accepted: 0,
    queued: 0,
    held: 0,
    inHand: 0,
    delivered: 0,
    lost: 0,
    refused: 0,
    lostBy: new Map(),
    refusedBy: new Map(),
    balanced: true,
  };
}

/** Counts one event; events that move no message change nothing. */
export function count(state: State, fact: Fact): void {
  const move = MOVES.get(fact.kind);
  if (move !== undefined) {
    const row = rowOf(state, fact, ledgerKey(text(fact.channel) ?? ""));
    const [from, to] = move;
    if (from === null) {
      row.accepted += 1;
      state.totals.accepted += 1;
    } else {
      row[from] -= 1;
      state.totals[from] -= 1;
    }
    row[to] += 1;
    state.totals[to] += 1;
    settle(state, row);
  } else if (fact.kind === "message.lost") {
    lose(state, fact);
  } else if (fact.kind === "message.refused") {
    refuse(state, fact);
  }
}

function lose(state: State, fact: Fact): void {
  const row = rowOf(state, fact, ledgerKey(text(fact.channel) ?? ""));
  const from = STATES.get(text(fact.state)) ?? "queued";
  const reason = text(fact.reason) ?? "";
  row[from] -= 1;
  state.totals[from] -= 1;
  state.totals.lost += 1;
  more(row.lost, reason);
  more(state.totals.lostBy, reason);
  settle(state, row);
}

function refuse(state: State, fact: Fact): void {
  const reason = text(fact.reason) ?? "";
  const row = rowOf(state, fact, refusalKey(text(fact.channel) ?? "", reason));
  state.totals.refused += 1;
  more(row.refused, reason);
  more(state.totals.refusedBy, reason);
}

function more(counts: Map<string, number>, reason: string, by = 1): void {
  counts.set(reason, (counts.get(reason) ?? 0) + by);
}

function rowOf(state: State, fact: Fact, key: string): Row {
  const layer = layerOf(fact);
  const at = rowKey(layer, key);
  let row = state.ledger.get(at);
  if (row === undefined) {
    row = emptyRow(layer, key);
    state.ledger.set(at, row);
  }
  return row;
}

function emptyRow(layer: string, key: string): Row {
  return {
    layer,
    key,
    accepted: 0,
    queued: 0,
    held: 0,
    inHand: 0,
    delivered: 0,
    lost: new Map(),
    refused: new Map(),
  };
}

/** Whether the equation holds in a row, with no count below zero. */
function isBalanced(row: Row): boolean {
  let sum = row.queued + row.held + row.inHand + row.delivered;
  let least = Math.min(row.accepted, row.queued, row.held, row.inHand, row.delivered);
  for (const lost of row.lost.values()) {
    sum += lost;
    if (lost < least) least = lost;
  }
  return sum === row.accepted && least >= 0;
}

/** Notes whether a row that has changed is balanced. */
function settle(state: State, row: Row): void {
  if (isBalanced(row)) {
    if (state.unbalanced.size > 0) state.unbalanced.delete(rowKey(row.layer, row.key));
  } else {
    state.unbalanced.add(rowKey(row.layer, row.key));
  }
  state.totals.balanced = state.unbalanced.size === 0;
}

/**
 * Lets the sums be those that a prologue tells: rows of layer, key, accepted, queued, held, in hand,
 * delivered, lost by reason, refused by reason. What has another form is left out.
 */
export function setSums(state: State, rows: readonly unknown[]): void {
  state.ledger.clear();
  state.unbalanced.clear();
  state.totals = emptyTotals();
  for (const wire of rows) {
    if (!Array.isArray(wire) || typeof wire[0] !== "string" || typeof wire[1] !== "string")
      continue;
    const row = emptyRow(wire[0], wire[1]);
    [row.accepted, row.queued, row.held, row.inHand, row.delivered] = [2, 3, 4, 5, 6].map(
      (at) => number(wire[at]) ?? 0,
    ) as [number, number, number, number, number];
    row.lost = counts(wire[7]);
    row.refused = counts(wire[8]);
    state.ledger.set(rowKey(row.layer, row.key), row);
    add(state.totals, row);
    settle(state, row);
  }
}

function counts(value: unknown): Map<string, number> {
  const found = new Map<string, number>();
  if (typeof value === "object" && value !== null) {
    for (const [reason, n] of Object.entries(value)) {
      if (typeof n === "number") found.set(reason, n);
    }
  }
  return found;
}

function add(totals: Totals, row: Row): void {
  totals.accepted += row.accepted;
  totals.queued += row.queued;
  totals.held += row.held;
  totals.inHand += row.inHand;
  totals.delivered += row.delivered;
  for (const [reason, n] of row.lost) {
    totals.lost += n;
    more(totals.lostBy, reason, n);
  }
  for (const [reason, n] of row.refused) {
    totals.refused += n;
    more(totals.refusedBy, reason, n);
  }
}
