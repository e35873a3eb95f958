/** A pinned stage that is folded away: a bar with the present fact, and the ways back. */

import type { JSX } from "preact";
import { captionOf } from "./captionline.tsx";
import type { Kit } from "./kit.ts";
import type { Places } from "./places.ts";

export function Folded({ kit, places }: { kit: Kit; places: Places }): JSX.Element {
  const { say, session } = kit;
  const { balanced } = session.state.totals;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for inputs
    <div class="folded" role="group" aria-label={say("title")}>
      <button
        type="button"
        class="btn bare handle"
        aria-expanded={false}
        aria-label={say("pin.unfold")}
        title={say("pin.unfold")}
        onClick={() => places.fold(false)}
      >
        <svg viewBox="0 0 12 8" aria-hidden="true">
          <path d="M1 7l5-5 5 5" />
        </svg>
        <span class="what">{captionOf(kit)}</span>
        <span class={`ok ${balanced ? "" : "off"}`}>{balanced ? "✓" : "✗"}</span>
      </button>
      <button type="button" class="btn bare" onClick={() => places.go("cell")}>
        {say("unpin")}
      </button>
    </div>
  );
}
