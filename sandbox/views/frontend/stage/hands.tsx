/** The line that says what a person has put in the way: what is held, broken, and slowed. */

import type { JSX } from "preact";
import { FateIcon, ReasonIcon } from "../flow/glyphs.tsx";
import { brokenIn, slownessOf } from "../model/targets.ts";
import { faultText } from "./faults.tsx";
import { line } from "./gist.ts";
import type { Kit } from "./kit.ts";

export function InTheWay({ kit }: { kit: Kit }): JSX.Element | null {
  const { session, say } = kit;
  const live = session.history.live;
  const broken = brokenIn(live);
  const slow = slownessOf(live);
  const held = live.totals.held;
  if (live.holds.size === 0 && held === 0 && broken.length === 0 && slow === 1) return null;
  const holds = [...live.holds.values()].map(({ target }) => line(target));
  const faults = broken.map((fault) => faultText(fault, kit));
  const pace = slow === 1 ? "" : say("pace.now", { n: kit.numbers.count(slow) });
  return (
    <div class="bar note inway">
      {/* Counts would be read aloud with each message. */}
      <span class="sr" role="status">
        {[holds.length > 0 ? say("hold.spoken", { where: holds.join(", ") }) : "", ...faults, pace]
          .filter(Boolean)
          .join(". ")}
      </span>
      {(live.holds.size > 0 || held > 0) && (
        <button type="button" class="link" data-open="holds" onClick={() => kit.showSide("holds")}>
          <FateIcon fate="held" /> <b>{say("hold.count", { n: held })}</b>{" "}
          {holds.length > 0 && <span class="m">{holds.join(", ")}</span>}
        </button>
      )}
      {(faults.length > 0 || pace) && (
        <button
          type="button"
          class="link"
          data-open="faults"
          onClick={() => kit.showSide("faults")}
        >
          <ReasonIcon reason="fault" /> <b>{[...faults, pace].filter(Boolean).join(" · ")}</b>
        </button>
      )}
    </div>
  );
}
