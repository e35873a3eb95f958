/**
 * How busy each road is, and so what is seen on it: tokens, a token ×n, or a steady line.
 *
 * More than 12 tokens on one road within 250 ms become one token with their number; more than 60
 * messages a second a stream with its rate, and no tokens. A fan is always one. Times are
 * milliseconds of the display's clock. It knows no facts.
 */

import type { Flight, Road, Stream } from "./flights.ts";
import { type Hop, roadKey } from "./hops.ts";

const WINDOW = 250;
const MOST_TOKENS = 12;
const STREAM_FROM = 60;
/** A stream ends below this rate, so that it does not flicker. */
const STREAM_UNTIL = 40;
const WINDOWS = 4;
/** Tokens that begin at once on one kind of road: the last stands for all beyond. */
const MOST_AT_ONCE = 24;

interface Lane {
  road: Road;
  kind: Hop["kind"];
  /** Which window of time it counts, and what came in it and in those before. */
  window: number;
  counts: [number, number, number, number];
  /** Tokens that began in this window, and the one that carries those beyond. */
  tokens: number;
  carrier: Flight | null;
  streams: boolean;
  /** Messages in the last whole second. */
  steady: number;
}

/** All roads in use. For one display. */
export class Roads {
  private readonly lanes = new Map<string, Lane>();
  private flying: Flight[] = [];
  private numbers = 0;
  private swept = 0;

  /** Lets hops that are alike begin at once; they end together. */
  begin(hops: readonly Hop[], begins: number, ends: number): void {
    const shown = atOnce(hops);
    for (const hop of shown) {
      // A group send counts as one, its strands are one figure; so does a token for other roads.
      const one = hop.road.hop === "fan" || shown !== hops;
      this.one(hop, one ? 1 : hop.count, begins, ends);
    }
  }

  private one(hop: Hop, weight: number, begins: number, ends: number): void {
    const lane = this.laneOf(hop, begins);
    lane.counts[0] += weight;
    if (rate(lane) > STREAM_FROM) lane.streams = true;
    if (lane.streams) return;
    if (lane.tokens + weight <= MOST_TOKENS || hop.road.hop === "fan") {
      lane.tokens += weight;
      this.fly(hop, begins, ends);
    } else if (lane.carrier !== null) {
      lane.carrier.count += hop.count;
    } else {
      lane.carrier = this.fly(hop, begins, Math.max(ends, begins + WINDOW));
    }
  }

  private fly(hop: Hop, begins: number, ends: number): Flight {
    const { kind, road, count } = hop;
    const flight = { id: ++this.numbers, kind, road, count, begins, ends };
    this.flying.push(flight);
    return flight;
  }

  private laneOf(hop: Hop, time: number): Lane {
    const key = roadKey(hop.road);
    let lane = this.lanes.get(key);
    if (lane === undefined) {
      const window = Math.floor(time / WINDOW);
      lane = {
        road: hop.road,
        kind: hop.kind,
        window,
        counts: [0, 0, 0, 0],
        tokens: 0,
        carrier: null,
        streams: false,
        steady: 0,
      };
      this.lanes.set(key, lane);
    }
    turn(lane, time);
    lane.kind = hop.kind;
    lane.road = hop.road;
    return lane;
  }

  /** What is in the air at a moment. */
  flights(time: number): Flight[] {
    return this.flying.filter((flight) => flight.begins <= time && time < flight.ends);
  }

  /** The roads that are streams at a moment. */
  streams(time: number): Stream[] {
    const found: Stream[] = [];
    for (const lane of this.lanes.values()) {
      if (!lane.streams) continue;
      turn(lane, time);
      if (lane.streams)
        found.push({ kind: lane.kind, road: lane.road, perSecond: lane.steady || rate(lane) });
    }
    return found;
  }

  /** Forgets flights that have ended, and roads that are not used any more. */
  sweep(time: number): void {
    if (this.flying.some((flight) => flight.ends <= time)) {
      this.flying = this.flying.filter((flight) => flight.ends > time);
    }
    if (time - this.swept < WINDOW * WINDOWS) return;
    this.swept = time;
    for (const [key, lane] of this.lanes) {
      turn(lane, time);
      if (rate(lane) === 0) this.lanes.delete(key);
    }
  }

  /** Whether anything flies or streams. */
  get busy(): boolean {
    if (this.flying.length > 0) return true;
    for (const lane of this.lanes.values()) if (lane.streams) return true;
    return false;
  }

  /** Clears the air. */
  clear(): void {
    this.flying = [];
    this.lanes.clear();
  }
}

/** Messages in the last second, or a little less. */
function rate(lane: Lane): number {
  return lane.counts[0] + lane.counts[1] + lane.counts[2] + lane.counts[3];
}

/** Lets a lane's windows of time be those that end now. */
function turn(lane: Lane, time: number): void {
  const window = Math.floor(time / WINDOW);
  const steps = Math.min(window - lane.window, WINDOWS);
  if (steps <= 0) return;
  for (let step = 0; step < steps; step++) {
    lane.steady = rate(lane);
    if (lane.steady < STREAM_UNTIL) lane.streams = false;
    lane.counts.pop();
    lane.counts.unshift(0);
  }
  lane.window = window;
  lane.tokens = 0;
  lane.carrier = null;
}

/** Many hops of one kind that begin together: the last one stands for all beyond a few. */
function atOnce(hops: readonly Hop[]): readonly Hop[] {
  if (hops.length <= MOST_AT_ONCE) return hops;
  const shown = hops.slice(0, MOST_AT_ONCE);
  const last = shown.at(-1)!;
  const rest = hops.slice(MOST_AT_ONCE).reduce((sum, hop) => sum + hop.count, 0);
  shown[MOST_AT_ONCE - 1] = { ...last, count: last.count + rest };
  return shown;
}
