/** The edge of the pinned stage: drag it, or move it by the arrow keys. */

import type { JSX } from "preact";
import type { Say } from "../flow/props.ts";
import type { Places } from "./places.ts";

const STEP = 24;

export function Resizer({ places, say }: { places: Places; say: Say }): JSX.Element {
  const right = places.side === "right";
  const drag = (event: PointerEvent) => {
    if (event.buttons !== 1) return;
    places.resize(right ? innerWidth - event.clientX : innerHeight - event.clientY);
  };
  const move = (event: KeyboardEvent) => {
    const step = right
      ? { ArrowLeft: STEP, ArrowRight: -STEP }[event.key]
      : { ArrowUp: STEP, ArrowDown: -STEP }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    places.resize(places.size + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be dragged; this is the window splitter pattern
    <div
      class={`edge ${places.side}`}
      role="separator"
      aria-orientation={right ? "vertical" : "horizontal"}
      aria-label={say("pin.resize")}
      aria-valuenow={Math.round(places.size)}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onKeyDown={move}
    />
  );
}
