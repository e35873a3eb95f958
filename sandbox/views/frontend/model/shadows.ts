/**
 * Rules of the routing that no message can reach, because one before them takes all that they would.
 *
 * Said only where it is certain: a rule whose conditions are among those of a later one on the same
 * channel matches whenever that later one would. Patterns are compared as texts, never run.
 */

import type { Rule } from "./state.ts";

/** An entry of a foreign class matches as it likes: what its filters are, nobody knows. */
const BY_ITSELF = "(decides by itself)";

/** What is read of a rule; the number and `hiddenBy` are found here. */
export type Bare = Omit<Rule, "number" | "hiddenBy">;

/** Numbers a layer's rules as route ladders count them, from 1, and says which are never reached. */
export function laddered(rules: readonly Bare[]): Rule[] {
  const found: Rule[] = [];
  let number = 0;
  let heard = new Set<string>();
  let before: Bare | null = null;
  for (const rule of rules) {
    // A rule for several channels is there once for each, one after the other.
    if (before?.text !== rule.text || heard.has(rule.channel)) {
      number += 1;
      heard = new Set();
    }
    heard.add(rule.channel);
    before = rule;
    const by = found.find((one) => covers(one, rule));
    found.push({ ...rule, number, hiddenBy: by?.number ?? null });
  }
  return found;
}

function covers(earlier: Rule, later: Bare): boolean {
  if (earlier.channel !== later.channel || earlier.consumer.endsWith(BY_ITSELF)) return false;
  return Object.entries(earlier.filters).every(([key, one]) => later.filters[key] === one);
}
