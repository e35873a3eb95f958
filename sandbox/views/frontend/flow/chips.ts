/** How much room the names of a group's members want. Pure. */

import type { Group, State } from "../model/state.ts";
import { chipsOf } from "./choose.ts";
import { SMALL, widthOf } from "./text.ts";

/** Room in a chip beside its name. */
export const CHIP_PAD = 8;

/** Names that are looked at: a group may have thousands of members, and few of them have a chip. */
const LOOKED_AT = 12;

/** How wide a chip has to be for the whole of the longest name among a group's first members. */
export function widestOf(state: State, group: Group): number {
  const { chips } = chipsOf(state, group, LOOKED_AT);
  const single = chips.filter((chip) => !chip.broad);
  return CHIP_PAD + Math.max(0, ...single.map(({ label }) => widthOf(label, SMALL)));
}
