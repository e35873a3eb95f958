/** How many facts and losses there were in each tenth of a second, for the strip of time. */

import type { Fact } from "../model/state.ts";

const PER_SECOND = 10;
/** Ten minutes; the strip shows one, or what lies between now and a moment that is looked at. */
const MOST = 600 * PER_SECOND;
const NONE = -1;

export interface Bars {
  facts: number[];
  lost: number[];
}

export class Density {
  /** A ring: the counts of a moment, and which moment that is. It never grows. */
  private readonly keys = new Float64Array(MOST).fill(NONE);
  private readonly facts = new Float64Array(MOST);
  private readonly lost = new Float64Array(MOST);

  add(fact: Fact): void {
    const place = this.place(fact.at);
    if (place === null) return;
    this.facts[place]! += 1;
    if (fact.kind === "message.lost") this.lost[place]! += 1;
  }

  /** Facts that were not sent one by one, all at one moment. */
  addMany(at: number, n: number): void {
    const place = this.place(at);
    if (place !== null) this.facts[place]! += n;
  }

  clear(): void {
    this.keys.fill(NONE);
  }

  /** Where a moment is counted; null where a later one has its place already. */
  private place(at: number): number | null {
    const key = Math.max(0, Math.floor(at * PER_SECOND));
    const place = key % MOST;
    if (key < this.keys[place]!) return null;
    if (key > this.keys[place]!) {
      this.keys[place] = key;
      this.facts[place] = this.lost[place] = 0;
    }
    return place;
  }

  /** Sums over *n* equal stretches between two moments, in seconds. */
  bars(from: number, to: number, n: number): Bars {
    const bars: Bars = { facts: new Array(n).fill(0), lost: new Array(n).fill(0) };
    const share = n / Math.max(to - from, 1e-9);
    for (let place = 0; place < MOST; place++) {
      const key = this.keys[place]!;
      const at = Math.floor((key / PER_SECOND - from) * share);
      if (key === NONE || at < 0 || at >= n) continue;
      bars.facts[at]! += this.facts[place]!;
      bars.lost[at]! += this.lost[place]!;
    }
    return bars;
  }
}
