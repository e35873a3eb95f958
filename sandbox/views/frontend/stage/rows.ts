/**
 * The rows of the table: the kept facts that a filter lets through, and gaps where facts are
 * missing. Brought up to date by what is new only, since a log may grow by thousands a second.
 */

import { compile } from "../model/filter.ts";
import type { History } from "../model/history.ts";
import type { Fact } from "../model/state.ts";

/** A place where facts are missing. */
export interface Gap {
  gap: true;
  /** The last number before it; 0 at the beginning. */
  after: number;
  /** How many facts are missing. */
  n: number;
  /** They were kept once, or the log let them go; else they never came one by one. */
  trimmed: boolean;
}

export type Row = Fact | Gap;

export function isGap(row: Row): row is Gap {
  return "gap" in row;
}

/** Where rows come from. */
export interface Source {
  readonly history: History;
  /** Another one after everything was forgotten. */
  readonly epoch: number;
  /** The log's present, in seconds: what since:-5 counts back from. */
  readonly liveNow: number;
}

const seqOf = (row: Row) => (isGap(row) ? row.after : (row.seq ?? 0));

export class Rows {
  /** What is wrong with the filter, for people; null: nothing. */
  readonly problem: string | null;
  /** How many facts fit. */
  found = 0;
  private rows: Row[] = [];
  private epoch = -1;
  private newest = 0;
  private oldest = 0;
  private fits: (fact: Fact) => boolean;

  constructor(
    private readonly source: Source,
    private readonly filter: string,
  ) {
    const { fits, problem } = compiled(filter, source.liveNow);
    this.fits = fits;
    this.problem = problem;
  }

  get length(): number {
    return this.rows.length;
  }

  get(index: number): Row | undefined {
    return this.rows[index];
  }

  /** Takes in what has come and lets go what is no longer kept; returns how many rows that were. */
  update(): number {
    const { history, epoch } = this.source;
    if (epoch !== this.epoch) this.forget(epoch);
    const first = history.first?.seq ?? 0;
    const gone = first > this.oldest ? this.letGo(first) : 0;
    this.oldest = first;
    for (const fact of history.since(this.newest)) this.take(fact);
    return gone;
  }

  /** Where the row of the fact with this number is; -1: it does not fit or is not kept. */
  indexOf(seq: number): number {
    let low = 0;
    let high = this.rows.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const row = this.rows[middle]!;
      const here = seqOf(row);
      if (here === seq && !isGap(row)) return middle;
      // A gap after 7 comes behind fact 7.
      if (here < seq) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  private forget(epoch: number): void {
    this.rows = [];
    this.found = this.newest = this.oldest = 0;
    this.epoch = epoch;
    // A filter learns names as it goes: another log needs another one.
    this.fits = compiled(this.filter, this.source.liveNow).fits;
  }

  private take(fact: Fact): void {
    const seq = fact.seq ?? 0;
    if (seq > this.newest + 1) {
      const n = seq - this.newest - 1;
      this.rows.push({ gap: true, after: this.newest, n, trimmed: this.newest === 0 });
    }
    this.newest = seq;
    if (!this.fits(fact)) return;
    this.rows.push(fact);
    this.found += 1;
  }

  /** One gap at the beginning stands for all that came before *first*. */
  private letGo(first: number): number {
    if (this.rows.length === 0) return 0;
    const keep = this.rows.findIndex((row) => seqOf(row) >= first);
    const gone = this.rows.slice(0, keep < 0 ? this.rows.length : keep);
    const kept = keep < 0 ? [] : this.rows.slice(keep);
    this.found -= gone.filter((row) => !isGap(row)).length;
    this.rows = [{ gap: true, after: 0, n: first - 1, trimmed: true }, ...kept];
    return gone.length - 1;
  }
}

function compiled(
  filter: string,
  now: number,
): { fits: (fact: Fact) => boolean; problem: string | null } {
  try {
    return { fits: compile(filter, now), problem: null };
  } catch (problem) {
    return {
      fits: () => true,
      problem: problem instanceof Error ? problem.message : String(problem),
    };
  }
}
