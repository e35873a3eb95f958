/**
 * Lines of a batch or a recording: heads that set the clock, and events (see README.md).
 *
 * It knows the two shapes of a line and nothing of what events mean.
 */

import type { Fact } from "./state.ts";

/** What a head tells, beside the time. */
export interface Head {
  at?: number;
  [key: string]: unknown;
}

/** A line is one of these; null where it is neither (a cut-off line, another version). */
export type Line = { head: Head } | { fact: Fact } | null;

/** Not fields of a line's rest: told before it, or never a field. */
const OWN: ReadonlySet<string> = new Set(["kind", "at", "__proto__"]);

/** Reads lines in order: each event's time counts from the line before it. */
export class LineReader {
  /** Seconds since the log began, at the line read last. */
  at = 0;

  read(line: string): Line {
    const value = parsed(line);
    if (Array.isArray(value)) return this.event(value);
    if (typeof value !== "object" || value === null) return null;
    const head = value as Head;
    if (typeof head.at === "number") this.at = head.at;
    return { head };
  }

  private event([after, kind, rest]: unknown[]): Line {
    if (typeof after !== "number" || typeof kind !== "string") return null;
    this.at += after;
    const fact: Fact = { kind, at: this.at };
    if (typeof rest !== "object" || rest === null || Array.isArray(rest)) return { fact };
    const fields = rest as Record<string, unknown>;
    for (const name in fields) if (!OWN.has(name)) fact[name] = fields[name];
    return { fact };
  }
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}
