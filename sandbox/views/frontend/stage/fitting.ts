/** Which tools have room in the header; the others are in its menu. Pure. */

import { widthOf } from "../flow/text.ts";

export interface Sized {
  key: string;
  /** What stands on it in the header; null: it is in the menu always. */
  face: string | null;
}

/** The tools in the order in which they keep their places where room is short. */
export const ORDER = [
  "pin",
  "fold",
  "code",
  "window",
  "fullscreen",
  "faults",
  "holds",
  "language",
  "theme",
  "side",
  "help",
] as const;

/** Padding of a button at both sides together, and the space before the next. */
const AROUND = 16;
const GAP = 2;
/** The button that opens the menu. */
const MORE = 34;

/** Units that a tool takes; *least* is what a finger needs, or 0. */
export function widthOfTool(face: string, least: number): number {
  return Math.max(least, widthOf(face, 12, "sans") + AROUND) + GAP;
}

/** The keys of the tools that fit into *room* units, with the menu's button if some do not. */
export function fitting(tools: readonly Sized[], room: number, least: number): Set<string> {
  const width = ({ face }: Sized) => widthOfTool(face ?? "", least);
  const inHead = tools.filter(({ face }) => face !== null);
  const all = inHead.reduce((sum, tool) => sum + width(tool), 0);
  if (all <= room && inHead.length === tools.length) return new Set(tools.map(({ key }) => key));
  const found = new Set<string>();
  let left = room - Math.max(least, MORE) - GAP;
  for (const key of ORDER) {
    const tool = inHead.find((one) => one.key === key);
    if (!tool || width(tool) > left) continue;
    left -= width(tool);
    found.add(key);
  }
  return found;
}
