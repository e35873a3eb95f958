/** A director with a clock that a test turns, and a note of all that flew. */

import { Director } from "../../../../sandbox/views/frontend/model/director.ts";
import type { Flight } from "../../../../sandbox/views/frontend/model/flights.ts";
import { History } from "../../../../sandbox/views/frontend/model/history.ts";
import type { Fact } from "../../../../sandbox/views/frontend/model/state.ts";
import { recorded } from "./logs.ts";

/** Milliseconds from one frame to the next. */
export const FRAME = 1000 / 60;

export class Show {
  readonly history = new History();
  readonly director = new Director(this.history);
  readonly flown = new Map<number, Flight>();
  now = 1000;
  /** seq of the state after each frame. */
  readonly seqs: number[] = [];

  constructor() {
    this.director.frame(this.now);
  }

  frame(passed = FRAME): boolean {
    this.now += passed;
    const moving = this.director.frame(this.now);
    for (const flight of this.director.air().flights) this.flown.set(flight.id, { ...flight });
    this.seqs.push(this.director.state.seq);
    return moving;
  }

  /** Plays until nothing moves; returns how many milliseconds that took. */
  play(passed = FRAME): number {
    const from = this.now;
    while (this.frame(passed)) if (this.now - from > 600_000) throw new Error("It never ends.");
    return this.now - from;
  }

  get hops(): string[] {
    return [...this.flown.values()].map((flight) => flight.road.hop);
  }
}

const chatFrom = (kind: string) => {
  const log = recorded("chat");
  const at = log.findIndex((fact) => fact.kind === kind);
  return { before: log.slice(0, at), after: log.slice(at) };
};

/** One message of the chat: from the frame of alice to the frames of both. */
function oneMessage(): { before: Fact[]; message: Fact[] } {
  const { before, after } = chatFrom("frame.received");
  const last = after.findIndex((fact) => fact.kind === "connection.closed");
  return { before, message: after.slice(0, last) };
}

/** A show at rest that has seen alice and bob connect. */
export function connected(): { show: Show; message: Fact[] } {
  const { before, message } = oneMessage();
  const show = new Show();
  show.director.push(before);
  show.director.jumpToLive();
  show.frame();
  return { show, message };
}
