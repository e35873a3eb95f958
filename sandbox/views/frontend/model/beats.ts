/**
 * Facts grouped into beats: what happens side by side is one beat, what follows from it the next.
 *
 * A beat is one crossing of a boundary, or several alike at once, with the facts that are folded in
 * when it ends. Facts keep their order over all beats. Of a fact that joins an earlier beat only the
 * flight does: it is folded in with the last beat. Lengths are milliseconds at rest; no clock here.
 */

import { text } from "./fields.ts";
import { type Hop, roadKey, type Sight, Sights } from "./hops.ts";
import type { Fact, State } from "./state.ts";

/** Seconds of the log within which alike things are side by side. */
const SIDE_BY_SIDE = 0.05;
/** How many beats back a flight may join. */
const LOOK_BACK = 3;
/** Beyond so many beats nobody can see what follows from what. */
const CROWDED = 300;
const MOST_KNOWN = 4000;

export interface Beat {
  /** Grows from beat to beat. */
  index: number;
  /** Folded in when it ends, in order. */
  facts: Fact[];
  /** What flies until then, by road. */
  hops: Map<string, Hop>;
  /** What its hops have in common; null: nothing flies. */
  alike: string | null;
  /** Milliseconds at rest. */
  lasts: number;
  /** The log's time of its first fact, in seconds. */
  at: number;
  /** It cannot begin before this one has ended. */
  after: Beat | null;
  /** When it came, in milliseconds of the display. */
  came: number;
  /** When it is to end at the latest. */
  deadline: number;
  /** When it ends; null until it has its place in time. */
  ends: number | null;
}

/** Beats that have no place in time yet, oldest first, and the newest one of all. */
export class Beats {
  /** Milliseconds at rest that all waiting beats last together. */
  lasts = 0;
  private waiting: Beat[] = [];
  private head = 0;
  private newest: Beat | null = null;
  private index = 0;
  private readonly sights = new Sights();
  private touched = new Map<string, Beat>();

  /** How many wait. */
  get length(): number {
    return this.waiting.length - this.head;
  }

  /** The one whose turn is next. */
  get next(): Beat | undefined {
    return this.waiting[this.head];
  }

  /** Those that wait, oldest first. */
  *[Symbol.iterator](): Generator<Beat> {
    for (let at = this.head; at < this.waiting.length; at++) yield this.waiting[at]!;
  }

  /** Takes the next one away: it gets its place in time. */
  take(): Beat {
    const beat = this.waiting[this.head]!;
    this.waiting[this.head] = EMPTY;
    this.head += 1;
    this.lasts -= beat.lasts;
    if (this.head > 256 && this.head * 2 > this.waiting.length) {
      this.waiting = this.waiting.slice(this.head);
      this.head = 0;
    }
    return beat;
  }

  /** Forgets all that wait. */
  clear(): void {
    this.waiting = [];
    this.head = 0;
    this.lasts = 0;
    this.newest = null;
    this.touched.clear();
  }

  /** Adds a fact that has just come to `state`; it is folded in after all before it. */
  add(state: State, fact: Fact, came: number, deadline: number): void {
    const sight = this.sights.of(state, fact);
    const crowded = this.length > CROWDED;
    if (sight.lasts === 0 && this.join(fact)) {
      if (!crowded) this.touch(fact, this.newest!);
      return;
    }
    const after = crowded ? this.newest : this.cause(fact);
    const alike = alikeness(fact, sight);
    const beat =
      (crowded ? this.last(alike) : this.beside(alike, fact, after)) ??
      this.begin(fact, sight, alike, came, deadline);
    if (beat.after === null || (after !== null && after.index > beat.after.index)) {
      beat.after = after === beat ? beat.after : after;
    }
    if (sight.hop !== null) addHop(beat, sight.hop);
    if (beat.facts[0] !== fact) this.newest!.facts.push(fact);
    if (!crowded) this.touch(fact, beat);
  }

  /** Lets a fact of which nothing is seen be folded in with the newest beat, if that is to come. */
  private join(fact: Fact): boolean {
    if (this.newest === null || this.newest.facts.length === 0) return false;
    this.newest.facts.push(fact);
    return true;
  }

  private last(alike: string | null): Beat | undefined {
    const beat = this.waiting.at(-1);
    return alike !== null && beat?.alike === alike && beat.ends === null ? beat : undefined;
  }

  /** A waiting beat at whose side the fact happens: alike, near in time, and not before its cause. */
  private beside(alike: string | null, fact: Fact, after: Beat | null): Beat | undefined {
    if (alike === null) return undefined;
    const until = Math.max(this.head, this.waiting.length - LOOK_BACK);
    for (let at = this.waiting.length - 1; at >= until; at--) {
      const beat = this.waiting[at]!;
      if (after !== null && beat.index <= after.index) return undefined;
      if (beat.alike === alike && fact.at - beat.at <= SIDE_BY_SIDE) return beat;
    }
    return undefined;
  }

  private begin(
    fact: Fact,
    sight: Sight,
    alike: string | null,
    came: number,
    deadline: number,
  ): Beat {
    const beat: Beat = {
      index: ++this.index,
      facts: [fact],
      hops: new Map(),
      alike,
      lasts: sight.lasts,
      at: fact.at,
      after: null,
      came,
      deadline,
      ends: null,
    };
    this.waiting.push(beat);
    this.newest = beat;
    this.lasts += beat.lasts;
    return beat;
  }

  /** The newest beat that changes what the fact is about or follows from. */
  private cause(fact: Fact): Beat | null {
    let found: Beat | null = null;
    for (const key of subjects(fact)) {
      const beat = key === null ? undefined : this.touched.get(key);
      if (beat !== undefined && (found === null || beat.index > found.index)) found = beat;
    }
    return found;
  }

  private touch(fact: Fact, beat: Beat): void {
    if (this.touched.size > MOST_KNOWN) this.touched.clear();
    for (const key of changed(fact)) if (key !== null) this.touched.set(key, beat);
  }
}

/** In the place of beats that were taken, so that they can go. */
const EMPTY: Beat = {
  index: 0,
  facts: [],
  hops: new Map(),
  alike: null,
  lasts: 0,
  at: 0,
  after: null,
  came: 0,
  deadline: 0,
  ends: 0,
};

/** What a fact has in common with those that are shown at the same time. */
function alikeness(fact: Fact, sight: Sight): string | null {
  if (sight.hop === null) return fact.kind === "message.taken" ? "stand" : null;
  // A group send is always one fan, and two of them are two.
  return sight.hop.road.hop === "fan" ? `fan ${text(fact.group_send)}` : sight.hop.road.hop;
}

/** A worker does one thing after the other, from taking a message to settling it. */
const BY_WORKER: ReadonlySet<string> = new Set([
  "message.taken",
  "message.delivered",
  "message.lost",
]);

function changed(fact: Fact): (string | null)[] {
  const works = BY_WORKER.has(fact.kind) && fact.where?.startsWith("worker:");
  const where = works ? (fact.where ?? null) : null;
  return [text(fact.id), text(fact.message), text(fact.run), text(fact.connection), where];
}

function subjects(fact: Fact): (string | null)[] {
  return [...changed(fact), text(fact.cause)];
}

function addHop(beat: Beat, hop: Hop): void {
  const key = roadKey(hop.road);
  const same = beat.hops.get(key);
  if (same === undefined) {
    beat.hops.set(key, hop);
    return;
  }
  same.count += hop.count;
  if (same.road.hop === "fan" && hop.road.hop === "fan") {
    same.road.connections.push(...hop.road.connections);
    same.road.channels.push(...hop.road.channels);
  }
}
