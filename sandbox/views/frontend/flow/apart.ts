/**
 * Boxes of processes around what runs in them. Pure geometry.
 *
 * A box hangs over its actor by a few units, and by a line of text below: there its name stands.
 */

import type { State } from "../model/state.ts";
import type { Box, ProcessBox } from "./place.ts";

/** By how much a box hangs over its actor at the sides, and for its name below. */
export const RIM = 4;
export const NAME = 15;

/** Whether any of these runs in a process of its own. */
export function anyApart(state: State, names: Iterable<string>): boolean {
  for (const name of names) if (state.processes.has(name)) return true;
  return false;
}

/** The boxes around those actors that run in a process of their own; *above*: what a name needs. */
export function processesAround(
  state: State,
  actors: readonly (Box & { name: string })[],
  above: number,
): ProcessBox[] {
  return actors
    .filter(({ name }) => state.processes.has(name))
    .map(({ name, x, y, w, h }) => ({
      name,
      x: x - RIM,
      y: y - above,
      w: w + 2 * RIM,
      h: above + h + NAME,
    }));
}
