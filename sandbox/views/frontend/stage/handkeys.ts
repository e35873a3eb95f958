/** What the keys do by hand: hold at what is selected, and let one message through. */

import { holdsAt } from "../model/targets.ts";
import { holdableAt } from "./holds.tsx";
import type { Kit } from "./kit.ts";

/** Begins to hold at what is selected; where messages are held already, or nothing is, lists them. */
export function holdOrLook(kit: Kit): void {
  const { selection, session, showSide } = kit;
  const target = holdableAt(selection, kit);
  const begun =
    selection !== null &&
    "name" in selection &&
    holdsAt(session.history.live, selection.what, selection.name).length > 0;
  if (target === null || begun || !session.live) showSide("holds");
  else tell(session.act("hold.begin", { target, where: null }));
}

/** Lets the first message of the oldest hold that has one through. */
export function stepHeld({ session }: Kit): void {
  const holds = [...session.history.live.holds.values()];
  const first = holds.find(({ held }) => held.length > 0);
  if (first) tell(session.act("hold.step", { hold: first.id }));
}

/** What went wrong stands over the picture by then. */
function tell(deed: Promise<unknown>): void {
  void deed.catch(() => undefined);
}
