/**
 * What flies: the shapes that the director makes and the flow draws.
 *
 * A flight depicts one crossing of a boundary (or several alike at once). It *ends* when the fact
 * that it depicts is folded into the state that is shown; a token ×n may end up to a quarter of a
 * second after the first of its facts. Channels and groups are named by their keys in the state. Times are milliseconds of the display's
 * clock, which pauses and runs slower than the log's; nothing here knows geometry.
 */

import type { Kind } from "./state.ts";

/** Which road a flight takes; the flow turns it into a curve between actors that it has drawn. */
export type Road =
  /** client → protocol server */
  | { hop: "frame"; connection: string }
  /** protocol server → channel */
  | { hop: "accept"; connection: string | null; channel: string }
  /** channel → worker */
  | { hop: "take"; channel: string; worker: string }
  /** worker → consumer */
  | { hop: "run"; worker: string; consumer: string }
  /** consumer (or a cell: null) → a channel that is no reply channel */
  | { hop: "send"; consumer: string | null; channel: string }
  /** consumer (or a cell: null) → group */
  | { hop: "toGroup"; consumer: string | null; group: string }
  /** group → the reply channels of its members, one strand each; others by channel name */
  | { hop: "fan"; group: string; connections: string[]; channels: string[] }
  /** consumer (or a cell: null) → one reply channel, along the road back */
  | { hop: "reply"; consumer: string | null; connection: string }
  /** protocol server → client */
  | { hop: "out"; connection: string }
  /** into the bin, from a channel or from a reply channel's place in the server */
  | { hop: "fall"; channel: string; connection: string | null; reason: string }
  /** consumer → group, changing its members */
  | {
      hop: "member";
      consumer: string | null;
      group: string;
      change: "add" | "discard";
      connection: string | null;
    };

export interface Flight {
  id: number;
  kind: Kind;
  road: Road;
  /** How many messages it stands for. */
  count: number;
  begins: number;
  ends: number;
}

/** A road so busy that single tokens would blur: drawn as a steady line with its rate. */
export interface Stream {
  kind: Kind;
  road: Road;
  perSecond: number;
}

/** What is in the air at one moment of the display. */
export interface Air {
  flights: readonly Flight[];
  streams: readonly Stream[];
  /** In calm mode, instead of flights: the roads in use, to be drawn whole. */
  roads: readonly Road[];
}
