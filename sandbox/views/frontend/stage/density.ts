/** How many facts and losses there were in each tenth of a second, for the strip of time. */

import type { Fact } from "../model/state.ts";
import { isLoss } from "../model/traffic.ts";

const PER_SECOND = 10;
/** Ten minutes; the strip shows one, or what lies between now and a moment that is looked at. */
const MOST = 600 * PER_SECOND;

interface Bin {
  facts: number;
  lost: number;
}

export interface Bars {
  facts: number[];
  lost: number[];
}

export class Density {
  private readonly bins = new Map<number, Bin>();

  add(fact: Fact): void {
    const bin = this.bin(fact.at);
    bin.facts += 1;
    if (isLoss(fact)) bin.lost += 1;
  }

  /** Facts that were not sent one by one, all at one moment. */
  addMany(at: number, n: number): void {
    this.bin(at).facts += n;
  }

  clear(): void {
    this.bins.clear();
  }

  private bin(at: number): Bin {
    const key = Math.floor(at * PER_SECOND);
    let found = this.bins.get(key);
    if (!found) {
      found = { facts: 0, lost: 0 };
      this.bins.set(key, found);
      if (this.bins.size > MOST) this.bins.delete(this.bins.keys().next().value as number);
    }
    return found;
  }

  /** Sums over *n* equal stretches between two moments, in seconds. */
  bars(from: number, to: number, n: number): Bars {
    const bars: Bars = { facts: new Array(n).fill(0), lost: new Array(n).fill(0) };
    const share = n / Math.max(to - from, 1e-9);
    for (const [key, { facts, lost }] of this.bins) {
      const at = Math.floor((key / PER_SECOND - from) * share);
      if (at < 0 || at >= n) continue;
      bars.facts[at]! += facts;
      bars.lost[at]! += lost;
    }
    return bars;
  }
}
