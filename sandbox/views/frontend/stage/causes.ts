/**
 * What led to a fact and what it led to: a walk over the facts that are kept. Pure.
 *
 * An id names a thing (m9, r4, g3, f7, c1); the first fact with it is how the thing came to be.
 */

import type { Fact } from "../model/state.ts";

export interface Link {
  fact: Fact;
  /** How many causes it has above it in this chain. */
  depth: number;
}

const MOST_EFFECTS = 12;
const DEEPEST = 40;

/** The chain from the first known cause down to *fact*, then what *fact* led to directly. */
export function chainOf(facts: readonly Fact[], fact: Fact): Link[] {
  const origin = originsOf(facts);
  const above: Fact[] = [];
  const seen = new Set<string>();
  let id = parentOf(fact, origin);
  while (id !== null && !seen.has(id) && above.length < DEEPEST) {
    seen.add(id);
    const cause = origin.get(id);
    if (cause === undefined) break;
    above.push(cause);
    id = cause.cause && cause.cause !== cause.id ? cause.cause : null;
  }
  const chain = above.reverse().map((one, depth) => ({ fact: one, depth }));
  const effects = effectsOf(facts, fact).map((one) => ({ fact: one, depth: chain.length + 1 }));
  return [...chain, { fact, depth: chain.length }, ...effects];
}

/** The run that *fact* belongs to: its own, or the nearest above it. */
export function runOf(chain: readonly Link[], fact: Fact): string | null {
  if (typeof fact.run === "string") return fact.run;
  for (const { fact: one } of [...chain].reverse())
    if (one.seq! <= fact.seq! && typeof one.run === "string") return one.run;
  return null;
}

/** The first fact of each id. */
function originsOf(facts: readonly Fact[]): Map<string, Fact> {
  const found = new Map<string, Fact>();
  for (const fact of facts) if (fact.id && !found.has(fact.id)) found.set(fact.id, fact);
  return found;
}

/** A later fact about a message hangs below its acceptance, which names the cause. */
function parentOf(fact: Fact, origin: Map<string, Fact>): string | null {
  if (fact.id && origin.get(fact.id) !== fact) return fact.id;
  return fact.cause && fact.cause !== fact.id ? fact.cause : null;
}

/** What a thing led to, one fact for each; a thing's own later steps are its own. */
function effectsOf(facts: readonly Fact[], fact: Fact): Fact[] {
  if (!fact.id) return [];
  const found: Fact[] = [];
  const seen = new Set<string>([fact.id]);
  for (const one of facts) {
    if (one.seq! <= fact.seq!) continue;
    const own = one.id === fact.id && ENDS.has(one.kind);
    if (!own && (one.cause !== fact.id || (one.id && seen.has(one.id)))) continue;
    if (one.id) seen.add(one.id);
    found.push(one);
    if (found.length === MOST_EFFECTS) break;
  }
  return found;
}

/** How a thing ended, told once below it. */
const ENDS = new Set(["message.lost", "message.delivered", "consumer.raised", "consumer.finished"]);
