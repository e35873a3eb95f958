/**
 * What a view is given by the stage around it. Views draw; they fetch nothing and keep no facts.
 */

import type { Air } from "../model/flights.ts";
import type { State } from "../model/state.ts";

export type Theme = "light" | "dark" | "projector";
export type Mode = "wide" | "medium" | "narrow";

/** Gives the words for a key of the one catalogue, with {names} filled in. */
export type Say = (key: string, values?: Record<string, string | number>) => string;

/** A number, a duration and a count in the language's own form (1 204; 1,8 ms). */
export interface Numbers {
  count(n: number): string;
  seconds(s: number): string;
  /** The same in whole seconds, for what is counted while one looks. */
  whole(s: number): string;
  milliseconds(s: number): string;
  bytes(n: number): string;
}

/** What a person has pointed at. */
export type Selection =
  | {
      what: "connection" | "channel" | "worker" | "consumer" | "group" | "message" | "server";
      name: string;
    }
  | { what: "fact"; seq: number }
  | { what: "bin"; reason: string | null };

/** What a person can do in a picture; every call ends in a command to the kernel. */
export interface Deeds {
  openTab(path: string, name: string | null): Promise<string>;
  send(tab: string, text: string): Promise<void>;
  closeTab(tab: string): Promise<void>;
  reopenTab(tab: string): Promise<void>;
  /** Kills "worker:1" with what it runs; a new one takes its place. */
  replaceWorker(name: string): Promise<void>;
}

export interface ViewProps {
  /** The state that is shown; the same object each time, changed in place: `version` tells. */
  state: State;
  version: number;
  /** What is in the air at `time` (milliseconds of the display's clock). */
  air: (time: number) => Air;
  time: () => number;
  /** Runs each frame while something moves; returns the function that ends that. */
  onFrame: (draw: (time: number) => void) => () => void;
  /** The log's time that is shown, in seconds: for ages. */
  now: number;
  /** Width in units (pixels at scale 1); see design/NOTES on units. */
  width: number;
  /** Units of height that are seen without scrolling; null where the view is as high as it likes. */
  room: number | null;
  scale: number;
  mode: Mode;
  theme: Theme;
  /** Reduced motion: nothing flies, active roads are drawn whole. */
  calm: boolean;
  /** False for a recording or a lost kernel: tabs cannot be typed into. */
  live: boolean;
  say: Say;
  numbers: Numbers;
  selection: Selection | null;
  select: (selection: Selection | null) => void;
  /** Opens the table with a filter. */
  showInTable: (filter: string) => void;
  /** Opens the editor with a consumer. */
  edit: (consumer: string) => void;
  deeds: Deeds;
}
