/** Reasons from the log, in the person's language. Pure. */

import type { Say } from "../flow/props.ts";
import { isWord } from "./words.ts";

/** The word for a reason from the log; a reason that is not known is shown as it came. */
export function reasonWord(reason: unknown, say: Say): string {
  const key = `reason.${String(reason)}`;
  return isWord(key) ? say(key) : String(reason ?? "");
}
