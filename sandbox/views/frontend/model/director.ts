/**
 * Decides when each fact is shown and what flies before it.
 *
 * Facts come as they happen, a thousandth of a second for a whole story; people need two seconds for
 * it. So each beat (see beats.ts) has its time, in order, and a flight ends when its fact is folded
 * in. Beats of which more wait than can be shown in time are shorter, all in the same proportion, so
 * that the picture is never more than about two seconds behind. Every fact is folded in exactly
 * once and in order, whatever the timing of frames; the clock is passed in.
 */

import { type Beat, Beats } from "./beats.ts";
import type { Air, Road } from "./flights.ts";
import type { History } from "./history.ts";
import { apply, clone, empty, type Prologue } from "./reduce.ts";
import { Roads } from "./roads.ts";
import type { Fact, State } from "./state.ts";

/** Milliseconds that the picture may be behind. */
const BEHIND = 2_200;
/** So long may catching up take after a pause. */
const CATCH_UP = 8_000;
/** A flight is not shorter than this, also where the next beat comes sooner: the eye needs it. */
const SHORTEST = 100;
/** Facts that may wait, in a pause for instance; with more, the picture goes on from now. */
const MOST_WAITING = 60_000;
/** Beats of which it is known when they ended, to step back to and to tell how slow it is. */
const MOST_ENDED = 5_000;
const LAST_BEATS = 8;

/** What a person reads about the picture's time. */
export interface Timing {
  paused: boolean;
  /** Whether the picture follows what happens; false in the past and while it is replayed. */
  live: boolean;
  speed: number;
  /** Facts that have happened and are not shown yet. */
  behind: number;
  /** How long ago that was what is shown, in seconds of the log. */
  ago: number;
  /** How often slower than it happened it is shown; null where nothing is to be said. */
  slowdown: number | null;
}

/** For one display. All times that are passed in are milliseconds of one clock that only grows. */
export class Director {
  /** The state that is shown; the same object always, changed in place. */
  readonly state: State = empty();
  /** Grows whenever `state` has changed. */
  version = 0;
  /** What the display's clock shows, in milliseconds; it stands while paused. */
  time = 0;

  private readonly history: History;
  private readonly beats = new Beats();
  private readonly roads = new Roads();
  private flying: Beat[] = [];
  private waiting = 0;
  private last = 0;
  private newestEnds = 0;
  private latestDeadline = 0;
  private ended: { seq: number; at: number; time: number }[] = [];
  private speed = 1;
  private paused = false;
  private hidden = false;
  private calm = false;
  private following = true;
  /** Nothing is planned: what comes after the state that is shown is to be had from the history. */
  private detached = false;
  private standing = true;
  /** While paused: run until here, for a step. */
  private until: number | null = null;
  private airAt: { time: number; version: number; air: Air } | null = null;
  private changes = 0;

  /** *history*: where facts are kept; the director is the one who puts them there. */
  constructor(history: History) {
    this.history = history;
  }

  // -- what comes in ------------------------------------------------------------------------------

  /** Takes facts that have happened, in order. */
  push(facts: readonly Fact[]): void {
    for (const fact of facts) if (this.history.push(fact)) this.plan(fact, this.deadline());
    if (this.waiting > MOST_WAITING) this.overflow();
    else if (this.hidden && !this.paused) this.showAll();
  }

  private deadline(): number {
    this.latestDeadline = Math.max(this.time + BEHIND, this.latestDeadline);
    return this.latestDeadline;
  }

  private plan(fact: Fact, deadline: number): void {
    if (this.detached) return;
    this.beats.add(this.history.live, fact, this.time, deadline);
    this.waiting += 1;
  }

  private overflow(): void {
    if (this.paused) this.detach();
    else this.jump();
  }

  private detach(): void {
    this.forget();
    this.detached = true;
  }

  /** Takes a prologue: the picture goes on from what it tells. */
  prologue(head: Prologue, facts: readonly Fact[]): void {
    this.history.prologue(head, facts);
    const merges = head.prologue === "merge";
    if (merges && this.paused) this.detach();
    else this.jump(merges);
  }

  // -- time ---------------------------------------------------------------------------------------

  /**
   * Lets the display be what it is at *now*; returns whether the next frame will differ. While
   * nothing moves the display's clock stands, and nobody needs to call.
   */
  frame(now: number): boolean {
    const passed = this.standing ? 0 : Math.max(now - this.last, 0);
    this.last = now;
    this.advance(passed * this.speed);
    this.roads.sweep(this.time);
    this.standing = !this.moving;
    return !this.standing;
  }

  /** Whether something will change with time alone. */
  get moving(): boolean {
    if (this.paused && this.until === null) return false;
    return this.waiting > 0 || this.roads.busy;
  }

  private advance(passed: number): void {
    if (this.paused && this.until === null) return;
    const target = this.time + passed;
    const until = this.until;
    this.run(until !== null && until <= target ? until : target);
    if (until !== null && this.time >= until) this.until = null;
  }

  /** Lets the display's clock go on, giving beats their places and ending those that are over. */
  private run(time: number): void {
    this.time = time;
    this.changes += 1;
    const stretch = this.stretch();
    let next = this.beats.next;
    while (next !== undefined && this.place(next, stretch)) next = this.beats.next;
    this.end();
    if (this.waiting === 0 && !this.detached) this.following = true;
  }

  /** How much of its length at rest a beat gets now: 1, or less where too much waits. */
  private stretch(): number {
    const { beats } = this;
    if (beats.lasts === 0) return 1;
    let least = 1;
    let sum = 0;
    let deadline = -1;
    const from = Math.max(this.time, this.newestEnds);
    for (const beat of beats) {
      if (beat.deadline !== deadline && sum > 0) least = Math.min(least, (deadline - from) / sum);
      deadline = beat.deadline;
      sum += beat.lasts;
    }
    if (sum > 0) least = Math.min(least, (deadline - from) / sum);
    return Math.max(least, 0);
  }

  /** Gives a beat its place in time if it is to begin by now. */
  private place(beat: Beat, stretch: number): boolean {
    const lasts = beat.lasts * stretch;
    const cause = beat.after?.ends ?? 0;
    const ends = Math.max(this.newestEnds, Math.max(cause, beat.came) + lasts);
    const seen = Math.max(lasts, Math.min(beat.lasts, SHORTEST));
    const begins = Math.max(ends - seen, beat.came);
    const paused = this.paused && this.until !== null && ends > this.until;
    if (begins > this.time || paused) return false;
    this.put(beat, begins, ends);
    return true;
  }

  private put(beat: Beat, begins: number, ends: number): void {
    this.beats.take();
    beat.ends = this.newestEnds = ends;
    beat.after = null;
    this.flying.push(beat);
    if (!this.calm && ends > this.time) this.roads.begin([...beat.hops.values()], begins, ends);
  }

  /** Folds in the facts of all beats that are over. */
  private end(): void {
    let over = 0;
    while (over < this.flying.length && this.flying[over]!.ends! <= this.time) over += 1;
    if (over === 0) return;
    for (const beat of this.flying.splice(0, over)) this.fold(beat);
  }

  private fold(beat: Beat): void {
    for (const fact of beat.facts) apply(this.state, fact);
    this.waiting -= beat.facts.length;
    this.version += 1;
    const { seq, at } = this.state;
    this.ended.push({ seq, at, time: beat.ends ?? this.time });
    if (this.ended.length > 2 * MOST_ENDED) this.ended = this.ended.slice(-MOST_ENDED);
    // Later beats may still refer to it; nothing can join it any more.
    beat.facts = [];
    beat.hops.clear();
  }

  // -- commands -----------------------------------------------------------------------------------

  /** Stops the picture at this frame; what happens goes on, and waits. */
  pause(): void {
    this.paused = true;
    this.until = null;
  }

  /** Lets the picture go on: what waits is shown in its own time, or faster if it is much. */
  resume(): void {
    if (!this.paused) return;
    this.paused = false;
    this.until = null;
    const most = this.following ? CATCH_UP : Number.POSITIVE_INFINITY;
    if (this.attach()) this.allow(most);
    if (this.hidden) this.showAll();
  }

  /** Gives all that waits as long as it takes at rest, at most so many milliseconds. */
  private allow(most: number): void {
    const lasts = Math.max(this.beats.lasts, BEHIND);
    const deadline = Math.max(this.time, this.newestEnds) + Math.min(lasts, most);
    for (const beat of this.beats) beat.deadline = Math.max(beat.deadline, deadline);
    this.latestDeadline = Math.max(this.latestDeadline, deadline);
  }

  /** Pauses, and shows the next beat: it flies, and then the picture stands again. */
  stepForward(): void {
    // A second step does not wait for the first to be over.
    if (this.until !== null) this.run(this.until);
    this.pause();
    if (!this.attach()) return;
    if (this.flying.length === 0) this.placeNext();
    const ends = this.flying[0]?.ends ?? null;
    if (ends === null) return;
    this.until = ends;
    if (this.calm || this.hidden) this.advance(ends - this.time);
  }

  private placeNext(): void {
    const beat = this.beats.next;
    if (beat === undefined) return;
    const begins = Math.max(this.time, this.newestEnds);
    this.put(beat, begins, begins + beat.lasts);
  }

  /** Pauses, and shows what was so before the newest beat. False: nothing older is kept. */
  stepBack(): boolean {
    this.pause();
    const { seq } = this.state;
    if (this.flying.length > 0) return this.seek(seq);
    while (this.ended.length > 0 && this.ended.at(-1)!.seq >= seq) this.ended.pop();
    const before = this.ended.at(-1)?.seq ?? this.history.previous(seq)?.seq ?? null;
    if (before !== null) return this.seek(before);
    const first = this.history.first?.seq ?? null;
    return first !== null && first <= seq && this.seek(first - 1);
  }

  /** Pauses, and shows the state after the fact of this number. False: it is not kept any more. */
  seek(seq: number): boolean {
    const first = this.history.first?.seq;
    if (first === undefined || seq < first - 1) return false;
    this.pause();
    this.detach();
    // Where beats ended is known only up to here, and only if here is where one ended.
    while (this.ended.length > 0 && this.ended.at(-1)!.seq > seq) this.ended.pop();
    if (this.ended.at(-1)?.seq !== seq) this.ended = [];
    this.show(this.history.stateAt(seq));
    this.following = this.state.seq >= this.history.live.seq;
    return true;
  }

  /**
   * Plans what comes after the state that is shown, if that was left to the history. False: it is
   * not all kept, or too much to be watched; then the picture is of now.
   */
  private attach(): boolean {
    if (!this.detached) return true;
    const facts = this.history.since(this.state.seq);
    if (facts.length > MOST_WAITING || !this.history.isWhole(this.state.seq)) {
      this.jump();
      return false;
    }
    this.detached = false;
    this.latestDeadline = this.time + BEHIND;
    // What flies is found with a state in which the fact is the newest one.
    const ahead = clone(this.state);
    for (const fact of facts) {
      apply(ahead, fact);
      this.beats.add(ahead, fact, this.time, this.latestDeadline);
    }
    this.waiting = facts.length;
    return true;
  }

  /** Shows what is so now, and follows it; nothing flies there. Also ends a pause. */
  jumpToLive(): void {
    this.paused = false;
    this.until = null;
    this.jump();
  }

  /** With *air*, what flies goes on: streams do not break off where facts were skipped. */
  private jump(air = false): void {
    this.forget(air);
    this.detached = false;
    this.following = true;
    this.latestDeadline = 0;
    this.ended = [];
    this.show(clone(this.history.live));
  }

  private show(state: State): void {
    Object.assign(this.state, state);
    this.version += 1;
    this.changes += 1;
  }

  /** Folds in all that waits, at once. */
  private showAll(): void {
    while (this.beats.next !== undefined) {
      const beat = this.beats.take();
      beat.ends = this.time;
      this.flying.push(beat);
    }
    for (const beat of this.flying.splice(0)) this.fold(beat);
    this.newestEnds = this.time;
    this.roads.clear();
    this.following = true;
  }

  /** Forgets what waits and what flies; with *air*, only what waits. */
  private forget(air = false): void {
    this.beats.clear();
    if (!air) this.roads.clear();
    this.flying = [];
    this.waiting = 0;
    this.newestEnds = this.time;
    this.until = null;
  }

  /** How fast the display's clock goes: 1, or 0.25 and 4. */
  setSpeed(speed: number): void {
    if (speed > 0 && Number.isFinite(speed)) this.speed = speed;
  }

  /** Whether nobody can see the display: then facts are folded in at once, and nothing flies. */
  setHidden(hidden: boolean): void {
    this.hidden = hidden;
    if (hidden && !this.paused) this.showAll();
  }

  /** Reduced motion: facts appear in place, and roads in use are told instead of flights. */
  setCalm(calm: boolean): void {
    this.calm = calm;
    if (calm) this.roads.clear();
  }

  // -- what is seen -------------------------------------------------------------------------------

  /** What is in the air at a moment of the display's clock; the same object for the same moment. */
  air(time: number = this.time): Air {
    const kept = this.airAt;
    if (kept !== null && kept.time === time && kept.version === this.changes) return kept.air;
    const air: Air = this.calm
      ? { flights: [], streams: [], roads: this.roadsInUse() }
      : { flights: this.roads.flights(time), streams: this.roads.streams(time), roads: [] };
    this.airAt = { time, version: this.changes, air };
    return air;
  }

  private roadsInUse(): Road[] {
    return this.flying.flatMap((beat) => [...beat.hops.values()].map((hop) => hop.road));
  }

  /** What is to be said about the picture's time. */
  get timing(): Timing {
    const live = this.history.live;
    return {
      paused: this.paused,
      live: this.following && !this.paused,
      speed: this.speed,
      behind: this.detached ? Math.max(live.seq - this.state.seq, 0) : this.waiting,
      ago: Math.max(live.at - this.state.at, 0),
      slowdown: this.slowdown(),
    };
  }

  /** From the newest beats and the one that flies. */
  private slowdown(): number | null {
    const flying = this.flying[0];
    const from = this.ended.at(-LAST_BEATS) ?? this.ended[0];
    if (flying === undefined || from === undefined) return null;
    const shown = (flying.ends! - from.time) / this.speed;
    const took = ((flying.facts.at(-1)?.at ?? flying.at) - from.at) * 1000;
    return took > 0 && shown > 2 * took ? shown / took : null;
  }
}
