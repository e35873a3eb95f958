/** The caption under the figure: the present fact in one plain sentence, and the log's own words. */

import type { JSX } from "preact";
import { sentence } from "./caption.ts";
import { gist } from "./gist.ts";
import type { Kit } from "./kit.ts";

/** *spoken* is what a screen reader is told: at most one sentence a second, and when paused. */
export function CaptionLine({ kit, spoken }: { kit: Kit; spoken: string }): JSX.Element {
  const { session, say, numbers, mode } = kit;
  const fact = session.current;
  return (
    <div class="bar now">
      {/* A screen reader is told below, at a pace that can be followed. */}
      <span class="line" aria-hidden="true">
        {fact && mode !== "narrow" && <span class="m seq">{fact.seq}</span>}
        <b>{captionOf(kit)}</b>
        {fact && mode === "wide" && (
          <span class="m">
            {fact.kind} {gist(fact, session.who, say, numbers)}
          </span>
        )}
      </span>
      <span class="sr" aria-live={session.paused ? "polite" : "off"}>
        {spoken || say("fact.waiting")}
      </span>
    </div>
  );
}

/** The sentence for what is shown now. */
export function captionOf({ session, say, numbers }: Kit): string {
  const fact = session.current;
  if (fact) return sentence(fact, session.who, say, numbers);
  if (!session.live && !session.state.seq) return say("wait.feed");
  return say(session.state.seq ? "fact.waiting" : "fact.first");
}
