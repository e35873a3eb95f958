/**
 * The facts that are kept, and the way back to any moment among them.
 *
 * It folds all that comes into `live`, the state of now, and puts a copy aside every so many facts:
 * a state of before is the nearest copy and the facts after it. Bounded: the oldest facts go first,
 * a stretch between two copies at a time, and what went is counted. It knows no clock and no display.
 */

import { apply, applyPrologue, clone, empty, type Prologue } from "./reduce.ts";
import type { Fact, State } from "./state.ts";

export interface Bounds {
  /** How many facts are kept at most. */
  facts: number;
  /** About how many bytes they may take. */
  bytes: number;
  /** Facts from one copy of the state to the next. */
  every: number;
  /** Copies at most; beyond, the oldest stretch goes. */
  copies: number;
}

const BOUNDS: Bounds = { facts: 50_000, bytes: 32 * 2 ** 20, every: 2_000, copies: 40 };

/** The state just before a stretch of facts. */
interface Stretch {
  before: State;
  facts: Fact[];
  bytes: number;
}

export class History {
  /** The state of now: all facts are in it. Changed in place by push and prologue only. */
  readonly live: State = empty();
  /** Facts that were kept once and are not any more. */
  letGo = 0;
  /** The facts up to this number have gaps: some of them never came. */
  private whole = 0;
  private readonly bounds: Bounds;
  private stretches: Stretch[] = [{ before: empty(), facts: [], bytes: 0 }];
  private count = 0;
  private weight = 0;

  constructor(bounds: Partial<Bounds> = {}) {
    this.bounds = { ...BOUNDS, ...bounds };
  }

  /** How many facts are kept, and about how many bytes they take. */
  get size(): number {
    return this.count;
  }

  get bytes(): number {
    return this.weight;
  }

  /** The oldest fact that is kept, and the newest. */
  get first(): Fact | undefined {
    return this.stretches.find((one) => one.facts.length > 0)?.facts[0];
  }

  get last(): Fact | undefined {
    for (let at = this.stretches.length - 1; at >= 0; at--) {
      const fact = this.stretches[at]!.facts.at(-1);
      if (fact !== undefined) return fact;
    }
    return undefined;
  }

  /** Takes one fact; returns whether it was new. */
  push(fact: Fact): boolean {
    const stretch = this.stretches.at(-1)!;
    if (stretch.facts.length >= this.bounds.every) {
      this.begin();
      return this.push(fact);
    }
    if (!apply(this.live, fact)) return false;
    if (fact.seq !== undefined) this.keep(stretch, fact);
    return true;
  }

  private keep(stretch: Stretch, fact: Fact): void {
    const bytes = weigh(fact, 0);
    stretch.facts.push(fact);
    stretch.bytes += bytes;
    this.count += 1;
    this.weight += bytes;
    if (this.count > this.bounds.facts || this.weight > this.bounds.bytes) this.trim();
  }

  /** Begins a stretch with a copy of the state of now. */
  private begin(): void {
    this.stretches.push({ before: clone(this.live), facts: [], bytes: 0 });
    while (this.stretches.length > this.bounds.copies) this.drop();
  }

  private trim(): void {
    // The newest stretch alone may be too heavy: then it ends here, and may go as a whole.
    if (this.stretches.length === 1) this.begin();
    this.drop();
  }

  private drop(): void {
    const gone = this.stretches.shift()!;
    this.count -= gone.facts.length;
    this.weight -= gone.bytes;
    this.letGo += gone.facts.length;
  }

  /** Takes a prologue: a fresh one forgets all before, one that merges keeps it, with its gap. */
  prologue(head: Prologue, facts: readonly Fact[]): void {
    const fresh = head.prologue === "fresh";
    if (fresh) {
      this.stretches = [{ before: empty(), facts: [], bytes: 0 }];
      this.count = this.weight = 0;
      this.letGo = head.skipped ?? 0;
    } else {
      this.letGo += head.skipped ?? 0;
    }
    applyPrologue(this.live, head, facts);
    this.whole = fresh ? 0 : this.live.seq;
    const whole = fresh && facts.length > 0 && facts.every((fact) => fact.seq !== undefined);
    if (whole) this.keepAll(facts);
    this.begin();
    if (fresh && !whole) this.stretches.shift();
  }

  private keepAll(facts: readonly Fact[]): void {
    const before = empty();
    for (const fact of facts) {
      let stretch = this.stretches.at(-1)!;
      if (stretch.facts.length >= this.bounds.every) {
        stretch = { before: clone(before), facts: [], bytes: 0 };
        this.stretches.push(stretch);
      }
      this.keep(stretch, fact);
      apply(before, fact);
    }
  }

  /** The state after the fact of this number, or after the newest kept one before it. A new copy. */
  stateAt(seq: number): State {
    const stretch = this.stretches[this.stretchOf(seq)]!;
    const state = clone(stretch.before);
    for (const fact of stretch.facts) {
      if (fact.seq! > seq) break;
      apply(state, fact);
    }
    return state;
  }

  /** The newest stretch that begins before the fact of this number comes, or the oldest one. */
  private stretchOf(seq: number): number {
    let low = 0;
    let high = this.stretches.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.stretches[middle]!.before.seq <= seq) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Whether the kept facts after this number are all that came after it. */
  isWhole(seq: number): boolean {
    if (seq >= this.live.seq) return true;
    return seq >= this.whole && this.stretches[0]!.before.seq <= seq;
  }

  /** The fact of this number, if it is kept. */
  fact(seq: number): Fact | undefined {
    const found = this.next(seq - 1);
    return found?.seq === seq ? found : undefined;
  }

  /** The first kept fact after this number. */
  next(seq: number): Fact | undefined {
    for (let at = this.stretchOf(seq); at < this.stretches.length; at++) {
      const facts = this.stretches[at]!.facts;
      const place = after(facts, seq);
      if (place < facts.length) return facts[place];
    }
    return undefined;
  }

  /** The last kept fact before this number. */
  previous(seq: number): Fact | undefined {
    for (let at = this.stretchOf(seq - 1); at >= 0; at--) {
      const facts = this.stretches[at]!.facts;
      const place = after(facts, seq - 1);
      if (place > 0) return facts[place - 1];
    }
    return undefined;
  }

  /** The kept facts after this number, oldest first. */
  since(seq: number): Fact[] {
    const found: Fact[] = [];
    for (let at = this.stretchOf(seq); at < this.stretches.length; at++) {
      const facts = this.stretches[at]!.facts;
      for (let place = after(facts, seq); place < facts.length; place++) found.push(facts[place]!);
    }
    return found;
  }

  /** All kept facts, oldest first. */
  *[Symbol.iterator](): Generator<Fact> {
    for (const stretch of this.stretches) yield* stretch.facts;
  }
}

/** Where in sorted facts those after this number begin. */
function after(facts: readonly Fact[], seq: number): number {
  let low = 0;
  let high = facts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (facts[middle]!.seq! <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

const DEEPEST = 12;

/** About how many bytes a value takes. */
function weigh(value: unknown, depth: number): number {
  if (typeof value === "string") return 24 + value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (depth > DEEPEST) return 64;
  let sum = 48;
  if (Array.isArray(value)) {
    for (const one of value) sum += weigh(one, depth + 1);
  } else {
    for (const key in value) sum += 16 + weigh((value as Record<string, unknown>)[key], depth + 1);
  }
  return sum;
}
