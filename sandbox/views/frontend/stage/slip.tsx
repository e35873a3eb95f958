/** What stays in the output cell while the stage is elsewhere, or could not go there. */

import type { JSX } from "preact";
import type { Places } from "./places.ts";
import type { Look } from "./shell.tsx";
import { wordsOf } from "./words.ts";

interface SlipProps {
  places: Places;
  look: Look;
  scale: number;
}

export function Slip({ places, look, scale }: SlipProps): JSX.Element | null {
  const say = wordsOf(look.language);
  const parts = partsOf(places);
  if (!parts) return null;
  return (
    <div
      class="stage"
      data-theme={look.theme}
      data-place="away"
      lang={look.language}
      style={{ "--u": `${Math.min(scale, 1.3)}px` }}
    >
      <div class="away">
        {say(parts.text)}
        <button type="button" class="btn" onClick={parts.act}>
          {say(parts.button)}
        </button>
      </div>
    </div>
  );
}

function partsOf(places: Places): { text: string; button: string; act: () => void } | null {
  if (places.blocked)
    return { text: "window.blocked", button: "window.open", act: () => places.go("window") };
  if (places.place === "pin")
    return { text: "pin.here", button: "unpin", act: () => places.go("cell") };
  if (places.place === "window")
    return { text: "window.here", button: "window.back", act: () => places.toggle("window") };
  return null;
}
