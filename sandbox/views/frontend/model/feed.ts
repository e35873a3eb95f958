/**
 * Batches in, facts out: numbers are checked, gaps asked for, prologues put together.
 *
 * The form of a batch is in README.md, "Lines and batches". Long contents stay as they came (head,
 * size and digest). Pure but for whom it calls; times, in milliseconds, are passed in.
 */

import { number } from "./fields.ts";
import { type Head, LineReader } from "./lines.ts";
import type { Prologue } from "./reduce.ts";
import type { Fact } from "./state.ts";

/** Milliseconds after which a gap that was not filled is asked for again. */
export const RETRY = 2_000;
/** Batches after which it is, where no clock tells. */
const RETRY_BATCHES = 60;
/** Batches that are kept while one before them is missing. */
const MOST_EARLY = 256;

/** Who is told what comes. */
export interface Ears {
  /** What is so now; what was told before is forgotten or merged. */
  prologue(head: Prologue, facts: readonly Fact[]): void;
  /** What has happened, in order. */
  facts(facts: readonly Fact[]): void;
  /** Batches after this number are missing: ask for them. */
  resend(after: number): void;
}

interface Batch {
  head: Head;
  facts: Fact[];
}

/** One stage's batches. */
export class Feed {
  /** Lines and batches that could not be read; anything but 0 is an error of the other side. */
  unread = 0;
  private readonly ears: Ears;
  /** Number of the last batch up to which all have come; null before the first. */
  private last: number | null = null;
  private readonly early = new Map<number, Batch>();
  private asked = false;
  private askedAt: number | null = null;
  private sinceAsked = 0;
  /** A prologue whose facts go on in the next batches. */
  private partial: { head: Prologue; wanted: number; facts: Fact[] } | null = null;

  constructor(ears: Ears) {
    this.ears = ears;
  }

  /** Whether something is missing that was asked for. */
  get waits(): boolean {
    return this.asked;
  }

  /** Takes a batch as it came over a comm or a socket. */
  take(buffer: DataView | ArrayBuffer | Uint8Array): void {
    const bytes = bytesOf(buffer);
    if (bytes.byteLength < 4) {
      this.unread += 1;
      return;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const batch = this.read(new TextDecoder().decode(bytes.subarray(4)));
    this.place(view.getUint32(0, true), batch);
  }

  /** Begins anew: the next batch should be a fresh prologue. */
  reset(): void {
    this.last = null;
    this.early.clear();
    this.partial = null;
    this.filled();
  }

  /** Asks again for what has not come since long; call it now and then with the time. */
  tick(now: number): void {
    if (!this.asked) return;
    this.askedAt ??= now;
    if (now - this.askedAt >= RETRY) this.ask(now);
  }

  private read(text: string): Batch {
    const reader = new LineReader();
    const batch: Batch = { head: {}, facts: [] };
    for (const line of text.split("\n")) {
      if (line === "") continue;
      const read = reader.read(line);
      if (read === null) this.unread += 1;
      else if ("fact" in read) batch.facts.push(read.fact);
      else batch.head = { ...batch.head, ...read.head };
    }
    return batch;
  }

  private place(at: number, batch: Batch): void {
    // What was missing before a prologue is not needed any more.
    const begins = isPrologue(batch.head) && (this.last === null || at > this.last);
    if (begins || at === (this.last ?? 0) + 1) {
      this.last = at;
      this.hand(batch);
      this.goOn();
    } else if (this.last === null || at > this.last) {
      this.keep(at, batch);
    }
  }

  private keep(at: number, batch: Batch): void {
    if (this.early.size < MOST_EARLY) this.early.set(at, batch);
    this.sinceAsked += 1;
    if (!this.asked || this.sinceAsked >= RETRY_BATCHES) this.ask(null);
  }

  private ask(now: number | null): void {
    this.asked = true;
    this.askedAt = now;
    this.sinceAsked = 0;
    this.ears.resend(this.last ?? 0);
  }

  /** Hands on what came early and follows now; whether all is there decides about asking. */
  private goOn(): void {
    let next = this.early.get(this.last! + 1);
    while (next !== undefined) {
      this.last! += 1;
      this.hand(next);
      next = this.early.get(this.last! + 1);
    }
    for (const at of this.early.keys()) if (at <= this.last!) this.early.delete(at);
    if (this.early.size === 0) this.filled();
    else this.ask(null);
  }

  private filled(): void {
    this.asked = false;
    this.askedAt = null;
    this.sinceAsked = 0;
  }

  private hand({ head, facts }: Batch): void {
    if (isPrologue(head)) {
      this.partial = {
        head: head as unknown as Prologue,
        wanted: number(head.facts) ?? 0,
        facts: [],
      };
    }
    const rest = this.partial === null ? facts : this.complete(this.partial, facts);
    if (rest.length > 0) this.ears.facts(rest);
  }

  /** Adds facts to a prologue; returns those that come after it. */
  private complete(partial: NonNullable<Feed["partial"]>, facts: Fact[]): Fact[] {
    const missing = partial.wanted - partial.facts.length;
    partial.facts.push(...facts.slice(0, missing));
    if (partial.facts.length < partial.wanted) return [];
    this.partial = null;
    this.ears.prologue(partial.head, partial.facts);
    return facts.slice(missing);
  }
}

function isPrologue(head: Head): boolean {
  return head.prologue === "fresh" || head.prologue === "merge";
}

function bytesOf(buffer: DataView | ArrayBuffer | Uint8Array): Uint8Array {
  // Not instanceof: the buffer may be another window's.
  if (!ArrayBuffer.isView(buffer)) return new Uint8Array(buffer);
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
