/**
 * The versions of code that were told of, for each consumer: the history of facts lets them go where
 * many others come. Pure.
 */

import type { Version } from "../editor/contract.ts";
import { consumerName } from "../model/names.ts";
import type { Fact } from "../model/state.ts";

/** Versions of one consumer that are kept: as many as changes can be undone. */
const MOST = 1000;

export class Versions {
  /** Consumer → version → the last fact of it, the one that served last being the last. */
  private readonly known = new Map<string, Map<string, Fact>>();

  /** Takes a `code.changed`; one that is told again, as by a prologue, is the same version. */
  learn(fact: Fact): void {
    const consumer = consumerName(String(fact.what ?? ""));
    const version = String(fact.version ?? "");
    let versions = this.known.get(consumer);
    if (!versions) {
      versions = new Map();
      this.known.set(consumer, versions);
    }
    versions.delete(version);
    versions.set(version, fact);
    if (versions.size > MOST) versions.delete(versions.keys().next().value!);
  }

  /** Those of a consumer, the one that served last first; *now* in seconds of the log. */
  of(consumer: string, now: number): Version[] {
    const facts = [...(this.known.get(consumer) ?? [])].reverse();
    return facts.map(([version, { by, source, at }]) => ({
      version,
      by: typeof by === "string" ? by : null,
      source: typeof source === "string" ? source : null,
      ago: Math.max(0, now - at),
    }));
  }
}
